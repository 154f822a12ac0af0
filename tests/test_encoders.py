"""Exact quantities of polynomial encoders: laws they obey, and values worked out by hand."""

from __future__ import annotations

import pytest
from flint import fmpq, fmpq_mat
from hypothesis import given, settings

from lejepa_proofs.numerics.encoders import (
    PolynomialEncoder,
    affine_encoder,
    alignment_gap,
    alignment_loss,
    alignment_loss_by_degree,
    centred,
    cov_matrix,
    covariance_error_sq,
    error_sq,
    linear_encoder,
    linear_part,
    mean_square,
    mean_vec,
    mixed,
    nonlinear_energy,
    nonlinear_part,
    reflected,
    translated,
)
from lejepa_proofs.numerics.orthogonal import cayley, frobenius_sq, identity, skew, trace
from lejepa_proofs.numerics.polynomials import constant, coordinate, hermite, polynomial
from strategies_gaussian import any_encoder, any_matrix, correlations

quick = settings(max_examples=25, deadline=None)


def on_the_line(a: fmpq, c: fmpq) -> PolynomialEncoder:
    return PolynomialEncoder((coordinate(1, 0).scaled(a) + hermite((2,)).scaled(c),))


def test_quantities_of_a_quadratic_encoder_of_the_line() -> None:
    h, rho = on_the_line(fmpq(3, 5), fmpq(2)), fmpq(1, 3)
    assert mean_vec(h) == fmpq_mat(1, 1, [0])
    assert linear_part(h) == fmpq_mat(1, 1, [fmpq(3, 5)])
    assert nonlinear_energy(h) == 8
    assert cov_matrix(h) == fmpq_mat(1, 1, [fmpq(9, 25) + 8])
    assert alignment_loss(h, rho) == 2 * (1 - rho) * fmpq(9, 25) + 2 * (1 - rho**2) * 8
    assert alignment_gap(h, rho) == 2 * rho * (1 - rho) * 8
    assert covariance_error_sq(h) == (fmpq(9, 25) + 7) ** 2
    assert error_sq(h, identity(1)) == fmpq(4, 25) + 8


@quick
@given(h=any_encoder, rho=correlations)
def test_the_loss_from_moments_is_the_loss_by_hermite_degree(h, rho: fmpq) -> None:
    assert alignment_loss(h, rho) == alignment_loss_by_degree(h, rho)


@quick
@given(h=any_encoder, rho=correlations)
def test_the_loss_is_invariant_under_translations_and_rotations(h, rho: fmpq) -> None:
    b = fmpq_mat(h.n, 1, [fmpq(j + 1, 3) for j in range(h.n)])
    q = cayley(skew(h.n, [fmpq(1, 2)] * (h.n * (h.n - 1) // 2)))
    assert alignment_loss(translated(h, b), rho) == alignment_loss(h, rho)
    assert alignment_loss(mixed(q, h), rho) == alignment_loss(h, rho)
    assert linear_part(mixed(q, h)) == q * linear_part(h)


@quick
@given(h=any_encoder)
def test_the_covariance_splits_into_linear_and_nonlinear_part(h) -> None:
    m, nu = linear_part(h), nonlinear_part(h)
    assert cov_matrix(h) == m * m.transpose() + cov_matrix(nu)
    assert trace(cov_matrix(nu)) == nonlinear_energy(h) == mean_square(nu)


@quick
@given(h=any_encoder)
def test_centring_removes_the_mean_and_nothing_else(h) -> None:
    k = centred(h)
    assert not any(mean_vec(k).entries())
    assert cov_matrix(k) == cov_matrix(h)
    assert linear_part(k) == linear_part(h)


@quick
@given(h=any_encoder)
def test_reflections_keep_the_matrix_of_second_moments(h) -> None:
    u = hermite((2,) + (0,) * (h.n - 1)) + coordinate(h.n, 0)
    k = reflected(h, [u])
    gram = cov_matrix(h) + mean_vec(h) * mean_vec(h).transpose()
    assert cov_matrix(k) + mean_vec(k) * mean_vec(k).transpose() == gram
    assert mean_vec(k) == mean_vec(h)
    assert reflected(k, [u]) == h


@quick
@given(m=any_matrix)
def test_a_linear_encoder_is_its_matrix(m: fmpq_mat) -> None:
    h = linear_encoder(m)
    assert linear_part(h) == m
    assert cov_matrix(h) == m * m.transpose()
    assert nonlinear_energy(h) == 0
    assert error_sq(h, identity(h.n)) == frobenius_sq(m - identity(h.n))


def test_bad_input_is_refused_with_its_place() -> None:
    with pytest.raises(ValueError, match="n polynomials in n variables"):
        PolynomialEncoder((coordinate(2, 0),))
    with pytest.raises(ValueError, match="n polynomials in n variables"):
        PolynomialEncoder(())
    with pytest.raises(ValueError, match="n×n matrix"):
        affine_encoder(fmpq_mat(2, 1), identity(3))
    with pytest.raises(ValueError, match="direction of reflection"):
        reflected(linear_encoder(identity(1)), [polynomial(1, {})])
    with pytest.raises(ValueError, match="between -1 and 1"):
        alignment_loss(linear_encoder(identity(1)), fmpq(3, 2))
    assert constant(1, 2).degree == 0
