import LeJEPA.Planning.Basic

/-!
# One step with two actions

Deterministic dynamics with two actions, over a single step: the smallest planning problem that has
something to plan.

## Main definitions

* `LeJEPA.Counterexamples.jump`: the dynamics that move to a state chosen by the action.
* `LeJEPA.Counterexamples.terminalCost`: costs of the final state only.

## Main results

* `LeJEPA.Counterexamples.optimalPlans_jump`: the optimal plans are those that take the cheaper
  action.
-/

open MeasureTheory ProbabilityTheory
open scoped ENNReal

namespace LeJEPA.Counterexamples

variable {Z Z' A : Type*} [MeasurableSpace Z] [MeasurableSpace Z']

/-- The deterministic dynamics that move to the state `b a` under the action `a`. -/
noncomputable def jump (b : A → Z) : Dynamics Z A := fun _ a ↦ Kernel.const Z (Measure.dirac (b a))

instance (b : A → Z) (t : ℕ) (a : A) : IsMarkovKernel (jump b t a) :=
  inferInstanceAs (IsMarkovKernel (Kernel.const _ _))

/-- The law of the next state. -/
theorem jump_apply (b : A → Z) (t : ℕ) (a : A) (z : Z) : jump b t a z = Measure.dirac (b a) :=
  Kernel.const_apply _ _

/-- Encoding the states of these dynamics. -/
theorem jump_map {f : Z → Z'} (hf : Measurable f) (b : A → Z) (t : ℕ) (a : A) (z : Z) :
    jump (f ∘ b) t a (f z) = (jump b t a z).map f := by
  rw [jump_apply, jump_apply, Measure.map_dirac hf, Function.comp_apply]

/-- The transport of these dynamics. -/
theorem jump_transport (b : A → Z) (e : Z ≃ᵐ Z') : (jump b).transport e = jump (e ∘ b) :=
  Dynamics.transport_eq_iff.mpr (jump_map e.measurable b)

/-- The costs that only depend on the final state. -/
def terminalCost (f : Z → ℝ≥0∞) : Cost Z A ℝ≥0∞ where
  stage _ _ _ := 0
  terminal := f

/-- If ending in `b a` is cheaper than ending anywhere else, then the optimal plans of a single step
are those that take the action `a`. -/
theorem optimalPlans_jump [MeasurableSingletonClass Z] {b : A → Z} {f : Z → ℝ≥0∞} {a : A}
    (h : ∀ a' ≠ a, f (b a) < f (b a')) (z₀ : Z) :
    optimalPlans (jump b) (terminalCost f) 1 z₀ = {u | u 0 = a} := by
  ext u
  simp only [optimalPlans, Set.mem_setOf_eq, openLoopCost_one, jump_apply, lintegral_dirac,
    terminalCost, zero_add]
  refine ⟨fun hu ↦ ?_, fun hu u' ↦ ?_⟩
  · by_contra hne
    exact (hu fun _ ↦ a).not_gt (h _ hne)
  · rcases eq_or_ne (u' 0) a with hu' | hu'
    · rw [hu, hu']
    · exact hu ▸ (h _ hu').le

end LeJEPA.Counterexamples
