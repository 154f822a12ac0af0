import LeJEPA.Background.HermiteBasis
import LeJEPA.Background.HermiteOrthogonality
import LeJEPA.Background.HermiteTensor
import LeJEPA.Gaussian.Moments
import LeJEPA.Gaussian.OrnsteinUhlenbeck
import Mathlib.Algebra.Order.Antidiag.Pi

/-!
# Mehler's formula

For independent standard normal `x`, `y` and `z' = ρ x + √(1 - ρ²) y`, the Hermite coefficients of
two square integrable functions determine their correlation:
`E[f(x) g(z')] = ∑ ρⁿ / n! (∫ f He n) (∫ g He n)`.

## Main results

* `LeJEPA.measurePreserving_ouReal`: `z'` is standard normal.
* `LeJEPA.integral_hermite_mul_hermite_ou`: the correlation of two Hermite polynomials.
* `LeJEPA.hasSum_mehler`: Mehler's formula.
-/

open MeasureTheory ProbabilityTheory Polynomial
open scoped Nat RealInnerProductSpace

namespace LeJEPA

variable {ρ : ℝ}

/-- The step `(x, y) ↦ ρ x + √(1 - ρ²) y` on the line. -/
noncomputable def ouReal (ρ : ℝ) (w : ℝ × ℝ) : ℝ := ρ * w.1 + √(1 - ρ ^ 2) * w.2

/-- The step preserves the standard normal law. -/
theorem measurePreserving_ouReal (hρ : ρ ^ 2 ≤ 1) :
    MeasurePreserving (ouReal ρ) ((gaussianReal 0 1).prod (gaussianReal 0 1))
      (gaussianReal 0 1) := by
  refine ⟨by unfold ouReal; fun_prop, ?_⟩
  have hcomp : ouReal ρ
      = (fun w : ℝ × ℝ ↦ w.1 + w.2) ∘ Prod.map (ρ * ·) (√(1 - ρ ^ 2) * ·) := rfl
  rw [hcomp, ← Measure.map_map (by fun_prop) (by fun_prop), ← Measure.map_prod_map _ _ (by fun_prop)
    (by fun_prop), gaussianReal_map_const_mul, gaussianReal_map_const_mul, ← Measure.conv,
    gaussianReal_conv_gaussianReal]
  congr 1
  · simp
  · ext
    simp [Real.sq_sqrt (sub_nonneg.mpr hρ)]

/-- The correlation of two Hermite polynomials: `E[He m (x) He n (z')] = ρⁿ n!` if `m = n`, and `0`
otherwise. -/
theorem integral_hermiteReal_mul_hermiteReal_ou (hρ : ρ ^ 2 ≤ 1) (m n : ℕ) :
    ∫ w, (hermiteReal m).eval w.1 * (hermiteReal n).eval (ouReal ρ w)
      ∂(gaussianReal 0 1).prod (gaussianReal 0 1) = if m = n then ρ ^ n * n ! else 0 := by
  have hint : Integrable (fun w : ℝ × ℝ ↦
      (hermiteReal m).eval w.1 * (hermiteReal n).eval (ouReal ρ w))
      ((gaussianReal 0 1).prod (gaussianReal 0 1)) :=
    ((memLp_eval_gaussianReal (hermiteReal m)).comp_measurePreserving
      measurePreserving_fst).integrable_mul
      ((memLp_eval_gaussianReal (hermiteReal n)).comp_measurePreserving
        (measurePreserving_ouReal hρ))
  rw [integral_prod _ hint]
  have hinner (x : ℝ) : ∫ y, (hermiteReal m).eval x * (hermiteReal n).eval (ouReal ρ (x, y))
      ∂gaussianReal 0 1 = ρ ^ n * ((hermiteReal m).eval x * (hermiteReal n).eval x) := by
    rw [integral_const_mul]
    simp only [ouReal]
    rw [integral_hermiteReal_ornsteinUhlenbeck hρ]
    ring
  simp_rw [hinner]
  rw [integral_const_mul, integral_hermiteReal_mul_hermiteReal, mul_ite, mul_zero]

/-- The correlation of two Hermite polynomials in the terms of Mathlib. -/
theorem integral_hermite_mul_hermite_ou (hρ : ρ ^ 2 ≤ 1) (m n : ℕ) :
    ∫ w, aeval w.1 (Polynomial.hermite m)
        * aeval (ρ * w.1 + √(1 - ρ ^ 2) * w.2) (Polynomial.hermite n)
      ∂(gaussianReal 0 1).prod (gaussianReal 0 1) = if m = n then ρ ^ n * n ! else 0 := by
  simp_rw [← eval_hermiteReal]
  exact integral_hermiteReal_mul_hermiteReal_ou hρ m n

/-- Mehler's formula for the expectation: for square integrable `f`, `g` and independent standard
normal `x`, `y`, `E[f(x) g(ρ x + √(1 - ρ²) y)] = ∑ ρⁿ / n! (∫ f He n) (∫ g He n)`. -/
theorem hasSum_mehler (hρ : ρ ^ 2 ≤ 1) {f g : ℝ → ℝ} (hf : MemLp f 2 (gaussianReal 0 1))
    (hg : MemLp g 2 (gaussianReal 0 1)) :
    HasSum (fun n : ℕ ↦ ρ ^ n / n ! * (∫ x, f x * aeval x (Polynomial.hermite n) ∂gaussianReal 0 1)
        * ∫ x, g x * aeval x (Polynomial.hermite n) ∂gaussianReal 0 1)
      (∫ w, f w.1 * g (ρ * w.1 + √(1 - ρ ^ 2) * w.2)
        ∂(gaussianReal 0 1).prod (gaussianReal 0 1)) := by
  -- The isometries that compose with `x` and with `z'`, and the values of the form on the basis.
  set P := (gaussianReal 0 1).prod (gaussianReal 0 1) with hP
  have hfst : MeasurePreserving Prod.fst P (gaussianReal 0 1) := measurePreserving_fst
  have hou : MeasurePreserving (ouReal ρ) P (gaussianReal 0 1) := measurePreserving_ouReal hρ
  let U := Lp.compMeasurePreservingₗᵢ (E := ℝ) (p := 2) ℝ Prod.fst hfst
  let V := Lp.compMeasurePreservingₗᵢ (E := ℝ) (p := 2) ℝ (ouReal ρ) hou
  have hUV {f g : ℝ → ℝ} (hf : MemLp f 2 (gaussianReal 0 1)) (hg : MemLp g 2 (gaussianReal 0 1)) :
      ⟪U (hf.toLp f), V (hg.toLp g)⟫ = ∫ w, f w.1 * g (ouReal ρ w) ∂P := by
    have h1 : U (hf.toLp f) = (hf.comp_measurePreserving hfst).toLp _ :=
      Lp.toLp_compMeasurePreserving hf hfst
    have h2 : V (hg.toLp g) = (hg.comp_measurePreserving hou).toLp _ :=
      Lp.toLp_compMeasurePreserving hg hou
    rw [h1, h2, MemLp.real_inner_toLp_toLp]
    rfl
  have hbasis (m n : ℕ) : ⟪U (hermiteLp m), V (hermiteLp n)⟫ = if m = n then ρ ^ n else 0 := by
    rw [hermiteLp, hermiteLp, map_smul, map_smul, real_inner_smul_left, real_inner_smul_right, hUV,
      integral_hermiteReal_mul_hermiteReal_ou hρ]
    split_ifs with h
    · have hfact : (n ! : ℝ) ≠ 0 := by positivity
      rw [h, ← mul_assoc, inv_sqrt_factorial_mul_self, mul_left_comm, inv_mul_cancel₀ hfact,
        mul_one]
    · rw [mul_zero, mul_zero]
  have hright (m : ℕ) : ⟪U (hermiteLp m), V (hg.toLp g)⟫ = ρ ^ m * ⟪hermiteLp m, hg.toLp g⟫ := by
    refine ((hasSum_hermiteLp (hg.toLp g)).mapL
      ((innerSL ℝ (U (hermiteLp m))).comp V.toContinuousLinearMap)).unique ?_
    convert hasSum_ite_eq m (ρ ^ m * ⟪hermiteLp m, hg.toLp g⟫) using 2 with n
    rw [ContinuousLinearMap.comp_apply, innerSL_apply_apply,
      LinearIsometry.coe_toContinuousLinearMap, map_smul, real_inner_smul_right, hbasis]
    rcases eq_or_ne n m with h | h
    · simp [h, mul_comm]
    · simp [h, h.symm]
  have hsum := (hasSum_hermiteLp (hf.toLp f)).mapL
    ((innerSL ℝ (V (hg.toLp g))).comp U.toContinuousLinearMap)
  have htotal : ⟪V (hg.toLp g), U (hf.toLp f)⟫
      = ∫ w, f w.1 * g (ρ * w.1 + √(1 - ρ ^ 2) * w.2) ∂P := by
    rw [real_inner_comm, hUV]
    rfl
  rw [← htotal]
  convert hsum using 1
  ext n
  rw [ContinuousLinearMap.comp_apply, innerSL_apply_apply,
    LinearIsometry.coe_toContinuousLinearMap, map_smul, real_inner_smul_right,
    real_inner_comm (U (hermiteLp n)), hright, inner_hermiteLp, inner_hermiteLp, div_eq_mul_inv,
    ← inv_sqrt_factorial_mul_self]
  ring

end LeJEPA

/-!
## Rotations keep the degree of Hermite polynomials

For a linear isometry `Q` the function `z ↦ H α (Q z)` is a linear combination of the tensor Hermite
polynomials of the same degree `∑ i, α i`. Both `Q` and the Ornstein–Uhlenbeck operator leave the
Gaussian measure invariant, and they commute, so `H α ∘ Q` is an eigenfunction for the same
eigenvalue; it is orthogonal to the eigenfunctions for other eigenvalues.

### Main results

* `LeJEPA.integral_hermiteTensor_comp_mul_hermiteTensor`: orthogonality.
* `LeJEPA.hermiteTensor_comp_mem_span`: the span of every degree is invariant under isometries.
-/

namespace LeJEPA

variable {n : ℕ}

/-- The tensor Hermite polynomials are continuous. -/
theorem continuous_hermiteTensor (α : Fin n → ℕ) : Continuous (hermiteTensor α) := by
  unfold hermiteTensor
  exact continuous_finset_prod _ fun i _ ↦ (hermiteReal (α i)).continuous.comp (by fun_prop)

/-- The correlation of a function with a tensor Hermite polynomial over the pair. -/
private theorem integral_mul_hermiteTensor_ouMap {f : EuclideanSpace ℝ (Fin n) → ℝ}
    (hf : MemLp f 2 (gaussian n)) (β : Fin n → ℕ) :
    ∫ w, f w.1 * hermiteTensor β (ouMap (1 / 2) w) ∂(gaussian n).prod (gaussian n)
      = (1 / 2) ^ (∑ i, β i) * ∫ z, f z * hermiteTensor β z ∂gaussian n := by
  have hint : Integrable (fun w ↦ f w.1 * hermiteTensor β (ouMap (1 / 2) w))
      ((gaussian n).prod (gaussian n)) :=
    MemLp.integrable_mul (p := 2) (q := 2) (hf.comp_measurePreserving measurePreserving_fst)
      ((memLp_hermiteTensor β).comp_measurePreserving
        (measurePreserving_ouMap (ρ := 1 / 2) (by norm_num) (by norm_num)))
  have hstep (z : EuclideanSpace ℝ (Fin n)) :
      ∫ y, f z * hermiteTensor β (ouMap (1 / 2) (z, y)) ∂gaussian n
        = (1 / 2) ^ (∑ i, β i) * (f z * hermiteTensor β z) := by
    rw [integral_const_mul]
    have h := integral_hermiteTensor_ornsteinUhlenbeck (ρ := 1 / 2) (by norm_num) β z
    simp only [ouMap]
    rw [h]
    ring
  rw [integral_prod _ hint]
  simp_rw [hstep]
  rw [integral_const_mul]

/-- Correlations over the pair are symmetric. -/
private theorem integral_mul_ouMap_comm {f g : EuclideanSpace ℝ (Fin n) → ℝ} (hf : Continuous f)
    (hg : Continuous g) :
    ∫ w, f w.1 * g (ouMap (1 / 2) w) ∂(gaussian n).prod (gaussian n)
      = ∫ w, g w.1 * f (ouMap (1 / 2) w) ∂(gaussian n).prod (gaussian n) := by
  have hmeas {f g : EuclideanSpace ℝ (Fin n) → ℝ} (hf : Continuous f) (hg : Continuous g)
      (μ : Measure (EuclideanSpace ℝ (Fin n) × EuclideanSpace ℝ (Fin n))) :
      AEStronglyMeasurable (fun p ↦ f p.1 * g p.2) μ :=
    Continuous.aestronglyMeasurable (by fun_prop)
  have hswap := map_swap_ouPair (n := n) (ρ := 1 / 2) (by norm_num [abs_le])
  calc ∫ w, f w.1 * g (ouMap (1 / 2) w) ∂(gaussian n).prod (gaussian n)
      = ∫ p, f p.1 * g p.2 ∂(ouPair n (1 / 2)).map Prod.swap := by
        rw [hswap, integral_ouPair (hmeas hf hg _)]
    _ = ∫ p, g p.1 * f p.2 ∂ouPair n (1 / 2) := by
        rw [integral_map measurable_swap.aemeasurable (hmeas hf hg _)]
        simp only [Prod.fst_swap, Prod.snd_swap, mul_comm]
    _ = ∫ w, g w.1 * f (ouMap (1 / 2) w) ∂(gaussian n).prod (gaussian n) :=
        integral_ouPair (hmeas hg hf _)

variable (Q : EuclideanSpace ℝ (Fin n) ≃ₗᵢ[ℝ] EuclideanSpace ℝ (Fin n))

/-- A rotated tensor Hermite polynomial is orthogonal to those of another degree. -/
theorem integral_hermiteTensor_comp_mul_hermiteTensor {α β : Fin n → ℕ}
    (hαβ : ∑ i, α i ≠ ∑ i, β i) :
    ∫ z, hermiteTensor α (Q z) * hermiteTensor β z ∂gaussian n = 0 := by
  have hα := continuous_hermiteTensor α
  have hβ := continuous_hermiteTensor β
  have hQ := measurePreserving_gaussian Q
  have hQ' := measurePreserving_gaussian Q.symm
  have h1 := integral_mul_hermiteTensor_ouMap
    ((memLp_hermiteTensor α).comp_measurePreserving hQ) β
  have h2 := integral_mul_hermiteTensor_ouMap
    ((memLp_hermiteTensor β).comp_measurePreserving hQ') α
  have h3 := integral_mul_ouMap_comm (hα.comp Q.continuous) hβ
  have h4 : ∫ w, hermiteTensor β w.1 * hermiteTensor α (Q (ouMap (1 / 2) w))
      ∂(gaussian n).prod (gaussian n)
      = ∫ w, hermiteTensor β (Q.symm w.1) * hermiteTensor α (ouMap (1 / 2) w)
        ∂(gaussian n).prod (gaussian n) := by
    rw [← (hQ.prod hQ).integral_comp
      (Q.toHomeomorph.prodCongr Q.toHomeomorph).measurableEmbedding
      fun w ↦ hermiteTensor β (Q.symm w.1) * hermiteTensor α (ouMap (1 / 2) w)]
    refine integral_congr_ae (.of_forall fun w ↦ ?_)
    simp [ouMap]
  have h5 : ∫ z, hermiteTensor β (Q.symm z) * hermiteTensor α z ∂gaussian n
      = ∫ z, hermiteTensor α (Q z) * hermiteTensor β z ∂gaussian n := by
    rw [← hQ.integral_comp Q.toHomeomorph.measurableEmbedding
      fun z ↦ hermiteTensor β (Q.symm z) * hermiteTensor α z]
    simp [mul_comm]
  simp only [Function.comp_apply] at h1 h2 h3
  rw [h3, h4, h2, h5] at h1
  have hne : ((1 : ℝ) / 2) ^ (∑ i, α i) ≠ (1 / 2) ^ (∑ i, β i) := fun h ↦
    hαβ (pow_right_injective₀ (by norm_num) (by norm_num) h)
  by_contra hzero
  exact hne (mul_right_cancel₀ hzero h1)

/-- The span of the tensor Hermite polynomials of a degree is invariant under linear isometries. -/
theorem hermiteTensor_comp_mem_span (α : Fin n → ℕ) :
    (fun z ↦ hermiteTensor α (Q z))
      ∈ Submodule.span ℝ (hermiteTensor '' {β : Fin n → ℕ | ∑ i, β i = ∑ i, α i}) := by
  set D := Finset.piAntidiag (Finset.univ : Finset (Fin n)) (∑ i, α i) with hD
  have hmemD (β : Fin n → ℕ) : β ∈ D ↔ ∑ i, β i = ∑ i, α i := by simp [hD]
  have hf : MemLp (fun z ↦ hermiteTensor α (Q z)) 2 (gaussian n) :=
    (memLp_hermiteTensor α).comp_measurePreserving (measurePreserving_gaussian Q)
  set c : (Fin n → ℕ) → ℝ := fun β ↦
    (∫ z, hermiteTensor α (Q z) * hermiteTensor β z ∂gaussian n) / ∏ i, ((β i)! : ℝ) with hc
  have hsum : MemLp (fun z ↦ ∑ β ∈ D, c β * hermiteTensor β z) 2 (gaussian n) :=
    memLp_finset_sum _ fun β _ ↦ (memLp_hermiteTensor β).const_mul _
  have hint {f g : EuclideanSpace ℝ (Fin n) → ℝ} (hf : MemLp f 2 (gaussian n))
      (hg : MemLp g 2 (gaussian n)) : Integrable (fun z ↦ f z * g z) (gaussian n) :=
    MemLp.integrable_mul (p := 2) (q := 2) hf hg
  have hae : (fun z ↦ hermiteTensor α (Q z) - ∑ β ∈ D, c β * hermiteTensor β z)
      =ᵐ[gaussian n] 0 := by
    refine ae_eq_zero_of_forall_integral_mul_hermiteTensor_eq_zero (hf.sub hsum) fun γ ↦ ?_
    have e (z) : (hermiteTensor α (Q z) - ∑ β ∈ D, c β * hermiteTensor β z) * hermiteTensor γ z
        = hermiteTensor α (Q z) * hermiteTensor γ z
          - ∑ β ∈ D, c β * (hermiteTensor β z * hermiteTensor γ z) := by
      rw [sub_mul, Finset.sum_mul]
      simp only [mul_assoc]
    simp_rw [e]
    rw [integral_sub (hint hf (memLp_hermiteTensor γ)) (integrable_finset_sum _ fun β _ ↦
        (hint (memLp_hermiteTensor β) (memLp_hermiteTensor γ)).const_mul _),
      integral_finset_sum _ fun β _ ↦
        (hint (memLp_hermiteTensor β) (memLp_hermiteTensor γ)).const_mul _]
    simp_rw [integral_const_mul, integral_hermiteTensor_mul_hermiteTensor]
    simp only [mul_ite, mul_zero, Finset.sum_ite_eq']
    by_cases hγ : γ ∈ D
    · have hpos : (∏ i, ((γ i)! : ℝ)) ≠ 0 :=
        Finset.prod_ne_zero_iff.mpr fun i _ ↦ by exact_mod_cast Nat.factorial_ne_zero _
      simp only [if_pos hγ, hc, div_mul_cancel₀ _ hpos, sub_self]
    · rw [if_neg hγ, sub_zero]
      exact integral_hermiteTensor_comp_mul_hermiteTensor Q fun h ↦ hγ ((hmemD γ).mpr h.symm)
  have hcont : Continuous fun z ↦ hermiteTensor α (Q z) - ∑ β ∈ D, c β * hermiteTensor β z :=
    ((continuous_hermiteTensor α).comp Q.continuous).sub
      (continuous_finset_sum _ fun β _ ↦ continuous_const.mul (continuous_hermiteTensor β))
  have hzero := (hcont.ae_eq_iff_eq (gaussian n) continuous_zero).mp hae
  have heq : (fun z ↦ hermiteTensor α (Q z)) = ∑ β ∈ D, c β • hermiteTensor β := by
    ext z
    have := congrFun hzero z
    simp only [Pi.zero_apply, sub_eq_zero] at this
    simpa using this
  rw [heq]
  exact Submodule.sum_mem _ fun β hβ ↦ Submodule.smul_mem _ _
    (Submodule.subset_span ⟨β, (hmemD β).mp hβ, rfl⟩)

end LeJEPA
