"""Means, affine scores and isometries."""

from __future__ import annotations

import random

import numpy as np
import pytest
from flint import arb, fmpq, fmpq_mat
from hypothesis import given
from hypothesis import strategies as st

from lejepa_proofs.numerics import affine_score, inequalities, isometries
from lejepa_proofs.numerics.enclosure import ball
from strategies_background import rationals

nonnegative = rationals.map(abs)
points = st.tuples(rationals, rationals)


@given(st.lists(nonnegative, max_size=6))
def test_power_slack_is_nonnegative_and_blind_to_the_empty_list(xs: list[fmpq]) -> None:
    assert inequalities.am_gm_power_slack(xs) >= 0
    assert inequalities.am_gm_power_slack([]) == 0


@given(nonnegative, nonnegative)
def test_slacks_of_two_numbers_are_squares(x: fmpq, y: fmpq) -> None:
    assert inequalities.am_gm_power_slack([x, y]) == ((x - y) / 2) ** 2
    assert inequalities.am_gm_root_slack([x, y]) == (x - y) ** 2 / 2


@given(rationals)
def test_exp_slack_of_two_numbers_is_a_hyperbolic_sine(x: fmpq) -> None:
    x = x / 10
    slack = inequalities.exp_mean_slack([x, -x])
    closed = 2 * (ball(x) / 2).sinh() ** 2
    assert (slack - closed).contains(0)


def test_empty_means_are_zero_and_empty_products_one() -> None:
    assert inequalities.mean([]) == 0
    assert inequalities.product([]) == 1
    assert inequalities.am_gm_root_slack([]) == -1
    assert inequalities.exp_mean_slack([]) == -1


def test_negative_roots_are_refused() -> None:
    with pytest.raises(ValueError, match="nonnegative"):
        inequalities.am_gm_root_slack([1, -1])


@given(rationals, nonnegative)
def test_normal_moments_start_with_mean_and_second_moment(m: fmpq, v: fmpq) -> None:
    assert affine_score.normal_moments(m, v, 4) == [1, m, m * m + v, m**3 + 3 * m * v]


def test_score_moments_solve_the_integration_by_parts() -> None:
    a, b = fmpq(-2), fmpq(3)
    m = affine_score.score_moments(a, b, 8)
    assert a * m[1] + b == 0
    for k in range(1, 7):
        assert k * m[k - 1] + a * m[k + 1] + b * m[k] == 0


def test_window_mass_of_a_flat_score_is_the_length() -> None:
    assert (affine_score.window_mass(0, 0, -2, 3) - 5).contains(0)


def test_total_mass_of_the_standard_exponent() -> None:
    mass = affine_score.total_mass(-1, 0, 20)
    assert (mass - (2 * arb.pi()).sqrt()).contains(0)
    assert bool(mass.rad() < 1)
    coarse = affine_score.total_mass(-1, 0, 1)
    assert (coarse - (2 * arb.pi()).sqrt()).contains(0)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: affine_score.score_moments(0, 1, 3), "slope"),
        (lambda: affine_score.total_mass(1, 0, 3), "a < 0"),
        (lambda: affine_score.total_mass(-1, 0, 0), "R > 0"),
        (lambda: isometries.cayley(isometries.identity_matrix(2)), "skew"),
        (lambda: isometries.random_orthogonal(0, random.Random(0)), "dimension"),
        (lambda: isometries.reflect_in_plane((fmpq(0),), fmpq(1), (fmpq(1),)), "normal"),
        (lambda: isometries.turning_map((fmpq(1),)), "plane"),
        (lambda: isometries.folded_line((fmpq(1), fmpq(2))), "line"),
    ],
)
def test_bad_arguments_are_refused(call: object, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        call()  # type: ignore[operator]


@pytest.mark.parametrize("n", [1, 2, 3, 5])
def test_random_matrices_are_orthogonal_and_hit_both_signs_of_the_determinant(n: int) -> None:
    source = random.Random(7)
    drawn = [isometries.random_orthogonal(n, source) for _ in range(20)]
    one = isometries.identity_matrix(n)
    assert all(q * q.transpose() == one for q in drawn)
    assert {int(q.det().p) for q in drawn} == {-1, 1}


def test_apply_agrees_with_numpy() -> None:
    matrix = fmpq_mat([[1, 2, 3], [-4, 5, 6]])
    oracle = np.array([[1, 2, 3], [-4, 5, 6]]) @ np.array([7, -1, 2])
    assert isometries.apply(matrix, [7, -1, 2]) == tuple(fmpq(int(c)) for c in oracle)


@given(points, points, rationals, points)
def test_mirrors_are_involutions_and_isometries(
    x: tuple[fmpq, ...], y: tuple[fmpq, ...], offset: fmpq, normal: tuple[fmpq, ...]
) -> None:
    normal = (normal[0], abs(normal[1]) + 1)
    image = isometries.reflect_in_plane(normal, offset, x)
    assert isometries.reflect_in_plane(normal, offset, image) == x
    other = isometries.reflect_in_plane(normal, offset, y)
    assert isometries.squared_distance(image, other) == isometries.squared_distance(x, y)
    midpoint = [(a + b) / 2 for a, b in zip(x, image, strict=True)]
    assert sum(v * a for v, a in zip(normal, midpoint, strict=True)) == offset


@given(points, points)
def test_turning_map_keeps_norms_and_folded_line_keeps_sup_distances(
    x: tuple[fmpq, ...], y: tuple[fmpq, ...]
) -> None:
    assert isometries.squared_norm(isometries.turning_map(x)) == isometries.squared_norm(x)
    first, second = isometries.folded_line(x[:1]), isometries.folded_line(y[:1])
    assert isometries.sup_distance(first, second) == abs(x[0] - y[0])


@given(points, points, points)
def test_defect_from_distances_is_the_norm_of_the_combination(
    p: tuple[fmpq, ...], q: tuple[fmpq, ...], r: tuple[fmpq, ...]
) -> None:
    four = [p, q, r, (fmpq(1), fmpq(-2))]
    combination = tuple(four[0][i] - four[1][i] - four[2][i] + four[3][i] for i in range(2))
    defect = isometries.defect_from_distances(
        lambda i, j: isometries.squared_distance(four[i], four[j])
    )
    assert defect == isometries.squared_norm(combination)
