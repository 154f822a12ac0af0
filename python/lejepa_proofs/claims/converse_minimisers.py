"""Theorem 2, statements (7), (8): the set of minimisers and the infimum of the whitened loss."""

from __future__ import annotations

from functools import partial

from lejepa_proofs.claims.converse_encoder_checks import (
    excess_controls_energy,
    infimum,
    infimum_below,
    kernel,
    minimisers_bend,
)
from lejepa_proofs.claims.converse_encoders import AR1
from lejepa_proofs.claims.converse_worlds import disguised_gaussian_worlds, laplace_worlds
from lejepa_proofs.claims.model import Check, Claim, Control, Group, Mutant
from lejepa_proofs.numerics.verdict import Method

MINIMISERS = Claim(
    id="theorem-2-minimisers",
    group=Group.CONVERSE,
    sentence="For Gaussian latents every optimal encoder is an orthogonal map; for no other "
    "latents is this so.",
    source="Theorems 1 and 2",
    statement=AR1 + "A minimiser of L over 𝓗 exists and every one is Qz a.e. with Q ∈ O(n) iff "
    "z ~ N(0, I).",
    lean=(
        "LeJEPA.converse_tfae",
        "LeJEPA.AR1.isBest_of_gaussian",
        "LeJEPA.AR1.exists_isometry_of_isBest_of_gaussian",
    ),
    checks=(
        Check(
            id="kernel",
            title="Gaussian world: ρG − A ⪰ 0 and its kernel is the n coordinates",
            rung=Method.EXACT,
            run=kernel,
        ),
        Check(
            id="excess",
            title="Gaussian world: L(h) − 2(1 − ρ) ≥ 2ρ(1 − ρ)W(h)",
            rung=Method.EXACT,
            run=excess_controls_energy,
        ),
        Check(
            id="bend",
            title="other worlds: an encoder with correlation above ρ has nonlinear energy",
            rung=Method.EXACT,
            run=minimisers_bend,
        ),
    ),
    mutants=(
        Mutant(
            id="laplace-kernel",
            statement="the minimisers of a Laplace world are the orthogonal maps",
            check="kernel",
            run=partial(kernel, worlds=laplace_worlds),
        ),
        Mutant(
            id="level-rho-squared",
            statement="the best correlation is ρ²",
            check="kernel",
            run=partial(kernel, power=2),
        ),
        Mutant(
            id="excess-without-rho",
            statement="L(h) − 2(1 − ρ) ≥ 2(1 − ρ)W(h)",
            check="excess",
            run=partial(excess_controls_energy, factor_power=0),
        ),
        Mutant(
            id="degree-too-low",
            statement="encoders of degree n − 2 already bend",
            check="bend",
            run=partial(minimisers_bend, below=2),
        ),
    ),
    controls=(
        Control(
            id="disguised-gaussian",
            statement="a convolution of two Gaussian parts has the orthogonal maps as minimisers",
            check="kernel",
            run=partial(kernel, worlds=disguised_gaussian_worlds),
        ),
        Control(
            id="higher-rate",
            statement="the weaker rate 2ρ²(1 − ρ)W holds as well",
            check="excess",
            run=partial(excess_controls_energy, factor_power=2),
        ),
    ),
)

INFIMUM = Claim(
    id="theorem-2-infimum",
    group=Group.CONVERSE,
    sentence="The least possible loss is the one of the linear encoders only for Gaussian latents.",
    source="Theorem 2",
    statement=AR1 + "inf over 𝓗 of L is 2(1 − ρ)n iff z ~ N(0, I); otherwise it is smaller.",
    lean=(
        "LeJEPA.converse_tfae",
        "LeJEPA.exists_isWhitened_arLoss_lt",
        "LeJEPA.AR1.arLoss_id",
    ),
    checks=(
        Check(
            id="gaussian",
            title="bisected minimum over polynomial encoders of a Gaussian world: 2(1 − ρ)n",
            rung=Method.ENCLOSURE,
            run=infimum,
        ),
        Check(
            id="below",
            title="certified minimum at degree n − 1 below 2(1 − ρ)n in every other world",
            rung=Method.EXACT,
            run=infimum_below,
        ),
    ),
    mutants=(
        Mutant(
            id="laplace-infimum",
            statement="the infimum of a Laplace world is 2(1 − ρ)n",
            check="gaussian",
            run=partial(infimum, worlds=laplace_worlds),
        ),
        Mutant(
            id="infimum-rho-squared",
            statement="the infimum is 2(1 − ρ²)n",
            check="gaussian",
            run=partial(infimum, power=2),
        ),
        Mutant(
            id="degree-too-low",
            statement="the minimum at degree n − 2 is already below",
            check="below",
            run=partial(infimum_below, below=2),
        ),
    ),
    controls=(
        Control(
            id="disguised-gaussian",
            statement="a convolution of two Gaussian parts has the Gaussian infimum",
            check="gaussian",
            run=partial(infimum, worlds=disguised_gaussian_worlds),
        ),
    ),
)

CLAIMS: tuple[Claim, ...] = (MINIMISERS, INFIMUM)
