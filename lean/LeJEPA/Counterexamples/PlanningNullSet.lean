import LeJEPA.Counterexamples.PlanningTwoActions
import LeJEPA.Forward.Preserving
import LeJEPA.Planning.Orthogonal

/-!
# Equality almost everywhere does not give equal plans

An encoder that is the identity except at the origin attains the minimum of the alignment loss. In
deterministic dynamics that may move to the origin, with a model that is right about every state and
an invariant cost, the optimal plans of the model are not optimal in the world. So the end-to-end
planning theorem needs continuous encoders or absolutely continuous transitions.

## Main results

* `LeJEPA.Counterexamples.exists_optimalPlans_ne_of_ae`.
-/

open MeasureTheory ProbabilityTheory
open scoped ENNReal

namespace LeJEPA.Counterexamples

variable {n : ℕ}

/-- A vector of norm one. -/
noncomputable def unitVector (n : ℕ) : EuclideanSpace ℝ (Fin (n + 1)) :=
  EuclideanSpace.single 0 1

/-- The unit vector has norm one. -/
@[simp]
theorem norm_unitVector : ‖unitVector n‖ = 1 := by
  simp [unitVector]

/-- The encoder that moves the origin to a vector of norm two, and nothing else. -/
noncomputable def moveOrigin (z : EuclideanSpace ℝ (Fin (n + 1))) :
    EuclideanSpace ℝ (Fin (n + 1)) :=
  z + Set.indicator {0} (fun _ ↦ (2 : ℝ) • unitVector n) z

/-- Where the origin goes. -/
theorem moveOrigin_zero :
    moveOrigin (0 : EuclideanSpace ℝ (Fin (n + 1))) = (2 : ℝ) • unitVector n := by
  simp [moveOrigin]

/-- Nothing else moves. -/
theorem moveOrigin_of_ne {z : EuclideanSpace ℝ (Fin (n + 1))} (hz : z ≠ 0) : moveOrigin z = z := by
  simp [moveOrigin, hz]

/-- The encoder is measurable. -/
theorem measurable_moveOrigin : Measurable (moveOrigin (n := n)) :=
  measurable_id.add (measurable_const.indicator (measurableSet_singleton 0))

/-- The origin is a null set of the standard Gaussian measure. -/
theorem ae_ne_zero_gaussian : ∀ᵐ z ∂gaussian (n + 1), z ≠ 0 := by
  have hnull : gaussian (n + 1) ((fun z ↦ z 0) ⁻¹' {0}) = 0 := by
    rw [(measurePreserving_apply_gaussian 0).measure_preimage
      (measurableSet_singleton 0).nullMeasurableSet]
    have := noAtoms_gaussianReal (μ := 0) one_ne_zero
    exact measure_singleton 0
  rw [ae_iff]
  exact measure_mono_null (fun z hz ↦ by simp_all) hnull

/-- The encoder is the identity almost everywhere. -/
theorem moveOrigin_ae_eq :
    moveOrigin =ᵐ[gaussian (n + 1)] LinearIsometryEquiv.refl ℝ (EuclideanSpace ℝ (Fin (n + 1))) :=
  ae_ne_zero_gaussian.mono fun _ hz ↦ moveOrigin_of_ne hz

/-- Two states to move to: the origin and the vector of norm one. -/
noncomputable def originOrUnit (n : ℕ) (a : Bool) : EuclideanSpace ℝ (Fin (n + 1)) :=
  if a then 0 else unitVector n

/-- In the world the origin is cheaper. -/
theorem originOrUnit_lt (n : ℕ) : ENNReal.ofReal (‖originOrUnit n true‖ ^ 2)
    < .ofReal (‖originOrUnit n false‖ ^ 2) := by
  change ENNReal.ofReal (‖(0 : EuclideanSpace ℝ (Fin (n + 1)))‖ ^ 2)
    < .ofReal (‖unitVector n‖ ^ 2)
  rw [norm_zero, norm_unitVector, ENNReal.ofReal_lt_ofReal_iff] <;> norm_num

/-- In the encoded world the vector of norm one is cheaper. -/
theorem moveOrigin_originOrUnit_lt (n : ℕ) :
    ENNReal.ofReal (‖moveOrigin (originOrUnit n false)‖ ^ 2)
      < .ofReal (‖moveOrigin (originOrUnit n true)‖ ^ 2) := by
  have hne : unitVector n ≠ 0 := norm_ne_zero_iff.mp (by simp)
  change ENNReal.ofReal (‖moveOrigin (unitVector n)‖ ^ 2) < .ofReal (‖moveOrigin 0‖ ^ 2)
  rw [moveOrigin_zero, moveOrigin_of_ne hne, norm_smul, norm_unitVector,
    ENNReal.ofReal_lt_ofReal_iff] <;> norm_num

/-- An encoder may attain the minimum of the alignment loss, be the identity almost everywhere, and
come with a model that is right about every state, and yet no optimal plan of the model is optimal
in the world, from any first state, for an invariant cost and deterministic dynamics. -/
theorem exists_optimalPlans_ne_of_ae {ρ : ℝ} (hρ₀ : 0 < ρ) (hρ₁ : ρ < 1) (n : ℕ) :
    ∃ (h : EuclideanSpace ℝ (Fin (n + 1)) → EuclideanSpace ℝ (Fin (n + 1)))
      (p p' : Dynamics (EuclideanSpace ℝ (Fin (n + 1))) Bool)
      (c : Cost (EuclideanSpace ℝ (Fin (n + 1))) Bool ℝ≥0∞),
      Measurable h ∧ (gaussian (n + 1)).map h = gaussian (n + 1) ∧
        alignmentLoss ρ h = 2 * (1 - ρ) * (n + 1 : ℕ) ∧ h =ᵐ[gaussian (n + 1)] id ∧
        (∀ t a, IsMarkovKernel (p t a)) ∧ (∀ t a, IsMarkovKernel (p' t a)) ∧
        (∀ t a z, p' t a (h z) = (p t a z).map h) ∧ c.Invariant ∧
        ∀ z, (optimalPlans p' c 1 (h z)).Nonempty ∧
          Disjoint (optimalPlans p' c 1 (h z)) (optimalPlans p c 1 z) := by
  obtain ⟨hmap, hloss⟩ := (map_eq_and_alignmentLoss_eq_iff hρ₀ hρ₁
    measurable_moveOrigin.aemeasurable).mpr ⟨_, moveOrigin_ae_eq (n := n)⟩
  refine ⟨moveOrigin, jump (originOrUnit n), jump (moveOrigin ∘ originOrUnit n),
    terminalCost fun z ↦ .ofReal (‖z‖ ^ 2), measurable_moveOrigin, hmap, hloss, moveOrigin_ae_eq,
    inferInstance, inferInstance, jump_map measurable_moveOrigin (originOrUnit n),
    ⟨fun _ _ _ _ ↦ rfl, fun Q z ↦ by simp only [terminalCost, LinearIsometryEquiv.norm_map]⟩,
    fun z ↦ ?_⟩
  have hworld : ∀ a ≠ true, ENNReal.ofReal (‖originOrUnit n true‖ ^ 2)
      < .ofReal (‖originOrUnit n a‖ ^ 2)
    | false, _ => originOrUnit_lt n
  have hmodel : ∀ a ≠ false, ENNReal.ofReal (‖moveOrigin (originOrUnit n false)‖ ^ 2)
      < .ofReal (‖moveOrigin (originOrUnit n a)‖ ^ 2)
    | true, _ => moveOrigin_originOrUnit_lt n
  rw [optimalPlans_jump (f := fun z ↦ .ofReal (‖z‖ ^ 2)) (b := originOrUnit n) hworld,
    optimalPlans_jump (f := fun z ↦ .ofReal (‖z‖ ^ 2)) (b := moveOrigin ∘ originOrUnit n) hmodel]
  refine ⟨⟨fun _ ↦ false, rfl⟩, Set.disjoint_left.mpr fun u hu hu' ↦ ?_⟩
  simp_all

end LeJEPA.Counterexamples
