import LeJEPA.Forward.Preserving

/-!
# Anisotropic Ornstein–Uhlenbeck pairs

Coordinates with different correlations: `z' i = ρ i z i + √(1 - ρ i ²) η i`. If
`0 ≤ ρ i ≤ r < 1` and `r² < ρ i` for all `i`, so that every linear function is better correlated
than every function of degree two, then an encoder with `Cov h = 1` has `2 ∑ i, (1 - ρ i) ≤ L(h)`,
with equality exactly for the maps `z ↦ b + Q z` with `Q` a linear isometry. This file proves the
gap inequality behind it; the theorem is in `LeJEPA.Anisotropic`.

## Main definitions

* `LeJEPA.anisotropicMap`: the step `(z, η) ↦ z'`.
* `LeJEPA.anisotropicLoss`: the alignment loss over the anisotropic pair.

## Main results

* `LeJEPA.measurePreserving_anisotropicMap`: `z'` is standard Gaussian.
* `LeJEPA.anisotropic_gap`: the gap inequality.
-/

open MeasureTheory ProbabilityTheory Complex
open scoped RealInnerProductSpace ComplexConjugate

namespace LeJEPA

variable {n : ℕ} {ρ : Fin n → ℝ} {r : ℝ}
  {h : EuclideanSpace ℝ (Fin n) → EuclideanSpace ℝ (Fin n)}

/-- The anisotropic step `z' i = ρ i z i + √(1 - ρ i ²) η i`. -/
noncomputable def anisotropicMap (ρ : Fin n → ℝ)
    (w : EuclideanSpace ℝ (Fin n) × EuclideanSpace ℝ (Fin n)) : EuclideanSpace ℝ (Fin n) :=
  WithLp.toLp 2 fun i ↦ ρ i * w.1 i + √(1 - ρ i ^ 2) * w.2 i

/-- The alignment loss `E ‖h(z') - h(z)‖²` over the anisotropic pair. -/
noncomputable def anisotropicLoss (ρ : Fin n → ℝ)
    (h : EuclideanSpace ℝ (Fin n) → EuclideanSpace ℝ (Fin n)) : ℝ :=
  ∫ w, ‖h (anisotropicMap ρ w) - h w.1‖ ^ 2 ∂(gaussian n).prod (gaussian n)

/-- The anisotropic step is measurable. -/
theorem measurable_anisotropicMap : Measurable (anisotropicMap ρ) := by
  unfold anisotropicMap
  fun_prop

/-- The anisotropic step under the inner product. -/
theorem inner_anisotropicMap (w : EuclideanSpace ℝ (Fin n) × EuclideanSpace ℝ (Fin n))
    (t : EuclideanSpace ℝ (Fin n)) : ⟪anisotropicMap ρ w, t⟫
      = ⟪w.1, WithLp.toLp 2 fun i ↦ ρ i * t i⟫
        + ⟪w.2, WithLp.toLp 2 fun i ↦ √(1 - ρ i ^ 2) * t i⟫ := by
  simp only [PiLp.inner_apply, anisotropicMap, RCLike.inner_apply, conj_trivial,
    ← Finset.sum_add_distrib]
  exact Finset.sum_congr rfl fun i _ ↦ by ring

/-- Correlations of characters over the anisotropic pair. -/
theorem integral_conj_char_mul_char_anisotropic (hρ₀ : ∀ i, 0 ≤ ρ i) (hρ₁ : ∀ i, ρ i ≤ 1)
    (s t : EuclideanSpace ℝ (Fin n)) :
    ∫ w, conj (exp (⟪w.1, s⟫ * I)) * exp (⟪anisotropicMap ρ w, t⟫ * I)
        ∂(gaussian n).prod (gaussian n)
      = exp (-(‖s‖ ^ 2 / 2 : ℝ)) * exp (-(‖t‖ ^ 2 / 2 : ℝ))
        * exp (∑ i, (ρ i : ℂ) * (s i * t i)) := by
  have hinner (w : EuclideanSpace ℝ (Fin n) × EuclideanSpace ℝ (Fin n)) :
      ⟪w.1, -s⟫ + ⟪anisotropicMap ρ w, t⟫
        = ⟪w.1, (WithLp.toLp 2 fun i ↦ ρ i * t i) - s⟫
          + ⟪w.2, WithLp.toLp 2 fun i ↦ √(1 - ρ i ^ 2) * t i⟫ := by
    rw [inner_anisotropicMap, inner_sub_right, inner_neg_right]
    ring
  have hnorm : (‖(WithLp.toLp 2 fun i ↦ ρ i * t i) - s‖ ^ 2
      + ‖(WithLp.toLp 2 fun i ↦ √(1 - ρ i ^ 2) * t i : EuclideanSpace ℝ (Fin n))‖ ^ 2) / 2
      = ‖s‖ ^ 2 / 2 + ‖t‖ ^ 2 / 2 - ∑ i, ρ i * (s i * t i) := by
    simp only [EuclideanSpace.norm_sq_eq, Real.norm_eq_abs, sq_abs, PiLp.sub_apply, Finset.sum_div,
      ← Finset.sum_add_distrib, ← Finset.sum_sub_distrib]
    refine Finset.sum_congr rfl fun i _ ↦ ?_
    have : ρ i ^ 2 ≤ 1 := by nlinarith [hρ₀ i, hρ₁ i]
    rw [mul_pow, Real.sq_sqrt (by linarith)]
    ring
  simp_rw [conj_char_mul_char, hinner]
  rw [integral_cexp_prod_gaussian, hnorm, ← Complex.exp_add, ← Complex.exp_add]
  congr 1
  push_cast
  ring

/-- The second point of the anisotropic pair is standard Gaussian. -/
theorem measurePreserving_anisotropicMap (hρ₀ : ∀ i, 0 ≤ ρ i) (hρ₁ : ∀ i, ρ i ≤ 1) :
    MeasurePreserving (anisotropicMap ρ) ((gaussian n).prod (gaussian n)) (gaussian n) := by
  refine ⟨measurable_anisotropicMap, ?_⟩
  have := Measure.isProbabilityMeasure_map
    (μ := (gaussian n).prod (gaussian n)) (measurable_anisotropicMap (ρ := ρ)).aemeasurable
  refine eq_gaussian_iff.mpr fun t ↦ ?_
  rw [charFun_apply, integral_map measurable_anisotropicMap.aemeasurable (by fun_prop)]
  have := integral_conj_char_mul_char_anisotropic hρ₀ hρ₁ 0 t
  simpa using this

/-- The anisotropic gap inequality: `2 (1 - r²) tr (Cov h) - 2 ∑ i, (ρ i - r²) ‖M e i‖² ≤ L(h)` with
the linear part `M` of the encoder, for `0 ≤ ρ i ≤ r ≤ 1`. -/
theorem anisotropic_gap (hρ₀ : ∀ i, 0 ≤ ρ i) (hρr : ∀ i, ρ i ≤ r) (hr₀ : 0 ≤ r) (hr₁ : r ≤ 1)
    (hh : MemLp h 2 (gaussian n)) :
    2 * (1 - r ^ 2) * (covMatrix h).trace - 2 * ∑ i, (ρ i - r ^ 2) * ∑ j, linearPart h j i ^ 2
      ≤ anisotropicLoss ρ h := by
  have hρ₁ (i : Fin n) : ρ i ≤ 1 := (hρr i).trans hr₁
  have hmp := measurePreserving_anisotropicMap hρ₀ hρ₁
  have hkey (j : Fin n) := integral_mul_le_of_char_kernel measurePreserving_fst hmp hρ₀ hρr hr₀ hr₁
    (integral_conj_char_mul_char_anisotropic hρ₀ hρ₁) (hh.eval_piLp j)
  rw [anisotropicLoss, integral_norm_comp_sub_comp_sq measurePreserving_fst hmp hh,
    trace_covMatrix hh]
  simp_rw [integral_comp_sub_comp_sq measurePreserving_fst hmp (hh.eval_piLp _), Finset.mul_sum]
  rw [Finset.sum_comm, ← Finset.sum_sub_distrib]
  refine Finset.sum_le_sum fun j _ ↦ ?_
  have e : ∑ i, 2 * ((ρ i - r ^ 2) * linearPart h j i ^ 2)
      = 2 * ∑ i, (ρ i - r ^ 2) * (∫ z, z i * h z j ∂gaussian n) ^ 2 := by
    rw [Finset.mul_sum]
    refine Finset.sum_congr rfl fun i _ ↦ ?_
    simp only [linearPart, Matrix.of_apply, mul_comm]
  rw [e]
  linarith [hkey j]

end LeJEPA
