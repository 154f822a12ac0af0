import LeJEPA.Background.MeanInequalities

/-!
# Equality in the mean inequalities

The arithmetic and the geometric mean of `n ≥ 1` nonnegative numbers agree exactly when the numbers
are equal, and so do the exponential of a mean and the mean of the exponentials.

## Main results

* `LeJEPA.rpow_prod_lt_arith_mean_iff`: `(∏ i, x i) ^ (1 / n) < (∑ i, x i) / n` iff two of the
  numbers differ.
* `LeJEPA.exp_mean_eq_mean_exp_iff`: `exp ((∑ i, x i) / n) = (∑ i, exp (x i)) / n` iff all the
  numbers are equal.
-/

open Finset

namespace LeJEPA

variable {ι : Type*} [Fintype ι] [Nonempty ι]

/-- The geometric mean is strictly less than the arithmetic mean iff two of the numbers differ. -/
theorem rpow_prod_lt_arith_mean_iff (x : ι → ℝ) (hx : ∀ i, 0 ≤ x i) :
    (∏ i, x i) ^ (Fintype.card ι : ℝ)⁻¹ < (∑ i, x i) / Fintype.card ι ↔ ∃ i j, x i ≠ x j := by
  have hcard : (0 : ℝ) < Fintype.card ι := by exact_mod_cast Fintype.card_pos
  have h := Real.geom_mean_lt_arith_mean_weighted_iff_of_pos univ
    (fun _ : ι ↦ (Fintype.card ι : ℝ)⁻¹) x (fun _ _ ↦ inv_pos.mpr hcard) (by simp [hcard.ne'])
    (fun i _ ↦ hx i)
  rw [Real.finset_prod_rpow _ _ fun i _ ↦ hx i, ← mul_sum, inv_mul_eq_div] at h
  simpa only [mem_univ, true_and] using h

/-- The exponential of a mean is the mean of the exponentials iff all the numbers are equal. -/
theorem exp_mean_eq_mean_exp_iff (x : ι → ℝ) :
    Real.exp ((∑ i, x i) / Fintype.card ι) = (∑ i, Real.exp (x i)) / Fintype.card ι
      ↔ ∀ i j, x i = x j := by
  have hcard : (0 : ℝ) < Fintype.card ι := by exact_mod_cast Fintype.card_pos
  have h := strictConvexOn_exp.map_sum_eq_iff (t := univ)
    (w := fun _ : ι ↦ (Fintype.card ι : ℝ)⁻¹) (p := x) (fun _ _ ↦ inv_pos.mpr hcard)
    (by simp [hcard.ne']) (fun _ _ ↦ Set.mem_univ _)
  simp only [smul_eq_mul, inv_mul_eq_div, mem_univ, true_implies, ← sum_div] at h
  rw [h]
  refine ⟨fun h i j ↦ (h i).trans (h j).symm, fun h i ↦ ?_⟩
  simp [h _ i, hcard.ne']

end LeJEPA
