import LeJEPA.Planning.EndToEnd
import LeJEPA.Planning.LinearGaussian

/-!
# The hypotheses of the planning theorems hold together

For every linear isometry, correlation `ρ` and gain `G` of the actions, the controlled
Ornstein–Uhlenbeck dynamics `z' = ρ z + G a + √(1 - ρ²) ξ`, with the cost `‖z‖² + r a` or, towards a
goal, `‖z - g‖² + r a`, satisfy all hypotheses of the end-to-end theorems.

## Main results

* `LeJEPA.invariant_normSqCost`, `LeJEPA.isometry_goalCost`: an invariant cost, and a comparison
  with a goal that does not change when state and goal are rotated.
* `LeJEPA.end_to_end_hypotheses`: an encoder, dynamics and a model for the end-to-end theorems.
-/

open MeasureTheory ProbabilityTheory
open scoped ENNReal

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
  have hs : √(1 - ρ ^ 2) ≠ 0 := (Real.sqrt_pos.mpr (by nlinarith)).ne'
  refine ⟨_, (gaussianDynamics _ _ G).transport (isometryEquiv Q), rfl, Q.continuous,
    map_gaussian Q, ?_, inferInstance, inferInstance, ouDynamics_absolutelyContinuous ρ hs G,
    Dynamics.transport_apply _ (isometryEquiv Q)⟩
  exact (isMinOn_alignmentLoss_iff hρ₀ hρ₁ Q.continuous.measurable.aemeasurable
    (map_gaussian Q)).mpr ⟨Q, .rfl⟩

end LeJEPA
