import LeJEPA.Counterexamples.SignFlip

/-!
# Theorem 1 needs `0 < ρ < 1`

At `ρ = 1` the alignment loss of every encoder vanishes, and at `ρ = 0` it is twice the total
variance. In both cases every encoder that preserves the Gaussian measure attains the floor
`2 (1 - ρ) n`, also one that is not affine.

## Main results

* `LeJEPA.alignmentLoss_one`: `L(h) = 0` at `ρ = 1`.
* `LeJEPA.alignmentLoss_zero`: `L(h) = 2 tr (Cov h)` at `ρ = 0`.
* `LeJEPA.exists_nonlinear_minimizer_of_rho_zero`, `LeJEPA.exists_nonlinear_minimizer_of_rho_one`:
  the equality cases of Theorem 1 fail at `ρ = 0` and at `ρ = 1`.
-/

open MeasureTheory ProbabilityTheory

namespace LeJEPA

variable {n : ℕ} {h : EuclideanSpace ℝ (Fin n) → EuclideanSpace ℝ (Fin n)}

/-- At correlation one the alignment loss of every encoder vanishes. -/
theorem alignmentLoss_one : alignmentLoss 1 h = 0 := by
  simp [alignmentLoss, ouMap]

/-- At correlation zero the alignment loss is twice the total variance. -/
theorem alignmentLoss_zero (hh : MemLp h 2 (gaussian n)) :
    alignmentLoss 0 h = 2 * (covMatrix h).trace := by
  have h0 : |(0 : ℝ)| ≤ 1 := by simp
  have hmem := hh.eval_piLp
  have hint (i : Fin n) : Integrable (fun w : EuclideanSpace ℝ (Fin n) × EuclideanSpace ℝ (Fin n) ↦
      (h (ouMap 0 w) i - h w.1 i) ^ 2) ((gaussian n).prod (gaussian n)) :=
    (((hmem i).comp_measurePreserving (measurePreserving_ouMap_of_abs_le h0)).sub
      ((hmem i).comp_measurePreserving measurePreserving_fst)).integrable_sq
  simp only [alignmentLoss, EuclideanSpace.norm_sq_eq, Real.norm_eq_abs, sq_abs, PiLp.sub_apply]
  rw [integral_finset_sum _ fun i _ ↦ hint i, Matrix.trace, Finset.mul_sum]
  refine Finset.sum_congr rfl fun i _ ↦ ?_
  rw [integral_sub_sq_ouMap h0 (hmem i), integral_mul_ouMap_zero (f := fun z ↦ h z i)]
  have hi := (hmem i).integrable one_le_two
  have hm : meanVec h i = ∫ z, h z i ∂gaussian n :=
    eval_integral_piLp (fun i ↦ (hmem i).integrable one_le_two) i
  have e (z : EuclideanSpace ℝ (Fin n)) : (h z i - meanVec h i) * (h z i - meanVec h i)
      = h z i ^ 2 - 2 * meanVec h i * h z i + meanVec h i ^ 2 := by ring
  simp only [covMatrix, Matrix.diag_apply, Matrix.of_apply, e]
  rw [integral_add ((hmem i).integrable_sq.sub' (hi.const_mul _)) (integrable_const _),
    integral_sub (hmem i).integrable_sq (hi.const_mul _), integral_const_mul, ← hm]
  simp
  ring

/-- At correlation one the equality cases of Theorem 1 fail: an encoder that preserves the Gaussian
measure, and so is whitened, attains the floor `2 (1 - ρ) n` without being affine. -/
theorem exists_nonlinear_minimizer_of_rho_one (hn : 0 < n) :
    ∃ h : EuclideanSpace ℝ (Fin n) → EuclideanSpace ℝ (Fin n),
      MeasurePreserving h (gaussian n) (gaussian n) ∧ alignmentLoss 1 h = 2 * (1 - 1) * n ∧
      ¬ ∃ (b : EuclideanSpace ℝ (Fin n))
        (A : EuclideanSpace ℝ (Fin n) →ₗ[ℝ] EuclideanSpace ℝ (Fin n)),
        h =ᵐ[gaussian n] fun z ↦ b + A z :=
  ⟨coordwise signFlip, measurePreserving_coordwise measurePreserving_signFlip,
    by simp [alignmentLoss_one], not_ae_eq_affine_signFlip hn⟩

/-- At correlation zero the equality cases of Theorem 1 fail: an encoder that preserves the Gaussian
measure, and so is whitened, attains the floor `2 (1 - ρ) n` without being affine. -/
theorem exists_nonlinear_minimizer_of_rho_zero (hn : 0 < n) :
    ∃ h : EuclideanSpace ℝ (Fin n) → EuclideanSpace ℝ (Fin n),
      MeasurePreserving h (gaussian n) (gaussian n) ∧ alignmentLoss 0 h = 2 * (1 - 0) * n ∧
      ¬ ∃ (b : EuclideanSpace ℝ (Fin n))
        (A : EuclideanSpace ℝ (Fin n) →ₗ[ℝ] EuclideanSpace ℝ (Fin n)),
        h =ᵐ[gaussian n] fun z ↦ b + A z := by
  refine ⟨coordwise signFlip, measurePreserving_coordwise measurePreserving_signFlip, ?_,
    not_ae_eq_affine_signFlip hn⟩
  rw [alignmentLoss_zero (memLp_coordwise memLp_signFlip),
    trace_covMatrix_coordwise memLp_signFlip integral_signFlip, integral_signFlip_sq]
  ring

end LeJEPA
