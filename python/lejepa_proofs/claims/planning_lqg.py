"""Checks of Theorem 4 for linear-quadratic-Gaussian control, exact and in balls."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from random import Random

from flint import arb, arb_mat, fmpq, fmpq_mat

from lejepa_proofs.claims.model import Context
from lejepa_proofs.claims.planning_geometry import orthogonal
from lejepa_proofs.numerics.enclosure import working_precision
from lejepa_proofs.numerics.lqg import (
    LinearQuadratic,
    M,
    closed_loop_cost,
    number,
    quadratic,
    riccati,
    transport_dynamics,
    transport_problem,
    unrolled_value,
)
from lejepa_proofs.numerics.orthogonal import diagonal, identity
from lejepa_proofs.numerics.verdict import Method, Relation, Tally

BITS = 192
RESOLUTION = 2.0**-64
"""For balls of 192 bits.

Horizons are at most 6 and entries below 10, so the numbers in a Riccati recursion stay below
2^60 and its condition numbers below 2^40: the radius stays under 2^-90. Planted variants change
values by an amount of order one. The resolution lies between, nearer to the radius.
"""

Encoding = Callable[[LinearQuadratic[fmpq_mat], fmpq_mat], LinearQuadratic[fmpq_mat]]
"""What the planner in the encoded space works with; the true one is :func:`transport_problem`."""


def random_matrix(random: Random, rows: int, columns: int) -> fmpq_mat:
    """Small rational entries."""
    return fmpq_mat(
        [
            [fmpq(random.randint(-3, 3), random.choice((1, 2))) for _ in range(columns)]
            for _ in range(rows)
        ]
    )


def positive(random: Random, n: int, shift: int) -> fmpq_mat:
    """G Gᵀ + shift·diag(1, …, n), which has unequal eigenvalues for n > 1 and shift > 0."""
    g = random_matrix(random, n, n)
    w = g * g.transpose()
    for i in range(n):
        w[i, i] += fmpq(shift * (i + 1))
    return w


def random_problem(random: Random, n: int, m: int, horizon: int) -> LinearQuadratic[fmpq_mat]:
    """Time-dependent A, B, Σ, W, R; the covariance of the noise may be singular."""
    steps = range(horizon)
    return LinearQuadratic(
        state=tuple(random_matrix(random, n, n) for _ in steps),
        control=tuple(random_matrix(random, n, m) for _ in steps),
        noise=tuple(positive(random, n, 0) for _ in steps),
        stage=tuple(positive(random, n, 1) for _ in steps),
        effort=tuple(positive(random, m, 1) for _ in steps),
        terminal=positive(random, n, 1),
    )


def isotropic(problem: LinearQuadratic[fmpq_mat]) -> LinearQuadratic[fmpq_mat]:
    """The same problem with the O(n)-invariant costs (t+1)‖z‖² and 2‖z_T‖²."""
    n = problem.terminal.nrows()
    one = identity(n)
    stage = tuple(one * fmpq(t + 1) for t in range(problem.horizon))
    return replace(problem, stage=stage, terminal=one * fmpq(2))


def unrelated_dynamics(
    problem: LinearQuadratic[fmpq_mat], q: fmpq_mat
) -> LinearQuadratic[fmpq_mat]:
    """Transported costs, but the dynamics of the latents."""
    moved = transport_problem(problem, q)
    return replace(problem, stage=moved.stage, terminal=moved.terminal)


def keep_terminal(problem: LinearQuadratic[fmpq_mat], q: fmpq_mat) -> LinearQuadratic[fmpq_mat]:
    """Everything transported but the terminal cost."""
    return replace(transport_problem(problem, q), terminal=problem.terminal)


def transpose_costs(problem: LinearQuadratic[fmpq_mat], q: fmpq_mat) -> LinearQuadratic[fmpq_mat]:
    """The cost matrix QᵀWQ where QWQᵀ is meant."""
    back = transport_problem(problem, q.transpose())
    return replace(transport_problem(problem, q), stage=back.stage, terminal=back.terminal)


def _problems(
    ctx: Context,
) -> Iterator[tuple[str, LinearQuadratic[fmpq_mat], fmpq_mat, fmpq_mat]]:
    for n, m, horizon in ((1, 1, 6), (2, 1, 4), (2, 2, 3), (3, 1, 1), (3, 2, 3), (3, 2, 6)):
        q = orthogonal(ctx.random, n)
        problem = random_problem(ctx.random, n, m, horizon)
        z = random_matrix(ctx.random, n, 1)
        yield f"n = {n}, m = {m}, horizon {horizon}, z = {z.tolist()}", problem, q, z


def lqr_values(
    ctx: Context, encoded: Encoding = transport_problem, round_costs: bool = False
) -> Tally:
    """V̂_0(Qz) by Riccati in Ẑ, against the cost in Z of the gains K_t, propagated forwards."""
    tally = Tally(Relation.ZERO, Method.EXACT)
    for name, drawn, q, z in _problems(ctx):
        problem = isotropic(drawn) if round_costs else drawn
        solved = riccati(encoded(problem, q))
        value = quadratic(solved.values[0], q * z) + solved.offsets[0]
        cost = closed_loop_cost(problem, riccati(problem).gains, z)
        tally.add(number(value - cost), f"{name}: value of the encoded problem")
    return tally


def lqr_gains(ctx: Context, encoded: Encoding = transport_problem) -> Tally:
    """K̂_t Q = K_t and P̂_t = Q P_t Qᵀ for every t, entry by entry."""
    tally = Tally(Relation.ZERO, Method.EXACT)
    for name, problem, q, _ in _problems(ctx):
        solved, image = riccati(problem), riccati(encoded(problem, q))
        for t, (gain, seen) in enumerate(zip(solved.gains, image.gains, strict=True)):
            for entry in (seen * q - gain).entries():
                tally.add(entry, f"{name}: gain at time {t}")
        for t, (value, seen) in enumerate(zip(solved.values, image.values, strict=True)):
            for entry in (q.transpose() * seen * q - value).entries():
                tally.add(entry, f"{name}: value matrix at time {t}")
    return tally


def lqr_unrolled(ctx: Context, encoded: Encoding = transport_problem) -> Tally:
    """The noiseless part ẑᵀP̂_0ẑ in Ẑ against one least-squares problem over all actions in Z."""
    tally = Tally(Relation.ZERO, Method.EXACT)
    for name, problem, q, z in _problems(ctx):
        value = quadratic(riccati(encoded(problem, q)).values[0], q * z)
        tally.add(number(value - unrolled_value(problem, z)), f"{name}: noiseless value")
    return tally


def lqr_optimal(ctx: Context, sign: int = 1) -> Tally:
    """Any other gains cost more in Z than the encoded value; ``sign = −1`` claims less.

    Σ_t ≻ 0 here, so E[z_t z_tᵀ] ≻ 0 for t ≥ 1 and a changed gain there costs strictly more.
    """
    tally = Tally(Relation.POSITIVE, Method.EXACT)
    for name, drawn, q, z in _problems(ctx):
        n, m = z.nrows(), drawn.effort[0].nrows()
        noise = tuple(positive(ctx.random, n, 1) for _ in drawn.noise)
        problem = replace(drawn, noise=noise)
        solved = riccati(transport_problem(problem, q))
        value = quadratic(solved.values[0], q * z) + solved.offsets[0]
        for t in range(problem.horizon):
            change = random_matrix(ctx.random, m, n)
            change[0, 0] += fmpq(4)  # entries are at most 3, so the change is not zero
            if t == 0 and (change * z).rank() == 0:
                continue
            gains = [gain * q for gain in solved.gains]
            gains[t] += change
            excess = number(closed_loop_cost(problem, gains, z) - value) * sign
            tally.add(excess, f"{name}: other gain at time {t}")
    return tally


def _balls(problem: LinearQuadratic[fmpq_mat]) -> LinearQuadratic[arb_mat]:
    return LinearQuadratic(
        state=tuple(arb_mat(w) for w in problem.state),
        control=tuple(arb_mat(w) for w in problem.control),
        noise=tuple(arb_mat(w) for w in problem.noise),
        stage=tuple(arb_mat(w) for w in problem.stage),
        effort=tuple(arb_mat(w) for w in problem.effort),
        terminal=arb_mat(problem.terminal),
    )


def rotation(n: int, angle: fmpq) -> arb_mat:
    """The rotation by ``angle`` radians in the first two of n ≥ 2 coordinates, in balls."""
    q = arb_mat([[int(i == j) for j in range(n)] for i in range(n)])
    cosine, sine = arb(angle).cos(), arb(angle).sin()
    q[0, 0], q[0, 1], q[1, 0], q[1, 1] = cosine, -sine, sine, cosine
    return q


BallEncoding = Callable[[LinearQuadratic[arb_mat], arb_mat], LinearQuadratic[arb_mat]]


def lqr_irrational(ctx: Context, encoded: BallEncoding = transport_problem) -> Tally:
    """As ``lqr_values``, for rotations by a rational number of radians, in balls."""
    tally = Tally(Relation.ZERO, Method.ENCLOSURE, resolution=RESOLUTION)
    with working_precision(BITS):
        for n, m, horizon in ((2, 1, 6), (2, 2, 3), (3, 2, 4)):
            exact = random_problem(ctx.random, n, m, horizon)
            angle = fmpq(ctx.random.randint(1, 30), 10)
            q, z = rotation(n, angle), random_matrix(ctx.random, n, 1)
            solved = riccati(encoded(_balls(exact), q))
            image = q * arb_mat(z)
            value = quadratic(solved.values[0], image) + solved.offsets[0]
            cost = arb_mat(closed_loop_cost(exact, riccati(exact).gains, z))
            tally.add(number(value - cost), f"n = {n}, horizon {horizon}, angle {angle}")
    return tally


def keep_costs(problem: LinearQuadratic[M], q: M) -> LinearQuadratic[M]:
    """The paper's encoded problem: transported dynamics, unchanged cost matrices."""
    return transport_dynamics(problem, q)


def anisotropic_problem(random: Random, n: int, horizon: int) -> LinearQuadratic[fmpq_mat]:
    """Random but for Σ ≻ 0 and the last step: A = B = R = I, W_T = diag(1, …, n).

    The last gain is diag(i/(1+i)), which commutes with no Q that is not diagonal; so for such Q
    planning with unchanged costs takes another last gain, at a strictly positive excess cost.
    """
    drawn = random_problem(random, n, n, horizon)
    one = identity(n)
    return LinearQuadratic(
        state=(*drawn.state[:-1], one),
        control=(*drawn.control[:-1], one),
        noise=tuple(positive(random, n, 1) for _ in range(horizon)),
        stage=drawn.stage,
        effort=(*drawn.effort[:-1], one),
        terminal=diagonal(range(1, n + 1)),
    )


def anisotropic_regret(
    ctx: Context, relation: Relation = Relation.POSITIVE, repaired: bool = False
) -> Tally:
    """Excess cost in Z of planning in Ẑ with zᵀWz unchanged (or with QWQᵀ, ``repaired``)."""
    tally = Tally(relation, Method.EXACT)
    for n, horizon in ((2, 2), (2, 4), (3, 2), (3, 3)):
        problem = anisotropic_problem(ctx.random, n, horizon)
        q, z = orthogonal(ctx.random, n), random_matrix(ctx.random, n, 1)
        seen = transport_problem(problem, q) if repaired else transport_dynamics(problem, q)
        gains = [gain * q for gain in riccati(seen).gains]
        best = unrolled_value(problem, z) + riccati(problem).offsets[0]
        excess = number(closed_loop_cost(problem, gains, z) - best)
        tally.add(excess, f"n = {n}, horizon {horizon}, z = {z.tolist()}, Q = {q.tolist()}")
    return tally
