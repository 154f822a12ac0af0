import Mathlib.Analysis.MeanInequalities
import Mathlib.Analysis.Convex.SpecificFunctions.Basic

/-!
# Mean inequalities in the form the paper uses

The arithmetic and the geometric mean with equal weights, and the exponential of a mean, both for a
nonempty index set: for the empty one `rpow_prod_le_arith_mean` and `exp_mean_le_mean_exp` would say
`1 ≤ 0`, since a quotient by zero is zero.

## Main results

* `LeJEPA.rpow_prod_le_arith_mean`: `(∏ i, x i) ^ (1 / n) ≤ (∑ i, x i) / n`.
* `LeJEPA.prod_le_arith_mean_pow`: `∏ i, x i ≤ ((∑ i, x i) / n) ^ n`.
* `LeJEPA.card_mul_rpow_prod_le_sum`: `n * (∏ i, x i) ^ (1 / n) ≤ ∑ i, x i`.
* `LeJEPA.exp_mean_le_mean_exp`: `exp ((∑ i, x i) / n) ≤ (∑ i, exp (x i)) / n`.
-/

open Finset

namespace LeJEPA

variable {ι : Type*} [Fintype ι] [Nonempty ι]

/-- The geometric mean with equal weights is at most the arithmetic mean. -/
theorem rpow_prod_le_arith_mean (x : ι → ℝ) (hx : ∀ i, 0 ≤ x i) :
    (∏ i, x i) ^ (Fintype.card ι : ℝ)⁻¹ ≤ (∑ i, x i) / Fintype.card ι := by
  have hcard : (Fintype.card ι : ℝ) ≠ 0 := by exact_mod_cast Fintype.card_ne_zero
  have h := Real.geom_mean_le_arith_mean_weighted univ (fun _ : ι ↦ (Fintype.card ι : ℝ)⁻¹) x
    (fun _ _ ↦ by positivity) (by simp [hcard]) (fun i _ ↦ hx i)
  rwa [Real.finset_prod_rpow _ _ fun i _ ↦ hx i, ← mul_sum, inv_mul_eq_div] at h

/-- The arithmetic–geometric mean inequality for `n ≥ 1` numbers, as a sum. -/
theorem card_mul_rpow_prod_le_sum (x : ι → ℝ) (hx : ∀ i, 0 ≤ x i) :
    Fintype.card ι * (∏ i, x i) ^ (Fintype.card ι : ℝ)⁻¹ ≤ ∑ i, x i := by
  have hcard : (0 : ℝ) < Fintype.card ι := by exact_mod_cast Fintype.card_pos
  rw [mul_comm, ← le_div_iff₀ hcard]
  exact rpow_prod_le_arith_mean x hx

/-- The arithmetic–geometric mean inequality for `n ≥ 1` numbers, without roots. -/
theorem prod_le_arith_mean_pow (x : ι → ℝ) (hx : ∀ i, 0 ≤ x i) :
    ∏ i, x i ≤ ((∑ i, x i) / Fintype.card ι) ^ Fintype.card ι := by
  have hprod : 0 ≤ ∏ i, x i := prod_nonneg fun i _ ↦ hx i
  calc ∏ i, x i = ((∏ i, x i) ^ (Fintype.card ι : ℝ)⁻¹) ^ Fintype.card ι :=
        (Real.rpow_inv_natCast_pow hprod Fintype.card_ne_zero).symm
    _ ≤ ((∑ i, x i) / Fintype.card ι) ^ Fintype.card ι := by
        gcongr
        exact rpow_prod_le_arith_mean x hx

/-- The exponential of a mean of `n ≥ 1` numbers is at most the mean of the exponentials. -/
theorem exp_mean_le_mean_exp (x : ι → ℝ) :
    Real.exp ((∑ i, x i) / Fintype.card ι) ≤ (∑ i, Real.exp (x i)) / Fintype.card ι := by
  have hcard : (Fintype.card ι : ℝ) ≠ 0 := by exact_mod_cast Fintype.card_ne_zero
  have h := convexOn_exp.map_sum_le (t := univ) (w := fun _ : ι ↦ (Fintype.card ι : ℝ)⁻¹) (p := x)
    (fun _ _ ↦ by positivity) (by simp [hcard]) (fun _ _ ↦ Set.mem_univ _)
  simp only [smul_eq_mul, ← mul_sum] at h
  simpa only [inv_mul_eq_div] using h

end LeJEPA
