import LeJEPA.Gaussian.Moments

/-!
# Even encoders are far from odd maps

An even encoder is orthogonal in `L²(γ)` to every linear map, hence at mean square distance at least
`n` from every linear isometry.

## Main results

* `LeJEPA.integral_norm_sub_linear_sq_of_even`: `E ‖h - A z‖² = E ‖h‖² + E ‖A z‖²`.
* `LeJEPA.le_integral_norm_sub_isometry_sq_of_even`: `n ≤ E ‖h - Q z‖²`.
-/

open MeasureTheory ProbabilityTheory
open scoped RealInnerProductSpace

namespace LeJEPA

variable {n : ℕ} {h : EuclideanSpace ℝ (Fin n) → EuclideanSpace ℝ (Fin n)}

/-- The identity of Pythagoras for an even encoder and a linear map. -/
theorem integral_norm_sub_linear_sq_of_even (hh : MemLp h 2 (gaussian n))
    (heven : ∀ z, h (-z) = h z) (A : EuclideanSpace ℝ (Fin n) →L[ℝ] EuclideanSpace ℝ (Fin n)) :
    ∫ z, ‖h z - A z‖ ^ 2 ∂gaussian n
      = ∫ z, ‖h z‖ ^ 2 ∂gaussian n + ∫ z, ‖A z‖ ^ 2 ∂gaussian n := by
  have hA : MemLp (fun z ↦ A z) 2 (gaussian n) := A.comp_memLp' memLp_id_gaussian
  have hinner : Integrable (fun z ↦ ⟪h z, A z⟫) (gaussian n) :=
    (hh.norm.integrable_mul hA.norm).mono' (hh.1.inner hA.1)
      (.of_forall fun z ↦ norm_inner_le_norm _ _)
  have hzero : ∫ z, ⟪h z, A z⟫ ∂gaussian n = 0 := by
    have hneg := (measurePreserving_gaussian (n := n) (LinearIsometryEquiv.neg ℝ)).integral_comp
      (LinearIsometryEquiv.neg ℝ).toHomeomorph.measurableEmbedding fun z ↦ ⟪h z, A z⟫
    simp only [LinearIsometryEquiv.coe_neg, heven, map_neg, inner_neg_right] at hneg
    rw [integral_neg] at hneg
    linarith
  simp_rw [norm_sub_sq_real]
  rw [integral_add (hh.norm.integrable_sq.sub' (hinner.const_mul 2)) hA.norm.integrable_sq,
    integral_sub hh.norm.integrable_sq (hinner.const_mul 2), integral_const_mul, hzero]
  ring

/-- An even encoder is at mean square distance at least `n` from every linear isometry. -/
theorem le_integral_norm_sub_isometry_sq_of_even (hh : MemLp h 2 (gaussian n))
    (heven : ∀ z, h (-z) = h z)
    (Q : EuclideanSpace ℝ (Fin n) ≃ₗᵢ[ℝ] EuclideanSpace ℝ (Fin n)) :
    n ≤ ∫ z, ‖h z - Q z‖ ^ 2 ∂gaussian n := by
  have h1 := integral_norm_sub_linear_sq_of_even hh heven
    (Q : EuclideanSpace ℝ (Fin n) →L[ℝ] EuclideanSpace ℝ (Fin n))
  have h2 : 0 ≤ ∫ z, ‖h z‖ ^ 2 ∂gaussian n := integral_nonneg fun z ↦ sq_nonneg _
  simp only [LinearIsometryEquiv.coe_coe'', Q.norm_map, integral_norm_sq_gaussian] at h1
  linarith

end LeJEPA
