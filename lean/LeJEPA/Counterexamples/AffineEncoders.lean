import LeJEPA.Counterexamples.EvenEncoders
import LeJEPA.Forward.Preserving

/-!
# Affine encoders and their mean

The encoder `z ↦ b + Q z`, with `Q` a linear isometry, has covariance `1` and attains the floor
`2 (1 - ρ) n`, and is at mean square distance at least `‖b‖²` from every linear isometry. An affine
encoder with identity second moment `E h hᵀ` in place of identity covariance has the loss
`2 (1 - ρ) (n - ‖E h‖²)`, below the floor if its mean is not zero. So the means in Theorems 1 and 3
cannot be left out.

## Main results

* `LeJEPA.covMatrix_add_isometry`, `LeJEPA.alignmentLoss_add_isometry`,
  `LeJEPA.le_integral_norm_add_isometry_sub_sq`: the encoder `z ↦ b + Q z`.
* `LeJEPA.alignmentLoss_affine_of_second_moment_eq_one`,
  `LeJEPA.alignmentLoss_affine_lt_of_second_moment_eq_one`: the affine encoders with identity
  second moment.
-/

open MeasureTheory ProbabilityTheory

namespace LeJEPA

variable {n : ℕ} {ρ : ℝ} (b : EuclideanSpace ℝ (Fin n))
  (Q : EuclideanSpace ℝ (Fin n) ≃ₗᵢ[ℝ] EuclideanSpace ℝ (Fin n))

/-- The second moment of an affine map. -/
theorem integral_norm_sq_affine
    (A : EuclideanSpace ℝ (Fin n) →ₗ[ℝ] EuclideanSpace ℝ (Fin n)) :
    ∫ z, ‖b + A z‖ ^ 2 ∂gaussian n
      = ‖b‖ ^ 2 + ∑ i, ‖A (EuclideanSpace.basisFun (Fin n) ℝ i)‖ ^ 2 := by
  have h1 := integral_norm_sub_linear_sq_of_even (memLp_const (μ := gaussian n) b)
    (fun _ ↦ rfl) (-A.toContinuousLinearMap)
  have h2 := integral_norm_sq_linearMap_gaussian A
  simp only [ContinuousLinearMap.neg_apply, sub_neg_eq_add, norm_neg,
    LinearMap.coe_toContinuousLinearMap'] at h1
  rw [h1, h2]
  simp

/-- The encoder `z ↦ b + Q z` has covariance `1`. -/
theorem covMatrix_add_isometry : covMatrix (fun z ↦ b + Q z) = 1 := by
  have hQ := Q.continuous.measurable.aemeasurable (μ := gaussian n)
  have hmean : meanVec (fun z ↦ b + Q z) = b := meanVec_affine b Q.toLinearEquiv.toLinearMap
  rw [← covMatrix_of_map_eq hQ (map_gaussian Q)]
  ext i j
  simp only [covMatrix, Matrix.of_apply, hmean, meanVec_of_map_eq hQ (map_gaussian Q),
    PiLp.add_apply, PiLp.zero_apply, add_sub_cancel_left, sub_zero]

/-- The encoder `z ↦ b + Q z` attains the floor: its alignment loss is `2 (1 - ρ) n`. -/
theorem alignmentLoss_add_isometry (hρ₀ : 0 ≤ ρ) (hρ₁ : ρ ≤ 1) :
    alignmentLoss ρ (fun z ↦ b + Q z) = 2 * (1 - ρ) * n := by
  have h := alignmentLoss_affine b Q.toLinearEquiv.toLinearMap hρ₀ hρ₁
  simpa using h

/-- The encoder `z ↦ b + Q z` is at mean square distance at least `‖b‖²` from every linear
isometry. -/
theorem le_integral_norm_add_isometry_sub_sq
    (R : EuclideanSpace ℝ (Fin n) ≃ₗᵢ[ℝ] EuclideanSpace ℝ (Fin n)) :
    ‖b‖ ^ 2 ≤ ∫ z, ‖b + Q z - R z‖ ^ 2 ∂gaussian n := by
  have h := integral_norm_sq_affine b (Q.toLinearEquiv.toLinearMap - R.toLinearEquiv.toLinearMap)
  simp only [LinearMap.sub_apply, LinearEquiv.coe_coe, LinearIsometryEquiv.coe_toLinearEquiv,
    ← add_sub_assoc] at h
  rw [h]
  exact le_add_of_nonneg_right (Finset.sum_nonneg fun i _ ↦ sq_nonneg _)

variable {b} {A : EuclideanSpace ℝ (Fin n) →ₗ[ℝ] EuclideanSpace ℝ (Fin n)}
  (hA : ∀ i j, ∫ z, (b + A z) i * (b + A z) j ∂gaussian n = if i = j then 1 else 0)
include hA

/-- An affine encoder with identity second moment `E h hᵀ` has the alignment loss
`2 (1 - ρ) (n - ‖E h‖²)`. -/
theorem alignmentLoss_affine_of_second_moment_eq_one (hρ₀ : 0 ≤ ρ) (hρ₁ : ρ ≤ 1) :
    alignmentLoss ρ (fun z ↦ b + A z)
      = 2 * (1 - ρ) * (n - ‖meanVec fun z ↦ b + A z‖ ^ 2) := by
  have hn : ∫ z, ‖b + A z‖ ^ 2 ∂gaussian n = n := by
    simp_rw [EuclideanSpace.norm_sq_eq, Real.norm_eq_abs, sq_abs]
    rw [integral_finset_sum _ fun i _ ↦ ((memLp_affine_gaussian b A).eval_piLp i).integrable_sq]
    simp_rw [pow_two, hA]
    simp
  rw [alignmentLoss_affine b A hρ₀ hρ₁, meanVec_affine, ← hn, integral_norm_sq_affine,
    add_sub_cancel_left]

/-- An affine encoder with identity second moment `E h hᵀ` and a mean that is not zero beats the
floor `2 (1 - ρ) n`. -/
theorem alignmentLoss_affine_lt_of_second_moment_eq_one (hρ₀ : 0 ≤ ρ) (hρ₁ : ρ < 1)
    (hmean : (meanVec fun z ↦ b + A z) ≠ 0) :
    alignmentLoss ρ (fun z ↦ b + A z) < 2 * (1 - ρ) * n := by
  rw [alignmentLoss_affine_of_second_moment_eq_one hA hρ₀ hρ₁.le]
  have h1 : 0 < ‖meanVec fun z ↦ b + A z‖ ^ 2 := pow_pos (norm_pos_iff.mpr hmean) 2
  nlinarith [mul_pos (sub_pos.mpr hρ₁) h1]

end LeJEPA
