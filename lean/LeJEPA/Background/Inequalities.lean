import LeJEPA.Gaussian.Moments
import Mathlib.Algebra.BigOperators.Fin
import Mathlib.Analysis.Convex.SpecificFunctions.Basic
import Mathlib.Analysis.MeanInequalities
import Mathlib.Analysis.Normed.Affine.MazurUlam
import Mathlib.Analysis.SpecificLimits.Normed
import Mathlib.MeasureTheory.Function.L2Space
import Mathlib.MeasureTheory.Integral.Prod

/-!
# Mean inequalities in the form the paper uses

The arithmetic and the geometric mean with equal weights, and the exponential of a mean, both for a
nonempty index set: for the empty one `rpow_prod_le_arith_mean` and `exp_mean_le_mean_exp` would say
`1 ≤ 0`, since a quotient by zero is zero.

## Main results

* `LeJEPA.rpow_prod_le_arith_mean`: `(∏ i, x i) ^ (1 / n) ≤ (∑ i, x i) / n`.
* `LeJEPA.prod_le_arith_mean_pow`: `∏ i, x i ≤ ((∑ i, x i) / n) ^ n`.
* `LeJEPA.card_mul_rpow_prod_le_sum`: `n * (∏ i, x i) ^ (1 / n) ≤ ∑ i, x i`.
* `LeJEPA.exp_mean_le_mean_exp`: `exp ((∑ i, x i) / n) ≤ (∑ i, exp (x i)) / n`.
-/

open MeasureTheory

section

open Finset

namespace LeJEPA

variable {ι : Type*} [Fintype ι] [Nonempty ι]

private theorem sum_inv_card : ∑ _i : ι, (Fintype.card ι : ℝ)⁻¹ = 1 := by
  rw [sum_const, card_univ, nsmul_eq_mul,
    mul_inv_cancel₀ (Nat.cast_ne_zero.mpr Fintype.card_ne_zero)]

/-- The geometric mean with equal weights is at most the arithmetic mean. -/
theorem rpow_prod_le_arith_mean (x : ι → ℝ) (hx : ∀ i, 0 ≤ x i) :
    (∏ i, x i) ^ (Fintype.card ι : ℝ)⁻¹ ≤ (∑ i, x i) / Fintype.card ι := by
  have h := Real.geom_mean_le_arith_mean_weighted univ (fun _ : ι ↦ (Fintype.card ι : ℝ)⁻¹) x
    (fun _ _ ↦ inv_nonneg.mpr (Nat.cast_nonneg _)) sum_inv_card (fun i _ ↦ hx i)
  rwa [Real.finset_prod_rpow _ _ fun i _ ↦ hx i, ← mul_sum, inv_mul_eq_div] at h

/-- The arithmetic–geometric mean inequality for `n ≥ 1` numbers, as a sum. -/
theorem card_mul_rpow_prod_le_sum (x : ι → ℝ) (hx : ∀ i, 0 ≤ x i) :
    Fintype.card ι * (∏ i, x i) ^ (Fintype.card ι : ℝ)⁻¹ ≤ ∑ i, x i := by
  have hcard : (0 : ℝ) < Fintype.card ι := Nat.cast_pos.mpr Fintype.card_pos
  rw [mul_comm, ← le_div_iff₀ hcard]
  exact rpow_prod_le_arith_mean x hx

/-- The arithmetic–geometric mean inequality for `n ≥ 1` numbers, without roots. -/
theorem prod_le_arith_mean_pow (x : ι → ℝ) (hx : ∀ i, 0 ≤ x i) :
    ∏ i, x i ≤ ((∑ i, x i) / Fintype.card ι) ^ Fintype.card ι := by
  have hprod : 0 ≤ ∏ i, x i := prod_nonneg fun i _ ↦ hx i
  calc ∏ i, x i = ((∏ i, x i) ^ (Fintype.card ι : ℝ)⁻¹) ^ Fintype.card ι :=
        (Real.rpow_inv_natCast_pow hprod Fintype.card_ne_zero).symm
    _ ≤ ((∑ i, x i) / Fintype.card ι) ^ Fintype.card ι :=
        pow_le_pow_left₀ (Real.rpow_nonneg hprod _) (rpow_prod_le_arith_mean x hx) _

/-- The exponential of a mean of `n ≥ 1` numbers is at most the mean of the exponentials. -/
theorem exp_mean_le_mean_exp (x : ι → ℝ) :
    Real.exp ((∑ i, x i) / Fintype.card ι) ≤ (∑ i, Real.exp (x i)) / Fintype.card ι := by
  have h := convexOn_exp.map_sum_le (t := univ) (w := fun _ : ι ↦ (Fintype.card ι : ℝ)⁻¹) (p := x)
    (fun _ _ ↦ inv_nonneg.mpr (Nat.cast_nonneg _)) sum_inv_card (fun _ _ ↦ Set.mem_univ _)
  simp only [smul_eq_mul, ← mul_sum] at h
  rwa [inv_mul_eq_div, inv_mul_eq_div] at h

end LeJEPA

end

/-!
## Equality in the mean inequalities

The arithmetic and the geometric mean of `n ≥ 1` nonnegative numbers agree exactly when the numbers
are equal, and so do the exponential of a mean and the mean of the exponentials.

### Main results

* `LeJEPA.rpow_prod_lt_arith_mean_iff`: `(∏ i, x i) ^ (1 / n) < (∑ i, x i) / n` iff two of the
  numbers differ.
* `LeJEPA.exp_mean_eq_mean_exp_iff`: `exp ((∑ i, x i) / n) = (∑ i, exp (x i)) / n` iff all the
  numbers are equal.
-/

section

open Finset

namespace LeJEPA

variable {ι : Type*} [Fintype ι] [Nonempty ι]

/-- The geometric mean is strictly less than the arithmetic mean iff two of the numbers differ. -/
theorem rpow_prod_lt_arith_mean_iff (x : ι → ℝ) (hx : ∀ i, 0 ≤ x i) :
    (∏ i, x i) ^ (Fintype.card ι : ℝ)⁻¹ < (∑ i, x i) / Fintype.card ι ↔ ∃ i j, x i ≠ x j := by
  have hcard : (0 : ℝ) < Fintype.card ι := Nat.cast_pos.mpr Fintype.card_pos
  have h := Real.geom_mean_lt_arith_mean_weighted_iff_of_pos univ
    (fun _ : ι ↦ (Fintype.card ι : ℝ)⁻¹) x (fun _ _ ↦ inv_pos.mpr hcard) sum_inv_card
    (fun i _ ↦ hx i)
  rw [Real.finset_prod_rpow _ _ fun i _ ↦ hx i, ← mul_sum, inv_mul_eq_div] at h
  simpa only [mem_univ, true_and] using h

/-- The exponential of a mean is the mean of the exponentials iff all the numbers are equal. -/
theorem exp_mean_eq_mean_exp_iff (x : ι → ℝ) :
    Real.exp ((∑ i, x i) / Fintype.card ι) = (∑ i, Real.exp (x i)) / Fintype.card ι
      ↔ ∀ i j, x i = x j := by
  have hcard : (0 : ℝ) < Fintype.card ι := Nat.cast_pos.mpr Fintype.card_pos
  have h := strictConvexOn_exp.map_sum_eq_iff (t := univ)
    (w := fun _ : ι ↦ (Fintype.card ι : ℝ)⁻¹) (p := x) (fun _ _ ↦ inv_pos.mpr hcard)
    sum_inv_card (fun _ _ ↦ Set.mem_univ _)
  simp only [smul_eq_mul, inv_mul_eq_div, mem_univ, true_implies, ← sum_div] at h
  rw [h]
  refine ⟨fun h i j ↦ (h i).trans (h j).symm, fun h i ↦ ?_⟩
  rw [sum_congr rfl fun j _ ↦ h j i, sum_const, card_univ, nsmul_eq_mul,
    mul_div_cancel_left₀ _ hcard.ne']

end LeJEPA

end

/-!
## The sum of the eigenvalues of the Ornstein–Uhlenbeck operator

In `n` variables the Ornstein–Uhlenbeck operator of correlation `ρ` has the eigenvalues
`ρ ^ ∑ i, α i`, one for every multi-index `α`. For `|ρ| < 1` their sum is `(1 - ρ) ^ (-n)`.

### Main results

* `LeJEPA.hasSum_pow_sum_multiIndex`: the sum.
-/

namespace LeJEPA

/-- For `|ρ| < 1` the sum of `ρ ^ ∑ i, α i` over the multi-indices `α : Fin n → ℕ` is
`(1 - ρ) ^ (-n)`. -/
theorem hasSum_pow_sum_multiIndex {ρ : ℝ} (hρ : |ρ| < 1) (n : ℕ) :
    HasSum (fun α : Fin n → ℕ ↦ ρ ^ ∑ i, α i) ((1 - ρ)⁻¹ ^ n) := by
  induction n with
  | zero => simp
  | succ n ih =>
    have hgeo : HasSum (fun k : ℕ ↦ ρ ^ k) (1 - ρ)⁻¹ := hasSum_geometric_of_abs_lt_one hρ
    have hsum : Summable fun x : ℕ × (Fin n → ℕ) ↦ ρ ^ x.1 * ρ ^ ∑ i, x.2 i :=
      summable_mul_of_summable_norm (f := fun k : ℕ ↦ ρ ^ k)
        (g := fun α : Fin n → ℕ ↦ ρ ^ ∑ i, α i)
        (by simpa only [Real.norm_eq_abs] using hgeo.summable.abs)
        (by simpa only [Real.norm_eq_abs] using ih.summable.abs)
    rw [← (Fin.consEquiv fun _ : Fin (n + 1) ↦ ℕ).hasSum_iff, pow_succ']
    have hcons : (fun α : Fin (n + 1) → ℕ ↦ ρ ^ ∑ i, α i) ∘ Fin.consEquiv (fun _ ↦ ℕ)
        = fun x : ℕ × (Fin n → ℕ) ↦ ρ ^ x.1 * ρ ^ ∑ i, x.2 i := by
      ext x
      simp [Fin.consEquiv, Fin.sum_univ_succ, pow_add]
    rw [hcons]
    exact HasSum.mul (f := fun k : ℕ ↦ ρ ^ k) (g := fun α : Fin n → ℕ ↦ ρ ^ ∑ i, α i)
      hgeo ih hsum

/-!
## Mazur–Ulam in the form the paper uses

A surjective isometry of a real normed space that fixes the origin is linear.

### Main results

* `LeJEPA.exists_linearIsometryEquiv_of_isometry`: the statement for functions.
-/

/-- A surjective isometry that fixes the origin is a linear isometry. -/
theorem exists_linearIsometryEquiv_of_isometry {E F : Type*} [NormedAddCommGroup E]
    [NormedSpace ℝ E] [NormedAddCommGroup F] [NormedSpace ℝ F] {f : E → F} (hf : Isometry f)
    (hsurj : Function.Surjective f) (hzero : f 0 = 0) : ∃ Q : E ≃ₗᵢ[ℝ] F, ⇑Q = f :=
  ⟨(IsometryEquiv.mk' f (Function.surjInv hsurj)
    (Function.rightInverse_surjInv hsurj) hf).toRealLinearIsometryEquivOfMapZero hzero, rfl⟩

/-!
## A nonexpansive map that preserves the Gaussian measure is orthogonal

If `h` is `1`-Lipschitz and preserves the standard Gaussian measure, then `‖h z - h w‖²` and
`‖z - w‖²` have the same mean over independent `z`, `w`, and the first is at most the second. So
they are equal almost everywhere, and everywhere by continuity: `h` is an isometry. Its range is
closed and has full measure, so `h` is surjective; by the theorem of Mazur and Ulam it is affine,
and its constant term vanishes since it preserves the mean.

### Main results

* `LeJEPA.isometry_of_lipschitzWith_one`: `h` is an isometry.
* `LeJEPA.exists_linearIsometryEquiv_of_lipschitzWith_one`: `h` is a linear isometry.
-/

variable {n : ℕ} {h : EuclideanSpace ℝ (Fin n) → EuclideanSpace ℝ (Fin n)}

/-- A `1`-Lipschitz map that preserves the standard Gaussian measure is an isometry. -/
theorem isometry_of_lipschitzWith_one (hh : LipschitzWith 1 h)
    (hmap : (gaussian n).map h = gaussian n) : Isometry h := by
  have hcont := hh.continuous
  have hmp : MeasurePreserving h (gaussian n) (gaussian n) := ⟨hcont.measurable, hmap⟩
  have hprod := hmp.prod hmp
  set P := (gaussian n).prod (gaussian n) with hP
  set F : EuclideanSpace ℝ (Fin n) × EuclideanSpace ℝ (Fin n) → ℝ := fun w ↦ ‖w.1 - w.2‖ ^ 2
    with hF
  have hFcont : Continuous F := (continuous_fst.sub continuous_snd).norm.pow 2
  have hmem : MemLp (fun w : EuclideanSpace ℝ (Fin n) × EuclideanSpace ℝ (Fin n) ↦ w.1 - w.2) 2 P :=
    (memLp_id_gaussian.comp_measurePreserving measurePreserving_fst).sub
      (memLp_id_gaussian.comp_measurePreserving measurePreserving_snd)
  have hint : Integrable F P := (memLp_two_iff_integrable_sq_norm hmem.1).mp hmem
  have hle (w) : (F ∘ Prod.map h h) w ≤ F w := by
    have hdist := hh.dist_le_mul w.1 w.2
    rw [NNReal.coe_one, one_mul, dist_eq_norm, dist_eq_norm] at hdist
    exact pow_le_pow_left₀ (norm_nonneg _) hdist 2
  have hintegral : ∫ w, (F ∘ Prod.map h h) w ∂P = ∫ w, F w ∂P := by
    conv_rhs => rw [← hprod.map_eq]
    exact (integral_map hprod.aemeasurable hFcont.measurable.aestronglyMeasurable).symm
  have hae := (integral_eq_iff_of_ae_le (hprod.integrable_comp_of_integrable hint) hint
    (.of_forall hle)).mp hintegral
  have heq := Measure.eq_of_ae_eq hae (hFcont.comp (hcont.prodMap hcont)) hFcont
  refine Isometry.of_dist_eq fun x y ↦ ?_
  rw [dist_eq_norm, dist_eq_norm]
  exact (pow_left_inj₀ (norm_nonneg _) (norm_nonneg _) two_ne_zero).mp (congrFun heq (x, y))

/-- A `1`-Lipschitz map that preserves the standard Gaussian measure is a linear isometry, at every
point. -/
theorem exists_linearIsometryEquiv_of_lipschitzWith_one (hh : LipschitzWith 1 h)
    (hmap : (gaussian n).map h = gaussian n) :
    ∃ Q : EuclideanSpace ℝ (Fin n) ≃ₗᵢ[ℝ] EuclideanSpace ℝ (Fin n), ⇑Q = h := by
  have hiso := isometry_of_lipschitzWith_one hh hmap
  have hmeas := hh.continuous.measurable
  have hclosed : IsClosed (Set.range h) := hiso.isClosedEmbedding.isClosed_range
  have hnull : gaussian n (Set.range h)ᶜ = 0 := by
    rw [← hmap, Measure.map_apply hmeas hclosed.measurableSet.compl, Set.preimage_compl,
      Set.preimage_range, Set.compl_univ, measure_empty]
  have hsurj : Function.Surjective h := Set.range_eq_univ.mp <|
    Set.compl_empty_iff.mp <| (hclosed.isOpen_compl.measure_eq_zero_iff (gaussian n)).mp hnull
  obtain ⟨Q, hQ⟩ := exists_linearIsometryEquiv_of_isometry (f := fun z ↦ h z - h 0)
    (Isometry.of_dist_eq fun x y ↦ by rw [dist_sub_right, hiso.dist_eq])
    (fun y ↦ (hsurj (y + h 0)).imp fun x hx ↦ sub_eq_of_eq_add hx) (sub_self _)
  obtain ⟨c, hc⟩ : ∃ c, h = fun z ↦ Q z + c := ⟨h 0, by simp only [hQ, sub_add_cancel]⟩
  -- Both `h` and `Q` preserve the mean, so the constant term vanishes.
  have hmean (f : EuclideanSpace ℝ (Fin n) → EuclideanSpace ℝ (Fin n)) (hf : Measurable f)
      (hfmap : (gaussian n).map f = gaussian n) :
      ∫ z, f z ∂gaussian n = ∫ z, z ∂gaussian n := by
    conv_rhs => rw [← hfmap]
    exact (integral_map hf.aemeasurable aestronglyMeasurable_id).symm
  have hint : Integrable (fun z ↦ Q z) (gaussian n) :=
    (measurePreserving_gaussian Q).integrable_comp_of_integrable (g := fun z ↦ z)
      (memLp_id_gaussian.integrable one_le_two)
  have hmean' := hmean h hmeas hmap
  rw [hc, integral_add hint (integrable_const c),
    hmean Q Q.continuous.measurable (map_gaussian Q), integral_const, probReal_univ,
    one_smul] at hmean'
  exact ⟨Q, by simp only [hc, add_eq_left.mp hmean', add_zero]⟩

end LeJEPA
