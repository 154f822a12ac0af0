import LeJEPA.Forward.Preserving
import Mathlib.Analysis.InnerProductSpace.Projection.FiniteDimensional
import Mathlib.LinearAlgebra.Matrix.ToLinearEquiv

/-!
# The latents are not recovered up to rotations

Reflections attain the floor of the alignment loss as rotations do, and a reflection is far from
every rotation: orthogonal matrices with determinants `-1` and `1` are at distance at least `2` in
the Frobenius norm. So in Theorem 1 the orthogonal group cannot be replaced by the special
orthogonal group.

## Main results

* `Matrix.two_le_norm_sub_of_det_eq_neg_one`: the distance.
* `LeJEPA.exists_det_eq_neg_one_alignmentLoss_eq`: a reflection attains the floor.
-/

open MeasureTheory
open scoped Matrix.Norms.Frobenius

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
