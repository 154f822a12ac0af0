"""Theorem 2, the statements about the law of the pair: noise, reversibility, regression."""

from __future__ import annotations

from fractions import Fraction

from flint import acb

from lejepa_proofs.claims.converse_worlds import (
    Lines,
    Worlds,
    all_lines,
    excess_order,
    gaussian_lines,
    gaussian_worlds,
    indices,
    other_lines,
    other_worlds,
    random_rational,
    unit,
)
from lejepa_proofs.claims.model import Context
from lejepa_proofs.numerics.ar1 import Index, World
from lejepa_proofs.numerics.characteristic import phi, psi, stationarity_defect, taylor_gap
from lejepa_proofs.numerics.enclosure import working_precision
from lejepa_proofs.numerics.moments import (
    cumulants_from_moments,
    gaussian_moments,
    independent_sum,
)
from lejepa_proofs.numerics.verdict import Method, Relation, Tally

BITS = 192
"""Working precision of the balls."""

RESOLUTION = 2.0 ** (-BITS // 2)
"""Resolution of identities in balls: half the working precision.

A side takes fewer than 2^12 operations on numbers of modulus below 2^12, so rounding leaves less
than 2^(24 − BITS); the planted variants change a side by more than 2^−30.
"""

ORDER = 12


def noise_cumulants(ctx: Context, lines: Lines = all_lines, power: int = 1) -> Tally:
    """Cumulants of the explicit noise law against ``(1 − ρⁿ) κ_n(z)``, ``n ≤ 12``."""
    tally = Tally(Relation.ZERO, Method.EXACT)
    for world in lines(ctx.random):
        (law,), rho = world.laws, world.rho
        noise = cumulants_from_moments(law.noise_moments(ORDER, rho))
        for n in range(1, ORDER + 1):
            expected = (1 - rho ** (power * n)) * law.cumulant(n)
            tally.add(noise[n] - expected, f"κ_{n} of the noise, {world.name}")
    return tally


def stationary_moments(ctx: Context, lines: Lines = all_lines) -> Tally:
    """``E(ρz + η)ⁿ = E zⁿ`` up to order 14, and ``E zⁿ`` against the cumulants of ``z``."""
    tally = Tally(Relation.ZERO, Method.EXACT)
    for world in lines(ctx.random):
        kappa = cumulants_from_moments([world.moment((n,)) for n in range(ORDER + 3)])
        for n in range(1, ORDER + 3):
            gap = world.next_moment((n,)) - world.moment((n,))
            tally.add(gap, f"E z'^{n} − E z^{n}, {world.name}")
            tally.add(kappa[n] - world.laws[0].cumulant(n), f"κ_{n} of z, {world.name}")
    return tally


def stationary_characteristic(ctx: Context, lines: Lines = all_lines) -> Tally:
    """``φ(t) = φ(ρt) ψ(t)`` at random ``t``."""
    tally = Tally(Relation.ZERO, Method.ENCLOSURE, resolution=RESOLUTION)
    with working_precision(BITS):
        for world in lines(ctx.random):
            for t in _arguments(ctx):
                defect = stationarity_defect(world.laws[0], t, world.rho)
                _add_complex(tally, defect, f"t = {t}, {world.name}")
    return tally


def taylor(ctx: Context, order: int = 20) -> Tally:
    """``φ`` and ``ψ`` lie within the Taylor remainder of the series of their moments."""
    tally = Tally(Relation.NONNEGATIVE, Method.ENCLOSURE)
    with working_precision(BITS):
        for world in all_lines(ctx.random):
            (law,), rho = world.laws, world.rho
            t = Fraction(ctx.random.randint(1, 8), 16)
            where = f"t = {t}, {world.name}"
            tally.add(taylor_gap(law.moments(order), t, phi(law, t)), f"φ, {where}")
            tally.add(taylor_gap(law.noise_moments(order, rho), t, psi(law, t, rho)), f"ψ, {where}")
    return tally


def unrolled_noise(ctx: Context, lines: Lines = gaussian_lines, power: int = 2) -> Tally:
    """``Σ_{j<k} ρʲ η_j`` has the moments of ``N(0, 1 − ρ^{2k})``."""
    tally = Tally(Relation.ZERO, Method.EXACT)
    for world in lines(ctx.random):
        (law,), rho = world.laws, world.rho
        noise = law.noise_moments(8, rho)
        total = gaussian_moments(8, Fraction(0))
        for k in range(1, 7):
            step = tuple(rho ** ((k - 1) * n) * m for n, m in enumerate(noise))
            total = independent_sum(total, step)
            expected = gaussian_moments(8, 1 - rho ** (power * k))
            gap = sum(((a - b) ** 2 for a, b in zip(total, expected, strict=True)), Fraction(0))
            tally.add(gap, f"{k} steps, {world.name}")
    return tally


def noise_tells(ctx: Context, lines: Lines = other_lines, order: int = ORDER) -> Tally:
    """Squared distance of the noise moments up to ``order`` from those of ``N(0, 1 − ρ²)``."""
    tally = Tally(Relation.POSITIVE, Method.EXACT)
    for world in lines(ctx.random):
        noise = world.laws[0].noise_moments(order, world.rho)
        pairs = zip(noise, gaussian_moments(order, 1 - world.rho**2), strict=True)
        tally.add(sum(((a - b) ** 2 for a, b in pairs), Fraction(0)), world.name)
    return tally


def symmetric_pair(ctx: Context, worlds: Worlds = gaussian_worlds, order: int = 8) -> Tally:
    """``E[z^α z'^β] − E[z^β z'^α]`` for all ``|α| + |β| ≤ order``."""
    tally = Tally(Relation.ZERO, Method.EXACT)
    for world in worlds(ctx.random):
        degree = order if world.n == 1 else min(order, 5)
        for a, b, gap in _asymmetries(world, degree):
            tally.add(gap, f"α = {a}, β = {b}, {world.name}")
    return tally


def asymmetric_pair(ctx: Context, worlds: Worlds = other_worlds, order: int = 8) -> Tally:
    """``Σ (E[z^α z'^β] − E[z^β z'^α])²`` over ``|α| + |β| ≤ order``."""
    tally = Tally(Relation.POSITIVE, Method.EXACT)
    for world in worlds(ctx.random):
        degree = order if world.n == 1 else min(order, 5)
        total = sum((gap**2 for _, _, gap in _asymmetries(world, degree)), Fraction(0))
        tally.add(total, world.name)
    return tally


def asymmetry_formula(ctx: Context, swap: bool = False) -> Tally:
    """``E[z^a z'^b] − E[z^b z'^a] = (ρ^b − ρ^a) κ_{a+b}`` at the first excess order ``a + b``."""
    tally = Tally(Relation.ZERO, Method.EXACT)
    for world in other_lines(ctx.random):
        n, kappa = excess_order(world), world.laws[0].cumulant(excess_order(world))
        for a in range(1, n):
            b = n - a
            measured = world.joint_moment((a,), (b,)) - world.joint_moment((b,), (a,))
            first, second = (a, b) if swap else (b, a)
            formula = (world.rho**first - world.rho**second) * kappa
            tally.add(measured - formula, f"a = {a}, b = {b}, {world.name}")
    return tally


def linear_regression(
    ctx: Context, worlds: Worlds = gaussian_worlds, degree: int = 6, forward: bool = False
) -> Tally:
    """``E[z_i p(z')] = ρ E[z'_i p(z')]`` for all monomials ``p`` (or ``z``, ``z'`` swapped)."""
    tally = Tally(Relation.ZERO, Method.EXACT)
    for world in worlds(ctx.random):
        for i, beta, gap in _regression_defects(world, _top(world, degree), forward):
            tally.add(gap, f"i = {i}, p = z^{beta}, {world.name}")
    return tally


def nonlinear_regression(ctx: Context, worlds: Worlds = other_worlds, degree: int = 6) -> Tally:
    """``Σ (E[z_i p(z')] − ρ E[z'_i p(z')])²`` over the monomials of degree at most ``degree``."""
    tally = Tally(Relation.POSITIVE, Method.EXACT)
    for world in worlds(ctx.random):
        defects = _regression_defects(world, _top(world, degree), False)
        tally.add(sum((gap**2 for *_, gap in defects), Fraction(0)), world.name)
    return tally


def regression_formula(ctx: Context, drop: int = 1) -> Tally:
    """``E[z z'^{n−1}] − ρ E z'^n = (ρ^{n−1} − ρ) κ_n`` at the first excess order ``n``."""
    tally = Tally(Relation.ZERO, Method.EXACT)
    for world in other_lines(ctx.random):
        n, rho = excess_order(world), world.rho
        measured = world.joint_moment((1,), (n - 1,)) - rho * world.moment((n,))
        formula = (rho ** (n - drop) - rho) * world.laws[0].cumulant(n)
        tally.add(measured - formula, f"n = {n}, {world.name}")
    return tally


def _arguments(ctx: Context) -> list[Fraction]:
    return [t for _ in range(3) if (t := random_rational(ctx.random, 6))] or [Fraction(1, 3)]


def _add_complex(tally: Tally, z: acb, where: str) -> None:
    tally.add(z.real, f"real part, {where}")
    tally.add(z.imag, f"imaginary part, {where}")


def _asymmetries(world: World, order: int) -> list[tuple[Index, Index, Fraction]]:
    found = []
    for a in indices(world.n, order):
        for b in indices(world.n, order - sum(a)):
            if a < b:
                gap = world.joint_moment(a, b) - world.joint_moment(b, a)
                found.append((a, b, gap))
    return found


def _top(world: World, degree: int) -> int:
    return degree if world.n == 1 else min(degree, 4)


def _regression_defects(
    world: World, degree: int, forward: bool
) -> list[tuple[int, Index, Fraction]]:
    found = []
    for i in range(world.n):
        e = unit(world.n, i)
        for beta in indices(world.n, degree):
            lagged = world.joint_moment(beta, e) if forward else world.joint_moment(e, beta)
            same = world.moment(tuple(x + y for x, y in zip(e, beta, strict=True)))
            found.append((i, beta, lagged - world.rho * same))
    return found
