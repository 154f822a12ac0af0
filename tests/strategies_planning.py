"""Finite decision processes and linear-quadratic problems for property tests."""

from random import Random

from flint import fmpq, fmpq_mat
from hypothesis import strategies as st

from lejepa_proofs.claims.planning_instances import random_process
from lejepa_proofs.claims.planning_lqg import random_problem
from lejepa_proofs.numerics.decision_processes import (
    INFINITE,
    Cost,
    DecisionProcess,
    cost,
)

seeds = st.integers(0, 2**32)

costs: st.SearchStrategy[Cost] = st.one_of(
    st.just(INFINITE), st.fractions(0, 10, max_denominator=6).map(cost)
)

weights = st.fractions(0, 1, max_denominator=6)


@st.composite
def processes(draw: st.DrawFn) -> DecisionProcess:
    """At most 3 states, 2 actions, 2 steps."""
    count, actions, horizon = draw(st.tuples(*(st.integers(1, k) for k in (3, 2, 2))))
    return random_process(Random(draw(seeds)), tuple(range(count)), actions, horizon)


@st.composite
def bijections(draw: st.DrawFn, process: DecisionProcess) -> dict:
    """A permutation of the states."""
    return dict(zip(process.states, draw(st.permutations(process.states)), strict=True))


@st.composite
def plants(draw: st.DrawFn):
    """A linear-quadratic problem, an invertible change of sign or order Q, and a state."""
    n, m, horizon = draw(st.tuples(st.integers(1, 3), st.integers(1, 2), st.integers(1, 4)))
    problem = random_problem(Random(draw(seeds)), n, m, horizon)
    order = draw(st.permutations(range(n)))
    signs = draw(st.tuples(*(st.sampled_from((-1, 1)) for _ in range(n))))
    q = fmpq_mat(n, n)
    for i, j in enumerate(order):
        q[i, j] = fmpq(signs[i])
    z = fmpq_mat([[draw(st.integers(-4, 4))] for _ in range(n)])
    return problem, q, z
