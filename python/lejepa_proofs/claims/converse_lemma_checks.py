"""Checks of the lemmas behind Theorem 2: the core lemma and the first variation."""

from __future__ import annotations

from fractions import Fraction
from math import factorial

from flint import fmpq_mat

from lejepa_proofs.claims.converse_pair_checks import BITS, RESOLUTION
from lejepa_proofs.claims.converse_worlds import (
    Lines,
    Worlds,
    all_lines,
    all_worlds,
    excess_order,
    gaussian_lines,
    other_lines,
    other_worlds,
)
from lejepa_proofs.claims.model import Context
from lejepa_proofs.numerics.ar1 import World
from lejepa_proofs.numerics.best_encoder import (
    Pencil,
    covariance,
    direct_loss,
    pencil,
    whitened_loss,
)
from lejepa_proofs.numerics.characteristic import (
    backward_defect,
    backward_series,
    contraction_bound,
    deviation,
    deviation_series,
    modulus,
)
from lejepa_proofs.numerics.enclosure import ball, rational, working_precision
from lejepa_proofs.numerics.verdict import Method, Relation, Tally, as_fraction

SERIES_ORDER = 14


def core_series(
    ctx: Context, lines: Lines = gaussian_lines, power: int = 1, sign: int = -1
) -> Tally:
    """Coefficients of ``Δ(ρs)N(s) − ρΔ(s)`` and of ``Δ`` (``D`` on the imaginary axis)."""
    tally = Tally(Relation.ZERO, Method.EXACT)
    for world in lines(ctx.random):
        series = backward_series(world, SERIES_ORDER, power, sign)
        for k in range(SERIES_ORDER):
            tally.add(series[k], f"coefficient of s^{k}, {world.name}")
        moments = [world.moment((n,)) for n in range(SERIES_ORDER + 2)]
        delta = deviation_series(moments, sign)
        for k in range(SERIES_ORDER):
            tally.add(delta[k], f"coefficient of s^{k} of Δ, {world.name}")
    return tally


def core_leading(ctx: Context, power: int = 1) -> Tally:
    """The core relation begins with ``(ρ^{n−1} − ρ) κ_n/(n−1)!`` at ``s^{n−1}``."""
    tally = Tally(Relation.ZERO, Method.EXACT)
    for world in other_lines(ctx.random):
        n, rho = excess_order(world), world.rho
        series = backward_series(world, n + 2, power)
        leading = (rho ** (n - 1) - rho) * world.laws[0].cumulant(n) / factorial(n - 1)
        for k in range(n):
            expected = leading if k == n - 1 else Fraction(0)
            tally.add(series[k] - rational(expected), f"coefficient of s^{k}, {world.name}")
    return tally


def core_relation(ctx: Context, lines: Lines = gaussian_lines, power: int = 1) -> Tally:
    """``D(ρt)ψ(t) = ρD(t)`` and, when the world is Gaussian, ``D(t) = 0``."""
    tally = Tally(Relation.ZERO, Method.ENCLOSURE, resolution=RESOLUTION)
    with working_precision(BITS):
        for world in lines(ctx.random):
            for t in _arguments(ctx):
                where = f"t = {t}, {world.name}"
                defect = backward_defect(world.laws[0], t, world.rho, power)
                own = deviation(world.laws[0], t)
                for value, what in ((defect, "relation"), (own, "D")):
                    tally.add(value.real, f"real part of {what}, {where}")
                    tally.add(value.imag, f"imaginary part of {what}, {where}")
    return tally


def contraction(ctx: Context, power: int = 1, sign: int = 1) -> Tally:
    """``ρᵏt²(√m₄ + ρᵏ|t|)/2 − ρ^{−k}|D(ρᵏt)| ≥ 0``, so the right side tends to 0, in all worlds."""
    tally = Tally(Relation.NONNEGATIVE, Method.ENCLOSURE)
    with working_precision(BITS):
        for world in all_lines(ctx.random):
            (law,), rho = world.laws, world.rho
            fourth = world.moment((4,))
            for t in _arguments(ctx):
                for k in (0, 1, 2, 5, 9):
                    value = modulus(deviation(law, rho**k * t, sign)) / ball(rho ** (power * k))
                    bound = contraction_bound(fourth, t, rho, k)
                    tally.add(bound - value, f"k = {k}, t = {t}, {world.name}")
    return tally


def chain_breaks(ctx: Context, claimed: bool = False) -> Tally:
    """``|D(t)| > ρ^{−k}|D(ρᵏt)|`` for some ``k`` when the latents are not Gaussian.

    Statement (4) would give ``≤`` for every ``k`` (the ``claimed`` variant).
    """
    tally = Tally(Relation.POSITIVE, Method.ENCLOSURE)
    with working_precision(BITS):
        for world in other_lines(ctx.random):
            (law,), rho = world.laws, world.rho
            fourth = world.moment((4,))
            for t in _arguments(ctx):
                size = modulus(deviation(law, t))
                k = 1
                while k < 512 and not contraction_bound(fourth, t, rho, k) < size:
                    k = 2 * k
                value = modulus(deviation(law, rho**k * t)) / ball(rho**k)
                slack = value - size if claimed else size - value
                tally.add(slack, f"k = {k}, t = {t}, {world.name}")
    return tally


def first_variation(
    ctx: Context, worlds: Worlds = all_worlds, factor: int = -2, project: bool = True
) -> Tally:
    """``dL/ds = −2 E[z_j g(z')]`` at ``s = 0`` along ``(z_j + s g)/√(1 + s²‖g‖²)`` in coordinate j.

    ``N(s) = (1 + s²‖g‖²) L_j(s)`` is quadratic, so ``(N(s) − N(−s))/(2s)`` is its derivative at 0.
    """
    tally = Tally(Relation.ZERO, Method.EXACT)
    for world in worlds(ctx.random):
        p, j, g = _direction(ctx, world, project)
        s = Fraction(ctx.random.randint(1, 9), 7)
        derivative = (_along(p, j, g, s) - _along(p, j, g, -s)) / (2 * s)
        tally.add(derivative - factor * _backward(p, j, g), f"j = {j}, {world.name}")
    return tally


def variation_admissible(ctx: Context, project: bool = True) -> Tally:
    """``z_j + s g`` is uncorrelated with the other ``z_i`` and has variance ``1 + s²‖g‖²``."""
    tally = Tally(Relation.ZERO, Method.EXACT)
    for world in all_worlds(ctx.random):
        p, j, g = _direction(ctx, world, project)
        s = Fraction(ctx.random.randint(1, 9), 7)
        rows = fmpq_mat(world.n, len(p.exponents))
        for i in range(world.n):
            rows[i, i] = 1
        for m in range(len(p.exponents)):
            rows[j, m] += rational(s) * g[0, m]
        energy = as_fraction(covariance(p, g)[0, 0])
        found = covariance(p, rows)
        for a in range(world.n):
            for b in range(world.n):
                expected = Fraction(int(a == b)) + (s**2 * energy if a == b == j else 0)
                tally.add(as_fraction(found[a, b]) - expected, f"entry {a}, {b}, {world.name}")
    return tally


def loss_along(ctx: Context, quadratic: int = 1) -> Tally:
    """``(1 + s²‖g‖²) L_j(s) = 2(1 − ρ) − 2s E[z_j g(z')] + s² L(g)``."""
    tally = Tally(Relation.ZERO, Method.EXACT)
    for world in all_worlds(ctx.random):
        p, j, g = _direction(ctx, world, True)
        s = Fraction(ctx.random.randint(-9, -1), 7)
        expected = 2 * (1 - world.rho) - 2 * s * _backward(p, j, g)
        expected += quadratic * s**2 * direct_loss(p, g)
        along = _along(p, j, g, s)
        tally.add(along - expected, f"j = {j}, s = {s}, {world.name}")
        scaled = along / (1 + s**2 * as_fraction(covariance(p, g)[0, 0]))
        tally.add(whitened_loss(p, _path(j, g, s)) - scaled, f"whitened, {world.name}")
    return tally


def descent(ctx: Context, worlds: Worlds = other_worlds, step: int = 1) -> Tally:
    """``L_j(0) − L_j(s)`` at ``s = step · E[z_j g(z')]/L(g)``, ``j`` the one that sees ``g``."""
    tally = Tally(Relation.POSITIVE, Method.EXACT)
    for world in worlds(ctx.random):
        p, _, g = _direction(ctx, world, True)
        slopes = [_backward(p, i, g) for i in range(world.n)]
        j = max(range(world.n), key=[abs(x) for x in slopes].__getitem__)
        energy = as_fraction(covariance(p, g)[0, 0])
        s = step * slopes[j] / direct_loss(p, g)
        reached = _along(p, j, g, s) / (1 + s**2 * energy)
        tally.add(2 * (1 - world.rho) - reached, f"s = {float(s):.3g}, {world.name}")
    return tally


def _arguments(ctx: Context) -> list[Fraction]:
    return [Fraction(ctx.random.choice((-1, 1)) * ctx.random.randint(1, 24), 8) for _ in range(3)]


def _direction(ctx: Context, world: World, project: bool) -> tuple[Pencil, int, fmpq_mat]:
    """A random ``g`` of low degree, orthogonal to 1 and the ``z_i`` when ``project`` is set."""
    degree = 5 if world.n == 1 else 4 if world.n == 2 else 2
    p = pencil(world, degree)
    size = len(p.exponents)
    g = fmpq_mat([[rational(ctx.random.randint(1, 9)) for _ in range(size)]])
    if project:
        slopes = g * p.gram
        for i in range(world.n):
            g[0, i] -= slopes[0, i]
    return p, ctx.random.randrange(world.n), g


def _along(p: Pencil, j: int, g: fmpq_mat, s: Fraction) -> Fraction:
    return direct_loss(p, _path(j, g, s))


def _path(j: int, g: fmpq_mat, s: Fraction) -> fmpq_mat:
    path = g * rational(s)
    path[0, j] += 1
    return path


def _backward(p: Pencil, j: int, g: fmpq_mat) -> Fraction:
    e = tuple(int(i == j) for i in range(p.n))
    terms = (as_fraction(g[0, m]) * p.world.joint_moment(e, a) for m, a in enumerate(p.exponents))
    return sum(terms, Fraction(0))
