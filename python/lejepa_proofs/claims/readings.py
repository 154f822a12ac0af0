"""False readings of the theorems in the Gaussian world, each with its counterexample and repair."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from lejepa_proofs.claims.model import Check, Claim, Control, Group, Mutant
from lejepa_proofs.claims.readings_checks import (
    Assertion,
    dimension_for_trace,
    even_encoders,
    fold_at_negative_rho,
    identity_cross_moment,
    mean_omitted,
    opposite_cross_moment,
    reflections,
    spiral_cross_moments,
    spiral_excess,
    spiral_transition,
    turned_transition,
    uncentred_covariance,
    uninformative_loss,
)
from lejepa_proofs.numerics.verdict import Method, Tally

Measure = Callable[..., Tally]


def _reading(
    *,
    id: str,
    sentence: str,
    source: str,
    statement: str,
    repair: str,
    repaired: str,
    lean: tuple[str, ...] = (),
    evidence: tuple[tuple[str, str, Method, Measure], ...],
    further: tuple[tuple[Check, Mutant, Control], ...] = (),
) -> Claim:
    """A false sentence with its evidence: ``(id, title, rung, function)`` of each check.

    Every function is run three times: measuring the violation (check), asserting the sentence
    (mutant), asserting its repair on the same instances (control).
    """
    checks, mutants, controls = [], [], []
    for name, title, rung, run in evidence:
        checks.append(Check(id=name, title=title, rung=rung, run=run))
        asserted = partial(run, asserted=Assertion.SENTENCE)
        mutants.append(Mutant(id=f"{name}-not", statement=sentence, check=name, run=asserted))
        true = partial(run, asserted=Assertion.REPAIR)
        controls.append(Control(id=f"{name}-repaired", statement=repaired, check=name, run=true))
    for check, mutant, control in further:
        checks.append(check)
        mutants.append(mutant)
        controls.append(control)
    return Claim(
        id=id,
        group=Group.READINGS,
        sentence=sentence,
        source=source,
        statement=statement,
        lean=lean,
        truth=False,
        repair=repair,
        checks=tuple(checks),
        mutants=tuple(mutants),
        controls=tuple(controls),
    )


CROSS_MOMENT = (
    Check(
        id="cross-moment",
        title="E⟨z, σ(z)⟩ of the spiral in closed form against its series in moments",
        rung=Method.ENCLOSURE,
        run=spiral_cross_moments,
    ),
    Mutant(
        id="cross-moment-of-the-identity",
        statement="E⟨z, σ(z)⟩ = 2, as if σ were the identity",
        check="cross-moment",
        run=partial(spiral_cross_moments, formula=identity_cross_moment),
    ),
    Control(
        id="opposite-spiral",
        statement="the spiral in the other sense has the same cross moment",
        check="cross-moment",
        run=partial(spiral_cross_moments, formula=opposite_cross_moment),
    ),
)

CLAIMS: tuple[Claim, ...] = (
    _reading(
        id="reading-rho-zero",
        sentence="The theorem covers independent views as well: at ρ = 0 only linear encoders "
        "attain the floor.",
        source="Theorem 1 (the range of ρ)",
        statement="ρ = 0: L(h) = 2n for every whitened h, encoders that are not affine included",
        lean=(
            "LeJEPA.alignmentLoss_zero",
            "LeJEPA.exists_nonlinear_minimizer_of_rho_zero",
        ),
        repair="theorem-1a",
        repaired="the same encoders pay 2ρ(1−ρ)W once 0 < ρ < 1",
        evidence=(
            (
                "same-loss",
                "W of white encoders whose loss at ρ = 0 is that of an orthogonal map",
                Method.EXACT,
                partial(uninformative_loss, rho=0),
            ),
        ),
    ),
    _reading(
        id="reading-rho-one",
        sentence="The theorem covers identical views as well: at ρ = 1 only linear encoders "
        "attain the floor.",
        source="Theorem 1 (the range of ρ)",
        statement="ρ = 1: L(h) = 0 for every h, encoders that are not affine included",
        lean=(
            "LeJEPA.alignmentLoss_one",
            "LeJEPA.exists_nonlinear_minimizer_of_rho_one",
        ),
        repair="theorem-1a",
        repaired="the same encoders pay 2ρ(1−ρ)W once 0 < ρ < 1",
        evidence=(
            (
                "same-loss",
                "W of white encoders whose loss at ρ = 1 is that of an orthogonal map",
                Method.EXACT,
                partial(uninformative_loss, rho=1),
            ),
        ),
    ),
    _reading(
        id="reading-rho-negative",
        sentence="The floor 2(1−ρ)n holds for negative correlations too.",
        source="Theorem 1 (the range of ρ)",
        statement="−1 ≤ ρ < 0, n ≥ 1: some h with h#γ = γ has L(h) < 2(1−ρ)n",
        lean=("LeJEPA.exists_measurePreserving_alignmentLoss_lt",),
        repair="theorem-1c",
        repaired="the same encoder stays above the floor at −ρ",
        evidence=(
            (
                "fold",
                "2(1−ρ) − L at ρ < 0 for the fold, enclosed by its energy in degree 2",
                Method.ENCLOSURE,
                fold_at_negative_rho,
            ),
            (
                "quadratic",
                "2(1−ρ) − L at ρ < 0 for white encoders a z + c He_2",
                Method.EXACT,
                even_encoders,
            ),
        ),
    ),
    _reading(
        id="reading-n-for-trace",
        sentence="In the approximate theorem the alignment gap may be taken over 2(1−ρ)n.",
        source="Theorem 3 (its hypotheses)",
        statement="0 < ρ < 1, n ≥ 1: some h with E h = 0, Cov h = I/(1+ρ) and L(h) = 2(1−ρ)n, so δ "
        "= 0, has E‖h − Qz‖² ≥ n > ε² for every Q",
        lean=(
            "LeJEPA.exists_loss_eq_far_from_isometries",
            "LeJEPA.not_approximate_recovery_of_dimension",
        ),
        repair="theorem-3",
        repaired="the bound holds with δ over 2(1−ρ) tr Cov h",
        evidence=(
            (
                "line",
                "the error minus its bound with δ over 2(1−ρ)n",
                Method.EXACT,
                dimension_for_trace,
            ),
        ),
    ),
    _reading(
        id="reading-uncentred-covariance",
        sentence="White may be read as E h hᵀ = I, without subtracting the mean.",
        source="Theorems 1 and 3 (their hypotheses)",
        statement="0 ≤ ρ < 1, h affine, E h hᵀ = I, E h ≠ 0: L(h) = 2(1−ρ)(n − ‖E h‖²) < 2(1−ρ)n",
        lean=(
            "LeJEPA.alignmentLoss_affine_of_second_moment_eq_one",
            "LeJEPA.alignmentLoss_affine_lt_of_second_moment_eq_one",
        ),
        repair="theorem-1a",
        repaired="L(h) ≥ 2(1−ρ) tr Cov h with the centred covariance",
        evidence=(
            (
                "below-the-floor",
                "2(1−ρ)n − L for affine encoders with a mean and E h hᵀ = I",
                Method.EXACT,
                uncentred_covariance,
            ),
        ),
    ),
    _reading(
        id="reading-mean-omitted",
        sentence="The approximate theorem needs no assumption on the mean of the encoder.",
        source="Theorem 3 (its hypotheses)",
        statement="h = b + Qz: δ = ε = 0 but E‖h − Q'z‖² ≥ ‖b‖² > 0 for every Q'",
        lean=(
            "LeJEPA.covMatrix_add_isometry",
            "LeJEPA.alignmentLoss_add_isometry",
            "LeJEPA.le_integral_norm_add_isometry_sub_sq",
            "LeJEPA.not_approximate_recovery_of_mean",
        ),
        repair="theorem-3-centred",
        repaired="for h − E h the error is 0",
        evidence=(
            (
                "translated",
                "E‖h − Qz‖² minus its bound for translated orthogonal maps",
                Method.EXACT,
                mean_omitted,
            ),
        ),
    ),
    _reading(
        id="reading-ou-forced",
        sentence="Gaussian latents with stationary additive noise force the Ornstein–Uhlenbeck "
        "transition z' = ρz + sη with ρ ≥ 0.",
        source="Section on the world model's assumptions",
        statement="z' = ρσ(z) + sη is stationary for every σ with σ#γ = γ: −id, Q ∈ O(n), spirals",
        lean=(
            "LeJEPA.exists_additivePair_ne_ouPair",
            "LeJEPA.additivePair_neg_ne_ouPair",
            "LeJEPA.map_snd_additivePair",
        ),
        repair="theorem-1c",
        repaired="with σ undone the pair is Ornstein–Uhlenbeck, the hypothesis of the theorem",
        evidence=(
            (
                "turned",
                "the distance of z' = ρQz + sη, stationary, from every OU transition",
                Method.EXACT,
                turned_transition,
            ),
            (
                "spiral",
                "E‖E[z'|z]‖² − (E⟨z,z'⟩)²/2 for σ a spiral, 0 for an OU transition",
                Method.EXACT,
                spiral_transition,
            ),
        ),
        further=(CROSS_MOMENT,),
    ),
    _reading(
        id="reading-preserving-attains",
        sentence="Every encoder that keeps the Gaussian law of the latents attains the floor.",
        source="Theorem 1",
        statement="h(z) = e^{ic|z|²} z on ℝ² preserves γ, and L(h) > 4(1−ρ) for c ≠ 0, 0 < ρ < 1",
        lean=(
            "LeJEPA.map_gaussian_twist",
            "LeJEPA.lt_alignmentLoss_twist",
        ),
        repair="theorem-1c",
        repaired="such an encoder stays above the floor",
        evidence=(("spiral", "L − 4(1−ρ) for spirals", Method.EXACT, spiral_excess),),
    ),
    _reading(
        id="reading-special-orthogonal",
        sentence="The latents are recovered up to a rotation.",
        source="Theorem 1",
        statement="a reflection attains the floor and is at distance 2 at least from SO(n)",
        lean=(
            "LeJEPA.exists_det_eq_neg_one_alignmentLoss_eq",
            "Matrix.two_le_norm_sub_of_det_eq_neg_one",
        ),
        repair="theorem-1c",
        repaired="they are recovered up to an element of O(n)",
        evidence=(
            (
                "reflections",
                "the squared distance from SO(n) of reflections, which attain the floor",
                Method.ENCLOSURE,
                reflections,
            ),
        ),
    ),
)
