"""Polynomials in several variables with rational coefficients, and their Hermite expansion."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from math import factorial

from flint import fmpq

from lejepa_proofs.numerics.enclosure import rational
from lejepa_proofs.numerics.verdict import Exact

Exponents = tuple[int, ...]
"""The exponents of a monomial, or the multi-index of a Hermite polynomial."""


@dataclass(frozen=True)
class Polynomial:
    """A polynomial ``ℝⁿ → ℝ``: ``terms[α]`` is the coefficient of ``z^α``, never zero.

    Build it with :func:`polynomial`, :func:`constant`, :func:`coordinate` or :func:`hermite`.
    """

    n: int
    terms: Mapping[Exponents, fmpq]

    @property
    def degree(self) -> int:
        """The total degree; 0 for constants."""
        return max((sum(exponents) for exponents in self.terms), default=0)

    def __add__(self, other: Polynomial) -> Polynomial:
        """The sum; raises ``ValueError`` for different numbers of variables."""
        self._match(other)
        total = dict(self.terms)
        for exponents, coefficient in other.terms.items():
            total[exponents] = total.get(exponents, fmpq(0)) + coefficient
        return polynomial(self.n, total)

    def __sub__(self, other: Polynomial) -> Polynomial:
        """The difference; raises ``ValueError`` for different numbers of variables."""
        return self + other.scaled(-1)

    def __mul__(self, other: Polynomial) -> Polynomial:
        """The product; raises ``ValueError`` for different numbers of variables."""
        self._match(other)
        total: dict[Exponents, fmpq] = {}
        for left, a in self.terms.items():
            for right, b in other.terms.items():
                exponents = tuple(i + j for i, j in zip(left, right, strict=True))
                total[exponents] = total.get(exponents, fmpq(0)) + a * b
        return polynomial(self.n, total)

    def scaled(self, factor: Exact) -> Polynomial:
        """``factor`` times the polynomial."""
        q = rational(factor)
        return polynomial(self.n, {key: q * value for key, value in self.terms.items()})

    def _match(self, other: Polynomial) -> None:
        if self.n != other.n:
            raise ValueError(
                f"polynomials in {self.n} and {other.n} variables; use the same number of variables"
            )


def polynomial(n: int, terms: Mapping[Exponents, Exact]) -> Polynomial:
    """``Σ_α terms[α] z^α`` in ``n`` variables.

    Raises ``ValueError`` when a multi-index has another length than ``n`` or a negative entry.
    """
    for exponents in terms:
        if len(exponents) != n or any(k < 0 for k in exponents):
            raise ValueError(f"multi-index {exponents}: give {n} exponents, none negative")
    exact = {exponents: rational(value) for exponents, value in terms.items()}
    return Polynomial(n, {exponents: value for exponents, value in exact.items() if value != 0})


def constant(n: int, value: Exact) -> Polynomial:
    """The constant polynomial ``value``."""
    return polynomial(n, {(0,) * n: value})


def coordinate(n: int, j: int) -> Polynomial:
    """The coordinate ``z_j``, ``0 ≤ j < n``; raises ``ValueError`` for another ``j``."""
    if not 0 <= j < n:
        raise ValueError(f"coordinate {j} of {n}: count from 0 to {n - 1}")
    return polynomial(n, {tuple(int(i == j) for i in range(n)): 1})


@lru_cache(maxsize=256)
def hermite_coefficients(k: int) -> tuple[int, ...]:
    """Coefficients of ``He_k``, constant first: ``He_{k+1} = x He_k − k He_{k−1}``.

    Raises ``ValueError`` for negative ``k``.
    """
    if k < 0:
        raise ValueError(f"He_{k}: the degree of a Hermite polynomial is at least 0")
    before: tuple[int, ...] = (0,)
    now: tuple[int, ...] = (1,)
    for j in range(k):
        shifted = (0, *now)
        lower = before + (0,) * (len(shifted) - len(before))
        before, now = now, tuple(a - j * b for a, b in zip(shifted, lower, strict=True))
    return now


def hermite(index: Exponents) -> Polynomial:
    """The product ``He_α(z) = Π_j He_{α_j}(z_j)``; ``E He_α² = α!`` under N(0, I)."""
    n = len(index)
    product = constant(n, 1)
    for j, k in enumerate(index):
        factor = {
            tuple(power if i == j else 0 for i in range(n)): coefficient
            for power, coefficient in enumerate(hermite_coefficients(k))
        }
        product = product * polynomial(n, factor)
    return product


def hermite_expansion(p: Polynomial) -> dict[Exponents, fmpq]:
    """The coefficients ``c_α`` with ``p = Σ_α c_α He_α``.

    From ``x^a = Σ_k a! / (2^k k! (a−2k)!) He_{a−2k}``, coordinate by coordinate; no expectation
    is taken, so the result is independent of the Gaussian moments.
    """
    expansion: dict[Exponents, fmpq] = {}
    for exponents, coefficient in p.terms.items():
        partial: dict[Exponents, fmpq] = {(): coefficient}
        for a in exponents:
            partial = {
                (*head, a - 2 * k): value * _power_in_hermite(a, k)
                for head, value in partial.items()
                for k in range(a // 2 + 1)
            }
        for index, value in partial.items():
            expansion[index] = expansion.get(index, fmpq(0)) + value
    return {index: value for index, value in expansion.items() if value != 0}


def _power_in_hermite(a: int, k: int) -> fmpq:
    return fmpq(factorial(a), 2**k * factorial(k) * factorial(a - 2 * k))


def multi_factorial(index: Exponents) -> int:
    """``α! = Π_j α_j!``."""
    product = 1
    for k in index:
        product *= factorial(k)
    return product
