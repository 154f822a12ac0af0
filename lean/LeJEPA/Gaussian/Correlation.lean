import LeJEPA.Gaussian.OrnsteinUhlenbeck
import Mathlib.MeasureTheory.Function.L2Space

/-!
# Correlations over the Ornstein–Uhlenbeck pair

## Main results

* `LeJEPA.integral_sub_sq_ouMap`: `E (f z' - f z)² = 2 (E f² - E f(z) f(z'))`.
* `LeJEPA.integral_mul_ouMap_zero`: at `ρ = 0` the points are independent.
* `LeJEPA.integral_mul_ouMap_neg`: correlations of an even function are even in `ρ`.
* `LeJEPA.integral_mul_ouMap_nonneg`: for `0 ≤ ρ ≤ 1`, `0 ≤ E f(z) f(z')`.
-/

open MeasureTheory ProbabilityTheory Complex
open scoped RealInnerProductSpace ENNReal

namespace LeJEPA

variable {n : ℕ} {ρ : ℝ} {f : EuclideanSpace ℝ (Fin n) → ℝ}

/-- The product `f(z) f(z')` is integrable. -/
theorem integrable_mul_ouMap (hρ : |ρ| ≤ 1) (hf : MemLp f 2 (gaussian n)) :
    Integrable (fun w ↦ f w.1 * f (ouMap ρ w)) ((gaussian n).prod (gaussian n)) :=
  MemLp.integrable_mul (p := 2) (q := 2) (hf.comp_measurePreserving measurePreserving_fst)
    (hf.comp_measurePreserving (measurePreserving_ouMap_of_abs_le hρ))

/-- The alignment loss of a real function: `E (f z' - f z)² = 2 (E f² - E f(z) f(z'))`. -/
theorem integral_sub_sq_ouMap (hρ : |ρ| ≤ 1) (hf : MemLp f 2 (gaussian n)) :
    ∫ w, (f (ouMap ρ w) - f w.1) ^ 2 ∂(gaussian n).prod (gaussian n)
      = 2 * (∫ z, f z ^ 2 ∂gaussian n
        - ∫ w, f w.1 * f (ouMap ρ w) ∂(gaussian n).prod (gaussian n)) := by
  have hou := measurePreserving_ouMap_of_abs_le (n := n) hρ
  have hfst : MeasurePreserving Prod.fst ((gaussian n).prod (gaussian n)) (gaussian n) :=
    measurePreserving_fst
  have h1 : Integrable (fun w ↦ f (ouMap ρ w) ^ 2) ((gaussian n).prod (gaussian n)) :=
    (hf.comp_measurePreserving hou).integrable_sq
  have h2 : Integrable (fun w ↦ f w.1 ^ 2) ((gaussian n).prod (gaussian n)) :=
    (hf.comp_measurePreserving hfst).integrable_sq
  have h12 : Integrable (fun w ↦ f (ouMap ρ w) ^ 2 + f w.1 ^ 2)
      ((gaussian n).prod (gaussian n)) := h1.add h2
  have e1 : ∫ w, f (ouMap ρ w) ^ 2 ∂(gaussian n).prod (gaussian n) = ∫ z, f z ^ 2 ∂gaussian n := by
    conv_rhs => rw [← hou.map_eq]
    rw [integral_map hou.aemeasurable (by rw [hou.map_eq]; exact hf.1.pow 2)]
  have e2 : ∫ w, f w.1 ^ 2 ∂(gaussian n).prod (gaussian n) = ∫ z, f z ^ 2 ∂gaussian n := by
    conv_rhs => rw [← hfst.map_eq]
    rw [integral_map hfst.aemeasurable (by rw [hfst.map_eq]; exact hf.1.pow 2)]
  have h (w : EuclideanSpace ℝ (Fin n) × EuclideanSpace ℝ (Fin n)) :
      (f (ouMap ρ w) - f w.1) ^ 2
        = f (ouMap ρ w) ^ 2 + f w.1 ^ 2 - 2 * (f w.1 * f (ouMap ρ w)) := by ring
  simp_rw [h]
  rw [integral_sub h12 ((integrable_mul_ouMap hρ hf).const_mul 2), integral_add h1 h2,
    integral_const_mul, e1, e2]
  ring

/-- At correlation zero the two points are independent. -/
theorem integral_mul_ouMap_zero :
    ∫ w, f w.1 * f (ouMap 0 w) ∂(gaussian n).prod (gaussian n) = (∫ z, f z ∂gaussian n) ^ 2 := by
  simp only [ouMap, zero_smul, zero_add, pow_two, mul_zero, sub_zero, Real.sqrt_one, one_smul]
  exact integral_prod_mul f f

/-- Correlations of an even function are even in `ρ`. -/
theorem integral_mul_ouMap_neg (hf : ∀ z, f (-z) = f z) :
    ∫ w, f w.1 * f (ouMap (-ρ) w) ∂(gaussian n).prod (gaussian n)
      = ∫ w, f w.1 * f (ouMap ρ w) ∂(gaussian n).prod (gaussian n) := by
  have hneg : MeasurePreserving (Neg.neg : EuclideanSpace ℝ (Fin n) → _) (gaussian n)
      (gaussian n) := measurePreserving_gaussian (LinearIsometryEquiv.neg ℝ)
  have h := ((MeasurePreserving.id (gaussian n)).prod hneg).integral_comp
    ((MeasurableEquiv.refl _).prodCongr (MeasurableEquiv.neg _)).measurableEmbedding
    fun w ↦ f w.1 * f (ouMap (-ρ) w)
  rw [← h]
  refine integral_congr_ae (.of_forall fun w ↦ ?_)
  simp only [Prod.map_fst, id]
  rw [← hf (ouMap ρ w)]
  congr 2
  simp only [ouMap, Prod.map_fst, Prod.map_snd, id, even_two.neg_pow]
  module

/-- For `0 ≤ r ≤ 1` the pair of correlation `r²` is that of two steps of correlation `r` from a
common point with independent noise. -/
theorem measurePreserving_ouMap_ouMap {r : ℝ} (hr₀ : 0 ≤ r) (hr₁ : r ≤ 1) :
    MeasurePreserving (fun v : EuclideanSpace ℝ (Fin n) ×
        EuclideanSpace ℝ (Fin n) × EuclideanSpace ℝ (Fin n) ↦
        (ouMap r (v.1, v.2.1), ouMap r (v.1, v.2.2)))
      ((gaussian n).prod ((gaussian n).prod (gaussian n))) (ouPair n (r ^ 2)) := by
  have hmeas : Measurable fun v : EuclideanSpace ℝ (Fin n) ×
      EuclideanSpace ℝ (Fin n) × EuclideanSpace ℝ (Fin n) ↦
      (ouMap r (v.1, v.2.1), ouMap r (v.1, v.2.2)) := by
    unfold ouMap
    fun_prop
  have := Measure.isProbabilityMeasure_map
    (μ := (gaussian n).prod ((gaussian n).prod (gaussian n))) hmeas.aemeasurable
  have hr : |r ^ 2| ≤ 1 := by
    rw [abs_of_nonneg (sq_nonneg r)]
    exact pow_le_one₀ hr₀ hr₁
  refine ⟨hmeas, (eq_ouPair_iff hr).mpr fun s t ↦ ?_⟩
  rw [integral_map hmeas.aemeasurable (by fun_prop)]
  have hsplit (v : EuclideanSpace ℝ (Fin n) ×
      EuclideanSpace ℝ (Fin n) × EuclideanSpace ℝ (Fin n)) :
      exp ((⟪ouMap r (v.1, v.2.1), s⟫ + ⟪ouMap r (v.1, v.2.2), t⟫ : ℝ) * I)
        = exp (⟪v.1, r • (s + t)⟫ * I) * exp ((⟪v.2.1, √(1 - r ^ 2) • s⟫
          + ⟪v.2.2, √(1 - r ^ 2) • t⟫ : ℝ) * I) := by
    rw [← Complex.exp_add, inner_ouMap, inner_ouMap, smul_add, inner_add_right]
    push_cast
    ring_nf
  simp_rw [hsplit]
  rw [integral_prod_mul (fun x ↦ exp (⟪x, r • (s + t)⟫ * I)) fun y :
      EuclideanSpace ℝ (Fin n) × EuclideanSpace ℝ (Fin n) ↦
      exp ((⟪y.1, √(1 - r ^ 2) • s⟫ + ⟪y.2, √(1 - r ^ 2) • t⟫ : ℝ) * I),
    integral_cexp_prod_gaussian, ← charFun_apply, charFun_gaussian, ← Complex.exp_add,
    norm_smul, norm_smul, norm_smul, mul_pow, mul_pow, mul_pow, norm_add_sq_real]
  simp only [Real.norm_eq_abs, sq_abs]
  rw [Real.sq_sqrt (by nlinarith)]
  push_cast
  ring_nf

/-- For `0 ≤ ρ ≤ 1` the correlation `E f(z) f(z')` is nonnegative: it is the square norm of a
conditional mean. -/
theorem integral_mul_ouMap_nonneg (hρ₀ : 0 ≤ ρ) (hρ₁ : ρ ≤ 1) (hf : MemLp f 2 (gaussian n)) :
    0 ≤ ∫ w, f w.1 * f (ouMap ρ w) ∂(gaussian n).prod (gaussian n) := by
  obtain ⟨r, hr₀, rfl⟩ : ∃ r, 0 ≤ r ∧ r ^ 2 = ρ := ⟨√ρ, Real.sqrt_nonneg ρ, Real.sq_sqrt hρ₀⟩
  have hr₁ : r ≤ 1 := by nlinarith
  have hr : |r ^ 2| ≤ 1 := by rwa [abs_of_nonneg hρ₀]
  have hpair := measurePreserving_ouMap_ouMap (n := n) hr₀ hr₁
  have hmeas : AEStronglyMeasurable
      (fun w : EuclideanSpace ℝ (Fin n) × EuclideanSpace ℝ (Fin n) ↦ f w.1 * f w.2)
      (ouPair n (r ^ 2)) := by
    have h1 : MeasurePreserving Prod.fst (ouPair n (r ^ 2)) (gaussian n) :=
      ⟨measurable_fst, map_fst_ouPair⟩
    have h2 : MeasurePreserving Prod.snd (ouPair n (r ^ 2)) (gaussian n) :=
      ⟨measurable_snd, map_snd_ouPair hr⟩
    exact (hf.1.comp_measurePreserving h1).mul (hf.1.comp_measurePreserving h2)
  have hint : Integrable (fun v : EuclideanSpace ℝ (Fin n) ×
      EuclideanSpace ℝ (Fin n) × EuclideanSpace ℝ (Fin n) ↦
      f (ouMap r (v.1, v.2.1)) * f (ouMap r (v.1, v.2.2)))
      ((gaussian n).prod ((gaussian n).prod (gaussian n))) := by
    refine hpair.integrable_comp (g := fun w ↦ f w.1 * f w.2) hmeas |>.mpr ?_
    rw [ouPair, integrable_map_measure hmeas (Measurable.aemeasurable (by fun_prop))]
    exact integrable_mul_ouMap hr hf
  rw [← integral_ouPair (f := fun w ↦ f w.1 * f w.2) hmeas, ← hpair.map_eq,
    integral_map hpair.aemeasurable (by rwa [hpair.map_eq]), integral_prod _ hint]
  refine integral_nonneg fun x ↦ ?_
  simp only [Pi.zero_apply]
  rw [integral_prod_mul (fun y ↦ f (ouMap r (x, y))) fun y ↦ f (ouMap r (x, y))]
  exact mul_self_nonneg _

end LeJEPA
