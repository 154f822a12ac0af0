import Mathlib.Analysis.InnerProductSpace.PiL2

/-!
# Orthogonal matrices as linear isometries

## Main results

* `LeJEPA.exists_isometry_of_mul_transpose_eq_one`: a matrix `M` with `M Mᵀ = 1` acts as a linear
  isometry of Euclidean space.
-/

namespace LeJEPA

variable {n : ℕ}

/-- The squared norm is the sum of the squares of the coordinates. -/
theorem norm_sq_eq_sum (x : EuclideanSpace ℝ (Fin n)) : ‖x‖ ^ 2 = ∑ i, x i ^ 2 := by
  simp [EuclideanSpace.norm_sq_eq]

/-- Inner products by coordinates. -/
theorem inner_eq_sum (z t : EuclideanSpace ℝ (Fin n)) : inner ℝ z t = ∑ j, t j * z j := by
  simp [PiLp.inner_apply]

/-- A matrix `M` with `M Mᵀ = 1` acts as a linear isometry of Euclidean space. -/
theorem exists_isometry_of_mul_transpose_eq_one {M : Matrix (Fin n) (Fin n) ℝ}
    (hM : M * M.transpose = 1) :
    ∃ Q : EuclideanSpace ℝ (Fin n) ≃ₗᵢ[ℝ] EuclideanSpace ℝ (Fin n),
      ∀ z i, Q z i = ∑ k, M i k * z k := by
  have hA (z : EuclideanSpace ℝ (Fin n)) (i : Fin n) :
      Matrix.toEuclideanLin M z i = ∑ k, M i k * z k := by
    simp [Matrix.toEuclideanLin_apply, Matrix.mulVec, dotProduct]
  have hM' : M.transpose * M = 1 := mul_eq_one_comm.mp hM
  have hnorm (x : EuclideanSpace ℝ (Fin n)) : ‖Matrix.toEuclideanLin M x‖ ^ 2 = ‖x‖ ^ 2 := by
    have hx : ∑ i, Matrix.toEuclideanLin M x i ^ 2
        = ∑ k, ∑ l, (M.transpose * M) k l * (x k * x l) := by
      simp_rw [hA, pow_two, Finset.sum_mul_sum, Matrix.mul_apply, Matrix.transpose_apply,
        Finset.sum_mul]
      rw [Finset.sum_comm]
      refine Finset.sum_congr rfl fun k _ ↦ ?_
      rw [Finset.sum_comm]
      exact Finset.sum_congr rfl fun l _ ↦ Finset.sum_congr rfl fun i _ ↦ by ring
    rw [norm_sq_eq_sum, norm_sq_eq_sum, hx, hM']
    simp [Matrix.one_apply, pow_two]
  refine ⟨LinearIsometry.toLinearIsometryEquiv ⟨Matrix.toEuclideanLin M, fun x ↦ ?_⟩ rfl, hA⟩
  rw [← sq_eq_sq₀ (norm_nonneg _) (norm_nonneg _)]
  exact hnorm x

end LeJEPA
