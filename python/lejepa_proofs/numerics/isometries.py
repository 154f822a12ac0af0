"""Isometries with rational coordinates, and what distances alone say about them.

Points are tuples of rationals; matrices are ``flint.fmpq_mat``.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence

from flint import fmpq, fmpq_mat

from lejepa_proofs.numerics.enclosure import rational
from lejepa_proofs.numerics.verdict import Exact

Point = tuple[fmpq, ...]
Map = Callable[[Point], Point]


def identity_matrix(n: int) -> fmpq_mat:
    """The identity of size n × n."""
    return fmpq_mat([[fmpq(int(i == j)) for j in range(n)] for i in range(n)])


def cayley(skew: fmpq_mat) -> fmpq_mat:
    """The rotation (I − A)(I + A)^{−1} of a skew-symmetric A (n × n); exact, in SO(n).

    Raises ``ValueError`` when A is not skew-symmetric.
    """
    if skew.transpose() != -1 * skew:
        raise ValueError("the Cayley transform needs a skew-symmetric matrix; pass A - A^T")
    one = identity_matrix(skew.nrows())
    return (one - skew) * (one + skew).inv()


def random_orthogonal(n: int, source: random.Random, denominator: int = 4) -> fmpq_mat:
    """A rational matrix of O(n): a Cayley rotation, and a random coordinate with its sign flipped.

    Raises ``ValueError`` when n < 1.
    """
    if n < 1:
        raise ValueError(f"dimension {n} is not positive; pass n >= 1")
    entries = [[fmpq(0)] * n for _ in range(n)]
    for i in range(n):
        for j in range(i):
            value = fmpq(source.randint(-6, 6), source.randint(1, denominator))
            entries[i][j], entries[j][i] = value, -value
    rotation = cayley(fmpq_mat(entries))
    signs = identity_matrix(n)
    if source.random() < 0.5:
        flipped = source.randrange(n)
        signs[flipped, flipped] = fmpq(-1)
    return rotation * signs


def apply(matrix: fmpq_mat, x: Sequence[Exact]) -> Point:
    """The product M x, for M of shape (m, n) and x of length n."""
    columns = [rational(c) for c in x]
    return tuple(
        sum((matrix[i, j] * c for j, c in enumerate(columns)), fmpq(0))
        for i in range(matrix.nrows())
    )


def reflect_in_point(center: Point, x: Point) -> Point:
    """The central symmetry x ↦ 2c − x."""
    return tuple(2 * c - a for c, a in zip(center, x, strict=True))


def reflect_in_plane(normal: Point, offset: fmpq, x: Point) -> Point:
    """The mirror image of x in the hyperplane ⟨v, ·⟩ = offset: x − 2(⟨v,x⟩ − offset) v/|v|².

    Raises ``ValueError`` when v = 0.
    """
    length = squared_norm(normal)
    if length == 0:
        raise ValueError("a hyperplane needs a normal other than 0")
    height = sum((v * a for v, a in zip(normal, x, strict=True)), fmpq(0)) - offset
    return tuple(a - 2 * height / length * v for v, a in zip(normal, x, strict=True))


def squared_norm(x: Point) -> fmpq:
    """|x|²."""
    return sum((c * c for c in x), fmpq(0))


def squared_distance(x: Point, y: Point) -> fmpq:
    """|x − y|²."""
    return squared_norm(tuple(a - b for a, b in zip(x, y, strict=True)))


def sup_distance(x: Point, y: Point) -> fmpq:
    """max_i |x_i − y_i|."""
    return max(abs(a - b) for a, b in zip(x, y, strict=True))


def add(x: Point, y: Point) -> Point:
    """x + y."""
    return tuple(a + b for a, b in zip(x, y, strict=True))


def additivity_defect(h: Map, x: Point, y: Point) -> Point:
    """h(x + y) − h(x) − h(y) + h(0); zero for every x, y when h is affine."""
    parts = zip(h(add(x, y)), h(x), h(y), h(tuple(fmpq(0) for _ in x)), strict=True)
    return tuple(s - a - b + o for s, a, b, o in parts)


def defect_from_distances(distance: Callable[[int, int], fmpq]) -> fmpq:
    """|h(x+y) − h(x) − h(y) + h(0)|² from six squared distances between these four points.

    ``distance(i, j)`` is the squared distance between points i and j of
    (h(0), h(x), h(y), h(x+y)). For weights w with Σ w_i = 0, |Σ w_i p_i|² = −½ Σ w_i w_j d_ij;
    here w = (1, −1, −1, 1). So two maps with equal distances have equal defects, which is the
    Mazur–Ulam theorem in Euclidean space.
    """
    weights = (1, -1, -1, 1)
    total = fmpq(0)
    for i in range(4):
        for j in range(i):
            total -= weights[i] * weights[j] * distance(i, j)
    return total


def turning_map(x: Point) -> Point:
    """The plane turned by an angle that depends on |x|²: norm-preserving, not an isometry.

    With t = |x|², the rotation has cosine (1−t²)/(1+t²) and sine 2t/(1+t²); it is a bijection of
    the plane that fixes 0. Raises ``ValueError`` off the plane.
    """
    if len(x) != 2:
        raise ValueError(f"the turning map lives in the plane; got a point of length {len(x)}")
    t = squared_norm(x)
    cosine, sine = (1 - t * t) / (1 + t * t), 2 * t / (1 + t * t)
    return (cosine * x[0] - sine * x[1], sine * x[0] + cosine * x[1])


def folded_line(x: Point) -> Point:
    """x ↦ (x, |x|) from the line to the plane with the sup norm: isometric, not onto, not affine.

    Raises ``ValueError`` off the line.
    """
    if len(x) != 1:
        raise ValueError(f"the folded line takes points of length 1; got {len(x)}")
    return (x[0], abs(x[0]))
