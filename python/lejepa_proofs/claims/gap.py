"""The gap inequality (GAP), from which Theorems 1 and 3 follow, and what its proof rests on."""

from __future__ import annotations

from functools import partial

from lejepa_proofs.claims.characters import CHARACTERS
from lejepa_proofs.claims.gap_checks import (
    degree_two,
    dimension,
    energy_doubled,
    energy_of_square,
    energy_without_rho,
    linear_share,
    loss_by_degree,
    nothing,
    polynomial_encoders,
    shifted_factor,
    smallest_encoder,
    trigonometric_encoders,
)
from lejepa_proofs.claims.key_inequality import KEY_INEQUALITY
from lejepa_proofs.claims.model import Check, Claim, Control, Group, Mutant
from lejepa_proofs.numerics.verdict import Method

GAP = Claim(
    id="gap",
    group=Group.GAP,
    sentence="An encoder pays for every bit of nonlinearity: its alignment loss exceeds the floor "
    "of its own variance by a multiple of its nonlinear energy.",
    source="Theorems 1 and 3 (the common step)",
    statement="h ∈ L²(γ), 0 ≤ ρ ≤ 1: L(h) ≥ 2(1−ρ) tr Cov h + 2ρ(1−ρ) W(h)",
    lean=("LeJEPA.gap",),
    checks=(
        Check(
            id="polynomial-encoders",
            title="the slack on random polynomial encoders, n ≤ 4, degree ≤ 6, ρ from 0 to 1",
            rung=Method.EXACT,
            run=polynomial_encoders,
        ),
        Check(
            id="degree-two",
            title="equality for encoders of degree at most 2",
            rung=Method.EXACT,
            run=degree_two,
        ),
        Check(
            id="loss-by-degree",
            title="L from moments against Σ_d 2(1−ρ^d)·(energy in Hermite degree d)",
            rung=Method.EXACT,
            run=loss_by_degree,
        ),
        Check(
            id="smallest-encoder",
            title="a search for the smallest counterexample among encoders of the line",
            rung=Method.EXACT,
            run=smallest_encoder,
        ),
        Check(
            id="trigonometric-encoders",
            title="the slack on sums of sines and cosines, strictly positive",
            rung=Method.ENCLOSURE,
            run=trigonometric_encoders,
        ),
    ),
    mutants=(
        Mutant(
            id="energy-doubled",
            statement="4ρ(1−ρ) in front of W",
            check="polynomial-encoders",
            run=partial(polynomial_encoders, on_energy=energy_doubled),
        ),
        Mutant(
            id="dimension-for-trace",
            statement="n in place of tr Cov h",
            check="polynomial-encoders",
            run=partial(polynomial_encoders, spread=dimension),
        ),
        Mutant(
            id="spread-of-square",
            statement="2(1−ρ²) in front of tr Cov h",
            check="polynomial-encoders",
            run=partial(polynomial_encoders, on_spread=energy_of_square),
        ),
        Mutant(
            id="equality-without-rho",
            statement="equality in degree 2 with 2(1−ρ) in front of W",
            check="degree-two",
            run=partial(degree_two, on_energy=energy_without_rho),
        ),
        Mutant(
            id="equality-without-energy",
            statement="equality in degree 2 without the term in W",
            check="degree-two",
            run=partial(degree_two, on_energy=nothing),
        ),
        Mutant(
            id="degree-shifted",
            statement="2(1−ρ^{d+1}) for the Hermite degree d",
            check="loss-by-degree",
            run=partial(loss_by_degree, factor=shifted_factor),
        ),
        Mutant(
            id="energy-without-rho",
            statement="2(1−ρ) in front of W",
            check="smallest-encoder",
            run=partial(smallest_encoder, on_energy=energy_without_rho),
        ),
        Mutant(
            id="energy-of-square",
            statement="2(1−ρ²) in front of W",
            check="trigonometric-encoders",
            run=partial(trigonometric_encoders, on_energy=energy_of_square),
        ),
    ),
    controls=(
        Control(
            id="linear-share",
            statement="2(1−ρ²) in front of W is true once ‖M‖_F² replaces tr Cov h",
            check="polynomial-encoders",
            run=partial(polynomial_encoders, on_energy=energy_of_square, spread=linear_share),
        ),
        Control(
            id="floor-alone",
            statement="L ≥ 2(1−ρ) tr Cov h, without the term in W",
            check="polynomial-encoders",
            run=partial(polynomial_encoders, on_energy=nothing),
        ),
    ),
)

CLAIMS: tuple[Claim, ...] = (GAP, KEY_INEQUALITY, CHARACTERS)
