import Mathlib.Analysis.Calculus.Deriv.Polynomial
import Mathlib.MeasureTheory.Integral.IntegralEqImproper
import Mathlib.Probability.Distributions.Gaussian.Real
import Mathlib.RingTheory.Polynomial.Hermite.Basic
import Mathlib.RingTheory.Polynomial.Hermite.Gaussian

/-!
# The formula of Rodrigues for the Hermite polynomials

## Main results

* `LeJEPA.aeval_hermite_eq_iterate_deriv`: `He n = (-1)ⁿ e^(x² / 2) (d / dx)ⁿ e^(-x² / 2)`, from
  Mathlib.
-/

open Polynomial MeasureTheory ProbabilityTheory
open scoped Nat

namespace LeJEPA

/-- The formula of Rodrigues: `He n (x) = (-1)ⁿ e^(x² / 2) (d / dx)ⁿ e^(-x² / 2)`. -/
theorem aeval_hermite_eq_iterate_deriv (n : ℕ) (x : ℝ) : aeval x (hermite n)
    = (-1) ^ n * Real.exp (x ^ 2 / 2) * deriv^[n] (fun y ↦ Real.exp (-(y ^ 2 / 2))) x := by
  rw [hermite_eq_deriv_gaussian']
  ring

/-!
## Orthogonality of the Hermite polynomials

The probabilists' Hermite polynomials `He n` satisfy `He (n + 1) = X He n - (He n)'`. Integration by
parts against the standard normal law says `∫ p' = ∫ x p` for every polynomial `p`, which is Stein's
identity; hence `∫ He n * q = ∫ q⁽ⁿ⁾`, from which orthogonality follows.

### Main definitions

* `LeJEPA.hermiteReal`: the Hermite polynomial `Polynomial.hermite n` with real coefficients.

### Main results

* `LeJEPA.derivative_hermiteReal_succ`: `(He (n + 1))' = (n + 1) He n`.
* `LeJEPA.integral_eval_derivative_gaussianReal`: Stein's identity for polynomials.
* `LeJEPA.integral_hermiteReal_mul`: `∫ He n * q = ∫ q⁽ⁿ⁾`.
* `LeJEPA.integral_hermite_mul_hermite`: `∫ He m * He n = n!` if `m = n`, and `0` otherwise.
-/

/-- The probabilists' Hermite polynomial with real coefficients. -/
noncomputable def hermiteReal (n : ℕ) : ℝ[X] := (Polynomial.hermite n).map (Int.castRingHom ℝ)

/-- The values of `hermiteReal` are those of Mathlib's `Polynomial.hermite`. -/
theorem eval_hermiteReal (n : ℕ) (x : ℝ) :
    (hermiteReal n).eval x = aeval x (Polynomial.hermite n) := by
  rw [hermiteReal, aeval_def, eval₂_eq_eval_map]
  rfl

/-- The constant Hermite polynomial: `He 0 = 1`. -/
@[simp]
theorem hermiteReal_zero : hermiteReal 0 = 1 := by simp [hermiteReal]

/-- The recursion `He (n + 1) = X He n - (He n)'`. -/
theorem hermiteReal_succ (n : ℕ) :
    hermiteReal (n + 1) = X * hermiteReal n - derivative (hermiteReal n) := by
  simp [hermiteReal, hermite_succ]

/-- The derivative of a Hermite polynomial: `(He (n + 1))' = (n + 1) He n`. -/
theorem derivative_hermiteReal_succ (n : ℕ) :
    derivative (hermiteReal (n + 1)) = ((n + 1 : ℕ) : ℝ[X]) * hermiteReal n := by
  induction n with
  | zero => simp [hermiteReal_succ]
  | succ n ih =>
    rw [hermiteReal_succ (n + 1), derivative_sub, derivative_mul, derivative_X, one_mul, ih,
      derivative_mul, derivative_natCast, zero_mul, zero_add, hermiteReal_succ n]
    push_cast
    ring

/-- The three-term recursion `X He n = He (n + 1) + (He n)'`. -/
theorem X_mul_hermiteReal (n : ℕ) :
    X * hermiteReal n = hermiteReal (n + 1) + derivative (hermiteReal n) := by
  rw [hermiteReal_succ]
  ring

/-- The `n`-th derivative of the `n`-th Hermite polynomial is `n!`. -/
theorem iterate_derivative_hermiteReal_self (n : ℕ) :
    derivative^[n] (hermiteReal n) = ((n ! : ℕ) : ℝ[X]) := by
  induction n with
  | zero => simp
  | succ n ih =>
    rw [Function.iterate_succ_apply, derivative_hermiteReal_succ, iterate_derivative_natCast_mul,
      ih, Nat.factorial_succ, Nat.cast_mul]

/-- Polynomials are integrable for every normal law on the line. -/
theorem integrable_eval_gaussianReal (m : ℝ) (v : NNReal) (p : ℝ[X]) :
    Integrable (fun x ↦ p.eval x) (gaussianReal m v) := by
  simp_rw [eval_eq_sum_range]
  refine integrable_finset_sum _ fun k _ ↦ Integrable.const_mul ?_ _
  have h : Integrable (fun x : ℝ ↦ ‖x‖ ^ k) (gaussianReal m v) :=
    (memLp_id_gaussianReal k).integrable_norm_pow'
  exact (integrable_norm_iff (by fun_prop)).mp (by simpa only [norm_pow] using h)

/-- Stein's identity for polynomials: `∫ p' = ∫ x p` for the standard normal law. -/
theorem integral_eval_derivative_gaussianReal (p : ℝ[X]) :
    ∫ x, (derivative p).eval x ∂gaussianReal 0 1 = ∫ x, x * p.eval x ∂gaussianReal 0 1 := by
  have hint (q : ℝ[X]) : Integrable fun x ↦ gaussianPDFReal 0 1 x * q.eval x := by
    have h := integrable_eval_gaussianReal 0 1 q
    rw [gaussianReal_of_var_ne_zero 0 one_ne_zero, integrable_withDensity_iff_integrable_smul'
      (measurable_gaussianPDF 0 1) (.of_forall fun _ ↦ gaussianPDF_lt_top)] at h
    simpa only [toReal_gaussianPDF, smul_eq_mul] using h
  have hpdf (x : ℝ) : HasDerivAt (gaussianPDFReal 0 1) (gaussianPDFReal 0 1 x * -x) x := by
    have hfun : gaussianPDFReal 0 1 = fun y ↦ (√(2 * Real.pi))⁻¹ * Real.exp (-y ^ 2 / 2) := by
      ext y
      simp only [gaussianPDFReal, NNReal.coe_one, mul_one, sub_zero]
    rw [hfun]
    refine ((hasDerivAt_pow 2 x).fun_neg.div_const 2).exp.const_mul _ |>.congr_deriv ?_
    rw [Nat.add_one_sub_one, pow_one, Nat.cast_ofNat]
    ring
  have hderiv (x : ℝ) : HasDerivAt (fun x ↦ gaussianPDFReal 0 1 x * p.eval x)
      (gaussianPDFReal 0 1 x * (derivative p - X * p).eval x) x := by
    convert (hpdf x).mul (p.hasDerivAt x) using 1
    simp only [eval_sub, eval_mul, eval_X]
    ring
  have hzero := integral_eq_zero_of_hasDerivAt_of_integrable hderiv (hint _) (hint p)
  have heq : ∫ x, (derivative p - X * p).eval x ∂gaussianReal 0 1 = 0 := by
    rw [integral_gaussianReal_eq_integral_smul one_ne_zero]
    simpa only [smul_eq_mul] using hzero
  have hX : Integrable (fun x ↦ x * p.eval x) (gaussianReal 0 1) :=
    (integrable_eval_gaussianReal 0 1 (X * p)).congr
      (.of_forall fun x ↦ by simp only [eval_mul, eval_X])
  simp only [eval_sub, eval_mul, eval_X] at heq
  rwa [integral_sub (integrable_eval_gaussianReal 0 1 _) hX, sub_eq_zero] at heq

/-- Integrating against a Hermite polynomial is integrating a derivative: `∫ He n * q = ∫ q⁽ⁿ⁾`. -/
theorem integral_hermiteReal_mul (n : ℕ) (q : ℝ[X]) :
    ∫ x, (hermiteReal n).eval x * q.eval x ∂gaussianReal 0 1
      = ∫ x, (derivative^[n] q).eval x ∂gaussianReal 0 1 := by
  induction n generalizing q with
  | zero => simp
  | succ n ih =>
    have hprod := integral_eval_derivative_gaussianReal (hermiteReal n * q)
    have hleft : Integrable (fun x ↦ (derivative (hermiteReal n)).eval x * q.eval x)
        (gaussianReal 0 1) :=
      (integrable_eval_gaussianReal 0 1 _).congr (.of_forall fun _ ↦ eval_mul)
    have hright : Integrable (fun x ↦ (hermiteReal n).eval x * (derivative q).eval x)
        (gaussianReal 0 1) :=
      (integrable_eval_gaussianReal 0 1 _).congr (.of_forall fun _ ↦ eval_mul)
    have hX : Integrable (fun x ↦ x * ((hermiteReal n).eval x * q.eval x)) (gaussianReal 0 1) :=
      (integrable_eval_gaussianReal 0 1 (X * (hermiteReal n * q))).congr
        (.of_forall fun x ↦ by simp only [eval_mul, eval_X])
    simp only [derivative_mul, eval_add, eval_mul] at hprod
    rw [integral_add hleft hright, ih] at hprod
    rw [Function.iterate_succ_apply, ← sub_eq_iff_eq_add'.mpr hprod.symm, ← integral_sub hX hleft]
    refine integral_congr_ae (.of_forall fun x ↦ ?_)
    simp only [hermiteReal_succ, eval_sub, eval_mul, eval_X]
    ring

/-- The Hermite polynomials are orthogonal: `∫ He m * He n = n!` if `m = n`, and `0` otherwise. -/
theorem integral_hermiteReal_mul_hermiteReal (m n : ℕ) :
    ∫ x, (hermiteReal m).eval x * (hermiteReal n).eval x ∂gaussianReal 0 1
      = if m = n then (n ! : ℝ) else 0 := by
  have hlt (k l : ℕ) (hkl : k < l) : ∫ x, (hermiteReal l).eval x * (hermiteReal k).eval x
      ∂gaussianReal 0 1 = 0 := by
    have hdeg : (hermiteReal k).natDegree < l := by
      rwa [hermiteReal, (hermite_monic k).natDegree_map, natDegree_hermite]
    rw [integral_hermiteReal_mul, iterate_derivative_eq_zero hdeg]
    simp
  rcases lt_trichotomy m n with h | h | h
  · simp_rw [mul_comm ((hermiteReal m).eval _)]
    rw [hlt m n h, if_neg h.ne]
  · subst h
    rw [integral_hermiteReal_mul, iterate_derivative_hermiteReal_self, if_pos rfl]
    simp
  · rw [hlt n m h, if_neg h.ne']

/-- Orthogonality in the terms of Mathlib: `∫ He m * He n = n!` if `m = n`, and `0` otherwise. -/
theorem integral_hermite_mul_hermite (m n : ℕ) :
    ∫ x, aeval x (Polynomial.hermite m) * aeval x (Polynomial.hermite n) ∂gaussianReal 0 1
      = if m = n then (n ! : ℝ) else 0 := by
  simp_rw [← eval_hermiteReal]
  exact integral_hermiteReal_mul_hermiteReal m n

/-!
## Hermite polynomials diagonalise the Ornstein–Uhlenbeck semigroup

The Ornstein–Uhlenbeck operator of the standard normal law averages over the noise:
`(T ρ p) x = ∫ p (ρ x + √(1 - ρ²) y) dγ(y)`. The Hermite polynomial `He n` is an eigenfunction for
the eigenvalue `ρⁿ`.

### Main results

* `LeJEPA.integral_hermite_ornsteinUhlenbeck`: `T ρ (He n) = ρⁿ He n`.
-/

variable {ρ : ℝ}

/-- A polynomial of `ρ x + s y`, as a function of the noise `y`, is integrable. -/
theorem integrable_eval_add_mul_gaussianReal (p : ℝ[X]) (a s : ℝ) :
    Integrable (fun y ↦ p.eval (a + s * y)) (gaussianReal 0 1) :=
  (integrable_eval_gaussianReal 0 1 (p.comp (C a + C s * X))).congr
    (.of_forall fun y ↦ by simp only [eval_comp, eval_add, eval_mul, eval_C, eval_X])

/-- Stein's identity in the noise: `∫ y p(a + s y) = s ∫ p'(a + s y)`. -/
theorem integral_mul_eval_add_mul_gaussianReal (p : ℝ[X]) (a s : ℝ) :
    ∫ y, y * p.eval (a + s * y) ∂gaussianReal 0 1
      = s * ∫ y, (derivative p).eval (a + s * y) ∂gaussianReal 0 1 := by
  have h := integral_eval_derivative_gaussianReal (p.comp (C a + C s * X))
  simp only [derivative_comp, derivative_add, derivative_C, derivative_mul, zero_mul,
    derivative_X, mul_one, zero_add, eval_mul, eval_C, eval_comp, eval_add, eval_X] at h
  rw [← h, integral_const_mul]

/-- The recursion of the Ornstein–Uhlenbeck operator: for the step `q = X p - p'`,
`T ρ q = ρ x (T ρ p) - ρ² (T ρ p')`. -/
private theorem integral_step (hρ : ρ ^ 2 ≤ 1) (p : ℝ[X]) (x : ℝ) :
    ∫ y, (X * p - derivative p).eval (ρ * x + √(1 - ρ ^ 2) * y) ∂gaussianReal 0 1
      = ρ * x * ∫ y, p.eval (ρ * x + √(1 - ρ ^ 2) * y) ∂gaussianReal 0 1
        - ρ ^ 2 * ∫ y, (derivative p).eval (ρ * x + √(1 - ρ ^ 2) * y) ∂gaussianReal 0 1 := by
  set s := √(1 - ρ ^ 2) with hs
  have hs2 : s * s = 1 - ρ ^ 2 := Real.mul_self_sqrt (sub_nonneg.mpr hρ)
  have hp := integrable_eval_add_mul_gaussianReal p (ρ * x) s
  have hp' := integrable_eval_add_mul_gaussianReal (derivative p) (ρ * x) s
  have hyp : Integrable (fun y ↦ y * p.eval (ρ * x + s * y)) (gaussianReal 0 1) :=
    (integrable_eval_gaussianReal 0 1 (X * p.comp (C (ρ * x) + C s * X))).congr
      (.of_forall fun y ↦ by simp only [eval_mul, eval_X, eval_comp, eval_add, eval_C])
  have hsum : Integrable (fun y ↦ ρ * x * p.eval (ρ * x + s * y) + s * (y * p.eval (ρ * x + s * y)))
      (gaussianReal 0 1) := (hp.const_mul _).add (hyp.const_mul _)
  have hsplit (y : ℝ) : (X * p - derivative p).eval (ρ * x + s * y)
      = ρ * x * p.eval (ρ * x + s * y) + s * (y * p.eval (ρ * x + s * y))
        - (derivative p).eval (ρ * x + s * y) := by
    simp only [eval_sub, eval_mul, eval_X]
    ring
  simp_rw [hsplit]
  rw [integral_sub hsum hp', integral_add (hp.const_mul _) (hyp.const_mul _), integral_const_mul,
    integral_const_mul, integral_mul_eval_add_mul_gaussianReal, ← mul_assoc, hs2]
  ring

/-- The Hermite polynomial `He n` is an eigenfunction of the Ornstein–Uhlenbeck operator for the
eigenvalue `ρⁿ`. -/
theorem integral_hermiteReal_ornsteinUhlenbeck (hρ : ρ ^ 2 ≤ 1) (n : ℕ) (x : ℝ) :
    ∫ y, (hermiteReal n).eval (ρ * x + √(1 - ρ ^ 2) * y) ∂gaussianReal 0 1
      = ρ ^ n * (hermiteReal n).eval x := by
  induction n using Nat.strong_induction_on with
  | _ n ih =>
    match n with
    | 0 => simp
    | 1 =>
      rw [hermiteReal_succ, integral_step hρ]
      simp
    | n + 2 =>
      have hderiv (z : ℝ) : (derivative (hermiteReal (n + 1))).eval z
          = (n + 1 : ℕ) * (hermiteReal n).eval z := by
        rw [derivative_hermiteReal_succ, eval_mul, eval_natCast]
      rw [hermiteReal_succ (n + 1), integral_step hρ, ih (n + 1) (Nat.lt_succ_self _)]
      simp_rw [hderiv, eval_sub, eval_mul, eval_X, hderiv]
      rw [integral_const_mul, ih n (Nat.lt_add_of_pos_right two_pos)]
      ring

/-- `T ρ (He n) = ρⁿ He n` in the terms of Mathlib. -/
theorem integral_hermite_ornsteinUhlenbeck (hρ : ρ ^ 2 ≤ 1) (n : ℕ) (x : ℝ) :
    ∫ y, aeval (ρ * x + √(1 - ρ ^ 2) * y) (Polynomial.hermite n) ∂gaussianReal 0 1
      = ρ ^ n * aeval x (Polynomial.hermite n) := by
  simp_rw [← eval_hermiteReal]
  exact integral_hermiteReal_ornsteinUhlenbeck hρ n x

end LeJEPA
