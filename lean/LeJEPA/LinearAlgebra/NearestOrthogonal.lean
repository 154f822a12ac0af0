import Mathlib.Analysis.InnerProductSpace.Spectrum
import Mathlib.Analysis.Matrix.Normed
import Mathlib.LinearAlgebra.UnitaryGroup

/-!
# The nearest orthogonal map

Every endomorphism `A` of a finite-dimensional real inner product space has a linear isometry `Q`
with `‖A - Q‖ ≤ ‖A A† - 1‖` in the Hilbert–Schmidt norm; `A` may be singular. No polar decomposition
is used: `Q` sends an orthonormal eigenbasis `v` of `A† A` to an orthonormal basis that extends the
normalised vectors `A v i / σ i`, `σ i ≠ 0`.

## Main results

* `LinearMap.sum_norm_sq_eq_sum_norm_sq`: the Hilbert–Schmidt norm does not depend on the basis.
* `LinearMap.exists_linearIsometryEquiv_sum_norm_sub_sq_le`: the nearest isometry.
* `Matrix.exists_mem_orthogonalGroup_norm_sub_le`: the same for square matrices and the Frobenius
  norm.
-/

open Module
open scoped RealInnerProductSpace InnerProductSpace

namespace LinearMap

variable {E F ι κ : Type*} [NormedAddCommGroup E] [InnerProductSpace ℝ E] [FiniteDimensional ℝ E]
  [NormedAddCommGroup F] [InnerProductSpace ℝ F] [FiniteDimensional ℝ F]
  [Fintype ι] [Fintype κ]

/-- The squared Hilbert–Schmidt norm of `A`, computed in a basis of the source, is that of its
adjoint, computed in a basis of the target. -/
theorem sum_norm_sq_eq_sum_norm_adjoint_sq (A : E →ₗ[ℝ] F) (b : OrthonormalBasis ι ℝ E)
    (c : OrthonormalBasis κ ℝ F) : ∑ i, ‖A (b i)‖ ^ 2 = ∑ j, ‖adjoint A (c j)‖ ^ 2 := by
  simp_rw [← c.sum_sq_inner_right (A (b _)), ← b.sum_sq_inner_left (adjoint A (c _)),
    adjoint_inner_left]
  exact Finset.sum_comm

/-- The Hilbert–Schmidt norm does not depend on the orthonormal basis. -/
theorem sum_norm_sq_eq_sum_norm_sq (A : E →ₗ[ℝ] F) (b : OrthonormalBasis ι ℝ E)
    (c : OrthonormalBasis κ ℝ E) : ∑ i, ‖A (b i)‖ ^ 2 = ∑ j, ‖A (c j)‖ ^ 2 := by
  rw [A.sum_norm_sq_eq_sum_norm_adjoint_sq b (stdOrthonormalBasis ℝ F),
    A.sum_norm_sq_eq_sum_norm_adjoint_sq c (stdOrthonormalBasis ℝ F)]

/-- For every endomorphism `A` there is a linear isometry `Q` with
`‖A - Q‖ ≤ ‖A† A - 1‖` in the Hilbert–Schmidt norm. -/
theorem exists_linearIsometryEquiv_sum_norm_sub_sq_le_adjoint_comp (A : E →ₗ[ℝ] E)
    (b : OrthonormalBasis ι ℝ E) : ∃ Q : E ≃ₗᵢ[ℝ] E,
      ∑ i, ‖A (b i) - Q (b i)‖ ^ 2 ≤ ∑ i, ‖adjoint A (A (b i)) - b i‖ ^ 2 := by
  have hS : (adjoint A ∘ₗ A).IsSymmetric := A.isSymmetric_adjoint_mul_self
  set v := hS.eigenvectorBasis rfl with hv
  set eig := hS.eigenvalues rfl with heig
  have happly (i) : adjoint A (A (v i)) = eig i • v i := by
    have := hS.apply_eigenvectorBasis rfl i
    rwa [comp_apply, RCLike.ofReal_real_eq_id, id_eq] at this
  have hinner (i j) : ⟪A (v i), A (v j)⟫ = eig j * ⟪v i, v j⟫ := by
    rw [← adjoint_inner_right, happly, inner_smul_right]
  have hnorm (i) : ‖A (v i)‖ ^ 2 = eig i := by
    rw [← real_inner_self_eq_norm_sq, hinner, real_inner_self_eq_norm_sq, v.norm_eq_one]
    simp
  -- The singular values, and the left singular vectors where they are not zero.
  set σ := fun i ↦ ‖A (v i)‖ with hσ
  set s : Set (Fin (finrank ℝ E)) := {i | σ i ≠ 0} with hs
  have hu : Orthonormal ℝ (s.restrict fun i ↦ (σ i)⁻¹ • A (v i)) := by
    classical
    rw [orthonormal_iff_ite]
    rintro ⟨i, hi⟩ ⟨j, hj⟩
    have hi' : σ i ≠ 0 := hi
    simp only [Set.restrict_apply, inner_smul_left, inner_smul_right, hinner, Subtype.mk.injEq,
      orthonormal_iff_ite.mp v.orthonormal i j]
    split_ifs with h
    · subst h
      have : eig i = σ i ^ 2 := (hnorm i).symm
      rw [this]
      simp only [conj_trivial]
      field_simp
    · simp
  obtain ⟨u, hu'⟩ := hu.exists_orthonormalBasis_extension_of_card_eq (by simp)
  have hAv (i) : A (v i) = σ i • u i := by
    by_cases hi : σ i = 0
    · rw [hi, zero_smul]
      exact norm_eq_zero.mp hi
    · rw [hu' i hi, smul_smul, mul_inv_cancel₀ hi, one_smul]
  let Q : E ≃ₗᵢ[ℝ] E := v.equiv u (Equiv.refl _)
  have hQ (i) : Q (v i) = u i := by simp [Q]
  refine ⟨Q, ?_⟩
  have hleft := (A - Q.toLinearEquiv.toLinearMap).sum_norm_sq_eq_sum_norm_sq b v
  have hright := (adjoint A ∘ₗ A - 1).sum_norm_sq_eq_sum_norm_sq b v
  simp only [sub_apply, comp_apply, Module.End.one_apply, LinearEquiv.coe_coe,
    LinearIsometryEquiv.coe_toLinearEquiv] at hleft hright
  rw [hleft, hright]
  refine Finset.sum_le_sum fun i _ ↦ ?_
  have h1 : A (v i) - Q (v i) = (σ i - 1) • u i := by rw [hAv, hQ, sub_smul, one_smul]
  have h2 : adjoint A (A (v i)) - v i = (σ i ^ 2 - 1) • v i := by
    rw [happly, ← hnorm i, sub_smul, one_smul]
  rw [h1, h2, norm_smul, norm_smul, u.norm_eq_one, v.norm_eq_one, mul_one, mul_one,
    Real.norm_eq_abs, Real.norm_eq_abs, sq_abs, sq_abs]
  have hσ0 : 0 ≤ σ i := norm_nonneg _
  have : (σ i ^ 2 - 1) ^ 2 = (σ i - 1) ^ 2 * (σ i + 1) ^ 2 := by ring
  rw [this]
  exact le_mul_of_one_le_right (sq_nonneg _) (by nlinarith)

/-- For every endomorphism `A` there is a linear isometry `Q` with
`‖A - Q‖ ≤ ‖A A† - 1‖` in the Hilbert–Schmidt norm. -/
theorem exists_linearIsometryEquiv_sum_norm_sub_sq_le (A : E →ₗ[ℝ] E)
    (b : OrthonormalBasis ι ℝ E) : ∃ Q : E ≃ₗᵢ[ℝ] E,
      ∑ i, ‖A (b i) - Q (b i)‖ ^ 2 ≤ ∑ i, ‖A (adjoint A (b i)) - b i‖ ^ 2 := by
  obtain ⟨Q, hQ⟩ := (adjoint A).exists_linearIsometryEquiv_sum_norm_sub_sq_le_adjoint_comp b
  refine ⟨Q.symm, ?_⟩
  rw [adjoint_adjoint] at hQ
  refine le_trans (le_of_eq ?_) hQ
  have h := (A - Q.symm.toLinearEquiv.toLinearMap).sum_norm_sq_eq_sum_norm_adjoint_sq b b
  have hadj : adjoint Q.symm.toLinearEquiv.toLinearMap = Q.toLinearEquiv.toLinearMap :=
    Q.symm.adjoint_toLinearMap_eq_symm
  rw [map_sub, hadj] at h
  simpa only [sub_apply, LinearEquiv.coe_coe, LinearIsometryEquiv.coe_toLinearEquiv] using h

end LinearMap

namespace Matrix

open LinearMap
open scoped Matrix.Norms.Frobenius

variable {ι κ : Type*} [Fintype ι] [Fintype κ]

/-- The square of the Frobenius norm is the sum of the squares of the entries. -/
theorem frobenius_norm_sq_eq_sum (M : Matrix ι κ ℝ) : ‖M‖ ^ 2 = ∑ i, ∑ j, M i j ^ 2 := by
  rw [frobenius_norm_def, ← Real.sqrt_eq_rpow, Real.sq_sqrt (by positivity)]
  simp

/-- The square of the Frobenius norm of `M` is the trace of `Mᵀ M`. -/
theorem frobenius_norm_sq_eq_trace (M : Matrix ι κ ℝ) : ‖M‖ ^ 2 = (Mᵀ * M).trace := by
  rw [frobenius_norm_sq_eq_sum, Finset.sum_comm]
  simp [trace, mul_apply, pow_two]

variable [DecidableEq ι]

/-- `Mᵀ M` and `M Mᵀ` are at the same distance of the identity in the Frobenius norm. -/
theorem frobenius_norm_transpose_mul_self_sub_one (M : Matrix ι ι ℝ) :
    ‖Mᵀ * M - 1‖ = ‖M * Mᵀ - 1‖ := by
  rw [← sq_eq_sq₀ (norm_nonneg _) (norm_nonneg _), frobenius_norm_sq_eq_trace,
    frobenius_norm_sq_eq_trace]
  have h : (Mᵀ * M * (Mᵀ * M)).trace = (M * Mᵀ * (M * Mᵀ)).trace := by
    rw [Matrix.mul_assoc, trace_mul_comm]
    simp only [Matrix.mul_assoc]
  simp only [transpose_sub, transpose_mul, transpose_transpose, transpose_one, sub_mul, mul_sub,
    trace_sub, one_mul, mul_one, h, trace_mul_comm M]

/-- The Frobenius norm of the matrix of a linear map in an orthonormal basis is the
Hilbert–Schmidt norm of the map. -/
theorem frobenius_norm_toMatrixOrthonormal_sq {E : Type*} [NormedAddCommGroup E]
    [InnerProductSpace ℝ E] [FiniteDimensional ℝ E] (b : OrthonormalBasis ι ℝ E)
    (A : E →ₗ[ℝ] E) : ‖toMatrixOrthonormal b A‖ ^ 2 = ∑ i, ‖A (b i)‖ ^ 2 := by
  rw [frobenius_norm_sq_eq_sum, Finset.sum_comm]
  simp_rw [toMatrixOrthonormal_apply_apply, b.sum_sq_inner_right]

/-- The matrix of `M.toEuclideanLin` in the standard basis is `M`. -/
theorem toMatrixOrthonormal_toEuclideanLin (M : Matrix ι ι ℝ) :
    toMatrixOrthonormal (EuclideanSpace.basisFun ι ℝ) M.toEuclideanLin = M := by
  ext i j
  rw [toMatrixOrthonormal_apply_apply, EuclideanSpace.basisFun_inner]
  simp

/-- The matrix of a linear isometry in an orthonormal basis is orthogonal. -/
theorem toMatrixOrthonormal_mem_orthogonalGroup {E : Type*} [NormedAddCommGroup E]
    [InnerProductSpace ℝ E] [FiniteDimensional ℝ E] (b : OrthonormalBasis ι ℝ E)
    (Q : E ≃ₗᵢ[ℝ] E) :
    toMatrixOrthonormal b Q.toLinearEquiv.toLinearMap ∈ orthogonalGroup ι ℝ := by
  have h : star Q.toLinearEquiv.toLinearMap * Q.toLinearEquiv.toLinearMap = 1 := by
    ext x
    rw [star_eq_adjoint, Q.adjoint_toLinearMap_eq_symm]
    simp
  rw [mem_orthogonalGroup_iff', ← conjTranspose_eq_transpose_of_trivial, ← star_eq_conjTranspose,
    ← map_star, ← map_mul, h, map_one]

/-- For every square matrix `M` some linear isometry `Q` satisfies `‖M - Q‖ ≤ ‖M Mᵀ - 1‖`, the first
norm computed on the standard basis, the second one a Frobenius norm. -/
theorem exists_linearIsometryEquiv_sum_norm_sub_sq_le (M : Matrix ι ι ℝ) :
    ∃ Q : EuclideanSpace ℝ ι ≃ₗᵢ[ℝ] EuclideanSpace ℝ ι,
      ∑ i, ‖M.toEuclideanLin (EuclideanSpace.basisFun ι ℝ i)
        - Q (EuclideanSpace.basisFun ι ℝ i)‖ ^ 2 ≤ ‖M * Mᵀ - 1‖ ^ 2 := by
  obtain ⟨Q, hQ⟩ := M.toEuclideanLin.exists_linearIsometryEquiv_sum_norm_sub_sq_le
    (EuclideanSpace.basisFun ι ℝ)
  refine ⟨Q, hQ.trans_eq ?_⟩
  have h := frobenius_norm_toMatrixOrthonormal_sq (EuclideanSpace.basisFun ι ℝ)
    (M.toEuclideanLin * star M.toEuclideanLin - 1)
  rw [map_sub, map_mul, map_star, map_one, toMatrixOrthonormal_toEuclideanLin,
    star_eq_conjTranspose, conjTranspose_eq_transpose_of_trivial, star_eq_adjoint] at h
  rw [h]
  rfl

/-- For every square matrix `M`, singular or not, some orthogonal matrix `Q` satisfies
`‖M - Q‖ ≤ ‖M Mᵀ - 1‖` in the Frobenius norm. -/
theorem exists_mem_orthogonalGroup_norm_sub_le' (M : Matrix ι ι ℝ) :
    ∃ Q ∈ orthogonalGroup ι ℝ, ‖M - Q‖ ≤ ‖M * Mᵀ - 1‖ := by
  obtain ⟨Q, hQ⟩ := M.exists_linearIsometryEquiv_sum_norm_sub_sq_le
  refine ⟨_, toMatrixOrthonormal_mem_orthogonalGroup (EuclideanSpace.basisFun ι ℝ) Q, ?_⟩
  refine le_of_sq_le_sq (le_trans (le_of_eq ?_) hQ) (norm_nonneg _)
  have h := frobenius_norm_toMatrixOrthonormal_sq (EuclideanSpace.basisFun ι ℝ)
    (M.toEuclideanLin - Q.toLinearEquiv.toLinearMap)
  rw [map_sub, toMatrixOrthonormal_toEuclideanLin] at h
  exact h

/-- For every square matrix `M`, singular or not, some orthogonal matrix `Q` satisfies
`‖M - Q‖ ≤ ‖Mᵀ M - 1‖` in the Frobenius norm. -/
theorem exists_mem_orthogonalGroup_norm_sub_le (M : Matrix ι ι ℝ) :
    ∃ Q ∈ orthogonalGroup ι ℝ, ‖M - Q‖ ≤ ‖Mᵀ * M - 1‖ := by
  rw [frobenius_norm_transpose_mul_self_sub_one]
  exact M.exists_mem_orthogonalGroup_norm_sub_le'

end Matrix
