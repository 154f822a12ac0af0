import LeJEPA.Converse.Gaussian
import LeJEPA.Forward

/-!
# The best whitened encoders of the Gaussian world

## Main results

* `LeJEPA.AR1.isBest_of_gaussian`, `LeJEPA.AR1.exists_isometry_of_isBest_of_gaussian`: in the
  Gaussian world of the AR(1) class the best whitened encoders are the linear isometries, by
  Theorem 1 (b).
-/

open MeasureTheory

namespace LeJEPA

variable {n : ℕ} {ρ : ℝ} {ν : Measure (EuclideanSpace ℝ (Fin n))}

/-- A whitened encoder has covariance matrix one. -/
theorem IsWhitened.covMatrix_eq_one
    {h : EuclideanSpace ℝ (Fin n) → EuclideanSpace ℝ (Fin n)} (hh : IsWhitened (gaussian n) h) :
    covMatrix h = 1 := by
  ext i j
  have hmean (i : Fin n) : meanVec h i = 0 := by rw [meanVec_apply hh.memLp, hh.mean]
  simp [covMatrix, hmean, hh.cov, Matrix.one_apply]

namespace AR1

variable [IsProbabilityMeasure ν]

/-- The loss of the AR(1) class at the Gaussian world is the loss of the Ornstein–Uhlenbeck pair. -/
theorem arLoss_gaussian (w : AR1 ρ (gaussian n) ν)
    {h : EuclideanSpace ℝ (Fin n) → EuclideanSpace ℝ (Fin n)} (hh : MemLp h 2 (gaussian n)) :
    arLoss ρ (gaussian n) ν h = alignmentLoss ρ h := by
  have hmeas : AEStronglyMeasurable (fun p ↦ ‖h (arMap ρ p) - h p.1‖ ^ 2) ((gaussian n).prod ν) :=
    (((w.memLp_arMap hh).sub (memLp_fst hh)).norm.1.pow 2)
  rw [arLoss]
  rw [w.noise_eq, map_prod_gaussianNoise] at hmeas ⊢
  rw [integral_map (Measurable.aemeasurable (by fun_prop)) hmeas]
  rfl

/-- The identity is a best whitened encoder of the Gaussian world. -/
theorem isBest_of_gaussian (w : AR1 ρ (gaussian n) ν) :
    IsBest (gaussian n) (arLoss ρ (gaussian n) ν) fun z ↦ z := by
  refine ⟨w.isWhitened_id, fun g hg ↦ ?_⟩
  rw [w.arLoss_id, w.arLoss_gaussian hg.memLp]
  exact le_alignmentLoss_of_covMatrix_eq_one w.pos.le w.lt_one.le hg.memLp hg.covMatrix_eq_one

/-- Every best whitened encoder of the Gaussian world is a linear isometry. -/
theorem exists_isometry_of_isBest_of_gaussian (w : AR1 ρ (gaussian n) ν)
    {h : EuclideanSpace ℝ (Fin n) → EuclideanSpace ℝ (Fin n)}
    (hh : IsBest (gaussian n) (arLoss ρ (gaussian n) ν) h) :
    ∃ Q : EuclideanSpace ℝ (Fin n) ≃ₗᵢ[ℝ] EuclideanSpace ℝ (Fin n), h =ᵐ[gaussian n] Q := by
  have hloss : alignmentLoss ρ h = 2 * (1 - ρ) * n := by
    rw [← w.arLoss_gaussian hh.1.memLp, ← w.arLoss_id]
    exact le_antisymm (hh.2 _ w.isWhitened_id) (w.isBest_of_gaussian.2 _ hh.1)
  obtain ⟨b, Q, hQ⟩ := (alignmentLoss_eq_iff_of_covMatrix_eq_one w.pos w.lt_one hh.1.memLp
    hh.1.covMatrix_eq_one).mp hloss
  -- The mean of `b + Q z` is `b`.
  have hb : b = 0 := by
    have h1 : meanVec h = b :=
      (meanVec_congr_ae hQ).trans (meanVec_affine b Q.toLinearEquiv.toLinearMap)
    ext i
    rw [← h1, meanVec_apply hh.1.memLp, hh.1.mean]
    rfl
  refine ⟨Q, ?_⟩
  filter_upwards [hQ] with z hz
  rw [hz, hb, zero_add]

end AR1

end LeJEPA
