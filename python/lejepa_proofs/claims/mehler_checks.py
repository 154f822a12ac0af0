"""Checks of the Ornstein–Uhlenbeck operator on Hermite polynomials, and Mehler's kernel."""

from __future__ import annotations

import math
from collections.abc import Callable

from flint import arb, fmpq

from lejepa_proofs.claims.hermite_checks import (
    BITS,
    RESOLUTION,
    TOP,
    coefficient_size,
    rational_draw,
)
from lejepa_proofs.claims.model import Context
from lejepa_proofs.numerics.enclosure import ball, working_precision
from lejepa_proofs.numerics.gauss_hermite import gauss_hermite_rule, pair_expectations
from lejepa_proofs.numerics.hermite import gaussian_moment, hermite, hermite_explicit
from lejepa_proofs.numerics.mehler import (
    joint_expectation,
    kernel,
    kernel_partial_sum,
    kernel_series,
    kernel_square_norm_squared,
    kernel_tail,
    kernel_trace_squared,
    ornstein_uhlenbeck,
    trace_partial_sum,
    trace_tail,
)
from lejepa_proofs.numerics.verdict import Method, Relation, Tally

EDGES = (fmpq(0), fmpq(1), fmpq(-1), fmpq(1, 1000), fmpq(999, 1000), fmpq(-3, 5))
"""Correlations at and near the ends, and a negative one."""

QUADRATURE_RHO = fmpq(19, 20)
QUADRATURE_TOP = 12

Eigenvalue = Callable[[fmpq, int], fmpq]
Kernel = Callable[[fmpq, fmpq, fmpq], arb]


def power(rho: fmpq, n: int) -> fmpq:
    """ρⁿ."""
    return rho**n


def power_plus_one(rho: fmpq, n: int) -> fmpq:
    """ρ^{n+1}."""
    return rho ** (n + 1)


def power_doubled(rho: fmpq, n: int) -> fmpq:
    """ρ^{2n}."""
    return rho ** (2 * n)


def kernel_with(noise_sign: int, cross: int, x: fmpq, y: fmpq, rho: fmpq) -> arb:
    """Mehler's kernel with 1 + noise_sign·ρ² for 1 − ρ², and cross·ρxy for 2ρxy."""
    noise = ball(1 + noise_sign * rho * rho)
    exponent = ball(rho * rho * (x * x + y * y) - cross * rho * x * y) / (2 * noise)
    return (-exponent).exp() / noise.sqrt()


def gaussian_density_ratio(x: fmpq, y: fmpq, rho: fmpq) -> arb:
    """The density of Y given X = x over that of Y: N(ρx, 1−ρ²) against N(0, 1), at y."""
    noise = ball(1 - rho * rho)
    deviation = ball(y - rho * x)
    return (ball(y * y) / 2 - deviation * deviation / (2 * noise)).exp() / noise.sqrt()


def eigenfunctions(run: Context, eigenvalue: Eigenvalue = power, passes: int = 1) -> Tally:
    """T_ρ He_n − ρⁿ He_n as polynomials in x, n ≤ 20, at rational ρ; ``passes`` applications."""
    tally = Tally(Relation.ZERO, Method.EXACT)
    draws = [_correlation(run) for _ in range(4)]
    for rho in (*EDGES, *draws):
        for n in range(TOP + 1):
            image = hermite(n)
            for _ in range(passes):
                image = ornstein_uhlenbeck(image, rho)
            claimed = eigenvalue(rho, n) * hermite_explicit(n)
            tally.add(coefficient_size(image - claimed), f"n = {n}, ρ = {rho}")
    return tally


def eigenfunctions_symbolic(run: Context, exponent: int = 1, noise: str = "1 - rho**2") -> Tally:
    """E He_n(ρx + sη) − ρⁿ He_n(x) with ρ a symbol and s² = 1 − ρ², n ≤ 7 (SymPy's He_n)."""
    import sympy  # here, because it would cost every command half a second

    del run
    tally = Tally(Relation.ZERO, Method.EXACT)
    x, rho, s, eta = sympy.symbols("x rho s eta")
    square = sympy.sympify(noise, locals={"rho": rho})
    for n in range(8):
        family = sympy.hermite_prob_poly(n, x)
        pushed = sympy.Poly(family.subs(x, rho * x + s * eta), s, eta)
        mean = sum(
            c * square ** (k // 2) * gaussian_moment(k)
            for (k, _), c in pushed.terms()
            if k % 2 == 0
        )
        difference = sympy.Poly(mean - rho ** (exponent * n) * family, x, rho)
        size = sum((abs(c) for c in difference.coeffs()), sympy.Integer(0))
        tally.add(fmpq(int(size.p), int(size.q)), f"n = {n}")
    return tally


def pair_moments(run: Context, eigenvalue: Eigenvalue = power, factorial: bool = True) -> Tally:
    """E[He_m(X) He_n(Y)] − n! ρⁿ δ_mn from the joint moments of (X, Y), all m, n ≤ 20."""
    tally = Tally(Relation.ZERO, Method.EXACT)
    for rho in (_correlation(run), fmpq(19, 20)):
        for m in range(TOP + 1):
            for n in range(TOP + 1):
                scale = math.factorial(n) if factorial else 1
                claimed = scale * eigenvalue(rho, n) if m == n else fmpq(0)
                value = joint_expectation(hermite(m), hermite(n), rho)
                tally.add(value - claimed, f"(m, n) = ({m}, {n}), ρ = {rho}")
    return tally


def kernel_coefficients(run: Context, shift: int = 0, factorials: int = 1) -> Tally:
    """The coefficient of ρⁿ in Mehler's closed form against He_n(x) He_n(y)/n!, n ≤ 10.

    Both are polynomials of degree at most 10 in x and in y (total degree at most 20), so an
    11 × 11 grid of rational points decides the identity.
    """
    tally = Tally(Relation.ZERO, Method.EXACT)
    degree = TOP // 2
    a, b = rational_draw(run), rational_draw(run)
    for i in range(degree + 1):
        for j in range(degree + 1):
            x, y = a + fmpq(i, 3), b + fmpq(j, 4)
            series = kernel_series(x, y, degree + 1)
            for n in range(degree + 1):
                product = hermite(n)(x) * hermite(n + shift)(y)
                claimed = product / math.factorial(n) ** factorials
                tally.add(series[n] - claimed, f"ρ^{n} at ({x}, {y})")
    return tally


def kernel_values(run: Context, formula: Kernel = kernel) -> Tally:
    """Mehler's closed form against 900 terms of the series and the bound on the rest."""
    count = 900
    tally = Tally(Relation.ZERO, Method.ENCLOSURE, resolution=RESOLUTION)
    with working_precision(2 * BITS):
        for _ in range(12):
            x, y = rational_draw(run, 2), rational_draw(run, 2)
            rho = fmpq(run.random.choice([-1, 1]) * run.random.randint(10, 90), 100)
            tail = kernel_tail(x, y, rho, count)
            series = kernel_partial_sum(x, y, rho, count) + tail.union(-tail)
            tally.add(formula(x, y, rho) - series, f"(x, y) = ({x}, {y}), ρ = {rho}")
    return tally


def pair_quadrature(run: Context, eigenvalue: Eigenvalue = power, nodes: int = 60) -> Tally:
    """E[He_m(X) He_n(Y)]/√(m! n!) by Gauss–Hermite in doubles, ρ = 0.95, m, n ≤ 12.

    The slack is the ball of the value and its computed error. The resolution is half of the
    smallest effect of the mutants, ρ^12 − ρ^13 ≥ 0.027.
    """
    del run
    effect = QUADRATURE_RHO**QUADRATURE_TOP * (1 - QUADRATURE_RHO)
    half = float(ball(effect / 2).mid())
    tally = Tally(Relation.ZERO, Method.DETERMINISTIC, resolution=half)
    values, errors = pair_expectations(
        gauss_hermite_rule(nodes), QUADRATURE_RHO, QUADRATURE_TOP + 1
    )
    for m in range(QUADRATURE_TOP + 1):
        for n in range(QUADRATURE_TOP + 1):
            claimed = eigenvalue(QUADRATURE_RHO, n) if m == n else fmpq(0)
            value = arb(float(values[m, n]), float(errors[m, n]))
            tally.add(value - ball(claimed), f"(m, n) = ({m}, {n})")
    return tally


def kernel_norms(run: Context, trace_power: int = 1, square_sign: int = -1) -> Tally:
    """(∫K(x,x)dγ)² − (1−ρ)^{−2} and (∬K²)² − (1−ρ²)^{−2}, from the closed form of K."""
    tally = Tally(Relation.ZERO, Method.EXACT)
    for rho in (*EDGES, *(_correlation(run) for _ in range(20))):
        if rho * rho == 1:
            continue
        trace = 1 / (1 - rho**trace_power) ** 2
        tally.add(kernel_trace_squared(rho) - trace, f"trace, ρ = {rho}")
        square = 1 / (1 + square_sign * rho * rho) ** 2
        tally.add(kernel_square_norm_squared(rho) - square, f"square norm, ρ = {rho}")
    return tally


def eigenvalue_sums(
    run: Context,
    multiplicity: bool = True,
    sign: int = -1,
    dimensions: tuple[int, ...] = (1, 2, 3, 4),
) -> Tally:
    """Σ_α ρ^{|α|} over the multi-indices of n ≤ 4 variables − (1−ρ)^{−n}, tail bounded."""
    tally = Tally(Relation.ZERO, Method.ENCLOSURE, resolution=RESOLUTION)
    with working_precision(2 * BITS):
        for dimension in dimensions:
            for rho in (fmpq(9, 10), fmpq(-9, 10), fmpq(0), _small_correlation(run)):
                tail = trace_tail(rho, dimension, 1200)
                series = trace_partial_sum(rho, dimension, 1200) + tail.union(-tail)
                exponent = dimension if multiplicity else 1
                closed = ball(1 / (1 + sign * rho) ** exponent)
                tally.add(closed - series, f"n = {dimension}, ρ = {rho}")
    return tally


def _correlation(run: Context) -> fmpq:
    q = run.random.randint(2, 60)
    return fmpq(run.random.randint(1, q - 1), q)


def _small_correlation(run: Context) -> fmpq:
    return fmpq(run.random.randint(1, 80), 100)
