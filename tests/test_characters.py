"""Characters under the Gaussian and the pair, and maps that preserve the Gaussian."""

from __future__ import annotations

import math

import numpy as np
import pytest
from flint import arb, fmpq
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import ndtri
from scipy.stats import norm

from lejepa_proofs.numerics.characters import (
    CharacterSum,
    character_correlation,
    character_correlation_by_series,
    character_degree_energy,
    character_first_moment,
    character_first_moment_by_series,
    character_inner,
    character_mean,
    correlation_form,
    key_right_side,
    key_slack_by_degree,
    linear_energy,
    mean_sq,
    norm_sq,
    real_wave,
)
from lejepa_proofs.numerics.enclosure import working_precision
from lejepa_proofs.numerics.spirals import (
    fold_inverse,
    fold_loss,
    fold_second_energy_bound,
    normal_cdf,
    normal_density,
    spiral_correlation,
    spiral_correlation_by_series,
    spiral_cross_moment,
    spiral_cross_moment_by_series,
    spiral_loss,
    twist_loss,
)

quick = settings(max_examples=20, deadline=None)
units = st.builds(fmpq, st.integers(-5, 5), st.just(5))
planes = st.tuples(units, units)
shares = st.builds(lambda p, q: fmpq(p, p + q), st.integers(1, 9), st.integers(1, 9))
sums = st.lists(st.tuples(planes, st.tuples(units, units)), min_size=1, max_size=3).map(
    lambda items: CharacterSum(tuple(t for t, _ in items), tuple(c for _, c in items))
)


@quick
@given(s=planes, t=planes, rho=shares)
def test_closed_forms_overlap_their_series(s, t, rho: fmpq) -> None:
    with working_precision(128):
        closed = character_correlation(s, t, rho)
        assert closed.overlaps(character_correlation_by_series(s, t, rho, 30))
        assert character_inner(s, t).overlaps(character_correlation_by_series(s, t, 1, 30))
        first = character_first_moment(t, 1) - character_first_moment_by_series(t, 1, 30)
        assert first.contains(0)


def test_the_mean_is_the_characteristic_function() -> None:
    """Against Gauss–Hermite with 60 nodes, exact to degree 119: the error is rounding only."""
    nodes, weights = np.polynomial.hermite_e.hermegauss(60)
    quadrature = float(np.sum(weights * np.cos(0.75 * nodes)) / math.sqrt(2 * math.pi))
    rounding = 4 * 60 * np.finfo(float).eps
    assert abs(float(character_mean((fmpq(3, 4),)).mid()) - quadrature) < rounding


@quick
@given(f=sums, rho=shares)
def test_the_key_inequality_is_its_expansion_in_squares(f: CharacterSum, rho: fmpq) -> None:
    with working_precision(128):
        slack = key_right_side(f, rho) - correlation_form(f, rho)
        assert slack.overlaps(key_slack_by_degree(f, rho, 16))
        assert not slack < 0


@quick
@given(f=sums)
def test_degrees_zero_and_one_are_the_mean_and_the_linear_part(f: CharacterSum) -> None:
    with working_precision(128):
        assert character_degree_energy(f, 0).overlaps(mean_sq(f))
        assert character_degree_energy(f, 1).overlaps(linear_energy(f))


def test_a_cosine_has_the_variance_worked_out_by_hand() -> None:
    f = real_wave(((fmpq(1),),), ((fmpq(1), fmpq(0)),))
    with working_precision(128):
        assert norm_sq(f).overlaps((1 + arb(-2).exp()) / 2)
        assert mean_sq(f).overlaps(arb(-1).exp())
        assert linear_energy(f).contains(0)


def test_a_sine_correlates_with_its_latent() -> None:
    f = real_wave(((fmpq(1),),), ((fmpq(0), fmpq(1)),))
    with working_precision(128):
        assert mean_sq(f).contains(0)
        assert linear_energy(f).overlaps(arb(-1).exp())


def test_the_spiral_loss_has_the_published_size() -> None:
    loss = spiral_loss(fmpq(1, 20), fmpq(19, 20))
    assert fmpq(20735, 100000) < loss < fmpq(20745, 100000)


@quick
@given(c=st.builds(fmpq, st.integers(-3, 3), st.just(60)), rho=shares)
def test_the_spiral_closed_forms_overlap_their_series(c: fmpq, rho: fmpq) -> None:
    with working_precision(128):
        assert spiral_correlation_by_series(c, rho, 5).contains(spiral_correlation(c, rho))
        assert spiral_cross_moment_by_series(c, 5).contains(spiral_cross_moment(c))
    assert spiral_loss(c, rho) >= 4 * (1 - rho)


def test_the_twist_without_angle_is_the_identity() -> None:
    assert twist_loss(0, fmpq(1, 4)).contains(fmpq(9, 2))


def test_the_fold_preserves_the_gaussian_measure() -> None:
    with working_precision(128):
        for y in (fmpq(-2), fmpq(1, 3), fmpq(3)):
            x = fold_inverse(y)
            below = normal_cdf(x) - normal_cdf(-x)
            assert below.overlaps(normal_cdf(y))


def test_the_bound_on_the_fold_is_below_its_energy_and_tends_to_it() -> None:
    """The energy by summing h He_2 over equal probabilities, independent of the parts formula.

    The integrand rises to 2φ(1) < 1/2 and falls, so lower sums lose less than ``width`` and the
    energy ``I²/2`` less than ``I · width``, half of what is allowed; the rest is the error of the
    sum over probabilities, seen by doubling their number.
    """

    def energy(points: int) -> float:
        p = (np.arange(points) + 0.5) / points
        latents = ndtri((1 + p) / 2)
        return float(np.mean(ndtri(p) * (latents**2 - 1)) ** 2 / 2)

    fine, coarse = energy(200_000), energy(100_000)
    bound = float(fold_second_energy_bound(400).mid())
    width = 12 / 400
    integral = math.sqrt(2 * fine)
    assert bound <= fine + 4 * abs(fine - coarse)
    assert bound >= fine - integral * 2 * width - 4 * abs(fine - coarse)


def test_the_fold_loss_is_a_ball_between_the_two_floors() -> None:
    loss = fold_loss(fmpq(1, 2), steps=50)
    assert loss > 2 * (1 - 0.5)
    assert loss < 2


def test_the_normal_law_is_that_of_scipy() -> None:
    """Both are accurate to a few units in the last place."""
    for x in (-3.0, -0.5, 0.0, 1.25):
        exact = fmpq(int(x * 4), 4)
        for ours, theirs in (
            (normal_cdf(exact), norm.cdf(x)),
            (normal_density(exact), norm.pdf(x)),
        ):
            assert abs(float(ours.mid()) - theirs) <= 8 * np.finfo(float).eps


def test_bad_input_is_refused_with_its_place() -> None:
    one = (fmpq(1),)
    with pytest.raises(ValueError, match="one each"):
        CharacterSum((one,), ())
    with pytest.raises(ValueError, match="different dimensions"):
        CharacterSum((one, (fmpq(1), fmpq(2))), ((fmpq(1), fmpq(0)),) * 2)
    with pytest.raises(ValueError, match="even"):
        character_correlation_by_series(one, one, 0, 7)
    with pytest.raises(ValueError, match="0 <= ρ <= 1"):
        key_slack_by_degree(CharacterSum((one,), ((fmpq(1), fmpq(0)),)), -1, 4)
    with pytest.raises(ValueError, match="at least 1"):
        spiral_correlation_by_series(1, 0, 0)
    with pytest.raises(ValueError, match="1/2"):
        spiral_cross_moment_by_series(1, 3)
    with pytest.raises(ValueError, match="at least 1"):
        fold_second_energy_bound(0)
