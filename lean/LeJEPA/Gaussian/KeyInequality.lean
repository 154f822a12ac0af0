import LeJEPA.ExponentialKernel
import LeJEPA.Gaussian.Characters
import LeJEPA.Gaussian.OrnsteinUhlenbeck

/-!
# The key inequality for real functions

Let `X` and `Y` be standard Gaussian vectors whose characters correlate as
`E[conj (exp (i⟨X, s⟩)) exp (i⟨Y, t⟩)] = exp (-‖s‖² / 2 - ‖t‖² / 2 + ∑ i, w i s i t i)`
with `0 ≤ w i ≤ r ≤ 1`. Then every real `f ∈ L²(γ)` satisfies

`E f(X) f(Y) ≤ r² E f² + (1 - r²) (E f)² + ∑ i, (w i - r²) (E z i f)²`.

For the Ornstein–Uhlenbeck pair all `w i` and `r` are `ρ`.

## Main definitions

* `LeJEPA.expLp`: the normalised characters, as elements of `L²(γ; ℂ)`.

## Main results

* `LeJEPA.integral_mul_le_of_char_kernel`: the inequality.
* `LeJEPA.integral_mul_comp_ouMap_le`: the case of the Ornstein–Uhlenbeck pair.
-/

open MeasureTheory ProbabilityTheory Complex
open scoped RealInnerProductSpace ENNReal ComplexConjugate InnerProductSpace

namespace LeJEPA

attribute [-simp] Finset.univ_eq_empty -- `IsEmpty (Fin n)` is long to refute

variable {n : ℕ} {ρ : ℝ}

/-- The normalised characters `exp (‖t‖² / 2 + i⟨x, t⟩)`. -/
noncomputable def expLp (t : EuclideanSpace ℝ (Fin n)) : Lp ℂ 2 (gaussian n) :=
  exp (‖t‖ ^ 2 / 2 : ℝ) • charLp (gaussian n) t

/-- The normalised characters span a dense subspace. -/
theorem dense_span_expLp :
    Dense (Submodule.span ℂ (Set.range (expLp (n := n))) : Set (Lp ℂ 2 (gaussian n))) := by
  have h : Submodule.span ℂ (Set.range (expLp (n := n)))
      = Submodule.span ℂ (Set.range (charLp (gaussian n))) := by
    refine le_antisymm ?_ ?_ <;> rw [Submodule.span_le] <;> rintro _ ⟨t, rfl⟩
    · exact Submodule.smul_mem _ _ (Submodule.subset_span ⟨t, rfl⟩)
    · have : charLp (gaussian n) t = (exp (‖t‖ ^ 2 / 2 : ℝ))⁻¹ • expLp t := by
        rw [expLp, smul_smul, inv_mul_cancel₀ (exp_ne_zero _), one_smul]
      rw [this]
      exact Submodule.smul_mem _ _ (Submodule.subset_span ⟨t, rfl⟩)
  rw [h]
  exact dense_span_charLp (gaussian n)

/-- A product of two characters, the first one conjugated, is a character of the pair. -/
theorem conj_char_mul_char {E : Type*} [NormedAddCommGroup E] [InnerProductSpace ℝ E]
    (x s y t : E) : conj (exp (⟪x, s⟫ * I)) * exp (⟪y, t⟫ * I)
      = exp ((⟪x, -s⟫ + ⟪y, t⟫ : ℝ) * I) := by
  rw [← exp_conj, ← Complex.exp_add]
  congr 1
  simp only [map_mul, conj_ofReal, conj_I, inner_neg_right]
  push_cast
  ring

/-- The inner product of two real vectors as a complex sum. -/
theorem ofReal_inner_eq_sum (s t : EuclideanSpace ℝ (Fin n)) :
    ((⟪s, t⟫ : ℝ) : ℂ) = ∑ i, (s i : ℂ) * t i := by
  rw [PiLp.inner_apply]
  push_cast
  exact Finset.sum_congr rfl fun i _ ↦ by simp [mul_comm]

/-- Correlations of characters over the Ornstein–Uhlenbeck pair. -/
theorem integral_conj_char_mul_char (hρ₀ : 0 ≤ ρ) (hρ₁ : ρ ≤ 1)
    (s t : EuclideanSpace ℝ (Fin n)) :
    ∫ w, conj (exp (⟪w.1, s⟫ * I)) * exp (⟪ouMap ρ w, t⟫ * I) ∂(gaussian n).prod (gaussian n)
      = exp (-(‖s‖ ^ 2 / 2 : ℝ)) * exp (-(‖t‖ ^ 2 / 2 : ℝ)) * exp (ρ * ∑ i, (s i : ℂ) * t i) := by
  have hinner (w : EuclideanSpace ℝ (Fin n) × EuclideanSpace ℝ (Fin n)) :
      ⟪w.1, -s⟫ + ⟪ouMap ρ w, t⟫ = ⟪w.1, ρ • t - s⟫ + ⟪w.2, √(1 - ρ ^ 2) • t⟫ := by
    simp only [ouMap, inner_add_left, inner_smul_left, inner_smul_right, inner_sub_right,
      inner_neg_right, conj_trivial]
    ring
  simp_rw [conj_char_mul_char, hinner]
  rw [integral_cexp_prod_gaussian, ← Complex.exp_add, ← Complex.exp_add, ← ofReal_inner_eq_sum]
  congr 1
  have h1 : ρ ^ 2 ≤ 1 := pow_le_one₀ hρ₀ hρ₁
  have h2 : ‖ρ • t - s‖ ^ 2 = ρ ^ 2 * ‖t‖ ^ 2 - 2 * ρ * ⟪s, t⟫ + ‖s‖ ^ 2 := by
    rw [norm_sub_sq_real, norm_smul, mul_pow, Real.norm_eq_abs, sq_abs, inner_smul_left,
      real_inner_comm]
    simp
    ring
  have h3 : ‖√(1 - ρ ^ 2) • t‖ ^ 2 = (1 - ρ ^ 2) * ‖t‖ ^ 2 := by
    rw [norm_smul, mul_pow, Real.norm_eq_abs, sq_abs, Real.sq_sqrt (by linarith)]
  rw [h2, h3]
  push_cast
  ring

/-- Inner products of characters. -/
theorem integral_conj_char_mul_char_gaussian (s t : EuclideanSpace ℝ (Fin n)) :
    ∫ z, conj (exp (⟪z, s⟫ * I)) * exp (⟪z, t⟫ * I) ∂gaussian n
      = exp (-(‖s‖ ^ 2 / 2 : ℝ)) * exp (-(‖t‖ ^ 2 / 2 : ℝ)) * exp (∑ i, (s i : ℂ) * t i) := by
  have h (z : EuclideanSpace ℝ (Fin n)) : ⟪z, -s⟫ + ⟪z, t⟫ = ⟪z, t - s⟫ := by
    rw [inner_sub_right, inner_neg_right]
    ring
  simp_rw [conj_char_mul_char, h]
  rw [← charFun_apply, charFun_gaussian, ← Complex.exp_add, ← Complex.exp_add,
    ← ofReal_inner_eq_sum, norm_sub_sq_real, real_inner_comm]
  congr 1
  push_cast
  ring

/-- The key inequality for a pair of standard Gaussian vectors with an exponential kernel. -/
theorem integral_mul_le_of_char_kernel {Ω : Type*} [MeasurableSpace Ω] {P : Measure Ω}
    {X Y : Ω → EuclideanSpace ℝ (Fin n)} (hX : MeasurePreserving X P (gaussian n))
    (hY : MeasurePreserving Y P (gaussian n)) {w : Fin n → ℝ} {r : ℝ} (hw₀ : ∀ i, 0 ≤ w i)
    (hwr : ∀ i, w i ≤ r) (hr₀ : 0 ≤ r) (hr₁ : r ≤ 1)
    (hXY : ∀ s t, ∫ ω, conj (exp (⟪X ω, s⟫ * I)) * exp (⟪Y ω, t⟫ * I) ∂P
      = exp (-(‖s‖ ^ 2 / 2 : ℝ)) * exp (-(‖t‖ ^ 2 / 2 : ℝ))
        * exp (∑ i, (w i : ℂ) * (s i * t i)))
    {f : EuclideanSpace ℝ (Fin n) → ℝ} (hf : MemLp f 2 (gaussian n)) :
    ∫ ω, f (X ω) * f (Y ω) ∂P
      ≤ r ^ 2 * ∫ z, f z ^ 2 ∂gaussian n + (1 - r ^ 2) * (∫ z, f z ∂gaussian n) ^ 2
        + ∑ i, (w i - r ^ 2) * (∫ z, z i * f z ∂gaussian n) ^ 2 := by
  let U := (Lp.compMeasurePreservingₗᵢ ℂ (E := ℂ) (p := 2) X hX).toContinuousLinearMap
  let V := (Lp.compMeasurePreservingₗᵢ ℂ (E := ℂ) (p := 2) Y hY).toContinuousLinearMap
  have hU {g : EuclideanSpace ℝ (Fin n) → ℂ} (hg : MemLp g 2 (gaussian n)) :
      U (hg.toLp g) = (hg.comp_measurePreserving hX).toLp _ := rfl
  have hV {g : EuclideanSpace ℝ (Fin n) → ℂ} (hg : MemLp g 2 (gaussian n)) :
      V (hg.toLp g) = (hg.comp_measurePreserving hY).toLp _ := rfl
  have hfc : MemLp (fun z ↦ (f z : ℂ)) 2 (gaussian n) := hf.ofReal
  have hone : MemLp (fun _ : EuclideanSpace ℝ (Fin n) ↦ (1 : ℂ)) 2 (gaussian n) := memLp_const 1
  have hcoord (i : Fin n) : MemLp (fun z : EuclideanSpace ℝ (Fin n) ↦ (z i : ℂ)) 2 (gaussian n) :=
    (memLp_id_gaussian.eval_piLp i).ofReal
  have hne (a : ℝ) : exp (-(a : ℝ)) * exp (a : ℝ) = 1 := by
    rw [← Complex.exp_add]
    simp
  have key := re_inner_le_of_exp_weighted_kernel (τ := fun t i ↦ t i) hw₀ hwr hr₀ hr₁
    (g := expLp (n := n)) dense_span_expLp (U := U) (V := V) (e₀ := hone.toLp _)
    (e := fun i ↦ (hcoord i).toLp _)
    (by
      intro s t
      rw [expLp, expLp, inner_smul_left, inner_smul_right, charLp, charLp, MemLp.inner_toLp_toLp,
        integral_conj_char_mul_char_gaussian, ← exp_conj, conj_ofReal]
      linear_combination (exp (∑ i, (s i : ℂ) * t i)) * (hne (‖t‖ ^ 2 / 2))
        * exp (‖s‖ ^ 2 / 2 : ℝ) * exp (-(‖s‖ ^ 2 / 2 : ℝ))
        + exp (∑ i, (s i : ℂ) * t i) * hne (‖s‖ ^ 2 / 2))
    (by
      intro s t
      rw [expLp, expLp, map_smul, map_smul, inner_smul_left, inner_smul_right, charLp, charLp,
        hU, hV, MemLp.inner_toLp_toLp]
      simp only [Function.comp_apply]
      rw [hXY, ← exp_conj, conj_ofReal]
      linear_combination (exp (∑ i, (w i : ℂ) * (s i * t i))) * (hne (‖t‖ ^ 2 / 2))
        * exp (‖s‖ ^ 2 / 2 : ℝ) * exp (-(‖s‖ ^ 2 / 2 : ℝ))
        + exp (∑ i, (w i : ℂ) * (s i * t i)) * hne (‖s‖ ^ 2 / 2))
    (by
      intro t
      rw [expLp, inner_smul_right, charLp, MemLp.inner_toLp_toLp]
      simp only [map_one, one_mul]
      rw [← charFun_apply, charFun_gaussian, mul_comm, hne])
    (by
      intro i t
      rw [expLp, inner_smul_right, charLp, MemLp.inner_toLp_toLp]
      simp only [conj_ofReal]
      rw [integral_apply_mul_cexp_gaussian]
      linear_combination (I * t i) * hne (‖t‖ ^ 2 / 2))
    (hfc.toLp _)
  have hnorm : ‖hfc.toLp _‖ ^ 2 = ∫ z, f z ^ 2 ∂gaussian n := by
    rw [← inner_self_eq_norm_sq (𝕜 := ℂ), MemLp.inner_toLp_toLp]
    have e (z) : conj (f z : ℂ) * (f z : ℂ) = ((f z ^ 2 : ℝ) : ℂ) := by simp [pow_two]
    simp_rw [e]
    rw [integral_complex_ofReal]
    simp
  have hinner {g : EuclideanSpace ℝ (Fin n) → ℝ} (hg : MemLp (fun z ↦ (g z : ℂ)) 2 (gaussian n)) :
      ‖⟪hg.toLp _, hfc.toLp _⟫_ℂ‖ ^ 2 = (∫ z, g z * f z ∂gaussian n) ^ 2 := by
    rw [MemLp.inner_toLp_toLp]
    have e (z) : conj (g z : ℂ) * (f z : ℂ) = ((g z * f z : ℝ) : ℂ) := by simp
    simp_rw [e]
    rw [integral_complex_ofReal]
    simp
  have hUV : (⟪U (hfc.toLp _), V (hfc.toLp _)⟫_ℂ).re = ∫ ω, f (X ω) * f (Y ω) ∂P := by
    rw [hU, hV, MemLp.inner_toLp_toLp]
    have e (ω) : conj (((fun z ↦ (f z : ℂ)) ∘ X) ω) * ((fun z ↦ (f z : ℂ)) ∘ Y) ω
        = ((f (X ω) * f (Y ω) : ℝ) : ℂ) := by simp
    simp_rw [e]
    rw [integral_complex_ofReal]
    simp
  rw [hUV, hnorm] at key
  have h0 := hinner (g := fun _ ↦ 1) (by simpa using hone)
  simp only [ofReal_one, one_mul] at h0
  rw [h0] at key
  simpa only [hinner (hcoord _)] using key

/-- The key inequality for real functions over the Ornstein–Uhlenbeck pair. -/
theorem integral_mul_comp_ouMap_le (hρ₀ : 0 ≤ ρ) (hρ₁ : ρ ≤ 1)
    {f : EuclideanSpace ℝ (Fin n) → ℝ} (hf : MemLp f 2 (gaussian n)) :
    ∫ w, f w.1 * f (ouMap ρ w) ∂(gaussian n).prod (gaussian n)
      ≤ ρ ^ 2 * ∫ z, f z ^ 2 ∂gaussian n + (1 - ρ ^ 2) * (∫ z, f z ∂gaussian n) ^ 2
        + ρ * (1 - ρ) * ∑ i, (∫ z, z i * f z ∂gaussian n) ^ 2 := by
  have := integral_mul_le_of_char_kernel (w := fun _ ↦ ρ) measurePreserving_fst
    (measurePreserving_ouMap (n := n) hρ₀ hρ₁) (fun _ ↦ hρ₀) (fun _ ↦ le_rfl) hρ₀ hρ₁
    (fun s t ↦ by rw [integral_conj_char_mul_char hρ₀ hρ₁, Finset.mul_sum]) hf
  rw [← Finset.mul_sum] at this
  linarith

end LeJEPA

/-!
## The key inequality for complex functions

For `f ∈ L²(γ; ℂ)` let `B(f, f) = E[conj (f(z)) f(z')]` over the Ornstein–Uhlenbeck pair. Then

`Re B(f, f) ≤ ρ² ‖f‖² + (1 - ρ²) |E f|² + ρ (1 - ρ) ∑ i, |E z i f|²`.

The form and the right-hand side are additive over the real and the imaginary part.

### Main results

* `LeJEPA.re_integral_conj_mul_comp_ouMap_le`: the inequality.
-/

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
