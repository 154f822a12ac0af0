"""The statistical check's stated power, and the families its exact neighbours run over."""

from fractions import Fraction

import pytest

from lejepa_proofs.claims.corrections_sampling import (
    ALPHA,
    DRAWS,
    POINTS,
    over_m,
    runs,
    sampled_r2,
    theorem_bound,
    unbiased,
)
from lejepa_proofs.claims.corrections_worlds import pythagorean
from lejepa_proofs.claims.model import Context
from lejepa_proofs.numerics.estimators import empirical_bernstein_radius, hoeffding_radius
from lejepa_proofs.numerics.sampling import in_sample_r2_mean
from lejepa_proofs.numerics.verdict import Outcome


@pytest.fixture
def ctx() -> Context:
    return Context(0, "correction", "test")


@pytest.mark.parametrize("planted", [over_m, unbiased])
def test_planted_means_are_farther_away_than_the_sum_of_both_radii(planted) -> None:
    largest = Fraction(DRAWS, 4 * (DRAWS - 1))
    radius = hoeffding_radius(DRAWS, ALPHA) + empirical_bernstein_radius(largest, DRAWS, ALPHA)
    effect = abs(in_sample_r2_mean(1, POINTS) - planted(1, POINTS))
    assert radius * effect.denominator < effect.numerator


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_sampled_mean_is_confirmed_for_other_seeds(seed) -> None:
    assert sampled_r2(Context(seed, "correction", "test")).outcome is Outcome.CONFIRMED


def test_rational_correlations_lie_on_the_circle_and_near_both_ends(ctx) -> None:
    pairs = list(pythagorean(ctx, 3))
    assert all(rho**2 + s**2 == 1 and 0 < rho < 1 for rho, s in pairs)
    assert max(pairs)[0] > Fraction(99, 100)
    assert min(pairs)[0] < Fraction(6, 100)


def test_runs_obey_theorem_3_and_the_bound_by_r2(ctx) -> None:
    for r2, error, energy, n in runs(ctx):
        assert error <= 2 * n * (1 - r2)
        assert error <= theorem_bound(energy, n)
