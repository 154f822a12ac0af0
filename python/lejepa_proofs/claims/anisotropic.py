"""Theorem 1 (b) when the coordinates of the world have different correlations."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from random import Random

from flint import fmpq

from lejepa_proofs.claims.forward_checks import (
    Attains,
    is_affine_isometry,
    is_affine_rotation,
    is_quadratic,
)
from lejepa_proofs.claims.gaussian_instances import (
    attainment,
    random_orthogonal,
    random_rho,
    random_vector,
    whitened_encoder,
)
from lejepa_proofs.claims.model import Check, Claim, Context, Control, Group, Mutant
from lejepa_proofs.numerics.encoders import (
    PolynomialEncoder,
    affine_encoder,
    alignment_loss,
    covariance_error_sq,
    linear_encoder,
    translated,
)
from lejepa_proofs.numerics.polynomials import coordinate
from lejepa_proofs.numerics.verdict import Method, Relation, Tally

Rates = Callable[[Random, int], list[fmpq]]
Floor = Callable[[list[fmpq]], fmpq]


def rates_within(random: Random, n: int) -> list[fmpq]:
    """Correlations with ``(max ρ_i)² < min ρ_i``, the largest first."""
    r = random_rho(random)
    return [r] + [r * r + (r - r * r) * random_rho(random) for _ in range(n - 1)]


def rates_at_the_edge(random: Random, n: int) -> list[fmpq]:
    """Correlations with ``(max ρ_i)² = min ρ_i``: ``(r, …, r, r²)``."""
    r = random_rho(random)
    return [r] * (n - 1) + [r * r]


def rates_beyond(random: Random, n: int) -> list[fmpq]:
    """Correlations with ``(max ρ_i)² > min ρ_i``: ``(r, …, r, r²/2)``."""
    r = random_rho(random)
    return [r] * (n - 1) + [r * r / 2]


def sum_floor(rhos: list[fmpq]) -> fmpq:
    """``2 Σ_i (1−ρ_i)``."""
    return sum((2 * (1 - rho) for rho in rhos), start=fmpq(0))


def slowest_floor(rhos: list[fmpq]) -> fmpq:
    """``2n(1 − max ρ_i)``."""
    return 2 * len(rhos) * (1 - max(rhos))


def fastest_floor(rhos: list[fmpq]) -> fmpq:
    """``2n(1 − min ρ_i)``."""
    return 2 * len(rhos) * (1 - min(rhos))


def product_encoder(n: int) -> PolynomialEncoder:
    """``(z_1, …, z_{n−1}, z_1 z_2)``, whitened: it trades the last coordinate for a product."""
    z = [coordinate(n, j) for j in range(n)]
    return PolynomialEncoder((*z[:-1], z[0] * z[1]))


def _encoders(ctx: Context, n: int) -> list[PolynomialEncoder]:
    chosen = [
        translated(
            whitened_encoder(ctx.random, n, degree, reflection=degree == 2, directions=2),
            random_vector(ctx.random, n),
        )
        for degree in (2, 3)
    ]
    for reflection in (False, True):
        q = random_orthogonal(ctx.random, n, reflection=reflection)
        chosen += [linear_encoder(q), affine_encoder(random_vector(ctx.random, n), q)]
    if n > 2:
        chosen.append(product_encoder(n))
    return chosen


def floor(ctx: Context, rates: Rates = rates_within, bound: Floor = sum_floor) -> Tally:
    """L minus its floor for whitened encoders, n = 2 to 4."""
    tally = Tally(Relation.NONNEGATIVE, Method.EXACT)
    for n in range(2, 5):
        for h in _encoders(ctx, n):
            rhos = rates(ctx.random, n)
            slack = alignment_loss(h, rhos) - bound(rhos)
            tally.add(slack, f"degree {h.degree}, ρ={tuple(map(str, rhos))}")
    return tally


def equality(
    ctx: Context, rates: Rates = rates_within, attains: Attains = is_affine_isometry
) -> Tally:
    """Whether L equals ``2 Σ (1−ρ_i)`` exactly for the whitened encoders ``attains`` names."""
    tally = Tally(Relation.ZERO, Method.EXACT)
    for n in range(2, 5):
        for h in _encoders(ctx, n):
            rhos = rates(ctx.random, n)
            tally.add(covariance_error_sq(h), f"n={n}: Cov h = I is the hypothesis")
            excess = alignment_loss(h, rhos) - sum_floor(rhos)
            where = f"degree {h.degree}, ρ={tuple(map(str, rhos))}"
            attainment(tally, attains(h), excess, where)
    return tally


CLAIMS: tuple[Claim, ...] = (
    Claim(
        id="theorem-1b-rates",
        group=Group.FORWARD,
        sentence="Whitened encoders at the floor are orthogonal maps also when the coordinates "
        "have different correlations, as long as the square of the largest is below the smallest.",
        source="Theorem 1, beyond isotropic transitions",
        statement="z'_i = ρ_i z_i + √(1−ρ_i²) η_i, (max ρ_i)² < min ρ_i, max ρ_i ≤ 1; h ∈ L²(γ), "
        "Cov h = I: L(h) ≥ 2 Σ_i (1−ρ_i), with equality iff h = b + Q z a.e. with Q ∈ O(n)",
        lean=("LeJEPA.le_anisotropicLoss", "LeJEPA.anisotropicLoss_eq_iff"),
        checks=(
            Check(
                id="floor",
                title="L minus 2 Σ (1−ρ_i) on exactly whitened polynomial encoders",
                rung=Method.EXACT,
                run=floor,
            ),
            Check(
                id="equality",
                title="the encoders at the floor are the affine ones",
                rung=Method.EXACT,
                run=equality,
            ),
        ),
        mutants=(
            Mutant(
                id="any-rates",
                statement="the floor holds for all rates",
                check="floor",
                run=partial(floor, rates=rates_beyond),
            ),
            Mutant(
                id="fastest-floor",
                statement="L(h) ≥ 2n(1 − min ρ_i)",
                check="floor",
                run=partial(floor, bound=fastest_floor),
            ),
            Mutant(
                id="edge-included",
                statement="(max ρ_i)² ≤ min ρ_i suffices for the case of equality",
                check="equality",
                run=partial(equality, rates=rates_at_the_edge),
            ),
            Mutant(
                id="rotations-only",
                statement="only b + Qz with Q ∈ SO(n) attain the floor",
                check="equality",
                run=partial(equality, attains=is_affine_rotation),
            ),
            Mutant(
                id="quadratic-attains",
                statement="whitened encoders of degree 2 attain the floor too",
                check="equality",
                run=partial(equality, attains=is_quadratic),
            ),
        ),
        controls=(
            Control(
                id="edge-keeps-the-floor",
                statement="(max ρ_i)² ≤ min ρ_i suffices for the floor",
                check="floor",
                run=partial(floor, rates=rates_at_the_edge),
            ),
            Control(
                id="slowest-floor",
                statement="L(h) ≥ 2n(1 − max ρ_i)",
                check="floor",
                run=partial(floor, bound=slowest_floor),
            ),
        ),
    ),
)
