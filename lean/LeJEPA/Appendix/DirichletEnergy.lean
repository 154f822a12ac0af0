import LeJEPA.Appendix.ChangeOfVariables
import LeJEPA.Background.Inequalities
import LeJEPA.LinearAlgebra.NearestOrthogonal
import Mathlib.Analysis.Calculus.MeanValue
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

open MeasureTheory
open scoped RealInnerProductSpace ENNReal

section

open Module

namespace LinearMap

variable {E ι : Type*} [NormedAddCommGroup E] [InnerProductSpace ℝ E] [FiniteDimensional ℝ E]
  [Fintype ι]

/-- Every endomorphism keeps some orthonormal basis orthogonal: an eigenbasis of `A† A`. -/
theorem exists_orthonormalBasis_inner_map_map_eq_zero (A : E →ₗ[ℝ] E) :
    ∃ v : OrthonormalBasis (Fin (finrank ℝ E)) ℝ E,
      Pairwise fun i j ↦ ⟪A (v i), A (v j)⟫ = 0 := by
  have hS := A.isSymmetric_adjoint_mul_self
  refine ⟨hS.eigenvectorBasis rfl, fun i j hij ↦ (adjoint_inner_right A _ _).symm.trans ?_⟩
  refine (congrArg (inner ℝ _) (hS.apply_eigenvectorBasis rfl j)).trans ?_
  rw [inner_smul_right, (hS.eigenvectorBasis rfl).orthonormal.2 hij, mul_zero]

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

/-- The sum of the terms `λ - 1 - log λ ≥ 0`, and its case of equality. -/
private theorem card_add_log_prod_le {κ : Type*} [Fintype κ] {l : κ → ℝ} (hl : ∀ i, 0 < l i) :
    Fintype.card κ + Real.log (∏ i, l i) ≤ ∑ i, l i ∧
      (∑ i, l i = Fintype.card κ + Real.log (∏ i, l i) → ∀ i, l i = 1) := by
  have hlog : Fintype.card κ + Real.log (∏ i, l i) = ∑ i, (1 + Real.log (l i)) := by
    rw [Real.log_prod fun i _ ↦ (hl i).ne', Finset.sum_add_distrib, Finset.sum_const,
      Finset.card_univ, nsmul_one]
  have hle (i : κ) : 1 + Real.log (l i) ≤ l i :=
    le_sub_iff_add_le'.mp (Real.log_le_sub_one_of_pos (hl i))
  rw [hlog]
  refine ⟨Finset.sum_le_sum fun i _ ↦ hle i, fun h i ↦ by_contra fun hi ↦ ?_⟩
  have hi' := (Finset.sum_eq_sum_iff_of_le fun i _ ↦ hle i).mp h.symm i (Finset.mem_univ i)
  exact (Real.log_lt_sub_one_of_pos (hl i) hi).ne (eq_sub_of_add_eq' hi')

/-- The Hilbert–Schmidt norm and the log-determinant in the squared singular values
`λ = ‖A (v i)‖ ^ 2`. -/
private theorem exists_singular (A : E →ₗ[ℝ] E) (b : OrthonormalBasis ι ℝ E)
    (hA : LinearMap.det A ≠ 0) :
    ∃ v : OrthonormalBasis (Fin (finrank ℝ E)) ℝ E, ∃ l : Fin (finrank ℝ E) → ℝ,
      (Pairwise fun i j ↦ ⟪A (v i), A (v j)⟫ = 0) ∧ (∀ i, ‖A (v i)‖ ^ 2 = l i) ∧ (∀ i, 0 < l i) ∧
      ∑ i, ‖A (b i)‖ ^ 2 = ∑ i, l i ∧ Fintype.card ι + 2 * Real.log |LinearMap.det A|
        = Fintype.card (Fin (finrank ℝ E)) + Real.log (∏ i, l i) := by
  obtain ⟨v, hv⟩ := A.exists_orthonormalBasis_inner_map_map_eq_zero
  have hdet := A.det_sq_eq_prod_norm_sq v hv
  refine ⟨v, _, hv, fun _ ↦ rfl, fun i ↦ lt_of_le_of_ne (sq_nonneg _) fun h0 ↦ ?_,
    A.sum_norm_sq_eq_sum_norm_sq b v, ?_⟩
  · exact pow_ne_zero 2 hA (hdet.trans (Finset.prod_eq_zero (Finset.mem_univ i) h0.symm))
  · rw [← hdet, Real.log_pow, Real.log_abs, Nat.cast_ofNat, Fintype.card_fin,
      finrank_eq_card_basis b.toBasis]

/-- `n + 2 log |det A| ≤ ∑ ‖A (b i)‖ ^ 2` for an invertible endomorphism `A` and an orthonormal
basis `b` of `n` vectors. -/
theorem card_add_two_mul_log_abs_det_le (A : E →ₗ[ℝ] E) (b : OrthonormalBasis ι ℝ E)
    (hA : LinearMap.det A ≠ 0) :
    Fintype.card ι + 2 * Real.log |LinearMap.det A| ≤ ∑ i, ‖A (b i)‖ ^ 2 := by
  obtain ⟨v, l, -, -, hpos, hsum, hlog⟩ := A.exists_singular b hA
  rw [hsum, hlog]
  exact (card_add_log_prod_le hpos).1

/-- An invertible endomorphism with `∑ ‖A (b i)‖ ^ 2 = n + 2 log |det A|` is an isometry. -/
theorem norm_map_of_sum_norm_sq_eq (A : E →ₗ[ℝ] E) (b : OrthonormalBasis ι ℝ E)
    (hA : LinearMap.det A ≠ 0)
    (h : ∑ i, ‖A (b i)‖ ^ 2 = Fintype.card ι + 2 * Real.log |LinearMap.det A|) (x : E) :
    ‖A x‖ = ‖x‖ := by
  obtain ⟨v, l, hv, hl, hpos, hsum, hlog⟩ := A.exists_singular b hA
  have hone := (card_add_log_prod_le hpos).2 (hsum.symm.trans (h.trans hlog))
  have hAv : Orthonormal ℝ (A ∘ v.toBasis) := by
    rw [v.coe_toBasis]
    exact ⟨fun i ↦ (pow_eq_one_iff_of_nonneg (norm_nonneg _) two_ne_zero).mp
      ((hl i).trans (hone i)), hv⟩
  exact (A.isometryOfOrthonormal (v.coe_toBasis ▸ v.orthonormal) hAv).norm_map x

/-- The last two results for a continuous linear map and a basis with the vectors `u`. -/
private theorem add_two_mul_log_abs_det_le (L : E →L[ℝ] E) (b : OrthonormalBasis ι ℝ E) {m : ℕ}
    (hm : Fintype.card ι = m) {u : ι → E} (hu : ∀ i, b i = u i) (hL : L.det ≠ 0) :
    (m : ℝ) + 2 * Real.log |L.det| ≤ ∑ i, ‖L (u i)‖ ^ 2 ∧
      (∑ i, ‖L (u i)‖ ^ 2 = (m : ℝ) + 2 * Real.log |L.det| → ∀ x, ‖L x‖ = ‖x‖) := by
  obtain rfl := hm
  obtain rfl := funext hu
  exact ⟨card_add_two_mul_log_abs_det_le _ b hL, norm_map_of_sum_norm_sq_eq _ b hL⟩

/-- The arithmetic–geometric mean inequality for the squared singular values of `A`:
`n ((det A) ^ 2) ^ (1 / n) ≤ ∑ ‖A (b i)‖ ^ 2` for an orthonormal basis `b` of `n ≥ 1` vectors. -/
theorem card_mul_rpow_det_sq_le [Nonempty ι] (A : E →ₗ[ℝ] E) (b : OrthonormalBasis ι ℝ E) :
    Fintype.card ι * (LinearMap.det A ^ 2) ^ (Fintype.card ι : ℝ)⁻¹ ≤ ∑ i, ‖A (b i)‖ ^ 2 := by
  obtain ⟨v, hv⟩ := A.exists_orthonormalBasis_inner_map_map_eq_zero
  have hcard : Fintype.card ι = Fintype.card (Fin (finrank ℝ E)) := by
    rw [Fintype.card_fin, finrank_eq_card_basis b.toBasis]
  have : Nonempty (Fin (finrank ℝ E)) := Fintype.card_pos_iff.mp (hcard ▸ Fintype.card_pos)
  rw [A.det_sq_eq_prod_norm_sq v hv, A.sum_norm_sq_eq_sum_norm_sq b v, hcard]
  exact LeJEPA.card_mul_rpow_prod_le_sum _ fun i ↦ sq_nonneg _

end LinearMap

end

/-!
## The Dirichlet energy of a map that preserves the Gaussian measure

The Dirichlet energy of `h` is `E ‖Dh(z)‖²` with the Frobenius norm, an integral in `[0, ∞]`. For an
injective `C¹` map `h`, for instance a `C¹` diffeomorphism, that preserves the standard Gaussian
measure it is at least `n`, with equality exactly for the orthogonal maps.

Pointwise `‖Dh(z)‖² ≥ n + 2 log |det Dh(z)|`, and the log-determinant has mean zero. In the case of
equality `Dh(z)` is an isometry at almost every `z`, hence at every `z`, so `h` is `1`-Lipschitz.
Neither the energy bound nor the case of equality assumes anything about the Jacobian.

### Main definitions

* `LeJEPA.dirichletEnergy`: the Dirichlet energy.

### Main results

* `LeJEPA.le_dirichletEnergy`: the energy is at least `n`.
* `LeJEPA.dirichletEnergy_eq_iff`: with equality exactly for the orthogonal maps.
-/

section

open Real

namespace LeJEPA

variable {n : ℕ} {h : EuclideanSpace ℝ (Fin n) → EuclideanSpace ℝ (Fin n)}

/-- The squared Frobenius norm of the Jacobian matrix, the sum of the squared norms of the partial
derivatives. -/
noncomputable def jacobianNormSq (h : EuclideanSpace ℝ (Fin n) → EuclideanSpace ℝ (Fin n))
    (z : EuclideanSpace ℝ (Fin n)) : ℝ :=
  ∑ i, ‖fderiv ℝ h z (EuclideanSpace.single i 1)‖ ^ 2

/-- The Dirichlet energy `E ‖Dh(z)‖²` for standard Gaussian `z`, in `[0, ∞]`. -/
noncomputable def dirichletEnergy
    (h : EuclideanSpace ℝ (Fin n) → EuclideanSpace ℝ (Fin n)) : ℝ≥0∞ :=
  ∫⁻ z, ENNReal.ofReal (jacobianNormSq h z) ∂gaussian n

/-- The squared Frobenius norm is not negative. -/
theorem jacobianNormSq_nonneg (h : EuclideanSpace ℝ (Fin n) → EuclideanSpace ℝ (Fin n))
    (z : EuclideanSpace ℝ (Fin n)) : 0 ≤ jacobianNormSq h z :=
  Finset.sum_nonneg fun _ _ ↦ sq_nonneg _

/-- The squared Frobenius norm of the Jacobian of a `C¹` map is continuous. -/
theorem continuous_jacobianNormSq (hh : ContDiff ℝ 1 h) : Continuous (jacobianNormSq h) :=
  continuous_finset_sum _ fun _ _ ↦
    ((hh.continuous_fderiv one_ne_zero).clm_apply continuous_const).norm.pow 2

/-- At every point the squared Frobenius norm of the Jacobian is at least
`n + 2 log |det Dh(z)|`. -/
theorem le_jacobianNormSq (hh : ContDiff ℝ 1 h) (hinj : Function.Injective h)
    (hmap : (gaussian n).map h = gaussian n) (z : EuclideanSpace ℝ (Fin n)) :
    n + 2 * log |(fderiv ℝ h z).det| ≤ jacobianNormSq h z :=
  (LinearMap.add_two_mul_log_abs_det_le _ _ (Fintype.card_fin n)
    (EuclideanSpace.basisFun_apply (Fin n) ℝ) (det_fderiv_ne_zero hh hinj hmap z)).1

/-- In the case of equality in `le_jacobianNormSq` the Jacobian is an isometry. -/
theorem norm_fderiv_of_jacobianNormSq_eq {z : EuclideanSpace ℝ (Fin n)}
    (hdet : (fderiv ℝ h z).det ≠ 0)
    (heq : jacobianNormSq h z = n + 2 * log |(fderiv ℝ h z).det|) (v : EuclideanSpace ℝ (Fin n)) :
    ‖fderiv ℝ h z v‖ = ‖v‖ :=
  (LinearMap.add_two_mul_log_abs_det_le _ _ (Fintype.card_fin n)
    (EuclideanSpace.basisFun_apply (Fin n) ℝ) hdet).2 heq v

/-- If `g` has mean zero, then `c + 2 g` is integrable with mean `c`. -/
private theorem integrable_const_add {X : Type*} [MeasurableSpace X] {μ : Measure X}
    [IsProbabilityMeasure μ] {g : X → ℝ} (hg : Integrable g μ) (hzero : ∫ x, g x ∂μ = 0) (c : ℝ) :
    Integrable (fun x ↦ c + 2 * g x) μ ∧ ∫ x, (c + 2 * g x) ∂μ = c := by
  have hconst : Integrable (fun _ ↦ c) μ := integrable_const c
  refine ⟨hconst.add (hg.const_mul 2), ?_⟩
  rw [integral_add hconst (hg.const_mul 2), integral_const_mul, hzero, integral_const,
    probReal_univ, one_smul, mul_zero, add_zero]

/-- If the energy is finite, then the squared norm is integrable and the energy is its integral. -/
private theorem integrable_of_ne_top (hh : ContDiff ℝ 1 h) (htop : dirichletEnergy h ≠ ∞) :
    Integrable (jacobianNormSq h) (gaussian n) ∧
      dirichletEnergy h = ENNReal.ofReal (∫ z, jacobianNormSq h z ∂gaussian n) := by
  have hnonneg : 0 ≤ᵐ[gaussian n] jacobianNormSq h := .of_forall (jacobianNormSq_nonneg h)
  have hint : Integrable (jacobianNormSq h) (gaussian n) :=
    ⟨(continuous_jacobianNormSq hh).aestronglyMeasurable,
      (hasFiniteIntegral_iff_ofReal hnonneg).mpr htop.lt_top⟩
  exact ⟨hint, (ofReal_integral_eq_lintegral_ofReal hint hnonneg).symm⟩

/-- The Dirichlet energy of an injective `C¹` map that preserves the standard Gaussian measure on
`EuclideanSpace ℝ (Fin n)` is at least `n`. -/
theorem le_dirichletEnergy (hh : ContDiff ℝ 1 h) (hinj : Function.Injective h)
    (hmap : (gaussian n).map h = gaussian n) : (n : ℝ≥0∞) ≤ dirichletEnergy h := by
  by_cases htop : dirichletEnergy h = ∞
  · rw [htop]
    exact le_top
  obtain ⟨hint, heq⟩ := integrable_of_ne_top hh htop
  obtain ⟨hlower, hmean⟩ := integrable_const_add (integrable_log_abs_det_fderiv hh hinj hmap)
    (integral_log_abs_det_fderiv hh hinj hmap) n
  rw [heq, ← ENNReal.ofReal_natCast]
  exact ENNReal.ofReal_le_ofReal
    (hmean.symm.trans_le (integral_mono hlower hint (le_jacobianNormSq hh hinj hmap)))

/-- The Dirichlet energy of an orthogonal map is `n`. -/
theorem dirichletEnergy_linearIsometryEquiv
    (Q : EuclideanSpace ℝ (Fin n) ≃ₗᵢ[ℝ] EuclideanSpace ℝ (Fin n)) : dirichletEnergy Q = n := by
  have hQ (z) : jacobianNormSq Q z = n := by
    refine (Finset.sum_congr rfl fun i _ ↦ ?_).trans ((Fin.sum_const n 1).trans (nsmul_one n))
    rw [Q.fderiv]
    exact (congrArg (· ^ 2) ((Q.norm_map _).trans
      ((EuclideanSpace.norm_single i 1).trans norm_one))).trans (one_pow 2)
  simp only [dirichletEnergy, hQ, lintegral_const, measure_univ, mul_one, ENNReal.ofReal_natCast]

/-- An injective `C¹` map that preserves the standard Gaussian measure on
`EuclideanSpace ℝ (Fin n)` has Dirichlet energy `n` if and only if it is orthogonal, at every
point. -/
theorem dirichletEnergy_eq_iff (hh : ContDiff ℝ 1 h) (hinj : Function.Injective h)
    (hmap : (gaussian n).map h = gaussian n) : dirichletEnergy h = n ↔
      ∃ Q : EuclideanSpace ℝ (Fin n) ≃ₗᵢ[ℝ] EuclideanSpace ℝ (Fin n), ⇑Q = h := by
  refine ⟨fun henergy ↦ ?_, fun ⟨Q, hQ⟩ ↦ hQ ▸ dirichletEnergy_linearIsometryEquiv Q⟩
  obtain ⟨hint, heq⟩ := integrable_of_ne_top hh (henergy ▸ ENNReal.natCast_ne_top n)
  have hintegral : ∫ z, jacobianNormSq h z ∂gaussian n = n := by
    rw [heq, ← ENNReal.ofReal_natCast, ENNReal.ofReal_eq_ofReal_iff
      (integral_nonneg (jacobianNormSq_nonneg h)) n.cast_nonneg] at henergy
    exact henergy
  obtain ⟨hlower, hmean⟩ := integrable_const_add (integrable_log_abs_det_fderiv hh hinj hmap)
    (integral_log_abs_det_fderiv hh hinj hmap) n
  have hae := (integral_eq_iff_of_ae_le hlower hint
    (.of_forall (le_jacobianNormSq hh hinj hmap))).mp (hmean.trans hintegral.symm)
  have hcont : Continuous fun z ↦ n + 2 * log |(fderiv ℝ h z).det| := by
    simp only [log_abs_det_fderiv hh hinj hmap]
    exact continuous_const.add (continuous_const.mul
      (((hh.continuous.norm.pow 2).sub (continuous_norm.pow 2)).div_const 2))
  have heverywhere := Measure.eq_of_ae_eq hae hcont (continuous_jacobianNormSq hh)
  have hbound (z) : ‖fderiv ℝ h z‖ ≤ 1 := (fderiv ℝ h z).opNorm_le_bound zero_le_one fun v ↦ by
    rw [norm_fderiv_of_jacobianNormSq_eq (det_fderiv_ne_zero hh hinj hmap z)
      (congrFun heverywhere z).symm, one_mul]
  exact exists_linearIsometryEquiv_of_lipschitzWith_one
    (lipschitzWith_of_nnnorm_fderiv_le (hh.differentiable one_ne_zero) hbound) hmap

end LeJEPA

end
