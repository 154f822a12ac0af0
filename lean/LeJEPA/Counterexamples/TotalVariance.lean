import LeJEPA.Counterexamples.EvenEncoders
import LeJEPA.Counterexamples.HermiteTwo
import Mathlib.Analysis.Matrix.Normed

/-!
# Theorem 3 needs the total variance and the centred covariance

Theorem 3 measures the alignment gap from the floor `2 (1 - ρ) tr (Cov h)` of the encoder itself,
and the whitening error by the centred covariance. Its conclusion `E ‖h - Q z‖² ≤ D + (ε + D)²`,
`D = δ / (2 ρ (1 - ρ))`, fails

* with `2 (1 - ρ) n` in place of `2 (1 - ρ) tr (Cov h)`: the encoder that applies
  `(x² - 1) / √(2 (1 + ρ))` to every coordinate has loss exactly `2 (1 - ρ) n`;
* with the second moments `E h hᵀ` in place of the covariance: a constant encoder has loss zero.

## Main results

* `LeJEPA.exists_loss_eq_far_from_isometries`: the first encoder.
* `LeJEPA.not_approximate_recovery_of_dimension`: the first variant of Theorem 3 is false.
* `LeJEPA.exists_uncentred_far_from_isometries`: the constant encoder.
-/

open MeasureTheory ProbabilityTheory
open scoped Matrix.Norms.Frobenius

namespace LeJEPA

variable {n : ℕ} {ρ : ℝ}

/-- An encoder of mean zero, with loss `2 (1 - ρ) n` and covariance `(1 + ρ)⁻¹ I`, at mean square
distance at least `n` from every linear isometry. -/
theorem exists_loss_eq_far_from_isometries (hρ₀ : 0 < ρ) (hρ₁ : ρ < 1) (n : ℕ) :
    ∃ h : EuclideanSpace ℝ (Fin n) → EuclideanSpace ℝ (Fin n), MemLp h 2 (gaussian n) ∧
      meanVec h = 0 ∧ covMatrix h = (1 + ρ)⁻¹ • 1 ∧ alignmentLoss ρ h = 2 * (1 - ρ) * n ∧
      ∀ Q : EuclideanSpace ℝ (Fin n) ≃ₗᵢ[ℝ] EuclideanSpace ℝ (Fin n),
        n ≤ ∫ z, ‖h z - Q z‖ ^ 2 ∂gaussian n := by
  have hc : √(1 + ρ)⁻¹ ^ 2 = (1 + ρ)⁻¹ := Real.sq_sqrt (by positivity)
  have hmem : MemLp (coordwise (n := n) fun x ↦ √(1 + ρ)⁻¹ * hermiteTwo x) 2 (gaussian n) :=
    memLp_coordwise (memLp_const_mul_hermiteTwo _)
  refine ⟨_, hmem, meanVec_hermiteTwo _, by rw [covMatrix_hermiteTwo, hc], ?_,
    le_integral_norm_sub_isometry_sq_of_even hmem fun z ↦ ?_⟩
  · rw [alignmentLoss_hermiteTwo (abs_le.mpr ⟨by linarith, hρ₁.le⟩), hc]
    field_simp
    ring
  · ext i
    simp [hermiteTwo_neg]

/-- Theorem 3 is false, for every `0 < ρ < 1` and in every dimension `n ≥ 1`, with the alignment gap
measured from `2 (1 - ρ) n` instead of `2 (1 - ρ) tr (Cov h)`. -/
theorem not_approximate_recovery_of_dimension (hn : 0 < n) (hρ₀ : 0 < ρ) (hρ₁ : ρ < 1) :
    ¬ ∀ (h : EuclideanSpace ℝ (Fin n) → EuclideanSpace ℝ (Fin n)) (δ ε : ℝ),
      MemLp h 2 (gaussian n) → meanVec h = 0 → alignmentLoss ρ h ≤ 2 * (1 - ρ) * n + δ →
      ‖covMatrix h - 1‖ ≤ ε →
      ∃ Q : EuclideanSpace ℝ (Fin n) ≃ₗᵢ[ℝ] EuclideanSpace ℝ (Fin n),
        ∫ z, ‖h z - Q z‖ ^ 2 ∂gaussian n
          ≤ δ / (2 * ρ * (1 - ρ)) + (ε + δ / (2 * ρ * (1 - ρ))) ^ 2 := by
  intro H
  obtain ⟨h, hmem, hmean, hcov, hloss, hfar⟩ := exists_loss_eq_far_from_isometries hρ₀ hρ₁ n
  obtain ⟨Q, hQ⟩ := H h 0 _ hmem hmean (by rw [hloss, add_zero]) le_rfl
  have hn' : (0 : ℝ) < n := Nat.cast_pos.mpr hn
  have hone : ‖(1 : Matrix (Fin n) (Fin n) ℝ)‖ ^ 2 = n := by
    have := congrArg NNReal.toReal (Matrix.frobenius_nnnorm_one (n := Fin n) (α := ℝ))
    simp only [coe_nnnorm, Fintype.card_fin, nnnorm_one, mul_one, Real.coe_sqrt,
      NNReal.coe_natCast] at this
    rw [this, Real.sq_sqrt hn'.le]
  have hdiff : covMatrix h - 1 = (-(ρ / (1 + ρ))) • (1 : Matrix (Fin n) (Fin n) ℝ) := by
    have hcoef : -(ρ / (1 + ρ)) = (1 + ρ)⁻¹ - 1 := by
      field_simp
      ring
    rw [hcov, hcoef, sub_smul, one_smul]
  have hε : ‖covMatrix h - 1‖ ^ 2 = (ρ / (1 + ρ)) ^ 2 * n := by
    rw [hdiff, norm_smul, mul_pow, hone, Real.norm_eq_abs, sq_abs, neg_sq]
  have hlt : ρ / (1 + ρ) < 1 := (div_lt_one (by linarith)).mpr (by linarith)
  have hsq : (ρ / (1 + ρ)) ^ 2 < 1 := pow_lt_one₀ (by positivity) hlt two_ne_zero
  have := (hfar Q).trans hQ
  rw [zero_div, zero_add, add_zero, hε] at this
  linarith [mul_lt_mul_of_pos_right hsq hn']

/-- A constant encoder on the line has identity second moment `E h hᵀ` and loss zero, and is at mean
square distance at least one from every map `z ↦ b + Q z` with `Q` a linear isometry. So the centred
covariance cannot be replaced by second moments in Theorem 3, nor in Theorem 1 (b). -/
theorem exists_uncentred_far_from_isometries (ρ : ℝ) :
    ∃ h : EuclideanSpace ℝ (Fin 1) → EuclideanSpace ℝ (Fin 1), MemLp h 2 (gaussian 1) ∧
      (∀ i j, ∫ z, h z i * h z j ∂gaussian 1 = if i = j then 1 else 0) ∧ alignmentLoss ρ h = 0 ∧
      ∀ (b : EuclideanSpace ℝ (Fin 1))
        (Q : EuclideanSpace ℝ (Fin 1) ≃ₗᵢ[ℝ] EuclideanSpace ℝ (Fin 1)),
        1 ≤ ∫ z, ‖h z - (b + Q z)‖ ^ 2 ∂gaussian 1 := by
  refine ⟨fun _ ↦ WithLp.toLp 2 fun _ ↦ 1, memLp_const _, fun i j ↦ ?_, by simp [alignmentLoss],
    fun b Q ↦ ?_⟩
  · simp [Subsingleton.elim i j]
  · have := le_integral_norm_sub_isometry_sq_of_even (memLp_const (μ := gaussian 1)
      ((WithLp.toLp 2 fun _ ↦ 1) - b)) (fun _ ↦ rfl) Q
    simpa only [Nat.cast_one, sub_sub] using this

end LeJEPA
