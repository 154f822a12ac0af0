"""Linear-quadratic control: known solutions, and the independent routes to the value."""

from dataclasses import replace

import numpy as np
import pytest
from flint import arb, arb_mat, fmpq, fmpq_mat
from hypothesis import given
from scipy.linalg import solve_discrete_are

from lejepa_proofs.numerics.lqg import (
    LinearQuadratic,
    closed_loop_cost,
    conjugate,
    number,
    quadratic,
    riccati,
    trace,
    transport_dynamics,
    transport_problem,
    unrolled_value,
)
from lejepa_proofs.numerics.verdict import as_fraction
from strategies_planning import plants


def scalar(horizon: int) -> LinearQuadratic:
    """z' = z + a + w with Var w = 1 and all costs 1."""
    one = fmpq_mat([[1]])
    return LinearQuadratic(*(((one,) * horizon,) * 5), one)


def test_one_step_by_hand() -> None:
    # min over a of 1·z² + a² + E(z + a + w)²: a = −z/2, value 3z²/2 + 1
    solved = riccati(scalar(1))
    assert number(solved.gains[0]) == fmpq(1, 2)
    assert number(solved.values[0]) == fmpq(3, 2)
    assert number(solved.offsets[0]) == 1


def test_scalar_values_are_ratios_of_fibonacci_numbers() -> None:
    # P ↦ 1 + P/(1+P) = (1+2P)/(1+P) from P = 1: F_{2k+2}/F_{2k+1}
    fibonacci = [1, 1]
    while len(fibonacci) < 40:
        fibonacci.append(fibonacci[-1] + fibonacci[-2])
    for k, value in enumerate(reversed(riccati(scalar(8)).values)):
        assert number(value) == fmpq(fibonacci[2 * k + 1], fibonacci[2 * k])


def test_long_horizons_approach_the_algebraic_riccati_equation() -> None:
    steps = 24
    a, b = [[1, 1], [0, 1]], [[0], [1]]
    w, r = [[1, 0], [0, 2]], [[1]]
    parts = (((fmpq_mat(part),) * steps) for part in (a, b, w, w, r))
    last = riccati(LinearQuadratic(*parts, fmpq_mat(w))).values[0]
    found = np.array([[float(as_fraction(x)) for x in row] for row in last.tolist()])
    limit = solve_discrete_are(*(np.array(part, float) for part in (a, b, w, r)))
    # the closed loop A − BK contracts the error by |λ|² a step; doubles carry the rest
    gain = np.linalg.solve(1 + limit[1:, 1:], limit[1:] @ np.array(a, float))
    loop = np.array(a, float) - np.array(b, float) @ gain
    powers = np.linalg.norm(np.linalg.matrix_power(loop, steps), 2) ** 2
    rounding = 1e3 * np.finfo(float).eps * np.linalg.cond(limit)
    assert np.linalg.norm(found - limit, 2) <= np.linalg.norm(limit, 2) * (powers + rounding)


@given(plants())
def test_riccati_agrees_with_moments_and_with_least_squares(plant) -> None:
    problem, _, z = plant
    solved = riccati(problem)
    value = quadratic(solved.values[0], z)
    assert number(value) == number(unrolled_value(problem, z))
    total = value + solved.offsets[0]
    assert number(total) == number(closed_loop_cost(problem, solved.gains, z))


@given(plants())
def test_values_and_gains_turn_with_the_state(plant) -> None:
    problem, q, z = plant
    solved, image = riccati(problem), riccati(transport_problem(problem, q))
    assert all(x * q == y for x, y in zip(image.gains, solved.gains, strict=True))
    assert image.offsets == solved.offsets
    assert number(quadratic(image.values[0], q * z)) == number(quadratic(solved.values[0], z))


@given(plants())
def test_balls_contain_the_exact_value(plant) -> None:
    problem, _, z = plant
    balls = LinearQuadratic(
        *(
            tuple(arb_mat(w) for w in part)
            for part in (
                problem.state,
                problem.control,
                problem.noise,
                problem.stage,
                problem.effort,
            )
        ),
        arb_mat(problem.terminal),
    )
    exact = number(quadratic(riccati(problem).values[0], z))
    enclosure = number(quadratic(riccati(balls).values[0], arb_mat(z)))
    assert isinstance(enclosure, arb)
    assert enclosure.contains(exact)


def test_unchanged_costs_change_the_value() -> None:
    w = fmpq_mat([[1, 0], [0, 3]])
    one = fmpq_mat([[1, 0], [0, 1]])
    problem = LinearQuadratic((one,), (one,), (one * 0,), (one * 0,), (one,), w)
    quarter = fmpq_mat([[0, -1], [1, 0]])
    z = fmpq_mat([[1], [0]])
    true = riccati(problem).values[0]
    seen = riccati(transport_dynamics(problem, quarter)).values[0]
    # w/(1+w) for w = 1 and w = 3
    assert number(quadratic(true, z)) == fmpq(1, 2)
    assert number(quadratic(seen, quarter * z)) == fmpq(3, 4)


def test_small_matrices() -> None:
    w = fmpq_mat([[1, 2], [3, 4]])
    assert number(trace(w)) == 5
    assert conjugate(fmpq_mat([[0, 1], [1, 0]]), w) == fmpq_mat([[4, 3], [2, 1]])
    with pytest.raises(ValueError, match="2×2 matrix where one number"):
        number(w)


def test_missing_steps_are_refused() -> None:
    with pytest.raises(ValueError, match="one matrix per step"):
        replace(scalar(2), noise=(fmpq_mat([[1]]),))
