"""Characteristic functions of AR(1) worlds on the line, in balls (core lemma of Theorem 2).

``φ(t) = E e^{itz}``, ``ψ(t) = E e^{itη}``, and ``D(t) = φ'(t) + t φ(t)``, which vanishes
identically iff ``z`` is standard Gaussian. The backward regression ``E[z | z'] = ρ z'`` is the
relation ``D(ρt) ψ(t) = ρ D(t)``. All functions take a rational ``t ≠ 0``.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import factorial

from flint import acb, acb_series, arb, fmpq_poly

from lejepa_proofs.numerics.ar1 import ProductWorld
from lejepa_proofs.numerics.enclosure import ball, rational
from lejepa_proofs.numerics.laws import Law


def phi(law: Law, t: Fraction) -> acb:
    """``φ(t)``."""
    return law.phi(_along(t))[0]


def phi_slope(law: Law, t: Fraction) -> acb:
    """``φ'(t)``, by differentiating the formula for ``φ`` as a power series at ``t``."""
    return law.phi(_along(t))[1]


def psi(law: Law, t: Fraction, rho: Fraction) -> acb:
    """``ψ(t)`` of the noise at ``ρ``."""
    return law.psi(_along(t), rho)[0]


def deviation(law: Law, t: Fraction, sign: int = 1) -> acb:
    """``D(t) = φ'(t) + sign · t φ(t)``; the core lemma has ``sign = 1``."""
    series = law.phi(_along(t))
    return series[1] + sign * ball(t) * series[0]


def backward_defect(law: Law, t: Fraction, rho: Fraction, power: int = 1) -> acb:
    """``D(ρt) ψ(t) − ρ^power D(t)``; with ``power = 1`` it vanishes iff ``E[z | z'] = ρ z'``."""
    image = deviation(law, rho * t) * psi(law, t, rho)
    return image - ball(rho**power) * deviation(law, t)


def stationarity_defect(law: Law, t: Fraction, rho: Fraction) -> acb:
    """``φ(t) − φ(ρt) ψ(t)``: zero for every ``t`` iff ``ρ z + η`` is distributed as ``z``."""
    return phi(law, t) - phi(law, rho * t) * psi(law, t, rho)


def modulus(z: acb) -> arb:
    """``|z|``."""
    return abs(z)


def taylor_gap(moments: Sequence[Fraction], t: Fraction, value: acb) -> arb:
    """``t^{2N} m_{2N}/(2N)! − |value − Σ_{n<2N} (it)ⁿ m_n/n!|``, ``m_{2N}`` the last moment.

    Nonnegative when ``value`` is the characteristic function at ``t`` of a law with these moments
    (Taylor's theorem for ``e^{ix}``: the remainder of order ``k`` is at most ``|x|ᵏ/k!``).
    Raises ``ValueError`` unless the last moment has even order.
    """
    last = len(moments) - 1
    if last % 2:
        raise ValueError("taylor_gap: the last moment must have even order to bound the tail")
    total = acb(0)
    for n in range(last):
        total += acb(0, 1) ** n * ball(t**n * moments[n] / factorial(n))
    return ball(t**last * moments[last] / factorial(last)) - abs(value - total)


def contraction_bound(fourth: Fraction, t: Fraction, rho: Fraction, k: int) -> arb:
    """``ρᵏ t² (√m₄ + ρᵏ|t|)/2``, a bound of ``ρ^{−k} |D(ρᵏ t)|`` for mean 0, variance 1.

    ``|D(u)| = |E[i z (e^{iuz} − 1 − iuz)] + u (φ(u) − 1)| ≤ u² E|z|³/2 + |u|³/2``, and
    ``E|z|³ ≤ √m₄``.
    """
    root = ball(fourth).sqrt()
    return ball(rho**k * t**2) * (root + ball(rho**k * abs(t))) / 2


def deviation_series(moments: Sequence[Fraction], sign: int = -1) -> fmpq_poly:
    """``Δ(s) = M'(s) + sign · s M(s)`` up to the known order, ``M(s) = Σ m_n sⁿ/n!``.

    With ``sign = −1`` this is ``D`` along the imaginary axis: ``D(t) = i Δ(it)``. Truncated to
    degree ``len(moments) − 2``.
    """
    m = generating_series(moments)
    return _truncate(m.derivative() + sign * fmpq_poly([0, 1]) * m, len(moments) - 1)


def generating_series(moments: Sequence[Fraction]) -> fmpq_poly:
    """``Σ m_n sⁿ/n!``."""
    return fmpq_poly([rational(m / factorial(n)) for n, m in enumerate(moments)])


def backward_series(world: ProductWorld, order: int, power: int = 1, sign: int = -1) -> fmpq_poly:
    """``Δ(ρs) N(s) − ρ^power Δ(s)`` as an exact power series up to ``s^{order−1}``.

    ``N`` is the moment generating series of the noise. For ``power = 1``, ``sign = −1`` this is
    :func:`backward_defect` along the imaginary axis; its first coefficient that differs from 0 is
    ``(ρ^{n−1} − ρ) κ_n/(n − 1)!`` at ``s^{n−1}``, where ``n > 2`` is
    the first order with ``κ_n ≠ 0``.
    """
    moments = [world.moment((n,)) for n in range(order + 1)]
    noise = generating_series([world.noise_moment((n,)) for n in range(order + 1)])
    delta = deviation_series(moments, sign)
    squeezed = delta(fmpq_poly([0, rational(world.rho)]))
    return _truncate(squeezed * noise - rational(world.rho**power) * delta, order)


def _along(t: Fraction) -> acb_series:
    return acb_series([acb(ball(t)), acb(1)], prec=2)


def _truncate(poly: fmpq_poly, length: int) -> fmpq_poly:
    return fmpq_poly(poly.coeffs()[:length])
