import Mathlib.MeasureTheory.Integral.Prod
import Mathlib.MeasureTheory.Measure.WithDensity
import Mathlib.MeasureTheory.Function.L2Space

/-!
# Laws with finitely many atoms

## Main definitions

* `LeJEPA.finiteLaw`: the law that gives mass `p i` to the point `x i`.

## Main results

* `LeJEPA.integral_finiteLaw`: integrals are finite sums.
* `LeJEPA.prod_finiteLaw`, `LeJEPA.map_finiteLaw`: products and images.
* `LeJEPA.finiteLaw_eq_finiteLaw`: equality may be tested with real sums.
-/

open MeasureTheory
open scoped ENNReal

namespace LeJEPA

variable {α β ι κ : Type*} [MeasurableSpace α] [MeasurableSpace β] [Fintype ι] [Fintype κ]
  {p : ι → ℝ} {q : κ → ℝ} {x : ι → α} {y : κ → β}

/-- The law that gives mass `p i` to the point `x i`, for each `i` of a finite type. -/
noncomputable def finiteLaw (p : ι → ℝ) (x : ι → α) : Measure α :=
  ∑ i, ENNReal.ofReal (p i) • Measure.dirac (x i)

/-- A finite law is a finite measure. -/
instance : IsFiniteMeasure (finiteLaw p x) := by
  refine ⟨?_⟩
  simp only [finiteLaw, Measure.finset_sum_apply, Measure.smul_apply, measure_univ, smul_eq_mul,
    mul_one]
  exact ENNReal.sum_lt_top.mpr fun i _ ↦ ENNReal.ofReal_lt_top

/-- The masses of a probability law have sum one. -/
theorem isProbabilityMeasure_finiteLaw (hp : ∀ i, 0 ≤ p i) (hsum : ∑ i, p i = 1) :
    IsProbabilityMeasure (finiteLaw p x) := by
  refine ⟨?_⟩
  simp only [finiteLaw, Measure.finset_sum_apply, Measure.smul_apply, measure_univ, smul_eq_mul,
    mul_one]
  rw [← ENNReal.ofReal_sum_of_nonneg fun i _ ↦ hp i, hsum, ENNReal.ofReal_one]

/-- The mass of a measurable set. -/
theorem real_finiteLaw_apply (hp : ∀ i, 0 ≤ p i) {s : Set α} (hs : MeasurableSet s) :
    (finiteLaw p x).real s = ∑ i, p i * s.indicator 1 (x i) := by
  have e (i : ι) : (ENNReal.ofReal (p i) • Measure.dirac (x i)) s
      = ENNReal.ofReal (p i * s.indicator 1 (x i)) := by
    rw [Measure.smul_apply, Measure.dirac_apply' _ hs, smul_eq_mul, ENNReal.ofReal_mul (hp i)]
    by_cases hi : x i ∈ s <;> simp [hi]
  have hnonneg (i : ι) : 0 ≤ p i * s.indicator (1 : α → ℝ) (x i) :=
    mul_nonneg (hp i) (Set.indicator_nonneg (fun _ _ ↦ zero_le_one) _)
  rw [Measure.real, finiteLaw, Measure.finset_sum_apply]
  simp_rw [e]
  rw [← ENNReal.ofReal_sum_of_nonneg fun i _ ↦ hnonneg i,
    ENNReal.toReal_ofReal (Finset.sum_nonneg fun i _ ↦ hnonneg i)]

/-- Two finite laws are equal if their masses agree on every set. -/
theorem finiteLaw_eq_finiteLaw {y : κ → α} (hp : ∀ i, 0 ≤ p i) (hq : ∀ k, 0 ≤ q k)
    (h : ∀ u : α → ℝ, ∑ i, p i * u (x i) = ∑ k, q k * u (y k)) :
    finiteLaw p x = finiteLaw q y := by
  ext s hs
  have hr : (finiteLaw p x).real s = (finiteLaw q y).real s := by
    rw [real_finiteLaw_apply hp hs, real_finiteLaw_apply hq hs, h]
  rwa [Measure.real, Measure.real, ENNReal.toReal_eq_toReal_iff' (measure_ne_top _ _)
    (measure_ne_top _ _)] at hr

/-- The image of a finite law. -/
theorem map_finiteLaw {f : α → β} (hf : Measurable f) :
    (finiteLaw p x).map f = finiteLaw p (f ∘ x) := by
  ext s hs
  rw [Measure.map_apply hf hs]
  simp only [finiteLaw, Measure.finset_sum_apply, Measure.smul_apply,
    Measure.dirac_apply' _ (hf hs), Measure.dirac_apply' _ hs, Function.comp_apply]
  rfl

/-- The product of two finite laws. -/
theorem prod_finiteLaw (hp : ∀ i, 0 ≤ p i) : (finiteLaw p x).prod (finiteLaw q y)
    = finiteLaw (fun k : ι × κ ↦ p k.1 * q k.2) fun k ↦ (x k.1, y k.2) := by
  rw [finiteLaw, finiteLaw, finiteLaw, ← Measure.sum_fintype, ← Measure.sum_fintype,
    ← Measure.sum_fintype, Measure.prod_sum]
  congr 1
  ext1 k
  rw [Measure.prod_smul_left, Measure.prod_smul_right, Measure.dirac_prod_dirac, smul_smul,
    ENNReal.ofReal_mul (hp _)]

variable [MeasurableSingletonClass α]

/-- Every function is integrable against a multiple of a point mass. -/
theorem integrable_smul_dirac {F : Type*} [NormedAddCommGroup F] (c : ℝ) (a : α) (f : α → F) :
    Integrable f (ENNReal.ofReal c • Measure.dirac a) :=
  (integrable_dirac enorm_lt_top).smul_measure ENNReal.ofReal_ne_top

/-- Integrals against a finite law are finite sums. -/
theorem integral_finiteLaw (hp : ∀ i, 0 ≤ p i) {F : Type*} [NormedAddCommGroup F]
    [NormedSpace ℝ F] [CompleteSpace F] (f : α → F) :
    ∫ z, f z ∂finiteLaw p x = ∑ i, p i • f (x i) := by
  rw [finiteLaw, integral_finset_sum_measure fun _ _ ↦ integrable_smul_dirac _ _ _]
  refine Finset.sum_congr rfl fun i _ ↦ ?_
  rw [integral_smul_measure, integral_dirac, ENNReal.toReal_ofReal (hp i)]

/-- Every function is integrable against a finite law. -/
theorem integrable_finiteLaw {F : Type*} [NormedAddCommGroup F] (f : α → F) :
    Integrable f (finiteLaw p x) :=
  integrable_finset_sum_measure.mpr fun _ _ ↦ integrable_smul_dirac _ _ _

/-- Every function is square integrable against a finite law. -/
theorem memLp_finiteLaw {F : Type*} [NormedAddCommGroup F] (f : α → F) :
    MemLp f 2 (finiteLaw p x) := by
  rw [memLp_two_iff_integrable_sq_norm (integrable_finiteLaw f).1]
  exact integrable_finiteLaw fun z ↦ ‖f z‖ ^ 2

/-- A property holds almost everywhere for a finite law with positive masses iff it holds at every
atom. -/
theorem ae_finiteLaw_iff (hp : ∀ i, 0 < p i) {P : α → Prop} :
    (∀ᵐ z ∂finiteLaw p x, P z) ↔ ∀ i, P (x i) := by
  rw [finiteLaw, ← Measure.sum_fintype, Measure.ae_sum_iff]
  refine forall_congr' fun i ↦ ?_
  have hne : ENNReal.ofReal (p i) ≠ 0 := (ENNReal.ofReal_pos.mpr (hp i)).ne'
  rw [ae_iff, Measure.smul_apply, smul_eq_mul, mul_eq_zero, or_iff_right hne, ← ae_iff,
    ae_dirac_eq, Filter.eventually_pure]

end LeJEPA
