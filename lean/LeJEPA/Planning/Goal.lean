import LeJEPA.Planning.Bellman
import LeJEPA.Planning.Trajectory

/-!
# Planning towards a goal

Costs that compare the state with a goal. If the comparison does not change when state and goal are
both encoded, `ℓ (e z) (e g) a = ℓ z g a`, then planning towards the encoded goal in the transported
world is planning towards the goal.

## Main definitions

* `LeJEPA.Cost.ofGoal`: the costs of a comparison with a goal `g`.

## Main results

* `LeJEPA.Cost.transport_ofGoal`: their transport compares with the goal `e g`.
* `LeJEPA.openLoopCost_goal`, `LeJEPA.optimalPlans_goal`, `LeJEPA.policyCost_goal`,
  `LeJEPA.bellmanValue_goal`, `LeJEPA.bellmanArgmin_goal`: Theorem 4 in the goal form.
-/

open MeasureTheory ProbabilityTheory
open scoped ENNReal

namespace LeJEPA

variable {Z Z' A R : Type*} [MeasurableSpace Z] [MeasurableSpace Z']

/-- The costs of comparing the state with the goal `g`: by `ℓ` at each step, by `m` at the end. -/
def Cost.ofGoal (ℓ : ℕ → Z → Z → A → R) (m : Z → Z → R) (g : Z) : Cost Z A R where
  stage t z a := ℓ t z g a
  terminal z := m z g

/-- If comparisons do not change when state and goal are both encoded, then the transport of costs
with goal `g` is costs with goal `e g`. -/
theorem Cost.transport_ofGoal {ℓ : ℕ → Z → Z → A → R} {m : Z → Z → R} {ℓ' : ℕ → Z' → Z' → A → R}
    {m' : Z' → Z' → R} {e : Z ≃ᵐ Z'} (hℓ : ∀ t z g a, ℓ' t (e z) (e g) a = ℓ t z g a)
    (hm : ∀ z g, m' (e z) (e g) = m z g) (g : Z) :
    (ofGoal ℓ m g).transport e = ofGoal ℓ' m' (e g) :=
  transport_eq_iff.mpr ⟨fun t z a ↦ hℓ t z g a, fun z ↦ hm z g⟩

variable {ℓ : ℕ → Z → Z → A → ℝ≥0∞} {m : Z → Z → ℝ≥0∞} {ℓ' : ℕ → Z' → Z' → A → ℝ≥0∞}
  {m' : Z' → Z' → ℝ≥0∞} {e : Z ≃ᵐ Z'} (p : Dynamics Z A)
  (hℓ : ∀ t z g a, ℓ' t (e z) (e g) a = ℓ t z g a) (hm : ∀ z g, m' (e z) (e g) = m z g) (g : Z)
include hℓ hm

/-- Goal form of Theorem 4: every plan costs the same towards the encoded goal. -/
theorem openLoopCost_goal (n : ℕ) (z₀ : Z) (u : ℕ → A) :
    openLoopCost (p.transport e) (.ofGoal ℓ' m' (e g)) n (e z₀) u
      = openLoopCost p (.ofGoal ℓ m g) n z₀ u := by
  rw [← Cost.transport_ofGoal hℓ hm, openLoopCost_transport]

/-- Goal form of Theorem 4: the sets of optimal plans agree. -/
theorem optimalPlans_goal (n : ℕ) (z₀ : Z) :
    optimalPlans (p.transport e) (.ofGoal ℓ' m' (e g)) n (e z₀)
      = optimalPlans p (.ofGoal ℓ m g) n z₀ := by
  rw [← Cost.transport_ofGoal hℓ hm, optimalPlans_transport]

/-- Goal form of Theorem 4: corresponding policies cost the same. -/
theorem policyCost_goal (π : ℕ → Z → A) (t k : ℕ) (z : Z) :
    policyCost (p.transport e) (.ofGoal ℓ' m' (e g)) (policyEquiv A e π) t k (e z)
      = policyCost p (.ofGoal ℓ m g) π t k z := by
  rw [← Cost.transport_ofGoal hℓ hm, policyCost_transport]

/-- Goal form of Theorem 4: Bellman values agree. -/
theorem bellmanValue_goal (t k : ℕ) (z : Z) :
    bellmanValue (p.transport e) (.ofGoal ℓ' m' (e g)) t k (e z)
      = bellmanValue p (.ofGoal ℓ m g) t k z := by
  rw [← Cost.transport_ofGoal hℓ hm, bellmanValue_transport]

/-- Goal form of Theorem 4: the sets of minimising actions agree. -/
theorem bellmanArgmin_goal (t k : ℕ) (z : Z) :
    bellmanArgmin (p.transport e) (.ofGoal ℓ' m' (e g)) t k (e z)
      = bellmanArgmin p (.ofGoal ℓ m g) t k z := by
  rw [← Cost.transport_ofGoal hℓ hm, bellmanArgmin_transport]

end LeJEPA
