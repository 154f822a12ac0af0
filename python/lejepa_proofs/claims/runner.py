"""Runs checks, mutants and controls, here or in a process pool."""

from __future__ import annotations

import multiprocessing
import time
import traceback
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from pydantic import BaseModel, ConfigDict

from lejepa_proofs.claims.model import Claim, Context
from lejepa_proofs.claims.registry import load
from lejepa_proofs.errors import LejepaError
from lejepa_proofs.numerics.verdict import Outcome, Verdict

Kind = Literal["check", "mutant", "control"]


class Fate(StrEnum):
    """What became of a planted variant."""

    KILLED = "killed"
    SURVIVED = "survived"
    UNDECIDED = "did not apply"


class Row(BaseModel):
    """The outcome of one check, mutant or control."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    claim: str
    kind: Kind
    id: str
    title: str
    verdict: Verdict
    seconds: float

    @property
    def as_expected(self) -> bool:
        """A check or control confirmed, a mutant refuted."""
        wanted = Outcome.REFUTED if self.kind == "mutant" else Outcome.CONFIRMED
        return self.verdict.outcome is wanted

    @property
    def fate(self) -> Fate:
        """For a mutant: killed, survived, or did not apply."""
        return {
            Outcome.REFUTED: Fate.KILLED,
            Outcome.CONFIRMED: Fate.SURVIVED,
            Outcome.INCONCLUSIVE: Fate.UNDECIDED,
        }[self.verdict.outcome]


@dataclass(frozen=True)
class Task:
    """The address of one piece of evidence; small, so that it travels to a worker."""

    claim: str
    kind: Kind
    id: str


def tasks(claims: Iterable[Claim]) -> tuple[Task, ...]:
    """Every check, mutant and control of ``claims``."""
    found: list[Task] = []
    for claim in claims:
        found += [Task(claim.id, "check", check.id) for check in claim.checks]
        found += [Task(claim.id, "mutant", mutant.id) for mutant in claim.mutants]
        found += [Task(claim.id, "control", control.id) for control in claim.controls]
    return tuple(found)


def run_one(claim: Claim, task: Task, seed: int) -> Row:
    """Run the piece of evidence at ``task`` in this process.

    Raises
    ------
    LejepaError
        The check itself failed (a defect of the check, not a verdict on the claim).
    """
    if task.kind == "check":
        check = next(part for part in claim.checks if part.id == task.id)
        title, run, measured_by = check.title, check.run, check.id
    else:
        parts = claim.mutants if task.kind == "mutant" else claim.controls
        variant = next(part for part in parts if part.id == task.id)
        title, run, measured_by = variant.statement, variant.run, variant.check
    start = time.perf_counter()
    try:
        tally = run(Context(seed, claim.id, measured_by))
    except Exception as error:
        place = traceback.extract_tb(error.__traceback__)[-1]
        raise LejepaError(
            f"{task.kind} {claim.id}/{task.id} could not run: {type(error).__name__}: {error} "
            f"({place.name}, line {place.lineno}); seed {seed}"
        ) from error
    seconds = time.perf_counter() - start
    rungs = {check.id: check.rung for check in claim.checks}
    if tally.method is not rungs[measured_by]:
        raise LejepaError(
            f"{task.kind} {claim.id}/{task.id} measured on the rung {tally.method}, "
            f"but is declared {rungs[measured_by]}"
        )
    return Row(
        claim=claim.id,
        kind=task.kind,
        id=task.id,
        title=title,
        verdict=tally.verdict(claim.id, task.id, seed),
        seconds=seconds,
    )


def _work(task: Task, seed: int) -> Row:
    claim = next(claim for claim in load() if claim.id == task.claim)
    return run_one(claim, task, seed)


def run(
    claims: Iterable[Claim],
    *,
    seed: int = 0,
    jobs: int = 1,
    done: Callable[[Row], None] | None = None,
) -> tuple[Row, ...]:
    """Run everything about ``claims``; ``done`` is called as each row arrives.

    The rows come back in the order of :func:`tasks`, whatever ``jobs`` is.
    """
    chosen = tuple(claims)
    todo = tasks(chosen)
    by_id = {claim.id: claim for claim in chosen}
    rows: dict[Task, Row] = {}
    for task, row in _rows(todo, by_id, seed, jobs):
        rows[task] = row
        if done is not None:
            done(row)
    return tuple(rows[task] for task in todo)


def _rows(
    todo: tuple[Task, ...], by_id: dict[str, Claim], seed: int, jobs: int
) -> Iterator[tuple[Task, Row]]:
    if jobs <= 1:
        for task in todo:
            yield task, run_one(by_id[task.claim], task, seed)
        return
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(max_workers=jobs, mp_context=spawn) as pool:
        futures: dict[Future[Row], Task] = {pool.submit(_work, task, seed): task for task in todo}
        try:
            for future in as_completed(futures):
                yield futures[future], future.result()
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise
