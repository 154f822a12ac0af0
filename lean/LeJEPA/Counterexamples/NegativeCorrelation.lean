import LeJEPA.Counterexamples.HermiteTwo
import LeJEPA.Gaussian.Moments
import Mathlib.MeasureTheory.Integral.DominatedConvergence

/-!
# An even map that preserves the standard normal law

With `Φ` the distribution function of the standard normal law, `x ↦ Φ⁻¹ (2 Φ(|x|) - 1)` is even and
preserves the law.

## Main results

* `LeJEPA.exists_even_measurePreserving_gaussianReal`: such a map exists.
-/

open MeasureTheory ProbabilityTheory
open scoped Topology

section

open Set Filter

namespace LeJEPA

/-- The standard normal law has no atoms. -/
instance instNoAtomsGaussianReal : NoAtoms (gaussianReal 0 1) := noAtoms_gaussianReal one_ne_zero

/-- The distribution function of the standard normal law. -/
noncomputable def normalCDF (x : ℝ) : ℝ := (gaussianReal 0 1).real (Iic x)

private theorem normalCDF_eq_add {x y : ℝ} (hxy : x ≤ y) :
    normalCDF y = normalCDF x + (gaussianReal 0 1).real (Ioc x y) := by
  rw [normalCDF, normalCDF, ← measureReal_union (Iic_disjoint_Ioc le_rfl) measurableSet_Ioc
    (measure_ne_top _ _) (measure_ne_top _ _), Iic_union_Ioc_eq_Iic hxy]

/-- The distribution function is strictly increasing. -/
theorem strictMono_normalCDF : StrictMono normalCDF := by
  intro x y hxy
  have h : 0 < (gaussianReal 0 1).real (Ioc x y) :=
    ENNReal.toReal_pos ((isOpen_Ioo.measure_pos _ (nonempty_Ioo.mpr hxy)).trans_le
      (measure_mono Ioo_subset_Ioc_self)).ne' (measure_ne_top _ _)
  rw [normalCDF_eq_add hxy.le]
  exact lt_add_of_pos_right _ h

/-- The distribution function is continuous. -/
theorem continuous_normalCDF : Continuous normalCDF := by
  have h (x : ℝ) : normalCDF x = normalCDF 0 + ∫ _ in (0 : ℝ)..x, (1 : ℝ) ∂gaussianReal 0 1 := by
    rw [← intervalIntegral.integral_Iic_sub_Iic (integrable_const 1).integrableOn
      (integrable_const 1).integrableOn]
    simp only [normalCDF, integral_const, smul_eq_mul, mul_one, measureReal_restrict_apply_univ,
      add_sub_cancel]
  rw [funext h]
  exact continuous_const.add (intervalIntegral.continuous_primitive
    (fun a b ↦ (integrable_const (1 : ℝ)).intervalIntegrable) 0)

/-- The standard normal law is symmetric. -/
theorem normalCDF_neg (x : ℝ) : normalCDF (-x) = 1 - normalCDF x := by
  have hneg : MeasurePreserving (fun x : ℝ ↦ -x) (gaussianReal 0 1) (gaussianReal 0 1) :=
    ⟨measurable_neg, by rw [gaussianReal_map_neg, neg_zero]⟩
  have h1 : normalCDF (-x) = (gaussianReal 0 1).real (Ici x) := by
    rw [normalCDF, ← hneg.measureReal_preimage measurableSet_Iic.nullMeasurableSet]
    simp
  have h2 : (gaussianReal 0 1).real (Ici x) = (gaussianReal 0 1).real (Ioi x) :=
    measureReal_congr Ioi_ae_eq_Ici.symm
  rw [h1, h2, ← compl_Iic, probReal_compl_eq_one_sub measurableSet_Iic, normalCDF]

/-- The distribution function takes every value between zero and one. -/
theorem exists_normalCDF_eq {u : ℝ} (h0 : 0 < u) (h1 : u < 1) : ∃ x, normalCDF x = u := by
  have htop : Tendsto normalCDF atTop (𝓝 1) := by
    have := (ENNReal.tendsto_toReal (measure_ne_top (gaussianReal 0 1) univ)).comp
      (tendsto_measure_Iic_atTop (gaussianReal 0 1))
    simpa using this
  have hbot : Tendsto normalCDF atBot (𝓝 0) := by
    have h := htop.comp tendsto_neg_atBot_atTop
    have h' := (tendsto_const_nhds (x := (1 : ℝ))).sub h
    refine (h'.congr fun x ↦ ?_).trans (by simp)
    simp [normalCDF_neg]
  exact mem_range_of_exists_le_of_exists_ge continuous_normalCDF
    ((hbot.eventually_lt_const h0).exists.imp fun _ h ↦ h.le)
    ((htop.eventually_const_lt h1).exists.imp fun _ h ↦ h.le)

/-- The distribution function lies strictly between zero and one. -/
theorem normalCDF_mem_Ioo (x : ℝ) : normalCDF x ∈ Ioo 0 1 := by
  constructor
  · exact (measureReal_nonneg (s := Iic (x - 1))).trans_lt (strictMono_normalCDF (sub_one_lt x))
  · exact (strictMono_normalCDF (lt_add_one x)).trans_le measureReal_le_one

/-- There is an even map that preserves the standard normal law. -/
theorem exists_even_measurePreserving_gaussianReal :
    ∃ g : ℝ → ℝ, MeasurePreserving g (gaussianReal 0 1) (gaussianReal 0 1) ∧
      ∀ x, g (-x) = g x := by
  have hhalf : normalCDF 0 = 1 / 2 := by
    have := normalCDF_neg 0
    rw [neg_zero] at this
    linear_combination this / 2
  have hmem {x : ℝ} (hx : x ≠ 0) : ∃ y, normalCDF y = 2 * normalCDF |x| - 1 := by
    have := strictMono_normalCDF (abs_pos.mpr hx)
    exact exists_normalCDF_eq (by linarith only [this, hhalf])
      (by linarith only [(normalCDF_mem_Ioo |x|).2])
  classical
  let g (x : ℝ) : ℝ := if hx : x ≠ 0 then (hmem hx).choose else 0
  have hg {x : ℝ} (hx : x ≠ 0) : normalCDF (g x) = 2 * normalCDF |x| - 1 := by
    simp only [g, dif_pos hx]
    exact (hmem hx).choose_spec
  -- Up to the point `0`, the preimage of a half line is a symmetric interval.
  have hpre (c : ℝ) : ∃ r, normalCDF r = (1 + normalCDF c) / 2 ∧
      g ⁻¹' Iic c \ {0} = Icc (-r) r \ {0} := by
    have hc := normalCDF_mem_Ioo c
    obtain ⟨r, hr⟩ := exists_normalCDF_eq (u := (1 + normalCDF c) / 2)
      (by linarith only [hc.1]) (by linarith only [hc.2])
    refine ⟨r, hr, ?_⟩
    ext x
    simp only [mem_diff, mem_preimage, mem_Iic, mem_singleton_iff, mem_Icc]
    refine and_congr_left fun hx ↦ ?_
    rw [← abs_le, ← strictMono_normalCDF.le_iff_le (a := g x), hg hx,
      ← strictMono_normalCDF.le_iff_le (a := |x|), hr]
    constructor <;> intro h <;> linarith only [h]
  have hmeas : Measurable g := by
    refine measurable_of_Iic fun c ↦ ?_
    obtain ⟨r, -, hr⟩ := hpre c
    have hsplit : g ⁻¹' Iic c = Icc (-r) r \ {0} ∪ {0} ∩ g ⁻¹' Iic c := by
      rw [← hr, inter_comm, diff_union_inter]
    rw [hsplit]
    exact (measurableSet_Icc.diff (measurableSet_singleton 0)).union
      ((subsingleton_singleton.anti inter_subset_left).measurableSet)
  refine ⟨g, ⟨hmeas, ?_⟩, fun x ↦ ?_⟩
  · have := Measure.isProbabilityMeasure_map (μ := gaussianReal 0 1) hmeas.aemeasurable
    refine Measure.ext_of_Iic _ _ fun c ↦ ?_
    obtain ⟨r, hr, hset⟩ := hpre c
    have hreal : (gaussianReal 0 1).real (g ⁻¹' Iic c) = (gaussianReal 0 1).real (Iic c) := by
      have e1 (s : Set ℝ) : (gaussianReal 0 1).real s = (gaussianReal 0 1).real (s \ {0}) :=
        (measureReal_congr (diff_null_ae_eq_self (measure_singleton 0))).symm
      have hr0 : -r ≤ r := by
        have : normalCDF 0 ≤ normalCDF r := by
          linarith only [(normalCDF_mem_Ioo c).1, hhalf, hr]
        exact neg_le_self (strictMono_normalCDF.le_iff_le.mp this)
      have e2 : (gaussianReal 0 1).real (Icc (-r) r) = (gaussianReal 0 1).real (Ioc (-r) r) :=
        measureReal_congr Ioc_ae_eq_Icc.symm
      have e3 := normalCDF_eq_add hr0
      rw [e1, hset, ← e1, e2]
      rw [normalCDF_neg] at e3
      change _ = normalCDF c
      linear_combination 2 * hr - e3
    rw [Measure.map_apply hmeas measurableSet_Iic]
    exact (measureReal_eq_measureReal_iff (measure_ne_top _ _) (measure_ne_top _ _)).mp hreal
  · by_cases hx : x = 0
    · simp [hx]
    · exact strictMono_normalCDF.injective (by rw [hg hx, hg (neg_ne_zero.mpr hx), abs_neg])

end LeJEPA

end

/-!
## Theorem 1 fails for negative correlations

For `-1 ≤ ρ < 0` the floor `2 (1 - ρ) n` of Theorem 1 is beaten: an even encoder cannot tell `z'`
from `-z'`, hence sees the correlation `-ρ > 0`, and its loss is at most `2 n < 2 (1 - ρ) n`.

### Main results

* `LeJEPA.exists_whitened_alignmentLoss_lt`: by a whitened encoder, against part (b).
* `LeJEPA.exists_measurePreserving_alignmentLoss_lt`: by an encoder that preserves the Gaussian
  measure, against part (c).
-/

namespace LeJEPA

variable {n : ℕ} {ρ : ℝ}

/-- For `-1 ≤ ρ < 0` an encoder with mean zero and identity covariance beats the floor
`2 (1 - ρ) n`. -/
theorem exists_whitened_alignmentLoss_lt (hn : 0 < n) (hρ : -1 ≤ ρ) (hρ₀ : ρ < 0) :
    ∃ h : EuclideanSpace ℝ (Fin n) → EuclideanSpace ℝ (Fin n), MemLp h 2 (gaussian n) ∧
      meanVec h = 0 ∧ covMatrix h = 1 ∧ alignmentLoss ρ h < 2 * (1 - ρ) * n := by
  refine ⟨coordwise fun x ↦ 1 * hermiteTwo x, memLp_coordwise (memLp_const_mul_hermiteTwo 1),
    meanVec_hermiteTwo 1, by rw [covMatrix_hermiteTwo, one_pow, one_smul], ?_⟩
  rw [alignmentLoss_hermiteTwo (abs_le.mpr ⟨hρ, hρ₀.le.trans zero_le_one⟩)]
  have hn' : (0 : ℝ) < n := Nat.cast_pos.mpr hn
  linarith only [mul_pos hn' (neg_pos.mpr hρ₀), mul_nonneg hn'.le (sq_nonneg ρ)]

/-- For `-1 ≤ ρ < 0` an encoder that preserves the standard Gaussian measure beats the floor
`2 (1 - ρ) n`. -/
theorem exists_measurePreserving_alignmentLoss_lt (hn : 0 < n) (hρ : -1 ≤ ρ) (hρ₀ : ρ < 0) :
    ∃ h : EuclideanSpace ℝ (Fin n) → EuclideanSpace ℝ (Fin n),
      MeasurePreserving h (gaussian n) (gaussian n) ∧ alignmentLoss ρ h < 2 * (1 - ρ) * n := by
  obtain ⟨g, hg, heven⟩ := exists_even_measurePreserving_gaussianReal
  refine ⟨coordwise g, measurePreserving_coordwise hg, ?_⟩
  have hmem : MemLp g 2 (gaussianReal 0 1) := by
    have := (memLp_id_gaussianReal (μ := 0) (v := 1) 2).comp_measurePreserving hg
    exact mod_cast this
  have hsq : ∫ x, g x ^ 2 ∂gaussianReal 0 1 = 1 := by
    have h := integral_sq_gaussianReal
    rw [← hg.map_eq, integral_map hg.aemeasurable (by fun_prop)] at h
    simpa only [pow_two] using h
  -- The correlation is that of an even function on the line, at `-ρ`.
  have hcorr : 0 ≤ ∫ p, g p.1 * g (ρ * p.1 + √(1 - ρ ^ 2) * p.2)
      ∂(gaussianReal 0 1).prod (gaussianReal 0 1) := by
    rw [← integral_mul_ouMap_apply hg.measurable (0 : Fin 1),
      ← integral_mul_ouMap_neg (f := fun z : EuclideanSpace ℝ (Fin 1) ↦ g (z 0))
        fun z ↦ heven (z 0)]
    exact integral_mul_ouMap_nonneg (neg_nonneg.mpr hρ₀.le) (neg_le.mp hρ)
      (hmem.comp_measurePreserving (measurePreserving_apply_gaussian 0))
  rw [alignmentLoss_coordwise (abs_le.mpr ⟨hρ, hρ₀.le.trans zero_le_one⟩) hg.measurable hmem, hsq]
  have hn' : (0 : ℝ) < n := Nat.cast_pos.mpr hn
  linarith only [mul_pos hn' (neg_pos.mpr hρ₀), mul_nonneg hn'.le hcorr]

end LeJEPA
