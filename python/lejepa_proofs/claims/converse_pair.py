"""Theorem 2, statements (2), (3), (4): the noise, reversibility, and the backward regression."""

from __future__ import annotations

from functools import partial

from lejepa_proofs.claims.converse_pair_checks import (
    asymmetric_pair,
    asymmetry_formula,
    linear_regression,
    noise_cumulants,
    noise_tells,
    nonlinear_regression,
    regression_formula,
    stationary_characteristic,
    stationary_moments,
    symmetric_pair,
    taylor,
    unrolled_noise,
)
from lejepa_proofs.claims.converse_worlds import (
    disguised_gaussian_lines,
    family_lines,
    gaussian_family_lines,
    kurtosis_three_lines,
    kurtosis_three_worlds,
    laplace_lines,
    laplace_worlds,
    other_worlds,
)
from lejepa_proofs.claims.model import Check, Claim, Control, Group, Mutant
from lejepa_proofs.numerics.verdict import Method

NOISE = Claim(
    id="theorem-2-noise",
    group=Group.CONVERSE,
    sentence="In a stationary world with additive noise, Gaussian latents and Gaussian noise go "
    "together.",
    source="Theorem 2",
    statement="AR(1) class: z' = ρz + η ~ z, 0 < ρ < 1, E z = 0, Cov z = I. Then z ~ N(0, I) iff η "
    "~ N(0, (1−ρ²)I).",
    lean=(
        "LeJEPA.converse_tfae",
        "LeJEPA.eq_gaussian_of_noise",
        "LeJEPA.noise_eq_of_gaussian",
    ),
    checks=(
        Check(
            id="noise-cumulants",
            title="cumulants of the explicit noise law against (1 − ρⁿ) κ_n(z), n ≤ 12",
            rung=Method.EXACT,
            run=noise_cumulants,
        ),
        Check(
            id="stationary-moments",
            title="E z'ⁿ = E zⁿ up to order 14",
            rung=Method.EXACT,
            run=stationary_moments,
        ),
        Check(
            id="stationary-characteristic",
            title="φ(t) = φ(ρt) ψ(t) at random t",
            rung=Method.ENCLOSURE,
            run=stationary_characteristic,
        ),
        Check(
            id="taylor",
            title="φ and ψ within the Taylor remainder of their moment series",
            rung=Method.ENCLOSURE,
            run=taylor,
        ),
        Check(
            id="unrolled-noise",
            title="Σ_{j<k} ρʲ η_j has the moments of N(0, 1 − ρ^{2k}) in a Gaussian world",
            rung=Method.EXACT,
            run=unrolled_noise,
        ),
        Check(
            id="noise-tells",
            title="latents that are not Gaussian have a noise that is not",
            rung=Method.EXACT,
            run=noise_tells,
        ),
    ),
    mutants=(
        Mutant(
            id="rate-2n",
            statement="κ_n(η) = (1 − ρ^{2n}) κ_n(z)",
            check="noise-cumulants",
            run=partial(noise_cumulants, power=2),
        ),
        Mutant(
            id="family-noise-moments",
            statement="noise of the family of z, scaled to variance 1 − ρ², keeps the pair "
            "stationary",
            check="stationary-moments",
            run=partial(stationary_moments, lines=family_lines),
        ),
        Mutant(
            id="family-noise-characteristic",
            statement="the same, seen by the characteristic functions",
            check="stationary-characteristic",
            run=partial(stationary_characteristic, lines=family_lines),
        ),
        Mutant(
            id="laplace-noise-sums",
            statement="the noises of a Laplace world sum to a Gaussian",
            check="unrolled-noise",
            run=partial(unrolled_noise, lines=laplace_lines),
        ),
        Mutant(
            id="variance-power",
            statement="k steps of noise have variance 1 − ρᵏ",
            check="unrolled-noise",
            run=partial(unrolled_noise, power=1),
        ),
        Mutant(
            id="noise-kurtosis-suffices",
            statement="the noise is Gaussian as soon as its first four moments are",
            check="noise-tells",
            run=partial(noise_tells, order=4),
        ),
    ),
    controls=(
        Control(
            id="gaussian-family-noise",
            statement="for Gaussian latents, noise of their own family is the stationary one",
            check="stationary-characteristic",
            run=partial(stationary_characteristic, lines=gaussian_family_lines),
        ),
        Control(
            id="gaussian-family-moments",
            statement="the same, seen by the moments",
            check="stationary-moments",
            run=partial(stationary_moments, lines=gaussian_family_lines),
        ),
        Control(
            id="disguised-gaussian",
            statement="latents given as a convolution of two Gaussians have Gaussian noise",
            check="unrolled-noise",
            run=partial(unrolled_noise, lines=disguised_gaussian_lines),
        ),
        Control(
            id="sixth-moment",
            statement="six moments of the noise tell the kurtosis-three world from a Gaussian",
            check="noise-tells",
            run=partial(noise_tells, lines=kurtosis_three_lines, order=6),
        ),
    ),
)

REVERSIBLE = Claim(
    id="theorem-2-reversible",
    group=Group.CONVERSE,
    sentence="The stationary pair of views is exchangeable, a property taken for granted of the "
    "latent dynamics.",
    source="Theorem 2, its proof",
    statement="AR(1) class: (z, z') ~ (z', z) iff z ~ N(0, I).",
    lean=(
        "LeJEPA.converse_tfae",
        "LeJEPA.AR1.reversible_of_gaussian",
        "LeJEPA.AR1.backward_of_reversible",
    ),
    checks=(
        Check(
            id="symmetric",
            title="E[z^α z'^β] = E[z^β z'^α] in Gaussian worlds, total order ≤ 8",
            rung=Method.EXACT,
            run=symmetric_pair,
        ),
        Check(
            id="asymmetric",
            title="the symmetry breaks at some order ≤ 8 in every other world",
            rung=Method.EXACT,
            run=asymmetric_pair,
        ),
        Check(
            id="formula",
            title="the first asymmetry is (ρ^b − ρ^a) κ_{a+b}",
            rung=Method.EXACT,
            run=asymmetry_formula,
        ),
    ),
    mutants=(
        Mutant(
            id="laplace-reversible",
            statement="a stationary Laplace world is reversible",
            check="symmetric",
            run=partial(symmetric_pair, worlds=laplace_worlds),
        ),
        Mutant(
            id="kurtosis-suffices",
            statement="joint moments up to order 4 show the asymmetry",
            check="asymmetric",
            run=partial(asymmetric_pair, order=4),
        ),
        Mutant(
            id="exponents-swapped",
            statement="the first asymmetry is (ρ^a − ρ^b) κ_{a+b}",
            check="formula",
            run=partial(asymmetry_formula, swap=True),
        ),
    ),
    controls=(
        Control(
            id="kurtosis-three-to-order-5",
            statement="the kurtosis-three world is symmetric up to total order 5",
            check="symmetric",
            run=partial(symmetric_pair, worlds=kurtosis_three_worlds, order=5),
        ),
        Control(
            id="kurtosis-three-at-order-6",
            statement="and asymmetric at total order 6",
            check="asymmetric",
            run=partial(asymmetric_pair, worlds=kurtosis_three_worlds, order=6),
        ),
    ),
)

REGRESSION = Claim(
    id="theorem-2-regression",
    group=Group.CONVERSE,
    sentence="The best prediction of one view from the other is linear.",
    source="Theorem 2, its proof",
    statement="AR(1) class: E[z | z'] = ρz' iff z ~ N(0, I). The forward regression E[z' f(z)] = ρ "
    "E[z f(z)] always holds.",
    lean=(
        "LeJEPA.converse_tfae",
        "LeJEPA.AR1.condExp_iff_backward",
        "LeJEPA.AR1.integral_arMap_mul",
    ),
    checks=(
        Check(
            id="linear",
            title="E[z p(z')] = ρE[z' p(z')] in Gaussian worlds, deg p ≤ 6",
            rung=Method.EXACT,
            run=linear_regression,
        ),
        Check(
            id="nonlinear",
            title="the relation breaks for some p of degree ≤ 6 in every other world",
            rung=Method.EXACT,
            run=nonlinear_regression,
        ),
        Check(
            id="formula",
            title="the first defect is (ρ^{n−1} − ρ) κ_n",
            rung=Method.EXACT,
            run=regression_formula,
        ),
    ),
    mutants=(
        Mutant(
            id="laplace-backward",
            statement="the backward regression of a Laplace world is linear",
            check="linear",
            run=partial(linear_regression, worlds=laplace_worlds),
        ),
        Mutant(
            id="cubic-tests-suffice",
            statement="test functions of degree at most 3 show the defect",
            check="nonlinear",
            run=partial(nonlinear_regression, degree=3),
        ),
        Mutant(
            id="power-n",
            statement="the first defect is (ρⁿ − ρ) κ_n",
            check="formula",
            run=partial(regression_formula, drop=0),
        ),
    ),
    controls=(
        Control(
            id="forward",
            statement="E[z' p(z)] = ρE[z p(z)] in every world, Gaussian or not",
            check="linear",
            run=partial(linear_regression, worlds=other_worlds, forward=True),
        ),
        Control(
            id="kurtosis-three-quartic",
            statement="in the kurtosis-three world the relation holds up to degree 4",
            check="linear",
            run=partial(linear_regression, worlds=kurtosis_three_worlds, degree=4),
        ),
    ),
)

CLAIMS: tuple[Claim, ...] = (NOISE, REVERSIBLE, REGRESSION)
