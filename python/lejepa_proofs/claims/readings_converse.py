"""Looser readings of Theorem 2, each with the exactly solved world that refutes it."""

from __future__ import annotations

from functools import partial

from lejepa_proofs.claims.converse_encoder_checks import decided_by_polynomials
from lejepa_proofs.claims.model import Check, Claim, Control, Group, Mutant
from lejepa_proofs.claims.readings_converse_checks import (
    WORLDS,
    always_beaten,
    bent_regression,
    digit_averages,
    four_point_eigenvalue,
    four_point_solved,
    four_point_stationary,
    kurtosis,
    linear_minimisers,
    loss_never_zero,
    rademacher_linear,
    rademacher_outside,
)
from lejepa_proofs.claims.readings_translation_checks import translated_loss, translation_distance
from lejepa_proofs.numerics.verdict import Method

TRANSLATION = Claim(
    id="reading-translation",
    group=Group.READINGS,
    sentence="In a Gaussian world each whitened minimiser is an orthogonal map, whatever its mean.",
    source="Theorems 1 and 2",
    statement="Gaussian AR(1) world: h = Qz + b has Cov h = I and L(h) = 2(1−ρ)n, and E‖h − Q'z‖² "
    "≥ ‖b‖² > 0 for every Q' ∈ O(n).",
    truth=False,
    repair="theorem-2-minimisers",
    lean=(
        "LeJEPA.not_forall_best_isometry_of_free_mean",
        "LeJEPA.isBest_id_of_free_mean_gaussian",
        "LeJEPA.covMatrix_add_isometry",
        "LeJEPA.alignmentLoss_add_isometry",
        "LeJEPA.le_integral_norm_add_isometry_sub_sq",
    ),
    checks=(
        Check(
            id="minimal",
            title="Qz + b is whitened and has the least loss",
            rung=Method.EXACT,
            run=translated_loss,
        ),
        Check(
            id="distance",
            title="Qz + b is no orthogonal map of z",
            rung=Method.EXACT,
            run=translation_distance,
        ),
    ),
    mutants=(
        Mutant(
            id="as-read",
            statement="the minimiser Qz + b equals Qz",
            check="distance",
            run=partial(translation_distance, claimed=True),
        ),
    ),
    controls=(
        Control(
            id="centred",
            statement="with E h = 0 the same minimiser is Qz",
            check="distance",
            run=partial(translation_distance, claimed=True, centred=True),
        ),
    ),
)

DYADIC = Claim(
    id="reading-dyadic",
    group=Group.READINGS,
    sentence="Every stationary world with additive noise has an optimal whitened encoder, so that "
    "'every optimal encoder is linear' is never an empty condition.",
    source="Theorem 2",
    statement="z uniform on [0,1], z' = z/2 + η, η ∈ {0, ½} fair: digit averages have loss 2/N, "
    "no encoder has loss 0; there is no minimiser, and z is not Gaussian.",
    truth=False,
    repair="theorem-2",
    checks=(
        Check(
            id="digit-averages",
            title="the average of N digit signs is admissible with loss 2/N",
            rung=Method.EXACT,
            run=digit_averages,
        ),
        Check(
            id="never-zero",
            title="only constants have loss 0 (functions of N digits, polynomials)",
            rung=Method.EXACT,
            run=loss_never_zero,
        ),
        Check(
            id="beaten",
            title="each candidate loses to the average of enough digits",
            rung=Method.EXACT,
            run=always_beaten,
        ),
    ),
    mutants=(
        Mutant(
            id="as-read",
            statement="some digit function or polynomial is a minimiser",
            check="beaten",
            run=partial(always_beaten, claimed=True),
        ),
        Mutant(
            id="loss-one-over-n",
            statement="the digit averages have loss 1/N",
            check="digit-averages",
            run=partial(digit_averages, numerator=1),
        ),
        Mutant(
            id="average-is-best",
            statement="no function of N digits correlates above 1 − 1/N",
            check="never-zero",
            run=partial(loss_never_zero, average_is_best=True),
        ),
    ),
    controls=(
        Control(
            id="gaussian-minimiser",
            statement="in a Gaussian world the identity is a minimiser among polynomial encoders",
            check="beaten",
            run=partial(always_beaten, claimed=True, gaussian=True),
        ),
    ),
)

RADEMACHER = Claim(
    id="reading-rademacher",
    group=Group.READINGS,
    sentence="With E h = 0 added, linear optimal encoders always mean Gaussian latents.",
    source="Theorem 2",
    statement="n = 1, z and η independent fair signs, m = 0: every admissible h is ±z, minimisers "
    "exist, and z is not Gaussian.",
    truth=False,
    repair="theorem-2",
    lean=(
        "LeJEPA.rademacher_counterexample",
        "LeJEPA.isWhitened_rademacher_iff",
    ),
    checks=(
        Check(
            id="linear",
            title="every function on two points is affine",
            rung=Method.EXACT,
            run=rademacher_linear,
        ),
        Check(
            id="not-gaussian",
            title="the kurtosis of z is not 3",
            rung=Method.EXACT,
            run=partial(kurtosis, names=("rademacher",)),
        ),
        Check(
            id="outside",
            title="the noise of fair signs at ρ > 0 would violate E η⁴ ≥ (E η²)²",
            rung=Method.EXACT,
            run=rademacher_outside,
        ),
    ),
    mutants=(
        Mutant(
            id="as-read",
            statement="the latents are Gaussian",
            check="not-gaussian",
            run=partial(kurtosis, names=("rademacher",), claimed=True),
        ),
        Mutant(
            id="plane",
            statement="every function of two fair signs is affine",
            check="linear",
            run=partial(rademacher_linear, plane=True),
        ),
        Mutant(
            id="rho-zero",
            statement="the repaired class excludes the world at ρ = 0 as well",
            check="outside",
            run=partial(rademacher_outside, factor=0),
        ),
    ),
    controls=(
        Control(
            id="small-rho",
            statement="the repaired class excludes it even at ρ of the order 10⁻⁶",
            check="outside",
            run=partial(rademacher_outside, small=True),
        ),
    ),
)

FOUR_POINT = Claim(
    id="reading-four-point",
    group=Group.READINGS,
    sentence="With E h = 0 and correlated views, linear optimal encoders mean Gaussian latents.",
    source="Theorem 2",
    statement="S = {0,1,2,3}, m(z) = 1{z ≥ 2}, η ∈ {0,1,2} with chances (r, 1−2r, r), r = (√73 − "
    "3)/16, standardised, n independent copies, any n ≥ 1: stationary, the whitened "
    "minimisers are exactly the maps Qz, and z is not Gaussian.",
    truth=False,
    repair="theorem-2",
    lean=(
        "LeJEPA.fourPoint_counterexample_productLaw",
        "LeJEPA.FourPoint.isBest_iff",
        "LeJEPA.FourPoint.isStationary",
        "LeJEPA.exists_fourPoint_parameter",
    ),
    checks=(
        Check(
            id="stationary",
            title="pP = p over ℚ(√73), and 8r² + 3r = 2",
            rung=Method.EXACT,
            run=four_point_stationary,
        ),
        Check(
            id="solved",
            title="the best encoders are exactly the affine ones, n = 1 and 2",
            rung=Method.EXACT,
            run=four_point_solved,
        ),
        Check(
            id="eigenvalue",
            title="their correlation is ½(⟨s,g⟩ + ‖g‖)",
            rung=Method.EXACT,
            run=four_point_eigenvalue,
        ),
        Check(
            id="not-gaussian",
            title="the kurtosis of z is not 3",
            rung=Method.EXACT,
            run=partial(kurtosis, names=("four-point",)),
        ),
        Check(
            id="bent",
            title="E[z' | z] is not affine: the world is outside the repaired class",
            rung=Method.EXACT,
            run=bent_regression,
        ),
    ),
    mutants=(
        Mutant(
            id="as-read",
            statement="the latents are Gaussian",
            check="not-gaussian",
            run=partial(kurtosis, names=("four-point",), claimed=True),
        ),
        Mutant(
            id="any-chance",
            statement="the best encoders are affine for rational r as well",
            check="solved",
            run=partial(four_point_solved, rational_chance=True),
        ),
        Mutant(
            id="without-half",
            statement="the correlation is ⟨s,g⟩ + ‖g‖",
            check="eigenvalue",
            run=partial(four_point_eigenvalue, factor=1),
        ),
    ),
    controls=(
        Control(
            id="stationary-any-chance",
            statement="the world is stationary for every r, not only the one that is solved",
            check="stationary",
            run=partial(four_point_stationary, special=False),
        ),
    ),
)

STATIONARY_CLASS = Claim(
    id="reading-stationary-class",
    group=Group.READINGS,
    sentence="In any stationary world with additive noise, z' = m(z) + η in each coordinate, "
    "linear optimal encoders force Gaussian latents.",
    source="Theorem 2",
    statement="Fair signs with m = 0 (n = 1) and the four-point world (every n ≥ 1) are "
    "stationary, whitened minimisers exist and all are maps Qz, and z is not Gaussian.",
    truth=False,
    repair="theorem-2",
    lean=(
        "LeJEPA.rademacher_counterexample",
        "LeJEPA.fourPoint_counterexample_productLaw",
    ),
    checks=(
        Check(
            id="linear-minimisers",
            title="stationary, with exactly the affine functions at the best correlation",
            rung=Method.EXACT,
            run=linear_minimisers,
        ),
        Check(
            id="not-gaussian",
            title="the kurtosis of a coordinate is not 3",
            rung=Method.EXACT,
            run=partial(kurtosis, names=tuple(WORLDS)),
        ),
    ),
    mutants=(
        Mutant(
            id="as-read",
            statement="their coordinates are Gaussian",
            check="not-gaussian",
            run=partial(kurtosis, names=tuple(WORLDS), claimed=True),
        ),
    ),
    controls=(
        Control(
            id="ar1-class",
            statement="in the AR(1) class, nothing of degree ≤ 5 beats ρ iff z is Gaussian",
            check="linear-minimisers",
            run=decided_by_polynomials,
        ),
    ),
)

CLAIMS: tuple[Claim, ...] = (TRANSLATION, DYADIC, RADEMACHER, FOUR_POINT, STATIONARY_CLASS)
