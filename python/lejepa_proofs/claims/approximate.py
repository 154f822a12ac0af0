"""Theorem 3: an encoder near the optimum is near an orthogonal map, with explicit constants."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from lejepa_proofs.claims.approximate_checks import (
    CENTRED,
    THEOREM,
    aligned,
    deficit_without_rho,
    error_to_rotations,
    errors,
    gap_over_dimension,
    optimal_anywhere,
    pythagoras,
    recovery,
    square_alone,
    square_without_deficit,
    squares_apart,
    white,
    without_energy,
    without_mean,
)
from lejepa_proofs.claims.model import Check, Claim, Control, Group, Mutant
from lejepa_proofs.claims.nearest_orthogonal import NEAREST_ORTHOGONAL
from lejepa_proofs.numerics.verdict import Method

THEOREM_3 = Claim(
    id="theorem-3",
    group=Group.APPROXIMATE,
    sentence="A centred encoder that nearly attains the floor of its own variance and is nearly "
    "white is close to an orthogonal map, with explicit constants.",
    source="Theorem 3",
    statement="h ∈ L²(γ), 0 < ρ < 1, E h = 0, L(h) ≤ 2(1−ρ) tr Cov h + δ, ‖Cov h − I‖_F ≤ ε, D = "
    "δ/(2ρ(1−ρ)) ⇒ ∃ Q ∈ O(n): E‖h − Qz‖² ≤ D + (ε+D)²",
    lean=(
        "LeJEPA.exists_isometry_integral_norm_sub_sq_le",
        "LeJEPA.exists_isometry_integral_norm_sub_sq_le_of_le_one",
    ),
    checks=(
        Check(
            id="errors",
            title="the bound minus E‖h − Qz‖², Q found and made orthogonal exactly",
            rung=Method.ENCLOSURE,
            run=errors,
        ),
        Check(
            id="pythagoras",
            title="E‖h − Qz‖² = ‖M−Q‖_F² + W + ‖E h‖² and Cov h = MMᵀ + Cov ν",
            rung=Method.EXACT,
            run=pythagoras,
        ),
    ),
    mutants=(
        Mutant(
            id="square-without-deficit",
            statement="error ≤ D + ε²",
            check="errors",
            run=partial(errors, formula=replace(THEOREM, bound=square_without_deficit)),
        ),
        Mutant(
            id="square-alone",
            statement="error ≤ (ε+D)², without the lone D",
            check="errors",
            run=partial(errors, formula=replace(THEOREM, bound=square_alone)),
        ),
        Mutant(
            id="gap-without-rho",
            statement="D = δ/(2(1−ρ))",
            check="errors",
            run=partial(errors, formula=replace(THEOREM, deficit=deficit_without_rho)),
        ),
        Mutant(
            id="dimension-for-trace",
            statement="L(h) ≤ 2(1−ρ)n + δ as the hypothesis",
            check="errors",
            run=partial(errors, formula=replace(THEOREM, gap=gap_over_dimension)),
        ),
        Mutant(
            id="rotations-only",
            statement="Q ∈ SO(n)",
            check="errors",
            run=partial(errors, formula=replace(THEOREM, error=error_to_rotations)),
        ),
        Mutant(
            id="mean-omitted",
            statement="without E h = 0",
            check="errors",
            run=partial(errors, offset=True),
        ),
        Mutant(
            id="pythagoras-without-energy",
            statement="E‖h − Qz‖² = ‖M−Q‖_F² + ‖E h‖²",
            check="pythagoras",
            run=partial(pythagoras, total=without_energy),
        ),
        Mutant(
            id="pythagoras-without-mean",
            statement="E‖h − Qz‖² = ‖M−Q‖_F² + W for every h",
            check="pythagoras",
            run=partial(pythagoras, total=without_mean),
        ),
    ),
    controls=(
        Control(
            id="squares-apart",
            statement="error ≤ D + 2ε² + 2D²: weaker, and true",
            check="errors",
            run=partial(errors, formula=replace(THEOREM, bound=squares_apart)),
        ),
        Control(
            id="centred-without-mean",
            statement="for centred h the term ‖E h‖² is not needed",
            check="pythagoras",
            run=partial(pythagoras, total=without_mean, centre=True),
        ),
    ),
)

THEOREM_3_CENTRED = Claim(
    id="theorem-3-centred",
    group=Group.APPROXIMATE,
    sentence="An encoder with a mean is close to an orthogonal map once its mean is removed.",
    source="Theorem 3 (its hypotheses)",
    statement="h ∈ L²(γ), 0 < ρ < 1, L(h) ≤ 2(1−ρ) tr Cov h + δ, ‖Cov h − I‖_F ≤ ε, D = "
    "δ/(2ρ(1−ρ)) ⇒ ∃ Q ∈ O(n): E‖h − E h − Qz‖² ≤ D + (ε+D)²",
    lean=("LeJEPA.exists_isometry_integral_norm_sub_mean_sub_sq_le",),
    checks=(
        Check(
            id="errors",
            title="the bound minus E‖h − E h − Qz‖² for encoders with a mean",
            rung=Method.ENCLOSURE,
            run=partial(errors, formula=CENTRED, offset=True),
        ),
    ),
    mutants=(
        Mutant(
            id="mean-kept",
            statement="the same bound for E‖h − Qz‖²",
            check="errors",
            run=partial(errors, offset=True),
        ),
        Mutant(
            id="square-alone",
            statement="error ≤ (ε+D)², without the lone D",
            check="errors",
            run=partial(errors, formula=replace(CENTRED, bound=square_alone), offset=True),
        ),
    ),
    controls=(
        Control(
            id="mean-zero",
            statement="for centred h the mean may be removed all the same",
            check="errors",
            run=partial(errors, formula=CENTRED),
        ),
    ),
)

EXACT_RECOVERY = Claim(
    id="exact-recovery",
    group=Group.APPROXIMATE,
    sentence="With no alignment gap and no covariance error a centred encoder is exactly an "
    "orthogonal map.",
    source="Theorem 3 (the case δ = ε = 0)",
    statement="h ∈ L²(γ), 0 < ρ < 1, Cov h = I, L(h) ≤ 2(1−ρ) tr Cov h ⇒ ∃ Q ∈ O(n): h = E h + Qz "
    "a.e.",
    lean=("LeJEPA.exists_isometry_ae_eq",),
    checks=(
        Check(
            id="recovery",
            title="E‖h − Qz‖² = 0 for the encoders that meet the hypotheses, which every Qz does",
            rung=Method.EXACT,
            run=recovery,
        ),
    ),
    mutants=(
        Mutant(
            id="mean-omitted",
            statement="without E h = 0",
            check="recovery",
            run=partial(recovery, hypotheses=optimal_anywhere),
        ),
        Mutant(
            id="covariance-omitted",
            statement="without Cov h = I",
            check="recovery",
            run=partial(recovery, hypotheses=aligned),
        ),
        Mutant(
            id="gap-omitted",
            statement="without L(h) = 2(1−ρ) tr Cov h",
            check="recovery",
            run=partial(recovery, hypotheses=white),
        ),
    ),
    controls=(
        Control(
            id="mean-removed",
            statement="without E h = 0, for h − E h",
            check="recovery",
            run=partial(recovery, hypotheses=optimal_anywhere, centre=True),
        ),
    ),
)

CLAIMS: tuple[Claim, ...] = (THEOREM_3, THEOREM_3_CENTRED, EXACT_RECOVERY, NEAREST_ORTHOGONAL)
