"""The checks of Theorem 1 for square-integrable and for whitened encoders."""

from __future__ import annotations

from collections.abc import Callable

from flint import fmpq

from lejepa_proofs.claims.gaussian_instances import (
    EDGE_RHOS,
    attainment,
    random_affine,
    random_encoder,
    random_orthogonal,
    random_rho,
    random_vector,
    whitened_encoder,
)
from lejepa_proofs.claims.model import Context
from lejepa_proofs.numerics.encoders import (
    PolynomialEncoder,
    affine_encoder,
    alignment_loss,
    centred,
    cov_matrix,
    covariance_error_sq,
    linear_encoder,
    linear_part,
    mean_square,
    mean_vec,
    translated,
)
from lejepa_proofs.numerics.gaussian import expectation
from lejepa_proofs.numerics.orthogonal import identity, is_orthogonal, trace
from lejepa_proofs.numerics.verdict import Method, Relation, Tally

Floor = Callable[[PolynomialEncoder, fmpq], fmpq]
Attains = Callable[[PolynomialEncoder], bool]
Draw = Callable[[Context, int, int], PolynomialEncoder]
"""An encoder for a dimension and a degree."""


def trace_floor(h: PolynomialEncoder, rho: fmpq) -> fmpq:
    """``2(1−ρ) tr Cov h``."""
    return 2 * (1 - rho) * trace(cov_matrix(h))


def dimension_floor(h: PolynomialEncoder, rho: fmpq) -> fmpq:
    """``2(1−ρ) n``."""
    return 2 * (1 - rho) * h.n


def uncentred_floor(h: PolynomialEncoder, rho: fmpq) -> fmpq:
    """``2(1−ρ) E‖h‖²``."""
    return 2 * (1 - rho) * mean_square(h)


def trace_floor_of_square(h: PolynomialEncoder, rho: fmpq) -> fmpq:
    """``2(1−ρ²) tr Cov h``."""
    return trace_floor(h, rho * rho)


def dimension_floor_of_square(h: PolynomialEncoder, rho: fmpq) -> fmpq:
    """``2(1−ρ²) n``."""
    return dimension_floor(h, rho * rho)


def any_encoder(ctx: Context, n: int, degree: int) -> PolynomialEncoder:
    """A sparse random encoder; in degree 1 the contraction ``z/2``."""
    if degree == 1:
        return linear_encoder(identity(n) / 2)
    return random_encoder(ctx.random, n, degree)


def whitened(ctx: Context, n: int, degree: int) -> PolynomialEncoder:
    """A whitened encoder with a random translation."""
    reflection = ctx.random.random() < 0.5
    h = whitened_encoder(ctx.random, n, degree, reflection=reflection, directions=2)
    return translated(h, random_vector(ctx.random, n))


def centred_encoder(ctx: Context, n: int, degree: int) -> PolynomialEncoder:
    """``h − E h`` for such an encoder."""
    return centred(any_encoder(ctx, n, degree))


def centred_whitened(ctx: Context, n: int, degree: int) -> PolynomialEncoder:
    """A whitened encoder with mean 0."""
    return whitened_encoder(ctx.random, n, degree, reflection=n % 2 == 0)


def trace_n(ctx: Context, n: int, degree: int) -> PolynomialEncoder:
    """An encoder with tr Cov h = n that is not white for ``n ≥ 2``: ``(7/5)² + (1/5)² = 2``."""
    h = whitened(ctx, n, degree)
    if n == 1:
        return h
    first, second, *rest = h.components
    return PolynomialEncoder((first.scaled(fmpq(7, 5)), second.scaled(fmpq(1, 5)), *rest))


def floor(ctx: Context, bound: Floor = trace_floor, draw: Draw = any_encoder) -> Tally:
    """L minus its floor, for drawn encoders of dimension 1 to 4 and several correlations."""
    tally = Tally(Relation.NONNEGATIVE, Method.EXACT)
    for n in range(1, 5):
        for degree in range(1, 6 if n < 4 else 4):
            h = draw(ctx, n, degree)
            for rho in (*EDGE_RHOS, random_rho(ctx.random)):
                slack = alignment_loss(h, rho) - bound(h, rho)
                tally.add(slack, f"n={n}, degree {h.degree}, ρ={rho}")
    return tally


def is_affine(h: PolynomialEncoder) -> bool:
    """Whether ``h = b + M z``, read off the degree."""
    return h.degree <= 1


def is_affine_isometry(h: PolynomialEncoder) -> bool:
    """Whether ``h = b + Q z`` with ``Q ∈ O(n)``."""
    return is_affine(h) and is_orthogonal(linear_part(h))


def is_quadratic(h: PolynomialEncoder) -> bool:
    """Whether the degree is at most 2."""
    return h.degree <= 2


def is_linear(h: PolynomialEncoder) -> bool:
    """Whether ``h = M z``."""
    return is_affine(h) and not any(mean_vec(h).entries())


def is_isometry(h: PolynomialEncoder) -> bool:
    """Whether ``h = Q z`` with ``Q ∈ O(n)``."""
    return is_affine_isometry(h) and is_linear(h)


def is_affine_rotation(h: PolynomialEncoder) -> bool:
    """Whether ``h = b + Q z`` with ``Q ∈ SO(n)``."""
    return is_affine_isometry(h) and linear_part(h).det() == 1


def affine_equality(ctx: Context, attains: Attains = is_affine) -> Tally:
    """Whether L equals 2(1−ρ) tr Cov h exactly for the encoders that ``attains`` names."""
    tally = Tally(Relation.ZERO, Method.EXACT)
    for n in range(1, 5):
        for degree in (0, 1, 2, 3, 4):
            affine = random_affine(ctx.random, n)
            h = affine if degree <= 1 else random_encoder(ctx.random, n, degree) - affine
            for rho in (*EDGE_RHOS, random_rho(ctx.random)):
                excess = alignment_loss(h, rho) - trace_floor(h, rho)
                attainment(tally, attains(h), excess, f"n={n}, degree {h.degree}, ρ={rho}")
    return tally


def whitened_equality(ctx: Context, attains: Attains = is_affine_isometry) -> Tally:
    """Whether L equals 2(1−ρ)n exactly for the whitened encoders that ``attains`` names."""
    tally = Tally(Relation.ZERO, Method.EXACT)
    for n in range(1, 5):
        encoders = [whitened(ctx, n, degree) for degree in (2, 3)]
        for reflection in (False, True):
            q = random_orthogonal(ctx.random, n, reflection=reflection)
            encoders += [linear_encoder(q), affine_encoder(random_vector(ctx.random, n), q)]
        for h in encoders:
            rho = random_rho(ctx.random)
            tally.add(covariance_error_sq(h), f"n={n}: Cov h = I is the hypothesis")
            excess = alignment_loss(h, rho) - dimension_floor(h, rho)
            attainment(tally, attains(h), excess, f"n={n}, degree {h.degree}, ρ={rho}")
    return tally


def not_gaussian(ctx: Context, degrees: tuple[int, ...] = (2, 3)) -> Tally:
    """Σ_i (E h_i³)² + (E h_i⁴ − 3)², zero for a Gaussian output, for whitened encoders."""
    tally = Tally(Relation.POSITIVE, Method.EXACT)
    for n in (1, 2, 3):
        for degree in degrees:
            h = centred_whitened(ctx, n, degree)
            if degree == 1:
                h = linear_encoder(random_orthogonal(ctx.random, n, reflection=False))
            defect = fmpq(0)
            for f in h.components:
                square = f * f
                defect += expectation(square * f) ** 2 + (expectation(square * square) - 3) ** 2
            tally.add(defect, f"n={n}, degree {h.degree}")
    return tally
