"""Checks of Theorem 4 on finite decision processes, all in exact arithmetic."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from itertools import product

from lejepa_proofs.claims.model import Context
from lejepa_proofs.claims.planning_instances import (
    add_costs,
    deterministic_process,
    instances,
    random_rule,
    shuffle,
)
from lejepa_proofs.numerics.decision_processes import (
    Action,
    Bijection,
    DecisionProcess,
    Rule,
    State,
    bellman,
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
    trajectory_law,
    transport,
    transport_rule,
)
from lejepa_proofs.numerics.verdict import Method, Relation, Tally

Encoding = Callable[[DecisionProcess, Bijection], DecisionProcess]
"""What the planner in the encoded space works with; the true one is :func:`transport`."""


def encode_backwards(process: DecisionProcess, e: Bijection) -> DecisionProcess:
    """Transports along e⁻¹ where e is meant."""
    return transport(process, inverse(e))


def keep_dynamics(process: DecisionProcess, e: Bijection) -> DecisionProcess:
    """Transports the costs but plans with dynamics unrelated to the encoded ones."""
    return replace(transport(process, e), kernels=process.kernels)


def keep_terminal(process: DecisionProcess, e: Bijection) -> DecisionProcess:
    """Transports everything but the terminal cost."""
    return replace(transport(process, e), terminal=process.terminal)


def relabel(process: DecisionProcess, e: Bijection) -> DecisionProcess:
    """The true transport, onto a set of names without any geometry."""
    del e
    return transport(process, label(process))


def label(process: DecisionProcess) -> dict[State, State]:
    """A bijection from the states onto strings, in reverse order."""
    return {z: f"code {len(process.states) - i}" for i, z in enumerate(process.states)}


def _images(process: DecisionProcess, e: Bijection, encoded: Encoding) -> Bijection:
    return label(process) if encoded is relabel else e


def trajectory_laws(ctx: Context, encoded: Encoding = transport) -> Tally:
    """Every trajectory: its probability grown forwards in Z, its product of kernels in Ẑ."""
    tally = Tally(Relation.ZERO, Method.EXACT)
    for name, process, shuffled in instances(ctx, ((1, 2, 2), (2, 2, 3), (3, 2, 2), (4, 2, 2))):
        other, e = encoded(process, shuffled), _images(process, shuffled, encoded)
        for start in process.states:
            plan = tuple(ctx.random.choice(process.actions) for _ in range(process.horizon))
            for rule in (open_loop(plan), random_rule(ctx.random, process, start)):
                law = trajectory_law(process, start, rule)
                decoded = transport_rule(rule, e)
                for rest in product(process.states, repeat=process.horizon):
                    for acts in plans(process):
                        path = (start, *rest)
                        image = tuple(e[z] for z in path)
                        right = path_probability(other, decoded, image, acts)
                        left = law.get((path, acts), Fraction(0))
                        tally.add(left - right, f"{name}: states {path}, actions {acts}")
    return tally


SIZES = ((1, 2, 3), (2, 2, 3), (3, 2, 2), (3, 3, 2), (4, 2, 3))


def open_loop_costs(ctx: Context, encoded: Encoding = transport) -> Tally:
    """Cost of every plan: over trajectories in Z, by backward recursion in Ẑ."""
    tally = Tally(Relation.ZERO, Method.EXACT)
    for name, process, shuffled in instances(ctx, SIZES):
        other, e = encoded(process, shuffled), _images(process, shuffled, encoded)
        for start, plan in product(process.states, plans(process)):
            left = expected_cost(process, start, open_loop(plan))
            right = cost_to_go(other, open_loop(plan), (e[start],))
            add_costs(tally, left, right, f"{name}: from {start}, plan {plan}")
    return tally


Report = Callable[[frozenset[tuple[Action, ...]]], frozenset[tuple[Action, ...]]]


def every_minimiser(found: frozenset[tuple[Action, ...]]) -> frozenset[tuple[Action, ...]]:
    """The whole set."""
    return found


def all_but_one(found: frozenset[tuple[Action, ...]]) -> frozenset[tuple[Action, ...]]:
    """The set without its last plan."""
    return frozenset(sorted(found, key=repr)[:-1])


def one_minimiser(found: frozenset[tuple[Action, ...]]) -> frozenset[tuple[Action, ...]]:
    """The first plan only, as a solver without ties would report."""
    return frozenset(sorted(found, key=repr)[:1])


def open_loop_minimisers(
    ctx: Context, encoded: Encoding = transport, report: Report = every_minimiser
) -> Tally:
    """Infimum and set of optimal plans, in Z over trajectories and in Ẑ by recursion.

    For deterministic kernels the infimum over plans is also the Bellman value in Ẑ.
    """
    tally = Tally(Relation.ZERO, Method.EXACT)
    drawn = [(name, process, e, False) for name, process, e in instances(ctx, SIZES)]
    for count, horizon in ((2, 3), (4, 2)):
        states: tuple[State, ...] = tuple(range(count))
        process = deterministic_process(ctx.random, states, horizon)
        name = f"{count} states, certain moves, horizon {horizon}"
        drawn.append((name, process, shuffle(ctx.random, states), True))
    for name, process, shuffled, certain in drawn:
        other, e = encoded(process, shuffled), _images(process, shuffled, encoded)
        solved = bellman(other).values[0]
        for start in process.states:
            left, right = {}, {}
            for plan in plans(process):
                left[plan] = expected_cost(process, start, open_loop(plan))
                right[plan] = cost_to_go(other, open_loop(plan), (e[start],))
            (least, best), (image, found) = minimisers(left), minimisers(right)
            add_costs(tally, least, image, f"{name}: infimum from {start}")
            where = f"{name}: {len(best)} optimal plans from {start}"
            tally.add_equal(best, report(found), where)
            if certain:
                add_costs(tally, least, solved[e[start]], f"{name}: value at {start}")
    return tally


Decoding = Callable[[Rule, Bijection], Rule]


def encode_rule(rule: Rule, e: Bijection) -> Rule:
    """π ∘ e: the wrong direction."""
    return transport_rule(rule, inverse(e))


def policy_costs(
    ctx: Context, encoded: Encoding = transport, moved: Decoding = transport_rule
) -> Tally:
    """Cost of π in Z over trajectories and of π∘e⁻¹ in Ẑ by recursion, for random π."""
    tally = Tally(Relation.ZERO, Method.EXACT)
    for name, process, shuffled in instances(ctx, (*SIZES, (4, 3, 2))):
        other, e = encoded(process, shuffled), _images(process, shuffled, encoded)
        tables = [
            {
                key: ctx.random.choice(process.actions)
                for key in product(range(process.horizon), process.states)
            }
            for _ in range(4)
        ]
        for start in process.states:
            rules = [feedback(table) for table in tables]
            # a history policy is defined after `start` only, so π∘e may be undefined there
            if moved is transport_rule:
                rules.append(random_rule(ctx.random, process, start))
            for number, rule in enumerate(rules):
                left = expected_cost(process, start, rule)
                right = cost_to_go(other, moved(rule, e), (e[start],))
                add_costs(tally, left, right, f"{name}: policy {number} from {start}")
    return tally


def optimal_policies(ctx: Context, encoded: Encoding = transport) -> Tally:
    """π is optimal in Z iff π∘e⁻¹ is in Ẑ: the sets, over all feedback policies."""
    tally = Tally(Relation.ZERO, Method.EXACT)
    for name, process, shuffled in instances(ctx, ((2, 2, 2), (3, 2, 2))):
        other, e = encoded(process, shuffled), _images(process, shuffled, encoded)
        tables = tuple(feedback_tables(process))
        moved = tuple({(t, e[z]): a for (t, z), a in table.items()} for table in tables)
        for start in process.states:
            left = {
                i: expected_cost(process, start, feedback(table)) for i, table in enumerate(tables)
            }
            right = {
                i: cost_to_go(other, feedback(table), (e[start],)) for i, table in enumerate(moved)
            }
            (least, best), (image, found) = minimisers(left), minimisers(right)
            add_costs(tally, least, image, f"{name}: optimal cost from {start}")
            tally.add_equal(best, found, f"{name}: {len(best)} optimal policies from {start}")
    return tally


def bellman_values(ctx: Context, encoded: Encoding = transport) -> Tally:
    """V̂_t(ez) and its argmin set against all history and all feedback policies in Z."""
    tally = Tally(Relation.ZERO, Method.EXACT)
    for name, process, shuffled in instances(ctx, ((1, 3, 2), (2, 2, 3), (3, 2, 2))):
        other, e = encoded(process, shuffled), _images(process, shuffled, encoded)
        solved = bellman(other)
        for t, z in product(range(process.horizon), process.states):
            tail = replace(process, kernels=process.kernels[t:], stage=process.stage[t:])
            tables = tuple(history_tables(tail, z))
            found = {i: expected_cost(tail, z, history(table)) for i, table in enumerate(tables)}
            least = min(found.values())
            add_costs(tally, least, solved.values[t][e[z]], f"{name}: value at {z}, time {t}")
            first = frozenset(tables[i][z,] for i, each in found.items() if each == least)
            tally.add_equal(first, solved.argmins[t][e[z]], f"{name}: argmin at {z}, time {t}")
            if t:
                over_feedback = min(
                    expected_cost(tail, z, feedback(table)) for table in feedback_tables(tail)
                )
                add_costs(tally, least, over_feedback, f"{name}: feedback at {z}, time {t}")
        for z in process.states:
            add_costs(tally, process.terminal[z], solved.values[-1][e[z]], f"{name}: end at {z}")
    return tally
