"""Exactly orthogonal matrices, and the one nearest to a matrix."""

from __future__ import annotations

import pytest
from flint import arb, fmpq, fmpq_mat
from hypothesis import given, settings
from hypothesis import strategies as st

from lejepa_proofs.numerics.enclosure import working_precision
from lejepa_proofs.numerics.orthogonal import (
    cayley,
    diagonal,
    distance_sq_to_orthogonal,
    distance_sq_to_rotations,
    frobenius_sq,
    identity,
    is_orthogonal,
    isometry_defect_sq,
    nearest_orthogonal,
    singular_values,
    skew,
    trace,
)
from strategies_gaussian import any_matrix, rationals

quick = settings(max_examples=30, deadline=None)


@quick
@given(entries=st.lists(rationals, min_size=3, max_size=3))
def test_the_cayley_transform_is_a_rotation(entries: list[fmpq]) -> None:
    q = cayley(skew(3, entries))
    assert is_orthogonal(q)
    assert q.det() == 1


@quick
@given(m=any_matrix)
def test_the_matrix_found_is_exactly_orthogonal_and_obeys_the_lemma(m: fmpq_mat) -> None:
    q = nearest_orthogonal(m)
    assert is_orthogonal(q)
    if m.det() != 0 and not is_orthogonal(m):
        assert frobenius_sq(m - q) < isometry_defect_sq(m)


@quick
@given(m=any_matrix)
def test_the_defects_of_a_square_matrix_and_its_transpose_agree(m: fmpq_mat) -> None:
    assert isometry_defect_sq(m) == isometry_defect_sq(m.transpose())


@quick
@given(m=any_matrix)
def test_no_orthogonal_matrix_tried_is_nearer_than_the_distance(m: fmpq_mat) -> None:
    n = m.nrows()
    turn = cayley(skew(n, [fmpq(1, 3)] * (n * (n - 1) // 2)))
    with working_precision(128):
        least = distance_sq_to_orthogonal(m)
        for q in (nearest_orthogonal(m), turn, -turn, identity(n)):
            assert not arb(frobenius_sq(m - q)) < least


def test_singular_values_are_found_with_their_multiplicity() -> None:
    q = cayley(skew(3, [fmpq(1, 2), fmpq(-1, 3), fmpq(2)]))
    with working_precision(128):
        values = singular_values(q * diagonal([fmpq(3, 2), fmpq(3, 2), fmpq(0)]))
        assert all(value.contains(x) for value, x in zip(values, (0, 1.5, 1.5), strict=True))
        assert all(value.rad() < 2.0**-50 for value in values)


@pytest.mark.parametrize("n", [1, 2, 3, 4])
def test_a_reflection_is_at_distance_two_from_the_rotations(n: int) -> None:
    reflection = diagonal([1] * (n - 1) + [-1])
    with working_precision(128):
        assert distance_sq_to_rotations(reflection).contains(4)
        assert distance_sq_to_orthogonal(reflection).contains(0)
        assert distance_sq_to_rotations(identity(n)).contains(0)
    assert nearest_orthogonal(reflection) == reflection


def test_zero_has_every_orthogonal_matrix_at_the_same_distance() -> None:
    zero = fmpq_mat(3, 3)
    assert frobenius_sq(zero - nearest_orthogonal(zero)) == 3 == isometry_defect_sq(zero)


def test_bad_input_is_refused_with_its_place() -> None:
    with pytest.raises(ValueError, match="skew matrix"):
        cayley(identity(2))
    with pytest.raises(ValueError, match="has 3"):
        skew(3, [1])
    with pytest.raises(ValueError, match="2×3"):
        nearest_orthogonal(fmpq_mat(2, 3))
    assert trace(identity(4)) == 4
