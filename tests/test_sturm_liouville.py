"""Affine eigenfunctions of the Sturm–Liouville operator, against sympy's calculus."""

from __future__ import annotations

from fractions import Fraction

import hypothesis.strategies as st
import pytest
import sympy as sp
from flint import fmpq_mat, fmpq_poly
from hypothesis import given, settings

from lejepa_proofs.numerics.enclosure import rational
from lejepa_proofs.numerics.sturm_liouville import (
    AffineEigenpair,
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
from strategies_converse import rationals

X = sp.symbols("x", real=True)
positive = st.fractions(min_value=Fraction(1, 8), max_value=8, max_denominator=8)
nonzero = rationals.filter(bool)
polynomials = st.lists(st.integers(-5, 5), min_size=1, max_size=5).map(fmpq_poly)


def symbolic(p: fmpq_poly) -> sp.Expr:
    return sum((sp.Rational(int(c.p), int(c.q)) * X**k for k, c in enumerate(p.coeffs())), sp.S(0))


def number(q: Fraction) -> sp.Rational:
    return sp.Rational(q.numerator, q.denominator)


@given(rationals, positive, positive, nonzero)
@settings(max_examples=20)
def test_gaussian_density_has_the_affine_eigenfunction(m, v, k, a):
    log_density = -((X - number(m)) ** 2) / (2 * number(v))
    f = number(a) * (X - number(m))
    image = number(k) * (sp.diff(f, X, 2) + sp.diff(log_density, X) * sp.diff(f, X))
    assert sp.expand(image + number(k / v) * f) == 0
    assert residual(gaussian_score(m, v), k, a, -a * m, k / v) == fmpq_poly([])
    assert affine_eigenpair(gaussian_score(m, v)) == AffineEigenpair(1 / v, -m)


@given(polynomials, polynomials.filter(bool), rationals, rationals, nonzero, positive)
@settings(max_examples=15)
def test_residual_is_the_cleared_equation(num, den, lam, b, a, k):
    f = number(a) * X + number(b)
    score = symbolic(num) / symbolic(den)
    equation = number(k) * score * sp.diff(f, X) + number(lam) * f
    cleared = sp.expand(sp.cancel(equation * symbolic(den)))
    assert sp.expand(symbolic(residual(Score(num, den), k, a, b, lam)) - cleared) == 0


@given(polynomials, polynomials.filter(bool))
def test_a_found_eigenpair_has_no_residual(num, den):
    score = Score(num, den)
    found = affine_eigenpair(score)
    if found is not None:
        one = Fraction(1)
        assert not residual(score, one, one, found.offset, found.rate)
    if independence(score) > 0:
        assert found is None


@given(nonzero, rationals, polynomials.filter(bool))
def test_a_disguised_linear_score_is_recognised(slope, offset, factor):
    num = fmpq_poly([rational(-slope * offset), rational(-slope)]) * factor
    assert affine_eigenpair(Score(num, factor)) == AffineEigenpair(slope, offset)
    assert independence(Score(num, factor)) == 0


def test_a_constant_nonzero_score_has_no_affine_eigenfunction():
    assert affine_eigenpair(Score(fmpq_poly([1]), fmpq_poly([1]))) is None
    assert affine_eigenpair(Score(fmpq_poly([]), fmpq_poly([1]))) == (0, 0)


@given(st.integers(1, 50))
@settings(max_examples=12)
def test_student_density_has_no_affine_eigenfunction(nu):
    log_density = -sp.Rational(nu + 1, 2) * sp.log(1 + X**2 / nu)
    score = student_score(nu)
    quotient = symbolic(score.num) / symbolic(score.den)
    assert sp.simplify(sp.diff(log_density, X) - quotient) == 0
    assert affine_eigenpair(score) is None
    assert independence(score) > 0


@given(polynomials)
def test_score_of_an_exponential_family_is_the_derivative(p):
    assert symbolic(exponential_family_score(p).num) == sp.diff(symbolic(p), X)


@given(polynomials, polynomials, positive)
@settings(max_examples=30)
def test_generator_is_the_differential_operator(num, f, k):
    expected = number(k) * (sp.diff(symbolic(f), X, 2) + symbolic(num) * sp.diff(symbolic(f), X))
    found = generator(Score(num, fmpq_poly([1])), k, f)
    assert sp.expand(symbolic(found) - expected) == 0


def test_gaussian_expectation_is_the_integral():
    f = fmpq_poly([1, -2, 3, 0, 1])
    density = sp.exp(-((X - 2) ** 2) / 6) / sp.sqrt(6 * sp.pi)
    value = sp.simplify(sp.integrate(symbolic(f) * density, (X, -sp.oo, sp.oo)))
    assert gaussian_expectation(f, Fraction(2), Fraction(3)) == Fraction(int(value.p), int(value.q))


def test_independence_is_a_gram_determinant():
    score = student_score(2)  # num = −3x, den = 2 + x², x·den = 2x + x³
    vectors = fmpq_mat([[0, -3, 0, 0], [2, 0, 1, 0], [0, 2, 0, 1]])
    determinant = (vectors * vectors.transpose()).det()
    assert independence(score) == Fraction(int(determinant.p), int(determinant.q))


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: gaussian_score(Fraction(0), Fraction(0)), "variance must be positive"),
        (lambda: Score(fmpq_poly([1]), fmpq_poly([])), "denominator is zero"),
        (lambda: generator(student_score(3), Fraction(1), fmpq_poly([0, 1])), "polynomial"),
    ],
)
def test_bad_input_is_named(make, message):
    with pytest.raises(ValueError, match=message):
        make()
