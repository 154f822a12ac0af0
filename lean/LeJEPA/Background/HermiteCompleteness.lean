import LeJEPA.Background.HermiteOrthogonality
import LeJEPA.Background.MomentCompleteness

/-!
# Completeness of the Hermite polynomials

A square integrable function of the standard normal law that is orthogonal to every Hermite
polynomial vanishes almost everywhere.

## Main results

* `LeJEPA.span_hermiteReal`: the Hermite polynomials span all polynomials.
* `LeJEPA.ae_eq_zero_of_forall_integral_mul_hermite_eq_zero`: completeness.
-/

open MeasureTheory ProbabilityTheory Polynomial
open scoped RealInnerProductSpace

namespace LeJEPA

/-- The derivative of a Hermite polynomial is in the span of the Hermite polynomials. -/
private theorem derivative_hermiteReal_mem_span (n : ℕ) :
    derivative (hermiteReal n) ∈ Submodule.span ℝ (Set.range hermiteReal) := by
  cases n with
  | zero => simp
  | succ n =>
    rw [derivative_hermiteReal_succ, ← nsmul_eq_mul]
    exact Submodule.smul_of_tower_mem _ _ (Submodule.subset_span (Set.mem_range_self n))

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
    | zero => simp
    | add p q _ _ hp hq =>
      rw [mul_add]
      exact S.add_mem hp hq
    | smul a p _ hp =>
      rw [mul_smul_comm]
      exact S.smul_mem a hp
  have hpow (k : ℕ) : (X ^ k : ℝ[X]) ∈ S := by
    induction k with
    | zero => simpa using hmem 0
    | succ k ih =>
      rw [pow_succ']
      exact hX _ ih
  refine eq_top_iff.mpr fun p _ ↦ ?_
  induction p using Polynomial.induction_on' with
  | add p q hp hq => exact S.add_mem (hp trivial) (hq trivial)
  | monomial k a =>
    rw [← smul_X_eq_monomial]
    exact S.smul_mem a (hpow k)

/-- Polynomials are square integrable for the standard normal law. -/
theorem memLp_eval_gaussianReal (p : ℝ[X]) :
    MemLp (fun x ↦ p.eval x) 2 (gaussianReal 0 1) := by
  refine (memLp_two_iff_integrable_sq (by fun_prop)).mpr ?_
  exact (integrable_eval_gaussianReal 0 1 (p ^ 2)).congr (.of_forall fun x ↦ by simp)

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
    | zero => simp
    | add p q _ _ hp hq =>
      simp_rw [eval_add, mul_add]
      rw [integral_add (hint p) (hint q), hp, hq, add_zero]
    | smul a p _ hp =>
      simp_rw [eval_smul, smul_eq_mul, mul_left_comm (f _)]
      rw [integral_const_mul, hp, mul_zero]
  refine ae_eq_zero_of_forall_integral_mul_inner_pow_eq_zero (fun t ↦ ?_) hf fun t k ↦ ?_
  · simpa using integrable_exp_mul_gaussianReal (μ := 0) (v := 1) t
  · refine (integral_congr_ae (.of_forall fun x ↦ ?_)).trans (hpoly ((C t * X) ^ k))
    simp

/-- Completeness in the terms of Mathlib: a square integrable function that is orthogonal to all
Hermite polynomials vanishes almost everywhere. -/
theorem ae_eq_zero_of_forall_integral_mul_hermite_eq_zero {f : ℝ → ℝ}
    (hf : MemLp f 2 (gaussianReal 0 1))
    (h : ∀ n, ∫ x, f x * aeval x (Polynomial.hermite n) ∂gaussianReal 0 1 = 0) :
    f =ᵐ[gaussianReal 0 1] 0 :=
  ae_eq_zero_of_forall_integral_mul_hermiteReal_eq_zero hf fun n ↦ by
    simpa only [eval_hermiteReal] using h n

end LeJEPA
