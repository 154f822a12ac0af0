"""Figures of planning: cost against R² with confidence bands, and strips of film."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from itertools import cycle
from pathlib import Path

import matplotlib
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from lejepa_proofs.errors import LejepaError
from lejepa_proofs.files import write_atomically
from lejepa_proofs.learning.control.bands import Band
from lejepa_proofs.learning.control.results import CurveResult
from lejepa_proofs.learning.control.score import PlanScore
from lejepa_proofs.learning.control.trained import TrainedResult
from lejepa_proofs.learning.pixels.reacher import Frames

LEAST = 1e-3
"""Where the axis of 1 − R² ends."""
INKS = ("#1b6ca8", "#d1495b", "#2e8b57", "#b8860b", "#6a4c93", "#444444")
MARKS = {"sigreg": "o", "vicreg": "s", "infonce": "^"}
NAMES = {"sigreg": "SIGReg", "vicreg": "VICReg", "infonce": "InfoNCE"}

Measure = Callable[[PlanScore], Band]

PANELS: tuple[tuple[str, Measure], ...] = (
    ("path over chord", lambda score: score.straight),
    ("regret, goal cost", lambda score: score.regret_goal),
    ("regret, invariant cost", lambda score: score.regret_invariant),
    ("excess cost of the regulator", lambda score: score.regulator_excess),
)


def save(figure: Figure, path: Path) -> None:
    """Write the figure in the format of the file's ending, whole or not at all.

    Raises :class:`~lejepa_proofs.errors.LejepaError` for a format that cannot be drawn.
    """
    buffer = io.BytesIO()
    kind = path.suffix.lstrip(".") or "svg"
    # without a date and a random salt, the same results give the same bytes
    about = {"Date": None} if kind == "svg" else {}
    with matplotlib.rc_context({"svg.hashsalt": "lejepa-proofs", "svg.fonttype": "none"}):
        try:
            figure.savefig(buffer, format=kind, metadata=about, dpi=150)
        except ValueError:
            raise LejepaError(f"cannot draw {path}; try another .svg or .png") from None
    write_atomically(path, buffer.getvalue())


def _missed(score: PlanScore) -> float:
    """1 − R², with 10⁻³ for all that is less, and 1 for all that is more."""
    return min(max(1 - score.r2, LEAST), 1.0)


def _curve(axes: Axes, scores: Sequence[PlanScore], measure: Measure, ink: str, name: str) -> None:
    """Means joined in the order of R², with their bands."""
    ordered = sorted(scores, key=_missed)
    bands, where = [measure(each) for each in ordered], [_missed(each) for each in ordered]
    means = [band.mean for band in bands]
    axes.plot(where, means, color=ink, marker=".", ms=4, linewidth=1, label=name)
    lower, upper = [band.lower for band in bands], [band.upper for band in bands]
    axes.fill_between(where, lower, upper, color=ink, alpha=0.18, linewidth=0)


def _formulas(axes: Axes, results: Sequence[CurveResult], measure: Measure) -> None:
    for ink, result in zip(cycle(INKS), results, strict=False):
        scores = [point.score for point in result.points]
        name = f"{result.config.family}, n = {result.config.dimension}"
        _curve(axes, scores, measure, ink, name)


def _trained(axes: Axes, results: Sequence[TrainedResult], measure: Measure) -> None:
    """For each mixing, runs cut short as a curve, and whole runs as points with their bands."""
    for ink, result in zip(cycle(INKS), results, strict=False):
        runs, full = list(result.scored()), result.config.full
        # the whole run that the others cut short comes first among the whole ones
        whole = [score for run, score in runs if run.steps == full]
        cut = [score for run, score in runs if run.steps < full]
        _curve(axes, [*cut, *whole[:1]], measure, ink, f"{result.config.mixing}, cut short")
        for run, score in runs:
            if run.steps == full:
                band, at = measure(score), _missed(score)
                axes.vlines(at, band.lower, band.upper, color=ink, linewidth=1)
                axes.plot(at, band.mean, MARKS[run.objective.kind], color=ink, ms=5, mfc="white")


def _dress(axes: Axes, ideal: float | None) -> None:
    axes.set_xscale("log")
    axes.set_xlim(1.25, LEAST / 1.25)
    ticks = {1.0: "0", 0.5: ".5", 0.2: ".8", 0.1: ".9", 0.05: ".95", 1e-2: ".99", LEAST: "≥.999"}
    axes.set_xticks(list(ticks), list(ticks.values()))
    axes.minorticks_off()
    axes.tick_params(labelsize=7)
    axes.grid(alpha=0.25)
    axes.spines[["top", "right"]].set_visible(False)
    if ideal is None:
        axes.axhline(0, color="0.4", linestyle=":", linewidth=1)
    else:
        axes.set_yscale("log")
        axes.axhline(ideal, color="0.4", linestyle=":", linewidth=1)
        ratios = [1, 2, 4, 8, 16]
        axes.set_yticks(ratios, [f"{each}" for each in ratios])
        axes.minorticks_off()


def cost_curves(curves: Sequence[CurveResult], trained: Sequence[TrainedResult] = ()) -> Figure:
    """One column a measure; a row of encoders degraded by formula, and one of trained encoders.

    Raises ``ValueError`` without results.
    """
    if not curves:
        raise ValueError("no curves to draw; run `lejepa-proofs control` first")
    rows: list[tuple[str, Callable[[Axes, Measure], None]]] = [
        ("degraded by formula", lambda axes, measure: _formulas(axes, curves, measure))
    ]
    if trained:
        rows.append(("trained", lambda axes, measure: _trained(axes, trained, measure)))
    figure = Figure(figsize=(13, 0.7 + 3.2 * len(rows)), layout="constrained")
    grid = figure.subplots(len(rows), len(PANELS), squeeze=False, sharey="col")
    floor = curves[0].points[0].score.straight_true.mean
    for axes, (title, _) in zip(grid[0], PANELS, strict=True):
        axes.set_title(title, fontsize=9)
    for line, (name, draw) in zip(grid, rows, strict=True):
        for axes, (_, measure) in zip(line, PANELS, strict=True):
            draw(axes, measure)
            _dress(axes, floor if axes is line[0] else None)
        line[0].set_ylabel(f"encoders {name}", fontsize=9)
        handles, labels = line[0].get_legend_handles_labels()
        if name == "trained":
            kinds = {run.objective.kind for result in trained for run, _ in result.scored()}
            for kind in (each for each in MARKS if each in kinds):
                mark = MARKS[kind]
                handle = Line2D([], [], color="0.3", marker=mark, ls="none", ms=5, mfc="white")
                handles.append(handle)
                labels.append(f"{NAMES[kind]}, all steps")
        line[-1].legend(
            handles, labels, fontsize=7, frameon=False, loc="upper left", bbox_to_anchor=(1.02, 1)
        )
    figure.supxlabel("held-out R², code to latent", fontsize=9)
    plan = curves[0].config.plan
    figure.suptitle(
        f"Cost of planning in a code: means over {plan.pairs} start–goal pairs, "
        f"{plan.level:.0%} bootstrap bands; dotted: the true latent, n = 2",
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
