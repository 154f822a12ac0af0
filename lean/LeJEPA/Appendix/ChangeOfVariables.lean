import LeJEPA.Gaussian.Density
import Mathlib.Analysis.Calculus.ContDiff.Basic
import Mathlib.MeasureTheory.Function.Jacobian
import Mathlib.MeasureTheory.Function.L2Space

/-!
# The Jacobian determinant of a map that preserves the Gaussian measure

Let `h` be an injective `C¹` map of `EuclideanSpace ℝ (Fin n)`, for instance a `C¹` diffeomorphism,
that preserves the standard Gaussian measure. The change of variables formula gives
`|det Dh(z)| p(h z) = p(z)` for the Gaussian density `p`, first almost everywhere and then, both
sides being continuous, everywhere. So `log |det Dh(z)| = (‖h z‖² - ‖z‖²) / 2`, of mean zero.

## Main results

* `LeJEPA.abs_det_fderiv_mul_gaussianDensity`: the density identity;
  `LeJEPA.map_gaussian_of_abs_det_fderiv`: the converse.
* `LeJEPA.log_abs_det_fderiv`: the logarithm of the Jacobian determinant.
* `LeJEPA.integrable_log_abs_det_fderiv`, `LeJEPA.integral_log_abs_det_fderiv`: it is integrable and
  its mean is zero.
-/

open MeasureTheory Real

namespace LeJEPA

variable {n : ℕ} {h : EuclideanSpace ℝ (Fin n) → EuclideanSpace ℝ (Fin n)}

/-- A map that preserves the standard Gaussian measure preserves integrals of continuous
functions. -/
theorem integral_comp_of_map_gaussian {F : Type*} [NormedAddCommGroup F] [NormedSpace ℝ F]
    [SecondCountableTopology F] [MeasurableSpace F] [BorelSpace F]
    (hh : Measurable h) (hmap : (gaussian n).map h = gaussian n)
    {f : EuclideanSpace ℝ (Fin n) → F} (hf : Continuous f) :
    ∫ z, f (h z) ∂gaussian n = ∫ z, f z ∂gaussian n := by
  conv_rhs => rw [← hmap]
  exact (integral_map hh.aemeasurable hf.measurable.aestronglyMeasurable).symm

/-- The squared norm is integrable for the standard Gaussian measure. -/
theorem integrable_norm_sq_gaussian (n : ℕ) : Integrable (fun z ↦ ‖z‖ ^ 2) (gaussian n) :=
  (memLp_two_iff_integrable_sq_norm memLp_id_gaussian.1).mp memLp_id_gaussian

/-- The density identity: `|det Dh(z)| p(h z) = p(z)` at every point, for an injective `C¹` map `h`
that preserves the standard Gaussian measure, with density `p`. -/
theorem abs_det_fderiv_mul_gaussianDensity (hh : ContDiff ℝ 1 h) (hinj : Function.Injective h)
    (hmap : (gaussian n).map h = gaussian n) (z : EuclideanSpace ℝ (Fin n)) :
    |(fderiv ℝ h z).det| * gaussianDensity (h z) = gaussianDensity z := by
  have hdet : Continuous fun z ↦ |(fderiv ℝ h z).det| :=
    (ContinuousLinearMap.continuous_det.comp (hh.continuous_fderiv one_ne_zero)).abs
  have hcont : Continuous fun z ↦ |(fderiv ℝ h z).det| * gaussianDensity (h z) :=
    hdet.mul (continuous_gaussianDensity.comp hh.continuous)
  have hderiv (s : Set (EuclideanSpace ℝ (Fin n))) (x) (_ : x ∈ s) :
      HasFDerivWithinAt h (fderiv ℝ h x) s x :=
    (hh.differentiable one_ne_zero x).hasFDerivAt.hasFDerivWithinAt
  have hdens : (volume.withDensity fun z ↦
      ENNReal.ofReal (|(fderiv ℝ h z).det| * gaussianDensity (h z))) = gaussian n := by
    ext s hs
    have himage : MeasurableSet (h '' s) :=
      measurable_image_of_fderivWithin hs (hderiv s) hinj.injOn
    calc (volume.withDensity fun z ↦
          ENNReal.ofReal (|(fderiv ℝ h z).det| * gaussianDensity (h z))) s
        = ∫⁻ z in s, ENNReal.ofReal |(fderiv ℝ h z).det|
            * ENNReal.ofReal (gaussianDensity (h z)) := by
          rw [withDensity_apply _ hs]
          simp_rw [ENNReal.ofReal_mul (abs_nonneg _)]
      _ = ∫⁻ z in h '' s, ENNReal.ofReal (gaussianDensity z) :=
          (lintegral_image_eq_lintegral_abs_det_fderiv_mul volume hs (hderiv s) hinj.injOn
            fun z ↦ ENNReal.ofReal (gaussianDensity z)).symm
      _ = gaussian n (h '' s) := by rw [gaussian_eq_withDensity, withDensity_apply _ himage]
      _ = (gaussian n).map h (h '' s) := by rw [hmap]
      _ = gaussian n s := by
          rw [Measure.map_apply hh.continuous.measurable himage, hinj.preimage_image]
  have hae : (fun z ↦ ENNReal.ofReal (|(fderiv ℝ h z).det| * gaussianDensity (h z)))
      =ᵐ[volume] fun z ↦ ENNReal.ofReal (gaussianDensity z) :=
    (withDensity_eq_iff_of_sigmaFinite hcont.measurable.ennreal_ofReal.aemeasurable
      (by fun_prop)).mp (hdens.trans (gaussian_eq_withDensity n))
  have heq : (fun z ↦ |(fderiv ℝ h z).det| * gaussianDensity (h z)) = gaussianDensity := by
    refine Measure.eq_of_ae_eq (μ := volume) ?_ hcont continuous_gaussianDensity
    filter_upwards [hae] with z hz
    have hpos := gaussianDensity_pos (h z)
    exact (ENNReal.ofReal_eq_ofReal_iff (by positivity) (gaussianDensity_pos z).le).mp hz
  exact congrFun heq z

/-- Conversely, a bijective `C¹` map that satisfies the density identity preserves the standard
Gaussian measure. -/
theorem map_gaussian_of_abs_det_fderiv (hh : ContDiff ℝ 1 h) (hbij : Function.Bijective h)
    (hdens : ∀ z, |(fderiv ℝ h z).det| * gaussianDensity (h z) = gaussianDensity z) :
    (gaussian n).map h = gaussian n := by
  ext s hs
  have hpre : MeasurableSet (h ⁻¹' s) := hh.continuous.measurable hs
  rw [Measure.map_apply hh.continuous.measurable hs]
  calc gaussian n (h ⁻¹' s)
      = ∫⁻ z in h ⁻¹' s, ENNReal.ofReal (gaussianDensity z) := by
        rw [gaussian_eq_withDensity, withDensity_apply _ hpre]
    _ = ∫⁻ z in h ⁻¹' s, ENNReal.ofReal |(fderiv ℝ h z).det|
          * ENNReal.ofReal (gaussianDensity (h z)) :=
        lintegral_congr fun z ↦ by rw [← ENNReal.ofReal_mul (abs_nonneg _), hdens]
    _ = ∫⁻ z in h '' (h ⁻¹' s), ENNReal.ofReal (gaussianDensity z) :=
        (lintegral_image_eq_lintegral_abs_det_fderiv_mul volume hpre
          (fun x _ ↦ (hh.differentiable one_ne_zero x).hasFDerivAt.hasFDerivWithinAt)
          hbij.injective.injOn fun z ↦ ENNReal.ofReal (gaussianDensity z)).symm
    _ = gaussian n s := by
        rw [Set.image_preimage_eq s hbij.surjective, gaussian_eq_withDensity,
          withDensity_apply _ hs]

/-- The Jacobian determinant of an injective `C¹` map that preserves the standard Gaussian
measure. -/
theorem abs_det_fderiv_eq_exp (hh : ContDiff ℝ 1 h) (hinj : Function.Injective h)
    (hmap : (gaussian n).map h = gaussian n) (z : EuclideanSpace ℝ (Fin n)) :
    |(fderiv ℝ h z).det| = exp ((‖h z‖ ^ 2 - ‖z‖ ^ 2) / 2) := by
  have hid := abs_det_fderiv_mul_gaussianDensity hh hinj hmap z
  rw [gaussianDensity, gaussianDensity, mul_left_comm] at hid
  have hcancel := mul_left_cancel₀ (by positivity) hid
  have hsplit : exp ((‖h z‖ ^ 2 - ‖z‖ ^ 2) / 2)
      = exp (-(‖z‖ ^ 2 / 2)) * exp (‖h z‖ ^ 2 / 2) := by
    rw [← exp_add]
    ring_nf
  rw [hsplit, ← hcancel, mul_assoc, ← exp_add, neg_add_cancel, exp_zero, mul_one]

/-- The Jacobian determinant vanishes nowhere. -/
theorem det_fderiv_ne_zero (hh : ContDiff ℝ 1 h) (hinj : Function.Injective h)
    (hmap : (gaussian n).map h = gaussian n) (z : EuclideanSpace ℝ (Fin n)) :
    (fderiv ℝ h z).det ≠ 0 := by
  rw [← abs_pos, abs_det_fderiv_eq_exp hh hinj hmap]
  exact exp_pos _

/-- The log-determinant: `log |det Dh(z)| = (‖h z‖² - ‖z‖²) / 2`. -/
theorem log_abs_det_fderiv (hh : ContDiff ℝ 1 h) (hinj : Function.Injective h)
    (hmap : (gaussian n).map h = gaussian n) (z : EuclideanSpace ℝ (Fin n)) :
    log |(fderiv ℝ h z).det| = (‖h z‖ ^ 2 - ‖z‖ ^ 2) / 2 := by
  rw [abs_det_fderiv_eq_exp hh hinj hmap, log_exp]

/-- The log-determinant is integrable. -/
theorem integrable_log_abs_det_fderiv (hh : ContDiff ℝ 1 h) (hinj : Function.Injective h)
    (hmap : (gaussian n).map h = gaussian n) :
    Integrable (fun z ↦ log |(fderiv ℝ h z).det|) (gaussian n) := by
  have hmp : MeasurePreserving h (gaussian n) (gaussian n) := ⟨hh.continuous.measurable, hmap⟩
  simp_rw [log_abs_det_fderiv hh hinj hmap]
  exact ((hmp.integrable_comp_of_integrable (integrable_norm_sq_gaussian n)).sub
    (integrable_norm_sq_gaussian n)).div_const 2

/-- The log-determinant has mean zero. -/
theorem integral_log_abs_det_fderiv (hh : ContDiff ℝ 1 h) (hinj : Function.Injective h)
    (hmap : (gaussian n).map h = gaussian n) :
    ∫ z, log |(fderiv ℝ h z).det| ∂gaussian n = 0 := by
  have hmp : MeasurePreserving h (gaussian n) (gaussian n) := ⟨hh.continuous.measurable, hmap⟩
  have hint : Integrable (fun z ↦ ‖h z‖ ^ 2) (gaussian n) :=
    hmp.integrable_comp_of_integrable (integrable_norm_sq_gaussian n)
  simp_rw [log_abs_det_fderiv hh hinj hmap]
  rw [integral_div, integral_sub hint (integrable_norm_sq_gaussian n),
    integral_comp_of_map_gaussian hmp.measurable hmap (f := fun z ↦ ‖z‖ ^ 2) (by fun_prop),
    sub_self, zero_div]

end LeJEPA
