import LeJEPA.Approximate.Covariance

/-!
# The mean square distance of an encoder from an affine map

Mean squares of linear maps under the standard Gaussian measure, and the Pythagorean identity
`E ‖h - E h - B z‖² = W(h) + ‖M - B‖²` for the linear part `M` of an encoder `h` and a linear map
`B`, with the Hilbert–Schmidt norm.

## Main results

* `LeJEPA.integral_norm_sq_linearMap_gaussian`: `E ‖A z‖² = ∑ i, ‖A e i‖²`.
* `LeJEPA.integral_norm_sub_affine_sq`: the Pythagorean identity.
-/

open MeasureTheory ProbabilityTheory
open scoped RealInnerProductSpace

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
