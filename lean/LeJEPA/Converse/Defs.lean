import LeJEPA.Shortcuts
import Mathlib.Analysis.Calculus.Deriv.Pow
import Mathlib.Analysis.Calculus.MeanValue
import Mathlib.Analysis.Complex.RealDeriv
import Mathlib.Analysis.InnerProductSpace.PiL2
import Mathlib.Analysis.Normed.Lp.MeasurableSpace
import Mathlib.Analysis.SpecialFunctions.ExpDeriv
import Mathlib.Analysis.SpecificLimits.Basic
import Mathlib.MeasureTheory.Function.L2Space
import Mathlib.MeasureTheory.Integral.Prod
import Mathlib.MeasureTheory.SpecificCodomains.WithLp

/-!
# The AR(1) class, whitened encoders and their loss

The definitions that a reader of the converse (Theorem 2) must trust. Latents `z` with law `μ` and
independent noise `η` with law `ν` give the positive pair `(z, z')`, `z' = ρ z + η`. Neither law is
assumed to have a density, smoothness or independent components.

## Main definitions

* `LeJEPA.AR1`: `0 < ρ < 1`, `z` has mean zero and identity covariance, and `z'` has the law of `z`.
* `LeJEPA.IsWhitened`: encoders with mean zero and identity covariance.
* `LeJEPA.arLoss`: `L(h) = E ‖h(z') - h(z)‖²`.
* `LeJEPA.IsBest`: the minimisers of a loss among the whitened encoders.
-/

open MeasureTheory
open scoped Topology

namespace LeJEPA

variable {n : ℕ}

/-- The step `(z, η) ↦ ρ z + η`. -/
noncomputable def arMap (ρ : ℝ) (w : EuclideanSpace ℝ (Fin n) × EuclideanSpace ℝ (Fin n)) :
    EuclideanSpace ℝ (Fin n) :=
  ρ • w.1 + w.2

/-- The AR(1) class. The latents have law `μ`, the noise has law `ν`, the two are independent;
`0 < ρ < 1`, the latents have mean zero and identity covariance, and `ρ z + η` has the law of
`z`. -/
structure AR1 (ρ : ℝ) (μ ν : Measure (EuclideanSpace ℝ (Fin n))) : Prop where
  /-- The correlation is positive. -/
  pos : 0 < ρ
  /-- The correlation is less than one. -/
  lt_one : ρ < 1
  /-- The latents have second moments. -/
  memLp : MemLp (fun z ↦ z) 2 μ
  /-- The latents have mean zero. -/
  mean (i : Fin n) : ∫ z, z i ∂μ = 0
  /-- The latents have identity covariance. -/
  cov (i j : Fin n) : ∫ z, z i * z j ∂μ = if i = j then 1 else 0
  /-- The latents are stationary: `ρ z + η` has the law of `z`. -/
  stationary : (μ.prod ν).map (arMap ρ) = μ

/-- An encoder is whitened if it is square integrable with mean zero and identity covariance. -/
structure IsWhitened (μ : Measure (EuclideanSpace ℝ (Fin n)))
    (h : EuclideanSpace ℝ (Fin n) → EuclideanSpace ℝ (Fin n)) : Prop where
  /-- The encoder is measurable and square integrable. -/
  memLp : MemLp h 2 μ
  /-- The encoder has mean zero. -/
  mean (i : Fin n) : ∫ z, h z i ∂μ = 0
  /-- The encoder has identity covariance. -/
  cov (i j : Fin n) : ∫ z, h z i * h z j ∂μ = if i = j then 1 else 0

/-- The alignment loss `L(h) = E ‖h(z') - h(z)‖²` over the pair `(z, ρ z + η)`. -/
noncomputable def arLoss (ρ : ℝ) (μ ν : Measure (EuclideanSpace ℝ (Fin n)))
    (h : EuclideanSpace ℝ (Fin n) → EuclideanSpace ℝ (Fin n)) : ℝ :=
  ∫ w, ‖h (arMap ρ w) - h w.1‖ ^ 2 ∂μ.prod ν

/-- `h` minimises the loss `L` among the whitened encoders. -/
def IsBest (μ : Measure (EuclideanSpace ℝ (Fin n)))
    (L : (EuclideanSpace ℝ (Fin n) → EuclideanSpace ℝ (Fin n)) → ℝ)
    (h : EuclideanSpace ℝ (Fin n) → EuclideanSpace ℝ (Fin n)) : Prop :=
  IsWhitened μ h ∧ ∀ g, IsWhitened μ g → L h ≤ L g

end LeJEPA

/-!
## Orthogonal matrices as linear isometries

### Main results

* `LeJEPA.exists_isometry_of_mul_transpose_eq_one`: a matrix `M` with `M Mᵀ = 1` acts as a linear
  isometry of Euclidean space.
-/

namespace LeJEPA

variable {n : ℕ}

/-- The squared norm is the sum of the squares of the coordinates. -/
theorem norm_sq_eq_sum (x : EuclideanSpace ℝ (Fin n)) : ‖x‖ ^ 2 = ∑ i, x i ^ 2 := by
  rw [EuclideanSpace.norm_sq_eq]
  simp only [Real.norm_eq_abs, sq_abs]

/-- Inner products by coordinates. -/
theorem inner_eq_sum (z t : EuclideanSpace ℝ (Fin n)) : inner ℝ z t = ∑ j, t j * z j := by
  simp only [PiLp.inner_apply, RCLike.inner_apply, conj_trivial]

private theorem sum_sq_of_mul_transpose_eq_one {M : Matrix (Fin n) (Fin n) ℝ}
    (hM : M * M.transpose = 1) (x : Fin n → ℝ) :
    ∑ i, (∑ k, M i k * x k) ^ 2 = ∑ i, x i ^ 2 := by
  have h : M.mulVec x ⬝ᵥ M.mulVec x = x ⬝ᵥ x := by
    rw [Matrix.dotProduct_mulVec, ← Matrix.vecMul_transpose, Matrix.vecMul_vecMul,
      mul_eq_one_comm.mp hM, Matrix.vecMul_one]
  simp only [pow_two]
  exact h

/-- A matrix `M` with `M Mᵀ = 1` acts as a linear isometry of Euclidean space. -/
theorem exists_isometry_of_mul_transpose_eq_one {M : Matrix (Fin n) (Fin n) ℝ}
    (hM : M * M.transpose = 1) :
    ∃ Q : EuclideanSpace ℝ (Fin n) ≃ₗᵢ[ℝ] EuclideanSpace ℝ (Fin n),
      ∀ z i, Q z i = ∑ k, M i k * z k := by
  obtain ⟨A, hA⟩ : ∃ A : EuclideanSpace ℝ (Fin n) →ₗ[ℝ] EuclideanSpace ℝ (Fin n),
      ∀ z i, A z i = ∑ k, M i k * z k := ⟨Matrix.toEuclideanLin M, fun _ _ ↦ rfl⟩
  refine ⟨LinearIsometry.toLinearIsometryEquiv ⟨A, fun x ↦ ?_⟩ rfl, hA⟩
  refine (sq_eq_sq₀ (norm_nonneg _) (norm_nonneg _)).mp ?_
  simp only [norm_sq_eq_sum, hA]
  exact sum_sq_of_mul_transpose_eq_one hM x

end LeJEPA

/-!
## The functional equation behind the converse

Pure analysis in one real variable. Let `φ` and `ψ` play the parts of the characteristic functions
of a stationary law and of its noise, `φ(t) = φ(ρ t) ψ(t)`, and let `a` be `φ' / i`. If also
`ρ a(t) = a(ρ t) ψ(t)`, then `φ(t) = exp(-v t² / 2)`: the function `a(t) - i v t φ(t)` satisfies the
same equation and is `o(t)` at the origin, hence vanishes, and `φ' = -v t φ` remains. There is no
logarithm and no division, so zeros of `φ` or `ψ` do not matter.

### Main results

* `LeJEPA.eq_zero_of_mul_eq_comp_mul`: a solution `B` of `ρ B(t) = B(ρ t) ψ(t)` that is `o(t)` at
  the origin vanishes.
* `LeJEPA.eq_cexp_of_functional_equation`: the core lemma.
-/

section

open Complex Filter Asymptotics

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
    | zero => rw [pow_zero, one_mul, one_mul]
    | succ k ih =>
      calc ρ ^ (k + 1) * ‖B t‖ = ρ * (ρ ^ k * ‖B t‖) := by rw [pow_succ', mul_assoc]
        _ ≤ ρ * ‖B (ρ ^ k * t)‖ := mul_le_mul_of_nonneg_left ih hρ₀.le
        _ ≤ ‖B (ρ * (ρ ^ k * t))‖ := hstep _
        _ = ‖B (ρ ^ (k + 1) * t)‖ := by rw [pow_succ', mul_assoc]
  have htend : Tendsto (fun k : ℕ ↦ ρ ^ k * t) atTop (𝓝 0) := by
    simpa only [zero_mul] using (tendsto_pow_atTop_nhds_zero_of_lt_one hρ₀.le hρ₁).mul_const t
  refine norm_le_zero_iff.mp (le_of_forall_pos_le_add fun ε hε ↦ ?_)
  have ht : 0 < |t| + 1 := add_pos_of_nonneg_of_pos (abs_nonneg t) one_pos
  obtain ⟨k, hk⟩ := (htend.eventually (ho.bound (div_pos hε ht))).exists
  have h := (hpow k).trans hk
  have hρk := pow_pos hρ₀ k
  rw [Real.norm_eq_abs, abs_mul, abs_of_pos hρk] at h
  have hle : ‖B t‖ ≤ ε / (|t| + 1) * |t| :=
    le_of_mul_le_mul_left (h.trans_eq (mul_left_comm _ _ _)) hρk
  refine hle.trans ?_
  rw [zero_add, div_mul_eq_mul_div, div_le_iff₀ ht]
  exact mul_le_mul_of_nonneg_left (le_add_of_nonneg_right zero_le_one) hε.le

/-- **The core lemma of the converse.** If `φ(t) = φ(ρ t) ψ(t)` and `ρ a(t) = a(ρ t) ψ(t)`, where
`φ' = i a`, `φ(0) = 1`, `a'(0) = i v`, `‖ψ‖ ≤ 1` and `0 < ρ < 1`, then `φ(t) = exp(-v t² / 2)`. -/
theorem eq_cexp_of_functional_equation (hρ₀ : 0 < ρ) (hρ₁ : ρ < 1) {φ ψ a : ℝ → ℂ} {v : ℝ}
    (hψ : ∀ t, ‖ψ t‖ ≤ 1) (hφψ : ∀ t, φ t = φ (ρ * t) * ψ t)
    (haψ : ∀ t, ρ * a t = a (ρ * t) * ψ t) (hφ0 : φ 0 = 1) (ha : HasDerivAt a (I * v) 0)
    (hφ : ∀ t, HasDerivAt φ (I * a t) t) (t : ℝ) : φ t = exp (-(v * t ^ 2 / 2 : ℝ)) := by
  have : ContinuousSMul ℝ ℂ := inferInstance
  have hψ0 : 1 = ψ 0 := by
    have h := hφψ 0
    rwa [mul_zero, hφ0, one_mul] at h
  have ha0 : a 0 = 0 := by
    have h := haψ 0
    rw [mul_zero, ← hψ0, mul_one] at h
    have h' : ((ρ : ℂ) - 1) * a 0 = 0 := by linear_combination h
    exact (mul_eq_zero.mp h').resolve_left (sub_ne_zero.mpr (ofReal_ne_one.mpr hρ₁.ne))
  -- `B = a - i v t φ` satisfies the equation of `a` and is `o(t)`.
  have hB : HasDerivAt (fun t : ℝ ↦ a t - I * v * (t * φ t)) 0 0 := by
    have h := ha.sub (((hasDerivAt_id (0 : ℝ)).ofReal_comp.mul (hφ 0)).const_mul (I * v))
    refine h.congr_deriv ?_
    simp [hφ0]
  have ho : (fun t : ℝ ↦ a t - I * v * (t * φ t)) =o[𝓝 0] fun t : ℝ ↦ t := by
    simpa only [ha0, zero_mul, mul_zero, sub_zero, smul_zero, ofReal_zero,
      ContinuousLinearMap.toSpanSingleton_apply] using hB.isLittleO
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
  have hone : φ t * exp (v * t ^ 2 / 2 : ℝ) = 1 := hconst.trans (by
    simp only [hφ0, zero_pow (M₀ := ℝ) two_ne_zero, mul_zero, zero_div, ofReal_zero, exp_zero,
      mul_one])
  rw [exp_neg]
  exact eq_inv_of_mul_eq_one_left hone

end LeJEPA

end
