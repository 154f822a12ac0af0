"""Convolutions of stationary laws, and a noise of the wrong family."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from flint import acb_series

from lejepa_proofs.numerics.enclosure import ball
from lejepa_proofs.numerics.laws import ONE, ZERO, Law, Uniform, VarianceGamma
from lejepa_proofs.numerics.moments import half_power, independent_sum, scale


@dataclass(frozen=True)
class Convolution(Law):
    """``Σ_i √w_i z_i`` with independent ``z_i`` and weights ``w_i > 0`` that sum to 1.

    The noise is ``Σ_i √w_i η_i``. Raises ``ValueError`` for weights that do not sum to 1.
    """

    parts: tuple[tuple[Fraction, Law], ...]

    def __post_init__(self) -> None:
        if sum(w for w, _ in self.parts) != 1 or any(w <= 0 for w, _ in self.parts):
            raise ValueError("convolution of laws: the weights must be positive and sum to 1")

    @property
    def name(self) -> str:
        return " * ".join(f"{law.name}({w})" for w, law in self.parts)

    def require(self, rho: Fraction) -> None:
        for _, law in self.parts:
            law.require(rho)

    def cumulant(self, n: int) -> Fraction:
        pairs = ((w, law.cumulant(n)) for w, law in self.parts)
        return sum((half_power(w, n) * kappa for w, kappa in pairs if kappa), start=ZERO)

    def moments(self, order: int) -> tuple[Fraction, ...]:
        total = (ONE,) + (ZERO,) * order
        for w, law in self.parts:
            total = independent_sum(total, scale(law.moments(order), w))
        return total

    def noise_moments(self, order: int, rho: Fraction) -> tuple[Fraction, ...]:
        total = (ONE,) + (ZERO,) * order
        for w, law in self.parts:
            total = independent_sum(total, scale(law.noise_moments(order, rho), w))
        return total

    def phi(self, t: acb_series) -> acb_series:
        value = t * 0 + 1
        for w, law in self.parts:
            value = value * law.phi(t * ball(w).sqrt())
        return value

    def psi(self, t: acb_series, rho: Fraction) -> acb_series:
        value = t * 0 + 1
        for w, law in self.parts:
            value = value * law.psi(t * ball(w).sqrt(), rho)
        return value


@dataclass(frozen=True)
class FamilyNoise(Law):
    """Latents of a law with noise ``√(1 − ρ²)`` times an independent copy of them.

    Mean and variance are kept; for a law that is not Gaussian the pair is *not* stationary.
    """

    latents: Law

    @property
    def name(self) -> str:
        return f"{self.latents.name} with noise of its own family"

    def cumulant(self, n: int) -> Fraction:
        return self.latents.cumulant(n)

    def moments(self, order: int) -> tuple[Fraction, ...]:
        return self.latents.moments(order)

    def noise_moments(self, order: int, rho: Fraction) -> tuple[Fraction, ...]:
        return scale(self.latents.moments(order), 1 - rho**2)

    def phi(self, t: acb_series) -> acb_series:
        return self.latents.phi(t)

    def psi(self, t: acb_series, rho: Fraction) -> acb_series:
        return self.latents.phi(t * ball(1 - rho**2).sqrt())


KURTOSIS_THREE = Convolution(((Fraction(1, 3), Uniform(2)), (Fraction(2, 3), VarianceGamma(10))))
"""Symmetric, kurtosis exactly 3 (``(1/9)(−6/5) + (4/9)(3/10) = 0``), not Gaussian; ``ρ = ½``."""
