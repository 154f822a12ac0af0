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


def below_plateau(
    ctx: Context, spreads: tuple[Fraction, ...] = (Fraction(1), Fraction(6, 5))
) -> Tally:
    """19/20 − C(s), positive where no encoder of frames reaches R² = 0.95."""
    del ctx
    tally = Tally(Relation.POSITIVE, Method.ENCLOSURE)
    with working_precision(BITS):
        for s in spreads:
            tally.add(ball(Fraction(19, 20)) - ceiling_by_turns(s), f"s = {s} rad")
    return tally


ANGLES: tuple[Claim, ...] = (
    Claim(
        id="correction-wrapped-angles",
        group=Group.CORRECTIONS,
        sentence="From frames of joints with Gaussian angles a good encoder recovers the angles, "
        "so a plateau of R² near .95 measures the encoder.",
        source="Experiments, reacher",
        statement="θ = s z, z ~ N(0,1), f the density of θ mod 2π: every function of the frame has "
        "R² ≤ s² ∫ f'²/f as a predictor of z. At s = 1 rad this is 0.9489 < .95, at s = 1/2 it is "
        "above 1 − 10⁻⁷.",
        truth=False,
        checks=(
            Check(
                id="two-routes",
                title="variance of E[z | θ mod 2π] over turns against Fisher information by waves",
                rung=Method.ENCLOSURE,
                run=two_routes,
            ),
            Check(
                id="below-plateau",
                title="the ceiling at one radian is below .95",
                rung=Method.ENCLOSURE,
                run=below_plateau,
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
                id="any-spread",
                statement="the ceiling is below .95 at half a radian too",
                check="below-plateau",
                run=partial(below_plateau, spreads=(Fraction(1, 2),)),
            ),
        ),
        controls=(
            Control(
                id="wider",
                statement="it falls further at one and a half radians",
                check="below-plateau",
                run=partial(below_plateau, spreads=(Fraction(3, 2),)),
            ),
        ),
    ),
)
