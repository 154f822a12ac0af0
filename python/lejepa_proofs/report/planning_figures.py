"""Figures of planning: cost against R² with confidence bands, and strips of film."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from lejepa_proofs.files import write_atomically
from lejepa_proofs.learning.control.bands import Band
from lejepa_proofs.learning.control.results import CurveResult
from lejepa_proofs.learning.control.score import PlanScore
from lejepa_proofs.learning.pixels.reacher import Frames

Measure = Callable[[PlanScore], Band]

PANELS: tuple[tuple[str, Measure], ...] = (
    ("path over chord", lambda score: score.straight),
    ("regret, goal cost", lambda score: score.regret_goal),
    ("regret, invariant cost", lambda score: score.regret_invariant),
    ("excess cost of the regulator", lambda score: score.regulator_excess),
)


def save(figure: Figure, path: Path) -> None:
    """Write the figure in the format of the file's ending, whole or not at all."""
    buffer = io.BytesIO()
    kind = path.suffix.lstrip(".") or "svg"
    # without a date, the same results give the same bytes
    about = {"Date": None} if kind == "svg" else {}
    figure.savefig(buffer, format=kind, metadata=about, dpi=150)
    write_atomically(path, buffer.getvalue())


def _panel(axes: Axes, results: Sequence[CurveResult], title: str, measure: Measure) -> None:
    for result in results:
        bands = [measure(point.score) for point in result.points]
        r2 = [point.score.r2 for point in result.points]
        config = result.config
        label = f"{config.family}, n = {config.dimension}, seed {config.seed}"
        (line,) = axes.plot(r2, [band.mean for band in bands], marker="o", ms=3, label=label)
        axes.fill_between(
            r2,
            [band.lower for band in bands],
            [band.upper for band in bands],
            color=line.get_color(),
            alpha=0.2,
            linewidth=0,
        )
    axes.set_xlabel("held-out R², code to latent")
    axes.set_title(title, fontsize=10)
    axes.invert_xaxis()


def cost_curves(results: Sequence[CurveResult]) -> Figure:
    """One panel a measure, one line a family; raises ``ValueError`` without results."""
    if not results:
        raise ValueError("no curves to draw; run `lejepa-proofs control` first")
    figure = Figure(figsize=(11, 6.5), layout="constrained")
    grid = figure.subplots(2, 2)
    for axes, (title, measure) in zip(grid.flat, PANELS, strict=True):
        _panel(axes, results, title, measure)
    floor = results[0].points[0].score.straight_true
    grid.flat[0].axhline(floor.mean, color="0.5", linestyle=":", linewidth=1)
    grid.flat[0].set_yscale("log")
    grid.flat[0].legend(fontsize=8)
    plan = results[0].config.plan
    figure.suptitle(
        f"Cost of planning in a code, {plan.pairs} start–goal pairs; bands: {plan.level:.0%} "
        "bootstrap, pointwise; dotted: retrieval from the true latent",
        fontsize=10,
    )
    return figure


def film_strip(rows: Sequence[tuple[str, Frames]]) -> Figure:
    """Rows of pictures ``(pictures, side, side, 3)`` with a name each, start to goal.

    Raises ``ValueError`` without rows, or for rows of different lengths.
    """
    if len({len(pictures) for _, pictures in rows}) != 1:
        raise ValueError("a film strip needs rows of one length")
    count = len(rows[0][1])
    figure = Figure(figsize=(1.0 * count + 1.6, 1.05 * len(rows) + 0.3), layout="constrained")
    grid = np.atleast_2d(figure.subplots(len(rows), count))
    for line, (name, pictures) in zip(grid, rows, strict=True):
        for axes, picture in zip(line, pictures, strict=True):
            axes.imshow(picture)
            axes.set_xticks([])
            axes.set_yticks([])
        line[0].set_ylabel(name, rotation=0, ha="right", va="center", fontsize=8)
    grid[0, 0].set_title("start", fontsize=8)
    grid[0, -1].set_title("goal", fontsize=8)
    return figure
