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

omit [FiniteDimensional ℝ E] [FiniteDimensional ℝ F] in
/-- Adjoint maps have the same Hilbert–Schmidt norm. -/
private theorem sum_norm_sq_eq_of_inner_eq {f : E → F} {g : F → E}
    (hfg : ∀ x y, ⟪f x, y⟫ = ⟪x, g y⟫) (b : OrthonormalBasis ι ℝ E) (c : OrthonormalBasis κ ℝ F) :
    ∑ i, ‖f (b i)‖ ^ 2 = ∑ j, ‖g (c j)‖ ^ 2 := by
  simp only [← c.sum_sq_inner_left (f (b _)), ← b.sum_sq_inner_right (g (c _)), hfg]
  exact Finset.sum_comm

/-- The squared Hilbert–Schmidt norm of `A`, computed in a basis of the source, is that of its
adjoint, computed in a basis of the target. -/
theorem sum_norm_sq_eq_sum_norm_adjoint_sq (A : E →ₗ[ℝ] F) (b : OrthonormalBasis ι ℝ E)
    (c : OrthonormalBasis κ ℝ F) : ∑ i, ‖A (b i)‖ ^ 2 = ∑ j, ‖adjoint A (c j)‖ ^ 2 :=
  sum_norm_sq_eq_of_inner_eq (fun x y ↦ (adjoint_inner_right A x y).symm) b c

/-- The Hilbert–Schmidt norm does not depend on the orthonormal basis. -/
theorem sum_norm_sq_eq_sum_norm_sq (A : E →ₗ[ℝ] F) (b : OrthonormalBasis ι ℝ E)
    (c : OrthonormalBasis κ ℝ E) : ∑ i, ‖A (b i)‖ ^ 2 = ∑ j, ‖A (c j)‖ ^ 2 := by
  rw [A.sum_norm_sq_eq_sum_norm_adjoint_sq b (stdOrthonormalBasis ℝ F),
    A.sum_norm_sq_eq_sum_norm_adjoint_sq c (stdOrthonormalBasis ℝ F)]

omit [FiniteDimensional ℝ E] in
private theorem norm_smul_sub_self_sq_le {u v : E} (hu : ‖u‖ = 1) (hv : ‖v‖ = 1) {s : ℝ}
    (hs : 0 ≤ s) : ‖s • u - u‖ ^ 2 ≤ ‖s ^ 2 • v - v‖ ^ 2 := by
  have h (r : ℝ) {x : E} (hx : ‖x‖ = 1) : ‖r • x - x‖ ^ 2 = (r - 1) ^ 2 := by
    rw [show r • x - x = (r - 1) • x by rw [sub_smul, one_smul], norm_smul, hx, mul_one,
      Real.norm_eq_abs, sq_abs]
  rw [h s hu, h (s ^ 2) hv, show (s ^ 2 - 1) ^ 2 = (s - 1) ^ 2 * (s + 1) ^ 2 by ring]
  exact le_mul_of_one_le_right (sq_nonneg _) (one_le_pow₀ (le_add_of_nonneg_left hs))

/-- For every endomorphism `A` there is a linear isometry `Q` with
`‖A - Q‖ ≤ ‖A† A - 1‖` in the Hilbert–Schmidt norm. -/
theorem exists_linearIsometryEquiv_sum_norm_sub_sq_le_adjoint_comp (A : E →ₗ[ℝ] E)
    (b : OrthonormalBasis ι ℝ E) : ∃ Q : E ≃ₗᵢ[ℝ] E,
      ∑ i, ‖A (b i) - Q (b i)‖ ^ 2 ≤ ∑ i, ‖adjoint A (A (b i)) - b i‖ ^ 2 := by
  obtain ⟨B, hB⟩ : ∃ B, B = adjoint A := ⟨_, rfl⟩
  have hAB (x y) : ⟪x, B y⟫ = ⟪A x, y⟫ := hB ▸ adjoint_inner_right A x y
  have hS : (B ∘ₗ A).IsSymmetric := hB ▸ A.isSymmetric_adjoint_mul_self
  rw [← hB]
  set v := hS.eigenvectorBasis rfl
  set eig := hS.eigenvalues rfl
  have happly (i) : B (A (v i)) = eig i • v i := hS.apply_eigenvectorBasis rfl i
  have hinner (i j) : ⟪A (v i), A (v j)⟫ = eig j * ⟪v i, v j⟫ := by
    rw [← hAB, happly, real_inner_smul_right]
  have hnorm (i) : ‖A (v i)‖ ^ 2 = eig i := by
    rw [← real_inner_self_eq_norm_sq, hinner, real_inner_self_eq_norm_sq, v.norm_eq_one, one_pow,
      mul_one]
  -- The singular values, and the left singular vectors where they are not zero.
  set σ := fun i ↦ ‖A (v i)‖
  set s : Set (Fin (finrank ℝ E)) := {i | σ i ≠ 0}
  have hu : Orthonormal ℝ (s.restrict fun i ↦ (σ i)⁻¹ • A (v i)) := by
    classical
    rw [orthonormal_iff_ite]
    rintro ⟨i, hi⟩ ⟨j, hj⟩
    have hi' : σ i ≠ 0 := hi
    simp only [Set.restrict_apply, real_inner_smul_left, real_inner_smul_right, hinner,
      Subtype.mk.injEq, orthonormal_iff_ite.mp v.orthonormal i j]
    split_ifs with h
    · subst h
      rw [← hnorm i, mul_one, ← mul_assoc, ← mul_inv, ← pow_two]
      exact inv_mul_cancel₀ (pow_ne_zero 2 hi')
    · rw [mul_zero, mul_zero, mul_zero]
  obtain ⟨u, hu'⟩ := hu.exists_orthonormalBasis_extension_of_card_eq (Fintype.card_fin _).symm
  have hAv (i) : A (v i) = σ i • u i := by
    by_cases hi : σ i = 0
    · rw [hi, zero_smul]
      exact norm_eq_zero.mp hi
    · rw [hu' i hi, smul_smul, mul_inv_cancel₀ hi, one_smul]
  let Q : E ≃ₗᵢ[ℝ] E := v.equiv u (Equiv.refl _)
  have hQ (i) : Q (v i) = u i := v.equiv_apply_basis u _ i
  refine ⟨Q, ?_⟩
  have hleft := (A - Q.toLinearEquiv.toLinearMap).sum_norm_sq_eq_sum_norm_sq b v
  have hright := (B ∘ₗ A - 1).sum_norm_sq_eq_sum_norm_sq b v
  simp only [sub_apply, comp_apply, Module.End.one_apply, LinearEquiv.coe_coe,
    LinearIsometryEquiv.coe_toLinearEquiv] at hleft hright
  rw [hleft, hright]
  refine Finset.sum_le_sum fun i _ ↦ ?_
  rw [happly, hQ, hAv, ← hnorm]
  exact norm_smul_sub_self_sq_le (u.norm_eq_one i) (v.norm_eq_one i) (norm_nonneg _)

/-- For every endomorphism `A` there is a linear isometry `Q` with
`‖A - Q‖ ≤ ‖A A† - 1‖` in the Hilbert–Schmidt norm. -/
theorem exists_linearIsometryEquiv_sum_norm_sub_sq_le (A : E →ₗ[ℝ] E)
    (b : OrthonormalBasis ι ℝ E) : ∃ Q : E ≃ₗᵢ[ℝ] E,
      ∑ i, ‖A (b i) - Q (b i)‖ ^ 2 ≤ ∑ i, ‖A (adjoint A (b i)) - b i‖ ^ 2 := by
  obtain ⟨Q, hQ⟩ := (adjoint A).exists_linearIsometryEquiv_sum_norm_sub_sq_le_adjoint_comp b
  rw [adjoint_adjoint] at hQ
  refine ⟨Q.symm, (sum_norm_sq_eq_of_inner_eq (f := fun x ↦ A x - Q.symm x)
    (g := fun y ↦ adjoint A y - Q y) (fun x y ↦ ?_) b b).trans_le hQ⟩
  rw [inner_sub_left, inner_sub_right, adjoint_inner_right, ← Q.inner_map_map (Q.symm x),
    Q.apply_symm_apply]

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

private theorem sum_norm_sq_eq_norm_sq {E : Type*} [NormedAddCommGroup E] [InnerProductSpace ℝ E]
    (b : OrthonormalBasis ι ℝ E) {v : ι → E} {N : Matrix ι ι ℝ} (hv : ∀ i j, ⟪b i, v j⟫ = N i j) :
    ∑ j, ‖v j‖ ^ 2 = ‖N‖ ^ 2 := by
  rw [frobenius_norm_sq_eq_sum, Finset.sum_comm]
  simp only [← b.sum_sq_inner_right (v _), hv]

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
    (A : E →ₗ[ℝ] E) : ‖toMatrixOrthonormal b A‖ ^ 2 = ∑ i, ‖A (b i)‖ ^ 2 :=
  (sum_norm_sq_eq_norm_sq b fun i j ↦ (toMatrixOrthonormal_apply_apply b A i j).symm).symm

/-- The matrix of a linear isometry in an orthonormal basis is orthogonal. -/
theorem toMatrixOrthonormal_mem_orthogonalGroup {E : Type*} [NormedAddCommGroup E]
    [InnerProductSpace ℝ E] [FiniteDimensional ℝ E] (b : OrthonormalBasis ι ℝ E)
    (Q : E ≃ₗᵢ[ℝ] E) :
    toMatrixOrthonormal b Q.toLinearEquiv.toLinearMap ∈ orthogonalGroup ι ℝ := by
  rw [mem_orthogonalGroup_iff']
  ext i j
  rw [mul_apply, one_apply, ← orthonormal_iff_ite.mp b.orthonormal i j, ← Q.inner_map_map,
    ← b.sum_inner_mul_inner]
  refine Finset.sum_congr rfl fun k _ ↦ ?_
  rw [real_inner_comm, transpose_apply, toMatrixOrthonormal_apply_apply,
    toMatrixOrthonormal_apply_apply]
  rfl

section Basis

variable {E : Type*} [NormedAddCommGroup E] [InnerProductSpace ℝ E] [FiniteDimensional ℝ E]
  (b : OrthonormalBasis ι ℝ E)
  {A : E →ₗ[ℝ] E} {M : Matrix ι ι ℝ} (hA : ∀ i j, ⟪b i, A (b j)⟫ = M i j)
include hA

private theorem exists_linearIsometryEquiv_of_inner_eq :
    ∃ Q : E ≃ₗᵢ[ℝ] E, ∑ i, ‖A (b i) - Q (b i)‖ ^ 2 ≤ ‖M * Mᵀ - 1‖ ^ 2 := by
  obtain ⟨Q, hQ⟩ := A.exists_linearIsometryEquiv_sum_norm_sub_sq_le b
  refine ⟨Q, hQ.trans_eq (sum_norm_sq_eq_norm_sq b fun i j ↦ ?_)⟩
  rw [inner_sub_right, sub_apply, mul_apply, one_apply, orthonormal_iff_ite.mp b.orthonormal i j,
    ← adjoint_inner_left, ← b.sum_inner_mul_inner]
  refine congrArg (· - _) (Finset.sum_congr rfl fun k _ ↦ ?_)
  rw [adjoint_inner_left, adjoint_inner_right, real_inner_comm (b j), hA, hA, transpose_apply]

private theorem exists_mem_orthogonalGroup_of_inner_eq :
    ∃ Q ∈ orthogonalGroup ι ℝ, ‖M - Q‖ ≤ ‖M * Mᵀ - 1‖ := by
  obtain ⟨Q, hQ⟩ := exists_linearIsometryEquiv_of_inner_eq b hA
  refine ⟨_, toMatrixOrthonormal_mem_orthogonalGroup b Q,
    le_of_sq_le_sq (le_trans (le_of_eq ?_) hQ) (norm_nonneg _)⟩
  refine (sum_norm_sq_eq_norm_sq b fun i j ↦ ?_).symm
  rw [inner_sub_right, hA, sub_apply, toMatrixOrthonormal_apply_apply]
  rfl

end Basis

private theorem inner_toEuclideanLin (M : Matrix ι ι ℝ) (i j : ι) :
    ⟪EuclideanSpace.basisFun ι ℝ i, M.toEuclideanLin (EuclideanSpace.basisFun ι ℝ j)⟫ = M i j := by
  rw [EuclideanSpace.basisFun_inner, EuclideanSpace.basisFun_apply]
  exact congrFun (M.mulVec_single_one j) i

/-- The matrix of `M.toEuclideanLin` in the standard basis is `M`. -/
theorem toMatrixOrthonormal_toEuclideanLin (M : Matrix ι ι ℝ) :
    toMatrixOrthonormal (EuclideanSpace.basisFun ι ℝ) M.toEuclideanLin = M := by
  ext i j
  exact (toMatrixOrthonormal_apply_apply _ _ i j).trans (inner_toEuclideanLin M i j)

/-- For every square matrix `M` some linear isometry `Q` satisfies `‖M - Q‖ ≤ ‖M Mᵀ - 1‖`, the first
norm computed on the standard basis, the second one a Frobenius norm. -/
theorem exists_linearIsometryEquiv_sum_norm_sub_sq_le (M : Matrix ι ι ℝ) :
    ∃ Q : EuclideanSpace ℝ ι ≃ₗᵢ[ℝ] EuclideanSpace ℝ ι,
      ∑ i, ‖M.toEuclideanLin (EuclideanSpace.basisFun ι ℝ i)
        - Q (EuclideanSpace.basisFun ι ℝ i)‖ ^ 2 ≤ ‖M * Mᵀ - 1‖ ^ 2 :=
  exists_linearIsometryEquiv_of_inner_eq _ (inner_toEuclideanLin M)

/-- For every square matrix `M`, singular or not, some orthogonal matrix `Q` satisfies
`‖M - Q‖ ≤ ‖M Mᵀ - 1‖` in the Frobenius norm. -/
theorem exists_mem_orthogonalGroup_norm_sub_le' (M : Matrix ι ι ℝ) :
    ∃ Q ∈ orthogonalGroup ι ℝ, ‖M - Q‖ ≤ ‖M * Mᵀ - 1‖ :=
  exists_mem_orthogonalGroup_of_inner_eq _ (inner_toEuclideanLin M)

/-- For every square matrix `M`, singular or not, some orthogonal matrix `Q` satisfies
`‖M - Q‖ ≤ ‖Mᵀ M - 1‖` in the Frobenius norm. -/
theorem exists_mem_orthogonalGroup_norm_sub_le (M : Matrix ι ι ℝ) :
    ∃ Q ∈ orthogonalGroup ι ℝ, ‖M - Q‖ ≤ ‖Mᵀ * M - 1‖ := by
  rw [frobenius_norm_transpose_mul_self_sub_one]
  exact M.exists_mem_orthogonalGroup_norm_sub_le'

end Matrix
