"""The mean of SIGReg under the null, and its closed form over the whole line."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from functools import partial

from flint import arb

from lejepa_proofs.claims.model import Check, Claim, Context, Control, Group, Mutant
from lejepa_proofs.numerics.enclosure import ball, working_precision
from lejepa_proofs.numerics.sigreg import (
    KNOTS,
    STEP,
    full_line_by_integration,
    full_line_statistic,
    gauss,
    null_mean,
    null_mean_expanded,
    statistic,
    statistic_by_pairs,
)
from lejepa_proofs.numerics.verdict import Method, Relation, Tally

BITS = 160
RESOLUTION = 2.0**-60
"""For balls of 160 bits: sums of a few hundred terms below 2^10 and integrals to full precision,
with a tail below 2^-140, leave a radius below 2^-90. The smallest planted effect, an end knot of
full weight, is 0.002 > 2^-9."""

Null = Callable[[int], arb]


def weighted_mean(n: int) -> arb:
    """Σ_k w_k (1 − e^{−t_k²})."""
    del n
    return null_mean()


def without_factor(n: int) -> arb:
    """The factor n dropped."""
    return null_mean() / n


def full_end_knot(n: int) -> arb:
    """The knot t = 3 at full weight: 0.2 % more."""
    del n
    end = ball(KNOTS[-1])
    return null_mean() + ball(STEP) * gauss(end) * (1 - (-(end**2)).exp())


def wrong_target(n: int) -> arb:
    """Σ_k w_k (1 − e^{−t_k²/2}): the characteristic function not squared."""
    del n
    return null_mean() + sum(
        (
            ball(STEP * (1 if t in (KNOTS[0], KNOTS[-1]) else 2))
            * gauss(ball(t))
            * (gauss(ball(t)) ** 2 - gauss(ball(t)))
            for t in KNOTS
        ),
        arb(0),
    )


def mean_under_null(
    ctx: Context, claimed: Null = weighted_mean, sizes: tuple[int, ...] = (1, 2, 7, 512)
) -> Tally:
    """E T by the double sum with integrated cosines, segment by segment, against the weights."""
    del ctx
    tally = Tally(Relation.ZERO, Method.ENCLOSURE, resolution=RESOLUTION)
    with working_precision(BITS):
        for n in sizes:
            tally.add(null_mean_expanded(n) - claimed(n), f"n = {n}")
    return tally


def _samples(ctx: Context) -> list[list[Fraction]]:
    drawn = [[Fraction(ctx.random.randint(-60, 60), 20) for _ in range(n)] for n in (2, 3, 5, 8)]
    return [[Fraction(0)], [Fraction(3)], [Fraction(1), Fraction(-1)], [Fraction(1, 2)] * 4, *drawn]


def knots_on_samples(ctx: Context, scale: int = 1) -> Tally:
    """T at the knots against the double sum over samples, segment by segment."""
    tally = Tally(Relation.ZERO, Method.ENCLOSURE, resolution=RESOLUTION)
    with working_precision(BITS):
        for samples in _samples(ctx):
            value = scale * statistic(samples)
            tally.add(value - statistic_by_pairs(samples), f"samples {samples}")
    return tally


Closed = Callable[[list[Fraction]], arb]


def closed_form(samples: list[Fraction]) -> arb:
    """The formula with √(2π), 2√π and √(2π/3)."""
    return full_line_statistic(samples)


def mean_form(samples: list[Fraction]) -> arb:
    """The formula without the factor n."""
    return full_line_statistic(samples) / len(samples)


def wrong_constant(samples: list[Fraction]) -> arb:
    """The formula with √(2π/2) for √(2π/3)."""
    third = (2 * arb.pi() / 3).sqrt()
    return full_line_statistic(samples) + len(samples) * (arb.pi().sqrt() - third)


def full_line(ctx: Context, formula: Closed = closed_form) -> Tally:
    """The closed form on rational samples against the integral of the definition, in balls."""
    tally = Tally(Relation.ZERO, Method.ENCLOSURE, resolution=RESOLUTION)
    with working_precision(BITS):
        for samples in _samples(ctx):
            value = formula(samples) - full_line_by_integration(samples)
            tally.add(value, f"samples {samples}")
    return tally


SIGREG: tuple[Claim, ...] = (
    Claim(
        id="sigreg-null-mean",
        group=Group.BACKGROUND,
        sentence="SIGReg of Gaussian samples has a mean that does not depend on their number.",
        source="Experiments, SIGReg",
        statement="T = n Σ_k w_k |φ̂(t_k) − e^{−t_k²/2}|², t_k = 3k/16 for k = 0…16, "
        "w_k = (3/8) e^{−t_k²/2}, halved at both ends: for independent N(0,1) samples "
        "E T = Σ_k w_k (1 − e^{−t_k²}). Over the whole line T = n[√(2π) mean_ij "
        "e^{−(x_i−x_j)²/2} − 2√π mean_i e^{−x_i²/4} + √(2π/3)].",
        checks=(
            Check(
                id="null-mean",
                title="weights and knots against the expected double sum",
                rung=Method.ENCLOSURE,
                run=mean_under_null,
            ),
            Check(
                id="samples",
                title="the statistic on samples, by sines and cosines and by pairs",
                rung=Method.ENCLOSURE,
                run=knots_on_samples,
            ),
            Check(
                id="full-line",
                title="the closed form against the integral of the definition",
                rung=Method.ENCLOSURE,
                run=full_line,
            ),
        ),
        mutants=(
            Mutant(
                id="no-factor",
                statement="E T = (1/n) Σ_k w_k (1 − e^{−t_k²})",
                check="null-mean",
                run=partial(mean_under_null, claimed=without_factor),
            ),
            Mutant(
                id="full-end-knot",
                statement="the last knot has the weight of an inner one",
                check="null-mean",
                run=partial(mean_under_null, claimed=full_end_knot),
            ),
            Mutant(
                id="unsquared",
                statement="E T = Σ_k w_k (1 − e^{−t_k²/2})",
                check="null-mean",
                run=partial(mean_under_null, claimed=wrong_target),
            ),
            Mutant(
                id="half-line",
                statement="the weights count one half of the line",
                check="samples",
                run=partial(knots_on_samples, scale=2),
            ),
            Mutant(
                id="no-factor-full-line",
                statement="the closed form without the factor n",
                check="full-line",
                run=partial(full_line, formula=mean_form),
            ),
            Mutant(
                id="wrong-constant",
                statement="√π for √(2π/3)",
                check="full-line",
                run=partial(full_line, formula=wrong_constant),
            ),
        ),
        controls=(
            Control(
                id="one-sample",
                statement="with n = 1 the factor n makes no difference",
                check="null-mean",
                run=partial(mean_under_null, claimed=without_factor, sizes=(1,)),
            ),
        ),
    ),
)
