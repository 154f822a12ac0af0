import LeJEPA.Background.HermiteBasis
import LeJEPA.Background.HermiteOrthogonality
import LeJEPA.Gaussian.Standard

/-!
# Hermite polynomials in several variables

For a multi-index `α : Fin n → ℕ` the tensor Hermite polynomial is `H α z = ∏ i, He (α i) (z i)`.

## Main definitions

* `LeJEPA.hermiteTensor`: the function `H α`.

## Main results

* `LeJEPA.integral_hermiteTensor_mul_hermiteTensor`: orthogonality under the standard Gaussian
  measure.
* `LeJEPA.integral_hermiteTensor_ornsteinUhlenbeck`: `H α` is an eigenfunction of the
  Ornstein–Uhlenbeck operator for the eigenvalue `ρ ^ ∑ i, α i`.
* `LeJEPA.ae_eq_zero_of_forall_integral_mul_hermiteTensor_eq_zero`: completeness.
-/

open MeasureTheory ProbabilityTheory
open scoped Nat RealInnerProductSpace

section

open Polynomial

namespace LeJEPA

variable {n : ℕ} {ρ : ℝ}

/-- The tensor Hermite polynomial `H α z = ∏ i, He (α i) (z i)`. -/
noncomputable def hermiteTensor (α : Fin n → ℕ) (z : EuclideanSpace ℝ (Fin n)) : ℝ :=
  ∏ i, (hermiteReal (α i)).eval (z i)

/-- A product of integrable functions of the coordinates is integrable. -/
theorem integrable_prod_gaussian {f : Fin n → ℝ → ℝ}
    (hf : ∀ i, Integrable (f i) (gaussianReal 0 1)) :
    Integrable (fun z : EuclideanSpace ℝ (Fin n) ↦ ∏ i, f i (z i)) (gaussian n) := by
  rw [gaussian_eq_map_measurableEquiv, integrable_map_equiv]
  exact Integrable.fintype_prod hf

/-- The tensor Hermite polynomials are orthogonal:
`∫ H α * H β = ∏ i, (β i)!` if `α = β`, and `0` otherwise. -/
theorem integral_hermiteTensor_mul_hermiteTensor (α β : Fin n → ℕ) :
    ∫ z, hermiteTensor α z * hermiteTensor β z ∂gaussian n
      = if α = β then ∏ i, ((β i)! : ℝ) else 0 := by
  simp_rw [hermiteTensor, ← Finset.prod_mul_distrib]
  rw [integral_prod_gaussian fun i x ↦ (hermiteReal (α i)).eval x * (hermiteReal (β i)).eval x]
  simp_rw [integral_hermiteReal_mul_hermiteReal, Finset.prod_ite_zero, Finset.mem_univ,
    true_implies, funext_iff]

/-- `H α` is an eigenfunction of the Ornstein–Uhlenbeck operator for the eigenvalue
`ρ ^ ∑ i, α i`. -/
theorem integral_hermiteTensor_ornsteinUhlenbeck (hρ : ρ ^ 2 ≤ 1) (α : Fin n → ℕ)
    (z : EuclideanSpace ℝ (Fin n)) :
    ∫ w, hermiteTensor α (ρ • z + √(1 - ρ ^ 2) • w) ∂gaussian n
      = ρ ^ (∑ i, α i) * hermiteTensor α z := by
  simp only [hermiteTensor, PiLp.add_apply, PiLp.smul_apply, smul_eq_mul]
  rw [integral_prod_gaussian fun i x ↦
    (hermiteReal (α i)).eval (ρ * z i + √(1 - ρ ^ 2) * x)]
  simp_rw [integral_hermiteReal_ornsteinUhlenbeck hρ, Finset.prod_mul_distrib,
    Finset.prod_pow_eq_pow_sum]

/-- The tensor Hermite polynomials are square integrable. -/
theorem memLp_hermiteTensor (α : Fin n → ℕ) : MemLp (hermiteTensor α) 2 (gaussian n) := by
  have hcont : Continuous (hermiteTensor α) := continuous_finset_prod _ fun i _ ↦
    (hermiteReal (α i)).continuous.comp (PiLp.continuous_apply 2 _ i)
  refine (memLp_two_iff_integrable_sq hcont.aestronglyMeasurable).mpr ?_
  simp_rw [hermiteTensor, ← Finset.prod_pow]
  refine integrable_prod_gaussian (f := fun i x ↦ (hermiteReal (α i)).eval x ^ 2) fun i ↦ ?_
  exact (integrable_eval_gaussianReal 0 1 (hermiteReal (α i) ^ 2)).congr
    (.of_forall fun x ↦ eval_pow 2)

/-- The factor of one coordinate, split off. -/
private theorem hermiteTensor_update (α : Fin n → ℕ) (i : Fin n) (k : ℕ)
    (z : EuclideanSpace ℝ (Fin n)) : hermiteTensor (Function.update α i k) z
      = (hermiteReal k).eval (z i) * ∏ j ∈ Finset.univ.erase i, (hermiteReal (α j)).eval (z j) := by
  rw [hermiteTensor, ← Finset.mul_prod_erase _ _ (Finset.mem_univ i), Function.update_self]
  congr 1
  refine Finset.prod_congr rfl fun j hj ↦ ?_
  rw [Function.update_of_ne (Finset.ne_of_mem_erase hj)]

/-- Multiplication by a coordinate raises and lowers the index of that coordinate. -/
private theorem apply_mul_hermiteTensor (α : Fin n → ℕ) (i : Fin n)
    (z : EuclideanSpace ℝ (Fin n)) : z i * hermiteTensor α z
      = hermiteTensor (Function.update α i (α i + 1)) z
        + α i * hermiteTensor (Function.update α i (α i - 1)) z := by
  have hself := hermiteTensor_update α i (α i) z
  rw [Function.update_eq_self] at hself
  have hrec : z i * (hermiteReal (α i)).eval (z i)
      = (hermiteReal (α i + 1)).eval (z i) + α i * (hermiteReal (α i - 1)).eval (z i) := by
    have h := congrArg (Polynomial.eval (z i)) (X_mul_hermiteReal (α i))
    simp only [eval_mul, eval_X, eval_add] at h
    rw [h]
    congr 1
    rcases α i with - | k
    · simp
    · rw [derivative_hermiteReal_succ, eval_mul, eval_natCast, Nat.add_sub_cancel]
  rw [hself, hermiteTensor_update, hermiteTensor_update, ← mul_assoc, hrec]
  ring

/-- The powers of linear forms are in the span of the tensor Hermite polynomials. -/
theorem inner_pow_mem_span_hermiteTensor (t : EuclideanSpace ℝ (Fin n)) (k : ℕ) :
    (fun z ↦ ⟪z, t⟫ ^ k) ∈ Submodule.span ℝ (Set.range (hermiteTensor (n := n))) := by
  set S := Submodule.span ℝ (Set.range (hermiteTensor (n := n))) with hS
  have hmem (α : Fin n → ℕ) : hermiteTensor α ∈ S := Submodule.subset_span (Set.mem_range_self α)
  have hcoord (i : Fin n) (g) (hg : g ∈ S) : (fun z ↦ z i * g z) ∈ S := by
    induction hg using Submodule.span_induction with
    | mem g hg =>
      obtain ⟨α, rfl⟩ := hg
      have h : (fun z ↦ z i * hermiteTensor α z) = hermiteTensor (Function.update α i (α i + 1))
          + (α i : ℝ) • hermiteTensor (Function.update α i (α i - 1)) :=
        funext fun z ↦ apply_mul_hermiteTensor α i z
      rw [h]
      exact S.add_mem (hmem _) (S.smul_mem _ (hmem _))
    | zero =>
      convert S.zero_mem using 1
      ext z
      simp
    | add g₁ g₂ _ _ h₁ h₂ =>
      convert S.add_mem h₁ h₂ using 1
      ext z
      simp [mul_add]
    | smul a g _ h =>
      convert S.smul_mem a h using 1
      ext z
      simp [mul_left_comm]
  induction k with
  | zero =>
    convert hmem 0 using 1
    ext z
    simp [hermiteTensor]
  | succ k ih =>
    convert S.sum_mem fun i (_ : i ∈ Finset.univ) ↦ S.smul_mem (t i) (hcoord i _ ih) using 1
    ext z
    simp only [pow_succ', PiLp.inner_apply, RCLike.inner_apply, conj_trivial, Finset.sum_apply,
      Pi.smul_apply, smul_eq_mul, Finset.sum_mul, mul_assoc]

/-- Exponentials of linear forms are integrable. -/
theorem integrable_exp_inner_gaussian (t : EuclideanSpace ℝ (Fin n)) :
    Integrable (fun z ↦ Real.exp ⟪z, t⟫) (gaussian n) := by
  simp_rw [PiLp.inner_apply, RCLike.inner_apply, conj_trivial, Real.exp_sum]
  exact integrable_prod_gaussian (f := fun i x ↦ Real.exp (t i * x))
    fun i ↦ integrable_exp_mul_gaussianReal (t i)

/-- Completeness: a square integrable function that is orthogonal to all tensor Hermite polynomials
vanishes almost everywhere. -/
theorem ae_eq_zero_of_forall_integral_mul_hermiteTensor_eq_zero {f : EuclideanSpace ℝ (Fin n) → ℝ}
    (hf : MemLp f 2 (gaussian n)) (h : ∀ α, ∫ z, f z * hermiteTensor α z ∂gaussian n = 0) :
    f =ᵐ[gaussian n] 0 := by
  have hspan (g) (hg : g ∈ Submodule.span ℝ (Set.range (hermiteTensor (n := n)))) :
      MemLp g 2 (gaussian n) ∧ ∫ z, f z * g z ∂gaussian n = 0 := by
    induction hg using Submodule.span_induction with
    | mem g hg =>
      obtain ⟨α, rfl⟩ := hg
      exact ⟨memLp_hermiteTensor α, h α⟩
    | zero => exact ⟨MemLp.zero, by simp⟩
    | add g₁ g₂ _ _ h₁ h₂ =>
      have hint₁ : Integrable (fun z ↦ f z * g₁ z) (gaussian n) := hf.integrable_mul h₁.1
      have hint₂ : Integrable (fun z ↦ f z * g₂ z) (gaussian n) := hf.integrable_mul h₂.1
      refine ⟨h₁.1.add h₂.1, ?_⟩
      simp_rw [Pi.add_apply, mul_add]
      rw [integral_add hint₁ hint₂, h₁.2, h₂.2, add_zero]
    | smul a g _ h =>
      refine ⟨h.1.const_smul a, ?_⟩
      simp_rw [Pi.smul_apply, smul_eq_mul, mul_left_comm (f _)]
      rw [integral_const_mul, h.2, mul_zero]
  exact ae_eq_zero_of_forall_integral_mul_inner_pow_eq_zero integrable_exp_inner_gaussian hf
    fun t k ↦ (hspan _ (inner_pow_mem_span_hermiteTensor t k)).2

end LeJEPA

end

/-!
## The Hermite basis of `L²` of the standard Gaussian measure

The normalised tensor Hermite polynomials `H α / √(∏ i, (α i)!)`, one for every multi-index
`α : Fin n → ℕ`, are an orthonormal basis of `L²` of the standard Gaussian measure on
`EuclideanSpace ℝ (Fin n)`.

### Main definitions

* `LeJEPA.hermiteTensorLp`: the class of a normalised tensor Hermite polynomial.

### Main results

* `LeJEPA.orthonormal_hermiteTensorLp`: orthonormality.
* `LeJEPA.hasSum_hermiteTensorLp`: the expansion.
-/

namespace LeJEPA

variable {n : ℕ}

/-- The norm of a tensor Hermite polynomial is positive. -/
private theorem sqrt_prod_factorial_pos (α : Fin n → ℕ) : 0 < √(∏ i, ((α i)! : ℝ)) :=
  Real.sqrt_pos.mpr (Finset.prod_pos fun i _ ↦ by positivity)

/-- The class of `H α / √(∏ i, (α i)!)` in `L²` of the standard Gaussian measure. -/
noncomputable def hermiteTensorLp (α : Fin n → ℕ) : Lp ℝ 2 (gaussian n) :=
  (√(∏ i, ((α i)! : ℝ)))⁻¹ • (memLp_hermiteTensor α).toLp _

/-- The component of a class along a normalised tensor Hermite polynomial. -/
theorem inner_hermiteTensorLp (α : Fin n → ℕ) {f : EuclideanSpace ℝ (Fin n) → ℝ}
    (hf : MemLp f 2 (gaussian n)) : ⟪hermiteTensorLp α, hf.toLp f⟫
      = (√(∏ i, ((α i)! : ℝ)))⁻¹ * ∫ z, f z * hermiteTensor α z ∂gaussian n := by
  refine (real_inner_smul_left _ _ _).trans (congrArg _
    (((memLp_hermiteTensor α).real_inner_toLp_toLp hf).trans ?_))
  simp only [mul_comm (f _)]

/-- The normalised tensor Hermite polynomials are orthonormal. -/
theorem orthonormal_hermiteTensorLp :
    Orthonormal ℝ (hermiteTensorLp : (Fin n → ℕ) → Lp ℝ 2 (gaussian n)) := by
  refine orthonormal_iff_ite.mpr fun α β ↦ (real_inner_smul_smul _ _ _ _).trans ?_
  rw [MemLp.real_inner_toLp_toLp, integral_hermiteTensor_mul_hermiteTensor]
  split_ifs with h
  · subst h
    have hpos := sqrt_prod_factorial_pos α
    have hsq : √(∏ i, ((α i)! : ℝ)) * √(∏ i, ((α i)! : ℝ)) = ∏ i, ((α i)! : ℝ) :=
      Real.mul_self_sqrt (Finset.prod_nonneg fun i _ ↦ by positivity)
    rw [← mul_assoc, ← mul_inv, hsq, inv_mul_cancel₀ (hsq ▸ (mul_pos hpos hpos).ne')]
  · rw [mul_zero, mul_zero]

/-- Only zero is orthogonal to the tensor Hermite polynomials. -/
theorem eq_zero_of_forall_inner_hermiteTensorLp_eq_zero (f : Lp ℝ 2 (gaussian n))
    (h : ∀ α, ⟪hermiteTensorLp α, f⟫ = 0) : f = 0 := by
  have hmem : MemLp f 2 (gaussian n) := Lp.memLp f
  refine (Lp.eq_zero_iff_ae_eq_zero).mpr ?_
  refine ae_eq_zero_of_forall_integral_mul_hermiteTensor_eq_zero hmem fun α ↦ ?_
  have hα := h α
  rw [← Lp.toLp_coeFn f hmem, inner_hermiteTensorLp] at hα
  exact (mul_eq_zero.mp hα).resolve_left (inv_ne_zero (sqrt_prod_factorial_pos α).ne')

/-- Every class is the sum of its components along the normalised tensor Hermite polynomials. -/
theorem hasSum_hermiteTensorLp (f : Lp ℝ 2 (gaussian n)) :
    HasSum (fun α ↦ ⟪hermiteTensorLp α, f⟫ • hermiteTensorLp α) f :=
  orthonormal_hermiteTensorLp.hasSum_inner_smul eq_zero_of_forall_inner_hermiteTensorLp_eq_zero f

end LeJEPA
