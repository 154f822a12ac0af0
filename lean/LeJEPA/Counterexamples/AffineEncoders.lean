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

variable {n : ℕ} {h : EuclideanSpace ℝ (Fin n) → EuclideanSpace ℝ (Fin n)}

section

variable {E : Type*} [NormedAddCommGroup E] [InnerProductSpace ℝ E] [MeasurableSpace E]
  [BorelSpace E] {μ : Measure E} (hμ : MeasurePreserving (Neg.neg : E → E) μ μ)
include hμ

private theorem integral_norm_sub_sq_of_odd {f g : E → E} (hf : MemLp f 2 μ) (hg : MemLp g 2 μ)
    (heven : ∀ z, f (-z) = f z) (hodd : ∀ z, g (-z) = -g z) :
    ∫ z, ‖f z - g z‖ ^ 2 ∂μ = ∫ z, ‖f z‖ ^ 2 ∂μ + ∫ z, ‖g z‖ ^ 2 ∂μ := by
  have hinner : Integrable (fun z ↦ ⟪f z, g z⟫) μ :=
    (hf.norm.integrable_mul hg.norm).mono' (hf.1.inner hg.1)
      (.of_forall fun z ↦ norm_inner_le_norm _ _)
  have hzero : ∫ z, ⟪f z, g z⟫ ∂μ = 0 := by
    have hneg := hμ.integral_comp (MeasurableEquiv.neg E).measurableEmbedding fun z ↦ ⟪f z, g z⟫
    simp only [heven, hodd, inner_neg_right] at hneg
    rw [integral_neg] at hneg
    linear_combination -hneg / 2
  simp only [norm_sub_sq_real]
  rw [integral_add (hf.norm.integrable_sq.sub' (hinner.const_mul 2)) hg.norm.integrable_sq,
    integral_sub hf.norm.integrable_sq (hinner.const_mul 2), integral_const_mul, hzero, mul_zero,
    sub_zero]

private theorem integral_norm_add_sq_of_odd [IsProbabilityMeasure μ] (b : E) {g : E → E}
    (hg : MemLp (fun z ↦ b + g z) 2 μ) (hodd : ∀ z, g (-z) = -g z) :
    ∫ z, ‖b + g z‖ ^ 2 ∂μ = ‖b‖ ^ 2 + ∫ z, ‖g z‖ ^ 2 ∂μ := by
  have hg' : MemLp g 2 μ := by
    simpa only [Pi.sub_def, add_sub_cancel_left] using hg.sub (memLp_const b)
  have h := integral_norm_sub_sq_of_odd hμ (memLp_const (-b)) hg' (fun _ ↦ rfl) hodd
  simpa only [← neg_add', norm_neg, integral_const, probReal_univ, one_smul] using h

variable (hid : MemLp (fun z ↦ z) 2 μ) {Q : E ≃ₗᵢ[ℝ] E} (hQ : MeasurePreserving Q μ μ)
include hid hQ

private theorem le_integral_norm_sub_isometry_sq {f : E → E} (hf : MemLp f 2 μ)
    (heven : ∀ z, f (-z) = f z) : ∫ z, ‖z‖ ^ 2 ∂μ ≤ ∫ z, ‖f z - Q z‖ ^ 2 ∂μ := by
  rw [integral_norm_sub_sq_of_odd (g := Q) hμ hf (hid.comp_measurePreserving hQ) heven Q.map_neg]
  simp only [Q.norm_map]
  exact le_add_of_nonneg_left (integral_nonneg fun z ↦ sq_nonneg ‖f z‖)

private theorem le_integral_norm_add_sub_sq [IsProbabilityMeasure μ] (b : E) {R : E ≃ₗᵢ[ℝ] E}
    (hR : MeasurePreserving R μ μ) : ‖b‖ ^ 2 ≤ ∫ z, ‖b + Q z - R z‖ ^ 2 ∂μ := by
  have h := integral_norm_add_sq_of_odd hμ b (g := fun z ↦ Q z - R z)
    ((memLp_const b).add ((hid.comp_measurePreserving hQ).sub (hid.comp_measurePreserving hR)))
    fun z ↦ ((congrArg₂ (· - ·) (Q.map_neg z) (R.map_neg z)).trans (neg_sub_neg _ _)).trans
      (neg_sub _ _).symm
  simp only [add_sub_assoc, h]
  exact le_add_of_nonneg_right (integral_nonneg fun z ↦ sq_nonneg ‖Q z - R z‖)

end

private theorem measurePreserving_neg :
    MeasurePreserving (Neg.neg : EuclideanSpace ℝ (Fin n) → _) (gaussian n) (gaussian n) :=
  measurePreserving_gaussian (LinearIsometryEquiv.neg ℝ)

/-- The identity of Pythagoras for an even encoder and a linear map. -/
theorem integral_norm_sub_linear_sq_of_even (hh : MemLp h 2 (gaussian n))
    (heven : ∀ z, h (-z) = h z) (A : EuclideanSpace ℝ (Fin n) →L[ℝ] EuclideanSpace ℝ (Fin n)) :
    ∫ z, ‖h z - A z‖ ^ 2 ∂gaussian n
      = ∫ z, ‖h z‖ ^ 2 ∂gaussian n + ∫ z, ‖A z‖ ^ 2 ∂gaussian n :=
  integral_norm_sub_sq_of_odd measurePreserving_neg hh (A.comp_memLp' memLp_id_gaussian) heven
    A.map_neg

/-- An even encoder is at mean square distance at least `n` from every linear isometry. -/
theorem le_integral_norm_sub_isometry_sq_of_even (hh : MemLp h 2 (gaussian n))
    (heven : ∀ z, h (-z) = h z)
    (Q : EuclideanSpace ℝ (Fin n) ≃ₗᵢ[ℝ] EuclideanSpace ℝ (Fin n)) :
    n ≤ ∫ z, ‖h z - Q z‖ ^ 2 ∂gaussian n :=
  integral_norm_sq_gaussian.symm.trans_le (le_integral_norm_sub_isometry_sq measurePreserving_neg
    memLp_id_gaussian (measurePreserving_gaussian Q) hh heven)

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
      = ‖b‖ ^ 2 + ∑ i, ‖A (EuclideanSpace.basisFun (Fin n) ℝ i)‖ ^ 2 :=
  (integral_norm_add_sq_of_odd measurePreserving_neg b (g := A) (memLp_affine_gaussian b A)
    A.map_neg).trans (congrArg _ (integral_norm_sq_linearMap_gaussian A))

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
  have e : ∑ i, ‖Q (EuclideanSpace.basisFun (Fin n) ℝ i)‖ ^ 2 = n := by
    simp only [Q.norm_map, OrthonormalBasis.norm_eq_one, one_pow, Finset.sum_const,
      Finset.card_univ, Fintype.card_fin, nsmul_eq_mul, mul_one]
  exact (alignmentLoss_affine b Q.toLinearEquiv.toLinearMap hρ₀ hρ₁).trans (congrArg _ e)

/-- The encoder `z ↦ b + Q z` is at mean square distance at least `‖b‖²` from every linear
isometry. -/
theorem le_integral_norm_add_isometry_sub_sq
    (R : EuclideanSpace ℝ (Fin n) ≃ₗᵢ[ℝ] EuclideanSpace ℝ (Fin n)) :
    ‖b‖ ^ 2 ≤ ∫ z, ‖b + Q z - R z‖ ^ 2 ∂gaussian n :=
  le_integral_norm_add_sub_sq measurePreserving_neg memLp_id_gaussian (measurePreserving_gaussian Q)
    b (measurePreserving_gaussian R)

private theorem integral_norm_sq_of_second_moment
    {h : EuclideanSpace ℝ (Fin n) → EuclideanSpace ℝ (Fin n)} (hh : MemLp h 2 (gaussian n))
    (h2 : ∀ i j, ∫ z, h z i * h z j ∂gaussian n = if i = j then 1 else 0) :
    ∫ z, ‖h z‖ ^ 2 ∂gaussian n = n := by
  simp only [EuclideanSpace.norm_sq_eq, Real.norm_eq_abs, sq_abs]
  rw [integral_finset_sum _ fun i _ ↦ (hh.eval_piLp i).integrable_sq]
  simp only [pow_two, h2, if_true, Finset.sum_const, Finset.card_univ, Fintype.card_fin,
    nsmul_eq_mul, mul_one]

variable {b} {A : EuclideanSpace ℝ (Fin n) →ₗ[ℝ] EuclideanSpace ℝ (Fin n)}
  (hA : ∀ i j, ∫ z, (b + A z) i * (b + A z) j ∂gaussian n = if i = j then 1 else 0)
include hA

/-- An affine encoder with identity second moment `E h hᵀ` has the alignment loss
`2 (1 - ρ) (n - ‖E h‖²)`. -/
theorem alignmentLoss_affine_of_second_moment_eq_one (hρ₀ : 0 ≤ ρ) (hρ₁ : ρ ≤ 1) :
    alignmentLoss ρ (fun z ↦ b + A z)
      = 2 * (1 - ρ) * (n - ‖meanVec fun z ↦ b + A z‖ ^ 2) := by
  have hn := integral_norm_sq_of_second_moment (memLp_affine_gaussian b A) hA
  rw [alignmentLoss_affine b A hρ₀ hρ₁, meanVec_affine, ← hn, integral_norm_sq_affine,
    add_sub_cancel_left]

/-- An affine encoder with identity second moment `E h hᵀ` and a mean that is not zero beats the
floor `2 (1 - ρ) n`. -/
theorem alignmentLoss_affine_lt_of_second_moment_eq_one (hρ₀ : 0 ≤ ρ) (hρ₁ : ρ < 1)
    (hmean : (meanVec fun z ↦ b + A z) ≠ 0) :
    alignmentLoss ρ (fun z ↦ b + A z) < 2 * (1 - ρ) * n := by
  rw [alignmentLoss_affine_of_second_moment_eq_one hA hρ₀ hρ₁.le]
  exact mul_lt_mul_of_pos_left (sub_lt_self _ (pow_pos (norm_pos_iff.mpr hmean) 2))
    (mul_pos two_pos (sub_pos.mpr hρ₁))

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

private theorem single_ne_zero (hn : 0 < n) : EuclideanSpace.single (⟨0, hn⟩ : Fin n) (1 : ℝ) ≠ 0 :=
  EuclideanSpace.single_eq_zero_iff.not.mpr one_ne_zero

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
  obtain ⟨b, hb⟩ : ∃ b : EuclideanSpace ℝ (Fin n), b ≠ 0 := ⟨_, single_ne_zero hn⟩
  let I := LinearIsometryEquiv.refl ℝ (EuclideanSpace ℝ (Fin n))
  obtain ⟨Q, hQ⟩ := H (fun z ↦ b + I z) 0 0 (memLp_affine_gaussian b I.toLinearEquiv.toLinearMap)
    (by rw [alignmentLoss_add_isometry b I hρ₀.le hρ₁.le, covMatrix_add_isometry b I,
      Matrix.trace_one, Fintype.card_fin, add_zero])
    (by rw [covMatrix_add_isometry b I, sub_self, norm_zero])
  have h1 := (le_integral_norm_add_isometry_sub_sq b I Q).trans hQ
  rw [zero_div, add_zero, zero_pow two_ne_zero, add_zero] at h1
  exact h1.not_gt (pow_pos (norm_pos_iff.mpr hb) 2)

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
    linear_combination h / 2
  obtain ⟨v, hv, hQR⟩ := exists_mulVec_eq_zero_iff.mpr hdet
  have hB := eq_neg_of_add_eq_zero_left ((Matrix.add_mul Q R _).symm.trans
    ((replicateCol_mulVec _ v).symm.trans
      ((congrArg (replicateCol Unit) hQR).trans replicateCol_zero)))
  have hnorm : ‖R * replicateCol Unit v‖ = ‖replicateCol Unit v‖ := by
    rw [← sq_eq_sq₀ (norm_nonneg _) (norm_nonneg _), frobenius_norm_sq_eq_trace,
      frobenius_norm_sq_eq_trace, transpose_mul, Matrix.mul_assoc, ← Matrix.mul_assoc Rᵀ, hR,
      Matrix.one_mul]
  have hpos : 0 < ‖replicateCol Unit v‖ := by
    rw [frobenius_norm_replicateCol]
    exact norm_pos_iff.mpr fun h ↦ hv (congrArg WithLp.ofLp h)
  have hle := frobenius_norm_mul (Q - R) (replicateCol Unit v)
  rw [Matrix.sub_mul, hB, ← neg_add', norm_neg, ← two_smul ℝ, norm_smul, hnorm,
    Real.norm_two] at hle
  exact le_of_mul_le_mul_right hle hpos

end Matrix

namespace LeJEPA

variable {n : ℕ} {ρ : ℝ}

private theorem exists_isometry_det_eq_neg_one {E : Type*} [NormedAddCommGroup E]
    [InnerProductSpace ℝ E] [FiniteDimensional ℝ E] {e : E} (he : e ≠ 0) :
    ∃ Q : E ≃ₗᵢ[ℝ] E, LinearMap.det Q.toLinearEquiv.toLinearMap = -1 := by
  refine ⟨(ℝ ∙ e).orthogonal.reflection, (ℝ ∙ e).orthogonal.det_reflection.trans ?_⟩
  rw [Submodule.orthogonal_orthogonal, finrank_span_singleton he, pow_one]

/-- In every dimension `n ≥ 1` a linear isometry of determinant `-1` attains the floor
`2 (1 - ρ) n`. -/
theorem exists_det_eq_neg_one_alignmentLoss_eq (hn : 0 < n) (hρ₀ : 0 < ρ) (hρ₁ : ρ < 1) :
    ∃ Q : EuclideanSpace ℝ (Fin n) ≃ₗᵢ[ℝ] EuclideanSpace ℝ (Fin n),
      LinearMap.det Q.toLinearEquiv.toLinearMap = -1 ∧ alignmentLoss ρ Q = 2 * (1 - ρ) * n := by
  obtain ⟨Q, hQ⟩ := exists_isometry_det_eq_neg_one (single_ne_zero hn)
  exact ⟨Q, hQ, alignmentLoss_isometry hρ₀ hρ₁ Q⟩

end LeJEPA
