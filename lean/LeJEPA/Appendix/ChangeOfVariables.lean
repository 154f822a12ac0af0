import LeJEPA.Gaussian.Standard
import Mathlib.Analysis.Calculus.ContDiff.Basic
import Mathlib.Analysis.SpecialFunctions.Gaussian.FourierTransform
import Mathlib.MeasureTheory.Function.Jacobian
import Mathlib.MeasureTheory.Function.L2Space

/-!
# The density of the standard Gaussian measure

The standard Gaussian measure on `EuclideanSpace ℝ (Fin n)` has the density
`(2π) ^ (-n / 2) exp (-‖z‖² / 2)` with respect to the volume, so that it has the same null sets.

## Main definitions

* `LeJEPA.gaussianDensity`: the density.

## Main results

* `LeJEPA.gaussian_eq_withDensity`: the standard Gaussian measure is the volume with this density.
* `LeJEPA.gaussian_absolutelyContinuous`, `LeJEPA.volume_absolutelyContinuous_gaussian`: the null
  sets are the same.
-/

open MeasureTheory Real
open scoped RealInnerProductSpace ENNReal

namespace LeJEPA

variable {n : ℕ}

/-- The density `(2π) ^ (-n / 2) exp (-‖z‖² / 2)` of the standard Gaussian measure. -/
noncomputable def gaussianDensity (z : EuclideanSpace ℝ (Fin n)) : ℝ :=
  (√(2 * π))⁻¹ ^ n * exp (-(‖z‖ ^ 2 / 2))

/-- The density is positive. -/
theorem gaussianDensity_pos (z : EuclideanSpace ℝ (Fin n)) : 0 < gaussianDensity z := by
  unfold gaussianDensity
  positivity

/-- The density is continuous. -/
@[fun_prop]
theorem continuous_gaussianDensity :
    Continuous (gaussianDensity : EuclideanSpace ℝ (Fin n) → ℝ) := by
  unfold gaussianDensity
  fun_prop

/-- The Fourier transform of the density. -/
private theorem integral_cexp_mul_gaussianDensity (t : EuclideanSpace ℝ (Fin n)) :
    ∫ z, gaussianDensity z • Complex.exp (⟪z, t⟫ * Complex.I)
      = Complex.exp (-(‖t‖ ^ 2 / 2 : ℝ)) := by
  have hconst : ((π : ℂ) / ((1 / 2 : ℝ) : ℂ))
      ^ ((Module.finrank ℝ (EuclideanSpace ℝ (Fin n)) : ℂ) / 2) = ((√(2 * π) ^ n : ℝ) : ℂ) := by
    have hbase : (π : ℂ) / ((1 / 2 : ℝ) : ℂ) = ((2 * π : ℝ) : ℂ) := by
      push_cast
      ring
    have hexp : (n : ℂ) / 2 = ((n / 2 : ℝ) : ℂ) := by
      push_cast
      rfl
    rw [finrank_euclideanSpace_fin, hbase, hexp, ← Complex.ofReal_cpow (by positivity),
      sqrt_eq_rpow, ← rpow_natCast, ← rpow_mul (by positivity)]
    congr 2
    ring
  have hgauss := GaussianFourier.integral_cexp_neg_mul_sq_norm_add (b := ((1 / 2 : ℝ) : ℂ))
    ((Complex.ofReal_re _).symm ▸ one_half_pos) Complex.I t
  have hint (z : EuclideanSpace ℝ (Fin n)) :
      gaussianDensity z • Complex.exp (⟪z, t⟫ * Complex.I)
        = (((√(2 * π))⁻¹ ^ n : ℝ) : ℂ)
          * Complex.exp (-((1 / 2 : ℝ) : ℂ) * ‖z‖ ^ 2 + Complex.I * ⟪t, z⟫) := by
    rw [gaussianDensity, Complex.real_smul, Complex.ofReal_mul, mul_assoc, Complex.ofReal_exp,
      ← Complex.exp_add, real_inner_comm]
    congr 2
    push_cast
    ring
  simp_rw [hint]
  rw [integral_const_mul, hgauss, hconst, ← mul_assoc, ← Complex.ofReal_mul, ← mul_pow,
    inv_mul_cancel₀ (by positivity), one_pow, Complex.ofReal_one, one_mul]
  congr 1
  rw [Complex.I_sq]
  push_cast
  ring

/-- The density is integrable. -/
theorem integrable_gaussianDensity :
    Integrable (gaussianDensity : EuclideanSpace ℝ (Fin n) → ℝ) := by
  by_contra h
  have hzero := integral_cexp_mul_gaussianDensity (0 : EuclideanSpace ℝ (Fin n))
  simp only [inner_zero_right, Complex.ofReal_zero, zero_mul, Complex.exp_zero,
    Complex.real_smul, mul_one] at hzero
  rw [integral_complex_ofReal, integral_undef h, Complex.ofReal_zero] at hzero
  exact Complex.exp_ne_zero _ hzero.symm

private theorem measurable_ofReal_gaussianDensity :
    Measurable fun z : EuclideanSpace ℝ (Fin n) ↦ ENNReal.ofReal (gaussianDensity z) :=
  continuous_gaussianDensity.measurable.ennreal_ofReal

/-- The standard Gaussian measure is the volume with the density `gaussianDensity`. -/
theorem gaussian_eq_withDensity (n : ℕ) : gaussian n
    = (volume : Measure (EuclideanSpace ℝ (Fin n))).withDensity
      fun z ↦ ENNReal.ofReal (gaussianDensity z) := by
  have := isFiniteMeasure_withDensity_ofReal (integrable_gaussianDensity (n := n)).2
  symm
  refine eq_gaussian_iff.mpr fun t ↦ ?_
  rw [charFun_apply, integral_withDensity_eq_integral_toReal_smul
    measurable_ofReal_gaussianDensity (.of_forall fun _ ↦ ENNReal.ofReal_lt_top),
    ← integral_cexp_mul_gaussianDensity t]
  exact integral_congr_ae (.of_forall fun z ↦ by
    simp only [ENNReal.toReal_ofReal (gaussianDensity_pos z).le])

/-- A Lebesgue null set is a null set of the standard Gaussian measure. -/
theorem gaussian_absolutelyContinuous (n : ℕ) :
    gaussian n ≪ (volume : Measure (EuclideanSpace ℝ (Fin n))) :=
  gaussian_eq_withDensity n ▸ withDensity_absolutelyContinuous _ _

/-- A null set of the standard Gaussian measure is a Lebesgue null set. -/
theorem volume_absolutelyContinuous_gaussian (n : ℕ) :
    (volume : Measure (EuclideanSpace ℝ (Fin n))) ≪ gaussian n := by
  rw [gaussian_eq_withDensity]
  exact withDensity_absolutelyContinuous' measurable_ofReal_gaussianDensity.aemeasurable
    (.of_forall fun z ↦ (ENNReal.ofReal_pos.mpr (gaussianDensity_pos z)).ne')

end LeJEPA

section Density

namespace LeJEPA

/-! ### The change of variables for a measure with a density -/

variable {E : Type*} [NormedAddCommGroup E] [NormedSpace ℝ E] [FiniteDimensional ℝ E]
  [MeasurableSpace E] [BorelSpace E] {μ ν : Measure E} [μ.IsAddHaarMeasure] {p : E → ℝ} {h : E → E}

private theorem setLIntegral_abs_det_fderiv_mul (hν : ν = μ.withDensity fun z ↦ .ofReal (p z))
    (hh : ContDiff ℝ 1 h) (hinj : Function.Injective h) {s : Set E} (hs : MeasurableSet s) :
    MeasurableSet (h '' s) ∧
      ∫⁻ z in s, ENNReal.ofReal (|(fderiv ℝ h z).det| * p (h z)) ∂μ = ν (h '' s) := by
  have hderiv (x) (_ : x ∈ s) : HasFDerivWithinAt h (fderiv ℝ h x) s x :=
    (hh.differentiable one_ne_zero x).hasFDerivAt.hasFDerivWithinAt
  have himage := measurable_image_of_fderivWithin hs hderiv hinj.injOn
  refine ⟨himage, ?_⟩
  rw [hν, withDensity_apply _ himage,
    lintegral_image_eq_lintegral_abs_det_fderiv_mul μ hs hderiv hinj.injOn]
  simp only [ENNReal.ofReal_mul (abs_nonneg _)]

private theorem abs_det_fderiv_mul_density (hp : Continuous p) (hpos : ∀ z, 0 < p z)
    (hν : ν = μ.withDensity fun z ↦ .ofReal (p z)) (hh : ContDiff ℝ 1 h)
    (hinj : Function.Injective h) (hmap : ν.map h = ν) (z : E) :
    |(fderiv ℝ h z).det| * p (h z) = p z := by
  have hcont : Continuous fun z ↦ |(fderiv ℝ h z).det| * p (h z) :=
    (ContinuousLinearMap.continuous_det.comp (hh.continuous_fderiv one_ne_zero)).abs.mul
      (hp.comp hh.continuous)
  have hdens : μ.withDensity (fun z ↦ .ofReal (|(fderiv ℝ h z).det| * p (h z))) = ν := by
    ext s hs
    obtain ⟨himage, heq⟩ := setLIntegral_abs_det_fderiv_mul hν hh hinj hs
    rw [withDensity_apply _ hs, heq, ← DFunLike.congr_fun hmap (h '' s),
      Measure.map_apply hh.continuous.measurable himage, hinj.preimage_image]
  have hae := (withDensity_eq_iff_of_sigmaFinite hcont.measurable.ennreal_ofReal.aemeasurable
    hp.measurable.ennreal_ofReal.aemeasurable).mp (hdens.trans hν)
  refine congrFun (Measure.eq_of_ae_eq (hae.mono fun x hx ↦ ?_) hcont hp) z
  exact (ENNReal.ofReal_eq_ofReal_iff (mul_nonneg (abs_nonneg _) (hpos _).le) (hpos x).le).mp hx

private theorem map_eq_of_abs_det_fderiv (hν : ν = μ.withDensity fun z ↦ .ofReal (p z))
    (hh : ContDiff ℝ 1 h) (hbij : Function.Bijective h)
    (hdens : ∀ z, |(fderiv ℝ h z).det| * p (h z) = p z) : ν.map h = ν := by
  ext s hs
  have hpre : MeasurableSet (h ⁻¹' s) := hh.continuous.measurable hs
  have heq := (setLIntegral_abs_det_fderiv_mul hν hh hbij.injective hpre).2
  rw [Set.image_preimage_eq s hbij.surjective] at heq
  rw [Measure.map_apply hh.continuous.measurable hs, ← heq, hν, withDensity_apply _ hpre]
  simp only [hdens]

end LeJEPA

end Density

/-!
## The Jacobian determinant of a map that preserves the Gaussian measure

Let `h` be an injective `C¹` map of `EuclideanSpace ℝ (Fin n)`, for instance a `C¹` diffeomorphism,
that preserves the standard Gaussian measure. The change of variables formula gives
`|det Dh(z)| p(h z) = p(z)` for the Gaussian density `p`, first almost everywhere and then, both
sides being continuous, everywhere. So `log |det Dh(z)| = (‖h z‖² - ‖z‖²) / 2`, of mean zero.

### Main results

* `LeJEPA.abs_det_fderiv_mul_gaussianDensity`: the density identity;
  `LeJEPA.map_gaussian_of_abs_det_fderiv`: the converse.
* `LeJEPA.log_abs_det_fderiv`: the logarithm of the Jacobian determinant.
* `LeJEPA.integrable_log_abs_det_fderiv`, `LeJEPA.integral_log_abs_det_fderiv`: it is integrable and
  its mean is zero.
-/

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
    |(fderiv ℝ h z).det| * gaussianDensity (h z) = gaussianDensity z :=
  abs_det_fderiv_mul_density continuous_gaussianDensity gaussianDensity_pos
    (gaussian_eq_withDensity n) hh hinj hmap z

/-- Conversely, a bijective `C¹` map that satisfies the density identity preserves the standard
Gaussian measure. -/
theorem map_gaussian_of_abs_det_fderiv (hh : ContDiff ℝ 1 h) (hbij : Function.Bijective h)
    (hdens : ∀ z, |(fderiv ℝ h z).det| * gaussianDensity (h z) = gaussianDensity z) :
    (gaussian n).map h = gaussian n :=
  map_eq_of_abs_det_fderiv (gaussian_eq_withDensity n) hh hbij hdens

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
    congr 1
    ring
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

private theorem integrable_norm_sq_comp (hh : ContDiff ℝ 1 h)
    (hmap : (gaussian n).map h = gaussian n) : Integrable (fun z ↦ ‖h z‖ ^ 2) (gaussian n) :=
  MeasurePreserving.integrable_comp_of_integrable ⟨hh.continuous.measurable, hmap⟩
    (g := fun z ↦ ‖z‖ ^ 2) (integrable_norm_sq_gaussian n)

/-- The log-determinant is integrable. -/
theorem integrable_log_abs_det_fderiv (hh : ContDiff ℝ 1 h) (hinj : Function.Injective h)
    (hmap : (gaussian n).map h = gaussian n) :
    Integrable (fun z ↦ log |(fderiv ℝ h z).det|) (gaussian n) := by
  simp only [log_abs_det_fderiv hh hinj hmap]
  exact ((integrable_norm_sq_comp hh hmap).sub (integrable_norm_sq_gaussian n)).div_const 2

/-- The log-determinant has mean zero. -/
theorem integral_log_abs_det_fderiv (hh : ContDiff ℝ 1 h) (hinj : Function.Injective h)
    (hmap : (gaussian n).map h = gaussian n) :
    ∫ z, log |(fderiv ℝ h z).det| ∂gaussian n = 0 := by
  simp only [log_abs_det_fderiv hh hinj hmap]
  rw [integral_div,
    integral_sub (integrable_norm_sq_comp hh hmap) (integrable_norm_sq_gaussian n),
    integral_comp_of_map_gaussian hh.continuous.measurable hmap (continuous_norm.pow 2),
    sub_self, zero_div]

end LeJEPA
