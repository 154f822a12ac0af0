"""Probabilists' Hermite polynomials He_n: exact coefficients, Gaussian expectations, balls.

Polynomials in one variable are ``flint.fmpq_poly`` (exact rational coefficients, lowest degree
first). X is a standard Gaussian throughout.
"""

from __future__ import annotations

import math
from functools import lru_cache

from flint import arb, fmpq, fmpq_poly

from lejepa_proofs.numerics.enclosure import ball, rational
from lejepa_proofs.numerics.verdict import Exact


def require_degree(n: int) -> None:
    """Raise ``ValueError`` unless ``n`` is a degree, that is n ≥ 0."""
    if n < 0:
        raise ValueError(f"degree {n} is negative; pass a degree n >= 0")


@lru_cache(maxsize=1024)
def gaussian_moment(k: int) -> int:
    """E X^k: (k−1)!! for even k, 0 for odd k.

    Raises ``ValueError`` when k < 0.
    """
    require_degree(k)
    return 0 if k % 2 else math.prod(range(1, k, 2))


def expectation(p: fmpq_poly) -> fmpq:
    """E p(X) = Σ_k p_k E X^k, exactly."""
    total = fmpq(0)
    for k, c in enumerate(p.coeffs()):
        total += c * gaussian_moment(k)
    return total


@lru_cache(maxsize=1024)
def hermite(n: int) -> fmpq_poly:
    """He_n by the recurrence He_{n+1} = x He_n − n He_{n−1}, He_0 = 1, He_1 = x.

    Raises ``ValueError`` when n < 0. Claim ``hermite-orthogonality``.
    """
    require_degree(n)
    if n < 2:
        return fmpq_poly([0] * n + [1])
    return fmpq_poly([0, 1]) * hermite(n - 1) - (n - 1) * hermite(n - 2)


def hermite_explicit(n: int) -> fmpq_poly:
    """He_n by its coefficients: Σ_m (−1)^m n! / (m! (n−2m)! 2^m) x^{n−2m}.

    Raises ``ValueError`` when n < 0.
    """
    require_degree(n)
    coefficients = [fmpq(0)] * (n + 1)
    for m in range(n // 2 + 1):
        below = math.factorial(m) * math.factorial(n - 2 * m) * 2**m
        coefficients[n - 2 * m] = fmpq((-1) ** m * math.factorial(n), below)
    return fmpq_poly(coefficients)


def derivative_polynomial(n: int, rate: Exact = 1) -> fmpq_poly:
    """The polynomial P_n with (d/dx)ⁿ e^{−rate·x²/2} = P_n(x) e^{−rate·x²/2}.

    P_0 = 1 and P_{n+1} = P_n' − rate·x·P_n. Raises ``ValueError`` when n < 0. Claim
    ``hermite-rodrigues`` is He_n = (−1)ⁿ P_n at rate 1.
    """
    require_degree(n)
    p = fmpq_poly([1])
    drift = fmpq_poly([0, rational(rate)])
    for _ in range(n):
        p = p.derivative() - drift * p
    return p


def hermite_coefficients(p: fmpq_poly) -> tuple[fmpq, ...]:
    """(c_0, …, c_d) with p = Σ c_n He_n, by projection: c_n = E[p(X) He_n(X)] / n!.

    The zero polynomial has no coefficients. Claim ``hermite-completeness``.
    """
    return tuple(expectation(p * hermite(n)) / math.factorial(n) for n in range(p.degree() + 1))


def hermite_values(x: Exact | arb, count: int) -> list[arb]:
    """Balls around He_0(x), …, He_{count−1}(x), by the three-term recurrence."""
    at = ball(x)
    values = [arb(1), at]
    for n in range(1, count - 1):
        values.append(at * values[n] - n * values[n - 1])
    return values[:count]


def hermite_bound(x: Exact | arb, n: int) -> arb:
    """The bound √(n!) e^{x²/2} ≥ |He_n(x)|.

    Proof. e^{−x²/2} = E e^{ixX}; n derivatives give He_n(x) e^{−x²/2} = (−1)ⁿ E[(iX)ⁿ e^{ixX}], so
    |He_n(x)| ≤ e^{x²/2} E|X|ⁿ. For even n, (E|X|ⁿ)² = ((n−1)!!)² ≤ (n−1)!! n!! = n!. For odd n,
    (E|X|ⁿ)² = (2/π) ((n−1)!!)² ≤ (n−1)!! n!! = n!. (Cramér's bound has x²/4 and a constant
    below 1.0865; this one needs two lines.) Raises ``ValueError`` when n < 0.
    """
    require_degree(n)
    at = ball(x)
    return ball(math.factorial(n)).sqrt() * (at * at / 2).exp()


def generating_partial_sum(x: Exact | arb, t: Exact | arb, count: int) -> arb:
    """Σ_{n<count} He_n(x) tⁿ/n!, in a ball."""
    total, power = arb(0), arb(1)
    for n, value in enumerate(hermite_values(x, count)):
        total += value * power
        power = power * ball(t) / (n + 1)
    return total


def generating_tail(x: Exact | arb, t: Exact | arb, count: int) -> arb:
    """A bound on |Σ_{n≥count} He_n(x) tⁿ/n!|.

    By :func:`hermite_bound` the terms are at most e^{x²/2} |t|ⁿ/√(n!), whose ratios from
    n = count on are at most q = |t|/√(count+1); the sum is e^{x²/2} |t|^count / √(count!) / (1−q).

    Raises ``ValueError`` when t² ≥ count + 1, where the geometric bound does not start yet.
    """
    size = abs(ball(t))
    ratio = size / ball(count + 1).sqrt()
    if not bool(ratio < 1):
        raise ValueError(f"the tail from n = {count} needs t^2 < {count + 1}; take more terms")
    first = hermite_bound(x, count) * size**count / math.factorial(count)
    return first / (1 - ratio)
