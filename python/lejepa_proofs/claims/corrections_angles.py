"""Frames show angles modulo a turn: the R² that no encoder of frames can pass."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from functools import partial

from flint import arb

from lejepa_proofs.claims.model import Check, Claim, Context, Control, Group, Mutant
from lejepa_proofs.numerics.enclosure import ball, working_precision
from lejepa_proofs.numerics.verdict import Method, Relation, Tally
from lejepa_proofs.numerics.wrapped_normal import ceiling_by_turns, ceiling_by_waves

BITS = 64
RESOLUTION = 2.0**-40
"""For integrals of 64 bits, whose density is at least e^{−5} of its peak at one radian: the radius
stays below 2^−50. The planted variants differ by 0.05 or more."""

Ceiling = Callable[[Fraction], arb]


def unwrapped(s: Fraction) -> arb:
    """1: the Fisher information of N(0, s²) on the line is s^{−2}."""
    del s
    return ball(1)


def information(s: Fraction) -> arb:
    """``∫ f'²/f`` without the factor s²."""
    return ceiling_by_waves(s) / (ball(s) * ball(s))


def two_routes(ctx: Context, claimed: Ceiling = ceiling_by_waves) -> Tally:
    """Variance of E[z | θ mod 2π], summed over turns, against s² ∫ f'²/f from Fourier series."""
    tally = Tally(Relation.ZERO, Method.ENCLOSURE, resolution=RESOLUTION)
    drawn = Fraction(ctx.random.randint(17, 24), 16)
    with working_precision(BITS):
        for s in (Fraction(1), drawn):
            tally.add(ceiling_by_turns(s) - claimed(s), f"s = {s} rad")
    return tally


def below(
    ctx: Context,
    least: Fraction = Fraction(1),
    spreads: tuple[Fraction, ...] = (Fraction(1, 2), Fraction(1), Fraction(3, 2)),
    ceiling: Ceiling = ceiling_by_turns,
) -> Tally:
    """``least`` − C(s), positive where no function of the frame reaches R² = ``least``."""
    del ctx
    tally = Tally(Relation.POSITIVE, Method.ENCLOSURE)
    with working_precision(BITS):
        for s in spreads:
            tally.add(ball(least) - ceiling(s), f"s = {s} rad")
    return tally


NEARLY = 1 - Fraction(1, 10**7)


def above(
    ctx: Context, least: Fraction = NEARLY, spreads: tuple[Fraction, ...] = (Fraction(1, 2),)
) -> Tally:
    """C(s) − ``least``, positive where wrapping leaves room for more than R² = ``least``."""
    del ctx
    tally = Tally(Relation.POSITIVE, Method.ENCLOSURE)
    with working_precision(BITS):
        for s in spreads:
            tally.add(ceiling_by_turns(s) - ball(least), f"s = {s} rad")
    return tally


WIDE = partial(below, least=Fraction(19, 20), spreads=(Fraction(1), Fraction(6, 5)))

ANGLES: tuple[Claim, ...] = (
    Claim(
        id="correction-wrapped-angles",
        group=Group.CORRECTIONS,
        sentence="Frames of joints at angles θ = s z, z ~ N(0,1), determine z, whatever the spread "
        "s; so an R² below 1 measures the encoder.",
        source="Experiments, reacher; the published spread is not known here, so s is a parameter",
        statement="θ = s z, z ~ N(0,1), f the density of θ mod 2π: every function of θ mod 2π has "
        "R² ≤ C(s) = s² ∫ f'²/f < 1 as a predictor of z. C(1/2) > 1 − 10⁻⁷, and C(s) < 0.95 at "
        "s = 1 and s = 6/5.",
        truth=False,
        checks=(
            Check(
                id="two-routes",
                title="variance of E[z | θ mod 2π] over turns against Fisher information by waves",
                rung=Method.ENCLOSURE,
                run=two_routes,
            ),
            Check(
                id="below-one",
                title="1 − C(s) at half a radian, one, and one and a half",
                rung=Method.ENCLOSURE,
                run=below,
            ),
            Check(
                id="half-a-radian",
                title="C(1/2) − (1 − 10⁻⁷)",
                rung=Method.ENCLOSURE,
                run=above,
            ),
            Check(
                id="wide",
                title="0.95 − C(s) at s = 1 and s = 6/5",
                rung=Method.ENCLOSURE,
                run=WIDE,
            ),
        ),
        mutants=(
            Mutant(
                id="unwrapped",
                statement="the ceiling is 1, as for an angle that is not wrapped",
                check="two-routes",
                run=partial(two_routes, claimed=unwrapped),
            ),
            Mutant(
                id="without-spread",
                statement="the ceiling is ∫ f'²/f, whatever s",
                check="two-routes",
                run=partial(two_routes, claimed=information),
            ),
            Mutant(
                id="as-read",
                statement="the frame determines z: E[z | θ mod 2π] has the variance of z",
                check="below-one",
                run=partial(below, ceiling=unwrapped),
            ),
            Mutant(
                id="nearly-everywhere",
                statement="C(s) > 1 − 10⁻⁷ at one radian too",
                check="half-a-radian",
                run=partial(above, spreads=(Fraction(1),)),
            ),
            Mutant(
                id="any-spread",
                statement="C(s) < 0.95 at half a radian too",
                check="wide",
                run=partial(below, least=Fraction(19, 20), spreads=(Fraction(1, 2),)),
            ),
        ),
        controls=(
            Control(
                id="wider",
                statement="it falls further at one and a half radians",
                check="wide",
                run=partial(below, least=Fraction(19, 20), spreads=(Fraction(3, 2),)),
            ),
            Control(
                id="sharper",
                statement="C(1/2) > 1 − 10⁻⁷/2",
                check="half-a-radian",
                run=partial(above, least=1 - Fraction(1, 2 * 10**7)),
            ),
        ),
    ),
)
