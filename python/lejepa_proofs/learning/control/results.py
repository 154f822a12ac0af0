"""Curves of planning cost against R²: presets, and one result file each."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Literal

from lejepa_proofs.learning import documents
from lejepa_proofs.learning.config import Frozen
from lejepa_proofs.learning.control import trained
from lejepa_proofs.learning.control.curve import CurveConfig, CurvePoint, curve
from lejepa_proofs.learning.control.score import PlanConfig
from lejepa_proofs.learning.control.trained import Told, TrainedConfig, TrainedResult

PRESETS = ("smoke", "cpu", "paper")


class CurveResult(Frozen):
    """A family of encoders and the score of each."""

    schema_version: Literal["lejepa-proofs/control/1"] = "lejepa-proofs/control/1"
    config: CurveConfig
    points: tuple[CurvePoint, ...]


def preset(name: str) -> tuple[CurveConfig, ...]:
    """The curves of encoders degraded by formula; both families.

    ``smoke``: seconds. ``cpu``: 200 start–goal pairs (30 were published) in two and four
    dimensions; a few minutes. ``paper``: 300 pairs, longer plans. Raises ``ValueError`` for
    another name.
    """
    families: tuple[Literal["spiral", "blend"], ...] = ("spiral", "blend")
    if name == "smoke":
        small = PlanConfig(pairs=6, waypoints=20, horizon=3, draws=2, transitions=100)
        return tuple(
            CurveConfig(family=each, levels=(1.0, 0.8, 0.4), points=500, plan=small)
            for each in families
        )
    if name == "cpu":
        plan = PlanConfig(pairs=200, horizon=3)
        flat = [CurveConfig(family=each, plan=plan) for each in families]
        return (*flat, CurveConfig(dimension=4, plan=plan))
    if name == "paper":
        many = PlanConfig(pairs=300, draws=8)
        return tuple(
            CurveConfig(family=each, points=100_000, plan=many, seed=seed)
            for seed in range(3)
            for each in families
        )
    raise ValueError(f"no preset {name!r}; choose from {', '.join(PRESETS)}")


def result_path(config: CurveConfig | TrainedConfig) -> Path:
    """``control/DIGEST.json``, in a folder of results."""
    return Path("control") / f"{documents.digest(config)}.json"


def run(config: CurveConfig, folder: Path, also: Iterable[Path] = ()) -> CurveResult:
    """Compute the curve and write its result into ``folder``, or read it there or in ``also``.

    Raises :class:`~lejepa_proofs.errors.LejepaError` for a damaged result.
    """
    path = result_path(config)
    result = documents.find(path, (folder, *also), CurveResult)
    if result is None:
        result = CurveResult(config=config, points=curve(config))
        documents.write(folder / path, result)
    return result


def run_trained(
    config: TrainedConfig,
    folder: Path,
    also: Iterable[Path] = (),
    *,
    device: str = "auto",
    told: Told = lambda *_: None,
) -> TrainedResult:
    """As :func:`run`, for encoders of training runs; see :func:`.trained.run`."""
    path = result_path(config)
    found = documents.find(path, (folder, *also), TrainedResult)
    return found or trained.run(config, folder / path, folder, device=device, told=told)
