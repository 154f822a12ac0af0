import LeJEPA.Appendix.Twist
import LeJEPA.Approximate.Witness
import LeJEPA.Background.HermiteTensor
import LeJEPA.Background.Inequalities
import LeJEPA.Background.Mehler
import LeJEPA.Converse.SturmLiouville
import LeJEPA.Counterexamples.AffineEncoders
import LeJEPA.Counterexamples.HermiteTwo
import LeJEPA.Counterexamples.NegativeCorrelation
import LeJEPA.Counterexamples.SignFlip
import LeJEPA.Counterexamples.Spiral

/-!
# The hypotheses of the appendix and of the background hold together

Each statement below supposes nothing: it applies a theorem of the appendix or of the background to
a case in which the hypotheses hold.

## Main results

* `LeJEPA.Witnesses.dirichlet`, `LeJEPA.Witnesses.dirichlet_eq`: the Dirichlet energy, for a
  nonlinear diffeomorphism and for linear isometries.
* `LeJEPA.Witnesses.mehler`, `LeJEPA.Witnesses.hermite_ou`, `LeJEPA.Witnesses.parseval`,
  `LeJEPA.Witnesses.hermite_generating`: Hermite polynomials.
* `LeJEPA.Witnesses.am_gm`, `LeJEPA.Witnesses.mazur_ulam`, `LeJEPA.Witnesses.score`: the elementary
  facts.
-/

open MeasureTheory ProbabilityTheory
open scoped Nat Matrix.Norms.Frobenius

section

open Polynomial

namespace LeJEPA.Witnesses

variable (n : ℕ)

/-- The energy of a nonlinear diffeomorphism of the plane that preserves the Gaussian measure, and
its log-determinant. -/
theorem dirichlet : 2 ≤ dirichletEnergy (twist 1) ∧
    Integrable (fun z ↦ Real.log |(fderiv ℝ (twist 1) z).det|) (gaussian 2) ∧
    ∫ z, Real.log |(fderiv ℝ (twist 1) z).det| ∂gaussian 2 = 0 ∧
    ∀ z, |(fderiv ℝ (twist 1) z).det| * gaussianDensity (twist 1 z) = gaussianDensity z := by
  have h1 := contDiff_twist 1
  have h2 := (bijective_twist 1).injective
  have h3 := map_gaussian_twist 1
  exact ⟨mod_cast le_dirichletEnergy h1 h2 h3, integrable_log_abs_det_fderiv h1 h2 h3,
    integral_log_abs_det_fderiv h1 h2 h3, abs_det_fderiv_mul_gaussianDensity h1 h2 h3⟩

/-- The energy of a linear isometry. -/
theorem dirichlet_eq (Q : EuclideanSpace ℝ (Fin n) ≃ₗᵢ[ℝ] EuclideanSpace ℝ (Fin n)) :
    dirichletEnergy Q = n :=
  (dirichletEnergy_eq_iff Q.contDiff Q.injective (map_gaussian Q)).mpr ⟨Q, rfl⟩

/-- The eigenvalues of the Ornstein–Uhlenbeck operator of correlation `1 / 2`, on the line and in
several variables. -/
theorem hermite_ou (k : ℕ) (x : ℝ) (α : Fin n → ℕ) (z : EuclideanSpace ℝ (Fin n)) :
    ∫ y, aeval (1 / 2 * x + √(1 - (1 / 2) ^ 2) * y) (Polynomial.hermite k) ∂gaussianReal 0 1
        = (1 / 2) ^ k * aeval x (Polynomial.hermite k) ∧
      ∫ w, hermiteTensor α ((1 / 2 : ℝ) • z + √(1 - (1 / 2) ^ 2) • w) ∂gaussian n
        = (1 / 2) ^ (∑ i, α i) * hermiteTensor α z :=
  ⟨integral_hermite_ornsteinUhlenbeck (by norm_num) k x,
    integral_hermiteTensor_ornsteinUhlenbeck (by norm_num) α z⟩

/-- The generating function at `t = 1`. -/
theorem hermite_generating (x : ℝ) :
    HasSum (fun k : ℕ ↦ aeval x (Polynomial.hermite k) / k !) (Real.exp (x - 1 / 2)) := by
  simpa using hasSum_hermite_mul_pow_div_factorial x 1

private theorem memLp_abs : MemLp (fun x : ℝ ↦ |x|) 2 (gaussianReal 0 1) := by
  have h := memLp_id_gaussianReal (μ := 0) (v := 1) 2
  exact (mod_cast h : MemLp id 2 (gaussianReal 0 1)).norm

/-- Mehler's formula for the absolute value, at correlation `1 / 2`, and the correlations of Hermite
polynomials. -/
theorem mehler (j k : ℕ) :
    ∫ w, aeval w.1 (Polynomial.hermite j)
        * aeval (1 / 2 * w.1 + √(1 - (1 / 2) ^ 2) * w.2) (Polynomial.hermite k)
      ∂(gaussianReal 0 1).prod (gaussianReal 0 1) = (if j = k then (1 / 2 : ℝ) ^ k * k ! else 0) ∧
    HasSum (fun n : ℕ ↦
        (1 / 2) ^ n / n ! * (∫ x, |x| * aeval x (Polynomial.hermite n) ∂gaussianReal 0 1)
        * ∫ x, |x| * aeval x (Polynomial.hermite n) ∂gaussianReal 0 1)
      (∫ w, |w.1| * |1 / 2 * w.1 + √(1 - (1 / 2) ^ 2) * w.2|
        ∂(gaussianReal 0 1).prod (gaussianReal 0 1)) :=
  ⟨integral_hermite_mul_hermite_ou (ρ := 1 / 2) (by norm_num) j k,
    hasSum_mehler (ρ := 1 / 2) (by norm_num) memLp_abs memLp_abs⟩

/-- Parseval's identity for the absolute value. -/
theorem parseval : HasSum (fun n : ℕ ↦
      (n ! : ℝ)⁻¹ * (∫ x, |x| * aeval x (Polynomial.hermite n) ∂gaussianReal 0 1)
        * ∫ x, |x| * aeval x (Polynomial.hermite n) ∂gaussianReal 0 1)
    (∫ x, |x| * |x| ∂gaussianReal 0 1) :=
  hasSum_integral_mul_hermite memLp_abs memLp_abs

/-- The mean inequalities for `1` and `2`. -/
theorem am_gm : (∏ i, ![(1 : ℝ), 2] i) ^ (Fintype.card (Fin 2) : ℝ)⁻¹
      < (∑ i, ![(1 : ℝ), 2] i) / Fintype.card (Fin 2) ∧
    (∏ i, ![(1 : ℝ), 2] i) ^ (Fintype.card (Fin 2) : ℝ)⁻¹
      ≤ (∑ i, ![(1 : ℝ), 2] i) / Fintype.card (Fin 2) := by
  have h : ∀ i, 0 ≤ ![(1 : ℝ), 2] i := by
    intro i
    fin_cases i <;> norm_num
  exact ⟨(rpow_prod_lt_arith_mean_iff _ h).mpr ⟨0, 1, by norm_num⟩, rpow_prod_le_arith_mean _ h⟩

/-- The theorem of Mazur and Ulam for a reflection of the line. -/
theorem mazur_ulam : ∃ Q : ℝ ≃ₗᵢ[ℝ] ℝ, ⇑Q = fun x ↦ -x :=
  exists_linearIsometryEquiv_of_isometry (LinearIsometryEquiv.neg ℝ).isometry neg_surjective
    neg_zero

/-- An affine score, that of the standard normal density. -/
theorem score : (-1 : ℝ) < 0 ∧
    gaussianPDFReal 0 1 = gaussianPDFReal (-0 / -1) (-1 / -1 : ℝ).toNNReal := by
  refine affine_score (gaussianPDFReal_pos 0 1 · one_ne_zero) ?_
    (integral_gaussianPDFReal_eq_one 0 one_ne_zero) fun x ↦ ?_
  · rw [gaussianPDFReal_def]
    fun_prop
  · have h := sturmLiouville_gaussianPDFReal 1 0 (v := 1) one_ne_zero x
    rw [sturmLiouville_apply_affine] at h
    simpa using h

end LeJEPA.Witnesses

end

/-!
## The counterexamples apply

Each statement below supposes nothing: it is a counterexample to a looser reading of Theorem 1 or of
Theorem 3, in every dimension `n + 1` and at a correlation for which its hypotheses hold.

### Main results

* `LeJEPA.Witnesses.endpoints`, `LeJEPA.Witnesses.negative_correlation`: the range of `ρ`.
* `LeJEPA.Witnesses.dimension_for_trace`, `LeJEPA.Witnesses.uncentred`,
  `LeJEPA.Witnesses.mean_omitted`: the hypotheses of Theorem 3.
* `LeJEPA.Witnesses.additive_noise`, `LeJEPA.Witnesses.spiral_above_floor`,
  `LeJEPA.Witnesses.reflection`: readings of Theorem 1.
-/

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
