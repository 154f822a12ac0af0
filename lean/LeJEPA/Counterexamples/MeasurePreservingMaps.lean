import Mathlib.Dynamics.Ergodic.MeasurePreserving
import Mathlib.MeasureTheory.Group.LIntegral
import Mathlib.MeasureTheory.Measure.Prod

/-!
# Two ways to build maps that preserve a measure

Both build nonlinear maps from a supply of linear ones, and serve the counterexamples.

## Main results

* `MeasureTheory.MeasurePreserving.piecewise`: glue two measure-preserving maps along an invariant
  set.
* `MeasureTheory.measurePreserving_orbitMap`: let a compact group act, and move every point by a
  group element that depends on its orbit only.
-/

open Set

namespace MeasureTheory

/-- Two maps that preserve `μ`, glued along a set that both leave invariant, preserve `μ`. -/
theorem MeasurePreserving.piecewise {α : Type*} {mα : MeasurableSpace α} {μ : Measure α}
    {f g : α → α} (hf : MeasurePreserving f μ μ) (hg : MeasurePreserving g μ μ) {s : Set α}
    [∀ x, Decidable (x ∈ s)] (hs : MeasurableSet s) (hfs : f ⁻¹' s = s) (hgs : g ⁻¹' s = s) :
    MeasurePreserving (s.piecewise f g) μ μ := by
  refine ⟨hf.measurable.piecewise hs hg.measurable, Measure.ext fun t ht ↦ ?_⟩
  have hfts : f ⁻¹' t ∩ s = f ⁻¹' (t ∩ s) := by rw [preimage_inter, hfs]
  have hgts : g ⁻¹' t \ s = g ⁻¹' (t \ s) := by rw [preimage_diff, hgs]
  rw [Measure.map_apply (hf.measurable.piecewise hs hg.measurable) ht, piecewise_preimage, Set.ite,
    measure_union (disjoint_sdiff_right.mono_left inter_subset_right)
      ((hg.measurable ht).diff hs), hfts, hgts,
    hf.measure_preimage (ht.inter hs).nullMeasurableSet,
    hg.measure_preimage (ht.diff hs).nullMeasurableSet, measure_inter_add_diff t hs]

/-- A group `G` with an invariant probability measure acts on `α` by maps that preserve `μ`. If
`φ : α → G` is constant on orbits, then `x ↦ φ x • x` preserves `μ`. -/
theorem measurePreserving_orbitMap {G α : Type*} [Group G] {mG : MeasurableSpace G}
    [MeasurableMul₂ G] {mα : MeasurableSpace α} {μ : Measure α} [SFinite μ] (ν : Measure G)
    [IsProbabilityMeasure ν] [ν.IsMulLeftInvariant] {a : G → α → α}
    (ha : Measurable (Function.uncurry a)) (hmul : ∀ g k x, a (g * k) x = a g (a k x))
    (hμ : ∀ g, MeasurePreserving (a g) μ μ) {φ : α → G} (hφ : Measurable φ)
    (hinv : ∀ g x, φ (a g x) = φ x) : MeasurePreserving (fun x ↦ a (φ x) x) μ μ := by
  have hmeas : Measurable fun x ↦ a (φ x) x := ha.comp (hφ.prodMk measurable_id)
  refine ⟨hmeas, Measure.ext_of_lintegral _ fun f hf ↦ ?_⟩
  have hfa : Measurable fun p : G × α ↦ f (a p.1 p.2) := hf.comp ha
  have hfφ : Measurable fun p : G × α ↦ f (a (φ p.2 * p.1) p.2) :=
    hfa.comp (((hφ.comp measurable_snd).mul measurable_fst).prodMk measurable_snd)
  calc ∫⁻ x, f x ∂μ.map (fun x ↦ a (φ x) x)
      = ∫⁻ x, f (a (φ x) x) ∂μ := lintegral_map hf hmeas
    _ = ∫⁻ g, ∫⁻ x, f (a (φ x * g) x) ∂μ ∂ν := by
        -- The inner integral does not depend on `g`: it is over the image of `μ` under `a g`.
        have h (g : G) : ∫⁻ x, f (a (φ x * g) x) ∂μ = ∫⁻ x, f (a (φ x) x) ∂μ := by
          refine Eq.trans ?_ ((hμ g).lintegral_comp (hf.comp hmeas))
          exact lintegral_congr fun x ↦ by rw [hinv, hmul]
        simp [h]
    _ = ∫⁻ x, ∫⁻ g, f (a (φ x * g) x) ∂ν ∂μ := lintegral_lintegral_swap hfφ.aemeasurable
    _ = ∫⁻ x, ∫⁻ g, f (a g x) ∂ν ∂μ :=
        lintegral_congr fun x ↦ lintegral_mul_left_eq_self (fun g ↦ f (a g x)) (φ x)
    _ = ∫⁻ g, ∫⁻ x, f (a g x) ∂μ ∂ν := (lintegral_lintegral_swap hfa.aemeasurable).symm
    _ = ∫⁻ x, f x ∂μ := by simp [(hμ _).lintegral_comp hf]

end MeasureTheory
