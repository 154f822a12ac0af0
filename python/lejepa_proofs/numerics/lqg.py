"""Linear-quadratic-Gaussian control over the rationals or in balls (Theorem 4 in ℝⁿ).

z_{t+1} = A_t z_t + B_t a_t + w_t, w_t ~ N(0, Σ_t) independent; the cost of a trajectory is
Σ_t (z_tᵀ W_t z_t + a_tᵀ R_t a_t) + z_Tᵀ W_T z_T with R_t positive definite, W_t positive
semidefinite. Matrices are flint's ``fmpq_mat`` or ``arb_mat``; a number is a 1×1 matrix, so
that both kinds share one code path.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from flint import arb_mat, fmpq_mat

from lejepa_proofs.numerics.verdict import Slack

M = TypeVar("M", fmpq_mat, arb_mat)


@dataclass(frozen=True)
class LinearQuadratic(Generic[M]):
    """A_t (n×n), B_t (n×m), Σ_t (n×n), W_t (n×n), R_t (m×m) for t < T, and W_T (n×n).

    Raises ``ValueError`` when the five sequences differ in length or are empty.
    """

    state: tuple[M, ...]
    control: tuple[M, ...]
    noise: tuple[M, ...]
    stage: tuple[M, ...]
    effort: tuple[M, ...]
    terminal: M

    def __post_init__(self) -> None:
        parts = (self.state, self.control, self.noise, self.stage, self.effort)
        lengths = sorted({len(part) for part in parts})
        if len(lengths) > 1 or not lengths[0]:
            raise ValueError(f"sequences of lengths {lengths}; give one matrix per step, T ≥ 1")

    @property
    def horizon(self) -> int:
        """The number T of steps."""
        return len(self.state)


@dataclass(frozen=True)
class Riccati(Generic[M]):
    """V_t(z) = zᵀ P_t z + c_t for t = 0, …, T, and gains: a_t = −K_t z_t for t < T."""

    values: tuple[M, ...]
    offsets: tuple[M, ...]
    gains: tuple[M, ...]


def conjugate(q: M, w: M) -> M:
    """Q W Qᵀ: the quadratic form W seen through z ↦ Qz, for Q orthogonal."""
    return q * w * q.transpose()


def transport_dynamics(problem: LinearQuadratic[M], q: M) -> LinearQuadratic[M]:
    """The dynamics of ẑ = Qz: (QAQᵀ, QB, QΣQᵀ), the cost matrices unchanged.

    Planning with these is what the paper proposes; it is right when the costs are
    O(n)-invariant (``theorem-4-orthogonal``) and wrong for other quadratic costs
    (``reading-anisotropic-cost``). ``q`` must be orthogonal; this is not checked.
    """
    return LinearQuadratic(
        state=tuple(conjugate(q, a) for a in problem.state),
        control=tuple(q * b for b in problem.control),
        noise=tuple(conjugate(q, s) for s in problem.noise),
        stage=problem.stage,
        effort=problem.effort,
        terminal=problem.terminal,
    )


def transport_problem(problem: LinearQuadratic[M], q: M) -> LinearQuadratic[M]:
    """Dynamics and costs of ẑ = Qz, with Ŵ_t = Q W_t Qᵀ (``theorem-4-lqr``)."""
    moved = transport_dynamics(problem, q)
    return LinearQuadratic(
        state=moved.state,
        control=moved.control,
        noise=moved.noise,
        stage=tuple(conjugate(q, w) for w in problem.stage),
        effort=moved.effort,
        terminal=conjugate(q, problem.terminal),
    )


def trace(w: M) -> M:
    """tr W as a 1×1 matrix."""
    result = type(w)([[0]])
    for i in range(w.nrows()):
        result += type(w)([[w[i, i]]])
    return result


def quadratic(w: M, z: M) -> M:
    """zᵀ W z as a 1×1 matrix, for a column z."""
    return z.transpose() * w * z


def riccati(problem: LinearQuadratic[M]) -> Riccati[M]:
    """The dynamic-programming solution.

    P_T = W_T, c_T = 0; K_t = (R_t + BᵀPB)⁻¹BᵀPA, P_t = W_t + Aᵀ P (A − B K_t),
    c_t = c_{t+1} + tr(P Σ_t), with P = P_{t+1}, A = A_t, B = B_t. Raises ``ZeroDivisionError``
    when R_t + BᵀPB is singular.
    """
    values: list[M] = [problem.terminal]
    offsets: list[M] = [type(problem.terminal)([[0]])]
    gains: list[M] = []
    for t in reversed(range(problem.horizon)):
        a, b, after = problem.state[t], problem.control[t], values[0]
        weighted = b.transpose() * after
        gain = (problem.effort[t] + weighted * b).solve(weighted * a)
        values.insert(0, problem.stage[t] + a.transpose() * after * (a - b * gain))
        offsets.insert(0, offsets[0] + trace(after * problem.noise[t]))
        gains.insert(0, gain)
    return Riccati(tuple(values), tuple(offsets), tuple(gains))


def closed_loop_cost(problem: LinearQuadratic[M], gains: Sequence[M], z: M) -> M:
    """The expected cost of a_t = −K_t z_t from z, by propagating S_t = E[z_t z_tᵀ] forwards.

    S_0 = zzᵀ, S_{t+1} = (A−BK) S_t (A−BK)ᵀ + Σ_t; cost Σ tr((W_t + KᵀR_tK) S_t) + tr(W_T S_T).
    """
    second = z * z.transpose()
    result = type(z)([[0]])
    for t, gain in enumerate(gains):
        result += trace((problem.stage[t] + gain.transpose() * problem.effort[t] * gain) * second)
        step = problem.state[t] - problem.control[t] * gain
        second = step * second * step.transpose() + problem.noise[t]
    return result + trace(problem.terminal * second)


def _block(rows: Sequence[Sequence[M]]) -> M:
    """The matrix made of blocks."""
    entries = [
        [block[i, j] for block in row for j in range(block.ncols())]
        for row in rows
        for i in range(row[0].nrows())
    ]
    return type(rows[0][0])(entries)


def _zeros(like: M, rows: int, columns: int) -> M:
    return type(like)(rows, columns)


def unrolled_value(problem: LinearQuadratic[M], z: M) -> M:
    """min over (a_0, …, a_{T−1}) of the noiseless cost from z, as one least-squares problem.

    The states are Z = F z + G a; the minimum of ZᵀW̄Z + aᵀR̄a is
    zᵀ[FᵀW̄F − FᵀW̄G (GᵀW̄G + R̄)⁻¹ GᵀW̄F]z. No recursion over values, so it is independent of
    :func:`riccati`, whose zᵀP_0z it equals.
    """
    n, horizon = z.nrows(), problem.horizon
    free = z
    response = [_zeros(z, n, b.ncols()) for b in problem.control]
    drift: list[M] = [free]
    influence: list[list[M]] = [response]
    for t in range(horizon):
        free = problem.state[t] * free
        response = [problem.state[t] * g for g in response]
        response[t] = problem.control[t]
        drift.append(free)
        influence.append(list(response))
    weights = list(problem.stage)
    weights.append(problem.terminal)
    f = _block([[each] for each in drift])
    g = _block(influence)
    w = _diagonal(weights)
    cross = g.transpose() * w * f
    best = (g.transpose() * w * g + _diagonal(problem.effort)).solve(cross)
    return quadratic(w, f) - cross.transpose() * best


def _diagonal(blocks: Sequence[M]) -> M:
    return _block(
        [
            [
                block if i == j else _zeros(block, block.nrows(), other.ncols())
                for j, other in enumerate(blocks)
            ]
            for i, block in enumerate(blocks)
        ]
    )


def number(w: M) -> Slack:
    """The entry of a 1×1 matrix; raises ``ValueError`` for another shape."""
    if (w.nrows(), w.ncols()) != (1, 1):
        raise ValueError(f"a {w.nrows()}×{w.ncols()} matrix where one number is expected")
    entry: Slack = w[0, 0]
    return entry
