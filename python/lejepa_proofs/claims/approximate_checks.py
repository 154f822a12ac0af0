"""The checks of Theorem 3: errors of encoders near the optimum, measured exactly."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from flint import arb, fmpq, fmpq_mat

from lejepa_proofs.claims.gaussian_instances import (
    BITS,
    centred_direction,
    random_encoder,
    random_matrix,
    random_orthogonal,
    random_rho,
    random_vector,
    whitened_encoder,
)
from lejepa_proofs.claims.model import Context
from lejepa_proofs.numerics.enclosure import ball, working_precision
from lejepa_proofs.numerics.encoders import (
    PolynomialEncoder,
    affine_encoder,
    alignment_gap,
    alignment_loss,
    centred,
    cov_matrix,
    covariance_error_sq,
    error_sq,
    linear_encoder,
    linear_part,
    mean_vec,
    mixed,
    nonlinear_energy,
    nonlinear_part,
    translated,
)
from lejepa_proofs.numerics.orthogonal import (
    distance_sq_to_rotations,
    frobenius_sq,
    is_orthogonal,
    nearest_orthogonal,
)
from lejepa_proofs.numerics.polynomials import coordinate, hermite
from lejepa_proofs.numerics.verdict import Method, Relation, Tally

Real = fmpq | arb
"""A rational, or a ball where the number is irrational."""


@dataclass(frozen=True)
class Formula:
    """The parts of Theorem 3 that a variant replaces.

    ``gap(h, ρ)`` is δ, ``deficit(δ, ρ)`` is D, ``error(h)`` the error that is bounded, and
    ``bound(D, ε²) = (a, b)`` its bound ``a + b·ε``, so that only ``ε`` itself can be irrational.
    """

    gap: Callable[[PolynomialEncoder, fmpq], fmpq]
    deficit: Callable[[fmpq, fmpq], fmpq]
    bound: Callable[[fmpq, fmpq], tuple[fmpq, fmpq]]
    error: Callable[[PolynomialEncoder], Real]


def deficit(delta: fmpq, rho: fmpq) -> fmpq:
    """``D = δ/(2ρ(1−ρ))``."""
    return delta / (2 * rho * (1 - rho))


def error_bound(d: fmpq, epsilon_sq: fmpq) -> tuple[fmpq, fmpq]:
    """``D + (ε + D)² = (D + D² + ε²) + 2D·ε`` as the pair of its rational part and ``2D``."""
    return d + d * d + epsilon_sq, 2 * d


def error_to_nearest(h: PolynomialEncoder) -> Real:
    """``E‖h − Q z‖²`` with ``Q`` the nearest orthogonal matrix found, exactly orthogonal."""
    return error_sq(h, nearest_orthogonal(linear_part(h)))


def centred_error(h: PolynomialEncoder) -> Real:
    """``E‖h − E h − Q z‖²``."""
    return error_to_nearest(centred(h))


def error_to_rotations(h: PolynomialEncoder) -> Real:
    """``min_{Q ∈ SO(n)} E‖h − Q z‖²``, by ``W + ‖E h‖² + (distance of M from SO(n))²``."""
    mean = frobenius_sq(mean_vec(h))
    return nonlinear_energy(h) + mean + distance_sq_to_rotations(linear_part(h))


def gap_over_dimension(h: PolynomialEncoder, rho: fmpq) -> fmpq:
    """``max(0, L − 2(1−ρ)n)``."""
    delta = alignment_loss(h, rho) - 2 * (1 - rho) * h.n
    return max(delta, fmpq(0))


def deficit_without_rho(delta: fmpq, rho: fmpq) -> fmpq:
    """``δ/(2(1−ρ))``."""
    return delta / (2 * (1 - rho))


def square_without_deficit(d: fmpq, epsilon_sq: fmpq) -> tuple[fmpq, fmpq]:
    """``D + ε²``."""
    return d + epsilon_sq, fmpq(0)


def square_alone(d: fmpq, epsilon_sq: fmpq) -> tuple[fmpq, fmpq]:
    """``(ε + D)²``."""
    return d * d + epsilon_sq, 2 * d


def squares_apart(d: fmpq, epsilon_sq: fmpq) -> tuple[fmpq, fmpq]:
    """``D + 2ε² + 2D²``."""
    return d + 2 * epsilon_sq + 2 * d * d, fmpq(0)


THEOREM = Formula(alignment_gap, deficit, error_bound, error_to_nearest)
CENTRED = Formula(alignment_gap, deficit, error_bound, centred_error)


def line_encoder(a: fmpq, c: fmpq) -> PolynomialEncoder:
    """``h(z) = a z + c He_2(z)`` on the line: M = a, W = 2c²."""
    f = coordinate(1, 0).scaled(a) + hermite((2,)).scaled(c)
    return PolynomialEncoder((f,))


def white_line(t: fmpq) -> PolynomialEncoder:
    """``h = a z + c He_2`` with variance ``a² + 2c² = 1``, the point of the conic with slope t."""
    denominator = 1 + 2 * t * t
    return line_encoder((1 - 2 * t * t) / denominator, 2 * t / denominator)


def instances(ctx: Context) -> list[tuple[str, PolynomialEncoder]]:
    """Centred encoders: isometries, perturbed ones, white ones, singular and arbitrary ones."""
    found = [
        ("line, almost no linear part", white_line(fmpq(7, 10))),
        ("line, tiny nonlinear part", white_line(fmpq(1, 20000))),
        ("line, n-floor attained", line_encoder(fmpq(1, 5), fmpq(4, 5) * fmpq(7, 10))),
        ("line, no linear part", line_encoder(fmpq(0), fmpq(1, 2))),
        ("line, small", line_encoder(fmpq(1, 10), fmpq(1, 10))),
    ]
    for n in range(1, 5):
        for reflection in (False, True):
            q = random_orthogonal(ctx.random, n, reflection=reflection)
            isometry = linear_encoder(q)
            found.append((f"n={n}, isometry", isometry))
            for size in (fmpq(1, 10), fmpq(1, 1000)):
                direction = centred_direction(ctx.random, n, 2 + ctx.random.randrange(2))
                parts = [f + direction.scaled(size / 10) for f in isometry.components]
                found.append((f"n={n}, perturbed by {size}", PolynomialEncoder(tuple(parts))))
        h = whitened_encoder(ctx.random, n, 3, reflection=False)
        found.append((f"n={n}, white", h))
        found.append((f"n={n}, arbitrary", centred(random_encoder(ctx.random, n, 3))))
        found.append((f"n={n}, zero", linear_encoder(fmpq_mat(n, n))))
        singular = random_matrix(ctx.random, n)
        for j in range(n):
            singular[0, j] = 0
        found.append((f"n={n}, singular", linear_encoder(singular)))
    return found


def root(x: fmpq) -> Real:
    """``√x``, exact when it is rational."""
    p, q = x.p, x.q
    if p.is_square() and q.is_square():
        return fmpq(p.isqrt(), q.isqrt())
    return ball(x).sqrt()


def errors(ctx: Context, formula: Formula = THEOREM, offset: bool = False) -> Tally:
    """The bound minus the error E‖h − Qz‖², with δ and ε as small as the hypotheses allow."""
    tally = Tally(Relation.NONNEGATIVE, Method.ENCLOSURE)
    with working_precision(BITS):
        for name, draw in instances(ctx):
            h = translated(draw, random_vector(ctx.random, draw.n)) if offset else draw
            epsilon_sq = covariance_error_sq(h)
            epsilon = root(epsilon_sq)
            for rho in (fmpq(1, 20), fmpq(19, 20), random_rho(ctx.random)):
                d = formula.deficit(formula.gap(h, rho), rho)
                rational_part, slope = formula.bound(d, epsilon_sq)
                rest = slope * epsilon if slope != 0 else slope
                tally.add(rational_part + rest - formula.error(h), f"{name}, ρ={rho}")
    return tally


def all_terms(distance: fmpq, energy: fmpq, mean: fmpq) -> fmpq:
    """``‖M−Q‖_F² + W + ‖E h‖²``."""
    return distance + energy + mean


def without_mean(distance: fmpq, energy: fmpq, mean: fmpq) -> fmpq:
    """The sum without ``‖E h‖²``."""
    return distance + energy + 0 * mean


def without_energy(distance: fmpq, energy: fmpq, mean: fmpq) -> fmpq:
    """The sum without ``W``."""
    return distance + 0 * energy + mean


def pythagoras(
    ctx: Context, total: Callable[[fmpq, fmpq, fmpq], fmpq] = all_terms, centre: bool = False
) -> Tally:
    """E‖h − Qz‖² minus ‖M−Q‖_F² + W + ‖E h‖²; ‖Cov h − MMᵀ − Cov ν‖_F²; and that
    the linear part of Qh is QM."""
    tally = Tally(Relation.ZERO, Method.EXACT)
    for n in range(1, 5):
        for degree in (1, 2, 4):
            drawn = random_encoder(ctx.random, n, degree)
            h = centred(drawn) if centre else translated(drawn, random_vector(ctx.random, n))
            q = random_orthogonal(ctx.random, n, reflection=degree == 2)
            m = linear_part(h)
            turned = frobenius_sq(linear_part(mixed(q, h)) - q * m)
            tally.add(turned, f"linear part of Qh: n={n}, degree {degree}")
            parts = total(frobenius_sq(m - q), nonlinear_energy(h), frobenius_sq(mean_vec(h)))
            tally.add(error_sq(h, q) - parts, f"error: n={n}, degree {degree}")
            rest = cov_matrix(h) - m * m.transpose() - cov_matrix(nonlinear_part(h))
            tally.add(frobenius_sq(rest), f"covariance: n={n}, degree {degree}")
    return tally


Hypotheses = Callable[[PolynomialEncoder, fmpq], bool]


def optimal(h: PolynomialEncoder, rho: fmpq) -> bool:
    """The hypotheses of Theorem 3 with δ = ε = 0."""
    return not any(mean_vec(h).entries()) and optimal_anywhere(h, rho)


def optimal_anywhere(h: PolynomialEncoder, rho: fmpq) -> bool:
    """``δ = ε = 0``, the mean free."""
    return alignment_gap(h, rho) == 0 and covariance_error_sq(h) == 0


def aligned(h: PolynomialEncoder, rho: fmpq) -> bool:
    """``E h = 0`` and ``δ = 0``, the covariance free."""
    return not any(mean_vec(h).entries()) and alignment_gap(h, rho) == 0


def white(h: PolynomialEncoder, rho: fmpq) -> bool:
    """``E h = 0`` and ``ε = 0``, the loss free."""
    return bool(rho > 0) and not any(mean_vec(h).entries()) and covariance_error_sq(h) == 0


def recovery(ctx: Context, hypotheses: Hypotheses = optimal, centre: bool = False) -> Tally:
    """E‖h − Qz‖², Q nearest to the linear part, for the encoders that meet the hypotheses.

    An orthogonal map that does not meet them counts 1.
    """
    tally = Tally(Relation.ZERO, Method.EXACT)
    for n in range(1, 5):
        q = random_orthogonal(ctx.random, n, reflection=n % 2 == 0)
        offset = random_vector(ctx.random, n)
        candidates = [
            ("orthogonal", linear_encoder(q)),
            ("orthogonal and translated", affine_encoder(offset, q)),
            ("scaled", linear_encoder(q * fmpq(3, 2))),
            ("white, nonlinear", whitened_encoder(ctx.random, n, 3, reflection=False)),
            ("arbitrary", random_encoder(ctx.random, n, 2)),
        ]
        for name, h in candidates:
            rho = random_rho(ctx.random)
            where = f"n={n}, {name}, ρ={rho}"
            if hypotheses(h, rho):
                target = centred(h) if centre else h
                tally.add(error_sq(target, nearest_orthogonal(linear_part(h))), where)
            elif h.degree <= 1 and is_orthogonal(linear_part(h)) and not any(mean_vec(h).entries()):
                tally.add(1, where)
    return tally
