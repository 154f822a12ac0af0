import LeJEPA.Planning.Bellman
import LeJEPA.Planning.Trajectory

/-!
# Measurable policies

A measurable policy makes the controlled dynamics a Markov chain. For measurable costs its cost is
then the expectation of the total cost over the law of the path of that chain; and for countably
many actions the infimum over measurable policies is the Bellman value.

## Main definitions

* `LeJEPA.closedLoop`: the dynamics under a policy, with a single action.

## Main results

* `LeJEPA.policyCost_eq_lintegral_pathLaw`: the cost of a policy is an expectation over paths.
* `LeJEPA.bellmanValue_eq_iInf_measurable`: the Bellman value is the infimum over measurable
  policies, for countably many actions and measurable costs.
-/

open MeasureTheory ProbabilityTheory
open scoped ENNReal

namespace LeJEPA

variable {Z A : Type*} [MeasurableSpace Z]

/-- The dynamics under the policy `π`: one action is left, to follow `π`. -/
noncomputable def closedLoop (p : Dynamics Z A) (π : ℕ → Z → A)
    (hπ : ∀ t, Measurable fun z ↦ p t (π t z) z) : Dynamics Z Unit :=
  fun t _ ↦ ⟨fun z ↦ p t (π t z) z, hπ t⟩

/-- The costs under the policy `π`. -/
def Cost.closedLoop {R : Type*} (c : Cost Z A R) (π : ℕ → Z → A) : Cost Z Unit R where
  stage t z _ := c.stage t z (π t z)
  terminal := c.terminal

variable {p : Dynamics Z A} {c : Cost Z A ℝ≥0∞} {π : ℕ → Z → A}

instance (hπ : ∀ t, Measurable fun z ↦ p t (π t z) z) (t : ℕ) (a : Unit)
    [∀ t a, IsMarkovKernel (p t a)] : IsMarkovKernel (closedLoop p π hπ t a) :=
  ⟨fun z ↦ inferInstanceAs (IsProbabilityMeasure (p t (π t z) z))⟩

/-- For countably many actions every measurable policy makes the dynamics a Markov chain. -/
theorem measurable_closedLoop [Countable A] [MeasurableSpace A] [MeasurableSingletonClass A]
    (p : Dynamics Z A) (hπ : ∀ t, Measurable (π t)) (t : ℕ) :
    Measurable fun z ↦ p t (π t z) z :=
  (measurable_from_prod_countable_left (f := fun x : Z × A ↦ p t x.2 x.1)
    fun a ↦ (p t a).measurable).comp (measurable_id.prodMk (hπ t))

/-- For countably many actions the costs of a measurable policy are measurable. -/
theorem measurable_stage_closedLoop [Countable A] [MeasurableSpace A] [MeasurableSingletonClass A]
    (hc : ∀ t a, Measurable fun z ↦ c.stage t z a) (hπ : ∀ t, Measurable (π t)) (t : ℕ) :
    Measurable fun z ↦ c.stage t z (π t z) :=
  (measurable_from_prod_countable_left (f := fun x : Z × A ↦ c.stage t x.1 x.2)
    fun a ↦ hc t a).comp (measurable_id.prodMk (hπ t))

/-- The cost to go of a measurable policy is a measurable function of the state. -/
theorem measurable_policyCost (hπ : ∀ t, Measurable fun z ↦ p t (π t z) z)
    (hc : ∀ t, Measurable fun z ↦ c.stage t z (π t z)) (hc' : Measurable c.terminal) (t k : ℕ) :
    Measurable (policyCost p c π t k) := by
  induction k generalizing t with
  | zero => exact hc'
  | succ k ih =>
    exact (hc t).add (Measurable.lintegral_kernel (κ := closedLoop p π hπ t ()) (ih (t + 1)))

/-- The first `m` steps of a measurable policy and the cost to go after them. -/
theorem policyCost_eq_sum_add_lintegral (hπ : ∀ t, Measurable fun z ↦ p t (π t z) z)
    (hc : ∀ t, Measurable fun z ↦ c.stage t z (π t z)) (hc' : Measurable c.terminal)
    (z₀ : Z) (k m : ℕ) :
    policyCost p c π 0 (m + k) z₀
      = ∑ t ∈ Finset.range m,
          ∫⁻ z, c.stage t z (π t z) ∂stateLaw (closedLoop p π hπ) default z₀ t
        + ∫⁻ z, policyCost p c π m k z ∂stateLaw (closedLoop p π hπ) default z₀ m := by
  induction m generalizing k with
  | zero =>
    rw [Finset.sum_range_zero, zero_add, zero_add, stateLaw,
      lintegral_dirac' _ (measurable_policyCost hπ hc hc' 0 k)]
  | succ m ih =>
    have hstep : ∫⁻ z, policyCost p c π m (k + 1) z ∂stateLaw (closedLoop p π hπ) default z₀ m
        = ∫⁻ z, c.stage m z (π m z) ∂stateLaw (closedLoop p π hπ) default z₀ m
          + ∫⁻ z, policyCost p c π (m + 1) k z
            ∂stateLaw (closedLoop p π hπ) default z₀ (m + 1) := by
      rw [stateLaw, Measure.lintegral_bind (Kernel.aemeasurable _)
        (measurable_policyCost hπ hc hc' (m + 1) k).aemeasurable, ← lintegral_add_left (hc m)]
      rfl
    rw [add_assoc, add_comm 1 k, ih, hstep, Finset.sum_range_succ, add_assoc]

/-- For measurable costs, the cost of a measurable policy is the cost of the Markov chain that it
makes. -/
theorem policyCost_eq_openLoopCost (hπ : ∀ t, Measurable fun z ↦ p t (π t z) z)
    (hc : ∀ t, Measurable fun z ↦ c.stage t z (π t z)) (hc' : Measurable c.terminal)
    (n : ℕ) (z₀ : Z) :
    policyCost p c π 0 n z₀
      = openLoopCost (closedLoop p π hπ) (c.closedLoop π) n z₀ default :=
  policyCost_eq_sum_add_lintegral hπ hc hc' z₀ 0 n

/-- For measurable costs, the cost of a measurable policy is the expectation of the total cost over
the law of the path. -/
theorem policyCost_eq_lintegral_pathLaw [∀ t a, IsMarkovKernel (p t a)]
    (hπ : ∀ t, Measurable fun z ↦ p t (π t z) z)
    (hc : ∀ t, Measurable fun z ↦ c.stage t z (π t z)) (hc' : Measurable c.terminal)
    (n : ℕ) (z₀ : Z) :
    policyCost p c π 0 n z₀ = ∫⁻ ω, pathCost (c.closedLoop π) default n ω
      ∂pathLaw (closedLoop p π hπ) default (Measure.dirac z₀) n := by
  rw [policyCost_eq_openLoopCost hπ hc hc']
  exact openLoopCost_eq_lintegral_pathCost (c := c.closedLoop π) _ (fun t _ ↦ hc t) hc' n z₀ _

/-- For countably many actions and measurable costs, the Bellman value is a measurable function of
the state. -/
theorem measurable_bellmanValue [Countable A] (p : Dynamics Z A)
    (hc : ∀ t a, Measurable fun z ↦ c.stage t z a) (hc' : Measurable c.terminal) (t k : ℕ) :
    Measurable (bellmanValue p c t k) := by
  induction k generalizing t with
  | zero => exact hc'
  | succ k ih => exact .iInf fun a ↦ (hc t a).add (ih (t + 1)).lintegral_kernel

/-- A measurable choice among countably many actions. -/
theorem exists_measurable_choice [Countable A] [MeasurableSpace A] {P : Z → A → Prop}
    (hP : ∀ a, MeasurableSet {z | P z a}) (h : ∀ z, ∃ a, P z a) :
    ∃ f : Z → A, Measurable f ∧ ∀ z, P z (f z) := by
  classical
  rcases isEmpty_or_nonempty Z with hZ | ⟨⟨z⟩⟩
  · exact ⟨fun z ↦ (h z).choose, measurable_of_empty _, fun z ↦ (h z).choose_spec⟩
  have : Nonempty A := ⟨(h z).choose⟩
  obtain ⟨g, hg⟩ := exists_surjective_nat A
  have hex (z : Z) : ∃ i, P z (g i) := (h z).imp' _ fun a ha ↦ by
    rwa [Function.surjInv_eq hg a]
  exact ⟨fun z ↦ g (Nat.find (hex z)),
    measurable_from_nat.comp (measurable_find hex fun i ↦ hP (g i)), fun z ↦ Nat.find_spec (hex z)⟩

/-- For countably many actions and measurable costs, the Bellman value is the infimum of the costs
of all measurable policies; these costs are expectations over paths
(`LeJEPA.policyCost_eq_lintegral_pathLaw`). -/
theorem bellmanValue_eq_iInf_measurable [Nonempty A] [Countable A] [MeasurableSpace A]
    (p : Dynamics Z A) [∀ t a, IsMarkovKernel (p t a)]
    (hc : ∀ t a, Measurable fun z ↦ c.stage t z a) (hc' : Measurable c.terminal)
    (t k : ℕ) (z : Z) :
    bellmanValue p c t k z
      = ⨅ π : {π : ℕ → Z → A // ∀ t, Measurable (π t)}, policyCost p c π t k z := by
  refine le_antisymm (le_iInf fun π ↦ bellmanValue_le_policyCost p c π t k z) ?_
  refine ennreal_le_of_forall_le_add_mul k fun ε hε ↦ ?_
  have hV := measurable_bellmanValue p hc hc'
  have hchoice (s j : ℕ) := exists_measurable_choice (fun a ↦ measurableSet_le
    ((hc s a).add (hV (s + 1) j).lintegral_kernel) ((hV s (j + 1)).add_const ε))
    (exists_le_bellmanValue_add p c hε s j)
  choose act hact_meas hact using hchoice
  refine (iInf_le _ ⟨fun s ↦ act s (t + k - s - 1), fun s ↦ hact_meas _ _⟩).trans
    (policyCost_le_bellmanValue_add p c (fun s j z' hs ↦ ?_) k t z rfl)
  have hj : t + k - s - 1 = j := by omega
  exact hj ▸ hact s j z'

end LeJEPA
