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

attribute [-simp] Finset.univ_eq_empty -- `IsEmpty (Fin n)` is long to refute

variable {n : ℕ} {ρ : ℝ} {h : EuclideanSpace ℝ (Fin n) → EuclideanSpace ℝ (Fin n)}

/-- The covariance of the nonlinear part. -/
noncomputable def nonlinearCov (h : EuclideanSpace ℝ (Fin n) → EuclideanSpace ℝ (Fin n)) :
    Matrix (Fin n) (Fin n) ℝ :=
  .of fun i j ↦ ∫ z, nonlinearPart h z i * nonlinearPart h z j ∂gaussian n

/-- The nonlinear part is orthogonal to the coordinates. -/
theorem integral_nonlinearPart_mul_apply (hh : MemLp h 2 (gaussian n)) (i k : Fin n) :
    ∫ z, nonlinearPart h z i * z k ∂gaussian n = 0 := by
  have hcoord (i : Fin n) : MemLp (fun z : EuclideanSpace ℝ (Fin n) ↦ z i) 2 (gaussian n) :=
    mod_cast memLp_apply_gaussian i 2
  have hcint := (hcoord k).integrable one_le_two
  have hcc (j : Fin n) : Integrable (fun z : EuclideanSpace ℝ (Fin n) ↦ z j * z k) (gaussian n) :=
    MemLp.integrable_mul (p := 2) (q := 2) (hcoord j) (hcoord k)
  set m := ∫ x, h x i ∂gaussian n with hm
  obtain ⟨a, ha⟩ : ∃ a : Fin n → ℝ, ∀ j, ∫ x, x j * h x i ∂gaussian n = a j := ⟨_, fun _ ↦ rfl⟩
  have e : ∀ z, nonlinearPart h z i * z k
      = z k * h z i - m * z k - ∑ j, a j * (z j * z k) := by
    intro z
    rw [nonlinearPart_apply hh, sub_mul, sub_mul, Finset.sum_mul]
    simp only [ha, hm, mul_assoc, mul_comm (h z i)]
  simp_rw [e]
  rw [integral_sub ((integrable_apply_mul (hh.eval_piLp i) k).sub' (hcint.const_mul _))
      (integrable_finset_sum _ fun j _ ↦ (hcc j).const_mul _),
    integral_sub (integrable_apply_mul (hh.eval_piLp i) k) (hcint.const_mul _), integral_const_mul,
    integral_apply_gaussian, integral_finset_sum _ fun j _ ↦ (hcc j).const_mul _]
  simp_rw [integral_const_mul, integral_mul_gaussian]
  simp [ha]

/-- The nonlinear part has mean zero. -/
theorem integral_nonlinearPart (hh : MemLp h 2 (gaussian n)) (i : Fin n) :
    ∫ z, nonlinearPart h z i ∂gaussian n = 0 := by
  have hcint (i : Fin n) : Integrable (fun z : EuclideanSpace ℝ (Fin n) ↦ z i) (gaussian n) :=
    MemLp.integrable one_le_two (mod_cast memLp_apply_gaussian i 2)
  have hint := (hh.eval_piLp i).integrable one_le_two
  simp_rw [nonlinearPart_apply hh]
  rw [integral_sub (hint.sub' (integrable_const _))
      (integrable_finset_sum _ fun j _ ↦ (hcint j).const_mul _),
    integral_sub hint (integrable_const _), integral_finset_sum _ fun j _ ↦ (hcint j).const_mul _]
  simp [integral_const_mul, integral_apply_gaussian]

/-- The covariance splits into the linear and the nonlinear part. -/
theorem covMatrix_eq (hh : MemLp h 2 (gaussian n)) :
    covMatrix h = linearPart h * (linearPart h).transpose + nonlinearCov h := by
  have hcoord (i : Fin n) : MemLp (fun z : EuclideanSpace ℝ (Fin n) ↦ z i) 2 (gaussian n) :=
    mod_cast memLp_apply_gaussian i 2
  have hν (i : Fin n) : MemLp (fun z ↦ nonlinearPart h z i) 2 (gaussian n) :=
    (memLp_nonlinearPart hh).eval_piLp i
  have hνν (i j : Fin n) :
      Integrable (fun z ↦ nonlinearPart h z i * nonlinearPart h z j) (gaussian n) :=
    MemLp.integrable_mul (p := 2) (q := 2) (hν i) (hν j)
  have hνc (i k : Fin n) : Integrable (fun z ↦ nonlinearPart h z i * z k) (gaussian n) :=
    MemLp.integrable_mul (p := 2) (q := 2) (hν i) (hcoord k)
  have hcc (k l : Fin n) :
      Integrable (fun z : EuclideanSpace ℝ (Fin n) ↦ z k * z l) (gaussian n) :=
    MemLp.integrable_mul (p := 2) (q := 2) (hcoord k) (hcoord l)
  set M := linearPart h with hM
  have hdecomp (z : EuclideanSpace ℝ (Fin n)) (i : Fin n) :
      h z i - meanVec h i = nonlinearPart h z i + ∑ k, M i k * z k := by
    rw [nonlinearPart_apply hh, meanVec_apply hh]
    simp [hM, linearPart, mul_comm]
  ext i j
  have e : ∀ z, (h z i - meanVec h i) * (h z j - meanVec h j)
      = nonlinearPart h z i * nonlinearPart h z j
        + (∑ k, M j k * (nonlinearPart h z i * z k) + ∑ k, M i k * (nonlinearPart h z j * z k)
        + ∑ k, ∑ l, M i k * M j l * (z k * z l)) := by
    intro z
    rw [hdecomp, hdecomp, add_mul, mul_add, mul_add, Finset.mul_sum, Finset.sum_mul,
      Finset.sum_mul_sum]
    have e1 : ∀ k, nonlinearPart h z i * (M j k * z k) = M j k * (nonlinearPart h z i * z k) :=
      fun k ↦ by ring
    have e2 : ∀ k, M i k * z k * nonlinearPart h z j = M i k * (nonlinearPart h z j * z k) :=
      fun k ↦ by ring
    have e3 : ∀ k l, M i k * z k * (M j l * z l) = M i k * M j l * (z k * z l) :=
      fun k l ↦ by ring
    simp_rw [e1, e2, e3]
    ring
  have i1 : Integrable (fun z ↦ ∑ k, M j k * (nonlinearPart h z i * z k)) (gaussian n) :=
    integrable_finset_sum _ fun k _ ↦ (hνc i k).const_mul _
  have i2 : Integrable (fun z ↦ ∑ k, M i k * (nonlinearPart h z j * z k)) (gaussian n) :=
    integrable_finset_sum _ fun k _ ↦ (hνc j k).const_mul _
  have i3 : Integrable (fun z : EuclideanSpace ℝ (Fin n) ↦
      ∑ k, ∑ l, M i k * M j l * (z k * z l)) (gaussian n) :=
    integrable_finset_sum _ fun k _ ↦ integrable_finset_sum _ fun l _ ↦ (hcc k l).const_mul _
  simp only [covMatrix, nonlinearCov, Matrix.add_apply, Matrix.of_apply, Matrix.mul_apply,
    Matrix.transpose_apply]
  simp_rw [e]
  rw [integral_add (hνν i j) ((i1.add'' i2).add'' i3), integral_add (i1.add'' i2) i3,
    integral_add i1 i2,
    integral_finset_sum _ fun k _ ↦ (hνc i k).const_mul _,
    integral_finset_sum _ fun k _ ↦ (hνc j k).const_mul _,
    integral_finset_sum _ fun k _ ↦ integrable_finset_sum _ fun l _ ↦ (hcc k l).const_mul _]
  simp_rw [integral_finset_sum _ fun l _ ↦ (hcc _ l).const_mul _, integral_const_mul,
    integral_nonlinearPart_mul_apply hh, integral_mul_gaussian]
  simp [add_comm]

/-- The trace of the nonlinear covariance is the nonlinear energy. -/
theorem trace_nonlinearCov (hh : MemLp h 2 (gaussian n)) :
    (nonlinearCov h).trace = nonlinearEnergy h := by
  rw [nonlinearEnergy]
  simp_rw [EuclideanSpace.norm_sq_eq, Real.norm_eq_abs, sq_abs]
  rw [integral_finset_sum _ fun i _ ↦ ((memLp_nonlinearPart hh).eval_piLp i).integrable_sq]
  simp [nonlinearCov, Matrix.trace, pow_two]

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
  nlinarith

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

/-- The mean square of a linear map under the standard Gaussian measure is the square of its
Hilbert–Schmidt norm. -/
theorem integral_norm_sq_linearMap_gaussian {F : Type*} [NormedAddCommGroup F]
    [InnerProductSpace ℝ F] (A : EuclideanSpace ℝ (Fin n) →ₗ[ℝ] F) :
    ∫ z, ‖A z‖ ^ 2 ∂gaussian n = ∑ i, ‖A (EuclideanSpace.basisFun (Fin n) ℝ i)‖ ^ 2 := by
  set b := EuclideanSpace.basisFun (Fin n) ℝ with hb
  have hcoord (i : Fin n) : MemLp (fun z : EuclideanSpace ℝ (Fin n) ↦ z i) 2 (gaussian n) :=
    mod_cast memLp_apply_gaussian i 2
  have hcc (i j : Fin n) :
      Integrable (fun z : EuclideanSpace ℝ (Fin n) ↦ z i * z j) (gaussian n) :=
    MemLp.integrable_mul (p := 2) (q := 2) (hcoord i) (hcoord j)
  have e (z : EuclideanSpace ℝ (Fin n)) :
      ‖A z‖ ^ 2 = ∑ i, ∑ j, z i * z j * ⟪A (b i), A (b j)⟫ := by
    have hz : A z = ∑ i, z i • A (b i) := by
      conv_lhs => rw [← b.sum_repr z]
      simp [hb]
    rw [← real_inner_self_eq_norm_sq, hz, sum_inner]
    refine Finset.sum_congr rfl fun i _ ↦ ?_
    rw [inner_sum]
    refine Finset.sum_congr rfl fun j _ ↦ ?_
    rw [real_inner_smul_left, real_inner_smul_right, mul_assoc]
  refine (integral_congr_ae (.of_forall e)).trans ?_
  rw [integral_finset_sum _ fun i _ ↦ integrable_finset_sum _ fun j _ ↦ (hcc i j).mul_const _]
  refine Finset.sum_congr rfl fun i _ ↦ ?_
  rw [integral_finset_sum _ fun j _ ↦ (hcc i j).mul_const _]
  simp_rw [integral_mul_const, integral_mul_gaussian]
  simp

/-- Affine maps are square integrable under the standard Gaussian measure. -/
theorem memLp_affine_gaussian (b : EuclideanSpace ℝ (Fin n))
    (A : EuclideanSpace ℝ (Fin n) →ₗ[ℝ] EuclideanSpace ℝ (Fin n)) :
    MemLp (fun z ↦ b + A z) 2 (gaussian n) :=
  (memLp_const b).add (memLp_id_gaussian.continuousLinearMap_comp A.toContinuousLinearMap)

/-- The nonlinear part of an encoder is orthogonal to every linear map. -/
theorem integral_inner_nonlinearPart (hh : MemLp h 2 (gaussian n))
    (B : EuclideanSpace ℝ (Fin n) →ₗ[ℝ] EuclideanSpace ℝ (Fin n)) :
    ∫ z, ⟪nonlinearPart h z, B z⟫ ∂gaussian n = 0 := by
  set b := EuclideanSpace.basisFun (Fin n) ℝ with hb
  have hcoord (i : Fin n) : MemLp (fun z : EuclideanSpace ℝ (Fin n) ↦ z i) 2 (gaussian n) :=
    mod_cast memLp_apply_gaussian i 2
  have hνc (k i : Fin n) : Integrable (fun z ↦ nonlinearPart h z k * z i) (gaussian n) :=
    MemLp.integrable_mul (p := 2) (q := 2) ((memLp_nonlinearPart hh).eval_piLp k) (hcoord i)
  have e (z : EuclideanSpace ℝ (Fin n)) : ⟪nonlinearPart h z, B z⟫
      = ∑ i, ∑ k, nonlinearPart h z k * z i * B (b i) k := by
    have hz : B z = ∑ i, z i • B (b i) := by
      conv_lhs => rw [← b.sum_repr z]
      simp [hb]
    rw [hz, inner_sum]
    refine Finset.sum_congr rfl fun i _ ↦ ?_
    rw [real_inner_smul_right, PiLp.inner_apply, Finset.mul_sum]
    refine Finset.sum_congr rfl fun k _ ↦ ?_
    simp only [RCLike.inner_apply, conj_trivial]
    ring
  simp_rw [e]
  rw [integral_finset_sum _ fun i _ ↦ integrable_finset_sum _ fun k _ ↦ (hνc k i).mul_const _]
  refine Finset.sum_eq_zero fun i _ ↦ ?_
  rw [integral_finset_sum _ fun k _ ↦ (hνc k i).mul_const _]
  refine Finset.sum_eq_zero fun k _ ↦ ?_
  rw [integral_mul_const, integral_nonlinearPart_mul_apply hh, zero_mul]

/-- The mean square distance of a centred encoder from a linear map is the nonlinear energy plus the
squared Hilbert–Schmidt distance of the linear parts. -/
theorem integral_norm_sub_affine_sq (hh : MemLp h 2 (gaussian n))
    (B : EuclideanSpace ℝ (Fin n) →ₗ[ℝ] EuclideanSpace ℝ (Fin n)) :
    ∫ z, ‖h z - meanVec h - B z‖ ^ 2 ∂gaussian n = nonlinearEnergy h
      + ∑ i, ‖(linearPart h).toEuclideanLin (EuclideanSpace.basisFun (Fin n) ℝ i)
        - B (EuclideanSpace.basisFun (Fin n) ℝ i)‖ ^ 2 := by
  set C := (linearPart h).toEuclideanLin - B with hC
  have hν := memLp_nonlinearPart hh
  have hCL : MemLp (fun z ↦ C z) 2 (gaussian n) :=
    memLp_id_gaussian.continuousLinearMap_comp C.toContinuousLinearMap
  have hinner : Integrable (fun z ↦ ⟪nonlinearPart h z, C z⟫) (gaussian n) :=
    (hν.norm.integrable_mul hCL.norm).mono' (hν.1.inner hCL.1)
      (.of_forall fun z ↦ norm_inner_le_norm _ _)
  have e (z : EuclideanSpace ℝ (Fin n)) : ‖h z - meanVec h - B z‖ ^ 2
      = ‖nonlinearPart h z‖ ^ 2 + 2 * ⟪nonlinearPart h z, C z⟫ + ‖C z‖ ^ 2 := by
    rw [← norm_add_sq_real]
    congr 2
    simp only [hC, nonlinearPart, LinearMap.sub_apply]
    abel
  simp_rw [e]
  rw [integral_add (hν.norm.integrable_sq.add'' (hinner.const_mul 2))
      hCL.norm.integrable_sq,
    integral_add hν.norm.integrable_sq (hinner.const_mul 2),
    integral_const_mul, integral_inner_nonlinearPart hh, integral_norm_sq_linearMap_gaussian,
    nonlinearEnergy]
  simp [hC]

end LeJEPA
