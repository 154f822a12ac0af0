"""Theorem 1: among admissible encoders exactly the linear ones attain the floor of the loss."""

from __future__ import annotations

from functools import partial

from lejepa_proofs.claims.forward_checks import (
    affine_equality,
    any_encoder,
    centred_encoder,
    centred_whitened,
    dimension_floor,
    dimension_floor_of_square,
    floor,
    is_affine,
    is_affine_rotation,
    is_isometry,
    is_linear,
    is_quadratic,
    not_gaussian,
    trace_floor_of_square,
    trace_n,
    uncentred_floor,
    whitened,
    whitened_equality,
)
from lejepa_proofs.claims.forward_preserving import THEOREM_1C
from lejepa_proofs.claims.model import Check, Claim, Control, Group, Mutant
from lejepa_proofs.numerics.verdict import Method

THEOREM_1A = Claim(
    id="theorem-1a",
    group=Group.FORWARD,
    sentence="For its own variance, an encoder of Gaussian latents has the least alignment loss "
    "exactly when it is affine.",
    source="Theorem 1",
    statement="h ∈ L²(γ), 0 < ρ < 1: L(h) ≥ 2(1−ρ) tr Cov h, with equality iff h = b + M z a.e.",
    lean=(
        "LeJEPA.trace_covMatrix_le_alignmentLoss",
        "LeJEPA.alignmentLoss_eq_trace_iff",
    ),
    checks=(
        Check(
            id="floor",
            title="L minus 2(1−ρ) tr Cov h on random polynomial encoders",
            rung=Method.EXACT,
            run=floor,
        ),
        Check(
            id="equality",
            title="equality for affine encoders, strict inequality for all others",
            rung=Method.EXACT,
            run=affine_equality,
        ),
    ),
    mutants=(
        Mutant(
            id="dimension-for-trace",
            statement="L ≥ 2(1−ρ)n for every square-integrable encoder",
            check="floor",
            run=partial(floor, bound=dimension_floor),
        ),
        Mutant(
            id="uncentred",
            statement="L ≥ 2(1−ρ) E‖h‖²",
            check="floor",
            run=partial(floor, bound=uncentred_floor),
        ),
        Mutant(
            id="floor-of-square",
            statement="L ≥ 2(1−ρ²) tr Cov h",
            check="floor",
            run=partial(floor, bound=trace_floor_of_square),
        ),
        Mutant(
            id="quadratic-attains",
            statement="encoders of degree 2 attain the floor too",
            check="equality",
            run=partial(affine_equality, attains=is_quadratic),
        ),
        Mutant(
            id="only-linear-attains",
            statement="only h = M z attains the floor, no translation",
            check="equality",
            run=partial(affine_equality, attains=is_linear),
        ),
    ),
    controls=(
        Control(
            id="whitened",
            statement="for whitened encoders n may replace tr Cov h",
            check="floor",
            run=partial(floor, bound=dimension_floor, draw=whitened),
        ),
    ),
)

THEOREM_1B = Claim(
    id="theorem-1b",
    group=Group.FORWARD,
    sentence="Among whitened encoders of Gaussian latents, exactly the orthogonal maps, up to "
    "translation, attain the least alignment loss.",
    source="Theorem 1",
    statement="h ∈ L²(γ), Cov h = I, 0 < ρ < 1: L(h) ≥ 2(1−ρ)n, "
    "with equality iff h = b + Q z a.e. with Q ∈ O(n)",
    lean=(
        "LeJEPA.le_alignmentLoss_of_covMatrix_eq_one",
        "LeJEPA.alignmentLoss_eq_iff_of_covMatrix_eq_one",
    ),
    checks=(
        Check(
            id="floor",
            title="L minus 2(1−ρ)n on exactly whitened polynomial encoders",
            rung=Method.EXACT,
            run=partial(floor, bound=dimension_floor, draw=whitened),
        ),
        Check(
            id="equality",
            title="equality for b + Qz, strict inequality for nonlinear whitened encoders",
            rung=Method.EXACT,
            run=whitened_equality,
        ),
    ),
    mutants=(
        Mutant(
            id="floor-of-square",
            statement="L ≥ 2(1−ρ²)n, as if the two views were drawn from a common latent",
            check="floor",
            run=partial(floor, bound=dimension_floor_of_square, draw=whitened),
        ),
        Mutant(
            id="any-covariance",
            statement="L ≥ 2(1−ρ)n without Cov h = I",
            check="floor",
            run=partial(floor, bound=dimension_floor, draw=any_encoder),
        ),
        Mutant(
            id="rotations-only",
            statement="Q ∈ SO(n)",
            check="equality",
            run=partial(whitened_equality, attains=is_affine_rotation),
        ),
        Mutant(
            id="no-translation",
            statement="equality iff h = Q z, without a translation",
            check="equality",
            run=partial(whitened_equality, attains=is_isometry),
        ),
        Mutant(
            id="quadratic-attains",
            statement="whitened encoders of degree 2 attain the floor too",
            check="equality",
            run=partial(whitened_equality, attains=is_quadratic),
        ),
    ),
    controls=(
        Control(
            id="trace-suffices",
            statement="tr Cov h = n suffices for the floor",
            check="floor",
            run=partial(floor, bound=dimension_floor, draw=trace_n),
        ),
        Control(
            id="affine-attains",
            statement="among whitened encoders, affine already means b + Qz",
            check="equality",
            run=partial(whitened_equality, attains=is_affine),
        ),
    ),
)

WHITENED_SUFFICES = Claim(
    id="whitened-suffices",
    group=Group.FORWARD,
    sentence="For the forward theorem the representation need only be centred and white; it need "
    "not be Gaussian.",
    source="Theorem 1 (its hypotheses)",
    statement="h ∈ L²(γ), Cov h = I, 0 < ρ < 1 ⇒ L(h) ≥ 2(1−ρ)n, with equality iff h = b + Q z "
    "a.e.; nothing is supposed of h#γ",
    lean=(
        "LeJEPA.le_alignmentLoss_of_covMatrix_eq_one",
        "LeJEPA.alignmentLoss_eq_iff_of_covMatrix_eq_one",
    ),
    checks=(
        Check(
            id="floor",
            title="L minus 2(1−ρ)n on centred, exactly whitened polynomial encoders",
            rung=Method.EXACT,
            run=partial(floor, bound=dimension_floor, draw=centred_whitened),
        ),
        Check(
            id="not-gaussian",
            title="third and fourth moments of such encoders are not Gaussian",
            rung=Method.EXACT,
            run=not_gaussian,
        ),
    ),
    mutants=(
        Mutant(
            id="centred-suffices",
            statement="mean zero alone suffices",
            check="floor",
            run=partial(floor, bound=dimension_floor, draw=centred_encoder),
        ),
        Mutant(
            id="never-gaussian",
            statement="no whitened encoder has a Gaussian output, the linear ones included",
            check="not-gaussian",
            run=partial(not_gaussian, degrees=(1, 2)),
        ),
    ),
    controls=(
        Control(
            id="any-mean",
            statement="the mean does not matter for the floor",
            check="floor",
            run=partial(floor, bound=dimension_floor, draw=whitened),
        ),
    ),
)

CLAIMS: tuple[Claim, ...] = (THEOREM_1A, THEOREM_1B, THEOREM_1C, WHITENED_SUFFICES)
