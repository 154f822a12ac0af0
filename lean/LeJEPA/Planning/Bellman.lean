import LeJEPA.Planning.Basic
import LeJEPA.Planning.Trajectory

/-!
# Bellman values

The Bellman recursion over a finite horizon and its transport along an equivalence of state spaces.

The Bellman value is defined with lower integrals for all costs and dynamics. It is the infimum of
the costs of all policies, where policies are arbitrary functions and their costs are iterated lower
integrals. For countably many actions and measurable costs, measurable policies have the same
infimum, and their costs are expectations over trajectories (`LeJEPA.Planning.ClosedLoop`). For
uncountable sets of actions measurable selection would be needed, which is not treated.

## Main definitions

* `LeJEPA.bellmanValue`, `LeJEPA.bellmanArgmin`: the value and the set of minimising actions.

## Main results

* `LeJEPA.bellmanValue_transport`, `LeJEPA.bellmanArgmin_transport`: values and sets of minimising
  actions agree at every time, state and remaining horizon (Theorem 4 (iv)).
* `LeJEPA.bellmanValue_eq_iInf_policyCost`, `LeJEPA.bellmanValue_eq_iInf_historyCost`: the Bellman
  value is the infimum over policies, whether or not they see the past.
* `LeJEPA.mem_optimalPolicies_of_bellmanArgmin`: minimising actions make an optimal policy.
-/

open MeasureTheory ProbabilityTheory
open scoped ENNReal

namespace LeJEPA

variable {Z Z' A : Type*} [MeasurableSpace Z] [MeasurableSpace Z']

/-- The Bellman value at state `z` and time `t`, with `k` steps left. -/
noncomputable def bellmanValue (p : Dynamics Z A) (c : Cost Z A ℝ≥0∞) : ℕ → ℕ → Z → ℝ≥0∞
  | _, 0, z => c.terminal z
  | t, k + 1, z => ⨅ a, c.stage t z a + ∫⁻ z', bellmanValue p c (t + 1) k z' ∂p t a z

/-- The actions that attain the Bellman infimum with `k + 1` steps left. -/
def bellmanArgmin (p : Dynamics Z A) (c : Cost Z A ℝ≥0∞) (t k : ℕ) (z : Z) : Set A :=
  {a | c.stage t z a + ∫⁻ z', bellmanValue p c (t + 1) k z' ∂p t a z = bellmanValue p c t (k + 1) z}

/-- One step in both worlds, with the costs `V'` and `V` after it. -/
private theorem step_transport (p : Dynamics Z A) (c : Cost Z A ℝ≥0∞) (e : Z ≃ᵐ Z')
    {V' : Z' → ℝ≥0∞} {V : Z → ℝ≥0∞} (h : ∀ z, V' (e z) = V z) (t : ℕ) (a : A) (z : Z) :
    (c.transport e).stage t (e z) a + ∫⁻ x, V' x ∂p.transport e t a (e z)
      = c.stage t z a + ∫⁻ x, V x ∂p t a z := by
  rw [p.transport_apply, lintegral_map_equiv]
  simp only [h, Cost.transport, e.symm_apply_apply]

/-- Theorem 4 (iv): Bellman values agree. -/
theorem bellmanValue_transport (p : Dynamics Z A) (c : Cost Z A ℝ≥0∞) (e : Z ≃ᵐ Z') (t k : ℕ)
    (z : Z) :
    bellmanValue (p.transport e) (c.transport e) t k (e z) = bellmanValue p c t k z := by
  induction k generalizing t z with
  | zero => exact congrArg c.terminal (e.symm_apply_apply z)
  | succ k ih => exact iInf_congr fun a ↦ step_transport p c e (ih (t + 1)) t a z

/-- Theorem 4 (iv): the sets of minimising actions agree. -/
theorem bellmanArgmin_transport (p : Dynamics Z A) (c : Cost Z A ℝ≥0∞) (e : Z ≃ᵐ Z') (t k : ℕ)
    (z : Z) :
    bellmanArgmin (p.transport e) (c.transport e) t k (e z) = bellmanArgmin p c t k z := by
  simp only [bellmanArgmin, bellmanValue_transport,
    step_transport p c e (bellmanValue_transport p c e (t + 1) k) t _ z]

/-- No policy costs less than the Bellman value. -/
theorem bellmanValue_le_policyCost (p : Dynamics Z A) (c : Cost Z A ℝ≥0∞) (π : ℕ → Z → A) (t k : ℕ)
    (z : Z) : bellmanValue p c t k z ≤ policyCost p c π t k z := by
  induction k generalizing t z with
  | zero => exact le_rfl
  | succ k ih =>
    exact (iInf_le _ (π t z)).trans (add_le_add_right (lintegral_mono fun z' ↦ ih _ z') _)

/-- No policy costs less than the Bellman value, not even one that sees the past. -/
theorem bellmanValue_le_historyCost (p : Dynamics Z A) (c : Cost Z A ℝ≥0∞) (π : List Z → Z → A)
    (t k : ℕ) (h : List Z) (z : Z) : bellmanValue p c t k z ≤ historyCost p c π t k h z := by
  induction k generalizing t h z with
  | zero => exact le_rfl
  | succ k ih =>
    exact (iInf_le _ (π h z)).trans (add_le_add_right (lintegral_mono fun z' ↦ ih _ _ z') _)

/-- With at least one action, some action is within `ε` of the Bellman infimum. -/
theorem exists_le_bellmanValue_add [Nonempty A] (p : Dynamics Z A) (c : Cost Z A ℝ≥0∞) {ε : ℝ≥0∞}
    (hε : ε ≠ 0) (t k : ℕ) (z : Z) :
    ∃ a, c.stage t z a + ∫⁻ z', bellmanValue p c (t + 1) k z' ∂p t a z
      ≤ bellmanValue p c t (k + 1) z + ε := by
  by_cases htop : bellmanValue p c t (k + 1) z = ∞
  · exact ⟨Classical.arbitrary A, by rw [htop, top_add]; exact le_top⟩
  · obtain ⟨a, ha⟩ := iInf_lt_iff.mp (ENNReal.lt_add_right htop hε)
    exact ⟨a, ha.le⟩

/-- With a horizon `n`, a policy that is within `ε` of the Bellman infimum at every step costs at
most the Bellman value plus `k * ε` whenever `k` steps are left. -/
theorem policyCost_le_bellmanValue_add (p : Dynamics Z A) (c : Cost Z A ℝ≥0∞)
    [∀ t a, IsMarkovKernel (p t a)] {π : ℕ → Z → A} {n : ℕ} {ε : ℝ≥0∞}
    (hπ : ∀ t k z, t + k + 1 = n →
      c.stage t z (π t z) + ∫⁻ z', bellmanValue p c (t + 1) k z' ∂p t (π t z) z
        ≤ bellmanValue p c t (k + 1) z + ε) (k t : ℕ) (z : Z) (hn : t + k = n) :
    policyCost p c π t k z ≤ bellmanValue p c t k z + k * ε := by
  induction k generalizing t z with
  | zero => exact le_self_add
  | succ k ih =>
    rw [policyCost]
    calc c.stage t z (π t z) + ∫⁻ z', policyCost p c π (t + 1) k z' ∂p t (π t z) z
        ≤ c.stage t z (π t z)
          + ∫⁻ z', (bellmanValue p c (t + 1) k z' + k * ε) ∂p t (π t z) z := by
          exact add_le_add_right (lintegral_mono fun z' ↦ ih (t + 1) z' (by omega)) _
      _ = c.stage t z (π t z)
          + ∫⁻ z', bellmanValue p c (t + 1) k z' ∂p t (π t z) z + k * ε := by
          rw [lintegral_add_right _ measurable_const, lintegral_const, measure_univ, mul_one,
            add_assoc]
      _ ≤ bellmanValue p c t (k + 1) z + ε + k * ε := add_le_add_left (hπ t k z (by omega)) _
      _ = bellmanValue p c t (k + 1) z + (k + 1 : ℕ) * ε := by
          rw [add_assoc, Nat.cast_succ, add_one_mul, add_comm ε]

/-- To bound an extended number it suffices to bound it up to a multiple of every `ε`. -/
theorem ennreal_le_of_forall_le_add_mul {a b : ℝ≥0∞} (k : ℕ)
    (h : ∀ ε : ℝ≥0∞, ε ≠ 0 → a ≤ b + k * ε) : a ≤ b := by
  refine ENNReal.le_of_forall_pos_le_add fun ε hε _ ↦ ?_
  have hδ : (ε : ℝ≥0∞) / (k + 1 : ℕ) ≠ 0 :=
    (ENNReal.div_pos (ENNReal.coe_ne_zero.mpr hε.ne') (ENNReal.natCast_ne_top _)).ne'
  calc a ≤ b + k * ((ε : ℝ≥0∞) / (k + 1 : ℕ)) := h _ hδ
    _ ≤ b + (k + 1 : ℕ) * ((ε : ℝ≥0∞) / (k + 1 : ℕ)) := by
        exact add_le_add_right (mul_le_mul_left (Nat.cast_le.mpr k.le_succ) _) _
    _ = b + ε := by
        rw [ENNReal.mul_div_cancel (Nat.cast_ne_zero.mpr k.succ_ne_zero) (ENNReal.natCast_ne_top _)]

/-- The Bellman value is the infimum of the costs of all state-feedback policies. -/
theorem bellmanValue_eq_iInf_policyCost [Nonempty A] (p : Dynamics Z A) (c : Cost Z A ℝ≥0∞)
    [∀ t a, IsMarkovKernel (p t a)] (t k : ℕ) (z : Z) :
    bellmanValue p c t k z = ⨅ π, policyCost p c π t k z := by
  refine le_antisymm (le_iInf fun π ↦ bellmanValue_le_policyCost p c π t k z) ?_
  refine ennreal_le_of_forall_le_add_mul k fun ε hε ↦ ?_
  choose act hact using exists_le_bellmanValue_add p c hε
  refine (iInf_le _ fun s z ↦ act s (t + k - s - 1) z).trans
    (policyCost_le_bellmanValue_add p c (fun s j z' hs ↦ ?_) k t z rfl)
  have hj : t + k - s - 1 = j := by omega
  exact hj ▸ hact s j z'

/-- The Bellman value is the infimum of the costs of all policies that see the past. -/
theorem bellmanValue_eq_iInf_historyCost [Nonempty A] (p : Dynamics Z A) (c : Cost Z A ℝ≥0∞)
    [∀ t a, IsMarkovKernel (p t a)] (t k : ℕ) (h : List Z) (z : Z) :
    bellmanValue p c t k z = ⨅ π, historyCost p c π t k h z := by
  refine le_antisymm (le_iInf fun π ↦ bellmanValue_le_historyCost p c π t k h z) ?_
  rw [bellmanValue_eq_iInf_policyCost]
  refine le_iInf fun π ↦ (iInf_le _ fun h' z ↦ π (h'.length + t - h.length) z).trans ?_
  exact (historyCost_feedback p c π t h.length t k h z (add_comm _ _)).le

/-- A policy that takes a minimising action at every step costs the Bellman value, so it is
optimal (`LeJEPA.mem_optimalPolicies_of_bellmanArgmin`). -/
theorem policyCost_eq_bellmanValue (p : Dynamics Z A) (c : Cost Z A ℝ≥0∞) (π : ℕ → Z → A) (n : ℕ)
    (hπ : ∀ t k z, t + k + 1 = n → π t z ∈ bellmanArgmin p c t k z) (k t : ℕ) (z : Z)
    (hn : t + k = n) : policyCost p c π t k z = bellmanValue p c t k z := by
  induction k generalizing t z with
  | zero => rfl
  | succ k ih =>
    have hz := hπ t k z (by omega)
    rw [bellmanArgmin, Set.mem_setOf_eq] at hz
    rw [← hz, policyCost]
    congr 1
    exact lintegral_congr fun z' ↦ ih (t + 1) z' (by omega)

/-- A policy that takes a minimising action at every step is optimal. -/
theorem mem_optimalPolicies_of_bellmanArgmin (p : Dynamics Z A) (c : Cost Z A ℝ≥0∞)
    (π : ℕ → Z → A) (n : ℕ) (hπ : ∀ t k z, t + k + 1 = n → π t z ∈ bellmanArgmin p c t k z)
    (t k : ℕ) (z : Z) (hn : t + k = n) : π ∈ optimalPolicies p c t k z := fun π' ↦
  (policyCost_eq_bellmanValue p c π n hπ k t z hn).trans_le
    (bellmanValue_le_policyCost p c π' t k z)

/-- Conversely, an optimal policy takes a minimising action at its first step. -/
theorem mem_bellmanArgmin_of_mem_optimalPolicies [Nonempty A] (p : Dynamics Z A)
    (c : Cost Z A ℝ≥0∞) [∀ t a, IsMarkovKernel (p t a)] {π : ℕ → Z → A} {t k : ℕ} {z : Z}
    (hπ : π ∈ optimalPolicies p c t (k + 1) z) : π t z ∈ bellmanArgmin p c t k z := by
  refine le_antisymm ?_ (by rw [bellmanValue]; exact iInf_le _ (π t z))
  rw [bellmanValue_eq_iInf_policyCost p c t (k + 1)]
  refine le_trans ?_ (le_iInf hπ)
  exact add_le_add_right (lintegral_mono fun z' ↦ bellmanValue_le_policyCost p c π _ _ z') _

end LeJEPA

/-!
## Planning towards a goal

Costs that compare the state with a goal. If the comparison does not change when state and goal are
both encoded, `ℓ (e z) (e g) a = ℓ z g a`, then planning towards the encoded goal in the transported
world is planning towards the goal.

### Main definitions

* `LeJEPA.Cost.ofGoal`: the costs of a comparison with a goal `g`.

### Main results

* `LeJEPA.Cost.transport_ofGoal`: their transport compares with the goal `e g`.
* `LeJEPA.openLoopCost_goal`, `LeJEPA.optimalPlans_goal`, `LeJEPA.policyCost_goal`,
  `LeJEPA.bellmanValue_goal`, `LeJEPA.bellmanArgmin_goal`: Theorem 4 in the goal form.
-/

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
