"""Checks of Theorem 4 on trained encoders: how often a plan chosen in their code is worse.

The encoders and the counts are those of the committed results of ``control``, preset ``cpu``. A
missing or diverged run is an error: none is left out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from functools import lru_cache

from lejepa_proofs.claims.model import Context
from lejepa_proofs.learning import documents
from lejepa_proofs.learning.config import RunConfig
from lejepa_proofs.learning.control import trained
from lejepa_proofs.learning.control.results import result_path
from lejepa_proofs.learning.control.score import PlanScore
from lejepa_proofs.learning.control.trained import TrainedResult
from lejepa_proofs.learning.results import COMMITTED
from lejepa_proofs.numerics.enclosure import ball, working_precision
from lejepa_proofs.numerics.estimators import clopper_pearson
from lejepa_proofs.numerics.verdict import Method, Relation, Tally

PRESET = "cpu"
BITS = 128
ALPHA = 1e-8
"""Of each interval; 40 runs stay below 1e-6 together."""

MOST = Fraction(1, 4)
"""A plan chosen in the code of a trained encoder costs visibly more, by more than 1 % of the range
of the costs, with less than this probability. Of 200 pairs, 17 such plans at most confirm it and
88 at least refute it: one run that loses three pairs in five refutes with probability
1 − 10⁻⁶."""

Lost = Callable[[PlanScore], int]


def lost_goals(found: PlanScore) -> int:
    """Pairs on which the plan for ‖ẑ − ĝ‖² costs visibly more."""
    return found.lost_goal


def lost_norms(found: PlanScore) -> int:
    """Pairs on which the plan for ‖ẑ‖² costs visibly more."""
    return found.lost_invariant


@lru_cache
def recorded() -> tuple[TrainedResult, ...]:
    """Every curve of the preset; raises ``ValueError`` when one is missing."""
    found = []
    for config in trained.preset(PRESET):
        result = documents.find(result_path(config), (COMMITTED,), TrainedResult)
        if result is None:
            raise ValueError(
                f"the recorded curve of the {config.mixing} is missing from {COMMITTED}; make it "
                "with `lejepa-proofs control` and copy it there"
            )
        found.append(result)
    return tuple(found)


def _runs(cut: int | None) -> Iterator[tuple[RunConfig, PlanScore]]:
    for result in recorded():
        wanted = result.config.full if cut is None else cut
        for run, point in zip(result.config.runs, result.points, strict=True):
            if (run.objective.kind, run.steps) == ("sigreg", wanted):
                if point.score is None:
                    raise ValueError(f"{run.label} diverged: it has no score")
                yield run, point.score


def trained_plans(ctx: Context, lost: Lost, cut: int | None = None, most: Fraction = MOST) -> Tally:
    """``most`` minus P(the plan chosen in the code costs visibly more), Clopper–Pearson.

    One interval for each recorded run with SIGReg: those with all steps, or those that were cut
    short after ``cut``. Start–goal pairs are drawn from 10⁴ fixed latents.
    """
    del ctx
    tally = Tally(Relation.POSITIVE, Method.STATISTICAL, alpha=ALPHA)
    with working_precision(BITS):
        for run, found in _runs(cut):
            pairs, worse = found.regret_goal.n, lost(found)
            interval = clopper_pearson(worse, pairs, ALPHA)
            where = f"{run.label}: {worse} of {pairs} plans, R² = {found.r2:.5f}"
            tally.add(ball(most) - interval.ball(), where, n=pairs)
    return tally
