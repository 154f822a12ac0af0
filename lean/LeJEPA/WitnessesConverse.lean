import LeJEPA.Converse.Affine
import LeJEPA.Converse.Defs
import LeJEPA.Converse.FirstVariation
import LeJEPA.Converse.Gaussian
import LeJEPA.Converse.Laplace
import LeJEPA.Converse.SturmLiouville
import LeJEPA.Counterexamples.Coordinatewise
import LeJEPA.Counterexamples.HermiteTwo
import LeJEPA.Counterexamples.Readings

/-!
# The lemmas of the converse apply

Each statement below supposes nothing: it applies a lemma behind the converse, or a counterexample
to a looser reading of it, to a world for which the hypotheses hold. The worlds are the Gaussian and
the Laplace world at `ρ = 1/2`, and the four-point world.

## Main results

* `LeJEPA.Witnesses.laplace_affine`, `LeJEPA.Witnesses.laplace_loss`,
  `LeJEPA.Witnesses.laplace_regression`: whitened affine encoders, their loss, and the forward
  regression, in the Laplace world.
* `LeJEPA.Witnesses.gaussian_reversible`, `LeJEPA.Witnesses.gaussian_backward`,
  `LeJEPA.Witnesses.gaussian_best`, `LeJEPA.Witnesses.gaussian_noise`: the Gaussian world.
* `LeJEPA.Witnesses.variation_whitened`, `LeJEPA.Witnesses.variation_loss`,
  `LeJEPA.Witnesses.variation_deriv`, `LeJEPA.Witnesses.first_variation`: the first variation, in
  the direction of a Hermite polynomial.
* `LeJEPA.Witnesses.core_lemma`, `LeJEPA.Witnesses.core_lemma_zero`,
  `LeJEPA.Witnesses.eigenfunction`: the facts from analysis.
* `LeJEPA.Witnesses.four_point`, `LeJEPA.Witnesses.four_point_product`,
  `LeJEPA.Witnesses.free_mean`: false readings.
-/

open MeasureTheory ProbabilityTheory
open scoped NNReal

namespace LeJEPA.Witnesses

variable (n : ℕ)

private theorem gaussianWorld : AR1 (1 / 2) (gaussian n) (gaussianNoise n (1 / 2)) :=
  ar1_gaussian one_half_pos one_half_lt_one

private theorem isProbabilityMeasure_laplaceNoise :
    IsProbabilityMeasure (laplaceNoiseReal (1 / 2)) :=
  isProbabilityMeasure_laplaceNoiseReal (by norm_num)

private theorem laplaceWorld : AR1 (1 / 2) (productLaw n laplaceReal)
    (productLaw n (laplaceNoiseReal (1 / 2))) := ar1_laplace one_half_pos one_half_lt_one

private theorem isWhitened_isometry
    (Q : EuclideanSpace ℝ (Fin n) ≃ₗᵢ[ℝ] EuclideanSpace ℝ (Fin n)) :
    IsWhitened (productLaw n laplaceReal) fun z ↦ 0 + Q.toLinearEquiv.toLinearMap z := by
  simp only [zero_add]
  exact (laplaceWorld n).isWhitened_id.isometry_comp Q

/-- In the Laplace world a whitened affine encoder, given by a linear isometry and the translation
by zero, is a linear isometry with the loss of the identity. -/
theorem laplace_affine (Q : EuclideanSpace ℝ (Fin n) ≃ₗᵢ[ℝ] EuclideanSpace ℝ (Fin n)) :
    (∃ R : EuclideanSpace ℝ (Fin n) ≃ₗᵢ[ℝ] EuclideanSpace ℝ (Fin n),
        ∀ z, 0 + Q.toLinearEquiv.toLinearMap z = R z) ∧
      arLoss (1 / 2) (productLaw n laplaceReal) (productLaw n (laplaceNoiseReal (1 / 2)))
          (fun z ↦ 0 + Q.toLinearEquiv.toLinearMap z)
        = arLoss (1 / 2) (productLaw n laplaceReal) (productLaw n (laplaceNoiseReal (1 / 2)))
          fun z ↦ z := by
  have := isProbabilityMeasure_laplaceNoise
  exact ⟨(laplaceWorld n).isWhitened_id.exists_isometry_of_affine (isWhitened_isometry n Q),
    (laplaceWorld n).arLoss_affine (isWhitened_isometry n Q)⟩

/-- The loss of the identity in the Laplace world. -/
theorem laplace_loss :
    arLoss (1 / 2) (productLaw n laplaceReal) (productLaw n (laplaceNoiseReal (1 / 2))) (fun z ↦ z)
      = 2 * (1 - 1 / 2) * n := by
  have := isProbabilityMeasure_laplaceNoise
  exact (laplaceWorld n).arLoss_id

/-- The forward regression in the Laplace world, tested against a coordinate. -/
theorem laplace_regression (j k : Fin n) :
    ∫ p, arMap (1 / 2) p j * p.1 k
        ∂(productLaw n laplaceReal).prod (productLaw n (laplaceNoiseReal (1 / 2)))
      = 1 / 2 * ∫ z, z j * z k ∂productLaw n laplaceReal := by
  have := isProbabilityMeasure_laplaceNoise
  exact (laplaceWorld n).integral_arMap_mul ((laplaceWorld n).memLp_apply k) j

/-- The Gaussian world is reversible. -/
theorem gaussian_reversible :
    ((gaussian n).prod (gaussianNoise n (1 / 2))).map (fun p ↦ (p.1, arMap (1 / 2) p))
      = ((gaussian n).prod (gaussianNoise n (1 / 2))).map fun p ↦ (arMap (1 / 2) p, p.1) :=
  (gaussianWorld n).reversible_of_gaussian

/-- The backward regression of the Gaussian world is linear, since the world is reversible. -/
theorem gaussian_backward (j : Fin n) :
    ((gaussian n).prod (gaussianNoise n (1 / 2)))[fun p ↦ p.1 j
        | MeasurableSpace.comap (arMap (1 / 2)) inferInstance]
      =ᵐ[(gaussian n).prod (gaussianNoise n (1 / 2))] fun p ↦ 1 / 2 * arMap (1 / 2) p j :=
  ((gaussianWorld n).condExp_iff_backward j).mpr fun _ hg hC ↦
    (gaussianWorld n).backward_of_reversible (gaussian_reversible n) j hg hC

/-- The identity is a best whitened encoder of the Gaussian world, and as such it is a linear
isometry. -/
theorem gaussian_best :
    IsBest (gaussian n) (arLoss (1 / 2) (gaussian n) (gaussianNoise n (1 / 2))) (fun z ↦ z) ∧
      ∃ Q : EuclideanSpace ℝ (Fin n) ≃ₗᵢ[ℝ] EuclideanSpace ℝ (Fin n),
        (fun z ↦ z) =ᵐ[gaussian n] Q :=
  ⟨(gaussianWorld n).isBest_of_gaussian,
    (gaussianWorld n).exists_isometry_of_isBest_of_gaussian (gaussianWorld n).isBest_of_gaussian⟩

/-- At `ρ = 0` the Gaussian latents are their own noise, which is therefore Gaussian. -/
theorem gaussian_noise : gaussian n = gaussianNoise n 0 := by
  refine noise_eq_of_gaussian (by norm_num) ?_
  have h : arMap (n := n) 0 = Prod.snd := by
    ext1 w
    simp [arMap]
  rw [h]
  exact measurePreserving_snd.map_eq

private theorem memLp_direction (i : Fin n) :
    MemLp (fun z : EuclideanSpace ℝ (Fin n) ↦ hermiteTwo (z i)) 2 (gaussian n) :=
  memLp_hermiteTwo.comp_measurePreserving (measurePreserving_apply_gaussian i)

private theorem integral_direction (i : Fin n) : ∫ z, hermiteTwo (z i) ∂gaussian n = 0 :=
  (integral_comp_apply_gaussian memLp_hermiteTwo.1 i).trans integral_hermiteTwo

private theorem integral_mul_direction (i k : Fin n) :
    ∫ z, z k * hermiteTwo (z i) ∂gaussian n = 0 := by
  have h := integral_map (μ := gaussian n) (f := fun z ↦ z k * hermiteTwo (z i))
    (measurePreserving_gaussian (.neg ℝ)).measurable.aemeasurable
    (Measurable.aestronglyMeasurable (by fun_prop))
  rw [map_gaussian] at h
  simp only [LinearIsometryEquiv.coe_neg, PiLp.neg_apply, hermiteTwo_neg, neg_mul,
    integral_neg] at h
  exact self_eq_neg.mp h

/-- The curve of encoders through the identity, in the direction of a Hermite polynomial, is
whitened. -/
theorem variation_whitened (i j : Fin n) (s : ℝ) :
    IsWhitened (gaussian n) (variation j (fun z ↦ hermiteTwo (z i)) s
      √(1 + s ^ 2 * ∫ z, hermiteTwo (z i) ^ 2 ∂gaussian n)) := by
  have h : 0 ≤ ∫ z, hermiteTwo (z i) ^ 2 ∂gaussian n :=
    integral_nonneg fun z ↦ sq_nonneg (hermiteTwo (z i))
  exact (gaussianWorld n).isWhitened_variation (memLp_direction n i) (integral_direction n i)
    (integral_mul_direction n i)
    (Real.sq_sqrt (add_nonneg zero_le_one (mul_nonneg (sq_nonneg s) h)))

/-- The loss along that curve. -/
theorem variation_loss (i j : Fin n) (s : ℝ) :
    arLoss (1 / 2) (gaussian n) (gaussianNoise n (1 / 2)) (variation j (fun z ↦ hermiteTwo (z i)) s
        √(1 + s ^ 2 * ∫ z, hermiteTwo (z i) ^ 2 ∂gaussian n))
        - arLoss (1 / 2) (gaussian n) (gaussianNoise n (1 / 2)) (fun z ↦ z)
      = (√(1 + s ^ 2 * ∫ z, hermiteTwo (z i) ^ 2 ∂gaussian n) ^ 2)⁻¹
        * (2 * (1 - 1 / 2) - 2 * s * ∫ p, p.1 j * hermiteTwo (arMap (1 / 2) p i)
            ∂(gaussian n).prod (gaussianNoise n (1 / 2))
          + s ^ 2 * ∫ p, (hermiteTwo (arMap (1 / 2) p i) - hermiteTwo (p.1 i)) ^ 2
            ∂(gaussian n).prod (gaussianNoise n (1 / 2))) - 2 * (1 - 1 / 2) :=
  (gaussianWorld n).arLoss_variation (memLp_direction n i) (integral_mul_direction n i)
    (variation_whitened n i j s).memLp

/-- The derivative of the loss along that curve. -/
theorem variation_deriv (i j : Fin n) :
    HasDerivAt (fun s ↦ arLoss (1 / 2) (gaussian n) (gaussianNoise n (1 / 2))
        (variation j (fun z ↦ hermiteTwo (z i)) s
          √(1 + s ^ 2 * ∫ z, hermiteTwo (z i) ^ 2 ∂gaussian n)))
      (-2 * ∫ p, p.1 j * hermiteTwo (arMap (1 / 2) p i)
        ∂(gaussian n).prod (gaussianNoise n (1 / 2))) 0 :=
  (gaussianWorld n).hasDerivAt_arLoss_variation (memLp_direction n i) (integral_direction n i)
    (integral_mul_direction n i) j

/-- The first variation vanishes in the direction of a Hermite polynomial, and the backward
regression is linear against a coordinate. -/
theorem first_variation (i j : Fin n) :
    ∫ p, p.1 j * hermiteTwo (arMap (1 / 2) p i) ∂(gaussian n).prod (gaussianNoise n (1 / 2)) = 0 ∧
      ∫ p, p.1 j * arMap (1 / 2) p i ∂(gaussian n).prod (gaussianNoise n (1 / 2))
        = 1 / 2 * ∫ p, arMap (1 / 2) p j * arMap (1 / 2) p i
          ∂(gaussian n).prod (gaussianNoise n (1 / 2)) :=
  ⟨(gaussianWorld n).integral_mul_arMap_eq_zero_of_isBest (gaussianWorld n).isBest_of_gaussian
      (memLp_direction n i) (integral_direction n i) (integral_mul_direction n i) j,
    (gaussianWorld n).integral_mul_arMap_of_isBest (gaussianWorld n).isBest_of_gaussian
      ((gaussianWorld n).memLp_apply i) j⟩

/-- The core lemma for the characteristic functions of the Gaussian world. -/
theorem core_lemma (t : ℝ) :
    Complex.exp (-(t ^ 2 / 2)) = Complex.exp (-((1 : ℝ) * t ^ 2 / 2 : ℝ)) := by
  have hφ (t : ℝ) : HasDerivAt (fun t : ℝ ↦ Complex.exp (-((t : ℂ) ^ 2 / 2)))
      (Complex.I * (Complex.I * t * Complex.exp (-((t : ℂ) ^ 2 / 2)))) t := by
    have h := ((((hasDerivAt_id (t : ℂ)).pow 2).div_const 2).neg.cexp).comp_ofReal
    refine h.congr_deriv ?_
    simp only [Pi.neg_apply, Pi.pow_apply, id_eq]
    push_cast
    linear_combination (-(t : ℂ) * Complex.exp (-((t : ℂ) ^ 2 / 2))) * Complex.I_sq
  have hψ (t : ℝ) : Complex.exp (-((t : ℂ) ^ 2 / 2))
      = Complex.exp (-(((1 / 2 * t : ℝ) : ℂ) ^ 2 / 2)) * Complex.exp ((-(3 / 8 * t ^ 2) : ℝ)) := by
    rw [← Complex.exp_add]
    congr 1
    push_cast
    ring
  refine eq_cexp_of_functional_equation (ρ := 1 / 2) (v := 1)
    (φ := fun t ↦ Complex.exp (-((t : ℂ) ^ 2 / 2)))
    (ψ := fun t ↦ Complex.exp ((-(3 / 8 * t ^ 2) : ℝ)))
    (a := fun t ↦ Complex.I * t * Complex.exp (-((t : ℂ) ^ 2 / 2)))
    one_half_pos one_half_lt_one (fun t ↦ ?_) hψ (fun t ↦ ?_) (by simp) ?_ hφ t
  · rw [Complex.norm_exp_ofReal]
    exact Real.exp_le_one_iff.mpr (neg_nonpos.mpr (mul_nonneg (by norm_num) (sq_nonneg t)))
  · change ((1 / 2 : ℝ) : ℂ) * (Complex.I * t * Complex.exp (-((t : ℂ) ^ 2 / 2)))
      = Complex.I * (1 / 2 * t : ℝ) * Complex.exp (-(((1 / 2 * t : ℝ) : ℂ) ^ 2 / 2))
        * Complex.exp ((-(3 / 8 * t ^ 2) : ℝ))
    rw [hψ t, Complex.ofReal_mul (1 / 2) t]
    ring
  · have h := ((Complex.ofRealCLM.hasDerivAt (x := (0 : ℝ))).const_mul Complex.I).mul (hφ 0)
    exact h.congr_deriv (by simp)

/-- The zero function solves the functional equation, and is the only solution. -/
theorem core_lemma_zero (t : ℝ) : (0 : ℝ → ℂ) t = 0 :=
  eq_zero_of_mul_eq_comp_mul (ρ := 1 / 2) (ψ := 1) one_half_pos one_half_lt_one (by simp) (by simp)
    (Asymptotics.isLittleO_zero _ _) t

/-- The standard normal density has an affine eigenfunction. -/
theorem eigenfunction : ∃ a b κ : ℝ, a ≠ 0 ∧
    ∀ x, sturmLiouville 1 (gaussianPDFReal 0 1) (fun y ↦ a * y + b) x = -κ * (a * x + b) := by
  have hd : Differentiable ℝ (gaussianPDFReal 0 1) := by
    rw [gaussianPDFReal_def]
    exact (((differentiable_id.sub_const 0).pow 2).neg.div_const _).exp.const_mul _
  exact (exists_affine_eigenfunction_iff_gaussianReal (gaussianPDFReal_pos 0 1 · one_ne_zero) hd
    (integral_gaussianPDFReal_eq_one 0 one_ne_zero) one_pos).mpr
    ⟨0, 1, one_ne_zero, (gaussianReal_of_var_ne_zero 0 one_ne_zero).symm⟩

/-- The four-point world is stationary, and its best whitened encoders are the linear
isometries. -/
theorem four_point : ∃ r : ℝ,
    IsStationary (FourPoint.driftMap r) (FourPoint.law n r) (FourPoint.noiseLaw n r) ∧
      ∀ h, IsBest (FourPoint.law n r)
          (additiveLoss (FourPoint.driftMap r) (FourPoint.law n r) (FourPoint.noiseLaw n r)) h ↔
        ∃ Q : EuclideanSpace ℝ (Fin n) ≃ₗᵢ[ℝ] EuclideanSpace ℝ (Fin n),
          h =ᵐ[FourPoint.law n r] Q := by
  obtain ⟨r, h0, h1, hr⟩ := exists_fourPoint_parameter
  exact ⟨r, FourPoint.isStationary h0 h1, fun _ ↦ FourPoint.isBest_iff h0 h1 hr⟩

/-- The four-point world with its components, in every positive dimension. -/
theorem four_point_product :
    ∃ (m : ℝ → ℝ) (μ ν : Measure ℝ), IsProbabilityMeasure μ ∧ IsProbabilityMeasure ν ∧
      IsStationary (fun z ↦ WithLp.toLp 2 fun i ↦ m (z i)) (productLaw (n + 1) μ)
        (productLaw (n + 1) ν) ∧
      IsWhitened (productLaw (n + 1) μ) (fun z ↦ z) ∧
      (∀ h, IsBest (productLaw (n + 1) μ)
          (additiveLoss (fun z ↦ WithLp.toLp 2 fun i ↦ m (z i)) (productLaw (n + 1) μ)
            (productLaw (n + 1) ν)) h ↔
        ∃ Q : EuclideanSpace ℝ (Fin (n + 1)) ≃ₗᵢ[ℝ] EuclideanSpace ℝ (Fin (n + 1)),
          h =ᵐ[productLaw (n + 1) μ] Q) ∧
      ¬ IsGaussian (productLaw (n + 1) μ) :=
  fourPoint_counterexample_productLaw (n + 1)

/-- Without `E h = 0` the identity is still a best encoder of the Gaussian world, but not all best
encoders are linear isometries. -/
theorem free_mean :
    (IsWhitenedUpToMean (gaussian (n + 1)) (fun z ↦ z) ∧
      ∀ g, IsWhitenedUpToMean (gaussian (n + 1)) g →
        additiveLoss (fun z ↦ (1 / 2 : ℝ) • z) (gaussian (n + 1)) (gaussianNoise (n + 1) (1 / 2))
            (fun z ↦ z)
          ≤ additiveLoss (fun z ↦ (1 / 2 : ℝ) • z) (gaussian (n + 1))
            (gaussianNoise (n + 1) (1 / 2)) g) ∧
    ¬ ((∃ h, IsWhitenedUpToMean (gaussian (n + 1)) h ∧
          ∀ g, IsWhitenedUpToMean (gaussian (n + 1)) g →
            additiveLoss (fun z ↦ (1 / 2 : ℝ) • z) (gaussian (n + 1))
              (gaussianNoise (n + 1) (1 / 2)) h
            ≤ additiveLoss (fun z ↦ (1 / 2 : ℝ) • z) (gaussian (n + 1))
              (gaussianNoise (n + 1) (1 / 2)) g) ∧
        ∀ h, (IsWhitenedUpToMean (gaussian (n + 1)) h ∧
          ∀ g, IsWhitenedUpToMean (gaussian (n + 1)) g →
            additiveLoss (fun z ↦ (1 / 2 : ℝ) • z) (gaussian (n + 1))
              (gaussianNoise (n + 1) (1 / 2)) h
            ≤ additiveLoss (fun z ↦ (1 / 2 : ℝ) • z) (gaussian (n + 1))
              (gaussianNoise (n + 1) (1 / 2)) g) →
          ∃ Q : EuclideanSpace ℝ (Fin (n + 1)) ≃ₗᵢ[ℝ] EuclideanSpace ℝ (Fin (n + 1)),
            h =ᵐ[gaussian (n + 1)] Q) :=
  ⟨isBest_id_of_free_mean_gaussian (gaussianWorld (n + 1)), not_forall_best_isometry_of_free_mean⟩

end LeJEPA.Witnesses
