"""Densities on the line with an affine score: (log p)'(x) = a x + b.

a is called the slope, b the intercept.
"""

from __future__ import annotations

import math

from flint import acb, arb, fmpq

from lejepa_proofs.numerics.enclosure import ball, rational
from lejepa_proofs.numerics.hermite import gaussian_moment
from lejepa_proofs.numerics.verdict import Exact


def score_moments(slope: Exact, intercept: Exact, count: int) -> list[fmpq]:
    """The moments m_0, …, m_{count−1} forced by the score, m_0 = 1.

    0 = ∫ (x^k p)' = k m_{k−1} + a m_{k+1} + b m_k, for a density with all moments. For a > 0 they
    give the variance −1/a < 0, so there is no such density. Raises ``ValueError`` when a = 0.
    Claim ``affine-score``.
    """
    a, b = rational(slope), rational(intercept)
    if a == 0:
        raise ValueError("slope 0 determines no moments; pass a slope other than 0")
    moments = [fmpq(1)]
    for k in range(count - 1):
        below = k * moments[k - 1] if k else fmpq(0)
        moments.append(-(below + b * moments[k]) / a)
    return moments[:count]


def normal_moments(mean: Exact, variance: Exact, count: int) -> list[fmpq]:
    """The moments E(m + √v X)^k = Σ_j C(k,2j) m^{k−2j} v^j (2j−1)!! for k < count."""
    m, v = rational(mean), rational(variance)
    moments = []
    for k in range(count):
        total = fmpq(0)
        for j in range(k // 2 + 1):
            total += math.comb(k, 2 * j) * gaussian_moment(2 * j) * m ** (k - 2 * j) * v**j
        moments.append(total)
    return moments


def window_mass(slope: Exact, intercept: Exact, low: Exact, high: Exact) -> arb:
    """∫_low^high exp(a x²/2 + b x) dx by rigorous integration."""
    a, b = ball(slope), ball(intercept)

    def integrand(x: acb, analytic: bool) -> acb:
        del analytic  # entire
        return (a * x * x / 2 + b * x).exp()

    return acb.integral(integrand, acb(ball(low)), acb(ball(high))).real


def total_mass(slope: Exact, intercept: Exact, half_width: Exact) -> arb:
    """∫ exp(a x²/2 + b x) dx for a < 0: the window of half width R around −b/a, and the rest.

    With v = −1/a and m = b v the integrand is e^{m²/(2v)} e^{−(x−m)²/(2v)}, and
    ∫_R^∞ e^{−u²/(2v)} du ≤ (v/R) e^{−R²/(2v)}. Raises ``ValueError`` unless a < 0 < R.
    """
    a, b, r = rational(slope), rational(intercept), rational(half_width)
    if not (a < 0 < r):
        raise ValueError(f"the mass is finite for a < 0 and a window R > 0; got a = {a}, R = {r}")
    variance = -1 / a
    center = b * variance
    inner = window_mass(a, b, center - r, center + r)
    height = ball((center * center - r * r) / (2 * variance)).exp()
    return inner + (2 * ball(variance / r) * height).union(arb(0))
