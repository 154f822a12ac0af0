import LeJEPA.Forward.Preserving
import LeJEPA.Gaussian.Moments
import Mathlib.Analysis.InnerProductSpace.Projection.FiniteDimensional
import Mathlib.Analysis.Matrix.Normed
import Mathlib.LinearAlgebra.Matrix.ToLinearEquiv

/-!
# Even encoders are far from odd maps

An even encoder is orthogonal in `L²(γ)` to every linear map, hence at mean square distance at least
`n` from every linear isometry.

## Main results

* `LeJEPA.integral_norm_sub_linear_sq_of_even`: `E ‖h - A z‖² = E ‖h‖² + E ‖A z‖²`.
* `LeJEPA.le_integral_norm_sub_isometry_sq_of_even`: `n ≤ E ‖h - Q z‖²`.
-/

open MeasureTheory ProbabilityTheory
open scoped RealInnerProductSpace Matrix.Norms.Frobenius

namespace LeJEPA

attribute [-simp] Finset.univ_eq_empty -- `IsEmpty (Fin n)` is long to refute

variable {n : ℕ} {h : EuclideanSpace ℝ (Fin n) → EuclideanSpace ℝ (Fin n)}

/-- The identity of Pythagoras for an even encoder and a linear map. -/
theorem integral_norm_sub_linear_sq_of_even (hh : MemLp h 2 (gaussian n))
    (heven : ∀ z, h (-z) = h z) (A : EuclideanSpace ℝ (Fin n) →L[ℝ] EuclideanSpace ℝ (Fin n)) :
    ∫ z, ‖h z - A z‖ ^ 2 ∂gaussian n
      = ∫ z, ‖h z‖ ^ 2 ∂gaussian n + ∫ z, ‖A z‖ ^ 2 ∂gaussian n := by
  have hA : MemLp (fun z ↦ A z) 2 (gaussian n) := A.comp_memLp' memLp_id_gaussian
  have hinner : Integrable (fun z ↦ ⟪h z, A z⟫) (gaussian n) :=
    (hh.norm.integrable_mul hA.norm).mono' (hh.1.inner hA.1)
      (.of_forall fun z ↦ norm_inner_le_norm _ _)
  have hzero : ∫ z, ⟪h z, A z⟫ ∂gaussian n = 0 := by
    have hneg := (measurePreserving_gaussian (n := n) (LinearIsometryEquiv.neg ℝ)).integral_comp
      (LinearIsometryEquiv.neg ℝ).toHomeomorph.measurableEmbedding fun z ↦ ⟪h z, A z⟫
    simp only [LinearIsometryEquiv.coe_neg, heven, map_neg, inner_neg_right] at hneg
    rw [integral_neg] at hneg
    linarith
  simp_rw [norm_sub_sq_real]
  rw [integral_add (hh.norm.integrable_sq.sub' (hinner.const_mul 2)) hA.norm.integrable_sq,
    integral_sub hh.norm.integrable_sq (hinner.const_mul 2), integral_const_mul, hzero]
  ring

/-- An even encoder is at mean square distance at least `n` from every linear isometry. -/
theorem le_integral_norm_sub_isometry_sq_of_even (hh : MemLp h 2 (gaussian n))
    (heven : ∀ z, h (-z) = h z)
    (Q : EuclideanSpace ℝ (Fin n) ≃ₗᵢ[ℝ] EuclideanSpace ℝ (Fin n)) :
    n ≤ ∫ z, ‖h z - Q z‖ ^ 2 ∂gaussian n := by
  have h1 := integral_norm_sub_linear_sq_of_even hh heven
    (Q : EuclideanSpace ℝ (Fin n) →L[ℝ] EuclideanSpace ℝ (Fin n))
  have h2 : 0 ≤ ∫ z, ‖h z‖ ^ 2 ∂gaussian n := integral_nonneg fun z ↦ sq_nonneg _
  simp only [LinearIsometryEquiv.coe_coe'', Q.norm_map, integral_norm_sq_gaussian] at h1
  linarith

end LeJEPA

/-!
## Affine encoders and their mean

The encoder `z ↦ b + Q z`, with `Q` a linear isometry, has covariance `1` and attains the floor
`2 (1 - ρ) n`, and is at mean square distance at least `‖b‖²` from every linear isometry. An affine
encoder with identity second moment `E h hᵀ` in place of identity covariance has the loss
`2 (1 - ρ) (n - ‖E h‖²)`, below the floor if its mean is not zero. So the means in Theorems 1 and 3
cannot be left out.

### Main results

* `LeJEPA.covMatrix_add_isometry`, `LeJEPA.alignmentLoss_add_isometry`,
  `LeJEPA.le_integral_norm_add_isometry_sub_sq`: the encoder `z ↦ b + Q z`.
* `LeJEPA.alignmentLoss_affine_of_second_moment_eq_one`,
  `LeJEPA.alignmentLoss_affine_lt_of_second_moment_eq_one`: the affine encoders with identity
  second moment.
-/

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

/-!
## Theorem 3 needs `E h = 0`

The translation `z ↦ b + z` has identity covariance and attains the floor `2 (1 - ρ) n`, so that
`δ = ε = 0` in Theorem 3, and is at mean square distance at least `‖b‖²` from every linear isometry.
Without `E h = 0` the theorem holds for `h - E h` only.

### Main results

* `LeJEPA.not_approximate_recovery_of_mean`: Theorem 3 is false without `E h = 0`.
-/

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

/-!
## The latents are not recovered up to rotations

Reflections attain the floor of the alignment loss as rotations do, and a reflection is far from
every rotation: orthogonal matrices with determinants `-1` and `1` are at distance at least `2` in
the Frobenius norm. So in Theorem 1 the orthogonal group cannot be replaced by the special
orthogonal group.

### Main results

* `Matrix.two_le_norm_sub_of_det_eq_neg_one`: the distance.
* `LeJEPA.exists_det_eq_neg_one_alignmentLoss_eq`: a reflection attains the floor.
-/

namespace Matrix

variable {n : Type*} [Fintype n] [DecidableEq n]

/-- Orthogonal matrices `Q`, `R` with determinants `-1` and `1` are at distance at least `2` in the
Frobenius norm: some vector `v ≠ 0` has `Q v = -R v`. -/
theorem two_le_norm_sub_of_det_eq_neg_one {Q R : Matrix n n ℝ} (hQ : Q ∈ orthogonalGroup n ℝ)
    (hR : R ∈ orthogonalGroup n ℝ) (hQdet : Q.det = -1) (hRdet : R.det = 1) : 2 ≤ ‖Q - R‖ := by
  rw [mem_orthogonalGroup_iff] at hQ
  rw [mem_orthogonalGroup_iff'] at hR
  have hsum : Q + R = Q * (Q + R)ᵀ * R := by
    rw [transpose_add, mul_add, add_mul, hQ, one_mul, mul_assoc, hR, mul_one, add_comm]
  have hdet : (Q + R).det = 0 := by
    have h := congrArg det hsum
    rw [det_mul, det_mul, det_transpose, hQdet, hRdet] at h
    linarith
  obtain ⟨v, hv, hQR⟩ := exists_mulVec_eq_zero_iff.mpr hdet
  have hB : (Q - R) * replicateCol Unit v = (-2 : ℝ) • (R * replicateCol Unit v) := by
    have h : (Q + R) * replicateCol Unit v = 0 := by
      rw [← replicateCol_mulVec, hQR]
      rfl
    have e : (Q - R) * replicateCol Unit v
        = (Q + R) * replicateCol Unit v - (2 : ℝ) • (R * replicateCol Unit v) := by
      rw [Matrix.add_mul, Matrix.sub_mul, two_smul]
      abel
    rw [e, h, zero_sub, neg_smul]
  have hnorm : ‖R * replicateCol Unit v‖ = ‖replicateCol Unit v‖ := by
    rw [← sq_eq_sq₀ (norm_nonneg _) (norm_nonneg _), frobenius_norm_sq_eq_trace,
      frobenius_norm_sq_eq_trace, transpose_mul, Matrix.mul_assoc, ← Matrix.mul_assoc Rᵀ, hR,
      Matrix.one_mul]
  have hpos : 0 < ‖replicateCol Unit v‖ := by
    rw [frobenius_norm_replicateCol]
    exact norm_pos_iff.mpr fun h ↦ hv (by simpa using congrArg WithLp.ofLp h)
  have hle := frobenius_norm_mul (Q - R) (replicateCol Unit v)
  have htwo : ‖(-2 : ℝ)‖ = 2 := by norm_num
  rw [hB, norm_smul, hnorm, htwo] at hle
  exact le_of_mul_le_mul_right hle hpos

end Matrix

namespace LeJEPA

variable {n : ℕ} {ρ : ℝ}

/-- In every dimension `n ≥ 1` a linear isometry of determinant `-1` attains the floor
`2 (1 - ρ) n`. -/
theorem exists_det_eq_neg_one_alignmentLoss_eq (hn : 0 < n) (hρ₀ : 0 < ρ) (hρ₁ : ρ < 1) :
    ∃ Q : EuclideanSpace ℝ (Fin n) ≃ₗᵢ[ℝ] EuclideanSpace ℝ (Fin n),
      LinearMap.det Q.toLinearEquiv.toLinearMap = -1 ∧ alignmentLoss ρ Q = 2 * (1 - ρ) * n := by
  let e : EuclideanSpace ℝ (Fin n) := EuclideanSpace.single ⟨0, hn⟩ 1
  have he : e ≠ 0 := by simp [e]
  refine ⟨(ℝ ∙ e)ᗮ.reflection, ?_, alignmentLoss_isometry hρ₀ hρ₁ _⟩
  have h := (ℝ ∙ e)ᗮ.det_reflection
  rw [Submodule.orthogonal_orthogonal, finrank_span_singleton he, pow_one] at h
  exact h

end LeJEPA
