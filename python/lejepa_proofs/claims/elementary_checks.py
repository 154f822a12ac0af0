"""Checks of the elementary facts that the paper or its formalisation takes as given."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from flint import arb, fmpq, fmpq_mat

from lejepa_proofs.claims.model import Context
from lejepa_proofs.claims.search import smallest_counterexample
from lejepa_proofs.numerics.affine_score import (
    normal_moments,
    score_moments,
    total_mass,
    window_mass,
)
from lejepa_proofs.numerics.enclosure import ball, rational, working_precision
from lejepa_proofs.numerics.inequalities import (
    am_gm_power_slack,
    am_gm_root_slack,
    exp_mean_slack,
    mean,
)
from lejepa_proofs.numerics.isometries import identity_matrix, random_orthogonal
from lejepa_proofs.numerics.tensor_hermite import expectation, indices, linear_forms, ring
from lejepa_proofs.numerics.verdict import Method, Outcome, Relation, Tally

BITS = 128
"""Working precision of the balls."""

RESOLUTION = 2.0 ** -(BITS // 2)
"""Half the working digits: above the rounding of a few hundred operations, below every mutant,
which changes a term of order one."""

Criterion = Callable[[fmpq_mat], bool]


def positive(run: Context, denominator: int = 9) -> fmpq:
    """A rational in (0, 6]."""
    q = run.random.randint(1, denominator)
    return fmpq(run.random.randint(1, 6 * q), q)


def am_gm_roots(run: Context, sizes: tuple[int, ...] = (1, 2, 3, 5, 8)) -> Tally:
    """mean(x) − (Π x_i)^{1/m} with x_i = y_i^m, where the root is rational; m over ``sizes``."""
    tally = Tally(Relation.NONNEGATIVE, Method.EXACT)
    for m in sizes:
        for _ in range(12):
            roots = [positive(run) for _ in range(m)]
            tally.add(am_gm_root_slack(roots), f"m = {m}, roots {roots}")
        tally.add(am_gm_root_slack([fmpq(3, 2)] * m), f"m = {m}, all equal")
        tally.add(am_gm_root_slack([fmpq(0)] * m), f"m = {m}, all 0")
    return tally


def am_gm_strict(run: Context, equal: bool = False) -> Tally:
    """mean(x)^m − Π x_i > 0 for m ≥ 2 numbers that are not all equal."""
    tally = Tally(Relation.POSITIVE, Method.EXACT)
    for m in range(2, 9):
        for _ in range(6):
            xs = [positive(run)] * m
            if not equal:
                xs[run.random.randrange(m)] += positive(run)
            tally.add(am_gm_power_slack(xs), f"m = {m}, x = {xs}")
    return tally


def am_gm_search(run: Context, lowest: int = 0) -> Tally:
    """mean(x)^m − Π x_i ≥ 0 on lists that Hypothesis draws, entries at least ``lowest``."""
    tally = Tally(Relation.NONNEGATIVE, Method.EXACT)

    def holds(xs: list[Fraction]) -> bool:
        return tally.add(am_gm_power_slack(xs), f"x = {xs}") is Outcome.CONFIRMED

    from hypothesis import strategies

    entries = strategies.fractions(min_value=lowest, max_value=9, max_denominator=9)
    lists = strategies.lists(entries, min_size=1, max_size=6)
    smallest_counterexample(lists, holds, seed=run.random.getrandbits(32), examples=60)
    return tally


def exp_mean(run: Context, sizes: tuple[int, ...] = (2, 3, 5, 8), sign: int = 1) -> Tally:
    """mean(exp x_i) − exp(mean x_i) > 0 for numbers that are not all equal."""
    tally = Tally(Relation.POSITIVE, Method.ENCLOSURE)
    with working_precision(BITS):
        for m in sizes:
            for _ in range(10):
                xs = [positive(run) - 3 for _ in range(m)]
                if m:
                    xs[0] = xs[-1] + positive(run)
                tally.add(sign * exp_mean_slack(xs), f"m = {m}, x = {xs}")
    return tally


def exp_mean_centred(run: Context, centred: bool = True) -> Tally:
    """mean(exp(2 f_i/m)) − 1 > 0 when Σ f_i = 0, f ≠ 0: the form that the authors' build uses."""
    tally = Tally(Relation.POSITIVE, Method.ENCLOSURE)
    with working_precision(BITS):
        for m in range(2, 8):
            for _ in range(8):
                fs = [positive(run) - 6 for _ in range(m)]
                fs[0] = fs[-1] + positive(run)
                if centred:
                    average = mean(fs)
                    fs = [f - average for f in fs]
                total = sum((ball(2 * f / m).exp() for f in fs), arb(0))
                tally.add(total / m - 1, f"m = {m}, f = {fs}")
    return tally


def exp_mean_equality(run: Context, spread: int = 0) -> Tally:
    """mean(exp x_i) = exp(mean x_i) when all x_i are equal, in particular for m = 1."""
    tally = Tally(Relation.ZERO, Method.ENCLOSURE, resolution=RESOLUTION)
    with working_precision(BITS):
        for m in range(1, 7):
            xs = [positive(run) - 3] * m
            xs[0] += spread
            tally.add(exp_mean_slack(xs), f"m = {m}, x = {xs}")
    return tally


def score_to_moments(
    run: Context, mean_sign: int = -1, variance_power: int = 1, centred: bool = False
) -> Tally:
    """Moments forced by (log p)' = a x + b, a < 0, against those of N(−b/a, −1/a), order ≤ 12."""
    tally = Tally(Relation.ZERO, Method.EXACT)
    for _ in range(20):
        slope, intercept = -positive(run), fmpq(0) if centred else positive(run) - 3
        variance = (-1 / slope) ** variance_power
        claimed = normal_moments(mean_sign * intercept / slope, variance, 13)
        for k, value in enumerate(score_moments(slope, intercept, 13)):
            tally.add(value - claimed[k], f"moment {k}, a = {slope}, b = {intercept}")
    return tally


def score_variance(run: Context, sign: int = -1) -> Tally:
    """The variance that the score forces: −1/a > 0 for a < 0 (for a > 0 it would be negative)."""
    tally = Tally(Relation.POSITIVE, Method.EXACT)
    for _ in range(40):
        slope, intercept = sign * positive(run), positive(run) - 3
        moments = score_moments(slope, intercept, 3)
        tally.add(moments[2] - moments[1] ** 2, f"a = {slope}, b = {intercept}")
    return tally


def score_normaliser(run: Context, exponent: int = -1) -> Tally:
    """∫ exp(a x²/2 + b x) dx over √(2π/|a|) e^{−b²/(2a)}, minus 1, by rigorous integration."""
    tally = Tally(Relation.ZERO, Method.ENCLOSURE, resolution=RESOLUTION)
    with working_precision(BITS):
        for _ in range(10):
            slope, intercept = -positive(run), positive(run) - fmpq(1, 7)
            half_width = 12 * (1 + rational(int(abs(1 / slope))))
            closed = (2 * arb.pi() / ball(-slope)).sqrt()
            closed *= ball(exponent * intercept**2 / (2 * slope)).exp()
            mass = total_mass(slope, intercept, half_width)
            tally.add(mass / closed - 1, f"a = {slope}, b = {intercept}")
    return tally


def score_infinite_mass(run: Context, sign: int = 1) -> Tally:
    """c·∫_{−R}^{R} exp(a x²/2 + b x) dx > 1 with R = 1/c, for every c > 0: not a density.

    For a ≥ 0 the exponent has mean at least 0 over [−R, R], so by Jensen the integral is at
    least 2R.
    """
    tally = Tally(Relation.POSITIVE, Method.ENCLOSURE)
    with working_precision(BITS):
        for index in range(12):
            slope = sign * (fmpq(index % 3) + (positive(run) if index % 3 else 0))
            intercept = fmpq(index % 2, 3)
            factor = fmpq(1, run.random.randint(5, 12))
            mass = window_mass(slope, intercept, -1 / factor, 1 / factor)
            tally.add(ball(factor) * mass - 1, f"a = {slope}, b = {intercept}, c = {factor}")
    return tally


def rows_orthonormal(matrix: fmpq_mat) -> bool:
    """M Mᵀ = I."""
    return bool(matrix * matrix.transpose() == identity_matrix(matrix.nrows()))


def columns_orthonormal(matrix: fmpq_mat) -> bool:
    """Mᵀ M = I."""
    return bool(matrix.transpose() * matrix == identity_matrix(matrix.ncols()))


def unit_rows(matrix: fmpq_mat) -> bool:
    """The diagonal of M Mᵀ is 1."""
    gram = matrix * matrix.transpose()
    return all(gram[i, i] == 1 for i in range(gram.nrows()))


def unimodular(matrix: fmpq_mat) -> bool:
    """det(M Mᵀ) = 1: volume is preserved."""
    return bool((matrix * matrix.transpose()).det() == 1)


def trace_is_dimension(matrix: fmpq_mat) -> bool:
    """tr(M Mᵀ) = n."""
    gram = matrix * matrix.transpose()
    return bool(sum((gram[i, i] for i in range(gram.nrows())), fmpq(0)) == gram.nrows())


def gaussian_image(
    run: Context, criterion: Criterion = rows_orthonormal, wide: bool = True
) -> Tally:
    """Mz has the moments of N(0, I) up to degree 4 exactly when M Mᵀ = I, on both kinds of M.

    The moments are computed from the polynomials ((Mz)_1)^{α_1}…, not from M Mᵀ.
    """
    tally = Tally(Relation.ZERO, Method.EXACT)
    for matrix in _matrices(run, wide):
        tally.add_equal(_standard_moments(matrix), criterion(matrix), f"M = {matrix.tolist()}")
    return tally


def _matrices(run: Context, wide: bool) -> list[fmpq_mat]:
    found = [
        fmpq_mat([[1, 1], [0, 1]]),
        fmpq_mat([[1, 0], [1, 0]]),
        fmpq_mat([[1, 1], [0, 0]]),
        fmpq_mat([[0, -1], [1, 0]]),
        fmpq_mat([[fmpq(3, 5), fmpq(4, 5)], [fmpq(3, 5), fmpq(4, 5)]]),
        fmpq_mat([[-1]]),
        fmpq_mat([[fmpq(999, 1000)]]),
    ]
    for n in (2, 3, 3):
        turned = random_orthogonal(n, run.random)
        nudged = fmpq_mat(turned)
        nudged[0, n - 1] += fmpq(1, 10**6)
        found += [turned, nudged]
        if wide:
            found.append(fmpq_mat(turned.tolist()[: n - 1]))
    return found


def _standard_moments(matrix: fmpq_mat) -> bool:
    forms, coordinates = linear_forms(matrix), ring(matrix.nrows()).gens()
    for degree in range(1, 5):
        for alpha in indices(matrix.nrows(), degree):
            image, standard = 0 * forms[0] + 1, 0 * coordinates[0] + 1
            for form, x, a in zip(forms, coordinates, alpha, strict=True):
                image, standard = image * form**a, standard * x**a
            if expectation(image) != expectation(standard):
                return False
    return True
