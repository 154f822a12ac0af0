"""Geometry of the arm, and what is drawn of each world: no graphics needed."""

import math

import numpy as np
import pytest

from lejepa_proofs.learning.pixels import reacher
from lejepa_proofs.learning.pixels.worlds import AngleWorld, ReachingWorld, RenderConfig

EPS = float(np.finfo(float).eps)


def test_the_hand_gets_where_it_is_sent() -> None:
    rng = np.random.default_rng(0)
    for _ in range(50):
        radius, angle = rng.uniform(0.03, 0.25), rng.uniform(-np.pi, np.pi)
        point = radius * np.array([np.cos(angle), np.sin(angle)])
        for bend in (1.0, -1.0):
            angles = reacher.reaching_angles(point, bend)
            assert np.sign(angles[1]) == bend
            # arccos loses at most half the digits, and that only where the arm is straight
            assert np.linalg.norm(reacher.hand(angles) - point) <= math.sqrt(EPS)


def test_a_point_out_of_reach_is_reached_for() -> None:
    angles = reacher.reaching_angles(np.array([0.0, 5.0]), 1.0)
    end = reacher.hand(angles)
    assert np.linalg.norm(end - [0, reacher.ARM + reacher.FOREARM]) <= math.sqrt(EPS)


def test_wrapped_angles_point_the_same_way() -> None:
    angles = np.linspace(-20, 20, 101)
    assert np.all((reacher.wrapped(angles) >= -np.pi) & (reacher.wrapped(angles) < np.pi))
    turns = (angles - reacher.wrapped(angles)) / (2 * np.pi)
    assert np.abs(turns - turns.round()).max() <= 16 * EPS


def test_angle_pairs_have_the_correlation_they_say() -> None:
    config = RenderConfig(world=AngleWorld(rho=0.8, spread=0.5), pairs=40_000, shard=40_000)
    drawn = config.draw(0, None)
    first, second = drawn.angles[drawn.pairs[:, 0]], drawn.angles[drawn.pairs[:, 1]]
    five = 5 / math.sqrt(2 * len(first))  # five standard errors of a mean over both joints
    assert abs(np.mean(first * second) / 0.25 - 0.8) <= five * math.sqrt(1 + 0.8**2)
    assert abs(np.mean(second**2) / 0.25 - 1) <= five * math.sqrt(2)


def test_shards_do_not_depend_on_each_other() -> None:
    config = RenderConfig(world=AngleWorld(rho=0.8), pairs=25, shard=10, seed=4)
    assert config.shards == 3
    assert [len(config.draw(i, None).pairs) for i in range(3)] == [10, 10, 5]
    again = config.draw(1, None)
    assert np.array_equal(config.draw(1, None).angles, again.angles)
    assert not np.array_equal(config.draw(0, None).angles, again.angles)
    longer = config.model_copy(update={"pairs": 50})
    assert np.array_equal(longer.draw(1, None).angles, again.angles)


def test_sets_are_named_by_what_they_hold() -> None:
    one = RenderConfig(world=AngleWorld(rho=0.8), pairs=10)
    assert one.folder == one.model_copy().folder
    others = [
        one.model_copy(update={"seed": 1}),
        RenderConfig(world=AngleWorld(rho=0.9), pairs=10),
        RenderConfig(world=ReachingWorld(), pairs=10),
    ]
    assert len({each.folder for each in (one, *others)}) == 4


def test_how_often_an_angle_leaves_the_circle() -> None:
    # P(|N(0,1)| > π) = erfc(π/√2) = 0.00168…, for either of two joints
    single = math.erfc(math.pi / math.sqrt(2))
    expected = 2 * single - single**2
    assert AngleWorld(rho=0.5).wraps() == pytest.approx(expected, rel=EPS / single)
    assert AngleWorld(rho=0.5, spread=0.5).wraps() < 1e-8 < AngleWorld(rho=0.5).wraps()


def test_runs_need_dynamics_and_length() -> None:
    with pytest.raises(ValueError, match="dynamics"):
        ReachingWorld().draw(3, np.random.default_rng(0), None)
    assert ReachingWorld(lag=3).seconds() == 3 * reacher.STEP
