"""Checks of Theorem 4 from samples: how often a plan chosen in a code is worse than the best one.

The worlds are of the kind the experiments use, ``z' = ρ z + a + s η`` on ℝ² with all plans over
five actions enumerated; see :mod:`lejepa_proofs.learning.control`.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from lejepa_proofs.claims.model import Context
from lejepa_proofs.learning.control import maps, open_loop
from lejepa_proofs.numerics.estimators import clopper_pearson
from lejepa_proofs.numerics.verdict import Method, Relation, Tally

ALPHA = 1e-6
DRAWS = 200
RESOLUTION = 0.25
"""Of the probability that a plan is worse than the best.

Without a worse plan in 200 draws the interval is [0, 1 − (α/2)^{1/200}] = [0, 0.070]. A variant
under which the probability is at least 0.25 gives no worse plan in 200 draws with probability
0.75^200 < 1e-24, and is refuted as soon as there is one whose lower limit is positive.
"""

HORIZON, PUSH, RHO, NOISE, EFFORT = 4, 0.5, 0.9, 0.2, 0.05

EncoderOf = Callable[[np.random.Generator], maps.Encoder]


def any_orthogonal(rng: np.random.Generator) -> maps.Encoder:
    """``z ↦ Q z``, Q uniform on O(2)."""
    return maps.linear(maps.random_orthogonal(2, rng))


def any_isometry(rng: np.random.Generator) -> maps.Encoder:
    """``z ↦ Q z + b``."""
    turn, shift = any_orthogonal(rng), rng.standard_normal(2)
    return lambda z: turn(z) + shift


def any_spiral(rng: np.random.Generator) -> maps.Encoder:
    """A bijection that preserves N(0, I): a rotation after the spiral of R² = 1/4."""
    return maps.compose(maps.spiral_with_r2(0.25), any_orthogonal(rng))


def anisotropic(code: maps.Array, goal: maps.Array) -> maps.Array:
    """``ẑ_1² + 9 ẑ_2²``, which is not O(2)-invariant."""
    del goal
    return np.asarray(code[..., 0] ** 2 + 9 * code[..., 1] ** 2)


def to_fixed_goal(code: maps.Array, goal: maps.Array) -> maps.Array:
    """``‖ẑ − (1, 0)‖²``: a goal in the code that is not the code of the goal."""
    return open_loop.distance_to_goal(code, np.array([1.0, 0.0]) + 0 * goal)


def _rounding(problem: open_loop.Problem) -> float:
    """More than the rounding error of a cost.

    Each of the T + 1 stages squares a code of at most the reach; code, drift and sum take fewer
    than 64 operations.
    """
    pushes = problem.horizon * float(np.abs(problem.actions).max())
    reach = float(np.abs(problem.start).sum() + np.abs(problem.goal).sum() + pushes)
    reach += float(np.abs(problem.noise).sum()) + 1
    return 64 * (problem.horizon + 1) * float(np.finfo(float).eps) * 9 * (2 * reach) ** 2


def worse_plans(
    ctx: Context,
    encoder: EncoderOf = any_orthogonal,
    cost: open_loop.StageCost = open_loop.distance_to_goal,
) -> Tally:
    """P(the plan chosen in the code costs more in the world than the best), Clopper–Pearson."""
    worse = 0
    for _ in range(DRAWS):
        encode = encoder(ctx.rng)
        problem = open_loop.Problem(
            start=ctx.rng.standard_normal(2),
            goal=ctx.rng.standard_normal(2),
            actions=open_loop.unit_actions(2, PUSH),
            control=np.eye(2),
            rho=RHO,
            noise=NOISE * ctx.rng.standard_normal((2, HORIZON, 2)),
            cost=cost,
            effort=EFFORT,
        )
        found = open_loop.compare(problem, encode)
        worse += found.cost - found.value > _rounding(problem)
    interval = clopper_pearson(worse, DRAWS, ALPHA)
    tally = Tally(Relation.ZERO, Method.STATISTICAL, resolution=RESOLUTION, alpha=ALPHA)
    where = f"{worse} worse plans, interval [{interval.lower:.4f}, {interval.upper:.4f}]"
    tally.add(interval.ball(), where, n=DRAWS)
    return tally
