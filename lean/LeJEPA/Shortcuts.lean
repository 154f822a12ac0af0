import Mathlib.Analysis.InnerProductSpace.PiL2
import Mathlib.Analysis.Normed.Lp.MeasurableSpace
import Mathlib.MeasureTheory.Measure.Typeclasses.SFinite
import Mathlib.MeasureTheory.SpecificCodomains.WithLp

/-!
# Shortcuts for instances

Instances that Mathlib finds after a long search, once more and at a high priority: one step each
instead of a tenth to half a second, many hundred times in this library. All are propositions, so
that no statement depends on them, and they are scoped to `LeJEPA`. So is one lemma for `simp`.
-/

open MeasureTheory

namespace LeJEPA

variable {X : Type*} [MeasurableSpace X] {n : ℕ}

scoped instance (priority := 2000) sFinite_of_isProbabilityMeasure (μ : Measure X)
    [IsProbabilityMeasure μ] : SFinite μ := inferInstance

scoped instance (priority := 2000) sigmaFinite_of_isProbabilityMeasure (μ : Measure X)
    [IsProbabilityMeasure μ] : SigmaFinite μ := inferInstance

scoped instance (priority := 2000) zeroLEOneClass_ennreal : ZeroLEOneClass ENNReal := inferInstance

scoped instance (priority := 2000) finiteDimensional_euclideanSpace :
    FiniteDimensional ℝ (EuclideanSpace ℝ (Fin n)) := inferInstance

scoped instance (priority := 2000) continuousSMul_euclideanSpace :
    ContinuousSMul ℝ (EuclideanSpace ℝ (Fin n)) := inferInstance

scoped instance (priority := 2000) continuousAdd_euclideanSpace :
    ContinuousAdd (EuclideanSpace ℝ (Fin n)) := inferInstance

scoped instance (priority := 2000) isTopologicalAddGroup_euclideanSpace :
    IsTopologicalAddGroup (EuclideanSpace ℝ (Fin n)) := inferInstance

scoped instance (priority := 2000) measurableAdd₂_euclideanSpace :
    MeasurableAdd₂ (EuclideanSpace ℝ (Fin n)) := inferInstance

scoped instance (priority := 2000) measurableSMul₂_euclideanSpace :
    MeasurableSMul₂ ℝ (EuclideanSpace ℝ (Fin n)) := inferInstance

scoped instance (priority := 2000) measurableAdd_euclideanSpace :
    MeasurableAdd (EuclideanSpace ℝ (Fin n)) := inferInstance

scoped instance (priority := 2000) measurableSub₂_euclideanSpace :
    MeasurableSub₂ (EuclideanSpace ℝ (Fin n)) := inferInstance

scoped instance (priority := 2000) charZero_real : CharZero ℝ := inferInstance

scoped instance (priority := 2000) isOrderedModule_real : IsOrderedModule ℝ ℝ := inferInstance

section Hom

variable {E F : Type*}

scoped instance (priority := 2000) addMonoidHomClass_linearMap [AddCommMonoid E] [AddCommMonoid F]
    [Module ℝ E] [Module ℝ F] : AddMonoidHomClass (E →ₗ[ℝ] F) E F := inferInstance

scoped instance (priority := 2000) addMonoidHomClass_continuousLinearMap [TopologicalSpace E]
    [TopologicalSpace F] [AddCommMonoid E] [AddCommMonoid F] [Module ℝ E] [Module ℝ F] :
    AddMonoidHomClass (E →L[ℝ] F) E F := inferInstance

scoped instance (priority := 2000) addMonoidHomClass_linearIsometryEquiv
    [SeminormedAddCommGroup E] [SeminormedAddCommGroup F] [Module ℝ E] [Module ℝ F] :
    AddMonoidHomClass (E ≃ₗᵢ[ℝ] F) E F := inferInstance

end Hom

/-- `simp` asks whether `Fin n` is empty wherever it meets a sum over `Fin n`. This answer is one
step; Mathlib's looks for a structure of any kind that makes `Fin n` nonempty. -/
theorem isEmpty_fin_iff : IsEmpty (Fin n) ↔ n = 0 := by
  rw [← Fintype.card_eq_zero_iff, Fintype.card_fin]

attribute [scoped simp high] isEmpty_fin_iff

end LeJEPA
