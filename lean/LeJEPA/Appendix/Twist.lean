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
  refine PiLp.ext (Fin.forall_fin_two.mpr ⟨?_, ?_⟩)
  · rw [twist_apply_zero, norm_sq_twist, twist_apply_zero, twist_apply_one, neg_mul, cos_neg,
      sin_neg]
    linear_combination z 0 * cos_sq_add_sin_sq (c * ‖z‖ ^ 2)
  · rw [twist_apply_one, norm_sq_twist, twist_apply_zero, twist_apply_one, neg_mul, cos_neg,
      sin_neg]
    linear_combination z 1 * cos_sq_add_sin_sq (c * ‖z‖ ^ 2)

/-- The twist is bijective. -/
theorem bijective_twist (c : ℝ) : Function.Bijective (twist c) := by
  refine ⟨Function.LeftInverse.injective (twist_neg_twist c), fun z ↦ ⟨twist (-c) z, ?_⟩⟩
  have h := twist_neg_twist (-c) z
  rwa [neg_neg] at h

/-- The twist is continuously differentiable; so is its inverse, a twist too. -/
theorem contDiff_twist (c : ℝ) : ContDiff ℝ 1 (twist c) := by
  have hcoord (i : Fin 2) : ContDiff ℝ 1 fun z : EuclideanSpace ℝ (Fin 2) ↦ z i :=
    (EuclideanSpace.proj (𝕜 := ℝ) i).contDiff
  have hangle : ContDiff ℝ 1 fun z : EuclideanSpace ℝ (Fin 2) ↦ c * ‖z‖ ^ 2 :=
    contDiff_const.mul (contDiff_norm_sq ℝ)
  exact contDiff_euclidean.mpr (Fin.forall_fin_two.mpr
    ⟨(hangle.cos.mul (hcoord 0)).sub (hangle.sin.mul (hcoord 1)),
      (hangle.sin.mul (hcoord 0)).add (hangle.cos.mul (hcoord 1))⟩)

private theorem hasFDerivAt_mul_norm_sq {E : Type*} [NormedAddCommGroup E] [InnerProductSpace ℝ E]
    (c : ℝ) (z : E) :
    ∃ d : E →L[ℝ] ℝ, HasFDerivAt (fun w ↦ c * ‖w‖ ^ 2) d z ∧ ∀ v, d v = 2 * c * ⟪v, z⟫ := by
  refine ⟨_, (hasStrictFDerivAt_norm_sq z).hasFDerivAt.const_mul c, fun v ↦ ?_⟩
  rw [ContinuousLinearMap.smul_apply, ContinuousLinearMap.smul_apply, innerSL_apply_apply,
    two_nsmul, smul_eq_mul, real_inner_comm]
  ring

/-- The derivative of a rotation by a variable angle `φ`. -/
private theorem hasFDerivAt_rotation {E : Type*} [NormedAddCommGroup E] [NormedSpace ℝ E]
    {φ x y : E → ℝ} {φ' x' y' : E →L[ℝ] ℝ} {z : E} (hφ : HasFDerivAt φ φ' z)
    (hx : HasFDerivAt x x' z) (hy : HasFDerivAt y y' z) :
    (∃ L : E →L[ℝ] ℝ, HasFDerivAt (fun w ↦ cos (φ w) * x w - sin (φ w) * y w) L z ∧
      ∀ v {a b t : ℝ}, x' v = a → y' v = b → φ' v = t →
        L v = cos (φ z) * a - sin (φ z) * b - t * (sin (φ z) * x z + cos (φ z) * y z)) ∧
    ∃ L : E →L[ℝ] ℝ, HasFDerivAt (fun w ↦ sin (φ w) * x w + cos (φ w) * y w) L z ∧
      ∀ v {a b t : ℝ}, x' v = a → y' v = b → φ' v = t →
        L v = sin (φ z) * a + cos (φ z) * b + t * (cos (φ z) * x z - sin (φ z) * y z) := by
  refine ⟨⟨_, (hφ.cos.mul hx).sub (hφ.sin.mul hy), fun v a b t ha hb ht ↦ ?_⟩,
    ⟨_, (hφ.sin.mul hx).add (hφ.cos.mul hy), fun v a b t ha hb ht ↦ ?_⟩⟩ <;>
  · simp only [ContinuousLinearMap.sub_apply, ContinuousLinearMap.add_apply,
      ContinuousLinearMap.smul_apply, smul_eq_mul, ha, hb, ht]
    ring

/-- The determinant in an orthonormal basis with the vectors `e` and the coordinates `x`. -/
private theorem det_eq_of_fin_two {E : Type*} [NormedAddCommGroup E] [InnerProductSpace ℝ E]
    (b : OrthonormalBasis (Fin 2) ℝ E) (A : E →L[ℝ] E) {e : Fin 2 → E} {x : E → Fin 2 → ℝ}
    (he : ∀ i, b i = e i) (hx : ∀ v i, b.repr v i = x v i) {p q r s : ℝ}
    (hp : x (A (e 0)) 0 = p) (hq : x (A (e 1)) 0 = q) (hr : x (A (e 0)) 1 = r)
    (hs : x (A (e 1)) 1 = s) : A.det = p * s - q * r := by
  rw [ContinuousLinearMap.det, ← LinearMap.det_toMatrix b.toBasis, Matrix.det_fin_two]
  simp only [LinearMap.toMatrix_apply, OrthonormalBasis.coe_toBasis,
    OrthonormalBasis.coe_toBasis_repr_apply, ContinuousLinearMap.coe_coe, he, hx, hp, hq, hr, hs]

/-- The Jacobian determinant of the twist is one. -/
theorem det_fderiv_twist (c : ℝ) (z : EuclideanSpace ℝ (Fin 2)) :
    (fderiv ℝ (twist c) z).det = 1 := by
  have hcoord (i : Fin 2) (z) : HasFDerivAt (fun z : EuclideanSpace ℝ (Fin 2) ↦ z i)
      (EuclideanSpace.proj (𝕜 := ℝ) i) z := (EuclideanSpace.proj (𝕜 := ℝ) i).hasFDerivAt
  have hone (i : Fin 2) : EuclideanSpace.single i (1 : ℝ) i = 1 :=
    (EuclideanSpace.single_apply ..).trans (if_pos rfl)
  have hzero (i j : Fin 2) (h : j ≠ i) : EuclideanSpace.single i (1 : ℝ) j = 0 :=
    (EuclideanSpace.single_apply ..).trans (if_neg h)
  obtain ⟨d, hangle, hd⟩ := hasFDerivAt_mul_norm_sq c z
  obtain ⟨⟨L, hL, h0⟩, ⟨M, hM, h1⟩⟩ := hasFDerivAt_rotation hangle (hcoord 0 z) (hcoord 1 z)
  have hdiff (i : Fin 2) := (hcoord i (twist c z)).comp z
    ((contDiff_twist c).differentiable one_ne_zero z).hasFDerivAt
  have hd' (i : Fin 2) : d (.single i 1) = 2 * c * z i := by
    rw [hd, EuclideanSpace.inner_single_left, map_one, one_mul]
  have hentry0 (v) := DFunLike.congr_fun ((hdiff 0).unique hL) v
  have hentry1 (v) := DFunLike.congr_fun ((hdiff 1).unique hM) v
  refine (det_eq_of_fin_two (EuclideanSpace.basisFun (Fin 2) ℝ) _
    (EuclideanSpace.basisFun_apply (Fin 2) ℝ) (EuclideanSpace.basisFun_repr (Fin 2) ℝ)
    ((hentry0 _).trans (h0 _ (hone 0) (hzero 0 1 one_ne_zero) (hd' 0)))
    ((hentry0 _).trans (h0 _ (hzero 1 0 zero_ne_one) (hone 1) (hd' 1)))
    ((hentry1 _).trans (h1 _ (hone 0) (hzero 0 1 one_ne_zero) (hd' 0)))
    ((hentry1 _).trans (h1 _ (hzero 1 0 zero_ne_one) (hone 1) (hd' 1)))).trans ?_
  linear_combination cos_sq_add_sin_sq (c * ‖z‖ ^ 2)

/-- The twist preserves the standard Gaussian measure. -/
theorem map_gaussian_twist (c : ℝ) : (gaussian 2).map (twist c) = gaussian 2 := by
  refine map_gaussian_of_abs_det_fderiv (contDiff_twist c) (bijective_twist c) fun z ↦ ?_
  rw [det_fderiv_twist, abs_one, one_mul, gaussianDensity, gaussianDensity, norm_sq_twist]

private theorem norm_two_smul_sq {E : Type*} [NormedAddCommGroup E] [NormedSpace ℝ E] (z : E) :
    ‖(2 : ℝ) • z‖ ^ 2 = 4 * ‖z‖ ^ 2 := by
  rw [norm_smul, norm_ofNat]
  ring

/-- The twist is not linear: it turns `z` and `2 z` by different angles. -/
theorem twist_ne_linearIsometryEquiv {c : ℝ} (hc : c ≠ 0)
    (Q : EuclideanSpace ℝ (Fin 2) ≃ₗᵢ[ℝ] EuclideanSpace ℝ (Fin 2)) : ⇑Q ≠ twist c := by
  intro hQ
  -- On `z`, of squared norm `π / (2 |c|)`, the angle is `± π / 2`; on `2 z` it is `± 2 π`.
  have hpos : 0 < |c| := abs_pos.mpr hc
  obtain ⟨r, hr0, hr2⟩ : ∃ r : ℝ, r ≠ 0 ∧ |c| * r ^ 2 = π / 2 := by
    have hr : 0 < π / (2 * |c|) := div_pos pi_pos (mul_pos two_pos hpos)
    refine ⟨√(π / (2 * |c|)), (sqrt_pos.mpr hr).ne', ?_⟩
    rw [sq_sqrt hr.le, mul_div_assoc', mul_comm 2, mul_div_mul_left _ _ hpos.ne']
  have hcos (t s : ℝ) (hs : |c| * s ^ 2 = t) : cos (c * s ^ 2) = cos t := by
    rw [← hs, ← cos_abs (c * s ^ 2), abs_mul, abs_of_nonneg (sq_nonneg s)]
  obtain ⟨z, hz0, hz1, hznorm⟩ : ∃ z : EuclideanSpace ℝ (Fin 2),
      z 0 = r ∧ z 1 = 0 ∧ ‖z‖ ^ 2 = r ^ 2 :=
    ⟨EuclideanSpace.single 0 r, (EuclideanSpace.single_apply ..).trans (if_pos rfl),
      (EuclideanSpace.single_apply ..).trans (if_neg one_ne_zero),
      by rw [EuclideanSpace.norm_single, norm_eq_abs, sq_abs]⟩
  have h1 : twist c z 0 = 0 := by
    rw [twist_apply_zero, hz1, hcos (π / 2) ‖z‖ (by rw [hznorm, hr2]), cos_pi_div_two,
      zero_mul, mul_zero, sub_zero]
  have h2 : twist c ((2 : ℝ) • z) 0 = 2 * r := by
    have hnorm : |c| * ‖(2 : ℝ) • z‖ ^ 2 = 2 * π := by
      rw [norm_two_smul_sq, hznorm]
      linear_combination 4 * hr2
    have h20 : ((2 : ℝ) • z) 0 = 2 * r := congrArg (2 * ·) hz0
    have h21 : ((2 : ℝ) • z) 1 = 2 * 0 := congrArg (2 * ·) hz1
    rw [twist_apply_zero, hcos (2 * π) _ hnorm, cos_two_pi, h20, h21, mul_zero, mul_zero, sub_zero,
      one_mul]
  have h3 : twist c ((2 : ℝ) • z) = (2 : ℝ) • twist c z := hQ ▸ Q.map_smul 2 z
  exact mul_ne_zero two_ne_zero hr0 (h2.symm.trans ((congrArg
    (fun w : EuclideanSpace ℝ (Fin 2) ↦ w 0) h3).trans ((congrArg (2 * ·) h1).trans (mul_zero 2))))

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
  refine (lt_of_le_of_ne hle fun heq ↦ ?_).trans_eq' (by rw [Nat.cast_ofNat])
  obtain ⟨Q, hQ⟩ :=
    (alignmentLoss_eq_iff_of_continuous hρ₀ hρ₁ hcont (map_gaussian_twist c)).mp heq.symm
  exact twist_ne_linearIsometryEquiv hc Q hQ.symm

end LeJEPA
