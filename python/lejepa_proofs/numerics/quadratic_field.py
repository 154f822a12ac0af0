"""The real quadratic field ℚ(√d) with an exact order."""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, eq=False)
class Quadratic:
    """``a + b √d`` with rational ``a``, ``b`` and a fixed ``d ≥ 2`` that is no square.

    Mixes with ``int`` and ``Fraction``. Raises ``ValueError`` for a square ``d`` or for two
    numbers of different fields, ``ZeroDivisionError`` for division by 0.
    """

    a: Fraction
    b: Fraction
    d: int

    def __post_init__(self) -> None:
        if self.d < 2 or math.isqrt(self.d) ** 2 == self.d:
            raise ValueError(f"ℚ(√{self.d}) is no real quadratic field; take d ≥ 2, not a square")

    def _lift(self, other: Number | int) -> Quadratic:
        if isinstance(other, Quadratic):
            if other.d != self.d:
                raise ValueError(f"ℚ(√{self.d}) and ℚ(√{other.d}) do not mix")
            return other
        return Quadratic(Fraction(other), Fraction(0), self.d)

    def __add__(self, other: Number | int) -> Quadratic:
        x = self._lift(other)
        return Quadratic(self.a + x.a, self.b + x.b, self.d)

    def __neg__(self) -> Quadratic:
        return Quadratic(-self.a, -self.b, self.d)

    def __sub__(self, other: Number | int) -> Quadratic:
        return self + (-self._lift(other))

    def __rsub__(self, other: Number | int) -> Quadratic:
        return self._lift(other) - self

    def __mul__(self, other: Number | int) -> Quadratic:
        x = self._lift(other)
        return Quadratic(self.a * x.a + self.d * self.b * x.b, self.a * x.b + self.b * x.a, self.d)

    __radd__ = __add__
    __rmul__ = __mul__

    def __truediv__(self, other: Number | int) -> Quadratic:
        x = self._lift(other)
        norm = x.a**2 - self.d * x.b**2
        return self * Quadratic(x.a / norm, -x.b / norm, self.d)

    def __rtruediv__(self, other: Number | int) -> Quadratic:
        return self._lift(other) / self

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, int | Fraction | Quadratic):
            return NotImplemented
        x = self._lift(other)
        return (self.a, self.b) == (x.a, x.b)

    def __hash__(self) -> int:
        return hash((self.a, self.b, self.d)) if self.b else hash(self.a)

    def __float__(self) -> float:
        return float(self.a) + float(self.b) * math.sqrt(self.d)


Number = Fraction | Quadratic
"""A number of an ordered field in which everything is decided exactly."""


def sign(x: Number | int) -> int:
    """−1, 0 or 1, exactly: signs of ``a`` and ``b``, then ``a²`` against ``d b²``."""
    if not isinstance(x, Quadratic):
        return int(x > 0) - int(x < 0)
    sa, sb = sign(x.a), sign(x.b)
    if sa == sb or sb == 0:
        return sa
    if sa == 0:
        return sb
    return sa * sign(x.a**2 - x.d * x.b**2)


def toward_zero(x: Number | int) -> Fraction:
    """A rational of the same sign as ``x`` with ``|x|/2 ≤ |value| ≤ |x|``; 0 iff ``x = 0``.

    It stands in for ``x`` where a tally wants a rational slack.
    """
    if not isinstance(x, Quadratic):
        return Fraction(x)
    if sign(x) == 0:
        return Fraction(0)
    size = x if sign(x) > 0 else -x
    value = Fraction(1)
    while sign(size - value) < 0:
        value /= 2
    while sign(size - 2 * value) >= 0:
        value *= 2
    return value * sign(x)
