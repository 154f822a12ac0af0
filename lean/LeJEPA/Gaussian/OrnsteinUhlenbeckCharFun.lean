import LeJEPA.Gaussian.OrnsteinUhlenbeck

/-!
# The characteristic function of the Ornstein–Uhlenbeck pair

The joint characteristic function `exp (-(‖s‖² + ‖t‖²) / 2 - ρ ⟨s, t⟩)` of the Ornstein–Uhlenbeck
pair, in terms of Mathlib's `MeasureTheory.charFun` and `MeasureTheory.charFunDual`.

## Main results

* `LeJEPA.charFun_ouPair`: the characteristic function on the Hilbert space of pairs.
* `LeJEPA.charFunDual_ouPair`: the characteristic function on the product space.
-/

open MeasureTheory Complex
open scoped RealInnerProductSpace

namespace LeJEPA

variable {n : ℕ} {ρ : ℝ}

/-- The characteristic function of the pair, as a law on the Hilbert space of pairs: at `(s, t)` it
is `exp (-(‖s‖² + ‖t‖²) / 2 - ρ ⟨s, t⟩)`, for `-1 ≤ ρ ≤ 1`. -/
theorem charFun_ouPair (hρ : |ρ| ≤ 1)
    (t : WithLp 2 (EuclideanSpace ℝ (Fin n) × EuclideanSpace ℝ (Fin n))) :
    charFun ((ouPair n ρ).map (MeasurableEquiv.toLp 2 _)) t
      = exp (-((‖t.fst‖ ^ 2 + ‖t.snd‖ ^ 2) / 2 + ρ * ⟪t.fst, t.snd⟫ : ℝ)) := by
  rw [← integral_cexp_ouPair hρ]
  simp only [charFun_apply, integral_map_equiv, WithLp.prod_inner_apply]
  rfl

/-- The characteristic function of the pair on the product space: at the functional
`(x, y) ↦ ⟨s, x⟩ + ⟨t, y⟩` it is `exp (-(‖s‖² + ‖t‖²) / 2 - ρ ⟨s, t⟩)`, for `-1 ≤ ρ ≤ 1`. -/
theorem charFunDual_ouPair (hρ : |ρ| ≤ 1) (s t : EuclideanSpace ℝ (Fin n)) :
    charFunDual (ouPair n ρ) ((innerSL ℝ s).coprod (innerSL ℝ t))
      = exp (-((‖s‖ ^ 2 + ‖t‖ ^ 2) / 2 + ρ * ⟪s, t⟫ : ℝ)) := by
  rw [← integral_cexp_ouPair hρ, charFunDual_apply]
  simp only [ContinuousLinearMap.coprod_apply, innerSL_apply_apply, real_inner_comm]

end LeJEPA
