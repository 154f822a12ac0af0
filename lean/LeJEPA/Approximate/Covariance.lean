import LeJEPA.Gap
import LeJEPA.LinearAlgebra.NearestOrthogonal

/-!
# The covariance of an encoder splits

`Cov h = M Mᵀ + N` with the linear part `M` of the encoder and the covariance `N` of its nonlinear
part, and `‖N‖ ≤ tr N = W(h)` in the Frobenius norm.

## Main definitions

* `LeJEPA.nonlinearCov`: the covariance `N` of the nonlinear part.

## Main results

* `LeJEPA.covMatrix_eq`: the splitting.
* `LeJEPA.norm_nonlinearCov_le`: the bound by the nonlinear energy.
-/

open MeasureTheory ProbabilityTheory
open scoped Matrix.Norms.Frobenius RealInnerProductSpace

namespace LeJEPA

variable {n : ℕ} {ρ : ℝ} {h : EuclideanSpace ℝ (Fin n) → EuclideanSpace ℝ (Fin n)}

/-- The covariance of the nonlinear part. -/
noncomputable def nonlinearCov (h : EuclideanSpace ℝ (Fin n) → EuclideanSpace ℝ (Fin n)) :
    Matrix (Fin n) (Fin n) ℝ :=
  .of fun i j ↦ ∫ z, nonlinearPart h z i * nonlinearPart h z j ∂gaussian n

section Integrals

variable {Ω ι F : Type*} [MeasurableSpace Ω] {μ : Measure Ω} [Fintype ι] [NormedAddCommGroup F]
  [InnerProductSpace ℝ F] {f g u v : Ω → ℝ} {x : ι → Ω → ℝ}

private theorem integrable_fun_mul (hf : MemLp f 2 μ) (hg : MemLp g 2 μ) :
    Integrable (fun ω ↦ f ω * g ω) μ :=
  hf.integrable_mul hg

private theorem integral_mul_sum (hg : MemLp g 2 μ) (hx : ∀ k, MemLp (x k) 2 μ) (a : ι → ℝ) :
    ∫ ω, g ω * ∑ k, a k * x k ω ∂μ = ∑ k, a k * ∫ ω, g ω * x k ω ∂μ := by
  simp only [Finset.mul_sum, mul_left_comm (g _)]
  rw [integral_finset_sum _ fun k _ ↦ (integrable_fun_mul hg (hx k)).const_mul (a k)]
  simp only [integral_const_mul]

private theorem integral_sub_affine_mul (hf : MemLp f 2 μ) (hg : MemLp g 2 μ)
    (hx : ∀ k, MemLp (x k) 2 μ) [IsFiniteMeasure μ] (m : ℝ) (a : ι → ℝ) :
    ∫ ω, (f ω - m - ∑ k, a k * x k ω) * g ω ∂μ
      = ∫ ω, f ω * g ω ∂μ - m * ∫ ω, g ω ∂μ - ∑ k, a k * ∫ ω, g ω * x k ω ∂μ := by
  have e (ω) : (f ω - m - ∑ k, a k * x k ω) * g ω
      = f ω * g ω - m * g ω - g ω * ∑ k, a k * x k ω := by ring
  have i1 := integrable_fun_mul hf hg
  have i2 := (hg.integrable one_le_two).const_mul m
  rw [integral_congr_ae (.of_forall e), integral_sub (i1.sub' i2) (integrable_fun_mul hg
    (memLp_finset_sum _ fun k _ ↦ (hx k).const_mul (a k))), integral_sub i1 i2,
    integral_const_mul, integral_mul_sum hg hx]

private theorem integral_add_mul_add (hf : MemLp f 2 μ) (hg : MemLp g 2 μ) (hu : MemLp u 2 μ)
    (hv : MemLp v 2 μ) : ∫ ω, (f ω + u ω) * (g ω + v ω) ∂μ = ∫ ω, f ω * g ω ∂μ
      + ∫ ω, f ω * v ω ∂μ + ∫ ω, g ω * u ω ∂μ + ∫ ω, u ω * v ω ∂μ := by
  have e (ω) : (f ω + u ω) * (g ω + v ω)
      = f ω * g ω + f ω * v ω + g ω * u ω + u ω * v ω := by ring
  have i1 := integrable_fun_mul hf hg
  have i2 := integrable_fun_mul hf hv
  have i3 := integrable_fun_mul hg hu
  rw [integral_congr_ae (.of_forall e), integral_add ((i1.add'' i2).add'' i3)
    (integrable_fun_mul hu hv), integral_add (i1.add'' i2) i3, integral_add i1 i2]

private theorem integral_norm_add_sq {f g : Ω → F} (hf : MemLp f 2 μ) (hg : MemLp g 2 μ) :
    ∫ ω, ‖f ω + g ω‖ ^ 2 ∂μ
      = ∫ ω, ‖f ω‖ ^ 2 ∂μ + 2 * ∫ ω, ⟪f ω, g ω⟫ ∂μ + ∫ ω, ‖g ω‖ ^ 2 ∂μ := by
  have hinner : Integrable (fun ω ↦ ⟪f ω, g ω⟫) μ :=
    (hf.norm.integrable_mul hg.norm).mono' (hf.1.inner hg.1)
      (.of_forall fun ω ↦ norm_inner_le_norm _ _)
  rw [integral_congr_ae (.of_forall fun ω ↦ norm_add_sq_real (f ω) (g ω)),
    integral_add (hf.norm.integrable_sq.add'' (hinner.const_mul 2)) hg.norm.integrable_sq,
    integral_add hf.norm.integrable_sq (hinner.const_mul 2), integral_const_mul]

variable [DecidableEq ι] (hx : ∀ k, MemLp (x k) 2 μ)
  (hxx : ∀ k l, ∫ ω, x k ω * x l ω ∂μ = if k = l then 1 else 0)
include hx hxx

private theorem integral_add_sum_mul_add_sum (hf : MemLp f 2 μ) (hg : MemLp g 2 μ)
    (hfx : ∀ k, ∫ ω, f ω * x k ω ∂μ = 0) (hgx : ∀ k, ∫ ω, g ω * x k ω ∂μ = 0) (a b : ι → ℝ) :
    ∫ ω, (f ω + ∑ k, a k * x k ω) * (g ω + ∑ k, b k * x k ω) ∂μ
      = ∑ k, a k * b k + ∫ ω, f ω * g ω ∂μ := by
  have hs (a : ι → ℝ) : MemLp (fun ω ↦ ∑ k, a k * x k ω) 2 μ :=
    memLp_finset_sum _ fun k _ ↦ (hx k).const_mul (a k)
  have hax (l : ι) : ∫ ω, (∑ k, a k * x k ω) * x l ω ∂μ = a l := by
    rw [integral_congr_ae (.of_forall fun ω ↦ mul_comm _ (x l ω)), integral_mul_sum (hx l) hx]
    simp only [hxx, mul_ite, mul_one, mul_zero, Finset.sum_ite_eq, Finset.mem_univ, if_true]
  rw [integral_add_mul_add hf hg (hs a) (hs b), integral_mul_sum hf hx, integral_mul_sum hg hx,
    integral_mul_sum (hs a) hx]
  simp only [hfx, hgx, hax, mul_zero, Finset.sum_const_zero, add_zero]
  rw [add_comm, Finset.sum_congr rfl fun k _ ↦ mul_comm (b k) (a k)]

private theorem integral_norm_sum_sq (w : ι → F) :
    ∫ ω, ‖∑ k, x k ω • w k‖ ^ 2 ∂μ = ∑ k, ‖w k‖ ^ 2 := by
  have e (ω) : ‖∑ k, x k ω • w k‖ ^ 2 = ∑ k, ∑ l, ⟪w l, w k⟫ * (x k ω * x l ω) := by
    simp only [← real_inner_self_eq_norm_sq, sum_inner, inner_sum, real_inner_smul_left,
      real_inner_smul_right]
    exact Finset.sum_congr rfl fun k _ ↦ Finset.sum_congr rfl fun l _ ↦ by ring
  have i (k l) := (integrable_fun_mul (hx k) (hx l)).const_mul ⟪w l, w k⟫
  rw [integral_congr_ae (.of_forall e),
    integral_finset_sum _ fun k _ ↦ integrable_finset_sum _ fun l _ ↦ i k l]
  refine Finset.sum_congr rfl fun k _ ↦ ?_
  rw [integral_finset_sum _ fun l _ ↦ i k l]
  simp only [integral_const_mul, hxx, mul_ite, mul_one, mul_zero, Finset.sum_ite_eq,
    Finset.mem_univ, if_true, real_inner_self_eq_norm_sq]

end Integrals

/-- The nonlinear part is orthogonal to the coordinates. -/
theorem integral_nonlinearPart_mul_apply (hh : MemLp h 2 (gaussian n)) (i k : Fin n) :
    ∫ z, nonlinearPart h z i * z k ∂gaussian n = 0 := by
  refine (integral_sub_affine_mul (hh.eval_piLp i) (memLp_coord k) memLp_coord (meanVec h i)
    (linearPart h i)).trans ?_
  simp only [integral_apply_gaussian, integral_mul_gaussian, mul_ite, mul_one, mul_zero, sub_zero,
    Finset.sum_ite_eq, Finset.mem_univ, if_true]
  exact sub_self _

/-- The nonlinear part has mean zero. -/
theorem integral_nonlinearPart (hh : MemLp h 2 (gaussian n)) (i : Fin n) :
    ∫ z, nonlinearPart h z i ∂gaussian n = 0 := by
  have key := integral_sub_affine_mul (hh.eval_piLp i) (memLp_const (1 : ℝ)) memLp_coord
    (meanVec h i) (linearPart h i)
  simp only [mul_one, one_mul, mul_zero, integral_apply_gaussian, Finset.sum_const_zero,
    integral_const, probReal_univ, smul_eq_mul, ← meanVec_apply hh, sub_self] at key
  exact key

/-- The covariance splits into the linear and the nonlinear part. -/
theorem covMatrix_eq (hh : MemLp h 2 (gaussian n)) :
    covMatrix h = linearPart h * (linearPart h).transpose + nonlinearCov h := by
  have hν (i : Fin n) : MemLp (fun z ↦ nonlinearPart h z i) 2 (gaussian n) :=
    (memLp_nonlinearPart hh).eval_piLp i
  have e (z : EuclideanSpace ℝ (Fin n)) (i : Fin n) :
      h z i - meanVec h i = nonlinearPart h z i + ∑ k, linearPart h i k * z k :=
    (sub_add_cancel (h z i - meanVec h i) _).symm
  ext i j
  have key := integral_add_sum_mul_add_sum memLp_coord integral_mul_gaussian (hν i) (hν j)
    (integral_nonlinearPart_mul_apply hh i) (integral_nonlinearPart_mul_apply hh j)
    (linearPart h i) (linearPart h j)
  simp only [← e] at key
  exact key

/-- The trace of the nonlinear covariance is the nonlinear energy. -/
theorem trace_nonlinearCov (hh : MemLp h 2 (gaussian n)) :
    (nonlinearCov h).trace = nonlinearEnergy h := by
  rw [nonlinearEnergy]
  simp_rw [EuclideanSpace.norm_sq_eq, Real.norm_eq_abs, sq_abs]
  rw [integral_finset_sum _ fun i _ ↦ ((memLp_nonlinearPart hh).eval_piLp i).integrable_sq]
  simp only [nonlinearCov, Matrix.trace, Matrix.diag_apply, Matrix.of_apply, pow_two]

/-- The Cauchy–Schwarz inequality for the nonlinear covariance. -/
theorem nonlinearCov_sq_le (hh : MemLp h 2 (gaussian n)) (i j : Fin n) :
    nonlinearCov h i j ^ 2 ≤ nonlinearCov h i i * nonlinearCov h j j := by
  have hν (i : Fin n) := (memLp_nonlinearPart hh).eval_piLp i
  have hνν (i j : Fin n) :
      Integrable (fun z ↦ nonlinearPart h z i * nonlinearPart h z j) (gaussian n) :=
    MemLp.integrable_mul (p := 2) (q := 2) (hν i) (hν j)
  -- The quadratic `t ↦ ∫ (t ν i + ν j)²` is nonnegative.
  have hq (t : ℝ) : 0 ≤ nonlinearCov h i i * (t * t) + 2 * nonlinearCov h i j * t
      + nonlinearCov h j j := by
    have e : ∀ z, (t * nonlinearPart h z i + nonlinearPart h z j) ^ 2
        = t * t * (nonlinearPart h z i * nonlinearPart h z i)
          + 2 * t * (nonlinearPart h z i * nonlinearPart h z j)
          + nonlinearPart h z j * nonlinearPart h z j := fun z ↦ by ring
    have hint : 0 ≤ ∫ z, (t * nonlinearPart h z i + nonlinearPart h z j) ^ 2 ∂gaussian n :=
      integral_nonneg fun z ↦ sq_nonneg _
    simp_rw [e] at hint
    rw [integral_add (((hνν i i).const_mul _).add'' ((hνν i j).const_mul _)) (hνν j j),
      integral_add ((hνν i i).const_mul _) ((hνν i j).const_mul _), integral_const_mul,
      integral_const_mul] at hint
    simp only [nonlinearCov, Matrix.of_apply]
    linarith
  have := discrim_le_zero hq
  rw [discrim] at this
  linear_combination this / 4

/-- The Frobenius norm of the nonlinear covariance is at most the nonlinear energy. -/
theorem norm_nonlinearCov_le (hh : MemLp h 2 (gaussian n)) :
    ‖nonlinearCov h‖ ≤ nonlinearEnergy h := by
  have hdiag (i : Fin n) : 0 ≤ nonlinearCov h i i :=
    integral_nonneg fun z ↦ mul_self_nonneg _
  rw [← trace_nonlinearCov hh]
  refine le_of_sq_le_sq ?_ (Finset.sum_nonneg fun i _ ↦ hdiag i)
  rw [Matrix.frobenius_norm_sq_eq_sum]
  simp only [Matrix.trace, Matrix.diag_apply, pow_two, Finset.sum_mul_sum]
  exact Finset.sum_le_sum fun i _ ↦ Finset.sum_le_sum fun j _ ↦ by
    simpa [pow_two] using nonlinearCov_sq_le hh i j

end LeJEPA

/-!
## The mean square distance of an encoder from an affine map

Mean squares of linear maps under the standard Gaussian measure, and the Pythagorean identity
`E ‖h - E h - B z‖² = W(h) + ‖M - B‖²` for the linear part `M` of an encoder `h` and a linear map
`B`, with the Hilbert–Schmidt norm.

### Main results

* `LeJEPA.integral_norm_sq_linearMap_gaussian`: `E ‖A z‖² = ∑ i, ‖A e i‖²`.
* `LeJEPA.integral_norm_sub_affine_sq`: the Pythagorean identity.
-/

namespace LeJEPA

variable {n : ℕ} {h : EuclideanSpace ℝ (Fin n) → EuclideanSpace ℝ (Fin n)}

private theorem apply_eq_sum {F : Type*} [AddCommGroup F] [Module ℝ F]
    (A : EuclideanSpace ℝ (Fin n) →ₗ[ℝ] F) (z : EuclideanSpace ℝ (Fin n)) :
    A z = ∑ i, z i • A (EuclideanSpace.basisFun (Fin n) ℝ i) := by
  have h := congrArg A ((EuclideanSpace.basisFun (Fin n) ℝ).sum_repr z)
  simp only [map_sum, map_smul, EuclideanSpace.basisFun_repr] at h
  exact h.symm

/-- The mean square of a linear map under the standard Gaussian measure is the square of its
Hilbert–Schmidt norm. -/
theorem integral_norm_sq_linearMap_gaussian {F : Type*} [NormedAddCommGroup F]
    [InnerProductSpace ℝ F] (A : EuclideanSpace ℝ (Fin n) →ₗ[ℝ] F) :
    ∫ z, ‖A z‖ ^ 2 ∂gaussian n = ∑ i, ‖A (EuclideanSpace.basisFun (Fin n) ℝ i)‖ ^ 2 := by
  refine (integral_congr_ae (.of_forall fun z ↦ ?_)).trans
    (integral_norm_sum_sq memLp_coord integral_mul_gaussian _)
  exact congrArg (fun y ↦ ‖y‖ ^ 2) (apply_eq_sum A z)

/-- Linear maps are square integrable under the standard Gaussian measure. -/
theorem memLp_linearMap_gaussian
    (A : EuclideanSpace ℝ (Fin n) →ₗ[ℝ] EuclideanSpace ℝ (Fin n)) :
    MemLp (fun z ↦ A z) 2 (gaussian n) :=
  memLp_id_gaussian.continuousLinearMap_comp ⟨A, A.continuous_of_finiteDimensional⟩

/-- Affine maps are square integrable under the standard Gaussian measure. -/
theorem memLp_affine_gaussian (b : EuclideanSpace ℝ (Fin n))
    (A : EuclideanSpace ℝ (Fin n) →ₗ[ℝ] EuclideanSpace ℝ (Fin n)) :
    MemLp (fun z ↦ b + A z) 2 (gaussian n) :=
  (memLp_const b).add (memLp_linearMap_gaussian A)

/-- The nonlinear part of an encoder is orthogonal to every linear map. -/
theorem integral_inner_nonlinearPart (hh : MemLp h 2 (gaussian n))
    (B : EuclideanSpace ℝ (Fin n) →ₗ[ℝ] EuclideanSpace ℝ (Fin n)) :
    ∫ z, ⟪nonlinearPart h z, B z⟫ ∂gaussian n = 0 := by
  have hν (k i : Fin n) := integrable_fun_mul ((memLp_nonlinearPart hh).eval_piLp k) (memLp_coord i)
  have e (z : EuclideanSpace ℝ (Fin n)) : ⟪nonlinearPart h z, B z⟫
      = ∑ i, ∑ k, nonlinearPart h z k * z i * B (EuclideanSpace.basisFun (Fin n) ℝ i) k := by
    rw [apply_eq_sum B, inner_sum]
    refine Finset.sum_congr rfl fun i _ ↦ ?_
    rw [real_inner_smul_right, PiLp.inner_apply, Finset.mul_sum]
    refine Finset.sum_congr rfl fun k _ ↦ ?_
    simp only [RCLike.inner_apply, conj_trivial]
    ring
  rw [integral_congr_ae (.of_forall e),
    integral_finset_sum _ fun i _ ↦ integrable_finset_sum _ fun k _ ↦ (hν k i).mul_const _]
  refine Finset.sum_eq_zero fun i _ ↦ ?_
  rw [integral_finset_sum _ fun k _ ↦ (hν k i).mul_const _]
  refine Finset.sum_eq_zero fun k _ ↦ ?_
  rw [integral_mul_const, integral_nonlinearPart_mul_apply hh, zero_mul]

/-- The mean square distance of a centred encoder from a linear map is the nonlinear energy plus the
squared Hilbert–Schmidt distance of the linear parts. -/
theorem integral_norm_sub_affine_sq (hh : MemLp h 2 (gaussian n))
    (B : EuclideanSpace ℝ (Fin n) →ₗ[ℝ] EuclideanSpace ℝ (Fin n)) :
    ∫ z, ‖h z - meanVec h - B z‖ ^ 2 ∂gaussian n = nonlinearEnergy h
      + ∑ i, ‖(linearPart h).toEuclideanLin (EuclideanSpace.basisFun (Fin n) ℝ i)
        - B (EuclideanSpace.basisFun (Fin n) ℝ i)‖ ^ 2 := by
  obtain ⟨C, hC⟩ : ∃ C, (linearPart h).toEuclideanLin - B = C := ⟨_, rfl⟩
  have e (z : EuclideanSpace ℝ (Fin n)) : h z - meanVec h - B z = nonlinearPart h z + C z := by
    rw [← hC]
    exact (sub_add_sub_cancel _ _ _).symm
  simp only [e]
  rw [integral_norm_add_sq (memLp_nonlinearPart hh) (memLp_linearMap_gaussian C),
    integral_inner_nonlinearPart hh, integral_norm_sq_linearMap_gaussian, mul_zero, add_zero, ← hC]
  rfl

end LeJEPA
