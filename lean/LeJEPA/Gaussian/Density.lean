import LeJEPA.Gaussian.Standard
import Mathlib.Analysis.SpecialFunctions.Gaussian.FourierTransform

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
    (by norm_num) Complex.I t
  have hint (z : EuclideanSpace ℝ (Fin n)) :
      gaussianDensity z • Complex.exp (⟪z, t⟫ * Complex.I)
        = (((√(2 * π))⁻¹ ^ n : ℝ) : ℂ)
          * Complex.exp (-((1 / 2 : ℝ) : ℂ) * ‖z‖ ^ 2 + Complex.I * ⟪t, z⟫) := by
    rw [gaussianDensity, Complex.real_smul, Complex.ofReal_mul, mul_assoc, Complex.ofReal_exp,
      ← Complex.exp_add, real_inner_comm]
    push_cast
    ring_nf
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
  rw [integral_complex_ofReal, integral_undef h] at hzero
  simp at hzero

/-- The standard Gaussian measure is the volume with the density `gaussianDensity`. -/
theorem gaussian_eq_withDensity (n : ℕ) : gaussian n
    = (volume : Measure (EuclideanSpace ℝ (Fin n))).withDensity
      fun z ↦ ENNReal.ofReal (gaussianDensity z) := by
  have := isFiniteMeasure_withDensity_ofReal (μ := volume)
    (integrable_gaussianDensity (n := n)).hasFiniteIntegral
  symm
  refine eq_gaussian_iff.mpr fun t ↦ ?_
  rw [charFun_apply, integral_withDensity_eq_integral_toReal_smul (by fun_prop)
    (.of_forall fun _ ↦ ENNReal.ofReal_lt_top), ← integral_cexp_mul_gaussianDensity t]
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
  exact withDensity_absolutelyContinuous' (by fun_prop)
    (.of_forall fun z ↦ (ENNReal.ofReal_pos.mpr (gaussianDensity_pos z)).ne')

end LeJEPA
