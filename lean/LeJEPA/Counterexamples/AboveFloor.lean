import LeJEPA.Counterexamples.SignFlip
import LeJEPA.Forward.Preserving

/-!
# Preserving the Gaussian measure does not suffice, in every dimension

Attaining the floor is a property of its own: in every dimension `n ≥ 1` the sign flip of every
coordinate preserves the standard Gaussian measure and is strictly above the floor. In the plane,
`LeJEPA.Counterexamples.Spiral` has a continuous example.

## Main results

* `LeJEPA.lt_alignmentLoss_of_not_ae_eq_isometry`: a measure-preserving encoder that is not a linear
  isometry is strictly above the floor.
* `LeJEPA.lt_alignmentLoss_signFlip`: the sign flip is.
-/

open MeasureTheory ProbabilityTheory

namespace LeJEPA

variable {n : ℕ} {ρ : ℝ} {h : EuclideanSpace ℝ (Fin n) → EuclideanSpace ℝ (Fin n)}

/-- An encoder that preserves the standard Gaussian measure and is not a linear isometry almost
everywhere has alignment loss strictly above the floor `2 (1 - ρ) n`. -/
theorem lt_alignmentLoss_of_not_ae_eq_isometry (hρ₀ : 0 < ρ) (hρ₁ : ρ < 1)
    (hmp : MeasurePreserving h (gaussian n) (gaussian n))
    (hne : ¬ ∃ Q : EuclideanSpace ℝ (Fin n) ≃ₗᵢ[ℝ] EuclideanSpace ℝ (Fin n),
      h =ᵐ[gaussian n] Q) : 2 * (1 - ρ) * n < alignmentLoss ρ h :=
  lt_of_le_of_ne (le_alignmentLoss_of_map_eq hmp.aemeasurable hmp.map_eq hρ₀.le hρ₁.le) fun heq ↦
    hne ((alignmentLoss_eq_iff_of_map_eq hmp.aemeasurable hmp.map_eq hρ₀ hρ₁).mp heq.symm)

/-- In every dimension `n ≥ 1` the sign flip of every coordinate, which preserves the standard
Gaussian measure, has alignment loss strictly above the floor `2 (1 - ρ) n`. -/
theorem lt_alignmentLoss_signFlip (hn : 0 < n) (hρ₀ : 0 < ρ) (hρ₁ : ρ < 1) :
    2 * (1 - ρ) * n < alignmentLoss ρ (coordwise (n := n) signFlip) := by
  refine lt_alignmentLoss_of_not_ae_eq_isometry hρ₀ hρ₁
    (measurePreserving_coordwise measurePreserving_signFlip) fun ⟨Q, hQ⟩ ↦ ?_
  refine not_ae_eq_affine_signFlip hn
    ⟨0, (Q : EuclideanSpace ℝ (Fin n) →ₗ[ℝ] EuclideanSpace ℝ (Fin n)), ?_⟩
  filter_upwards [hQ] with z hz
  simp [hz]

end LeJEPA
