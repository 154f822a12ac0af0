import LeJEPA.Background.HermiteBasis
import LeJEPA.Background.HermiteTensor

/-!
# The Hermite basis of `L²` of the standard Gaussian measure

The normalised tensor Hermite polynomials `H α / √(∏ i, (α i)!)`, one for every multi-index
`α : Fin n → ℕ`, are an orthonormal basis of `L²` of the standard Gaussian measure on
`EuclideanSpace ℝ (Fin n)`.

## Main definitions

* `LeJEPA.hermiteTensorLp`: the class of a normalised tensor Hermite polynomial.

## Main results

* `LeJEPA.orthonormal_hermiteTensorLp`: orthonormality.
* `LeJEPA.hasSum_hermiteTensorLp`: the expansion.
-/

open MeasureTheory
open scoped Nat RealInnerProductSpace

namespace LeJEPA

variable {n : ℕ}

/-- The norm of a tensor Hermite polynomial is positive. -/
private theorem sqrt_prod_factorial_pos (α : Fin n → ℕ) : 0 < √(∏ i, ((α i)! : ℝ)) :=
  Real.sqrt_pos.mpr (Finset.prod_pos fun i _ ↦ by positivity)

/-- The class of `H α / √(∏ i, (α i)!)` in `L²` of the standard Gaussian measure. -/
noncomputable def hermiteTensorLp (α : Fin n → ℕ) : Lp ℝ 2 (gaussian n) :=
  (√(∏ i, ((α i)! : ℝ)))⁻¹ • (memLp_hermiteTensor α).toLp _

/-- The component of a class along a normalised tensor Hermite polynomial. -/
theorem inner_hermiteTensorLp (α : Fin n → ℕ) {f : EuclideanSpace ℝ (Fin n) → ℝ}
    (hf : MemLp f 2 (gaussian n)) : ⟪hermiteTensorLp α, hf.toLp f⟫
      = (√(∏ i, ((α i)! : ℝ)))⁻¹ * ∫ z, f z * hermiteTensor α z ∂gaussian n := by
  rw [hermiteTensorLp, real_inner_smul_left, MemLp.real_inner_toLp_toLp]
  simp_rw [mul_comm (f _)]

/-- The normalised tensor Hermite polynomials are orthonormal. -/
theorem orthonormal_hermiteTensorLp :
    Orthonormal ℝ (hermiteTensorLp : (Fin n → ℕ) → Lp ℝ 2 (gaussian n)) := by
  rw [orthonormal_iff_ite]
  intro α β
  rw [hermiteTensorLp, hermiteTensorLp, real_inner_smul_left, real_inner_smul_right,
    MemLp.real_inner_toLp_toLp, integral_hermiteTensor_mul_hermiteTensor]
  split_ifs with h
  · subst h
    have hpos := sqrt_prod_factorial_pos α
    have hsq : √(∏ i, ((α i)! : ℝ)) * √(∏ i, ((α i)! : ℝ)) = ∏ i, ((α i)! : ℝ) :=
      Real.mul_self_sqrt (Finset.prod_nonneg fun i _ ↦ by positivity)
    rw [← mul_assoc, ← mul_inv, hsq, inv_mul_cancel₀ (hsq ▸ (mul_pos hpos hpos).ne')]
  · rw [mul_zero, mul_zero]

/-- Only zero is orthogonal to the tensor Hermite polynomials. -/
theorem eq_zero_of_forall_inner_hermiteTensorLp_eq_zero (f : Lp ℝ 2 (gaussian n))
    (h : ∀ α, ⟪hermiteTensorLp α, f⟫ = 0) : f = 0 := by
  have hmem : MemLp f 2 (gaussian n) := Lp.memLp f
  refine (Lp.eq_zero_iff_ae_eq_zero).mpr ?_
  refine ae_eq_zero_of_forall_integral_mul_hermiteTensor_eq_zero hmem fun α ↦ ?_
  have hα := h α
  rw [← Lp.toLp_coeFn f hmem, inner_hermiteTensorLp] at hα
  exact (mul_eq_zero.mp hα).resolve_left (inv_ne_zero (sqrt_prod_factorial_pos α).ne')

/-- Every class is the sum of its components along the normalised tensor Hermite polynomials. -/
theorem hasSum_hermiteTensorLp (f : Lp ℝ 2 (gaussian n)) :
    HasSum (fun α ↦ ⟪hermiteTensorLp α, f⟫ • hermiteTensorLp α) f :=
  orthonormal_hermiteTensorLp.hasSum_inner_smul eq_zero_of_forall_inner_hermiteTensorLp_eq_zero f

end LeJEPA
