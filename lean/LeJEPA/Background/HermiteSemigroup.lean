import LeJEPA.Background.HermiteOrthogonality

/-!
# Hermite polynomials diagonalise the Ornstein–Uhlenbeck semigroup

The Ornstein–Uhlenbeck operator of the standard normal law averages over the noise:
`(T ρ p) x = ∫ p (ρ x + √(1 - ρ²) y) dγ(y)`. The Hermite polynomial `He n` is an eigenfunction for
the eigenvalue `ρⁿ`.

## Main results

* `LeJEPA.integral_hermite_ornsteinUhlenbeck`: `T ρ (He n) = ρⁿ He n`.
-/

open MeasureTheory ProbabilityTheory Polynomial

namespace LeJEPA

variable {ρ : ℝ}

/-- A polynomial of `ρ x + s y`, as a function of the noise `y`, is integrable. -/
theorem integrable_eval_add_mul_gaussianReal (p : ℝ[X]) (a s : ℝ) :
    Integrable (fun y ↦ p.eval (a + s * y)) (gaussianReal 0 1) :=
  (integrable_eval_gaussianReal 0 1 (p.comp (C a + C s * X))).congr (.of_forall fun y ↦ by simp)

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
  have hs2 : s * s = 1 - ρ ^ 2 := Real.mul_self_sqrt (by linarith)
  have hp := integrable_eval_add_mul_gaussianReal p (ρ * x) s
  have hp' := integrable_eval_add_mul_gaussianReal (derivative p) (ρ * x) s
  have hyp : Integrable (fun y ↦ y * p.eval (ρ * x + s * y)) (gaussianReal 0 1) :=
    (integrable_eval_gaussianReal 0 1 (X * p.comp (C (ρ * x) + C s * X))).congr
      (.of_forall fun y ↦ by simp)
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
      rw [hermiteReal_succ (n + 1), integral_step hρ, ih (n + 1) (by lia)]
      simp_rw [hderiv, eval_sub, eval_mul, eval_X, hderiv]
      rw [integral_const_mul, ih n (by lia)]
      ring

/-- `T ρ (He n) = ρⁿ He n` in the terms of Mathlib. -/
theorem integral_hermite_ornsteinUhlenbeck (hρ : ρ ^ 2 ≤ 1) (n : ℕ) (x : ℝ) :
    ∫ y, aeval (ρ * x + √(1 - ρ ^ 2) * y) (Polynomial.hermite n) ∂gaussianReal 0 1
      = ρ ^ n * aeval x (Polynomial.hermite n) := by
  simp_rw [← eval_hermiteReal]
  exact integral_hermiteReal_ornsteinUhlenbeck hρ n x

end LeJEPA
