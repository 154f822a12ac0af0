import LeJEPA.Converse.Affine
import LeJEPA.Counterexamples.ReadingsDefs

/-!
# Finite laws are not Gaussian

## Main results

* `LeJEPA.not_isGaussian_finiteLaw`: a law with finitely many atoms, mean zero and identity
  covariance is not Gaussian.
-/

open MeasureTheory ProbabilityTheory

namespace LeJEPA

variable {n : ℕ} [NeZero n]

/-- The standard Gaussian measure of a positive dimension has no atoms. -/
instance : NoAtoms (gaussian n) := by
  have hnoatoms := noAtoms_gaussianReal (μ := 0) (v := 1) one_ne_zero
  refine ⟨fun z ↦ ?_⟩
  have h := (measurePreserving_apply_gaussian (0 : Fin n)).measure_preimage
    (measurableSet_singleton (z 0)).nullMeasurableSet
  rw [measure_singleton] at h
  exact measure_mono_null (fun y hy ↦ by simp [Set.mem_singleton_iff.mp hy]) h

/-- A law with finitely many atoms, mean zero and identity covariance is not Gaussian. -/
theorem not_isGaussian_finiteLaw {ι : Type*} [Fintype ι] [Nonempty ι] {p : ι → ℝ}
    {x : ι → EuclideanSpace ℝ (Fin n)} (hp : ∀ i, 0 < p i)
    (hw : IsWhitened (finiteLaw p x) fun z ↦ z) : ¬ IsGaussian (finiteLaw p x) := fun _ ↦
  finiteLaw_ne_of_noAtoms hp (eq_gaussian_of_isGaussian hw.memLp hw.mean hw.cov)

end LeJEPA
