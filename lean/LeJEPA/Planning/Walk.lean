import LeJEPA.Planning.ClosedLoop
import LeJEPA.Planning.EndToEnd

/-!
# Theorem 4 for a random walk

The controlled random walk `z' = z + G a + ξ` with standard Gaussian `ξ` and two actions, one of
which moves the state, with the costs `‖z‖² + r a`, and the encoder `z ↦ -z`. Every part of
Theorem 4 applies to it, and so do both end-to-end theorems.

## Main definitions

* `LeJEPA.walk`, `LeJEPA.walkCost`: the dynamics and the costs.

## Main results

* `LeJEPA.walk_plans`, `LeJEPA.walk_policies`, `LeJEPA.walk_bellman`: Theorem 4 along an
  equivalence.
* `LeJEPA.walk_isometry`, `LeJEPA.walk_goal`: the paper's form and the goal form.
* `LeJEPA.walk_end_to_end`: from the optimum of the objective to equal plans.
-/

open MeasureTheory ProbabilityTheory
open scoped ENNReal

namespace LeJEPA

variable {n : ℕ}

/-- The random walk that the action `true` moves along the first axis. -/
noncomputable def walk (n : ℕ) : Dynamics (EuclideanSpace ℝ (Fin (n + 1))) Bool :=
  gaussianDynamics (fun _ ↦ (1 : ℝ) • LinearMap.id) (fun _ ↦ (1 : ℝ) • LinearMap.id)
    fun _ a ↦ if a then EuclideanSpace.single 0 1 else 0

instance (t : ℕ) (a : Bool) : IsMarkovKernel (walk n t a) := by
  unfold walk
  infer_instance

/-- The squared distance from the origin, and a price of the action `true`. -/
noncomputable def walkCost (n : ℕ) : Cost (EuclideanSpace ℝ (Fin (n + 1))) Bool ℝ≥0∞ :=
  ⟨fun _ z a ↦ ENNReal.ofReal (‖z‖ ^ 2) + if a then 1 else 0, fun z ↦ .ofReal (‖z‖ ^ 2)⟩

/-- The costs are invariant. -/
theorem invariant_walkCost : (walkCost n).Invariant :=
  invariant_normSqCost fun _ (a : Bool) ↦ if a then 1 else 0

private theorem measurable_terminal_walkCost : Measurable (walkCost n).terminal :=
  ENNReal.measurable_ofReal.comp (measurable_norm.pow_const 2)

/-- The next states have densities. -/
theorem walk_absolutelyContinuous (t : ℕ) (a : Bool) (z : EuclideanSpace ℝ (Fin (n + 1))) :
    walk n t a z ≪ volume :=
  ouDynamics_absolutelyContinuous 1 one_ne_zero _ t a z

/-- The encoder `z ↦ -z`. -/
noncomputable def reflectAll (n : ℕ) :
    EuclideanSpace ℝ (Fin (n + 1)) ≃ₗᵢ[ℝ] EuclideanSpace ℝ (Fin (n + 1)) :=
  LinearIsometryEquiv.neg ℝ

/-- Theorem 4 (i), (ii) for the walk: paths, costs of plans, their infimum, and optimal plans; and
the cost of a plan is an expectation over paths. -/
theorem walk_plans (T : ℕ) (z : EuclideanSpace ℝ (Fin (n + 1))) (u : ℕ → Bool) :
    pathLaw ((walk n).transport (isometryEquiv (reflectAll n))) u
        (Measure.dirac (isometryEquiv (reflectAll n) z)) T
        = (pathLaw (walk n) u (Measure.dirac z) T).map
          (fun ω i ↦ isometryEquiv (reflectAll n) (ω i)) ∧
      openLoopCost ((walk n).transport (isometryEquiv (reflectAll n)))
        ((walkCost n).transport (isometryEquiv (reflectAll n))) T
        (isometryEquiv (reflectAll n) z) u = openLoopCost (walk n) (walkCost n) T z u ∧
      ⨅ v, openLoopCost ((walk n).transport (isometryEquiv (reflectAll n)))
        ((walkCost n).transport (isometryEquiv (reflectAll n))) T
        (isometryEquiv (reflectAll n) z) v = ⨅ v, openLoopCost (walk n) (walkCost n) T z v ∧
      optimalPlans ((walk n).transport (isometryEquiv (reflectAll n)))
        ((walkCost n).transport (isometryEquiv (reflectAll n))) T
        (isometryEquiv (reflectAll n) z) = optimalPlans (walk n) (walkCost n) T z ∧
      openLoopCost (walk n) (walkCost n) T z u
        = ∫⁻ ω, pathCost (walkCost n) u T ω ∂pathLaw (walk n) u (Measure.dirac z) T :=
  ⟨pathLaw_transport _ _ u z T, openLoopCost_transport _ _ _ T z u,
    iInf_openLoopCost_transport _ _ _ T z, optimalPlans_transport _ _ _ T z,
    openLoopCost_eq_lintegral_pathCost _ (fun _ _ ↦ measurable_terminal_walkCost.add_const _)
      measurable_terminal_walkCost T z u⟩

/-- Theorem 4 (iii) for the walk: policies that see the state, and policies that see the past. -/
theorem walk_policies (π : ℕ → EuclideanSpace ℝ (Fin (n + 1)) → Bool)
    (σ : List (EuclideanSpace ℝ (Fin (n + 1))) → EuclideanSpace ℝ (Fin (n + 1)) → Bool) (t k : ℕ)
    (h : List (EuclideanSpace ℝ (Fin (n + 1)))) (z : EuclideanSpace ℝ (Fin (n + 1))) :
    policyCost ((walk n).transport (isometryEquiv (reflectAll n)))
        ((walkCost n).transport (isometryEquiv (reflectAll n)))
        (policyEquiv Bool (isometryEquiv (reflectAll n)) π) t k (isometryEquiv (reflectAll n) z)
        = policyCost (walk n) (walkCost n) π t k z ∧
      (policyEquiv Bool (isometryEquiv (reflectAll n)) π ∈ optimalPolicies
          ((walk n).transport (isometryEquiv (reflectAll n)))
          ((walkCost n).transport (isometryEquiv (reflectAll n))) t k
          (isometryEquiv (reflectAll n) z)
        ↔ π ∈ optimalPolicies (walk n) (walkCost n) t k z) ∧
      historyCost ((walk n).transport (isometryEquiv (reflectAll n)))
        ((walkCost n).transport (isometryEquiv (reflectAll n)))
        (historyPolicyEquiv Bool (isometryEquiv (reflectAll n)) σ) t k
        (h.map (isometryEquiv (reflectAll n))) (isometryEquiv (reflectAll n) z)
        = historyCost (walk n) (walkCost n) σ t k h z ∧
      (historyPolicyEquiv Bool (isometryEquiv (reflectAll n)) σ ∈ optimalHistoryPolicies
          ((walk n).transport (isometryEquiv (reflectAll n)))
          ((walkCost n).transport (isometryEquiv (reflectAll n))) t k
          (h.map (isometryEquiv (reflectAll n))) (isometryEquiv (reflectAll n) z)
        ↔ σ ∈ optimalHistoryPolicies (walk n) (walkCost n) t k h z) :=
  ⟨policyCost_transport _ _ _ π t k z, policyEquiv_mem_optimalPolicies_iff _ _ _ t k z π,
    historyCost_transport _ _ _ σ t k h z,
    historyPolicyEquiv_mem_optimalHistoryPolicies_iff _ _ _ t k h z σ⟩

/-- Theorem 4 (iv) for the walk: Bellman values and minimising actions; and the Bellman value is the
infimum over policies. -/
theorem walk_bellman (t k : ℕ) (z : EuclideanSpace ℝ (Fin (n + 1))) :
    bellmanValue ((walk n).transport (isometryEquiv (reflectAll n)))
        ((walkCost n).transport (isometryEquiv (reflectAll n))) t k
        (isometryEquiv (reflectAll n) z) = bellmanValue (walk n) (walkCost n) t k z ∧
      bellmanArgmin ((walk n).transport (isometryEquiv (reflectAll n)))
        ((walkCost n).transport (isometryEquiv (reflectAll n))) t k
        (isometryEquiv (reflectAll n) z) = bellmanArgmin (walk n) (walkCost n) t k z ∧
      bellmanValue (walk n) (walkCost n) t k z = ⨅ π, policyCost (walk n) (walkCost n) π t k z :=
  ⟨bellmanValue_transport _ _ _ t k z, bellmanArgmin_transport _ _ _ t k z,
    bellmanValue_eq_iInf_policyCost _ _ t k z⟩

/-- The paper's form for the walk, with unchanged costs. -/
theorem walk_isometry (T : ℕ) (π : ℕ → EuclideanSpace ℝ (Fin (n + 1)) → Bool) (t k : ℕ)
    (z : EuclideanSpace ℝ (Fin (n + 1))) :
    optimalPlans ((walk n).transport (isometryEquiv (reflectAll n))) (walkCost n) T
        (reflectAll n z) = optimalPlans (walk n) (walkCost n) T z ∧
      ((fun t z ↦ π t ((reflectAll n).symm z)) ∈ optimalPolicies
          ((walk n).transport (isometryEquiv (reflectAll n))) (walkCost n) t k (reflectAll n z)
        ↔ π ∈ optimalPolicies (walk n) (walkCost n) t k z) ∧
      bellmanValue ((walk n).transport (isometryEquiv (reflectAll n))) (walkCost n) t k
        (reflectAll n z) = bellmanValue (walk n) (walkCost n) t k z ∧
      bellmanArgmin ((walk n).transport (isometryEquiv (reflectAll n))) (walkCost n) t k
        (reflectAll n z) = bellmanArgmin (walk n) (walkCost n) t k z :=
  ⟨optimalPlans_isometry _ _ invariant_walkCost T z,
    policyEquiv_mem_optimalPolicies_isometry_iff _ _ invariant_walkCost π t k z,
    bellmanValue_isometry _ _ invariant_walkCost t k z,
    bellmanArgmin_isometry _ _ invariant_walkCost t k z⟩

private theorem ofReal_norm_sub_sq {E : Type*} [NormedAddCommGroup E] [NormedSpace ℝ E]
    (Q : E ≃ₗᵢ[ℝ] E) (z g : E) : ENNReal.ofReal (‖Q z - Q g‖ ^ 2) = .ofReal (‖z - g‖ ^ 2) := by
  rw [← map_sub, Q.norm_map]

/-- The goal form for the walk. -/
theorem walk_goal (g : EuclideanSpace ℝ (Fin (n + 1))) (T t k : ℕ)
    (z : EuclideanSpace ℝ (Fin (n + 1))) :
    optimalPlans ((walk n).transport (isometryEquiv (reflectAll n)))
        (.ofGoal (fun _ z g (a : Bool) ↦ ENNReal.ofReal (‖z - g‖ ^ 2) + if a then 1 else 0)
          (fun z g ↦ .ofReal (‖z - g‖ ^ 2)) (reflectAll n g)) T (reflectAll n z)
        = optimalPlans (walk n)
          (.ofGoal (fun _ z g (a : Bool) ↦ ENNReal.ofReal (‖z - g‖ ^ 2) + if a then 1 else 0)
            (fun z g ↦ .ofReal (‖z - g‖ ^ 2)) g) T z ∧
      bellmanArgmin ((walk n).transport (isometryEquiv (reflectAll n)))
        (.ofGoal (fun _ z g (a : Bool) ↦ ENNReal.ofReal (‖z - g‖ ^ 2) + if a then 1 else 0)
          (fun z g ↦ .ofReal (‖z - g‖ ^ 2)) (reflectAll n g)) t k (reflectAll n z)
        = bellmanArgmin (walk n)
          (.ofGoal (fun _ z g (a : Bool) ↦ ENNReal.ofReal (‖z - g‖ ^ 2) + if a then 1 else 0)
            (fun z g ↦ .ofReal (‖z - g‖ ^ 2)) g) t k z := by
  have hℓ (t : ℕ) (z g : EuclideanSpace ℝ (Fin (n + 1))) (a : Bool) :=
    isometry_goalCost (fun _ a ↦ if a then 1 else 0) (reflectAll n) t z g a
  have hm := ofReal_norm_sub_sq (reflectAll n)
  exact ⟨optimalPlans_isometry_goal _ _ hℓ hm g T z, bellmanArgmin_isometry_goal _ _ hℓ hm g t k z⟩

/-- Both end-to-end theorems apply to the walk. -/
theorem walk_end_to_end (T : ℕ) :
    (∀ z, optimalPlans ((walk n).transport (isometryEquiv (reflectAll n))) (walkCost n) T
        (reflectAll n z) = optimalPlans (walk n) (walkCost n) T z) ∧
      ∀ᵐ z, optimalPlans ((walk n).transport (isometryEquiv (reflectAll n))) (walkCost n) T
        (reflectAll n z) = optimalPlans (walk n) (walkCost n) T z := by
  have hcont := (reflectAll n).continuous
  have hmin := (isMinOn_alignmentLoss_iff one_half_pos one_half_lt_one
    hcont.measurable.aemeasurable (map_gaussian (reflectAll n))).mpr ⟨reflectAll n, .rfl⟩
  have hp' := Dynamics.transport_apply (walk n) (isometryEquiv (reflectAll n))
  refine ⟨fun z ↦ (planning_of_continuous_minimiser one_half_pos one_half_lt_one hcont
    (map_gaussian _) hmin hp' invariant_walkCost z).2.1 T, ?_⟩
  filter_upwards [planning_of_minimiser one_half_pos one_half_lt_one
    hcont.measurable.aemeasurable (map_gaussian _) hmin walk_absolutelyContinuous
    (.of_forall fun z t a ↦ hp' t a z) invariant_walkCost] with z hz
  exact hz.2.1 T

end LeJEPA
