"""Generalised normal and Laplace laws: moments, and which AR(1) pairs they make.

The generalised normal law of shape α has a density proportional to exp(−|x/a|^α); α = 2 is the
Gaussian, α = 1 the Laplace law.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import comb, factorial

from flint import acb, arb

from lejepa_proofs.numerics.enclosure import ball


def kurtosis(alpha: Fraction) -> arb:
    """E x⁴ / (E x²)² = Γ(5/α)Γ(1/α)/Γ(3/α)² (``correction-gennorm-pair``).

    Raises ``ValueError`` for α ≤ 0.
    """
    if alpha <= 0:
        raise ValueError(f"shape α = {alpha}; it must be positive")
    gammas = [(ball(Fraction(k) / alpha)).gamma() for k in (1, 3, 5)]
    return gammas[2] * gammas[0] / gammas[1] ** 2


def kurtosis_of_reciprocal(k: int) -> Fraction:
    """The kurtosis for α = 1/k, rational: (5k−1)!(k−1)!/((3k−1)!)²."""
    if k < 1:
        raise ValueError(f"k = {k}; the shape 1/k needs a positive integer")
    return Fraction(factorial(5 * k - 1) * factorial(k - 1), factorial(3 * k - 1) ** 2)


def half_line_moment(alpha: int, k: int) -> arb:
    """∫_0^∞ xᵏ exp(−x^α) dx for even α ≥ 2, by integration of balls.

    The integral over [0, L] is rigorous; the tail is at most 2 L^{k−α+1} exp(−L^α)/α, because
    x^{k−α+1} exp(−x^α/2) decreases once α x^α ≥ 2(k−α+1). Raises ``ValueError`` for odd α.
    """
    if alpha < 2 or alpha % 2:
        raise ValueError(f"shape α = {alpha}; the integrand is analytic for even α only")
    end = 2
    while end**alpha < max(200, 2 * k):
        end += 1

    def integrand(x: acb, _analytic: bool) -> acb:
        return x**k * (-(x**alpha)).exp()

    body: arb = acb.integral(integrand, 0, end).real
    tail = 2 * arb(end) ** (k - alpha + 1) * (-(arb(end) ** alpha)).exp() / alpha
    return body + tail.union(arb(0))


def kurtosis_by_integration(alpha: int) -> arb:
    """The kurtosis for even α from integrals of x⁰, x², x⁴ against the density."""
    total, second, fourth = (half_line_moment(alpha, k) for k in (0, 2, 4))
    return fourth * total / second**2


def pair_fourth_moment(kurt: arb, rho: Fraction, s: Fraction) -> arb:
    """E(ρz + sη)⁴ for independent symmetric z, η of variance 1 and kurtosis ``kurt``."""
    moments = [arb(1), arb(0), arb(1), arb(0), kurt]
    return sum(
        (comb(4, k) * ball(rho**k * s ** (4 - k)) * moments[k] * moments[4 - k] for k in range(5)),
        arb(0),
    )


def laplace_moments(order: int) -> list[Fraction]:
    """E zᵏ, k = 0, …, order, for the density exp(−|x|)/2: k! for even k, 0 for odd k."""
    return [Fraction(factorial(k) if k % 2 == 0 else 0) for k in range(order + 1)]


def laplace_innovation_moments(order: int, weight: Fraction, scale: Fraction) -> list[Fraction]:
    """E ηᵏ when η = 0 with probability ``weight``, else ``scale`` times a Laplace variable.

    z' = ρz + η is stationary for weight ρ² and scale 1 (``correction-gennorm-pair``).
    """
    moments = laplace_moments(order)
    return [Fraction(1)] + [(1 - weight) * scale**k * moments[k] for k in range(1, order + 1)]


def sum_moments(
    rho: Fraction, first: Sequence[Fraction], second: Sequence[Fraction]
) -> list[Fraction]:
    """E(ρz + η)ᵏ for independent z and η with the given moments, by the binomial theorem."""
    return [
        sum((comb(k, j) * rho**j * first[j] * second[k - j] for j in range(k + 1)), Fraction(0))
        for k in range(len(first))
    ]


def laplace_characteristic(t: Fraction) -> Fraction:
    """E e^{itz} = 1/(1 + t²) for the density exp(−|x|)/2."""
    return 1 / (1 + t * t)
