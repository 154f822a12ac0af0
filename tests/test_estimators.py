"""Confidence intervals: coverage computed exactly, formulas against independent ones."""

from fractions import Fraction
from math import comb

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest, kstwo

from lejepa_proofs.numerics.estimators import (
    Interval,
    binomial_tail,
    clopper_pearson,
    dkw,
    dkw_radius,
    empirical_bernstein,
    empirical_bernstein_radius,
    hoeffding,
    hoeffding_radius,
)
from lejepa_proofs.numerics.verdict import float_up

INTERVALS = {
    "hoeffding": lambda k, n, alpha: hoeffding([1] * k + [0] * (n - k), alpha),
    "empirical bernstein": lambda k, n, alpha: empirical_bernstein([1] * k + [0] * (n - k), alpha),
    "clopper-pearson": clopper_pearson,
}


def coverage(intervals: list[Interval], p: Fraction) -> Fraction:
    """Exact probability that the interval of a binomial count contains p."""
    n = len(intervals) - 1
    return sum(
        (
            comb(n, k) * p**k * (1 - p) ** (n - k)
            for k, interval in enumerate(intervals)
            if p in interval
        ),
        Fraction(0),
    )


@pytest.mark.parametrize("name", INTERVALS)
@pytest.mark.parametrize("n", [2, 9, 30])
@pytest.mark.parametrize("alpha", [0.3, 0.05])
def test_coverage_of_a_success_probability_is_at_least_stated(name, n, alpha) -> None:
    intervals = [INTERVALS[name](k, n, alpha) for k in range(n + 1)]
    for step in range(41):
        assert coverage(intervals, Fraction(step, 40)) >= 1 - Fraction(alpha)


@pytest.mark.parametrize("n", [5, 40])
def test_clopper_pearson_is_no_wider_than_it_must_be(n) -> None:
    alpha = 0.05
    for k in range(n + 1):
        found = clopper_pearson(k, n, alpha)
        other = binomtest(k, n).proportion_ci(1 - alpha, method="exact")
        # inside these slightly smaller ends the tails exceed α/2, so neither end can move in
        if k:
            inner = Fraction(found.lower) + Fraction(1, 2**30)
            assert binomial_tail(k, n, inner) > alpha / 2
        if k < n:
            inner = 1 - Fraction(found.upper) + Fraction(1, 2**30)
            assert binomial_tail(n - k, n, inner) > alpha / 2
        assert Fraction(other.low) - Fraction(found.lower) < Fraction(1, 2**30)
        assert Fraction(found.upper) - Fraction(other.high) < Fraction(1, 2**30)


@given(st.integers(1, 30), st.fractions(0, 1, max_denominator=50), st.data())
def test_binomial_tails_contain_the_rational_tail(n, p, data) -> None:
    k = data.draw(st.integers(0, n))
    exact = sum((comb(n, j) * p**j * (1 - p) ** (n - j) for j in range(k, n + 1)), Fraction(0))
    tail = binomial_tail(k, n, p)
    assert (tail * exact.denominator).contains(exact.numerator)


@pytest.mark.parametrize("n", [5, 50, 500])
@pytest.mark.parametrize("alpha", [0.2, 1e-3])
def test_the_dkw_band_covers_by_the_law_of_kolmogorov(n, alpha) -> None:
    assert kstwo.sf(float_up(dkw_radius(n, alpha)), n) <= alpha


def test_the_dkw_band_is_around_the_empirical_distribution() -> None:
    samples = [Fraction(k, 100) for k in range(100)]
    band = dkw(samples, Fraction(1, 2), 0.05)
    assert Fraction(51, 100) in band
    radius = float_up(dkw_radius(100, 0.05))
    assert band.upper - band.lower <= 2 * radius * (1 + 2.0**-50)


def test_small_variance_shortens_the_empirical_bernstein_interval() -> None:
    calm = empirical_bernstein([Fraction(1, 2)] * 4000, 1e-6)
    wild = empirical_bernstein([0, 1] * 2000, 1e-6)
    plain = hoeffding([0, 1] * 2000, 1e-6)
    assert calm.upper - calm.lower < plain.upper - plain.lower < wild.upper - wild.lower


@given(st.lists(st.fractions(0, 1, max_denominator=9), min_size=2, max_size=30))
def test_the_empirical_bernstein_radius_is_bounded_before_sampling(samples) -> None:
    n = len(samples)
    interval = empirical_bernstein(samples, 0.5)
    largest = float_up(empirical_bernstein_radius(Fraction(n, 4 * (n - 1)), n, 0.5))
    assert Fraction(sum(samples, Fraction(0)), n) in interval
    assert interval.upper - interval.lower <= 2 * largest * (1 + 2.0**-50)


@given(st.integers(1, 10**6), st.floats(1e-12, 0.5))
def test_hoeffding_inverts_its_tail_bound(n, alpha) -> None:
    radius = hoeffding_radius(n, alpha)
    assert (2 * (-2 * n * radius**2).exp()).overlaps(radius * 0 + alpha)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: hoeffding([], 0.1), "0 samples"),
        (lambda: hoeffding([2], 0.1), "outside"),
        (lambda: hoeffding([1], 0.0), "alpha = 0.0"),
        (lambda: empirical_bernstein([1], 0.1), "1 samples"),
        (lambda: clopper_pearson(3, 2, 0.1), "3 successes out of 2"),
        (lambda: dkw([], 0, 0.1), "0 samples"),
    ],
)
def test_bad_input_is_named(call, message) -> None:
    with pytest.raises(ValueError, match=message):
        call()
