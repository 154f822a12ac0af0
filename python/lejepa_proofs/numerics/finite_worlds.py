"""Stationary worlds on finitely many points, solved exactly over ℚ or a real quadratic field.

For a stationary pair ``(z, z')`` on points ``x_1, …, x_m`` with weights ``p`` and transition matrix
``P``, the best encoders are read off the form ``λ(Π − ppᵀ) − (S − ppᵀ)``, ``Π = diag p``,
``S = ½(ΠP + PᵀΠ)``: it is positive semidefinite iff every encoder has correlation at most ``λ``,
and its kernel is spanned by the constants and the encoders that attain ``λ``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product

from lejepa_proofs.numerics.inertia import Inertia, inertia
from lejepa_proofs.numerics.quadratic_field import Number, Quadratic, sign

Vector = tuple[Number, ...]
Matrix = tuple[Vector, ...]


@dataclass(frozen=True)
class FiniteWorld:
    """A Markov pair on ``points`` (rows in ℝⁿ) with ``transition`` and the weights ``weights``.

    Raises ``ValueError`` when a row of the transition matrix or the weights are no probability.
    """

    name: str
    points: tuple[tuple[Fraction, ...], ...]
    weights: Vector
    transition: Matrix

    def __post_init__(self) -> None:
        for what, row in (("weights", self.weights), *(("row", r) for r in self.transition)):
            if any(sign(x) < 0 for x in row) or sign(total(row) - 1):
                raise ValueError(f"{self.name}: {what} is no probability vector; normalise it")

    @property
    def n(self) -> int:
        """Dimension of the points."""
        return len(self.points[0])

    def coordinate(self, i: int) -> Vector:
        """The ``i``-th coordinate, centred, as a function on the points."""
        column = tuple(x[i] for x in self.points)
        mean = self.mean(column)
        return tuple(x - mean for x in column)

    def mean(self, f: Sequence[Number]) -> Number:
        """``E f(z)``."""
        return total(p * x for p, x in zip(self.weights, f, strict=True))

    def lagged(self, f: Sequence[Number], g: Sequence[Number]) -> Number:
        """``E[f(z) g(z')]``."""
        return total(
            p * x * q * y
            for p, x, row in zip(self.weights, f, self.transition, strict=True)
            for q, y in zip(row, g, strict=True)
            if sign(q)
        )

    def loss(self, f: Sequence[Number]) -> Number:
        """``E(f(z') − f(z))²``, summed over the transitions."""
        return total(
            p * q * (y - x) * (y - x)
            for p, x, row in zip(self.weights, f, self.transition, strict=True)
            for q, y in zip(row, f, strict=True)
            if sign(q)
        )

    def correlation(self, f: Sequence[Number]) -> Number:
        """``corr(f(z), f(z'))`` in the stationary pair.

        Raises ``ValueError`` when ``f`` is constant.
        """
        mean = self.mean(f)
        variance = self.mean([x * x for x in f]) - mean * mean
        if not sign(variance):
            raise ValueError(f"{self.name}: a constant encoder has no correlation")
        return (self.lagged(f, f) - mean * mean) / variance

    def next_weights(self) -> Vector:
        """The law ``pP`` of ``z'``; stationarity is ``pP = p``."""
        columns = zip(*self.transition, strict=True)
        return tuple(total(p * q for p, q in zip(self.weights, c, strict=True)) for c in columns)

    def gap_form(self, level: Number) -> Matrix:
        """The matrix ``λ(Π − ppᵀ) − (S − ppᵀ)`` at ``λ = level``."""
        p, size = self.weights, range(len(self.points))
        rows = []
        for i in size:
            row: list[Number] = []
            for j in size:
                both = p[i] * p[j]
                lag = (p[i] * self.transition[i][j] + p[j] * self.transition[j][i]) / Fraction(2)
                diagonal = p[i] if i == j else Fraction(0)
                row.append(level * (diagonal - both) - (lag - both))
            rows.append(tuple(row))
        return tuple(rows)

    def gap_inertia(self, level: Number) -> Inertia:
        """Inertia of :meth:`gap_form`; the constants always count as one zero."""
        return inertia(self.gap_form(level), sign)


def total(terms: Iterable[Number]) -> Number:
    """The sum, starting from the rational 0."""
    value: Number = Fraction(0)
    for term in terms:
        value = value + term
    return value


def apply(matrix: Matrix, f: Sequence[Number]) -> Vector:
    """The product of a matrix and a column.

    Raises ``ValueError`` when their sizes differ.
    """
    return tuple(total(a * x for a, x in zip(row, f, strict=True)) for row in matrix)


def additive_noise_world(
    name: str,
    points: Sequence[Fraction],
    regression: Sequence[Fraction],
    noise: Mapping[Fraction, Number],
    weights: Vector,
) -> FiniteWorld:
    """The world ``z' = m(z) + η`` on the line, ``regression[i] = m(points[i])``.

    Raises ``ValueError`` when ``m(z) + η`` can leave the points.
    """
    rows = []
    for m in regression:
        chances = {m + e: q for e, q in noise.items()}
        outside = [float(x) for x in chances if x not in points]
        if outside:
            raise ValueError(f"{name}: z' can be {outside[0]}, which is no point of the world")
        rows.append(tuple(chances.get(x, Fraction(0)) for x in points))
    return FiniteWorld(name, tuple((x,) for x in points), weights, tuple(rows))


def product_world(first: FiniteWorld, second: FiniteWorld) -> FiniteWorld:
    """Independent copies side by side: points, weights and transitions multiply."""
    pairs = list(product(range(len(first.points)), range(len(second.points))))
    return FiniteWorld(
        f"{first.name} × {second.name}",
        tuple(first.points[i] + second.points[j] for i, j in pairs),
        tuple(first.weights[i] * second.weights[j] for i, j in pairs),
        tuple(
            tuple(first.transition[i][k] * second.transition[j][m] for k, m in pairs)
            for i, j in pairs
        ),
    )


def four_point_chance() -> Quadratic:
    """The root ``r = (√73 − 3)/16`` of ``8r² + 3r = 2``."""
    return Quadratic(Fraction(-3, 16), Fraction(1, 16), 73)


def four_point_world(r: Number | None = None) -> FiniteWorld:
    """``z' = 1{z ≥ 2} + η`` on ``{0,1,2,3}``, ``η ∈ {0,1,2}`` with chances ``(r, 1 − 2r, r)``.

    Stationary under ``(r/2, (1−r)/2, (1−r)/2, r/2)`` for every ``0 < r < ½``; the default ``r``
    makes the best encoder affine.
    """
    r = four_point_chance() if r is None else r
    half = Fraction(1, 2)
    zero, one, two, three = (Fraction(k) for k in range(4))
    outer, inner = half * r, half * (1 - r)
    return additive_noise_world(
        "four points",
        (zero, one, two, three),
        (zero, zero, one, one),
        {zero: r, one: 1 - 2 * r, two: r},
        (outer, inner, inner, outer),
    )


def rademacher_world() -> FiniteWorld:
    """``z' = η`` with ``z``, ``η`` independent fair signs (``m = 0``)."""
    one, half = Fraction(1), Fraction(1, 2)
    return additive_noise_world(
        "Rademacher", (-one, one), (Fraction(0),) * 2, {-one: half, one: half}, (half, half)
    )


def digit_world(digits: int) -> FiniteWorld:
    """The first ``digits`` binary digits of ``z`` and of ``z' = z/2 + η``, ``η ∈ {0, ½}`` fair.

    ``z`` is uniform on [0, 1]; a point is the dyadic that the digits spell. The leading digit of
    ``z'`` is new, the others are those of ``z``, and the last digit of ``z`` is lost.
    Raises ``ValueError`` unless ``1 ≤ digits ≤ 12``.
    """
    if not 1 <= digits <= 12:
        raise ValueError(f"digit world with {digits} digits: use 1 to 12 (2^digits points)")
    size = 1 << digits
    half = Fraction(1, 2)
    rows = []
    for state in range(size):
        row = [Fraction(0)] * size
        row[state >> 1] = half
        row[(state >> 1) + size // 2] = half
        rows.append(tuple(row))
    points = tuple((Fraction(state, size),) for state in range(size))
    return FiniteWorld(f"{digits} digits", points, (Fraction(1, size),) * size, tuple(rows))


def digit_average(digits: int) -> Vector:
    """``Σ_k r_k(z)`` over the first ``digits`` Rademacher functions ``r_k = ±1``, on the points.

    Variance ``digits``; divided by its root it is an admissible encoder of loss ``2/digits``.
    """
    return tuple(Fraction(2 * state.bit_count() - digits) for state in range(1 << digits))
