import LeJEPA.Counterexamples.AffineEncoders
import Mathlib.Analysis.Matrix.Normed

/-!
# Theorem 3 needs `E h = 0`

The translation `z ↦ b + z` has identity covariance and attains the floor `2 (1 - ρ) n`, so that
`δ = ε = 0` in Theorem 3, and is at mean square distance at least `‖b‖²` from every linear isometry.
Without `E h = 0` the theorem holds for `h - E h` only.

## Main results

* `LeJEPA.not_approximate_recovery_of_mean`: Theorem 3 is false without `E h = 0`.
-/

open MeasureTheory ProbabilityTheory
open scoped Matrix.Norms.Frobenius

namespace LeJEPA

variable {n : ℕ} {ρ : ℝ}

/-- Theorem 3 is false, for every `0 < ρ < 1` and in every dimension `n ≥ 1`, without the hypothesis
`E h = 0`. -/
theorem not_approximate_recovery_of_mean (hn : 0 < n) (hρ₀ : 0 < ρ) (hρ₁ : ρ < 1) :
    ¬ ∀ (h : EuclideanSpace ℝ (Fin n) → EuclideanSpace ℝ (Fin n)) (δ ε : ℝ),
      MemLp h 2 (gaussian n) → alignmentLoss ρ h ≤ 2 * (1 - ρ) * (covMatrix h).trace + δ →
      ‖covMatrix h - 1‖ ≤ ε →
      ∃ Q : EuclideanSpace ℝ (Fin n) ≃ₗᵢ[ℝ] EuclideanSpace ℝ (Fin n),
        ∫ z, ‖h z - Q z‖ ^ 2 ∂gaussian n
          ≤ δ / (2 * ρ * (1 - ρ)) + (ε + δ / (2 * ρ * (1 - ρ))) ^ 2 := by
  intro H
  obtain ⟨b, hb⟩ : ∃ b : EuclideanSpace ℝ (Fin n), b ≠ 0 :=
    ⟨EuclideanSpace.single ⟨0, hn⟩ 1, by simp⟩
  let I := LinearIsometryEquiv.refl ℝ (EuclideanSpace ℝ (Fin n))
  obtain ⟨Q, hQ⟩ := H (fun z ↦ b + I z) 0 0 (memLp_affine_gaussian b I.toLinearEquiv.toLinearMap)
    (by simp [alignmentLoss_add_isometry b I hρ₀.le hρ₁.le, covMatrix_add_isometry b I])
    (by simp [covMatrix_add_isometry b I])
  have h1 := (le_integral_norm_add_isometry_sub_sq b I Q).trans hQ
  have h2 : 0 < ‖b‖ ^ 2 := by positivity
  simp only [zero_div, add_zero, ne_eq, OfNat.ofNat_ne_zero, not_false_eq_true, zero_pow] at h1
  linarith

end LeJEPA
