"""Stationary AR(1) worlds ``z' = ρ z + η`` with exact moments (class of Theorem 2)."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property, lru_cache
from itertools import product
from math import comb, factorial, prod

from lejepa_proofs.numerics.laws import Law
from lejepa_proofs.numerics.moments import double_factorial_odd

Index = tuple[int, ...]
"""A multi-index: exponents of the coordinates."""


class World(ABC):
    """A pair ``(z, z')`` in ``ℝⁿ`` with ``z' = ρ z + η``, η independent of z.

    The latents have ``E z = 0`` and ``Cov z = I``.

    Attributes
    ----------
    n:
        The dimension.
    rho:
        The autoregression coefficient, a rational in (0, 1).
    """

    n: int
    rho: Fraction

    @property
    @abstractmethod
    def name(self) -> str:
        """What the world is called in reports."""

    @abstractmethod
    def moment(self, alpha: Index) -> Fraction:
        """``E z^α``."""

    @abstractmethod
    def noise_moment(self, alpha: Index) -> Fraction:
        """``E η^α``."""

    def joint_moment(self, alpha: Index, beta: Index) -> Fraction:
        """``E[z^α z'^β] = Σ_{γ ≤ β} Π_i C(β_i,γ_i) ρ^{|γ|} E z^{α+γ} E η^{β−γ}``."""
        return _joint_moment(self, alpha, beta)

    def next_moment(self, alpha: Index) -> Fraction:
        """``E z'^α``; equal to ``E z^α`` exactly when the pair is stationary to that order."""
        return self.joint_moment((0,) * self.n, alpha)


@lru_cache(maxsize=1 << 16)
def _joint_moment(world: World, alpha: Index, beta: Index) -> Fraction:
    total = Fraction(0)
    for gamma in product(*(range(b + 1) for b in beta)):
        noise = world.noise_moment(tuple(b - g for b, g in zip(beta, gamma, strict=True)))
        if not noise:
            continue
        ways = prod(comb(b, g) for b, g in zip(beta, gamma, strict=True))
        latent = world.moment(tuple(a + g for a, g in zip(alpha, gamma, strict=True)))
        total += ways * world.rho ** sum(gamma) * latent * noise
    return total


@dataclass(frozen=True)
class ProductWorld(World):
    """Independent coordinates, coordinate ``i`` with latents of ``laws[i]``; ``n = len(laws)``.

    Raises ``ValueError`` when a law has no noise at ``ρ``.
    """

    laws: tuple[Law, ...]
    rho: Fraction
    order: int = 32

    def __post_init__(self) -> None:
        for law in self.laws:
            law.require(self.rho)

    @property
    def n(self) -> int:  # type: ignore[override]
        return len(self.laws)

    @property
    def name(self) -> str:
        return " × ".join(law.name for law in self.laws) + f", ρ = {self.rho}"

    @cached_property
    def _latents(self) -> tuple[tuple[Fraction, ...], ...]:
        return tuple(law.moments(self.order) for law in self.laws)

    @cached_property
    def _noises(self) -> tuple[tuple[Fraction, ...], ...]:
        return tuple(law.noise_moments(self.order, self.rho) for law in self.laws)

    def moment(self, alpha: Index) -> Fraction:
        return prod((m[a] for m, a in zip(self._latents, alpha, strict=True)), start=Fraction(1))

    def noise_moment(self, alpha: Index) -> Fraction:
        return prod((m[a] for m, a in zip(self._noises, alpha, strict=True)), start=Fraction(1))


@dataclass(frozen=True)
class EllipticalLaplace(World):
    """``z = √W g`` with ``W`` exponential of mean 1 and ``g ~ N(0, I_n)`` independent.

    The coordinates are uncorrelated and dependent, ``φ(t) = 1/(1 + |t|²/2)``, and the noise is 0
    with probability ``ρ²`` and distributed as ``z`` otherwise.
    """

    n: int
    rho: Fraction

    @property
    def name(self) -> str:
        return f"elliptical Laplace in dimension {self.n}, ρ = {self.rho}"

    def moment(self, alpha: Index) -> Fraction:
        if any(a % 2 for a in alpha):
            return Fraction(0)
        gauss = prod(double_factorial_odd(a // 2) for a in alpha)
        return Fraction(factorial(sum(alpha) // 2) * gauss)

    def noise_moment(self, alpha: Index) -> Fraction:
        if not any(alpha):
            return Fraction(1)
        return (1 - self.rho**2) * self.moment(alpha)


def line(law: Law, rho: Fraction) -> ProductWorld:
    """The one-dimensional world with latents of ``law``."""
    return ProductWorld((law,), rho)
