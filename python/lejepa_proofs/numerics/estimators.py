"""Confidence intervals with a stated error probability (the fourth rung).

Every interval is two-sided, contains the true value with probability at least 1 − alpha for
every n, and has its ends rounded outwards.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from flint import arb, fmpz

from lejepa_proofs.numerics.enclosure import ball, hull, working_precision
from lejepa_proofs.numerics.verdict import Exact, as_fraction, float_down, float_up

_BITS = 128


@dataclass(frozen=True)
class Interval:
    """[lower, upper] ∋ the true value with probability ≥ 1 − alpha, from n samples."""

    lower: float
    upper: float
    alpha: float
    n: int

    def ball(self) -> arb:
        """The interval as a ball, for a tally."""
        return hull(Fraction(self.lower), Fraction(self.upper))

    def __contains__(self, x: Exact) -> bool:
        return Fraction(self.lower) <= as_fraction(x) <= Fraction(self.upper)


def _checked(alpha: float, n: int, least: int) -> None:
    if not 0 < alpha < 1:
        raise ValueError(f"alpha = {alpha}; the error probability lies strictly between 0 and 1")
    if n < least:
        raise ValueError(f"{n} samples; this interval needs at least {least}")


def _clipped(centre: arb, radius: arb, alpha: float, n: int) -> Interval:
    lower, upper = float_down(centre - radius), float_up(centre + radius)
    return Interval(max(lower, 0.0), min(upper, 1.0), alpha, n)


def _unit(samples: Sequence[Exact]) -> list[Fraction]:
    values = [as_fraction(x) for x in samples]
    if values and not (min(values) >= 0 and max(values) <= 1):
        raise ValueError("samples outside [0, 1]; rescale them by their known range")
    return values


def hoeffding_radius(n: int, alpha: float) -> arb:
    """√(ln(2/α) / 2n) (Hoeffding 1963), a ball; raises ``ValueError`` for α ∉ (0,1) or n < 1."""
    _checked(alpha, n, 1)
    with working_precision(_BITS):
        return ((arb(2) / arb(alpha)).log() / (2 * n)).sqrt()


def hoeffding(samples: Sequence[Exact], alpha: float) -> Interval:
    """Mean ± √(ln(2/α) / 2n) for independent samples in [0, 1].

    Raises ``ValueError`` for α ∉ (0,1), no samples, or a sample outside [0, 1].
    """
    values = _unit(samples)
    radius = hoeffding_radius(len(values), alpha)
    with working_precision(_BITS):
        mean = ball(sum(values, Fraction(0)) / len(values))
        return _clipped(mean, radius, alpha, len(values))


def empirical_bernstein_radius(variance: Exact, n: int, alpha: float) -> arb:
    """√(2 V ln(4/α) / n) + 7 ln(4/α) / (3(n−1)) for a sample variance V, a ball.

    V is at most n/(4(n−1)) for numbers in [0, 1], which bounds the radius before the samples
    are seen. Raises ``ValueError`` for α ∉ (0,1) or n < 2.
    """
    _checked(alpha, n, 2)
    with working_precision(_BITS):
        log = (arb(4) / arb(alpha)).log()
        return (2 * ball(variance) * log / n).sqrt() + 7 * log / (3 * (n - 1))


def empirical_bernstein(samples: Sequence[Exact], alpha: float) -> Interval:
    """Mean ± [√(2 V ln(4/α) / n) + 7 ln(4/α) / (3(n−1))], V the unbiased sample variance.

    Maurer and Pontil (2009), Theorem 4, once on each side with α/2; independent samples in
    [0, 1]. Raises ``ValueError`` for α ∉ (0,1), n < 2, or a sample outside [0, 1].
    """
    values = _unit(samples)
    n = len(values)
    _checked(alpha, n, 2)
    mean = sum(values, Fraction(0)) / n
    variance = (sum((x * x for x in values), Fraction(0)) - n * mean * mean) / (n - 1)
    radius = empirical_bernstein_radius(variance, n, alpha)
    with working_precision(_BITS):
        return _clipped(ball(mean), radius, alpha, n)


def binomial_tail(k: int, n: int, p: Exact) -> arb:
    """P(X ≥ k) for X ~ Bin(n, p), a ball."""
    with working_precision(_BITS):
        q = ball(p)
        terms = (
            arb(fmpz.bin_uiui(n, j)) * q**j * (1 - q) ** (n - j) for j in range(max(k, 0), n + 1)
        )
        return sum(terms, arb(0))


def clopper_pearson(successes: int, n: int, alpha: float) -> Interval:
    """The exact interval for a success probability (Clopper and Pearson 1934).

    Its ends are the Beta(k, n−k+1) and Beta(k+1, n−k) quantiles at α/2 and 1 − α/2. They are
    found in doubles, then moved outwards until balls certify P(X ≥ k | lower) ≤ α/2 and
    P(X ≤ k | upper) ≤ α/2. Raises ``ValueError`` for α ∉ (0,1), n < 1 or k ∉ {0, …, n}.
    """
    _checked(alpha, n, 1)
    if not 0 <= successes <= n:
        raise ValueError(f"{successes} successes out of {n}; give a number from 0 to {n}")
    from scipy.special import betaincinv  # here: `audit` and `claims` need not wait for it

    k, half = successes, arb(alpha) / 2
    lower, upper, widen = 0.0, 1.0, 2.0**-50
    if k > 0:
        lower = float(betaincinv(k, n - k + 1, alpha / 2))
        while not binomial_tail(k, n, Fraction(lower)) <= half:
            lower, widen = max(lower * (1 - widen), 0.0), 2 * widen
    widen = 2.0**-50
    if k < n:
        upper = float(betaincinv(k + 1, n - k, 1 - alpha / 2))
        while not binomial_tail(n - k, n, 1 - Fraction(upper)) <= half:
            upper, widen = min(1 - (1 - upper) * (1 - widen), 1.0), 2 * widen
    return Interval(lower, upper, alpha, n)


def dkw_radius(n: int, alpha: float) -> arb:
    """√(ln(2/α) / 2n): sup_x |F_n(x) − F(x)| is below it with probability ≥ 1 − α.

    Dvoretzky, Kiefer and Wolfowitz (1956) with Massart's constant (1990), a ball.
    """
    return hoeffding_radius(n, alpha)


def dkw(samples: Sequence[Exact], x: Exact, alpha: float) -> Interval:
    """The DKW band at x: F_n(x) ± √(ln(2/α) / 2n) contains F(x) for all x at once.

    Raises ``ValueError`` for α ∉ (0,1) or no samples.
    """
    radius = dkw_radius(len(samples), alpha)
    below = sum(1 for each in samples if as_fraction(each) <= as_fraction(x))
    with working_precision(_BITS):
        return _clipped(ball(Fraction(below, len(samples))), radius, alpha, len(samples))
