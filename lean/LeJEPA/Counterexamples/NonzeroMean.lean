import LeJEPA.Counterexamples.Coordinatewise
import LeJEPA.Counterexamples.EvenEncoders
import Mathlib.Analysis.Matrix.Normed

/-!
# Theorem 3 needs `E h = 0`

The translation `z ↦ z + b` has identity covariance and attains the floor `2 (1 - ρ) n`, so that
`δ = ε = 0` in Theorem 3, and is at mean square distance at least `‖b‖²` from every linear isometry.
Without `E h = 0` the theorem holds for `h - E h` only.

## Main results

* `LeJEPA.alignmentLoss_add_const`: the loss of a translation.
* `LeJEPA.le_integral_norm_add_const_sub_sq`: its distance from the linear isometries.
* `LeJEPA.not_approximate_recovery_of_mean`: Theorem 3 is false without `E h = 0`.
-/

open MeasureTheory ProbabilityTheory
open scoped Matrix.Norms.Frobenius

namespace LeJEPA

variable {n : ℕ} {ρ : ℝ} (b : EuclideanSpace ℝ (Fin n))

/-- A translation is square integrable. -/
theorem memLp_add_const : MemLp (fun z ↦ z + b) 2 (gaussian n) :=
  memLp_id_gaussian.add (memLp_const b)

/-- The mean of a translation. -/
theorem meanVec_add_const : meanVec (fun z ↦ z + b) = b := by
  rw [meanVec, integral_add integrable_id_gaussian (integrable_const b), integral_id_gaussian]
  simp

/-- The covariance of a translation is the identity. -/
theorem covMatrix_add_const : covMatrix (fun z ↦ z + b) = 1 := by
  ext i j
  simp [covMatrix, meanVec_add_const, integral_mul_gaussian, Matrix.one_apply]

/-- A translation attains the floor: its alignment loss is `2 (1 - ρ) n`. -/
theorem alignmentLoss_add_const (hρ : |ρ| ≤ 1) :
    alignmentLoss ρ (fun z ↦ z + b) = 2 * (1 - ρ) * n := by
  have hid : alignmentLoss ρ (fun z ↦ z + b) = alignmentLoss ρ (coordwise (n := n) id) := by
    simp only [alignmentLoss, add_sub_add_right_eq_sub]
    rfl
  have hmem := memLp_id_gaussianReal (μ := 0) (v := 1) 2
  have hint : Integrable (fun x : ℝ ↦ x) (gaussianReal 0 1) :=
    (memLp_id_gaussianReal 1).integrable le_rfl
  have hsq : Integrable (fun x : ℝ ↦ x * x) (gaussianReal 0 1) :=
    MemLp.integrable_mul (p := 2) (q := 2) (mod_cast hmem) (mod_cast hmem)
  have h1 : Integrable (fun p : ℝ × ℝ ↦ p.1 * p.1 * 1)
      ((gaussianReal 0 1).prod (gaussianReal 0 1)) := hsq.mul_prod (integrable_const 1)
  have h2 : Integrable (fun p : ℝ × ℝ ↦ p.1 * p.2)
      ((gaussianReal 0 1).prod (gaussianReal 0 1)) := hint.mul_prod hint
  have e (p : ℝ × ℝ) : p.1 * (ρ * p.1 + √(1 - ρ ^ 2) * p.2)
      = ρ * (p.1 * p.1 * 1) + √(1 - ρ ^ 2) * (p.1 * p.2) := by ring
  rw [hid, alignmentLoss_coordwise hρ measurable_id (mod_cast hmem)]
  simp only [id, e]
  rw [integral_add (h1.const_mul _) (h2.const_mul _), integral_const_mul, integral_const_mul,
    integral_prod_mul (fun x : ℝ ↦ x * x) fun _ ↦ 1, integral_prod_mul (fun x : ℝ ↦ x) fun y ↦ y,
    integral_id_gaussianReal]
  simp only [pow_two, integral_sq_gaussianReal]
  simp
  ring

/-- A translation by `b` is at mean square distance at least `‖b‖²` from every linear isometry. -/
theorem le_integral_norm_add_const_sub_sq
    (Q : EuclideanSpace ℝ (Fin n) ≃ₗᵢ[ℝ] EuclideanSpace ℝ (Fin n)) :
    ‖b‖ ^ 2 ≤ ∫ z, ‖z + b - Q z‖ ^ 2 ∂gaussian n := by
  let A : EuclideanSpace ℝ (Fin n) →L[ℝ] EuclideanSpace ℝ (Fin n) :=
    (Q : EuclideanSpace ℝ (Fin n) →L[ℝ] EuclideanSpace ℝ (Fin n)) - ContinuousLinearMap.id ℝ _
  have h1 := integral_norm_sub_linear_sq_of_even (memLp_const (μ := gaussian n) b) (fun _ ↦ rfl) A
  have h2 : 0 ≤ ∫ z, ‖A z‖ ^ 2 ∂gaussian n := integral_nonneg fun z ↦ sq_nonneg _
  have h3 (z : EuclideanSpace ℝ (Fin n)) : z + b - Q z = b - A z := by
    simp only [A, ContinuousLinearMap.sub_apply, ContinuousLinearMap.id_apply,
      LinearIsometryEquiv.coe_coe'']
    abel
  simp_rw [h3, h1]
  simpa using h2

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
  obtain ⟨Q, hQ⟩ := H (fun z ↦ z + b) 0 0 (memLp_add_const b)
    (by simp [alignmentLoss_add_const b (abs_le.mpr ⟨by linarith, hρ₁.le⟩), covMatrix_add_const])
    (by simp [covMatrix_add_const])
  have h1 := (le_integral_norm_add_const_sub_sq b Q).trans hQ
  have h2 : 0 < ‖b‖ ^ 2 := by positivity
  simp only [zero_div, add_zero, ne_eq, OfNat.ofNat_ne_zero, not_false_eq_true, zero_pow] at h1
  linarith

end LeJEPA
