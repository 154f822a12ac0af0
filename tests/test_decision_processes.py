"""Finite decision processes: probability, costs in [0, ∞], and the two routes to each number."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lejepa_proofs.numerics.decision_processes import (
    FREE,
    INFINITE,
    DecisionProcess,
    bellman,
    cost,
    cost_to_go,
    expected_cost,
    feedback,
    feedback_tables,
    history,
    history_tables,
    inverse,
    minimisers,
    open_loop,
    path_probability,
    plans,
    total,
    trajectory_law,
    transport,
    transport_rule,
    with_costs,
)
from strategies_planning import bijections, costs, processes, weights

HALF = Fraction(1, 2)


@pytest.fixture
def gamble() -> DecisionProcess:
    """Two states; action 0 stays for free, action 1 pays 1 for a fair coin; state 1 ends at 4."""
    stay = {(z, 0): {z: Fraction(1)} for z in (0, 1)}
    flip = {(z, 1): {0: HALF, 1: HALF} for z in (0, 1)}
    stage = {(z, a): cost(a) for z in (0, 1) for a in (0, 1)}
    kernel = {**stay, **flip}
    return DecisionProcess((0, 1), (0, 1), (kernel,) * 2, (stage,) * 2, {0: FREE, 1: cost(4)})


def test_zero_times_infinity_is_zero() -> None:
    assert INFINITE.times(Fraction(0)) == FREE
    assert INFINITE.times(HALF) == INFINITE


@given(costs, costs, weights)
def test_weights_distribute_over_costs(x, y, w) -> None:
    assert (x + y).times(w) == x.times(w) + y.times(w)


@given(costs, costs)
def test_costs_are_ordered_with_infinity_on_top(x, y) -> None:
    assert x <= INFINITE
    assert (x <= y) == (y == INFINITE or (x != INFINITE and x.value <= y.value))
    assert total([x, y]) == y + x


def test_negative_costs_are_refused() -> None:
    with pytest.raises(ValueError, match="negative"):
        cost(-1)


def test_rows_that_are_no_law_are_refused(gamble) -> None:
    bad = {key: {0: HALF} for key in gamble.kernels[0]}
    with pytest.raises(ValueError, match="kernel 0 at state 0, action 0"):
        DecisionProcess(gamble.states, gamble.actions, (bad,), gamble.stage[:1], gamble.terminal)


def test_each_step_needs_a_cost(gamble) -> None:
    with pytest.raises(ValueError, match="one per step"):
        DecisionProcess((0, 1), (0, 1), gamble.kernels, gamble.stage[:1], gamble.terminal)


def test_encodings_that_merge_states_are_refused(gamble) -> None:
    with pytest.raises(ValueError, match="bijection"):
        transport(gamble, {0: "a", 1: "a"})


def test_least_cost_of_no_candidates_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one"):
        minimisers({})


def test_values_of_the_gamble_by_hand(gamble) -> None:
    # from 1: flip twice costs 1 + ½·1 + ¼·4 = 5/2 when the second flip waits for state 1
    solved = bellman(gamble)
    assert solved.values[0] == {0: FREE, 1: cost(Fraction(5, 2))}
    assert solved.values[1] == {0: FREE, 1: cost(3)}
    assert solved.argmins[0] == {0: {0}, 1: {1}}
    # no plan waits: flipping once or twice costs 3, and 1 + 1 + 2 = 4
    found = {plan: cost_to_go(gamble, open_loop(plan), (1,)) for plan in plans(gamble)}
    assert found == {(0, 0): cost(4), (0, 1): cost(3), (1, 0): cost(3), (1, 1): cost(4)}
    assert minimisers(found) == (cost(3), {(0, 1), (1, 0)})


def test_feedback_and_history_rules_read_the_right_entry() -> None:
    assert feedback({(0, "a"): 0, (1, "b"): 1})(("a", "b")) == {1: 1}
    assert history({("a", "b"): 2})(("a", "b")) == {2: 1}


@given(processes())
def test_trajectory_laws_are_laws_and_products_of_kernels(process) -> None:
    for table in history_tables(process, 0):
        rule = history(table)
        law = trajectory_law(process, 0, rule)
        assert sum(law.values()) == 1
        assert all(p == path_probability(process, rule, *key) for key, p in law.items())
        break


@given(processes())
def test_costs_by_trajectories_and_by_recursion_agree(process) -> None:
    for plan in plans(process):
        rule = open_loop(plan)
        assert expected_cost(process, 0, rule) == cost_to_go(process, rule, (0,))


@given(processes())
def test_bellman_is_the_least_cost_over_policies(process) -> None:
    value = bellman(process).values[0][0]
    assert value == min(
        expected_cost(process, 0, feedback(table)) for table in feedback_tables(process)
    )
    assert value == min(
        expected_cost(process, 0, history(table)) for table in history_tables(process, 0)
    )


def test_all_policies_are_enumerated(gamble) -> None:
    assert len(list(plans(gamble))) == 2**2
    assert len(list(feedback_tables(gamble))) == 2**4
    assert len(list(history_tables(gamble, 0))) == 2**3


@given(st.data())
def test_transport_along_the_inverse_undoes_transport(data) -> None:
    process = data.draw(processes())
    e = data.draw(bijections(process))
    back = transport(transport(process, e), inverse(e))
    for z in process.states:
        for plan in plans(process):
            rule = open_loop(plan)
            assert trajectory_law(back, z, rule) == trajectory_law(process, z, rule)
            assert expected_cost(back, z, rule) == expected_cost(process, z, rule)


@given(st.data())
def test_transport_along_a_composition_is_composed(data) -> None:
    process = data.draw(processes())
    e, f = data.draw(bijections(process)), data.draw(bijections(process))
    at_once = transport(process, {z: f[e[z]] for z in process.states})
    solved, other = bellman(at_once), bellman(transport(transport(process, e), f))
    assert solved == other


def test_decoded_rules_see_latent_states() -> None:
    rule = transport_rule(history({(0, 1): "a"}), {0: "x", 1: "y"})
    assert rule(("x", "y")) == {"a": 1}


def test_costs_can_be_replaced(gamble) -> None:
    costed = with_costs(gamble, lambda t, z, a: cost(t + z + a), lambda z: cost(9 * z))
    assert costed.stage[1][1, 1] == cost(3)
    assert costed.terminal == {0: FREE, 1: cost(9)}
    assert costed.kernels == gamble.kernels
