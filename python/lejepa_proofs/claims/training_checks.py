"""The checks on trained encoders: conclusions of the theorems on recorded runs.

The runs are the committed results of the ``cpu`` preset, with intervals from evaluation pairs that
neither training nor fitting saw. A missing or diverged run is an error: none is left out.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from functools import lru_cache

from flint import arb

from lejepa_proofs.claims.model import Context
from lejepa_proofs.learning.experiments import runs
from lejepa_proofs.learning.results import COMMITTED, Measure, Metrics, Result, Theorem3, existing
from lejepa_proofs.numerics.enclosure import ball, hull, working_precision
from lejepa_proofs.numerics.verdict import Method, Relation, Tally

PRESET = "cpu"
BITS = 128
NO_END = 2**10
"""Stands for the end an interval does not have: far beyond every R² and gap that is measured, and
near enough for a ball, whose radius has 30 bits, to keep its other end."""

ALPHA = 1e-6
"""The evaluation's 1e-9 an interval end, at most four ends a run, at most 250 runs."""


@lru_cache
def recorded(experiment: str, kind: str | None = None) -> tuple[Result, ...]:
    """Every run of the experiment, with this objective if one is given, in the order of its list.

    Raises ``ValueError`` when one is missing.
    """
    every = runs(experiment, PRESET)
    configs = [config for config in every if kind in (None, config.objective.kind)]
    found = existing(COMMITTED, configs)
    missing = [config.label for config in configs if config.digest not in found]
    if missing:
        raise ValueError(
            f"{len(missing)} of {len(configs)} recorded runs of {experiment} are missing, "
            f"{missing[0]} first; train them with `lejepa-proofs train {experiment}` and copy them "
            f"to {COMMITTED}"
        )
    return tuple(found.values())


def metrics(result: Result) -> Metrics:
    """The run's metrics; raises ``ValueError`` when it diverged."""
    if result.outcome.metrics is None:
        raise ValueError(f"{result.config.label} diverged: it has no metrics")
    return result.outcome.metrics


def theorem3(result: Result) -> Theorem3:
    """The terms of Theorem 3; raises ``ValueError`` outside Gaussian worlds."""
    found = metrics(result).theorem3
    if found is None:
        raise ValueError(f"{result.config.label}: Theorem 3 is about Gaussian worlds")
    return found


def interval(measure: Measure) -> arb:
    """The interval as a ball."""
    low = Fraction(-NO_END if measure.lower is None else measure.lower)
    high = Fraction(NO_END if measure.upper is None else measure.upper)
    return hull(low, high)


def _tally(relation: Relation) -> Tally:
    return Tally(relation, Method.STATISTICAL, alpha=ALPHA)


Score = Callable[[Metrics], Measure]


def latents(found: Metrics) -> Measure:
    """R² of h → z."""
    return found.r2_latents


def codes(found: Metrics) -> Measure:
    """R² of z → h."""
    return found.r2_codes


def observations(found: Metrics) -> Measure:
    """R² of x → z."""
    return found.r2_observations


def recovery(
    ctx: Context,
    experiment: str,
    least: Fraction,
    kind: str = "sigreg",
    score: Score = latents,
) -> Tally:
    """R² − ``least`` for every run of the experiment with this objective."""
    del ctx
    tally = _tally(Relation.POSITIVE)
    with working_precision(BITS):
        for result in recorded(experiment, kind):
            measure = score(metrics(result))
            pairs = result.config.points
            tally.add(interval(measure) - ball(least), result.config.label, n=pairs)
    return tally


def as_trained(ctx: Context, experiment: str, most: Fraction) -> Tally:
    """``most`` minus the probability that the encoder measured is not the trained one."""
    del ctx
    tally = _tally(Relation.POSITIVE)
    with working_precision(BITS):
        for result in recorded(experiment, "sigreg"):
            slack = ball(most) - interval(theorem3(result).apart)
            tally.add(slack, result.config.label, n=result.config.points)
    return tally


def orthogonality(ctx: Context, least: Fraction) -> Tally:
    """``least`` · N minus E‖h − E h − Qz‖², scaling runs with SIGReg; Q is orthogonal."""
    del ctx
    tally = _tally(Relation.POSITIVE)
    with working_precision(BITS):
        for result in recorded("scaling", "sigreg"):
            slack = ball(least * result.config.dimension) - interval(theorem3(result).error)
            tally.add(slack, result.config.label, n=result.config.points)
    return tally


def peak(
    ctx: Context,
    kinds: tuple[str, ...] = ("gennorm", "gennorm-published"),
    best: float = 2.0,
) -> Tally:
    """Least R² at the shape ``best`` minus the R² of each run at another shape.

    The subtraction of intervals is that of their worst cases.
    """
    del ctx
    tally = _tally(Relation.POSITIVE)
    with working_precision(BITS):
        for kind in kinds:
            sweep = [r for r in recorded("gennorm") if r.config.world.kind == kind]
            top = [r for r in sweep if r.config.world.alpha == best]
            for result in (r for r in sweep if r.config.world.alpha != best):
                for other in top:
                    slack = interval(metrics(other).r2_latents) - interval(
                        metrics(result).r2_latents
                    )
                    tally.add(slack, result.config.label, n=result.config.points)
    return tally


def nonlinear_wins(ctx: Context, kind: str = "laplace") -> Tally:
    """Minus the gap L(f) − 2(1−ρ) tr Cov f of the whitened encoder f; it is 0 for linear ones.

    In a Gaussian world the gap is δ, whose interval is narrower.
    """
    del ctx
    tally = _tally(Relation.POSITIVE)
    with working_precision(BITS):
        for result in recorded("gennorm"):
            if result.config.world.kind == kind:
                found = metrics(result)
                gap = found.gap if found.theorem3 is None else found.theorem3.delta
                tally.add(-interval(gap), result.config.label, n=result.config.points)
    return tally


Bound = Callable[[Theorem3, float], arb]


def theorem_bound(found: Theorem3, r: float) -> arb:
    """``D + (ε + D)²``, from the recorded interval."""
    del r
    return interval(found.bound)


def square_alone(found: Theorem3, r: float) -> arb:
    """``(ε + D)²``."""
    del r
    return (interval(found.epsilon) + interval(found.deficit)) ** 2


def gap_without_r(found: Theorem3, r: float) -> arb:
    """The bound with ``D = δ/2(1−r)``."""
    d = interval(found.deficit) * ball(Fraction(r))
    return d + (interval(found.epsilon) + d) ** 2


def twice(found: Theorem3, r: float) -> arb:
    """Twice the bound."""
    return 2 * theorem_bound(found, r)


def bound_holds(ctx: Context, formula: Bound = theorem_bound, offset: bool = False) -> Tally:
    """The bound minus the error of every run in a Gaussian world, none left out.

    With ``offset`` the error is not centred: ‖E h‖² is added to it.
    """
    del ctx
    tally = _tally(Relation.NONNEGATIVE)
    with working_precision(BITS):
        for result in recorded("bound"):
            found = theorem3(result)
            error = interval(found.error)
            if offset:
                error += interval(metrics(result).offset) ** 2
            slack = formula(found, result.config.world.correlation) - error
            tally.add(slack, result.config.label, n=result.config.points)
    return tally
