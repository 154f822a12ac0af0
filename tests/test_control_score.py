"""Scores of encoders as planners' codes: nothing is lost to a rotation, more to worse encoders."""

import numpy as np
import pytest

from lejepa_proofs.learning.control import maps
from lejepa_proofs.learning.control.curve import CurveConfig, curve
from lejepa_proofs.learning.control.score import PlanConfig, score

SMALL = PlanConfig(pairs=12, waypoints=20, horizon=3, draws=2, transitions=200)
EPS = float(np.finfo(float).eps)


def latents(n: int = 2) -> maps.Array:
    return np.random.default_rng(3).standard_normal((600, n))


def test_a_signed_permutation_loses_exactly_nothing() -> None:
    found = score(maps.linear(np.array([[0.0, -1.0], [1.0, 0.0]])), latents(), SMALL, 0)
    for band in (
        found.straight_excess,
        found.regret_goal,
        found.regret_invariant,
        found.value_error,
    ):
        assert (band.lower, band.mean, band.upper) == (0, 0, 0)
    assert found.agreement_goal.lower == 1
    assert found.straight == found.straight_true.model_copy(
        update={"lower": found.straight.lower, "upper": found.straight.upper}
    )
    # a fit and three steps of feedback, all of them well conditioned
    assert abs(found.regulator_excess.mean) <= 1e5 * EPS


@pytest.mark.parametrize("n", [2, 3])
def test_a_rotation_loses_nothing(n) -> None:
    q = maps.random_orthogonal(n, np.random.default_rng(1))
    found = score(maps.linear(q), latents(n), SMALL, 0)
    assert found.straight_excess.upper == 0
    assert found.regret_goal.upper == 0
    assert found.regret_invariant.upper == 0
    assert 1 - found.r2 <= 64 * EPS


def test_the_same_seed_gives_the_same_score() -> None:
    spiral = maps.spiral_with_r2(0.5)
    first = score(spiral, latents(), SMALL, 5)
    assert score(spiral, latents(), SMALL, 5) == first
    assert score(spiral, latents(), SMALL, 6) != first


def test_cost_rises_as_r2_falls() -> None:
    points = curve(CurveConfig(levels=(1.0, 0.8, 0.3), points=1000, plan=SMALL))
    scores = [each.score for each in points]
    assert [each.level for each in points] == [1.0, 0.8, 0.3]
    assert scores[0].r2 > scores[1].r2 > scores[2].r2
    for name in ("straight_excess", "regret_goal", "value_error", "regulator_excess"):
        means = [getattr(each, name).mean for each in scores]
        assert abs(means[0]) <= 1e5 * EPS
        assert means[0] < means[1] < means[2], name
    # a spiral keeps every norm, and so every O(n)-invariant cost
    assert max(each.regret_invariant.upper for each in scores) == 0


def test_a_blend_ends_at_its_spiral() -> None:
    config = CurveConfig(family="blend", levels=(1.0, 0.8, 0.3))
    z = latents()
    assert np.array_equal(config.encoder(0)(z), z)
    assert np.array_equal(config.encoder(2)(z), maps.spiral_with_r2(0.3)(z))
    assert not np.allclose(np.linalg.norm(config.encoder(1)(z)), np.linalg.norm(z))
