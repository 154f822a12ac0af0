import LeJEPA.Appendix.Twist

/-!
# The Dirichlet energy in the words of Mathlib

Each statement below uses no definition of this library. Throughout, `γ` is the standard Gaussian
measure on `EuclideanSpace ℝ (Fin n)`, written as the law of `n` independent standard normal
coordinates, and `h` is an injective `C¹` map, for instance a `C¹` diffeomorphism, that preserves
`γ`. At the end stands a check of the axioms that they depend on.

## Main results

* `LeJEPA.Examples.dirichlet_energy`: the energy is at least `n`, with equality exactly for the
  orthogonal maps.
* `LeJEPA.Examples.log_determinant`: the log-determinant of the Jacobian has mean zero.
* `LeJEPA.Examples.exists_nonlinear_diffeomorphism`: the hypotheses hold for maps that are not
  orthogonal.
-/

open MeasureTheory ProbabilityTheory
open scoped ENNReal

namespace LeJEPA.Examples

variable {n : ℕ} {γ : Measure (EuclideanSpace ℝ (Fin n))}
  {h : EuclideanSpace ℝ (Fin n) → EuclideanSpace ℝ (Fin n)}

/-- The expected squared Frobenius norm of the Jacobian matrix, an integral in `[0, ∞]`, is at least
`n`, and equal to `n` if and only if the map is, at every point, a linear isometry. -/
theorem dirichlet_energy
    (hγ : γ = (Measure.pi fun _ : Fin n ↦ gaussianReal 0 1).map (WithLp.toLp 2))
    (hh : ContDiff ℝ 1 h) (hinj : Function.Injective h) (hmap : γ.map h = γ) :
    (n : ℝ≥0∞) ≤ ∫⁻ z, ENNReal.ofReal
        (∑ i, ∑ j, fderiv ℝ h z (EuclideanSpace.single j 1) i ^ 2) ∂γ ∧
      (∫⁻ z, ENNReal.ofReal (∑ i, ∑ j, fderiv ℝ h z (EuclideanSpace.single j 1) i ^ 2) ∂γ = n ↔
        ∃ Q : EuclideanSpace ℝ (Fin n) ≃ₗᵢ[ℝ] EuclideanSpace ℝ (Fin n), ⇑Q = h) := by
  subst hγ
  have henergy : ∫⁻ z, ENNReal.ofReal (∑ i, ∑ j, fderiv ℝ h z (EuclideanSpace.single j 1) i ^ 2)
      ∂gaussian n = dirichletEnergy h := by
    simp_rw [dirichletEnergy, jacobianNormSq, EuclideanSpace.norm_sq_eq, Real.norm_eq_abs,
      sq_abs]
    exact lintegral_congr fun z ↦ by rw [Finset.sum_comm]
  have h1 := le_dirichletEnergy hh hinj hmap
  have h2 := dirichletEnergy_eq_iff hh hinj hmap
  rw [← henergy] at h1 h2
  exact ⟨h1, h2⟩

/-- The logarithm of the Jacobian determinant is integrable, and its mean is zero. -/
theorem log_determinant
    (hγ : γ = (Measure.pi fun _ : Fin n ↦ gaussianReal 0 1).map (WithLp.toLp 2))
    (hh : ContDiff ℝ 1 h) (hinj : Function.Injective h) (hmap : γ.map h = γ) :
    Integrable (fun z ↦ Real.log |(fderiv ℝ h z).det|) γ ∧
      ∫ z, Real.log |(fderiv ℝ h z).det| ∂γ = 0 := by
  subst hγ
  exact ⟨integrable_log_abs_det_fderiv hh hinj hmap, integral_log_abs_det_fderiv hh hinj hmap⟩

/-- In the plane there is a nonlinear `C¹` diffeomorphism that preserves the standard Gaussian
measure. -/
theorem exists_nonlinear_diffeomorphism
    {γ : Measure (EuclideanSpace ℝ (Fin 2))}
    (hγ : γ = (Measure.pi fun _ : Fin 2 ↦ gaussianReal 0 1).map (WithLp.toLp 2)) :
    ∃ h g : EuclideanSpace ℝ (Fin 2) → EuclideanSpace ℝ (Fin 2), ContDiff ℝ 1 h ∧ ContDiff ℝ 1 g ∧
      Function.LeftInverse g h ∧ Function.RightInverse g h ∧ γ.map h = γ ∧
      ¬ ∃ Q : EuclideanSpace ℝ (Fin 2) ≃ₗᵢ[ℝ] EuclideanSpace ℝ (Fin 2), ⇑Q = h := by
  subst hγ
  exact ⟨twist 1, twist (-1), contDiff_twist 1, contDiff_twist (-1), twist_neg_twist 1,
    fun z ↦ by simpa using twist_neg_twist (-1) z, map_gaussian_twist 1,
    fun ⟨Q, hQ⟩ ↦ twist_ne_linearIsometryEquiv one_ne_zero Q hQ⟩

/-- The theorems of this file as one term: an axiom under any of them is an axiom under this, and
one walk of the environment finds it. -/
def dirichletTheorems :=
  PProd.mk @dirichlet_energy <|
    PProd.mk @log_determinant <|
    @exists_nonlinear_diffeomorphism

/-- info: 'LeJEPA.Examples.dirichletTheorems' depends on axioms:
[propext, Classical.choice, Quot.sound] -/
#guard_msgs (whitespace := lax) in
#print axioms dirichletTheorems

end LeJEPA.Examples
