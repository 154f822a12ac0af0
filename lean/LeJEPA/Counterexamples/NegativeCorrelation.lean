import LeJEPA.Counterexamples.EvenMap
import LeJEPA.Counterexamples.HermiteTwo

/-!
# Theorem 1 fails for negative correlations

For `-1 ≤ ρ < 0` the floor `2 (1 - ρ) n` of Theorem 1 is beaten: an even encoder cannot tell `z'`
from `-z'`, hence sees the correlation `-ρ > 0`, and its loss is at most `2 n < 2 (1 - ρ) n`.

## Main results

* `LeJEPA.exists_whitened_alignmentLoss_lt`: by a whitened encoder, against part (b).
* `LeJEPA.exists_measurePreserving_alignmentLoss_lt`: by an encoder that preserves the Gaussian
  measure, against part (c).
-/

open MeasureTheory ProbabilityTheory

namespace LeJEPA

variable {n : ℕ} {ρ : ℝ}

/-- For `-1 ≤ ρ < 0` an encoder with mean zero and identity covariance beats the floor
`2 (1 - ρ) n`. -/
theorem exists_whitened_alignmentLoss_lt (hn : 0 < n) (hρ : -1 ≤ ρ) (hρ₀ : ρ < 0) :
    ∃ h : EuclideanSpace ℝ (Fin n) → EuclideanSpace ℝ (Fin n), MemLp h 2 (gaussian n) ∧
      meanVec h = 0 ∧ covMatrix h = 1 ∧ alignmentLoss ρ h < 2 * (1 - ρ) * n := by
  refine ⟨coordwise fun x ↦ 1 * hermiteTwo x, memLp_coordwise (memLp_const_mul_hermiteTwo 1),
    meanVec_hermiteTwo 1, by rw [covMatrix_hermiteTwo]; simp, ?_⟩
  rw [alignmentLoss_hermiteTwo (abs_le.mpr ⟨hρ, by linarith⟩)]
  have hn' : (0 : ℝ) < n := Nat.cast_pos.mpr hn
  nlinarith [mul_pos hn' (neg_pos.mpr hρ₀), mul_nonneg hn'.le (sq_nonneg ρ)]

/-- For `-1 ≤ ρ < 0` an encoder that preserves the standard Gaussian measure beats the floor
`2 (1 - ρ) n`. -/
theorem exists_measurePreserving_alignmentLoss_lt (hn : 0 < n) (hρ : -1 ≤ ρ) (hρ₀ : ρ < 0) :
    ∃ h : EuclideanSpace ℝ (Fin n) → EuclideanSpace ℝ (Fin n),
      MeasurePreserving h (gaussian n) (gaussian n) ∧ alignmentLoss ρ h < 2 * (1 - ρ) * n := by
  obtain ⟨g, hg, heven⟩ := exists_even_measurePreserving_gaussianReal
  refine ⟨coordwise g, measurePreserving_coordwise hg, ?_⟩
  have hmem : MemLp g 2 (gaussianReal 0 1) := by
    have := (memLp_id_gaussianReal (μ := 0) (v := 1) 2).comp_measurePreserving hg
    exact mod_cast this
  have hsq : ∫ x, g x ^ 2 ∂gaussianReal 0 1 = 1 := by
    have h := integral_sq_gaussianReal
    rw [← hg.map_eq, integral_map hg.aemeasurable (by fun_prop)] at h
    simpa only [pow_two] using h
  -- The correlation is that of an even function on the line, at `-ρ`.
  have hcorr : 0 ≤ ∫ p, g p.1 * g (ρ * p.1 + √(1 - ρ ^ 2) * p.2)
      ∂(gaussianReal 0 1).prod (gaussianReal 0 1) := by
    rw [← integral_mul_ouMap_apply hg.measurable (0 : Fin 1),
      ← integral_mul_ouMap_neg (f := fun z : EuclideanSpace ℝ (Fin 1) ↦ g (z 0))
        fun z ↦ by simp [heven]]
    exact integral_mul_ouMap_nonneg (by linarith) (by linarith)
      (hmem.comp_measurePreserving (measurePreserving_apply_gaussian 0))
  rw [alignmentLoss_coordwise (abs_le.mpr ⟨hρ, by linarith⟩) hg.measurable hmem, hsq]
  have hn' : (0 : ℝ) < n := Nat.cast_pos.mpr hn
  nlinarith [mul_pos hn' (neg_pos.mpr hρ₀), mul_nonneg hn'.le hcorr]

end LeJEPA
