"""AR(1) worlds: moments, cumulants, noises and characteristic functions against other routes."""

from __future__ import annotations

from fractions import Fraction
from math import comb, factorial

import hypothesis.strategies as st
import pytest
import sympy as sp
from flint import acb, fmpq_poly
from hypothesis import given, settings

from lejepa_proofs.numerics.ar1 import EllipticalLaplace, ProductWorld, line
from lejepa_proofs.numerics.characteristic import (
    backward_defect,
    backward_series,
    contraction_bound,
    deviation,
    deviation_series,
    generating_series,
    modulus,
    phi,
    phi_slope,
    psi,
    stationarity_defect,
    taylor_gap,
)
from lejepa_proofs.numerics.convolutions import KURTOSIS_THREE, Convolution, FamilyNoise
from lejepa_proofs.numerics.enclosure import ball, working_precision
from lejepa_proofs.numerics.laws import (
    EXPONENTIAL,
    LAPLACE,
    Gamma,
    Gaussian,
    Uniform,
    VarianceGamma,
)
from lejepa_proofs.numerics.moments import (
    cumulants_from_moments,
    double_factorial_odd,
    gaussian_moments,
    half_power,
    independent_sum,
    moments_from_cumulants,
    rising_factorial,
    scale,
    shift,
)
from strategies_converse import planes, rationals, rhos, self_decomposable, worlds

X = sp.symbols("x", real=True)
HALF = Fraction(1, 2)
DENSITIES = {
    LAPLACE: (2 * sp.exp(-sp.sqrt(2) * X) / (2 * sp.sqrt(2)), "even"),
    EXPONENTIAL: (sp.exp(-X - 1), (-1, sp.oo)),
    Gamma(4): (2 * (2 * X + 4) ** 3 * sp.exp(-2 * X - 4) / 6, (-2, sp.oo)),
    Uniform(2): (1 / (2 * sp.sqrt(3)), (-sp.sqrt(3), sp.sqrt(3))),
}


def to_fraction(value: sp.Expr) -> Fraction:
    exact = sp.nsimplify(sp.simplify(value))
    assert exact.is_Rational
    return Fraction(int(exact.p), int(exact.q))


def integral(law: object, n: int) -> Fraction:
    density, support = DENSITIES[law]
    if support == "even":
        half = sp.integrate(X**n * density, (X, 0, sp.oo))
        return to_fraction(half * (1 + (-1) ** n))
    return to_fraction(sp.integrate(sp.expand(X**n * density), (X, *support)))


@pytest.mark.parametrize("law", DENSITIES, ids=lambda law: law.name)
def test_moments_are_integrals_of_the_density(law):
    assert law.moments(5) == tuple(integral(law, n) for n in range(6))


@given(st.lists(rationals, min_size=1, max_size=9))
def test_moments_and_cumulants_are_inverse(values):
    moments = (Fraction(1), *values)
    assert moments_from_cumulants(cumulants_from_moments(moments)) == moments


@given(st.lists(rationals, min_size=6, max_size=6), st.lists(rationals, min_size=6, max_size=6))
def test_cumulants_of_independent_variables_add(x, y):
    first, second = (Fraction(1), *x), (Fraction(1), *y)
    total = cumulants_from_moments(independent_sum(first, second))
    parts = zip(cumulants_from_moments(first), cumulants_from_moments(second), strict=True)
    assert total == tuple(a + b for a, b in parts)


@given(st.lists(rationals, min_size=5, max_size=5), rationals)
def test_a_shift_moves_the_first_cumulant_only(values, c):
    before = cumulants_from_moments((Fraction(1), *values))
    after = cumulants_from_moments(shift((Fraction(1), *values), c))
    assert after[1] == before[1] + c
    assert after[2:] == before[2:]


@given(st.integers(0, 12))
def test_gaussian_moments_solve_stein_recursion(k):
    m = gaussian_moments(2 * k + 2, Fraction(3))
    assert m[2 * k + 2] == 3 * (2 * k + 1) * m[2 * k]
    assert double_factorial_odd(k) == factorial(2 * k) // (2**k * factorial(k))


@given(st.integers(1, 30), st.integers(0, 8))
def test_rising_factorial_is_a_quotient_of_factorials(a, k):
    assert rising_factorial(a, k) == Fraction(factorial(a + k - 1), factorial(a - 1))


def test_half_power_needs_a_square_for_odd_exponents():
    assert half_power(Fraction(4, 9), 3) == Fraction(8, 27)
    assert half_power(Fraction(2), 4) == 4
    with pytest.raises(ValueError, match="irrational"):
        half_power(Fraction(2), 3)


@given(worlds)
@settings(max_examples=20)
def test_latents_have_mean_zero_and_variance_one(world):
    assert [world.moment((n,)) for n in range(3)] == [1, 0, 1]


@given(worlds)
@settings(max_examples=20)
def test_noise_cumulants_follow_from_stationarity(world):
    (law,) = world.laws
    noise = cumulants_from_moments(law.noise_moments(12, world.rho))
    assert all(noise[n] == (1 - world.rho**n) * law.cumulant(n) for n in range(1, 13))


@given(worlds)
@settings(max_examples=20)
def test_pair_is_stationary_to_order_12(world):
    assert all(world.next_moment((n,)) == world.moment((n,)) for n in range(13))


@given(self_decomposable, st.integers(3, 5).map(lambda k: Fraction(k * k - 1, k * k + 1)))
def test_family_noise_is_stationary_only_for_a_gaussian(law, rho):
    world = line(FamilyNoise(law), rho)  # 1 − ρ² is a rational square, so skewed laws fit as well
    same = all(world.next_moment((n,)) == world.moment((n,)) for n in range(9))
    assert same == (law == Gaussian())


@given(worlds, st.integers(0, 5), st.integers(0, 5))
@settings(max_examples=20)
def test_joint_moment_is_the_expanded_power(world, a, b):
    noise = world.laws[0].noise_moments(b, world.rho)
    direct = sum(
        comb(b, k) * world.rho**k * world.moment((a + k,)) * noise[b - k] for k in range(b + 1)
    )
    assert world.joint_moment((a,), (b,)) == direct


@given(planes, st.integers(0, 3), st.integers(0, 3), st.integers(0, 3), st.integers(0, 3))
@settings(max_examples=20)
def test_independent_coordinates_factor_joint_moments(world, a, b, c, d):
    first, second = (line(law, world.rho) for law in world.laws)
    product = first.joint_moment((a,), (c,)) * second.joint_moment((b,), (d,))
    assert world.joint_moment((a, b), (c, d)) == product


@given(rhos)
@settings(max_examples=20)
def test_every_projection_of_the_elliptical_law_is_laplace(rho):
    world = EllipticalLaplace(2, rho)
    cos, sin = Fraction(3, 5), Fraction(4, 5)
    for k in range(7):
        for moment, laplace in (
            (world.moment, LAPLACE.moments(k)[k]),
            (world.noise_moment, LAPLACE.noise_moments(k, rho)[k]),
        ):
            along = sum(
                comb(k, i) * cos**i * sin ** (k - i) * moment((i, k - i)) for i in range(k + 1)
            )
            assert along == laplace


def test_elliptical_coordinates_are_uncorrelated_and_dependent():
    world = EllipticalLaplace(2, HALF)
    assert world.moment((1, 1)) == 0
    assert world.moment((2, 2)) != world.moment((2, 0)) * world.moment((0, 2))


@given(st.integers(1, 6))
def test_variance_gamma_is_a_sum_of_laplace_variables(shape):
    total = LAPLACE.moments(0)[:1] + (Fraction(0),) * 10
    for _ in range(shape):
        total = independent_sum(total, scale(LAPLACE.moments(10), Fraction(1, shape)))
    assert total == VarianceGamma(shape).moments(10)


def test_kurtosis_three_law_has_five_gaussian_moments_and_not_six():
    assert KURTOSIS_THREE.moments(5) == gaussian_moments(5)
    assert KURTOSIS_THREE.moments(6)[6] != 15
    assert KURTOSIS_THREE.excess_order() == 6


def test_excess_order_is_none_exactly_for_a_gaussian():
    assert Gaussian().excess_order() is None
    assert (EXPONENTIAL.excess_order(), LAPLACE.excess_order()) == (3, 4)


@given(worlds, rationals.filter(bool))
@settings(max_examples=20)
def test_characteristic_functions_satisfy_stationarity(world, t):
    with working_precision(128):
        defect = stationarity_defect(world.laws[0], t, world.rho)
        assert defect.contains(0)
        assert modulus(defect).upper() < 2.0**-64  # half the working precision


@given(worlds, rationals.filter(bool))
@settings(max_examples=20)
def test_characteristic_functions_agree_with_the_moments(world, t):
    (law,), rho, u = world.laws, world.rho, t / 16
    with working_precision(192):
        assert taylor_gap(law.moments(12), u, phi(law, u)) > 0
        assert taylor_gap(law.noise_moments(12, rho), u, psi(law, u, rho)) > 0


@given(rationals.filter(bool), rhos)
def test_deviation_of_the_laplace_law_in_closed_form(t, rho):
    with working_precision(128):
        f = 1 / (1 + ball(t**2) / 2)
        expected = ball(t) * f * (1 - f)
        assert (deviation(LAPLACE, t) - expected).contains(0)
        assert (phi_slope(LAPLACE, t) + ball(t) * f**2).contains(0)
        g = 1 / (1 + ball(rho**2 * t**2) / 2)
        noise = ball(rho**2) + ball(1 - rho**2) * f
        closed = ball(rho * t) * g * (1 - g) * noise - ball(rho) * expected
        assert (backward_defect(LAPLACE, t, rho) - acb(closed)).contains(0)


@given(worlds, rationals.filter(bool), st.integers(0, 6))
@settings(max_examples=20)
def test_contraction_bound_holds(world, t, k):
    (law,), rho = world.laws, world.rho
    with working_precision(192):
        value = modulus(deviation(law, rho**k * t)) / ball(rho**k)
        assert value <= contraction_bound(world.moment((4,)), t, rho, k)


def test_series_of_the_gaussian_is_an_exponential():
    series = generating_series(gaussian_moments(10))
    terms = (fmpq_poly([0, 0, 1]) ** k / (2**k * factorial(k)) for k in range(6))
    assert series == sum(terms, fmpq_poly([]))
    assert not deviation_series(gaussian_moments(10))


@given(worlds)
@settings(max_examples=20)
def test_core_relation_vanishes_as_a_series_only_for_a_gaussian(world):
    assert (not backward_series(world, 8)) == (world.laws[0] == Gaussian())


def test_taylor_gap_needs_an_even_order():
    with pytest.raises(ValueError, match="even order"):
        taylor_gap(gaussian_moments(3), HALF, acb(1))


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: line(Uniform(2), Fraction(1, 3)), "use 1/2"),
        (lambda: line(Gaussian(), Fraction(1)), "outside"),
        (lambda: line(LAPLACE, Fraction(-1, 2)), "outside"),
        (lambda: ProductWorld((KURTOSIS_THREE,), Fraction(1, 3)), "use 1/2"),
        (lambda: Gamma(2), "square"),
        (lambda: Gamma(1, 0), "sign"),
        (lambda: Convolution(((HALF, Gaussian()),)), "sum to 1"),
        (lambda: cumulants_from_moments([Fraction(2)]), "m_0"),
    ],
)
def test_bad_input_is_named(make, message):
    with pytest.raises(ValueError, match=message):
        make()
