"""Checks of Theorem 4 in ℝⁿ on finite sets of rational points: rotations, goals, readings."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from fractions import Fraction
from itertools import product
from random import Random

from flint import fmpq, fmpq_mat

from lejepa_proofs.claims.model import Context
from lejepa_proofs.claims.planning_instances import add_costs, random_process
from lejepa_proofs.numerics.decision_processes import (
    Action,
    Cost,
    DecisionProcess,
    Plan,
    State,
    bellman,
    cost,
    cost_to_go,
    minimisers,
    open_loop,
    plans,
    trajectory_law,
    transport,
    with_costs,
)
from lejepa_proofs.numerics.orthogonal import cayley, diagonal, skew
from lejepa_proofs.numerics.verdict import Method, Relation, Tally, as_fraction

Point = tuple[Fraction, ...]
GoalCost = Callable[[Point, Point], Fraction]
"""ℓ(z, g); the costs of the actions are added to it."""


def orthogonal(random: Random, n: int) -> fmpq_mat:
    """A random rational orthogonal matrix of either determinant; not ±I when n > 1."""
    entries = [
        fmpq(random.choice((-3, -2, -1, 1, 2, 3)), random.choice((2, 3, 5)))
        for _ in range(n * (n - 1) // 2)
    ]
    return cayley(skew(n, entries)) * diagonal([random.choice((-1, 1)) for _ in range(n)])


def apply(q: fmpq_mat, z: Point) -> Point:
    """The point Qz."""
    n = len(z)
    return tuple(
        sum((as_fraction(q[i, j]) * z[j] for j in range(n)), Fraction(0)) for i in range(n)
    )


def points(random: Random, n: int, count: int) -> tuple[Point, ...]:
    """Distinct points with small integer coordinates; for n > 1 several have equal norms."""
    box = list(product((-2, -1, 1, 2), repeat=n))
    chosen = random.sample(box, min(count, len(box)))
    return tuple(tuple(Fraction(x) for x in z) for z in chosen)


def radial(z: Point, g: Point) -> Fraction:
    """‖z‖²: the paper's O(n)-invariant cost; the goal plays no part."""
    del g
    return sum((x * x for x in z), Fraction(0))


def anisotropic(z: Point, g: Point) -> Fraction:
    """Σ i·z_i²: a quadratic cost with unequal weights (for n = 1 with a linear part)."""
    del g
    weighted = sum(((i + 1) * x * x for i, x in enumerate(z)), Fraction(0))
    return weighted if len(z) > 1 else weighted + z[0] + 2


def distance(z: Point, g: Point) -> Fraction:
    """‖z − g‖²."""
    return sum(((x - y) ** 2 for x, y in zip(z, g, strict=True)), Fraction(0))


def gram(z: Point, g: Point) -> Fraction:
    """⟨z,g⟩² + ‖z‖⁴: no function of the distance, but invariant when both points turn."""
    inner = sum((x * y for x, y in zip(z, g, strict=True)), Fraction(0))
    return inner**2 + radial(z, g) ** 2


def weighted_distance(z: Point, g: Point) -> Fraction:
    """Σ i·(z_i − g_i)²: not invariant, even when both points turn."""
    difference = tuple(x - y for x, y in zip(z, g, strict=True))
    return anisotropic(difference, g)


def costed(process: DecisionProcess, goal: Point, each: GoalCost) -> DecisionProcess:
    """``process`` with stage cost ℓ(z, g) + a and terminal cost 3 ℓ(z, g)."""

    def stage(t: int, z: State, a: Action) -> Cost:
        assert isinstance(z, tuple)
        assert isinstance(a, int)
        return cost((t + 1) * each(z, goal) + a)

    def terminal(z: State) -> Cost:
        assert isinstance(z, tuple)
        return cost(3 * each(z, goal))

    return with_costs(process, stage, terminal)


def plan_cost(
    dynamics: DecisionProcess, start: State, plan: Plan, goal: Point, each: GoalCost
) -> Cost:
    """The cost of a plan under :func:`costed`, summed over trajectories from the formula."""
    result = Fraction(0)
    for (path, _), p in trajectory_law(dynamics, start, open_loop(plan)).items():
        for t, (z, a) in enumerate(zip(path, (*plan, None), strict=True)):
            assert isinstance(z, tuple)
            if a is None:
                result += p * 3 * each(z, goal)
            else:
                assert isinstance(a, int)
                result += p * ((t + 1) * each(z, goal) + a)
    return cost(result)


def add_problem(
    tally: Tally,
    name: str,
    before: tuple[DecisionProcess, Point],
    after: tuple[DecisionProcess, Point],
    e: dict[State, State],
    each: GoalCost,
) -> None:
    """Compare plans and Bellman solutions of (dynamics, goal) before and after the encoding.

    Plans are costed in Z by the formula over trajectories, in Ẑ by recursion.
    """
    process, other = costed(*before, each), costed(*after, each)
    solved, image = bellman(process), bellman(other)
    for z in process.states:
        left = {plan: plan_cost(before[0], z, plan, before[1], each) for plan in plans(process)}
        right = {plan: cost_to_go(other, open_loop(plan), (e[z],)) for plan in plans(process)}
        (least, best), (found, argmin) = minimisers(left), minimisers(right)
        add_costs(tally, least, found, f"{name}: open loop from {z}")
        tally.add_equal(best, argmin, f"{name}: optimal plans from {z}")
        for t in range(process.horizon):
            seen = image.values[t][e[z]]
            add_costs(tally, solved.values[t][z], seen, f"{name}: V_{t} at {z}")
            actions = image.argmins[t][e[z]]
            tally.add_equal(solved.argmins[t][z], actions, f"{name}: argmin_{t} at {z}")


def _worlds(ctx: Context) -> Iterator[tuple[str, DecisionProcess, fmpq_mat]]:
    for n, count, horizon in ((1, 4, 2), (2, 4, 2), (2, 3, 3), (3, 4, 2)):
        states: tuple[State, ...] = points(ctx.random, n, count)
        process = random_process(ctx.random, states, 2, horizon)
        q = orthogonal(ctx.random, n)
        if n == 1:
            q = fmpq_mat([[-1]])
        yield f"n = {n}, {count} points, Q = {q.tolist()}", process, q


def rotation(process: DecisionProcess, q: fmpq_mat) -> dict[State, State]:
    images: dict[State, State] = {}
    for z in process.states:
        assert isinstance(z, tuple)
        images[z] = apply(q, z)
    return images


def _spiral(process: DecisionProcess, random: Random) -> dict[State, State]:
    # one orthogonal matrix per radius: preserves every norm, and is not linear
    turns: dict[Fraction, fmpq_mat] = {}
    images: dict[State, State] = {}
    for z in process.states:
        assert isinstance(z, tuple)
        radius = radial(z, z)
        if radius not in turns:
            turns[radius] = orthogonal(random, len(z))
        images[z] = apply(turns[radius], z)
    return images


def invariant_costs(
    ctx: Context, each: GoalCost = radial, related: bool = True, spiral: bool = False
) -> Tally:
    """Planning after z ↦ Qz with the same cost function ℓ(ẑ) on the encoded points."""
    tally = Tally(Relation.ZERO, Method.EXACT)
    for name, drawn, q in _worlds(ctx):
        e = _spiral(drawn, ctx.random) if spiral else rotation(drawn, q)
        goal: Point = (Fraction(0),) * q.nrows()
        moved = transport(drawn, e)
        if not related:
            moved = replace(moved, kernels=tuple(reversed(moved.kernels)))
        add_problem(tally, name, (drawn, goal), (moved, goal), e, each)
    return tally


def goal_costs(
    ctx: Context, each: GoalCost = distance, moves: bool = True, at_origin: bool = False
) -> Tally:
    """Planning after z ↦ Qz, g ↦ Qg with the same cost function ℓ(ẑ, ĝ)."""
    tally = Tally(Relation.ZERO, Method.EXACT)
    for name, drawn, q in _worlds(ctx):
        n = q.nrows()
        goal = (Fraction(0),) * n if at_origin else points(ctx.random, n, 1)[0]
        e = rotation(drawn, q)
        seen = apply(q, goal) if moves else goal
        after = (transport(drawn, e), seen)
        add_problem(tally, f"{name}, goal {goal}", (drawn, goal), after, e, each)
    return tally
