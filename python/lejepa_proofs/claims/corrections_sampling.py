"""Corrections about what is read off finite samples: floors, fits and dropped runs."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from itertools import permutations

import numpy as np
from flint import arb, fmpq, fmpq_mat

from lejepa_proofs.claims.model import Context
from lejepa_proofs.numerics.enclosure import ball, working_precision
from lejepa_proofs.numerics.estimators import empirical_bernstein
from lejepa_proofs.numerics.sampling import (
    covariance_error,
    covariance_floor,
    fitted_r2,
    in_sample_r2_mean,
    mean,
    mean_estimated_weights,
    mean_known_weights,
    simple_r2,
)
from lejepa_proofs.numerics.verdict import Method, Relation, Tally, float_down, float_up

Floor = Callable[[int, int, bool], Fraction]


def true_floor(n: int, m: int, mean_known: bool) -> Fraction:
    """n(n+1)/m, or n(n+1)/(m−1) with the mean estimated."""
    return covariance_floor(n, m, mean_known=mean_known)


def square_floor(n: int, m: int, mean_known: bool) -> Fraction:
    """n²/m: forgets that the variances of the diagonal are twice the others."""
    return Fraction(n * n, m if mean_known else m - 1)


def same_divisor(n: int, m: int, mean_known: bool) -> Fraction:
    """n(n+1)/m whether or not the mean is known."""
    del mean_known
    return covariance_floor(n, m)


def no_floor(n: int, m: int, mean_known: bool) -> Fraction:
    """ε vanishes for a perfect encoder."""
    del n, m, mean_known
    return Fraction(0)


def epsilon_floor(ctx: Context, floor: Floor = true_floor) -> Tally:
    """E‖Ĉ − I‖_F² of m samples: Isserlis sum over the samples against the closed form."""
    del ctx
    tally = Tally(Relation.ZERO, Method.EXACT)
    for n, m in ((1, 1), (1, 2), (1, 5), (2, 2), (2, 4), (3, 3), (4, 2)):
        for known in (True, False):
            if m == 1 and not known:
                continue
            weights = mean_known_weights(m) if known else mean_estimated_weights(m)
            dependence = [[Fraction(int(k == j)) for j in range(m)] for k in range(m)]
            found = covariance_error(n, weights, dependence)
            where = f"n = {n}, m = {m}, mean {'known' if known else 'estimated'}: {found}"
            tally.add(found - floor(n, m, known), where)
    return tally


PUBLISHED_R2 = Fraction(999561, 10**6)
"""R²(h → z) published for n = 1024: an error of n(1 − R²) at most, after the best linear fit."""


def epsilon_swamps(ctx: Context, samples: int = 10**4) -> Tally:
    """(noise floor of ε²) − 100 · n(1 − R²) at n = 1024: the bound exceeds any error seen."""
    del ctx
    tally = Tally(Relation.POSITIVE, Method.EXACT)
    n = 1024
    floor = covariance_floor(n, samples)
    seen = n * (1 - PUBLISHED_R2)
    tally.add(floor - 100 * seen, f"n = {n}, m = {samples}: E ε² = {floor}")
    tally.add(floor - 100, f"n = {n}, m = {samples}: ε of about {float_up(floor) ** 0.5:.2f}")
    return tally


FitMean = Callable[[int, int], Fraction]


def over_m(p: int, m: int) -> Fraction:
    """p/m: forgets the intercept."""
    return Fraction(p, m)


def unbiased(p: int, m: int) -> Fraction:
    """Noise scores 0."""
    del p, m
    return Fraction(0)


SHAPES = ((1, 2), (1, 3), (1, 5), (2, 3), (2, 5), (3, 5), (0, 4))


def in_sample_mean(
    ctx: Context,
    claimed: FitMean = in_sample_r2_mean,
    shapes: tuple[tuple[int, int], ...] = SHAPES,
) -> Tally:
    """E R² of p regressors fitted to exchangeable noise, averaged over all orders of the noise.

    Exchangeable means that every order of the values is equally likely, so averaging over the
    orders of any one draw gives the mean; Gaussian noise is a special case.
    """
    tally = Tally(Relation.ZERO, Method.EXACT)
    for p, m in shapes:
        y = ctx.random.sample(range(-20, 20), m)
        columns = [ctx.random.sample(range(-20, 20), m) for _ in range(p)]
        while p and _centred(columns, m).rank() < p:
            columns = [ctx.random.sample(range(-20, 20), m) for _ in range(p)]
        found = Fraction(0)
        if p:
            found = mean(fitted_r2(columns, order) for order in permutations(y))
        tally.add(found - claimed(p, m), f"p = {p}, m = {m}, noise {y} in any order: {found}")
    return tally


def _centred(columns: list[list[int]], m: int) -> fmpq_mat:
    return fmpq_mat([[fmpq(m * x[k] - sum(x)) for x in columns] for k in range(m)])


def held_out(ctx: Context, same_points: bool = False) -> Tally:
    """−R² of the line fitted to noise, scored against fresh noise; or on the same points.

    Fresh noise of mean μ and variance v scores 1 − (v + E(ŷ − μ)²)/v ≤ 0 whatever was fitted.
    Each instance sums the squares over the fitted points and all values of the noise.
    """
    tally = Tally(Relation.NONNEGATIVE, Method.EXACT)
    for m in (3, 4, 6, 10):
        x = ctx.random.sample(range(-20, 20), m)
        law = ctx.random.sample(range(-20, 20), 5)
        y = [ctx.random.choice(law) for _ in range(m)]
        y[0], y[1] = law[0], law[1]
        slope = Fraction(
            m * sum(a * b for a, b in zip(x, y, strict=True)) - sum(x) * sum(y),
            m * sum(a * a for a in x) - sum(x) ** 2,
        )
        centre = Fraction(sum(y), m) - slope * Fraction(sum(x), m)
        fit = [centre + slope * a for a in x]
        if same_points:
            score = simple_r2(x, y)
        else:
            mu = Fraction(sum(law), 5)
            around = mean((b - mu) ** 2 for b in law)
            residual = mean((b - f) ** 2 for b in law for f in fit)
            score = 1 - residual / around
        tally.add(-score, f"m = {m}: R² = {float_up(score):.4f}")
    return tally


ALPHA = 1e-6
DRAWS = 12_000
POINTS = 4


def sampled_r2(ctx: Context, claimed: FitMean = in_sample_r2_mean) -> Tally:
    """Mean in-sample R² of fits to Gaussian noise, with an empirical-Bernstein interval.

    Twelve thousand fits of a line to m = 4 points; normals rounded to multiples of 2^-20 stay
    exchangeable, so E R² = 1/3 holds exactly. Each R² is computed in integers and rounded down
    to a multiple of 2^-60, for which the interval is widened. Error probability 1e-6.

    Power: with probability 1 − 1e-6 the sample mean is within the Hoeffding radius, 0.0246, of
    1/3, and the interval's radius is at most 0.0282, its value at the largest variance that
    numbers in [0, 1] can have. So a claimed mean farther than their sum, 0.0528, from 1/3 is then
    rejected: p/m = 1/4 is 1/12 = 0.0833 away, 0 is 0.3333 away. The resolution is that 1/12.
    """
    rows = np.rint(ctx.rng.standard_normal((DRAWS, 2, POINTS)) * 2.0**20).astype(np.int64)
    grid = 2**60
    scores = []
    for x, y in rows.tolist():
        r2 = simple_r2(x, y)
        scores.append(Fraction(r2.numerator * grid // r2.denominator, grid))
    interval = empirical_bernstein(scores, ALPHA)
    resolution = float_down(in_sample_r2_mean(1, POINTS) - over_m(1, POINTS))
    tally = Tally(Relation.ZERO, Method.STATISTICAL, resolution=resolution, alpha=ALPHA)
    with working_precision(128):
        rounding = arb(0).union(ball(Fraction(1, grid)))
        slack = interval.ball() + rounding - ball(claimed(1, POINTS))
    tally.add(slack, f"m = {POINTS}: interval [{interval.lower}, {interval.upper}]", n=DRAWS)
    return tally


def _encoder_error(sigma: Fraction, rotation: int) -> Fraction:
    # h = σz + c(z²−1)/√2 with σ² + c² = 1; E(h − ±z)² from the moments 1, 0, 1, 0, 3 of z
    moments = (1, 0, 1, 0, 3)
    linear = (sigma - rotation) ** 2 * moments[2]
    square = (1 - sigma**2) * Fraction(moments[4] - 2 * moments[2] + moments[0], 2)
    return linear + square


NO_CUTOFF = Fraction(0)
CUTOFF = Fraction(1, 2)
"""Published runs with a smaller R² were left out."""

Runs = list[tuple[Fraction, Fraction, Fraction, int]]


def runs(ctx: Context) -> Runs:
    """(R², least error over orthogonal maps, nonlinear energy, n) of a family of encoders.

    Coordinate i is σ_i z_i + √(1−σ_i²) (z_i²−1)/√2: mean 0, covariance I, R² = mean σ_i².
    """
    found: Runs = []
    for n in (1, 2, 5):
        for step in range(11):
            sigma = [Fraction(min(10, step + ctx.random.randint(0, 1)), 10) for _ in range(n)]
            error = sum(
                (min(_encoder_error(x, 1), _encoder_error(x, -1)) for x in sigma), Fraction(0)
            )
            energy = sum((1 - x * x for x in sigma), Fraction(0))
            found.append((mean(x * x for x in sigma), error, energy, n))
        found.append((Fraction(0), Fraction(2 * n), Fraction(n), n))
    return found


Bound = Callable[[Fraction, int], Fraction]


def false_bound(energy: Fraction, n: int) -> Fraction:
    """ "The error is at most n": violated by every encoder with mean σ below 1/2."""
    del energy
    return Fraction(n)


def theorem_bound(energy: Fraction, n: int) -> Fraction:
    """D + (ε + D)² with ε = 0 and D the nonlinear energy."""
    del n
    return energy + energy**2


def kept_runs(ctx: Context, least: Fraction = CUTOFF, bound: Bound = false_bound) -> Tally:
    """bound − error over the runs with R² ≥ ``least``."""
    tally = Tally(Relation.NONNEGATIVE, Method.EXACT)
    for r2, error, energy, n in runs(ctx):
        if r2 >= least:
            tally.add(bound(energy, n) - error, f"n = {n}, R² = {r2}: error {error}")
    return tally


def hidden_violation(ctx: Context, least: Fraction = NO_CUTOFF) -> Tally:
    """The worst error − n among the runs with R² ≥ ``least``, for each n."""
    tally = Tally(Relation.POSITIVE, Method.EXACT)
    every = runs(ctx)
    for n in sorted({row[3] for row in every}):
        worst = max(error for r2, error, _, size in every if size == n and r2 >= least)
        tally.add(worst - n, f"n = {n}: worst error {worst} among R² ≥ {least}")
    return tally
