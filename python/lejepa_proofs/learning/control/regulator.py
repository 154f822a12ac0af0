"""Closed-loop control with a linear model of the code, fitted to what was seen.

The planner records transitions, fits ``ẑ' = Â ẑ + B̂ a + ĉ`` by least squares, solves the
linear-quadratic problem towards the code of the goal, and acts on the code it observes. In a code
``Q z + b`` everything turns with Q, fit included, and nothing is lost; in any other code the model
and the cost are both wrong by as much as the code is curved.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from flint import arb_mat

from lejepa_proofs.learning.control.maps import Array, Encoder
from lejepa_proofs.numerics.enclosure import working_precision
from lejepa_proofs.numerics.lqg import LinearQuadratic, riccati

_BITS = 128


@dataclass(frozen=True)
class LinearWorld:
    """``z' = ρ z + B a + s η`` with η ~ N(0, I): an OU world with controls.

    ``control`` is B, shape ``(n, m)``; ``noise`` is s.
    """

    rho: float
    control: Array
    noise: float

    def step(self, z: Array, a: Array, eta: Array) -> Array:
        """The next states, for arrays over leading axes."""
        return self.rho * z + a @ self.control.T + self.noise * eta


@dataclass(frozen=True)
class Model:
    """``ẑ' = Â ẑ + B̂ a + ĉ``: shapes ``(k, k)``, ``(k, m)``, ``(k,)``."""

    state: Array
    control: Array
    offset: Array


def fit_model(codes: Array, actions: Array, following: Array) -> Model:
    """Least squares over transitions: ``(m, k)``, ``(m, d)``, ``(m, k)``.

    Raises ``ValueError`` when the transitions do not determine the model.
    """
    k, d = codes.shape[1], actions.shape[1]
    design = np.column_stack((codes, actions, np.ones(len(codes))))
    solution, _, rank, _ = np.linalg.lstsq(design, following, rcond=None)
    if rank < k + d + 1:
        raise ValueError(f"{len(codes)} transitions of rank {rank} leave the model undetermined")
    found = np.asarray(solution, dtype=np.float64)
    return Model(found[:k].T, found[k : k + d].T, found[-1])


def _balls(matrix: Array) -> arb_mat:
    return arb_mat([[float(x) for x in row] for row in matrix])


def _doubles(matrix: arb_mat) -> Array:
    return np.array([[float(x.mid()) for x in row] for row in matrix.tolist()])


def gains(model: Model, goal: Array, horizon: int, effort: float) -> list[Array]:
    """K_0, …, K_{T−1} of ``min Σ_t ‖ẑ_t − ĝ‖² + effort·‖a_t‖² + ‖ẑ_T − ĝ‖²``.

    They act on ``(ẑ − ĝ, 1)``: ``a_t = −K_t (ẑ_t − ĝ, 1)``, shape ``(d, k + 1)`` each; the last
    coordinate carries the drift ``(Â − I)ĝ + ĉ``.
    """
    k, d = model.control.shape
    drift = model.state @ goal + model.offset - goal
    state = np.block([[model.state, drift[:, None]], [np.zeros((1, k)), np.ones((1, 1))]])
    control = np.vstack((model.control, np.zeros((1, d))))
    weight = np.diag([*([1.0] * k), 0.0])
    with working_precision(_BITS):
        solved = riccati(
            LinearQuadratic(
                state=(_balls(state),) * horizon,
                control=(_balls(control),) * horizon,
                noise=(_balls(np.zeros((k + 1, k + 1))),) * horizon,
                stage=(_balls(weight),) * horizon,
                effort=(_balls(effort * np.eye(d)),) * horizon,
                terminal=_balls(weight),
            )
        )
        return [_doubles(each) for each in solved.gains]


@dataclass(frozen=True)
class Run:
    """Cost of each noise draw, shape ``(M,)``, and the actions taken, shape ``(M, T, d)``."""

    costs: Array
    actions: Array


def run(
    world: LinearWorld,
    encode: Encoder,
    model: Model,
    start: Array,
    goal: Array,
    noise: Array,
    effort: float,
    limit: float = np.inf,
) -> Run:
    """Act on the observed code; pay ``‖z − g‖²`` and ``effort·‖a‖²`` in the world.

    ``noise`` has shape ``(M, T, n)``: the same draws serve every planner. Each coordinate of an
    action is cut off at ``limit``, whatever the code.
    """
    coded = encode(goal)
    z = np.broadcast_to(start, (len(noise), len(start)))
    costs = np.square(z - goal).sum(-1)
    taken = []
    for t, gain in enumerate(gains(model, coded, noise.shape[1], effort)):
        seen = np.column_stack((encode(z) - coded, np.ones(len(z))))
        a = np.clip(-seen @ gain.T, -limit, limit)
        z = world.step(z, a, noise[:, t])
        costs = costs + np.square(z - goal).sum(-1) + effort * np.square(a).sum(-1)
        taken.append(a)
    return Run(costs, np.stack(taken, 1))


def explore(
    world: LinearWorld, points: int, size: float, rng: np.random.Generator
) -> tuple[Array, Array, Array]:
    """Stationary states, random actions of standard deviation ``size``, and the next states."""
    n, d = world.control.shape
    z, a = rng.standard_normal((points, n)), size * rng.standard_normal((points, d))
    return z, a, world.step(z, a, rng.standard_normal((points, n)))
