import LeJEPA.Converse.Basic
import Mathlib.MeasureTheory.Function.ConditionalExpectation.PullOut

/-!
# The backward regression

`E[z | z'] = ρ z'` may be stated with conditional expectations or by testing against bounded
functions of `z'`; a reversible world has it.

## Main results

* `LeJEPA.AR1.condExp_iff_backward`: the two statements agree.
* `LeJEPA.AR1.backward_of_reversible`: a reversible world has a linear backward regression.
-/

open MeasureTheory

namespace LeJEPA

variable {n : ℕ} {ρ : ℝ} {μ ν : Measure (EuclideanSpace ℝ (Fin n))}

namespace AR1

/-- A function of the first point times a bounded function of the second one is integrable. -/
theorem integrable_mul_arMap {X : EuclideanSpace ℝ (Fin n) × EuclideanSpace ℝ (Fin n) → ℝ}
    (hX : Integrable X (μ.prod ν)) {g : EuclideanSpace ℝ (Fin n) → ℝ} (hg : Measurable g)
    (hC : ∃ C, ∀ z, |g z| ≤ C) : Integrable (fun p ↦ X p * g (arMap ρ p)) (μ.prod ν) := by
  obtain ⟨C, hC⟩ := hC
  exact hX.mul_bdd (c := C) (hg.comp measurable_arMap).aestronglyMeasurable
    (.of_forall fun p ↦ hC _)

variable [IsProbabilityMeasure μ] [IsProbabilityMeasure ν]

/-- A coordinate of the second point is integrable. -/
theorem integrable_arMap_apply (w : AR1 ρ μ ν) (j : Fin n) :
    Integrable (fun p ↦ arMap ρ p j) (μ.prod ν) :=
  (w.memLp_arMap (w.memLp_apply j)).integrable one_le_two

/-- A coordinate of the first point is integrable. -/
theorem integrable_fst_apply (w : AR1 ρ μ ν) (j : Fin n) :
    Integrable (fun p ↦ p.1 j) (μ.prod ν) :=
  (w.integrable_apply j).comp_fst ν

/-- The backward regression as a conditional expectation, `E[z j | z'] = ρ z' j`, agrees with its
test against bounded measurable functions, `E[z j g(z')] = ρ E[z' j g(z')]`. -/
theorem condExp_iff_backward (w : AR1 ρ μ ν) (j : Fin n) :
    (μ.prod ν)[fun p ↦ p.1 j | MeasurableSpace.comap (arMap ρ) inferInstance]
        =ᵐ[μ.prod ν] (fun p ↦ ρ * arMap ρ p j) ↔
      ∀ g : EuclideanSpace ℝ (Fin n) → ℝ, Measurable g → (∃ C, ∀ z, |g z| ≤ C) →
        ∫ p, p.1 j * g (arMap ρ p) ∂μ.prod ν
          = ρ * ∫ p, arMap ρ p j * g (arMap ρ p) ∂μ.prod ν := by
  have hm : MeasurableSpace.comap (arMap ρ) inferInstance
      ≤ (inferInstance : MeasurableSpace (EuclideanSpace ℝ (Fin n) × EuclideanSpace ℝ (Fin n))) :=
    measurable_arMap.comap_le
  have hmeas {g : EuclideanSpace ℝ (Fin n) → ℝ} (hg : Measurable g) :
      StronglyMeasurable[MeasurableSpace.comap (arMap ρ) inferInstance]
        fun p ↦ g (arMap ρ p) :=
    (hg.comp (comap_measurable (arMap ρ))).stronglyMeasurable
  constructor
  · intro h g hg hC
    have hint := integrable_mul_arMap (ρ := ρ) (w.integrable_fst_apply j) hg hC
    have hpull := condExp_mul_of_stronglyMeasurable_right (hmeas hg) hint (w.integrable_fst_apply j)
    rw [← integral_const_mul, ← integral_condExp hm]
    refine integral_congr_ae (hpull.trans ?_)
    filter_upwards [h] with p hp
    rw [Pi.mul_apply, hp, mul_assoc]
  · intro h
    refine (ae_eq_condExp_of_forall_setIntegral_eq hm (w.integrable_fst_apply j)
      (fun s _ _ ↦ ((w.integrable_arMap_apply j).const_mul ρ).integrableOn) ?_
      ((hmeas (by fun_prop : Measurable fun z : EuclideanSpace ℝ (Fin n) ↦ z j)).const_mul
        ρ).aestronglyMeasurable).symm
    rintro _ ⟨B, hB, rfl⟩ -
    have hpre := measurable_arMap (ρ := ρ) hB
    have hind := h (B.indicator 1) (measurable_one.indicator hB) ⟨1, fun z ↦ by
      by_cases hz : z ∈ B <;> simp [hz]⟩
    have e (X : EuclideanSpace ℝ (Fin n) × EuclideanSpace ℝ (Fin n) → ℝ) :
        ∫ p in arMap ρ ⁻¹' B, X p ∂μ.prod ν
          = ∫ p, X p * B.indicator 1 (arMap ρ p) ∂μ.prod ν := by
      rw [← integral_indicator hpre]
      refine integral_congr_ae (.of_forall fun p ↦ ?_)
      by_cases hp : arMap ρ p ∈ B
      · simp [hp]
      · simp [hp]
    rw [e, e, hind]
    simp_rw [mul_assoc]
    rw [integral_const_mul]

/-- A reversible world, `(z, z') ~ (z', z)`, has a linear backward regression. -/
theorem backward_of_reversible (w : AR1 ρ μ ν)
    (hrev : (μ.prod ν).map (fun p ↦ (p.1, arMap ρ p))
      = (μ.prod ν).map fun p ↦ (arMap ρ p, p.1))
    (j : Fin n) {g : EuclideanSpace ℝ (Fin n) → ℝ} (hg : Measurable g)
    (hC : ∃ C, ∀ z, |g z| ≤ C) :
    ∫ p, p.1 j * g (arMap ρ p) ∂μ.prod ν
      = ρ * ∫ p, arMap ρ p j * g (arMap ρ p) ∂μ.prod ν := by
  have hgL : MemLp g 2 μ := by
    obtain ⟨C, hC⟩ := hC
    exact MemLp.of_bound hg.aestronglyMeasurable C (.of_forall fun z ↦ hC z)
  have hG : Measurable fun q : EuclideanSpace ℝ (Fin n) × EuclideanSpace ℝ (Fin n) ↦
      q.1 j * g q.2 := by fun_prop
  have h1 : ∫ q, q.1 j * g q.2 ∂(μ.prod ν).map (fun p ↦ (p.1, arMap ρ p))
      = ∫ p, p.1 j * g (arMap ρ p) ∂μ.prod ν :=
    integral_map (Measurable.aemeasurable (by fun_prop)) hG.aestronglyMeasurable
  have h2 : ∫ q, q.1 j * g q.2 ∂(μ.prod ν).map (fun p ↦ (arMap ρ p, p.1))
      = ∫ p, arMap ρ p j * g p.1 ∂μ.prod ν :=
    integral_map (Measurable.aemeasurable (by fun_prop)) hG.aestronglyMeasurable
  rw [← h1, hrev, h2, w.integral_arMap_mul hgL,
    w.integral_arMap (f := fun z ↦ z j * g z) (by fun_prop)]

end AR1

end LeJEPA
