"""The trivial part of Theorem 2: an affine encoder with Gaussian outputs."""

from __future__ import annotations

from functools import partial

from lejepa_proofs.claims.converse_trivial_checks import (
    affine_cumulants,
    excess_survives,
    gaussian_output,
    standardised_output,
)
from lejepa_proofs.claims.converse_worlds import (
    disguised_gaussian_worlds,
    kurtosis_three_worlds,
    laplace_worlds,
    other_lines,
)
from lejepa_proofs.claims.model import Check, Claim, Control, Group, Mutant
from lejepa_proofs.numerics.verdict import Method

TRIVIAL = Claim(
    id="theorem-2-trivial",
    group=Group.CONVERSE,
    sentence="If an affine encoder has Gaussian outputs, the latents are Gaussian.",
    source="Theorem 2",
    statement="In any world, h affine with h(z) ~ N(0, I_n) implies that z is Gaussian.",
    lean=("LeJEPA.isGaussian_of_map_affine",),
    checks=(
        Check(
            id="cumulants",
            title="cumulants of az + b against aⁿκ_n(z)",
            rung=Method.EXACT,
            run=affine_cumulants,
        ),
        Check(
            id="gaussian-output",
            title="Qz of Gaussian latents has Gaussian moments",
            rung=Method.EXACT,
            run=gaussian_output,
        ),
        Check(
            id="excess",
            title="Qz of other latents has not, whatever Q",
            rung=Method.EXACT,
            run=excess_survives,
        ),
        Check(
            id="standardised",
            title="no affine map standardises other latents into N(0, 1)",
            rung=Method.EXACT,
            run=standardised_output,
        ),
    ),
    mutants=(
        Mutant(
            id="square-scaling",
            statement="κ_n(az + b) = a²κ_n(z) for all n ≥ 2",
            check="cumulants",
            run=partial(affine_cumulants, cap=2),
        ),
        Mutant(
            id="laplace-rotated",
            statement="a rotation makes Laplace latents Gaussian",
            check="gaussian-output",
            run=partial(gaussian_output, worlds=laplace_worlds),
        ),
        Mutant(
            id="excess-kurtosis-three",
            statement="kurtosis 3 and skewness 0 make an output Gaussian, so four moments show "
            "every excess",
            check="excess",
            run=partial(excess_survives, order=4),
        ),
        Mutant(
            id="standardised-kurtosis-three",
            statement="an affine map that fits four moments is enough",
            check="standardised",
            run=partial(standardised_output, order=4),
        ),
    ),
    controls=(
        Control(
            id="disguised-gaussian",
            statement="a convolution of two Gaussian parts has Gaussian outputs",
            check="gaussian-output",
            run=partial(gaussian_output, worlds=disguised_gaussian_worlds),
        ),
        Control(
            id="four-moments-fit",
            statement="the kurtosis-three world has five Gaussian moments",
            check="gaussian-output",
            run=partial(gaussian_output, worlds=kurtosis_three_worlds, order=5),
        ),
        Control(
            id="other-draws",
            statement="cumulants scale the same way for latents that are not Gaussian",
            check="cumulants",
            run=partial(affine_cumulants, lines=other_lines),
        ),
    ),
)

CLAIMS: tuple[Claim, ...] = (TRIVIAL,)
