import Mathlib.Analysis.InnerProductSpace.PiL2
import Mathlib.Analysis.Normed.Lp.MeasurableSpace
import Mathlib.MeasureTheory.Measure.Typeclasses.SFinite
import Mathlib.MeasureTheory.SpecificCodomains.WithLp

/-!
# Shortcuts for instances

Instances that Mathlib finds after a long search, once more and at a high priority: one step each
instead of a tenth to half a second, many hundred times in this library. All are propositions, so
that no statement depends on them, and they are scoped to `LeJEPA`.
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

scoped instance (priority := 2000) addMonoidHomClass_linearIsometryEquiv :
    AddMonoidHomClass (EuclideanSpace ℝ (Fin n) ≃ₗᵢ[ℝ] EuclideanSpace ℝ (Fin n))
      (EuclideanSpace ℝ (Fin n)) (EuclideanSpace ℝ (Fin n)) := inferInstance

end LeJEPA
