import Mathlib.Analysis.InnerProductSpace.Projection.Submodule
import Mathlib.MeasureTheory.Function.AEEqOfLIntegral
import Mathlib.MeasureTheory.Function.L2Space
import Mathlib.MeasureTheory.Integral.DominatedConvergence
import Mathlib.MeasureTheory.Measure.CharacteristicFunction

/-!
# Characters are dense in `L²` of a finite measure

For a finite measure `μ` on a complete and second countable real inner product space, the
characters `x ↦ exp (i⟨x, t⟩)` span a dense subspace of `L²(μ; ℂ)`. Every finite-dimensional space
is of this kind.

## Main results

* `MeasureTheory.ae_eq_zero_of_forall_integral_mul_char_eq_zero`: an integrable function that is
  orthogonal to all characters vanishes almost everywhere.
* `MeasureTheory.dense_span_charLp`: density.
-/

open Complex
open scoped RealInnerProductSpace ENNReal ComplexConjugate Nat

namespace MeasureTheory

variable {E : Type*} [NormedAddCommGroup E] [InnerProductSpace ℝ E] [CompleteSpace E]
  [SecondCountableTopology E] [MeasurableSpace E] [BorelSpace E] {μ : Measure E}

/-- A real integrable function that is orthogonal to all characters vanishes almost everywhere. The
measure may be infinite. -/
theorem ae_eq_zero_of_forall_integral_ofReal_mul_char_eq_zero {f : E → ℝ} (hf : Integrable f μ)
    (h : ∀ t : E, ∫ x, (f x : ℂ) * exp (⟪x, t⟫ * I) ∂μ = 0) : f =ᵐ[μ] 0 := by
  have hpos := isFiniteMeasure_withDensity_ofReal hf.hasFiniteIntegral
  have hf' : Integrable (fun x ↦ -f x) μ := hf.neg
  have hneg := isFiniteMeasure_withDensity_ofReal hf'.hasFiniteIntegral
  have hint (g : E → ℝ) (hg : Integrable g μ) (t : E) :
      Integrable (fun x ↦ (g x : ℂ) * exp (⟪x, t⟫ * I)) μ := by
    refine (hg.ofReal (𝕜 := ℂ)).mul_bdd (c := 1) (by fun_prop) ?_
    exact .of_forall fun x ↦ (norm_exp_ofReal_mul_I _).le
  have hmeasures : μ.withDensity (fun x ↦ ENNReal.ofReal (f x))
      = μ.withDensity (fun x ↦ ENNReal.ofReal (-f x)) := by
    refine Measure.ext_of_charFun <| funext fun t ↦ ?_
    rw [charFun_apply, charFun_apply,
      integral_withDensity_eq_integral_toReal_smul₀ hf.aemeasurable.ennreal_ofReal
        (.of_forall fun _ ↦ ENNReal.ofReal_lt_top),
      integral_withDensity_eq_integral_toReal_smul₀ hf'.aemeasurable.ennreal_ofReal
        (.of_forall fun _ ↦ ENNReal.ofReal_lt_top), ← sub_eq_zero]
    simp only [ENNReal.toReal_ofReal', real_smul]
    rw [← integral_sub (hint _ hf.pos_part t) (hint _ hf.neg_part t), ← h t]
    refine integral_congr_ae (.of_forall fun x ↦ ?_)
    simp only [← sub_mul, ← ofReal_sub]
    congr 2
    exact max_zero_sub_max_neg_zero_eq_self (f x)
  have hae := (withDensity_eq_iff hf.aemeasurable.ennreal_ofReal
    hf'.aemeasurable.ennreal_ofReal hf.lintegral_lt_top.ne).mp hmeasures
  filter_upwards [hae] with x hx
  have hx' := congrArg ENNReal.toReal hx
  simp only [ENNReal.toReal_ofReal'] at hx'
  have := max_zero_sub_max_neg_zero_eq_self (f x)
  simp only [Pi.zero_apply]
  linarith

/-- A complex integrable function that is orthogonal to all characters vanishes almost everywhere.
The measure may be infinite. -/
theorem ae_eq_zero_of_forall_integral_mul_char_eq_zero {f : E → ℂ} (hf : Integrable f μ)
    (h : ∀ t : E, ∫ x, f x * exp (⟪x, t⟫ * I) ∂μ = 0) : f =ᵐ[μ] 0 := by
  have hint (g : E → ℂ) (hg : Integrable g μ) (t : E) :
      Integrable (fun x ↦ g x * exp (⟪x, t⟫ * I)) μ :=
    hg.mul_bdd (c := 1) (by fun_prop) (.of_forall fun x ↦ (norm_exp_ofReal_mul_I _).le)
  have hconj (t : E) : ∫ x, conj (f x) * exp (⟪x, t⟫ * I) ∂μ = 0 := by
    have : ∀ x, conj (f x) * exp (⟪x, t⟫ * I) = conj (f x * exp (⟪x, -t⟫ * I)) := by
      intro x
      rw [map_mul, ← exp_conj, map_mul, conj_ofReal, conj_I, inner_neg_right, ofReal_neg,
        neg_mul_neg]
    simp_rw [this]
    rw [integral_conj, h, map_zero]
  have hc : Integrable (fun x ↦ conj (f x)) μ := Complex.conjLIE.integrable_comp_iff.mpr hf
  have hre : (fun x ↦ (f x).re) =ᵐ[μ] 0 := by
    refine ae_eq_zero_of_forall_integral_ofReal_mul_char_eq_zero hf.re fun t ↦ ?_
    have : ∀ x, ((f x).re : ℂ) * exp (⟪x, t⟫ * I)
        = (1 / 2 : ℂ) * (f x * exp (⟪x, t⟫ * I) + conj (f x) * exp (⟪x, t⟫ * I)) := by
      intro x
      rw [re_eq_add_conj]
      ring
    simp_rw [this]
    rw [integral_const_mul, integral_add (hint _ hf t) (hint _ hc t), h, hconj, add_zero,
      mul_zero]
  have him : (fun x ↦ (f x).im) =ᵐ[μ] 0 := by
    refine ae_eq_zero_of_forall_integral_ofReal_mul_char_eq_zero hf.im fun t ↦ ?_
    have : ∀ x, ((f x).im : ℂ) * exp (⟪x, t⟫ * I)
        = (1 / (2 * I) : ℂ) * (f x * exp (⟪x, t⟫ * I) - conj (f x) * exp (⟪x, t⟫ * I)) := by
      intro x
      rw [im_eq_sub_conj]
      ring
    simp_rw [this]
    rw [integral_const_mul, integral_sub (hint _ hf t) (hint _ hc t), h, hconj, sub_zero,
      mul_zero]
  filter_upwards [hre, him] with x h1 h2
  exact Complex.ext h1 h2

omit [CompleteSpace E] in
/-- The character `x ↦ exp (i⟨x, t⟩)` belongs to `Lᵖ` of every finite measure. -/
theorem memLp_char (μ : Measure E) [IsFiniteMeasure μ] (p : ℝ≥0∞) (t : E) :
    MemLp (fun x : E ↦ exp (⟪x, t⟫ * I)) p μ :=
  MemLp.of_bound (by fun_prop) 1 (.of_forall fun x ↦ (norm_exp_ofReal_mul_I _).le)

/-- The character `x ↦ exp (i⟨x, t⟩)` as an element of `L²(μ; ℂ)`. -/
noncomputable def charLp (μ : Measure E) [IsFiniteMeasure μ] (t : E) : Lp ℂ 2 μ :=
  (memLp_char μ 2 t).toLp _

/-- The inner product of two classes is the integral of the pointwise inner products. -/
theorem MemLp.inner_toLp_toLp {α : Type*} {m : MeasurableSpace α} {ν : Measure α} {f g : α → ℂ}
    (hf : MemLp f 2 ν) (hg : MemLp g 2 ν) :
    inner ℂ (hf.toLp f) (hg.toLp g) = ∫ x, conj (f x) * g x ∂ν := by
  rw [L2.inner_def]
  refine integral_congr_ae ?_
  filter_upwards [hf.coeFn_toLp, hg.coeFn_toLp] with x h1 h2
  rw [h1, h2, RCLike.inner_apply, mul_comm]

/-- The characters span a dense subspace of `L²` of any finite measure. -/
theorem dense_span_charLp (μ : Measure E) [IsFiniteMeasure μ] :
    Dense (Submodule.span ℂ (Set.range (charLp μ)) : Set (Lp ℂ 2 μ)) := by
  rw [Submodule.dense_iff_topologicalClosure_eq_top, Submodule.topologicalClosure_eq_top_iff,
    Submodule.eq_bot_iff]
  intro f hf
  have hmem : MemLp f 2 μ := Lp.memLp f
  have hzero (t : E) : ∫ x, f x * exp (⟪x, t⟫ * I) ∂μ = 0 := by
    have h := Submodule.inner_right_of_mem_orthogonal
      (Submodule.subset_span (Set.mem_range_self (-t))) hf
    rw [charLp, ← Lp.toLp_coeFn f hmem, MemLp.inner_toLp_toLp] at h
    rw [← h]
    refine integral_congr_ae (.of_forall fun x ↦ ?_)
    simp only
    rw [← exp_conj, mul_comm, map_mul, conj_ofReal, conj_I, inner_neg_right, ofReal_neg,
      neg_mul_neg]
  have h0 := ae_eq_zero_of_forall_integral_mul_char_eq_zero
    (hmem.integrable one_le_two) hzero
  exact (Lp.eq_zero_iff_ae_eq_zero).mpr h0

end MeasureTheory

/-!
## Polynomials are complete in `L²` of a measure with exponential moments

Let `μ` be a finite measure on a real inner product space, complete and second countable, whose
exponential moments `∫ exp ⟨x, t⟩ dμ` are finite. A square integrable function that is orthogonal to
all powers `⟨x, t⟩ ^ k` vanishes almost everywhere: expanding the exponential, it is orthogonal to
all characters.

### Main results

* `MeasureTheory.ae_eq_zero_of_forall_integral_mul_inner_pow_eq_zero`.
-/

namespace MeasureTheory

variable {E : Type*} [NormedAddCommGroup E] [InnerProductSpace ℝ E] [CompleteSpace E]
  [SecondCountableTopology E] [MeasurableSpace E] [BorelSpace E] {μ : Measure E}

omit [CompleteSpace E] in
/-- If all exponential moments are finite, then `|f| exp |⟨x, t⟩|` is integrable for square
integrable `f`. -/
theorem MemLp.integrable_abs_mul_exp_abs_inner
    (hμ : ∀ t : E, Integrable (fun x ↦ Real.exp ⟪x, t⟫) μ) {f : E → ℝ} (hf : MemLp f 2 μ) (t : E) :
    Integrable (fun x ↦ |f x| * Real.exp |⟪x, t⟫|) μ := by
  have hmem (t : E) : MemLp (fun x ↦ Real.exp ⟪x, t⟫) 2 μ := by
    refine (memLp_two_iff_integrable_sq (by fun_prop)).mpr ?_
    refine (hμ ((2 : ℝ) • t)).congr (.of_forall fun x ↦ ?_)
    simp only [inner_smul_right]
    rw [← Real.exp_nat_mul, Nat.cast_ofNat]
  have hsum := hf.norm.integrable_mul ((hmem t).add (hmem (-t)))
  refine hsum.mono' (hf.1.norm.mul (by fun_prop)) (.of_forall fun x ↦ ?_)
  rw [Real.norm_eq_abs, abs_mul, abs_abs, Real.abs_exp]
  have hexp := Real.exp_abs_le ⟪x, t⟫
  rw [← inner_neg_right] at hexp
  exact mul_le_mul_of_nonneg_left hexp (abs_nonneg _)

/-- Completeness of the polynomials: if all exponential moments of the finite measure `μ` are finite
and the square integrable function `f` is orthogonal to all powers `⟨x, t⟩ ^ k`, then `f` vanishes
almost everywhere. -/
theorem ae_eq_zero_of_forall_integral_mul_inner_pow_eq_zero [IsFiniteMeasure μ]
    (hμ : ∀ t : E, Integrable (fun x ↦ Real.exp ⟪x, t⟫) μ) {f : E → ℝ} (hf : MemLp f 2 μ)
    (h : ∀ (t : E) (k : ℕ), ∫ x, f x * ⟪x, t⟫ ^ k ∂μ = 0) : f =ᵐ[μ] 0 := by
  refine ae_eq_zero_of_forall_integral_ofReal_mul_char_eq_zero (hf.integrable one_le_two)
    fun t ↦ ?_
  have hreal (x : E) : HasSum (fun k : ℕ ↦ |f x| * (|⟪x, t⟫| ^ k / k !))
      (|f x| * Real.exp |⟪x, t⟫|) := by
    rw [Real.exp_eq_exp_ℝ]
    exact (NormedSpace.expSeries_div_hasSum_exp _).mul_left _
  have hcomplex (x : E) : HasSum (fun k : ℕ ↦ (f x : ℂ) * ((⟪x, t⟫ * I) ^ k / k !))
      (f x * exp (⟪x, t⟫ * I)) := by
    rw [exp_eq_exp_ℂ]
    exact (NormedSpace.expSeries_div_hasSum_exp _).mul_left _
  have hmeas := hf.1
  have hsum : HasSum (fun k : ℕ ↦ ∫ x, (f x : ℂ) * ((⟪x, t⟫ * I) ^ k / k !) ∂μ)
      (∫ x, f x * exp (⟪x, t⟫ * I) ∂μ) :=
    hasSum_integral_of_dominated_convergence (fun (k : ℕ) x ↦ |f x| * (|⟪x, t⟫| ^ k / k !))
      (fun k ↦ (continuous_ofReal.comp_aestronglyMeasurable hmeas).mul (by fun_prop))
      (fun k ↦ .of_forall fun x ↦ by simp)
      (.of_forall fun x ↦ (hreal x).summable)
      (by simpa only [(hreal _).tsum_eq] using hf.integrable_abs_mul_exp_abs_inner hμ t)
      (.of_forall hcomplex)
  have hzero (k : ℕ) : ∫ x, (f x : ℂ) * ((⟪x, t⟫ * I) ^ k / k !) ∂μ = 0 := by
    have hterm (x : E) : (f x : ℂ) * ((⟪x, t⟫ * I) ^ k / k !)
        = I ^ k / k ! * ((f x * ⟪x, t⟫ ^ k : ℝ) : ℂ) := by
      push_cast
      ring
    simp_rw [hterm]
    rw [integral_const_mul, integral_complex_ofReal, h, ofReal_zero, mul_zero]
  simp_rw [hzero] at hsum
  exact hsum.unique hasSum_zero

end MeasureTheory
