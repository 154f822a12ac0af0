import LeJEPA.Background.MeanInequalities
import LeJEPA.LinearAlgebra.NearestOrthogonal
import Mathlib.Analysis.SpecialFunctions.Log.Basic
import Mathlib.LinearAlgebra.Determinant

/-!
# The Hilbert–Schmidt norm and the determinant

For an endomorphism `A` of a Euclidean space of dimension `n` with an orthonormal basis `b`, the
square of the Hilbert–Schmidt norm is `∑ i, ‖A (b i)‖ ^ 2`. With the eigenvalues `λ` of `A† A` it is
`∑ λ`, while `(det A) ^ 2 = ∏ λ`; so `log λ ≤ λ - 1` bounds `log |det A|`, and the arithmetic and
geometric means bound `|det A|`.

## Main results

* `LinearMap.det_sq_eq_prod_norm_sq`: `(det A) ^ 2 = ∏ ‖A (v i)‖ ^ 2` when `A` keeps the orthonormal
  basis `v` orthogonal; `LinearMap.exists_orthonormalBasis_inner_map_map_eq_zero`: there is such a
  basis.
* `LinearMap.card_add_two_mul_log_abs_det_le`: `n + 2 log |det A| ≤ ∑ ‖A (b i)‖ ^ 2` for invertible
  `A`.
* `LinearMap.norm_map_of_sum_norm_sq_eq`: with equality only for isometries.
* `LinearMap.card_mul_rpow_det_sq_le`: `n ((det A) ^ 2) ^ (1 / n) ≤ ∑ ‖A (b i)‖ ^ 2`.
-/

open Module
open scoped RealInnerProductSpace

namespace LinearMap

variable {E ι : Type*} [NormedAddCommGroup E] [InnerProductSpace ℝ E] [FiniteDimensional ℝ E]
  [Fintype ι]

/-- Every endomorphism keeps some orthonormal basis orthogonal: an eigenbasis of `A† A`. -/
theorem exists_orthonormalBasis_inner_map_map_eq_zero (A : E →ₗ[ℝ] E) :
    ∃ v : OrthonormalBasis (Fin (finrank ℝ E)) ℝ E,
      Pairwise fun i j ↦ ⟪A (v i), A (v j)⟫ = 0 := by
  have hS : (adjoint A ∘ₗ A).IsSymmetric := A.isSymmetric_adjoint_mul_self
  refine ⟨hS.eigenvectorBasis rfl, fun i j hij ↦ ?_⟩
  have happly : adjoint A (A (hS.eigenvectorBasis rfl j))
      = hS.eigenvalues rfl j • hS.eigenvectorBasis rfl j := hS.apply_eigenvectorBasis rfl j
  beta_reduce
  rw [← adjoint_inner_right, happly, inner_smul_right,
    (hS.eigenvectorBasis rfl).orthonormal.2 hij, mul_zero]

omit [FiniteDimensional ℝ E] in
/-- The Gram determinant of an orthogonal family: if `A` keeps the orthonormal basis `v` orthogonal,
then `(det A) ^ 2 = ∏ ‖A (v i)‖ ^ 2`. -/
theorem det_sq_eq_prod_norm_sq (A : E →ₗ[ℝ] E) (v : OrthonormalBasis ι ℝ E)
    (hv : Pairwise fun i j ↦ ⟪A (v i), A (v j)⟫ = 0) :
    LinearMap.det A ^ 2 = ∏ i, ‖A (v i)‖ ^ 2 := by
  classical
  set M := toMatrix v.toBasis v.toBasis A with hM
  have hentry (i j : ι) : M i j = ⟪v i, A (v j)⟫ := by
    rw [hM, toMatrix_apply, v.coe_toBasis, v.coe_toBasis_repr_apply, v.repr_apply_apply]
  have hgram : M.transpose * M = Matrix.diagonal fun i ↦ ‖A (v i)‖ ^ 2 := by
    ext i j
    rw [Matrix.mul_apply, Matrix.diagonal_apply]
    have hsum : ∑ k, M.transpose i k * M k j = ⟪A (v i), A (v j)⟫ := by
      rw [← v.sum_inner_mul_inner]
      refine Finset.sum_congr rfl fun k _ ↦ ?_
      rw [Matrix.transpose_apply, hentry, hentry, real_inner_comm]
    rw [hsum]
    split_ifs with h
    · rw [h, real_inner_self_eq_norm_sq]
    · exact hv h
  have hdet := congrArg Matrix.det hgram
  rwa [Matrix.det_mul, Matrix.det_transpose, hM, det_toMatrix, Matrix.det_diagonal, ← sq] at hdet

/-- The excess of the Hilbert–Schmidt norm over the log-determinant is a sum of terms
`λ - 1 - log λ` with `λ = ‖A (v i)‖ ^ 2`. -/
private theorem sum_norm_sq_sub_eq (A : E →ₗ[ℝ] E) (b : OrthonormalBasis ι ℝ E)
    (v : OrthonormalBasis (Fin (finrank ℝ E)) ℝ E)
    (hv : Pairwise fun i j ↦ ⟪A (v i), A (v j)⟫ = 0) (hA : LinearMap.det A ≠ 0) :
    (∀ i, 0 < ‖A (v i)‖ ^ 2) ∧
      ∑ i, ‖A (b i)‖ ^ 2 - (Fintype.card ι + 2 * Real.log |LinearMap.det A|)
        = ∑ i, (‖A (v i)‖ ^ 2 - 1 - Real.log (‖A (v i)‖ ^ 2)) := by
  have hdet := A.det_sq_eq_prod_norm_sq v hv
  have hne (i) : ‖A (v i)‖ ^ 2 ≠ 0 :=
    Finset.prod_ne_zero_iff.mp (hdet ▸ pow_ne_zero 2 hA) i (Finset.mem_univ i)
  refine ⟨fun i ↦ lt_of_le_of_ne (by positivity) (hne i).symm, ?_⟩
  have hlog : 2 * Real.log |LinearMap.det A| = ∑ i, Real.log (‖A (v i)‖ ^ 2) := by
    rw [← Real.log_prod fun i _ ↦ hne i, ← hdet, Real.log_abs, Real.log_pow, Nat.cast_ofNat]
  rw [hlog, A.sum_norm_sq_eq_sum_norm_sq b v, ← finrank_eq_card_basis b.toBasis,
    Finset.sum_sub_distrib, Finset.sum_sub_distrib]
  simp [sub_sub]

/-- `n + 2 log |det A| ≤ ∑ ‖A (b i)‖ ^ 2` for an invertible endomorphism `A` and an orthonormal
basis `b` of `n` vectors. -/
theorem card_add_two_mul_log_abs_det_le (A : E →ₗ[ℝ] E) (b : OrthonormalBasis ι ℝ E)
    (hA : LinearMap.det A ≠ 0) :
    Fintype.card ι + 2 * Real.log |LinearMap.det A| ≤ ∑ i, ‖A (b i)‖ ^ 2 := by
  obtain ⟨v, hv⟩ := A.exists_orthonormalBasis_inner_map_map_eq_zero
  obtain ⟨hpos, hsum⟩ := A.sum_norm_sq_sub_eq b v hv hA
  rw [← sub_nonneg, hsum]
  exact Finset.sum_nonneg fun i _ ↦ sub_nonneg.mpr (Real.log_le_sub_one_of_pos (hpos i))

/-- An invertible endomorphism with `∑ ‖A (b i)‖ ^ 2 = n + 2 log |det A|` is an isometry. -/
theorem norm_map_of_sum_norm_sq_eq (A : E →ₗ[ℝ] E) (b : OrthonormalBasis ι ℝ E)
    (hA : LinearMap.det A ≠ 0)
    (h : ∑ i, ‖A (b i)‖ ^ 2 = Fintype.card ι + 2 * Real.log |LinearMap.det A|) (x : E) :
    ‖A x‖ = ‖x‖ := by
  obtain ⟨v, hv⟩ := A.exists_orthonormalBasis_inner_map_map_eq_zero
  obtain ⟨hpos, hsum⟩ := A.sum_norm_sq_sub_eq b v hv hA
  rw [h, sub_self] at hsum
  have hzero := (Finset.sum_eq_zero_iff_of_nonneg fun i _ ↦
    sub_nonneg.mpr (Real.log_le_sub_one_of_pos (hpos i))).mp hsum.symm
  have hone (i) : ‖A (v i)‖ = 1 := by
    by_contra hi
    have hi' : ‖A (v i)‖ ^ 2 ≠ 1 := fun h1 ↦
      hi ((pow_eq_one_iff_of_nonneg (norm_nonneg _) two_ne_zero).mp h1)
    linarith [hzero i (Finset.mem_univ i), Real.log_lt_sub_one_of_pos (hpos i) hi']
  have hAv : Orthonormal ℝ (A ∘ v.toBasis) := by
    rw [v.coe_toBasis]
    exact ⟨hone, hv⟩
  have hbasis : Orthonormal ℝ v.toBasis := by
    rw [v.coe_toBasis]
    exact v.orthonormal
  exact (A.isometryOfOrthonormal hbasis hAv).norm_map x

/-- The arithmetic–geometric mean inequality for the squared singular values of `A`:
`n ((det A) ^ 2) ^ (1 / n) ≤ ∑ ‖A (b i)‖ ^ 2` for an orthonormal basis `b` of `n ≥ 1` vectors. -/
theorem card_mul_rpow_det_sq_le [Nonempty ι] (A : E →ₗ[ℝ] E) (b : OrthonormalBasis ι ℝ E) :
    Fintype.card ι * (LinearMap.det A ^ 2) ^ (Fintype.card ι : ℝ)⁻¹ ≤ ∑ i, ‖A (b i)‖ ^ 2 := by
  obtain ⟨v, hv⟩ := A.exists_orthonormalBasis_inner_map_map_eq_zero
  have hcard : Fintype.card ι = Fintype.card (Fin (finrank ℝ E)) := by
    rw [Fintype.card_fin, finrank_eq_card_basis b.toBasis]
  have : Nonempty (Fin (finrank ℝ E)) := Fintype.card_pos_iff.mp (hcard ▸ Fintype.card_pos)
  rw [A.det_sq_eq_prod_norm_sq v hv, A.sum_norm_sq_eq_sum_norm_sq b v, hcard]
  exact LeJEPA.card_mul_rpow_prod_le_sum _ fun i ↦ by positivity

end LinearMap
