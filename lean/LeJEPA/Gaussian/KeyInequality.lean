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

variable {n : ℕ} {ρ : ℝ}

/-- The normalised characters `exp (‖t‖² / 2 + i⟨x, t⟩)`. -/
noncomputable def expLp (t : EuclideanSpace ℝ (Fin n)) : Lp ℂ 2 (gaussian n) :=
  exp (‖t‖ ^ 2 / 2 : ℝ) • charLp (gaussian n) t

/-- Nonzero multiples of vectors of dense span have a dense span. -/
private theorem dense_span_smul {T H : Type*} [NormedAddCommGroup H] [InnerProductSpace ℂ H]
    {v : T → H} (hv : Dense (Submodule.span ℂ (Set.range v) : Set H)) {c : T → ℂ}
    (hc : ∀ t, c t ≠ 0) : Dense (Submodule.span ℂ (Set.range fun t ↦ c t • v t) : Set H) := by
  refine hv.mono (Submodule.span_le.mpr ?_)
  rintro _ ⟨t, rfl⟩
  exact (Submodule.smul_mem_iff _ (hc t)).mp (Submodule.subset_span ⟨t, rfl⟩)

/-- The normalised characters span a dense subspace. -/
theorem dense_span_expLp :
    Dense (Submodule.span ℂ (Set.range (expLp (n := n))) : Set (Lp ℂ 2 (gaussian n))) :=
  dense_span_smul (dense_span_charLp (gaussian n)) fun _ ↦ exp_ne_zero _

/-- A product of two characters, the first one conjugated, is a character of the pair. -/
theorem conj_char_mul_char {E : Type*} [NormedAddCommGroup E] [InnerProductSpace ℝ E]
    (x s y t : E) : conj (exp (⟪x, s⟫ * I)) * exp (⟪y, t⟫ * I)
      = exp ((⟪x, -s⟫ + ⟪y, t⟫ : ℝ) * I) := by
  rw [← exp_conj, ← Complex.exp_add]
  congr 1
  simp only [map_mul, conj_ofReal, conj_I, inner_neg_right]
  push_cast
  ring

/-- A product of two characters of the same vector. -/
private theorem conj_char_mul_char_self {E : Type*} [NormedAddCommGroup E] [InnerProductSpace ℝ E]
    (x s t : E) : conj (exp (⟪x, s⟫ * I)) * exp (⟪x, t⟫ * I) = exp (⟪x, t - s⟫ * I) := by
  rw [conj_char_mul_char, ← inner_add_right, neg_add_eq_sub]

/-- A product of two characters of a vector and of its image under a step. -/
private theorem conj_char_mul_char_step {E : Type*} [NormedAddCommGroup E] [InnerProductSpace ℝ E]
    (x y s t : E) (a b : ℝ) : conj (exp (⟪x, s⟫ * I)) * exp (⟪a • x + b • y, t⟫ * I)
      = exp ((⟪x, a • t - s⟫ + ⟪y, b • t⟫ : ℝ) * I) := by
  rw [conj_char_mul_char, inner_add_left, real_inner_smul_left, real_inner_smul_left,
    ← real_inner_smul_right, ← real_inner_smul_right, ← add_assoc, ← inner_add_right,
    neg_add_eq_sub]

/-- The squared norms of the coefficients of a step. -/
private theorem norm_sq_step {E : Type*} [NormedAddCommGroup E] [InnerProductSpace ℝ E] (s t : E)
    (hρ₀ : 0 ≤ ρ) (hρ₁ : ρ ≤ 1) :
    ‖ρ • t - s‖ ^ 2 + ‖√(1 - ρ ^ 2) • t‖ ^ 2 = ‖s‖ ^ 2 + ‖t‖ ^ 2 - 2 * (ρ * ⟪s, t⟫) := by
  rw [norm_sub_sq_real, norm_smul, norm_smul, mul_pow, mul_pow, Real.norm_eq_abs,
    Real.norm_eq_abs, sq_abs, sq_abs, real_inner_smul_left, real_inner_comm,
    Real.sq_sqrt (sub_nonneg.mpr (pow_le_one₀ hρ₀ hρ₁))]
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
  simp only [ouMap, conj_char_mul_char_step]
  rw [integral_cexp_prod_gaussian, norm_sq_step s t hρ₀ hρ₁, ← ofReal_inner_eq_sum,
    ← Complex.exp_add, ← Complex.exp_add]
  congr 1
  push_cast
  ring

/-- Inner products of characters. -/
theorem integral_conj_char_mul_char_gaussian (s t : EuclideanSpace ℝ (Fin n)) :
    ∫ z, conj (exp (⟪z, s⟫ * I)) * exp (⟪z, t⟫ * I) ∂gaussian n
      = exp (-(‖s‖ ^ 2 / 2 : ℝ)) * exp (-(‖t‖ ^ 2 / 2 : ℝ)) * exp (∑ i, (s i : ℂ) * t i) := by
  simp only [conj_char_mul_char_self]
  rw [← charFun_apply, charFun_gaussian, ← Complex.exp_add, ← Complex.exp_add,
    ← ofReal_inner_eq_sum, norm_sub_sq_real, real_inner_comm]
  congr 1
  push_cast
  ring

/-- The exponential kernel inequality for vectors `k t = exp (-q t) • g t` whose inner products with
`f` are real. -/
private theorem le_of_inner_eq {T ι H K : Type*} [Fintype ι] [NormedAddCommGroup H]
    [InnerProductSpace ℂ H] [NormedAddCommGroup K] [InnerProductSpace ℂ K] {τ : T → ι → ℝ}
    {w : ι → ℝ} {r : ℝ} (hw₀ : ∀ i, 0 ≤ w i) (hwr : ∀ i, w i ≤ r) (hr₀ : 0 ≤ r) (hr₁ : r ≤ 1)
    {q : T → ℝ} {g k : T → H} (hdense : Dense (Submodule.span ℂ (Set.range g) : Set H))
    (hgk : ∀ t, g t = exp (q t) • k t)
    (hk : ∀ s t, ⟪k s, k t⟫_ℂ = exp (-q s) * exp (-q t) * exp (∑ i, (τ s i : ℂ) * τ t i))
    {U V : H →ₗᵢ[ℂ] K} (hUV : ∀ s t, ⟪U (k s), V (k t)⟫_ℂ
      = exp (-q s) * exp (-q t) * exp (∑ i, (w i : ℂ) * (τ s i * τ t i)))
    {e₀ : H} (he₀ : ∀ t, ⟪e₀, k t⟫_ℂ = exp (-q t))
    {e : ι → H} (he : ∀ i t, ⟪e i, k t⟫_ℂ = I * τ t i * exp (-q t))
    {f : H} {a b c : ℝ} {m : ι → ℝ} (ha : ⟪f, f⟫_ℂ = a) (hb : ⟪e₀, f⟫_ℂ = b)
    (hm : ∀ i, ⟪e i, f⟫_ℂ = m i) (hc : ⟪U f, V f⟫_ℂ = c) :
    c ≤ r ^ 2 * a + (1 - r ^ 2) * b ^ 2 + ∑ i, (w i - r ^ 2) * m i ^ 2 := by
  have hne (t : T) : exp (-q t : ℂ) * exp (q t) = 1 := by
    rw [← Complex.exp_add, neg_add_cancel, Complex.exp_zero]
  have key := re_inner_le_of_exp_weighted_kernel hw₀ hwr hr₀ hr₁ hdense (τ := τ) (e₀ := e₀) (e := e)
    (U := U.toContinuousLinearMap) (V := V.toContinuousLinearMap)
    (fun s t ↦ by
      rw [hgk, hgk, inner_smul_left, inner_smul_right, hk, ← exp_conj, conj_ofReal]
      linear_combination exp (∑ i, (τ s i : ℂ) * τ t i) * exp (-q s) * exp (q s) * hne t
        + exp (∑ i, (τ s i : ℂ) * τ t i) * hne s)
    (fun s t ↦ by
      rw [hgk, hgk, map_smul, map_smul, inner_smul_left, inner_smul_right, ← exp_conj, conj_ofReal]
      refine (congrArg (fun z ↦ exp (q s) * (exp (q t) * z)) (hUV s t)).trans ?_
      linear_combination exp (∑ i, (w i : ℂ) * (τ s i * τ t i))
        * (exp (-q s) * exp (q s) * hne t + hne s))
    (fun t ↦ by rw [hgk, inner_smul_right, he₀, mul_comm, hne])
    (fun i t ↦ by
      rw [hgk, inner_smul_right, he]
      linear_combination I * τ t i * hne t) f
  have ha' : ‖f‖ ^ 2 = a := by rw [← inner_self_eq_norm_sq (𝕜 := ℂ), ha]; rfl
  have hc' : (⟪U.toContinuousLinearMap f, V.toContinuousLinearMap f⟫_ℂ).re = c :=
    congrArg re hc
  simpa only [hc', ha', hb, hm, norm_real, Real.norm_eq_abs, sq_abs] using key

/-- The inner product in `L²` of two functions along maps that preserve the measure. -/
private theorem inner_compMeasurePreserving {Ω α : Type*} [MeasurableSpace Ω] {P : Measure Ω}
    [MeasurableSpace α] {μ : Measure α} {X Y : Ω → α} (hX : MeasurePreserving X P μ)
    (hY : MeasurePreserving Y P μ) {u v : α → ℂ} (hu : MemLp u 2 μ) (hv : MemLp v 2 μ) :
    ⟪Lp.compMeasurePreservingₗᵢ ℂ X hX (hu.toLp u), Lp.compMeasurePreservingₗᵢ ℂ Y hY (hv.toLp v)⟫_ℂ
      = ∫ ω, conj (u (X ω)) * v (Y ω) ∂P :=
  MemLp.inner_toLp_toLp (hu.comp_measurePreserving hX) (hv.comp_measurePreserving hY)

/-- The correlation of two real functions is real. -/
private theorem integral_conj_ofReal_mul {Ω : Type*} [MeasurableSpace Ω] {P : Measure Ω}
    (u v : Ω → ℝ) : ∫ ω, conj (u ω : ℂ) * (v ω : ℂ) ∂P = (∫ ω, u ω * v ω ∂P : ℝ) := by
  simp only [← integral_complex_ofReal, conj_ofReal, ofReal_mul]

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
  have hfc : MemLp (fun z ↦ (f z : ℂ)) 2 (gaussian n) := hf.ofReal
  have hone : MemLp (fun _ ↦ ((1 : ℝ) : ℂ)) 2 (gaussian n) := memLp_const _
  have hcoord (i : Fin n) : MemLp (fun z : EuclideanSpace ℝ (Fin n) ↦ (z i : ℂ)) 2 (gaussian n) :=
    (memLp_id_gaussian.eval_piLp i).ofReal
  have hchar := memLp_char (gaussian n) 2
  refine le_of_inner_eq (τ := fun t i ↦ t i) (q := fun t ↦ ‖t‖ ^ 2 / 2) hw₀ hwr hr₀ hr₁
    (g := expLp) (k := charLp (gaussian n)) (U := Lp.compMeasurePreservingₗᵢ ℂ X hX)
    (V := Lp.compMeasurePreservingₗᵢ ℂ Y hY) (e₀ := hone.toLp _) (e := fun i ↦ (hcoord i).toLp _)
    (f := hfc.toLp _) dense_span_expLp (fun _ ↦ rfl) (fun s t ↦ ?_) (fun s t ↦ ?_) (fun t ↦ ?_)
    (fun i t ↦ ?_) ?_ ?_ (fun i ↦ ?_) ?_
  · exact (MemLp.inner_toLp_toLp (hchar s) (hchar t)).trans
      (integral_conj_char_mul_char_gaussian s t)
  · exact (inner_compMeasurePreserving hX hY (hchar s) (hchar t)).trans (hXY s t)
  · refine (MemLp.inner_toLp_toLp hone (hchar t)).trans ?_
    simp only [ofReal_one, map_one, one_mul]
    rw [← charFun_apply, charFun_gaussian]
  · refine (MemLp.inner_toLp_toLp (hcoord i) (hchar t)).trans ?_
    simp only [conj_ofReal]
    exact integral_apply_mul_cexp_gaussian i t
  · refine (MemLp.inner_toLp_toLp hfc hfc).trans ((integral_conj_ofReal_mul f f).trans ?_)
    simp only [pow_two]
  · refine (MemLp.inner_toLp_toLp hone hfc).trans
      ((integral_conj_ofReal_mul (fun _ ↦ 1) f).trans ?_)
    simp only [one_mul]
  · exact (MemLp.inner_toLp_toLp (hcoord i) hfc).trans (integral_conj_ofReal_mul (fun z ↦ z i) f)
  · exact (inner_compMeasurePreserving hX hY hfc hfc).trans
      (integral_conj_ofReal_mul (fun ω ↦ f (X ω)) fun ω ↦ f (Y ω))

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
      (hfst (g := fun z ↦ conj (f z)) hf.star).integrable_mul (hou hf)
    have h := reCLM.integral_comp_comm hint
    simp only [reCLM_apply, mul_re, conj_re, conj_im, neg_mul, sub_neg_eq_add] at h
    rw [← h]
    exact integral_add ((hfst hu).integrable_mul (hou hu)) ((hfst hv).integrable_mul (hou hv))
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
