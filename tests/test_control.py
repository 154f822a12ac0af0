"""Planning in a code: exact oracles for orthogonal encoders, known losses for the others."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lejepa_proofs.learning.control import maps, open_loop, regulator, straight
from lejepa_proofs.learning.control.bands import bootstrap

EPS = float(np.finfo(float).eps)
SIGNED_PERMUTATIONS = [
    np.diag(signs)[list(order)]
    for signs in product((1.0, -1.0), repeat=2)
    for order in ((0, 1), (1, 0))
]


def problem(seed: int, cost: str = "goal", noisy: bool = True) -> open_loop.Problem:
    """A drawn problem in the plane with 5 actions and 4 steps."""
    rng = np.random.default_rng(seed)
    noise = 0.3 * rng.standard_normal((3, 4, 2)) if noisy else np.zeros((1, 4, 2))
    return open_loop.Problem(
        start=rng.standard_normal(2),
        goal=rng.standard_normal(2),
        actions=open_loop.unit_actions(2, 0.5),
        control=np.eye(2),
        rho=0.95,
        noise=noise,
        cost=open_loop.COSTS[cost],
        effort=0.1,
    )


@pytest.mark.parametrize("cost", ["goal", "invariant"])
@pytest.mark.parametrize("q", SIGNED_PERMUTATIONS)
def test_signed_permutations_leave_every_plan_its_cost_to_the_last_bit(cost, q) -> None:
    # a reordered sum of two squares is the same double, so equality is exact
    for seed in range(5):
        given_problem = problem(seed, cost)
        truth = open_loop.plan_costs(given_problem)
        coded = open_loop.plan_costs(given_problem, maps.linear(q))
        assert np.array_equal(truth, coded)
        found = open_loop.compare(given_problem, maps.linear(q))
        assert found.regret == 0
        assert found.agreement == 1
        assert found.coded_value == found.value


@given(st.integers(0, 2**32), st.sampled_from([2, 3, 5]))
def test_orthogonal_encoders_leave_values_to_rounding(seed, n) -> None:
    rng = np.random.default_rng(seed)
    q = maps.random_orthogonal(n, rng)
    drawn = open_loop.Problem(
        start=rng.standard_normal(n),
        goal=rng.standard_normal(n),
        actions=open_loop.unit_actions(n, 0.5),
        control=np.eye(n),
        rho=0.9,
        noise=0.3 * rng.standard_normal((2, 2, n)),
        cost=open_loop.distance_to_goal,
    )
    truth = open_loop.plan_costs(drawn)
    coded = open_loop.plan_costs(drawn, maps.linear(q))
    # Q from a Householder QR is orthogonal to about n·eps times a small constant, a product with
    # it adds n·eps; both act on squares of codes no longer than |z| + |g|
    reach = np.linalg.norm(drawn.start) + np.linalg.norm(drawn.goal) + 1
    reach += np.abs(drawn.noise).sum()
    assert np.abs(coded - truth).max() <= 64 * n * EPS * drawn.horizon * reach**2


def test_costs_agree_with_a_walk_along_each_plan() -> None:
    drawn = problem(7)
    encode = maps.spiral(0.2)
    costs = open_loop.plan_costs(drawn, encode)
    assert costs.shape == (5**4,)
    for plan in (0, 1, 17, 311, 624):
        acts = drawn.actions[open_loop.plan_actions(drawn, plan)]
        total = 0.0
        for noise in drawn.noise:
            z = drawn.start
            total += float(np.sum((encode(z) - encode(drawn.goal)) ** 2))
            for a, eta in zip(acts, noise, strict=True):
                z = drawn.rho * z + a + eta
                total += float(np.sum((encode(z) - encode(drawn.goal)) ** 2) + 0.1 * a @ a)
        # sums of 10 terms a draw in another order
        assert costs[plan] == pytest.approx(total / len(drawn.noise), rel=64 * EPS)


def test_the_best_plan_is_the_one_seen_by_eye() -> None:
    # on the line z' = z + a from 0 to 2 with steps of 1: twice up, then rest
    drawn = open_loop.Problem(
        start=np.zeros(1),
        goal=np.array([2.0]),
        actions=open_loop.unit_actions(1, 1.0),
        control=np.eye(1),
        rho=1.0,
        noise=np.zeros((1, 3, 1)),
        cost=open_loop.distance_to_goal,
    )
    costs = open_loop.plan_costs(drawn)
    assert costs.min() == 4 + 1
    assert open_loop.plan_actions(drawn, int(costs.argmin())).tolist() == [1, 1, 0]


def test_a_translation_is_harmless_for_goals_and_not_for_the_origin() -> None:
    shift = np.array([2.0, 0.0])
    goal = [open_loop.compare(problem(s), lambda z: z + shift).regret for s in range(20)]
    origin = [
        open_loop.compare(problem(s, "invariant"), lambda z: z + shift).regret for s in range(20)
    ]
    assert max(goal) == 0
    assert max(origin) > 0


def test_a_spiral_keeps_invariant_costs_and_loses_goals() -> None:
    spiral = maps.spiral_with_r2(0.25)
    goals = [open_loop.compare(problem(s), spiral) for s in range(20)]
    assert all(0 <= each.regret <= 1 for each in goals)
    assert sum(each.regret > 0 for each in goals) > 10
    assert any(each.coded_value != each.value for each in goals)
    for s in range(20):
        # the spiral keeps norms up to the rounding of cos² + sin², so no plan changes but by a tie
        assert open_loop.compare(problem(s, "invariant"), spiral).regret == 0


def data(n: int = 2, points: int = 2000, seed: int = 0) -> maps.Array:
    return np.random.default_rng(seed).standard_normal((points, n))


@pytest.mark.parametrize("q", SIGNED_PERMUTATIONS)
def test_straight_plans_turn_with_the_code(q) -> None:
    z = data()
    pairs = straight.random_pairs(z, 30, np.random.default_rng(1))
    truth = straight.straight_lines(z, z, pairs, 40)
    coded = straight.straight_lines(z @ q.T, z, pairs, 40)
    assert np.array_equal(coded.plans, truth.plans)
    assert np.array_equal(coded.ratios, truth.ratios)


def test_straight_plans_of_a_rotation_are_those_of_the_latent() -> None:
    z = data(4)
    pairs = straight.random_pairs(z, 30, np.random.default_rng(1))
    q = maps.random_orthogonal(4, np.random.default_rng(2))
    truth = straight.straight_lines(z, z, pairs, 40)
    assert np.array_equal(straight.straight_lines(z @ q.T, z, pairs, 40).plans, truth.plans)


def test_straight_plans_of_a_spiral_wander() -> None:
    z = data()
    pairs = straight.random_pairs(z, 30, np.random.default_rng(1))
    truth = straight.straight_lines(z, z, pairs, 40).ratios.mean()
    means = [
        straight.straight_lines(maps.spiral_with_r2(r2)(z), z, pairs, 40).ratios.mean()
        for r2 in (0.9, 0.5, 0.25)
    ]
    assert truth < means[0] < means[1] < means[2]


def test_a_plan_starts_at_its_start_and_ends_at_its_goal() -> None:
    z = data(points=50)
    pairs = straight.random_pairs(z, 10, np.random.default_rng(1))
    # a constant code retrieves anything, but not for the ends
    plans = straight.straight_plans(np.zeros((50, 1)), pairs, 5)
    assert np.array_equal(plans[:, [0, -1]], pairs)


def test_path_over_chord_of_known_paths() -> None:
    line = np.array([[0.0, 0.0], [1.0, 0.0], [2.0, 0.0]])
    corner = np.array([[0.0, 0.0], [3.0, 0.0], [3.0, 4.0]])
    assert straight.path_over_chord(np.stack((line, corner))).tolist() == [1.0, 7 / 5]
    with pytest.raises(ValueError, match="coincide"):
        straight.path_over_chord(np.zeros((3, 2)))


def test_pairs_are_of_different_points() -> None:
    z = np.repeat(np.eye(2), 5, axis=0)
    pairs = straight.random_pairs(z, 40, np.random.default_rng(0))
    assert pairs.shape == (40, 2)
    assert np.any(z[pairs[:, 0]] != z[pairs[:, 1]], axis=1).all()
    with pytest.raises(ValueError, match="different points"):
        straight.random_pairs(np.ones((4, 2)), 1, np.random.default_rng(0))


def test_r2_of_the_spiral_is_its_closed_form() -> None:
    # E|z|² e^{ic|z|²} by Gauss–Laguerre in u = |z|²/2 ~ Exp(1); at c ≤ 0.3 the rule's error,
    # (2c)^{2N} relative to the derivative's growth, is far below rounding
    u, w = np.polynomial.laguerre.laggauss(80)
    for c in (0.0, 0.1, 0.2, 0.3):
        moment = np.sum(w * 2 * u * np.exp(2j * c * u))
        assert maps.spiral_r2(c) == pytest.approx(abs(moment) ** 2 / 4, rel=1e4 * EPS)


def test_a_spiral_is_found_by_its_r2() -> None:
    z = data(points=20000)
    for r2 in (1.0, 0.9, 0.5):
        found = maps.linear_r2(maps.spiral_with_r2(r2)(z), z)
        # 10⁴ scored pairs of coordinates with residuals of variance ≤ 1: five standard errors
        assert abs(found - r2) <= 5 * np.sqrt(8 / 10000) * (1 - r2) + 64 * EPS
    with pytest.raises(ValueError, match="spiral"):
        maps.spiral_with_r2(0.0)
    with pytest.raises(ValueError, match="pairs of coordinates"):
        maps.spiral(0.1)(np.zeros((4, 3)))


def test_r2_needs_points() -> None:
    with pytest.raises(ValueError, match="too few"):
        maps.linear_r2(np.zeros((4, 3)), np.zeros((4, 2)))


WORLD = regulator.LinearWorld(rho=0.95, control=0.5 * np.eye(2), noise=0.1)


def test_a_model_is_recovered_from_noiseless_transitions() -> None:
    world = regulator.LinearWorld(rho=0.5, control=np.array([[1.0], [2.0]]), noise=0.0)
    z, a, following = regulator.explore(world, 50, 1.0, np.random.default_rng(0))
    model = regulator.fit_model(z + 3, a, following + 3)
    error = 1e3 * EPS  # the condition number of 50 well-spread transitions is below 1e2
    assert np.abs(model.state - 0.5 * np.eye(2)).max() <= error
    assert np.abs(model.control - world.control).max() <= error
    assert np.abs(model.offset - 1.5).max() <= error
    with pytest.raises(ValueError, match="undetermined"):
        regulator.fit_model(z[:2], a[:2], following[:2])


def planned(code, seed: int) -> regulator.Run:
    rng = np.random.default_rng(seed)
    z, a, following = regulator.explore(WORLD, 400, 1.0, rng)
    noise = rng.standard_normal((8, 6, 2))
    start, goal = rng.standard_normal(2), rng.standard_normal(2)
    model = regulator.fit_model(code(z), a, code(following))
    return regulator.run(WORLD, code, model, start, goal, noise, 0.1)


def test_closed_loop_control_turns_with_the_code() -> None:
    for seed in range(5):
        q = maps.random_orthogonal(2, np.random.default_rng(100 + seed))
        truth = planned(maps.identity, seed)
        coded = planned(lambda z, q=q: z @ q.T + 1.0, seed)
        # least squares with 400 points: condition below 1e2; 6 steps; actions of order 10
        assert np.abs(coded.actions - truth.actions).max() <= 1e5 * EPS
        assert np.abs(coded.costs - truth.costs).max() <= 1e7 * EPS


def test_closed_loop_control_in_a_spiral_costs_more() -> None:
    truth = np.array([planned(maps.identity, s).costs.mean() for s in range(10)])
    coded = np.array([planned(maps.spiral_with_r2(0.5), s).costs.mean() for s in range(10)])
    assert (coded > truth).sum() >= 8


def test_gains_solve_one_step_by_hand() -> None:
    # z' = z + a towards 0 with effort 1: min z² + a² + (z + a)² gives a = −z/2
    model = regulator.Model(np.eye(1), np.eye(1), np.zeros(1))
    (gain,) = regulator.gains(model, np.zeros(1), 1, 1.0)
    assert gain.tolist() == [[0.5, 0.0]]
    # a drift of 1 is half answered too
    drift = regulator.Model(np.eye(1), np.eye(1), np.ones(1))
    assert regulator.gains(drift, np.zeros(1), 1, 1.0)[0].tolist() == [[0.5, 0.5]]


def test_bands_hold_the_mean_and_move_with_the_values() -> None:
    values = np.random.default_rng(0).standard_normal(30)
    band = bootstrap(values, np.random.default_rng(1))
    assert band.lower < band.mean < band.upper
    doubled = bootstrap(2 * values, np.random.default_rng(1))
    assert (doubled.mean, doubled.lower) == (2 * band.mean, 2 * band.lower)
    narrow = bootstrap(values, np.random.default_rng(1), level=0.5)
    assert band.lower < narrow.lower < narrow.upper < band.upper
    constant = bootstrap(np.ones(5), np.random.default_rng(1))
    assert (constant.lower, constant.upper) == (1.0, 1.0)
    with pytest.raises(ValueError, match="two values"):
        bootstrap(np.ones(1), np.random.default_rng(1))
