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
  have h2 : (0 : ℝ) < √2 := by positivity
  have h := integral_comp_abs (f := fun x ↦ x ^ d * (√2 / 2 * Real.exp (-(√2 * x))))
  have hG := Real.integral_rpow_mul_exp_neg_mul_Ioi (a := d + 1) (by positivity) h2
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
  have h2 : √2 ≠ 0 := by positivity
  simpa [h2] using h

/-- The variance of the Laplace density is one. -/
theorem integral_sq_mul_laplacePDF : ∫ x, x ^ 2 * laplacePDF x = 1 := by
  have h := integral_pow_mul_laplacePDF 2
  simp_rw [sq_abs] at h
  have h2 : √2 ≠ 0 := by positivity
  have hsq : √2 ^ 2 = 2 := Real.sq_sqrt (by norm_num)
  rw [h]
  have h3 : (√2) ^ 3 = 2 * √2 := by rw [pow_succ, hsq]
  rw [one_div, inv_pow, h3]
  simp [Nat.factorial]

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
  have e : (fun x ↦ laplacePDF (-x) • -x) = fun x ↦ -(laplacePDF x • x) := by
    ext x
    simp [laplacePDF]
  rw [e, integral_neg] at h
  linarith

/-- The Laplace law has variance one. -/
theorem integral_sq_laplaceReal : ∫ x, x ^ 2 ∂laplaceReal = 1 := by
  rw [integral_laplaceReal, ← integral_sq_mul_laplacePDF]
  simp_rw [smul_eq_mul, mul_comm]

/-- The Laplace law is square integrable. -/
theorem memLp_id_laplaceReal : MemLp (fun x ↦ x) 2 laplaceReal :=
  (memLp_two_iff_integrable_sq (by fun_prop)).mpr
    (integrable_of_integral_eq_one integral_sq_laplaceReal)

/-- The characteristic function of the Laplace law is `2 / (2 + t²)`. -/
theorem charFun_laplaceReal (t : ℝ) : charFun laplaceReal t = 2 / (2 + t ^ 2) := by
  rw [charFun_apply_real, integral_laplaceReal]
  have hint : Integrable fun x ↦ laplacePDF x • exp (t * x * I) := by
    have h : Integrable fun x ↦ (laplacePDF x : ℂ) * exp (t * x * I) :=
      integrable_laplacePDF.ofReal.mul_bdd (c := 1) (by fun_prop) (.of_forall fun x ↦ by
        rw [← ofReal_mul, norm_exp_ofReal_mul_I])
    simpa only [real_smul] using h
  rw [← intervalIntegral.integral_Iic_add_Ioi (b := (0 : ℝ)) hint.integrableOn hint.integrableOn]
  have hneg : ∫ x in Iic (0 : ℝ), laplacePDF x • exp (t * x * I)
      = (√2 / 2 : ℝ) * (1 / (√2 + t * I)) := by
    have h := integral_exp_mul_complex_Iic (a := √2 + t * I) (by simp) 0
    rw [ofReal_zero, mul_zero, exp_zero] at h
    rw [← h, ← integral_const_mul]
    refine setIntegral_congr_fun measurableSet_Iic fun x hx ↦ ?_
    simp only [laplacePDF, abs_of_nonpos (mem_Iic.mp hx), real_smul]
    push_cast
    rw [mul_assoc, ← Complex.exp_add]
    ring_nf
  have hpos : ∫ x in Ioi (0 : ℝ), laplacePDF x • exp (t * x * I)
      = (√2 / 2 : ℝ) * (1 / (√2 - t * I)) := by
    have h := integral_exp_mul_complex_Ioi (a := -√2 + t * I) (by simp) 0
    rw [ofReal_zero, mul_zero, exp_zero] at h
    have he : 1 / ((√2 : ℂ) - t * I) = -1 / (-√2 + t * I) := by
      rw [neg_div, ← div_neg]
      congr 1
      ring
    rw [he, ← h, ← integral_const_mul]
    refine setIntegral_congr_fun measurableSet_Ioi fun x hx ↦ ?_
    simp only [laplacePDF, abs_of_pos (mem_Ioi.mp hx), real_smul]
    push_cast
    rw [mul_assoc, ← Complex.exp_add]
    ring_nf
  rw [hneg, hpos]
  have hne (s : ℝ) : (√2 : ℂ) + s * I ≠ 0 := fun h ↦ by
    have := congrArg re h
    simp at this
  have h1 := hne t
  have h3 : (√2 : ℂ) - t * I ≠ 0 := by
    have := hne (-t)
    rwa [ofReal_neg, neg_mul, ← sub_eq_add_neg] at this
  have hsq : (√2 : ℂ) ^ 2 = 2 := by
    rw [← ofReal_pow, Real.sq_sqrt (by norm_num)]
    norm_num
  have h4 : (2 : ℂ) + t ^ 2 = (√2 + t * I) * (√2 - t * I) := by
    linear_combination -hsq + t ^ 2 * I_sq
  rw [h4]
  field_simp
  push_cast
  linear_combination hsq

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
  rw [← ENNReal.ofReal_add (sq_nonneg ρ) (by linarith)]
  simp

/-- The characteristic function of the noise. -/
theorem charFun_laplaceNoiseReal (hρ : ρ ^ 2 ≤ 1) (t : ℝ) :
    charFun (laplaceNoiseReal ρ) t = ρ ^ 2 + (1 - ρ ^ 2) * (2 / (2 + t ^ 2)) := by
  have hbdd (m : Measure ℝ) [IsFiniteMeasure m] : Integrable (fun x : ℝ ↦ exp (t * x * I)) m := by
    refine Integrable.of_bound (by fun_prop) 1 (.of_forall fun x ↦ ?_)
    rw [← ofReal_mul, norm_exp_ofReal_mul_I]
  rw [← charFun_laplaceReal, charFun_apply_real, charFun_apply_real, laplaceNoiseReal,
    integral_add_measure ((hbdd _).smul_measure ENNReal.ofReal_ne_top)
      ((hbdd _).smul_measure ENNReal.ofReal_ne_top), integral_smul_measure, integral_smul_measure,
    integral_dirac, ENNReal.toReal_ofReal (sq_nonneg ρ), ENNReal.toReal_ofReal (by linarith)]
  simp

/-- **A world that is not Gaussian.** For every `0 < ρ < 1` and every dimension the Laplace law is
stationary in the AR(1) class. -/
theorem ar1_laplace (hρ₀ : 0 < ρ) (hρ₁ : ρ < 1) :
    AR1 ρ (productLaw n laplaceReal) (productLaw n (laplaceNoiseReal ρ)) := by
  have hρ : ρ ^ 2 ≤ 1 := by nlinarith
  have := isProbabilityMeasure_laplaceNoiseReal hρ
  refine ar1_productLaw hρ₀ hρ₁ memLp_id_laplaceReal integral_id_laplaceReal
    (by simpa [pow_two] using integral_sq_laplaceReal) fun t ↦ ?_
  rw [charFun_laplaceNoiseReal hρ, charFun_laplaceReal, charFun_laplaceReal]
  have h1 : (2 : ℂ) + (t : ℂ) ^ 2 ≠ 0 := by
    exact_mod_cast (by positivity : (2 : ℝ) + t ^ 2 ≠ 0)
  have h2 : (2 : ℂ) + ((ρ * t : ℝ) : ℂ) ^ 2 ≠ 0 := by
    exact_mod_cast (by positivity : (2 : ℝ) + (ρ * t) ^ 2 ≠ 0)
  push_cast at h2 ⊢
  obtain ⟨A, hA⟩ : ∃ A : ℂ, A = 2 + (ρ * t) ^ 2 := ⟨_, rfl⟩
  have key : (ρ : ℂ) ^ 2 + (1 - ρ ^ 2) * (2 / (2 + t ^ 2)) = A / (2 + t ^ 2) := by
    rw [hA]
    field_simp
    ring
  rw [← hA] at h2 ⊢
  rw [key]
  field_simp

/-- The Laplace world is not Gaussian. -/
theorem productLaw_laplaceReal_ne_gaussian [NeZero n] : productLaw n laplaceReal ≠ gaussian n := by
  intro h
  have hc := congrArg (fun m ↦ charFun m (EuclideanSpace.single (0 : Fin n) √2)) h
  simp only [charFun_productLaw, charFun_gaussian] at hc
  rw [Finset.prod_eq_single 0 (fun i _ hi ↦ by simp [hi]) (by simp)] at hc
  have hsq : (√2 : ℝ) ^ 2 = 2 := Real.sq_sqrt (by norm_num)
  rw [charFun_laplaceReal, EuclideanSpace.norm_single, Real.norm_eq_abs, sq_abs, hsq] at hc
  simp only [EuclideanSpace.single_apply, if_true, ← ofReal_pow, hsq] at hc
  -- The two values at `√2` are `1 / 2` and `1 / e`.
  have hr : (2 : ℝ) / (2 + 2) = Real.exp (-(2 / 2)) := by exact_mod_cast hc
  rw [Real.exp_neg] at hr
  norm_num at hr
  have hlt := Real.add_one_lt_exp (one_ne_zero (α := ℝ))
  have he : Real.exp 1 = 2 := by
    rw [← inv_inv (Real.exp 1), ← hr]
    norm_num
  linarith

end LeJEPA
