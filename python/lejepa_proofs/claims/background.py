"""Background: elementary facts that the paper or its formalisation takes as given."""

from __future__ import annotations

from functools import partial

from lejepa_proofs.claims.elementary_checks import (
    am_gm_roots,
    am_gm_search,
    am_gm_strict,
    columns_orthonormal,
    exp_mean,
    exp_mean_centred,
    exp_mean_equality,
    gaussian_image,
    score_infinite_mass,
    score_normaliser,
    score_to_moments,
    score_variance,
    trace_is_dimension,
    unimodular,
    unit_rows,
)
from lejepa_proofs.claims.model import Check, Claim, Control, Group, Mutant
from lejepa_proofs.numerics.verdict import Method

CLAIMS: tuple[Claim, ...] = (
    Claim(
        id="am-gm",
        group=Group.BACKGROUND,
        sentence="The arithmetic mean is at least the geometric mean.",
        source="Appendix",
        statement="(Σ x_i)/m ≥ (Π x_i)^{1/m} for m ≥ 1 and x_i ≥ 0, strictly unless all x_i "
        "are equal.",
        lean=(
            "LeJEPA.rpow_prod_le_arith_mean",
            "LeJEPA.rpow_prod_lt_arith_mean_iff",
        ),
        checks=(
            Check(
                id="roots",
                title="x_i = y_i^m, so that the geometric mean is rational; m up to 8",
                rung=Method.EXACT,
                run=am_gm_roots,
            ),
            Check(
                id="strict",
                title="the m-th powers, for numbers not all equal",
                rung=Method.EXACT,
                run=am_gm_strict,
            ),
            Check(
                id="search",
                title="the m-th powers, on lists drawn by Hypothesis",
                rung=Method.EXACT,
                run=am_gm_search,
            ),
        ),
        mutants=(
            Mutant(
                id="no-terms",
                statement="m = 0 admitted: the empty mean 0 is at least the empty product 1",
                check="roots",
                run=partial(am_gm_roots, sizes=(0, 1, 2)),
            ),
            Mutant(
                id="strict-everywhere",
                statement="strict inequality also when all x_i are equal",
                check="strict",
                run=partial(am_gm_strict, equal=True),
            ),
            Mutant(
                id="negative-terms",
                statement="x_i ≥ 0 dropped",
                check="search",
                run=partial(am_gm_search, lowest=-9),
            ),
        ),
        controls=(
            Control(
                id="one-term",
                statement="m = 1: equality",
                check="roots",
                run=partial(am_gm_roots, sizes=(1,)),
            ),
        ),
    ),
    Claim(
        id="exp-mean",
        group=Group.BACKGROUND,
        sentence="The mean of exponentials is at least the exponential of the mean.",
        source="Appendix",
        statement="(Σ exp x_i)/m ≥ exp((Σ x_i)/m) for m ≥ 1, with equality exactly when all "
        "x_i are equal.",
        lean=(
            "LeJEPA.exp_mean_le_mean_exp",
            "LeJEPA.exp_mean_eq_mean_exp_iff",
        ),
        checks=(
            Check(
                id="strict",
                title="numbers not all equal, m up to 8",
                rung=Method.ENCLOSURE,
                run=exp_mean,
            ),
            Check(
                id="centred",
                title="mean(exp(2f_i/m)) > 1 when Σ f_i = 0, f ≠ 0",
                rung=Method.ENCLOSURE,
                run=exp_mean_centred,
            ),
            Check(
                id="equality",
                title="equality for equal numbers",
                rung=Method.ENCLOSURE,
                run=exp_mean_equality,
            ),
        ),
        mutants=(
            Mutant(
                id="no-terms",
                statement="m = 0 admitted: the empty mean 0 is at least exp 0 = 1",
                check="strict",
                run=partial(exp_mean, sizes=(0, 2)),
            ),
            Mutant(
                id="reversed",
                statement="the inequality the other way round",
                check="strict",
                run=partial(exp_mean, sign=-1),
            ),
            Mutant(
                id="not-centred",
                statement="Σ f_i = 0 dropped",
                check="centred",
                run=partial(exp_mean_centred, centred=False),
            ),
            Mutant(
                id="equality-everywhere",
                statement="equality also for numbers that differ",
                check="equality",
                run=partial(exp_mean_equality, spread=1),
            ),
        ),
        controls=(
            Control(
                id="two-terms",
                statement="m = 2",
                check="strict",
                run=partial(exp_mean, sizes=(2,)),
            ),
        ),
    ),
    Claim(
        id="affine-score",
        group=Group.BACKGROUND,
        sentence="A density on the line with an affine score is Gaussian.",
        source="Theorem 2, proof",
        statement="(log p)'(x) = a x + b for a positive differentiable probability density p "
        "forces a < 0 and p = N(−b/a, −1/a).",
        lean=("LeJEPA.affine_score",),
        checks=(
            Check(
                id="moments",
                title="the moments that the score forces, a < 0",
                rung=Method.EXACT,
                run=score_to_moments,
            ),
            Check(
                id="variance",
                title="the variance that the score forces is positive for a < 0",
                rung=Method.EXACT,
                run=score_variance,
            ),
            Check(
                id="normaliser",
                title="the mass of exp(ax²/2 + bx) by rigorous integration, a < 0",
                rung=Method.ENCLOSURE,
                run=score_normaliser,
            ),
            Check(
                id="infinite-mass",
                title="c·exp(ax²/2 + bx) has mass above 1 for every c > 0, a ≥ 0",
                rung=Method.ENCLOSURE,
                run=score_infinite_mass,
            ),
        ),
        mutants=(
            Mutant(
                id="mean-sign",
                statement="mean b/a",
                check="moments",
                run=partial(score_to_moments, mean_sign=1),
            ),
            Mutant(
                id="variance-squared",
                statement="variance 1/a²",
                check="moments",
                run=partial(score_to_moments, variance_power=2),
            ),
            Mutant(
                id="slope-positive",
                statement="a density with a > 0 exists",
                check="variance",
                run=partial(score_variance, sign=1),
            ),
            Mutant(
                id="normaliser-sign",
                statement="the mass has e^{b²/(2a)}",
                check="normaliser",
                run=partial(score_normaliser, exponent=1),
            ),
            Mutant(
                id="never-a-density",
                statement="the mass exceeds 1 for every c > 0 also when a < 0",
                check="infinite-mass",
                run=partial(score_infinite_mass, sign=-1),
            ),
        ),
        controls=(
            Control(
                id="centred",
                statement="b = 0: the mean is b/a and −b/a alike",
                check="moments",
                run=partial(score_to_moments, mean_sign=1, centred=True),
            ),
        ),
    ),
    Claim(
        id="orthogonal-of-gaussian-linear",
        group=Group.BACKGROUND,
        sentence="A linear map that sends a standard Gaussian to a standard Gaussian is "
        "orthogonal.",
        source="Theorem 2, companions",
        statement="For z ~ N(0, I_k) and M of shape n × k: Mz ~ N(0, I_n) iff M Mᵀ = I_n; "
        "for k = n iff M is in O(n).",
        lean=(
            "LeJEPA.map_toEuclideanLin_gaussian_eq_iff",
            "LeJEPA.map_toEuclideanLin_gaussian_eq_iff_mem_orthogonalGroup",
        ),
        checks=(
            Check(
                id="moments",
                title="moments of Mz up to degree 4 against M Mᵀ = I, for good and bad M",
                rung=Method.EXACT,
                run=gaussian_image,
            ),
        ),
        mutants=(
            Mutant(
                id="columns",
                statement="MᵀM = I for any shape",
                check="moments",
                run=partial(gaussian_image, criterion=columns_orthonormal),
            ),
            Mutant(
                id="volume",
                statement="det(M Mᵀ) = 1 suffices",
                check="moments",
                run=partial(gaussian_image, criterion=unimodular),
            ),
            Mutant(
                id="unit-rows",
                statement="rows of norm 1 suffice",
                check="moments",
                run=partial(gaussian_image, criterion=unit_rows),
            ),
            Mutant(
                id="trace",
                statement="tr(M Mᵀ) = n suffices",
                check="moments",
                run=partial(gaussian_image, criterion=trace_is_dimension),
            ),
        ),
        controls=(
            Control(
                id="square-columns",
                statement="MᵀM = I for square M",
                check="moments",
                run=partial(gaussian_image, criterion=columns_orthonormal, wide=False),
            ),
        ),
    ),
)
