import LeJEPA.Counterexamples.PlanningTwoActions
import LeJEPA.Planning.Orthogonal
import Mathlib.Analysis.InnerProductSpace.PiL2
import Mathlib.Analysis.Normed.Lp.MeasurableSpace

/-!
# Costs that the paper's planning theorem does not cover

In the plane, with two actions and a single step that moves to one of the two unit vectors, the
encoder exchanges the coordinates. With an anisotropic quadratic cost, or with the squared distance
to a fixed goal, and the same cost used on encoded states, the optimal plans in the encoded world
are exactly those that are not optimal in the world. So Theorem 4 needs invariant costs, or a cost
or a goal that is encoded too.

## Main results

* `LeJEPA.Counterexamples.optimalPlans_anisotropic`: the cost `z₀² + 4 z₁²`.
* `LeJEPA.Counterexamples.optimalPlans_fixedGoal`: the cost `‖z - g‖²`.
* `LeJEPA.Counterexamples.exists_optimalPlans_isometry_ne`: the conclusion of Theorem 4 fails for
  a continuous cost.
-/

open MeasureTheory ProbabilityTheory
open scoped ENNReal

namespace LeJEPA.Counterexamples

/-- The two unit vectors of the plane; the action `true` moves to the first. -/
noncomputable def axes (a : Bool) : EuclideanSpace ℝ (Fin 2) :=
  EuclideanSpace.single (if a then 0 else 1) 1

/-- The isometry of the plane that exchanges the coordinates. -/
noncomputable def swapCoordinates : EuclideanSpace ℝ (Fin 2) ≃ₗᵢ[ℝ] EuclideanSpace ℝ (Fin 2) :=
  LinearIsometryEquiv.piLpCongrLeft 2 ℝ ℝ (Equiv.swap 0 1)

/-- Exchanging the coordinates exchanges the unit vectors. -/
theorem swapCoordinates_axes (a : Bool) : swapCoordinates (axes a) = axes !a := by
  rw [swapCoordinates, axes, axes, EuclideanSpace.piLpCongrLeft_single]
  cases a <;> simp

/-- If a cost prefers the first unit vector, then it prefers the first action in the world and the
second in the encoded world. -/
theorem optimalPlans_axes {f : EuclideanSpace ℝ (Fin 2) → ℝ≥0∞} (h : f (axes true) < f (axes false))
    (z : EuclideanSpace ℝ (Fin 2)) :
    optimalPlans (jump axes) (terminalCost f) 1 z = {u | u 0 = true} ∧
      optimalPlans ((jump axes).transport (isometryEquiv swapCoordinates)) (terminalCost f) 1
        (swapCoordinates z) = {u | u 0 = false} := by
  refine ⟨optimalPlans_jump (by simpa using h) z, ?_⟩
  rw [jump_transport]
  exact optimalPlans_jump (by simpa [swapCoordinates_axes] using h) _

/-- The anisotropic cost prefers the first unit vector. -/
theorem anisotropic_lt : ENNReal.ofReal (axes true 0 ^ 2 + 4 * axes true 1 ^ 2)
    < .ofReal (axes false 0 ^ 2 + 4 * axes false 1 ^ 2) := by
  rw [ENNReal.ofReal_lt_ofReal_iff (by simp [axes])]
  simp [axes]

/-- The squared distance to the first unit vector prefers it. -/
theorem fixedGoal_lt : ENNReal.ofReal (‖axes true - axes true‖ ^ 2)
    < .ofReal (‖axes false - axes true‖ ^ 2) := by
  have hne : axes false - axes true ≠ 0 := fun h ↦ by
    simpa [axes] using congrArg (fun z : EuclideanSpace ℝ (Fin 2) ↦ z 1) h
  have hpos : 0 < ‖axes false - axes true‖ ^ 2 := pow_pos (norm_pos_iff.mpr hne) 2
  rwa [sub_self, ENNReal.ofReal_lt_ofReal_iff hpos, norm_zero, zero_pow two_ne_zero]

/-- An anisotropic quadratic cost: the optimal plans are those that start with the first action in
the world, and those that start with the second in the encoded world. -/
theorem optimalPlans_anisotropic (z : EuclideanSpace ℝ (Fin 2)) :
    optimalPlans (jump axes) (terminalCost fun z ↦ .ofReal (z 0 ^ 2 + 4 * z 1 ^ 2)) 1 z
        = {u | u 0 = true} ∧
      optimalPlans ((jump axes).transport (isometryEquiv swapCoordinates))
        (terminalCost fun z ↦ .ofReal (z 0 ^ 2 + 4 * z 1 ^ 2)) 1 (swapCoordinates z)
        = {u | u 0 = false} :=
  optimalPlans_axes anisotropic_lt z

/-- The squared distance to a fixed goal: the optimal plans are those that start with the first
action in the world, and those that start with the second in the encoded world. -/
theorem optimalPlans_fixedGoal (z : EuclideanSpace ℝ (Fin 2)) :
    optimalPlans (jump axes) (terminalCost fun z ↦ .ofReal (‖z - axes true‖ ^ 2)) 1 z
        = {u | u 0 = true} ∧
      optimalPlans ((jump axes).transport (isometryEquiv swapCoordinates))
        (terminalCost fun z ↦ .ofReal (‖z - axes true‖ ^ 2)) 1 (swapCoordinates z)
        = {u | u 0 = false} :=
  optimalPlans_axes fixedGoal_lt z

/-- The conclusion of Theorem 4 fails for unchanged costs that are not invariant, even for
deterministic dynamics, a single step, a positive definite quadratic cost and every first state. -/
theorem exists_optimalPlans_isometry_ne :
    ∃ (Q : EuclideanSpace ℝ (Fin 2) ≃ₗᵢ[ℝ] EuclideanSpace ℝ (Fin 2))
      (p : Dynamics (EuclideanSpace ℝ (Fin 2)) Bool), (∀ t a, IsMarkovKernel (p t a)) ∧
      ∀ z, Disjoint
        (optimalPlans p (terminalCost fun z ↦ .ofReal (z 0 ^ 2 + 4 * z 1 ^ 2)) 1 z)
        (optimalPlans (p.transport (isometryEquiv Q))
          (terminalCost fun z ↦ .ofReal (z 0 ^ 2 + 4 * z 1 ^ 2)) 1 (Q z)) := by
  refine ⟨swapCoordinates, jump axes, inferInstance, fun z ↦ ?_⟩
  rw [(optimalPlans_anisotropic z).1, (optimalPlans_anisotropic z).2, Set.disjoint_left]
  intro u hu hu'
  simp_all

end LeJEPA.Counterexamples
