import LeJEPA.Planning.Bellman
import Mathlib.Analysis.InnerProductSpace.Projection.Reflection
import Mathlib.MeasureTheory.Constructions.BorelSpace.Basic

/-!
# Planning in a rotated latent space

The paper's form of Theorem 4: the encoder is a linear isometry `Q`, and the costs do not change
under linear isometries of the state. Such costs are functions of the norm of the state, so that a
fixed goal or an anisotropic quadratic cost is not among them
(`LeJEPA.Counterexamples.Planning`); the goal form covers costs that compare the state with a
goal, where the goal is encoded too.

## Main definitions

* `LeJEPA.Cost.Invariant`: costs that do not change under linear isometries of the state.

## Main results

* `LeJEPA.forall_isometry_apply_eq_iff`, `LeJEPA.Cost.invariant_iff`: these are the functions of the
  norm.
* `LeJEPA.pathLaw_isometry`, `LeJEPA.openLoopCost_isometry`, `LeJEPA.optimalPlans_isometry`,
  `LeJEPA.policyCost_isometry`, `LeJEPA.policyEquiv_mem_optimalPolicies_isometry_iff`,
  `LeJEPA.bellmanValue_isometry`, `LeJEPA.bellmanArgmin_isometry`: the paper's form.
* `LeJEPA.optimalPlans_isometry_goal`, `LeJEPA.bellmanArgmin_isometry_goal`: the goal form.
-/

open MeasureTheory ProbabilityTheory
open scoped ENNReal

namespace LeJEPA

variable {E A R : Type*} [NormedAddCommGroup E] [InnerProductSpace ℝ E]

/-- A reflection moves any vector to any other of the same norm, so functions that are invariant
under linear isometries are functions of the norm. -/
theorem forall_isometry_apply_eq_iff {f : E → R} :
    (∀ (Q : E ≃ₗᵢ[ℝ] E) z, f (Q z) = f z) ↔ ∃ φ : ℝ → R, ∀ z, f z = φ ‖z‖ := by
  refine ⟨fun hf ↦ ?_, fun ⟨φ, hφ⟩ Q z ↦ by rw [hφ, hφ, Q.norm_map]⟩
  have hnorm (z w : E) (h : ‖z‖ = ‖w‖) : f z = f w := by
    rw [← hf (ℝ ∙ (z - w))ᗮ.reflection z, Submodule.reflection_sub h]
  have : Nonempty R := ⟨f 0⟩
  obtain ⟨φ, hφ⟩ := (Function.factorsThrough_iff f).mp fun z w ↦ hnorm z w
  exact ⟨φ, congrFun hφ⟩

/-- The costs do not change when the state is moved by a linear isometry. -/
def Cost.Invariant (c : Cost E A R) : Prop :=
  (∀ (Q : E ≃ₗᵢ[ℝ] E) t z a, c.stage t (Q z) a = c.stage t z a) ∧
    ∀ (Q : E ≃ₗᵢ[ℝ] E) z, c.terminal (Q z) = c.terminal z

/-- The invariant costs are the functions of time, action and the norm of the state. -/
theorem Cost.invariant_iff {c : Cost E A R} : c.Invariant ↔
    (∀ t a, ∃ φ : ℝ → R, ∀ z, c.stage t z a = φ ‖z‖) ∧ ∃ φ : ℝ → R, ∀ z, c.terminal z = φ ‖z‖ := by
  rw [Invariant, forall_isometry_apply_eq_iff]
  refine and_congr_left fun _ ↦ ?_
  simp only [← forall_isometry_apply_eq_iff]
  exact ⟨fun h t a Q z ↦ h Q t z a, fun h Q t z a ↦ h t a Q z⟩

/-- The squared distance to a goal other than the origin is not invariant. -/
theorem not_forall_isometry_dist_goal {g : E} (hg : g ≠ 0) :
    ¬∀ (Q : E ≃ₗᵢ[ℝ] E) z, ‖Q z - g‖ ^ 2 = ‖z - g‖ ^ 2 := by
  intro h
  have hneg := h (LinearIsometryEquiv.neg ℝ) g
  rw [LinearIsometryEquiv.coe_neg, sub_self, ← neg_add', norm_neg, ← two_smul ℝ g,
    norm_smul, Real.norm_two] at hneg
  have hpos : 0 < ‖g‖ ^ 2 := pow_pos (norm_pos_iff.mpr hg) 2
  rw [norm_zero, zero_pow two_ne_zero, mul_pow] at hneg
  linarith only [hpos, hneg]

variable [MeasurableSpace E] [BorelSpace E]

/-- A linear isometry as an equivalence of measurable spaces. -/
noncomputable def isometryEquiv (Q : E ≃ₗᵢ[ℝ] E) : E ≃ᵐ E := Q.toHomeomorph.toMeasurableEquiv

/-- `isometryEquiv Q` is `Q`, at a vector. -/
@[simp]
theorem isometryEquiv_apply (Q : E ≃ₗᵢ[ℝ] E) (z : E) : isometryEquiv Q z = Q z := rfl

/-- `isometryEquiv Q` is `Q`, as a function. -/
@[simp]
theorem coe_isometryEquiv (Q : E ≃ₗᵢ[ℝ] E) : ⇑(isometryEquiv Q) = Q := rfl

/-- The inverse of `isometryEquiv Q` is that of `Q`. -/
@[simp]
theorem isometryEquiv_symm_apply (Q : E ≃ₗᵢ[ℝ] E) (z : E) :
    (isometryEquiv Q).symm z = Q.symm z := rfl

/-- Invariant costs are their own transport. -/
theorem Cost.Invariant.transport_eq {c : Cost E A R} (hc : c.Invariant) (Q : E ≃ₗᵢ[ℝ] E) :
    c.transport (isometryEquiv Q) = c :=
  transport_eq_iff.mpr ⟨hc.1 Q, hc.2 Q⟩

/-- The paper's form of Theorem 4: the laws of the paths correspond. -/
theorem pathLaw_isometry (p : Dynamics E A) [∀ t a, IsMarkovKernel (p t a)] (Q : E ≃ₗᵢ[ℝ] E)
    (u : ℕ → A) (z₀ : E) (n : ℕ) :
    pathLaw (p.transport (isometryEquiv Q)) u (Measure.dirac (Q z₀)) n
      = (pathLaw p u (Measure.dirac z₀) n).map fun ω i ↦ Q (ω i) :=
  pathLaw_transport p (isometryEquiv Q) u z₀ n

variable (p : Dynamics E A) {c : Cost E A ℝ≥0∞} (Q : E ≃ₗᵢ[ℝ] E)

/-- The paper's form of Theorem 4: with invariant costs every plan costs the same in the rotated
world. -/
theorem openLoopCost_isometry (hc : c.Invariant) (n : ℕ) (z₀ : E) (u : ℕ → A) :
    openLoopCost (p.transport (isometryEquiv Q)) c n (Q z₀) u = openLoopCost p c n z₀ u := by
  have h := openLoopCost_transport p c (isometryEquiv Q) n z₀ u
  rwa [hc.transport_eq] at h

/-- The paper's form of Theorem 4: with invariant costs the sets of optimal plans agree. -/
theorem optimalPlans_isometry (hc : c.Invariant) (n : ℕ) (z₀ : E) :
    optimalPlans (p.transport (isometryEquiv Q)) c n (Q z₀) = optimalPlans p c n z₀ := by
  have h := optimalPlans_transport p c (isometryEquiv Q) n z₀
  rwa [hc.transport_eq] at h

/-- The paper's form of Theorem 4: with invariant costs the policies `π` and `π ∘ Q⁻¹` cost the
same. -/
theorem policyCost_isometry (hc : c.Invariant) (π : ℕ → E → A) (t k : ℕ) (z : E) :
    policyCost (p.transport (isometryEquiv Q)) c (fun t z ↦ π t (Q.symm z)) t k (Q z)
      = policyCost p c π t k z := by
  have h := policyCost_transport p c (isometryEquiv Q) π t k z
  rwa [hc.transport_eq] at h

/-- The paper's form of Theorem 4: with invariant costs `π ∘ Q⁻¹` is optimal iff `π` is. -/
theorem policyEquiv_mem_optimalPolicies_isometry_iff (hc : c.Invariant) (π : ℕ → E → A) (t k : ℕ)
    (z : E) : (fun t z ↦ π t (Q.symm z))
        ∈ optimalPolicies (p.transport (isometryEquiv Q)) c t k (Q z)
      ↔ π ∈ optimalPolicies p c t k z := by
  have h := policyEquiv_mem_optimalPolicies_iff p c (isometryEquiv Q) t k z π
  rwa [hc.transport_eq] at h

/-- The paper's form of Theorem 4: with invariant costs Bellman values agree. -/
theorem bellmanValue_isometry (hc : c.Invariant) (t k : ℕ) (z : E) :
    bellmanValue (p.transport (isometryEquiv Q)) c t k (Q z) = bellmanValue p c t k z := by
  have h := bellmanValue_transport p c (isometryEquiv Q) t k z
  rwa [hc.transport_eq] at h

/-- The paper's form of Theorem 4: with invariant costs the sets of minimising actions agree. -/
theorem bellmanArgmin_isometry (hc : c.Invariant) (t k : ℕ) (z : E) :
    bellmanArgmin (p.transport (isometryEquiv Q)) c t k (Q z) = bellmanArgmin p c t k z := by
  have h := bellmanArgmin_transport p c (isometryEquiv Q) t k z
  rwa [hc.transport_eq] at h

section Goal

variable {ℓ : ℕ → E → E → A → ℝ≥0∞} {m : E → E → ℝ≥0∞}
  (hℓ : ∀ t z g a, ℓ t (Q z) (Q g) a = ℓ t z g a) (hm : ∀ z g, m (Q z) (Q g) = m z g) (g : E)
include hℓ hm

/-- Goal form: if comparisons with the goal do not change when state and goal are rotated together,
then every plan costs the same towards the rotated goal. -/
theorem openLoopCost_isometry_goal (n : ℕ) (z₀ : E) (u : ℕ → A) :
    openLoopCost (p.transport (isometryEquiv Q)) (.ofGoal ℓ m (Q g)) n (Q z₀) u
      = openLoopCost p (.ofGoal ℓ m g) n z₀ u :=
  openLoopCost_goal (e := isometryEquiv Q) p hℓ hm g n z₀ u

/-- Goal form: the sets of optimal plans agree. -/
theorem optimalPlans_isometry_goal (n : ℕ) (z₀ : E) :
    optimalPlans (p.transport (isometryEquiv Q)) (.ofGoal ℓ m (Q g)) n (Q z₀)
      = optimalPlans p (.ofGoal ℓ m g) n z₀ :=
  optimalPlans_goal (e := isometryEquiv Q) p hℓ hm g n z₀

/-- Goal form: Bellman values agree. -/
theorem bellmanValue_isometry_goal (t k : ℕ) (z : E) :
    bellmanValue (p.transport (isometryEquiv Q)) (.ofGoal ℓ m (Q g)) t k (Q z)
      = bellmanValue p (.ofGoal ℓ m g) t k z :=
  bellmanValue_goal (e := isometryEquiv Q) p hℓ hm g t k z

/-- Goal form: the sets of minimising actions agree. -/
theorem bellmanArgmin_isometry_goal (t k : ℕ) (z : E) :
    bellmanArgmin (p.transport (isometryEquiv Q)) (.ofGoal ℓ m (Q g)) t k (Q z)
      = bellmanArgmin p (.ofGoal ℓ m g) t k z :=
  bellmanArgmin_goal (e := isometryEquiv Q) p hℓ hm g t k z

end Goal

end LeJEPA
