import LeJEPA.Planning.Bellman
import LeJEPA.Planning.Quadratic
import LeJEPA.Planning.Trajectory
import Mathlib.MeasureTheory.Integral.Bochner.Basic

/-!
# Planning with real costs

Theorem 4 for real costs and Bochner integrals, with no hypothesis of measurability or
integrability: an equivalence of state spaces carries integrals to integrals, whether or not they
exist. (Where they do not, the Bochner integral is zero, in both worlds.)

## Main definitions

* `LeJEPA.realOpenLoopCost`, `LeJEPA.realPolicyCost`, `LeJEPA.realHistoryCost`,
  `LeJEPA.realBellmanValue`: as for costs in `[0, ∞]`, with Bochner integrals.

## Main results

* `LeJEPA.realOpenLoopCost_transport`, `LeJEPA.realOptimalPlans_transport`,
  `LeJEPA.integral_pathCost_transport`: plans.
* `LeJEPA.realPolicyCost_transport`, `LeJEPA.policyEquiv_mem_realOptimalPolicies_iff`,
  `LeJEPA.realHistoryCost_transport`: policies.
* `LeJEPA.realBellmanValue_transport`, `LeJEPA.realBellmanArgmin_transport`: Bellman values.
* `LeJEPA.openLoopCost_ofReal`: for integrable costs that are not negative, both forms agree.
-/

open MeasureTheory ProbabilityTheory

namespace LeJEPA

variable {Z Z' A : Type*} [MeasurableSpace Z] [MeasurableSpace Z'] (p : Dynamics Z A)
  (c : Cost Z A ℝ) (e : Z ≃ᵐ Z')

/-- The expected total real cost of the plan `u` over the horizon `n`, started at `z₀`. -/
noncomputable def realOpenLoopCost (n : ℕ) (z₀ : Z) (u : ℕ → A) : ℝ :=
  ∑ t ∈ Finset.range n, ∫ z, c.stage t z (u t) ∂stateLaw p u z₀ t
    + ∫ z, c.terminal z ∂stateLaw p u z₀ n

/-- Every plan costs the same in both worlds. -/
theorem realOpenLoopCost_transport (n : ℕ) (z₀ : Z) (u : ℕ → A) :
    realOpenLoopCost (p.transport e) (c.transport e) n (e z₀) u = realOpenLoopCost p c n z₀ u := by
  simp only [realOpenLoopCost, stateLaw_transport, integral_map_equiv, Cost.transport,
    e.symm_apply_apply]

/-- The infima of the costs of plans agree. -/
theorem iInf_realOpenLoopCost_transport (n : ℕ) (z₀ : Z) :
    ⨅ u, realOpenLoopCost (p.transport e) (c.transport e) n (e z₀) u
      = ⨅ u, realOpenLoopCost p c n z₀ u :=
  iInf_congr (realOpenLoopCost_transport p c e n z₀)

/-- The optimal plans for real costs. -/
def realOptimalPlans (n : ℕ) (z₀ : Z) : Set (ℕ → A) :=
  {u | ∀ u', realOpenLoopCost p c n z₀ u ≤ realOpenLoopCost p c n z₀ u'}

/-- The sets of optimal plans agree. -/
theorem realOptimalPlans_transport (n : ℕ) (z₀ : Z) :
    realOptimalPlans (p.transport e) (c.transport e) n (e z₀) = realOptimalPlans p c n z₀ := by
  simp only [realOptimalPlans, realOpenLoopCost_transport]

/-- The expected total cost along the path is the same in both worlds. -/
theorem integral_pathCost_transport [∀ t a, IsMarkovKernel (p t a)] (n : ℕ) (z₀ : Z) (u : ℕ → A) :
    ∫ ω, pathCost (c.transport e) u n ω ∂pathLaw (p.transport e) u (Measure.dirac (e z₀)) n
      = ∫ ω, pathCost c u n ω ∂pathLaw p u (Measure.dirac z₀) n := by
  rw [pathLaw_transport]
  refine (integral_map_equiv (MeasurableEquiv.piCongrRight fun _ ↦ e) _).trans ?_
  refine integral_congr_ae (.of_forall fun ω ↦ ?_)
  change ∑ t : Fin n, c.stage t (e.symm (e (ω t.castSucc))) (u t)
    + c.terminal (e.symm (e (ω (Fin.last n)))) = _
  simp only [e.symm_apply_apply, pathCost]

/-- One step in both worlds, with the costs `V'` and `V` after it. -/
private theorem step_transport {V' : Z' → ℝ} {V : Z → ℝ} (h : ∀ z, V' (e z) = V z) (t : ℕ) (a : A)
    (z : Z) : (c.transport e).stage t (e z) a + ∫ x, V' x ∂p.transport e t a (e z)
      = c.stage t z a + ∫ x, V x ∂p t a z := by
  rw [p.transport_apply, integral_map_equiv]
  simp only [h, Cost.transport, e.symm_apply_apply]

/-- The real cost to go of the state-feedback policy `π`. -/
noncomputable def realPolicyCost (π : ℕ → Z → A) : ℕ → ℕ → Z → ℝ
  | _, 0, z => c.terminal z
  | t, k + 1, z => c.stage t z (π t z) + ∫ z', realPolicyCost π (t + 1) k z' ∂p t (π t z) z

/-- Corresponding policies cost the same. -/
theorem realPolicyCost_transport (π : ℕ → Z → A) (t k : ℕ) (z : Z) :
    realPolicyCost (p.transport e) (c.transport e) (policyEquiv A e π) t k (e z)
      = realPolicyCost p c π t k z := by
  induction k generalizing t z with
  | zero => exact congrArg c.terminal (e.symm_apply_apply z)
  | succ k ih =>
    have hπ : policyEquiv A e π t (e z) = π t z := congrArg (π t) (e.symm_apply_apply z)
    exact (step_transport p c e (ih (t + 1)) t _ z).trans <|
      congrArg (fun a ↦ c.stage t z a + ∫ x, realPolicyCost p c π (t + 1) k x ∂p t a z) hπ

/-- The optimal policies for real costs. -/
def realOptimalPolicies (t k : ℕ) (z : Z) : Set (ℕ → Z → A) :=
  {π | ∀ π', realPolicyCost p c π t k z ≤ realPolicyCost p c π' t k z}

/-- Optimal policies correspond. -/
theorem policyEquiv_mem_realOptimalPolicies_iff (t k : ℕ) (z : Z) (π : ℕ → Z → A) :
    policyEquiv A e π ∈ realOptimalPolicies (p.transport e) (c.transport e) t k (e z)
      ↔ π ∈ realOptimalPolicies p c t k z := by
  simp only [realOptimalPolicies, Set.mem_setOf_eq, realPolicyCost_transport]
  rw [← (policyEquiv A e).forall_congr_right]
  simp only [realPolicyCost_transport]

/-- The real cost to go of a policy that sees the whole past. -/
noncomputable def realHistoryCost (π : List Z → Z → A) : ℕ → ℕ → List Z → Z → ℝ
  | _, 0, _, z => c.terminal z
  | t, k + 1, h, z =>
    c.stage t z (π h z) + ∫ z', realHistoryCost π (t + 1) k (z :: h) z' ∂p t (π h z) z

/-- Corresponding policies that see the past cost the same. -/
theorem realHistoryCost_transport (π : List Z → Z → A) (t k : ℕ) (h : List Z) (z : Z) :
    realHistoryCost (p.transport e) (c.transport e) (historyPolicyEquiv A e π) t k (h.map e) (e z)
      = realHistoryCost p c π t k h z := by
  induction k generalizing t h z with
  | zero => exact congrArg c.terminal (e.symm_apply_apply z)
  | succ k ih =>
    exact (step_transport p c e (ih (t + 1) (z :: h)) t _ z).trans <|
      congrArg (fun a ↦ c.stage t z a + ∫ x, realHistoryCost p c π (t + 1) k (z :: h) x ∂p t a z)
        (historyPolicyEquiv_apply_map e π h z)

/-- The Bellman value for real costs. The infimum over actions is that of Mathlib, zero where it
does not exist. -/
noncomputable def realBellmanValue : ℕ → ℕ → Z → ℝ
  | _, 0, z => c.terminal z
  | t, k + 1, z => ⨅ a, (c.stage t z a + ∫ z', realBellmanValue (t + 1) k z' ∂p t a z)

/-- The actions that minimise the stage cost and the expected value after it, with `k + 1` steps
left. -/
def realBellmanArgmin (t k : ℕ) (z : Z) : Set A :=
  {a | ∀ a', c.stage t z a + ∫ z', realBellmanValue p c (t + 1) k z' ∂p t a z
    ≤ c.stage t z a' + ∫ z', realBellmanValue p c (t + 1) k z' ∂p t a' z}

/-- Bellman values agree. -/
theorem realBellmanValue_transport (t k : ℕ) (z : Z) :
    realBellmanValue (p.transport e) (c.transport e) t k (e z) = realBellmanValue p c t k z := by
  induction k generalizing t z with
  | zero => exact congrArg c.terminal (e.symm_apply_apply z)
  | succ k ih => exact iInf_congr fun a ↦ step_transport p c e (ih (t + 1)) t a z

/-- The sets of minimising actions agree. -/
theorem realBellmanArgmin_transport (t k : ℕ) (z : Z) :
    realBellmanArgmin (p.transport e) (c.transport e) t k (e z) = realBellmanArgmin p c t k z := by
  simp only [realBellmanArgmin,
    step_transport p c e (realBellmanValue_transport p c e (t + 1) k) t _ z]

/-- For costs that are integrable and not negative, the cost of a plan in `[0, ∞]` is its real
cost. -/
theorem openLoopCost_ofReal {c : Cost Z A ℝ} (n : ℕ) (z₀ : Z) (u : ℕ → A)
    (hc : ∀ t z a, 0 ≤ c.stage t z a) (hc' : ∀ z, 0 ≤ c.terminal z)
    (hint : ∀ t < n, Integrable (fun z ↦ c.stage t z (u t)) (stateLaw p u z₀ t))
    (hint' : Integrable c.terminal (stateLaw p u z₀ n)) :
    openLoopCost p (c.map ENNReal.ofReal) n z₀ u = .ofReal (realOpenLoopCost p c n z₀ u) := by
  rw [realOpenLoopCost, ENNReal.ofReal_add (Finset.sum_nonneg fun t _ ↦
    integral_nonneg fun z ↦ hc t z (u t)) (integral_nonneg hc'), ENNReal.ofReal_sum_of_nonneg
    fun t _ ↦ integral_nonneg fun z ↦ hc t z (u t), openLoopCost,
    ofReal_integral_eq_lintegral_ofReal hint' (.of_forall hc')]
  congr 1
  refine Finset.sum_congr rfl fun t ht ↦ ?_
  rw [ofReal_integral_eq_lintegral_ofReal (hint t (Finset.mem_range.mp ht))
    (.of_forall fun z ↦ hc t z (u t))]
  rfl

end LeJEPA

/-!
## Planning in a rotated latent space with real costs

The paper's form of Theorem 4, the goal form and quadratic costs, for real costs and Bochner
integrals.

### Main results

* `LeJEPA.realOpenLoopCost_isometry`, `LeJEPA.realOptimalPlans_isometry`,
  `LeJEPA.realPolicyCost_isometry`, `LeJEPA.realBellmanValue_isometry`,
  `LeJEPA.realBellmanArgmin_isometry`: the paper's form.
* `LeJEPA.realOptimalPlans_isometry_goal`: the goal form.
* `LeJEPA.realOptimalPlans_linearQuadratic`: the linear-quadratic regulator.
-/

namespace LeJEPA

variable {E A : Type*} [NormedAddCommGroup E] [InnerProductSpace ℝ E] [MeasurableSpace E]
  [BorelSpace E]

section Invariant

variable (p : Dynamics E A) {c : Cost E A ℝ} (Q : E ≃ₗᵢ[ℝ] E)

/-- With invariant real costs every plan costs the same in the rotated world. -/
theorem realOpenLoopCost_isometry (hc : c.Invariant) (n : ℕ) (z₀ : E) (u : ℕ → A) :
    realOpenLoopCost (p.transport (isometryEquiv Q)) c n (Q z₀) u
      = realOpenLoopCost p c n z₀ u := by
  have h := realOpenLoopCost_transport p c (isometryEquiv Q) n z₀ u
  rwa [hc.transport_eq] at h

/-- With invariant real costs the sets of optimal plans agree. -/
theorem realOptimalPlans_isometry (hc : c.Invariant) (n : ℕ) (z₀ : E) :
    realOptimalPlans (p.transport (isometryEquiv Q)) c n (Q z₀) = realOptimalPlans p c n z₀ := by
  have h := realOptimalPlans_transport p c (isometryEquiv Q) n z₀
  rwa [hc.transport_eq] at h

/-- With invariant real costs the policies `π` and `π ∘ Q⁻¹` cost the same. -/
theorem realPolicyCost_isometry (hc : c.Invariant) (π : ℕ → E → A) (t k : ℕ) (z : E) :
    realPolicyCost (p.transport (isometryEquiv Q)) c (fun t z ↦ π t (Q.symm z)) t k (Q z)
      = realPolicyCost p c π t k z := by
  have h := realPolicyCost_transport p c (isometryEquiv Q) π t k z
  rwa [hc.transport_eq] at h

/-- With invariant real costs Bellman values agree. -/
theorem realBellmanValue_isometry (hc : c.Invariant) (t k : ℕ) (z : E) :
    realBellmanValue (p.transport (isometryEquiv Q)) c t k (Q z) = realBellmanValue p c t k z := by
  have h := realBellmanValue_transport p c (isometryEquiv Q) t k z
  rwa [hc.transport_eq] at h

/-- With invariant real costs the sets of minimising actions agree. -/
theorem realBellmanArgmin_isometry (hc : c.Invariant) (t k : ℕ) (z : E) :
    realBellmanArgmin (p.transport (isometryEquiv Q)) c t k (Q z)
      = realBellmanArgmin p c t k z := by
  have h := realBellmanArgmin_transport p c (isometryEquiv Q) t k z
  rwa [hc.transport_eq] at h

/-- Goal form: if real comparisons with the goal do not change when state and goal are rotated
together, then the sets of optimal plans agree. -/
theorem realOptimalPlans_isometry_goal {ℓ : ℕ → E → E → A → ℝ} {m : E → E → ℝ}
    (hℓ : ∀ t z g a, ℓ t (Q z) (Q g) a = ℓ t z g a) (hm : ∀ z g, m (Q z) (Q g) = m z g) (g : E)
    (n : ℕ) (z₀ : E) :
    realOptimalPlans (p.transport (isometryEquiv Q)) (.ofGoal ℓ m (Q g)) n (Q z₀)
      = realOptimalPlans p (.ofGoal ℓ m g) n z₀ := by
  rw [← isometryEquiv_apply, ← isometryEquiv_apply,
    ← Cost.transport_ofGoal (e := isometryEquiv Q) hℓ hm, realOptimalPlans_transport]

end Invariant

section LinearQuadratic

variable [SecondCountableTopology E] (ν : ℕ → Measure E) [∀ t, SFinite (ν t)]
  [FiniteDimensional ℝ E] (F : ℕ → E →ₗ[ℝ] E) (G : ℕ → A → E) (W : ℕ → E →ₗ[ℝ] E)
  (W' : E →ₗ[ℝ] E) (r : ℕ → A → ℝ) (g : E) (Q : E ≃ₗᵢ[ℝ] E)

/-- The linear-quadratic regulator with real costs and the regulator with `Q F Q⁻¹`, `Q G`, rotated
noise, `Q W Q⁻¹` and the goal `Q g` have the same cost of every plan. -/
theorem realOpenLoopCost_linearQuadratic (n : ℕ) (z₀ : E) (u : ℕ → A) :
    realOpenLoopCost (linearDynamics (fun t ↦ (ν t).map Q) (fun t ↦ Q.toLinearEquiv.conj (F t))
        fun t a ↦ Q (G t a))
      (.quadratic (fun t ↦ Q.toLinearEquiv.conj (W t)) (Q.toLinearEquiv.conj W') r (Q g)) n (Q z₀) u
      = realOpenLoopCost (linearDynamics ν F G) (.quadratic W W' r g) n z₀ u := by
  rw [← transport_linearDynamics, ← Cost.transport_quadratic, ← isometryEquiv_apply,
    realOpenLoopCost_transport]

/-- The linear-quadratic regulator with real costs and its rotation have the same optimal plans. -/
theorem realOptimalPlans_linearQuadratic (n : ℕ) (z₀ : E) :
    realOptimalPlans (linearDynamics (fun t ↦ (ν t).map Q) (fun t ↦ Q.toLinearEquiv.conj (F t))
        fun t a ↦ Q (G t a))
      (.quadratic (fun t ↦ Q.toLinearEquiv.conj (W t)) (Q.toLinearEquiv.conj W') r (Q g)) n (Q z₀)
      = realOptimalPlans (linearDynamics ν F G) (.quadratic W W' r g) n z₀ := by
  simp only [realOptimalPlans, realOpenLoopCost_linearQuadratic]

end LinearQuadratic

end LeJEPA
