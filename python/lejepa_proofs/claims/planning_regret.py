"""What planning with the wrong cost loses: excess costs in Z of policies found in Ẑ, exactly."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

from flint import fmpq_mat

from lejepa_proofs.claims.model import Context
from lejepa_proofs.claims.planning_geometry import (
    GoalCost,
    Point,
    apply,
    costed,
    distance,
    radial,
    rotation,
)
from lejepa_proofs.numerics.decision_processes import (
    DecisionProcess,
    Kernel,
    StageCost,
    State,
    bellman,
    cost,
    expected_cost,
    feedback,
    transport,
)
from lejepa_proofs.numerics.verdict import Method, Relation, Tally


def regret(process: DecisionProcess, other: DecisionProcess, e: dict[State, State]) -> Fraction:
    """The largest excess cost, in Z, of the policy that is optimal in Ẑ (finite costs).

    Ties in Ẑ are broken in favour of the planner: a policy is built that, among the optimal
    actions of Ẑ, takes the one that is best in Z.
    """
    truth, image = bellman(process), bellman(other)
    table = {}
    after = dict(process.terminal)
    for t in reversed(range(process.horizon)):
        values = {}
        for z in process.states:
            options = {
                a: process.stage[t][z, a].value
                + sum(p * after[y].value for y, p in process.kernels[t][z, a].items())
                for a in image.argmins[t][e[z]]
            }
            table[t, z] = min(options, key=lambda a: options[a])
            values[z] = cost(options[table[t, z]])
        after = values
    return max(
        expected_cost(process, z, feedback(table)).value - truth.values[0][z].value
        for z in process.states
    )


def reaching(goal: Point) -> tuple[DecisionProcess, GoalCost]:
    """Two steps on the square {−1, 1}² with unit moves, cost ‖z − g‖²."""
    states: tuple[State, ...] = tuple(
        (Fraction(x), Fraction(y)) for x, y in product((-1, 1), repeat=2)
    )
    flips = ((1, 1), (-1, 1), (1, -1))
    kernel: Kernel = {
        (z, a): {(z[0] * flips[a][0], z[1] * flips[a][1]): Fraction(1)}
        for z in states
        if isinstance(z, tuple)
        for a in range(3)
    }
    empty: StageCost = {key: cost(0) for key in kernel}
    bare = DecisionProcess(
        states, (0, 1, 2), (kernel, kernel), (empty, empty), {z: cost(0) for z in states}
    )
    return costed(bare, goal, distance), distance


def fixed_goal_regret(
    ctx: Context, relation: Relation = Relation.POSITIVE, moves: bool = False
) -> Tally:
    """Excess cost of reaching the unencoded goal g in Ẑ (or Qg, ``moves``), exactly."""
    tally = Tally(relation, Method.EXACT)
    for _ in range(6):
        goal = (Fraction(ctx.random.choice((-1, 1))), Fraction(ctx.random.choice((-1, 1))))
        process, each = reaching(goal)
        q = ctx.random.choice(
            (fmpq_mat([[0, -1], [1, 0]]), fmpq_mat([[0, 1], [-1, 0]]), fmpq_mat([[-1, 0], [0, -1]]))
        )
        e = rotation(process, q)
        other = costed(transport(process, e), apply(q, goal) if moves else goal, each)
        tally.add(regret(process, other, e), f"goal {goal}, Q = {q.tolist()}")
    return tally


def null_set_regret(
    ctx: Context, relation: Relation = Relation.POSITIVE, everywhere: bool = False
) -> Tally:
    """Excess cost when h = id except at two points, one of which the kernel charges.

    On ℝ, h exchanges the points 0 and c, a null set of every Gaussian law, and action 1 resets
    the state to 0 with certainty; the cost is ẑ² (O(1)-invariant) plus a price of the reset.
    """
    tally = Tally(relation, Method.EXACT)
    for _ in range(6):
        start = Fraction(ctx.random.randint(4, 9), 2)
        far = start + ctx.random.randint(1, 5)
        states: tuple[State, ...] = ((Fraction(0),), (start,), (far,))
        kernel: Kernel = {
            (z, a): {z if a == 0 else states[0]: Fraction(1)} for z in states for a in range(2)
        }
        empty: StageCost = {key: cost(0) for key in kernel}
        bare = DecisionProcess(
            states, (0, 1), (kernel, kernel), (empty, empty), {z: cost(0) for z in states}
        )
        e = {z: z for z in states}
        if not everywhere:
            e[states[0]], e[states[2]] = states[2], states[0]
        goal = (Fraction(0),)
        process, other = costed(bare, goal, radial), costed(transport(bare, e), goal, radial)
        tally.add(regret(process, other, e), f"start {start}, h exchanges 0 and {far}")
    return tally
