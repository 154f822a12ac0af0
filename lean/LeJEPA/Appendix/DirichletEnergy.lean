import LeJEPA.Appendix.ChangeOfVariables
import LeJEPA.Appendix.LipschitzIsometry
import LeJEPA.Appendix.LogDeterminant
import Mathlib.Analysis.Calculus.MeanValue

/-!
# The Dirichlet energy of a map that preserves the Gaussian measure

The Dirichlet energy of `h` is `E ‖Dh(z)‖²` with the Frobenius norm, an integral in `[0, ∞]`. For an
injective `C¹` map `h`, for instance a `C¹` diffeomorphism, that preserves the standard Gaussian
measure it is at least `n`, with equality exactly for the orthogonal maps.

Pointwise `‖Dh(z)‖² ≥ n + 2 log |det Dh(z)|`, and the log-determinant has mean zero. In the case of
equality `Dh(z)` is an isometry at almost every `z`, hence at every `z`, so `h` is `1`-Lipschitz.
Neither the energy bound nor the case of equality assumes anything about the Jacobian.

## Main definitions

* `LeJEPA.dirichletEnergy`: the Dirichlet energy.

## Main results

* `LeJEPA.le_dirichletEnergy`: the energy is at least `n`.
* `LeJEPA.dirichletEnergy_eq_iff`: with equality exactly for the orthogonal maps.
-/

open MeasureTheory Real
open scoped ENNReal

namespace LeJEPA

variable {n : ℕ} {h : EuclideanSpace ℝ (Fin n) → EuclideanSpace ℝ (Fin n)}

/-- The squared Frobenius norm of the Jacobian matrix, the sum of the squared norms of the partial
derivatives. -/
noncomputable def jacobianNormSq (h : EuclideanSpace ℝ (Fin n) → EuclideanSpace ℝ (Fin n))
    (z : EuclideanSpace ℝ (Fin n)) : ℝ :=
  ∑ i, ‖fderiv ℝ h z (EuclideanSpace.single i 1)‖ ^ 2

/-- The Dirichlet energy `E ‖Dh(z)‖²` for standard Gaussian `z`, in `[0, ∞]`. -/
noncomputable def dirichletEnergy
    (h : EuclideanSpace ℝ (Fin n) → EuclideanSpace ℝ (Fin n)) : ℝ≥0∞ :=
  ∫⁻ z, ENNReal.ofReal (jacobianNormSq h z) ∂gaussian n

/-- The squared Frobenius norm is not negative. -/
theorem jacobianNormSq_nonneg (h : EuclideanSpace ℝ (Fin n) → EuclideanSpace ℝ (Fin n))
    (z : EuclideanSpace ℝ (Fin n)) : 0 ≤ jacobianNormSq h z :=
  Finset.sum_nonneg fun _ _ ↦ by positivity

/-- The squared Frobenius norm of the Jacobian of a `C¹` map is continuous. -/
theorem continuous_jacobianNormSq (hh : ContDiff ℝ 1 h) : Continuous (jacobianNormSq h) := by
  have := hh.continuous_fderiv one_ne_zero
  unfold jacobianNormSq
  fun_prop

/-- At every point the squared Frobenius norm of the Jacobian is at least
`n + 2 log |det Dh(z)|`. -/
theorem le_jacobianNormSq (hh : ContDiff ℝ 1 h) (hinj : Function.Injective h)
    (hmap : (gaussian n).map h = gaussian n) (z : EuclideanSpace ℝ (Fin n)) :
    n + 2 * log |(fderiv ℝ h z).det| ≤ jacobianNormSq h z := by
  simpa [jacobianNormSq] using
    LinearMap.card_add_two_mul_log_abs_det_le (fderiv ℝ h z : _ →ₗ[ℝ] _)
      (EuclideanSpace.basisFun (Fin n) ℝ) (det_fderiv_ne_zero hh hinj hmap z)

/-- In the case of equality in `le_jacobianNormSq` the Jacobian is an isometry. -/
theorem norm_fderiv_of_jacobianNormSq_eq {z : EuclideanSpace ℝ (Fin n)}
    (hdet : (fderiv ℝ h z).det ≠ 0)
    (heq : jacobianNormSq h z = n + 2 * log |(fderiv ℝ h z).det|) (v : EuclideanSpace ℝ (Fin n)) :
    ‖fderiv ℝ h z v‖ = ‖v‖ := by
  have hsum : ∑ i, ‖(fderiv ℝ h z).toLinearMap (EuclideanSpace.basisFun (Fin n) ℝ i)‖ ^ 2
      = Fintype.card (Fin n) + 2 * log |LinearMap.det (fderiv ℝ h z).toLinearMap| := by
    rw [Fintype.card_fin, ← heq, jacobianNormSq]
    simp only [EuclideanSpace.basisFun_apply, ContinuousLinearMap.coe_coe]
  exact LinearMap.norm_map_of_sum_norm_sq_eq _ _ hdet hsum v

/-- The lower bound of `le_jacobianNormSq` is integrable. -/
private theorem integrable_lower (hh : ContDiff ℝ 1 h) (hinj : Function.Injective h)
    (hmap : (gaussian n).map h = gaussian n) :
    Integrable (fun z ↦ n + 2 * log |(fderiv ℝ h z).det|) (gaussian n) :=
  (integrable_const _).add ((integrable_log_abs_det_fderiv hh hinj hmap).const_mul 2)

/-- The lower bound of `le_jacobianNormSq` has mean `n`. -/
private theorem integral_lower (hh : ContDiff ℝ 1 h) (hinj : Function.Injective h)
    (hmap : (gaussian n).map h = gaussian n) :
    ∫ z, (n + 2 * log |(fderiv ℝ h z).det|) ∂gaussian n = n := by
  rw [integral_add (integrable_const _) ((integrable_log_abs_det_fderiv hh hinj hmap).const_mul 2),
    integral_const_mul, integral_log_abs_det_fderiv hh hinj hmap]
  simp

/-- If the energy is finite, then the squared norm is integrable and the energy is its integral. -/
private theorem integrable_of_ne_top (hh : ContDiff ℝ 1 h) (htop : dirichletEnergy h ≠ ∞) :
    Integrable (jacobianNormSq h) (gaussian n) ∧
      dirichletEnergy h = ENNReal.ofReal (∫ z, jacobianNormSq h z ∂gaussian n) := by
  have hnonneg : 0 ≤ᵐ[gaussian n] jacobianNormSq h := .of_forall (jacobianNormSq_nonneg h)
  have hint : Integrable (jacobianNormSq h) (gaussian n) :=
    ⟨(continuous_jacobianNormSq hh).aestronglyMeasurable,
      (hasFiniteIntegral_iff_ofReal hnonneg).mpr htop.lt_top⟩
  exact ⟨hint, (ofReal_integral_eq_lintegral_ofReal hint hnonneg).symm⟩

/-- The Dirichlet energy of an injective `C¹` map that preserves the standard Gaussian measure on
`EuclideanSpace ℝ (Fin n)` is at least `n`. -/
theorem le_dirichletEnergy (hh : ContDiff ℝ 1 h) (hinj : Function.Injective h)
    (hmap : (gaussian n).map h = gaussian n) : (n : ℝ≥0∞) ≤ dirichletEnergy h := by
  by_cases htop : dirichletEnergy h = ∞
  · rw [htop]
    exact le_top
  obtain ⟨hint, heq⟩ := integrable_of_ne_top hh htop
  rw [heq, ← ENNReal.ofReal_natCast, ← integral_lower hh hinj hmap]
  exact ENNReal.ofReal_le_ofReal
    (integral_mono (integrable_lower hh hinj hmap) hint (le_jacobianNormSq hh hinj hmap))

/-- The Dirichlet energy of an orthogonal map is `n`. -/
theorem dirichletEnergy_linearIsometryEquiv
    (Q : EuclideanSpace ℝ (Fin n) ≃ₗᵢ[ℝ] EuclideanSpace ℝ (Fin n)) : dirichletEnergy Q = n := by
  have hQ (z) : jacobianNormSq Q z = n := by simp [jacobianNormSq, Q.fderiv]
  simp [dirichletEnergy, hQ]

/-- An injective `C¹` map that preserves the standard Gaussian measure on
`EuclideanSpace ℝ (Fin n)` has Dirichlet energy `n` if and only if it is orthogonal, at every
point. -/
theorem dirichletEnergy_eq_iff (hh : ContDiff ℝ 1 h) (hinj : Function.Injective h)
    (hmap : (gaussian n).map h = gaussian n) : dirichletEnergy h = n ↔
      ∃ Q : EuclideanSpace ℝ (Fin n) ≃ₗᵢ[ℝ] EuclideanSpace ℝ (Fin n), ⇑Q = h := by
  refine ⟨fun henergy ↦ ?_, fun ⟨Q, hQ⟩ ↦ hQ ▸ dirichletEnergy_linearIsometryEquiv Q⟩
  obtain ⟨hint, heq⟩ := integrable_of_ne_top hh (henergy ▸ ENNReal.natCast_ne_top n)
  have hintegral : ∫ z, jacobianNormSq h z ∂gaussian n = n := by
    rw [heq, ← ENNReal.ofReal_natCast, ENNReal.ofReal_eq_ofReal_iff
      (integral_nonneg (jacobianNormSq_nonneg h)) n.cast_nonneg] at henergy
    exact henergy
  have hae := (integral_eq_iff_of_ae_le (integrable_lower hh hinj hmap) hint
    (.of_forall (le_jacobianNormSq hh hinj hmap))).mp
    ((integral_lower hh hinj hmap).trans hintegral.symm)
  have hcont : Continuous fun z ↦ n + 2 * log |(fderiv ℝ h z).det| := by
    have := hh.continuous
    simp_rw [log_abs_det_fderiv hh hinj hmap]
    fun_prop
  have heverywhere := Measure.eq_of_ae_eq hae hcont (continuous_jacobianNormSq hh)
  have hbound (z) : ‖fderiv ℝ h z‖ ≤ 1 := (fderiv ℝ h z).opNorm_le_bound zero_le_one fun v ↦ by
    rw [norm_fderiv_of_jacobianNormSq_eq (det_fderiv_ne_zero hh hinj hmap z)
      (congrFun heverywhere z).symm, one_mul]
  exact exists_linearIsometryEquiv_of_lipschitzWith_one
    (lipschitzWith_of_nnnorm_fderiv_le (hh.differentiable one_ne_zero) hbound) hmap

end LeJEPA
