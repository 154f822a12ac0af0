import LeJEPA.Background.HermiteBasis
import LeJEPA.Background.HermiteSemigroup

/-!
# Mehler's formula

For independent standard normal `x`, `y` and `z' = ρ x + √(1 - ρ²) y`, the Hermite coefficients of
two square integrable functions determine their correlation:
`E[f(x) g(z')] = ∑ ρⁿ / n! (∫ f He n) (∫ g He n)`.

## Main results

* `LeJEPA.measurePreserving_ouReal`: `z'` is standard normal.
* `LeJEPA.integral_hermite_mul_hermite_ou`: the correlation of two Hermite polynomials.
* `LeJEPA.hasSum_mehler`: Mehler's formula.
-/

open MeasureTheory ProbabilityTheory Polynomial
open scoped Nat RealInnerProductSpace

namespace LeJEPA

variable {ρ : ℝ}

/-- The step `(x, y) ↦ ρ x + √(1 - ρ²) y` on the line. -/
noncomputable def ouReal (ρ : ℝ) (w : ℝ × ℝ) : ℝ := ρ * w.1 + √(1 - ρ ^ 2) * w.2

/-- The step preserves the standard normal law. -/
theorem measurePreserving_ouReal (hρ : ρ ^ 2 ≤ 1) :
    MeasurePreserving (ouReal ρ) ((gaussianReal 0 1).prod (gaussianReal 0 1))
      (gaussianReal 0 1) := by
  refine ⟨by unfold ouReal; fun_prop, ?_⟩
  have hcomp : ouReal ρ
      = (fun w : ℝ × ℝ ↦ w.1 + w.2) ∘ Prod.map (ρ * ·) (√(1 - ρ ^ 2) * ·) := rfl
  rw [hcomp, ← Measure.map_map (by fun_prop) (by fun_prop), ← Measure.map_prod_map _ _ (by fun_prop)
    (by fun_prop), gaussianReal_map_const_mul, gaussianReal_map_const_mul, ← Measure.conv,
    gaussianReal_conv_gaussianReal]
  congr 1
  · simp
  · ext
    simp [Real.sq_sqrt (sub_nonneg.mpr hρ)]

/-- The correlation of two Hermite polynomials: `E[He m (x) He n (z')] = ρⁿ n!` if `m = n`, and `0`
otherwise. -/
theorem integral_hermiteReal_mul_hermiteReal_ou (hρ : ρ ^ 2 ≤ 1) (m n : ℕ) :
    ∫ w, (hermiteReal m).eval w.1 * (hermiteReal n).eval (ouReal ρ w)
      ∂(gaussianReal 0 1).prod (gaussianReal 0 1) = if m = n then ρ ^ n * n ! else 0 := by
  have hint : Integrable (fun w : ℝ × ℝ ↦
      (hermiteReal m).eval w.1 * (hermiteReal n).eval (ouReal ρ w))
      ((gaussianReal 0 1).prod (gaussianReal 0 1)) :=
    ((memLp_eval_gaussianReal (hermiteReal m)).comp_measurePreserving
      measurePreserving_fst).integrable_mul
      ((memLp_eval_gaussianReal (hermiteReal n)).comp_measurePreserving
        (measurePreserving_ouReal hρ))
  rw [integral_prod _ hint]
  have hinner (x : ℝ) : ∫ y, (hermiteReal m).eval x * (hermiteReal n).eval (ouReal ρ (x, y))
      ∂gaussianReal 0 1 = ρ ^ n * ((hermiteReal m).eval x * (hermiteReal n).eval x) := by
    rw [integral_const_mul]
    simp only [ouReal]
    rw [integral_hermiteReal_ornsteinUhlenbeck hρ]
    ring
  simp_rw [hinner]
  rw [integral_const_mul, integral_hermiteReal_mul_hermiteReal, mul_ite, mul_zero]

/-- The correlation of two Hermite polynomials in the terms of Mathlib. -/
theorem integral_hermite_mul_hermite_ou (hρ : ρ ^ 2 ≤ 1) (m n : ℕ) :
    ∫ w, aeval w.1 (Polynomial.hermite m)
        * aeval (ρ * w.1 + √(1 - ρ ^ 2) * w.2) (Polynomial.hermite n)
      ∂(gaussianReal 0 1).prod (gaussianReal 0 1) = if m = n then ρ ^ n * n ! else 0 := by
  simp_rw [← eval_hermiteReal]
  exact integral_hermiteReal_mul_hermiteReal_ou hρ m n

/-- Mehler's formula for the expectation: for square integrable `f`, `g` and independent standard
normal `x`, `y`, `E[f(x) g(ρ x + √(1 - ρ²) y)] = ∑ ρⁿ / n! (∫ f He n) (∫ g He n)`. -/
theorem hasSum_mehler (hρ : ρ ^ 2 ≤ 1) {f g : ℝ → ℝ} (hf : MemLp f 2 (gaussianReal 0 1))
    (hg : MemLp g 2 (gaussianReal 0 1)) :
    HasSum (fun n : ℕ ↦ ρ ^ n / n ! * (∫ x, f x * aeval x (Polynomial.hermite n) ∂gaussianReal 0 1)
        * ∫ x, g x * aeval x (Polynomial.hermite n) ∂gaussianReal 0 1)
      (∫ w, f w.1 * g (ρ * w.1 + √(1 - ρ ^ 2) * w.2)
        ∂(gaussianReal 0 1).prod (gaussianReal 0 1)) := by
  -- The isometries that compose with `x` and with `z'`, and the values of the form on the basis.
  set P := (gaussianReal 0 1).prod (gaussianReal 0 1) with hP
  have hfst : MeasurePreserving Prod.fst P (gaussianReal 0 1) := measurePreserving_fst
  have hou : MeasurePreserving (ouReal ρ) P (gaussianReal 0 1) := measurePreserving_ouReal hρ
  let U := Lp.compMeasurePreservingₗᵢ (E := ℝ) (p := 2) ℝ Prod.fst hfst
  let V := Lp.compMeasurePreservingₗᵢ (E := ℝ) (p := 2) ℝ (ouReal ρ) hou
  have hUV {f g : ℝ → ℝ} (hf : MemLp f 2 (gaussianReal 0 1)) (hg : MemLp g 2 (gaussianReal 0 1)) :
      ⟪U (hf.toLp f), V (hg.toLp g)⟫ = ∫ w, f w.1 * g (ouReal ρ w) ∂P := by
    have h1 : U (hf.toLp f) = (hf.comp_measurePreserving hfst).toLp _ :=
      Lp.toLp_compMeasurePreserving hf hfst
    have h2 : V (hg.toLp g) = (hg.comp_measurePreserving hou).toLp _ :=
      Lp.toLp_compMeasurePreserving hg hou
    rw [h1, h2, MemLp.real_inner_toLp_toLp]
    rfl
  have hbasis (m n : ℕ) : ⟪U (hermiteLp m), V (hermiteLp n)⟫ = if m = n then ρ ^ n else 0 := by
    rw [hermiteLp, hermiteLp, map_smul, map_smul, real_inner_smul_left, real_inner_smul_right, hUV,
      integral_hermiteReal_mul_hermiteReal_ou hρ]
    split_ifs with h
    · have hfact : (n ! : ℝ) ≠ 0 := by positivity
      rw [h, ← mul_assoc, inv_sqrt_factorial_mul_self, mul_left_comm, inv_mul_cancel₀ hfact,
        mul_one]
    · rw [mul_zero, mul_zero]
  have hright (m : ℕ) : ⟪U (hermiteLp m), V (hg.toLp g)⟫ = ρ ^ m * ⟪hermiteLp m, hg.toLp g⟫ := by
    refine ((hasSum_hermiteLp (hg.toLp g)).mapL
      ((innerSL ℝ (U (hermiteLp m))).comp V.toContinuousLinearMap)).unique ?_
    convert hasSum_ite_eq m (ρ ^ m * ⟪hermiteLp m, hg.toLp g⟫) using 2 with n
    rw [ContinuousLinearMap.comp_apply, innerSL_apply_apply,
      LinearIsometry.coe_toContinuousLinearMap, map_smul, real_inner_smul_right, hbasis]
    rcases eq_or_ne n m with h | h
    · simp [h, mul_comm]
    · simp [h, h.symm]
  have hsum := (hasSum_hermiteLp (hf.toLp f)).mapL
    ((innerSL ℝ (V (hg.toLp g))).comp U.toContinuousLinearMap)
  have htotal : ⟪V (hg.toLp g), U (hf.toLp f)⟫
      = ∫ w, f w.1 * g (ρ * w.1 + √(1 - ρ ^ 2) * w.2) ∂P := by
    rw [real_inner_comm, hUV]
    rfl
  rw [← htotal]
  convert hsum using 1
  ext n
  rw [ContinuousLinearMap.comp_apply, innerSL_apply_apply,
    LinearIsometry.coe_toContinuousLinearMap, map_smul, real_inner_smul_right,
    real_inner_comm (U (hermiteLp n)), hright, inner_hermiteLp, inner_hermiteLp, div_eq_mul_inv,
    ← inv_sqrt_factorial_mul_self]
  ring

end LeJEPA
