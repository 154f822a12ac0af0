import LeJEPA.Converse.CharFun
import Mathlib.Analysis.SpecialFunctions.Gamma.Basic
import Mathlib.Analysis.SpecialFunctions.ImproperIntegrals

/-!
# A world of the AR(1) class that is not Gaussian

The Laplace law with variance one has characteristic function `2 / (2 + t²)`. Since
`2 / (2 + t²) = 2 / (2 + ρ² t²) * (ρ² + (1 - ρ²) 2 / (2 + t²))`, it is stationary for every
`0 < ρ < 1`: the noise vanishes with probability `ρ²` and is a Laplace variable otherwise.

## Main definitions

* `LeJEPA.laplaceReal`: the Laplace law with variance one.
* `LeJEPA.laplaceNoiseReal`: its noise.

## Main results

* `LeJEPA.charFun_laplaceReal`: its characteristic function.
* `LeJEPA.ar1_laplace`: the Laplace world is in the AR(1) class, in every dimension.
* `LeJEPA.productLaw_laplaceReal_ne_gaussian`: it is not Gaussian.
-/

open MeasureTheory Complex Set
open scoped ENNReal

namespace LeJEPA

variable {n : ℕ} {ρ : ℝ}

/-- The Laplace density with variance one. -/
noncomputable def laplacePDF (x : ℝ) : ℝ := √2 / 2 * Real.exp (-(√2 * |x|))

/-- The Laplace law with mean zero and variance one. -/
noncomputable def laplaceReal : Measure ℝ :=
  volume.withDensity fun x ↦ ENNReal.ofReal (laplacePDF x)

/-- The Laplace density is positive. -/
theorem laplacePDF_pos (x : ℝ) : 0 < laplacePDF x := by
  unfold laplacePDF
  positivity

/-- The Laplace density is continuous. -/
theorem continuous_laplacePDF : Continuous laplacePDF := by
  unfold laplacePDF
  fun_prop

/-- Even moments of the Laplace density as integrals over the half line. -/
theorem integral_pow_mul_laplacePDF (d : ℕ) :
    ∫ x, |x| ^ d * laplacePDF x = √2 * ((1 / √2) ^ (d + 1) * d.factorial) := by
  have h2 : (0 : ℝ) < √2 := Real.sqrt_pos.mpr two_pos
  have h := integral_comp_abs (f := fun x ↦ x ^ d * (√2 / 2 * Real.exp (-(√2 * x))))
  have hG := Real.integral_rpow_mul_exp_neg_mul_Ioi (a := d + 1) (Nat.cast_add_one_pos d) h2
  rw [Real.Gamma_nat_eq_factorial, add_sub_cancel_right] at hG
  have hG' : ∫ x in Ioi (0 : ℝ), x ^ d * (√2 / 2 * Real.exp (-(√2 * x)))
      = √2 / 2 * ((1 / √2) ^ (d + 1) * d.factorial) := by
    rw [← Real.rpow_natCast (1 / √2)]
    push_cast
    rw [← hG, ← integral_const_mul]
    refine integral_congr_ae (.of_forall fun x ↦ ?_)
    simp only [Real.rpow_natCast]
    ring
  unfold laplacePDF
  rw [h, hG']
  ring

/-- The Laplace density is a density. -/
theorem integral_laplacePDF : ∫ x, laplacePDF x = 1 := by
  have h := integral_pow_mul_laplacePDF 0
  have h2 : √2 ≠ 0 := (Real.sqrt_pos.mpr two_pos).ne'
  simpa [h2] using h

/-- The variance of the Laplace density is one. -/
theorem integral_sq_mul_laplacePDF : ∫ x, x ^ 2 * laplacePDF x = 1 := by
  have h := integral_pow_mul_laplacePDF 2
  simp_rw [sq_abs] at h
  have h2 : √2 ≠ 0 := (Real.sqrt_pos.mpr two_pos).ne'
  have hsq : √2 ^ 2 = 2 := Real.sq_sqrt zero_le_two
  rw [h]
  have h3 : (√2) ^ 3 = 2 * √2 := by rw [pow_succ, hsq]
  rw [one_div, inv_pow, h3, mul_inv, Nat.factorial_two, Nat.cast_ofNat, mul_right_comm,
    inv_mul_cancel₀ two_ne_zero, one_mul, mul_inv_cancel₀ h2]

/-- The Laplace density is integrable. -/
theorem integrable_laplacePDF : Integrable laplacePDF :=
  integrable_of_integral_eq_one integral_laplacePDF

/-- Integrals against the Laplace law. -/
theorem integral_laplaceReal {F : Type*} [NormedAddCommGroup F] [NormedSpace ℝ F] (f : ℝ → F) :
    ∫ x, f x ∂laplaceReal = ∫ x, laplacePDF x • f x := by
  rw [laplaceReal, integral_withDensity_eq_integral_toReal_smul
    continuous_laplacePDF.measurable.ennreal_ofReal (.of_forall fun _ ↦ ENNReal.ofReal_lt_top)]
  simp_rw [ENNReal.toReal_ofReal (laplacePDF_pos _).le]

/-- The Laplace law is a probability law. -/
instance : IsProbabilityMeasure laplaceReal := by
  refine ⟨?_⟩
  rw [laplaceReal, withDensity_apply _ MeasurableSet.univ, setLIntegral_univ,
    ← ofReal_integral_eq_lintegral_ofReal integrable_laplacePDF
      (.of_forall fun x ↦ (laplacePDF_pos x).le), integral_laplacePDF, ENNReal.ofReal_one]

/-- The Laplace law has mean zero. -/
theorem integral_id_laplaceReal : ∫ x, x ∂laplaceReal = 0 := by
  rw [integral_laplaceReal]
  have h := integral_neg_eq_self (fun x ↦ laplacePDF x • x) volume
  have e : (fun x ↦ laplacePDF (-x) • -x) = fun x ↦ -(laplacePDF x • x) :=
    funext fun x ↦ by rw [laplacePDF, laplacePDF, abs_neg, smul_neg]
  rw [e, integral_neg] at h
  exact neg_eq_self.mp h

/-- The Laplace law has variance one. -/
theorem integral_sq_laplaceReal : ∫ x, x ^ 2 ∂laplaceReal = 1 := by
  rw [integral_laplaceReal, ← integral_sq_mul_laplacePDF]
  simp_rw [smul_eq_mul, mul_comm]

/-- The Laplace law is square integrable. -/
theorem memLp_id_laplaceReal : MemLp (fun x ↦ x) 2 laplaceReal :=
  (memLp_two_iff_integrable_sq (by fun_prop)).mpr
    (integrable_of_integral_eq_one integral_sq_laplaceReal)

private theorem aestronglyMeasurable_char (t : ℝ) (m : Measure ℝ) :
    AEStronglyMeasurable (fun x : ℝ ↦ exp (t * x * I)) m :=
  Continuous.aestronglyMeasurable (by fun_prop)

private theorem norm_char (t x : ℝ) : ‖exp (t * x * I)‖ ≤ 1 := by
  rw [← ofReal_mul, norm_exp_ofReal_mul_I]

private theorem re_add_mul_I (r t : ℝ) : ((r : ℂ) + t * I).re = r := by
  rw [add_re, ofReal_re, re_ofReal_mul, I_re, mul_zero, add_zero]

private theorem laplacePDF_smul {r x : ℝ} (hx : √2 * |x| = -(r * x)) (t : ℝ) :
    laplacePDF x • exp (t * x * I) = (√2 / 2 : ℝ) * exp ((r + t * I) * x) := by
  rw [laplacePDF, hx, neg_neg, real_smul, ofReal_mul, ofReal_exp, mul_assoc, ← Complex.exp_add,
    ofReal_mul, add_mul, mul_right_comm]

private theorem half_div_sub {c w : ℂ} (hc : c ^ 2 = 2) (h₁ : c + w ≠ 0) (h₂ : -c + w ≠ 0) :
    c / 2 * (1 / (c + w)) + c / 2 * (-1 / (-c + w)) = 2 / (2 - w ^ 2) := by
  have h : 2 - w ^ 2 = -((c + w) * (-c + w)) := by linear_combination -hc
  rw [h]
  field_simp
  linear_combination -2 * hc

/-- The characteristic function of the Laplace law is `2 / (2 + t²)`. -/
theorem charFun_laplaceReal (t : ℝ) : charFun laplaceReal t = 2 / (2 + t ^ 2) := by
  have h0 : 0 < √2 := Real.sqrt_pos.mpr two_pos
  have hint : Integrable fun x ↦ laplacePDF x • exp (t * x * I) := by
    simp only [real_smul]
    exact integrable_laplacePDF.ofReal.mul_bdd (c := 1) (aestronglyMeasurable_char t _)
      (.of_forall fun x ↦ norm_char t x)
  have hneg : ∫ x in Iic (0 : ℝ), laplacePDF x • exp (t * x * I)
      = (√2 / 2 : ℝ) * (1 / (√2 + t * I)) := by
    have h := integral_exp_mul_complex_Iic (a := √2 + t * I) (by rwa [re_add_mul_I]) 0
    rw [ofReal_zero, mul_zero, exp_zero] at h
    rw [← h, ← integral_const_mul]
    refine setIntegral_congr_fun measurableSet_Iic fun x hx ↦ laplacePDF_smul ?_ t
    rw [abs_of_nonpos hx, mul_neg]
  have hpos : ∫ x in Ioi (0 : ℝ), laplacePDF x • exp (t * x * I)
      = (√2 / 2 : ℝ) * (-1 / ((-√2 : ℝ) + t * I)) := by
    have h := integral_exp_mul_complex_Ioi (a := (-√2 : ℝ) + t * I)
      (by rwa [re_add_mul_I, neg_lt_zero]) 0
    rw [ofReal_zero, mul_zero, exp_zero] at h
    rw [← h, ← integral_const_mul]
    refine setIntegral_congr_fun measurableSet_Ioi fun x hx ↦ laplacePDF_smul ?_ t
    rw [abs_of_pos hx, neg_mul, neg_neg]
  have hne {r : ℝ} (hr : r ≠ 0) : (r : ℂ) + t * I ≠ 0 := fun h ↦ hr (by
    rw [← re_add_mul_I r t, h, zero_re])
  have h2 := hne (neg_ne_zero.mpr h0.ne')
  have hsq : (√2 : ℂ) ^ 2 = 2 := by rw [← ofReal_pow, Real.sq_sqrt zero_le_two, ofReal_ofNat]
  rw [charFun_apply_real, integral_laplaceReal,
    ← intervalIntegral.integral_Iic_add_Ioi (b := (0 : ℝ)) hint.integrableOn hint.integrableOn,
    hneg, hpos, ofReal_div, ofReal_ofNat]
  rw [ofReal_neg] at h2 ⊢
  rw [half_div_sub hsq (hne h0.ne') h2, mul_pow, I_sq, mul_neg_one, sub_neg_eq_add]

/-- The noise of the Laplace world: an atom of mass `ρ²` at the origin, and a Laplace variable
otherwise. -/
noncomputable def laplaceNoiseReal (ρ : ℝ) : Measure ℝ :=
  ENNReal.ofReal (ρ ^ 2) • Measure.dirac 0 + ENNReal.ofReal (1 - ρ ^ 2) • laplaceReal

/-- The noise has a probability law. -/
theorem isProbabilityMeasure_laplaceNoiseReal (hρ : ρ ^ 2 ≤ 1) :
    IsProbabilityMeasure (laplaceNoiseReal ρ) := by
  refine ⟨?_⟩
  simp only [laplaceNoiseReal, Measure.add_apply, Measure.smul_apply, measure_univ, smul_eq_mul,
    mul_one]
  rw [← ENNReal.ofReal_add (sq_nonneg ρ) (sub_nonneg.mpr hρ), add_sub_cancel, ENNReal.ofReal_one]

/-- The characteristic function of the noise. -/
theorem charFun_laplaceNoiseReal (hρ : ρ ^ 2 ≤ 1) (t : ℝ) :
    charFun (laplaceNoiseReal ρ) t = ρ ^ 2 + (1 - ρ ^ 2) * (2 / (2 + t ^ 2)) := by
  have hbdd (m : Measure ℝ) [IsFiniteMeasure m] : Integrable (fun x : ℝ ↦ exp (t * x * I)) m :=
    .of_bound (aestronglyMeasurable_char t m) 1 (.of_forall fun x ↦ norm_char t x)
  rw [← charFun_laplaceReal, charFun_apply_real, charFun_apply_real, laplaceNoiseReal,
    integral_add_measure ((hbdd _).smul_measure ENNReal.ofReal_ne_top)
      ((hbdd _).smul_measure ENNReal.ofReal_ne_top), integral_smul_measure, integral_smul_measure,
    integral_dirac, ENNReal.toReal_ofReal (sq_nonneg ρ), ENNReal.toReal_ofReal (sub_nonneg.mpr hρ)]
  simp only [ofReal_zero, mul_zero, zero_mul, Complex.exp_zero, real_smul, ofReal_pow, ofReal_sub,
    ofReal_one, mul_one]

private theorem two_add_sq_ne_zero (t : ℝ) : (2 : ℂ) + (t : ℂ) ^ 2 ≠ 0 := by
  rw [← ofReal_pow, ← ofReal_ofNat, ← ofReal_add]
  exact ofReal_ne_zero.mpr (add_pos_of_pos_of_nonneg two_pos (sq_nonneg t)).ne'

private theorem two_div_two_add_sq {r t : ℂ} (h₁ : 2 + t ^ 2 ≠ 0) (h₂ : 2 + (r * t) ^ 2 ≠ 0) :
    2 / (2 + t ^ 2) = 2 / (2 + (r * t) ^ 2) * (r ^ 2 + (1 - r ^ 2) * (2 / (2 + t ^ 2))) := by
  have key : r ^ 2 + (1 - r ^ 2) * (2 / (2 + t ^ 2)) = (2 + (r * t) ^ 2) / (2 + t ^ 2) := by
    rw [eq_div_iff h₁, add_mul, mul_assoc, div_mul_cancel₀ _ h₁]
    ring
  rw [key, div_mul_div_cancel₀ h₂]

/-- **A world that is not Gaussian.** For every `0 < ρ < 1` and every dimension the Laplace law is
stationary in the AR(1) class. -/
theorem ar1_laplace (hρ₀ : 0 < ρ) (hρ₁ : ρ < 1) :
    AR1 ρ (productLaw n laplaceReal) (productLaw n (laplaceNoiseReal ρ)) := by
  have hρ : ρ ^ 2 ≤ 1 := pow_le_one₀ hρ₀.le hρ₁.le
  have := isProbabilityMeasure_laplaceNoiseReal hρ
  refine ar1_productLaw hρ₀ hρ₁ memLp_id_laplaceReal integral_id_laplaceReal
    (by simpa only [pow_two] using integral_sq_laplaceReal) fun t ↦ ?_
  have h2 := two_add_sq_ne_zero (ρ * t)
  rw [ofReal_mul] at h2
  rw [charFun_laplaceNoiseReal hρ, charFun_laplaceReal, charFun_laplaceReal, ofReal_mul]
  exact two_div_two_add_sq (two_add_sq_ne_zero t) h2

/-- The Laplace world is not Gaussian. -/
theorem productLaw_laplaceReal_ne_gaussian [NeZero n] : productLaw n laplaceReal ≠ gaussian n := by
  intro h
  have hc := congrArg (fun m ↦ charFun m (EuclideanSpace.single (0 : Fin n) √2)) h
  simp only [charFun_productLaw, charFun_gaussian] at hc
  rw [Finset.prod_eq_single 0 (fun i _ hi ↦ by simp [hi])
    fun h ↦ absurd (Finset.mem_univ 0) h] at hc
  have hsq : (√2 : ℝ) ^ 2 = 2 := Real.sq_sqrt zero_le_two
  rw [charFun_laplaceReal, EuclideanSpace.norm_single, Real.norm_eq_abs, sq_abs, hsq] at hc
  simp only [EuclideanSpace.single_apply, if_true, ← ofReal_pow, hsq] at hc
  -- The two values at `√2` are `1 / 2` and `1 / e`.
  have hr : (2 : ℝ) / (2 + 2) = Real.exp (-(2 / 2)) := ofReal_injective (by
    push_cast at hc ⊢
    exact hc)
  rw [Real.exp_neg, div_self two_ne_zero] at hr
  have hlt := inv_strictAnti₀ (one_add_one_eq_two (R := ℝ) ▸ two_pos)
    (Real.add_one_lt_exp one_ne_zero)
  rw [← hr] at hlt
  norm_num at hlt

end LeJEPA
