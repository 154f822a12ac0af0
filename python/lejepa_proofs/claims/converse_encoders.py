"""Theorem 2 and its statements (5), (6): who beats the linear encoders."""

from __future__ import annotations

from functools import partial

from lejepa_proofs.claims.converse_encoder_checks import (
    affine_beaten,
    affine_loss,
    decided_by_polynomials,
    identity_beaten,
    identity_floor,
    nonlinear_wins,
    spectrum,
)
from lejepa_proofs.claims.converse_worlds import (
    disguised_gaussian_worlds,
    kurtosis_three_lines,
    kurtosis_three_worlds,
    laplace_worlds,
    other_planes,
)
from lejepa_proofs.claims.model import Check, Claim, Control, Group, Mutant
from lejepa_proofs.numerics.verdict import Method

AR1 = "AR(1) class: z' = ρz + η ~ z, 0 < ρ < 1, E z = 0, Cov z = I; 𝓗: E h = 0, Cov h = I. "

THEOREM_2 = Claim(
    id="theorem-2",
    group=Group.CONVERSE,
    sentence="Whitened alignment recovers the latents up to a linear map only when they are "
    "Gaussian.",
    source="Theorem 2",
    statement=AR1 + "The loss identifies linearly (a minimiser over 𝓗 exists and every one is Qz, "
    "Q ∈ O(n)) iff z ~ N(0, I).",
    lean=(
        "LeJEPA.identifies_linearly_iff",
        "LeJEPA.identifies_linearly_iff_isGaussian",
    ),
    checks=(
        Check(
            id="spectrum",
            title="polynomial encoders of a Gaussian world: det(x − G⁻¹A) = Π (x − ρ^{|α|})",
            rung=Method.EXACT,
            run=spectrum,
        ),
        Check(
            id="nonlinear-wins",
            title="in any other world, a certified encoder of degree n − 1 (κ_n the first excess "
            "cumulant) beats every linear one",
            rung=Method.EXACT,
            run=nonlinear_wins,
        ),
        Check(
            id="decided",
            title="no encoder of degree ≤ 5 beats ρ iff the latents are Gaussian",
            rung=Method.EXACT,
            run=decided_by_polynomials,
        ),
    ),
    mutants=(
        Mutant(
            id="laplace-too",
            statement="Laplace latents identify linearly too",
            check="spectrum",
            run=partial(spectrum, worlds=laplace_worlds),
        ),
        Mutant(
            id="power-2",
            statement="an encoder of degree k correlates at ρ^{2k}",
            check="spectrum",
            run=partial(spectrum, power=2),
        ),
        Mutant(
            id="degree-too-low",
            statement="an encoder of degree n − 2 already beats the linear ones",
            check="nonlinear-wins",
            run=partial(nonlinear_wins, below=2),
        ),
        Mutant(
            id="kurtosis-three-suffices",
            statement="the latents are Gaussian once no quartic encoder beats the linear ones",
            check="decided",
            run=partial(decided_by_polynomials, degree=4),
        ),
    ),
    controls=(
        Control(
            id="disguised-gaussian",
            statement="a convolution of two Gaussian parts identifies linearly",
            check="spectrum",
            run=partial(spectrum, worlds=disguised_gaussian_worlds),
        ),
        Control(
            id="kurtosis-three-quintic",
            statement="a quintic encoder tells the kurtosis-three world",
            check="decided",
            run=partial(decided_by_polynomials, lines=kurtosis_three_lines),
        ),
    ),
)

IDENTITY = Claim(
    id="theorem-2-identity",
    group=Group.CONVERSE,
    sentence="The true latents themselves are an optimal representation only when they are "
    "Gaussian.",
    source="Theorem 2, its proof",
    statement=AR1 + "h = id minimises L over 𝓗 iff z ~ N(0, I).",
    lean=("LeJEPA.converse_tfae",),
    checks=(
        Check(
            id="floor",
            title="whitened polynomial encoders of a Gaussian world lose at least 2(1 − ρ)n",
            rung=Method.EXACT,
            run=identity_floor,
        ),
        Check(
            id="beaten",
            title="in any other world a whitened polynomial encoder loses less than the identity",
            rung=Method.EXACT,
            run=identity_beaten,
        ),
    ),
    mutants=(
        Mutant(
            id="laplace-identity",
            statement="the identity is optimal in a Laplace world",
            check="floor",
            run=partial(identity_floor, worlds=laplace_worlds),
        ),
        Mutant(
            id="rho-squared",
            statement="the floor is 2(1 − ρ²)n, as if the views correlated at ρ²",
            check="floor",
            run=partial(identity_floor, power=2),
        ),
        Mutant(
            id="quartic-beats",
            statement="a quartic encoder beats the identity in every other world",
            check="beaten",
            run=partial(identity_beaten, degree=4),
        ),
    ),
    controls=(
        Control(
            id="kurtosis-three-quintic",
            statement="a quintic encoder beats the identity in the kurtosis-three world",
            check="beaten",
            run=partial(identity_beaten, worlds=kurtosis_three_worlds),
        ),
        Control(
            id="planes",
            statement="one Gaussian coordinate does not save the identity when the other is not",
            check="beaten",
            run=partial(identity_beaten, worlds=other_planes),
        ),
    ),
)

AFFINE = Claim(
    id="theorem-2-affine",
    group=Group.CONVERSE,
    sentence="If one linear encoder is optimal, the latents are Gaussian.",
    source="Theorem 2",
    statement=AR1 + "Some affine h ∈ 𝓗 minimises L iff z ~ N(0, I); every affine h ∈ 𝓗 is Qz with "
    "Q ∈ O(n), and L(Qz) = 2(1 − ρ)n in every world.",
    lean=(
        "LeJEPA.converse_tfae",
        "LeJEPA.IsWhitened.exists_isometry_of_affine",
        "LeJEPA.AR1.arLoss_affine",
        "LeJEPA.AR1.arLoss_isometry",
        "LeJEPA.AR1.arLoss_id",
    ),
    checks=(
        Check(
            id="loss",
            title="Cov(Qz) = I and L(Qz) = 2(1 − ρ)n in every world",
            rung=Method.EXACT,
            run=affine_loss,
        ),
        Check(
            id="beaten",
            title="z + s g from the first variation, g of degree n − 1, beats every affine map",
            rung=Method.EXACT,
            run=affine_beaten,
        ),
    ),
    mutants=(
        Mutant(
            id="unit-rows",
            statement="unit rows are enough for an affine map to be admissible",
            check="loss",
            run=partial(affine_loss, orthogonal=False),
        ),
        Mutant(
            id="loss-rho-squared",
            statement="L(Qz) = 2(1 − ρ²)n",
            check="loss",
            run=partial(affine_loss, power=2),
        ),
        Mutant(
            id="wrong-direction",
            statement="the step against the gradient beats the affine maps too",
            check="beaten",
            run=partial(affine_beaten, step=-1),
        ),
        Mutant(
            id="degree-too-low",
            statement="a direction of degree n − 2 beats the affine maps",
            check="beaten",
            run=partial(affine_beaten, below=2),
        ),
    ),
    controls=(
        Control(
            id="laplace-affine",
            statement="in Laplace worlds the affine maps still lose exactly 2(1 − ρ)n",
            check="loss",
            run=partial(affine_loss, worlds=laplace_worlds),
        ),
    ),
)

CLAIMS: tuple[Claim, ...] = (THEOREM_2, IDENTITY, AFFINE)
