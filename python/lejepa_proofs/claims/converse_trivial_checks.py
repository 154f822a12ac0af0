"""Checks of the trivial part of Theorem 2: affine maps keep every excess cumulant."""

from __future__ import annotations

from fractions import Fraction

from lejepa_proofs.claims.converse_worlds import (
    Lines,
    Worlds,
    all_lines,
    gaussian_worlds,
    other_lines,
    other_worlds,
    random_orthogonal,
    random_rational,
)
from lejepa_proofs.claims.model import Context
from lejepa_proofs.numerics.ar1 import World
from lejepa_proofs.numerics.moments import (
    cumulants_from_moments,
    gaussian_moments,
    half_power,
    scale,
    shift,
)
from lejepa_proofs.numerics.verdict import Method, Relation, Tally, as_fraction


def affine_cumulants(ctx: Context, lines: Lines = all_lines, cap: int = 12) -> Tally:
    """``κ_n(a z + b) = aⁿ κ_n(z)`` for ``n ≥ 2``; the variant caps the exponent at ``cap``."""
    tally = Tally(Relation.ZERO, Method.EXACT)
    for world in lines(ctx.random):
        a, b = random_rational(ctx.random), random_rational(ctx.random)
        moments = [world.moment((n,)) for n in range(13)]
        image = shift([a**n * m for n, m in enumerate(moments)], b)
        kappa = cumulants_from_moments(image)
        for n in range(2, 13):
            expected = a ** min(n, cap) * world.laws[0].cumulant(n)
            tally.add(kappa[n] - expected, f"κ_{n}, a = {a}, b = {b}, {world.name}")
    return tally


def gaussian_output(ctx: Context, worlds: Worlds = gaussian_worlds, order: int = 8) -> Tally:
    """Moments of every coordinate of ``Qz``, ``Q ∈ O(n)``, are those of ``N(0, 1)``."""
    tally = Tally(Relation.ZERO, Method.EXACT)
    for world in worlds(ctx.random):
        for i, gap in enumerate(_output_gaps(ctx, world, order if world.n == 1 else 6)):
            tally.add(gap, f"coordinate {i} of Qz, {world.name}")
    return tally


def excess_survives(ctx: Context, worlds: Worlds = other_worlds, order: int = 8) -> Tally:
    """Squared distance of the moments of the coordinates of ``Qz`` from Gaussian ones."""
    tally = Tally(Relation.POSITIVE, Method.EXACT)
    for world in worlds(ctx.random):
        gaps = _output_gaps(ctx, world, order if world.n == 1 else 6)
        tally.add(sum(gaps, Fraction(0)), world.name)
    return tally


def standardised_output(ctx: Context, order: int = 8) -> Tally:
    """No ``a z + b`` with ``a ≠ 0`` has the moments of ``N(0,1)`` when ``z`` is not Gaussian.

    ``z`` is handed over as ``√w z + c``, so that the map that standardises it is not ``±1``.
    """
    tally = Tally(Relation.POSITIVE, Method.EXACT)
    for world in other_lines(ctx.random):
        spread = Fraction(ctx.random.randint(1, 9), ctx.random.randint(1, 9)) ** 2
        centre = random_rational(ctx.random)
        moments = shift(scale([world.moment((n,)) for n in range(order + 1)], spread), centre)
        for a in (1 / half_power(spread, 1), random_rational(ctx.random) or Fraction(1)):
            b = -a * centre
            image = shift([a**n * m for n, m in enumerate(moments)], b)
            pairs = zip(image, gaussian_moments(order), strict=True)
            gap = sum(((x - y) ** 2 for x, y in pairs), Fraction(0))
            tally.add(gap, f"a = {a}, b = {b}, {world.name}")
    return tally


def _output_gaps(ctx: Context, world: World, order: int) -> list[Fraction]:
    q = random_orthogonal(ctx.random, world.n)
    gaps = []
    for i in range(world.n):
        moments = _directional(world, [as_fraction(q[i, k]) for k in range(world.n)], order)
        pairs = zip(moments, gaussian_moments(order), strict=True)
        gaps.append(sum(((x - y) ** 2 for x, y in pairs), Fraction(0)))
    return gaps


def _directional(world: World, u: list[Fraction], order: int) -> list[Fraction]:
    """``E⟨u, z⟩^k`` by expanding the power one factor at a time."""
    power = {(0,) * world.n: Fraction(1)}
    moments = [Fraction(1)]
    for _ in range(order):
        following: dict[tuple[int, ...], Fraction] = {}
        for alpha, c in power.items():
            for i, ui in enumerate(u):
                beta = (*alpha[:i], alpha[i] + 1, *alpha[i + 1 :])
                following[beta] = following.get(beta, Fraction(0)) + c * ui
        power = following
        moments.append(sum((c * world.moment(a) for a, c in power.items()), Fraction(0)))
    return moments
