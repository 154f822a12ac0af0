import LeJEPA.Counterexamples.Planning
import LeJEPA.Planning.Walk

/-!
# The planning theorems that the random walk leaves out

Each statement below supposes nothing: it applies a theorem about planning to the controlled random
walk, or to a linear-quadratic regulator, for which the hypotheses hold.

## Main definitions

* `LeJEPA.Witnesses.gain`, `LeJEPA.Witnesses.price`, `LeJEPA.Witnesses.noise`: the effect and the
  price of two actions, and the noise.

## Main results

* `LeJEPA.Witnesses.walk_costs`, `LeJEPA.Witnesses.walk_infima`, `LeJEPA.Witnesses.walk_paths`:
  costs, their infima and paths of the walk.
* `LeJEPA.Witnesses.walk_measurable`, `LeJEPA.Witnesses.walk_history`: Bellman values as infima.
* `LeJEPA.Witnesses.walk_goal_values`, `LeJEPA.Witnesses.goal_distance`: goals.
* `LeJEPA.Witnesses.linearQuadratic`, `LeJEPA.Witnesses.quadratic_cost`: the regulator.
* `LeJEPA.Witnesses.invariant_costs`: an invariant cost is a function of the norm.
* `LeJEPA.Witnesses.null_set`: equality almost everywhere is too little, at `ρ = 1/2`.
-/

open MeasureTheory ProbabilityTheory
open scoped ENNReal

namespace LeJEPA.Witnesses

variable (n : ℕ)

private theorem measurable_terminal : Measurable (walkCost n).terminal :=
  ENNReal.measurable_ofReal.comp (measurable_norm.pow_const 2)

private theorem measurable_stage (t : ℕ) (a : Bool) :
    Measurable fun z ↦ (walkCost n).stage t z a :=
  (measurable_terminal n).add_const _

/-- The costs of the walk are functions of the norm of the state. -/
theorem invariant_costs :
    (∀ t a, ∃ φ : ℝ → ℝ≥0∞, ∀ z, (walkCost n).stage t z a = φ ‖z‖) ∧
      ∃ φ : ℝ → ℝ≥0∞, ∀ z, (walkCost n).terminal z = φ ‖z‖ :=
  Cost.invariant_iff.mp invariant_walkCost

/-- Every plan costs the same in the walk and in the reflected walk, with unchanged costs. -/
theorem walk_costs (T : ℕ) (z : EuclideanSpace ℝ (Fin (n + 1))) (u : ℕ → Bool) :
    openLoopCost ((walk n).transport (isometryEquiv (reflectAll n))) (walkCost n) T
      (reflectAll n z) u = openLoopCost (walk n) (walkCost n) T z u :=
  openLoopCost_isometry _ _ invariant_walkCost T z u

/-- The infima over policies that see the state, and over policies that see the past, are the same
in the walk and in the reflected walk. -/
theorem walk_infima (t k : ℕ) (h : List (EuclideanSpace ℝ (Fin (n + 1))))
    (z : EuclideanSpace ℝ (Fin (n + 1))) :
    ⨅ π, policyCost ((walk n).transport (isometryEquiv (reflectAll n)))
        ((walkCost n).transport (isometryEquiv (reflectAll n))) π t k
        (isometryEquiv (reflectAll n) z) = ⨅ π, policyCost (walk n) (walkCost n) π t k z ∧
      ⨅ π, historyCost ((walk n).transport (isometryEquiv (reflectAll n)))
        ((walkCost n).transport (isometryEquiv (reflectAll n))) π t k
        (h.map (isometryEquiv (reflectAll n))) (isometryEquiv (reflectAll n) z)
        = ⨅ π, historyCost (walk n) (walkCost n) π t k h z :=
  ⟨iInf_policyCost_transport _ _ _ t k z, iInf_historyCost_transport _ _ _ t k h z⟩

/-- The expected total cost along the path is the same in the walk and in the reflected walk, and
the states along the path of the walk have the laws of its states. -/
theorem walk_paths (T : ℕ) (z : EuclideanSpace ℝ (Fin (n + 1))) (u : ℕ → Bool)
    (t : Fin (T + 1)) :
    ∫⁻ ω, pathCost ((walkCost n).transport (isometryEquiv (reflectAll n))) u T ω
        ∂pathLaw ((walk n).transport (isometryEquiv (reflectAll n))) u
          (Measure.dirac (isometryEquiv (reflectAll n) z)) T
        = ∫⁻ ω, pathCost (walkCost n) u T ω ∂pathLaw (walk n) u (Measure.dirac z) T ∧
      (pathLaw (walk n) u (Measure.dirac z) T).map (fun ω ↦ ω t) = stateLaw (walk n) u z t :=
  ⟨lintegral_pathCost_transport _ _ _ T z u, map_eval_pathLaw _ u z T t⟩

/-- The Bellman value of the walk is the infimum over the policies that see the past. -/
theorem walk_history (t k : ℕ) (h : List (EuclideanSpace ℝ (Fin (n + 1))))
    (z : EuclideanSpace ℝ (Fin (n + 1))) :
    bellmanValue (walk n) (walkCost n) t k z
      = ⨅ π, historyCost (walk n) (walkCost n) π t k h z :=
  bellmanValue_eq_iInf_historyCost _ _ t k h z

/-- The Bellman value of the walk is the infimum over the measurable policies. -/
theorem walk_measurable (t k : ℕ) (z : EuclideanSpace ℝ (Fin (n + 1))) :
    bellmanValue (walk n) (walkCost n) t k z
      = ⨅ π : {π : ℕ → EuclideanSpace ℝ (Fin (n + 1)) → Bool // ∀ t, Measurable (π t)},
        policyCost (walk n) (walkCost n) π t k z :=
  bellmanValue_eq_iInf_measurable _ (measurable_stage n) (measurable_terminal n) t k z

private theorem ofReal_norm_sub_sq {E : Type*} [NormedAddCommGroup E] [NormedSpace ℝ E]
    (Q : E ≃ₗᵢ[ℝ] E) (z g : E) : ENNReal.ofReal (‖Q z - Q g‖ ^ 2) = .ofReal (‖z - g‖ ^ 2) := by
  rw [← map_sub, Q.norm_map]

/-- Towards a goal, plans cost the same and Bellman values are the same in the walk and in the
reflected walk with the reflected goal. -/
theorem walk_goal_values (g z : EuclideanSpace ℝ (Fin (n + 1))) (T t k : ℕ) (u : ℕ → Bool) :
    openLoopCost ((walk n).transport (isometryEquiv (reflectAll n)))
        (.ofGoal (fun _ z g (a : Bool) ↦ ENNReal.ofReal (‖z - g‖ ^ 2) + if a then 1 else 0)
          (fun z g ↦ .ofReal (‖z - g‖ ^ 2)) (reflectAll n g)) T (reflectAll n z) u
        = openLoopCost (walk n)
          (.ofGoal (fun _ z g (a : Bool) ↦ ENNReal.ofReal (‖z - g‖ ^ 2) + if a then 1 else 0)
            (fun z g ↦ .ofReal (‖z - g‖ ^ 2)) g) T z u ∧
      bellmanValue ((walk n).transport (isometryEquiv (reflectAll n)))
        (.ofGoal (fun _ z g (a : Bool) ↦ ENNReal.ofReal (‖z - g‖ ^ 2) + if a then 1 else 0)
          (fun z g ↦ .ofReal (‖z - g‖ ^ 2)) (reflectAll n g)) t k (reflectAll n z)
        = bellmanValue (walk n)
          (.ofGoal (fun _ z g (a : Bool) ↦ ENNReal.ofReal (‖z - g‖ ^ 2) + if a then 1 else 0)
            (fun z g ↦ .ofReal (‖z - g‖ ^ 2)) g) t k z := by
  have hℓ (t : ℕ) (z g : EuclideanSpace ℝ (Fin (n + 1))) (a : Bool) :=
    isometry_goalCost (fun _ a ↦ if a then 1 else 0) (reflectAll n) t z g a
  have hm := ofReal_norm_sub_sq (reflectAll n)
  exact ⟨openLoopCost_isometry_goal _ _ hℓ hm g T z u,
    bellmanValue_isometry_goal _ _ hℓ hm g t k z⟩

/-- The squared distance to a goal of norm one that stays where it is, is not invariant. -/
theorem goal_distance :
    ¬∀ (Q : EuclideanSpace ℝ (Fin (n + 1)) ≃ₗᵢ[ℝ] EuclideanSpace ℝ (Fin (n + 1))) z,
      ‖Q z - Counterexamples.unitVector n‖ ^ 2 = ‖z - Counterexamples.unitVector n‖ ^ 2 :=
  not_forall_isometry_dist_goal <|
    norm_ne_zero_iff.mp (Counterexamples.norm_unitVector.trans_ne one_ne_zero)

/-- The action `true` moves the state along the first axis. -/
noncomputable def gain (_ : ℕ) (a : Bool) : EuclideanSpace ℝ (Fin (n + 1)) :=
  if a then EuclideanSpace.single 0 1 else 0

/-- The action `true` has the price `1`. -/
def price (_ : ℕ) (a : Bool) : ℝ := if a then 1 else 0

/-- The noise at each time is standard Gaussian. -/
noncomputable def noise (_ : ℕ) : Measure (EuclideanSpace ℝ (Fin (n + 1))) := gaussian (n + 1)

instance (t : ℕ) : IsProbabilityMeasure (noise n t) :=
  inferInstanceAs (IsProbabilityMeasure (gaussian (n + 1)))

/-- A linear-quadratic regulator with two actions, standard Gaussian noise and drift `z / 2`, and
its rotation have the same optimal plans, Bellman values and minimising actions. -/
theorem linearQuadratic (W : EuclideanSpace ℝ (Fin (n + 1)) →ₗ[ℝ] EuclideanSpace ℝ (Fin (n + 1)))
    (g z : EuclideanSpace ℝ (Fin (n + 1)))
    (Q : EuclideanSpace ℝ (Fin (n + 1)) ≃ₗᵢ[ℝ] EuclideanSpace ℝ (Fin (n + 1))) (T t k : ℕ) :
    let p := linearDynamics (noise n) (fun _ ↦ (1 / 2 : ℝ) • LinearMap.id) (gain n)
    let p' := linearDynamics (fun t ↦ (noise n t).map Q)
      (fun _ ↦ Q.toLinearEquiv.conj ((1 / 2 : ℝ) • LinearMap.id)) fun t a ↦ Q (gain n t a)
    let c := (Cost.quadratic (fun _ ↦ W) LinearMap.id price g).map ENNReal.ofReal
    let c' := (Cost.quadratic (fun _ ↦ Q.toLinearEquiv.conj W)
      (Q.toLinearEquiv.conj LinearMap.id) price (Q g)).map ENNReal.ofReal
    optimalPlans p' c' T (Q z) = optimalPlans p c T z ∧
      bellmanValue p' c' t k (Q z) = bellmanValue p c t k z ∧
      bellmanArgmin p' c' t k (Q z) = bellmanArgmin p c t k z :=
  ⟨optimalPlans_linearQuadratic (noise n) _ (gain n) _ _ price g Q T z,
    bellmanValue_linearQuadratic (noise n) _ (gain n) _ _ price g Q t k z,
    bellmanArgmin_linearQuadratic (noise n) _ (gain n) _ _ price g Q t k z⟩

/-- The squared distance to a goal, with a price of an action, seen through the reflection. -/
theorem quadratic_cost (g : EuclideanSpace ℝ (Fin (n + 1))) :
    (Cost.quadratic (fun _ ↦ LinearMap.id) LinearMap.id price g).transport
        (isometryEquiv (reflectAll n))
      = Cost.quadratic (fun _ ↦ (reflectAll n).toLinearEquiv.conj LinearMap.id)
        ((reflectAll n).toLinearEquiv.conj LinearMap.id) price (reflectAll n g) :=
  Cost.transport_quadratic _ _ price g (reflectAll n)

/-- At `ρ = 1/2` an encoder that is the identity almost everywhere, and attains the minimum of the
alignment loss, does not give optimal plans. -/
theorem null_set :
    ∃ (h : EuclideanSpace ℝ (Fin (n + 1)) → EuclideanSpace ℝ (Fin (n + 1)))
      (p p' : Dynamics (EuclideanSpace ℝ (Fin (n + 1))) Bool)
      (c : Cost (EuclideanSpace ℝ (Fin (n + 1))) Bool ℝ≥0∞),
      Measurable h ∧ (gaussian (n + 1)).map h = gaussian (n + 1) ∧
        alignmentLoss (1 / 2) h = 2 * (1 - 1 / 2) * (n + 1 : ℕ) ∧ h =ᵐ[gaussian (n + 1)] id ∧
        (∀ t a, IsMarkovKernel (p t a)) ∧ (∀ t a, IsMarkovKernel (p' t a)) ∧
        (∀ t a z, p' t a (h z) = (p t a z).map h) ∧ c.Invariant ∧
        ∀ z, (optimalPlans p' c 1 (h z)).Nonempty ∧
          Disjoint (optimalPlans p' c 1 (h z)) (optimalPlans p c 1 z) :=
  Counterexamples.exists_optimalPlans_ne_of_ae one_half_pos one_half_lt_one n

end LeJEPA.Witnesses
