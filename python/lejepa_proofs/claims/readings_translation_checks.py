"""Checks that minimisers of the whitened loss stay minimisers when they are translated."""

from __future__ import annotations

from fractions import Fraction

from flint import fmpq_mat

from lejepa_proofs.claims.converse_worlds import (
    gaussian_worlds,
    random_orthogonal,
    random_rational,
)
from lejepa_proofs.claims.model import Context
from lejepa_proofs.numerics.ar1 import World
from lejepa_proofs.numerics.best_encoder import covariance, pencil
from lejepa_proofs.numerics.orthogonal import frobenius_sq, identity
from lejepa_proofs.numerics.verdict import Method, Relation, Tally, as_fraction


def translated_loss(ctx: Context) -> Tally:
    """``Qz + b`` has covariance ``I`` and the least loss ``2(1 − ρ)n`` of a Gaussian world."""
    tally = Tally(Relation.ZERO, Method.EXACT)
    for world in gaussian_worlds(ctx.random):
        q, b = _translated(ctx, world)
        p = pencil(world, 1)
        tally.add(frobenius_sq(covariance(p, q) - identity(world.n)), f"Cov, {world.name}")
        tally.add(_affine_loss(world, q, b) - 2 * (1 - world.rho) * world.n, f"L, {world.name}")
    return tally


def translation_distance(ctx: Context, claimed: bool = False, centred: bool = False) -> Tally:
    """``E‖Qz + b − Q'z‖²`` for ``Q' = Q`` and others; ``claimed``: 0 for ``Q' = Q``.

    With ``centred`` the mean ``b`` is taken off first, which is the repair.
    """
    tally = Tally(Relation.ZERO if claimed else Relation.POSITIVE, Method.EXACT)
    for world in gaussian_worlds(ctx.random):
        q, b = _translated(ctx, world)
        shift = [Fraction(0)] * world.n if centred else b
        rivals = [q] if claimed else [q, *(random_orthogonal(ctx.random, world.n) for _ in "abc")]
        for rival in rivals:
            distance = _mean_square(world, q - rival, shift)
            tally.add(distance, f"b = {tuple(map(str, b))}, {world.name}")
    return tally


def _translated(ctx: Context, world: World) -> tuple[fmpq_mat, list[Fraction]]:
    b = [random_rational(ctx.random) or Fraction(1) for _ in range(world.n)]
    return random_orthogonal(ctx.random, world.n), b


def _mean_square(world: World, matrix: fmpq_mat, b: list[Fraction]) -> Fraction:
    """``E‖A z + b‖²`` from the first two moments of ``z``."""
    total, n = Fraction(0), world.n
    units = [tuple(int(i == j) for i in range(n)) for j in range(n)]
    for i in range(n):
        a = [as_fraction(matrix[i, j]) for j in range(n)]
        total += b[i] ** 2
        for j, first in enumerate(units):
            total += 2 * b[i] * a[j] * world.moment(first)
            for k, second in enumerate(units):
                both = tuple(x + y for x, y in zip(first, second, strict=True))
                total += a[j] * a[k] * world.moment(both)
    return total


def _affine_loss(world: World, q: fmpq_mat, b: list[Fraction]) -> Fraction:
    """``E‖Qz + b‖² + E‖Qz' + b‖² − 2 E⟨Qz + b, Qz' + b⟩`` with ``E z' = E z = 0``."""
    n = world.n
    units = [tuple(int(i == j) for i in range(n)) for j in range(n)]
    gram = q.transpose() * q
    lag = sum(
        (
            as_fraction(gram[j, k]) * world.joint_moment(units[j], units[k])
            for j in range(n)
            for k in range(n)
        ),
        Fraction(0),
    )
    return 2 * _mean_square(world, q, b) - 2 * (lag + sum((x**2 for x in b), Fraction(0)))
