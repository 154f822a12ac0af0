import LeJEPA.Background.HermiteCompleteness
import LeJEPA.Background.OrthonormalExpansion

/-!
# The Hermite basis of `L²` of the standard normal law

The normalised Hermite polynomials `He n / √n!` are an orthonormal basis of `L²(N(0, 1))`: they are
orthonormal, and every class is the sum of its components along them.

## Main definitions

* `LeJEPA.hermiteLp`: the class of `He n / √n!`.

## Main results

* `LeJEPA.orthonormal_hermiteLp`: orthonormality.
* `LeJEPA.hasSum_hermiteLp`: the expansion.
* `LeJEPA.hasSum_integral_mul_hermite`: Parseval's identity
  `∫ f * g = ∑ (∫ f * He n) (∫ g * He n) / n!`.
-/

open MeasureTheory ProbabilityTheory Polynomial
open scoped Nat RealInnerProductSpace

namespace MeasureTheory

/-- The inner product of two real classes is the integral of the product. -/
theorem MemLp.real_inner_toLp_toLp {α : Type*} {m : MeasurableSpace α} {ν : Measure α}
    {f g : α → ℝ} (hf : MemLp f 2 ν) (hg : MemLp g 2 ν) :
    ⟪hf.toLp f, hg.toLp g⟫ = ∫ x, f x * g x ∂ν := by
  rw [L2.inner_def]
  refine integral_congr_ae ?_
  filter_upwards [hf.coeFn_toLp, hg.coeFn_toLp] with x h1 h2
  rw [h1, h2, RCLike.inner_apply, conj_trivial, mul_comm]

end MeasureTheory

namespace LeJEPA

/-- The class of `He n / √n!` in `L²(N(0, 1))`. -/
noncomputable def hermiteLp (n : ℕ) : Lp ℝ 2 (gaussianReal 0 1) :=
  (√(n ! : ℝ))⁻¹ • (memLp_eval_gaussianReal (hermiteReal n)).toLp _

/-- The component of a class along a normalised Hermite polynomial. -/
theorem inner_hermiteLp (n : ℕ) {f : ℝ → ℝ} (hf : MemLp f 2 (gaussianReal 0 1)) :
    ⟪hermiteLp n, hf.toLp f⟫
      = (√(n ! : ℝ))⁻¹ * ∫ x, f x * aeval x (Polynomial.hermite n) ∂gaussianReal 0 1 := by
  rw [hermiteLp, real_inner_smul_left, MemLp.real_inner_toLp_toLp]
  simp_rw [eval_hermiteReal, mul_comm (f _)]

/-- The normalised Hermite polynomials are orthonormal. -/
theorem orthonormal_hermiteLp : Orthonormal ℝ hermiteLp := by
  rw [orthonormal_iff_ite]
  intro m n
  rw [hermiteLp, hermiteLp, real_inner_smul_left, real_inner_smul_right,
    MemLp.real_inner_toLp_toLp, integral_hermiteReal_mul_hermiteReal]
  split_ifs with h
  · rw [h, ← mul_assoc, ← mul_inv, Real.mul_self_sqrt (by positivity),
      inv_mul_cancel₀ (by positivity)]
  · rw [mul_zero, mul_zero]

/-- Only zero is orthogonal to the Hermite polynomials. -/
theorem eq_zero_of_forall_inner_hermiteLp_eq_zero (f : Lp ℝ 2 (gaussianReal 0 1))
    (h : ∀ n, ⟪hermiteLp n, f⟫ = 0) : f = 0 := by
  have hmem : MemLp f 2 (gaussianReal 0 1) := Lp.memLp f
  refine (Lp.eq_zero_iff_ae_eq_zero).mpr ?_
  refine ae_eq_zero_of_forall_integral_mul_hermite_eq_zero hmem fun n ↦ ?_
  have hn := h n
  rw [← Lp.toLp_coeFn f hmem, inner_hermiteLp] at hn
  exact (mul_eq_zero.mp hn).resolve_left (by positivity)

/-- Every class is the sum of its components along the normalised Hermite polynomials. -/
theorem hasSum_hermiteLp (f : Lp ℝ 2 (gaussianReal 0 1)) :
    HasSum (fun n ↦ ⟪hermiteLp n, f⟫ • hermiteLp n) f :=
  orthonormal_hermiteLp.hasSum_inner_smul eq_zero_of_forall_inner_hermiteLp_eq_zero f

/-- The square of the norm of a Hermite polynomial. -/
theorem inv_sqrt_factorial_mul_self (n : ℕ) :
    (√(n ! : ℝ))⁻¹ * (√(n ! : ℝ))⁻¹ = (n ! : ℝ)⁻¹ := by
  rw [← mul_inv, Real.mul_self_sqrt (by positivity)]

/-- Parseval's identity: `∫ f * g = ∑ (∫ f * He n) (∫ g * He n) / n!`. -/
theorem hasSum_integral_mul_hermite {f g : ℝ → ℝ} (hf : MemLp f 2 (gaussianReal 0 1))
    (hg : MemLp g 2 (gaussianReal 0 1)) :
    HasSum (fun n : ℕ ↦ (n ! : ℝ)⁻¹ * (∫ x, f x * aeval x (Polynomial.hermite n) ∂gaussianReal 0 1)
        * ∫ x, g x * aeval x (Polynomial.hermite n) ∂gaussianReal 0 1)
      (∫ x, f x * g x ∂gaussianReal 0 1) := by
  rw [← hf.real_inner_toLp_toLp hg]
  convert orthonormal_hermiteLp.hasSum_inner_mul_inner eq_zero_of_forall_inner_hermiteLp_eq_zero
    (hf.toLp f) (hg.toLp g) using 1
  ext n
  rw [real_inner_comm, inner_hermiteLp, inner_hermiteLp, ← inv_sqrt_factorial_mul_self]
  ring

end LeJEPA
