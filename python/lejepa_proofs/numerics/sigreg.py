"""SIGReg along one slice, in balls: the statistic, its mean under the null, its full-line form.

For samples x_1, …, x_n with empirical characteristic function φ̂,
T = n Σ_k w_k |φ̂(t_k) − e^{−t_k²/2}|², at 17 uniform knots on [0, 3]. The weights are those of
the trapezoid rule on [0, 3], doubled because the integrand is even, times e^{−t²/2}:
w_k = 2·(3/16)·e^{−t_k²/2}, halved at both ends.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from itertools import pairwise

from flint import acb, arb

from lejepa_proofs.numerics.enclosure import ball

KNOTS: tuple[Fraction, ...] = tuple(Fraction(3 * k, 16) for k in range(17))
STEP = Fraction(3, 16)


def gauss(t: arb) -> arb:
    """e^{−t²/2}: the characteristic function of N(0,1), and SIGReg's weight."""
    return (-(t * t) / 2).exp()


def weights() -> tuple[arb, ...]:
    """The w_k."""
    ends = (0, len(KNOTS) - 1)
    return tuple(
        ball(STEP if k in ends else 2 * STEP) * gauss(ball(t)) for k, t in enumerate(KNOTS)
    )


def statistic(samples: Sequence[Fraction]) -> arb:
    """T at the knots; raises ``ValueError`` without samples."""
    n = _count(samples)
    result = arb(0)
    for t, w in zip(KNOTS, weights(), strict=True):
        angles = [ball(t * x) for x in samples]
        real = sum((a.cos() for a in angles), arb(0)) / n - gauss(ball(t))
        imaginary = sum((a.sin() for a in angles), arb(0)) / n
        # a product, because flint's power of a ball around zero is not finite
        result += n * w * (real * real + imaginary * imaginary)
    return result


def statistic_by_pairs(samples: Sequence[Fraction]) -> arb:
    """T from the double sum over samples, integrated segment by segment.

    n|φ̂ − φ|² = (1/n) Σ_ij cos t(x_i − x_j) − 2φ Σ_i cos t x_i + nφ².
    """
    n = _count(samples)

    def integrand(t: Fraction) -> arb:
        phi = gauss(ball(t))
        pairs = sum((ball(t * (x - y)).cos() for x in samples for y in samples), arb(0))
        singles = sum((ball(t * x).cos() for x in samples), arb(0))
        return phi * (pairs / n - 2 * phi * singles + n * phi**2)

    return trapezoid(integrand)


def trapezoid(integrand: Callable[[Fraction], arb]) -> arb:
    """Twice the integral over [0, 3] of the polygon through the knots, segment by segment."""
    ends = pairwise((t, integrand(t)) for t in KNOTS)
    return sum((ball(right - left) * (a + b) for (left, a), (right, b) in ends), arb(0))


def null_mean(pair_correlation: Fraction = Fraction(0)) -> arb:
    """E T = Σ_k w_k (1 − e^{−t_k²}) for independent N(0,1) samples (``sigreg-null-mean``).

    When the samples come in pairs of correlation r, as two views do, each term gains
    e^{−t²(1−r)} − e^{−t²} (``correction-view-floor``).
    """
    r = ball(pair_correlation)
    result = arb(0)
    for t, w in zip(KNOTS, weights(), strict=True):
        square = ball(t) ** 2
        pair = (-square * (1 - r)).exp() - (-square).exp()
        result += w * (1 - (-square).exp() + pair)
    return result


def cosine_mean(t: arb) -> arb:
    """E cos(tX), X ~ N(0,1), by integration over [−14, 14]; the tail is at most erfc(14/√2)."""

    def integrand(x: acb, _analytic: bool) -> acb:
        return (-(x * x) / 2).exp() * (x * acb(t)).cos()

    body: arb = acb.integral(integrand, -14, 14).real / (2 * arb.pi()).sqrt()
    tail = (14 / arb(2).sqrt()).erfc()
    return body + tail.union(-tail)


def null_mean_expanded(n: int, pair_correlation: Fraction = Fraction(0)) -> arb:
    """E T for n samples, from the double sum and integrated cosines.

    x_i − x_j is N(0, 2) for independent samples and N(0, 2(1−r)) for the two of a pair. Raises
    ``ValueError`` for n < 1, or n odd when r ≠ 0.
    """
    if n < 1 or (pair_correlation and n % 2):
        raise ValueError(f"{n} samples; give a positive number, even when samples come in pairs")
    partners = n if pair_correlation else 0

    def integrand(t: Fraction) -> arb:
        phi = gauss(ball(t))
        apart = cosine_mean(ball(t) * arb(2).sqrt())
        pair = (
            cosine_mean(ball(t) * (2 * ball(1 - pair_correlation)).sqrt()) if partners else arb(0)
        )
        total = n + partners * pair + (n * (n - 1) - partners) * apart
        return phi * (total / n - 2 * phi * n * cosine_mean(ball(t)) + n * phi**2)

    return trapezoid(integrand)


def full_line_statistic(samples: Sequence[Fraction]) -> arb:
    """n ∫_ℝ e^{−t²/2}|φ̂(t) − e^{−t²/2}|² dt in closed form (``sigreg-null-mean``).

    n [√(2π) mean_ij e^{−(x_i−x_j)²/2} − 2√π mean_i e^{−x_i²/4} + √(2π/3)]. Raises
    ``ValueError`` without samples.
    """
    n = _count(samples)
    pairs = sum((gauss(ball(x - y)) for x in samples for y in samples), arb(0)) / n**2
    singles = sum(((-(ball(x) ** 2) / 4).exp() for x in samples), arb(0)) / n
    pi = arb.pi()
    return n * ((2 * pi).sqrt() * pairs - 2 * pi.sqrt() * singles + (2 * pi / 3).sqrt())


def full_line_by_integration(samples: Sequence[Fraction]) -> arb:
    """The same integral by integration over [−14, 14].

    |φ̂ − φ|² ≤ 4, so the tail is at most 4n√(2π) erfc(14/√2).
    """
    n = _count(samples)

    def integrand(t: acb, _analytic: bool) -> acb:
        phi = (-(t * t) / 2).exp()
        angles = [t * acb(ball(x)) for x in samples]
        real = sum((a.cos() for a in angles), acb(0)) / n - phi
        imaginary = sum((a.sin() for a in angles), acb(0)) / n
        return phi * (real * real + imaginary * imaginary)

    body: arb = acb.integral(integrand, -14, 14).real
    tail = 4 * (2 * arb.pi()).sqrt() * (14 / arb(2).sqrt()).erfc()
    return n * (body + tail.union(arb(0)))


def _count(samples: Sequence[Fraction]) -> int:
    if not samples:
        raise ValueError("no samples; give at least one")
    return len(samples)
