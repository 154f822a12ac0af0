import LeJEPA.Background.HermiteOrthogonality
import LeJEPA.Gaussian.Characters
import Mathlib.Analysis.Complex.TaylorSeries
import Mathlib.Analysis.InnerProductSpace.Orthogonal
import Mathlib.Analysis.InnerProductSpace.Subspace

/-!
# Expansion in a complete orthonormal family

In a Hilbert space, every vector is the sum of its components along an orthonormal family to which
only zero is orthogonal.

## Main results

* `Orthonormal.hasSum_inner_smul`: `x = ∑ ⟨v i, x⟩ v i`.
* `Orthonormal.hasSum_inner_mul_inner`: Parseval's identity `⟨x, y⟩ = ∑ ⟨x, v i⟩ ⟨v i, y⟩`.
-/

open MeasureTheory ProbabilityTheory
open scoped InnerProductSpace RealInnerProductSpace Nat

variable {𝕜 E ι : Type*} [RCLike 𝕜] [NormedAddCommGroup E] [InnerProductSpace 𝕜 E]
  [CompleteSpace E] {v : ι → E}

/-- In a Hilbert space, every vector is the sum of its components along an orthonormal family to
which only zero is orthogonal. -/
theorem Orthonormal.hasSum_inner_smul (hv : Orthonormal 𝕜 v)
    (hcompl : ∀ x, (∀ i, ⟪v i, x⟫_𝕜 = 0) → x = 0) (x : E) :
    HasSum (fun i ↦ ⟪v i, x⟫_𝕜 • v i) x := by
  have hsum : Summable fun i ↦ ⟪v i, x⟫_𝕜 • v i :=
    (hv.orthogonalFamily.summable_iff_norm_sq_summable fun i ↦ ⟪v i, x⟫_𝕜).mpr
      (hv.inner_products_summable x)
  obtain ⟨y, hy⟩ := hsum
  have hinner (i : ι) : ⟪v i, y⟫_𝕜 = ⟪v i, x⟫_𝕜 := by
    classical
    refine (hy.mapL (innerSL (E := E) 𝕜 (v i))).unique ?_
    refine (hasSum_ite_eq i ⟪v i, x⟫_𝕜).congr_fun fun j ↦ ?_
    rw [innerSL_apply_apply, inner_smul_right, orthonormal_iff_ite.mp hv i j]
    rcases eq_or_ne j i with h | h
    · rw [if_pos h.symm, if_pos h, h, mul_one]
    · rw [if_neg h.symm, if_neg h, mul_zero]
  have hzero : x - y = 0 := hcompl _ fun i ↦ by rw [inner_sub_right, hinner, sub_self]
  rwa [← sub_eq_zero.mp hzero] at hy

/-- Parseval's identity for an orthonormal family to which only zero is orthogonal. -/
theorem Orthonormal.hasSum_inner_mul_inner (hv : Orthonormal 𝕜 v)
    (hcompl : ∀ x, (∀ i, ⟪v i, x⟫_𝕜 = 0) → x = 0) (x y : E) :
    HasSum (fun i ↦ ⟪x, v i⟫_𝕜 * ⟪v i, y⟫_𝕜) ⟪x, y⟫_𝕜 := by
  refine ((hv.hasSum_inner_smul hcompl y).mapL (innerSL (E := E) 𝕜 x)).congr_fun fun i ↦ ?_
  rw [innerSL_apply_apply, inner_smul_right, mul_comm]

/-!
## Completeness of the Hermite polynomials

A square integrable function of the standard normal law that is orthogonal to every Hermite
polynomial vanishes almost everywhere.

### Main results

* `LeJEPA.span_hermiteReal`: the Hermite polynomials span all polynomials.
* `LeJEPA.ae_eq_zero_of_forall_integral_mul_hermite_eq_zero`: completeness.
-/

section

open Polynomial

namespace LeJEPA

/-- The derivative of a Hermite polynomial is in the span of the Hermite polynomials. -/
private theorem derivative_hermiteReal_mem_span (n : ℕ) :
    derivative (hermiteReal n) ∈ Submodule.span ℝ (Set.range hermiteReal) := by
  cases n with
  | zero =>
    rw [hermiteReal_zero, derivative_one]
    exact Submodule.zero_mem _
  | succ n =>
    rw [derivative_hermiteReal_succ, ← nsmul_eq_mul]
    exact nsmul_mem (Submodule.subset_span (Set.mem_range_self n)) _

/-- The Hermite polynomials span all polynomials. -/
theorem span_hermiteReal : Submodule.span ℝ (Set.range hermiteReal) = ⊤ := by
  set S := Submodule.span ℝ (Set.range hermiteReal) with hS
  have hmem (n : ℕ) : hermiteReal n ∈ S := Submodule.subset_span (Set.mem_range_self n)
  have hX (p : ℝ[X]) (hp : p ∈ S) : X * p ∈ S := by
    induction hp using Submodule.span_induction with
    | mem p hp =>
      obtain ⟨n, rfl⟩ := hp
      rw [X_mul_hermiteReal]
      exact S.add_mem (hmem _) (derivative_hermiteReal_mem_span n)
    | zero => exact (mul_zero (X : ℝ[X])).symm ▸ S.zero_mem
    | add p q _ _ hp hq =>
      rw [mul_add]
      exact S.add_mem hp hq
    | smul a p _ hp =>
      rw [mul_smul_comm]
      exact S.smul_mem a hp
  have hpow (k : ℕ) : (X ^ k : ℝ[X]) ∈ S := by
    induction k with
    | zero => exact (pow_zero X).trans hermiteReal_zero.symm ▸ hmem 0
    | succ k ih => exact pow_succ' (X : ℝ[X]) k ▸ hX _ ih
  refine eq_top_iff.mpr fun p _ ↦ ?_
  induction p using Polynomial.induction_on' with
  | add p q hp hq => exact S.add_mem (hp trivial) (hq trivial)
  | monomial k a =>
    rw [← smul_X_eq_monomial]
    exact S.smul_mem a (hpow k)

/-- Polynomials are square integrable for the standard normal law. -/
theorem memLp_eval_gaussianReal (p : ℝ[X]) :
    MemLp (fun x ↦ p.eval x) 2 (gaussianReal 0 1) := by
  refine (memLp_two_iff_integrable_sq p.continuous.aestronglyMeasurable).mpr ?_
  exact (integrable_eval_gaussianReal 0 1 (p ^ 2)).congr (.of_forall fun _ ↦ eval_pow 2)

/-- Completeness of the Hermite polynomials: a square integrable function that is orthogonal to all
of them vanishes almost everywhere. -/
theorem ae_eq_zero_of_forall_integral_mul_hermiteReal_eq_zero {f : ℝ → ℝ}
    (hf : MemLp f 2 (gaussianReal 0 1))
    (h : ∀ n, ∫ x, f x * (hermiteReal n).eval x ∂gaussianReal 0 1 = 0) :
    f =ᵐ[gaussianReal 0 1] 0 := by
  have hint (p : ℝ[X]) : Integrable (fun x ↦ f x * p.eval x) (gaussianReal 0 1) :=
    hf.integrable_mul (memLp_eval_gaussianReal p)
  have hpoly (p : ℝ[X]) : ∫ x, f x * p.eval x ∂gaussianReal 0 1 = 0 := by
    have hp : p ∈ Submodule.span ℝ (Set.range hermiteReal) := span_hermiteReal ▸ trivial
    induction hp using Submodule.span_induction with
    | mem p hp =>
      obtain ⟨n, rfl⟩ := hp
      exact h n
    | zero => simp only [eval_zero, mul_zero, integral_zero]
    | add p q _ _ hp hq =>
      simp_rw [eval_add, mul_add]
      rw [integral_add (hint p) (hint q), hp, hq, add_zero]
    | smul a p _ hp =>
      simp_rw [eval_smul, smul_eq_mul, mul_left_comm (f _)]
      rw [integral_const_mul, hp, mul_zero]
  refine ae_eq_zero_of_forall_integral_mul_inner_pow_eq_zero (fun t ↦ ?_) hf fun t k ↦ ?_
  · exact (integrable_exp_mul_gaussianReal (μ := 0) (v := 1) t).congr
      (.of_forall fun x ↦ congrArg Real.exp (by rw [RCLike.inner_apply, conj_trivial]))
  · refine (integral_congr_ae (.of_forall fun x ↦ ?_)).trans (hpoly ((C t * X) ^ k))
    simp only [eval_pow, eval_mul, eval_C, eval_X, RCLike.inner_apply, conj_trivial]

/-- Completeness in the terms of Mathlib: a square integrable function that is orthogonal to all
Hermite polynomials vanishes almost everywhere. -/
theorem ae_eq_zero_of_forall_integral_mul_hermite_eq_zero {f : ℝ → ℝ}
    (hf : MemLp f 2 (gaussianReal 0 1))
    (h : ∀ n, ∫ x, f x * aeval x (Polynomial.hermite n) ∂gaussianReal 0 1 = 0) :
    f =ᵐ[gaussianReal 0 1] 0 :=
  ae_eq_zero_of_forall_integral_mul_hermiteReal_eq_zero hf fun n ↦ by
    simpa only [eval_hermiteReal] using h n

end LeJEPA

end

/-!
## The Hermite basis of `L²` of the standard normal law

The normalised Hermite polynomials `He n / √n!` are an orthonormal basis of `L²(N(0, 1))`: they are
orthonormal, and every class is the sum of its components along them.

### Main definitions

* `LeJEPA.hermiteLp`: the class of `He n / √n!`.

### Main results

* `LeJEPA.orthonormal_hermiteLp`: orthonormality.
* `LeJEPA.hasSum_hermiteLp`: the expansion.
* `LeJEPA.hasSum_integral_mul_hermite`: Parseval's identity
  `∫ f * g = ∑ (∫ f * He n) (∫ g * He n) / n!`.
* `LeJEPA.hasSum_hermite_mul_pow_div_factorial`: the generating function.
-/

section

open Polynomial

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
  refine (real_inner_smul_left _ _ _).trans (congrArg _
    (((memLp_eval_gaussianReal _).real_inner_toLp_toLp hf).trans ?_))
  simp only [eval_hermiteReal, mul_comm (f _)]

/-- Scalars come out of both sides of a real inner product. -/
theorem real_inner_smul_smul {H : Type*} [NormedAddCommGroup H] [InnerProductSpace ℝ H]
    (c d : ℝ) (x y : H) : ⟪c • x, d • y⟫ = c * (d * ⟪x, y⟫) := by
  rw [real_inner_smul_left, real_inner_smul_right]

/-- The normalised Hermite polynomials are orthonormal. -/
theorem orthonormal_hermiteLp : Orthonormal ℝ hermiteLp := by
  refine orthonormal_iff_ite.mpr fun m n ↦ (real_inner_smul_smul _ _ _ _).trans ?_
  rw [MemLp.real_inner_toLp_toLp, integral_hermiteReal_mul_hermiteReal]
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
  refine (orthonormal_hermiteLp.hasSum_inner_mul_inner eq_zero_of_forall_inner_hermiteLp_eq_zero
    (hf.toLp f) (hg.toLp g)).congr_fun fun n ↦ ?_
  rw [real_inner_comm, inner_hermiteLp, inner_hermiteLp, ← inv_sqrt_factorial_mul_self]
  ring

/-! ### The generating function, from the Taylor series of `exp (-w² / 2)` at `x`, at `x - t` -/

/-- Rodrigues' formula on the complex plane: the derivatives of `exp (-w² / 2)`. -/
theorem iteratedDeriv_cexp_neg_sq_div_two (n : ℕ) (w : ℂ) :
    iteratedDeriv n (fun w : ℂ ↦ Complex.exp (-(w ^ 2 / 2))) w
      = (-1) ^ n * aeval w (hermite n) * Complex.exp (-(w ^ 2 / 2)) := by
  induction n generalizing w with
  | zero => simp
  | succ n ih =>
    have hexp : HasDerivAt (fun w : ℂ ↦ Complex.exp (-(w ^ 2 / 2)))
        (Complex.exp (-(w ^ 2 / 2)) * -w) w := by
      refine ((hasDerivAt_pow 2 w).div_const 2).fun_neg.cexp.congr_deriv ?_
      rw [Nat.add_one_sub_one, pow_one, Nat.cast_ofNat, mul_div_cancel_left₀ _ two_ne_zero]
    have hpoly : HasDerivAt (fun w : ℂ ↦ (-1) ^ n * aeval w (hermite n))
        ((-1) ^ n * aeval w (derivative (hermite n))) w :=
      (Polynomial.hasDerivAt_aeval (hermite n) w).const_mul _
    rw [iteratedDeriv_succ, funext ih, (hpoly.fun_mul hexp).deriv, hermite_succ]
    simp only [map_sub, map_mul, aeval_X]
    ring

/-- The generating function of the Hermite polynomials: `∑ Heₙ(x) tⁿ / n! = exp (x t - t² / 2)`. -/
theorem hasSum_hermite_mul_pow_div_factorial (x t : ℝ) :
    HasSum (fun n : ℕ ↦ aeval x (hermite n) * t ^ n / n !) (Real.exp (x * t - t ^ 2 / 2)) := by
  have hdiff : Differentiable ℂ fun w : ℂ ↦ Complex.exp (-(w ^ 2 / 2)) := by fun_prop
  have h := (Complex.hasSum_taylorSeries_of_entire hdiff (x : ℂ) ((x : ℂ) - t)).mul_left
    (Complex.exp ((x : ℂ) ^ 2 / 2))
  have hne : Complex.exp ((x : ℂ) ^ 2 / 2) * Complex.exp (-((x : ℂ) ^ 2 / 2)) = 1 := by
    rw [← Complex.exp_add, add_neg_cancel, Complex.exp_zero]
  rw [← Complex.hasSum_ofReal]
  convert h using 1
  · ext n
    have hn : aeval (x : ℂ) (hermite n) = ((aeval x (hermite n) : ℝ) : ℂ) :=
      aeval_algebraMap_apply ℂ x (hermite n)
    have hpow : ((x : ℂ) - t - x) ^ n * (-1) ^ n = (t : ℂ) ^ n := by
      rw [← mul_pow]
      ring
    rw [iteratedDeriv_cexp_neg_sq_div_two, hn]
    push_cast
    rw [smul_eq_mul, smul_eq_mul, div_eq_mul_inv, ← hpow]
    linear_combination (-(aeval x (hermite n) : ℝ) * (((x : ℂ) - t - x) ^ n * (-1) ^ n)
      * (n ! : ℂ)⁻¹) * hne
  · rw [← Complex.exp_add]
    push_cast
    congr 1
    ring

end LeJEPA

end
