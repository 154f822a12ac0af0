import LeJEPA.Gaussian.Moments
import Mathlib.LinearAlgebra.UnitaryGroup

/-!
# Linear maps that send a standard Gaussian vector to a standard Gaussian vector

For `z ~ N(0, I)` in dimension `k` and a real matrix `M` with `n` rows and `k` columns,
`M z ~ N(0, I)` iff `M Mᵀ = 1`. For `n = k` these are the orthogonal matrices.

## Main results

* `LeJEPA.map_toEuclideanLin_gaussian_eq_iff`: the criterion.
* `LeJEPA.map_toEuclideanLin_gaussian_eq_iff_mem_orthogonalGroup`: the case of square matrices.
-/

open MeasureTheory Matrix
open scoped RealInnerProductSpace

namespace LeJEPA

variable {k n : ℕ}

/-- A row of a matrix, as a vector. -/
private noncomputable def row (M : Matrix (Fin n) (Fin k) ℝ) (i : Fin n) :
    EuclideanSpace ℝ (Fin k) :=
  WithLp.toLp 2 (M i)

private theorem toEuclideanLin_apply_eq_inner (M : Matrix (Fin n) (Fin k) ℝ)
    (z : EuclideanSpace ℝ (Fin k)) (i : Fin n) : M.toEuclideanLin z i = ⟪z, row M i⟫ := by
  rw [PiLp.inner_apply]
  simp [toEuclideanLin_apply, mulVec, dotProduct, row]

private theorem inner_row (M : Matrix (Fin n) (Fin k) ℝ) (i j : Fin n) :
    ⟪row M i, row M j⟫ = (M * Mᵀ) i j := by
  rw [PiLp.inner_apply]
  simp [mul_apply, row, mul_comm]

/-- For a standard Gaussian vector `z` in dimension `k` and a real `n × k` matrix `M`, the vector
`M z` is standard Gaussian iff `M Mᵀ = 1`. -/
theorem map_toEuclideanLin_gaussian_eq_iff (M : Matrix (Fin n) (Fin k) ℝ) :
    (gaussian k).map M.toEuclideanLin = gaussian n ↔ M * Mᵀ = 1 := by
  have hM : Measurable M.toEuclideanLin :=
    (LinearMap.continuous_of_finiteDimensional M.toEuclideanLin).measurable
  have := Measure.isProbabilityMeasure_map (μ := gaussian k) hM.aemeasurable
  refine ⟨fun h ↦ ?_, fun h ↦ eq_gaussian_iff.mpr fun t ↦ ?_⟩
  · ext i j
    have hf : Measurable fun z : EuclideanSpace ℝ (Fin n) ↦ z i * z j := by fun_prop
    have h1 := integral_map (μ := gaussian k) hM.aemeasurable hf.aestronglyMeasurable
    simp_rw [h, toEuclideanLin_apply_eq_inner] at h1
    rw [integral_mul_gaussian, integral_inner_mul_inner_gaussian, inner_row] at h1
    rw [← h1, one_apply]
  · have hinner (z : EuclideanSpace ℝ (Fin k)) :
        ⟪M.toEuclideanLin z, t⟫ = ⟪z, ∑ i, t i • row M i⟫ := by
      rw [PiLp.inner_apply, inner_sum]
      refine Finset.sum_congr rfl fun i _ ↦ ?_
      rw [toEuclideanLin_apply_eq_inner, inner_smul_right]
      rfl
    have hnorm : ‖∑ i, t i • row M i‖ ^ 2 = ‖t‖ ^ 2 := by
      rw [← real_inner_self_eq_norm_sq, sum_inner, EuclideanSpace.norm_sq_eq]
      refine Finset.sum_congr rfl fun i _ ↦ ?_
      simp [inner_sum, inner_smul_left, inner_smul_right, inner_row, h, one_apply, pow_two]
    rw [charFun_apply, integral_map hM.aemeasurable (by fun_prop)]
    simp_rw [hinner]
    rw [← charFun_apply, charFun_gaussian, hnorm]

/-- A square matrix sends a standard Gaussian vector to a standard Gaussian vector iff it is
orthogonal. -/
theorem map_toEuclideanLin_gaussian_eq_iff_mem_orthogonalGroup (M : Matrix (Fin n) (Fin n) ℝ) :
    (gaussian n).map M.toEuclideanLin = gaussian n ↔ M ∈ orthogonalGroup (Fin n) ℝ := by
  rw [map_toEuclideanLin_gaussian_eq_iff, mem_orthogonalGroup_iff]

end LeJEPA
