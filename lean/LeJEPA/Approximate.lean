import LeJEPA.Approximate.Covariance

/-!
# Theorem 3: approximate recovery

If an encoder with mean zero loses at most `δ` over the floor of its own variance and its covariance
is within `ε` of the identity in the Frobenius norm, then some linear isometry `Q` is within
`D + (ε + D)²` of it in mean square, where `D = δ / (2 ρ (1 - ρ))`.

## Main results

* `LeJEPA.exists_isometry_integral_norm_sub_mean_sub_sq_le`: the bound for the centred encoder.
* `LeJEPA.exists_isometry_integral_norm_sub_sq_le`: Theorem 3.
* `LeJEPA.exists_isometry_integral_norm_sub_sq_le_of_le_one`: a bound that is linear in `ε` and `D`.
* `LeJEPA.exists_isometry_ae_eq`: exact recovery, the case `δ = ε = 0`.
-/

open MeasureTheory ProbabilityTheory
open scoped Matrix.Norms.Frobenius

namespace LeJEPA

variable {n : ℕ} {ρ δ ε : ℝ} {h : EuclideanSpace ℝ (Fin n) → EuclideanSpace ℝ (Fin n)}

/-- The nonlinear energy is nonnegative. -/
theorem nonlinearEnergy_nonneg (h : EuclideanSpace ℝ (Fin n) → EuclideanSpace ℝ (Fin n)) :
    0 ≤ nonlinearEnergy h :=
  integral_nonneg fun _ ↦ sq_nonneg _

/-- The nonlinear energy is at most the alignment gap over `2 ρ (1 - ρ)`. -/
theorem nonlinearEnergy_le (hρ₀ : 0 < ρ) (hρ₁ : ρ < 1) (hh : MemLp h 2 (gaussian n))
    (hδ : alignmentLoss ρ h ≤ 2 * (1 - ρ) * (covMatrix h).trace + δ) :
    nonlinearEnergy h ≤ δ / (2 * ρ * (1 - ρ)) := by
  have hpos : 0 < 2 * ρ * (1 - ρ) := mul_pos (by linarith) (by linarith)
  rw [le_div_iff₀ hpos]
  linarith [gap hρ₀.le hρ₁.le hh]

/-- Some linear isometry is as close to a centred encoder as its nonlinear energy and its covariance
allow: `E ‖h - E h - Q z‖² ≤ W + (ε + W)²`. -/
theorem exists_isometry_integral_norm_sub_mean_sub_sq_le_nonlinearEnergy
    (hh : MemLp h 2 (gaussian n)) (hε : ‖covMatrix h - 1‖ ≤ ε) :
    ∃ Q : EuclideanSpace ℝ (Fin n) ≃ₗᵢ[ℝ] EuclideanSpace ℝ (Fin n),
      ∫ z, ‖h z - meanVec h - Q z‖ ^ 2 ∂gaussian n
        ≤ nonlinearEnergy h + (ε + nonlinearEnergy h) ^ 2 := by
  obtain ⟨Q, hQ⟩ := (linearPart h).exists_linearIsometryEquiv_sum_norm_sub_sq_le
  refine ⟨Q, ?_⟩
  have hM : ‖linearPart h * (linearPart h).transpose - 1‖ ≤ ε + nonlinearEnergy h := by
    rw [eq_sub_of_add_eq (covMatrix_eq hh).symm, sub_right_comm]
    exact (norm_sub_le _ _).trans (add_le_add hε (norm_nonlinearCov_le hh))
  refine (integral_norm_sub_affine_sq hh Q.toLinearEquiv.toLinearMap).trans_le ?_
  exact add_le_add le_rfl (hQ.trans (pow_le_pow_left₀ (norm_nonneg _) hM 2))

/-- **Theorem 3**, for the centred encoder: with alignment gap `δ` and covariance error `ε`, some
linear isometry `Q` satisfies `E ‖h - E h - Q z‖² ≤ D + (ε + D)²`, where
`D = δ / (2 ρ (1 - ρ))`. -/
theorem exists_isometry_integral_norm_sub_mean_sub_sq_le (hρ₀ : 0 < ρ) (hρ₁ : ρ < 1)
    (hh : MemLp h 2 (gaussian n))
    (hδ : alignmentLoss ρ h ≤ 2 * (1 - ρ) * (covMatrix h).trace + δ)
    (hε : ‖covMatrix h - 1‖ ≤ ε) :
    ∃ Q : EuclideanSpace ℝ (Fin n) ≃ₗᵢ[ℝ] EuclideanSpace ℝ (Fin n),
      ∫ z, ‖h z - meanVec h - Q z‖ ^ 2 ∂gaussian n
        ≤ δ / (2 * ρ * (1 - ρ)) + (ε + δ / (2 * ρ * (1 - ρ))) ^ 2 := by
  obtain ⟨Q, hQ⟩ := exists_isometry_integral_norm_sub_mean_sub_sq_le_nonlinearEnergy hh hε
  have hW := nonlinearEnergy_le hρ₀ hρ₁ hh hδ
  have hε₀ : 0 ≤ ε + nonlinearEnergy h :=
    add_nonneg ((norm_nonneg _).trans hε) (nonlinearEnergy_nonneg h)
  exact ⟨Q, hQ.trans (add_le_add hW (pow_le_pow_left₀ hε₀ (add_le_add_right hW ε) 2))⟩

/-- **Theorem 3**: an encoder `h` with `E h = 0`, alignment gap `δ` and covariance error `ε` has a
linear isometry `Q` with `E ‖h - Q z‖² ≤ D + (ε + D)²`, where `D = δ / (2 ρ (1 - ρ))`. -/
theorem exists_isometry_integral_norm_sub_sq_le (hρ₀ : 0 < ρ) (hρ₁ : ρ < 1)
    (hh : MemLp h 2 (gaussian n)) (hmean : ∫ z, h z ∂gaussian n = 0)
    (hδ : alignmentLoss ρ h ≤ 2 * (1 - ρ) * (covMatrix h).trace + δ)
    (hε : ‖covMatrix h - 1‖ ≤ ε) :
    ∃ Q : EuclideanSpace ℝ (Fin n) ≃ₗᵢ[ℝ] EuclideanSpace ℝ (Fin n),
      ∫ z, ‖h z - Q z‖ ^ 2 ∂gaussian n
        ≤ δ / (2 * ρ * (1 - ρ)) + (ε + δ / (2 * ρ * (1 - ρ))) ^ 2 := by
  obtain ⟨Q, hQ⟩ := exists_isometry_integral_norm_sub_mean_sub_sq_le hρ₀ hρ₁ hh hδ hε
  rw [meanVec, hmean] at hQ
  exact ⟨Q, by simpa only [sub_zero] using hQ⟩

/-- **Theorem 3**, for small errors: `E ‖h - Q z‖² ≤ ε + 2 D` when `ε + D ≤ 1`, where
`D = δ / (2 ρ (1 - ρ))`. -/
theorem exists_isometry_integral_norm_sub_sq_le_of_le_one (hρ₀ : 0 < ρ) (hρ₁ : ρ < 1)
    (hh : MemLp h 2 (gaussian n)) (hmean : ∫ z, h z ∂gaussian n = 0)
    (hδ : alignmentLoss ρ h ≤ 2 * (1 - ρ) * (covMatrix h).trace + δ)
    (hε : ‖covMatrix h - 1‖ ≤ ε) (hsmall : ε + δ / (2 * ρ * (1 - ρ)) ≤ 1) :
    ∃ Q : EuclideanSpace ℝ (Fin n) ≃ₗᵢ[ℝ] EuclideanSpace ℝ (Fin n),
      ∫ z, ‖h z - Q z‖ ^ 2 ∂gaussian n ≤ ε + 2 * (δ / (2 * ρ * (1 - ρ))) := by
  obtain ⟨Q, hQ⟩ := exists_isometry_integral_norm_sub_sq_le hρ₀ hρ₁ hh hmean hδ hε
  have hD : 0 ≤ δ / (2 * ρ * (1 - ρ)) :=
    (nonlinearEnergy_nonneg h).trans (nonlinearEnergy_le hρ₀ hρ₁ hh hδ)
  have hε₀ : 0 ≤ ε := (norm_nonneg _).trans hε
  exact ⟨Q, hQ.trans (by
    linarith only [pow_le_of_le_one (add_nonneg hε₀ hD) hsmall two_ne_zero])⟩

/-- An encoder with covariance `1` and no nonlinear energy is, up to its mean, a linear isometry
almost everywhere. -/
theorem exists_isometry_ae_eq_of_nonlinearEnergy_eq_zero (hh : MemLp h 2 (gaussian n))
    (hW : nonlinearEnergy h = 0) (hcov : covMatrix h = 1) :
    ∃ Q : EuclideanSpace ℝ (Fin n) ≃ₗᵢ[ℝ] EuclideanSpace ℝ (Fin n),
      h =ᵐ[gaussian n] fun z ↦ meanVec h + Q z := by
  obtain ⟨Q, hQ⟩ := exists_isometry_integral_norm_sub_mean_sub_sq_le_nonlinearEnergy (ε := 0) hh
    (by rw [hcov, sub_self, norm_zero])
  rw [hW, add_zero, zero_add, zero_pow two_ne_zero] at hQ
  refine ⟨Q, ?_⟩
  have hmem : MemLp (fun z ↦ h z - meanVec h - Q z) 2 (gaussian n) :=
    (hh.sub (memLp_const _)).sub
      (memLp_id_gaussian.comp_measurePreserving (measurePreserving_gaussian Q))
  have h0 : ∫ z, ‖h z - meanVec h - Q z‖ ^ 2 ∂gaussian n = 0 :=
    le_antisymm hQ (integral_nonneg fun _ ↦ sq_nonneg _)
  rw [integral_eq_zero_iff_of_nonneg (fun _ ↦ sq_nonneg _) hmem.norm.integrable_sq] at h0
  filter_upwards [h0] with z hz
  have hz' : ‖h z - meanVec h - Q z‖ ^ 2 = 0 := hz
  rw [sq_eq_zero_iff, norm_eq_zero, sub_sub, sub_eq_zero] at hz'
  exact hz'

/-- Exact recovery: an encoder with covariance `1` and no alignment gap is, up to its mean, a linear
isometry almost everywhere. -/
theorem exists_isometry_ae_eq (hρ₀ : 0 < ρ) (hρ₁ : ρ < 1) (hh : MemLp h 2 (gaussian n))
    (hδ : alignmentLoss ρ h ≤ 2 * (1 - ρ) * (covMatrix h).trace) (hcov : covMatrix h = 1) :
    ∃ Q : EuclideanSpace ℝ (Fin n) ≃ₗᵢ[ℝ] EuclideanSpace ℝ (Fin n),
      h =ᵐ[gaussian n] fun z ↦ meanVec h + Q z := by
  refine exists_isometry_ae_eq_of_nonlinearEnergy_eq_zero hh (le_antisymm ?_
    (nonlinearEnergy_nonneg h)) hcov
  exact (nonlinearEnergy_le hρ₀ hρ₁ hh (by rwa [add_zero])).trans_eq (zero_div _)

end LeJEPA
