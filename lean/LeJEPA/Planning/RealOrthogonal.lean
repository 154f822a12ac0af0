import LeJEPA.Planning.Quadratic
import LeJEPA.Planning.Real

/-!
# Planning in a rotated latent space with real costs

The paper's form of Theorem 4, the goal form and quadratic costs, for real costs and Bochner
integrals.

## Main results

* `LeJEPA.realOpenLoopCost_isometry`, `LeJEPA.realOptimalPlans_isometry`,
  `LeJEPA.realPolicyCost_isometry`, `LeJEPA.realBellmanValue_isometry`,
  `LeJEPA.realBellmanArgmin_isometry`: the paper's form.
* `LeJEPA.realOptimalPlans_isometry_goal`: the goal form.
* `LeJEPA.realOptimalPlans_linearQuadratic`: the linear-quadratic regulator.
-/

open MeasureTheory ProbabilityTheory

namespace LeJEPA

variable {E A : Type*} [NormedAddCommGroup E] [InnerProductSpace ℝ E] [MeasurableSpace E]
  [BorelSpace E]

section Invariant

variable (p : Dynamics E A) {c : Cost E A ℝ} (Q : E ≃ₗᵢ[ℝ] E)

/-- With invariant real costs every plan costs the same in the rotated world. -/
theorem realOpenLoopCost_isometry (hc : c.Invariant) (n : ℕ) (z₀ : E) (u : ℕ → A) :
    realOpenLoopCost (p.transport (isometryEquiv Q)) c n (Q z₀) u
      = realOpenLoopCost p c n z₀ u := by
  simpa [hc.transport_eq] using realOpenLoopCost_transport p c (isometryEquiv Q) n z₀ u

/-- With invariant real costs the sets of optimal plans agree. -/
theorem realOptimalPlans_isometry (hc : c.Invariant) (n : ℕ) (z₀ : E) :
    realOptimalPlans (p.transport (isometryEquiv Q)) c n (Q z₀) = realOptimalPlans p c n z₀ := by
  simpa [hc.transport_eq] using realOptimalPlans_transport p c (isometryEquiv Q) n z₀

/-- With invariant real costs the policies `π` and `π ∘ Q⁻¹` cost the same. -/
theorem realPolicyCost_isometry (hc : c.Invariant) (π : ℕ → E → A) (t k : ℕ) (z : E) :
    realPolicyCost (p.transport (isometryEquiv Q)) c (fun t z ↦ π t (Q.symm z)) t k (Q z)
      = realPolicyCost p c π t k z := by
  simpa [hc.transport_eq] using realPolicyCost_transport p c (isometryEquiv Q) π t k z

/-- With invariant real costs Bellman values agree. -/
theorem realBellmanValue_isometry (hc : c.Invariant) (t k : ℕ) (z : E) :
    realBellmanValue (p.transport (isometryEquiv Q)) c t k (Q z) = realBellmanValue p c t k z := by
  simpa [hc.transport_eq] using realBellmanValue_transport p c (isometryEquiv Q) t k z

/-- With invariant real costs the sets of minimising actions agree. -/
theorem realBellmanArgmin_isometry (hc : c.Invariant) (t k : ℕ) (z : E) :
    realBellmanArgmin (p.transport (isometryEquiv Q)) c t k (Q z)
      = realBellmanArgmin p c t k z := by
  simpa [hc.transport_eq] using realBellmanArgmin_transport p c (isometryEquiv Q) t k z

/-- Goal form: if real comparisons with the goal do not change when state and goal are rotated
together, then the sets of optimal plans agree. -/
theorem realOptimalPlans_isometry_goal {ℓ : ℕ → E → E → A → ℝ} {m : E → E → ℝ}
    (hℓ : ∀ t z g a, ℓ t (Q z) (Q g) a = ℓ t z g a) (hm : ∀ z g, m (Q z) (Q g) = m z g) (g : E)
    (n : ℕ) (z₀ : E) :
    realOptimalPlans (p.transport (isometryEquiv Q)) (.ofGoal ℓ m (Q g)) n (Q z₀)
      = realOptimalPlans p (.ofGoal ℓ m g) n z₀ := by
  rw [← isometryEquiv_apply, ← isometryEquiv_apply,
    ← Cost.transport_ofGoal (e := isometryEquiv Q) hℓ hm, realOptimalPlans_transport]

end Invariant

section LinearQuadratic

variable [SecondCountableTopology E] (ν : ℕ → Measure E) [∀ t, SFinite (ν t)]
  [FiniteDimensional ℝ E] (F : ℕ → E →ₗ[ℝ] E) (G : ℕ → A → E) (W : ℕ → E →ₗ[ℝ] E)
  (W' : E →ₗ[ℝ] E) (r : ℕ → A → ℝ) (g : E) (Q : E ≃ₗᵢ[ℝ] E)

/-- The linear-quadratic regulator with real costs and the regulator with `Q F Q⁻¹`, `Q G`, rotated
noise, `Q W Q⁻¹` and the goal `Q g` have the same cost of every plan. -/
theorem realOpenLoopCost_linearQuadratic (n : ℕ) (z₀ : E) (u : ℕ → A) :
    realOpenLoopCost (linearDynamics (fun t ↦ (ν t).map Q) (fun t ↦ Q.toLinearEquiv.conj (F t))
        fun t a ↦ Q (G t a))
      (.quadratic (fun t ↦ Q.toLinearEquiv.conj (W t)) (Q.toLinearEquiv.conj W') r (Q g)) n (Q z₀) u
      = realOpenLoopCost (linearDynamics ν F G) (.quadratic W W' r g) n z₀ u := by
  rw [← transport_linearDynamics, ← Cost.transport_quadratic, ← isometryEquiv_apply,
    realOpenLoopCost_transport]

/-- The linear-quadratic regulator with real costs and its rotation have the same optimal plans. -/
theorem realOptimalPlans_linearQuadratic (n : ℕ) (z₀ : E) :
    realOptimalPlans (linearDynamics (fun t ↦ (ν t).map Q) (fun t ↦ Q.toLinearEquiv.conj (F t))
        fun t a ↦ Q (G t a))
      (.quadratic (fun t ↦ Q.toLinearEquiv.conj (W t)) (Q.toLinearEquiv.conj W') r (Q g)) n (Q z₀)
      = realOptimalPlans (linearDynamics ν F G) (.quadratic W W' r g) n z₀ := by
  simp only [realOptimalPlans, realOpenLoopCost_linearQuadratic]

end LinearQuadratic

end LeJEPA
