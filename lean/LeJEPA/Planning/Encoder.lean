import LeJEPA.Planning.Bellman
import LeJEPA.Planning.Trajectory

/-!
# Worlds that agree where the state can be

Two worlds on the same state space whose dynamics, costs and policies agree on a set that the state
never leaves, almost surely. Seen from a state in the set, planning is the same in both.

## Main results

* `LeJEPA.pathLaw_congr_of_absorbing`, `LeJEPA.openLoopCost_congr_of_absorbing`,
  `LeJEPA.policyCost_congr_of_absorbing`, `LeJEPA.historyCost_congr_of_absorbing`,
  `LeJEPA.bellmanValue_congr_of_absorbing`, `LeJEPA.bellmanArgmin_congr_of_absorbing`.
-/

open MeasureTheory ProbabilityTheory
open scoped ENNReal

namespace LeJEPA

variable {Z A : Type*} [MeasurableSpace Z] {p q : Dynamics Z A} {c : Cost Z A ℝ≥0∞} {G : Set Z}

/-- From a state in an absorbing set, the state stays in it almost surely. -/
theorem ae_mem_stateLaw (hG : MeasurableSet G) (hp : ∀ z ∈ G, ∀ t a, ∀ᵐ z' ∂p t a z, z' ∈ G)
    (u : ℕ → A) {z₀ : Z} (hz₀ : z₀ ∈ G) (t : ℕ) : ∀ᵐ z ∂stateLaw p u z₀ t, z ∈ G := by
  induction t with
  | zero => exact (ae_dirac_iff hG).mpr hz₀
  | succ t ih => exact Measure.ae_comp_of_ae_ae hG (ih.mono fun z hz ↦ hp z hz _ _)

/-- From a state in an absorbing set on which the dynamics agree, the laws of the states agree. -/
theorem stateLaw_congr_of_absorbing (hG : MeasurableSet G)
    (hp : ∀ z ∈ G, ∀ t a, ∀ᵐ z' ∂p t a z, z' ∈ G) (hpq : ∀ z ∈ G, ∀ t a, q t a z = p t a z)
    (u : ℕ → A) {z₀ : Z} (hz₀ : z₀ ∈ G) (t : ℕ) : stateLaw q u z₀ t = stateLaw p u z₀ t := by
  induction t with
  | zero => rfl
  | succ t ih =>
    rw [stateLaw, stateLaw, ih]
    exact Measure.bind_congr_right
      ((ae_mem_stateLaw hG hp u hz₀ t).mono fun z hz ↦ hpq z hz _ _)

/-- From a state in an absorbing set on which the dynamics agree, the laws of the paths agree. -/
theorem pathLaw_congr_of_absorbing [∀ t a, IsMarkovKernel (p t a)] [∀ t a, IsMarkovKernel (q t a)]
    (hG : MeasurableSet G) (hp : ∀ z ∈ G, ∀ t a, ∀ᵐ z' ∂p t a z, z' ∈ G)
    (hpq : ∀ z ∈ G, ∀ t a, q t a z = p t a z) (u : ℕ → A) {z₀ : Z} (hz₀ : z₀ ∈ G) (n : ℕ) :
    pathLaw q u (Measure.dirac z₀) n = pathLaw p u (Measure.dirac z₀) n := by
  have h := pathLaw_map_of_ae (p := p) (p' := q) (u := u) (μ := Measure.dirac z₀) measurable_id n
    fun t _ ↦ (ae_last_pathLaw hG ((ae_dirac_iff hG).mpr hz₀) hp t).mono fun ω hω ↦ by
      rw [id, hpq _ hω, Measure.map_id]
  rw [Measure.map_id] at h
  exact h.trans Measure.map_id

/-- From a state in an absorbing set on which the dynamics agree, plans cost the same. -/
theorem openLoopCost_congr_of_absorbing (hG : MeasurableSet G)
    (hp : ∀ z ∈ G, ∀ t a, ∀ᵐ z' ∂p t a z, z' ∈ G) (hpq : ∀ z ∈ G, ∀ t a, q t a z = p t a z)
    {z₀ : Z} (hz₀ : z₀ ∈ G) (n : ℕ) (u : ℕ → A) :
    openLoopCost q c n z₀ u = openLoopCost p c n z₀ u := by
  simp only [openLoopCost, stateLaw_congr_of_absorbing hG hp hpq u hz₀]

/-- From a state in an absorbing set on which the dynamics and two policies agree, the policies cost
the same. -/
theorem policyCost_congr_of_absorbing (hp : ∀ z ∈ G, ∀ t a, ∀ᵐ z' ∂p t a z, z' ∈ G)
    (hpq : ∀ z ∈ G, ∀ t a, q t a z = p t a z) {π π' : ℕ → Z → A}
    (hπ : ∀ z ∈ G, ∀ t, π' t z = π t z) (t k : ℕ) {z : Z} (hz : z ∈ G) :
    policyCost q c π' t k z = policyCost p c π t k z := by
  induction k generalizing t z with
  | zero => rfl
  | succ k ih =>
    rw [policyCost, policyCost, hπ z hz, hpq z hz]
    congr 1
    exact lintegral_congr_ae ((hp z hz _ _).mono fun z' hz' ↦ ih (t + 1) hz')

/-- From a state in an absorbing set on which the dynamics and two policies that see the past agree,
the policies cost the same. -/
theorem historyCost_congr_of_absorbing (hp : ∀ z ∈ G, ∀ t a, ∀ᵐ z' ∂p t a z, z' ∈ G)
    (hpq : ∀ z ∈ G, ∀ t a, q t a z = p t a z) {π π' : List Z → Z → A}
    (hπ : ∀ h, (∀ z ∈ h, z ∈ G) → ∀ z ∈ G, π' h z = π h z) (t k : ℕ) {h : List Z}
    (hh : ∀ z ∈ h, z ∈ G) {z : Z} (hz : z ∈ G) :
    historyCost q c π' t k h z = historyCost p c π t k h z := by
  induction k generalizing t h z with
  | zero => rfl
  | succ k ih =>
    rw [historyCost, historyCost, hπ h hh z hz, hpq z hz]
    congr 1
    refine lintegral_congr_ae ((hp z hz _ _).mono fun z' hz' ↦ ih (t + 1) ?_ hz')
    exact List.forall_mem_cons.mpr ⟨hz, hh⟩

/-- From a state in an absorbing set on which the dynamics agree, Bellman values agree. -/
theorem bellmanValue_congr_of_absorbing (hp : ∀ z ∈ G, ∀ t a, ∀ᵐ z' ∂p t a z, z' ∈ G)
    (hpq : ∀ z ∈ G, ∀ t a, q t a z = p t a z) (t k : ℕ) {z : Z} (hz : z ∈ G) :
    bellmanValue q c t k z = bellmanValue p c t k z := by
  induction k generalizing t z with
  | zero => rfl
  | succ k ih =>
    rw [bellmanValue, bellmanValue]
    refine iInf_congr fun a ↦ ?_
    rw [hpq z hz]
    congr 1
    exact lintegral_congr_ae ((hp z hz _ _).mono fun z' hz' ↦ ih (t + 1) hz')

/-- From a state in an absorbing set on which the dynamics agree, the minimising actions agree. -/
theorem bellmanArgmin_congr_of_absorbing (hp : ∀ z ∈ G, ∀ t a, ∀ᵐ z' ∂p t a z, z' ∈ G)
    (hpq : ∀ z ∈ G, ∀ t a, q t a z = p t a z) (t k : ℕ) {z : Z} (hz : z ∈ G) :
    bellmanArgmin q c t k z = bellmanArgmin p c t k z := by
  ext a
  have hint : ∫⁻ z', bellmanValue q c (t + 1) k z' ∂q t a z
      = ∫⁻ z', bellmanValue p c (t + 1) k z' ∂p t a z := by
    rw [hpq z hz]
    exact lintegral_congr_ae ((hp z hz _ _).mono fun z' hz' ↦
      bellmanValue_congr_of_absorbing hp hpq (t + 1) k hz')
  rw [bellmanArgmin, bellmanArgmin, Set.mem_setOf_eq, Set.mem_setOf_eq, hint,
    bellmanValue_congr_of_absorbing hp hpq t (k + 1) hz]

end LeJEPA

/-!
## Planning with an encoder that is an equivalence almost everywhere

An encoder `h : Z → Z'` agrees with an equivalence `e` almost everywhere for a law `γ` on the states
(in Theorem 1: with a linear isometry, for the Gaussian law). The model, dynamics `p'` on `Z'`, is
right about encoded states: from `h z` it moves to `h z₁`, with `z₁` the next state from `z`.
If next states have laws absolutely continuous with respect to `γ`, then planning in the model from
`h z` is planning in the world from `z`, for almost every `z`.

Absolute continuity is needed: an exceptional state of measure zero may be visited otherwise, see
`LeJEPA.Counterexamples.Planning`.

### Main results

* `LeJEPA.pathLaw_encoded`: the laws of the paths correspond.
* `LeJEPA.openLoopCost_encoded`, `LeJEPA.optimalPlans_encoded`: costs and optimal sets of plans.
* `LeJEPA.policyCost_encoded`, `LeJEPA.mem_optimalPolicies_encoded_iff`,
  `LeJEPA.historyCost_encoded`: following a policy of the model on encoded states.
* `LeJEPA.bellmanValue_encoded`, `LeJEPA.bellmanArgmin_encoded`: Bellman values and minimising
  actions.
* `LeJEPA.transport_apply_encoded`: such a model exists.
-/

namespace LeJEPA

variable {Z Z' A : Type*} [MeasurableSpace Z] [MeasurableSpace Z'] {γ : Measure Z} {h : Z → Z'}
  {e : Z ≃ᵐ Z'} {p : Dynamics Z A} {p' : Dynamics Z' A} (c : Cost Z A ℝ≥0∞)

/-- Almost every state is in an absorbing set on which the encoder is `e` and the model is right. -/
theorem exists_absorbing_of_encoded (he : h =ᵐ[γ] e) (hp : ∀ᵐ z ∂γ, ∀ t a, p t a z ≪ γ)
    (hp' : ∀ᵐ z ∂γ, ∀ t a, p' t a (h z) = (p t a z).map h) :
    ∃ G, MeasurableSet G ∧ (∀ᵐ z ∂γ, z ∈ G) ∧ (∀ z ∈ G, h z = e z) ∧
      (∀ z ∈ G, ∀ t a, ∀ᵐ z' ∂p t a z, z' ∈ G) ∧
      ∀ z ∈ G, ∀ t a, p'.transport e.symm t a z = p t a z := by
  obtain ⟨G, hGγ, hG, hgood⟩ := (he.and (hp.and hp')).exists_measurable_mem
  refine ⟨G, hG, hGγ, fun z hz ↦ (hgood z hz).1, fun z hz t a ↦ (hgood z hz).2.1 t a |>.ae_le hGγ,
    fun z hz t a ↦ ?_⟩
  obtain ⟨hez, hac, hmodel⟩ := hgood z hz
  have hmap : (p t a z).map h = (p t a z).map e := Measure.map_congr ((hac t a).ae_le he)
  conv_lhs => rw [← e.symm_apply_apply z, p'.transport_apply]
  rw [← hez, hmodel, hmap, Measure.map_map e.symm.measurable e.measurable, e.symm_comp_self,
    Measure.map_id]

/-- There is a model that is right about almost every state: the dynamics transported along `e`. -/
theorem transport_apply_encoded (he : h =ᵐ[γ] e) (hp : ∀ᵐ z ∂γ, ∀ t a, p t a z ≪ γ) :
    ∀ᵐ z ∂γ, ∀ t a, p.transport e t a (h z) = (p t a z).map h := by
  filter_upwards [he, hp] with z hz hac t a
  rw [hz, p.transport_apply]
  exact (Measure.map_congr ((hac t a).ae_le he)).symm

/-- The laws of the paths correspond, whatever the law of the first state, as long as it is
absolutely continuous. -/
theorem pathLaw_encoded [∀ t a, IsMarkovKernel (p t a)] [∀ t a, IsMarkovKernel (p' t a)]
    (hh : Measurable h) (hp : ∀ᵐ z ∂γ, ∀ t a, p t a z ≪ γ)
    (hp' : ∀ᵐ z ∂γ, ∀ t a, p' t a (h z) = (p t a z).map h) (u : ℕ → A) (n : ℕ) {μ : Measure Z}
    [IsProbabilityMeasure μ] (hμ : μ ≪ γ) :
    pathLaw p' u (μ.map h) n = (pathLaw p u μ n).map fun ω i ↦ h (ω i) := by
  obtain ⟨G, hGγ, hG, hgood⟩ := (hp.and hp').exists_measurable_mem
  refine pathLaw_map_of_ae hh n fun t _ ↦ ?_
  exact (ae_last_pathLaw hG (hμ.ae_le hGγ)
    (fun z hz t a ↦ ((hgood z hz).1 t a).ae_le hGγ) t).mono fun ω hω ↦ (hgood _ hω).2 t _

/-- The laws of the paths correspond from almost every state. -/
theorem pathLaw_dirac_encoded [∀ t a, IsMarkovKernel (p t a)] [∀ t a, IsMarkovKernel (p' t a)]
    (hh : Measurable h) (hp : ∀ᵐ z ∂γ, ∀ t a, p t a z ≪ γ)
    (hp' : ∀ᵐ z ∂γ, ∀ t a, p' t a (h z) = (p t a z).map h) :
    ∀ᵐ z ∂γ, ∀ u n, pathLaw p' u (Measure.dirac (h z)) n
      = (pathLaw p u (Measure.dirac z) n).map fun ω i ↦ h (ω i) := by
  obtain ⟨G, hGγ, hG, hgood⟩ := (hp.and hp').exists_measurable_mem
  filter_upwards [hGγ] with z hz u n
  rw [← Measure.map_dirac hh]
  refine pathLaw_map_of_ae hh n fun t _ ↦ ?_
  exact (ae_last_pathLaw hG ((ae_dirac_iff hG).mpr hz)
    (fun z hz t a ↦ ((hgood z hz).1 t a).ae_le hGγ) t).mono fun ω hω ↦ (hgood _ hω).2 t _

section

variable (he : h =ᵐ[γ] e) (hp : ∀ᵐ z ∂γ, ∀ t a, p t a z ≪ γ)
  (hp' : ∀ᵐ z ∂γ, ∀ t a, p' t a (h z) = (p t a z).map h)
include he hp hp'

/-- From almost every state every plan costs the same in the model. -/
theorem openLoopCost_encoded :
    ∀ᵐ z ∂γ, ∀ n u, openLoopCost p' (c.transport e) n (h z) u = openLoopCost p c n z u := by
  obtain ⟨G, hG, hGγ, hGe, hGp, hGp'⟩ := exists_absorbing_of_encoded he hp hp'
  filter_upwards [hGγ] with z hz n u
  rw [← openLoopCost_congr_of_absorbing hG hGp hGp' hz, hGe z hz, ← openLoopCost_transport _ _ e,
    p'.transport_symm_transport]

/-- From almost every state the expected total cost along the path is the same in the model, whether
or not the costs are measurable. -/
theorem lintegral_pathCost_encoded [∀ t a, IsMarkovKernel (p t a)]
    [∀ t a, IsMarkovKernel (p' t a)] :
    ∀ᵐ z ∂γ, ∀ n u,
      ∫⁻ ω, pathCost (c.transport e) u n ω ∂pathLaw p' u (Measure.dirac (h z)) n
        = ∫⁻ ω, pathCost c u n ω ∂pathLaw p u (Measure.dirac z) n := by
  obtain ⟨G, hG, hGγ, hGe, hGp, hGp'⟩ := exists_absorbing_of_encoded he hp hp'
  filter_upwards [hGγ] with z hz n u
  rw [← pathLaw_congr_of_absorbing hG hGp hGp' u hz, hGe z hz,
    ← lintegral_pathCost_transport _ _ e, p'.transport_symm_transport]

/-- From almost every state the sets of optimal plans agree. -/
theorem optimalPlans_encoded :
    ∀ᵐ z ∂γ, ∀ n, optimalPlans p' (c.transport e) n (h z) = optimalPlans p c n z := by
  filter_upwards [openLoopCost_encoded c he hp hp'] with z hz n
  simp only [optimalPlans, hz]

/-- From almost every state, a policy of the model costs in the model what it costs in the world,
where it acts on encoded states. -/
theorem policyCost_encoded :
    ∀ᵐ z ∂γ, ∀ (π : ℕ → Z' → A) t k, policyCost p' (c.transport e) π t k (h z)
      = policyCost p c (fun t z ↦ π t (h z)) t k z := by
  obtain ⟨G, -, hGγ, hGe, hGp, hGp'⟩ := exists_absorbing_of_encoded he hp hp'
  filter_upwards [hGγ] with z hz π t k
  rw [← policyCost_congr_of_absorbing (π' := fun t z ↦ π t (e z)) hGp hGp'
    (fun z hz t ↦ by rw [hGe z hz]) t k hz, hGe z hz, ← policyCost_transport _ _ e,
    p'.transport_symm_transport]
  congr
  ext t z
  simp

/-- From almost every state, a policy is optimal in the model iff it is optimal in the world, where
it acts on encoded states. -/
theorem mem_optimalPolicies_encoded_iff :
    ∀ᵐ z ∂γ, ∀ (π : ℕ → Z' → A) t k, π ∈ optimalPolicies p' (c.transport e) t k (h z)
      ↔ (fun t z ↦ π t (h z)) ∈ optimalPolicies p c t k z := by
  obtain ⟨G, -, hGγ, hGe, hGp, hGp'⟩ := exists_absorbing_of_encoded he hp hp'
  filter_upwards [hGγ, policyCost_encoded c he hp hp'] with z hz hcost π t k
  simp only [optimalPolicies, Set.mem_setOf_eq, hcost]
  refine ⟨fun hπ π' ↦ ?_, fun hπ π' ↦ hπ _⟩
  refine (hπ fun t z ↦ π' t (e.symm z)).trans_eq ?_
  exact policyCost_congr_of_absorbing hGp (fun _ _ _ _ ↦ rfl)
    (fun z hz t ↦ by rw [hGe z hz, e.symm_apply_apply]) t k hz

/-- From almost every state, a policy of the model that sees the past costs in the model what it
costs in the world, where it sees the encoded past. -/
theorem historyCost_encoded :
    ∀ᵐ z ∂γ, ∀ (π : List Z' → Z' → A) t k, historyCost p' (c.transport e) π t k [] (h z)
      = historyCost p c (fun l z ↦ π (l.map h) (h z)) t k [] z := by
  obtain ⟨G, -, hGγ, hGe, hGp, hGp'⟩ := exists_absorbing_of_encoded he hp hp'
  filter_upwards [hGγ] with z hz π t k
  rw [← historyCost_congr_of_absorbing (π' := fun l z ↦ π (l.map e) (e z)) hGp hGp'
    (fun l hl z hz ↦ by rw [hGe z hz, List.map_congr_left fun z hz ↦ hGe z (hl z hz)]) t k
    (List.forall_mem_nil _) hz, hGe z hz, ← historyCost_transport _ _ e,
    p'.transport_symm_transport]
  congr
  ext l z
  simp [historyPolicyEquiv, Function.comp_def]

/-- From almost every state Bellman values agree. -/
theorem bellmanValue_encoded :
    ∀ᵐ z ∂γ, ∀ t k, bellmanValue p' (c.transport e) t k (h z) = bellmanValue p c t k z := by
  obtain ⟨G, -, hGγ, hGe, hGp, hGp'⟩ := exists_absorbing_of_encoded he hp hp'
  filter_upwards [hGγ] with z hz t k
  rw [← bellmanValue_congr_of_absorbing hGp hGp' t k hz, hGe z hz, ← bellmanValue_transport _ _ e,
    p'.transport_symm_transport]

/-- From almost every state the sets of minimising actions agree. -/
theorem bellmanArgmin_encoded :
    ∀ᵐ z ∂γ, ∀ t k, bellmanArgmin p' (c.transport e) t k (h z) = bellmanArgmin p c t k z := by
  obtain ⟨G, -, hGγ, hGe, hGp, hGp'⟩ := exists_absorbing_of_encoded he hp hp'
  filter_upwards [hGγ] with z hz t k
  rw [← bellmanArgmin_congr_of_absorbing hGp hGp' t k hz, hGe z hz, ← bellmanArgmin_transport _ _ e,
    p'.transport_symm_transport]

end

end LeJEPA
