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

attribute [-simp] Finset.univ_eq_empty -- `IsEmpty (Fin n)` is long to refute

/-- A polynomial `2 s p + s² q` that is nonnegative for every `s` has `p = 0`. -/
theorem eq_zero_of_forall_nonneg {p q : ℝ} (h : ∀ s : ℝ, 0 ≤ 2 * s * p + s ^ 2 * q) : p = 0 := by
  have hd := discrim_le_zero (a := q) (b := 2 * p) (c := 0) fun s ↦ by linarith [h s]
  rw [discrim] at hd
  nlinarith [sq_nonneg p]

variable {n : ℕ} {ρ : ℝ} {μ ν : Measure (EuclideanSpace ℝ (Fin n))}

/-- The identity with `(z j + s g(z)) / c` in coordinate `j`. -/
noncomputable def variation (j : Fin n) (g : EuclideanSpace ℝ (Fin n) → ℝ) (s c : ℝ)
    (z : EuclideanSpace ℝ (Fin n)) : EuclideanSpace ℝ (Fin n) :=
  WithLp.toLp 2 fun k ↦ if k = j then c⁻¹ * (z j + s * g z) else z k

/-- The coordinates of `variation`. -/
theorem variation_apply (j : Fin n) (g : EuclideanSpace ℝ (Fin n) → ℝ) (s c : ℝ)
    (z : EuclideanSpace ℝ (Fin n)) (k : Fin n) :
    variation j g s c z k = if k = j then c⁻¹ * (z j + s * g z) else z k := rfl

namespace AR1

variable [IsProbabilityMeasure μ] [IsProbabilityMeasure ν]
  {g : EuclideanSpace ℝ (Fin n) → ℝ} {j : Fin n}

omit [IsProbabilityMeasure ν] in
/-- The curve through the identity consists of whitened encoders. -/
theorem isWhitened_variation (w : AR1 ρ μ ν) (hg : MemLp g 2 μ) (h0 : ∫ z, g z ∂μ = 0)
    (h1 : ∀ k, ∫ z, z k * g z ∂μ = 0) {s c : ℝ} (hc : c ^ 2 = 1 + s ^ 2 * ∫ z, g z ^ 2 ∂μ) :
    IsWhitened μ (variation j g s c) := by
  have hc0 : c ≠ 0 := by
    rintro rfl
    have : 0 ≤ ∫ z, g z ^ 2 ∂μ := integral_nonneg fun z ↦ sq_nonneg _
    nlinarith [sq_nonneg s]
  have hgi : Integrable g μ := hg.integrable one_le_two
  have hmul (k : Fin n) : Integrable (fun z ↦ z k * g z) μ :=
    MemLp.integrable_mul (p := 2) (q := 2) (w.memLp_apply k) hg
  have hcc (k l : Fin n) : Integrable (fun z ↦ z k * z l) μ :=
    MemLp.integrable_mul (p := 2) (q := 2) (w.memLp_apply k) (w.memLp_apply l)
  -- The new coordinate against an old one, and against itself.
  have hold (k : Fin n) : ∫ z, c⁻¹ * (z j + s * g z) * z k ∂μ = c⁻¹ * if j = k then 1 else 0 := by
    have e (z : EuclideanSpace ℝ (Fin n)) :
        c⁻¹ * (z j + s * g z) * z k = c⁻¹ * (z j * z k) + c⁻¹ * s * (z k * g z) := by ring
    simp_rw [e]
    rw [integral_add ((hcc j k).const_mul _) ((hmul k).const_mul _), integral_const_mul,
      integral_const_mul, h1, w.cov, mul_zero, add_zero]
  have hnew : ∫ z, c⁻¹ * (z j + s * g z) * (c⁻¹ * (z j + s * g z)) ∂μ = 1 := by
    have e (z : EuclideanSpace ℝ (Fin n)) :
        c⁻¹ * (z j + s * g z) * (c⁻¹ * (z j + s * g z))
          = (c ^ 2)⁻¹ * (z j * z j + 2 * s * (z j * g z) + s ^ 2 * g z ^ 2) := by
      rw [← inv_pow]
      ring
    simp_rw [e]
    rw [integral_const_mul, integral_add ((hcc j j).add'' ((hmul j).const_mul _))
      (hg.integrable_sq.const_mul _), integral_add (hcc j j) ((hmul j).const_mul _),
      integral_const_mul, integral_const_mul, h1, w.cov, if_pos rfl, mul_zero, add_zero, ← hc]
    exact inv_mul_cancel₀ (pow_ne_zero 2 hc0)
  refine ⟨MemLp.of_eval_piLp fun k ↦ ?_, fun k ↦ ?_, fun k l ↦ ?_⟩
  · simp_rw [variation_apply]
    split_ifs
    · exact ((w.memLp_apply j).add (hg.const_mul s)).const_mul _
    · exact w.memLp_apply k
  · simp_rw [variation_apply]
    split_ifs
    · rw [integral_const_mul, integral_add (w.integrable_apply j) (hgi.const_mul s),
        integral_const_mul, w.mean, h0]
      simp
    · exact w.mean k
  · simp_rw [variation_apply]
    by_cases hk : k = j <;> by_cases hl : l = j
    · simp only [hk, hl, if_true]
      exact hnew
    · simp only [hk, hl, if_true, if_false]
      rw [hold l, if_neg (Ne.symm hl), mul_zero]
    · simp only [hk, hl, if_true, if_false]
      simp_rw [mul_comm _ (c⁻¹ * _)]
      rw [hold k, if_neg (Ne.symm hk), mul_zero]
    · simp only [hk, hl, if_false]
      exact w.cov k l

/-- The loss along the curve: only coordinate `j` changes. -/
theorem arLoss_variation (w : AR1 ρ μ ν) (hg : MemLp g 2 μ) (h1 : ∀ k, ∫ z, z k * g z ∂μ = 0)
    {s c : ℝ} (hh : MemLp (variation j g s c) 2 μ) :
    arLoss ρ μ ν (variation j g s c) - arLoss ρ μ ν (fun z ↦ z)
      = (c ^ 2)⁻¹ * (2 * (1 - ρ) - 2 * s * ∫ p, p.1 j * g (arMap ρ p) ∂μ.prod ν
        + s ^ 2 * ∫ p, (g (arMap ρ p) - g p.1) ^ 2 ∂μ.prod ν) - 2 * (1 - ρ) := by
  have hu : MemLp (fun p ↦ arMap ρ p j - p.1 j) 2 (μ.prod ν) :=
    (w.memLp_arMap_apply j).sub (memLp_fst (w.memLp_apply j))
  have hv : MemLp (fun p ↦ g (arMap ρ p) - g p.1) 2 (μ.prod ν) :=
    (w.memLp_arMap hg).sub (memLp_fst hg)
  have huv : Integrable (fun p ↦ (arMap ρ p j - p.1 j) * (g (arMap ρ p) - g p.1)) (μ.prod ν) :=
    MemLp.integrable_mul (p := 2) (q := 2) hu hv
  have hmul : Integrable (fun z ↦ z j * g z) μ :=
    MemLp.integrable_mul (p := 2) (q := 2) (w.memLp_apply j) hg
  -- The mixed term.
  have hmix : ∫ p, (arMap ρ p j - p.1 j) * (g (arMap ρ p) - g p.1) ∂μ.prod ν
      = -∫ p, p.1 j * g (arMap ρ p) ∂μ.prod ν := by
    have i1 : Integrable (fun p ↦ arMap ρ p j * g (arMap ρ p)) (μ.prod ν) :=
      MemLp.integrable_mul (p := 2) (q := 2) (w.memLp_arMap_apply j) (w.memLp_arMap hg)
    have i2 : Integrable (fun p ↦ arMap ρ p j * g p.1) (μ.prod ν) :=
      MemLp.integrable_mul (p := 2) (q := 2) (w.memLp_arMap_apply j) (memLp_fst hg)
    have i3 : Integrable (fun p ↦ p.1 j * g (arMap ρ p)) (μ.prod ν) :=
      MemLp.integrable_mul (p := 2) (q := 2) (memLp_fst (w.memLp_apply j)) (w.memLp_arMap hg)
    have i4 : Integrable (fun p ↦ p.1 j * g p.1) (μ.prod ν) :=
      MemLp.integrable_mul (p := 2) (q := 2) (memLp_fst (w.memLp_apply j)) (memLp_fst hg)
    have e (p : EuclideanSpace ℝ (Fin n) × EuclideanSpace ℝ (Fin n)) :
        (arMap ρ p j - p.1 j) * (g (arMap ρ p) - g p.1)
          = arMap ρ p j * g (arMap ρ p) - arMap ρ p j * g p.1 - p.1 j * g (arMap ρ p)
            + p.1 j * g p.1 := by
      ring
    simp_rw [e]
    rw [integral_add ((i1.sub' i2).sub' i3) i4, integral_sub (i1.sub' i2) i3, integral_sub i1 i2,
      w.integral_arMap_mul hg, w.integral_arMap (f := fun z ↦ z j * g z) hmul.1,
      integral_fst fun z ↦ z j * g z, h1]
    ring
  have hterm : ∫ p, (c⁻¹ * (arMap ρ p j + s * g (arMap ρ p)) - c⁻¹ * (p.1 j + s * g p.1)) ^ 2
      ∂μ.prod ν = (c ^ 2)⁻¹ * (2 * (1 - ρ) - 2 * s * ∫ p, p.1 j * g (arMap ρ p) ∂μ.prod ν
        + s ^ 2 * ∫ p, (g (arMap ρ p) - g p.1) ^ 2 ∂μ.prod ν) := by
    have e (p : EuclideanSpace ℝ (Fin n) × EuclideanSpace ℝ (Fin n)) :
        (c⁻¹ * (arMap ρ p j + s * g (arMap ρ p)) - c⁻¹ * (p.1 j + s * g p.1)) ^ 2
          = (c ^ 2)⁻¹ * ((arMap ρ p j - p.1 j) ^ 2
            + 2 * s * ((arMap ρ p j - p.1 j) * (g (arMap ρ p) - g p.1))
            + s ^ 2 * (g (arMap ρ p) - g p.1) ^ 2) := by
      rw [← inv_pow]
      ring
    simp_rw [e]
    rw [integral_const_mul, integral_add (hu.integrable_sq.add'' (huv.const_mul _))
      (hv.integrable_sq.const_mul _), integral_add hu.integrable_sq (huv.const_mul _),
      integral_const_mul, integral_const_mul, hmix, w.integral_arMap_apply_sub_sq]
    ring
  rw [w.arLoss_eq_sum hh, w.arLoss_eq_sum w.memLp, ← hterm, ← w.integral_arMap_apply_sub_sq j,
    ← Finset.add_sum_erase _ _ (Finset.mem_univ j),
    ← Finset.add_sum_erase Finset.univ
      (fun i ↦ ∫ p, (arMap ρ p i - p.1 i) ^ 2 ∂μ.prod ν) (Finset.mem_univ j)]
  have hrest : ∑ i ∈ Finset.univ.erase j,
      ∫ p, (variation j g s c (arMap ρ p) i - variation j g s c p.1 i) ^ 2 ∂μ.prod ν
        = ∑ i ∈ Finset.univ.erase j, ∫ p, (arMap ρ p i - p.1 i) ^ 2 ∂μ.prod ν := by
    refine Finset.sum_congr rfl fun i hi ↦ ?_
    simp [variation_apply, Finset.ne_of_mem_erase hi]
  rw [hrest]
  simp only [variation_apply, if_true]
  ring

/-- **The first variation.** If the identity is a best whitened encoder, then `E[z j g(z')] = 0` for
every square integrable `g` that is orthogonal to the constants and to the coordinates. -/
theorem integral_mul_arMap_eq_zero_of_isBest (w : AR1 ρ μ ν)
    (hbest : IsBest μ (arLoss ρ μ ν) fun z ↦ z) (hg : MemLp g 2 μ) (h0 : ∫ z, g z ∂μ = 0)
    (h1 : ∀ k, ∫ z, z k * g z ∂μ = 0) (j : Fin n) :
    ∫ p, p.1 j * g (arMap ρ p) ∂μ.prod ν = 0 := by
  set P := ∫ p, p.1 j * g (arMap ρ p) ∂μ.prod ν
  set V := ∫ p, (g (arMap ρ p) - g p.1) ^ 2 ∂μ.prod ν
  set G := ∫ z, g z ^ 2 ∂μ
  have hG : 0 ≤ G := integral_nonneg fun z ↦ sq_nonneg _
  refine neg_eq_zero.mp (eq_zero_of_forall_nonneg (q := V - 2 * (1 - ρ) * G) fun s ↦ ?_)
  have hpos : 0 < 1 + s ^ 2 * G := by positivity
  have hc : √(1 + s ^ 2 * G) ^ 2 = 1 + s ^ 2 * G := Real.sq_sqrt hpos.le
  have hwhite := w.isWhitened_variation (j := j) hg h0 h1 hc
  have hle := hbest.2 _ hwhite
  have hloss := w.arLoss_variation hg h1 hwhite.memLp
  rw [hc] at hloss
  have hge : 2 * (1 - ρ) ≤ (1 + s ^ 2 * G)⁻¹ * (2 * (1 - ρ) - 2 * s * P + s ^ 2 * V) := by
    linarith
  rw [le_inv_mul_iff₀ hpos] at hge
  linarith

/-- If the identity is a best whitened encoder, then the backward regression is linear:
`E[z j g(z')] = ρ E[z' j g(z')]` for every square integrable `g`. -/
theorem integral_mul_arMap_of_isBest (w : AR1 ρ μ ν) (hbest : IsBest μ (arLoss ρ μ ν) fun z ↦ z)
    (hg : MemLp g 2 μ) (j : Fin n) :
    ∫ p, p.1 j * g (arMap ρ p) ∂μ.prod ν
      = ρ * ∫ p, arMap ρ p j * g (arMap ρ p) ∂μ.prod ν := by
  set m := ∫ z, g z ∂μ with hm
  set b := fun k ↦ ∫ z, z k * g z ∂μ with hb
  have hgi : Integrable g μ := hg.integrable one_le_two
  have hmul (k : Fin n) : Integrable (fun z ↦ z k * g z) μ :=
    MemLp.integrable_mul (p := 2) (q := 2) (w.memLp_apply k) hg
  have hcc (k l : Fin n) : Integrable (fun z ↦ z k * z l) μ :=
    MemLp.integrable_mul (p := 2) (q := 2) (w.memLp_apply k) (w.memLp_apply l)
  have hlin : MemLp (fun z ↦ ∑ k, b k * z k) 2 μ :=
    memLp_finset_sum _ fun k _ ↦ (w.memLp_apply k).const_mul (b k)
  have hlini : Integrable (fun z ↦ ∑ k, b k * z k) μ := hlin.integrable one_le_two
  -- The part of `g` that is orthogonal to the affine functions.
  have hr : MemLp (fun z ↦ g z - m - ∑ k, b k * z k) 2 μ := (hg.sub (memLp_const m)).sub hlin
  have h0 : ∫ z, (g z - m - ∑ k, b k * z k) ∂μ = 0 := by
    rw [integral_sub (hgi.sub' (integrable_const m)) hlini, integral_sub hgi (integrable_const m),
      integral_finset_sum _ fun k _ ↦ (w.integrable_apply k).const_mul (b k)]
    simp [integral_const_mul, w.mean, hm]
  have h1 (l : Fin n) : ∫ z, z l * (g z - m - ∑ k, b k * z k) ∂μ = 0 := by
    have e (z : EuclideanSpace ℝ (Fin n)) : z l * (g z - m - ∑ k, b k * z k)
        = z l * g z - m * z l - ∑ k, b k * (z l * z k) := by
      rw [mul_sub, mul_sub, Finset.mul_sum, mul_comm (z l) m]
      congr 1
      exact Finset.sum_congr rfl fun k _ ↦ by ring
    simp_rw [e]
    rw [integral_sub ((hmul l).sub' ((w.integrable_apply l).const_mul m))
        (integrable_finset_sum _ fun k _ ↦ (hcc l k).const_mul (b k)),
      integral_sub (hmul l) ((w.integrable_apply l).const_mul m),
      integral_finset_sum _ fun k _ ↦ (hcc l k).const_mul (b k)]
    simp [integral_const_mul, w.mean, w.cov, hb]
  have key := w.integral_mul_arMap_eq_zero_of_isBest hbest hr h0 h1 j
  -- Expand the first variation.
  have i0 : Integrable (fun p ↦ p.1 j) (μ.prod ν) := (w.integrable_apply j).comp_fst ν
  have i1 : Integrable (fun p ↦ p.1 j * g (arMap ρ p)) (μ.prod ν) :=
    MemLp.integrable_mul (p := 2) (q := 2) (memLp_fst (w.memLp_apply j)) (w.memLp_arMap hg)
  have i2 (k : Fin n) : Integrable (fun p ↦ arMap ρ p k * p.1 j) (μ.prod ν) :=
    MemLp.integrable_mul (p := 2) (q := 2) (w.memLp_arMap_apply k)
      (memLp_fst (w.memLp_apply j))
  have e (p : EuclideanSpace ℝ (Fin n) × EuclideanSpace ℝ (Fin n)) :
      p.1 j * (g (arMap ρ p) - m - ∑ k, b k * arMap ρ p k)
        = p.1 j * g (arMap ρ p) - m * p.1 j - ∑ k, b k * (arMap ρ p k * p.1 j) := by
    rw [mul_sub, mul_sub, Finset.mul_sum, mul_comm (p.1 j) m]
    congr 1
    exact Finset.sum_congr rfl fun k _ ↦ by ring
  simp_rw [e] at key
  rw [integral_sub (i1.sub' (i0.const_mul m))
      (integrable_finset_sum _ fun k _ ↦ (i2 k).const_mul (b k)),
    integral_sub i1 (i0.const_mul m), integral_finset_sum _ fun k _ ↦ (i2 k).const_mul (b k)] at key
  simp_rw [integral_const_mul, w.integral_arMap_mul (w.memLp_apply j), w.cov] at key
  rw [integral_fst fun z ↦ z j, w.mean] at key
  rw [w.integral_arMap (f := fun z ↦ z j * g z) (hmul j).1]
  have hsum : ∑ k, b k * (ρ * if k = j then 1 else 0) = ρ * b j := by simp [mul_comm]
  rw [hsum] at key
  linarith

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
  set q := ∫ z, g z ^ 2 ∂μ
  set P := ∫ p, p.1 j * g (arMap ρ p) ∂μ.prod ν
  set R := ∫ p, (g (arMap ρ p) - g p.1) ^ 2 ∂μ.prod ν
  have hq : 0 ≤ q := integral_nonneg fun z ↦ sq_nonneg (g z)
  have hloss (s : ℝ) : arLoss ρ μ ν (variation j g s √(1 + s ^ 2 * q))
      = (1 + s ^ 2 * q)⁻¹ * (2 * (1 - ρ) - 2 * s * P + s ^ 2 * R)
        + (arLoss ρ μ ν (fun z ↦ z) - 2 * (1 - ρ)) := by
    have hc : √(1 + s ^ 2 * q) ^ 2 = 1 + s ^ 2 * q := Real.sq_sqrt (by positivity)
    have h := w.arLoss_variation hg h1 (w.isWhitened_variation hg h0 h1 (j := j) hc).memLp
    rw [hc] at h
    linarith
  simp_rw [hloss]
  have hsq : HasDerivAt (fun s : ℝ ↦ s ^ 2) 0 0 := (hasDerivAt_pow 2 0).congr_deriv (by simp)
  have hden : HasDerivAt (fun s : ℝ ↦ 1 + s ^ 2 * q) 0 0 :=
    ((hasDerivAt_const (0 : ℝ) (1 : ℝ)).add (hsq.mul_const q)).congr_deriv (by simp)
  have hinv : HasDerivAt (fun s : ℝ ↦ (1 + s ^ 2 * q)⁻¹) 0 0 :=
    (hden.inv (by simp)).congr_deriv (by simp)
  have hnum : HasDerivAt (fun s : ℝ ↦ 2 * (1 - ρ) - 2 * s * P + s ^ 2 * R) (-2 * P) 0 :=
    (((((hasDerivAt_id (0 : ℝ)).const_mul 2).mul_const P).const_sub (2 * (1 - ρ))).add
      (hsq.mul_const R)).congr_deriv (by ring)
  exact ((hinv.mul hnum).add (hasDerivAt_const (0 : ℝ)
    (arLoss ρ μ ν (fun z ↦ z) - 2 * (1 - ρ)))).congr_deriv (by simp)

end LeJEPA.AR1
