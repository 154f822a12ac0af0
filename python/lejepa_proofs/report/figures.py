"""The paper's figures, drawn from results. Intervals are drawn where a result has them."""

from __future__ import annotations

import math
import textwrap
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import matplotlib
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from lejepa_proofs.errors import LejepaError
from lejepa_proofs.learning.results import Measure, Metrics, Result
from lejepa_proofs.report.training_table import NAME, provenance

INK = {"sigreg": "#1b6ca8", "vicreg": "#d1495b", "infonce": "#7a7a7a"}
MARK = {"2d": "o", "scaling": "s", "gennorm": "D", "grid": "^"}
TERMS = ("error", "bound")
STYLE: Any = {
    "svg.hashsalt": "lejepa-proofs",
    "svg.fonttype": "none",
    "font.family": "sans-serif",
    "font.size": 9,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.grid": True,
    "grid.alpha": 0.25,
    "legend.frameon": False,
}


def draw(experiment: str, results: Sequence[Result], path: Path) -> None:
    """Draw the figure of an experiment into ``path``; the ending says the format.

    Raises
    ------
    LejepaError
        An unknown format, or a place that cannot be written to.
    """
    painters: dict[str, Callable[[Figure, list[Result]], None]] = {
        "2d": _planar,
        "scaling": _scaling,
        "gennorm": _gennorm,
        "grid": _grid,
        "bound": _bound,
    }
    with matplotlib.rc_context(STYLE):
        figure = Figure(layout="constrained")
        painters[experiment](figure, [r for r in results if r.outcome.metrics is not None])
        caption = textwrap.fill(provenance(results), int(22 * figure.get_figwidth()))
        figure.supxlabel(caption, fontsize=6, color="#777777", x=0.01, ha="left")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            dated = path.suffix in (".svg", ".pdf")
            key = "Date" if path.suffix == ".svg" else "CreationDate"
            figure.savefig(path, dpi=160, metadata={key: None} if dated else None)
        except (OSError, ValueError) as error:
            raise LejepaError(f"cannot draw {path}: {error}; try another .svg or .png") from None


def _metrics(result: Result) -> Metrics:
    found = result.outcome.metrics
    if found is None:
        raise LejepaError(f"run {result.config.digest} diverged; there is nothing to draw")
    return found


def _kinds(results: Iterable[Result]) -> list[str]:
    present = {r.config.objective.kind for r in results}
    return [kind for kind in INK if kind in present]


def _missed(measure: Measure) -> float:
    return max(1 - measure.estimate, 1e-9)


def _planar(figure: Figure, results: list[Result]) -> None:
    """Latent grid, observations and representations, a row a mixing; R² over each picture."""
    mixings = list(dict.fromkeys(r.config.mixing.kind for r in results))
    kinds = _kinds(results)
    figure.set_size_inches(2.1 * (1 + len(kinds)), 2.1 * len(mixings))
    axes = figure.subplots(len(mixings), 1 + len(kinds), squeeze=False)
    for row, mixing in zip(axes, mixings, strict=True):
        for axis in row:
            axis.set(aspect="equal")
            axis.set_axis_off()
        for column, kind in enumerate(kinds, start=1):
            runs = [
                r
                for r in results
                if (r.config.mixing.kind, r.config.objective.kind) == (mixing, kind)
            ]
            if not runs or runs[0].outcome.picture is None:
                continue
            shown = runs[0].outcome.picture
            _net(row[0], shown.observed, "#333333")
            row[0].set_title(f"{mixing}: observations", fontsize=8)
            _net(row[column], shown.code, INK[kind])
            worst = min(_metrics(r).r2_latents.estimate for r in runs)
            least = " (least of seeds)" if len(runs) > 1 else ""
            row[column].set_title(f"{NAME[kind]}: R² {worst:.5f}{least}", fontsize=8)


def _net(axis: Any, points: Sequence[tuple[float, float]], colour: str) -> None:
    """Every third line of the grid; those of constant z₁ are paler."""
    side = math.isqrt(len(points))
    for k in range(0, side, 3):
        for line, strength in ((points[k * side : (k + 1) * side], 1.0), (points[k::side], 0.45)):
            axis.plot(*zip(*line, strict=True), color=colour, linewidth=0.9, alpha=strength)


def _scaling(figure: Figure, results: list[Result]) -> None:
    figure.set_size_inches(6.5, 3.6)
    axis = figure.subplots()
    for kind in _kinds(results):
        runs = [r for r in results if r.config.objective.kind == kind]
        _by(axis, runs, lambda r: r.config.dimension, INK[kind], NAME[kind])
    axis.set(xscale="log", yscale="log", xlabel="dimension N", ylabel="1 − R²(h → z), held out")
    places = sorted({r.config.dimension for r in results})
    axis.set_xticks(places, [str(n) for n in places])
    axis.minorticks_off()
    axis.axhline(1e-3, color="black", linewidth=0.8, linestyle=":")
    seen = [(r.config.dimension, _metrics(r).r2_observations) for r in results]
    axis.plot(*zip(*((n, _missed(m)) for n, m in seen), strict=True), "k_", label="x → z")
    figure.legend(loc="outside right upper", fontsize=8)


def _by(
    axis: Any, runs: Sequence[Result], where: Callable[[Result], float], ink: str, label: str
) -> None:
    """Every run a dot, the medians joined."""
    places = sorted({where(r) for r in runs})
    for r in runs:
        axis.plot(where(r), _missed(_metrics(r).r2_latents), ".", color=ink, alpha=0.5)
    medians = []
    for place in places:
        values = sorted(_missed(_metrics(r).r2_latents) for r in runs if where(r) == place)
        medians.append(values[len(values) // 2])
    axis.plot(places, medians, color=ink, label=label)


def _gennorm(figure: Figure, results: list[Result]) -> None:
    figure.set_size_inches(6.5, 3.6)
    axis = figure.subplots()
    labels = {
        "gennorm-published": ("#d1495b", "published pair (not stationary)"),
        "gennorm": ("#1b6ca8", "stationary pair"),
    }
    for kind, (ink, label) in labels.items():
        runs = [r for r in results if r.config.world.kind == kind]
        if not runs:
            continue
        _by(axis, runs, lambda r: r.config.world.alpha or 0, ink, label)
    axis.axvline(2, color="black", linewidth=0.8, linestyle=":")
    axis.set(
        xscale="log",
        yscale="log",
        xlabel="shape α of the latents (2 is Gaussian)",
        ylabel="1 − R²(h → z), held out",
    )
    shapes = sorted({r.config.world.alpha for r in results if r.config.world.alpha is not None})
    axis.set_xticks(shapes, [f"{shape:g}" for shape in shapes])
    axis.minorticks_off()
    figure.legend(loc="outside right upper", fontsize=8)


def _grid(figure: Figure, results: list[Result]) -> None:
    figure.set_size_inches(6.5, 3.6)
    axis = figure.subplots()
    weights = sorted({r.config.objective.weight for r in results})
    rhos = sorted({r.config.world.rho for r in results})
    table = [[math.nan] * len(rhos) for _ in weights]
    for r in results:
        row, column = weights.index(r.config.objective.weight), rhos.index(r.config.world.rho)
        table[row][column] = value = _metrics(r).r2_latents.estimate
        axis.text(column, row, f"{value:.3f}", ha="center", va="center", fontsize=7)
    axis.imshow(table, origin="lower", aspect="auto", cmap="Blues", vmin=0, vmax=1.4)
    axis.grid(False)
    axis.set_xticks(range(len(rhos)), [f"{rho:g}" for rho in rhos])
    axis.set_yticks(range(len(weights)), [f"{weight:g}" for weight in weights])
    axis.set(xlabel="ρ", ylabel="λ", title="R²(h → z), held out, spiral")


def _bound(figure: Figure, results: list[Result]) -> None:
    figure.set_size_inches(6, 4.2)
    axis = figure.subplots()
    shown = [(r.config, m) for r in results if (m := _metrics(r).theorem3) is not None]
    for config, m in shown:
        axis.errorbar(
            m.error.estimate,
            m.bound.estimate,
            xerr=_bar(m.error),
            yerr=_bar(m.bound),
            fmt=MARK[config.experiment],
            color=INK[config.objective.kind],
            markersize=3.5,
            linewidth=0.6,
            alpha=0.8,
        )
    axis.set(xscale="log", yscale="log", xlabel="error E‖h − E h − Qz‖²", ylabel="D + (ε + D)²")
    errors, bounds = ([max(getattr(m, name).estimate, 1e-9) for _, m in shown] for name in TERMS)
    axis.set_xlim(min(errors) / 2, max(errors) * 2)
    axis.set_ylim(min(min(bounds), min(errors)) / 2, max(bounds) * 2)
    ends = [min(errors) / 2, max(errors) * 2]
    axis.plot(ends, ends, color="black", linewidth=0.8)
    axis.fill_between(ends, ends, axis.get_ylim()[0], color="black", alpha=0.06, linewidth=0)
    experiments = {config.experiment: MARK[config.experiment] for config, _ in shown}
    handles = [Line2D([], [], color="black", marker=m, linestyle="") for m in experiments.values()]
    kinds = _kinds(results)
    handles += [Line2D([], [], color=INK[kind], marker="o", linestyle="") for kind in kinds]
    handles.append(Line2D([], [], color="black", linewidth=0.8))
    labels = [*experiments, *(NAME[kind] for kind in kinds), "error = bound"]
    figure.legend(handles, labels, loc="outside right upper", fontsize=8)


def _bar(measure: Measure) -> list[list[float]]:
    low = measure.estimate if measure.lower is None else measure.lower
    high = measure.estimate if measure.upper is None else measure.upper
    return [[max(measure.estimate - low, 0)], [max(high - measure.estimate, 0)]]
