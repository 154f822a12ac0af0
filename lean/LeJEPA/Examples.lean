import LeJEPA.Appendix.Twist
import LeJEPA.ExamplesConverse
import LeJEPA.ExamplesPlanningLimits
import LeJEPA.Forward.Preserving

/-!
# The headline theorems in the words of Mathlib

Each statement below uses no definition of this library. Throughout, `γ` is the standard Gaussian
measure on `EuclideanSpace ℝ (Fin n)`, written as the law of `n` independent standard normal
coordinates; `w = (z, η)` is a pair of independent points with law `γ`; and
`z' = ρ z + √(1 - ρ²) η`. At the end stands a check of the axioms below these theorems and those of
`LeJEPA.ExamplesConverse`, `LeJEPA.ExamplesPlanning` and `LeJEPA.ExamplesPlanningLimits`.

## Main results

* `LeJEPA.Examples.affine_iff_loss_eq_floor`: Theorem 1 (a).
* `LeJEPA.Examples.isometry_iff_loss_eq_floor_of_cov_eq_one`: Theorem 1 (b).
* `LeJEPA.Examples.isometry_iff_loss_eq_floor_of_map_eq`: Theorem 1 (c).
* `LeJEPA.Examples.eq_isometry_of_continuous`: Theorem 1 (c) for continuous encoders.
* `LeJEPA.Examples.approximate_recovery`: Theorem 3.
-/

open MeasureTheory ProbabilityTheory
open scoped ENNReal

namespace LeJEPA.Examples

variable {n : ℕ} {ρ : ℝ} {γ : Measure (EuclideanSpace ℝ (Fin n))}
  {h : EuclideanSpace ℝ (Fin n) → EuclideanSpace ℝ (Fin n)}

/-- Theorem 1 (a): the alignment loss of a square integrable encoder is at least `2 (1 - ρ)` times
its total variance, with equality iff the encoder is affine almost everywhere. -/
theorem affine_iff_loss_eq_floor (hρ₀ : 0 < ρ) (hρ₁ : ρ < 1)
    (hγ : γ = (Measure.pi fun _ : Fin n ↦ gaussianReal 0 1).map (WithLp.toLp 2))
    (hh : MemLp h 2 γ) :
    2 * (1 - ρ) * ∫ z, ‖h z - ∫ x, h x ∂γ‖ ^ 2 ∂γ
        ≤ ∫ w, ‖h (ρ • w.1 + √(1 - ρ ^ 2) • w.2) - h w.1‖ ^ 2 ∂γ.prod γ ∧
      (∫ w, ‖h (ρ • w.1 + √(1 - ρ ^ 2) • w.2) - h w.1‖ ^ 2 ∂γ.prod γ
          = 2 * (1 - ρ) * ∫ z, ‖h z - ∫ x, h x ∂γ‖ ^ 2 ∂γ ↔
        ∃ (b : EuclideanSpace ℝ (Fin n))
          (A : EuclideanSpace ℝ (Fin n) →ₗ[ℝ] EuclideanSpace ℝ (Fin n)),
          h =ᵐ[γ] fun z ↦ b + A z) := by
  subst hγ
  have htrace := trace_covMatrix_eq_integral hh
  have h1 := trace_covMatrix_le_alignmentLoss hρ₀.le hρ₁.le hh
  have h2 := alignmentLoss_eq_trace_iff hρ₀ hρ₁ hh
  rw [htrace] at h1 h2
  exact ⟨h1, h2⟩

/-- Theorem 1 (b): the alignment loss of an encoder whose covariance matrix is the identity is at
least `2 (1 - ρ) n`, with equality iff it is a linear isometry plus a constant almost everywhere. -/
theorem isometry_iff_loss_eq_floor_of_cov_eq_one (hρ₀ : 0 < ρ) (hρ₁ : ρ < 1)
    (hγ : γ = (Measure.pi fun _ : Fin n ↦ gaussianReal 0 1).map (WithLp.toLp 2))
    (hh : MemLp h 2 γ)
    (hcov : ∀ i j, ∫ z, (h z i - (∫ x, h x ∂γ) i) * (h z j - (∫ x, h x ∂γ) j) ∂γ
      = if i = j then 1 else 0) :
    2 * (1 - ρ) * n ≤ ∫ w, ‖h (ρ • w.1 + √(1 - ρ ^ 2) • w.2) - h w.1‖ ^ 2 ∂γ.prod γ ∧
      (∫ w, ‖h (ρ • w.1 + √(1 - ρ ^ 2) • w.2) - h w.1‖ ^ 2 ∂γ.prod γ = 2 * (1 - ρ) * n ↔
        ∃ (b : EuclideanSpace ℝ (Fin n))
          (Q : EuclideanSpace ℝ (Fin n) ≃ₗᵢ[ℝ] EuclideanSpace ℝ (Fin n)),
          h =ᵐ[γ] fun z ↦ b + Q z) := by
  subst hγ
  have hcov' : covMatrix h = 1 := by
    ext i j
    rw [Matrix.one_apply]
    exact hcov i j
  exact ⟨le_alignmentLoss_of_covMatrix_eq_one hρ₀.le hρ₁.le hh hcov',
    alignmentLoss_eq_iff_of_covMatrix_eq_one hρ₀ hρ₁ hh hcov'⟩

/-- Theorem 1 (c): the alignment loss of an encoder that preserves the standard Gaussian measure is
at least `2 (1 - ρ) n`, with equality iff it is a linear isometry almost everywhere. -/
theorem isometry_iff_loss_eq_floor_of_map_eq (hρ₀ : 0 < ρ) (hρ₁ : ρ < 1)
    (hγ : γ = (Measure.pi fun _ : Fin n ↦ gaussianReal 0 1).map (WithLp.toLp 2))
    (hh : Measurable h) (hmap : γ.map h = γ) :
    2 * (1 - ρ) * n ≤ ∫ w, ‖h (ρ • w.1 + √(1 - ρ ^ 2) • w.2) - h w.1‖ ^ 2 ∂γ.prod γ ∧
      (∫ w, ‖h (ρ • w.1 + √(1 - ρ ^ 2) • w.2) - h w.1‖ ^ 2 ∂γ.prod γ = 2 * (1 - ρ) * n ↔
        ∃ Q : EuclideanSpace ℝ (Fin n) ≃ₗᵢ[ℝ] EuclideanSpace ℝ (Fin n), h =ᵐ[γ] Q) := by
  subst hγ
  exact ⟨le_alignmentLoss_of_map_eq hh.aemeasurable hmap hρ₀.le hρ₁.le,
    alignmentLoss_eq_iff_of_map_eq hh.aemeasurable hmap hρ₀ hρ₁⟩

/-- Theorem 1 (c): every linear isometry preserves the standard Gaussian measure and attains the
floor. -/
theorem isometry_map_eq_and_loss_eq_floor (hρ₀ : 0 < ρ) (hρ₁ : ρ < 1)
    (hγ : γ = (Measure.pi fun _ : Fin n ↦ gaussianReal 0 1).map (WithLp.toLp 2))
    (Q : EuclideanSpace ℝ (Fin n) ≃ₗᵢ[ℝ] EuclideanSpace ℝ (Fin n)) :
    γ.map Q = γ ∧
      ∫ w, ‖Q (ρ • w.1 + √(1 - ρ ^ 2) • w.2) - Q w.1‖ ^ 2 ∂γ.prod γ = 2 * (1 - ρ) * n := by
  subst hγ
  exact ⟨map_gaussian Q, alignmentLoss_isometry hρ₀ hρ₁ Q⟩

/-- Theorem 1 (c): a continuous encoder that preserves the standard Gaussian measure and attains the
floor is a linear isometry everywhere. -/
theorem eq_isometry_of_continuous (hρ₀ : 0 < ρ) (hρ₁ : ρ < 1)
    (hγ : γ = (Measure.pi fun _ : Fin n ↦ gaussianReal 0 1).map (WithLp.toLp 2))
    (hh : Continuous h) (hmap : γ.map h = γ)
    (hloss : ∫ w, ‖h (ρ • w.1 + √(1 - ρ ^ 2) • w.2) - h w.1‖ ^ 2 ∂γ.prod γ = 2 * (1 - ρ) * n) :
    ∃ Q : EuclideanSpace ℝ (Fin n) ≃ₗᵢ[ℝ] EuclideanSpace ℝ (Fin n), h = Q := by
  subst hγ
  exact (alignmentLoss_eq_iff_of_continuous hρ₀ hρ₁ hh hmap).mp hloss

/-- Theorem 3: a square integrable encoder with mean zero whose alignment loss is within `δ` of the
floor of its own total variance, and whose covariance matrix is within `ε` of the identity in the
Frobenius norm, is within `D + (ε + D)²` of a linear isometry in mean square, where
`D = δ / (2 ρ (1 - ρ))`. -/
theorem approximate_recovery {δ ε : ℝ} (hρ₀ : 0 < ρ) (hρ₁ : ρ < 1) (hε₀ : 0 ≤ ε)
    (hγ : γ = (Measure.pi fun _ : Fin n ↦ gaussianReal 0 1).map (WithLp.toLp 2))
    (hh : MemLp h 2 γ) (hmean : ∫ z, h z ∂γ = 0)
    (hδ : ∫ w, ‖h (ρ • w.1 + √(1 - ρ ^ 2) • w.2) - h w.1‖ ^ 2 ∂γ.prod γ
      ≤ 2 * (1 - ρ) * ∫ z, ‖h z‖ ^ 2 ∂γ + δ)
    (hε : ∑ i, ∑ j, (∫ z, h z i * h z j ∂γ - if i = j then 1 else 0) ^ 2 ≤ ε ^ 2) :
    ∃ Q : EuclideanSpace ℝ (Fin n) ≃ₗᵢ[ℝ] EuclideanSpace ℝ (Fin n),
      ∫ z, ‖h z - Q z‖ ^ 2 ∂γ
        ≤ δ / (2 * ρ * (1 - ρ)) + (ε + δ / (2 * ρ * (1 - ρ))) ^ 2 := by
  subst hγ
  have hm : meanVec h = 0 := hmean
  refine exists_isometry_integral_norm_sub_sq_le hρ₀ hρ₁ hh hmean ?_ ?_
  · rw [trace_covMatrix_eq_integral hh, hm]
    simp only [sub_zero]
    exact hδ
  · refine le_of_sq_le_sq ?_ hε₀
    rw [Matrix.frobenius_norm_sq_eq_sum]
    simp only [Matrix.sub_apply, covMatrix, Matrix.of_apply, hm, PiLp.zero_apply, sub_zero,
      Matrix.one_apply]
    exact hε

/-- These theorems as one term; `LeJEPA.Examples` checks the axioms below it. -/
def forwardTheorems :=
  PProd.mk @affine_iff_loss_eq_floor <|
    PProd.mk @isometry_iff_loss_eq_floor_of_cov_eq_one <|
    PProd.mk @isometry_iff_loss_eq_floor_of_map_eq <|
    PProd.mk @isometry_map_eq_and_loss_eq_floor <|
    PProd.mk @eq_isometry_of_continuous <|
    @approximate_recovery

end LeJEPA.Examples

/-!
## The Dirichlet energy in the words of Mathlib

Each statement below uses no definition of this library. Throughout, `γ` is the standard Gaussian
measure on `EuclideanSpace ℝ (Fin n)`, written as the law of `n` independent standard normal
coordinates, and `h` is an injective `C¹` map, for instance a `C¹` diffeomorphism, that preserves
`γ`.

### Main results

* `LeJEPA.Examples.dirichlet_energy`: the energy is at least `n`, with equality exactly for the
  orthogonal maps.
* `LeJEPA.Examples.log_determinant`: the log-determinant of the Jacobian has mean zero.
* `LeJEPA.Examples.exists_nonlinear_diffeomorphism`: the hypotheses hold for maps that are not
  orthogonal.
-/

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
  have henergy : dirichletEnergy h = _ := lintegral_congr fun z ↦ congrArg ENNReal.ofReal
    ((Finset.sum_congr rfl fun j _ ↦ (EuclideanSpace.norm_sq_eq _).trans
      (Finset.sum_congr rfl fun i _ ↦ sq_abs _)).trans Finset.sum_comm)
  have h1 := le_dirichletEnergy hh hinj hmap
  have h2 := dirichletEnergy_eq_iff hh hinj hmap
  rw [henergy] at h1 h2
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
    fun z ↦ (congrArg (twist · _) (neg_neg 1)).symm.trans (twist_neg_twist (-1) z),
    map_gaussian_twist 1,
    fun hQ ↦ hQ.elim (twist_ne_linearIsometryEquiv one_ne_zero)⟩

/-- These theorems as one term; `LeJEPA.Examples` checks the axioms below it. -/
def dirichletTheorems :=
  PProd.mk @dirichlet_energy <|
    PProd.mk @log_determinant <|
    @exists_nonlinear_diffeomorphism

/-- All theorems of the files of examples as one term: an axiom under any of them is an axiom under
this, and one walk of the environment finds it. -/
def theorems :=
  PProd.mk @forwardTheorems <|
    PProd.mk @dirichletTheorems <|
    PProd.mk @converseTheorems <|
    PProd.mk @readingTheorems <|
    PProd.mk @planningTheorems <|
    @planningLimits

/-- info: 'LeJEPA.Examples.theorems' depends on axioms:
[propext, Classical.choice, Quot.sound] -/
#guard_msgs (whitespace := lax) in
#print axioms theorems

end LeJEPA.Examples
