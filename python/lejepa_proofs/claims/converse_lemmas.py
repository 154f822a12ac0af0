"""The lemmas behind Theorem 2: core lemma and first variation."""

from __future__ import annotations

from functools import partial

from lejepa_proofs.claims.converse_lemma_checks import (
    chain_breaks,
    contraction,
    core_leading,
    core_relation,
    core_series,
    descent,
    first_variation,
    loss_along,
    variation_admissible,
)
from lejepa_proofs.claims.converse_worlds import (
    disguised_gaussian_lines,
    gaussian_worlds,
    laplace_lines,
    laplace_worlds,
    other_planes,
)
from lejepa_proofs.claims.model import Check, Claim, Control, Group, Mutant
from lejepa_proofs.numerics.verdict import Method

CORE = Claim(
    id="theorem-2-core",
    group=Group.CONVERSE,
    sentence="A linear backward regression forces the Gaussian law.",
    source="Theorem 2, its proof",
    statement="φ, ψ characteristic functions of z (mean 0, variance 1) and η with "
    "φ(t) = φ(ρt)ψ(t), D(t) = φ'(t) + tφ(t). If D(ρt)ψ(t) = ρD(t) for all t, then D ≡ 0, because "
    "|D(t)| ≤ ρ^{−k}|D(ρᵏt)| → 0; so φ = e^{−t²/2}.",
    lean=(
        "LeJEPA.eq_zero_of_mul_eq_comp_mul",
        "LeJEPA.eq_cexp_of_functional_equation",
        "LeJEPA.AR1.eq_gaussian_of_backward",
    ),
    checks=(
        Check(
            id="series",
            title="Gaussian worlds: every coefficient of D(ρt)ψ(t) − ρD(t) and of D to order 14",
            rung=Method.EXACT,
            run=core_series,
        ),
        Check(
            id="leading",
            title="other worlds: the relation starts with (ρ^{n−1} − ρ) κ_n/(n − 1)!",
            rung=Method.EXACT,
            run=core_leading,
        ),
        Check(
            id="relation",
            title="Gaussian worlds: D(ρt)ψ(t) = ρD(t) and D(t) = 0 at random t",
            rung=Method.ENCLOSURE,
            run=core_relation,
        ),
        Check(
            id="contraction",
            title="ρ^{−k}|D(ρᵏt)| ≤ ρᵏt²(√m₄ + ρᵏ|t|)/2 in all worlds",
            rung=Method.ENCLOSURE,
            run=contraction,
        ),
        Check(
            id="chain",
            title="other worlds: |D(t)| > ρ^{−k}|D(ρᵏt)| for some k, against the relation",
            rung=Method.ENCLOSURE,
            run=chain_breaks,
        ),
    ),
    mutants=(
        Mutant(
            id="laplace-series",
            statement="the relation holds for Laplace latents, as power series",
            check="series",
            run=partial(core_series, lines=laplace_lines),
        ),
        Mutant(
            id="wrong-sign",
            statement="for Gaussian latents it is φ' − tφ that vanishes",
            check="series",
            run=partial(core_series, sign=1),
        ),
        Mutant(
            id="leading-rho-squared",
            statement="the relation reads D(ρt)ψ(t) = ρ²D(t)",
            check="leading",
            run=partial(core_leading, power=2),
        ),
        Mutant(
            id="laplace-relation",
            statement="the relation holds for Laplace latents",
            check="relation",
            run=partial(core_relation, lines=laplace_lines),
        ),
        Mutant(
            id="contraction-rate",
            statement="even ρ^{−2k}|D(ρᵏt)| tends to 0 at the rate ρᵏ",
            check="contraction",
            run=partial(contraction, power=2),
        ),
        Mutant(
            id="contraction-sign",
            statement="the same bound holds for D = φ' − tφ",
            check="contraction",
            run=partial(contraction, sign=-1),
        ),
        Mutant(
            id="chain-holds",
            statement="|D(t)| < ρ^{−k}|D(ρᵏt)| for the latents that are not Gaussian as well",
            check="chain",
            run=partial(chain_breaks, claimed=True),
        ),
    ),
    controls=(
        Control(
            id="disguised-gaussian",
            statement="the relation holds for a convolution of two Gaussian parts",
            check="relation",
            run=partial(core_relation, lines=disguised_gaussian_lines),
        ),
        Control(
            id="disguised-gaussian-series",
            statement="the same as power series",
            check="series",
            run=partial(core_series, lines=disguised_gaussian_lines),
        ),
    ),
)

FIRST_VARIATION = Claim(
    id="theorem-2-first-variation",
    group=Group.CONVERSE,
    sentence="If the identity is optimal, no square-integrable direction lowers the loss to first "
    "order.",
    source="Theorem 2, its proof",
    statement="AR(1) class, g ⟂ {1, z_1, …, z_n} in L²(μ), and the identity with coordinate j "
    "replaced by (z_j + s g)/√(1 + s²‖g‖²): this lies in 𝓗, its loss in that coordinate is "
    "[2(1−ρ) − 2sE[z_j g(z')] + s²L(g)]/(1 + s²‖g‖²), and its derivative at 0 is −2E[z_j g(z')].",
    lean=(
        "LeJEPA.AR1.isWhitened_variation",
        "LeJEPA.AR1.arLoss_variation",
        "LeJEPA.AR1.hasDerivAt_arLoss_variation",
        "LeJEPA.AR1.integral_mul_arMap_eq_zero_of_isBest",
        "LeJEPA.AR1.integral_mul_arMap_of_isBest",
    ),
    checks=(
        Check(
            id="derivative",
            title="derivative of the loss at s = 0 against −2E[z_j g(z')]",
            rung=Method.EXACT,
            run=first_variation,
        ),
        Check(
            id="admissible",
            title="the perturbed encoder is whitened",
            rung=Method.EXACT,
            run=variation_admissible,
        ),
        Check(
            id="path",
            title="the loss along the whole path",
            rung=Method.EXACT,
            run=loss_along,
        ),
        Check(
            id="descent",
            title="a step along E[z_j g(z')] lowers the loss in every world that is not Gaussian",
            rung=Method.EXACT,
            run=descent,
        ),
    ),
    mutants=(
        Mutant(
            id="factor",
            statement="the derivative is −E[z_j g(z')]",
            check="derivative",
            run=partial(first_variation, factor=-1),
        ),
        Mutant(
            id="sign",
            statement="the derivative is 2E[z_j g(z')]",
            check="derivative",
            run=partial(first_variation, factor=2),
        ),
        Mutant(
            id="critical-everywhere",
            statement="the identity is a critical point in Laplace worlds",
            check="derivative",
            run=partial(first_variation, worlds=laplace_worlds, factor=0),
        ),
        Mutant(
            id="any-direction",
            statement="g need not be orthogonal to the coordinates",
            check="derivative",
            run=partial(first_variation, project=False),
        ),
        Mutant(
            id="admissible-any-direction",
            statement="the perturbed encoder is whitened for every g",
            check="admissible",
            run=partial(variation_admissible, project=False),
        ),
        Mutant(
            id="half-second-order",
            statement="the term of second order in the loss is 2s²L(g)",
            check="path",
            run=partial(loss_along, quadratic=2),
        ),
        Mutant(
            id="ascent",
            statement="a step against E[z_j g(z')] lowers the loss",
            check="descent",
            run=partial(descent, step=-1),
        ),
        Mutant(
            id="gaussian-descent",
            statement="some direction lowers the loss in a Gaussian world",
            check="descent",
            run=partial(descent, worlds=gaussian_worlds),
        ),
    ),
    controls=(
        Control(
            id="gaussian-critical",
            statement="in a Gaussian world the identity is a critical point",
            check="derivative",
            run=partial(first_variation, worlds=gaussian_worlds, factor=0),
        ),
        Control(
            id="planes",
            statement="dependent coordinates, or one Gaussian coordinate of two, do not hinder it",
            check="descent",
            run=partial(descent, worlds=other_planes),
        ),
    ),
)

CLAIMS: tuple[Claim, ...] = (CORE, FIRST_VARIATION)
