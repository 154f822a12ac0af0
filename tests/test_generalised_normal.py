"""Generalised normal laws: moments by three routes, and the stationary Laplace pair."""

from fractions import Fraction

import numpy as np
import pytest
import sympy
from flint import arb
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import gennorm

from lejepa_proofs.numerics.enclosure import ball
from lejepa_proofs.numerics.generalised_normal import (
    half_line_moment,
    kurtosis,
    kurtosis_by_integration,
    kurtosis_of_reciprocal,
    laplace_characteristic,
    laplace_innovation_moments,
    laplace_moments,
    pair_fourth_moment,
    sum_moments,
)


def agree(x: arb, y: arb) -> bool:
    """Both balls are finite and have a point in common (balls that are not finite have all)."""
    return bool(x.is_finite() and y.is_finite() and x.overlaps(y))


inside = st.fractions(Fraction(1, 20), Fraction(19, 20), max_denominator=20)


@pytest.mark.parametrize("k", [1, 2, 3, 8])
def test_gamma_values_agree_with_factorials(k) -> None:
    assert agree(kurtosis(Fraction(1, k)), ball(kurtosis_of_reciprocal(k)))


@pytest.mark.parametrize("alpha", [2, 4, 6, 32])
def test_gamma_values_agree_with_integrals(alpha) -> None:
    assert agree(kurtosis(Fraction(alpha)), kurtosis_by_integration(alpha))
    for k in (0, 2, 4):
        moment = half_line_moment(alpha, k)
        assert agree(moment, ball(Fraction(k + 1, alpha)).gamma() / alpha)


@pytest.mark.parametrize("alpha", [0.5, 1.0, 1.5, 8.0])
def test_kurtosis_is_scipys(alpha) -> None:
    # scipy exponentiates a sum of four values of gammaln below 16, each good to a few ulp
    other = float(gennorm(alpha).stats("k")) + 3
    assert float(kurtosis(Fraction(alpha))) == pytest.approx(
        other, rel=4 * 16 * 4 * np.finfo(float).eps
    )


def test_gaussian_and_laplace_kurtosis() -> None:
    assert kurtosis(Fraction(2)).contains(3)
    assert kurtosis_of_reciprocal(1) == 6


@given(inside)
def test_a_gaussian_pair_keeps_its_fourth_moment(rho) -> None:
    t = (1 - rho) / 2
    rho, s = (1 - t * t) / (1 + t * t), 2 * t / (1 + t * t)
    assert pair_fourth_moment(ball(3), rho, s).contains(3)


def test_laplace_moments_are_integrals() -> None:
    x = sympy.Symbol("x", positive=True)
    for k, moment in enumerate(laplace_moments(6)):
        half = sympy.integrate(x**k * sympy.exp(-x) / 2, (x, 0, sympy.oo))
        assert sympy.Rational(moment.numerator, moment.denominator) == half * (1 + (-1) ** k)


@given(inside)
def test_the_laplace_pair_is_stationary_with_an_atom_at_the_square(rho) -> None:
    moments = laplace_moments(10)
    innovation = laplace_innovation_moments(10, rho**2, Fraction(1))
    assert sum_moments(rho, moments, innovation) == moments
    other = laplace_innovation_moments(10, rho, Fraction(1))
    assert sum_moments(rho, moments, other) != moments


@given(inside, st.fractions(-20, 20, max_denominator=9))
def test_the_laplace_innovation_has_the_quotient_as_its_transform(rho, t) -> None:
    mixture = rho**2 + (1 - rho**2) * laplace_characteristic(t)
    assert mixture == laplace_characteristic(t) / laplace_characteristic(rho * t)


@given(st.fractions(Fraction(1, 9), Fraction(1, 2), max_denominator=9))
def test_the_laplace_transform_sums_its_moments(t) -> None:
    # Σ (it)ᵏ E zᵏ / k! is geometric in −t²; the remainder after 2m terms is below t^{2m}
    series, power = Fraction(0), Fraction(1)
    for _ in range(20):
        series, power = series + power, power * -t * t
    assert abs(series - laplace_characteristic(t)) <= abs(power)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: kurtosis(Fraction(0)), "must be positive"),
        (lambda: kurtosis_of_reciprocal(0), "positive integer"),
        (lambda: half_line_moment(3, 2), "even α"),
    ],
)
def test_bad_input_is_named(call, message) -> None:
    with pytest.raises(ValueError, match=message):
        call()
