import LeJEPA.Forward.Preserving
import LeJEPA.Planning.Basic
import LeJEPA.Planning.Orthogonal
import Mathlib.Analysis.InnerProductSpace.PiL2
import Mathlib.Analysis.Normed.Lp.MeasurableSpace

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

/-!
## Costs that the paper's planning theorem does not cover

In the plane, with two actions and a single step that moves to one of the two unit vectors, the
encoder exchanges the coordinates. With an anisotropic quadratic cost, or with the squared distance
to a fixed goal, and the same cost used on encoded states, the optimal plans in the encoded world
are exactly those that are not optimal in the world. So Theorem 4 needs invariant costs, or a cost
or a goal that is encoded too.

### Main results

* `LeJEPA.Counterexamples.optimalPlans_anisotropic`: the cost `z₀² + 4 z₁²`.
* `LeJEPA.Counterexamples.optimalPlans_fixedGoal`: the cost `‖z - g‖²`.
* `LeJEPA.Counterexamples.exists_optimalPlans_isometry_ne`: the conclusion of Theorem 4 fails for
  a continuous cost.
-/

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
  cases a <;> rfl

/-- If a cost prefers the first unit vector, then it prefers the first action in the world and the
second in the encoded world. -/
theorem optimalPlans_axes {f : EuclideanSpace ℝ (Fin 2) → ℝ≥0∞} (h : f (axes true) < f (axes false))
    (z : EuclideanSpace ℝ (Fin 2)) :
    optimalPlans (jump axes) (terminalCost f) 1 z = {u | u 0 = true} ∧
      optimalPlans ((jump axes).transport (isometryEquiv swapCoordinates)) (terminalCost f) 1
        (swapCoordinates z) = {u | u 0 = false} := by
  refine ⟨optimalPlans_jump (Bool.rec (fun _ ↦ h) fun hne ↦ (hne rfl).elim) z, ?_⟩
  rw [jump_transport]
  refine optimalPlans_jump (Bool.rec (fun hne ↦ (hne rfl).elim) fun _ ↦ ?_) _
  change f (swapCoordinates (axes false)) < f (swapCoordinates (axes true))
  rwa [swapCoordinates_axes, swapCoordinates_axes]

/-- The anisotropic cost prefers the first unit vector. -/
theorem anisotropic_lt : ENNReal.ofReal (axes true 0 ^ 2 + 4 * axes true 1 ^ 2)
    < .ofReal (axes false 0 ^ 2 + 4 * axes false 1 ^ 2) := by
  change ENNReal.ofReal (1 ^ 2 + 4 * 0 ^ 2) < .ofReal (0 ^ 2 + 4 * 1 ^ 2)
  exact (ENNReal.ofReal_lt_ofReal_iff (by norm_num)).mpr (by norm_num)

/-- The squared distance to the first unit vector prefers it. -/
theorem fixedGoal_lt : ENNReal.ofReal (‖axes true - axes true‖ ^ 2)
    < .ofReal (‖axes false - axes true‖ ^ 2) := by
  have hne : axes false - axes true ≠ 0 := fun h ↦ one_ne_zero <|
    (sub_zero (1 : ℝ)).symm.trans (congrArg (fun z : EuclideanSpace ℝ (Fin 2) ↦ z 1) h)
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
  exact fun u hu hu' ↦ Bool.noConfusion (hu.symm.trans hu')

end LeJEPA.Counterexamples

/-!
## Equality almost everywhere does not give equal plans

An encoder that is the identity except at the origin attains the minimum of the alignment loss. In
deterministic dynamics that may move to the origin, with a model that is right about every state and
an invariant cost, the optimal plans of the model are not optimal in the world. So the end-to-end
planning theorem needs continuous encoders or absolutely continuous transitions.

### Main results

* `LeJEPA.Counterexamples.exists_optimalPlans_ne_of_ae`.
-/

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
  exact measure_mono_null (fun z hz ↦ congrArg (fun x : EuclideanSpace ℝ (Fin (n + 1)) ↦ x 0)
    (not_not.mp hz)) hnull

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
  have hne : unitVector n ≠ 0 := norm_ne_zero_iff.mp (norm_unitVector.trans_ne one_ne_zero)
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
  exact ⟨⟨fun _ ↦ false, rfl⟩,
    Set.disjoint_left.mpr fun u hu hu' ↦ Bool.noConfusion (hu.symm.trans hu')⟩

end LeJEPA.Counterexamples
