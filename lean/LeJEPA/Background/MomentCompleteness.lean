import LeJEPA.Gaussian.Characters
import Mathlib.MeasureTheory.Integral.DominatedConvergence

/-!
# Polynomials are complete in `L²` of a measure with exponential moments

Let `μ` be a finite measure on a real inner product space, complete and second countable, whose
exponential moments `∫ exp ⟨x, t⟩ dμ` are finite. A square integrable function that is orthogonal to
all powers `⟨x, t⟩ ^ k` vanishes almost everywhere: expanding the exponential, it is orthogonal to
all characters.

## Main results

* `MeasureTheory.ae_eq_zero_of_forall_integral_mul_inner_pow_eq_zero`.
-/

open Complex
open scoped RealInnerProductSpace Nat

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
