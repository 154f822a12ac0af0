"""Polynomial encoders of an AR(1) world: exact losses and certified best correlations.

For the nonconstant monomials ``f_i`` of degree at most ``d``, with ``G_ij = Cov(f_i(z), f_j(z))``
and ``A_ij = ½(Cov(f_i(z), f_j(z')) + Cov(f_j(z), f_i(z')))``, an encoder ``f = Σ c_i f_i`` has
``corr(f(z), f(z')) = cᵀAc / cᵀGc`` and, whitened, the alignment loss ``2 − 2 corr``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from itertools import product

import numpy as np
from flint import fmpq, fmpq_mat

from lejepa_proofs.numerics.ar1 import Index, World
from lejepa_proofs.numerics.enclosure import rational
from lejepa_proofs.numerics.inertia import Inertia, matrix_inertia
from lejepa_proofs.numerics.verdict import as_fraction


def exponents(n: int, degree: int) -> tuple[Index, ...]:
    """The nonconstant multi-indices of total degree at most ``degree``; the ``n`` units first.

    Raises ``ValueError`` unless ``n ≥ 1`` and ``degree ≥ 1``.
    """
    if n < 1 or degree < 1:
        raise ValueError(f"monomials in {n} variables of degree ≤ {degree}: both must be ≥ 1")
    found = (a for a in product(range(degree + 1), repeat=n) if 1 <= sum(a) <= degree)
    return tuple(sorted(found, key=lambda a: (sum(a), tuple(-x for x in a))))


@dataclass(frozen=True)
class Pencil:
    """The pair ``(A, G)`` on the centred monomials, with their multi-indices.

    ``gram`` and ``lag`` are symmetric ``m × m`` rational matrices; the loss reads only the
    symmetrised ``lag``.
    """

    world: World
    exponents: tuple[Index, ...]
    gram: fmpq_mat
    lag: fmpq_mat

    @property
    def n(self) -> int:
        """Dimension of the world."""
        return self.world.n

    def shifted(self, level: Fraction) -> fmpq_mat:
        """``level · G − A``: positive semidefinite iff every encoder has ``corr ≤ level``."""
        return self.gram * rational(level) - self.lag


@lru_cache(maxsize=256)
def pencil(world: World, degree: int) -> Pencil:
    """The pencil of all polynomial encoders of total degree at most ``degree``."""
    indices = exponents(world.n, degree)
    size = len(indices)
    gram, lag = fmpq_mat(size, size), fmpq_mat(size, size)
    for i, a in enumerate(indices):
        for j, b in enumerate(indices):
            mean = world.moment(a) * world.moment(b)
            both = world.moment(tuple(x + y for x, y in zip(a, b, strict=True)))
            cross = (world.joint_moment(a, b) + world.joint_moment(b, a)) / 2
            gram[i, j] = rational(both - mean)
            lag[i, j] = rational(cross - mean)
    return Pencil(world, indices, gram, lag)


def correlation(p: Pencil, c: fmpq_mat) -> Fraction:
    """``corr(f(z), f(z'))`` of ``f = Σ c_i f_i`` exactly; ``c`` is a row, ``1 × m``.

    Raises ``ValueError`` when ``f`` is constant.
    """
    variance = (c * p.gram * c.transpose())[0, 0]
    if variance == 0:
        raise ValueError("correlation of a constant encoder: its variance is 0; choose another")
    return as_fraction((c * p.lag * c.transpose())[0, 0] / variance)


def whitened_loss(p: Pencil, rows: fmpq_mat) -> Fraction:
    """Loss of the whitened encoder ``M^{−1/2} C (f − E f)``: ``2k − 2 tr(M^{−1} C A Cᵀ)``.

    ``rows`` is ``C``, ``k × m``, and ``M = C G Cᵀ`` its covariance; no square root is needed.
    Raises ``ValueError`` when the covariance is singular.
    """
    covariance = rows * p.gram * rows.transpose()
    if covariance.det() == 0:
        raise ValueError("whitened loss: the encoder's covariance is singular; drop dependent rows")
    transfer = covariance.inv() * (rows * p.lag * rows.transpose())
    k = rows.nrows()
    return 2 * k - 2 * sum((as_fraction(transfer[i, i]) for i in range(k)), start=Fraction(0))


def direct_loss(p: Pencil, rows: fmpq_mat) -> Fraction:
    """``E‖C f(z') − C f(z)‖²`` expanded into joint moments, with no use of stationarity."""
    total = Fraction(0)
    size = len(p.exponents)
    weight = rows.transpose() * rows
    zero = (0,) * p.n
    for i in range(size):
        for j in range(size):
            if weight[i, j] == 0:
                continue
            a, b = p.exponents[i], p.exponents[j]
            both = tuple(x + y for x, y in zip(a, b, strict=True))
            value = (
                p.world.joint_moment(both, zero)
                + p.world.joint_moment(zero, both)
                - p.world.joint_moment(a, b)
                - p.world.joint_moment(b, a)
            )
            total += as_fraction(weight[i, j]) * value
    return total


def covariance(p: Pencil, rows: fmpq_mat) -> fmpq_mat:
    """``Cov(C f(z)) = C G Cᵀ``, ``k × k``."""
    return rows * p.gram * rows.transpose()


def nonlinear_energy(p: Pencil, c: fmpq_mat) -> Fraction:
    """``‖f − E f − Σ_j E[f z_j] z_j‖²`` for ``f = Σ c_i f_i``; 0 iff ``f`` is affine."""
    variance = (c * p.gram * c.transpose())[0, 0]
    slopes = c * p.gram
    return as_fraction(variance - sum((slopes[0, j] ** 2 for j in range(p.n)), start=fmpq(0)))


def approximate_best(p: Pencil, count: int = 1, bits: int = 24) -> fmpq_mat:
    """Rational coefficients (``count × m``) near the best encoders, found in floating point.

    A candidate only: certify it with :func:`correlation` or :func:`whitened_loss`. Coefficients
    are kept to ``bits`` bits relative to the largest one on the scale of unit variances.
    """
    size = len(p.exponents)
    deviations = np.array([float(as_fraction(p.gram[i, i])) ** 0.5 for i in range(size)])
    scale = np.outer(deviations, deviations)
    gram = np.array([[float(as_fraction(x)) for x in row] for row in p.gram.table()]) / scale
    lag = np.array([[float(as_fraction(x)) for x in row] for row in p.lag.table()]) / scale
    import scipy.linalg  # here: a third of a second, which `audit` and `claims` need not wait

    _, vectors = scipy.linalg.eigh(lag, gram)
    best = vectors[:, ::-1][:, :count].T / deviations
    rows = []
    for v in best:
        unit = 2.0**-bits * float(np.max(np.abs(v)))
        rows.append([rational(Fraction(round(x / unit))) for x in v])
    return fmpq_mat(rows)


def level_inertia(p: Pencil, level: Fraction) -> Inertia:
    """Inertia of ``level·G − A``: how many independent encoders correlate above, at, below it."""
    return matrix_inertia(p.shifted(level))


def correlation_bracket(p: Pencil, k: int, bits: int = 20) -> tuple[Fraction, Fraction]:
    """``lower < λ_k ≤ upper`` for the ``k``-th largest correlation, ``upper − lower = 2^{1−bits}``.

    Bisection of [−1, 1] on the exact inertia of ``level·G − A``: a correlation of a stationary pair
    is never outside. The ``k`` largest ones give the least whitened loss ``2 Σ (1 − λ_i)``.
    Raises ``ValueError`` unless ``1 ≤ k ≤ m``.
    """
    if not 1 <= k <= len(p.exponents):
        raise ValueError(f"correlation {k} of {len(p.exponents)}: count from 1")
    lower, upper = Fraction(-1), Fraction(1)
    for _ in range(bits):
        middle = (lower + upper) / 2
        if level_inertia(p, middle).negative >= k:
            lower = middle
        else:
            upper = middle
    return lower, upper


def row(values: Sequence[Fraction | int]) -> fmpq_mat:
    """The ``1 × m`` rational matrix with these entries."""
    return fmpq_mat([[rational(v) for v in values]])
