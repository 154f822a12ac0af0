import LeJEPA.Appendix.DirichletEnergy
import LeJEPA.Forward.Preserving
import Mathlib.Analysis.InnerProductSpace.Calculus
import Mathlib.Analysis.SpecialFunctions.Trigonometric.Deriv

/-!
# A nonlinear diffeomorphism that preserves the Gaussian measure

The twist `z ↦ R (c ‖z‖²) z` of the plane, with `R` the rotation by an angle, is smooth, its inverse
is the twist with `-c`, and it preserves the standard Gaussian measure: it preserves the norm, and
its Jacobian determinant is one. For `c ≠ 0` it is not linear, so its Dirichlet energy exceeds `2`.
So the hypotheses of the theorems on the Dirichlet energy hold for a map that is not orthogonal.

## Main definitions

* `LeJEPA.twist`: the map.

## Main results

* `LeJEPA.map_gaussian_twist`: it preserves the standard Gaussian measure.
* `LeJEPA.twist_ne_linearIsometryEquiv`: it is not orthogonal for `c ≠ 0`.
* `LeJEPA.two_lt_dirichletEnergy_twist`: its Dirichlet energy exceeds `2` for `c ≠ 0`.
-/

open MeasureTheory
open scoped RealInnerProductSpace ENNReal

section

open Real

namespace LeJEPA

/-- The twist `z ↦ R (c ‖z‖²) z`, where `R` is the rotation by an angle. -/
noncomputable def twist (c : ℝ) (z : EuclideanSpace ℝ (Fin 2)) : EuclideanSpace ℝ (Fin 2) :=
  !₂[cos (c * ‖z‖ ^ 2) * z 0 - sin (c * ‖z‖ ^ 2) * z 1,
    sin (c * ‖z‖ ^ 2) * z 0 + cos (c * ‖z‖ ^ 2) * z 1]

/-- The first coordinate of the twist. -/
theorem twist_apply_zero (c : ℝ) (z : EuclideanSpace ℝ (Fin 2)) :
    twist c z 0 = cos (c * ‖z‖ ^ 2) * z 0 - sin (c * ‖z‖ ^ 2) * z 1 := rfl

/-- The second coordinate of the twist. -/
theorem twist_apply_one (c : ℝ) (z : EuclideanSpace ℝ (Fin 2)) :
    twist c z 1 = sin (c * ‖z‖ ^ 2) * z 0 + cos (c * ‖z‖ ^ 2) * z 1 := rfl

/-- The twist preserves the norm. -/
theorem norm_sq_twist (c : ℝ) (z : EuclideanSpace ℝ (Fin 2)) : ‖twist c z‖ ^ 2 = ‖z‖ ^ 2 := by
  simp only [EuclideanSpace.norm_sq_eq, norm_eq_abs, sq_abs, Fin.sum_univ_two,
    twist_apply_zero, twist_apply_one]
  generalize c * (z 0 ^ 2 + z 1 ^ 2) = φ
  linear_combination (z 0 ^ 2 + z 1 ^ 2) * cos_sq_add_sin_sq φ

/-- The inverse of the twist is the twist in the other direction. -/
theorem twist_neg_twist (c : ℝ) (z : EuclideanSpace ℝ (Fin 2)) : twist (-c) (twist c z) = z := by
  ext i
  fin_cases i
  · change twist (-c) (twist c z) 0 = z 0
    rw [twist_apply_zero, norm_sq_twist, twist_apply_zero, twist_apply_one, neg_mul, cos_neg,
      sin_neg]
    linear_combination z 0 * cos_sq_add_sin_sq (c * ‖z‖ ^ 2)
  · change twist (-c) (twist c z) 1 = z 1
    rw [twist_apply_one, norm_sq_twist, twist_apply_zero, twist_apply_one, neg_mul, cos_neg,
      sin_neg]
    linear_combination z 1 * cos_sq_add_sin_sq (c * ‖z‖ ^ 2)

/-- The twist is bijective. -/
theorem bijective_twist (c : ℝ) : Function.Bijective (twist c) := by
  refine ⟨Function.LeftInverse.injective (twist_neg_twist c),
    Function.RightInverse.surjective (g := twist (-c)) fun z ↦ ?_⟩
  simpa using twist_neg_twist (-c) z

/-- The twist is continuously differentiable; so is its inverse, a twist too. -/
theorem contDiff_twist (c : ℝ) : ContDiff ℝ 1 (twist c) := by
  have hcoord (i : Fin 2) : ContDiff ℝ 1 fun z : EuclideanSpace ℝ (Fin 2) ↦ z i :=
    (EuclideanSpace.proj (𝕜 := ℝ) i).contDiff
  have hangle : ContDiff ℝ 1 fun z : EuclideanSpace ℝ (Fin 2) ↦ c * ‖z‖ ^ 2 :=
    contDiff_const.mul (contDiff_norm_sq ℝ)
  refine contDiff_euclidean.mpr fun i ↦ ?_
  fin_cases i
  · exact (hangle.cos.mul (hcoord 0)).sub (hangle.sin.mul (hcoord 1))
  · exact (hangle.sin.mul (hcoord 0)).add (hangle.cos.mul (hcoord 1))

/-- The Jacobian determinant of the twist is one. -/
theorem det_fderiv_twist (c : ℝ) (z : EuclideanSpace ℝ (Fin 2)) :
    (fderiv ℝ (twist c) z).det = 1 := by
  have hcoord (i : Fin 2) : HasFDerivAt (fun z : EuclideanSpace ℝ (Fin 2) ↦ z i)
      (EuclideanSpace.proj (𝕜 := ℝ) i) z := (EuclideanSpace.proj (𝕜 := ℝ) i).hasFDerivAt
  have hangle : HasFDerivAt (fun z : EuclideanSpace ℝ (Fin 2) ↦ c * ‖z‖ ^ 2)
      (c • 2 • innerSL ℝ z) z := (hasStrictFDerivAt_norm_sq z).hasFDerivAt.const_mul c
  have hdiff (i : Fin 2) : HasFDerivAt (fun w ↦ twist c w i)
      (EuclideanSpace.proj (𝕜 := ℝ) i ∘L fderiv ℝ (twist c) z) z :=
    (EuclideanSpace.proj (𝕜 := ℝ) i).hasFDerivAt.comp z
      ((contDiff_twist c).differentiable one_ne_zero z).hasFDerivAt
  have h0 := (hdiff 0).unique ((hangle.cos.mul (hcoord 0)).sub (hangle.sin.mul (hcoord 1)))
  have h1 := (hdiff 1).unique ((hangle.sin.mul (hcoord 0)).add (hangle.cos.mul (hcoord 1)))
  set φ := c * ‖z‖ ^ 2 with hφ
  have hentry0 (j : Fin 2) : fderiv ℝ (twist c) z (EuclideanSpace.single j 1) 0
      = cos φ * EuclideanSpace.single (𝕜 := ℝ) j 1 0 - sin φ * EuclideanSpace.single (𝕜 := ℝ) j 1 1
        - 2 * c * z j * (sin φ * z 0 + cos φ * z 1) := by
    refine (DFunLike.congr_fun h0 (EuclideanSpace.single j 1)).trans ?_
    simp [EuclideanSpace.inner_single_right]
    ring
  have hentry1 (j : Fin 2) : fderiv ℝ (twist c) z (EuclideanSpace.single j 1) 1
      = sin φ * EuclideanSpace.single (𝕜 := ℝ) j 1 0 + cos φ * EuclideanSpace.single (𝕜 := ℝ) j 1 1
        + 2 * c * z j * (cos φ * z 0 - sin φ * z 1) := by
    refine (DFunLike.congr_fun h1 (EuclideanSpace.single j 1)).trans ?_
    simp [EuclideanSpace.inner_single_right]
    ring
  have hmatrix (i j : Fin 2) : LinearMap.toMatrix (EuclideanSpace.basisFun (Fin 2) ℝ).toBasis
      (EuclideanSpace.basisFun (Fin 2) ℝ).toBasis
        (fderiv ℝ (twist c) z : EuclideanSpace ℝ (Fin 2) →ₗ[ℝ] EuclideanSpace ℝ (Fin 2)) i j
      = fderiv ℝ (twist c) z (EuclideanSpace.single j 1) i := by
    simp [LinearMap.toMatrix_apply]
  rw [ContinuousLinearMap.det,
    ← LinearMap.det_toMatrix (EuclideanSpace.basisFun (Fin 2) ℝ).toBasis, Matrix.det_fin_two]
  simp only [hmatrix, hentry0, hentry1, EuclideanSpace.single_apply]
  simp only [if_true, zero_ne_one, one_ne_zero, if_false]
  linear_combination cos_sq_add_sin_sq φ

/-- The twist preserves the standard Gaussian measure. -/
theorem map_gaussian_twist (c : ℝ) : (gaussian 2).map (twist c) = gaussian 2 := by
  refine map_gaussian_of_abs_det_fderiv (contDiff_twist c) (bijective_twist c) fun z ↦ ?_
  rw [det_fderiv_twist, abs_one, one_mul, gaussianDensity, gaussianDensity, norm_sq_twist]

/-- The twist is not linear: it turns `z` and `2 z` by different angles. -/
theorem twist_ne_linearIsometryEquiv {c : ℝ} (hc : c ≠ 0)
    (Q : EuclideanSpace ℝ (Fin 2) ≃ₗᵢ[ℝ] EuclideanSpace ℝ (Fin 2)) : ⇑Q ≠ twist c := by
  intro hQ
  -- On `z`, of squared norm `π / (2 |c|)`, the angle is `± π / 2`; on `2 z` it is `± 2 π`.
  set r := √(π / (2 * |c|)) with hr
  have hpos : 0 < |c| := abs_pos.mpr hc
  have hr0 : r ≠ 0 := (sqrt_pos.mpr (by positivity)).ne'
  have hr2 : |c| * r ^ 2 = π / 2 := by
    rw [hr, sq_sqrt (by positivity)]
    field_simp
  have hcos (t : ℝ) (v : EuclideanSpace ℝ (Fin 2)) (hv : |c| * ‖v‖ ^ 2 = t) :
      cos (c * ‖v‖ ^ 2) = cos t := by
    rw [← hv, ← cos_abs (c * ‖v‖ ^ 2), abs_mul, abs_of_nonneg (sq_nonneg ‖v‖)]
  set z : EuclideanSpace ℝ (Fin 2) := EuclideanSpace.single 0 r with hz
  have hz0 : z 0 = r := by simp [hz]
  have hz1 : z 1 = 0 := by simp [hz]
  have hznorm : ‖z‖ ^ 2 = r ^ 2 := by simp [hz]
  have h1 : twist c z 0 = 0 := by
    rw [twist_apply_zero, hz1, hcos (π / 2) z (by rw [hznorm, hr2]), cos_pi_div_two]
    ring
  have h2 : twist c ((2 : ℝ) • z) 0 = 2 * r := by
    have hnorm : |c| * ‖(2 : ℝ) • z‖ ^ 2 = 2 * π := by
      rw [norm_smul, mul_pow, hznorm, norm_ofNat]
      linear_combination 4 * hr2
    rw [twist_apply_zero, hcos (2 * π) _ hnorm, cos_two_pi, PiLp.smul_apply, PiLp.smul_apply, hz0,
      hz1]
    simp
  rw [← hQ, map_smul, hQ, PiLp.smul_apply, h1, smul_zero] at h2
  exact hr0 (by linarith)

/-- The Dirichlet energy of a twist that is not the identity exceeds `2`. -/
theorem two_lt_dirichletEnergy_twist {c : ℝ} (hc : c ≠ 0) : 2 < dirichletEnergy (twist c) := by
  have hle := le_dirichletEnergy (contDiff_twist c) (bijective_twist c).injective
    (map_gaussian_twist c)
  have hiff := dirichletEnergy_eq_iff (contDiff_twist c) (bijective_twist c).injective
    (map_gaussian_twist c)
  rw [Nat.cast_ofNat] at hle hiff
  refine lt_of_le_of_ne hle fun heq ↦ ?_
  obtain ⟨Q, hQ⟩ := hiff.mp heq.symm
  exact twist_ne_linearIsometryEquiv hc Q hQ

end LeJEPA

end

/-!
## A smooth spiral is above the floor

The twist of the plane by the angle `c ‖z‖²` is a `C¹` diffeomorphism that preserves the standard
Gaussian measure. For `c ≠ 0` it is not linear, so by Theorem 1 (c) its loss is above the floor.

### Main results

* `LeJEPA.lt_alignmentLoss_twist`: the alignment loss of the twist is above `2 (1 - ρ) n`, `n = 2`.
-/

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
