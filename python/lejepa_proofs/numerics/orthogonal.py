"""Orthogonal matrices: exact ones by the Cayley transform, and the nearest one to a matrix."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import cast

import numpy as np
import numpy.typing as npt
from flint import acb, arb, fmpq, fmpq_mat

from lejepa_proofs.numerics.enclosure import ball, rational
from lejepa_proofs.numerics.verdict import Exact

DENOMINATOR_BITS = 40
"""Entries of a found skew matrix are rounded to multiples of ``2^−40``."""


def identity(n: int) -> fmpq_mat:
    """The identity matrix, shape ``n×n``."""
    return diagonal([1] * n)


def diagonal(entries: Sequence[Exact]) -> fmpq_mat:
    """The diagonal matrix with these entries."""
    n = len(entries)
    matrix = fmpq_mat(n, n)
    for i, entry in enumerate(entries):
        matrix[i, i] = rational(entry)
    return matrix


def trace(matrix: fmpq_mat) -> fmpq:
    """The sum of the diagonal entries."""
    return sum((matrix[i, i] for i in range(matrix.nrows())), fmpq(0))


def frobenius_sq(matrix: fmpq_mat) -> fmpq:
    """``‖A‖_F² = Σ_ij A_ij²``."""
    return sum((entry * entry for entry in matrix.entries()), fmpq(0))


def isometry_defect_sq(matrix: fmpq_mat) -> fmpq:
    """``‖MᵀM − I‖_F²``, equal to ``‖MMᵀ − I‖_F²`` for a square matrix."""
    return frobenius_sq(matrix.transpose() * matrix - identity(matrix.ncols()))


def is_orthogonal(matrix: fmpq_mat) -> bool:
    """Whether ``MᵀM = I`` exactly."""
    return isometry_defect_sq(matrix) == 0


def skew(n: int, entries: Sequence[Exact]) -> fmpq_mat:
    """The skew matrix with the ``n(n−1)/2`` entries above its diagonal, row by row.

    Raises ``ValueError`` for another number of entries.
    """
    if len(entries) != n * (n - 1) // 2:
        raise ValueError(f"{len(entries)} entries; a skew {n}×{n} matrix has {n * (n - 1) // 2}")
    matrix = fmpq_mat(n, n)
    rest = iter(entries)
    for i in range(n):
        for j in range(i + 1, n):
            value = rational(next(rest))
            matrix[i, j], matrix[j, i] = value, -value
    return matrix


def cayley(a: fmpq_mat) -> fmpq_mat:
    """``(I − A)(I + A)^{−1}``, a rotation with rational entries; ``I + A`` is invertible.

    Raises ``ValueError`` unless ``Aᵀ = −A``.
    """
    if a.transpose() != -a:
        raise ValueError("the Cayley transform needs a skew matrix")
    one = identity(a.nrows())
    return (one - a) * (one + a).inv()


def nearest_orthogonal(matrix: fmpq_mat) -> fmpq_mat:
    """An exactly orthogonal matrix near the one that minimises ``‖M − Q‖_F`` over O(n).

    A floating-point singular value decomposition ``U Σ Vᵀ`` proposes ``U Vᵀ``; signs ``D`` are
    chosen such that ``I + D U Vᵀ`` is far from singular, its Cayley parameter is rounded to
    rationals, and ``D · cayley`` of that is exactly orthogonal. An orthogonal matrix is returned
    unchanged. The result is a candidate: what is claimed of it is measured exactly afterwards.

    Raises ``ValueError`` unless ``matrix`` is square.
    """
    n = matrix.nrows()
    if matrix.ncols() != n:
        raise ValueError(f"a {n}×{matrix.ncols()} matrix has no nearest orthogonal matrix")
    if is_orthogonal(matrix):
        return matrix
    values = np.array([_nearest_float(entry) for entry in matrix.entries()]).reshape(n, n)
    u, _, vt = np.linalg.svd(values)
    proposal = u @ vt
    signs = _signs(proposal)
    signed = signs[:, None] * proposal
    parameter = np.linalg.solve((np.eye(n) + signed).T, (np.eye(n) - signed).T).T
    scale = 2**DENOMINATOR_BITS
    upper = [
        fmpq(round(float(parameter[i, j] - parameter[j, i]) / 2 * scale), scale)
        for i in range(n)
        for j in range(i + 1, n)
    ]
    return diagonal([int(sign) for sign in signs]) * cayley(skew(n, upper))


def _signs(q: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    n = len(q)
    choices = (np.array([1.0 if mask >> i & 1 else -1.0 for i in range(n)]) for mask in range(2**n))
    return max(choices, key=lambda s: float(np.linalg.det(np.eye(n) + s[:, None] * q)))


def _nearest_float(x: fmpq) -> float:
    return float(Fraction(int(x.p), int(x.q)))


def singular_values(matrix: fmpq_mat) -> list[arb]:
    """Enclosures of the singular values: roots of the characteristic polynomial of ``MᵀM``.

    Repeated roots are listed as often as they occur, in increasing order of midpoints.
    """
    polynomial = (matrix.transpose() * matrix).charpoly()
    roots = cast(list[tuple[acb, int]], polynomial.complex_roots())
    values = [x.real.nonnegative_part().sqrt() for x, count in roots for _ in range(count)]
    return sorted(values, key=lambda value: float(value.mid()))


def distance_sq_to_orthogonal(matrix: fmpq_mat) -> arb:
    """``min_{Q ∈ O(n)} ‖M − Q‖_F² = Σ_i (σ_i − 1)²`` from the singular values."""
    distances = [sigma - 1 for sigma in singular_values(matrix)]
    return sum((x * x for x in distances), ball(0))  # arb ** 2 is nan on balls around 0


def distance_sq_to_rotations(matrix: fmpq_mat) -> arb:
    """``min_{Q ∈ SO(n)} ‖M − Q‖_F²``: ``4 σ_min`` more than over O(n) when ``det M < 0``."""
    extra = 4 * singular_values(matrix)[0] if matrix.det() < 0 else ball(0)
    return distance_sq_to_orthogonal(matrix) + extra
