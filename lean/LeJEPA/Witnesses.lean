import LeJEPA.Anisotropic
import LeJEPA.Approximate.Witness
import LeJEPA.Background.HermiteBasis
import LeJEPA.Background.Inequalities
import LeJEPA.Counterexamples.AffineEncoders
import LeJEPA.Counterexamples.SignFlip
import LeJEPA.Gaussian.KeyInequality

/-!
# The hypotheses of Theorems 1 and 3 hold together

Each statement below supposes nothing: it applies a theorem to an encoder and to a correlation for
which the hypotheses hold. The encoders are the sign flip of every coordinate, which preserves the
Gaussian measure and is not affine; the quadratic encoder, which has a nonlinear energy and, for
suitable coefficients, is whitened; affine maps; and linear isometries.

## Main results

* `LeJEPA.Witnesses.key_inequality`, `LeJEPA.Witnesses.gap`: the key inequality and the gap.
* `LeJEPA.Witnesses.trace_le`, `LeJEPA.Witnesses.eq_trace_iff`: Theorem 1 (a).
* `LeJEPA.Witnesses.whitened_le`, `LeJEPA.Witnesses.whitened_eq_iff`: Theorem 1 (b).
* `LeJEPA.Witnesses.preserving_le`, `LeJEPA.Witnesses.preserving_eq_iff`: Theorem 1 (c).
* `LeJEPA.Witnesses.approximate`, `LeJEPA.Witnesses.approximate_centred`,
  `LeJEPA.Witnesses.exact_recovery`: Theorem 3.
* `LeJEPA.Witnesses.anisotropic`: Theorem 1 (b) for two different correlations.
-/

open MeasureTheory ProbabilityTheory
open scoped ComplexConjugate Matrix.Norms.Frobenius Nat RealInnerProductSpace

namespace LeJEPA.Witnesses

variable (n : ℕ)

private theorem map_signFlip :
    (gaussian n).map (coordwise signFlip) = gaussian n :=
  (measurePreserving_coordwise measurePreserving_signFlip).map_eq

private theorem aemeasurable_signFlip : AEMeasurable (coordwise signFlip) (gaussian n) :=
  (measurePreserving_coordwise measurePreserving_signFlip).measurable.aemeasurable

private theorem covMatrix_quadratic : covMatrix (quadraticEncoder n (3 / 5) (4 / 5)) = 1 := by
  have h : (3 / 5 : ℝ) ^ 2 + (4 / 5) ^ 2 = 1 := by norm_num
  rw [covMatrix_quadraticEncoder, h, one_smul]

/-- The key inequality for the norm, at correlation `1 / 2`. -/
theorem key_inequality :
    ∫ w, ‖w.1‖ * ‖ouMap (1 / 2) w‖ ∂(gaussian n).prod (gaussian n)
      ≤ (1 / 2) ^ 2 * ∫ z, ‖z‖ ^ 2 ∂gaussian n
        + (1 - (1 / 2) ^ 2) * (∫ z, ‖z‖ ∂gaussian n) ^ 2
        + 1 / 2 * (1 - 1 / 2) * ∑ i, (∫ z, z i * ‖z‖ ∂gaussian n) ^ 2 :=
  integral_mul_comp_ouMap_le one_half_pos.le one_half_lt_one.le memLp_id_gaussian.norm

/-- The key inequality for a complex function, at correlation `1 / 2`. -/
theorem key_inequality_complex :
    (∫ w, conj (‖w.1‖ : ℂ) * ‖ouMap (1 / 2) w‖ ∂(gaussian n).prod (gaussian n)).re
      ≤ (1 / 2) ^ 2 * ∫ z, ‖(‖z‖ : ℂ)‖ ^ 2 ∂gaussian n
        + (1 - (1 / 2) ^ 2) * ‖∫ z, (‖z‖ : ℂ) ∂gaussian n‖ ^ 2
        + 1 / 2 * (1 - 1 / 2) * ∑ i, ‖∫ z, (z i : ℂ) * ‖z‖ ∂gaussian n‖ ^ 2 :=
  re_integral_conj_mul_comp_ouMap_le one_half_pos.le one_half_lt_one.le
    memLp_id_gaussian.norm.ofReal

/-- The gap inequality for a quadratic encoder, at correlation `1 / 2`. -/
theorem gap : 2 * (1 - 1 / 2) * (covMatrix (quadraticEncoder n 1 1)).trace
      + 2 * (1 / 2) * (1 - 1 / 2) * nonlinearEnergy (quadraticEncoder n 1 1)
    ≤ alignmentLoss (1 / 2) (quadraticEncoder n 1 1) :=
  LeJEPA.gap one_half_pos.le one_half_lt_one.le (memLp_quadraticEncoder 1 1)

/-- Theorem 1 (a), the inequality, for a quadratic encoder. -/
theorem trace_le : 2 * (1 - 1 / 2) * (covMatrix (quadraticEncoder n 1 1)).trace
    ≤ alignmentLoss (1 / 2) (quadraticEncoder n 1 1) :=
  trace_covMatrix_le_alignmentLoss one_half_pos.le one_half_lt_one.le
    (memLp_quadraticEncoder 1 1)

/-- Theorem 1 (a), the equality case, for affine encoders. -/
theorem eq_trace_iff (b : EuclideanSpace ℝ (Fin n))
    (A : EuclideanSpace ℝ (Fin n) →ₗ[ℝ] EuclideanSpace ℝ (Fin n)) :
    alignmentLoss (1 / 2) (fun z ↦ b + A z)
      = 2 * (1 - 1 / 2) * (covMatrix fun z ↦ b + A z).trace :=
  (alignmentLoss_eq_trace_iff one_half_pos one_half_lt_one (memLp_affine_gaussian b A)).mpr
    ⟨b, A, .rfl⟩

/-- Theorem 1 (b), the inequality, for a whitened encoder that is not affine. -/
theorem whitened_le : meanVec (quadraticEncoder n (3 / 5) (4 / 5)) = 0 ∧
    covMatrix (quadraticEncoder n (3 / 5) (4 / 5)) = 1 ∧
    2 * (1 - 1 / 2) * n ≤ alignmentLoss (1 / 2) (quadraticEncoder n (3 / 5) (4 / 5)) :=
  ⟨meanVec_quadraticEncoder _ _, covMatrix_quadratic n,
    le_alignmentLoss_of_covMatrix_eq_one one_half_pos.le one_half_lt_one.le
      (memLp_quadraticEncoder _ _) (covMatrix_quadratic n)⟩

/-- Theorem 1 (b), the equality case, for the maps `z ↦ b + Q z`. -/
theorem whitened_eq_iff (b : EuclideanSpace ℝ (Fin n))
    (Q : EuclideanSpace ℝ (Fin n) ≃ₗᵢ[ℝ] EuclideanSpace ℝ (Fin n)) :
    alignmentLoss (1 / 2) (fun z ↦ b + Q z) = 2 * (1 - 1 / 2) * n :=
  (alignmentLoss_eq_iff_of_covMatrix_eq_one one_half_pos one_half_lt_one
    (memLp_affine_gaussian b Q.toLinearEquiv.toLinearMap) (covMatrix_add_isometry b Q)).mpr
    ⟨b, Q, .rfl⟩

/-- Theorem 1 (c), the inequality, for the sign flip of every coordinate. -/
theorem preserving_le :
    2 * (1 - 1 / 2) * n ≤ alignmentLoss (1 / 2) (coordwise (n := n) signFlip) :=
  le_alignmentLoss_of_map_eq (aemeasurable_signFlip n) (map_signFlip n) one_half_pos.le
    one_half_lt_one.le

/-- Theorem 1 (c), the equality case, for linear isometries, in every form of the theorem. -/
theorem preserving_eq_iff (Q : EuclideanSpace ℝ (Fin n) ≃ₗᵢ[ℝ] EuclideanSpace ℝ (Fin n)) :
    ((gaussian n).map Q = gaussian n ∧ alignmentLoss (1 / 2) Q = 2 * (1 - 1 / 2) * n) ∧
    IsMinOn (alignmentLoss (1 / 2))
      {g | AEMeasurable g (gaussian n) ∧ (gaussian n).map g = gaussian n} Q ∧
    (∃ R : EuclideanSpace ℝ (Fin n) ≃ₗᵢ[ℝ] EuclideanSpace ℝ (Fin n), ⇑Q = R) ∧
    ((gaussian n).prod (gaussian n)).map (fun w ↦ (Q w.1, Q (ouMap (1 / 2) w)))
      = ouPair n (1 / 2) := by
  have hQ : AEMeasurable Q (gaussian n) := Q.continuous.measurable.aemeasurable
  have h0 : (0 : ℝ) < 1 / 2 := one_half_pos
  have h1 : (1 : ℝ) / 2 < 1 := one_half_lt_one
  refine ⟨(map_eq_and_alignmentLoss_eq_iff h0 h1 hQ).mpr ⟨Q, .rfl⟩,
    (isMinOn_alignmentLoss_iff h0 h1 hQ (map_gaussian Q)).mpr ⟨Q, .rfl⟩,
    (alignmentLoss_eq_iff_of_continuous h0 h1 Q.continuous (map_gaussian Q)).mp ?_,
    (map_prodMk_comp_eq_ouPair_iff h0 h1 hQ).mpr ⟨Q, .rfl⟩⟩
  exact (alignmentLoss_eq_iff_of_map_eq hQ (map_gaussian Q) h0 h1).mpr ⟨Q, .rfl⟩

/-- Theorem 3 for an encoder that is not affine: `ε = 0` and `D = 16 / 25 n`. -/
theorem approximate : ∃ Q : EuclideanSpace ℝ (Fin n) ≃ₗᵢ[ℝ] EuclideanSpace ℝ (Fin n),
    ∫ z, ‖quadraticEncoder n (3 / 5) (4 / 5) z - Q z‖ ^ 2 ∂gaussian n
      ≤ 2 * (1 / 2) * (1 - 1 / 2) * ((4 / 5) ^ 2 * n) / (2 * (1 / 2) * (1 - 1 / 2))
        + (0 + 2 * (1 / 2) * (1 - 1 / 2) * ((4 / 5) ^ 2 * n)
          / (2 * (1 / 2) * (1 - 1 / 2))) ^ 2 :=
  exists_isometry_integral_norm_sub_sq_le one_half_pos one_half_lt_one
    (memLp_quadraticEncoder _ _) (meanVec_quadraticEncoder _ _)
    (alignmentLoss_quadraticEncoder _ _ (by norm_num [abs_le])).le
    (by rw [covMatrix_quadratic, sub_self, norm_zero])

/-- Theorem 3 for the centred encoder, for a translated isometry: `δ = ε = 0`. -/
theorem approximate_centred (b : EuclideanSpace ℝ (Fin n)) :
    ∃ Q : EuclideanSpace ℝ (Fin n) ≃ₗᵢ[ℝ] EuclideanSpace ℝ (Fin n),
      ∫ z, ‖b + z - (meanVec fun z ↦ b + z) - Q z‖ ^ 2 ∂gaussian n
        ≤ 0 / (2 * (1 / 2) * (1 - 1 / 2)) + (0 + 0 / (2 * (1 / 2) * (1 - 1 / 2))) ^ 2 := by
  have h : covMatrix (fun z ↦ b + z) = 1 :=
    covMatrix_add_isometry b (.refl ℝ (EuclideanSpace ℝ (Fin n)))
  exact exists_isometry_integral_norm_sub_mean_sub_sq_le one_half_pos one_half_lt_one
    (memLp_affine_gaussian b LinearMap.id)
    ((eq_trace_iff n b LinearMap.id).le.trans_eq (add_zero _).symm) (by
      rw [sub_eq_zero.mpr h, norm_zero])

/-- Exact recovery, for a translated isometry. -/
theorem exact_recovery (b : EuclideanSpace ℝ (Fin n)) :
    ∃ Q : EuclideanSpace ℝ (Fin n) ≃ₗᵢ[ℝ] EuclideanSpace ℝ (Fin n),
      (fun z ↦ b + z) =ᵐ[gaussian n] fun z ↦ (meanVec fun z ↦ b + z) + Q z :=
  exists_isometry_ae_eq (ρ := 1 / 2) one_half_pos one_half_lt_one
    (memLp_affine_gaussian b LinearMap.id) (eq_trace_iff n b LinearMap.id).le
    (covMatrix_add_isometry b (.refl ℝ (EuclideanSpace ℝ (Fin n))))

/-- Theorem 1 (b) for two different correlations, `1 / 2` and `2 / 3`: the loss of a whitened
encoder that is not affine, and that of the linear isometries. -/
theorem anisotropic (Q : EuclideanSpace ℝ (Fin 2) ≃ₗᵢ[ℝ] EuclideanSpace ℝ (Fin 2)) :
    2 * ∑ i, (1 - ![(1 / 2 : ℝ), 2 / 3] i)
        ≤ anisotropicLoss ![1 / 2, 2 / 3] (quadraticEncoder 2 (3 / 5) (4 / 5)) ∧
      anisotropicLoss ![1 / 2, 2 / 3] Q = 2 * ∑ i, (1 - ![(1 / 2 : ℝ), 2 / 3] i) := by
  have h1 : ∀ i, ![(1 / 2 : ℝ), 2 / 3] i ≤ 2 / 3 :=
    Fin.forall_fin_two.mpr ⟨(by norm_num : (1 / 2 : ℝ) ≤ 2 / 3), le_refl (2 / 3 : ℝ)⟩
  have h2 : ∀ i, (2 / 3 : ℝ) ^ 2 < ![(1 / 2 : ℝ), 2 / 3] i := Fin.forall_fin_two.mpr
    ⟨(by norm_num : (2 / 3 : ℝ) ^ 2 < 1 / 2), (by norm_num : (2 / 3 : ℝ) ^ 2 < 2 / 3)⟩
  have hQ := Q.continuous.measurable.aemeasurable (μ := gaussian 2)
  have h3 : (0 : ℝ) ≤ 2 / 3 := by norm_num
  have h4 : (2 / 3 : ℝ) ≤ 1 := by norm_num
  refine ⟨le_anisotropicLoss (fun i ↦ (sq_nonneg _).trans (h2 i).le) h1 h3 h4
    (fun i ↦ (h2 i).le) (memLp_quadraticEncoder _ _) (covMatrix_quadratic 2), ?_⟩
  refine (anisotropicLoss_eq_iff h1 h3 h4 h2
    (memLp_of_map_eq hQ (map_gaussian Q)) (covMatrix_of_map_eq hQ (map_gaussian Q))).mpr
    ⟨0, Q, .of_forall fun z ↦ (zero_add (Q z)).symm⟩

end LeJEPA.Witnesses

/-!
## The remaining lemmas apply

Each statement below supposes nothing: it applies a lemma to a case in which its hypotheses hold.

### Main results

* `LeJEPA.Witnesses.approximate_linear`: Theorem 3 with a linear bound, at `ρ = 1/2`.
* `LeJEPA.Witnesses.second_moment`: an affine encoder with identity second moment below the floor.
* `LeJEPA.Witnesses.characters`, `LeJEPA.Witnesses.eigenvalue_sum`,
  `LeJEPA.Witnesses.hermite_component`: the spectral facts.
* `LeJEPA.Witnesses.exp_mean`, `LeJEPA.Witnesses.determinants`: the elementary facts.
-/

section

open Polynomial

namespace LeJEPA.Witnesses

variable (n : ℕ)

/-- Theorem 3 with a linear bound, for an encoder of the line that is not affine: `ε = 0` and
`D = 16 / 25`. -/
theorem approximate_linear : ∃ Q : EuclideanSpace ℝ (Fin 1) ≃ₗᵢ[ℝ] EuclideanSpace ℝ (Fin 1),
    ∫ z, ‖quadraticEncoder 1 (3 / 5) (4 / 5) z - Q z‖ ^ 2 ∂gaussian 1
      ≤ 0 + 2 * (2 * (1 / 2) * (1 - 1 / 2) * ((4 / 5) ^ 2 * (1 : ℕ))
        / (2 * (1 / 2) * (1 - 1 / 2))) :=
  exists_isometry_integral_norm_sub_sq_le_of_le_one one_half_pos one_half_lt_one
    (memLp_quadraticEncoder _ _) (meanVec_quadraticEncoder _ _)
    (alignmentLoss_quadraticEncoder _ _ (by norm_num [abs_le])).le
    (by rw [covMatrix_quadratic, sub_self, norm_zero])
    (by norm_num)

/-- A constant encoder of the line has identity second moment and beats the floor at `ρ = 1/2`. -/
theorem second_moment :
    alignmentLoss (1 / 2) (fun z : EuclideanSpace ℝ (Fin 1) ↦
        EuclideanSpace.single 0 1 + (0 : EuclideanSpace ℝ (Fin 1) →ₗ[ℝ] _) z)
      < 2 * (1 - 1 / 2) * (1 : ℕ) := by
  refine alignmentLoss_affine_lt_of_second_moment_eq_one (fun i j ↦ ?_) one_half_pos.le
    one_half_lt_one ?_
  · simp [Subsingleton.elim i 0, Subsingleton.elim j 0]
  · rw [meanVec_affine, ← norm_ne_zero_iff, EuclideanSpace.norm_single, norm_one]
    exact one_ne_zero

/-- The correlation of characters at `ρ = 1/2`. -/
theorem characters (s t : EuclideanSpace ℝ (Fin n)) :
    ∫ w, conj (Complex.exp (⟪w.1, s⟫ * Complex.I)) * Complex.exp (⟪ouMap (1 / 2) w, t⟫ * Complex.I)
        ∂(gaussian n).prod (gaussian n)
      = Complex.exp (-(‖s‖ ^ 2 / 2 : ℝ)) * Complex.exp (-(‖t‖ ^ 2 / 2 : ℝ))
        * Complex.exp ((1 / 2 : ℝ) * ∑ i, (s i : ℂ) * t i) :=
  integral_conj_char_mul_char one_half_pos.le one_half_lt_one.le s t

/-- The sum of the eigenvalues at `ρ = 1/2`. -/
theorem eigenvalue_sum :
    HasSum (fun α : Fin n → ℕ ↦ (1 / 2 : ℝ) ^ ∑ i, α i) ((1 - 1 / 2)⁻¹ ^ n) :=
  hasSum_pow_sum_multiIndex (by norm_num [abs_lt]) n

private theorem memLp_abs_real : MemLp (fun x : ℝ ↦ |x|) 2 (gaussianReal 0 1) :=
  (memLp_id_gaussianReal' 2 ENNReal.ofNat_ne_top).norm

/-- The components of the absolute value along the normalised Hermite polynomials. -/
theorem hermite_component (k : ℕ) : ⟪hermiteLp k, memLp_abs_real.toLp fun x : ℝ ↦ |x|⟫
    = (√(k ! : ℝ))⁻¹ * ∫ x, |x| * aeval x (Polynomial.hermite k) ∂gaussianReal 0 1 :=
  inner_hermiteLp k memLp_abs_real

/-- The exponential mean inequality for `1` and `2`, strict, and an equality for `1` and `1`. -/
theorem exp_mean :
    Real.exp ((∑ i, ![(1 : ℝ), 2] i) / Fintype.card (Fin 2))
        ≤ (∑ i, Real.exp (![(1 : ℝ), 2] i)) / Fintype.card (Fin 2) ∧
      Real.exp ((∑ i, ![(1 : ℝ), 2] i) / Fintype.card (Fin 2))
        ≠ (∑ i, Real.exp (![(1 : ℝ), 2] i)) / Fintype.card (Fin 2) ∧
      Real.exp ((∑ _i : Fin 2, (1 : ℝ)) / Fintype.card (Fin 2))
        = (∑ _i : Fin 2, Real.exp 1) / Fintype.card (Fin 2) :=
  ⟨exp_mean_le_mean_exp _, fun h ↦ by
      have := (exp_mean_eq_mean_exp_iff _).mp h 0 1
      norm_num at this,
    (exp_mean_eq_mean_exp_iff fun _ : Fin 2 ↦ (1 : ℝ)).mpr fun _ _ ↦ rfl⟩

/-- A reflection of the plane and the identity are at distance at least `2`. -/
theorem determinants : 2 ≤ ‖Matrix.diagonal ![(1 : ℝ), -1] - 1‖ := by
  refine Matrix.two_le_norm_sub_of_det_eq_neg_one ?_ (one_mem _) ?_ Matrix.det_one
  · rw [Matrix.mem_orthogonalGroup_iff, Matrix.diagonal_transpose, Matrix.diagonal_mul_diagonal,
      ← Matrix.diagonal_one]
    exact congrArg Matrix.diagonal (funext (Fin.forall_fin_two.mpr
      ⟨(one_mul 1 : (1 : ℝ) * 1 = 1), ((neg_mul_neg 1 1).trans (one_mul 1) : (-1 : ℝ) * -1 = 1)⟩))
  · simp [Matrix.det_diagonal]

end LeJEPA.Witnesses

end
