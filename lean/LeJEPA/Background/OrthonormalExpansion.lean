import Mathlib.Analysis.InnerProductSpace.Orthogonal
import Mathlib.Analysis.InnerProductSpace.Subspace

/-!
# Expansion in a complete orthonormal family

In a Hilbert space, every vector is the sum of its components along an orthonormal family to which
only zero is orthogonal.

## Main results

* `Orthonormal.hasSum_inner_smul`: `x = ∑ ⟨v i, x⟩ v i`.
* `Orthonormal.hasSum_inner_mul_inner`: Parseval's identity `⟨x, y⟩ = ∑ ⟨x, v i⟩ ⟨v i, y⟩`.
-/

open scoped InnerProductSpace

variable {𝕜 E ι : Type*} [RCLike 𝕜] [NormedAddCommGroup E] [InnerProductSpace 𝕜 E]
  [CompleteSpace E] {v : ι → E}

/-- In a Hilbert space, every vector is the sum of its components along an orthonormal family to
which only zero is orthogonal. -/
theorem Orthonormal.hasSum_inner_smul (hv : Orthonormal 𝕜 v)
    (hcompl : ∀ x, (∀ i, ⟪v i, x⟫_𝕜 = 0) → x = 0) (x : E) :
    HasSum (fun i ↦ ⟪v i, x⟫_𝕜 • v i) x := by
  have hsum : Summable fun i ↦ ⟪v i, x⟫_𝕜 • v i :=
    (hv.orthogonalFamily.summable_iff_norm_sq_summable fun i ↦ ⟪v i, x⟫_𝕜).mpr
      (hv.inner_products_summable x)
  obtain ⟨y, hy⟩ := hsum
  have hinner (i : ι) : ⟪v i, y⟫_𝕜 = ⟪v i, x⟫_𝕜 := by
    classical
    refine (hy.mapL (innerSL 𝕜 (v i))).unique ?_
    convert hasSum_ite_eq i ⟪v i, x⟫_𝕜 using 2 with j
    rw [innerSL_apply_apply, inner_smul_right, orthonormal_iff_ite.mp hv i j]
    rcases eq_or_ne j i with h | h
    · simp [h]
    · simp [h, h.symm]
  have hzero : x - y = 0 := hcompl _ fun i ↦ by rw [inner_sub_right, hinner, sub_self]
  exact (sub_eq_zero.mp hzero).symm ▸ hy

/-- Parseval's identity for an orthonormal family to which only zero is orthogonal. -/
theorem Orthonormal.hasSum_inner_mul_inner (hv : Orthonormal 𝕜 v)
    (hcompl : ∀ x, (∀ i, ⟪v i, x⟫_𝕜 = 0) → x = 0) (x y : E) :
    HasSum (fun i ↦ ⟪x, v i⟫_𝕜 * ⟪v i, y⟫_𝕜) ⟪x, y⟫_𝕜 := by
  convert (hv.hasSum_inner_smul hcompl y).mapL (innerSL 𝕜 x) using 1
  ext i
  rw [innerSL_apply_apply, inner_smul_right, mul_comm]
