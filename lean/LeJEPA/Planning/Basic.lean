import Mathlib.Probability.Kernel.Composition.MapComap

/-!
# Controlled Markov dynamics and their transport along an equivalence

Dynamics are a Markov kernel for each time and action; the set of actions is any type. A measurable
equivalence `e : Z ≃ᵐ Z'` of state spaces transports dynamics, costs and policies. The whole of
planning goes with it: laws of states, costs of plans and policies, and Bellman values.

## Main definitions

* `LeJEPA.Dynamics`: a kernel for each time and action; `Dynamics.transport`.
* `LeJEPA.Cost`: stage and terminal costs, in `[0, ∞]` or real; `Cost.transport`.
* `LeJEPA.stateLaw`: the law of the state under a plan.
* `LeJEPA.openLoopCost`: the expected total cost of a plan.

## Main results

* `LeJEPA.stateLaw_transport`: the laws of the states correspond (Theorem 4 (i)).
* `LeJEPA.openLoopCost_transport`, `LeJEPA.iInf_openLoopCost_transport`,
  `LeJEPA.optimalPlans_transport`: costs of plans, their infimum and the set of optimal plans agree
  (Theorem 4 (ii)).
-/

open MeasureTheory ProbabilityTheory
open scoped ENNReal

namespace LeJEPA

variable {Z Z' A : Type*} [MeasurableSpace Z] [MeasurableSpace Z']

/-- Controlled dynamics: the law of the next state for each time, action and state. -/
abbrev Dynamics (Z A : Type*) [MeasurableSpace Z] := ℕ → A → Kernel Z Z

/-- Dynamics seen through `e`: `p' t a (e z)` is the law of `e z₁` for `z₁` with law `p t a z`. -/
noncomputable def Dynamics.transport (p : Dynamics Z A) (e : Z ≃ᵐ Z') : Dynamics Z' A :=
  fun t a ↦ ((p t a).map e).comap e.symm e.symm.measurable

/-- The defining property of transported dynamics. -/
theorem Dynamics.transport_apply (p : Dynamics Z A) (e : Z ≃ᵐ Z') (t : ℕ) (a : A) (z : Z) :
    p.transport e t a (e z) = (p t a z).map e := by
  simp [transport, Kernel.comap_apply, Kernel.map_apply _ e.measurable]

instance (p : Dynamics Z A) (e : Z ≃ᵐ Z') (t : ℕ) (a : A) [IsMarkovKernel (p t a)] :
    IsMarkovKernel (p.transport e t a) := by
  have := Kernel.IsMarkovKernel.map (p t a) e.measurable
  exact Kernel.IsMarkovKernel.comap _ e.symm.measurable

/-- Transported dynamics are the only ones that move `e z` as `p` moves `z`. -/
theorem Dynamics.transport_eq_iff {p : Dynamics Z A} {p' : Dynamics Z' A} {e : Z ≃ᵐ Z'} :
    p.transport e = p' ↔ ∀ t a z, p' t a (e z) = (p t a z).map e := by
  refine ⟨?_, fun h ↦ ?_⟩
  · rintro rfl t a z
    exact p.transport_apply e t a z
  · ext t a z : 3
    rw [← e.apply_symm_apply z, p.transport_apply, h]

/-- Transporting there and back changes nothing. -/
theorem Dynamics.transport_symm_transport (p : Dynamics Z' A) (e : Z ≃ᵐ Z') :
    (p.transport e.symm).transport e = p := by
  rw [transport_eq_iff]
  intro t a z
  conv_rhs => rw [← e.symm_apply_apply z, p.transport_apply]
  rw [Measure.map_map e.measurable e.symm.measurable, e.self_comp_symm, Measure.map_id]

/-- Costs with values in `R` (here `ℝ≥0∞` or `ℝ`): of an action in a state at a time, and of the
state at the end. -/
@[ext]
structure Cost (Z A R : Type*) where
  /-- The cost of taking an action in a state at a time. -/
  stage : ℕ → Z → A → R
  /-- The cost of ending in a state. -/
  terminal : Z → R

/-- Costs seen through `e`: the cost at `e z` is the cost at `z`. -/
def Cost.transport {R : Type*} (c : Cost Z A R) (e : Z ≃ᵐ Z') : Cost Z' A R where
  stage t z a := c.stage t (e.symm z) a
  terminal z := c.terminal (e.symm z)

/-- The transport of a cost is the only cost that takes at `e z` the value at `z`. -/
theorem Cost.transport_eq_iff {R : Type*} {c : Cost Z A R} {c' : Cost Z' A R} {e : Z ≃ᵐ Z'} :
    c.transport e = c' ↔
      (∀ t z a, c'.stage t (e z) a = c.stage t z a) ∧ ∀ z, c'.terminal (e z) = c.terminal z := by
  refine ⟨?_, fun h ↦ ?_⟩
  · rintro rfl
    simp [Cost.transport]
  · ext
    · simp [Cost.transport, ← h.1]
    · simp [Cost.transport, ← h.2]

/-- The costs with a function applied to their values. -/
def Cost.map {Z R R' : Type*} (f : R → R') (c : Cost Z A R) : Cost Z A R' where
  stage t z a := f (c.stage t z a)
  terminal z := f (c.terminal z)

/-- Applying a function to the values commutes with transport. -/
theorem Cost.transport_map {R R' : Type*} (f : R → R') (c : Cost Z A R) (e : Z ≃ᵐ Z') :
    (c.map f).transport e = (c.transport e).map f := rfl

/-- The law of the state at time `t` under the plan `u`, started at `z₀`. -/
noncomputable def stateLaw (p : Dynamics Z A) (u : ℕ → A) (z₀ : Z) : ℕ → Measure Z
  | 0 => Measure.dirac z₀
  | t + 1 => (stateLaw p u z₀ t).bind (p t (u t))

/-- Theorem 4 (i): the laws of the states correspond. -/
theorem stateLaw_transport (p : Dynamics Z A) (e : Z ≃ᵐ Z') (u : ℕ → A) (z₀ : Z) (t : ℕ) :
    stateLaw (p.transport e) u (e z₀) t = (stateLaw p u z₀ t).map e := by
  induction t with
  | zero => simp [stateLaw, Measure.map_dirac e.measurable]
  | succ t ih =>
    ext s hs
    rw [stateLaw, ih, Measure.bind_apply hs (Kernel.aemeasurable _), lintegral_map_equiv,
      e.map_apply, stateLaw, Measure.bind_apply (e.measurable hs) (Kernel.aemeasurable _)]
    simp_rw [p.transport_apply, e.map_apply]

/-- The expected total cost of the plan `u` over the horizon `n`, started at `z₀`. -/
noncomputable def openLoopCost (p : Dynamics Z A) (c : Cost Z A ℝ≥0∞) (n : ℕ) (z₀ : Z) (u : ℕ → A) :
    ℝ≥0∞ :=
  ∑ t ∈ Finset.range n, ∫⁻ z, c.stage t z (u t) ∂stateLaw p u z₀ t
    + ∫⁻ z, c.terminal z ∂stateLaw p u z₀ n

/-- The cost of a plan of a single step. -/
theorem openLoopCost_one [MeasurableSingletonClass Z] (p : Dynamics Z A) (c : Cost Z A ℝ≥0∞)
    (z₀ : Z) (u : ℕ → A) :
    openLoopCost p c 1 z₀ u = c.stage 0 z₀ (u 0) + ∫⁻ z, c.terminal z ∂p 0 (u 0) z₀ := by
  simp [openLoopCost, stateLaw, Measure.dirac_bind (Kernel.measurable _)]

/-- Theorem 4 (ii): every plan costs the same in both worlds. -/
theorem openLoopCost_transport (p : Dynamics Z A) (c : Cost Z A ℝ≥0∞) (e : Z ≃ᵐ Z') (n : ℕ) (z₀ : Z)
    (u : ℕ → A) :
    openLoopCost (p.transport e) (c.transport e) n (e z₀) u = openLoopCost p c n z₀ u := by
  simp [openLoopCost, stateLaw_transport, lintegral_map_equiv, Cost.transport]

/-- Theorem 4 (ii): the optimal open-loop costs agree. -/
theorem iInf_openLoopCost_transport (p : Dynamics Z A) (c : Cost Z A ℝ≥0∞) (e : Z ≃ᵐ Z') (n : ℕ)
    (z₀ : Z) :
    ⨅ u, openLoopCost (p.transport e) (c.transport e) n (e z₀) u
      = ⨅ u, openLoopCost p c n z₀ u := by
  simp_rw [openLoopCost_transport]

/-- The optimal plans: those that cost no more than any other. -/
def optimalPlans (p : Dynamics Z A) (c : Cost Z A ℝ≥0∞) (n : ℕ) (z₀ : Z) : Set (ℕ → A) :=
  {u | ∀ u', openLoopCost p c n z₀ u ≤ openLoopCost p c n z₀ u'}

/-- Theorem 4 (ii): the sets of optimal plans agree. -/
theorem optimalPlans_transport (p : Dynamics Z A) (c : Cost Z A ℝ≥0∞) (e : Z ≃ᵐ Z') (n : ℕ)
    (z₀ : Z) :
    optimalPlans (p.transport e) (c.transport e) n (e z₀) = optimalPlans p c n z₀ := by
  simp [optimalPlans, openLoopCost_transport]

end LeJEPA
