"""SIGReg oracles: definitions, pair sums, integrals, and the mean under the null."""

from fractions import Fraction

import numpy as np
import pytest
from flint import arb
from hypothesis import given, settings
from hypothesis import strategies as st

from lejepa_proofs.numerics.enclosure import ball
from lejepa_proofs.numerics.sigreg import (
    KNOTS,
    cosine_mean,
    full_line_by_integration,
    full_line_statistic,
    gauss,
    null_mean,
    null_mean_expanded,
    statistic,
    statistic_by_pairs,
    trapezoid,
    weights,
)


def agree(x: arb, y: arb) -> bool:
    """Both balls are finite and have a point in common (balls that are not finite have all)."""
    return bool(x.is_finite() and y.is_finite() and x.overlaps(y))


samples = st.lists(st.fractions(-4, 4, max_denominator=16), min_size=1, max_size=5)


@given(samples)
def test_the_statistic_is_the_sum_over_pairs(x) -> None:
    assert agree(statistic(x), statistic_by_pairs(x))


@settings(max_examples=10)
@given(samples)
def test_the_closed_form_is_the_integral(x) -> None:
    assert agree(full_line_statistic(x), full_line_by_integration(x))


@given(samples)
def test_doubles_reproduce_the_statistic(x) -> None:
    t = np.linspace(0, 3, 17)
    w = 2 * np.trapezoid(np.eye(17), t, axis=-1) * np.exp(-(t**2) / 2)
    angles = np.outer(t, [float(v) for v in x])
    real, imaginary = np.cos(angles).mean(1) - np.exp(-(t**2) / 2), np.sin(angles).mean(1)
    value = len(x) * float(w @ (real**2 + imaginary**2))
    # 17 knots, n terms each, of size at most 4n: n·17·(n+20) roundings
    slop = 4 * len(x) * 17 * (len(x) + 20) * np.finfo(float).eps
    assert value == pytest.approx(float(statistic(x)), abs=slop)


@pytest.mark.parametrize("n", [1, 2, 10])
def test_the_null_mean_does_not_depend_on_the_number_of_samples(n) -> None:
    assert agree(null_mean(), null_mean_expanded(n))


def test_identical_views_count_half() -> None:
    # B pairs of equal samples: n T(B samples)/B, twice the mean of B independent ones
    assert agree(null_mean(Fraction(1)), 2 * null_mean())
    assert agree(null_mean(Fraction(1, 3)), null_mean_expanded(6, Fraction(1, 3)))


def test_the_gaussian_characteristic_function_by_integration() -> None:
    for t in KNOTS:
        assert agree(cosine_mean(ball(t)), gauss(ball(t)))


def test_the_trapezoid_rule_is_exact_for_affine_functions() -> None:
    # twice the integral over [0, 3] of 2t + 1
    assert trapezoid(lambda t: ball(2 * t + 1)).contains(24)


def test_the_weights_are_those_of_the_trapezoid_rule() -> None:
    for k, weight in enumerate(weights()):
        indicator = trapezoid(lambda t, k=k: arb(int(t == KNOTS[k])))
        assert agree(weight, indicator * gauss(ball(KNOTS[k])))


def test_bad_input_is_named() -> None:
    with pytest.raises(ValueError, match="no samples"):
        statistic([])
    with pytest.raises(ValueError, match="even when samples come in pairs"):
        null_mean_expanded(3, Fraction(1, 2))
