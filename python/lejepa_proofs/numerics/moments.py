"""Exact moments and cumulants of real random variables (rational arithmetic, no error)."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import comb, isqrt, prod


def double_factorial_odd(k: int) -> int:
    """``(2k − 1)!! = E X^{2k}`` for a standard Gaussian ``X``; 1 for ``k = 0``."""
    return prod(range(1, 2 * k, 2))


def rising_factorial(a: Fraction | int, k: int) -> Fraction:
    """``a (a + 1) ⋯ (a + k − 1) = E X^k`` for a Gamma variable ``X`` of shape ``a``."""
    return prod((Fraction(a) + j for j in range(k)), start=Fraction(1))


def half_power(w: Fraction, n: int) -> Fraction:
    """``w^{n/2}``, exactly.

    Raises ``ValueError`` when ``n`` is odd and ``w`` is not the square of a rational.
    """
    if n % 2 == 0:
        return w ** (n // 2)
    top, bottom = isqrt(w.numerator), isqrt(w.denominator)
    if top * top != w.numerator or bottom * bottom != w.denominator:
        raise ValueError(f"{w}^({n}/2) is irrational; choose a weight that is a rational square")
    return Fraction(top, bottom) ** n


def scale(moments: Sequence[Fraction], w: Fraction) -> tuple[Fraction, ...]:
    """Moments ``E (√w X)^n = w^{n/2} E X^n``; a vanishing moment needs no root.

    Raises ``ValueError`` when an odd moment does not vanish and ``√w`` is irrational.
    """
    return tuple(half_power(w, n) * m if m else Fraction(0) for n, m in enumerate(moments))


def shift(moments: Sequence[Fraction], c: Fraction) -> tuple[Fraction, ...]:
    """Moments ``E (X + c)^n``, by the binomial theorem."""
    return tuple(
        sum((comb(n, k) * moments[k] * c ** (n - k) for k in range(n + 1)), start=Fraction(0))
        for n in range(len(moments))
    )


def independent_sum(x: Sequence[Fraction], y: Sequence[Fraction]) -> tuple[Fraction, ...]:
    """Moments ``E (X + Y)^n = Σ_k C(n,k) E X^k E Y^{n−k}`` of independent ``X`` and ``Y``."""
    order = min(len(x), len(y))
    return tuple(
        sum((comb(n, k) * x[k] * y[n - k] for k in range(n + 1)), start=Fraction(0))
        for n in range(order)
    )


def cumulants_from_moments(moments: Sequence[Fraction]) -> tuple[Fraction, ...]:
    """Cumulants ``κ_0 = 0, κ_1, …`` from ``m_n = Σ_{k≥1} C(n−1,k−1) κ_k m_{n−k}``.

    Raises ``ValueError`` unless ``m_0 = 1``.
    """
    if not moments or moments[0] != 1:
        raise ValueError("the moments of a probability law begin with m_0 = 1")
    kappa = [Fraction(0)]
    for n in range(1, len(moments)):
        rest = sum(
            (comb(n - 1, k - 1) * kappa[k] * moments[n - k] for k in range(1, n)),
            start=Fraction(0),
        )
        kappa.append(moments[n] - rest)
    return tuple(kappa)


def moments_from_cumulants(kappa: Sequence[Fraction]) -> tuple[Fraction, ...]:
    """Moments ``m_0 = 1, m_1, …`` from cumulants ``κ_0 = 0, κ_1, …`` (inverse of the above)."""
    moments = [Fraction(1)]
    for n in range(1, len(kappa)):
        moments.append(
            sum(
                (comb(n - 1, k - 1) * kappa[k] * moments[n - k] for k in range(1, n + 1)),
                start=Fraction(0),
            )
        )
    return tuple(moments)


def gaussian_moments(order: int, variance: Fraction = Fraction(1)) -> tuple[Fraction, ...]:
    """Moments of ``N(0, variance)`` up to ``order``: ``v^k (2k − 1)!!``, and 0 for odd orders."""
    return tuple(
        Fraction(0) if n % 2 else variance ** (n // 2) * double_factorial_odd(n // 2)
        for n in range(order + 1)
    )
