import Mathlib.Analysis.Calculus.Deriv.Pow
import Mathlib.Analysis.Calculus.MeanValue
import Mathlib.Analysis.Complex.RealDeriv
import Mathlib.Analysis.SpecialFunctions.ExpDeriv
import Mathlib.Analysis.SpecificLimits.Basic

/-!
# The functional equation behind the converse

Pure analysis in one real variable. Let `φ` and `ψ` play the parts of the characteristic functions
of a stationary law and of its noise, `φ(t) = φ(ρ t) ψ(t)`, and let `a` be `φ' / i`. If also
`ρ a(t) = a(ρ t) ψ(t)`, then `φ(t) = exp(-v t² / 2)`: the function `a(t) - i v t φ(t)` satisfies the
same equation and is `o(t)` at the origin, hence vanishes, and `φ' = -v t φ` remains. There is no
logarithm and no division, so zeros of `φ` or `ψ` do not matter.

## Main results

* `LeJEPA.eq_zero_of_mul_eq_comp_mul`: a solution `B` of `ρ B(t) = B(ρ t) ψ(t)` that is `o(t)` at
  the origin vanishes.
* `LeJEPA.eq_cexp_of_functional_equation`: the core lemma.
-/

open Complex Filter Asymptotics
open scoped Topology

namespace LeJEPA

variable {ρ : ℝ}

/-- A function that is `o(t)` at the origin and satisfies `ρ B(t) = B(ρ t) ψ(t)` for some
`0 < ρ < 1` and `‖ψ‖ ≤ 1` vanishes. -/
theorem eq_zero_of_mul_eq_comp_mul (hρ₀ : 0 < ρ) (hρ₁ : ρ < 1) {B ψ : ℝ → ℂ}
    (hψ : ∀ t, ‖ψ t‖ ≤ 1) (hB : ∀ t, ρ * B t = B (ρ * t) * ψ t)
    (ho : B =o[𝓝 0] fun t : ℝ ↦ t) (t : ℝ) : B t = 0 := by
  have hstep (s : ℝ) : ρ * ‖B s‖ ≤ ‖B (ρ * s)‖ := by
    have h := congrArg norm (hB s)
    rw [norm_mul, norm_mul, Complex.norm_real, Real.norm_of_nonneg hρ₀.le] at h
    rw [h]
    exact mul_le_of_le_one_right (norm_nonneg _) (hψ s)
  have hpow (k : ℕ) : ρ ^ k * ‖B t‖ ≤ ‖B (ρ ^ k * t)‖ := by
    induction k with
    | zero => simp
    | succ k ih =>
      calc ρ ^ (k + 1) * ‖B t‖ = ρ * (ρ ^ k * ‖B t‖) := by ring
        _ ≤ ρ * ‖B (ρ ^ k * t)‖ := by gcongr
        _ ≤ ‖B (ρ * (ρ ^ k * t))‖ := hstep _
        _ = ‖B (ρ ^ (k + 1) * t)‖ := by ring_nf
  have htend : Tendsto (fun k : ℕ ↦ ρ ^ k * t) atTop (𝓝 0) := by
    simpa using (tendsto_pow_atTop_nhds_zero_of_lt_one hρ₀.le hρ₁).mul_const t
  refine norm_le_zero_iff.mp (le_of_forall_pos_le_add fun ε hε ↦ ?_)
  have hc : 0 < ε / (|t| + 1) := by positivity
  obtain ⟨k, hk⟩ := (htend.eventually (ho.bound hc)).exists
  have h := (hpow k).trans hk
  rw [Real.norm_eq_abs, abs_mul, abs_of_pos (pow_pos hρ₀ k)] at h
  have hle : ‖B t‖ ≤ ε / (|t| + 1) * |t| :=
    le_of_mul_le_mul_left (h.trans_eq (by ring)) (pow_pos hρ₀ k)
  refine hle.trans ?_
  rw [zero_add, div_mul_eq_mul_div, div_le_iff₀ (by positivity)]
  nlinarith [abs_nonneg t]

/-- **The core lemma of the converse.** If `φ(t) = φ(ρ t) ψ(t)` and `ρ a(t) = a(ρ t) ψ(t)`, where
`φ' = i a`, `φ(0) = 1`, `a'(0) = i v`, `‖ψ‖ ≤ 1` and `0 < ρ < 1`, then `φ(t) = exp(-v t² / 2)`. -/
theorem eq_cexp_of_functional_equation (hρ₀ : 0 < ρ) (hρ₁ : ρ < 1) {φ ψ a : ℝ → ℂ} {v : ℝ}
    (hψ : ∀ t, ‖ψ t‖ ≤ 1) (hφψ : ∀ t, φ t = φ (ρ * t) * ψ t)
    (haψ : ∀ t, ρ * a t = a (ρ * t) * ψ t) (hφ0 : φ 0 = 1) (ha : HasDerivAt a (I * v) 0)
    (hφ : ∀ t, HasDerivAt φ (I * a t) t) (t : ℝ) : φ t = exp (-(v * t ^ 2 / 2 : ℝ)) := by
  have hψ0 : ψ 0 = 1 := by simpa [hφ0] using (hφψ 0).symm
  have ha0 : a 0 = 0 := by
    have h := haψ 0
    rw [mul_zero, hψ0, mul_one] at h
    have h' : ((ρ : ℂ) - 1) * a 0 = 0 := by linear_combination h
    exact (mul_eq_zero.mp h').resolve_left (sub_ne_zero.mpr (by exact_mod_cast hρ₁.ne))
  -- `B = a - i v t φ` satisfies the equation of `a` and is `o(t)`.
  have hB : HasDerivAt (fun t : ℝ ↦ a t - I * v * (t * φ t)) 0 0 := by
    have h := ha.sub (((hasDerivAt_id (0 : ℝ)).ofReal_comp.mul (hφ 0)).const_mul (I * v))
    refine h.congr_deriv ?_
    simp [hφ0]
  have ho : (fun t : ℝ ↦ a t - I * v * (t * φ t)) =o[𝓝 0] fun t : ℝ ↦ t := by
    simpa [ha0] using hB.isLittleO
  have hzero := eq_zero_of_mul_eq_comp_mul hρ₀ hρ₁ hψ (fun t ↦ by
    push_cast
    linear_combination haψ t - I * v * ρ * t * hφψ t) ho
  -- So `φ' = -v t φ`, and `φ exp(v t² / 2)` is constant.
  have hφ' (t : ℝ) : HasDerivAt φ (-(v * t * φ t)) t := by
    refine (hφ t).congr_deriv ?_
    linear_combination I * hzero t + (v * t * φ t) * I_sq
  have hexp (t : ℝ) : HasDerivAt (fun t : ℝ ↦ exp (v * t ^ 2 / 2 : ℝ))
      (exp (v * t ^ 2 / 2 : ℝ) * (v * t : ℝ)) t := by
    have h : HasDerivAt (fun t : ℝ ↦ v * t ^ 2 / 2) (v * t) t :=
      (((hasDerivAt_pow 2 t).const_mul v).div_const 2).congr_deriv (by
        push_cast
        ring)
    exact h.ofReal_comp.cexp
  have hG (t : ℝ) : HasDerivAt (fun t : ℝ ↦ φ t * exp (v * t ^ 2 / 2 : ℝ)) 0 t := by
    refine ((hφ' t).mul (hexp t)).congr_deriv ?_
    push_cast
    ring
  have hconst := is_const_of_deriv_eq_zero (fun t ↦ (hG t).differentiableAt)
    (fun t ↦ (hG t).deriv) t 0
  have hone : φ t * exp (v * t ^ 2 / 2 : ℝ) = 1 := by simpa [hφ0] using hconst
  rw [exp_neg]
  exact eq_inv_of_mul_eq_one_left hone

end LeJEPA
