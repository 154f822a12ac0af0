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
  rw [transport, Kernel.comap_apply, e.symm_apply_apply, Kernel.map_apply _ e.measurable]

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
  refine ⟨by rintro rfl; simp [Cost.transport], fun h ↦ ?_⟩
  ext
  · simp only [Cost.transport, ← h.1, e.apply_symm_apply]
  · simp only [Cost.transport, ← h.2, e.apply_symm_apply]

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
  | zero => exact (Measure.map_dirac e.measurable z₀).symm
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
  rw [openLoopCost, Finset.sum_range_one, stateLaw, lintegral_dirac, stateLaw, stateLaw,
    Measure.dirac_bind (Kernel.measurable _)]

/-- Theorem 4 (ii): every plan costs the same in both worlds. -/
theorem openLoopCost_transport (p : Dynamics Z A) (c : Cost Z A ℝ≥0∞) (e : Z ≃ᵐ Z') (n : ℕ) (z₀ : Z)
    (u : ℕ → A) :
    openLoopCost (p.transport e) (c.transport e) n (e z₀) u = openLoopCost p c n z₀ u := by
  simp only [openLoopCost, stateLaw_transport, lintegral_map_equiv, Cost.transport,
    e.symm_apply_apply]

/-- Theorem 4 (ii): the optimal open-loop costs agree. -/
theorem iInf_openLoopCost_transport (p : Dynamics Z A) (c : Cost Z A ℝ≥0∞) (e : Z ≃ᵐ Z') (n : ℕ)
    (z₀ : Z) :
    ⨅ u, openLoopCost (p.transport e) (c.transport e) n (e z₀) u
      = ⨅ u, openLoopCost p c n z₀ u :=
  iInf_congr (openLoopCost_transport p c e n z₀)

/-- The optimal plans: those that cost no more than any other. -/
def optimalPlans (p : Dynamics Z A) (c : Cost Z A ℝ≥0∞) (n : ℕ) (z₀ : Z) : Set (ℕ → A) :=
  {u | ∀ u', openLoopCost p c n z₀ u ≤ openLoopCost p c n z₀ u'}

/-- Theorem 4 (ii): the sets of optimal plans agree. -/
theorem optimalPlans_transport (p : Dynamics Z A) (c : Cost Z A ℝ≥0∞) (e : Z ≃ᵐ Z') (n : ℕ)
    (z₀ : Z) :
    optimalPlans (p.transport e) (c.transport e) n (e z₀) = optimalPlans p c n z₀ := by
  simp only [optimalPlans, openLoopCost_transport]

end LeJEPA

/-!
## Policies

Costs to go of state-feedback and of history-dependent policies, and their transport along an
equivalence of state spaces.

Costs to go are iterated lower integrals, so that no measurability of policies or costs is needed;
where they are measurable these are the usual expectations
(`LeJEPA.policyCost_eq_lintegral_pathLaw`).

### Main definitions

* `LeJEPA.policyCost`, `LeJEPA.historyCost`: the cost to go of a policy that sees the time and the
  state, and of one that sees all states so far.
* `LeJEPA.policyEquiv`, `LeJEPA.historyPolicyEquiv`: the bijections `π ↦ π ∘ e⁻¹` of policies.

### Main results

* `LeJEPA.policyCost_transport`, `LeJEPA.historyCost_transport`: corresponding policies cost the
  same (Theorem 4 (iii)).
* `LeJEPA.policyEquiv_mem_optimalPolicies_iff`,
  `LeJEPA.historyPolicyEquiv_mem_optimalHistoryPolicies_iff`: and one is optimal iff the other is.
-/

namespace LeJEPA

variable {Z Z' A : Type*} [MeasurableSpace Z] [MeasurableSpace Z']

/-- The cost to go of the state-feedback policy `π` from state `z` at time `t`, with `k` steps
left. -/
noncomputable def policyCost (p : Dynamics Z A) (c : Cost Z A ℝ≥0∞) (π : ℕ → Z → A) :
    ℕ → ℕ → Z → ℝ≥0∞
  | _, 0, z => c.terminal z
  | t, k + 1, z => c.stage t z (π t z) + ∫⁻ z', policyCost p c π (t + 1) k z' ∂p t (π t z) z

/-- The policy that acts at `e z` as `π` acts at `z`; a bijection of policies. -/
def policyEquiv (A : Type*) (e : Z ≃ᵐ Z') : (ℕ → Z → A) ≃ (ℕ → Z' → A) :=
  Equiv.piCongrRight fun _ ↦ e.toEquiv.arrowCongr (Equiv.refl A)

/-- The corresponding policy is `π ∘ e⁻¹`. -/
@[simp]
theorem policyEquiv_apply (e : Z ≃ᵐ Z') (π : ℕ → Z → A) (t : ℕ) (z : Z') :
    policyEquiv A e π t z = π t (e.symm z) := rfl

/-- Theorem 4 (iii): corresponding policies cost the same. -/
theorem policyCost_transport (p : Dynamics Z A) (c : Cost Z A ℝ≥0∞) (e : Z ≃ᵐ Z') (π : ℕ → Z → A)
    (t k : ℕ) (z : Z) :
    policyCost (p.transport e) (c.transport e) (policyEquiv A e π) t k (e z)
      = policyCost p c π t k z := by
  induction k generalizing t z with
  | zero => exact congrArg c.terminal (e.symm_apply_apply z)
  | succ k ih =>
    simp only [policyCost, policyEquiv_apply, e.symm_apply_apply, p.transport_apply,
      lintegral_map_equiv, ih]
    simp only [Cost.transport, e.symm_apply_apply]

/-- Theorem 4 (iii): the least costs of policies agree. -/
theorem iInf_policyCost_transport (p : Dynamics Z A) (c : Cost Z A ℝ≥0∞) (e : Z ≃ᵐ Z') (t k : ℕ)
    (z : Z) :
    ⨅ π, policyCost (p.transport e) (c.transport e) π t k (e z) = ⨅ π, policyCost p c π t k z := by
  rw [← (policyEquiv A e).iInf_comp]
  exact iInf_congr fun π ↦ policyCost_transport p c e π t k z

/-- The optimal policies from state `z` at time `t`, with `k` steps left. -/
def optimalPolicies (p : Dynamics Z A) (c : Cost Z A ℝ≥0∞) (t k : ℕ) (z : Z) : Set (ℕ → Z → A) :=
  {π | ∀ π', policyCost p c π t k z ≤ policyCost p c π' t k z}

/-- Theorem 4 (iii): optimal policies correspond. -/
theorem policyEquiv_mem_optimalPolicies_iff (p : Dynamics Z A) (c : Cost Z A ℝ≥0∞) (e : Z ≃ᵐ Z')
    (t k : ℕ) (z : Z) (π : ℕ → Z → A) :
    policyEquiv A e π ∈ optimalPolicies (p.transport e) (c.transport e) t k (e z)
      ↔ π ∈ optimalPolicies p c t k z := by
  simp only [optimalPolicies, Set.mem_setOf_eq, policyCost_transport]
  rw [← (policyEquiv A e).forall_congr_right]
  simp only [policyCost_transport]

/-- The cost to go of a policy that sees the whole past: `h` lists the earlier states, the latest
first. The policy being deterministic, it need not be told the earlier actions. -/
noncomputable def historyCost (p : Dynamics Z A) (c : Cost Z A ℝ≥0∞) (π : List Z → Z → A) :
    ℕ → ℕ → List Z → Z → ℝ≥0∞
  | _, 0, _, z => c.terminal z
  | t, k + 1, h, z =>
    c.stage t z (π h z) + ∫⁻ z', historyCost p c π (t + 1) k (z :: h) z' ∂p t (π h z) z

/-- The history-dependent policy that acts on the past seen through `e` as `π` acts; a bijection of
policies. -/
def historyPolicyEquiv (A : Type*) (e : Z ≃ᵐ Z') : (List Z → Z → A) ≃ (List Z' → Z' → A) where
  toFun π h z := π (h.map e.symm) (e.symm z)
  invFun π h z := π (h.map e) (e z)
  left_inv π := by ext h z; simp [Function.comp_def]
  right_inv π := by ext h z; simp [Function.comp_def]

/-- At an encoded past and state the corresponding policy acts as `π`. -/
theorem historyPolicyEquiv_apply_map (e : Z ≃ᵐ Z') (π : List Z → Z → A) (h : List Z) (z : Z) :
    historyPolicyEquiv A e π (h.map e) (e z) = π h z :=
  congrFun₂ ((historyPolicyEquiv A e).symm_apply_apply π) h z

/-- Theorem 4 (iii) for policies that see the past. -/
theorem historyCost_transport (p : Dynamics Z A) (c : Cost Z A ℝ≥0∞) (e : Z ≃ᵐ Z')
    (π : List Z → Z → A) (t k : ℕ) (h : List Z) (z : Z) :
    historyCost (p.transport e) (c.transport e) (historyPolicyEquiv A e π) t k (h.map e) (e z)
      = historyCost p c π t k h z := by
  induction k generalizing t h z with
  | zero => exact congrArg c.terminal (e.symm_apply_apply z)
  | succ k ih =>
    simp only [historyCost, historyPolicyEquiv_apply_map, p.transport_apply, lintegral_map_equiv,
      ← List.map_cons, ih]
    simp only [Cost.transport, e.symm_apply_apply]

/-- Theorem 4 (iii) for policies that see the past: the least costs agree. -/
theorem iInf_historyCost_transport (p : Dynamics Z A) (c : Cost Z A ℝ≥0∞) (e : Z ≃ᵐ Z') (t k : ℕ)
    (h : List Z) (z : Z) :
    ⨅ π, historyCost (p.transport e) (c.transport e) π t k (h.map e) (e z)
      = ⨅ π, historyCost p c π t k h z := by
  rw [← (historyPolicyEquiv A e).iInf_comp]
  exact iInf_congr fun π ↦ historyCost_transport p c e π t k h z

/-- The optimal history-dependent policies from state `z` at time `t` after the past `h`, with `k`
steps left. -/
def optimalHistoryPolicies (p : Dynamics Z A) (c : Cost Z A ℝ≥0∞) (t k : ℕ) (h : List Z) (z : Z) :
    Set (List Z → Z → A) :=
  {π | ∀ π', historyCost p c π t k h z ≤ historyCost p c π' t k h z}

/-- Theorem 4 (iii) for policies that see the past: optimal policies correspond. -/
theorem historyPolicyEquiv_mem_optimalHistoryPolicies_iff (p : Dynamics Z A) (c : Cost Z A ℝ≥0∞)
    (e : Z ≃ᵐ Z') (t k : ℕ) (h : List Z) (z : Z) (π : List Z → Z → A) :
    historyPolicyEquiv A e π
        ∈ optimalHistoryPolicies (p.transport e) (c.transport e) t k (h.map e) (e z)
      ↔ π ∈ optimalHistoryPolicies p c t k h z := by
  simp only [optimalHistoryPolicies, Set.mem_setOf_eq, historyCost_transport]
  rw [← (historyPolicyEquiv A e).forall_congr_right]
  simp only [historyCost_transport]

/-- A state-feedback policy is a history-dependent policy that reads off the time from the length of
the past, and costs the same. -/
theorem historyCost_feedback (p : Dynamics Z A) (c : Cost Z A ℝ≥0∞) (π : ℕ → Z → A) (s l t k : ℕ)
    (h : List Z) (z : Z) (ht : t + l = h.length + s) :
    historyCost p c (fun h z ↦ π (h.length + s - l) z) t k h z = policyCost p c π t k z := by
  induction k generalizing t h z with
  | zero => rfl
  | succ k ih =>
    have hl : h.length + s - l = t := by omega
    simp only [historyCost, policyCost, hl]
    congr 1
    exact lintegral_congr fun z' ↦ ih (t + 1) (z :: h) z' (by simp only [List.length_cons]; omega)

end LeJEPA
