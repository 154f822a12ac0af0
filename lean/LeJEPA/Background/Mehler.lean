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
  refine ⟨(measurable_fst.const_mul ρ).add (measurable_snd.const_mul _), ?_⟩
  have hcomp : ouReal ρ
      = (fun w : ℝ × ℝ ↦ w.1 + w.2) ∘ Prod.map (ρ * ·) (√(1 - ρ ^ 2) * ·) := rfl
  have hmul (c : ℝ) : Measurable (c * ·) := measurable_const_mul c
  rw [hcomp, ← Measure.map_map (measurable_fst.add measurable_snd) ((hmul _).prodMap (hmul _)),
    ← Measure.map_prod_map _ _ (hmul _) (hmul _), gaussianReal_map_const_mul,
    gaussianReal_map_const_mul, ← Measure.conv, gaussianReal_conv_gaussianReal, mul_zero, mul_zero,
    add_zero, mul_one, mul_one]
  congr 1
  ext
  exact (congrArg (ρ ^ 2 + ·) (Real.sq_sqrt (sub_nonneg.mpr hρ))).trans (add_sub_cancel _ _)

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

private theorem inner_map_smul_smul {H K : Type*} [NormedAddCommGroup H] [InnerProductSpace ℝ H]
    [NormedAddCommGroup K] [InnerProductSpace ℝ K] (U V : H →ₗᵢ[ℝ] K) (c d : ℝ) (x y : H) :
    ⟪U (c • x), V (d • y)⟫ = c * d * ⟪U x, V y⟫ := by
  rw [U.map_smul, V.map_smul, real_inner_smul_left, real_inner_smul_right, mul_assoc]

/-- Two isometries `U` and `V` of a Hilbert space with a basis `e` such that `U (e m)` and `V (e n)`
are orthogonal for `m ≠ n`. -/
private theorem hasSum_inner_map_map {H K : Type*} [NormedAddCommGroup H] [InnerProductSpace ℝ H]
    [NormedAddCommGroup K] [InnerProductSpace ℝ K] {e : ℕ → H}
    (he : ∀ x, HasSum (fun n ↦ ⟪e n, x⟫ • e n) x) (U V : H →ₗᵢ[ℝ] K) {a : ℕ → ℝ}
    (hUV : ∀ m n, ⟪U (e m), V (e n)⟫ = if m = n then a n else 0) (x y : H) :
    HasSum (fun n ↦ a n * ⟪e n, x⟫ * ⟪e n, y⟫) ⟪U x, V y⟫ := by
  have hmap (W : H →ₗᵢ[ℝ] K) (k : K) (x : H) :
      HasSum (fun n ↦ ⟪e n, x⟫ * ⟪k, W (e n)⟫) ⟪k, W x⟫ :=
    ((he x).mapL ((innerSL (E := K) ℝ k).comp W.toContinuousLinearMap)).congr_fun fun n ↦
      (map_smul ((innerSL (E := K) ℝ k).comp W.toContinuousLinearMap) _ _).symm
  have hright (m : ℕ) : ⟪U (e m), V y⟫ = a m * ⟪e m, y⟫ := by
    refine (hmap V (U (e m)) y).unique ((hasSum_ite_eq m _).congr_fun fun n ↦ ?_)
    rw [hUV]
    rcases eq_or_ne n m with h | h
    · rw [if_pos h.symm, if_pos h, h, mul_comm]
    · rw [if_neg h.symm, if_neg h, mul_zero]
  rw [real_inner_comm]
  refine (hmap U (V y) x).congr_fun fun n ↦ ?_
  rw [real_inner_comm (U (e n)), hright]
  ring

/-- Mehler's formula for the expectation: for square integrable `f`, `g` and independent standard
normal `x`, `y`, `E[f(x) g(ρ x + √(1 - ρ²) y)] = ∑ ρⁿ / n! (∫ f He n) (∫ g He n)`. -/
theorem hasSum_mehler (hρ : ρ ^ 2 ≤ 1) {f g : ℝ → ℝ} (hf : MemLp f 2 (gaussianReal 0 1))
    (hg : MemLp g 2 (gaussianReal 0 1)) :
    HasSum (fun n : ℕ ↦ ρ ^ n / n ! * (∫ x, f x * aeval x (Polynomial.hermite n) ∂gaussianReal 0 1)
        * ∫ x, g x * aeval x (Polynomial.hermite n) ∂gaussianReal 0 1)
      (∫ w, f w.1 * g (ρ * w.1 + √(1 - ρ ^ 2) * w.2)
        ∂(gaussianReal 0 1).prod (gaussianReal 0 1)) := by
  -- The isometries that compose with `x` and with `z'`, and the values of the form on the basis.
  have hfst : MeasurePreserving Prod.fst ((gaussianReal 0 1).prod (gaussianReal 0 1))
    (gaussianReal 0 1) := measurePreserving_fst
  have hou := measurePreserving_ouReal hρ
  have hUV {f g : ℝ → ℝ} (hf : MemLp f 2 (gaussianReal 0 1)) (hg : MemLp g 2 (gaussianReal 0 1)) :
      ⟪Lp.compMeasurePreservingₗᵢ ℝ Prod.fst hfst (hf.toLp f),
        Lp.compMeasurePreservingₗᵢ ℝ (ouReal ρ) hou (hg.toLp g)⟫
        = ∫ w, f w.1 * g (ouReal ρ w) ∂(gaussianReal 0 1).prod (gaussianReal 0 1) :=
    (hf.comp_measurePreserving hfst).real_inner_toLp_toLp (hg.comp_measurePreserving hou)
  change HasSum _ (∫ w, f w.1 * g (ouReal ρ w) ∂_)
  rw [← hUV hf hg]
  refine (hasSum_inner_map_map hasSum_hermiteLp _ _ (a := (ρ ^ ·))
    (fun m n ↦ (inner_map_smul_smul _ _ ..).trans ?_) (hf.toLp f) (hg.toLp g)).congr_fun
    fun n ↦ ?_
  rotate_left
  · rw [inner_hermiteLp, inner_hermiteLp, div_eq_mul_inv, ← inv_sqrt_factorial_mul_self]
    ring
  · rw [hUV, integral_hermiteReal_mul_hermiteReal_ou hρ]
    split_ifs with h
    · rw [h, inv_sqrt_factorial_mul_self, mul_left_comm,
        inv_mul_cancel₀ (Nat.cast_ne_zero.mpr n.factorial_ne_zero), mul_one]
    · rw [mul_zero]

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
        (measurePreserving_ouMap one_half_pos.le one_half_lt_one.le))
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
    ((hf.comp continuous_fst).mul (hg.comp continuous_snd)).aestronglyMeasurable
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
    simp only [ouMap, Prod.map_fst, Prod.map_snd, LinearIsometryEquiv.map_add,
      LinearIsometryEquiv.map_smul, LinearIsometryEquiv.symm_apply_apply]
  have h5 : ∫ z, hermiteTensor β (Q.symm z) * hermiteTensor α z ∂gaussian n
      = ∫ z, hermiteTensor α (Q z) * hermiteTensor β z ∂gaussian n := by
    rw [← hQ.integral_comp Q.toHomeomorph.measurableEmbedding
      fun z ↦ hermiteTensor β (Q.symm z) * hermiteTensor α z]
    simp only [LinearIsometryEquiv.symm_apply_apply, mul_comm]
  have h6 := (congrArg _ h5).symm.trans (h2.symm.trans (h4.symm.trans (h3.symm.trans h1)))
  have hne : ((1 : ℝ) / 2) ^ (∑ i, α i) ≠ (1 / 2) ^ (∑ i, β i) := fun h ↦
    hαβ (pow_right_injective₀ (by norm_num) (by norm_num) h)
  by_contra hzero
  exact hne (mul_right_cancel₀ hzero h6)

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
    rw [Finset.sum_apply]
    exact sub_eq_zero.mp (congrFun hzero z)
  rw [heq]
  exact Submodule.sum_mem _ fun β hβ ↦ Submodule.smul_mem _ _
    (Submodule.subset_span ⟨β, (hmemD β).mp hβ, rfl⟩)

end LeJEPA
