"""The Sturm–Liouville form of Theorem 2: which densities have an affine eigenfunction."""

from __future__ import annotations

from fractions import Fraction
from functools import partial

from flint import fmpq, fmpq_poly

from lejepa_proofs.claims.converse_worlds import random_rational
from lejepa_proofs.claims.model import Check, Claim, Context, Control, Group, Mutant
from lejepa_proofs.claims.search import smallest_counterexample
from lejepa_proofs.numerics.enclosure import rational
from lejepa_proofs.numerics.sturm_liouville import (
    Score,
    affine_eigenpair,
    exponential_family_score,
    gaussian_expectation,
    gaussian_score,
    generator,
    independence,
    residual,
    student_score,
)
from lejepa_proofs.numerics.verdict import Method, Relation, Tally


def gaussian_eigenfunction(ctx: Context, power: int = -1, sign: int = 1, tilt: int = -1) -> Tally:
    """``𝓛f = −λf`` for ``N(m, v)``, ``λ = sign·K v^power``, ``f = a (x + tilt·m)``."""
    tally = Tally(Relation.ZERO, Method.EXACT)
    for m, v, k, a in _gaussians(ctx):
        lam = sign * k * v**power
        left = residual(gaussian_score(m, v), k, a, tilt * a * m, lam)
        tally.add(_size(left), f"m = {m}, v = {v}, K = {k}, a = {a}")
    return tally


def recovered(ctx: Context, disguise: fmpq_poly | None = None) -> Tally:
    """Solving ``𝓛f = −λf`` for the score of ``exp(−(x−m)²/(2v) + c)`` returns ``(K/v, −m)``.

    ``disguise`` multiplies the numerator and the denominator of the score.
    """
    tally = Tally(Relation.ZERO, Method.EXACT)
    for m, v, _, _ in _gaussians(ctx):
        exponent = fmpq_poly([rational(-m), 1]) ** 2 / rational(-2 * v) + 5
        score = exponential_family_score(exponent)
        if disguise is not None:
            score = Score(score.num * disguise, score.den * disguise)
        found = affine_eigenpair(score)
        tally.add_equal(found, (1 / v, -m), f"m = {m}, v = {v}")
    return tally


def weak_form(ctx: Context, drift: Fraction = Fraction(1)) -> Tally:
    """``E[𝓛f · g] = −K E[f' g']`` under ``N(m, v)``; with ``f = g`` affine, ``λ Var f = K a²``.

    ``drift`` multiplies the score in ``𝓛``; symmetry holds for 1 only.
    """
    tally = Tally(Relation.ZERO, Method.EXACT)
    for m, v, k, a in _gaussians(ctx):
        score = gaussian_score(m, v)
        bent = Score(score.num * rational(drift), score.den)
        line = fmpq_poly([rational(-a * m), rational(a)])
        pairs = [(line, line), (_polynomial(ctx, 3), _polynomial(ctx, 4))]
        for f, g in pairs:
            left = gaussian_expectation(generator(bent, k, f) * g, m, v)
            right = -k * gaussian_expectation(f.derivative() * g.derivative(), m, v)
            tally.add(left - right, f"m = {m}, v = {v}, K = {k}, deg f = {f.degree()}")
    return tally


def rate_positive(ctx: Context, normalisable: bool = True) -> Tally:
    """``λ/K`` of ``p ∝ exp P``, ``P`` quadratic, is positive; ``∫p < ∞`` makes ``P`` bend down."""
    tally = Tally(Relation.POSITIVE, Method.EXACT)
    for _ in range(12):
        bend = Fraction(ctx.random.randint(1, 24), ctx.random.randint(1, 8))
        constant, slope = random_rational(ctx.random), random_rational(ctx.random)
        leading = -bend if normalisable else bend
        exponent = fmpq_poly([rational(constant), rational(slope), rational(leading)])
        found = affine_eigenpair(exponential_family_score(exponent))
        rate = Fraction(-1) if found is None else found.rate
        tally.add(rate, f"P = {exponent}")
    return tally


def others_have_none(ctx: Context, gaussian_too: bool = False) -> Tally:
    """Gram determinant of ``num, den, x·den``: positive iff no affine eigenfunction exists."""
    tally = Tally(Relation.POSITIVE, Method.EXACT)
    for score, name in _other_scores(ctx):
        tally.add(independence(score), name)
        tally.add(1 if affine_eigenpair(score) is None else 0, f"division, {name}")
    if gaussian_too:
        tally.add(independence(gaussian_score(Fraction(1), Fraction(2))), "N(1, 2)")
    return tally


def searched(ctx: Context, top_degree: int = 1) -> Tally:
    """Over integer scores ``(log p)'``: an affine eigenfunction exists iff the degree is at most 1.

    A score that is a nonzero constant has none. Search by Hypothesis; slack 0 when no
    counterexample is found. The variant claims it up to degree ``top_degree``.
    """
    tally = Tally(Relation.ZERO, Method.EXACT)
    import hypothesis.strategies as st

    coefficients = st.lists(st.integers(-6, 6), min_size=1, max_size=6)

    def holds(values: list[int]) -> bool:
        num = fmpq_poly(values)
        expected = 1 <= num.degree() <= top_degree or not num
        return (affine_eigenpair(Score(num, fmpq_poly([1]))) is not None) == expected

    found = smallest_counterexample(coefficients, holds, seed=ctx.seed, examples=200)
    tally.add_equal(found, None, f"score with coefficients {found}")
    return tally


def _gaussians(ctx: Context) -> list[tuple[Fraction, Fraction, Fraction, Fraction]]:
    r = ctx.random
    return [
        (
            random_rational(r),
            Fraction(r.randint(1, 12), r.randint(1, 12)),
            Fraction(r.randint(1, 9), r.randint(1, 9)),
            random_rational(r) or Fraction(1),
        )
        for _ in range(10)
    ] + [(Fraction(0), Fraction(1, 1000), Fraction(1), Fraction(-1))]


def _polynomial(ctx: Context, degree: int) -> fmpq_poly:
    return fmpq_poly([rational(random_rational(ctx.random)) for _ in range(degree)] + [1])


def _other_scores(ctx: Context) -> list[tuple[Score, str]]:
    found = []
    for degree in (4, 4, 6, 8):
        lower = [rational(random_rational(ctx.random)) for _ in range(degree)]
        exponent = fmpq_poly([*lower, fmpq(-1, ctx.random.randint(1, 999))])
        found.append((exponential_family_score(exponent), f"exp of degree {degree}"))
    tiny = fmpq_poly([0, 0, fmpq(-1, 2), 0, fmpq(-1, 10**6)])
    found.append((exponential_family_score(tiny), "exp(−x²/2 − x⁴/10⁶)"))
    found += [(student_score(nu), f"Student, {nu} degrees of freedom") for nu in (1, 3, 1000)]
    return found


def _size(p: fmpq_poly) -> fmpq:
    return sum((c * c for c in p.coeffs()), fmpq(0))


STURM_LIOUVILLE = Claim(
    id="theorem-2-sturm-liouville",
    group=Group.CONVERSE,
    sentence="A reversible diffusion with constant noise has an affine slowest mode only for the "
    "Gaussian density.",
    source="Theorem 2, its proof",
    statement="p > 0 differentiable, ∫p = 1, K > 0, 𝓛f = K(f'' + (log p)'f'). Some affine "
    "f = ax + b, a ≠ 0, has 𝓛f = −λf with λ ∈ ℝ iff p is the density of N(m, v); then λ = K/v > 0 "
    "and m = −b/a.",
    lean=(
        "LeJEPA.exists_affine_eigenfunction_iff",
        "LeJEPA.exists_affine_eigenfunction_iff_gaussianReal",
        "LeJEPA.sturmLiouville_affine",
    ),
    checks=(
        Check(
            id="eigenfunction",
            title="𝓛(a(x − m)) = −(K/v) a(x − m) for N(m, v)",
            rung=Method.EXACT,
            run=gaussian_eigenfunction,
        ),
        Check(
            id="recovered",
            title="division of the score returns λ = K/v and b/a = −m",
            rung=Method.EXACT,
            run=recovered,
        ),
        Check(
            id="weak-form",
            title="E[𝓛f · g] = −K E[f'g'], hence λ Var f = K a²",
            rung=Method.EXACT,
            run=weak_form,
        ),
        Check(
            id="rate-positive",
            title="λ > 0 for every normalisable exp of a quadratic",
            rung=Method.EXACT,
            run=rate_positive,
        ),
        Check(
            id="others",
            title="exp of higher polynomials and Student densities have no affine eigenfunction",
            rung=Method.EXACT,
            run=others_have_none,
        ),
        Check(
            id="searched",
            title="no integer polynomial score of degree ≥ 2 has one (search)",
            rung=Method.EXACT,
            run=searched,
        ),
    ),
    mutants=(
        Mutant(
            id="rate-kv",
            statement="λ = K·v",
            check="eigenfunction",
            run=partial(gaussian_eigenfunction, power=1),
        ),
        Mutant(
            id="rate-sign",
            statement="λ = −K/v",
            check="eigenfunction",
            run=partial(gaussian_eigenfunction, sign=-1),
        ),
        Mutant(
            id="mean-sign",
            statement="m = b/a",
            check="eigenfunction",
            run=partial(gaussian_eigenfunction, tilt=1),
        ),
        Mutant(
            id="half-drift",
            statement="𝓛f = K(f'' + ½(log p)'f') is symmetric",
            check="weak-form",
            run=partial(weak_form, drift=Fraction(1, 2)),
        ),
        Mutant(
            id="not-normalised",
            statement="λ > 0 without ∫p < ∞",
            check="rate-positive",
            run=partial(rate_positive, normalisable=False),
        ),
        Mutant(
            id="no-density",
            statement="no density has an affine eigenfunction",
            check="others",
            run=partial(others_have_none, gaussian_too=True),
        ),
        Mutant(
            id="quadratic-score",
            statement="scores of degree 2 have an affine eigenfunction too",
            check="searched",
            run=partial(searched, top_degree=2),
        ),
    ),
    controls=(
        Control(
            id="common-factor",
            statement="a score written with the common factor 1 + x² is Gaussian all the same",
            check="recovered",
            run=partial(recovered, disguise=fmpq_poly([1, 0, 1])),
        ),
    ),
)

CLAIMS: tuple[Claim, ...] = (STURM_LIOUVILLE,)
