"""Hermite polynomials against SymPy and SciPy, and the bounds that the checks rest on."""

from __future__ import annotations

import math

import pytest
import scipy.special
import sympy
from flint import arb, fmpq, fmpq_poly
from hypothesis import given, settings

from lejepa_proofs.numerics import gaussian_integral, hermite
from lejepa_proofs.numerics.enclosure import ball, working_precision
from strategies_background import degrees, polynomials, rationals


def coefficients(p: sympy.Poly) -> list[fmpq]:
    return [fmpq(int(c.p), int(c.q)) for c in reversed(p.all_coeffs())]


@pytest.mark.parametrize("n", range(21))
def test_recurrence_and_explicit_form_agree_with_sympy(n: int) -> None:
    oracle = fmpq_poly(coefficients(sympy.hermite_prob_poly(n, polys=True)))
    assert hermite.hermite(n) == oracle
    assert hermite.hermite_explicit(n) == oracle


@pytest.mark.parametrize("n", range(6))
def test_derivative_polynomial_is_the_one_sympy_differentiates_to(n: int) -> None:
    x = sympy.Symbol("x")
    density = sympy.exp(-x * x / 2)
    factor = sympy.expand(sympy.simplify(sympy.diff(density, x, n) / density))
    assert hermite.derivative_polynomial(n) == fmpq_poly(coefficients(sympy.Poly(factor, x)))


@pytest.mark.parametrize("k", range(13))
def test_gaussian_moment_is_the_integral(k: int) -> None:
    monomial = fmpq_poly([0] * k + [1])
    with working_precision(128):
        value = gaussian_integral.integral_expectation(monomial, half_width=20)
    assert value.unique_fmpz() == hermite.gaussian_moment(k)


@given(degrees, rationals)
def test_ball_values_contain_the_exact_value(n: int, x: fmpq) -> None:
    values = hermite.hermite_values(x, n + 1)
    assert len(values) == n + 1
    assert values[n].contains(hermite.hermite(n)(x))


@given(degrees, rationals)
def test_bound_holds(n: int, x: fmpq) -> None:
    assert bool(hermite.hermite_bound(x, n) >= abs(hermite.hermite(n)(x)))


def test_bound_is_attained_in_degree_zero_at_the_origin() -> None:
    assert hermite.hermite_bound(0, 0) == 1


@settings(max_examples=30)
@given(rationals, rationals)
def test_generating_tail_covers_what_is_left_out(x: fmpq, t: fmpq) -> None:
    x, t = x / 8, t / 8
    with working_precision(128):
        function = ball(x * t - t * t / 2).exp()
        for count in (16, 30, 60):
            rest = function - hermite.generating_partial_sum(x, t, count)
            assert bool(abs(rest).lower() <= hermite.generating_tail(x, t, count))


@given(polynomials)
def test_expansion_gives_the_polynomial_back(p: fmpq_poly) -> None:
    total = fmpq_poly([0])
    for n, c in enumerate(hermite.hermite_coefficients(p)):
        total += c * hermite.hermite(n)
    assert total == p


@given(polynomials)
def test_expectation_lies_in_the_integral(p: fmpq_poly) -> None:
    with working_precision(128):
        integral = gaussian_integral.integral_expectation(p, half_width=20)
        assert (integral - ball(hermite.expectation(p))).contains(0)
        assert bool(integral.rad() < 1)


@given(degrees)
def test_shift_turns_hermite_into_a_power(n: int) -> None:
    image = gaussian_integral.shifted_expectation(hermite.hermite(n))
    assert image == fmpq_poly([0] * n + [1])


@pytest.mark.parametrize("k", range(0, 12, 2))
def test_absolute_moment_agrees_with_the_gamma_function(k: int) -> None:
    rational_part = gaussian_integral.absolute_expectation(fmpq_poly([0] * k + [1]))
    absolute = arb(2) ** ball(fmpq(k + 1, 2)) * ball(fmpq(k + 2, 2)).gamma() / arb.pi().sqrt()
    assert (ball(rational_part) * (2 / arb.pi()).sqrt() - absolute).contains(0)


@pytest.mark.parametrize("n", [0, 1, 5, 12])
def test_values_agree_with_scipy_to_its_rounding(n: int) -> None:
    x = 1.375
    oracle = scipy.special.eval_hermitenorm(n, x)
    rounding = 2.0**-52 * 8 * (n + 1) * math.sqrt(math.factorial(n)) * math.exp(x * x / 2)
    assert bool(abs(hermite.hermite_values(arb(x), n + 1)[n] - arb(oracle)) <= rounding)


@pytest.mark.parametrize(
    "call",
    [
        lambda: hermite.hermite(-1),
        lambda: hermite.hermite_explicit(-1),
        lambda: hermite.derivative_polynomial(-2),
        lambda: hermite.gaussian_moment(-1),
        lambda: hermite.hermite_bound(0, -1),
    ],
)
def test_negative_degrees_are_refused(call: object) -> None:
    with pytest.raises(ValueError, match="negative"):
        call()  # type: ignore[operator]


def test_tail_before_the_geometric_range_is_refused() -> None:
    with pytest.raises(ValueError, match="more terms"):
        hermite.generating_tail(0, 4, 10)


def test_empty_window_is_refused() -> None:
    with pytest.raises(ValueError, match="half width"):
        gaussian_integral.integral_expectation(fmpq_poly([1]), half_width=0)
