import LeJEPA.Converse.GaussianBest
import LeJEPA.Counterexamples.ReadingsDefs

/-!
# Without `E h = 0` no world is identified linearly

The loss and the covariance do not see a constant, so with a best encoder `h` each `h + c` is a best
encoder too. If the mean of the encoders is left free, then "a best encoder exists, and every best
encoder is `Q z` with `Q` orthogonal" is false in every additive noise world of dimension at least
one, the Gaussian ones included.

## Main results

* `LeJEPA.IsWhitenedUpToMean.add_const`, `LeJEPA.additiveLoss_add_const`: translation invariance.
* `LeJEPA.isBest_id_of_free_mean_gaussian`: in the Gaussian world best encoders exist.
* `LeJEPA.not_forall_best_isometry_of_free_mean`: the reading without `E h = 0` is never satisfied.
-/

open MeasureTheory

namespace LeJEPA

variable {n : ℕ} {μ ν : Measure (EuclideanSpace ℝ (Fin n))}
  {m h : EuclideanSpace ℝ (Fin n) → EuclideanSpace ℝ (Fin n)}

/-- Encoders that are whitened up to their mean may be translated. -/
theorem IsWhitenedUpToMean.add_const [IsProbabilityMeasure μ] (hh : IsWhitenedUpToMean μ h)
    (c : EuclideanSpace ℝ (Fin n)) : IsWhitenedUpToMean μ fun z ↦ h z + c where
  memLp := hh.memLp.add (memLp_const c)
  cov i j := by
    have hmean (k : Fin n) : ∫ x, (h x k + c k) ∂μ = ∫ x, h x k ∂μ + c k := by
      rw [integral_add ((hh.memLp.eval_piLp k).integrable one_le_two) (integrable_const _)]
      simp
    rw [← hh.cov i j]
    refine integral_congr_ae (.of_forall fun z ↦ ?_)
    simp only [PiLp.add_apply, hmean, add_sub_add_right_eq_sub]

/-- The loss does not see a constant. -/
theorem additiveLoss_add_const (c : EuclideanSpace ℝ (Fin n)) :
    additiveLoss m μ ν (fun z ↦ h z + c) = additiveLoss m μ ν h := by
  simp only [additiveLoss, add_sub_add_right_eq_sub]

/-- In the Gaussian world the identity is a best encoder among those with identity covariance and
any mean. -/
theorem isBest_id_of_free_mean_gaussian [IsProbabilityMeasure ν] {ρ : ℝ}
    (w : AR1 ρ (gaussian n) ν) : IsWhitenedUpToMean (gaussian n) (fun z ↦ z) ∧
      ∀ g, IsWhitenedUpToMean (gaussian n) g →
        additiveLoss (fun z ↦ ρ • z) (gaussian n) ν (fun z ↦ z)
          ≤ additiveLoss (fun z ↦ ρ • z) (gaussian n) ν g := by
  refine ⟨⟨w.memLp, fun i j ↦ ?_⟩, fun g hg ↦ ?_⟩
  · simp only [w.mean, sub_zero, w.cov]
  · rw [additiveLoss_smul, w.arLoss_id, w.arLoss_gaussian hg.memLp]
    refine le_alignmentLoss_of_covMatrix_eq_one w.pos.le w.lt_one.le hg.memLp ?_
    ext i j
    simp [covMatrix, meanVec_apply hg.memLp, hg.cov, Matrix.one_apply]

/-- **Without `E h = 0` no world is identified linearly.** In every additive noise world of positive
dimension it is false that best encoders with identity covariance exist and that all of them are
linear isometries almost everywhere. -/
theorem not_forall_best_isometry_of_free_mean [NeZero n] [IsProbabilityMeasure μ] :
    ¬ ((∃ h, IsWhitenedUpToMean μ h ∧
          ∀ g, IsWhitenedUpToMean μ g → additiveLoss m μ ν h ≤ additiveLoss m μ ν g) ∧
        ∀ h, (IsWhitenedUpToMean μ h ∧
          ∀ g, IsWhitenedUpToMean μ g → additiveLoss m μ ν h ≤ additiveLoss m μ ν g) →
          ∃ Q : EuclideanSpace ℝ (Fin n) ≃ₗᵢ[ℝ] EuclideanSpace ℝ (Fin n), h =ᵐ[μ] Q) := by
  rintro ⟨⟨h, hh, hbest⟩, hall⟩
  -- The mean of an isometry has the norm of the mean of the latents.
  have hnorm {g : EuclideanSpace ℝ (Fin n) → EuclideanSpace ℝ (Fin n)}
      (hg : ∃ Q : EuclideanSpace ℝ (Fin n) ≃ₗᵢ[ℝ] EuclideanSpace ℝ (Fin n), g =ᵐ[μ] Q) :
      ‖∫ z, g z ∂μ‖ = ‖∫ z, z ∂μ‖ := by
    obtain ⟨Q, hQ⟩ := hg
    rw [integral_congr_ae hQ, ← Q.norm_map (∫ z, z ∂μ)]
    exact congrArg norm (Q.toContinuousLinearEquiv.integral_comp_comm fun z ↦ z)
  -- Translate `h` until its mean is longer than that.
  set r := ‖∫ z, z ∂μ‖ + 1 with hr
  set c := EuclideanSpace.single (0 : Fin n) r - ∫ z, h z ∂μ with hc
  have hmean : ∫ z, (h z + c) ∂μ = EuclideanSpace.single (0 : Fin n) r := by
    rw [integral_add (hh.memLp.integrable one_le_two) (integrable_const c)]
    simp [hc]
  have hlong := hnorm (hall (fun z ↦ h z + c) ⟨hh.add_const c, fun g hg ↦ by
    rw [additiveLoss_add_const]
    exact hbest g hg⟩)
  rw [hmean, EuclideanSpace.norm_single, Real.norm_of_nonneg (by positivity)] at hlong
  linarith

end LeJEPA
