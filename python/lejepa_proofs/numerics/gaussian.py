"""Exact moments of the standard Gaussian and of the Ornstein–Uhlenbeck pair.

``z`` and ``η`` are independent N(0, I_n) and ``z' = ρ z + s η`` with ``s² = 1 − ρ²``. Only even
powers of ``s`` have a nonzero mean, so for rational ``ρ`` every moment is rational.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from math import comb

from flint import fmpq

from lejepa_proofs.numerics.enclosure import rational
from lejepa_proofs.numerics.polynomials import (
    Polynomial,
    hermite_expansion,
    multi_factorial,
)
from lejepa_proofs.numerics.verdict import Exact


def correlation(rho: Exact) -> fmpq:
    """``ρ`` as an exact rational; raises ``ValueError`` unless ``−1 ≤ ρ ≤ 1``."""
    q = rational(rho)
    if not -1 <= q <= 1:
        raise ValueError(f"ρ = {q}: the correlation of a pair lies between -1 and 1")
    return q


@lru_cache(maxsize=1024)
def moment(k: int) -> int:
    """``E x^k = (k−1)!!`` for even ``k``, 0 for odd ``k`` (``x`` standard normal, one variable).

    Raises ``ValueError`` for negative ``k``.
    """
    if k < 0:
        raise ValueError(f"moment of order {k}: the order is at least 0")
    if k % 2:
        return 0
    product = 1
    for j in range(1, k, 2):
        product *= j
    return product


@lru_cache(maxsize=1 << 16)
def pair_moment(a: int, b: int, rho: fmpq) -> fmpq:
    """``E[x^a x'^b]`` for one coordinate of the pair.

    From the definition of the pair: ``Σ_k C(b, k) ρ^{b−k} s^k E x^{a+b−k} E η^k``, ``k`` even.
    """
    s_squared = 1 - rho * rho
    total = fmpq(0)
    for k in range(0, b + 1, 2):
        weight = comb(b, k) * moment(a + b - k) * moment(k)
        total += weight * rho ** (b - k) * s_squared ** (k // 2)
    return total


def expectation(p: Polynomial) -> fmpq:
    """``E p(z)``."""
    total = fmpq(0)
    for exponents, coefficient in p.terms.items():
        weight = 1
        for k in exponents:
            weight *= moment(k)
        total += coefficient * weight
    return total


def pair_expectation(p: Polynomial, q: Polynomial, rho: Exact | Sequence[Exact]) -> fmpq:
    """``E[p(z) q(z')]`` by moments of the pair, monomial by monomial.

    ``rho`` is one correlation, or one for each coordinate: ``z'_i = ρ_i z_i + √(1−ρ_i²) η_i``.
    Raises ``ValueError`` when the numbers of variables or of correlations differ, or ``|ρ| > 1``.
    """
    if p.n != q.n:
        raise ValueError(f"polynomials in {p.n} and {q.n} variables; use the same number")
    rhos = tuple(rho) if isinstance(rho, Sequence) else (rho,) * p.n
    if len(rhos) != p.n:
        raise ValueError(f"{len(rhos)} correlations for {p.n} variables; give one or {p.n}")
    r = [correlation(each) for each in rhos]
    total = fmpq(0)
    for left, a in p.terms.items():
        for right, b in q.terms.items():
            if any((i + j) % 2 for i, j in zip(left, right, strict=True)):
                continue
            product = a * b
            for i, j, each in zip(left, right, r, strict=True):
                product *= pair_moment(i, j, each)
            total += product
    return total


def mehler_expectation(p: Polynomial, q: Polynomial, rho: Exact) -> fmpq:
    """``E[p(z) q(z')] = Σ_α ρ^{|α|} α! c_α d_α`` from the Hermite expansions of ``p`` and ``q``.

    Uses no moment: the other route to :func:`pair_expectation`.
    """
    if p.n != q.n:
        raise ValueError(f"polynomials in {p.n} and {q.n} variables; use the same number")
    r = correlation(rho)
    d = hermite_expansion(q)
    total = fmpq(0)
    for index, c in hermite_expansion(p).items():
        if index in d:
            total += r ** sum(index) * multi_factorial(index) * c * d[index]
    return total


def degree_energies(p: Polynomial) -> dict[int, fmpq]:
    """The energy ``Σ_{|α|=d} α! c_α²`` of ``p`` in each Hermite degree ``d``; they sum to E p²."""
    energies: dict[int, fmpq] = {}
    for index, c in hermite_expansion(p).items():
        d = sum(index)
        energies[d] = energies.get(d, fmpq(0)) + multi_factorial(index) * c * c
    return energies
