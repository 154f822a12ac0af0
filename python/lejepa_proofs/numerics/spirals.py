"""Nonlinear maps that preserve the Gaussian measure, with their alignment losses.

* The *spiral* of ℝ² = ℂ, ``h(z) = e^{ic|z|²} z``: each circle is rotated by its own angle.
* The *twist* of ℝ³, ``h(z) = (R(c z_3)(z_1, z_2), z_3)``, ``R(a)`` the rotation by ``a``.
* The *fold* of ℝ, ``h(z) = Φ^{−1}(2Φ(|z|) − 1)``: an even map with h#γ = γ.

Source: Section on the forward theorem; claims ``theorem-1c`` and the false readings.
"""

from __future__ import annotations

from itertools import pairwise
from math import comb, factorial

from flint import arb, fmpq

from lejepa_proofs.numerics.enclosure import ball, hull, rational
from lejepa_proofs.numerics.gaussian import correlation, pair_moment
from lejepa_proofs.numerics.verdict import Exact


def spiral_correlation(c: Exact, rho: Exact) -> fmpq:
    """``E⟨h(z), h(z')⟩ = 2ρ/Δ²`` with ``Δ = 1 + 4c²(1−ρ²)`` for the spiral.

    A Gaussian integral: ``Δ`` is the determinant of ``I − 2ic Σ diag(−1, 1)``, ``Σ`` the
    covariance of one coordinate of the pair, and ``ρ/Δ`` the off-diagonal entry of the tilted
    covariance; two independent coordinates give ``2 · (ρ/Δ) · (1/Δ)``.
    """
    q, r = rational(c), correlation(rho)
    delta = 1 + 4 * q * q * (1 - r * r)
    return 2 * r / (delta * delta)


def spiral_loss(c: Exact, rho: Exact) -> fmpq:
    """``E‖h(z') − h(z)‖² = 4 − 2 E⟨h(z), h(z')⟩`` for the spiral (``h`` preserves the norm)."""
    return 4 - 2 * spiral_correlation(c, rho)


def spiral_correlation_by_series(c: Exact, rho: Exact, terms: int) -> arb:
    """``E⟨h(z), h(z')⟩`` for the spiral, from moments: the other route.

    With ``P = ⟨z, z'⟩`` and ``D = ‖z'‖² − ‖z‖²`` the value is ``E[P cos(cD)]`` (the sine meets
    an odd factor), the Taylor polynomial of degree below ``2·terms`` plus a remainder of at most
    ``c^{2m}/(2m)! · E[(‖z‖² + ‖z'‖²)/2 · D^{2m}]``, ``m = terms``.

    Raises ``ValueError`` for fewer than one term.
    """
    if terms < 1:
        raise ValueError(f"{terms} terms of the series; take at least 1")
    q, r = rational(c), correlation(rho)
    value = fmpq(0)
    for m in range(terms):
        value += fmpq((-1) ** m, factorial(2 * m)) * q ** (2 * m) * _weighted(2 * m, r, (1, 1))
    half_norms = (_weighted(2 * terms, r, (2, 0)) + _weighted(2 * terms, r, (0, 2))) / 2
    remainder = q ** (2 * terms) / factorial(2 * terms) * half_norms
    return hull(value - remainder, value + remainder)


def _weighted(k: int, rho: fmpq, weight: tuple[int, int]) -> fmpq:
    """``E[Σ_j x_j^a y_j^b · (Σ_j (y_j² − x_j²))^k]`` over two coordinates, ``(a, b) = weight``."""
    total = fmpq(0)
    for j in range(k + 1):
        one = _difference_moment(j, rho, weight) * _difference_moment(k - j, rho, (0, 0))
        total += 2 * comb(k, j) * one
    return total


def _difference_moment(k: int, rho: fmpq, weight: tuple[int, int]) -> fmpq:
    """``E[x^a y^b (y² − x²)^k]`` for one coordinate of the pair."""
    a, b = weight
    total = fmpq(0)
    for j in range(k + 1):
        total += (-1) ** j * comb(k, j) * pair_moment(a + 2 * j, b + 2 * (k - j), rho)
    return total


def spiral_cross_moment(c: Exact) -> fmpq:
    """``E⟨z, h(z)⟩ = E[‖z‖² cos(c‖z‖²)] = 2(1 − 4c²)/(1 + 4c²)²`` for the spiral.

    ``‖z‖²`` is exponential with mean 2, so this is ``Re 2/(1 − 2ic)²``.
    """
    q = rational(c)
    return 2 * (1 - 4 * q * q) / (1 + 4 * q * q) ** 2


def spiral_cross_moment_by_series(c: Exact, terms: int) -> arb:
    """``E[‖z‖² cos(c‖z‖²)]`` from the moments ``E‖z‖^{2k} = 2^k k!``, with the Taylor remainder.

    Raises ``ValueError`` for fewer than one term, and unless ``|c| < 1/2`` (it diverges there).
    """
    q = rational(c)
    if terms < 1 or abs(q) >= fmpq(1, 2):
        raise ValueError(f"c = {q}, {terms} terms: the series needs |c| < 1/2 and a term")
    value = fmpq(0)
    for m in range(terms):
        radial = fmpq(2) ** (2 * m + 1) * factorial(2 * m + 1)
        value += fmpq((-1) ** m, factorial(2 * m)) * q ** (2 * m) * radial
    order = 2 * terms
    remainder = q**order / factorial(order) * fmpq(2) ** (order + 1) * factorial(order + 1)
    return hull(value - remainder, value + remainder)


def twist_loss(c: Exact, rho: Exact) -> arb:
    """``E‖h(z') − h(z)‖² = 6 − 2ρ − 4ρ e^{−c²(1−ρ)}`` for the twist."""
    q, r = rational(c), correlation(rho)
    return ball(6 - 2 * r) - 4 * ball(r) * ball(-q * q * (1 - r)).exp()


def normal_cdf(x: Exact | arb) -> arb:
    """``Φ(x)``, the distribution function of N(0, 1)."""
    return (-ball(x) / ball(2).sqrt()).erfc() / 2


def normal_density(x: Exact | arb) -> arb:
    """``φ(x) = e^{−x²/2}/√(2π)``."""
    y = ball(x)
    return (-(y * y) / 2).exp() / (2 * arb.pi()).sqrt()


def fold_inverse(y: Exact | arb) -> arb:
    """The ``x > 0`` with fold ``y``: ``2Φ(x) − 1 = Φ(y)``, so ``1 − Φ(x) = (1 − Φ(y))/2``."""
    return ball(2).sqrt() * ((ball(y) / ball(2).sqrt()).erfc() / 2).erfcinv()


def fold_second_energy_bound(steps: int, reach: int = 6) -> arb:
    """A ball around a lower bound of the energy of the fold in Hermite degree 2.

    The energy is ``(E[h He_2])²/2``; by parts ``E[h He_2] = ∫ 2 q(y) φ(q(y)) dy`` with ``q`` the
    increasing inverse of the fold on ``(0, ∞)``. The integrand ``2xφ(x)`` rises up to ``x = 1``
    and falls after it, so on each of ``steps`` equal pieces of ``[−reach, reach]`` it is at least
    the smaller of its two end values; the rest of the line only adds.

    Raises ``ValueError`` for fewer than one step.
    """
    if steps < 1:
        raise ValueError(f"{steps} steps; take at least 1")
    nodes = [fmpq(2 * reach * k, steps) - reach for k in range(steps + 1)]
    ends = [2 * x * normal_density(x) for x in map(fold_inverse, nodes)]
    width = fmpq(2 * reach, steps)
    lows = (left.min(right) for left, right in pairwise(ends))
    integral = sum(lows, ball(0)) * ball(width)
    return integral * integral / 2


def fold_loss(rho: Exact, steps: int = 400) -> arb:
    """An enclosure of ``E(h(z') − h(z))²`` for the fold.

    The fold is even with variance 1, so ``E h(z)h(z') = Σ_{k even ≥ 2} ρ^k a_k`` with energies
    ``a_k ≥ 0`` of sum 1: the correlation lies between ``ρ² a`` and ``ρ²`` for every lower bound
    ``a`` of ``a_2``.
    """
    square = ball(correlation(rho) ** 2)
    low = square * fold_second_energy_bound(steps)
    return 2 - 2 * low.union(square)
