import Mathlib.Analysis.InnerProductSpace.Continuous
import Mathlib.Analysis.SpecialFunctions.Exponential
import Mathlib.LinearAlgebra.Finsupp.LinearCombination
import Mathlib.Topology.Algebra.InfiniteSum.Order

/-!
# The exponential kernel inequality

Let `g t` be vectors of a Hilbert space with dense span and `⟪g s, g t⟫ = exp (∑ i, τ s i * τ t i)`,
and let `U`, `V` be operators with `⟪U (g s), V (g t)⟫ = exp (∑ i, w i * (τ s i * τ t i))`, where
`0 ≤ w i ≤ r ≤ 1`. Then for every vector `f`

`Re ⟪U f, V f⟫ ≤ r² ‖f‖² + (1 - r²) |⟪e₀, f⟫|² + ∑ i, (w i - r²) |⟪e i, f⟫|²`,

where `e₀` and `e i` are the vectors of degree 0 and 1. For the Gaussian measure, with the
normalised characters as `g`, this is the key inequality behind the gap: the components of degree
at least two contract at least by `r²`. The proof compares two power series term by term, and so
needs no basis of Hermite polynomials.

## Main definitions

* `LeJEPA.kernelEnergy`: the energy of degree `d` of a linear combination of the vectors `g t`.

## Main results

* `LeJEPA.hasSum_kernelEnergy`: the kernel form is the sum of the energies.
* `LeJEPA.re_inner_le_of_exp_weighted_kernel`: the inequality.
* `LeJEPA.re_inner_le_of_exp_kernel`: the case of equal weights `w i = r = ρ`.
-/

open Finset Complex
open scoped InnerProductSpace ComplexConjugate Nat

namespace LeJEPA

variable {T ι : Type*} [Fintype ι]

/-- The energy of degree `d` of the coefficients `c`, with weights `w`:
`∑ J, (∏ i, w (J i)) * |∑ k, c k * ∏ i, τ k (J i)|²` over all `J : Fin d → ι`. -/
noncomputable def kernelEnergy (τ : T → ι → ℝ) (w : ι → ℝ) (c : T →₀ ℂ) (d : ℕ) : ℝ :=
  ∑ J : Fin d → ι, (∏ i, w (J i)) * ‖∑ k ∈ c.support, c k * ∏ i, (τ k (J i) : ℂ)‖ ^ 2

/-- The energy of degree 0 does not depend on the weights. -/
theorem kernelEnergy_zero (τ : T → ι → ℝ) (w : ι → ℝ) (c : T →₀ ℂ) :
    kernelEnergy τ w c 0 = ‖∑ k ∈ c.support, c k‖ ^ 2 := by
  simp [kernelEnergy]

/-- The energy of degree 1 is a sum over the coordinates. -/
theorem kernelEnergy_one (τ : T → ι → ℝ) (w : ι → ℝ) (c : T →₀ ℂ) :
    kernelEnergy τ w c 1 = ∑ i, w i * ‖∑ k ∈ c.support, c k * (τ k i : ℂ)‖ ^ 2 := by
  rw [kernelEnergy, ← (Equiv.funUnique (Fin 1) ι).symm.sum_comp]
  simp

/-- In degree at least two, weights in `[0, r]` with `r ≤ 1` contract the energy by `r²`. -/
theorem kernelEnergy_le (τ : T → ι → ℝ) {w : ι → ℝ} {r : ℝ} (hw₀ : ∀ i, 0 ≤ w i)
    (hwr : ∀ i, w i ≤ r) (hr₀ : 0 ≤ r) (hr₁ : r ≤ 1) (c : T →₀ ℂ) (d : ℕ) :
    kernelEnergy τ w c (d + 2) ≤ r ^ 2 * kernelEnergy τ 1 c (d + 2) := by
  rw [kernelEnergy, kernelEnergy, mul_sum]
  refine sum_le_sum fun J _ ↦ ?_
  simp only [Pi.one_apply, prod_const_one, one_mul]
  refine mul_le_mul_of_nonneg_right ?_ (sq_nonneg _)
  calc ∏ i, w (J i) ≤ ∏ _i : Fin (d + 2), r :=
        prod_le_prod (fun i _ ↦ hw₀ (J i)) fun i _ ↦ hwr (J i)
    _ = r ^ (d + 2) := by simp
    _ ≤ r ^ 2 := pow_le_pow_of_le_one hr₀ hr₁ (by omega)

/-- The energy of degree `d` is the Hermitian form of the `d`-th power of the kernel. -/
theorem ofReal_kernelEnergy (τ : T → ι → ℝ) (w : ι → ℝ) (c : T →₀ ℂ) (d : ℕ) :
    (kernelEnergy τ w c d : ℂ) = ∑ k ∈ c.support, ∑ l ∈ c.support,
      conj (c k) * c l * (∑ i, (w i : ℂ) * (τ k i * τ l i)) ^ d := by
  have hsum (J : Fin d → ι) :
      (((∏ i, w (J i)) * ‖∑ k ∈ c.support, c k * ∏ i, (τ k (J i) : ℂ)‖ ^ 2 : ℝ) : ℂ)
      = ∑ k ∈ c.support, ∑ l ∈ c.support,
        conj (c k) * c l * ∏ i, ((w (J i) : ℂ) * (τ k (J i) * τ l (J i))) := by
    rw [ofReal_mul, ofReal_pow, ← conj_mul', map_sum, sum_mul_sum, mul_sum]
    refine sum_congr rfl fun k _ ↦ ?_
    rw [mul_sum]
    refine sum_congr rfl fun l _ ↦ ?_
    simp only [map_mul, map_prod, prod_mul_distrib, conj_ofReal, ofReal_prod]
    ring
  rw [kernelEnergy, ofReal_sum]
  simp_rw [hsum]
  rw [sum_comm]
  refine sum_congr rfl fun k _ ↦ ?_
  rw [sum_comm]
  refine sum_congr rfl fun l _ ↦ ?_
  rw [← mul_sum, Fintype.sum_pow]

variable {H K : Type*} [NormedAddCommGroup H] [InnerProductSpace ℂ H]
  [NormedAddCommGroup K] [InnerProductSpace ℂ K]

/-- The form of an exponential kernel is the sum of the energies. -/
theorem hasSum_kernelEnergy (τ : T → ι → ℝ) (w : ι → ℝ) (c : T →₀ ℂ) {g h : T → K}
    (hgh : ∀ s t, ⟪g s, h t⟫_ℂ = exp (∑ i, (w i : ℂ) * (τ s i * τ t i))) :
    HasSum (fun d ↦ kernelEnergy τ w c d / d !)
      (⟪c.sum fun t a ↦ a • g t, c.sum fun t a ↦ a • h t⟫_ℂ).re := by
  have hterm (k l : T) : HasSum
      (fun d : ℕ ↦ conj (c k) * c l * ((∑ i, (w i : ℂ) * (τ k i * τ l i)) ^ d / d !))
      (conj (c k) * c l * exp (∑ i, (w i : ℂ) * (τ k i * τ l i))) := by
    rw [exp_eq_exp_ℂ]
    exact (NormedSpace.expSeries_div_hasSum_exp _).mul_left _
  have htotal := hasSum_sum fun k (_ : k ∈ c.support) ↦ hasSum_sum fun l (_ : l ∈ c.support) ↦
    hterm k l
  have hinner : ⟪c.sum fun t a ↦ a • g t, c.sum fun t a ↦ a • h t⟫_ℂ
      = ∑ k ∈ c.support, ∑ l ∈ c.support,
        conj (c k) * c l * exp (∑ i, (w i : ℂ) * (τ k i * τ l i)) := by
    rw [Finsupp.sum, Finsupp.sum, sum_inner]
    refine sum_congr rfl fun k _ ↦ ?_
    rw [inner_smul_left, inner_sum, mul_sum]
    refine sum_congr rfl fun l _ ↦ ?_
    rw [inner_smul_right, hgh, mul_assoc]
  rw [← hinner] at htotal
  have hre := hasSum_re htotal
  convert hre using 1
  ext d
  have : (∑ k ∈ c.support, ∑ l ∈ c.support,
      conj (c k) * c l * ((∑ i, (w i : ℂ) * (τ k i * τ l i)) ^ d / d !))
      = ((kernelEnergy τ w c d / d ! : ℝ) : ℂ) := by
    push_cast
    rw [ofReal_kernelEnergy, sum_div]
    refine sum_congr rfl fun k _ ↦ ?_
    rw [sum_div]
    exact sum_congr rfl fun l _ ↦ (mul_div_assoc _ _ _).symm
  rw [this, ofReal_re]

/-- The exponential kernel inequality with weights in `[0, r]`, `r ≤ 1`. -/
theorem re_inner_le_of_exp_weighted_kernel {τ : T → ι → ℝ} {w : ι → ℝ} {r : ℝ}
    (hw₀ : ∀ i, 0 ≤ w i) (hwr : ∀ i, w i ≤ r) (hr₀ : 0 ≤ r) (hr₁ : r ≤ 1)
    {g : T → H} (hdense : Dense (Submodule.span ℂ (Set.range g) : Set H))
    (hg : ∀ s t, ⟪g s, g t⟫_ℂ = exp (∑ i, (τ s i : ℂ) * τ t i)) {U V : H →L[ℂ] K}
    (hUV : ∀ s t, ⟪U (g s), V (g t)⟫_ℂ = exp (∑ i, (w i : ℂ) * (τ s i * τ t i)))
    {e₀ : H} (he₀ : ∀ t, ⟪e₀, g t⟫_ℂ = 1)
    {e : ι → H} (he : ∀ i t, ⟪e i, g t⟫_ℂ = I * τ t i) (f : H) :
    (⟪U f, V f⟫_ℂ).re ≤ r ^ 2 * ‖f‖ ^ 2 + (1 - r ^ 2) * ‖⟪e₀, f⟫_ℂ‖ ^ 2
      + ∑ i, (w i - r ^ 2) * ‖⟪e i, f⟫_ℂ‖ ^ 2 := by
  refine hdense.induction (P := fun f ↦ (⟪U f, V f⟫_ℂ).re ≤ r ^ 2 * ‖f‖ ^ 2
      + (1 - r ^ 2) * ‖⟪e₀, f⟫_ℂ‖ ^ 2 + ∑ i, (w i - r ^ 2) * ‖⟪e i, f⟫_ℂ‖ ^ 2) ?_
    (isClosed_le (by fun_prop) (by fun_prop)) f
  intro f hf
  obtain ⟨c, rfl⟩ := Finsupp.mem_span_range_iff_exists_finsupp.mp hf
  have hUVsum : HasSum (fun d ↦ kernelEnergy τ w c d / d !)
      (⟪U (c.sum fun t a ↦ a • g t), V (c.sum fun t a ↦ a • g t)⟫_ℂ).re := by
    have := hasSum_kernelEnergy τ w c hUV
    simpa only [Finsupp.sum, map_sum, map_smul] using this
  have hnorm : HasSum (fun d ↦ kernelEnergy τ 1 c d / d !) (‖c.sum fun t a ↦ a • g t‖ ^ 2) := by
    rw [← inner_self_eq_norm_sq (𝕜 := ℂ)]
    exact hasSum_kernelEnergy τ 1 c (g := g) (h := g)
      (by simpa only [Pi.one_apply, ofReal_one, one_mul] using hg)
  have hE0 : ‖⟪e₀, c.sum fun t a ↦ a • g t⟫_ℂ‖ ^ 2 = kernelEnergy τ 1 c 0 := by
    simp only [kernelEnergy_zero, Finsupp.sum, inner_sum, inner_smul_right, he₀, mul_one]
  have hE1 (v : ι → ℝ) :
      ∑ i, v i * ‖⟪e i, c.sum fun t a ↦ a • g t⟫_ℂ‖ ^ 2 = kernelEnergy τ v c 1 := by
    rw [kernelEnergy_one]
    refine sum_congr rfl fun i _ ↦ ?_
    have : ⟪e i, c.sum fun t a ↦ a • g t⟫_ℂ = I * ∑ k ∈ c.support, c k * (τ k i : ℂ) := by
      simp only [Finsupp.sum, inner_sum, inner_smul_right, he, mul_sum]
      exact sum_congr rfl fun k _ ↦ by ring
    rw [this, norm_mul, norm_I, one_mul]
  have hsplit : ∑ i, (w i - r ^ 2) * ‖⟪e i, c.sum fun t a ↦ a • g t⟫_ℂ‖ ^ 2
      = kernelEnergy τ w c 1 - r ^ 2 * kernelEnergy τ 1 c 1 := by
    have h1 := hE1 1
    simp only [Pi.one_apply, one_mul] at h1
    simp only [sub_mul, sum_sub_distrib, ← mul_sum]
    rw [hE1, h1]
  -- The difference of the two sides is a series with nonnegative terms.
  have hslack := ((hnorm.mul_left (r ^ 2)).add (hasSum_ite_eq 0
    ((1 - r ^ 2) * kernelEnergy τ 1 c 0))).add (hasSum_ite_eq 1
    (kernelEnergy τ w c 1 - r ^ 2 * kernelEnergy τ 1 c 1)) |>.sub hUVsum
  rw [hE0, hsplit, ← sub_nonneg]
  refine hslack.nonneg fun d ↦ ?_
  match d with
  | 0 =>
    simp only [kernelEnergy_zero, zero_ne_one, if_true, if_false, Nat.factorial_zero, Nat.cast_one,
      div_one]
    exact le_of_eq (by ring)
  | 1 =>
    simp only [one_ne_zero, if_true, if_false, Nat.factorial_one, Nat.cast_one, div_one]
    exact le_of_eq (by ring)
  | d + 2 =>
    have := kernelEnergy_le τ hw₀ hwr hr₀ hr₁ c d
    simp only [Nat.add_eq_zero_iff, OfNat.ofNat_ne_zero, and_false, if_false, add_zero,
      Nat.reduceEqDiff, ← mul_div_assoc, ← sub_div]
    exact div_nonneg (sub_nonneg.mpr this) (Nat.cast_nonneg _)

/-- The exponential kernel inequality with equal weights `ρ`. -/
theorem re_inner_le_of_exp_kernel {τ : T → ι → ℝ} {ρ : ℝ} (hρ₀ : 0 ≤ ρ) (hρ₁ : ρ ≤ 1)
    {g : T → H} (hdense : Dense (Submodule.span ℂ (Set.range g) : Set H))
    (hg : ∀ s t, ⟪g s, g t⟫_ℂ = exp (∑ i, (τ s i : ℂ) * τ t i))
    {U V : H →L[ℂ] K} (hUV : ∀ s t, ⟪U (g s), V (g t)⟫_ℂ = exp (ρ * ∑ i, (τ s i : ℂ) * τ t i))
    {e₀ : H} (he₀ : ∀ t, ⟪e₀, g t⟫_ℂ = 1)
    {e : ι → H} (he : ∀ i t, ⟪e i, g t⟫_ℂ = I * τ t i) (f : H) :
    (⟪U f, V f⟫_ℂ).re ≤ ρ ^ 2 * ‖f‖ ^ 2 + (1 - ρ ^ 2) * ‖⟪e₀, f⟫_ℂ‖ ^ 2
      + ρ * (1 - ρ) * ∑ i, ‖⟪e i, f⟫_ℂ‖ ^ 2 := by
  have := re_inner_le_of_exp_weighted_kernel (w := fun _ : ι ↦ ρ) (fun _ ↦ hρ₀) (fun _ ↦ le_rfl)
    hρ₀ hρ₁ hdense hg (by simpa only [mul_sum] using hUV) he₀ he f
  rw [← mul_sum] at this
  linarith

end LeJEPA
