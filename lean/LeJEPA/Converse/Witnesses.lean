import LeJEPA.Converse
import LeJEPA.Converse.Laplace
import LeJEPA.Converse.SturmLiouville

/-!
# Worlds on both sides of the converse

At `ρ = 1/2` the Gaussian world satisfies every statement of Theorem 2 and the Laplace world none of
them, in every positive dimension, so that neither half of the equivalence is vacuous.

## Main results

* `LeJEPA.identifies_linearly_gaussian`: the Gaussian world is identified linearly.
* `LeJEPA.not_identifies_linearly_laplace`: the Laplace world is not.
* `LeJEPA.exists_isWhitened_arLoss_lt_laplace`: in the Laplace world some whitened encoder beats
  every affine one.
* `LeJEPA.not_backward_laplace`: the backward regression of the Laplace world is not linear.
* `LeJEPA.exists_affine_eigenfunction_gaussianPDFReal`: an affine eigenfunction.
-/

open MeasureTheory ProbabilityTheory

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
  rw [abs_of_pos one_half_pos]
  exact one_half_lt_one

/-- The identity sends the Gaussian latents to Gaussian outputs, and so the latents are Gaussian. -/
theorem isGaussian_gaussian_of_map_affine (n : ℕ) : IsGaussian (gaussian n) :=
  isGaussian_of_map_affine 0 LinearMap.id (by simp)

/-- The standard normal density has an affine eigenfunction, with a positive rate. -/
theorem exists_affine_eigenfunction_gaussianPDFReal :
    ∃ a b κ : ℝ, a ≠ 0 ∧ 0 < κ ∧
      ∀ x, sturmLiouville 1 (gaussianPDFReal 0 1) (fun y ↦ a * y + b) x = -κ * (a * x + b) := by
  have hp (x : ℝ) : 0 < gaussianPDFReal 0 1 x := gaussianPDFReal_pos 0 1 x one_ne_zero
  have hd : Differentiable ℝ (gaussianPDFReal 0 1) := by
    unfold gaussianPDFReal
    fun_prop
  have hint := integral_gaussianPDFReal_eq_one 0 (one_ne_zero (α := NNReal))
  obtain ⟨a, b, κ, ha, h⟩ := (exists_affine_eigenfunction_iff hp hd hint one_pos).mpr
    ⟨0, 1, one_ne_zero, rfl⟩
  exact ⟨a, b, κ, ha, (sturmLiouville_affine hp hd hint one_pos ha h).1, h⟩

end LeJEPA
