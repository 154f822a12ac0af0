"""Polynomial encoders, and the exact inertia that certifies their best correlations."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from math import comb

import hypothesis.strategies as st
import pytest
from flint import fmpq, fmpq_mat
from hypothesis import assume, given, settings

from lejepa_proofs.numerics.ar1 import EllipticalLaplace, ProductWorld, line
from lejepa_proofs.numerics.best_encoder import (
    approximate_best,
    correlation,
    correlation_bracket,
    covariance,
    direct_loss,
    exponents,
    level_inertia,
    nonlinear_energy,
    pencil,
    row,
    whitened_loss,
)
from lejepa_proofs.numerics.inertia import Inertia, inertia, matrix_inertia, rational_sign
from lejepa_proofs.numerics.laws import EXPONENTIAL, LAPLACE, Gaussian
from lejepa_proofs.numerics.verdict import as_fraction
from strategies_converse import planes, rationals, rhos, worlds

small = st.integers(-3, 3)


def symmetric(size: int) -> st.SearchStrategy[fmpq_mat]:
    entries = st.lists(small, min_size=size * size, max_size=size * size)
    return entries.map(lambda v: (m := fmpq_mat(size, size, v)) + m.transpose())


def sign_changes(coefficients: list[fmpq]) -> int:
    signs = [c > 0 for c in coefficients if c != 0]
    return sum(a != b for a, b in pairwise(signs))


@given(st.integers(1, 5).flatmap(symmetric))
def test_inertia_counts_the_roots_of_the_characteristic_polynomial(matrix):
    # All roots are real, so Descartes' rule of signs is an equality.
    coefficients = matrix.charpoly().coeffs()
    mirrored = [c if k % 2 == 0 else -c for k, c in enumerate(coefficients)]
    zero = next(k for k, c in enumerate(coefficients) if c != 0)
    expected = Inertia(sign_changes(mirrored), zero, sign_changes(coefficients))
    assert matrix_inertia(matrix) == expected


def test_inertia_makes_a_pivot_when_the_diagonal_vanishes():
    assert inertia([[0, 1], [1, 0]], rational_sign) == Inertia(1, 0, 1)


@pytest.mark.parametrize("rows", [[[0, 1], [2, 0]], [[1, 2]]])
def test_inertia_refuses_a_matrix_that_is_not_symmetric(rows):
    with pytest.raises(ValueError, match="not symmetric"):
        inertia(rows, rational_sign)


@given(st.integers(1, 4), st.integers(1, 5))
def test_exponents_are_all_nonconstant_monomials_with_the_coordinates_first(n, degree):
    found = exponents(n, degree)
    assert len(set(found)) == len(found) == comb(n + degree, n) - 1
    assert found[:n] == tuple(tuple(int(i == j) for i in range(n)) for j in range(n))


@given(rhos, st.integers(1, 6))
@settings(max_examples=15)
def test_hermite_correlations_are_powers_of_rho(rho, degree):
    p = pencil(line(Gaussian(), rho), degree)
    assert level_inertia(p, rho) == Inertia(0, 1, degree - 1)
    assert level_inertia(p, rho**degree).zero == 1


@given(rhos)
@settings(max_examples=20)
def test_square_correlates_at_rho_squared_for_symmetric_latents(rho):
    for law in (Gaussian(), LAPLACE):
        assert correlation(pencil(line(law, rho), 2), row([0, 1])) == rho**2


@given(worlds, st.integers(1, 4), st.data())
@settings(max_examples=15)
def test_stationary_loss_is_twice_the_variance_minus_the_covariance(world, degree, data):
    p = pencil(world, degree)
    c = row(data.draw(st.lists(rationals, min_size=degree, max_size=degree)))
    lagged = (c * p.lag * c.transpose())[0, 0]
    assert direct_loss(p, c) == as_fraction(2 * covariance(p, c)[0, 0] - 2 * lagged)


@given(worlds, st.integers(1, 4), st.data())
@settings(max_examples=15)
def test_whitened_loss_of_one_row_is_two_minus_twice_its_correlation(world, degree, data):
    p = pencil(world, degree)
    c = row(data.draw(st.lists(rationals, min_size=degree, max_size=degree).filter(any)))
    assume(covariance(p, c)[0, 0] != 0)
    assert whitened_loss(p, c) == 2 - 2 * correlation(p, c)


@given(planes, st.lists(small, min_size=4, max_size=4), st.lists(small, min_size=10, max_size=10))
@settings(max_examples=15)
def test_whitened_loss_does_not_see_an_invertible_mixing_of_outputs(world, mixing, entries):
    p = pencil(world, 2)
    rows, mix = fmpq_mat(2, 5, entries), fmpq_mat(2, 2, mixing)
    assume(mix.det() != 0)
    assume(covariance(p, rows).det() != 0)
    assert whitened_loss(p, mix * rows) == whitened_loss(p, rows)


@given(worlds, st.integers(1, 5))
@settings(max_examples=15)
def test_bracket_holds_the_best_correlation_and_the_candidate_comes_close(world, degree):
    p = pencil(world, degree)
    lower, upper = correlation_bracket(p, 1, bits=12)
    assert upper - lower == Fraction(1, 2**11)
    found = correlation(p, approximate_best(p))
    assert found <= upper
    assert level_inertia(p, lower).negative >= 1
    assert level_inertia(p, upper).negative == 0
    assert found > lower - Fraction(1, 2**11)


@given(rhos, st.lists(rationals, min_size=3, max_size=3))
@settings(max_examples=15)
def test_nonlinear_energy_vanishes_exactly_for_affine_encoders(rho, values):
    p = pencil(line(EXPONENTIAL, rho), 3)
    assert (nonlinear_energy(p, row(values)) == 0) == (values[1] == values[2] == 0)


def test_nonlinear_energy_of_the_square_is_its_variance():
    p = pencil(line(Gaussian(), Fraction(1, 2)), 2)
    assert nonlinear_energy(p, row([7, 1])) == 2


@pytest.mark.parametrize(
    "world",
    [
        ProductWorld((LAPLACE, EXPONENTIAL), Fraction(1, 2)),
        ProductWorld((Gaussian(), LAPLACE), Fraction(1, 2)),
        EllipticalLaplace(2, Fraction(1, 2)),
    ],
    ids=lambda world: world.name,
)
def test_whitened_encoders_of_the_plane_beat_the_identity(world):
    p = pencil(world, 3)
    assert whitened_loss(p, approximate_best(p, 2)) < 2


@pytest.mark.parametrize(
    ("run", "message"),
    [
        (lambda p: correlation(p, row([0, 0])), "constant encoder"),
        (lambda p: whitened_loss(p, fmpq_mat(2, 2, [1, 0, 1, 0])), "singular"),
        (lambda p: correlation_bracket(p, 3), "count from 1"),
        (lambda _: exponents(0, 2), "must be ≥ 1"),
    ],
)
def test_bad_input_is_named(run, message):
    with pytest.raises(ValueError, match=message):
        run(pencil(line(LAPLACE, Fraction(1, 2)), 2))
