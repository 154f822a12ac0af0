"""Moments of the Gaussian and of the Ornstein–Uhlenbeck pair, by several routes."""

from __future__ import annotations

import pytest
import sympy
from flint import fmpq
from hypothesis import given, settings
from hypothesis import strategies as st

from lejepa_proofs.numerics.gaussian import (
    degree_energies,
    expectation,
    mehler_expectation,
    moment,
    pair_expectation,
    pair_moment,
)
from lejepa_proofs.numerics.polynomials import (
    constant,
    coordinate,
    hermite,
    hermite_coefficients,
    hermite_expansion,
    multi_factorial,
    polynomial,
)
from strategies_gaussian import correlations, polynomial_pairs, rationals

quick = settings(max_examples=40, deadline=None)


@pytest.mark.parametrize("k", range(11))
def test_moments_are_those_of_the_standard_normal_density(k: int) -> None:
    x = sympy.Symbol("x", real=True)
    density = sympy.exp(-(x**2) / 2) / sympy.sqrt(2 * sympy.pi)
    assert sympy.integrate(x**k * density, (x, -sympy.oo, sympy.oo)) == moment(k)


@pytest.mark.parametrize("k", range(9))
def test_hermite_polynomials_are_the_derivatives_of_the_density(k: int) -> None:
    x = sympy.Symbol("x")
    weight = sympy.exp(-(x**2) / 2)
    rodrigues = sympy.expand(sympy.simplify((-1) ** k * sympy.diff(weight, x, k) / weight))
    assert sympy.Poly(rodrigues, x).all_coeffs()[::-1] == list(hermite_coefficients(k))


@quick
@given(a=st.integers(1, 7), b=st.integers(1, 7), rho=correlations)
def test_pair_moments_satisfy_integration_by_parts(a: int, b: int, rho: fmpq) -> None:
    lower = (a - 1) * pair_moment(a - 2, b, rho) if a > 1 else fmpq(0)
    assert pair_moment(a, b, rho) == lower + rho * b * pair_moment(a - 1, b - 1, rho)


@quick
@given(pair=polynomial_pairs, rho=correlations)
def test_moments_and_mehler_agree_on_the_pair(pair, rho: fmpq) -> None:
    p, q = pair
    assert pair_expectation(p, q, rho) == mehler_expectation(p, q, rho)


@quick
@given(pair=polynomial_pairs, rho=correlations)
def test_the_pair_is_reversible_and_stationary(pair, rho: fmpq) -> None:
    p, q = pair
    assert pair_expectation(p, q, rho) == pair_expectation(q, p, rho)
    assert pair_expectation(constant(p.n, 1), q, rho) == expectation(q)


@quick
@given(pair=polynomial_pairs)
def test_energies_of_the_hermite_degrees_add_up_to_the_second_moment(pair) -> None:
    p, _ = pair
    assert sum(degree_energies(p).values(), fmpq(0)) == expectation(p * p)


@quick
@given(pair=polynomial_pairs)
def test_the_hermite_expansion_reassembles_the_polynomial(pair) -> None:
    p, _ = pair
    total = constant(p.n, 0)
    for index, c in hermite_expansion(p).items():
        total = total + hermite(index).scaled(c)
    assert total == p


@quick
@given(pair=polynomial_pairs, factor=rationals)
def test_polynomials_form_a_commutative_ring(pair, factor: fmpq) -> None:
    p, q = pair
    assert p * q == q * p
    assert (p + q) * q == p * q + q * q
    assert p - p == constant(p.n, 0)
    assert p.scaled(factor) == p * constant(p.n, factor)


def test_hermite_products_are_orthogonal_with_norm_alpha_factorial() -> None:
    indices = [(0, 0), (1, 0), (0, 1), (2, 1), (1, 2), (3, 0), (1, 1)]
    for left in indices:
        for right in indices:
            norm = multi_factorial(left) if left == right else 0
            assert expectation(hermite(left) * hermite(right)) == norm


def test_bad_input_is_refused_with_its_place() -> None:
    with pytest.raises(ValueError, match="between -1 and 1"):
        pair_expectation(coordinate(1, 0), coordinate(1, 0), 2)
    with pytest.raises(ValueError, match="same number"):
        pair_expectation(coordinate(1, 0), coordinate(2, 0), 0)
    with pytest.raises(ValueError, match="3 correlations for 2 variables"):
        pair_expectation(coordinate(2, 0), coordinate(2, 0), [0, 0, 0])
    with pytest.raises(ValueError, match="same number"):
        mehler_expectation(coordinate(1, 0), coordinate(2, 0), 0)
    with pytest.raises(ValueError, match="same number"):
        coordinate(1, 0) * coordinate(2, 0)
    with pytest.raises(ValueError, match="exponents"):
        polynomial(2, {(1,): 1})
    with pytest.raises(ValueError, match="coordinate 2"):
        coordinate(2, 2)
    with pytest.raises(ValueError, match="at least 0"):
        moment(-1)
    with pytest.raises(ValueError, match="at least 0"):
        hermite_coefficients(-1)


@quick
@given(st.lists(correlations, min_size=2, max_size=3), st.data())
def test_hermite_products_decay_by_the_rate_of_each_coordinate(
    rhos: list[fmpq], data: st.DataObject
) -> None:
    n = len(rhos)
    alpha = data.draw(st.tuples(*[st.integers(0, 3)] * n))
    he = hermite(alpha)
    expected = fmpq(multi_factorial(alpha))
    for rho, k in zip(rhos, alpha, strict=True):
        expected *= rho**k
    assert pair_expectation(he, he, rhos) == expected
