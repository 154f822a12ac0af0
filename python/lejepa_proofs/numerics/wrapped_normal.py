"""What an angle modulo a whole turn tells of the Gaussian number behind it.

``θ = s z`` with z ~ N(0, 1), and ``f`` the density of ``θ mod 2π``. The best predictor of z from
``θ mod 2π`` is ``E[z | θ] = −s f'(θ)/f(θ)``, and its R² is

    C(s) = E (E[z | θ mod 2π])² = s² ∫ f'²/f,

s² times the Fisher information of the wrapped normal law. Two routes: ``f`` as a sum over turns,
and as a Fourier series (Poisson summation turns one into the other).
"""

from __future__ import annotations

from collections.abc import Callable

from flint import acb, arb, fmpq

from lejepa_proofs.numerics.enclosure import ball, rational
from lejepa_proofs.numerics.verdict import Exact

SMALLEST, LARGEST = fmpq(1, 2), fmpq(2)
HEIGHT = 2
"""Integrands are evaluated where |Im θ| ≤ 2 and |Re θ| ≤ 2π."""
TURNS, WAVES = 8, 27
"""What is left out of either series is below e^{−300} there.

A turn |k| > 8 has |Re θ + 2πk| ≥ 16π > 50, so its terms are at most (59/s)e^{−(50² − 2²)/2s²};
with s ≤ 2 they are below e^{−308}, and they fall by more than half from one to the next. A wave
m > 27 has 2m e^{−m²s²/2 + 2m} ≤ e^{−331} at s ≥ 1, falling likewise. For smaller s the waves
cancel too much off the real line, so that route starts at s = 1.
"""


def _spread(s: Exact, smallest: fmpq) -> arb:
    q = rational(s)
    if not smallest <= q <= LARGEST:
        raise ValueError(f"spread {q}; the bounds on the series hold from {smallest} to {LARGEST}")
    return ball(q)


def _rest() -> acb:
    tail = (-ball(300)).exp()
    both = tail.union(-tail)
    return acb(both, both)


def _circle(integrand: Callable[[acb], acb]) -> arb:
    """∫_{−π}^{π}, with the integrand unbounded outside the strip where its series is."""

    def guarded(theta: acb, _analytic: bool) -> acb:
        inside = bool(abs(theta.imag) <= HEIGHT) and bool(abs(theta.real) <= 2 * arb.pi())
        return integrand(theta) if inside else acb("nan")

    value: arb = acb.integral(guarded, -arb.pi(), arb.pi()).real
    return value


def ceiling_by_turns(s: Exact) -> arb:
    """C(s) as ``∫ (Σ_k t_k φ(t_k))²/Σ_k φ(t_k) dθ/s`` with ``t_k = (θ + 2πk)/s``.

    Raises ``ValueError`` unless 1/2 ≤ s ≤ 2.
    """
    spread = _spread(s, SMALLEST)

    def integrand(theta: acb) -> acb:
        weight, moment = _rest(), _rest()
        for k in range(-TURNS, TURNS + 1):
            t = (theta + 2 * k * arb.pi()) / spread
            density = (-(t * t) / 2).exp()
            weight += density
            moment += t * density
        return moment * moment / weight

    return _circle(integrand) / (spread * (2 * arb.pi()).sqrt())


def ceiling_by_waves(s: Exact) -> arb:
    """C(s) as ``s² ∫ f'²/f`` with ``2π f = 1 + 2 Σ_m e^{−m²s²/2} cos mθ``.

    Raises ``ValueError`` unless 1 ≤ s ≤ 2.
    """
    spread = _spread(s, fmpq(1))
    damping = [(-((spread * m) ** 2) / 2).exp() for m in range(WAVES + 1)]

    def integrand(theta: acb) -> acb:
        density, slope = 1 + _rest(), _rest()
        wave = (theta * acb(0, 1)).exp()
        back = 1 / wave
        up, down = acb(1), acb(1)
        for m in range(1, WAVES + 1):
            up, down = up * wave, down * back
            density += damping[m] * (up + down)
            slope += m * damping[m] * acb(0, 1) * (up - down)
        return slope * slope / density

    return spread * spread * _circle(integrand) / (2 * arb.pi())
