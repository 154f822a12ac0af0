"""One group of runs, trained together from checkpoint to results; what a worker process does."""

from __future__ import annotations

import hashlib
import math
import platform
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import torch

from lejepa_proofs import __version__
from lejepa_proofs.learning import checkpoints
from lejepa_proofs.learning.config import RunConfig
from lejepa_proofs.learning.evaluation import evaluate, picture, quick_r2
from lejepa_proofs.learning.floors import loss_floor
from lejepa_proofs.learning.kept import keep
from lejepa_proofs.learning.results import Environment, Outcome, Result
from lejepa_proofs.learning.sigreg import backend
from lejepa_proofs.learning.training import Batch, pick_device


class Group(NamedTuple):
    """Runs that are trained side by side; small, so that it travels to a worker."""

    configs: tuple[RunConfig, ...]

    @property
    def digest(self) -> str:
        """The group's name, by which its checkpoint is found."""
        text = " ".join(config.digest for config in self.configs)
        return hashlib.sha256(text.encode()).hexdigest()[:16]

    @property
    def steps(self) -> int:
        """Steps of the whole group."""
        return self.configs[0].steps


def lanes_for(config: RunConfig) -> int:
    """How many lanes are worth training together: small networks leave most of the time unused."""
    if config.encoder.kind == "mlp":
        return max(1, min(24, 2**17 // config.encoder.width**2))
    return max(1, min(24, 512 // config.dimension))


def grouped(configs: Iterable[RunConfig], lanes: int | None = None) -> list[Group]:
    """Runs of equal shape together, at most ``lanes`` lanes a group; the order of runs is kept."""
    by_shape: dict[str, list[RunConfig]] = {}
    for config in configs:
        by_shape.setdefault(config.shape, []).append(config)
    groups = []
    for runs in by_shape.values():
        size = max(1, (lanes or lanes_for(runs[0])) // runs[0].restarts)
        # equal parts: three groups of 8 rather than 10, 10 and 4
        parts = math.ceil(len(runs) / size)
        ends = [round(k * len(runs) / parts) for k in range(parts + 1)]
        groups += [Group(tuple(runs[a:b])) for a, b in pairwise(ends)]
    return groups


class Progress(NamedTuple):
    """Where a group is; ``r2`` is NaN until it was looked at."""

    group: str
    label: str
    step: int
    loss: float
    r2: float


@dataclass(frozen=True)
class Settings:
    """How to train; nothing here changes an outcome, except by rounding.

    ``checkpoint_every`` and ``report_every`` are in seconds.
    """

    folder: Path
    device: str = "auto"
    threads: int = 1
    checkpoint_every: float = 30.0
    report_every: float = 1.0

    def checkpoint(self, group: Group) -> Path:
        """Where the group's checkpoint is."""
        return self.folder / "checkpoints" / f"{group.digest}.pt"


def train_group(
    group: Group,
    settings: Settings,
    report: Callable[[Progress], None] | None = None,
    stop: Callable[[], bool] | None = None,
) -> list[Result] | None:
    """Train, measure, and return one result a run; ``None`` when ``stop`` said so.

    A checkpoint is read if there is one and written from time to time, when stopped, and at the
    end; it is for the caller to remove once the results are safe. Encoders of planar runs are kept
    in the folder, for planning. Raises ``LejepaError`` for a damaged checkpoint.
    """
    torch.set_num_threads(settings.threads)
    torch.set_flush_denormal(True)
    device = pick_device(settings.device)
    batch = Batch(group.configs, device)
    place = settings.checkpoint(group)
    checkpoints.restore(place, batch)
    reported = saved = time.monotonic()
    label = group.configs[0].label
    score = math.nan
    while not batch.finished:
        batch.advance(5)
        now = time.monotonic()
        if stop is not None and stop():
            checkpoints.save(place, batch)
            return None
        if now - saved >= settings.checkpoint_every:
            checkpoints.save(place, batch)
            saved = now
            score = quick_r2(batch)
        if report is not None and now - reported >= settings.report_every:
            reported = now
            report(Progress(group.digest, label, batch.step, _loss(batch), score))
    checkpoints.save(place, batch)
    results = _results(group, batch, settings)
    if group.configs[0].experiment == "2d":
        keep(settings.folder, batch)
    if report is not None:
        final = [r.outcome.metrics.r2_latents.estimate for r in results if r.outcome.metrics]
        report(Progress(group.digest, label, batch.step, _loss(batch), max(final, default=score)))
    return results


def _loss(batch: Batch) -> float:
    row = [x for x in (batch.history[-1] if batch.history else []) if math.isfinite(x)]
    return min(row, default=math.nan)


def _results(group: Group, batch: Batch, settings: Settings) -> list[Result]:
    start = time.monotonic()
    final = batch.final_losses()
    every = max(1, batch.steps // len(batch.history))
    winners = batch.winners()
    metrics = [
        evaluate(config, batch.representation([lane])) if math.isfinite(final[lane]) else None
        for config, lane in zip(group.configs, winners, strict=True)
    ]
    environment = Environment(
        version=__version__,
        machine=f"{platform.system()} {platform.machine()}",
        processor=_processor(),
        device=str(batch.device),
        torch=torch.__version__,
        sigreg=backend(device=batch.device).name,
        threads=settings.threads,
        lanes=len(batch.lanes),
        seconds=round((batch.seconds + time.monotonic() - start) / len(group.configs), 3),
    )
    results = []
    for config, lane, found in zip(group.configs, winners, metrics, strict=True):
        first = lane - lane % config.restarts
        outcome = Outcome(
            final_loss=_number(final[lane]),
            floor=loss_floor(config),
            restart_losses=tuple(_number(x) for x in final[first : first + config.restarts]),
            restart=lane - first,
            history=tuple(
                (min((k + 1) * every, batch.steps), _number(row[lane]))
                for k, row in enumerate(batch.history)
            ),
            metrics=found,
            picture=None if found is None else picture(config, batch.representation([lane])),
        )
        results.append(Result(config=config, outcome=outcome, environment=environment))
    return results


def _number(x: float) -> float | None:
    return float(f"{x:.7g}") if math.isfinite(x) else None


def _processor() -> str:
    try:
        for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    except OSError:
        pass
    return platform.processor() or "unknown"
