"""Planning in the codes of trained encoders: the planar runs, and runs cut short on purpose.

Scoring needs torch; the descriptions and the results do not.
"""

from __future__ import annotations

import platform
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Literal, Self

import numpy as np
from pydantic import Field, model_validator

from lejepa_proofs import __version__
from lejepa_proofs.errors import LejepaError
from lejepa_proofs.learning import documents, experiments
from lejepa_proofs.learning.config import Frozen, RunConfig
from lejepa_proofs.learning.control import maps
from lejepa_proofs.learning.control.score import PlanConfig, PlanScore, score

CUT = (2, 20, 50, 100, 200, 400, 800, 1600)
"""Steps of the runs that are cut short; their schedule is shortened with them."""

Told = Callable[[str, int, int], None]
"""Called with what is done, how far it is, and how far it goes."""


class TrainedConfig(Frozen):
    """Encoders of runs on one mixing, scored as planners' codes on the same draws.

    Attributes
    ----------
    runs:
        Planar runs; the encoder of each is a function of its description.
    points:
        Latents for R² and for retrieval.
    """

    family: Literal["trained"] = "trained"
    runs: tuple[RunConfig, ...] = Field(min_length=1)
    points: int = Field(default=10_000, ge=100)
    plan: PlanConfig = PlanConfig()
    seed: int = Field(default=0, ge=0)

    @model_validator(mode="after")
    def _of_one_plane(self) -> Self:
        if any(run.experiment != "2d" for run in self.runs):
            raise ValueError("runs of `2d` are kept with their encoders, others are not")
        if len({run.mixing for run in self.runs}) != 1:
            raise ValueError("a curve is made of runs on one mixing")
        return self

    @property
    def mixing(self) -> str:
        """The mixing's name."""
        return self.runs[0].mixing.kind

    @property
    def full(self) -> int:
        """Steps of the runs that are not cut short."""
        return max(run.steps for run in self.runs)


class TrainedPoint(Frozen):
    """One run and its score, ``None`` when its encoder gives anything but numbers."""

    run: str
    score: PlanScore | None


class TrainedResult(Frozen):
    """The score of every encoder, in the order of the runs."""

    schema_version: Literal["lejepa-proofs/control-trained/1"] = "lejepa-proofs/control-trained/1"
    config: TrainedConfig
    points: tuple[TrainedPoint, ...]
    version: str
    machine: str

    def scored(self) -> Iterator[tuple[RunConfig, PlanScore]]:
        """The runs that did not diverge, with their scores."""
        for run, point in zip(self.config.runs, self.points, strict=True):
            if point.score is not None:
                yield run, point.score


def cut_short(run: RunConfig, steps: tuple[int, ...] = CUT) -> tuple[RunConfig, ...]:
    """The run with fewer steps, and fewer points of evaluation, for each of ``steps`` below its."""
    return tuple(
        run.model_copy(update={"steps": each, "points": min(run.points, 10_000)})
        for each in steps
        if each < run.steps
    )


def preset(name: str) -> tuple[TrainedConfig, ...]:
    """For each mixing the runs of ``2d`` of the preset, and the first SIGReg run cut short.

    Raises ``LejepaError`` for another name than ``smoke``, ``cpu`` or ``paper``.
    """
    plan = PlanConfig(pairs=200, horizon=3)
    points = 10_000
    if name == "smoke":
        plan = PlanConfig(pairs=6, waypoints=20, horizon=2, draws=2, transitions=100)
        points = 500
    by_mixing: dict[str, list[RunConfig]] = {}
    for run in experiments.runs("2d", name):
        by_mixing.setdefault(run.mixing.kind, []).append(run)
    found = []
    for runs in by_mixing.values():
        first = next(run for run in runs if run.objective.kind == "sigreg")
        steps = (2, 10) if name == "smoke" else CUT
        whole = (*cut_short(first, steps), *runs)
        found.append(TrainedConfig(runs=whole, points=points, plan=plan))
    return tuple(found)


def _train(config: TrainedConfig, folder: Path, device: str, told: Told) -> None:
    """Train the runs whose encoders are not kept in ``folder``, and write their results."""
    from lejepa_proofs.learning.groups import Progress, Settings, grouped, train_group
    from lejepa_proofs.learning.kept import kept_path
    from lejepa_proofs.learning.results import result_path, write_result

    wanted = [run for run in config.runs if not kept_path(folder, run).exists()]
    settings = Settings(folder, device=device)
    for group in grouped(wanted):

        def news(at: Progress, steps: int = group.steps) -> None:
            told(f"training {config.mixing}, loss {at.loss:.4g}", at.step, steps)

        for result in train_group(group, settings, news) or ():
            if not result_path(folder, result.config).exists():
                write_result(folder, result)
        settings.checkpoint(group).unlink(missing_ok=True)


def run(
    config: TrainedConfig, path: Path, folder: Path, *, device: str = "auto", told: Told
) -> TrainedResult:
    """Score every encoder and write ``path``; what is not kept in ``folder`` is trained first.

    A stopped command goes on from the last checkpoint.

    Raises
    ------
    LejepaError
        torch is not installed, or a kept encoder, checkpoint or result is damaged.
    """
    try:
        from lejepa_proofs.learning.kept import kept_encoder
    except ImportError as error:
        raise LejepaError(
            f"trained encoders need {error.name}; install it with "
            "`pip install 'lejepa-proofs[learning]'`"
        ) from None
    _train(config, folder, device, told)
    data, _ = np.random.SeedSequence(config.seed).spawn(2)
    latents = np.random.default_rng(data).standard_normal((config.points, 2))
    points = []
    for at, each in enumerate(config.runs):
        told(f"planning, {config.mixing}", at, len(config.runs))
        encode = maps.remembered(kept_encoder(folder, each))
        finite = bool(np.isfinite(encode(latents)).all())
        found = score(encode, latents, config.plan, config.seed) if finite else None
        points.append(TrainedPoint(run=each.digest, score=found))
    result = TrainedResult(
        config=config,
        points=tuple(points),
        version=__version__,
        machine=f"{platform.system()} {platform.machine()}",
    )
    documents.write(path, result)
    return result
