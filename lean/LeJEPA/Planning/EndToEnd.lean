import LeJEPA.Appendix.ChangeOfVariables
import LeJEPA.Forward.Preserving
import LeJEPA.Planning.Encoder
import LeJEPA.Planning.Quadratic
import LeJEPA.Planning.Real

/-!
# From the optimum of the LeJEPA objective to equal plans

An encoder that minimises the alignment loss among the encoders that preserve the Gaussian measure
is a linear isometry almost everywhere (Theorem 1 (c)), so that planning with invariant costs in
encoded states is planning in the world (Theorem 4). The model, dynamics `p'` on encoded states, is
right: from `h z` it moves to `h z₁`, with `z₁` the next state from `z`.

A continuous encoder is an isometry everywhere, and the conclusion holds for all dynamics and all
first states. For a measurable encoder the transition laws have to be absolutely continuous with
respect to Lebesgue measure, and the conclusion holds for almost every first state; without this it
fails (`LeJEPA.Counterexamples.exists_optimalPlans_ne_of_ae`).

## Main results

* `LeJEPA.planning_of_continuous_minimiser`, `LeJEPA.planning_of_minimiser`: invariant costs.
* `LeJEPA.optimalPlans_goal_of_continuous_minimiser`, `LeJEPA.optimalPlans_goal_of_minimiser`: costs
  that compare with a goal, which is encoded too.
* `LeJEPA.pathLaw_encoded_volume`: laws of the paths, from any absolutely continuous law of first
  states.
* `LeJEPA.realOptimalPlans_of_continuous_minimiser`: real costs.
-/

open MeasureTheory ProbabilityTheory
open scoped ENNReal

namespace LeJEPA

variable {n : ℕ} {ρ : ℝ} {A : Type*} {h : EuclideanSpace ℝ (Fin n) → EuclideanSpace ℝ (Fin n)}
  {p p' : Dynamics (EuclideanSpace ℝ (Fin n)) A}

section Continuous

variable (hρ₀ : 0 < ρ) (hρ₁ : ρ < 1) (hh : Continuous h) (hmap : (gaussian n).map h = gaussian n)
  (hmin : IsMinOn (alignmentLoss ρ)
    {g | AEMeasurable g (gaussian n) ∧ (gaussian n).map g = gaussian n} h)
  (hp' : ∀ t a z, p' t a (h z) = (p t a z).map h)
include hρ₀ hρ₁ hh hmap hmin hp'

/-- At the optimum of the objective, a continuous encoder is a linear isometry and a right model is
the dynamics seen through it. -/
theorem exists_isometry_of_continuous_minimiser :
    ∃ Q : EuclideanSpace ℝ (Fin n) ≃ₗᵢ[ℝ] EuclideanSpace ℝ (Fin n),
      h = Q ∧ p' = p.transport (isometryEquiv Q) := by
  obtain ⟨Q, hQ⟩ := (isMinOn_alignmentLoss_iff hρ₀ hρ₁ hh.measurable.aemeasurable hmap).mp hmin
  have h_eq := (hh.ae_eq_iff_eq (gaussian n) Q.continuous).mp hQ
  subst h_eq
  exact ⟨Q, rfl, (Dynamics.transport_eq_iff.mpr hp').symm⟩

/-- **From the optimum of the objective to equal plans, for continuous encoders.** With invariant
costs, from every state: every plan costs the same, the sets of optimal plans agree, Bellman values
and minimising actions agree, and a policy of the model is optimal iff it is optimal in the world,
where it acts on encoded states. -/
theorem planning_of_continuous_minimiser {c : Cost (EuclideanSpace ℝ (Fin n)) A ℝ≥0∞}
    (hc : c.Invariant) (z : EuclideanSpace ℝ (Fin n)) :
    (∀ T u, openLoopCost p' c T (h z) u = openLoopCost p c T z u) ∧
      (∀ T, optimalPlans p' c T (h z) = optimalPlans p c T z) ∧
      (∀ t k, bellmanValue p' c t k (h z) = bellmanValue p c t k z) ∧
      (∀ t k, bellmanArgmin p' c t k (h z) = bellmanArgmin p c t k z) ∧
      ∀ π t k, π ∈ optimalPolicies p' c t k (h z) ↔
        (fun s w ↦ π s (h w)) ∈ optimalPolicies p c t k z := by
  obtain ⟨Q, rfl, rfl⟩ := exists_isometry_of_continuous_minimiser hρ₀ hρ₁ hh hmap hmin hp'
  refine ⟨fun T u ↦ openLoopCost_isometry p Q hc T z u, fun T ↦ optimalPlans_isometry p Q hc T z,
    fun t k ↦ bellmanValue_isometry p Q hc t k z, fun t k ↦ bellmanArgmin_isometry p Q hc t k z,
    fun π t k ↦ ?_⟩
  rw [← policyEquiv_mem_optimalPolicies_isometry_iff p Q hc]
  simp

/-- For continuous encoders and costs that compare with a goal: planning in the model towards the
encoded goal is planning towards the goal. -/
theorem optimalPlans_goal_of_continuous_minimiser
    {ℓ : ℕ → EuclideanSpace ℝ (Fin n) → EuclideanSpace ℝ (Fin n) → A → ℝ≥0∞}
    {m : EuclideanSpace ℝ (Fin n) → EuclideanSpace ℝ (Fin n) → ℝ≥0∞}
    (hℓ : ∀ (Q : EuclideanSpace ℝ (Fin n) ≃ₗᵢ[ℝ] EuclideanSpace ℝ (Fin n)) t z g a,
      ℓ t (Q z) (Q g) a = ℓ t z g a)
    (hm : ∀ (Q : EuclideanSpace ℝ (Fin n) ≃ₗᵢ[ℝ] EuclideanSpace ℝ (Fin n)) z g,
      m (Q z) (Q g) = m z g) (g z : EuclideanSpace ℝ (Fin n)) (T : ℕ) :
    optimalPlans p' (.ofGoal ℓ m (h g)) T (h z) = optimalPlans p (.ofGoal ℓ m g) T z := by
  obtain ⟨Q, rfl, rfl⟩ := exists_isometry_of_continuous_minimiser hρ₀ hρ₁ hh hmap hmin hp'
  exact optimalPlans_isometry_goal p Q (hℓ Q) (hm Q) g T z

/-- For continuous encoders and invariant real costs the sets of optimal plans agree. -/
theorem realOptimalPlans_of_continuous_minimiser {c : Cost (EuclideanSpace ℝ (Fin n)) A ℝ}
    (hc : c.Invariant) (z : EuclideanSpace ℝ (Fin n)) (T : ℕ) :
    realOptimalPlans p' c T (h z) = realOptimalPlans p c T z := by
  obtain ⟨Q, rfl, rfl⟩ := exists_isometry_of_continuous_minimiser hρ₀ hρ₁ hh hmap hmin hp'
  exact realOptimalPlans_isometry p Q hc T z

end Continuous

/-- The laws of the paths correspond for any measurable encoder and a model that is right about
almost every state, if the laws of next states and of first states are absolutely continuous. -/
theorem pathLaw_encoded_volume [∀ t a, IsMarkovKernel (p t a)] [∀ t a, IsMarkovKernel (p' t a)]
    (hh : Measurable h) (hp : ∀ t a z, p t a z ≪ volume)
    (hp' : ∀ᵐ z, ∀ t a, p' t a (h z) = (p t a z).map h) (u : ℕ → A) (T : ℕ)
    {μ : Measure (EuclideanSpace ℝ (Fin n))} [IsProbabilityMeasure μ] (hμ : μ ≪ volume) :
    pathLaw p' u (μ.map h) T = (pathLaw p u μ T).map fun ω i ↦ h (ω i) :=
  pathLaw_encoded hh (.of_forall fun z t a ↦ hp t a z) hp' u T hμ

section Measurable

variable (hρ₀ : 0 < ρ) (hρ₁ : ρ < 1) (hh : AEMeasurable h (gaussian n))
  (hmap : (gaussian n).map h = gaussian n)
  (hmin : IsMinOn (alignmentLoss ρ)
    {g | AEMeasurable g (gaussian n) ∧ (gaussian n).map g = gaussian n} h)
  (hp : ∀ t a z, p t a z ≪ volume) (hp' : ∀ᵐ z, ∀ t a, p' t a (h z) = (p t a z).map h)
include hρ₀ hρ₁ hh hmap hmin hp hp'

omit hp hp' in
/-- At the optimum of the objective the encoder is a linear isometry Lebesgue almost everywhere. -/
theorem exists_isometry_volume_ae_eq_of_minimiser :
    ∃ Q : EuclideanSpace ℝ (Fin n) ≃ₗᵢ[ℝ] EuclideanSpace ℝ (Fin n),
      h =ᵐ[volume] isometryEquiv Q := by
  obtain ⟨Q, hQ⟩ := (isMinOn_alignmentLoss_iff hρ₀ hρ₁ hh hmap).mp hmin
  exact ⟨Q, (volume_absolutelyContinuous_gaussian n).ae_le hQ⟩

/-- **From the optimum of the objective to equal plans, for measurable encoders** and absolutely
continuous laws of next states. With invariant costs, from almost every state: every plan costs the
same, the sets of optimal plans agree, Bellman values and minimising actions agree, and a policy of
the model is optimal iff it is optimal in the world, where it acts on encoded states. -/
theorem planning_of_minimiser {c : Cost (EuclideanSpace ℝ (Fin n)) A ℝ≥0∞} (hc : c.Invariant) :
    ∀ᵐ z, (∀ T u, openLoopCost p' c T (h z) u = openLoopCost p c T z u) ∧
      (∀ T, optimalPlans p' c T (h z) = optimalPlans p c T z) ∧
      (∀ t k, bellmanValue p' c t k (h z) = bellmanValue p c t k z) ∧
      (∀ t k, bellmanArgmin p' c t k (h z) = bellmanArgmin p c t k z) ∧
      ∀ π t k, π ∈ optimalPolicies p' c t k (h z) ↔
        (fun s w ↦ π s (h w)) ∈ optimalPolicies p c t k z := by
  obtain ⟨Q, hQ⟩ := exists_isometry_volume_ae_eq_of_minimiser hρ₀ hρ₁ hh hmap hmin
  have hac : ∀ᵐ z, ∀ t a, p t a z ≪ volume := .of_forall fun z t a ↦ hp t a z
  filter_upwards [openLoopCost_encoded c hQ hac hp', optimalPlans_encoded c hQ hac hp',
    bellmanValue_encoded c hQ hac hp', bellmanArgmin_encoded c hQ hac hp',
    mem_optimalPolicies_encoded_iff c hQ hac hp'] with z h1 h2 h3 h4 h5
  simp only [hc.transport_eq Q] at h1 h2 h3 h4 h5
  exact ⟨h1, h2, h3, h4, h5⟩

/-- For measurable encoders and costs that compare with a goal: for almost every goal and first
state, planning in the model towards the encoded goal is planning towards the goal. -/
theorem optimalPlans_goal_of_minimiser
    {ℓ : ℕ → EuclideanSpace ℝ (Fin n) → EuclideanSpace ℝ (Fin n) → A → ℝ≥0∞}
    {m : EuclideanSpace ℝ (Fin n) → EuclideanSpace ℝ (Fin n) → ℝ≥0∞}
    (hℓ : ∀ (Q : EuclideanSpace ℝ (Fin n) ≃ₗᵢ[ℝ] EuclideanSpace ℝ (Fin n)) t z g a,
      ℓ t (Q z) (Q g) a = ℓ t z g a)
    (hm : ∀ (Q : EuclideanSpace ℝ (Fin n) ≃ₗᵢ[ℝ] EuclideanSpace ℝ (Fin n)) z g,
      m (Q z) (Q g) = m z g) :
    ∀ᵐ g, ∀ᵐ z, ∀ T,
      optimalPlans p' (.ofGoal ℓ m (h g)) T (h z) = optimalPlans p (.ofGoal ℓ m g) T z := by
  obtain ⟨Q, hQ⟩ := exists_isometry_volume_ae_eq_of_minimiser hρ₀ hρ₁ hh hmap hmin
  have hac : ∀ᵐ z, ∀ t a, p t a z ≪ volume := .of_forall fun z t a ↦ hp t a z
  filter_upwards [hQ] with g hg
  filter_upwards [optimalPlans_encoded (.ofGoal ℓ m g) hQ hac hp'] with z hz T
  rw [← hz, Cost.transport_ofGoal (e := isometryEquiv Q) (hℓ Q) (hm Q), hg]

end Measurable

end LeJEPA

/-!
## The hypotheses of the planning theorems hold together

For every linear isometry, correlation `ρ` and gain `G` of the actions, the controlled
Ornstein–Uhlenbeck dynamics `z' = ρ z + G a + √(1 - ρ²) ξ`, with the cost `‖z‖² + r a` or, towards a
goal, `‖z - g‖² + r a`, satisfy all hypotheses of the end-to-end theorems.

### Main results

* `LeJEPA.invariant_normSqCost`, `LeJEPA.isometry_goalCost`: an invariant cost, and a comparison
  with a goal that does not change when state and goal are rotated.
* `LeJEPA.end_to_end_hypotheses`: an encoder, dynamics and a model for the end-to-end theorems.
-/

namespace LeJEPA

variable {A : Type*}

/-- The costs `‖z‖² + r t a` of a stage and `‖z‖²` of the end are invariant. -/
theorem invariant_normSqCost {E : Type*} [NormedAddCommGroup E] [InnerProductSpace ℝ E]
    (r : ℕ → A → ℝ≥0∞) :
    Cost.Invariant (E := E)
      ⟨fun t z a ↦ ENNReal.ofReal (‖z‖ ^ 2) + r t a, fun z ↦ .ofReal (‖z‖ ^ 2)⟩ :=
  ⟨fun Q t z a ↦ by simp only [Q.norm_map], fun Q z ↦ by simp only [Q.norm_map]⟩

/-- The squared distance to a goal does not change when state and goal are rotated together. -/
theorem isometry_goalCost {E : Type*} [NormedAddCommGroup E] [InnerProductSpace ℝ E]
    (r : ℕ → A → ℝ≥0∞) (Q : E ≃ₗᵢ[ℝ] E) (t : ℕ) (z g : E) (a : A) :
    ENNReal.ofReal (‖Q z - Q g‖ ^ 2) + r t a = .ofReal (‖z - g‖ ^ 2) + r t a := by
  rw [← map_sub, Q.norm_map]

/-- Every linear isometry is an admissible minimiser of the objective, and with the controlled
Ornstein–Uhlenbeck dynamics and their transport it satisfies the hypotheses of the end-to-end
planning theorems, the one for continuous encoders and the one for measurable encoders. -/
theorem end_to_end_hypotheses {n : ℕ} {ρ : ℝ} (hρ₀ : 0 < ρ) (hρ₁ : ρ < 1)
    (Q : EuclideanSpace ℝ (Fin n) ≃ₗᵢ[ℝ] EuclideanSpace ℝ (Fin n))
    (G : ℕ → A → EuclideanSpace ℝ (Fin n)) :
    ∃ p p' : Dynamics (EuclideanSpace ℝ (Fin n)) A,
      p = gaussianDynamics (fun _ ↦ ρ • LinearMap.id) (fun _ ↦ √(1 - ρ ^ 2) • LinearMap.id) G ∧
        Continuous Q ∧ (gaussian n).map Q = gaussian n ∧
        IsMinOn (alignmentLoss ρ)
          {g | AEMeasurable g (gaussian n) ∧ (gaussian n).map g = gaussian n} Q ∧
        (∀ t a, IsMarkovKernel (p t a)) ∧ (∀ t a, IsMarkovKernel (p' t a)) ∧
        (∀ t a z, p t a z ≪ volume) ∧ ∀ t a z, p' t a (Q z) = (p t a z).map Q := by
  have hs : √(1 - ρ ^ 2) ≠ 0 := (Real.sqrt_pos.mpr <| sub_pos.mpr <|
    pow_lt_one₀ hρ₀.le hρ₁ two_ne_zero).ne'
  refine ⟨_, (gaussianDynamics _ _ G).transport (isometryEquiv Q), rfl, Q.continuous,
    map_gaussian Q, ?_, inferInstance, inferInstance, ouDynamics_absolutelyContinuous ρ hs G,
    Dynamics.transport_apply _ (isometryEquiv Q)⟩
  exact (isMinOn_alignmentLoss_iff hρ₀ hρ₁ Q.continuous.measurable.aemeasurable
    (map_gaussian Q)).mpr ⟨Q, .rfl⟩

end LeJEPA
