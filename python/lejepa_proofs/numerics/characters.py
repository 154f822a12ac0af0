"""Characters ``e_t(z) = exp(i⟨t, z⟩)`` under N(0, I_n) and the pair: balls for the key inequality.

``⟪f, g⟫ = E[conj f · g]`` and ``B(f, g) = E[conj f(z) · g(z')]``. Frequencies and coefficients
are rational; values are balls at the working precision.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import comb, factorial

from flint import acb, arb, fmpq

from lejepa_proofs.numerics.enclosure import ball, hull, rational
from lejepa_proofs.numerics.gaussian import correlation, moment, pair_moment
from lejepa_proofs.numerics.verdict import Exact

Frequency = tuple[fmpq, ...]
"""A vector ``t`` of ℝⁿ with rational coordinates."""


def dot(s: Sequence[fmpq], t: Sequence[fmpq]) -> fmpq:
    """``⟨s, t⟩``; raises ``ValueError`` for different lengths."""
    return sum((a * b for a, b in zip(s, t, strict=True)), fmpq(0))


def character_mean(t: Frequency) -> arb:
    """``E e_t = e^{−|t|²/2}``."""
    return ball(-dot(t, t) / 2).exp()


def character_inner(s: Frequency, t: Frequency) -> arb:
    """``⟪e_s, e_t⟫ = exp(−|s|²/2 − |t|²/2 + ⟨s, t⟩)``."""
    return character_correlation(s, t, 1)


def character_correlation(s: Frequency, t: Frequency, rho: Exact) -> arb:
    """``B(e_s, e_t) = exp(−|s|²/2 − |t|²/2 + ρ⟨s, t⟩)``."""
    return ball(-(dot(s, s) + dot(t, t)) / 2 + correlation(rho) * dot(s, t)).exp()


def character_first_moment(t: Frequency, j: int) -> acb:
    """``E[z_j e_t] = i t_j e^{−|t|²/2}``."""
    return acb(0, ball(t[j]) * character_mean(t))


def character_correlation_by_series(s: Frequency, t: Frequency, rho: Exact, order: int) -> arb:
    """``B(e_s, e_t)`` from moments of the pair: the other route.

    Coordinates are independent, and for one of them ``E e^{iu}``, ``u = t z' − s z``, is its
    Taylor polynomial below the even ``order`` with a remainder of at most ``E u^order / order!``.

    Raises ``ValueError`` for an odd or nonpositive order.
    """
    if order < 2 or order % 2:
        raise ValueError(f"order {order}: take an even one, at least 2")
    r = correlation(rho)
    product = ball(1)
    for a, b in zip(s, t, strict=True):
        value = fmpq(0)
        for k in range(0, order, 2):
            value += fmpq((-1) ** (k // 2), factorial(k)) * _combination_moment(a, b, r, k)
        remainder = _combination_moment(a, b, r, order) / factorial(order)
        product *= hull(value - remainder, value + remainder)
    return product


def _combination_moment(a: fmpq, b: fmpq, rho: fmpq, k: int) -> fmpq:
    """``E (b x' − a x)^k`` for one coordinate of the pair."""
    total = fmpq(0)
    for m in range(k + 1):
        total += comb(k, m) * b**m * (-a) ** (k - m) * pair_moment(k - m, m, rho)
    return total


def character_first_moment_by_series(t: Frequency, j: int, order: int) -> acb:
    """``E[z_j e_t]`` from Gaussian moments, the Taylor remainder included: the other route."""
    zero = tuple(fmpq(0) for _ in t)
    others = tuple(fmpq(0) if i == j else x for i, x in enumerate(t))
    rest = character_correlation_by_series(zero, others, 1, order)
    x, value = t[j], fmpq(0)
    for k in range(1, order, 2):
        value += fmpq((-1) ** (k // 2), factorial(k)) * x**k * moment(k + 1)
    bound = abs(x) ** (order + 1) / factorial(order + 1) * moment(order + 2)
    return acb(0, hull(value - bound, value + bound) * rest)


@dataclass(frozen=True)
class CharacterSum:
    """``f = Σ_k c_k e_{t_k}`` with ``c_k = a_k + i b_k`` given as ``(a_k, b_k)``.

    Raises ``ValueError`` unless there are as many coefficients as frequencies, at least one, all
    frequencies in the same dimension.
    """

    frequencies: tuple[Frequency, ...]
    coefficients: tuple[tuple[fmpq, fmpq], ...]

    def __post_init__(self) -> None:
        if not self.frequencies or len(self.frequencies) != len(self.coefficients):
            raise ValueError(
                f"{len(self.coefficients)} coefficients for {len(self.frequencies)} frequencies; "
                "give one each, at least one"
            )
        if len({len(t) for t in self.frequencies}) > 1:
            raise ValueError("frequencies of different dimensions; use one dimension")

    @property
    def n(self) -> int:
        """The dimension of the latents."""
        return len(self.frequencies[0])

    def pairs(self) -> Iterator[tuple[Frequency, Frequency, fmpq]]:
        """``(t_k, t_l, Re conj(c_k) c_l)`` for all ``k, l``; the imaginary parts cancel in sums
        of symmetric numbers."""
        items = list(zip(self.frequencies, self.coefficients, strict=True))
        for s, (a, b) in items:
            for t, (c, d) in items:
                yield s, t, a * c + b * d


def real_wave(
    frequencies: Sequence[Frequency], amplitudes: Sequence[tuple[fmpq, fmpq]]
) -> CharacterSum:
    """The real function ``Σ_k a_k cos⟨t_k, z⟩ + b_k sin⟨t_k, z⟩`` as a character sum.

    ``amplitudes`` are the ``(a_k, b_k)``; raises ``ValueError`` as :class:`CharacterSum` does.
    """
    opposite = [tuple(-x for x in t) for t in frequencies]
    plus = [(a / 2, -b / 2) for a, b in amplitudes]
    minus = [(a / 2, b / 2) for a, b in amplitudes]
    return CharacterSum((*frequencies, *opposite), (*plus, *minus))


def norm_sq(f: CharacterSum) -> arb:
    """``‖f‖² = E|f|²``."""
    return correlation_form(f, 1)


def correlation_form(f: CharacterSum, rho: Exact) -> arb:
    """``Re B(f, f)``."""
    return sum((w * character_correlation(s, t, rho) for s, t, w in f.pairs()), ball(0))


def mean_sq(f: CharacterSum) -> arb:
    """``|E f|²``."""
    value = _weighted_sum(f, [acb(character_mean(t)) for t in f.frequencies])
    return _abs_sq(value)


def linear_energy(f: CharacterSum) -> arb:
    """``Σ_j |E[z_j f]|²``."""
    total = ball(0)
    for j in range(f.n):
        moments = [character_first_moment(t, j) for t in f.frequencies]
        total += _abs_sq(_weighted_sum(f, moments))
    return total


def _weighted_sum(f: CharacterSum, values: list[acb]) -> acb:
    pairs = zip(f.coefficients, values, strict=True)
    return sum((acb(ball(a), ball(b)) * value for (a, b), value in pairs), acb(0))


def _abs_sq(x: acb) -> arb:
    return x.real * x.real + x.imag * x.imag  # arb ** 2 is nan on balls around 0


def key_right_side(f: CharacterSum, rho: Exact) -> arb:
    """``ρ²‖f‖² + (1−ρ²)|E f|² + (ρ−ρ²) Σ_j |E[z_j f]|²``, the bound of the key inequality."""
    r = correlation(rho)
    square = r * r
    return (
        ball(square) * norm_sq(f)
        + ball(1 - square) * mean_sq(f)
        + ball(r - square) * linear_energy(f)
    )


def character_degree_energy(f: CharacterSum, d: int) -> arb:
    """The energy of ``f`` in Hermite degree ``d``, manifestly nonnegative.

    ``Σ_{|α|=d} |Σ_k c_k e^{−|t_k|²/2} t_k^α|² / α!``: ``e_t`` has the Hermite coefficient
    ``i^d t^α e^{−|t|²/2}/α!`` at ``He_α``.
    """
    total = ball(0)
    for index in _indices(f.n, d):
        values, weight = [], 1
        for k in index:
            weight *= factorial(k)
        for t in f.frequencies:
            power = fmpq(1)
            for x, k in zip(t, index, strict=True):
                power *= x**k
            values.append(acb(ball(power) * character_mean(t)))
        total += _abs_sq(_weighted_sum(f, values)) / weight
    return total


def _indices(n: int, d: int) -> Iterator[tuple[int, ...]]:
    if n == 1:
        yield (d,)
        return
    for k in range(d + 1):
        for rest in _indices(n - 1, d - k):
            yield (k, *rest)


def key_slack_by_degree(f: CharacterSum, rho: Exact, degree: int) -> arb:
    """Right minus left side of the key inequality: ``Σ_{d≥2} (ρ² − ρ^d)·energy_d``.

    Degrees up to ``degree`` are summed; the rest lies between 0 and ``ρ²`` times
    ``Σ_{k,l} |c_k||c_l| e^{−(|t_k|²+|t_l|²)/2} · |x|^N e^{|x|}/N!``, ``x = ⟨t_k, t_l⟩``,
    ``N = degree + 1`` (for ``0 ≤ ρ ≤ 1``; otherwise ``ValueError``).
    """
    r = rational(rho)
    if not 0 <= r <= 1:
        raise ValueError(f"ρ = {r}: the expansion is for 0 <= ρ <= 1")
    total = ball(0)
    for d in range(2, degree + 1):
        total += ball(r**2 - r**d) * character_degree_energy(f, d)
    tail = ball(0)
    sizes = [ball(a * a + b * b).sqrt() for a, b in f.coefficients]
    items = list(zip(f.frequencies, sizes, strict=True))
    for s, left in items:
        for t, right in items:
            x = abs(dot(s, t))
            power = ball(x ** (degree + 1) / factorial(degree + 1)) * ball(x).exp()
            tail += left * right * character_mean(s) * character_mean(t) * power
    return total + ball(0).union(ball(r * r) * tail)
