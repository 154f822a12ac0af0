import LeJEPA.Background.MeanInequalities

/-!
# The ledger: mean inequalities without a number

Two assumptions of the authors' build are inequalities for the mean of `m` numbers. With `m = 0` the
mean is `0 / 0 = 0` and each says that zero is at least one. With `m ≥ 1` both are theorems, from
`LeJEPA.Background.MeanInequalities`.

## Main results

* `LeJEPA.Ledger.not_arithGeomMean`, `LeJEPA.Ledger.not_expMean`: refuted.
* `LeJEPA.Ledger.arithGeomMean_of_ne_zero`, `LeJEPA.Ledger.expMean_of_ne_zero`: the repaired
  statements, proved.
-/

namespace LeJEPA.Ledger

/-- The inequality of the arithmetic and the geometric mean of `m` nonnegative numbers. -/
def ArithGeomMeanAt (m : ℕ) : Prop :=
  ∀ a : Fin m → ℝ, (∀ i, 0 ≤ a i) → (∏ i, a i) ^ (1 / m : ℝ) ≤ (∑ i, a i) / m

/-- The mean of the exponentials of `m` numbers that sum to zero is at least one. -/
def ExpMeanAt (m : ℕ) : Prop :=
  ∀ f : Fin m → ℝ, ∑ i, f i = 0 → 1 ≤ (∑ i, Real.exp (2 / m * f i)) / m

/-- The authors' `amgm_sum_ge_prod_pow`: for any count of numbers, zero among them. -/
def ArithGeomMean : Prop := ∀ m, ArithGeomMeanAt m

/-- The authors' `exp_mean_ge_mean_exp`: for any count of numbers, zero among them. -/
def ExpMean : Prop := ∀ m, ExpMeanAt m

/-- Refuted: the product of no numbers is one, their sum is zero. -/
theorem not_arithGeomMean : ¬ArithGeomMean := fun h ↦ by
  have h0 := h 0 Fin.elim0 fun i ↦ i.elim0
  norm_num at h0

/-- Refuted: the sum of no exponentials is zero. -/
theorem not_expMean : ¬ExpMean := fun h ↦ by
  have h0 := h 0 Fin.elim0 rfl
  norm_num at h0

/-- The repaired statement: with at least one number. -/
theorem arithGeomMean_of_ne_zero {m : ℕ} (hm : m ≠ 0) : ArithGeomMeanAt m := fun a ha ↦ by
  have := Fin.pos_iff_nonempty.1 (Nat.pos_of_ne_zero hm)
  simpa using rpow_prod_le_arith_mean a ha

/-- The repaired statement: with at least one number. -/
theorem expMean_of_ne_zero {m : ℕ} (hm : m ≠ 0) : ExpMeanAt m := fun f hf ↦ by
  have := Fin.pos_iff_nonempty.1 (Nat.pos_of_ne_zero hm)
  simpa [← Finset.mul_sum, hf] using exp_mean_le_mean_exp fun i ↦ 2 / (m : ℝ) * f i

end LeJEPA.Ledger
