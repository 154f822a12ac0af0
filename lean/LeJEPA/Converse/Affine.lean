import LeJEPA.Converse.Basic
import LeJEPA.Gaussian.Standard
import Mathlib.Analysis.InnerProductSpace.Projection.Submodule
import Mathlib.Probability.Distributions.Gaussian.Basic

/-!
# Affine encoders with Gaussian output

If an affine map sends the law of the latents to the standard Gaussian law, the latents are
Gaussian. This holds in any world: the transition plays no part.

## Main results

* `LeJEPA.isGaussian_gaussian`: `gaussian n` is Gaussian in the sense of Mathlib.
* `LeJEPA.eq_gaussian_of_isGaussian`: a Gaussian law with mean zero and identity covariance is
  `gaussian n`.
* `LeJEPA.AR1.isGaussian_iff`: in the AR(1) class Gaussian means standard Gaussian.
* `LeJEPA.isGaussian_of_map_affine`: the trivial part of the converse.
-/

open MeasureTheory ProbabilityTheory Complex
open scoped RealInnerProductSpace

namespace LeJEPA

variable {n : ℕ} {μ : Measure (EuclideanSpace ℝ (Fin n))}

/-- The standard Gaussian measure is Gaussian: all its linear functionals are normal. -/
instance isGaussian_gaussian : IsGaussian (gaussian n) := by
  refine isGaussian_of_map_eq_gaussianReal fun L ↦ ?_
  set t := (InnerProductSpace.toDual ℝ (EuclideanSpace ℝ (Fin n))).symm L with ht
  have hL (z : EuclideanSpace ℝ (Fin n)) : L z = ⟪t, z⟫ :=
    InnerProductSpace.toDual_symm_apply.symm
  refine ⟨0, ‖t‖₊ ^ 2, ?_⟩
  have := Measure.isProbabilityMeasure_map (μ := gaussian n) L.continuous.measurable.aemeasurable
  refine Measure.ext_of_charFun (funext fun s ↦ ?_)
  rw [charFun_gaussianReal, charFun_apply_real,
    integral_map L.continuous.measurable.aemeasurable (by fun_prop)]
  have e (z : EuclideanSpace ℝ (Fin n)) : exp (s * (L z : ℝ) * I) = exp (⟪z, s • t⟫ * I) := by
    rw [real_inner_smul_right, real_inner_comm, hL]
    push_cast
    rfl
  simp_rw [e]
  rw [← charFun_apply, charFun_gaussian, norm_smul, mul_pow, Real.norm_eq_abs, sq_abs]
  congr 1
  push_cast
  ring

/-- A Gaussian law with mean zero and identity covariance is the standard Gaussian law. -/
theorem eq_gaussian_of_isGaussian [IsGaussian μ] (hμ : MemLp (fun z ↦ z) 2 μ)
    (hmean : ∀ i, ∫ z, z i ∂μ = 0) (hcov : ∀ i j, ∫ z, z i * z j ∂μ = if i = j then 1 else 0) :
    μ = gaussian n := by
  have hw : IsWhitened μ fun z ↦ z := ⟨hμ, hmean, hcov⟩
  refine eq_gaussian_iff.mpr fun t ↦ ?_
  have h1 : ∫ z, ⟪t, z⟫ ∂μ = 0 := by
    simp_rw [real_inner_comm _ t]
    exact hw.integral_inner t
  have h2 : ∫ z, ⟪t, z⟫ ^ 2 ∂μ = ‖t‖ ^ 2 := by
    simp_rw [real_inner_comm _ t, pow_two]
    rw [hw.integral_inner_mul_inner, real_inner_self_eq_norm_sq, pow_two]
  have h1c : ∫ z, ((⟪t, z⟫ : ℝ) : ℂ) ∂μ = 0 := by
    rw [integral_complex_ofReal, h1, ofReal_zero]
  rw [IsGaussian.charFun_eq, variance_of_integral_eq_zero (by fun_prop) h1, h2]
  beta_reduce
  rw [h1c]
  congr 1
  push_cast
  ring

/-- In the AR(1) class the latents are Gaussian, with any mean and covariance, iff they are standard
Gaussian. -/
theorem AR1.isGaussian_iff {ρ : ℝ} {ν : Measure (EuclideanSpace ℝ (Fin n))} (w : AR1 ρ μ ν) :
    IsGaussian μ ↔ μ = gaussian n :=
  ⟨fun _ ↦ eq_gaussian_of_isGaussian w.memLp w.mean w.cov, fun h ↦ h ▸ isGaussian_gaussian⟩

/-- **The trivial part of the converse.** If an affine map sends the law of the latents to the
standard Gaussian law, then the latents are Gaussian, whatever the transition. -/
theorem isGaussian_of_map_affine [IsProbabilityMeasure μ] (b : EuclideanSpace ℝ (Fin n))
    (A : EuclideanSpace ℝ (Fin n) →ₗ[ℝ] EuclideanSpace ℝ (Fin n))
    (h : μ.map (fun z ↦ b + A z) = gaussian n) : IsGaussian μ := by
  have hA : Continuous A := A.continuous_of_finiteDimensional
  have hmeas : Measurable fun z ↦ b + A z := (continuous_const.add hA).measurable
  -- A direction orthogonal to the range would have a deterministic, not a normal, projection.
  have hbot : (LinearMap.range A)ᗮ = ⊥ := by
    rw [Submodule.eq_bot_iff]
    intro t ht
    have horth (z : EuclideanSpace ℝ (Fin n)) : ⟪A z, t⟫ = 0 :=
      (Submodule.mem_orthogonal _ t).mp ht _ (LinearMap.mem_range_self A z)
    have hchar : charFun (gaussian n) t = exp (⟪b, t⟫ * I) := by
      rw [← h, charFun_apply, integral_map hmeas.aemeasurable (by fun_prop)]
      simp [inner_add_left, horth]
    have hnorm := congrArg norm hchar
    rw [charFun_gaussian, norm_exp_ofReal_mul_I, ← ofReal_neg, ← ofReal_exp, norm_real,
      Real.norm_of_nonneg (Real.exp_pos _).le, Real.exp_eq_one_iff] at hnorm
    have h0 : ‖t‖ ^ 2 = 0 := by linarith
    simpa using h0
  have hsurj : Function.Surjective A :=
    LinearMap.range_eq_top.mp (Submodule.orthogonal_eq_bot_iff.mp hbot)
  have hinj : Function.Injective A := LinearMap.injective_iff_surjective.mpr hsurj
  let e := (LinearEquiv.ofBijective A ⟨hinj, hsurj⟩).toContinuousLinearEquiv
  have he (z : EuclideanSpace ℝ (Fin n)) : e.symm (A z) = z := e.symm_apply_apply z
  have hμ : μ = ((gaussian n).map fun y ↦ y - b).map e.symm := by
    rw [← h, Measure.map_map (by fun_prop) hmeas, Measure.map_map (by fun_prop) (by fun_prop)]
    have hid : (⇑e.symm ∘ ((fun y ↦ y - b) ∘ fun z ↦ b + A z)) = id := by
      ext1 z
      simp [he]
    rw [hid, Measure.map_id]
  rw [hμ]
  infer_instance

end LeJEPA
