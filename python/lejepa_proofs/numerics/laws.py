"""Laws μ on the line with mean 0 and variance 1 for which ``z' = ρ z + η`` has a stationary noise.

Every law knows, by separate formulas, its moments, its cumulants and its characteristic function
``φ``, and the same for the explicit law of the noise η that makes ``ρ z + η ~ μ``. Checks compare
these routes; nothing here derives one from another.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from fractions import Fraction
from math import comb, factorial, isqrt

from flint import acb, acb_series, fmpq

from lejepa_proofs.numerics.enclosure import ball
from lejepa_proofs.numerics.moments import (
    double_factorial_odd,
    gaussian_moments,
    rising_factorial,
    scale,
    shift,
)

ZERO, ONE = Fraction(0), Fraction(1)
_I = acb(0, 1)


class Law(ABC):
    """A law of mean 0 and variance 1 with all moments rational."""

    @property
    @abstractmethod
    def name(self) -> str:
        """What the law is called in reports."""

    @abstractmethod
    def cumulant(self, n: int) -> Fraction:
        """``κ_n`` in closed form, ``n ≥ 1``."""

    @abstractmethod
    def moments(self, order: int) -> tuple[Fraction, ...]:
        """``E z^0, …, E z^order``, from the density or a mixture representation."""

    @abstractmethod
    def noise_moments(self, order: int, rho: Fraction) -> tuple[Fraction, ...]:
        """``E η^0, …, E η^order`` from the explicit law of the noise."""

    @abstractmethod
    def phi(self, t: acb_series) -> acb_series:
        """``φ(t) = E exp(i t z)`` along a power series in real ``t ≠ 0``."""

    @abstractmethod
    def psi(self, t: acb_series, rho: Fraction) -> acb_series:
        """``ψ(t) = E exp(i t η)`` for the explicit noise, along a power series in ``t ≠ 0``."""

    def require(self, rho: Fraction) -> None:
        """Raise ``ValueError`` unless the law has a noise at this ``ρ``."""
        if not 0 < rho < 1:
            raise ValueError(f"{self.name} law: ρ = {rho} is outside (0, 1)")

    def excess_order(self, limit: int = 64) -> int | None:
        """The first ``n > 2`` with ``κ_n ≠ 0``, ``None`` when there is none up to ``limit``."""
        return next((n for n in range(3, limit + 1) if self.cumulant(n)), None)


@dataclass(frozen=True)
class Gaussian(Law):
    """``N(0, 1)``; noise ``N(0, 1 − ρ²)``."""

    @property
    def name(self) -> str:
        return "Gaussian"

    def cumulant(self, n: int) -> Fraction:
        return ONE if n == 2 else ZERO

    def moments(self, order: int) -> tuple[Fraction, ...]:
        return gaussian_moments(order)

    def noise_moments(self, order: int, rho: Fraction) -> tuple[Fraction, ...]:
        self.require(rho)
        return gaussian_moments(order, 1 - rho**2)

    def phi(self, t: acb_series) -> acb_series:
        return (-(t * t) / 2).exp()

    def psi(self, t: acb_series, rho: Fraction) -> acb_series:
        self.require(rho)
        return (-(t * t) * ball(1 - rho**2) / 2).exp()


@dataclass(frozen=True)
class VarianceGamma(Law):
    """Symmetric variance-gamma: ``√(Γ_a / a) · N(0,1)`` with ``Γ_a`` Gamma of integer shape ``a``.

    Shape 1 is the Laplace law, ``φ = (1 + t²/(2a))^{−a}``. The noise is ``√(Γ_B / a) · N(0,1)``
    with ``B ~ Bin(a, 1 − ρ²)``: each of ``a`` Laplace summands is absent with probability ``ρ²``.
    """

    shape: int = 1

    @property
    def name(self) -> str:
        return "Laplace" if self.shape == 1 else f"variance-gamma {self.shape}"

    def cumulant(self, n: int) -> Fraction:
        if n % 2:
            return ZERO
        half = n // 2
        return Fraction(self.shape * factorial(n), half * (2 * self.shape) ** half)

    def _mixed(self, k: int, summands: int) -> Fraction:
        return double_factorial_odd(k) * rising_factorial(summands, k) / Fraction(self.shape) ** k

    def moments(self, order: int) -> tuple[Fraction, ...]:
        return tuple(ZERO if n % 2 else self._mixed(n // 2, self.shape) for n in range(order + 1))

    def noise_moments(self, order: int, rho: Fraction) -> tuple[Fraction, ...]:
        self.require(rho)
        a, keep = self.shape, 1 - rho**2
        chance = [comb(a, b) * keep**b * (1 - keep) ** (a - b) for b in range(a + 1)]
        return tuple(
            ZERO
            if n % 2
            else sum((p * self._mixed(n // 2, b) for b, p in enumerate(chance)), start=ZERO)
            for n in range(order + 1)
        )

    def _summand(self, t: acb_series) -> acb_series:
        return 1 / (1 + t * t / (2 * self.shape))

    def phi(self, t: acb_series) -> acb_series:
        return self._summand(t) ** self.shape

    def psi(self, t: acb_series, rho: Fraction) -> acb_series:
        self.require(rho)
        return (ball(rho**2) + ball(1 - rho**2) * self._summand(t)) ** self.shape


@dataclass(frozen=True)
class Gamma(Law):
    """``± (Γ_a − a)/√a`` for a square integer shape ``a``; shape 1 is the centred exponential law.

    The noise is the same with ``Γ_B``, ``B ~ Bin(a, 1 − ρ)``, centred at ``(1 − ρ) a``.
    Raises ``ValueError`` for a shape that is no square (the scale would be irrational).
    """

    shape: int = 1
    sign: int = 1

    def __post_init__(self) -> None:
        if self.shape < 1 or isqrt(self.shape) ** 2 != self.shape:
            raise ValueError(f"Gamma law: shape {self.shape} is no positive square; use 1, 4, 9, …")
        if self.sign not in (1, -1):
            raise ValueError(f"Gamma law: sign {self.sign} must be 1 or −1")

    @property
    def name(self) -> str:
        base = "exponential" if self.shape == 1 else f"Gamma {self.shape}"
        return base if self.sign > 0 else f"reflected {base}"

    @property
    def _unit(self) -> Fraction:
        return Fraction(self.sign, isqrt(self.shape))

    def cumulant(self, n: int) -> Fraction:
        return ZERO if n == 1 else self.shape * factorial(n - 1) * self._unit**n

    def _standardised(self, raw: tuple[Fraction, ...], centre: Fraction) -> tuple[Fraction, ...]:
        return tuple(self._unit**n * m for n, m in enumerate(shift(raw, -centre)))

    def moments(self, order: int) -> tuple[Fraction, ...]:
        raw = tuple(rising_factorial(self.shape, k) for k in range(order + 1))
        return self._standardised(raw, Fraction(self.shape))

    def noise_moments(self, order: int, rho: Fraction) -> tuple[Fraction, ...]:
        self.require(rho)
        a = self.shape
        chance = [comb(a, b) * (1 - rho) ** b * rho ** (a - b) for b in range(a + 1)]
        raw = tuple(
            sum((p * rising_factorial(b, k) for b, p in enumerate(chance)), start=ZERO)
            for k in range(order + 1)
        )
        return self._standardised(raw, (1 - rho) * a)

    def _turn(self, t: acb_series) -> acb_series:
        return t * ball(self._unit) * _I

    def phi(self, t: acb_series) -> acb_series:
        u = self._turn(t)
        return (-u * self.shape).exp() / (1 - u) ** self.shape

    def psi(self, t: acb_series, rho: Fraction) -> acb_series:
        self.require(rho)
        u = self._turn(t)
        summand = ball(rho) + ball(1 - rho) / (1 - u)
        return (-u * ball((1 - rho) * self.shape)).exp() * summand**self.shape


@dataclass(frozen=True)
class Uniform(Law):
    """Uniform on ``[−√3, √3]``, for ``ρ = 1/base`` only.

    The noise is uniform on the ``base`` points ``√3 (2j + 1 − base)/base``: it prepends a digit.
    """

    base: int = 2

    @property
    def name(self) -> str:
        return "uniform"

    def require(self, rho: Fraction) -> None:
        if rho != Fraction(1, self.base):
            raise ValueError(f"uniform law in base {self.base}: ρ = {rho}, use 1/{self.base}")

    def cumulant(self, n: int) -> Fraction:
        if n % 2:
            return ZERO
        b = fmpq.bernoulli(n)
        return Fraction(int(b.p) * 12 ** (n // 2), int(b.q) * n)

    def moments(self, order: int) -> tuple[Fraction, ...]:
        return tuple(ZERO if n % 2 else Fraction(3 ** (n // 2), n + 1) for n in range(order + 1))

    def _points(self) -> tuple[Fraction, ...]:
        return tuple(Fraction(2 * j + 1 - self.base, self.base) for j in range(self.base))

    def noise_moments(self, order: int, rho: Fraction) -> tuple[Fraction, ...]:
        self.require(rho)
        points = self._points()
        mean = tuple(sum((x**n for x in points), start=ZERO) / self.base for n in range(order + 1))
        return scale(mean, Fraction(3))

    def phi(self, t: acb_series) -> acb_series:
        x = t * ball(3).sqrt()
        return x.sin() / x

    def psi(self, t: acb_series, rho: Fraction) -> acb_series:
        self.require(rho)
        x = t * ball(3).sqrt()
        total = t * 0
        for point in self._points():
            total = total + (x * ball(point)).cos()
        return total / self.base


LAPLACE = VarianceGamma(1)
EXPONENTIAL = Gamma(1)
