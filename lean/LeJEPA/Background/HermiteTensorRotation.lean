import LeJEPA.Background.HermiteTensor
import LeJEPA.Gaussian.Moments
import LeJEPA.Gaussian.OrnsteinUhlenbeck
import Mathlib.Algebra.Order.Antidiag.Pi

/-!
# Rotations keep the degree of Hermite polynomials

For a linear isometry `Q` the function `z ↦ H α (Q z)` is a linear combination of the tensor Hermite
polynomials of the same degree `∑ i, α i`. Both `Q` and the Ornstein–Uhlenbeck operator leave the
Gaussian measure invariant, and they commute, so `H α ∘ Q` is an eigenfunction for the same
eigenvalue; it is orthogonal to the eigenfunctions for other eigenvalues.

## Main results

* `LeJEPA.integral_hermiteTensor_comp_mul_hermiteTensor`: orthogonality.
* `LeJEPA.hermiteTensor_comp_mem_span`: the span of every degree is invariant under isometries.
-/

open MeasureTheory ProbabilityTheory Polynomial
open scoped Nat

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
