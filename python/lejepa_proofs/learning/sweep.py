"""Trains what is missing of a list of runs: here, in a process pool, or on a Dask cluster.

Results are written by this process as groups finish. A stop (ctrl-C) lets every worker write a
checkpoint first; a kill loses the work since the last one.
"""

from __future__ import annotations

import multiprocessing
import queue
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from lejepa_proofs.errors import LejepaError
from lejepa_proofs.learning.config import RunConfig
from lejepa_proofs.learning.groups import Group, Progress, Settings, grouped, train_group
from lejepa_proofs.learning.results import Result, existing, write_result

Report = Callable[[Progress], None]


@dataclass
class Summary:
    """What a sweep did; ``interrupted`` when it was stopped before the end."""

    trained: list[Result] = field(default_factory=list)
    skipped: int = 0
    interrupted: bool = False


@dataclass(frozen=True)
class Plan:
    """The groups that are to be trained, and the results that are there already."""

    groups: tuple[Group, ...]
    results: dict[str, Result]

    @property
    def steps(self) -> int:
        """Steps of all groups together."""
        return sum(group.steps for group in self.groups)


def plan(configs: Sequence[RunConfig], settings: Settings, lanes: int | None = None) -> Plan:
    """Groups with a result missing; raises ``LejepaError`` for a damaged result."""
    found = existing(settings.folder, configs)
    groups = [
        group
        for group in grouped(configs, lanes)
        if any(config.digest not in found for config in group.configs)
    ]
    return Plan(tuple(groups), found)


def run(
    todo: Plan,
    settings: Settings,
    *,
    jobs: int = 1,
    scheduler: str | None = None,
    report: Report | None = None,
) -> Summary:
    """Train the groups of a plan and write their results.

    ``jobs`` processes, or this one for 1; ``scheduler`` is the address of a Dask scheduler.

    Raises
    ------
    LejepaError
        A damaged checkpoint, a result that cannot be written, or a cluster that cannot be reached.
    """
    summary = Summary(skipped=len(todo.results))
    if scheduler is not None:
        finished = _on_dask(todo.groups, settings, scheduler)
    elif jobs > 1 and len(todo.groups) > 1:
        finished = _in_pool(todo.groups, settings, jobs, report)
    else:
        finished = _here(todo.groups, settings, report)
    for group, results in finished:
        if results is None:
            summary.interrupted = True
            continue
        for result in results:
            if result.config.digest not in todo.results:
                write_result(settings.folder, result)
                summary.trained.append(result)
        settings.checkpoint(group).unlink(missing_ok=True)
    return summary


Finished = Iterator[tuple[Group, list[Result] | None]]


@contextmanager
def _interrupts(event: Any) -> Iterator[None]:
    """Turn the first ctrl-C into ``event``; a second one interrupts as usual."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def note(_signal: int, _frame: object) -> None:
        event.set()
        signal.signal(signal.SIGINT, previous)

    previous = signal.signal(signal.SIGINT, note)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, previous)


def _here(groups: Sequence[Group], settings: Settings, report: Report | None) -> Finished:
    event = threading.Event()
    with _interrupts(event):
        for group in groups:
            yield group, train_group(group, settings, report, event.is_set)
            if event.is_set():
                return


_LINK: dict[str, Any] = {}
"""In a worker process: the queue for progress and the event that stops it."""


def _join(progress: Any, event: Any) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _LINK.update(progress=progress, event=event)


def _work(group: Group, settings: Settings) -> list[Result] | None:
    event = _LINK["event"]
    if event.is_set():
        return None
    return train_group(group, settings, _LINK["progress"].put, event.is_set)


def _in_pool(
    groups: Sequence[Group], settings: Settings, jobs: int, report: Report | None
) -> Finished:
    spawn = multiprocessing.get_context("spawn")
    event, progress = spawn.Event(), spawn.Queue()
    workers = min(jobs, len(groups))
    with (
        _interrupts(event),
        ProcessPoolExecutor(
            workers, mp_context=spawn, initializer=_join, initargs=(progress, event)
        ) as pool,
    ):
        futures: dict[Future[list[Result] | None], Group] = {
            pool.submit(_work, group, settings): group for group in groups
        }
        pending = set(futures)
        try:
            while pending:
                done, pending = wait(pending, timeout=0.2)
                _drain(progress, report)
                for future in done:
                    yield futures[future], future.result()
            _drain(progress, report)
        except BrokenProcessPool:
            raise LejepaError(
                "a worker process died (out of memory?); the same command goes on from here"
            ) from None
        except BaseException:
            event.set()
            pool.shutdown(wait=True, cancel_futures=True)
            raise


def _drain(progress: Any, report: Report | None) -> None:
    while True:
        try:
            news = progress.get_nowait()
        except queue.Empty:
            return
        if report is not None:
            report(news)


def _on_dask(groups: Sequence[Group], settings: Settings, address: str) -> Finished:
    try:
        from distributed import Client, as_completed
    except ImportError:
        raise LejepaError("a Dask cluster needs dask[distributed]; install it") from None
    try:
        client: Any = Client(address, timeout=10)
    except (OSError, ValueError) as error:
        raise LejepaError(f"no Dask scheduler at {address}: {error}; start one there") from None
    with client:
        futures = {
            client.submit(
                train_group, group, settings, key=f"lejepa-{group.digest}", pure=False
            ): group
            for group in groups
        }
        try:
            for future in as_completed(list(futures)):
                yield futures[future], future.result()
        except KeyboardInterrupt:
            client.cancel(list(futures))
            raise
