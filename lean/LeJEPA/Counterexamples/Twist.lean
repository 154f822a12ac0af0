import LeJEPA.Appendix.Twist
import LeJEPA.Forward.Preserving

/-!
# A smooth spiral is above the floor

The twist of the plane by the angle `c ‖z‖²` is a `C¹` diffeomorphism that preserves the standard
Gaussian measure. For `c ≠ 0` it is not linear, so by Theorem 1 (c) its loss is above the floor.

## Main results

* `LeJEPA.lt_alignmentLoss_twist`: the alignment loss of the twist is above `2 (1 - ρ) n`, `n = 2`.
-/

open MeasureTheory

namespace LeJEPA

/-- A diffeomorphism may preserve the standard Gaussian measure and still be above the floor: the
alignment loss of a twist with `c ≠ 0` is larger than `2 (1 - ρ) n`, `n = 2`. -/
theorem lt_alignmentLoss_twist {ρ c : ℝ} (hρ₀ : 0 < ρ) (hρ₁ : ρ < 1) (hc : c ≠ 0) :
    2 * (1 - ρ) * 2 < alignmentLoss ρ (twist c) := by
  have hcont := (contDiff_twist c).continuous
  have hle := le_alignmentLoss_of_map_eq hcont.aemeasurable (map_gaussian_twist c) hρ₀.le hρ₁.le
  refine (lt_of_le_of_ne hle fun heq ↦ ?_).trans_eq' (by norm_num)
  obtain ⟨Q, hQ⟩ :=
    (alignmentLoss_eq_iff_of_continuous hρ₀ hρ₁ hcont (map_gaussian_twist c)).mp heq.symm
  exact twist_ne_linearIsometryEquiv hc Q hQ.symm

end LeJEPA
