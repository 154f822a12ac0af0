import LeJEPA.Appendix.ChangeOfVariables
import LeJEPA.Planning.Orthogonal
import Mathlib.MeasureTheory.Measure.Lebesgue.EqHaar
import Mathlib.MeasureTheory.Measure.Prod
import Mathlib.Topology.Algebra.Module.FiniteDimension

/-!
# Linear dynamics with quadratic costs

The linear-quadratic regulator `z' = F z + G a + ξ`, with the cost `⟪z - g, W (z - g)⟫ + r a` of the
distance to a goal `g`, seen through a linear isometry `Q`. A quadratic cost with weight `W` is not
invariant under `Q` unless `W` commutes with it, so the cost has to be transported with the
dynamics: the weight becomes `Q W Q⁻¹` (that is `Q W Qᵀ`), the goal `Q g`, the drift `Q F Q⁻¹`, the
gain `Q G`, and the noise the image of the noise under `Q`. The cost `r` of actions does not change.

## Main definitions

* `LeJEPA.additiveDynamics`: `z' = m z a + ξ`, with any drift `m`; `LeJEPA.linearDynamics`.
* `LeJEPA.Cost.quadratic`: the costs `⟪z - g, W (z - g)⟫ + r a`.

## Main results

* `LeJEPA.transport_additiveDynamics`, `LeJEPA.transport_linearDynamics`,
  `LeJEPA.Cost.transport_quadratic`: what is transported to what.
* `LeJEPA.optimalPlans_quadratic`: for any dynamics and quadratic costs, the sets of optimal plans
  agree.
* `LeJEPA.optimalPlans_linearQuadratic`, `LeJEPA.bellmanValue_linearQuadratic`,
  `LeJEPA.bellmanArgmin_linearQuadratic`: the linear-quadratic regulator.
-/

open MeasureTheory ProbabilityTheory
open scoped ENNReal RealInnerProductSpace

namespace LeJEPA

variable {E A : Type*} [NormedAddCommGroup E] [InnerProductSpace ℝ E] [MeasurableSpace E]
  [BorelSpace E]

section Quadratic

variable (W : ℕ → E →ₗ[ℝ] E) (W' : E →ₗ[ℝ] E) (r : ℕ → A → ℝ) (g : E) (Q : E ≃ₗᵢ[ℝ] E)

/-- The quadratic costs `⟪z - g, W t (z - g)⟫ + r t a` of a stage and `⟪z - g, W' (z - g)⟫` of the
end. -/
noncomputable def Cost.quadratic : Cost E A ℝ where
  stage t z a := ⟪z - g, W t (z - g)⟫ + r t a
  terminal z := ⟪z - g, W' (z - g)⟫

omit [MeasurableSpace E] [BorelSpace E] in
/-- Quadratic forms do not change when the weight is conjugated and the vector rotated. -/
theorem inner_conj_apply (V : E →ₗ[ℝ] E) (z : E) :
    ⟪Q z, Q.toLinearEquiv.conj V (Q z)⟫ = ⟪z, V z⟫ :=
  (congrArg (fun x ↦ ⟪Q z, Q (V x)⟫) (Q.symm_apply_apply z)).trans (Q.inner_map_map z (V z))

/-- The transport of quadratic costs is quadratic: the weights are conjugated by `Q`, the goal is
moved to `Q g`. -/
theorem Cost.transport_quadratic :
    (quadratic W W' r g).transport (isometryEquiv Q)
      = quadratic (fun t ↦ Q.toLinearEquiv.conj (W t)) (Q.toLinearEquiv.conj W') r (Q g) := by
  refine transport_eq_iff.mpr ⟨fun t z a ↦ ?_, fun z ↦ ?_⟩ <;>
  simp only [quadratic, isometryEquiv_apply, ← map_sub, inner_conj_apply]

/-- For any dynamics and quadratic costs, the sets of optimal plans agree when the weights are
conjugated and the goal is moved. Negative values of the costs count as zero. -/
theorem optimalPlans_quadratic (p : Dynamics E A) (n : ℕ) (z₀ : E) :
    optimalPlans (p.transport (isometryEquiv Q))
        ((Cost.quadratic (fun t ↦ Q.toLinearEquiv.conj (W t)) (Q.toLinearEquiv.conj W') r
          (Q g)).map ENNReal.ofReal) n (Q z₀)
      = optimalPlans p ((Cost.quadratic W W' r g).map ENNReal.ofReal) n z₀ := by
  rw [← Cost.transport_quadratic, ← Cost.transport_map, ← isometryEquiv_apply,
    optimalPlans_transport]

end Quadratic

section Dynamics

variable [SecondCountableTopology E] (ν : ℕ → Measure E) [∀ t, SFinite (ν t)]

/-- The dynamics `z' = m t a z + ξ` with noise `ξ ~ ν t`. -/
noncomputable def additiveDynamics (m : ℕ → A → E → E) (hm : ∀ t a, Measurable (m t a)) :
    Dynamics E A := fun t a ↦
  ⟨fun z ↦ (ν t).map fun ξ ↦ m t a z + ξ, by
    have hadd : Measurable fun x : E × E ↦ m t a x.1 + x.2 :=
      ((hm t a).comp measurable_fst).add measurable_snd
    have hmap (z : E) : (ν t).map (fun ξ ↦ m t a z + ξ)
        = ((ν t).map (Prod.mk z)).map fun x ↦ m t a x.1 + x.2 := by
      rw [Measure.map_map hadd measurable_prodMk_left]
      rfl
    simp_rw [hmap]
    exact (Measure.measurable_map _ hadd).comp Measurable.map_prodMk_left⟩

omit [InnerProductSpace ℝ E] in
variable {ν} in
/-- The law of the next state. -/
theorem additiveDynamics_apply {m : ℕ → A → E → E} (hm : ∀ t a, Measurable (m t a)) (t : ℕ) (a : A)
    (z : E) : additiveDynamics ν m hm t a z = (ν t).map fun ξ ↦ m t a z + ξ := rfl

instance (m : ℕ → A → E → E) (hm : ∀ t a, Measurable (m t a)) (t : ℕ) (a : A)
    [∀ t, IsProbabilityMeasure (ν t)] : IsMarkovKernel (additiveDynamics ν m hm t a) :=
  ⟨fun _ ↦ Measure.isProbabilityMeasure_map (measurable_const_add _).aemeasurable⟩

omit [InnerProductSpace ℝ E] in
variable {ν} in
private theorem additiveDynamics_congr {ν' : ℕ → Measure E} [∀ t, SFinite (ν' t)]
    {m m' : ℕ → A → E → E} {hm : ∀ t a, Measurable (m t a)} (hν : ν = ν') (h : m = m') :
    additiveDynamics ν m hm = additiveDynamics ν' m' (h ▸ hm) := by
  subst hν h
  rfl

/-- Additive dynamics are transported to additive dynamics: the drift is conjugated by `Q`, the
noise is rotated. -/
theorem transport_additiveDynamics {m : ℕ → A → E → E} (hm : ∀ t a, Measurable (m t a))
    (Q : E ≃ₗᵢ[ℝ] E) :
    (additiveDynamics ν m hm).transport (isometryEquiv Q)
      = additiveDynamics (fun t ↦ (ν t).map Q) (fun t a z ↦ Q (m t a (Q.symm z)))
        (fun t a ↦ Q.continuous.measurable.comp ((hm t a).comp Q.symm.continuous.measurable)) := by
  refine Dynamics.transport_eq_iff.mpr fun t a z ↦ ?_
  have hQ : Measurable Q := Q.continuous.measurable
  rw [additiveDynamics_apply, additiveDynamics_apply, coe_isometryEquiv,
    Measure.map_map (measurable_const_add _) hQ, Measure.map_map hQ (measurable_const_add _)]
  simp only [Function.comp_def, Q.symm_apply_apply, map_add]

variable [FiniteDimensional ℝ E] (F : ℕ → E →ₗ[ℝ] E) (G : ℕ → A → E)

/-- The linear dynamics `z' = F t z + G t a + ξ` with noise `ξ ~ ν t`. -/
noncomputable def linearDynamics : Dynamics E A :=
  additiveDynamics ν (fun t a z ↦ F t z + G t a)
    fun t _ ↦ ((F t).continuous_of_finiteDimensional.measurable).add_const _

instance (t : ℕ) (a : A) [∀ t, IsProbabilityMeasure (ν t)] :
    IsMarkovKernel (linearDynamics ν F G t a) :=
  inferInstanceAs (IsMarkovKernel (additiveDynamics _ _ _ t a))

/-- Linear dynamics are transported to linear dynamics: `F` is conjugated by `Q`, `G` is followed by
`Q`, the noise is rotated. -/
theorem transport_linearDynamics (Q : E ≃ₗᵢ[ℝ] E) :
    (linearDynamics ν F G).transport (isometryEquiv Q)
      = linearDynamics (fun t ↦ (ν t).map Q) (fun t ↦ Q.toLinearEquiv.conj (F t))
        fun t a ↦ Q (G t a) :=
  (transport_additiveDynamics ν _ Q).trans <| additiveDynamics_congr rfl <|
    funext fun t ↦ funext fun a ↦ funext fun z ↦ map_add Q (F t (Q.symm z)) (G t a)

variable (W : ℕ → E →ₗ[ℝ] E) (W' : E →ₗ[ℝ] E) (r : ℕ → A → ℝ) (g : E) (Q : E ≃ₗᵢ[ℝ] E)

/-- The linear-quadratic regulator and the regulator with `Q F Q⁻¹`, `Q G`, rotated noise,
`Q W Q⁻¹` and the goal `Q g` have the same optimal plans. -/
theorem optimalPlans_linearQuadratic (n : ℕ) (z₀ : E) :
    optimalPlans (linearDynamics (fun t ↦ (ν t).map Q) (fun t ↦ Q.toLinearEquiv.conj (F t))
        fun t a ↦ Q (G t a))
      ((Cost.quadratic (fun t ↦ Q.toLinearEquiv.conj (W t)) (Q.toLinearEquiv.conj W') r
        (Q g)).map ENNReal.ofReal) n (Q z₀)
      = optimalPlans (linearDynamics ν F G)
        ((Cost.quadratic W W' r g).map ENNReal.ofReal) n z₀ := by
  rw [← transport_linearDynamics, optimalPlans_quadratic]

/-- The linear-quadratic regulator and its rotation have the same Bellman values. -/
theorem bellmanValue_linearQuadratic (t k : ℕ) (z : E) :
    bellmanValue (linearDynamics (fun t ↦ (ν t).map Q) (fun t ↦ Q.toLinearEquiv.conj (F t))
        fun t a ↦ Q (G t a))
      ((Cost.quadratic (fun t ↦ Q.toLinearEquiv.conj (W t)) (Q.toLinearEquiv.conj W') r
        (Q g)).map ENNReal.ofReal) t k (Q z)
      = bellmanValue (linearDynamics ν F G)
        ((Cost.quadratic W W' r g).map ENNReal.ofReal) t k z := by
  rw [← transport_linearDynamics, ← Cost.transport_quadratic, ← Cost.transport_map,
    ← isometryEquiv_apply, bellmanValue_transport]

/-- The linear-quadratic regulator and its rotation have the same minimising actions. -/
theorem bellmanArgmin_linearQuadratic (t k : ℕ) (z : E) :
    bellmanArgmin (linearDynamics (fun t ↦ (ν t).map Q) (fun t ↦ Q.toLinearEquiv.conj (F t))
        fun t a ↦ Q (G t a))
      ((Cost.quadratic (fun t ↦ Q.toLinearEquiv.conj (W t)) (Q.toLinearEquiv.conj W') r
        (Q g)).map ENNReal.ofReal) t k (Q z)
      = bellmanArgmin (linearDynamics ν F G)
        ((Cost.quadratic W W' r g).map ENNReal.ofReal) t k z := by
  rw [← transport_linearDynamics, ← Cost.transport_quadratic, ← Cost.transport_map,
    ← isometryEquiv_apply, bellmanArgmin_transport]

end Dynamics

end LeJEPA

/-!
## Dynamics with Gaussian noise

Additive dynamics `z' = m z a + ξ` whose noise has a density have transition laws with densities, as
the end-to-end planning theorem asks for. The controlled Ornstein–Uhlenbeck dynamics
`z' = ρ z + G a + s ξ`, with standard Gaussian `ξ` and `s ≠ 0`, are an example. A linear isometry
transports linear dynamics with Gaussian noise to linear dynamics with Gaussian noise.

### Main definitions

* `LeJEPA.gaussianDynamics`: `z' = F z + G a + S ξ` with standard Gaussian `ξ`.

### Main results

* `LeJEPA.additiveDynamics_absolutelyContinuous`, `LeJEPA.gaussianDynamics_absolutelyContinuous`,
  `LeJEPA.ouDynamics_absolutelyContinuous`: laws of next states are absolutely continuous.
* `LeJEPA.transport_gaussianDynamics`: all three matrices are transported.
-/

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

/-- A measure that `Q` preserves, seen through a map and `Q`. -/
private theorem map_map_eq_map_conj {E : Type*} [MeasurableSpace E] {γ : Measure E} {Q : E ≃ᵐ E}
    (hγ : γ.map Q = γ) {S : E → E} (hS : Measurable S) :
    (γ.map S).map Q = γ.map fun z ↦ Q (S (Q.symm z)) := by
  have hm : Measurable fun z ↦ Q (S (Q.symm z)) := Q.measurable.comp (hS.comp Q.symm.measurable)
  have h : (fun z ↦ Q (S (Q.symm z))) ∘ Q = Q ∘ S :=
    funext fun z ↦ congrArg (fun x ↦ Q (S x)) (Q.symm_apply_apply z)
  rw [Measure.map_map Q.measurable hS, ← h, ← Measure.map_map hm Q.measurable, hγ]

/-- Invertible linear maps keep a measure absolutely continuous. -/
private theorem map_linearMap_absolutelyContinuous {E : Type*} [NormedAddCommGroup E]
    [NormedSpace ℝ E] [FiniteDimensional ℝ E] [MeasurableSpace E] [BorelSpace E] {γ μ : Measure E}
    [μ.IsAddHaarMeasure] (hγ : γ ≪ μ) {S : E →ₗ[ℝ] E} (hS : LinearMap.det S ≠ 0) : γ.map S ≪ μ := by
  refine (hγ.map S.continuous_of_finiteDimensional.measurable).trans ?_
  rw [Measure.map_linearMap_addHaar_eq_smul_addHaar μ hS]
  exact Measure.smul_absolutelyContinuous

private theorem det_smul_id_ne_zero {E : Type*} [AddCommGroup E] [Module ℝ E] {s : ℝ}
    (hs : s ≠ 0) : LinearMap.det (s • (LinearMap.id : E →ₗ[ℝ] E)) ≠ 0 := by
  rw [LinearMap.det_smul, LinearMap.det_id, mul_one]
  exact pow_ne_zero _ hs

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
        fun t a ↦ Q (G t a) :=
  (transport_linearDynamics _ F G Q).trans <| additiveDynamics_congr
    (funext fun t ↦ map_map_eq_map_conj (Q := isometryEquiv Q) (map_gaussian Q)
      (S t).continuous_of_finiteDimensional.measurable) rfl

/-- Linear dynamics with Gaussian noise that acts in every direction have absolutely continuous laws
of next states. -/
theorem gaussianDynamics_absolutelyContinuous
    (F : ℕ → EuclideanSpace ℝ (Fin n) →ₗ[ℝ] EuclideanSpace ℝ (Fin n))
    {S : ℕ → EuclideanSpace ℝ (Fin n) →ₗ[ℝ] EuclideanSpace ℝ (Fin n)}
    (hS : ∀ t, LinearMap.det (S t) ≠ 0) (G : ℕ → A → EuclideanSpace ℝ (Fin n)) (t : ℕ) (a : A)
    (z : EuclideanSpace ℝ (Fin n)) : gaussianDynamics F S G t a z ≪ volume :=
  additiveDynamics_absolutelyContinuous
    (fun t a ↦ (F t).continuous_of_finiteDimensional.measurable.add_const (G t a))
    (fun t ↦ map_linearMap_absolutelyContinuous (gaussian_absolutelyContinuous n) (hS t)) t a z

/-- The controlled Ornstein–Uhlenbeck dynamics `z' = ρ z + G a + s ξ` with `s ≠ 0` and standard
Gaussian `ξ` have absolutely continuous laws of next states. -/
theorem ouDynamics_absolutelyContinuous (ρ : ℝ) {s : ℝ} (hs : s ≠ 0)
    (G : ℕ → A → EuclideanSpace ℝ (Fin n)) (t : ℕ) (a : A) (z : EuclideanSpace ℝ (Fin n)) :
    gaussianDynamics (fun _ ↦ ρ • LinearMap.id) (fun _ ↦ s • LinearMap.id) G t a z ≪ volume :=
  gaussianDynamics_absolutelyContinuous _ (fun _ ↦ det_smul_id_ne_zero hs) G t a z

end LeJEPA
