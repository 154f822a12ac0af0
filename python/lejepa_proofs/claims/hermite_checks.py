"""Checks of the Hermite polynomials: orthogonality, generating function, Rodrigues' formula."""

from __future__ import annotations

import math
from collections.abc import Callable

from flint import arb, arb_series, ctx, fmpq, fmpq_poly, fmpq_series

from lejepa_proofs.claims.model import Context
from lejepa_proofs.numerics.enclosure import ball, working_precision
from lejepa_proofs.numerics.gaussian_integral import (
    integral_expectation,
)
from lejepa_proofs.numerics.hermite import (
    derivative_polynomial,
    expectation,
    generating_partial_sum,
    generating_tail,
    hermite,
    hermite_explicit,
    hermite_values,
)
from lejepa_proofs.numerics.verdict import Method, Relation, Tally

TOP = 20
"""Largest degree of the exact checks."""

HALF, MINUS_HALF = fmpq(1, 2), fmpq(-1, 2)

BITS = 192
"""Working precision of the balls."""

RESOLUTION = 2.0 ** -(BITS // 2)
"""Half the working digits: rounding costs a few dozen bits of ``BITS``, and the number of terms is
chosen so that the bounded tail is smaller; every mutant changes a term of low degree, by far more.
"""

Norm = Callable[[int], int]
Family = Callable[[int], fmpq_poly]


def unit_norm(n: int) -> int:
    """1: the factor n! forgotten."""
    del n
    return 1


def physicist_norm(n: int) -> int:
    """2ⁿ n!: the norm that belongs to the weight e^{−x²}."""
    factor: int = 2**n
    return factor * math.factorial(n)


def physicist_hermite(n: int) -> fmpq_poly:
    """H_n(x) = 2^{n/2} He_n(√2 x), orthogonal for the weight e^{−x²} and not for e^{−x²/2}."""
    coefficients = hermite_explicit(n).coeffs()
    return fmpq_poly([c * 2 ** ((n + k) // 2) for k, c in enumerate(coefficients)])


def alternating_hermite(n: int) -> fmpq_poly:
    """(−1)ⁿ He_n(−x), which is He_n again."""
    return fmpq_poly([c * (-1) ** (n + k) for k, c in enumerate(hermite(n).coeffs())])


def reflected_hermite(n: int) -> fmpq_poly:
    """He_n(−x) = (−1)ⁿ He_n(x)."""
    return fmpq_poly([c * (-1) ** k for k, c in enumerate(hermite(n).coeffs())])


def rational_draw(run: Context, bound: int = 3, denominator: int = 12) -> fmpq:
    """A rational of absolute value at most ``bound``, with a denominator up to ``denominator``."""
    q = run.random.randint(1, denominator)
    return fmpq(run.random.randint(-bound * q, bound * q), q)


def orthogonality(
    run: Context, family: Family = hermite, norm: Norm = math.factorial, off: int = 0
) -> Tally:
    """E[He_m He_n] − n! δ_mn for every m ≤ n ≤ 20, from the table of moments."""
    del run
    tally = Tally(Relation.ZERO, Method.EXACT)
    for n in range(TOP + 1):
        for m in range(n + 1):
            claimed = norm(n) if m == n else off
            tally.add(expectation(family(m) * family(n)) - claimed, f"(m, n) = ({m}, {n})")
    return tally


def orthogonality_by_integration(run: Context, norm: Norm = math.factorial) -> Tally:
    """∫ He_m He_n dγ by rigorous integration, over √(m! n!); no table of moments."""
    tally = Tally(Relation.ZERO, Method.ENCLOSURE, resolution=RESOLUTION)
    pairs = [(n, n) for n in range(7)]
    for _ in range(6):
        m, n = sorted(run.random.sample(range(13), 2))
        pairs.append((m, n))
    with working_precision(2 * BITS):
        for m, n in pairs:
            value = integral_expectation(hermite(m) * hermite(n), half_width=32)
            scale = ball(math.factorial(m) * math.factorial(n)).sqrt()
            claimed = norm(n) if m == n else 0
            tally.add((value - claimed) / scale, f"(m, n) = ({m}, {n})")
    return tally


def generating_coefficients(
    run: Context,
    square: fmpq = MINUS_HALF,
    norm: Norm = math.factorial,
    family: Family = hermite,
) -> Tally:
    """Coefficients of tⁿ, n ≤ 20, of exp(xt − t²/2) and of Σ He_n(x) tⁿ/n! at 21 rationals x.

    Both are polynomials in x of degree at most 20, so 21 points decide the identity.
    """
    tally = Tally(Relation.ZERO, Method.EXACT)
    start = rational_draw(run)
    points = [start + fmpq(k, 7) for k in range(TOP + 1)]
    before = ctx.cap
    ctx.cap = TOP + 1
    try:
        for x in points:
            series = fmpq_series([0, x, square], prec=TOP + 1).exp()
            for n in range(TOP + 1):
                tally.add(series[n] - family(n)(x) / norm(n), f"t^{n} at x = {x}")
    finally:
        ctx.cap = before
    return tally


def generating_values(run: Context, slope: int = 1, square: fmpq = MINUS_HALF) -> Tally:
    """exp(xt − t²/2) against 120 terms of the series and the bound on the rest."""
    tally = Tally(Relation.ZERO, Method.ENCLOSURE, resolution=RESOLUTION)
    with working_precision(BITS):
        for _ in range(40):
            x, t = rational_draw(run), rational_draw(run, bound=2)
            tail = generating_tail(x, t, 120)
            series = generating_partial_sum(x, t, 120) + tail.union(-tail)
            tally.add(ball(slope * x * t + square * t * t).exp() - series, f"x = {x}, t = {t}")
    return tally


def rodrigues(run: Context, sign: int = -1, rate: int = 1, family: Family = hermite) -> Tally:
    """He_n against (−1)ⁿ e^{x²/2} (dⁿ/dxⁿ) e^{−x²/2}, coefficient by coefficient, n ≤ 20."""
    del run
    tally = Tally(Relation.ZERO, Method.EXACT)
    for n in range(TOP + 1):
        difference = family(n) - sign**n * derivative_polynomial(n, rate)
        tally.add(coefficient_size(difference), f"n = {n}")
    return tally


def rodrigues_by_taylor(run: Context, sign: int = -1, rate: fmpq = HALF) -> Tally:
    """He_n(x) against the Taylor coefficients of h ↦ e^{−(x+h)²/2}, n ≤ 16, over √(n!)."""
    tally = Tally(Relation.ZERO, Method.ENCLOSURE, resolution=RESOLUTION)
    order = 17
    before = ctx.cap
    ctx.cap = order
    try:
        with working_precision(BITS):
            for _ in range(8):
                x = rational_draw(run)
                shifted = arb_series([ball(x), arb(1)], prec=order)
                taylor = (-(shifted * shifted) * ball(rate)).exp() * ball(rate * x * x).exp()
                for n, value in enumerate(hermite_values(x, order)):
                    scale = ball(math.factorial(n)).sqrt()
                    direct = sign**n * taylor[n] * math.factorial(n)
                    tally.add((value - direct) / scale, f"n = {n}, x = {x}")
    finally:
        ctx.cap = before
    return tally


def coefficient_size(p: fmpq_poly) -> fmpq:
    """Σ |p_k|, zero only for the zero polynomial."""
    total = fmpq(0)
    for c in p.coeffs():
        total += abs(c)
    return total
