import LeJEPA.Converse.Affine
import LeJEPA.Converse.FirstVariation
import LeJEPA.Converse.Gaussian
import LeJEPA.Converse.Laplace
import LeJEPA.Converse.SturmLiouville

/-!
# Theorem 2: the converse

In the AR(1) class, `z' = ρ z + η` with `0 < ρ < 1`, where `z` is stationary with mean zero and
identity covariance, the whitened objective identifies the latents linearly iff they are Gaussian.
The laws of `z` and `η` need no density, no smoothness and no independent components.

## Main results

* `LeJEPA.converse_tfae`: **Theorem 2**, the equivalence of nine statements.
* `LeJEPA.identifies_linearly_iff`, `LeJEPA.identifies_linearly_iff_isGaussian`: its reading.
* `LeJEPA.exists_isWhitened_arLoss_lt`: where the latents are not Gaussian, some whitened encoder
  beats every affine one.
-/

open MeasureTheory ProbabilityTheory

namespace LeJEPA

variable {n : ℕ} {ρ : ℝ} {μ ν : Measure (EuclideanSpace ℝ (Fin n))}

/-- **Theorem 2.** In a stationary AR(1) world the following are equivalent: the latents are
standard Gaussian; the noise is `N(0, (1 - ρ²) I)`; the pair is reversible; the backward regression
is linear, tested against bounded functions or as a conditional expectation; the identity is a best
whitened encoder; some affine map is; best whitened encoders exist and all of them are linear
isometries almost everywhere; the infimum of the whitened loss is `2 (1 - ρ) n`. -/
theorem converse_tfae [IsProbabilityMeasure μ] [IsProbabilityMeasure ν] (w : AR1 ρ μ ν) :
    List.TFAE [
      μ = gaussian n,
      ν = gaussianNoise n ρ,
      (μ.prod ν).map (fun p ↦ (p.1, arMap ρ p)) = (μ.prod ν).map fun p ↦ (arMap ρ p, p.1),
      ∀ (j : Fin n) (g : EuclideanSpace ℝ (Fin n) → ℝ), Measurable g → (∃ C, ∀ z, |g z| ≤ C) →
        ∫ p, p.1 j * g (arMap ρ p) ∂μ.prod ν
          = ρ * ∫ p, arMap ρ p j * g (arMap ρ p) ∂μ.prod ν,
      ∀ j : Fin n, (μ.prod ν)[fun p ↦ p.1 j | MeasurableSpace.comap (arMap ρ) inferInstance]
        =ᵐ[μ.prod ν] fun p ↦ ρ * arMap ρ p j,
      IsBest μ (arLoss ρ μ ν) fun z ↦ z,
      ∃ (b : EuclideanSpace ℝ (Fin n))
        (A : EuclideanSpace ℝ (Fin n) →ₗ[ℝ] EuclideanSpace ℝ (Fin n)),
        IsBest μ (arLoss ρ μ ν) fun z ↦ b + A z,
      (∃ h, IsBest μ (arLoss ρ μ ν) h) ∧ ∀ h, IsBest μ (arLoss ρ μ ν) h →
        ∃ Q : EuclideanSpace ℝ (Fin n) ≃ₗᵢ[ℝ] EuclideanSpace ℝ (Fin n), h =ᵐ[μ] Q,
      IsGLB (arLoss ρ μ ν '' {h | IsWhitened μ h}) (2 * (1 - ρ) * n)] := by
  tfae_have 1 → 2 := by
    rintro rfl
    exact w.noise_eq
  tfae_have 2 → 1 := by
    rintro rfl
    exact eq_gaussian_of_noise ((abs_of_pos w.pos).trans_lt w.lt_one) w.stationary
  tfae_have 1 → 3 := by
    rintro rfl
    exact w.reversible_of_gaussian
  tfae_have 3 → 4 := fun h j g hg hC ↦ w.backward_of_reversible h j hg hC
  tfae_have 4 ↔ 5 := forall_congr' fun j ↦ (w.condExp_iff_backward j).symm
  tfae_have 4 → 1 := fun h ↦
    w.eq_gaussian_of_backward fun j g hg hC ↦ h j g hg.measurable hC
  tfae_have 6 → 4 := fun h j g hg hC ↦ w.integral_mul_arMap_of_isBest h (by
    obtain ⟨C, hC⟩ := hC
    exact MemLp.of_bound hg.aestronglyMeasurable C (.of_forall fun z ↦ hC z)) j
  tfae_have 6 ↔ 9 := by
    refine ⟨fun h ↦ ?_, fun h ↦ ⟨w.isWhitened_id, fun g hg ↦ ?_⟩⟩
    · refine IsLeast.isGLB ⟨⟨_, h.1, w.arLoss_id⟩, ?_⟩
      rintro _ ⟨g, hg, rfl⟩
      exact w.arLoss_id.symm.trans_le (h.2 g hg)
    · rw [w.arLoss_id]
      exact h.1 ⟨g, hg, rfl⟩
  tfae_have 7 → 6 := by
    rintro ⟨b, A, h⟩
    exact ⟨w.isWhitened_id, fun g hg ↦ (w.arLoss_affine h.1).symm.trans_le (h.2 g hg)⟩
  tfae_have 8 → 7 := by
    rintro ⟨⟨h, hh⟩, hall⟩
    obtain ⟨Q, hQ⟩ := hall h hh
    refine ⟨0, Q.toLinearEquiv.toLinearMap, ?_⟩
    have hQ' : h =ᵐ[μ] fun z ↦ 0 + Q.toLinearEquiv.toLinearMap z := by
      filter_upwards [hQ] with z hz using hz.trans (zero_add _).symm
    exact ⟨hh.1.congr hQ', fun g hg ↦ (w.arLoss_congr hQ').symm.trans_le (hh.2 g hg)⟩
  tfae_have 1 → 8 := by
    rintro rfl
    exact ⟨⟨_, w.isBest_of_gaussian⟩, fun h hh ↦ w.exists_isometry_of_isBest_of_gaussian hh⟩
  tfae_finish

/-- **The whitened objective identifies linearly iff the latents are Gaussian**: in a stationary
AR(1) world, best whitened encoders exist and all of them are linear isometries almost everywhere
iff the latents are standard Gaussian. -/
theorem identifies_linearly_iff [IsProbabilityMeasure μ] [IsProbabilityMeasure ν]
    (w : AR1 ρ μ ν) :
    ((∃ h, IsBest μ (arLoss ρ μ ν) h) ∧ ∀ h, IsBest μ (arLoss ρ μ ν) h →
      ∃ Q : EuclideanSpace ℝ (Fin n) ≃ₗᵢ[ℝ] EuclideanSpace ℝ (Fin n), h =ᵐ[μ] Q)
      ↔ μ = gaussian n :=
  (converse_tfae w).out 7 0

/-- **The whitened objective identifies linearly iff the latents are Gaussian**, with any mean and
covariance; in the AR(1) class they are then standard Gaussian. -/
theorem identifies_linearly_iff_isGaussian [IsProbabilityMeasure μ] [IsProbabilityMeasure ν]
    (w : AR1 ρ μ ν) :
    ((∃ h, IsBest μ (arLoss ρ μ ν) h) ∧ ∀ h, IsBest μ (arLoss ρ μ ν) h →
      ∃ Q : EuclideanSpace ℝ (Fin n) ≃ₗᵢ[ℝ] EuclideanSpace ℝ (Fin n), h =ᵐ[μ] Q)
      ↔ ProbabilityTheory.IsGaussian μ :=
  (identifies_linearly_iff w).trans w.isGaussian_iff.symm

/-- In a stationary AR(1) world whose latents are not Gaussian, some whitened encoder beats every
whitened affine one. -/
theorem exists_isWhitened_arLoss_lt [IsProbabilityMeasure μ] [IsProbabilityMeasure ν]
    (w : AR1 ρ μ ν) (hμ : μ ≠ gaussian n) :
    ∃ g, IsWhitened μ g ∧ ∀ (b : EuclideanSpace ℝ (Fin n))
      (A : EuclideanSpace ℝ (Fin n) →ₗ[ℝ] EuclideanSpace ℝ (Fin n)),
      IsWhitened μ (fun z ↦ b + A z) → arLoss ρ μ ν g < arLoss ρ μ ν fun z ↦ b + A z := by
  by_contra! hcon
  have h : IsBest μ (arLoss ρ μ ν) (fun z ↦ z) ↔ μ = gaussian n := (converse_tfae w).out 5 0
  refine hμ (h.mp ⟨w.isWhitened_id, fun g hg ↦ ?_⟩)
  obtain ⟨b, A, hA, hle⟩ := hcon g hg
  rwa [w.arLoss_affine hA] at hle

end LeJEPA

/-!
## Worlds on both sides of the converse

At `ρ = 1/2` the Gaussian world satisfies every statement of Theorem 2 and the Laplace world none of
them, in every positive dimension, so that neither half of the equivalence is vacuous.

### Main results

* `LeJEPA.identifies_linearly_gaussian`: the Gaussian world is identified linearly.
* `LeJEPA.not_identifies_linearly_laplace`: the Laplace world is not.
* `LeJEPA.exists_isWhitened_arLoss_lt_laplace`: in the Laplace world some whitened encoder beats
  every affine one.
* `LeJEPA.not_backward_laplace`: the backward regression of the Laplace world is not linear.
* `LeJEPA.exists_affine_eigenfunction_gaussianPDFReal`: an affine eigenfunction.
-/

namespace LeJEPA

/-- At `ρ = 1/2` the Gaussian world is identified linearly, and the infimum of the whitened loss is
`2 (1 - ρ) n`. -/
theorem identifies_linearly_gaussian (n : ℕ) :
    ((∃ h, IsBest (gaussian n) (arLoss (1 / 2) (gaussian n) (gaussianNoise n (1 / 2))) h) ∧
        ∀ h, IsBest (gaussian n) (arLoss (1 / 2) (gaussian n) (gaussianNoise n (1 / 2))) h →
          ∃ Q : EuclideanSpace ℝ (Fin n) ≃ₗᵢ[ℝ] EuclideanSpace ℝ (Fin n), h =ᵐ[gaussian n] Q) ∧
      IsGLB (arLoss (1 / 2) (gaussian n) (gaussianNoise n (1 / 2)) ''
        {h | IsWhitened (gaussian n) h}) (2 * (1 - 1 / 2) * n) := by
  have w := ar1_gaussian (n := n) (ρ := 1 / 2) one_half_pos one_half_lt_one
  have h : IsGLB (arLoss (1 / 2) (gaussian n) (gaussianNoise n (1 / 2)) ''
      {h | IsWhitened (gaussian n) h}) (2 * (1 - 1 / 2) * n) ↔ gaussian n = gaussian n :=
    (converse_tfae w).out 8 0
  exact ⟨(identifies_linearly_iff w).mpr rfl, h.mpr rfl⟩

private theorem isProbabilityMeasure_noise : IsProbabilityMeasure (laplaceNoiseReal (1 / 2)) :=
  isProbabilityMeasure_laplaceNoiseReal (by norm_num)

private theorem ar1_half (n : ℕ) : AR1 (1 / 2) (productLaw n laplaceReal)
    (productLaw n (laplaceNoiseReal (1 / 2))) := ar1_laplace one_half_pos one_half_lt_one

/-- At `ρ = 1/2` the Laplace world is not identified linearly. -/
theorem not_identifies_linearly_laplace (n : ℕ) :
    ¬ ((∃ h, IsBest (productLaw (n + 1) laplaceReal) (arLoss (1 / 2)
          (productLaw (n + 1) laplaceReal) (productLaw (n + 1) (laplaceNoiseReal (1 / 2)))) h) ∧
        ∀ h, IsBest (productLaw (n + 1) laplaceReal) (arLoss (1 / 2)
            (productLaw (n + 1) laplaceReal) (productLaw (n + 1) (laplaceNoiseReal (1 / 2)))) h →
          ∃ Q : EuclideanSpace ℝ (Fin (n + 1)) ≃ₗᵢ[ℝ] EuclideanSpace ℝ (Fin (n + 1)),
            h =ᵐ[productLaw (n + 1) laplaceReal] Q) := by
  have := isProbabilityMeasure_noise
  have w := ar1_half (n + 1)
  exact fun h ↦ productLaw_laplaceReal_ne_gaussian
    (w.isGaussian_iff.mp ((identifies_linearly_iff_isGaussian w).mp h))

/-- In the Laplace world some whitened encoder beats every whitened affine one. -/
theorem exists_isWhitened_arLoss_lt_laplace (n : ℕ) :
    ∃ g, IsWhitened (productLaw (n + 1) laplaceReal) g ∧
      ∀ (b : EuclideanSpace ℝ (Fin (n + 1)))
        (A : EuclideanSpace ℝ (Fin (n + 1)) →ₗ[ℝ] EuclideanSpace ℝ (Fin (n + 1))),
        IsWhitened (productLaw (n + 1) laplaceReal) (fun z ↦ b + A z) →
        arLoss (1 / 2) (productLaw (n + 1) laplaceReal)
            (productLaw (n + 1) (laplaceNoiseReal (1 / 2))) g
          < arLoss (1 / 2) (productLaw (n + 1) laplaceReal)
            (productLaw (n + 1) (laplaceNoiseReal (1 / 2))) fun z ↦ b + A z := by
  have := isProbabilityMeasure_noise
  exact exists_isWhitened_arLoss_lt (ar1_half (n + 1)) productLaw_laplaceReal_ne_gaussian

/-- The backward regression of the Laplace world is not linear. -/
theorem not_backward_laplace (n : ℕ) :
    ¬ ∀ (j : Fin (n + 1)) (g : EuclideanSpace ℝ (Fin (n + 1)) → ℝ), Continuous g →
      (∃ C, ∀ z, |g z| ≤ C) →
      ∫ p, p.1 j * g (arMap (1 / 2) p)
          ∂(productLaw (n + 1) laplaceReal).prod (productLaw (n + 1) (laplaceNoiseReal (1 / 2)))
        = 1 / 2 * ∫ p, arMap (1 / 2) p j * g (arMap (1 / 2) p)
          ∂(productLaw (n + 1) laplaceReal).prod
            (productLaw (n + 1) (laplaceNoiseReal (1 / 2))) := by
  have := isProbabilityMeasure_noise
  exact fun h ↦ productLaw_laplaceReal_ne_gaussian ((ar1_half (n + 1)).eq_gaussian_of_backward h)

/-- The noise of the Laplace world is not Gaussian. -/
theorem laplaceNoise_ne_gaussianNoise (n : ℕ) :
    productLaw (n + 1) (laplaceNoiseReal (1 / 2)) ≠ gaussianNoise (n + 1) (1 / 2) := by
  intro h
  have hstat := (ar1_half (n + 1)).stationary
  rw [h] at hstat
  refine productLaw_laplaceReal_ne_gaussian (eq_gaussian_of_noise ?_ hstat)
  exact (abs_of_pos one_half_pos).trans_lt one_half_lt_one

/-- The identity sends the Gaussian latents to Gaussian outputs, and so the latents are Gaussian. -/
theorem isGaussian_gaussian_of_map_affine (n : ℕ) : IsGaussian (gaussian n) :=
  isGaussian_of_map_affine 0 LinearMap.id (by
    simp only [LinearMap.id_apply, zero_add]
    exact Measure.map_id)

/-- The standard normal density has an affine eigenfunction, with a positive rate. -/
theorem exists_affine_eigenfunction_gaussianPDFReal :
    ∃ a b κ : ℝ, a ≠ 0 ∧ 0 < κ ∧
      ∀ x, sturmLiouville 1 (gaussianPDFReal 0 1) (fun y ↦ a * y + b) x = -κ * (a * x + b) := by
  have hp (x : ℝ) : 0 < gaussianPDFReal 0 1 x := gaussianPDFReal_pos 0 1 x one_ne_zero
  have hd : Differentiable ℝ (gaussianPDFReal 0 1) := by
    rw [gaussianPDFReal_def]
    exact (((differentiable_id.sub_const 0).pow 2).neg.div_const _).exp.const_mul _
  have hint := integral_gaussianPDFReal_eq_one 0 (one_ne_zero (α := NNReal))
  obtain ⟨a, b, κ, ha, h⟩ := (exists_affine_eigenfunction_iff hp hd hint one_pos).mpr
    ⟨0, 1, one_ne_zero, rfl⟩
  exact ⟨a, b, κ, ha, (sturmLiouville_affine hp hd hint one_pos ha h).1, h⟩

end LeJEPA
