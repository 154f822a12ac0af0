import LeJEPA.Approximate.Witness
import LeJEPA.Counterexamples.AdditiveNoise
import LeJEPA.Counterexamples.AffineEncoders
import LeJEPA.Counterexamples.Endpoints
import LeJEPA.Counterexamples.NegativeCorrelation
import LeJEPA.Counterexamples.NonzeroMean
import LeJEPA.Counterexamples.Reflection
import LeJEPA.Counterexamples.Spiral
import LeJEPA.Counterexamples.TotalVariance
import LeJEPA.Counterexamples.Twist

/-!
# The counterexamples apply

Each statement below supposes nothing: it is a counterexample to a looser reading of Theorem 1 or of
Theorem 3, in every dimension `n + 1` and at a correlation for which its hypotheses hold.

## Main results

* `LeJEPA.Witnesses.endpoints`, `LeJEPA.Witnesses.negative_correlation`: the range of `ρ`.
* `LeJEPA.Witnesses.dimension_for_trace`, `LeJEPA.Witnesses.uncentred`,
  `LeJEPA.Witnesses.mean_omitted`: the hypotheses of Theorem 3.
* `LeJEPA.Witnesses.additive_noise`, `LeJEPA.Witnesses.spiral_above_floor`,
  `LeJEPA.Witnesses.reflection`: readings of Theorem 1.
-/

open MeasureTheory ProbabilityTheory
open scoped Matrix.Norms.Frobenius

namespace LeJEPA.Witnesses

variable (n : ℕ)

/-- At `ρ = 0` the loss is twice the total variance, and at `ρ = 0` and `ρ = 1` some encoder attains
the floor without being affine. -/
theorem endpoints :
    alignmentLoss 0 (quadraticEncoder n 1 1) = 2 * (covMatrix (quadraticEncoder n 1 1)).trace ∧
    (∃ h : EuclideanSpace ℝ (Fin (n + 1)) → EuclideanSpace ℝ (Fin (n + 1)),
      MeasurePreserving h (gaussian (n + 1)) (gaussian (n + 1)) ∧
      alignmentLoss 0 h = 2 * (1 - 0) * (n + 1 : ℕ) ∧
      ¬ ∃ (b : EuclideanSpace ℝ (Fin (n + 1)))
        (A : EuclideanSpace ℝ (Fin (n + 1)) →ₗ[ℝ] EuclideanSpace ℝ (Fin (n + 1))),
        h =ᵐ[gaussian (n + 1)] fun z ↦ b + A z) ∧
    ∃ h : EuclideanSpace ℝ (Fin (n + 1)) → EuclideanSpace ℝ (Fin (n + 1)),
      MeasurePreserving h (gaussian (n + 1)) (gaussian (n + 1)) ∧
      alignmentLoss 1 h = 2 * (1 - 1) * (n + 1 : ℕ) ∧
      ¬ ∃ (b : EuclideanSpace ℝ (Fin (n + 1)))
        (A : EuclideanSpace ℝ (Fin (n + 1)) →ₗ[ℝ] EuclideanSpace ℝ (Fin (n + 1))),
        h =ᵐ[gaussian (n + 1)] fun z ↦ b + A z :=
  ⟨alignmentLoss_zero (memLp_quadraticEncoder 1 1),
    exists_nonlinear_minimizer_of_rho_zero n.succ_pos,
    exists_nonlinear_minimizer_of_rho_one n.succ_pos⟩

/-- At `ρ = -1/2` some encoder that preserves the Gaussian measure beats the floor. -/
theorem negative_correlation :
    ∃ h : EuclideanSpace ℝ (Fin (n + 1)) → EuclideanSpace ℝ (Fin (n + 1)),
      MeasurePreserving h (gaussian (n + 1)) (gaussian (n + 1)) ∧
      alignmentLoss (-(1 / 2)) h < 2 * (1 - -(1 / 2)) * (n + 1 : ℕ) :=
  exists_measurePreserving_alignmentLoss_lt n.succ_pos (by norm_num) (by norm_num)

/-- At `ρ = 1/2` Theorem 3 is false with the dimension in place of the total variance. -/
theorem dimension_for_trace :
    (∃ h : EuclideanSpace ℝ (Fin n) → EuclideanSpace ℝ (Fin n), MemLp h 2 (gaussian n) ∧
      meanVec h = 0 ∧ covMatrix h = (1 + 1 / 2 : ℝ)⁻¹ • 1 ∧
      alignmentLoss (1 / 2) h = 2 * (1 - 1 / 2) * n ∧
      ∀ Q : EuclideanSpace ℝ (Fin n) ≃ₗᵢ[ℝ] EuclideanSpace ℝ (Fin n),
        n ≤ ∫ z, ‖h z - Q z‖ ^ 2 ∂gaussian n) ∧
    ¬ ∀ (h : EuclideanSpace ℝ (Fin (n + 1)) → EuclideanSpace ℝ (Fin (n + 1))) (δ ε : ℝ),
      MemLp h 2 (gaussian (n + 1)) → meanVec h = 0 →
      alignmentLoss (1 / 2) h ≤ 2 * (1 - 1 / 2) * (n + 1 : ℕ) + δ →
      ‖covMatrix h - 1‖ ≤ ε →
      ∃ Q : EuclideanSpace ℝ (Fin (n + 1)) ≃ₗᵢ[ℝ] EuclideanSpace ℝ (Fin (n + 1)),
        ∫ z, ‖h z - Q z‖ ^ 2 ∂gaussian (n + 1)
          ≤ δ / (2 * (1 / 2) * (1 - 1 / 2)) + (ε + δ / (2 * (1 / 2) * (1 - 1 / 2))) ^ 2 :=
  ⟨exists_loss_eq_far_from_isometries (by norm_num) (by norm_num) n,
    not_approximate_recovery_of_dimension n.succ_pos (by norm_num) (by norm_num)⟩

/-- At `ρ = 1/2` a constant encoder on the line with identity second moment has loss zero. -/
theorem uncentred :
    alignmentLoss (1 / 2) (fun z : EuclideanSpace ℝ (Fin 1) ↦
        WithLp.toLp 2 (fun _ ↦ (1 : ℝ)) + (0 : _ →ₗ[ℝ] EuclideanSpace ℝ (Fin 1)) z)
      = 2 * (1 - 1 / 2) * ((1 : ℕ) - ‖meanVec fun z : EuclideanSpace ℝ (Fin 1) ↦
        WithLp.toLp 2 (fun _ ↦ (1 : ℝ)) + (0 : _ →ₗ[ℝ] EuclideanSpace ℝ (Fin 1)) z‖ ^ 2) :=
  alignmentLoss_affine_of_second_moment_eq_one
    (fun i j ↦ by simp [Subsingleton.elim i j]) (by norm_num) (by norm_num)

/-- At `ρ = 1/2` Theorem 3 is false without the hypothesis on the mean. -/
theorem mean_omitted (b : EuclideanSpace ℝ (Fin n))
    (Q : EuclideanSpace ℝ (Fin n) ≃ₗᵢ[ℝ] EuclideanSpace ℝ (Fin n)) :
    alignmentLoss (1 / 2) (fun z ↦ b + Q z) = 2 * (1 - 1 / 2) * n ∧
    ¬ ∀ (h : EuclideanSpace ℝ (Fin (n + 1)) → EuclideanSpace ℝ (Fin (n + 1))) (δ ε : ℝ),
      MemLp h 2 (gaussian (n + 1)) →
      alignmentLoss (1 / 2) h ≤ 2 * (1 - 1 / 2) * (covMatrix h).trace + δ →
      ‖covMatrix h - 1‖ ≤ ε →
      ∃ Q : EuclideanSpace ℝ (Fin (n + 1)) ≃ₗᵢ[ℝ] EuclideanSpace ℝ (Fin (n + 1)),
        ∫ z, ‖h z - Q z‖ ^ 2 ∂gaussian (n + 1)
          ≤ δ / (2 * (1 / 2) * (1 - 1 / 2)) + (ε + δ / (2 * (1 / 2) * (1 - 1 / 2))) ^ 2 :=
  ⟨alignmentLoss_add_isometry b Q (by norm_num) (by norm_num),
    not_approximate_recovery_of_mean n.succ_pos (by norm_num) (by norm_num)⟩

/-- At `ρ = 1/2` two stationary worlds with additive Gaussian noise that are not
Ornstein–Uhlenbeck. -/
theorem additive_noise :
    ((additivePair (1 / 2) fun z : EuclideanSpace ℝ (Fin (n + 1)) ↦ -z).map Prod.snd
        = gaussian (n + 1) ∧
      additivePair (1 / 2) (fun z : EuclideanSpace ℝ (Fin (n + 1)) ↦ -z)
        ≠ ouPair (n + 1) (1 / 2)) ∧
    ∃ g : ℝ → ℝ, MeasurePreserving g (gaussianReal 0 1) (gaussianReal 0 1) ∧
      (additivePair (n := n + 1) (1 / 2) (coordwise g)).map Prod.snd = gaussian (n + 1) ∧
      ∀ r, additivePair (n := n + 1) (1 / 2) (coordwise g) ≠ ouPair (n + 1) r :=
  ⟨⟨map_snd_additivePair (by norm_num [abs_le]) (measurePreserving_gaussian (.neg ℝ)),
      additivePair_neg_ne_ouPair n.succ_pos (by norm_num)⟩,
    exists_additivePair_ne_ouPair n.succ_pos (by norm_num) (by norm_num [abs_le])⟩

/-- At `ρ = 1/2` the spiral and the twist are above the floor. -/
theorem spiral_above_floor : 2 * (1 - 1 / 2) * 2 < alignmentLoss (1 / 2) (spiral 1) ∧
    2 * (1 - 1 / 2) * 2 < alignmentLoss (1 / 2) (twist 1) :=
  ⟨lt_alignmentLoss_spiral (by norm_num) (by norm_num) one_ne_zero,
    lt_alignmentLoss_twist (by norm_num) (by norm_num) one_ne_zero⟩

/-- At `ρ = 1/2` a linear isometry of determinant `-1` attains the floor. -/
theorem reflection :
    ∃ Q : EuclideanSpace ℝ (Fin (n + 1)) ≃ₗᵢ[ℝ] EuclideanSpace ℝ (Fin (n + 1)),
      LinearMap.det Q.toLinearEquiv.toLinearMap = -1 ∧
      alignmentLoss (1 / 2) Q = 2 * (1 - 1 / 2) * (n + 1 : ℕ) :=
  exists_det_eq_neg_one_alignmentLoss_eq n.succ_pos (by norm_num) (by norm_num)

end LeJEPA.Witnesses
