import LeJEPA.Planning.Basic

/-!
# Policies

Costs to go of state-feedback and of history-dependent policies, and their transport along an
equivalence of state spaces.

Costs to go are iterated lower integrals, so that no measurability of policies or costs is needed;
where they are measurable these are the usual expectations
(`LeJEPA.policyCost_eq_lintegral_pathLaw`).

## Main definitions

* `LeJEPA.policyCost`, `LeJEPA.historyCost`: the cost to go of a policy that sees the time and the
  state, and of one that sees all states so far.
* `LeJEPA.policyEquiv`, `LeJEPA.historyPolicyEquiv`: the bijections `π ↦ π ∘ e⁻¹` of policies.

## Main results

* `LeJEPA.policyCost_transport`, `LeJEPA.historyCost_transport`: corresponding policies cost the
  same (Theorem 4 (iii)).
* `LeJEPA.policyEquiv_mem_optimalPolicies_iff`,
  `LeJEPA.historyPolicyEquiv_mem_optimalHistoryPolicies_iff`: and one is optimal iff the other is.
-/

open MeasureTheory ProbabilityTheory
open scoped ENNReal

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
  | zero => simp [policyCost, Cost.transport]
  | succ k ih =>
    simp only [policyCost, policyEquiv_apply, e.symm_apply_apply, p.transport_apply,
      lintegral_map_equiv, ih]
    simp [Cost.transport]

/-- Theorem 4 (iii): the least costs of policies agree. -/
theorem iInf_policyCost_transport (p : Dynamics Z A) (c : Cost Z A ℝ≥0∞) (e : Z ≃ᵐ Z') (t k : ℕ)
    (z : Z) :
    ⨅ π, policyCost (p.transport e) (c.transport e) π t k (e z) = ⨅ π, policyCost p c π t k z := by
  rw [← (policyEquiv A e).iInf_comp]
  simp_rw [policyCost_transport]

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
    historyPolicyEquiv A e π (h.map e) (e z) = π h z := by
  simp [historyPolicyEquiv, Function.comp_def]

/-- Theorem 4 (iii) for policies that see the past. -/
theorem historyCost_transport (p : Dynamics Z A) (c : Cost Z A ℝ≥0∞) (e : Z ≃ᵐ Z')
    (π : List Z → Z → A) (t k : ℕ) (h : List Z) (z : Z) :
    historyCost (p.transport e) (c.transport e) (historyPolicyEquiv A e π) t k (h.map e) (e z)
      = historyCost p c π t k h z := by
  induction k generalizing t h z with
  | zero => simp [historyCost, Cost.transport]
  | succ k ih =>
    simp only [historyCost, historyPolicyEquiv_apply_map, p.transport_apply, lintegral_map_equiv,
      ← List.map_cons, ih]
    simp [Cost.transport]

/-- Theorem 4 (iii) for policies that see the past: the least costs agree. -/
theorem iInf_historyCost_transport (p : Dynamics Z A) (c : Cost Z A ℝ≥0∞) (e : Z ≃ᵐ Z') (t k : ℕ)
    (h : List Z) (z : Z) :
    ⨅ π, historyCost (p.transport e) (c.transport e) π t k (h.map e) (e z)
      = ⨅ π, historyCost p c π t k h z := by
  rw [← (historyPolicyEquiv A e).iInf_comp]
  simp_rw [historyCost_transport]

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
  | zero => simp [historyCost, policyCost]
  | succ k ih =>
    have hl : h.length + s - l = t := by omega
    simp only [historyCost, policyCost, hl]
    congr 1
    exact lintegral_congr fun z' ↦ ih (t + 1) (z :: h) z' (by simp only [List.length_cons]; omega)

end LeJEPA
