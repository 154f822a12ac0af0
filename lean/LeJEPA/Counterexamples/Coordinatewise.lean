import LeJEPA.Gap
import LeJEPA.Gaussian.Moments
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

open MeasureTheory ProbabilityTheory
open scoped RealInnerProductSpace ENNReal

section

open Complex

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
    rw [integral_map hou.aemeasurable
      (by rw [hou.map_eq]; exact (continuous_pow 2).comp_aestronglyMeasurable hf.1)]
  have e2 : ∫ w, f w.1 ^ 2 ∂(gaussian n).prod (gaussian n) = ∫ z, f z ^ 2 ∂gaussian n := by
    conv_rhs => rw [← hfst.map_eq]
    rw [integral_map hfst.aemeasurable
      (by rw [hfst.map_eq]; exact (continuous_pow 2).comp_aestronglyMeasurable hf.1)]
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
  rw [neg_smul, smul_neg, neg_add]

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
    congr 1
    ring
  simp_rw [hsplit]
  rw [integral_prod_mul (fun x ↦ exp (⟪x, r • (s + t)⟫ * I)) fun y :
      EuclideanSpace ℝ (Fin n) × EuclideanSpace ℝ (Fin n) ↦
      exp ((⟪y.1, √(1 - r ^ 2) • s⟫ + ⟪y.2, √(1 - r ^ 2) • t⟫ : ℝ) * I),
    integral_cexp_prod_gaussian, ← charFun_apply, charFun_gaussian, ← Complex.exp_add,
    norm_smul, norm_smul, norm_smul, mul_pow, mul_pow, mul_pow, norm_add_sq_real]
  simp only [Real.norm_eq_abs, sq_abs]
  rw [Real.sq_sqrt (sub_nonneg.mpr (pow_le_one₀ hr₀ hr₁))]
  congr 1
  push_cast
  ring

/-- For `0 ≤ ρ ≤ 1` the correlation `E f(z) f(z')` is nonnegative: it is the square norm of a
conditional mean. -/
theorem integral_mul_ouMap_nonneg (hρ₀ : 0 ≤ ρ) (hρ₁ : ρ ≤ 1) (hf : MemLp f 2 (gaussian n)) :
    0 ≤ ∫ w, f w.1 * f (ouMap ρ w) ∂(gaussian n).prod (gaussian n) := by
  obtain ⟨r, hr₀, rfl⟩ : ∃ r, 0 ≤ r ∧ r ^ 2 = ρ := ⟨√ρ, Real.sqrt_nonneg ρ, Real.sq_sqrt hρ₀⟩
  have hr₁ : r ≤ 1 := (pow_le_one_iff_of_nonneg hr₀ two_ne_zero).mp hρ₁
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
    refine (hpair.integrable_comp (g := fun w : EuclideanSpace ℝ (Fin n) ×
      EuclideanSpace ℝ (Fin n) ↦ f w.1 * f w.2) hmeas).mpr ?_
    rw [ouPair, integrable_map_measure hmeas (Measurable.aemeasurable (by fun_prop))]
    exact integrable_mul_ouMap hr hf
  rw [← integral_ouPair (f := fun w ↦ f w.1 * f w.2) hmeas, ← hpair.map_eq,
    integral_map hpair.aemeasurable (by rwa [hpair.map_eq]), integral_prod _ hint]
  refine integral_nonneg fun x ↦ ?_
  simp only [Pi.zero_apply]
  rw [integral_prod_mul (fun y ↦ f (ouMap r (x, y))) fun y ↦ f (ouMap r (x, y))]
  exact mul_self_nonneg _

end LeJEPA

end

/-!
## Encoders that act coordinate by coordinate

An encoder that applies one function `g : ℝ → ℝ` to every coordinate has everything of interest
determined by integrals of `g` over the standard normal law. The counterexamples are of this form,
so they hold in every dimension.

### Main definitions

* `LeJEPA.coordwise`: the encoder `z ↦ (g (z 1), …, g (z n))`.

### Main results

* `LeJEPA.measurePreserving_coordwise`: it preserves the Gaussian measure if `g` does.
* `LeJEPA.meanVec_coordwise`, `LeJEPA.covMatrix_coordwise`: its mean and its covariance.
* `LeJEPA.alignmentLoss_coordwise`: its alignment loss.
-/

namespace LeJEPA

variable {n : ℕ} {ρ : ℝ} {g : ℝ → ℝ}

/-- The encoder that applies `g` to every coordinate. -/
noncomputable def coordwise (g : ℝ → ℝ) (z : EuclideanSpace ℝ (Fin n)) :
    EuclideanSpace ℝ (Fin n) :=
  WithLp.toLp 2 fun i ↦ g (z i)

/-- The coordinates of a coordinatewise encoder. -/
@[simp]
theorem coordwise_apply (g : ℝ → ℝ) (z : EuclideanSpace ℝ (Fin n)) (i : Fin n) :
    coordwise g z i = g (z i) := rfl

/-- If `g` preserves the standard normal law then the coordinatewise encoder preserves the Gaussian
measure. -/
theorem measurePreserving_coordwise
    (hg : MeasurePreserving g (gaussianReal 0 1) (gaussianReal 0 1)) :
    MeasurePreserving (coordwise g) (gaussian n) (gaussian n) := by
  have htoLp : MeasurePreserving (MeasurableEquiv.toLp 2 (Fin n → ℝ))
      (Measure.pi fun _ ↦ gaussianReal 0 1) (gaussian n) := ⟨MeasurableEquiv.measurable _, rfl⟩
  exact htoLp.comp ((measurePreserving_pi _ _ fun _ ↦ hg).comp (htoLp.symm _))

/-- A coordinatewise encoder is square integrable if `g` is. -/
theorem memLp_coordwise (hg : MemLp g 2 (gaussianReal 0 1)) :
    MemLp (coordwise g) 2 (gaussian n) :=
  MemLp.of_eval_piLp fun i ↦ hg.comp_measurePreserving (measurePreserving_apply_gaussian i)

/-- The integral of a function of one coordinate. -/
theorem integral_comp_apply_gaussian (hg : AEStronglyMeasurable g (gaussianReal 0 1))
    (i : Fin n) : ∫ z, g (z i) ∂gaussian n = ∫ x, g x ∂gaussianReal 0 1 := by
  have h := measurePreserving_apply_gaussian i
  rw [← h.map_eq, integral_map h.aemeasurable (by rwa [h.map_eq])]

/-- The mean of a coordinatewise encoder. -/
theorem meanVec_coordwise (hg : MemLp g 2 (gaussianReal 0 1)) :
    meanVec (coordwise (n := n) g) = WithLp.toLp 2 fun _ ↦ ∫ x, g x ∂gaussianReal 0 1 := by
  ext i
  rw [meanVec, eval_integral_piLp fun i ↦ ((memLp_coordwise hg).eval_piLp i).integrable one_le_two]
  exact integral_comp_apply_gaussian hg.1 i

/-- A coordinatewise encoder has a scalar covariance matrix. -/
theorem covMatrix_coordwise (hg : MemLp g 2 (gaussianReal 0 1)) :
    covMatrix (coordwise (n := n) g)
      = (∫ x, (g x - ∫ y, g y ∂gaussianReal 0 1) ^ 2 ∂gaussianReal 0 1) • 1 := by
  set m := ∫ y, g y ∂gaussianReal 0 1 with hm
  have hint := hg.integrable one_le_two
  have hzero : ∫ x, (g x - m) ∂gaussianReal 0 1 = 0 := by
    rw [integral_sub hint (integrable_const m)]
    simp [hm]
  ext i j
  simp only [covMatrix, meanVec_coordwise hg, Matrix.of_apply, coordwise_apply, ← hm]
  by_cases hij : i = j
  · subst hij
    simp only [← pow_two, Matrix.smul_apply, Matrix.one_apply_eq, smul_eq_mul, mul_one]
    exact integral_comp_apply_gaussian
      ((continuous_pow 2).comp_aestronglyMeasurable (hg.1.sub aestronglyMeasurable_const)) i
  · have hprod (z : EuclideanSpace ℝ (Fin n)) : (g (z i) - m) * (g (z j) - m)
        = ∏ k, (if k = i then g (z k) - m else 1) * (if k = j then g (z k) - m else 1) := by
      rw [Finset.prod_mul_distrib]
      simp
    simp_rw [hprod]
    rw [integral_prod_gaussian fun k x ↦
      (if k = i then g x - m else 1) * (if k = j then g x - m else 1)]
    rw [Finset.prod_eq_zero (Finset.mem_univ i) (by simp [hij, hzero])]
    simp [hij]

/-- A coordinate of the pair `(z, z')` is a pair of the same kind. -/
theorem integral_mul_ouMap_apply (hg : Measurable g) (i : Fin n) :
    ∫ w, g (w.1 i) * g (ouMap ρ w i) ∂(gaussian n).prod (gaussian n)
      = ∫ p, g p.1 * g (ρ * p.1 + √(1 - ρ ^ 2) * p.2)
        ∂(gaussianReal 0 1).prod (gaussianReal 0 1) := by
  have h := (measurePreserving_apply_gaussian i).prod (measurePreserving_apply_gaussian i)
  rw [← h.map_eq, integral_map h.aemeasurable (Measurable.aestronglyMeasurable (by fun_prop))]
  simp

/-- The alignment loss of a coordinatewise encoder, for `-1 ≤ ρ ≤ 1`. -/
theorem alignmentLoss_coordwise (hρ : |ρ| ≤ 1) (hgm : Measurable g)
    (hg : MemLp g 2 (gaussianReal 0 1)) :
    alignmentLoss ρ (coordwise (n := n) g) = n * (2 * (∫ x, g x ^ 2 ∂gaussianReal 0 1
      - ∫ p, g p.1 * g (ρ * p.1 + √(1 - ρ ^ 2) * p.2)
        ∂(gaussianReal 0 1).prod (gaussianReal 0 1))) := by
  have hmem (i : Fin n) : MemLp (fun z : EuclideanSpace ℝ (Fin n) ↦ g (z i)) 2 (gaussian n) :=
    hg.comp_measurePreserving (measurePreserving_apply_gaussian i)
  have hint (i : Fin n) : Integrable (fun w : EuclideanSpace ℝ (Fin n) × EuclideanSpace ℝ (Fin n) ↦
      (g (ouMap ρ w i) - g (w.1 i)) ^ 2) ((gaussian n).prod (gaussian n)) :=
    (((hmem i).comp_measurePreserving (measurePreserving_ouMap_of_abs_le hρ)).sub
      ((hmem i).comp_measurePreserving measurePreserving_fst)).integrable_sq
  simp only [alignmentLoss, EuclideanSpace.norm_sq_eq, Real.norm_eq_abs, sq_abs, PiLp.sub_apply,
    coordwise_apply]
  rw [integral_finset_sum _ fun i _ ↦ hint i]
  have hterm (i : Fin n) := integral_sub_sq_ouMap hρ (hmem i)
  have hsq (i : Fin n) := integral_comp_apply_gaussian
    ((continuous_pow 2).comp_aestronglyMeasurable hg.1) i
  simp_rw [hterm, integral_mul_ouMap_apply hgm, hsq]
  simp

/-- The trace of the covariance matrix of a coordinatewise encoder of mean zero. -/
theorem trace_covMatrix_coordwise (hg : MemLp g 2 (gaussianReal 0 1))
    (hmean : ∫ x, g x ∂gaussianReal 0 1 = 0) :
    (covMatrix (coordwise (n := n) g)).trace = n * ∫ x, g x ^ 2 ∂gaussianReal 0 1 := by
  simp only [covMatrix_coordwise hg, hmean, sub_zero]
  rw [Matrix.trace_smul, Matrix.trace_one, Fintype.card_fin, smul_eq_mul, mul_comm]

end LeJEPA
