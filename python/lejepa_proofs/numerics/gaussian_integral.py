"""Gaussian expectations of one variable that are not read off a table of moments, in balls.

X is a standard Gaussian, p a polynomial with rational coefficients (``flint.fmpq_poly``).
"""

from __future__ import annotations

import math

from flint import acb, arb, arb_poly, fmpq, fmpq_poly

from lejepa_proofs.numerics.enclosure import ball
from lejepa_proofs.numerics.hermite import gaussian_moment


def integral_expectation(p: fmpq_poly, half_width: int) -> arb:
    """E p(X) by rigorous integration over [−R, R] plus a bound on the rest, R = half_width.

    E|X|^k 1{|X| > R} = 2^{k/2} Γ((k+1)/2, R²/2) / √π, summed with the |p_k|. Raises
    ``ValueError`` when R < 1.
    """
    if half_width < 1:
        raise ValueError(f"half width {half_width} is not positive; pass R >= 1")
    poly = arb_poly(p)

    def integrand(z: acb, analytic: bool) -> acb:
        del analytic  # entire
        return acb(poly(z)) * (-z * z / 2).exp()

    inner = acb.integral(integrand, acb(-half_width), acb(half_width)).real
    outer = arb(0)
    for k, c in enumerate(p.coeffs()):
        outer += abs(ball(c)) * _tail_moment(k, half_width)
    return inner / (2 * arb.pi()).sqrt() + outer.union(-outer)


def _tail_moment(k: int, half_width: int) -> arb:
    cut = ball(fmpq(half_width * half_width, 2))
    return arb(2) ** ball(fmpq(k, 2)) * cut.gamma_upper(ball(fmpq(k + 1, 2))) / arb.pi().sqrt()


def shifted_expectation(p: fmpq_poly) -> fmpq_poly:
    """The polynomial t ↦ E p(X + t) = e^{−t²/2} E[e^{tX} p(X)].

    x^k ↦ Σ_j C(k,2j) (2j−1)!! t^{k−2j}; for He_n it is tⁿ (claim ``hermite-completeness``).
    """
    image = [fmpq(0)] * max(p.length(), 1)
    for k, c in enumerate(p.coeffs()):
        for j in range(k // 2 + 1):
            image[k - 2 * j] += c * math.comb(k, 2 * j) * gaussian_moment(2 * j)
    return fmpq_poly(image)


def absolute_expectation(p: fmpq_poly) -> fmpq:
    """The rational q with E[|X| p(X)] = √(2/π) q.

    From E|X|^{2j+1} = √(2/π) 2^j j!; odd powers vanish.
    """
    total = fmpq(0)
    for k, c in enumerate(p.coeffs()):
        if k % 2 == 0:
            total += c * 2 ** (k // 2) * math.factorial(k // 2)
    return total
