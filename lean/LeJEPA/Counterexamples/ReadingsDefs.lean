import LeJEPA.Converse.Affine
import LeJEPA.Converse.Basic
import Mathlib.MeasureTheory.Function.L2Space
import Mathlib.MeasureTheory.Integral.Prod
import Mathlib.MeasureTheory.Measure.WithDensity

/-!
# Laws with finitely many atoms

## Main definitions

* `LeJEPA.finiteLaw`: the law that gives mass `p i` to the point `x i`.

## Main results

* `LeJEPA.integral_finiteLaw`: integrals are finite sums.
* `LeJEPA.prod_finiteLaw`, `LeJEPA.map_finiteLaw`: products and images.
* `LeJEPA.finiteLaw_eq_finiteLaw`: equality may be tested with real sums.
-/

open MeasureTheory ProbabilityTheory
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

/-!
## Additive noise worlds, for the readings of Theorem 2 that are false

Literal readings of the converse speak of stationary worlds `z' = m(z) + η` with independent noise
`η` and any measurable `m`. The AR(1) class is the case `m(z) = ρ z`.

### Main definitions

* `LeJEPA.additiveMap`, `LeJEPA.IsStationary`, `LeJEPA.additiveLoss`: such worlds and their loss.
* `LeJEPA.IsWhitenedUpToMean`: square integrable encoders with identity covariance and any mean.

### Main results

* `LeJEPA.isWhitened_finiteLaw_iff`, `LeJEPA.additiveLoss_finiteLaw`,
  `LeJEPA.isStationary_finiteLaw`: whitening, loss and stationarity in a world with finitely many
  states.
-/

namespace LeJEPA

variable {n : ℕ}

/-- The step `(z, η) ↦ m(z) + η`. -/
noncomputable def additiveMap (m : EuclideanSpace ℝ (Fin n) → EuclideanSpace ℝ (Fin n))
    (w : EuclideanSpace ℝ (Fin n) × EuclideanSpace ℝ (Fin n)) : EuclideanSpace ℝ (Fin n) :=
  m w.1 + w.2

/-- `μ` is a stationary law of `z' = m(z) + η` with independent noise of law `ν`. -/
structure IsStationary (m : EuclideanSpace ℝ (Fin n) → EuclideanSpace ℝ (Fin n))
    (μ ν : Measure (EuclideanSpace ℝ (Fin n))) : Prop where
  /-- The transition is measurable. -/
  measurable : Measurable m
  /-- `m(z) + η` has the law of `z`. -/
  map_eq : (μ.prod ν).map (additiveMap m) = μ

/-- The alignment loss `E ‖h(m(z) + η) - h(z)‖²`. -/
noncomputable def additiveLoss (m : EuclideanSpace ℝ (Fin n) → EuclideanSpace ℝ (Fin n))
    (μ ν : Measure (EuclideanSpace ℝ (Fin n)))
    (h : EuclideanSpace ℝ (Fin n) → EuclideanSpace ℝ (Fin n)) : ℝ :=
  ∫ w, ‖h (additiveMap m w) - h w.1‖ ^ 2 ∂μ.prod ν

/-- The loss of the AR(1) class is the case `m(z) = ρ z`. -/
theorem additiveLoss_smul (ρ : ℝ) (μ ν : Measure (EuclideanSpace ℝ (Fin n))) :
    additiveLoss (fun z ↦ ρ • z) μ ν = arLoss ρ μ ν := rfl

/-- An encoder is whitened up to its mean if it is square integrable with identity covariance. -/
structure IsWhitenedUpToMean (μ : Measure (EuclideanSpace ℝ (Fin n)))
    (h : EuclideanSpace ℝ (Fin n) → EuclideanSpace ℝ (Fin n)) : Prop where
  /-- The encoder is measurable and square integrable. -/
  memLp : MemLp h 2 μ
  /-- The centred encoder has identity covariance. -/
  cov (i j : Fin n) : ∫ z, (h z i - ∫ x, h x i ∂μ) * (h z j - ∫ x, h x j ∂μ) ∂μ
    = if i = j then 1 else 0

variable {ι κ : Type*} [Fintype ι] [Fintype κ] {p : ι → ℝ} {q : κ → ℝ}
  {x : ι → EuclideanSpace ℝ (Fin n)} {y : κ → EuclideanSpace ℝ (Fin n)}
  {m h : EuclideanSpace ℝ (Fin n) → EuclideanSpace ℝ (Fin n)}

/-- Whitening in a world with finitely many states. -/
theorem isWhitened_finiteLaw_iff (hp : ∀ i, 0 ≤ p i) :
    IsWhitened (finiteLaw p x) h ↔ (∀ j, ∑ i, p i * h (x i) j = 0) ∧
      ∀ j l, ∑ i, p i * (h (x i) j * h (x i) l) = if j = l then 1 else 0 := by
  constructor
  · intro hh
    refine ⟨fun j ↦ ?_, fun j l ↦ ?_⟩
    · rw [← hh.mean j, integral_finiteLaw hp]
      rfl
    · rw [← hh.cov j l, integral_finiteLaw hp]
      rfl
  · rintro ⟨h1, h2⟩
    refine ⟨memLp_finiteLaw h, fun j ↦ ?_, fun j l ↦ ?_⟩
    · rw [← h1 j, integral_finiteLaw hp]
      rfl
    · rw [← h2 j l, integral_finiteLaw hp]
      rfl

/-- The loss in a world with finitely many states: from state `i` the noise `k` leads to state
`σ i k`. -/
theorem additiveLoss_finiteLaw (hp : ∀ i, 0 ≤ p i) (hq : ∀ k, 0 ≤ q k) {σ : ι → κ → ι}
    (hσ : ∀ i k, m (x i) + y k = x (σ i k)) :
    additiveLoss m (finiteLaw p x) (finiteLaw q y) h
      = ∑ i, ∑ k, p i * q k * ‖h (x (σ i k)) - h (x i)‖ ^ 2 := by
  rw [additiveLoss, prod_finiteLaw hp,
    integral_finiteLaw fun k : ι × κ ↦ mul_nonneg (hp k.1) (hq k.2), Fintype.sum_prod_type]
  simp only [additiveMap, hσ, smul_eq_mul]

/-- Stationarity of a world with finitely many states. -/
theorem isStationary_finiteLaw (hp : ∀ i, 0 ≤ p i) (hq : ∀ k, 0 ≤ q k) (hm : Measurable m)
    {σ : ι → κ → ι} (hσ : ∀ i k, m (x i) + y k = x (σ i k))
    (h : ∀ u : ι → ℝ, ∑ i, ∑ k, p i * q k * u (σ i k) = ∑ i, p i * u i) :
    IsStationary m (finiteLaw p x) (finiteLaw q y) := by
  refine ⟨hm, ?_⟩
  have hmeas : Measurable (additiveMap m) := (hm.comp measurable_fst).add measurable_snd
  rw [prod_finiteLaw hp, map_finiteLaw hmeas]
  refine finiteLaw_eq_finiteLaw (fun k ↦ mul_nonneg (hp k.1) (hq k.2)) hp fun u ↦ ?_
  rw [Fintype.sum_prod_type, ← h fun i ↦ u (x i)]
  simp only [Function.comp_apply, additiveMap, hσ]

/-- A finite law with an atom is not a law without atoms. -/
theorem finiteLaw_ne_of_noAtoms [Nonempty ι] (hp : ∀ i, 0 < p i)
    {γ : Measure (EuclideanSpace ℝ (Fin n))} [NoAtoms γ] : finiteLaw p x ≠ γ := by
  intro heq
  have i : ι := Classical.arbitrary ι
  have h0 : ∀ᵐ z ∂γ, z ≠ x i := by
    rw [ae_iff]
    simp
  rw [← heq, ae_finiteLaw_iff hp] at h0
  exact h0 i rfl

end LeJEPA

/-!
## Finite laws are not Gaussian

### Main results

* `LeJEPA.not_isGaussian_finiteLaw`: a law with finitely many atoms, mean zero and identity
  covariance is not Gaussian.
-/

namespace LeJEPA

variable {n : ℕ} [NeZero n]

/-- The standard Gaussian measure of a positive dimension has no atoms. -/
instance : NoAtoms (gaussian n) := by
  have hnoatoms := noAtoms_gaussianReal (μ := 0) (v := 1) one_ne_zero
  refine ⟨fun z ↦ ?_⟩
  have h := (measurePreserving_apply_gaussian (0 : Fin n)).measure_preimage
    (measurableSet_singleton (z 0)).nullMeasurableSet
  rw [measure_singleton] at h
  exact measure_mono_null (fun y hy ↦ by simp [Set.mem_singleton_iff.mp hy]) h

/-- A law with finitely many atoms, mean zero and identity covariance is not Gaussian. -/
theorem not_isGaussian_finiteLaw {ι : Type*} [Fintype ι] [Nonempty ι] {p : ι → ℝ}
    {x : ι → EuclideanSpace ℝ (Fin n)} (hp : ∀ i, 0 < p i)
    (hw : IsWhitened (finiteLaw p x) fun z ↦ z) : ¬ IsGaussian (finiteLaw p x) := fun _ ↦
  finiteLaw_ne_of_noAtoms hp (eq_gaussian_of_isGaussian hw.memLp hw.mean hw.cov)

end LeJEPA
