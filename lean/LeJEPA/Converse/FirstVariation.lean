import LeJEPA.Converse.Basic
import Mathlib.Analysis.Calculus.Deriv.Add
import Mathlib.Analysis.Calculus.Deriv.Inv
import Mathlib.Analysis.Calculus.Deriv.Pow

/-!
# The first variation of the whitened loss at the identity

If no whitened encoder beats the identity, then `E[z j g(z')] = ρ E[z' j g(z')]` for every square
integrable `g`: the backward regression of the world is linear. For `g` orthogonal to the affine
functions this is the first variation along the whitened encoders that have
`(z j + s g(z)) / √(1 + s² E g²)` in coordinate `j` and `z` elsewhere.

## Main results

* `LeJEPA.AR1.isWhitened_variation`: the curve of whitened encoders.
* `LeJEPA.AR1.integral_mul_arMap_eq_zero_of_isBest`: the first variation.
* `LeJEPA.AR1.integral_mul_arMap_of_isBest`: the backward regression.
-/

open MeasureTheory

namespace LeJEPA

/-- A polynomial `2 s p + s² q` that is nonnegative for every `s` has `p = 0`. -/
theorem eq_zero_of_forall_nonneg {p q : ℝ} (h : ∀ s : ℝ, 0 ≤ 2 * s * p + s ^ 2 * q) : p = 0 := by
  have hd : discrim q (2 * p) 0 ≤ 0 := discrim_le_zero fun s ↦ (h s).trans_eq (by ring)
  rw [discrim, mul_zero, sub_zero] at hd
  have h2 : 2 * p = 0 := pow_eq_zero_iff two_ne_zero |>.mp (le_antisymm hd (sq_nonneg _))
  exact (mul_eq_zero.mp h2).resolve_left two_ne_zero

section Abstract

variable {Ω ι : Type*} [MeasurableSpace Ω] [Fintype ι] {P : Measure Ω} {a b u v : Ω → ℝ}

private theorem integral_mul_add_sq (hu : MemLp u 2 P) (hv : MemLp v 2 P) (k s : ℝ) :
    ∫ ω, (k * (u ω + s * v ω)) ^ 2 ∂P = k ^ 2 * (∫ ω, u ω ^ 2 ∂P
      + 2 * s * ∫ ω, u ω * v ω ∂P + s ^ 2 * ∫ ω, v ω ^ 2 ∂P) := by
  have huv : Integrable (fun ω ↦ u ω * v ω) P := MemLp.integrable_mul (p := 2) (q := 2) hu hv
  have e (ω : Ω) : (k * (u ω + s * v ω)) ^ 2
      = k ^ 2 * (u ω ^ 2 + 2 * s * (u ω * v ω) + s ^ 2 * v ω ^ 2) := by ring
  simp only [e]
  rw [integral_const_mul, integral_add (hu.integrable_sq.add'' (huv.const_mul _))
    (hv.integrable_sq.const_mul _), integral_add hu.integrable_sq (huv.const_mul _),
    integral_const_mul, integral_const_mul]

private theorem integral_mul_add_mul (hu : MemLp u 2 P) (hv : MemLp v 2 P) (ha : MemLp a 2 P)
    (k s : ℝ) : ∫ ω, k * (u ω + s * v ω) * a ω ∂P
      = k * (∫ ω, u ω * a ω ∂P + s * ∫ ω, a ω * v ω ∂P) := by
  have hua : Integrable (fun ω ↦ u ω * a ω) P := MemLp.integrable_mul (p := 2) (q := 2) hu ha
  have hav : Integrable (fun ω ↦ a ω * v ω) P := MemLp.integrable_mul (p := 2) (q := 2) ha hv
  have e (ω : Ω) : k * (u ω + s * v ω) * a ω = k * (u ω * a ω + s * (a ω * v ω)) := by ring
  simp only [e]
  rw [integral_const_mul, integral_add hua (hav.const_mul _), integral_const_mul]

private theorem integral_sub_mul_sub (hu : MemLp u 2 P) (hv : MemLp v 2 P) (ha : MemLp a 2 P)
    (hb : MemLp b 2 P) : ∫ ω, (u ω - v ω) * (a ω - b ω) ∂P
      = ∫ ω, u ω * a ω ∂P - ∫ ω, u ω * b ω ∂P - ∫ ω, v ω * a ω ∂P + ∫ ω, v ω * b ω ∂P := by
  have h {f g : Ω → ℝ} (hf : MemLp f 2 P) (hg : MemLp g 2 P) : Integrable (fun ω ↦ f ω * g ω) P :=
    MemLp.integrable_mul (p := 2) (q := 2) hf hg
  have e (ω : Ω) : (u ω - v ω) * (a ω - b ω)
      = u ω * a ω - u ω * b ω - v ω * a ω + v ω * b ω := by ring
  simp only [e]
  rw [integral_add (((h hu ha).sub' (h hu hb)).sub' (h hv ha)) (h hv hb),
    integral_sub ((h hu ha).sub' (h hu hb)) (h hv ha), integral_sub (h hu ha) (h hu hb)]

private theorem integral_mul_sub_sum [IsFiniteMeasure P] {y : ι → Ω → ℝ} (hu : MemLp u 2 P)
    (hv : MemLp v 2 P) (hy : ∀ k, MemLp (y k) 2 P) (m : ℝ) (c : ι → ℝ) :
    ∫ ω, u ω * (v ω - m - ∑ k, c k * y k ω) ∂P
      = ∫ ω, u ω * v ω ∂P - m * ∫ ω, u ω ∂P - ∑ k, c k * ∫ ω, y k ω * u ω ∂P := by
  have huv : Integrable (fun ω ↦ u ω * v ω) P := MemLp.integrable_mul (p := 2) (q := 2) hu hv
  have hyu (k : ι) : Integrable (fun ω ↦ c k * (y k ω * u ω)) P :=
    Integrable.const_mul (MemLp.integrable_mul (p := 2) (q := 2) (hy k) hu) (c k)
  have hmu := (hu.integrable one_le_two).const_mul m
  have e (ω : Ω) : u ω * (v ω - m - ∑ k, c k * y k ω)
      = u ω * v ω - m * u ω - ∑ k, c k * (y k ω * u ω) := by
    rw [mul_sub, mul_sub, Finset.mul_sum, mul_comm (u ω) m]
    exact congrArg _ (Finset.sum_congr rfl fun k _ ↦ by rw [mul_left_comm, mul_comm (u ω)])
  simp only [e]
  rw [integral_sub (huv.sub' hmu) (integrable_finset_sum _ fun k _ ↦ hyu k),
    integral_sub huv hmu, integral_finset_sum _ fun k _ ↦ hyu k]
  simp only [integral_const_mul]

end Abstract

private theorem eq_zero_of_forall_le {P V G r : ℝ} (hG : 0 ≤ G)
    (h : ∀ s : ℝ, 2 * r ≤ (1 + s ^ 2 * G)⁻¹ * (2 * r - 2 * s * P + s ^ 2 * V)) : P = 0 := by
  refine neg_eq_zero.mp (eq_zero_of_forall_nonneg (q := V - 2 * r * G) fun s ↦ ?_)
  have hs := h s
  rw [le_inv_mul_iff₀ (add_pos_of_pos_of_nonneg one_pos (mul_nonneg (sq_nonneg s) hG))] at hs
  exact (sub_nonneg.mpr hs).trans_eq (by ring)

private theorem hasDerivAt_loss (q P R r C : ℝ) : HasDerivAt
    (fun s : ℝ ↦ (1 + s ^ 2 * q)⁻¹ * (2 * r - 2 * s * P + s ^ 2 * R) - 2 * r + C)
    (-2 * P) 0 := by
  have hsq (c : ℝ) : HasDerivAt (fun s : ℝ ↦ s ^ 2 * c) 0 0 :=
    ((hasDerivAt_pow 2 (0 : ℝ)).mul_const c).congr_deriv (by norm_num)
  have hinv := ((hsq q).const_add 1).inv (by norm_num)
  have hnum := ((((hasDerivAt_id (0 : ℝ)).const_mul 2).mul_const P).const_sub (2 * r)).add (hsq R)
  exact (((hinv.mul hnum).sub_const (2 * r)).add_const C).congr_deriv (by simp)

variable {n : ℕ} {ρ : ℝ} {μ ν : Measure (EuclideanSpace ℝ (Fin n))}

/-- The identity with `(z j + s g(z)) / c` in coordinate `j`. -/
noncomputable def variation (j : Fin n) (g : EuclideanSpace ℝ (Fin n) → ℝ) (s c : ℝ)
    (z : EuclideanSpace ℝ (Fin n)) : EuclideanSpace ℝ (Fin n) :=
  WithLp.toLp 2 fun k ↦ if k = j then c⁻¹ * (z j + s * g z) else z k

/-- The coordinates of `variation`. -/
theorem variation_apply (j : Fin n) (g : EuclideanSpace ℝ (Fin n) → ℝ) (s c : ℝ)
    (z : EuclideanSpace ℝ (Fin n)) (k : Fin n) :
    variation j g s c z k = if k = j then c⁻¹ * (z j + s * g z) else z k := rfl

private theorem variation_self (j : Fin n) (g : EuclideanSpace ℝ (Fin n) → ℝ) (s c : ℝ)
    (z : EuclideanSpace ℝ (Fin n)) : variation j g s c z j = c⁻¹ * (z j + s * g z) := if_pos rfl

private theorem variation_of_ne {j k : Fin n} (hk : k ≠ j) (g : EuclideanSpace ℝ (Fin n) → ℝ)
    (s c : ℝ) (z : EuclideanSpace ℝ (Fin n)) : variation j g s c z k = z k := if_neg hk

namespace AR1

variable [IsProbabilityMeasure μ] [IsProbabilityMeasure ν]
  {g : EuclideanSpace ℝ (Fin n) → ℝ} {j : Fin n}

omit [IsProbabilityMeasure μ] in
private theorem memLp_fst_apply (w : AR1 ρ μ ν) (j : Fin n) :
    MemLp (fun p ↦ p.1 j) 2 (μ.prod ν) :=
  memLp_fst (f := fun z ↦ z j) (w.memLp_apply j)

omit [IsProbabilityMeasure ν] in
/-- The curve through the identity consists of whitened encoders. -/
theorem isWhitened_variation (w : AR1 ρ μ ν) (hg : MemLp g 2 μ) (h0 : ∫ z, g z ∂μ = 0)
    (h1 : ∀ k, ∫ z, z k * g z ∂μ = 0) {s c : ℝ} (hc : c ^ 2 = 1 + s ^ 2 * ∫ z, g z ^ 2 ∂μ) :
    IsWhitened μ (variation j g s c) := by
  have hc0 : c ≠ 0 := by
    rintro rfl
    rw [zero_pow two_ne_zero] at hc
    exact (add_pos_of_pos_of_nonneg one_pos
      (mul_nonneg (sq_nonneg s) (integral_nonneg fun z ↦ sq_nonneg (g z)))).ne hc
  -- The new coordinate against an old one, and against itself.
  have hold {k : Fin n} (hk : k ≠ j) : ∫ z, c⁻¹ * (z j + s * g z) * z k ∂μ = 0 := by
    rw [integral_mul_add_mul (w.memLp_apply j) hg (w.memLp_apply k), h1, w.cov, if_neg hk.symm,
      mul_zero, add_zero, mul_zero]
  have hnew : ∫ z, (c⁻¹ * (z j + s * g z)) ^ 2 ∂μ = 1 := by
    rw [integral_mul_add_sq (w.memLp_apply j) hg, h1, w.isWhitened_id.integral_sq, mul_zero,
      add_zero, ← hc, inv_pow]
    exact inv_mul_cancel₀ (pow_ne_zero 2 hc0)
  refine ⟨MemLp.of_eval_piLp fun k ↦ ?_, fun k ↦ ?_, fun k l ↦ ?_⟩
  · rcases eq_or_ne k j with rfl | hk
    · simp only [variation_self]
      exact ((w.memLp_apply k).add (hg.const_mul s)).const_mul _
    · simp only [variation_of_ne hk]
      exact w.memLp_apply k
  · rcases eq_or_ne k j with rfl | hk
    · simp only [variation_self]
      rw [integral_const_mul, integral_add (w.integrable_apply k)
        ((hg.integrable one_le_two).const_mul s), integral_const_mul, w.mean, h0, mul_zero,
        add_zero, mul_zero]
    · simp only [variation_of_ne hk]
      exact w.mean k
  · by_cases hk : k = j <;> by_cases hl : l = j
    · simp only [hk, hl, variation_self, ← pow_two, if_true, hnew]
    · simp only [hk, variation_self, variation_of_ne hl]
      rw [hold hl, if_neg (Ne.symm hl)]
    · simp only [hl, variation_self, variation_of_ne hk, mul_comm _ (c⁻¹ * _)]
      rw [hold hk, if_neg hk]
    · simp only [variation_of_ne hk, variation_of_ne hl]
      exact w.cov k l

/-- The loss along the curve: only coordinate `j` changes. -/
theorem arLoss_variation (w : AR1 ρ μ ν) (hg : MemLp g 2 μ) (h1 : ∀ k, ∫ z, z k * g z ∂μ = 0)
    {s c : ℝ} (hh : MemLp (variation j g s c) 2 μ) :
    arLoss ρ μ ν (variation j g s c) - arLoss ρ μ ν (fun z ↦ z)
      = (c ^ 2)⁻¹ * (2 * (1 - ρ) - 2 * s * ∫ p, p.1 j * g (arMap ρ p) ∂μ.prod ν
        + s ^ 2 * ∫ p, (g (arMap ρ p) - g p.1) ^ 2 ∂μ.prod ν) - 2 * (1 - ρ) := by
  have hu := (w.memLp_arMap_apply j).sub (w.memLp_fst_apply j)
  have hv := (w.memLp_arMap hg).sub (memLp_fst (ν := ν) hg)
  -- The mixed term.
  have hmix : ∫ p, (arMap ρ p j - p.1 j) * (g (arMap ρ p) - g p.1) ∂μ.prod ν
      = -∫ p, p.1 j * g (arMap ρ p) ∂μ.prod ν := by
    have hmul := (w.memLp_apply j).1.mul hg.1
    rw [integral_sub_mul_sub (w.memLp_arMap_apply j) (w.memLp_fst_apply j) (w.memLp_arMap hg)
      (memLp_fst hg), w.integral_arMap_mul hg, w.integral_arMap (f := fun z ↦ z j * g z) hmul,
      integral_fst fun z ↦ z j * g z, h1, mul_zero, sub_zero, zero_sub, add_zero]
  have e (p : EuclideanSpace ℝ (Fin n) × EuclideanSpace ℝ (Fin n)) :
      variation j g s c (arMap ρ p) j - variation j g s c p.1 j
        = c⁻¹ * ((arMap ρ p j - p.1 j) + s * (g (arMap ρ p) - g p.1)) := by
    rw [variation_self, variation_self]
    ring
  rw [w.arLoss_eq_sum hh, w.arLoss_eq_sum w.memLp, ← Finset.sum_sub_distrib,
    Finset.sum_eq_single j (fun i _ hi ↦ by simp only [variation_of_ne hi, sub_self])
      fun h ↦ absurd (Finset.mem_univ j) h, w.integral_arMap_apply_sub_sq]
  simp only [e]
  rw [integral_mul_add_sq (u := fun p ↦ arMap ρ p j - p.1 j) (v := fun p ↦ g (arMap ρ p) - g p.1)
    hu hv, hmix, w.integral_arMap_apply_sub_sq, inv_pow, mul_neg,
    ← sub_eq_add_neg]

/-- **The first variation.** If the identity is a best whitened encoder, then `E[z j g(z')] = 0` for
every square integrable `g` that is orthogonal to the constants and to the coordinates. -/
theorem integral_mul_arMap_eq_zero_of_isBest (w : AR1 ρ μ ν)
    (hbest : IsBest μ (arLoss ρ μ ν) fun z ↦ z) (hg : MemLp g 2 μ) (h0 : ∫ z, g z ∂μ = 0)
    (h1 : ∀ k, ∫ z, z k * g z ∂μ = 0) (j : Fin n) :
    ∫ p, p.1 j * g (arMap ρ p) ∂μ.prod ν = 0 := by
  have hG : 0 ≤ ∫ z, g z ^ 2 ∂μ := integral_nonneg fun z ↦ sq_nonneg (g z)
  refine eq_zero_of_forall_le (r := 1 - ρ)
    (V := ∫ p, (g (arMap ρ p) - g p.1) ^ 2 ∂μ.prod ν) hG fun s ↦ ?_
  have hc := Real.sq_sqrt (add_nonneg zero_le_one (mul_nonneg (sq_nonneg s) hG))
  have hwhite := w.isWhitened_variation (j := j) hg h0 h1 hc
  have hloss := w.arLoss_variation hg h1 hwhite.memLp
  rw [hc] at hloss
  exact sub_nonneg.mp ((sub_nonneg.mpr (hbest.2 _ hwhite)).trans_eq hloss)

/-- If the identity is a best whitened encoder, then the backward regression is linear:
`E[z j g(z')] = ρ E[z' j g(z')]` for every square integrable `g`. -/
theorem integral_mul_arMap_of_isBest (w : AR1 ρ μ ν) (hbest : IsBest μ (arLoss ρ μ ν) fun z ↦ z)
    (hg : MemLp g 2 μ) (j : Fin n) :
    ∫ p, p.1 j * g (arMap ρ p) ∂μ.prod ν
      = ρ * ∫ p, arMap ρ p j * g (arMap ρ p) ∂μ.prod ν := by
  obtain ⟨m, hm⟩ : ∃ m, ∫ z, g z ∂μ = m := ⟨_, rfl⟩
  obtain ⟨b, hb⟩ : ∃ b : Fin n → ℝ, ∀ k, ∫ z, z k * g z ∂μ = b k := ⟨_, fun _ ↦ rfl⟩
  have hlin : MemLp (fun z ↦ ∑ k, b k * z k) 2 μ :=
    memLp_finset_sum _ fun k _ ↦ (w.memLp_apply k).const_mul (b k)
  have hgi := hg.integrable one_le_two
  -- The part of `g` that is orthogonal to the affine functions.
  have h0 : ∫ z, (g z - m - ∑ k, b k * z k) ∂μ = 0 := by
    rw [integral_sub (hgi.sub' (integrable_const m)) (hlin.integrable one_le_two),
      integral_sub hgi (integrable_const m),
      integral_finset_sum _ fun k _ ↦ (w.integrable_apply k).const_mul (b k)]
    simp only [integral_const_mul, w.mean, hm, integral_const, probReal_univ, one_smul, mul_zero,
      Finset.sum_const_zero, sub_self]
  have h1 (l : Fin n) : ∫ z, z l * (g z - m - ∑ k, b k * z k) ∂μ = 0 := by
    rw [integral_mul_sub_sum (w.memLp_apply l) hg w.memLp_apply m b, hb, w.mean, mul_zero, sub_zero]
    simp only [w.cov, mul_ite, mul_one, mul_zero, Finset.sum_ite_eq', Finset.mem_univ, if_true,
      sub_self]
  -- Expand the first variation.
  have key := (integral_mul_sub_sum (w.memLp_fst_apply j) (w.memLp_arMap hg)
    w.memLp_arMap_apply m b).symm.trans (w.integral_mul_arMap_eq_zero_of_isBest hbest
      ((hg.sub (memLp_const m)).sub hlin) h0 h1 j)
  rw [integral_fst fun z ↦ z j, w.mean, mul_zero, sub_zero] at key
  simp only [w.integral_arMap_mul (w.memLp_apply j), w.cov, mul_ite, mul_one, mul_zero,
    Finset.sum_ite_eq', Finset.mem_univ, if_true] at key
  rw [w.integral_arMap (f := fun z ↦ z j * g z) ((w.memLp_apply j).1.mul hg.1), hb,
    sub_eq_zero.mp key, mul_comm]

end AR1

end LeJEPA

/-!
## The derivative of the whitened loss at the identity

Along this curve of whitened encoders the loss has the derivative `-2 E[z j g(z')]` at the identity,
`s = 0`.

### Main results

* `LeJEPA.AR1.hasDerivAt_arLoss_variation`: the derivative.
-/

namespace LeJEPA.AR1

variable {n : ℕ} {ρ : ℝ} {μ ν : Measure (EuclideanSpace ℝ (Fin n))} [IsProbabilityMeasure μ]
  [IsProbabilityMeasure ν] {g : EuclideanSpace ℝ (Fin n) → ℝ}

/-- The first variation of the whitened loss at the identity, in a direction `g` orthogonal to the
constants and to the coordinates, is `-2 E[z j g(z')]`. -/
theorem hasDerivAt_arLoss_variation (w : AR1 ρ μ ν) (hg : MemLp g 2 μ) (h0 : ∫ z, g z ∂μ = 0)
    (h1 : ∀ k, ∫ z, z k * g z ∂μ = 0) (j : Fin n) :
    HasDerivAt (fun s ↦ arLoss ρ μ ν (variation j g s √(1 + s ^ 2 * ∫ z, g z ^ 2 ∂μ)))
      (-2 * ∫ p, p.1 j * g (arMap ρ p) ∂μ.prod ν) 0 := by
  refine (hasDerivAt_loss (∫ z, g z ^ 2 ∂μ) _ (∫ p, (g (arMap ρ p) - g p.1) ^ 2 ∂μ.prod ν) (1 - ρ)
    (arLoss ρ μ ν fun z ↦ z)).congr_of_eventuallyEq (.of_forall fun s ↦ ?_)
  have hc := Real.sq_sqrt (add_nonneg zero_le_one (mul_nonneg (sq_nonneg s)
    (integral_nonneg fun z ↦ sq_nonneg (g z)) : 0 ≤ s ^ 2 * ∫ z, g z ^ 2 ∂μ))
  have h := w.arLoss_variation hg h1 (w.isWhitened_variation hg h0 h1 (j := j) hc).memLp
  rw [hc] at h
  exact sub_eq_iff_eq_add.mp h

end LeJEPA.AR1
