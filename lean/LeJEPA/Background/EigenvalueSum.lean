import Mathlib.Algebra.BigOperators.Fin
import Mathlib.Analysis.SpecificLimits.Normed

/-!
# The sum of the eigenvalues of the Ornstein–Uhlenbeck operator

In `n` variables the Ornstein–Uhlenbeck operator of correlation `ρ` has the eigenvalues
`ρ ^ ∑ i, α i`, one for every multi-index `α`. For `|ρ| < 1` their sum is `(1 - ρ) ^ (-n)`.

## Main results

* `LeJEPA.hasSum_pow_sum_multiIndex`: the sum.
-/

namespace LeJEPA

/-- For `|ρ| < 1` the sum of `ρ ^ ∑ i, α i` over the multi-indices `α : Fin n → ℕ` is
`(1 - ρ) ^ (-n)`. -/
theorem hasSum_pow_sum_multiIndex {ρ : ℝ} (hρ : |ρ| < 1) (n : ℕ) :
    HasSum (fun α : Fin n → ℕ ↦ ρ ^ ∑ i, α i) ((1 - ρ)⁻¹ ^ n) := by
  induction n with
  | zero => simp
  | succ n ih =>
    have hgeo : HasSum (fun k : ℕ ↦ ρ ^ k) (1 - ρ)⁻¹ := hasSum_geometric_of_abs_lt_one hρ
    have hsum : Summable fun x : ℕ × (Fin n → ℕ) ↦ ρ ^ x.1 * ρ ^ ∑ i, x.2 i :=
      summable_mul_of_summable_norm (f := fun k : ℕ ↦ ρ ^ k)
        (g := fun α : Fin n → ℕ ↦ ρ ^ ∑ i, α i)
        (by simpa only [Real.norm_eq_abs] using hgeo.summable.abs)
        (by simpa only [Real.norm_eq_abs] using ih.summable.abs)
    rw [← (Fin.consEquiv fun _ : Fin (n + 1) ↦ ℕ).hasSum_iff, pow_succ']
    have hcons : (fun α : Fin (n + 1) → ℕ ↦ ρ ^ ∑ i, α i) ∘ Fin.consEquiv (fun _ ↦ ℕ)
        = fun x : ℕ × (Fin n → ℕ) ↦ ρ ^ x.1 * ρ ^ ∑ i, x.2 i := by
      ext x
      simp [Fin.consEquiv, Fin.sum_univ_succ, pow_add]
    rw [hcons]
    exact HasSum.mul (f := fun k : ℕ ↦ ρ ^ k) (g := fun α : Fin n → ℕ ↦ ρ ^ ∑ i, α i)
      hgeo ih hsum

end LeJEPA
