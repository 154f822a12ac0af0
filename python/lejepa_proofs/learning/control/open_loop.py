"""Open-loop control by complete enumeration: every plan over a finite set of actions.

The world is ``z_{t+1} = ρ z_t + B a_t + s η_t``; a planner scores a plan by the mean, over noise
shared by all plans and planners, of ``Σ_t ℓ(h(z_t), h(g)) + effort·Σ_t ‖a_t‖²``. That is planning
with the dynamics transported by ``h``, so that two planners differ in nothing but the cost they
read off their code. No inverse of ``h`` is needed, and no optimiser can be at fault.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from lejepa_proofs.learning.control.maps import Array, Encoder, identity

StageCost = Callable[[Array, Array], Array]
"""ℓ(code, code of the goal) over the last axis."""


def distance_to_goal(code: Array, goal: Array) -> Array:
    """``‖ẑ − ĝ‖²``: the goal form, ℓ(Rz, Rg) = ℓ(z, g) for R ∈ O(n)."""
    return np.asarray(np.square(code - goal).sum(-1))


def distance_to_origin(code: Array, goal: Array) -> Array:
    """``‖ẑ‖²``, whatever the goal: the O(n)-invariant form of the paper."""
    del goal
    return np.asarray(np.square(code).sum(-1))


COSTS: dict[str, StageCost] = {"goal": distance_to_goal, "invariant": distance_to_origin}


@dataclass(frozen=True)
class Problem:
    """A finite-horizon problem from one start to one goal.

    Attributes
    ----------
    start, goal:
        Latents, shape ``(n,)``.
    actions:
        What may be done in each step, shape ``(A, m)``.
    control:
        ``B``, shape ``(n, m)``.
    rho:
        The factor of the drift.
    noise:
        Added to the state after each step, shape ``(M, T, n)``: M draws for all plans. Zeros of
        shape ``(1, T, n)`` make the world deterministic.
    cost:
        ℓ, as read off a code.
    effort:
        The price of ``‖a‖²``.
    """

    start: Array
    goal: Array
    actions: Array
    control: Array
    rho: float
    noise: Array
    cost: StageCost
    effort: float = 0.0

    @property
    def horizon(self) -> int:
        """The number T of steps."""
        return int(self.noise.shape[1])


def unit_actions(dimension: int, size: float) -> Array:
    """Rest, and steps of ``size`` along each axis both ways; shape ``(2·dimension + 1, …)``."""
    steps = size * np.eye(dimension)
    return np.concatenate((np.zeros((1, dimension)), steps, -steps))


def plan_costs(problem: Problem, encode: Encoder = identity) -> Array:
    """The cost of every plan as read off the code; shape ``(A^T,)``.

    Plan ``i`` takes the actions that are the digits of ``i`` in base A, the first action first.
    """
    goal = encode(problem.goal)
    states = np.broadcast_to(problem.start, (len(problem.noise), 1, len(problem.start)))
    costs = problem.cost(encode(problem.start[None]), goal)
    push = problem.actions @ problem.control.T
    price = problem.effort * np.square(problem.actions).sum(-1)
    for t in range(problem.horizon):
        moved = problem.rho * states[:, :, None, :] + push + problem.noise[:, t, None, None, :]
        states = moved.reshape(len(problem.noise), -1, len(problem.start))
        stage = problem.cost(encode(states), goal).mean(0)
        costs = (costs[:, None] + price).reshape(-1) + stage
    return costs


def plan_actions(problem: Problem, plan: int) -> npt.NDArray[np.intp]:
    """The actions of plan ``plan``, as rows of ``problem.actions``; shape ``(T,)``."""
    digits = np.unravel_index(plan, (len(problem.actions),) * problem.horizon)
    return np.array([int(each) for each in digits], dtype=np.intp)


@dataclass(frozen=True)
class Comparison:
    """One problem solved in the true latent and in a code.

    Attributes
    ----------
    value:
        The least cost in the world.
    coded_value:
        The least cost as read off the code.
    cost:
        What the plan chosen in the code costs in the world, at least ``value``.
    worst:
        The largest cost of a plan in the world: ``cost`` lies between the two.
    agreement:
        The share of steps at which the two plans act alike.
    """

    value: float
    coded_value: float
    cost: float
    worst: float
    agreement: float

    @property
    def regret(self) -> float:
        """``(cost − value)/(worst − value)``, in [0, 1]; 0 when all plans cost the same."""
        spread = self.worst - self.value
        return (self.cost - self.value) / spread if spread > 0 else 0.0

    @property
    def ratio(self) -> float:
        """``cost/value``, 1 when both are 0."""
        return self.cost / self.value if self.value > 0 else 1.0


def compare(problem: Problem, encode: Encoder) -> Comparison:
    """Plan in the code of ``encode``, act in the world.

    Plans that the code holds for equally good are ranked by their number.
    """
    truth, seen = plan_costs(problem), plan_costs(problem, encode)
    best, chosen = int(truth.argmin()), int(seen.argmin())
    return Comparison(
        value=float(truth[best]),
        coded_value=float(seen[chosen]),
        cost=float(truth[chosen]),
        worst=float(truth.max()),
        agreement=float(np.mean(plan_actions(problem, best) == plan_actions(problem, chosen))),
    )
