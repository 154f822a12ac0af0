"""Curves of planning cost against R²: presets, and one result file each."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from lejepa_proofs.learning import documents
from lejepa_proofs.learning.config import Frozen
from lejepa_proofs.learning.control.curve import CurveConfig, CurvePoint, curve
from lejepa_proofs.learning.control.score import PlanConfig

PRESETS = ("smoke", "cpu", "paper")


class CurveResult(Frozen):
    """A family of encoders and the score of each."""

    schema_version: Literal["lejepa-proofs/control/1"] = "lejepa-proofs/control/1"
    config: CurveConfig
    points: tuple[CurvePoint, ...]


def preset(name: str) -> tuple[CurveConfig, ...]:
    """The curves of a preset; both families.

    ``smoke``: seconds. ``cpu``: 30 start–goal pairs, as published, in two and four dimensions;
    a minute or two. ``paper``: 300 pairs. Raises ``ValueError`` for another name.
    """
    families: tuple[Literal["spiral", "blend"], ...] = ("spiral", "blend")
    if name == "smoke":
        small = PlanConfig(pairs=6, waypoints=20, horizon=3, draws=2, transitions=100)
        return tuple(
            CurveConfig(family=each, levels=(1.0, 0.8, 0.4), points=500, plan=small)
            for each in families
        )
    if name == "cpu":
        flat = [CurveConfig(family=each) for each in families]
        four = PlanConfig(horizon=3)
        return (*flat, CurveConfig(dimension=4, plan=four))
    if name == "paper":
        many = PlanConfig(pairs=300, draws=8)
        return tuple(
            CurveConfig(family=each, points=100_000, plan=many, seed=seed)
            for seed in range(3)
            for each in families
        )
    raise ValueError(f"no preset {name!r}; choose from {', '.join(PRESETS)}")


def result_path(folder: Path, config: CurveConfig) -> Path:
    """``folder/control/DIGEST.json``."""
    return folder / "control" / f"{documents.digest(config)}.json"


def run(config: CurveConfig, folder: Path) -> CurveResult:
    """Compute the curve and write its result, or read it when it is there.

    Raises :class:`~lejepa_proofs.errors.LejepaError` for a damaged result.
    """
    path = result_path(folder, config)
    if path.exists():
        return documents.read(path, CurveResult)
    result = CurveResult(config=config, points=curve(config))
    documents.write(path, result)
    return result
