"""Counterexamples in the Gaussian world: what fails when a hypothesis of the theorems is dropped.

Each check measures by how much an instance violates the false sentence. Its mutant asserts the
sentence itself on the same instances, its control the true claim that repairs the sentence.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum

from flint import fmpq, fmpq_mat

from lejepa_proofs.claims.gaussian_instances import (
    BITS,
    centred_direction,
    random_orthogonal,
    random_rational,
    random_rho,
    random_vector,
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
    nonlinear_energy,
    reflected,
)
from lejepa_proofs.numerics.orthogonal import (
    distance_sq_to_rotations,
    frobenius_sq,
    identity,
    isometry_defect_sq,
    nearest_orthogonal,
    trace,
)
from lejepa_proofs.numerics.polynomials import constant, coordinate, hermite
from lejepa_proofs.numerics.spirals import (
    fold_loss,
    spiral_cross_moment,
    spiral_cross_moment_by_series,
    spiral_loss,
)
from lejepa_proofs.numerics.verdict import Method, Relation, Slack, Tally


class Assertion(StrEnum):
    """What is asserted of the instances: that they violate the sentence, that they do not, or
    that they satisfy the sentence's repair."""

    VIOLATION = "violation"
    SENTENCE = "sentence"
    REPAIR = "repair"


def _tally(asserted: Assertion, method: Method = Method.EXACT) -> Tally:
    strict = asserted is Assertion.VIOLATION
    return Tally(Relation.POSITIVE if strict else Relation.NONNEGATIVE, method)


def _add(tally: Tally, asserted: Assertion, violation: Slack, repair: Slack, where: str) -> None:
    """Add what ``asserted`` says is positive (nonnegative): the violation, its negative, or the
    slack of the true claim."""
    slacks = {
        Assertion.VIOLATION: violation,
        Assertion.SENTENCE: -violation,
        Assertion.REPAIR: repair,
    }
    tally.add(slacks[asserted], where)


def uninformative_loss(ctx: Context, rho: int, asserted: Assertion = Assertion.VIOLATION) -> Tally:
    """The nonlinear energy of white encoders whose loss at ρ = 0 or 1 is that of a linear one.

    The repair is (GAP) for the same encoders strictly between.
    """
    tally = _tally(asserted)
    for n in range(1, 5):
        for degree in (2, 3):
            q = random_orthogonal(ctx.random, n, reflection=degree == 3)
            u = centred_direction(ctx.random, n, degree)
            h = reflected(linear_encoder(q), [u])
            end, inner = fmpq(rho), random_rho(ctx.random)
            excess = alignment_loss(h, end) - alignment_loss(linear_encoder(q), end)
            energy = nonlinear_energy(h)
            violation = energy if excess == 0 else -abs(excess)
            repair = alignment_gap(h, inner) - 2 * inner * (1 - inner) * energy
            _add(tally, asserted, violation, repair, f"n={n}, ρ={rho}, W={energy}")
    return tally


def even_encoders(ctx: Context, asserted: Assertion = Assertion.VIOLATION) -> Tally:
    """2(1−ρ) − L at ρ < 0 for white encoders a z + c He_2 of the line, c ≠ 0.

    The repair is the floor for the same encoder at −ρ.
    """
    tally = _tally(asserted)
    for _ in range(8):
        t = random_rational(ctx.random) + 4
        h = white_line(t)
        rho = random_rho(ctx.random)
        violation = 2 * (1 + rho) - alignment_loss(h, -rho)
        repair = alignment_loss(h, rho) - 2 * (1 - rho)
        _add(tally, asserted, violation, repair, f"slope {t}, ρ={-rho}")
    return tally


def white_line(t: fmpq) -> PolynomialEncoder:
    """``a z + c He_2`` with ``a² + 2c² = 1``: the rational point of the conic with slope ``t``."""
    denominator = 1 + 2 * t * t
    linear = coordinate(1, 0).scaled((1 - 2 * t * t) / denominator)
    return PolynomialEncoder((linear + hermite((2,)).scaled(2 * t / denominator),))


def fold_at_negative_rho(ctx: Context, asserted: Assertion = Assertion.VIOLATION) -> Tally:
    """2(1−ρ) − L at ρ < 0 for the fold Φ^{−1}(2Φ(|z|) − 1), which preserves γ.

    The repair is the floor for the fold at −ρ.
    """
    tally = _tally(asserted, Method.ENCLOSURE)
    with working_precision(BITS):
        for rho in (fmpq(1, 20), fmpq(19, 20), random_rho(ctx.random)):
            loss = fold_loss(-rho, steps=100)
            violation = ball(2 * (1 + rho)) - loss
            repair = fold_loss(rho, steps=100) - ball(2 * (1 - rho))
            _add(tally, asserted, violation, repair, f"fold, ρ={-rho}")
            if asserted is Assertion.VIOLATION:
                tally.add(2 - loss, f"fold, ρ={-rho}: below the loss of independent views")
    return tally


def dimension_for_trace(ctx: Context, asserted: Assertion = Assertion.VIOLATION) -> Tally:
    """The error minus D + (ε+D)² on the line when δ = L − 2(1−ρ)n = 0, hence D = 0.

    ``h = a z + c He_2`` with ``ρ`` such that ``L = 2(1−ρ)``: ``(1+ρ)·2c² = 1 − a²``. The repair
    takes δ over tr Cov h. On the line ``ε = |Var h − 1|`` is rational.
    """
    tally = _tally(asserted)
    for _ in range(6):
        rho = random_rho(ctx.random)
        slope = random_rational(ctx.random, 2) + 3
        # a = 1 − slope·c meets a² + 2(1+ρ)c² = 1 at c = 2·slope/(slope² + 2(1+ρ)).
        c = 2 * slope / (slope * slope + 2 * (1 + rho))
        h = PolynomialEncoder((coordinate(1, 0).scaled(1 - slope * c) + hermite((2,)).scaled(c),))
        error = error_sq(h, nearest_orthogonal(linear_part(h)))
        epsilon = abs(trace(cov_matrix(h)) - 1)
        wrong = (alignment_loss(h, rho) - 2 * (1 - rho)) / (2 * rho * (1 - rho))
        right = alignment_gap(h, rho) / (2 * rho * (1 - rho))
        violation = error - wrong - (epsilon + wrong) ** 2
        repair = right + (epsilon + right) ** 2 - error
        _add(tally, asserted, violation, repair, f"slope {slope}, c={c}, ρ={rho}")
    return tally


def uncentred_covariance(ctx: Context, asserted: Assertion = Assertion.VIOLATION) -> Tally:
    """2(1−ρ)n − L for affine encoders with E h hᵀ = I but E h ≠ 0.

    They come from ``Q z`` by a reflection of L²(γ) along an affine function with a mean; the
    repair is the floor 2(1−ρ) tr Cov h.
    """
    tally = _tally(asserted)
    for n in range(1, 5):
        q = random_orthogonal(ctx.random, n, reflection=False)
        u = constant(n, 1) + coordinate(n, 0).scaled(random_rational(ctx.random) + 4)
        h = reflected(linear_encoder(q), [u])
        b = mean_vec(h)
        if cov_matrix(h) + b * b.transpose() != identity(n):
            raise ValueError(f"n={n}: the instance must have E h hᵀ = I; correct its construction")
        rho = random_rho(ctx.random)
        loss = alignment_loss(h, rho)
        violation = 2 * (1 - rho) * n - loss
        repair = loss - 2 * (1 - rho) * trace(cov_matrix(h))
        _add(tally, asserted, violation, repair, f"n={n}, ‖E h‖²={frobenius_sq(b)}, ρ={rho}")
    return tally


def mean_omitted(ctx: Context, asserted: Assertion = Assertion.VIOLATION) -> Tally:
    """E‖h − Q'z‖² minus its bound 0 for h = b + Qz, whose δ and ε are 0; repaired by centring."""
    tally = _tally(asserted)
    for n in range(1, 5):
        q = random_orthogonal(ctx.random, n, reflection=n % 2 == 0)
        h = affine_encoder(random_vector(ctx.random, n), q)
        bound = alignment_gap(h, random_rho(ctx.random)) + covariance_error_sq(h)
        nearest = nearest_orthogonal(linear_part(h))
        violation = error_sq(h, nearest) - bound
        repair = bound - error_sq(centred(h), nearest)
        _add(tally, asserted, violation, repair, f"n={n}, ‖b‖²={frobenius_sq(mean_vec(h))}")
    return tally


def _distance_sq_to_ou(a: fmpq_mat) -> fmpq:
    """``min_{r ≥ 0} ‖A − r I‖_F²``: how far ``z' = A z + s η`` is from an OU pair."""
    return frobenius_sq(a) - max(trace(a), fmpq(0)) ** 2 / a.nrows()


def turned_transition(ctx: Context, asserted: Assertion = Assertion.VIOLATION) -> Tally:
    """The distance of z' = ρQz + sη, stationary for γ, from z' = rz + sη with r ≥ 0.

    A pair that is not stationary counts −1. The repair undoes Q: Qᵀz' is an OU pair with z.
    """
    tally = _tally(asserted)
    for n in range(1, 5):
        for q in (identity(n) * -1, random_orthogonal(ctx.random, n, reflection=True)):
            rho = random_rho(ctx.random)
            a = q * rho
            covariance = a * a.transpose() + identity(n) * (1 - rho * rho)
            stationary = covariance == identity(n)
            violation = _distance_sq_to_ou(a) if stationary else fmpq(-1)
            repair = -_distance_sq_to_ou(q.transpose() * a)
            _add(tally, asserted, violation, repair, f"n={n}, ρ={rho}, det Q={q.det()}")
    return tally


def spiral_transition(ctx: Context, asserted: Assertion = Assertion.VIOLATION) -> Tally:
    """E‖E[z'|z]‖² − (E⟨z,z'⟩)²/2 for z' = ρσ(z) + sη with σ the spiral: 0 for an OU pair.

    Both terms are 2r² for z' = rz + sη on ℝ². The repair is the same difference for σ undone.
    """
    tally = _tally(asserted)
    for _ in range(6):
        c, rho = random_rational(ctx.random) + 4, random_rho(ctx.random)
        cross = rho * spiral_cross_moment(c)
        undone = rho * spiral_cross_moment(0)
        violation = 2 * rho * rho - cross * cross / 2
        repair = undone * undone / 2 - 2 * rho * rho
        _add(tally, asserted, violation, repair, f"spiral c={c}, ρ={rho}")
    return tally


CROSS_TERMS = 20


def spiral_cross_moments(
    ctx: Context, formula: Callable[[fmpq], fmpq] = spiral_cross_moment
) -> Tally:
    """E⟨z, σ(z)⟩ for the spiral in closed form minus its series in moments.

    The remainder is ``2(2m+1)(2c)^{2m}`` with ``m`` terms; the resolution is twice its diameter
    at the largest ``c``.
    """
    largest = 0.25
    resolution = 8 * (2 * CROSS_TERMS + 1) * (2 * largest) ** (2 * CROSS_TERMS)
    tally = Tally(Relation.ZERO, Method.ENCLOSURE, resolution=resolution)
    with working_precision(BITS):
        for c in (fmpq(1, 20), fmpq(1, 4), fmpq(ctx.random.randint(1, 9), 40)):
            series = spiral_cross_moment_by_series(c, CROSS_TERMS)
            tally.add(formula(c) - series, f"spiral c={c}")
    return tally


def identity_cross_moment(c: fmpq) -> fmpq:
    """``E⟨z, z⟩ = 2``, as if the spiral were the identity."""
    return 2 + 0 * c


def opposite_cross_moment(c: fmpq) -> fmpq:
    """The cross moment of the spiral in the other sense."""
    return spiral_cross_moment(-c)


def spiral_excess(ctx: Context, asserted: Assertion = Assertion.VIOLATION) -> Tally:
    """L − 2(1−ρ)n for the spiral on ℝ², which preserves γ; the repair is the floor alone."""
    tally = _tally(asserted)
    draws = [(random_rational(ctx.random) + 4, random_rho(ctx.random)) for _ in range(6)]
    for c, rho in [(fmpq(1, 20), fmpq(19, 20)), *draws]:
        excess = spiral_loss(c, rho) - 4 * (1 - rho)
        _add(tally, asserted, excess, excess, f"spiral c={c}, ρ={rho}")
    return tally


def reflections(ctx: Context, asserted: Assertion = Assertion.VIOLATION) -> Tally:
    """The squared distance from SO(n) of reflections, which attain the floor; from O(n) it is 0.

    A map that does not attain the floor counts −1.
    """
    tally = _tally(asserted, Method.ENCLOSURE)
    with working_precision(BITS):
        for n in range(1, 5):
            q = random_orthogonal(ctx.random, n, reflection=True)
            rho = random_rho(ctx.random)
            attains = alignment_loss(linear_encoder(q), rho) == 2 * (1 - rho) * n
            violation = distance_sq_to_rotations(q) if attains else ball(-1)
            _add(tally, asserted, violation, -isometry_defect_sq(q), f"n={n}, ρ={rho}")
    return tally
