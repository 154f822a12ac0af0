"""Sampling floors: closed forms against Isserlis sums, Beta laws and simulated fits."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import beta

from lejepa_proofs.numerics.sampling import (
    covariance_by_enumeration,
    covariance_error,
    covariance_floor,
    fitted_r2,
    in_sample_r2_mean,
    isserlis,
    mean,
    mean_estimated_weights,
    mean_known_weights,
    one_sided_pair,
    paired_dependence,
    pooled_covariance_floor,
    simple_r2,
    views,
)

ratios = st.fractions(-1, 1, max_denominator=12)


def double_factorial(k: int) -> int:
    return k * double_factorial(k - 2) if k > 1 else 1


@given(st.lists(st.integers(0, 2), max_size=8))
def test_moments_of_independent_gaussians_are_double_factorials(labels) -> None:
    expected = 1
    for label in set(labels):
        k = labels.count(label)
        expected *= 0 if k % 2 else double_factorial(k - 1)
    assert isserlis(labels, lambda a, b: Fraction(int(a == b))) == expected


@given(ratios)
def test_fourth_mixed_moment_of_a_gaussian_pair(r) -> None:
    def covariance(a: str, b: str) -> Fraction:
        return Fraction(1) if a == b else r

    assert isserlis("xxyy", covariance) == 1 + 2 * r**2
    assert isserlis("xxxy", covariance) == 3 * r


@given(st.integers(1, 3), st.integers(2, 3))
def test_the_covariance_floor_is_the_isserlis_sum(n, m) -> None:
    alone = [[Fraction(int(k == j)) for j in range(m)] for k in range(m)]
    assert covariance_error(n, mean_known_weights(m), alone) == covariance_floor(n, m)
    estimated = covariance_error(n, mean_estimated_weights(m), alone)
    assert estimated == covariance_floor(n, m, mean_known=False)


@given(st.integers(1, 2), st.integers(1, 2), ratios)
def test_the_pooled_floor_is_the_isserlis_sum(n, pairs, r) -> None:
    weights = mean_known_weights(2 * pairs)
    found = covariance_error(n, weights, paired_dependence(pairs, r))
    assert found == pooled_covariance_floor(n, pairs, r)


def test_identical_views_are_half_as_many_samples() -> None:
    assert pooled_covariance_floor(5, 8, Fraction(1)) == covariance_floor(5, 8)
    assert pooled_covariance_floor(5, 8, Fraction(0)) == covariance_floor(5, 16)


@given(ratios, ratios)
def test_two_views_correlate_at_the_square(rho, s) -> None:
    assert covariance_by_enumeration(*views(rho, s)) == rho**2
    assert covariance_by_enumeration(*one_sided_pair(rho, s)) == rho
    assert covariance_by_enumeration(views(rho, s)[0], views(rho, s)[0]) == rho**2 + s**2


def test_in_sample_r2_is_the_mean_of_its_beta_law() -> None:
    for m in range(3, 9):
        for p in range(1, m - 1):
            law = beta(p / 2, (m - 1 - p) / 2)
            assert law.mean() == pytest.approx(float(in_sample_r2_mean(p, m)), rel=2.0**-50)


@given(
    st.lists(st.integers(-9, 9), min_size=4, max_size=6, unique=True),
    st.randoms(use_true_random=False),
)
def test_simple_r2_is_the_fit_with_one_column_and_a_squared_correlation(x, random) -> None:
    y = random.sample(range(-50, 50), len(x))
    found = simple_r2(x, y)
    assert found == fitted_r2([x], y)
    assert found == simple_r2(y, x)
    assert float(found) == pytest.approx(
        float(np.corrcoef(x, y)[0, 1]) ** 2, abs=len(x) * 100 * np.finfo(float).eps
    )


def test_a_fit_with_as_many_columns_as_points_minus_one_is_perfect() -> None:
    assert fitted_r2([[1, 2, 4, 8], [0, 1, 0, 3], [5, 0, 0, 1]], [3, 1, 4, 1]) == 1
    assert fitted_r2([[1, 2, 3]], [1, 2, 4]) == Fraction(27, 28)


def test_mean() -> None:
    assert mean([Fraction(1), Fraction(2)]) == Fraction(3, 2)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: covariance_floor(2, 1, mean_known=False), "degrees = 0"),
        (lambda: covariance_floor(0, 1), "n = 0"),
        (lambda: pooled_covariance_floor(1, 1, Fraction(2)), "correlation 2"),
        (lambda: in_sample_r2_mean(4, 4), "p = 4, m = 4"),
        (lambda: simple_r2([1, 1], [1, 2]), "constant"),
        (lambda: mean([]), "no values"),
    ],
)
def test_bad_input_is_named(call, message) -> None:
    with pytest.raises(ValueError, match=message):
        call()
