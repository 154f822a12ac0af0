"""What the README says of planning and of pixels, from the recorded results."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from lejepa_proofs.learning import documents
from lejepa_proofs.learning.control import results, trained
from lejepa_proofs.learning.control.score import PlanScore
from lejepa_proofs.learning.control.trained import TrainedResult
from lejepa_proofs.learning.pixels import config as pixels
from lejepa_proofs.learning.pixels.results import PixelResult, existing
from lejepa_proofs.learning.results import COMMITTED
from lejepa_proofs.report.planning_tables import band_text, first_of_each_world, trained_name

PRESET = "cpu"
MARKS = ("<!-- planning: made by `make readme` -->", "<!-- end of planning -->")

CURVES = "docs/planning.svg"
FILM = "docs/film.png"
"""Figures, as `make figures` draws them."""


def recorded() -> tuple[list[TrainedResult], list[PixelResult]]:
    """The committed results of the preset, those that are there.

    Raises :class:`~lejepa_proofs.errors.LejepaError` when one is damaged.
    """
    curves = [
        documents.find(results.result_path(each), (COMMITTED,), TrainedResult)
        for each in trained.preset(PRESET)
    ]
    runs = [existing(each, (COMMITTED,)) for each in pixels.preset(PRESET)]
    return [x for x in curves if x is not None], [x for x in runs if x is not None]


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    lines = ["| " + " | ".join(heads) + " |", "|---" * len(heads) + "|"]
    return [*lines, *("| " + " | ".join(row) + " |" for row in rows)]


def _chosen(result: TrainedResult) -> list[tuple[str, PlanScore]]:
    """The SIGReg run that loses most, the others' first, and one cut short."""
    full = result.config.full
    scored = list(result.scored())
    whole = [(run, found) for run, found in scored if run.steps == full]
    sigreg = [each for each in whole if each[0].objective.kind == "sigreg"]
    kept = [max(sigreg, key=lambda each: each[1].regret_goal.mean)] if sigreg else []
    kept += [each for each in whole if each[0].objective.kind != "sigreg" and each[0].seed == 0]
    kept += [each for each in scored if each[0].steps == 100]
    return [(trained_name(run, full), found) for run, found in kept]


def planning_section(curves: Sequence[TrainedResult], runs: Sequence[PixelResult]) -> str:
    """Figures, tables and notes, in Markdown; says how many results are missing."""
    lines = [*_control(curves), *_pixels(runs)]
    missing = len(trained.preset(PRESET)) - len(curves) + len(pixels.preset(PRESET)) - len(runs)
    if missing:
        lines += [f"{missing} of these results are missing.", ""]
    return "\n".join(lines) + "\n"


def _control(curves: Sequence[TrainedResult]) -> list[str]:
    if not curves:
        return []
    plan = curves[0].config.plan
    (_, first), *_ = curves[0].scored()
    return [
        f"![Cost of planning against R²]({CURVES})",
        "",
        f"Planning in the codes of encoders that `train 2d` made, {plan.pairs} start–goal pairs, "
        f"means with {plan.level:.0%} bootstrap bands; of the SIGReg seeds the one that plans "
        "worst, and runs cut short after 100 steps. A plan is lost when it costs more than the "
        "best one by over 1 % of the range of all plans. In the true latent, path over chord is "
        f"{first.straight_true.mean:.3f}.",
        "",
        *_table(
            ("run", "R²", "path over chord", "regret, goal cost", "lost", "regret, ‖ẑ‖²"),
            (
                (
                    name,
                    f"{found.r2:.4f}",
                    band_text(found.straight),
                    band_text(found.regret_goal),
                    f"{found.lost_goal}",
                    band_text(found.regret_invariant),
                )
                for result in curves
                for name, found in _chosen(result)
            ),
        ),
        "",
    ]


def _pixels(runs: Sequence[PixelResult]) -> list[str]:
    if not runs:
        return []
    first = runs[0]
    minutes = sum(run.environment.seconds + run.seconds_scoring for run in runs) / 60
    return [
        f"![One plan in each code, decoded by retrieval]({FILM})",
        "",
        f"Codes of frames: {len(runs)} runs of {first.config.steps} steps on "
        f"{first.config.frames.pairs} pairs of frames each, in {minutes:.0f} minutes on "
        f"{first.environment.threads} thread{'s'[: first.environment.threads > 1]} "
        f"({first.environment.machine}); frames drawn by {first.driver}. R² to the joint "
        "angles is held out, on frames of the run's own world and on the same OU angles for all.",
        "",
        *_table(
            ("world", "R², own", "R², OU angles", "ceiling", "path over chord (true)", "regret"),
            (
                (
                    run.config.frames.world.name,
                    f"{run.own.angles:.3f}",
                    f"{run.common.turned:.3f}",
                    f"{run.ceiling:.9f}",
                    f"{band_text(run.plan.straight)} ({run.plan.straight_true.mean:.3f})",
                    band_text(run.plan.regret_goal),
                )
                for run in runs
            ),
        ),
        "",
        *_notes(runs),
    ]


def _notes(runs: Sequence[PixelResult]) -> list[str]:
    """Which hypotheses hold, once for each kind of world."""
    lines: list[str] = []
    for run in first_of_each_world(runs):
        ou = run.config.frames.world.kind == "ou"
        name = "OU angles" if ou else "trajectories of the controller"
        lines += [f"Hypotheses of the theorems, {name}:", ""]
        lines += [
            f"* {'holds' if each.holds else '**fails**'} (Theorem {each.theorem}): "
            f"{each.hypothesis}: {each.why}."
            for each in run.hypotheses
        ]
        lines.append("")
    return lines
