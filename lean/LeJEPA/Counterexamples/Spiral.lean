import LeJEPA.Counterexamples.AboveFloor
import Mathlib.MeasureTheory.Measure.Haar.Basic

/-!
# Preserving the Gaussian measure does not suffice to attain the floor

In the plane, the spiral `h(z) = R(c ‖z‖) z` turns every point by an angle proportional to its norm.
It is continuous and preserves the standard Gaussian measure, which is invariant under rotations,
and for `c ≠ 0` it is not linear; by Theorem 1 (c) its loss is above the floor.

## Main definitions

* `LeJEPA.planeRotation`: the rotation of the plane by a point of the unit circle.
* `LeJEPA.spiral`: the spiral.

## Main results

* `LeJEPA.measurePreserving_spiral`: it preserves the standard Gaussian measure.
* `LeJEPA.spiral_not_ae_eq_isometry`: it is not a linear isometry almost everywhere.
* `LeJEPA.lt_alignmentLoss_spiral`: its alignment loss is above the floor `2 (1 - ρ) n`, `n = 2`.
-/

open MeasureTheory ProbabilityTheory

namespace LeJEPA

/-- The rotation of the plane by a point `u` of the unit circle. -/
noncomputable def planeRotation (u : Circle) (z : EuclideanSpace ℝ (Fin 2)) :
    EuclideanSpace ℝ (Fin 2) :=
  !₂[(u : ℂ).re * z 0 - (u : ℂ).im * z 1, (u : ℂ).im * z 0 + (u : ℂ).re * z 1]

/-- The spiral: the rotation of every point `z` of the plane by the angle `c ‖z‖`. -/
noncomputable def spiral (c : ℝ) (z : EuclideanSpace ℝ (Fin 2)) : EuclideanSpace ℝ (Fin 2) :=
  planeRotation (Circle.exp (c * ‖z‖)) z

/-- The coordinates of the spiral. -/
theorem spiral_eq (c : ℝ) (z : EuclideanSpace ℝ (Fin 2)) : spiral c z
    = !₂[Real.cos (c * ‖z‖) * z 0 - Real.sin (c * ‖z‖) * z 1,
      Real.sin (c * ‖z‖) * z 0 + Real.cos (c * ‖z‖) * z 1] := by
  rw [spiral, planeRotation, Circle.coe_exp, Complex.exp_ofReal_mul_I_re,
    Complex.exp_ofReal_mul_I_im]

/-- Rotations compose as the points of the circle multiply. -/
theorem planeRotation_mul (u v : Circle) (z : EuclideanSpace ℝ (Fin 2)) :
    planeRotation (u * v) z = planeRotation u (planeRotation v z) := by
  ext i
  fin_cases i <;> simp [planeRotation] <;> ring

/-- Rotations preserve norms. -/
theorem norm_planeRotation (u : Circle) (z : EuclideanSpace ℝ (Fin 2)) :
    ‖planeRotation u z‖ = ‖z‖ := by
  have hu : (u : ℂ).re * (u : ℂ).re + (u : ℂ).im * (u : ℂ).im = 1 := by
    rw [← Complex.normSq_apply, Circle.normSq_coe]
  rw [← sq_eq_sq₀ (norm_nonneg _) (norm_nonneg _), EuclideanSpace.norm_sq_eq,
    EuclideanSpace.norm_sq_eq, Fin.sum_univ_two, Fin.sum_univ_two]
  simp only [planeRotation, Matrix.cons_val_zero, Matrix.cons_val_one, Real.norm_eq_abs, sq_abs]
  linear_combination (z 0 ^ 2 + z 1 ^ 2) * hu

/-- The rotation of the plane by a point of the unit circle, as a linear isometry. -/
noncomputable def planeRotationIsometry (u : Circle) :
    EuclideanSpace ℝ (Fin 2) ≃ₗᵢ[ℝ] EuclideanSpace ℝ (Fin 2) :=
  LinearIsometry.toLinearIsometryEquiv
    { toFun := planeRotation u
      map_add' x y := by ext i; fin_cases i <;> simp [planeRotation] <;> ring
      map_smul' r x := by ext i; fin_cases i <;> simp [planeRotation] <;> ring
      norm_map' := norm_planeRotation u } rfl

/-- Rotations of the plane depend continuously on the angle and on the point. -/
theorem continuous_planeRotation : Continuous (Function.uncurry planeRotation) := by
  refine (PiLp.continuous_toLp 2 _).comp (continuous_pi fun i ↦ ?_)
  fin_cases i
  all_goals
    simp only [Fin.zero_eta, Fin.mk_one, Matrix.cons_val_zero, Matrix.cons_val_one]
    fun_prop

/-- The spiral is continuous. -/
theorem continuous_spiral (c : ℝ) : Continuous (spiral c) := by
  have h : Continuous fun z : EuclideanSpace ℝ (Fin 2) ↦ (Circle.exp (c * ‖z‖), z) := by fun_prop
  exact continuous_planeRotation.comp h

/-- The spiral preserves the standard Gaussian measure. -/
theorem measurePreserving_spiral (c : ℝ) :
    MeasurePreserving (spiral c) (gaussian 2) (gaussian 2) := by
  -- The circle acts by rotations, and the angle is constant on orbits.
  letI : MeasurableSpace Circle := borel Circle
  haveI : BorelSpace Circle := ⟨rfl⟩
  haveI : SecondCountableTopology Circle := inferInstance
  let ν : Measure Circle := Measure.haarMeasure ⊤
  have : IsProbabilityMeasure ν := ⟨Measure.haarMeasure_self (K₀ := ⊤)⟩
  exact measurePreserving_orbitMap ν (a := planeRotation) continuous_planeRotation.measurable
    planeRotation_mul (fun u ↦ measurePreserving_gaussian (planeRotationIsometry u))
    (φ := fun z ↦ Circle.exp (c * ‖z‖)) (Continuous.measurable (by fun_prop))
    fun u z ↦ by simp only [norm_planeRotation]

/-- For `c ≠ 0` the spiral is not a linear map almost everywhere. -/
theorem spiral_not_ae_eq_isometry {c : ℝ} (hc : c ≠ 0) :
    ¬ ∃ Q : EuclideanSpace ℝ (Fin 2) ≃ₗᵢ[ℝ] EuclideanSpace ℝ (Fin 2),
      spiral c =ᵐ[gaussian 2] Q := by
  rintro ⟨Q, hQ⟩
  have heq := Measure.eq_of_ae_eq hQ (continuous_spiral c) Q.continuous
  -- The point `(π / |c|, 0)` is turned by `± π`, the point `(2 π / |c|, 0)` by `± 2 π`.
  let v (r : ℝ) : EuclideanSpace ℝ (Fin 2) := !₂[r, 0]
  have hv (r : ℝ) (hr : 0 < r) : spiral c (v r) 0 = Real.cos (c * r) * r := by
    have hnorm : ‖v r‖ = r := by simp [v, EuclideanSpace.norm_eq, Real.sqrt_sq hr.le]
    simp [spiral_eq, hnorm, v]
  have hpos : 0 < Real.pi / |c| := div_pos Real.pi_pos (abs_pos.mpr hc)
  have hcos : Real.cos (c * (Real.pi / |c|)) = -1 := by
    rcases abs_choice c with h | h <;> rw [h]
    · rw [mul_div_cancel₀ _ hc, Real.cos_pi]
    · rw [div_neg, mul_neg, Real.cos_neg, mul_div_cancel₀ _ hc, Real.cos_pi]
  have hcos2 : Real.cos (c * (2 * (Real.pi / |c|))) = 1 := by
    rw [mul_left_comm, Real.cos_two_mul, hcos]
    norm_num
  have h1 := hv _ hpos
  have h2 := hv (2 * (Real.pi / |c|)) (by positivity)
  rw [hcos] at h1
  rw [hcos2] at h2
  have hlin : v (2 * (Real.pi / |c|)) = (2 : ℝ) • v (Real.pi / |c|) := by
    ext i
    fin_cases i <;> simp [v]
  rw [heq, hlin, map_smul, PiLp.smul_apply, ← heq, h1] at h2
  simp only [smul_eq_mul] at h2
  linarith

/-- An encoder may preserve the standard Gaussian measure and still be above the floor: the
alignment loss of a spiral with `c ≠ 0` is larger than `2 (1 - ρ) n`, `n = 2`. -/
theorem lt_alignmentLoss_spiral {ρ c : ℝ} (hρ₀ : 0 < ρ) (hρ₁ : ρ < 1) (hc : c ≠ 0) :
    2 * (1 - ρ) * 2 < alignmentLoss ρ (spiral c) := by
  exact mod_cast lt_alignmentLoss_of_not_ae_eq_isometry hρ₀ hρ₁ (measurePreserving_spiral c)
    (spiral_not_ae_eq_isometry hc)

end LeJEPA
