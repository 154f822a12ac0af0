"""Checks of Theorem 2 on encoders: who minimises the whitened loss, and at what value."""

from __future__ import annotations

from fractions import Fraction

from flint import fmpq, fmpq_mat, fmpq_poly

from lejepa_proofs.claims.converse_worlds import (
    Lines,
    Worlds,
    all_lines,
    all_worlds,
    disguised_gaussian_lines,
    excess_order,
    gaussian_worlds,
    other_lines,
    other_worlds,
    random_orthogonal,
    random_rational,
)
from lejepa_proofs.claims.model import Context
from lejepa_proofs.numerics.ar1 import World
from lejepa_proofs.numerics.best_encoder import (
    Pencil,
    approximate_best,
    correlation,
    correlation_bracket,
    covariance,
    direct_loss,
    level_inertia,
    nonlinear_energy,
    pencil,
    row,
    whitened_loss,
)
from lejepa_proofs.numerics.enclosure import ball, hull, rational
from lejepa_proofs.numerics.orthogonal import frobenius_sq, identity
from lejepa_proofs.numerics.verdict import Method, Relation, Tally, as_fraction

BRACKET_BITS = 24
"""Steps of bisection; a bracket is ``2^(1 − BRACKET_BITS)`` wide."""


def spectrum(ctx: Context, worlds: Worlds = gaussian_worlds, power: int = 1) -> Tally:
    """``det(x − G⁻¹A) = Π_α (x − ρ^{|α|})``: the correlations are ``ρ, ρ², …`` and no others."""
    tally = Tally(Relation.ZERO, Method.EXACT)
    for world in worlds(ctx.random):
        p = pencil(world, _degree(world, 6))
        expected = fmpq_poly([1])
        for alpha in p.exponents:
            expected *= fmpq_poly([-(rational(world.rho) ** (power * sum(alpha))), 1])
        gap = (p.gram.inv() * p.lag).charpoly() - expected
        tally.add(sum((c * c for c in gap.coeffs()), fmpq(0)), world.name)
    return tally


def decided_by_polynomials(ctx: Context, lines: Lines = all_lines, degree: int = 5) -> Tally:
    """No polynomial encoder of this degree beats ``ρ`` exactly when the latents are Gaussian."""
    tally = Tally(Relation.ZERO, Method.EXACT)
    for world in lines(ctx.random):
        above = level_inertia(pencil(world, degree), world.rho).negative
        gaussian = world.laws[0].excess_order() is None
        tally.add_equal(above == 0, gaussian, f"degree {degree}, {world.name}")
    return tally


def nonlinear_wins(ctx: Context, worlds: Worlds = other_worlds, below: int = 1) -> Tally:
    """Best whitened polynomial encoder of degree ``n − below``, ``n`` the excess order.

    The slack is ``2(1 − ρ)n`` minus its loss, evaluated exactly at rational coefficients.
    """
    tally = Tally(Relation.POSITIVE, Method.EXACT)
    for world in worlds(ctx.random):
        p = pencil(world, excess_order(world) - below)
        loss = whitened_loss(p, approximate_best(p, world.n))
        tally.add(2 * (1 - world.rho) * world.n - loss, f"loss {float(loss):.6f}, {world.name}")
    return tally


def identity_floor(ctx: Context, worlds: Worlds = gaussian_worlds, power: int = 1) -> Tally:
    """Loss of random and near-best whitened polynomial encoders minus ``2(1 − ρ^power) n``."""
    tally = Tally(Relation.NONNEGATIVE, Method.EXACT)
    for world in worlds(ctx.random):
        p = pencil(world, _degree(world, 5))
        floor = 2 * (1 - world.rho**power) * world.n
        tally.add(direct_loss(p, _coordinates(p)) - floor, f"identity, {world.name}")
        candidates = [approximate_best(p, world.n)]
        candidates += [_random_rows(ctx, p) for _ in range(4)]
        for k, rows in enumerate(candidates):
            if covariance(p, rows).det() != 0:
                tally.add(whitened_loss(p, rows) - floor, f"encoder {k}, {world.name}")
    return tally


def identity_beaten(ctx: Context, worlds: Worlds = other_worlds, degree: int = 5) -> Tally:
    """Direct loss of the identity minus the loss of the best whitened polynomial encoder."""
    tally = Tally(Relation.POSITIVE, Method.EXACT)
    for world in worlds(ctx.random):
        p = pencil(world, _degree(world, degree) if world.n == 1 else _plane_degree(world))
        best = whitened_loss(p, approximate_best(p, world.n))
        tally.add(direct_loss(p, _coordinates(p)) - best, world.name)
    return tally


def affine_loss(
    ctx: Context, worlds: Worlds = all_worlds, power: int = 1, orthogonal: bool = True
) -> Tally:
    """An affine ``h`` in 𝓗 is ``Qz``: covariance ``I`` and loss ``2(1 − ρ)n``, in every world.

    With ``orthogonal`` false, the rows of ``Q`` are drawn as unit vectors one by one.
    """
    tally = Tally(Relation.ZERO, Method.EXACT)
    for world in worlds(ctx.random):
        p, n = pencil(world, 1), world.n
        q = random_orthogonal(ctx.random, n)
        if not orthogonal:
            q = fmpq_mat([q.table()[0]] * n)
        tally.add(frobenius_sq(covariance(p, q) - identity(n)), f"covariance, {world.name}")
        floor = 2 * (1 - world.rho**power) * n
        tally.add(direct_loss(p, q) - floor, f"loss, {world.name}")
    return tally


def affine_beaten(ctx: Context, lines: Lines = other_lines, below: int = 1, step: int = 1) -> Tally:
    """Loss of every affine map minus that of ``z + s g``, ``g = z^{n−1}`` less its affine part.

    ``s = step · E[z g(z')]/L(g)``, from the first variation; no eigenvector is computed.
    """
    tally = Tally(Relation.POSITIVE, Method.EXACT)
    for world in lines(ctx.random):
        p = pencil(world, excess_order(world) - below)
        slope = world.moment((p.exponents[-1][0] + 1,))
        direction = [Fraction(0)] * len(p.exponents)
        direction[-1] += 1
        direction[0] -= slope
        g = row(direction)
        backward = sum(
            (c * world.joint_moment((1,), a) for c, a in zip(direction, p.exponents, strict=True)),
            Fraction(0),
        )
        energy = direct_loss(p, g)
        s = step * backward / energy if energy else Fraction(0)
        beaten_by = _coordinates(p) + g * rational(s)
        floor = direct_loss(p, _coordinates(p))
        tally.add(floor - whitened_loss(p, beaten_by), f"s = {float(s):.3g}, {world.name}")
    return tally


def kernel(ctx: Context, worlds: Worlds = gaussian_worlds, power: int = 1) -> Tally:
    """``ρG − A ⪰ 0`` with kernel exactly the ``n`` coordinates: all minimisers are ``Qz``."""
    tally = Tally(Relation.ZERO, Method.EXACT)
    for world in worlds(ctx.random):
        p = pencil(world, _degree(world, 6))
        level = world.rho**power
        found = level_inertia(p, level)
        tally.add(found.negative, f"encoders above {level}, {world.name}")
        tally.add(found.zero - world.n, f"dimension of the kernel, {world.name}")
        image = _coordinates(p) * p.shifted(level)
        tally.add(frobenius_sq(image), f"coordinates in the kernel, {world.name}")
    return tally


def excess_controls_energy(ctx: Context, factor_power: int = 1) -> Tally:
    """``L(h) − 2(1 − ρ) ≥ 2ρ(1 − ρ) W(h)`` for whitened polynomial ``h`` in Gaussian worlds."""
    tally = Tally(Relation.NONNEGATIVE, Method.EXACT)
    for world in disguised_gaussian_lines(ctx.random):
        p, rho = pencil(world, 4), world.rho
        quadratic = row([0, 1, 0, 0])
        for c in (quadratic, *(_random_rows(ctx, p) for _ in range(5))):
            variance = as_fraction(covariance(p, c)[0, 0])
            if not variance:
                continue
            energy = nonlinear_energy(p, c) / variance
            excess = whitened_loss(p, c) - 2 * (1 - rho)
            tally.add(excess - 2 * rho**factor_power * (1 - rho) * energy, world.name)
    return tally


def minimisers_bend(ctx: Context, lines: Lines = other_lines, below: int = 1) -> Tally:
    """An encoder that beats every ``Qz`` has nonlinear energy: ``min(W/Var, corr − ρ)``."""
    tally = Tally(Relation.POSITIVE, Method.EXACT)
    for world in lines(ctx.random):
        p = pencil(world, excess_order(world) - below)
        c = approximate_best(p)
        energy = nonlinear_energy(p, c) / as_fraction(covariance(p, c)[0, 0])
        tally.add(min(energy, correlation(p, c) - world.rho), world.name)
    return tally


def infimum(ctx: Context, worlds: Worlds = gaussian_worlds, power: int = 1) -> Tally:
    """Enclosure of ``min L = 2 Σ_{k≤n} (1 − λ_k)`` over a degree, minus ``2(1 − ρ)n``.

    Resolution: ``n ≤ 3`` brackets of width ``2^{1−24}`` enter with the factor 2, which makes
    ``12·2^{−24}``; the rest up to ``16·2^{−24}`` is room for rounding the hull outwards.
    """
    tally = Tally(Relation.ZERO, Method.ENCLOSURE, resolution=16 * 2.0**-BRACKET_BITS)
    for world in worlds(ctx.random):
        low, high = _loss_bracket(world, _degree(world, 5))
        floor = 2 * (1 - world.rho**power) * world.n
        tally.add(hull(low, high) - ball(floor), world.name)
    return tally


def infimum_below(ctx: Context, worlds: Worlds = other_worlds, below: int = 1) -> Tally:
    """``2(1 − ρ)n`` minus the certified upper end of ``min L`` at degree ``n − below``."""
    tally = Tally(Relation.POSITIVE, Method.EXACT)
    for world in worlds(ctx.random):
        _, high = _loss_bracket(world, excess_order(world) - below)
        tally.add(2 * (1 - world.rho) * world.n - high, world.name)
    return tally


def _loss_bracket(world: World, degree: int) -> tuple[Fraction, Fraction]:
    p = pencil(world, degree)
    brackets = [correlation_bracket(p, k + 1, BRACKET_BITS) for k in range(world.n)]
    low = 2 * sum((1 - upper for _, upper in brackets), Fraction(0))
    high = 2 * sum((1 - lower for lower, _ in brackets), Fraction(0))
    return low, high


def _degree(world: World, line_degree: int) -> int:
    return {1: line_degree, 2: min(line_degree, 4), 3: 2}[world.n]


def _plane_degree(world: World) -> int:
    return excess_order(world) - 1


def _coordinates(p: Pencil) -> fmpq_mat:
    rows = fmpq_mat(p.n, len(p.exponents))
    for i in range(p.n):
        rows[i, i] = 1
    return rows


def _random_rows(ctx: Context, p: Pencil) -> fmpq_mat:
    size = len(p.exponents)
    return fmpq_mat(
        [[rational(random_rational(ctx.random)) for _ in range(size)] for _ in range(p.n)]
    )
