"""Tables of planning results for the terminal."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.console import Group
from rich.table import Table
from rich.text import Text

from lejepa_proofs.learning.config import RunConfig
from lejepa_proofs.learning.control.bands import Band
from lejepa_proofs.learning.control.results import CurveResult
from lejepa_proofs.learning.control.trained import TrainedResult
from lejepa_proofs.learning.pixels.results import PixelResult


def band_text(band: Band) -> str:
    """The mean and its interval."""
    return f"{band.mean:.3f} [{band.lower:.3f}, {band.upper:.3f}]"


def curve_table(results: Sequence[CurveResult]) -> Table:
    """One row an encoder."""
    table = Table(title="Cost of planning in a code", title_justify="left")
    for name in ("encoder", "R²", "path/chord", "regret, goal", "regret, ‖ẑ‖²", "regulator"):
        left = name == "encoder"
        table.add_column(name, justify="left" if left else "right")
    for result in results:
        for point in result.points:
            found = point.score
            table.add_row(
                f"{result.config.family} {point.level:g}, n = {result.config.dimension}",
                f"{found.r2:.4f}",
                band_text(found.straight),
                band_text(found.regret_goal),
                band_text(found.regret_invariant),
                band_text(found.regulator_excess),
            )
        table.add_section()
    return table


def trained_name(run: RunConfig, full: int) -> str:
    """The mixing, the objective, and the seed, or after how many steps the run was cut short."""
    end = f"cut at {run.steps}" if run.steps < full else f"seed {run.seed}"
    return f"{run.mixing.kind} {run.objective.kind} {end}"


def trained_table(results: Sequence[TrainedResult]) -> Table:
    """One row a training run; of pairs lost, the plan costs visibly more than the best one."""
    table = Table(title="Cost of planning in the codes of trained encoders", title_justify="left")
    for name in (
        "run",
        "R²",
        "path/chord",
        "regret, goal",
        "pairs lost",
        "regret, ‖ẑ‖²",
        "regulator",
    ):
        left = name == "run"
        table.add_column(name, justify="left" if left else "right")
    for result in results:
        for run, found in result.scored():
            table.add_row(
                trained_name(run, result.config.full),
                f"{found.r2:.4f}",
                band_text(found.straight),
                band_text(found.regret_goal),
                f"{found.lost_goal} of {found.regret_goal.n}",
                band_text(found.regret_invariant),
                band_text(found.regulator_excess),
            )
        table.add_section()
    return table


def first_of_each_world(results: Iterable[PixelResult]) -> list[PixelResult]:
    """One result for each kind of world, the first: hypotheses are the same for all of a kind."""
    found: dict[str, PixelResult] = {}
    for result in results:
        found.setdefault(result.config.frames.world.kind, result)
    return list(found.values())


def pixel_table(results: Sequence[PixelResult]) -> Group:
    """One row a run, then which hypotheses of the theorems each world satisfies."""
    table = Table(title="Codes of frames", title_justify="left")
    for name in (
        "world",
        "R² own",
        "R² OU angles",
        "ceiling",
        "alignment (floor)",
        "SIGReg (floor)",
        "path/chord (true)",
        "regret, goal",
    ):
        table.add_column(name, justify="left" if name == "world" else "right")
    for result in results:
        losses, plan = result.losses, result.plan
        table.add_row(
            f"{result.config.frames.world.name}, seed {result.config.seed}",
            f"{result.own.angles:.3f}",
            f"{result.common.turned:.3f}",
            f"{result.ceiling:.4f}",
            f"{losses.alignment:.3f} ({_number(losses.alignment_floor)})",
            f"{losses.regulariser:.2f} ({_number(losses.sigreg_floor)})",
            f"{band_text(plan.straight)} ({plan.straight_true.mean:.3f})",
            band_text(plan.regret_goal),
        )
    notes = Text()
    for result in first_of_each_world(results):
        notes.append(f"\nHypotheses of the theorems, {result.config.frames.world.name}\n")
        for each in result.hypotheses:
            holds = "holds" if each.holds else "fails"
            notes.append(f"  {holds}  Theorem {each.theorem}: {each.hypothesis}: {each.why}\n")
    return Group(table, notes)


def _number(x: float | None) -> str:
    return "none" if x is None else f"{x:.2f}"
