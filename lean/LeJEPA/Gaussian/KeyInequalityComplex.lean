import LeJEPA.Gaussian.KeyInequality

/-!
# The key inequality for complex functions

For `f ∈ L²(γ; ℂ)` let `B(f, f) = E[conj (f(z)) f(z')]` over the Ornstein–Uhlenbeck pair. Then

`Re B(f, f) ≤ ρ² ‖f‖² + (1 - ρ²) |E f|² + ρ (1 - ρ) ∑ i, |E z i f|²`.

The form and the right-hand side are additive over the real and the imaginary part.

## Main results

* `LeJEPA.re_integral_conj_mul_comp_ouMap_le`: the inequality.
-/

open MeasureTheory ProbabilityTheory Complex
open scoped ComplexConjugate

namespace LeJEPA

variable {n : ℕ} {ρ : ℝ}

/-- The squared norm of an integral is the sum of the squares of the integrals of both parts. -/
private theorem norm_integral_sq {α : Type*} [MeasurableSpace α] {μ : Measure α} {g : α → ℂ}
    (hg : Integrable g μ) :
    ‖∫ z, g z ∂μ‖ ^ 2 = (∫ z, (g z).re ∂μ) ^ 2 + (∫ z, (g z).im ∂μ) ^ 2 := by
  have hre := reCLM.integral_comp_comm hg
  have him := imCLM.integral_comp_comm hg
  simp only [reCLM_apply, imCLM_apply] at hre him
  rw [hre, him, Complex.sq_norm, normSq_apply]
  ring

/-- The key inequality for complex functions over the Ornstein–Uhlenbeck pair: with
`B(f, f) = E[conj (f(z)) f(z')]`,
`Re B(f, f) ≤ ρ² ‖f‖² + (1 - ρ²) |E f|² + ρ (1 - ρ) ∑ i, |E z i f|²`. -/
theorem re_integral_conj_mul_comp_ouMap_le (hρ₀ : 0 ≤ ρ) (hρ₁ : ρ ≤ 1)
    {f : EuclideanSpace ℝ (Fin n) → ℂ} (hf : MemLp f 2 (gaussian n)) :
    (∫ w, conj (f w.1) * f (ouMap ρ w) ∂(gaussian n).prod (gaussian n)).re
      ≤ ρ ^ 2 * ∫ z, ‖f z‖ ^ 2 ∂gaussian n + (1 - ρ ^ 2) * ‖∫ z, f z ∂gaussian n‖ ^ 2
        + ρ * (1 - ρ) * ∑ i, ‖∫ z, (z i : ℂ) * f z ∂gaussian n‖ ^ 2 := by
  have hu : MemLp (fun z ↦ (f z).re) 2 (gaussian n) := reCLM.comp_memLp' hf
  have hv : MemLp (fun z ↦ (f z).im) 2 (gaussian n) := imCLM.comp_memLp' hf
  have hfst {F : Type} [NormedAddCommGroup F] {g : EuclideanSpace ℝ (Fin n) → F}
      (hg : MemLp g 2 (gaussian n)) :
      MemLp (fun w ↦ g w.1) 2 ((gaussian n).prod (gaussian n)) :=
    hg.comp_measurePreserving measurePreserving_fst
  have hou {F : Type} [NormedAddCommGroup F] {g : EuclideanSpace ℝ (Fin n) → F}
      (hg : MemLp g 2 (gaussian n)) :
      MemLp (fun w ↦ g (ouMap ρ w)) 2 ((gaussian n).prod (gaussian n)) :=
    hg.comp_measurePreserving (measurePreserving_ouMap hρ₀ hρ₁)
  have hform : (∫ w, conj (f w.1) * f (ouMap ρ w) ∂(gaussian n).prod (gaussian n)).re
      = ∫ w, (f w.1).re * (f (ouMap ρ w)).re ∂(gaussian n).prod (gaussian n)
        + ∫ w, (f w.1).im * (f (ouMap ρ w)).im ∂(gaussian n).prod (gaussian n) := by
    have hint : Integrable (fun w ↦ conj (f w.1) * f (ouMap ρ w))
        ((gaussian n).prod (gaussian n)) :=
      MemLp.integrable_mul (p := 2) (q := 2)
        (hfst ((conjCLE : ℂ →L[ℝ] ℂ).comp_memLp' hf)) (hou hf)
    have h := reCLM.integral_comp_comm hint
    simp only [reCLM_apply, mul_re, conj_re, conj_im, neg_mul, sub_neg_eq_add] at h
    rw [← h]
    exact integral_add (MemLp.integrable_mul (p := 2) (q := 2) (hfst hu) (hou hu))
      (MemLp.integrable_mul (p := 2) (q := 2) (hfst hv) (hou hv))
  have hnorm : ∫ z, ‖f z‖ ^ 2 ∂gaussian n
      = ∫ z, (f z).re ^ 2 ∂gaussian n + ∫ z, (f z).im ^ 2 ∂gaussian n := by
    rw [← integral_add hu.integrable_sq hv.integrable_sq]
    refine integral_congr_ae (.of_forall fun z ↦ ?_)
    change ‖f z‖ ^ 2 = (f z).re ^ 2 + (f z).im ^ 2
    rw [Complex.sq_norm, normSq_apply, pow_two, pow_two]
  have hcoord (i : Fin n) : ‖∫ z, (z i : ℂ) * f z ∂gaussian n‖ ^ 2
      = (∫ z, z i * (f z).re ∂gaussian n) ^ 2 + (∫ z, z i * (f z).im ∂gaussian n) ^ 2 := by
    have hz : MemLp (fun z : EuclideanSpace ℝ (Fin n) ↦ (z i : ℂ)) 2 (gaussian n) :=
      (memLp_id_gaussian.eval_piLp i).ofReal
    have hint : Integrable (fun z ↦ (z i : ℂ) * f z) (gaussian n) :=
      MemLp.integrable_mul (p := 2) (q := 2) hz hf
    rw [norm_integral_sq hint]
    simp only [re_ofReal_mul, im_ofReal_mul]
  rw [hform, hnorm, norm_integral_sq (hf.integrable one_le_two)]
  simp_rw [hcoord]
  rw [Finset.sum_add_distrib]
  linarith [integral_mul_comp_ouMap_le hρ₀ hρ₁ hu, integral_mul_comp_ouMap_le hρ₀ hρ₁ hv]

end LeJEPA
