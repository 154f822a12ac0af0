"""The sweep over generalised-normal latents leaves the class of stationary pairs."""

from __future__ import annotations

from fractions import Fraction
from functools import partial
from math import factorial

from flint import arb

from lejepa_proofs.claims.corrections_worlds import pythagorean
from lejepa_proofs.claims.model import Check, Claim, Context, Control, Group, Mutant
from lejepa_proofs.numerics.enclosure import ball, working_precision
from lejepa_proofs.numerics.generalised_normal import (
    kurtosis,
    kurtosis_by_integration,
    kurtosis_of_reciprocal,
    laplace_characteristic,
    laplace_innovation_moments,
    laplace_moments,
    pair_fourth_moment,
    sum_moments,
)
from lejepa_proofs.numerics.verdict import Method, Relation, Tally

BITS = 160
RESOLUTION = 2.0**-60
"""For balls of 160 bits around kurtoses below 2^18, made of a few Gamma values of arguments at
most 40: their radius is below 2^-100. The planted variants differ by 2ρ²s²|κ| > 2^-8."""

SHAPES = tuple(Fraction(2) ** k for k in (-3, -2, -1, 0, 2, 3, 4, 5))
"""The published sweep without α = 2."""


def pair_kurtosis(
    ctx: Context,
    relation: Relation = Relation.POSITIVE,
    shapes: tuple[Fraction, ...] = SHAPES,
) -> Tally:
    """|E z'⁴ − E z⁴| for z' = ρz + sη with η from the family of z, in balls."""
    tally = Tally(relation, Method.ENCLOSURE, resolution=RESOLUTION)
    with working_precision(BITS):
        for alpha in shapes:
            kurt = kurtosis(alpha)
            for rho, s in pythagorean(ctx, 2):
                change = abs(pair_fourth_moment(kurt, rho, s) - kurt)
                tally.add(change, f"α = {alpha}, ρ = {rho}")
    return tally


def excess_law(ctx: Context, power: int = 4) -> Tally:
    """κ(z') = (ρ⁴ + s⁴) κ(z): Gamma values against factorials, integrals and E z'⁴."""
    tally = Tally(Relation.ZERO, Method.ENCLOSURE, resolution=RESOLUTION)
    with working_precision(BITS):
        independent: dict[Fraction, arb] = {
            Fraction(1, k): ball(kurtosis_of_reciprocal(k)) for k in (1, 2, 4, 8)
        }
        for shape in (2, 4, 8, 16, 32):
            independent[Fraction(shape)] = kurtosis_by_integration(shape)
        for alpha, kurt in independent.items():
            excess = kurtosis(alpha) - 3
            for rho, s in pythagorean(ctx, 2):
                found = pair_fourth_moment(kurt, rho, s) - 3
                claimed = ball(rho**power + s**power) * excess
                tally.add(found - claimed, f"α = {alpha}, ρ = {rho}")
    return tally


def laplace_pair(ctx: Context, power: int = 2, scaled: bool = False) -> Tally:
    """Stationarity of z' = ρz + η: moments to order 12, characteristic functions at points.

    η is 0 with probability ρ^power, else a Laplace variable; or, ``scaled``, sη with η Laplace.
    """
    tally = Tally(Relation.ZERO, Method.EXACT)
    moments = laplace_moments(12)
    for rho, s in pythagorean(ctx, 6):
        weight, scale = (Fraction(0), s) if scaled else (rho**power, Fraction(1))
        innovation = laplace_innovation_moments(12, weight, scale)
        for k, found in enumerate(sum_moments(rho, moments, innovation)):
            tally.add((found - moments[k]) / moments[k - k % 2], f"ρ = {rho}: moment {k}")
        for _ in range(4):
            t = Fraction(ctx.random.randint(-30, 30), 7)
            psi = weight + (1 - weight) * laplace_characteristic(scale * t)
            change = laplace_characteristic(rho * t) * psi - laplace_characteristic(t)
            tally.add(change, f"ρ = {rho}: characteristic function at {t}")
            # the Taylor polynomial of 1/(1+t²) is that times 1 − (−t²)⁷
            taylor = sum(
                ((-1) ** k * moments[2 * k] * t ** (2 * k) / factorial(2 * k) for k in range(7)),
                Fraction(0),
            )
            partial_sum = laplace_characteristic(t) * (1 + t**14)
            tally.add(taylor - partial_sum, f"moments and characteristic function at {t}")
    return tally


GENNORM: tuple[Claim, ...] = (
    Claim(
        id="correction-gennorm-pair",
        group=Group.CORRECTIONS,
        sentence="With generalised-normal latents and noise of the same family, ρz + sη is a "
        "stationary pair, so the sweep over α stays in the theorem's class.",
        source="Experiments, sweep over the shape of the latents",
        statement="κ(ρz + sη) = (ρ⁴ + s⁴) κ(z) ≠ κ(z) for the excess kurtosis κ, unless α = 2. "
        "A stationary Laplace pair needs η = 0 with probability ρ², else Laplace.",
        truth=False,
        checks=(
            Check(
                id="kurtosis",
                title="the fourth moment changes, for every published shape but 2",
                rung=Method.ENCLOSURE,
                run=pair_kurtosis,
            ),
            Check(
                id="excess",
                title="the excess kurtosis shrinks by ρ⁴ + s⁴; three routes to it",
                rung=Method.ENCLOSURE,
                run=excess_law,
            ),
            Check(
                id="laplace",
                title="the stationary Laplace pair: moments and characteristic functions",
                rung=Method.EXACT,
                run=laplace_pair,
            ),
        ),
        mutants=(
            Mutant(
                id="stationary",
                statement="the fourth moment stays",
                check="kurtosis",
                run=partial(pair_kurtosis, relation=Relation.ZERO),
            ),
            Mutant(
                id="squares",
                statement="the excess kurtosis shrinks by ρ² + s²",
                check="excess",
                run=partial(excess_law, power=2),
            ),
            Mutant(
                id="atom-at-rho",
                statement="η = 0 with probability ρ",
                check="laplace",
                run=partial(laplace_pair, power=1),
            ),
            Mutant(
                id="laplace-noise",
                statement="η is a Laplace variable scaled by s",
                check="laplace",
                run=partial(laplace_pair, scaled=True),
            ),
        ),
        controls=(
            Control(
                id="gaussian",
                statement="the fourth moment stays for α = 2",
                check="kurtosis",
                run=partial(pair_kurtosis, relation=Relation.ZERO, shapes=(Fraction(2),)),
            ),
        ),
    ),
)
