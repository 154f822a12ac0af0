import LeJEPA.Gaussian.Density
import LeJEPA.Planning.Quadratic
import Mathlib.MeasureTheory.Measure.Lebesgue.EqHaar

/-!
# Dynamics with Gaussian noise

Additive dynamics `z' = m z a + ξ` whose noise has a density have transition laws with densities, as
the end-to-end planning theorem asks for. The controlled Ornstein–Uhlenbeck dynamics
`z' = ρ z + G a + s ξ`, with standard Gaussian `ξ` and `s ≠ 0`, are an example. A linear isometry
transports linear dynamics with Gaussian noise to linear dynamics with Gaussian noise.

## Main definitions

* `LeJEPA.gaussianDynamics`: `z' = F z + G a + S ξ` with standard Gaussian `ξ`.

## Main results

* `LeJEPA.additiveDynamics_absolutelyContinuous`, `LeJEPA.gaussianDynamics_absolutelyContinuous`,
  `LeJEPA.ouDynamics_absolutelyContinuous`: laws of next states are absolutely continuous.
* `LeJEPA.transport_gaussianDynamics`: all three matrices are transported.
-/

open MeasureTheory ProbabilityTheory

namespace LeJEPA

variable {n : ℕ} {A : Type*}

/-- If the noise is absolutely continuous, then so are the laws of the next states. -/
theorem additiveDynamics_absolutelyContinuous {E : Type*} [NormedAddCommGroup E]
    [MeasurableSpace E] [BorelSpace E] [SecondCountableTopology E] {ν : ℕ → Measure E}
    [∀ t, SFinite (ν t)] {μ : Measure E} [μ.IsAddLeftInvariant] {m : ℕ → A → E → E}
    (hm : ∀ t a, Measurable (m t a)) (hν : ∀ t, ν t ≪ μ) (t : ℕ) (a : A) (z : E) :
    additiveDynamics ν m hm t a z ≪ μ := by
  rw [additiveDynamics_apply, ← map_add_left_eq_self μ (m t a z)]
  exact (hν t).map (measurable_const_add _)

/-- The linear dynamics `z' = F t z + G t a + S t ξ` with standard Gaussian noise `ξ`. -/
noncomputable def gaussianDynamics
    (F S : ℕ → EuclideanSpace ℝ (Fin n) →ₗ[ℝ] EuclideanSpace ℝ (Fin n))
    (G : ℕ → A → EuclideanSpace ℝ (Fin n)) : Dynamics (EuclideanSpace ℝ (Fin n)) A :=
  linearDynamics (fun t ↦ (gaussian n).map (S t)) F G

instance (F S : ℕ → EuclideanSpace ℝ (Fin n) →ₗ[ℝ] EuclideanSpace ℝ (Fin n))
    (G : ℕ → A → EuclideanSpace ℝ (Fin n)) (t : ℕ) (a : A) :
    IsMarkovKernel (gaussianDynamics F S G t a) := by
  have (t : ℕ) : IsProbabilityMeasure ((gaussian n).map (S t)) :=
    Measure.isProbabilityMeasure_map (S t).continuous_of_finiteDimensional.aemeasurable
  exact inferInstanceAs (IsMarkovKernel (linearDynamics _ F G t a))

/-- Linear dynamics with Gaussian noise, seen through a linear isometry: `F` and `S` are conjugated
by `Q`, and `G` is followed by `Q`. -/
theorem transport_gaussianDynamics
    (F S : ℕ → EuclideanSpace ℝ (Fin n) →ₗ[ℝ] EuclideanSpace ℝ (Fin n))
    (G : ℕ → A → EuclideanSpace ℝ (Fin n))
    (Q : EuclideanSpace ℝ (Fin n) ≃ₗᵢ[ℝ] EuclideanSpace ℝ (Fin n)) :
    (gaussianDynamics F S G).transport (isometryEquiv Q)
      = gaussianDynamics (fun t ↦ Q.toLinearEquiv.conj (F t)) (fun t ↦ Q.toLinearEquiv.conj (S t))
        fun t a ↦ Q (G t a) := by
  have hnoise (t : ℕ) : ((gaussian n).map (S t)).map Q
      = (gaussian n).map (Q.toLinearEquiv.conj (S t)) := by
    have hS := (S t).continuous_of_finiteDimensional.measurable
    have hconj := (Q.toLinearEquiv.conj (S t)).continuous_of_finiteDimensional.measurable
    conv_rhs => rw [← map_gaussian Q]
    rw [Measure.map_map Q.continuous.measurable hS, Measure.map_map hconj Q.continuous.measurable]
    congr 1
    ext z
    simp [LinearEquiv.conj_apply_apply]
  rw [gaussianDynamics, transport_linearDynamics, gaussianDynamics]
  congr
  ext t
  rw [hnoise]

/-- Linear dynamics with Gaussian noise that acts in every direction have absolutely continuous laws
of next states. -/
theorem gaussianDynamics_absolutelyContinuous
    (F : ℕ → EuclideanSpace ℝ (Fin n) →ₗ[ℝ] EuclideanSpace ℝ (Fin n))
    {S : ℕ → EuclideanSpace ℝ (Fin n) →ₗ[ℝ] EuclideanSpace ℝ (Fin n)}
    (hS : ∀ t, LinearMap.det (S t) ≠ 0) (G : ℕ → A → EuclideanSpace ℝ (Fin n)) (t : ℕ) (a : A)
    (z : EuclideanSpace ℝ (Fin n)) : gaussianDynamics F S G t a z ≪ volume := by
  have hν (t : ℕ) : (gaussian n).map (S t) ≪ volume := by
    refine ((gaussian_absolutelyContinuous n).map
      (S t).continuous_of_finiteDimensional.measurable).trans ?_
    rw [Measure.map_linearMap_addHaar_eq_smul_addHaar volume (hS t)]
    exact Measure.smul_absolutelyContinuous
  exact additiveDynamics_absolutelyContinuous (ν := fun t ↦ (gaussian n).map (S t))
    (m := fun t a z ↦ F t z + G t a)
    (fun t _ ↦ ((F t).continuous_of_finiteDimensional.measurable).add_const _) hν t a z

/-- The controlled Ornstein–Uhlenbeck dynamics `z' = ρ z + G a + s ξ` with `s ≠ 0` and standard
Gaussian `ξ` have absolutely continuous laws of next states. -/
theorem ouDynamics_absolutelyContinuous (ρ : ℝ) {s : ℝ} (hs : s ≠ 0)
    (G : ℕ → A → EuclideanSpace ℝ (Fin n)) (t : ℕ) (a : A) (z : EuclideanSpace ℝ (Fin n)) :
    gaussianDynamics (fun _ ↦ ρ • LinearMap.id) (fun _ ↦ s • LinearMap.id) G t a z ≪ volume :=
  gaussianDynamics_absolutelyContinuous _ (fun _ ↦ by simp [LinearMap.det_smul, hs]) G t a z

end LeJEPA
