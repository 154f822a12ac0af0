"""Signs of a symmetric matrix over an ordered field, by exact elimination (Sylvester's law)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from flint import fmpq, fmpq_mat


class Inertia(NamedTuple):
    """Numbers of negative, zero and positive eigenvalues."""

    negative: int
    zero: int
    positive: int


def inertia(rows: Sequence[Sequence[Any]], sign: Callable[[Any], int]) -> Inertia:
    """Inertia of the symmetric matrix ``rows`` over an ordered field.

    ``sign`` returns −1, 0 or 1 exactly. Congruence transformations with diagonal pivots; when the
    whole diagonal vanishes, one row and column are added to another to make a pivot.

    Raises ``ValueError`` when the matrix is not symmetric.
    """
    a = [list(row) for row in rows]
    size = len(a)
    if any(len(row) != size for row in a) or any(
        sign(a[i][j] - a[j][i]) for i in range(size) for j in range(i)
    ):
        raise ValueError("inertia: the matrix is not symmetric; symmetrise the form first")
    counts = {-1: 0, 0: 0, 1: 0}
    left = list(range(size))
    while left:
        pivot = next((i for i in left if sign(a[i][i])), None)
        if pivot is None:
            pair = next(((i, j) for i in left for j in left if sign(a[i][j])), None)
            if pair is None:
                counts[0] += len(left)
                break
            pivot, other = pair
            for k in left:
                a[pivot][k] = a[pivot][k] + a[other][k]
            for k in left:
                a[k][pivot] = a[k][pivot] + a[k][other]
        counts[sign(a[pivot][pivot])] += 1
        left.remove(pivot)
        for i in left:
            if sign(a[i][pivot]):
                factor = a[i][pivot] / a[pivot][pivot]
                for j in left:
                    a[i][j] = a[i][j] - factor * a[pivot][j]
    return Inertia(counts[-1], counts[0], counts[1])


def rational_sign(x: Any) -> int:
    """Sign of a rational number (``int``, ``Fraction`` or ``fmpq``)."""
    return int(x > 0) - int(x < 0)


def matrix_inertia(matrix: fmpq_mat) -> Inertia:
    """Inertia of a symmetric rational matrix.

    Raises ``ValueError`` when it is not symmetric.
    """
    rows: list[list[fmpq]] = matrix.table()
    return inertia(rows, rational_sign)
