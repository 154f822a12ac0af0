"""The nearest orthogonal matrix: the lemma of linear algebra behind Theorem 3."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from flint import arb, fmpq, fmpq_mat

from lejepa_proofs.claims.gaussian_instances import (
    BITS,
    RESOLUTION,
    random_matrix,
    random_orthogonal,
)
from lejepa_proofs.claims.model import Check, Claim, Context, Control, Group, Mutant
from lejepa_proofs.numerics.enclosure import ball, working_precision
from lejepa_proofs.numerics.orthogonal import (
    diagonal,
    distance_sq_to_orthogonal,
    distance_sq_to_rotations,
    frobenius_sq,
    is_orthogonal,
    isometry_defect_sq,
    nearest_orthogonal,
)
from lejepa_proofs.numerics.verdict import Method, Relation, Tally

FOUND_RESOLUTION = 2.0**-30
"""How far above the minimum the matrix found may be.

Its floating-point singular value decomposition is that of a matrix within 2^−45 of ``M`` (entries
below 2^4, n ≤ 4), and rounding at 2^−40 moves ``Q`` by less than 2^−36; either changes
``‖M − Q‖_F²`` by less than ``2‖M‖_F · 2^−36 < 2^−30``. The planted variants change it by 4.
"""


def _decompositions(ctx: Context) -> Iterator[tuple[str, fmpq_mat, list[fmpq], fmpq_mat]]:
    """``U``, ``σ`` decreasing, ``V`` with ``M = U diag(σ) Vᵀ``; zeros and ones among the σ."""
    for n in range(1, 5):
        draws = [fmpq(ctx.random.randint(0, 30), 10) for _ in range(n)]
        spectra = [
            draws,
            [fmpq(1)] * n,
            [fmpq(0)] * n,
            [fmpq(1)] * (n - 1) + [fmpq(0)],
            [fmpq(1, 2)] * n,
            [fmpq(1001, 1000)] * n,
        ]
        for sigma in spectra:
            for reflection in (False, True):
                u = random_orthogonal(ctx.random, n, reflection=reflection)
                v = random_orthogonal(ctx.random, n, reflection=False)
                yield f"n={n}, σ={[str(x) for x in sigma]}", u, sorted(sigma, reverse=True), v


ONE = fmpq(1)

Nearest = Callable[[fmpq_mat, fmpq_mat], fmpq_mat]
"""The matrix ``Q`` for a decomposition with factors ``U``, ``V``."""


def polar_factor(u: fmpq_mat, v: fmpq_mat) -> fmpq_mat:
    """``Q = U Vᵀ``."""
    return u * v.transpose()


def _nearest_rotation(u: fmpq_mat, v: fmpq_mat) -> fmpq_mat:
    """``U diag(1, …, 1, ±1) Vᵀ``, the sign on the least singular value."""
    n = u.nrows()
    sign = u.det() * v.det()
    return u * diagonal([fmpq(1)] * (n - 1) + [sign]) * v.transpose()


def _transposed_factor(u: fmpq_mat, v: fmpq_mat) -> fmpq_mat:
    return u.transpose() * v


def bound(ctx: Context, factor: fmpq = ONE, nearest: Nearest = polar_factor) -> Tally:
    """factor · ‖MᵀM − I‖_F² minus ‖M − Q‖_F² on decomposed, singular and random matrices."""
    tally = Tally(Relation.NONNEGATIVE, Method.EXACT)
    for name, u, sigma, v in _decompositions(ctx):
        m = u * diagonal(sigma) * v.transpose()
        q = nearest(u, v)
        tally.add(factor * isometry_defect_sq(m) - frobenius_sq(m - q), name)
    for n in range(1, 5):
        for _ in range(3):
            m = random_matrix(ctx.random, n)
            q = nearest_orthogonal(m)
            tally.add(int(is_orthogonal(q)) - 1, f"n={n}: QᵀQ = I")
            tally.add(factor * isometry_defect_sq(m) - frobenius_sq(m - q), f"n={n}, found")
    return tally


def two_defects(ctx: Context, extra_rows: int = 0) -> Tally:
    """‖MᵀM − I‖_F² minus ‖MMᵀ − I‖_F² for random matrices."""
    tally = Tally(Relation.ZERO, Method.EXACT)
    for n in range(1, 5):
        for rank_drop in range(n):
            m = random_matrix(ctx.random, n + extra_rows)
            shape = (n + extra_rows, n)
            entries = [m[i, j] for i in range(shape[0]) for j in range(shape[1])]
            m = fmpq_mat(*shape, entries)
            for i in range(rank_drop):
                for j in range(n):
                    m[i, j] = m[n - 1, j]
            difference = isometry_defect_sq(m) - isometry_defect_sq(m.transpose())
            tally.add(difference, f"{shape[0]}×{n}, {rank_drop} rows repeated")
    return tally


def singular_values(
    ctx: Context, distance: Callable[[fmpq_mat], arb] = distance_sq_to_orthogonal
) -> Tally:
    """‖M − UVᵀ‖_F² minus Σ(σ_i − 1)², the σ² being roots of a characteristic polynomial."""
    tally = Tally(Relation.ZERO, Method.ENCLOSURE, resolution=RESOLUTION)
    with working_precision(2 * BITS):
        for name, u, sigma, v in _decompositions(ctx):
            m = u * diagonal(sigma) * v.transpose()
            exact = frobenius_sq(m - polar_factor(u, v))
            tally.add(ball(exact) - distance(m), name)
    return tally


def _of_transpose(m: fmpq_mat) -> fmpq_mat:
    return nearest_orthogonal(m.transpose())


def _via_transpose(m: fmpq_mat) -> fmpq_mat:
    return _of_transpose(m).transpose()


def found_is_nearest(
    ctx: Context, find: Callable[[fmpq_mat], fmpq_mat] = nearest_orthogonal
) -> Tally:
    """The resolution minus the excess of ‖M − Q‖_F² over its least value, for the Q found."""
    tally = Tally(Relation.NONNEGATIVE, Method.ENCLOSURE)
    with working_precision(BITS):
        for n in range(1, 5):
            singular = random_matrix(ctx.random, n)
            for j in range(n):
                singular[0, j] = 0
            reflection = random_orthogonal(ctx.random, n, reflection=True)
            for m in (singular, reflection, random_matrix(ctx.random, n)):
                q = find(m)
                excess = ball(frobenius_sq(m - q)) - distance_sq_to_orthogonal(m)
                tally.add(FOUND_RESOLUTION - excess, f"n={n}, det M = {m.det()}")
    return tally


NEAREST_ORTHOGONAL = Claim(
    id="nearest-orthogonal",
    group=Group.BACKGROUND,
    sentence="A square matrix is no farther from an orthogonal one than its Gram matrix is from "
    "the identity.",
    source="Theorem 3 (the step by polar decomposition)",
    statement="∀ M ∃ Q ∈ O(n): ‖M − Q‖_F ≤ ‖MᵀM − I‖_F = ‖MMᵀ − I‖_F, M singular allowed",
    lean=(
        "Matrix.exists_mem_orthogonalGroup_norm_sub_le",
        "Matrix.exists_mem_orthogonalGroup_norm_sub_le'",
        "Matrix.frobenius_norm_transpose_mul_self_sub_one",
    ),
    checks=(
        Check(
            id="bound",
            title="the slack on matrices with known and with found polar factors",
            rung=Method.EXACT,
            run=bound,
        ),
        Check(
            id="two-defects",
            title="‖MᵀM − I‖_F = ‖MMᵀ − I‖_F for square matrices, singular ones included",
            rung=Method.EXACT,
            run=two_defects,
        ),
        Check(
            id="singular-values",
            title="‖M − UVᵀ‖_F² against Σ(σ_i − 1)² from the characteristic polynomial",
            rung=Method.ENCLOSURE,
            run=singular_values,
        ),
        Check(
            id="found-is-nearest",
            title="the matrix found in floating point, made orthogonal exactly, is the nearest",
            rung=Method.ENCLOSURE,
            run=found_is_nearest,
        ),
    ),
    mutants=(
        Mutant(
            id="half-the-defect",
            statement="‖M − Q‖_F ≤ ½‖MᵀM − I‖_F",
            check="bound",
            run=partial(bound, factor=fmpq(1, 4)),
        ),
        Mutant(
            id="rotations-only",
            statement="Q ∈ SO(n)",
            check="bound",
            run=partial(bound, nearest=_nearest_rotation),
        ),
        Mutant(
            id="transposed-factor",
            statement="Q = UᵀV in place of UVᵀ",
            check="bound",
            run=partial(bound, nearest=_transposed_factor),
        ),
        Mutant(
            id="tall-matrices",
            statement="the two defects agree for tall matrices",
            check="two-defects",
            run=partial(two_defects, extra_rows=1),
        ),
        Mutant(
            id="distance-to-rotations",
            statement="the distance to SO(n) is Σ(σ_i − 1)² as well",
            check="singular-values",
            run=partial(singular_values, distance=distance_sq_to_rotations),
        ),
        Mutant(
            id="of-the-transpose",
            statement="M and Mᵀ have the same nearest orthogonal matrix",
            check="found-is-nearest",
            run=partial(found_is_nearest, find=_of_transpose),
        ),
    ),
    controls=(
        Control(
            id="via-transpose",
            statement="the nearest matrix to Mᵀ is the transpose of the nearest one to M",
            check="found-is-nearest",
            run=partial(found_is_nearest, find=_via_transpose),
        ),
    ),
)
