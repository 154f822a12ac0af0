import LeJEPA.Appendix.Twist
import LeJEPA.Background.AffineScore
import LeJEPA.Background.HermiteTensorBasis
import LeJEPA.Background.MazurUlam
import LeJEPA.Background.MeanInequalitiesStrict
import LeJEPA.Background.Mehler

/-!
# The hypotheses of the appendix and of the background hold together

Each statement below supposes nothing: it applies a theorem of the appendix or of the background to
a case in which the hypotheses hold.

## Main results

* `LeJEPA.Witnesses.dirichlet`, `LeJEPA.Witnesses.dirichlet_eq`: the Dirichlet energy, for a
  nonlinear diffeomorphism and for linear isometries.
* `LeJEPA.Witnesses.mehler`, `LeJEPA.Witnesses.hermite_ou`, `LeJEPA.Witnesses.parseval`: Hermite
  polynomials.
* `LeJEPA.Witnesses.am_gm`, `LeJEPA.Witnesses.mazur_ulam`, `LeJEPA.Witnesses.score`: the elementary
  facts.
-/

open MeasureTheory ProbabilityTheory Polynomial
open scoped Nat

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
