"""The Ornstein–Uhlenbeck operator T_ρ f(x) = E f(ρx + sX), s² = 1 − ρ², and Mehler's kernel.

(X, Y) is a standard Gaussian pair of correlation ρ. Exact on polynomials (``flint.fmpq_poly``);
balls for the kernel.
"""

from __future__ import annotations

import math
from functools import lru_cache

from flint import arb, ctx, fmpq, fmpq_poly, fmpq_series

from lejepa_proofs.numerics.enclosure import ball, rational
from lejepa_proofs.numerics.hermite import gaussian_moment, hermite_values
from lejepa_proofs.numerics.verdict import Exact


def require_correlation(rho: Exact) -> fmpq:
    """``rho`` as a rational. Raises ``ValueError`` unless −1 ≤ ρ ≤ 1."""
    value = rational(rho)
    if not -1 <= value <= 1:
        raise ValueError(f"correlation {value} is outside [-1, 1]; pass one inside")
    return value


def ornstein_uhlenbeck(p: fmpq_poly, rho: Exact) -> fmpq_poly:
    """T_ρ p for a polynomial p: x^k ↦ Σ_j C(k,2j) (ρx)^{k−2j} (1−ρ²)^j (2j−1)!!.

    Raises ``ValueError`` when |ρ| > 1. Claim ``hermite-ou-eigen``.
    """
    r = require_correlation(rho)
    noise = 1 - r * r
    image = [fmpq(0)] * max(p.length(), 1)
    for k, c in enumerate(p.coeffs()):
        for j in range(k // 2 + 1):
            weight = math.comb(k, 2 * j) * gaussian_moment(2 * j)
            image[k - 2 * j] += c * weight * r ** (k - 2 * j) * noise**j
    return fmpq_poly(image)


@lru_cache(maxsize=8192)
def _joint_moment(a: int, b: int, rho: fmpq) -> fmpq:
    if a == 0:
        return fmpq(gaussian_moment(b))
    total = fmpq(0)
    if a > 1:
        total += (a - 1) * _joint_moment(a - 2, b, rho)
    if b:
        total += b * rho * _joint_moment(a - 1, b - 1, rho)
    return total


def joint_moment(a: int, b: int, rho: Exact) -> fmpq:
    """E[X^a Y^b] by Stein's identity: (a−1) E[X^{a−2} Y^b] + b ρ E[X^{a−1} Y^{b−1}].

    Raises ``ValueError`` for a negative exponent or |ρ| > 1.
    """
    if a < 0 or b < 0:
        raise ValueError(f"moment ({a}, {b}) has a negative exponent; pass exponents >= 0")
    return _joint_moment(a, b, require_correlation(rho))


def joint_expectation(p: fmpq_poly, q: fmpq_poly, rho: Exact) -> fmpq:
    """E[p(X) q(Y)], exactly, from :func:`joint_moment`. Claim ``mehler``."""
    total = fmpq(0)
    for a, left in enumerate(p.coeffs()):
        for b, right in enumerate(q.coeffs()):
            if left != 0 and right != 0:
                total += left * right * joint_moment(a, b, rho)
    return total


def kernel(x: Exact | arb, y: Exact | arb, rho: Exact) -> arb:
    """Mehler's kernel (1−ρ²)^{−1/2} exp(−(ρ²(x²+y²) − 2ρxy) / (2(1−ρ²))), in a ball.

    The density of (X, Y) relative to that of two independent standard Gaussians. Raises
    ``ValueError`` unless −1 < ρ < 1.
    """
    r = _require_open(rho)
    u, v = ball(x), ball(y)
    noise = ball(1 - r * r)
    exponent = (ball(r * r) * (u * u + v * v) - 2 * ball(r) * u * v) / (2 * noise)
    return (-exponent).exp() / noise.sqrt()


def kernel_series(x: Exact, y: Exact, order: int) -> fmpq_series:
    """Mehler's closed form at rational (x, y) as a power series in ρ, exact below ρ^order.

    Its coefficient of ρⁿ is He_n(x) He_n(y) / n! (claim ``mehler``).
    """
    u, v = rational(x), rational(y)
    before = ctx.cap
    ctx.cap = order
    try:
        noise = fmpq_series([1, 0, -1], prec=order)
        quadratic = fmpq_series([0, -2 * u * v, u * u + v * v], prec=order)
        return (-quadratic / (2 * noise)).exp() * noise.rsqrt()
    finally:
        ctx.cap = before


def kernel_partial_sum(x: Exact | arb, y: Exact | arb, rho: Exact, count: int) -> arb:
    """Σ_{n<count} (ρⁿ/n!) He_n(x) He_n(y), in a ball."""
    total, weight, r = arb(0), arb(1), ball(rho)
    values = zip(hermite_values(x, count), hermite_values(y, count), strict=True)
    for n, (left, right) in enumerate(values):
        total += weight * left * right
        weight = weight * r / (n + 1)
    return total


def kernel_tail(x: Exact | arb, y: Exact | arb, rho: Exact, count: int) -> arb:
    """The bound e^{(x²+y²)/2} |ρ|^count / (1−|ρ|) on |Σ_{n≥count} (ρⁿ/n!) He_n(x) He_n(y)|.

    From |He_n(x)| ≤ √(n!) e^{x²/2} (:func:`~lejepa_proofs.numerics.hermite.hermite_bound`).
    Raises ``ValueError`` unless −1 < ρ < 1.
    """
    size = abs(ball(_require_open(rho)))
    u, v = ball(x), ball(y)
    return ((u * u + v * v) / 2).exp() * size**count / (1 - size)


def kernel_trace_squared(rho: Exact) -> fmpq:
    """(∫ K(x,x) dγ)², from the closed form of the kernel K and ∫ e^{−cx²} dγ = (1+2c)^{−1/2}.

    K(x,x) = (1−ρ²)^{−1/2} e^{−cx²} with c = (ρ²−ρ)/(1−ρ²). Claim ``mehler-summability``: the value
    is (Σ ρⁿ)². Raises ``ValueError`` unless −1 < ρ < 1.
    """
    r = _require_open(rho)
    noise = 1 - r * r
    return 1 / (noise * (1 + 2 * (r * r - r) / noise))


def kernel_square_norm_squared(rho: Exact) -> fmpq:
    """(∬ K² dγ dγ)², from the closed form and ∬ e^{−⟨z,Cz⟩/2} dγ dγ = det(I+C)^{−1/2}.

    K² = (1−ρ²)^{−1} e^{−⟨z,Cz⟩/2} with C = 2/(1−ρ²) [[ρ², −ρ], [−ρ, ρ²]]. Claim
    ``mehler-summability``: the value is (Σ ρ^{2n})². Raises ``ValueError`` unless −1 < ρ < 1.
    """
    r = _require_open(rho)
    noise = 1 - r * r
    diagonal, off = 1 + 2 * r * r / noise, -2 * r / noise
    return 1 / (noise * noise * (diagonal * diagonal - off * off))


def trace_partial_sum(rho: Exact, dimension: int, count: int) -> arb:
    """Σ_{k<count} C(k+n−1, n−1) ρ^k, in a ball: eigenvalues of T_ρ on L²(N(0, I_n)) by degree.

    C(k+n−1, n−1) is the number of multi-indices of degree k in n variables. Raises
    ``ValueError`` unless −1 < ρ < 1 and n ≥ 1.
    """
    r = ball(_require_open(rho))
    _require_dimension(dimension)
    total, power = arb(0), arb(1)
    for k in range(count):
        total += math.comb(k + dimension - 1, dimension - 1) * power
        power *= r
    return total


def trace_tail(rho: Exact, dimension: int, count: int) -> arb:
    """A bound on |Σ_{k≥count} C(k+n−1, n−1) ρ^k|.

    The ratios of the terms are |ρ| (k+n)/(k+1), nonincreasing in k, so the sum is at most its
    first term over 1 minus the first ratio. Raises ``ValueError`` when that ratio is not below 1.
    """
    size = abs(ball(_require_open(rho)))
    _require_dimension(dimension)
    ratio = size * (count + dimension) / (count + 1)
    if not bool(ratio < 1):
        raise ValueError(f"the tail from degree {count} is not geometric yet; take more terms")
    return math.comb(count + dimension - 1, dimension - 1) * size**count / (1 - ratio)


def _require_dimension(dimension: int) -> None:
    if dimension < 1:
        raise ValueError(f"dimension {dimension} is not positive; pass n >= 1")


def _require_open(rho: Exact) -> fmpq:
    r = require_correlation(rho)
    if r * r == 1:
        raise ValueError(f"correlation {r} has no kernel; pass -1 < rho < 1")
    return r
