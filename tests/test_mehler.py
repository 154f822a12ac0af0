"""The Ornstein–Uhlenbeck operator, Mehler's kernel, the tensor basis and the quadrature rule."""

from __future__ import annotations

import math

import numpy as np
import pytest
import scipy.stats
from flint import arb, fmpq, fmpq_mat, fmpq_poly
from hypothesis import given, settings
from hypothesis import strategies as st

from lejepa_proofs.numerics import gauss_hermite, hermite, mehler, tensor_hermite
from lejepa_proofs.numerics.enclosure import ball, working_precision
from strategies_background import correlations, open_correlations, polynomials, rationals


@given(polynomials, correlations, correlations)
def test_operators_compose_as_a_semigroup(p: fmpq_poly, first: fmpq, second: fmpq) -> None:
    twice = mehler.ornstein_uhlenbeck(mehler.ornstein_uhlenbeck(p, first), second)
    assert twice == mehler.ornstein_uhlenbeck(p, first * second)


@given(polynomials)
def test_ends_of_the_semigroup_are_identity_and_mean(p: fmpq_poly) -> None:
    assert mehler.ornstein_uhlenbeck(p, 1) == p
    assert mehler.ornstein_uhlenbeck(p, 0) == fmpq_poly([hermite.expectation(p)])


@given(st.integers(0, 8), st.integers(0, 8), correlations)
def test_joint_moment_is_symmetric(a: int, b: int, rho: fmpq) -> None:
    assert mehler.joint_moment(a, b, rho) == mehler.joint_moment(b, a, rho)


@given(st.integers(0, 8), st.integers(0, 8))
def test_joint_moment_of_equal_and_of_independent_variables(a: int, b: int) -> None:
    assert mehler.joint_moment(a, b, 1) == hermite.gaussian_moment(a + b)
    product = hermite.gaussian_moment(a) * hermite.gaussian_moment(b)
    assert mehler.joint_moment(a, b, 0) == product


@given(polynomials, polynomials, correlations)
def test_joint_expectation_is_that_of_the_operator(p: fmpq_poly, q: fmpq_poly, r: fmpq) -> None:
    through_operator = hermite.expectation(p * mehler.ornstein_uhlenbeck(q, r))
    assert mehler.joint_expectation(p, q, r) == through_operator


@pytest.mark.parametrize("rho", [fmpq(-1, 2), fmpq(0), fmpq(3, 4)])
def test_kernel_is_scipys_density_ratio(rho: fmpq) -> None:
    x, y = 0.75, -0.5
    r = int(rho.p) / int(rho.q)
    pair = scipy.stats.multivariate_normal([0, 0], [[1, r], [r, 1]]).pdf([x, y])
    single = scipy.stats.norm.pdf(x) * scipy.stats.norm.pdf(y)
    rounding = 64 * 2.0**-52 * pair / single  # a few dozen operations on numbers of order one
    assert bool(abs(mehler.kernel(arb(x), arb(y), rho) - arb(pair / single)) <= rounding)


@given(rationals, rationals)
def test_kernel_series_starts_with_the_first_hermite_products(x: fmpq, y: fmpq) -> None:
    series = mehler.kernel_series(x, y, 3)
    assert [series[n] for n in range(3)] == [1, x * y, (x * x - 1) * (y * y - 1) / 2]


@settings(max_examples=30)
@given(rationals, rationals, open_correlations)
def test_kernel_tail_covers_what_is_left_out(x: fmpq, y: fmpq, rho: fmpq) -> None:
    x, y = x / 12, y / 12
    with working_precision(192):
        for count in (5, 40, 160):
            partial = mehler.kernel_partial_sum(x, y, rho, count)
            rest = abs(mehler.kernel(x, y, rho) - partial)
            assert bool(rest.lower() <= mehler.kernel_tail(x, y, rho, count).upper())


@given(open_correlations)
def test_norms_of_the_kernel_are_geometric_sums(rho: fmpq) -> None:
    assert mehler.kernel_trace_squared(rho) == (1 / (1 - rho)) ** 2
    assert mehler.kernel_square_norm_squared(rho) == (1 / (1 - rho * rho)) ** 2


@pytest.mark.parametrize("dimension", [1, 2, 5])
def test_trace_tail_covers_what_is_left_out(dimension: int) -> None:
    rho = fmpq(1, 2)
    whole = ball(1 / (1 - rho) ** dimension)
    for count in (8, 20):
        rest = whole - mehler.trace_partial_sum(rho, dimension, count)
        assert bool(rest <= mehler.trace_tail(rho, dimension, count).upper() + rest.rad() * 2)
        assert bool(rest > 0)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: mehler.ornstein_uhlenbeck(fmpq_poly([1]), 2), "outside"),
        (lambda: mehler.joint_moment(-1, 0, 0), "negative exponent"),
        (lambda: mehler.kernel(0, 0, 1), "no kernel"),
        (lambda: mehler.trace_tail(fmpq(1, 2), 0, 3), "dimension"),
        (lambda: mehler.trace_tail(fmpq(9, 10), 5, 3), "more terms"),
        (lambda: tensor_hermite.ring(0), "dimension"),
        (lambda: gauss_hermite.gauss_hermite_rule(1), "too few"),
        (
            lambda: gauss_hermite.pair_expectations(gauss_hermite.gauss_hermite_rule(4), 0, 6),
            "add nodes",
        ),
        (
            lambda: gauss_hermite.pair_expectations(gauss_hermite.gauss_hermite_rule(4), 2, 2),
            "outside",
        ),
    ],
)
def test_bad_arguments_are_refused(call: object, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        call()  # type: ignore[operator]


def test_index_count_is_a_binomial() -> None:
    for n in (1, 2, 3):
        for degree in range(5):
            count = len(list(tensor_hermite.indices(n, degree)))
            assert count == math.comb(degree + n - 1, n - 1)


def test_tensor_basis_in_one_variable_is_hermite() -> None:
    x = tensor_hermite.ring(1).gens()[0]
    for n in range(8):
        assert tensor_hermite.tensor_hermite((n,)) == tensor_hermite.evaluate(hermite.hermite(n), x)


def test_tensor_operator_mixes_coordinates_as_expected() -> None:
    x, y = tensor_hermite.ring(2).gens()
    image = tensor_hermite.ornstein_uhlenbeck_tensor(x * x * y, fmpq(1, 2))
    assert image == fmpq(1, 8) * x * x * y + fmpq(3, 8) * y


def test_fourth_moment_of_a_linear_form_is_three_times_its_variance_squared() -> None:
    (form,) = tensor_hermite.linear_forms(fmpq_mat([[1, fmpq(2, 3), -2]]))
    variance = 1 + fmpq(4, 9) + 4
    assert tensor_hermite.expectation(form**4) == 3 * variance**2
    assert tensor_hermite.index_factorial((3, 0, 2)) == 12


@pytest.mark.parametrize("count", [2, 5, 60])
def test_rule_is_within_its_stated_errors_of_the_true_one(count: int) -> None:
    rule = gauss_hermite.gauss_hermite_rule(count)
    for x, dx in zip(rule.nodes, rule.node_error, strict=True):
        with working_precision(256):
            low, high = arb(float(x)) - arb(float(dx)), arb(float(x)) + arb(float(dx))
            ends = [hermite.hermite_values(end, count + 1)[count] for end in (low, high)]
            assert bool(ends[0] * ends[1] <= 0)
    with working_precision(256):
        total = sum((arb(float(w)) for w in rule.weights), arb(0))
        allowed = sum((arb(float(e)) for e in rule.weight_error), arb(0))
        assert bool(abs(total - 1) <= allowed)


def test_quadrature_error_bound_covers_the_true_error_and_stays_small() -> None:
    rho = fmpq(19, 20)
    values, errors = gauss_hermite.pair_expectations(gauss_hermite.gauss_hermite_rule(40), rho, 13)
    for m in range(13):
        for n in range(13):
            true = ball(rho**n if m == n else fmpq(0))
            assert bool(abs(arb(float(values[m, n])) - true) <= arb(float(errors[m, n])))
    # errors of the size of the effect of ρ^{n+1} would hide it
    assert float(np.max(errors)) < 0.95**12 * 0.05
