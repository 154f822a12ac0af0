import LeJEPA.Approximate.Witness
import LeJEPA.Background.EigenvalueSum
import LeJEPA.Background.HermiteBasis
import LeJEPA.Background.MeanInequalitiesStrict
import LeJEPA.Counterexamples.AffineEncoders
import LeJEPA.Counterexamples.Reflection
import LeJEPA.Gaussian.KeyInequality

/-!
# The remaining lemmas apply

Each statement below supposes nothing: it applies a lemma to a case in which its hypotheses hold.

## Main results

* `LeJEPA.Witnesses.approximate_linear`: Theorem 3 with a linear bound, at `ρ = 1/2`.
* `LeJEPA.Witnesses.second_moment`: an affine encoder with identity second moment below the floor.
* `LeJEPA.Witnesses.characters`, `LeJEPA.Witnesses.eigenvalue_sum`,
  `LeJEPA.Witnesses.hermite_component`: the spectral facts.
* `LeJEPA.Witnesses.exp_mean`, `LeJEPA.Witnesses.determinants`: the elementary facts.
-/

open MeasureTheory ProbabilityTheory Polynomial
open scoped ComplexConjugate Matrix.Norms.Frobenius Nat RealInnerProductSpace

namespace LeJEPA.Witnesses

variable (n : ℕ)

/-- Theorem 3 with a linear bound, for an encoder of the line that is not affine: `ε = 0` and
`D = 16 / 25`. -/
theorem approximate_linear : ∃ Q : EuclideanSpace ℝ (Fin 1) ≃ₗᵢ[ℝ] EuclideanSpace ℝ (Fin 1),
    ∫ z, ‖quadraticEncoder 1 (3 / 5) (4 / 5) z - Q z‖ ^ 2 ∂gaussian 1
      ≤ 0 + 2 * (2 * (1 / 2) * (1 - 1 / 2) * ((4 / 5) ^ 2 * (1 : ℕ))
        / (2 * (1 / 2) * (1 - 1 / 2))) :=
  exists_isometry_integral_norm_sub_sq_le_of_le_one (by norm_num) (by norm_num)
    (memLp_quadraticEncoder _ _) (meanVec_quadraticEncoder _ _)
    (alignmentLoss_quadraticEncoder _ _ (by norm_num [abs_le])).le
    (by
      rw [covMatrix_quadraticEncoder]
      norm_num)
    (by norm_num)

/-- A constant encoder of the line has identity second moment and beats the floor at `ρ = 1/2`. -/
theorem second_moment :
    alignmentLoss (1 / 2) (fun z : EuclideanSpace ℝ (Fin 1) ↦
        EuclideanSpace.single 0 1 + (0 : EuclideanSpace ℝ (Fin 1) →ₗ[ℝ] _) z)
      < 2 * (1 - 1 / 2) * (1 : ℕ) := by
  refine alignmentLoss_affine_lt_of_second_moment_eq_one (fun i j ↦ ?_) (by norm_num) (by norm_num)
    ?_
  · simp [Subsingleton.elim i 0, Subsingleton.elim j 0]
  · rw [meanVec_affine, ← norm_ne_zero_iff]
    simp

/-- The correlation of characters at `ρ = 1/2`. -/
theorem characters (s t : EuclideanSpace ℝ (Fin n)) :
    ∫ w, conj (Complex.exp (⟪w.1, s⟫ * Complex.I)) * Complex.exp (⟪ouMap (1 / 2) w, t⟫ * Complex.I)
        ∂(gaussian n).prod (gaussian n)
      = Complex.exp (-(‖s‖ ^ 2 / 2 : ℝ)) * Complex.exp (-(‖t‖ ^ 2 / 2 : ℝ))
        * Complex.exp ((1 / 2 : ℝ) * ∑ i, (s i : ℂ) * t i) :=
  integral_conj_char_mul_char (by norm_num) (by norm_num) s t

/-- The sum of the eigenvalues at `ρ = 1/2`. -/
theorem eigenvalue_sum :
    HasSum (fun α : Fin n → ℕ ↦ (1 / 2 : ℝ) ^ ∑ i, α i) ((1 - 1 / 2)⁻¹ ^ n) :=
  hasSum_pow_sum_multiIndex (by norm_num [abs_lt]) n

private theorem memLp_abs_real : MemLp (fun x : ℝ ↦ |x|) 2 (gaussianReal 0 1) := by
  have h := memLp_id_gaussianReal (μ := 0) (v := 1) 2
  exact (mod_cast h : MemLp id 2 (gaussianReal 0 1)).norm

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
  · rw [Matrix.mem_orthogonalGroup_iff]
    ext i j
    fin_cases i <;> fin_cases j <;> simp
  · simp [Matrix.det_diagonal]

end LeJEPA.Witnesses
