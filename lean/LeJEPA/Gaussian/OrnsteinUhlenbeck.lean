import LeJEPA.Gaussian.Standard
import Mathlib.MeasureTheory.Integral.Prod

/-!
# The Ornstein–Uhlenbeck pair

For independent standard Gaussian `z`, `η` and `z' = ρ z + √(1 - ρ²) η`, the pair `(z, z')` is the
Ornstein–Uhlenbeck pair of correlation `ρ`. Integrals over the pair are written over the law of
`(z, η)`, which spares a change of variables; `LeJEPA.integral_ouPair` translates.

## Main definitions

* `LeJEPA.ouMap`: the map `(z, η) ↦ z'`.
* `LeJEPA.ouPair`: the law of `(z, z')`.

## Main results

* `LeJEPA.measurePreserving_ouMap`: `z'` is standard Gaussian.
* `LeJEPA.integral_cexp_ouPair`: the joint characteristic function.
* `LeJEPA.map_fst_ouPair`, `LeJEPA.map_snd_ouPair`: the marginals.
* `LeJEPA.map_swap_ouPair`: the pair is reversible, `(z', z)` has the law of `(z, z')`.
* `LeJEPA.eq_ouPair_iff`: the joint characteristic function determines the pair.
-/

open MeasureTheory ProbabilityTheory Complex
open scoped RealInnerProductSpace ENNReal

namespace LeJEPA

variable {n : ℕ} {ρ : ℝ}

/-- The step `(z, η) ↦ ρ z + √(1 - ρ²) η`. -/
noncomputable def ouMap (ρ : ℝ) (w : EuclideanSpace ℝ (Fin n) × EuclideanSpace ℝ (Fin n)) :
    EuclideanSpace ℝ (Fin n) :=
  ρ • w.1 + √(1 - ρ ^ 2) • w.2

/-- The step is measurable. -/
@[fun_prop]
theorem measurable_ouMap : Measurable (ouMap (n := n) ρ) :=
  (measurable_fst.const_smul ρ).add (measurable_snd.const_smul √(1 - ρ ^ 2))

/-- The coordinates of the step. -/
@[simp]
theorem ouMap_apply (w : EuclideanSpace ℝ (Fin n) × EuclideanSpace ℝ (Fin n)) (i : Fin n) :
    ouMap ρ w i = ρ * w.1 i + √(1 - ρ ^ 2) * w.2 i := by
  simp only [ouMap, PiLp.add_apply, PiLp.smul_apply, smul_eq_mul]

/-- Inner products with the second point of the pair. -/
theorem inner_ouMap (w : EuclideanSpace ℝ (Fin n) × EuclideanSpace ℝ (Fin n))
    (t : EuclideanSpace ℝ (Fin n)) :
    ⟪ouMap ρ w, t⟫ = ⟪w.1, ρ • t⟫ + ⟪w.2, √(1 - ρ ^ 2) • t⟫ := by
  rw [ouMap, inner_add_left, real_inner_smul_left, real_inner_smul_left, real_inner_smul_right,
    real_inner_smul_right]

/-- The joint characteristic function of two independent standard Gaussian vectors. -/
theorem integral_cexp_prod_gaussian (a b : EuclideanSpace ℝ (Fin n)) :
    ∫ w, exp ((⟪w.1, a⟫ + ⟪w.2, b⟫ : ℝ) * I) ∂(gaussian n).prod (gaussian n)
      = exp (-((‖a‖ ^ 2 + ‖b‖ ^ 2) / 2 : ℝ)) := by
  have hmul (w : EuclideanSpace ℝ (Fin n) × EuclideanSpace ℝ (Fin n)) :
      exp ((⟪w.1, a⟫ + ⟪w.2, b⟫ : ℝ) * I) = exp (⟪w.1, a⟫ * I) * exp (⟪w.2, b⟫ * I) := by
    rw [← Complex.exp_add, ofReal_add, add_mul]
  simp_rw [hmul]
  rw [integral_prod_mul (fun x ↦ exp (⟪x, a⟫ * I)) fun x ↦ exp (⟪x, b⟫ * I), ← charFun_apply,
    ← charFun_apply, charFun_gaussian, charFun_gaussian, ← Complex.exp_add, ← neg_add,
    ← ofReal_add, ← add_div]

/-- The joint characteristic function of the pair, for `-1 ≤ ρ ≤ 1`:
`E exp (i(⟨z, s⟩ + ⟨z', t⟩)) = exp (-(‖s‖² + ‖t‖²) / 2 - ρ ⟨s, t⟩)`. -/
theorem integral_cexp_ouMap (hρ : |ρ| ≤ 1) (s t : EuclideanSpace ℝ (Fin n)) :
    ∫ w, exp ((⟪w.1, s⟫ + ⟪ouMap ρ w, t⟫ : ℝ) * I) ∂(gaussian n).prod (gaussian n)
      = exp (-((‖s‖ ^ 2 + ‖t‖ ^ 2) / 2 + ρ * ⟪s, t⟫ : ℝ)) := by
  have hinner (w : EuclideanSpace ℝ (Fin n) × EuclideanSpace ℝ (Fin n)) :
      ⟪w.1, s⟫ + ⟪ouMap ρ w, t⟫ = ⟪w.1, s + ρ • t⟫ + ⟪w.2, √(1 - ρ ^ 2) • t⟫ := by
    rw [inner_ouMap, inner_add_right, add_assoc]
  simp_rw [hinner]
  rw [integral_cexp_prod_gaussian, norm_add_sq_real, norm_smul, norm_smul, mul_pow, mul_pow,
    Real.norm_eq_abs, Real.norm_eq_abs, sq_abs, sq_abs, inner_smul_right,
    Real.sq_sqrt (sub_nonneg.mpr ((sq_le_one_iff_abs_le_one ρ).mpr hρ))]
  congr 3
  ring

/-- The second point of the pair is standard Gaussian, for `-1 ≤ ρ ≤ 1`. -/
theorem measurePreserving_ouMap_of_abs_le (hρ : |ρ| ≤ 1) :
    MeasurePreserving (ouMap ρ) ((gaussian n).prod (gaussian n)) (gaussian n) := by
  refine ⟨measurable_ouMap, ?_⟩
  have := Measure.isProbabilityMeasure_map
    (μ := (gaussian n).prod (gaussian n)) (measurable_ouMap (ρ := ρ)).aemeasurable
  refine eq_gaussian_iff.mpr fun t ↦ ?_
  rw [charFun_apply, integral_map measurable_ouMap.aemeasurable (by fun_prop)]
  have h := integral_cexp_ouMap hρ 0 t
  simp only [inner_zero_right, inner_zero_left, norm_zero, zero_add, mul_zero, add_zero,
    zero_pow two_ne_zero] at h
  exact h

/-- The second point of the pair is standard Gaussian. -/
theorem measurePreserving_ouMap (hρ₀ : 0 ≤ ρ) (hρ₁ : ρ ≤ 1) :
    MeasurePreserving (ouMap ρ) ((gaussian n).prod (gaussian n)) (gaussian n) :=
  measurePreserving_ouMap_of_abs_le (abs_le.mpr ⟨by linarith, hρ₁⟩)

/-- The law of the Ornstein–Uhlenbeck pair `(z, z')`. -/
noncomputable def ouPair (n : ℕ) (ρ : ℝ) :
    Measure (EuclideanSpace ℝ (Fin n) × EuclideanSpace ℝ (Fin n)) :=
  ((gaussian n).prod (gaussian n)).map fun w ↦ (w.1, ouMap ρ w)

/-- The law of the pair is a probability measure. -/
instance : IsProbabilityMeasure (ouPair n ρ) :=
  Measure.isProbabilityMeasure_map (Measurable.aemeasurable (by fun_prop))

/-- Integrals over the pair are integrals over the law of `(z, η)`. -/
theorem integral_ouPair {F : Type*} [NormedAddCommGroup F] [NormedSpace ℝ F]
    {f : EuclideanSpace ℝ (Fin n) × EuclideanSpace ℝ (Fin n) → F}
    (hf : AEStronglyMeasurable f (ouPair n ρ)) :
    ∫ w, f w ∂ouPair n ρ = ∫ w, f (w.1, ouMap ρ w) ∂(gaussian n).prod (gaussian n) :=
  integral_map (Measurable.aemeasurable (by fun_prop)) hf

/-- The joint characteristic function of the pair, for `-1 ≤ ρ ≤ 1`. -/
theorem integral_cexp_ouPair (hρ : |ρ| ≤ 1) (s t : EuclideanSpace ℝ (Fin n)) :
    ∫ w, exp ((⟪w.1, s⟫ + ⟪w.2, t⟫ : ℝ) * I) ∂ouPair n ρ
      = exp (-((‖s‖ ^ 2 + ‖t‖ ^ 2) / 2 + ρ * ⟪s, t⟫ : ℝ)) := by
  rw [integral_ouPair (by fun_prop)]
  exact integral_cexp_ouMap hρ s t

/-- The first point of the pair is standard Gaussian. -/
theorem map_fst_ouPair : (ouPair n ρ).map Prod.fst = gaussian n := by
  rw [ouPair, Measure.map_map measurable_fst (by fun_prop)]
  exact measurePreserving_fst.map_eq

/-- The second point of the pair is standard Gaussian. -/
theorem map_snd_ouPair (hρ : |ρ| ≤ 1) : (ouPair n ρ).map Prod.snd = gaussian n := by
  rw [ouPair, Measure.map_map measurable_snd (by fun_prop)]
  exact (measurePreserving_ouMap_of_abs_le hρ).map_eq

/-- Two finite measures on a product of Hilbert spaces with the same joint characteristic function
are equal. -/
theorem ext_of_integral_cexp_prod {E F : Type*} [NormedAddCommGroup E] [InnerProductSpace ℝ E]
    [CompleteSpace E] [SecondCountableTopology E] [MeasurableSpace E] [BorelSpace E]
    [NormedAddCommGroup F] [InnerProductSpace ℝ F] [CompleteSpace F] [SecondCountableTopology F]
    [MeasurableSpace F] [BorelSpace F] {μ ν : Measure (E × F)} [IsFiniteMeasure μ]
    [IsFiniteMeasure ν]
    (h : ∀ s t, ∫ w, exp ((⟪w.1, s⟫ + ⟪w.2, t⟫ : ℝ) * I) ∂μ
      = ∫ w, exp ((⟪w.1, s⟫ + ⟪w.2, t⟫ : ℝ) * I) ∂ν) : μ = ν := by
  refine (MeasurableEquiv.toLp 2 (E × F)).map_measurableEquiv_injective
    (Measure.ext_of_charFun (funext fun t ↦ ?_))
  simp only [charFun_apply, integral_map_equiv, WithLp.prod_inner_apply]
  exact h t.fst t.snd

/-- The joint characteristic function determines the pair. -/
theorem eq_ouPair_iff (hρ : |ρ| ≤ 1)
    {μ : Measure (EuclideanSpace ℝ (Fin n) × EuclideanSpace ℝ (Fin n))} [IsFiniteMeasure μ] :
    μ = ouPair n ρ ↔ ∀ s t, ∫ w, exp ((⟪w.1, s⟫ + ⟪w.2, t⟫ : ℝ) * I) ∂μ
      = exp (-((‖s‖ ^ 2 + ‖t‖ ^ 2) / 2 + ρ * ⟪s, t⟫ : ℝ)) := by
  refine ⟨fun h s t ↦ h ▸ integral_cexp_ouPair hρ s t, fun h ↦ ?_⟩
  exact ext_of_integral_cexp_prod fun s t ↦ (h s t).trans (integral_cexp_ouPair hρ s t).symm

/-- The pair is reversible: `(z', z)` has the law of `(z, z')`. -/
theorem map_swap_ouPair (hρ : |ρ| ≤ 1) : (ouPair n ρ).map Prod.swap = ouPair n ρ := by
  have := Measure.isProbabilityMeasure_map (μ := ouPair n ρ) measurable_swap.aemeasurable
  refine (eq_ouPair_iff hρ).mpr fun s t ↦ ?_
  rw [integral_map measurable_swap.aemeasurable (by fun_prop)]
  simp_rw [Prod.fst_swap, Prod.snd_swap, add_comm ⟪_, s⟫]
  rw [integral_cexp_ouPair hρ, add_comm (‖t‖ ^ 2), real_inner_comm]

end LeJEPA

/-!
## The characteristic function of the Ornstein–Uhlenbeck pair

The joint characteristic function `exp (-(‖s‖² + ‖t‖²) / 2 - ρ ⟨s, t⟩)` of the Ornstein–Uhlenbeck
pair, in terms of Mathlib's `MeasureTheory.charFun` and `MeasureTheory.charFunDual`.

### Main results

* `LeJEPA.charFun_ouPair`: the characteristic function on the Hilbert space of pairs.
* `LeJEPA.charFunDual_ouPair`: the characteristic function on the product space.
-/

namespace LeJEPA

variable {n : ℕ} {ρ : ℝ}

/-- The characteristic function of the pair, as a law on the Hilbert space of pairs: at `(s, t)` it
is `exp (-(‖s‖² + ‖t‖²) / 2 - ρ ⟨s, t⟩)`, for `-1 ≤ ρ ≤ 1`. -/
theorem charFun_ouPair (hρ : |ρ| ≤ 1)
    (t : WithLp 2 (EuclideanSpace ℝ (Fin n) × EuclideanSpace ℝ (Fin n))) :
    charFun ((ouPair n ρ).map (MeasurableEquiv.toLp 2 _)) t
      = exp (-((‖t.fst‖ ^ 2 + ‖t.snd‖ ^ 2) / 2 + ρ * ⟪t.fst, t.snd⟫ : ℝ)) := by
  rw [← integral_cexp_ouPair hρ]
  simp only [charFun_apply, integral_map_equiv, WithLp.prod_inner_apply]
  rfl

/-- The characteristic function of the pair on the product space: at the functional
`(x, y) ↦ ⟨s, x⟩ + ⟨t, y⟩` it is `exp (-(‖s‖² + ‖t‖²) / 2 - ρ ⟨s, t⟩)`, for `-1 ≤ ρ ≤ 1`. -/
theorem charFunDual_ouPair (hρ : |ρ| ≤ 1) (s t : EuclideanSpace ℝ (Fin n)) :
    charFunDual (ouPair n ρ) ((innerSL ℝ s).coprod (innerSL ℝ t))
      = exp (-((‖s‖ ^ 2 + ‖t‖ ^ 2) / 2 + ρ * ⟪s, t⟫ : ℝ)) := by
  rw [← integral_cexp_ouPair hρ, charFunDual_apply]
  simp only [ContinuousLinearMap.coprod_apply, innerSL_apply_apply, real_inner_comm]

end LeJEPA
