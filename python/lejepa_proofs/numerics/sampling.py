"""What finite Gaussian samples show of a perfect encoder: floors of the published estimators.

Two routes to each number: a closed formula, and a direct sum over samples by Isserlis' theorem
or over a finite law.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from fractions import Fraction
from itertools import product

from flint import fmpq, fmpq_mat

from lejepa_proofs.numerics.verdict import as_fraction

Weights = Sequence[Sequence[Fraction]]


def isserlis(labels: Sequence[Hashable], covariance: Callable[..., Fraction]) -> Fraction:
    """E[x_1 ⋯ x_k] of centred jointly Gaussian variables: the sum over all perfect pairings.

    ``covariance(a, b)`` is the covariance of the variables labelled a and b.
    """
    if not labels:
        return Fraction(1)
    first, rest = labels[0], labels[1:]
    result = Fraction(0)
    for i, other in enumerate(rest):
        c = covariance(first, other)
        if c:
            result += c * isserlis((*rest[:i], *rest[i + 1 :]), covariance)
    return result


def _positive(**counts: int) -> None:
    for name, count in counts.items():
        if count < 1:
            raise ValueError(f"{name} = {count}; give a positive number")


def covariance_floor(n: int, m: int, *, mean_known: bool = True) -> Fraction:
    """E‖Ĉ − I‖_F² = n(n+1)/m for m samples of N(0, I_n) (``correction-epsilon-floor``).

    Ĉ = Σ x xᵀ/m with the mean known; with the mean estimated Ĉ = Σ (x−x̄)(x−x̄)ᵀ/(m−1), and
    m − 1 replaces m. Raises ``ValueError`` when the divisor is not positive.
    """
    degrees = m if mean_known else m - 1
    _positive(n=n, degrees=degrees)
    return Fraction(n * (n + 1), degrees)


def pooled_covariance_floor(n: int, pairs: int, r: Fraction) -> Fraction:
    """E‖Ĉ − I‖_F² = n(n+1)(1+r²)/(2B) when 2B samples come in B pairs of correlation r.

    The mean is known (``correction-view-floor``). Raises ``ValueError`` for n, B < 1 or |r| > 1.
    """
    _positive(n=n, pairs=pairs)
    if abs(r) > 1:
        raise ValueError(f"correlation {r}; it lies between −1 and 1")
    return n * (n + 1) * (1 + r * r) / (2 * pairs)


def covariance_error(n: int, weights: Weights, dependence: Weights) -> Fraction:
    """E‖Σ_kl H_kl x_k x_lᵀ − I‖_F² by Isserlis' theorem.

    ``weights`` is H (m×m); ``dependence`` is C (m×m) with E[x_ki x_lj] = C_kl δ_ij.
    """
    m = len(weights)

    def covariance(a: tuple[int, int], b: tuple[int, int]) -> Fraction:
        return dependence[a[0]][b[0]] if a[1] == b[1] else Fraction(0)

    terms = [(k, j, weights[k][j]) for k, j in product(range(m), repeat=2) if weights[k][j]]
    result = Fraction(n)
    for k, j, w in terms:
        result -= 2 * w * n * dependence[k][j]
    for a, b in product(range(n), repeat=2):
        for (k, j, w), (p, q, v) in product(terms, repeat=2):
            result += w * v * isserlis(((k, a), (j, b), (p, a), (q, b)), covariance)
    return result


def mean_known_weights(m: int) -> Weights:
    """H = I/m."""
    return [[Fraction(int(k == j), m) for j in range(m)] for k in range(m)]


def mean_estimated_weights(m: int) -> Weights:
    """H = (I − 11ᵀ/m)/(m−1)."""
    return [[(int(k == j) - Fraction(1, m)) / (m - 1) for j in range(m)] for k in range(m)]


def paired_dependence(pairs: int, r: Fraction) -> Weights:
    """C for samples 2b and 2b+1 of correlation r, other samples independent."""
    return [
        [
            Fraction(1) if k == j else (r if k // 2 == j // 2 else Fraction(0))
            for j in range(2 * pairs)
        ]
        for k in range(2 * pairs)
    ]


Form = tuple[Fraction, ...]
"""Coefficients of a linear form in independent variables of mean 0 and variance 1."""


def views(rho: Fraction, s: Fraction) -> tuple[Form, Form]:
    """Both views of a common latent, ρz + sη and ρz + sη', as forms in (z, η, η')."""
    return (rho, s, Fraction(0)), (rho, Fraction(0), s)


def one_sided_pair(rho: Fraction, s: Fraction) -> tuple[Form, Form]:
    """The pair of the theorem, z and ρz + sη, as forms in (z, η, η')."""
    return (Fraction(1), Fraction(0), Fraction(0)), (rho, s, Fraction(0))


def covariance_by_enumeration(first: Form, second: Form) -> Fraction:
    """E[first · second] over all sign vectors: independent fair signs have mean 0, variance 1."""
    total = Fraction(0)
    for signs in product((-1, 1), repeat=len(first)):
        left = sum((c * e for c, e in zip(first, signs, strict=True)), Fraction(0))
        right = sum((c * e for c, e in zip(second, signs, strict=True)), Fraction(0))
        total += left * right
    return Fraction(total, 2 ** len(first))


def in_sample_r2_mean(p: int, m: int) -> Fraction:
    """E R² = p/(m−1) when noise is fitted, with intercept, on p regressors and m points.

    Exact for every exchangeable response, whatever the regressors of rank p
    (``correction-heldout-r2``); for Gaussian noise R² ~ Beta(p/2, (m−1−p)/2). Raises
    ``ValueError`` unless 0 ≤ p ≤ m − 1 and m ≥ 2.
    """
    if m < 2 or not 0 <= p <= m - 1:
        raise ValueError(f"p = {p}, m = {m}; a fit with intercept needs 0 ≤ p ≤ m − 1, m ≥ 2")
    return Fraction(p, m - 1)


def simple_r2(x: Sequence[int], y: Sequence[int]) -> Fraction:
    """R² of the line fitted to the points (x_k, y_k): their squared sample correlation.

    Raises ``ValueError`` when x or y is constant.
    """
    m = len(x)
    sx, sy = sum(x), sum(y)
    xx = m * sum(a * a for a in x) - sx * sx
    yy = m * sum(b * b for b in y) - sy * sy
    xy = m * sum(a * b for a, b in zip(x, y, strict=True)) - sx * sy
    if not xx or not yy:
        raise ValueError("constant data have no correlation; draw points that differ")
    return Fraction(xy * xy, xx * yy)


def fitted_r2(columns: Sequence[Sequence[int]], y: Sequence[int]) -> Fraction:
    """R² of the least-squares fit, with intercept, of y (m) to p ``columns`` (m each).

    Raises ``ZeroDivisionError`` when y is constant or the centred columns are dependent.
    """
    m = len(y)
    x = fmpq_mat([[fmpq(m * each[k] - sum(each), m) for each in columns] for k in range(m)])
    response = fmpq_mat([[fmpq(m * b - sum(y), m)] for b in y])
    cross = x.transpose() * response
    explained = cross.transpose() * (x.transpose() * x).solve(cross)
    return as_fraction(explained[0, 0] / (response.transpose() * response)[0, 0])


def mean(values: Iterable[Fraction]) -> Fraction:
    """The average; raises ``ValueError`` when there is nothing to average."""
    listed = list(values)
    if not listed:
        raise ValueError("no values to average; give at least one")
    return sum(listed, Fraction(0)) / len(listed)
