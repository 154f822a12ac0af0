import LeJEPA.Forward.Preserving

/-!
# Anisotropic Ornstein–Uhlenbeck pairs

Coordinates with different correlations: `z' i = ρ i z i + √(1 - ρ i ²) η i`. If
`0 ≤ ρ i ≤ r < 1` and `r² < ρ i` for all `i`, so that every linear function is better correlated
than every function of degree two, then an encoder with `Cov h = 1` has `2 ∑ i, (1 - ρ i) ≤ L(h)`,
with equality exactly for the maps `z ↦ b + Q z` with `Q` a linear isometry. This file proves the
gap inequality behind it; the theorem is in `LeJEPA.Anisotropic`.

## Main definitions

* `LeJEPA.anisotropicMap`: the step `(z, η) ↦ z'`.
* `LeJEPA.anisotropicLoss`: the alignment loss over the anisotropic pair.

## Main results

* `LeJEPA.measurePreserving_anisotropicMap`: `z'` is standard Gaussian.
* `LeJEPA.anisotropic_gap`: the gap inequality.
-/

open MeasureTheory ProbabilityTheory
open scoped RealInnerProductSpace ComplexConjugate Matrix.Norms.Frobenius

section

open Complex

namespace LeJEPA

variable {n : ℕ} {ρ : Fin n → ℝ} {r : ℝ}
  {h : EuclideanSpace ℝ (Fin n) → EuclideanSpace ℝ (Fin n)}

/-- The anisotropic step `z' i = ρ i z i + √(1 - ρ i ²) η i`. -/
noncomputable def anisotropicMap (ρ : Fin n → ℝ)
    (w : EuclideanSpace ℝ (Fin n) × EuclideanSpace ℝ (Fin n)) : EuclideanSpace ℝ (Fin n) :=
  WithLp.toLp 2 fun i ↦ ρ i * w.1 i + √(1 - ρ i ^ 2) * w.2 i

/-- The alignment loss `E ‖h(z') - h(z)‖²` over the anisotropic pair. -/
noncomputable def anisotropicLoss (ρ : Fin n → ℝ)
    (h : EuclideanSpace ℝ (Fin n) → EuclideanSpace ℝ (Fin n)) : ℝ :=
  ∫ w, ‖h (anisotropicMap ρ w) - h w.1‖ ^ 2 ∂(gaussian n).prod (gaussian n)

/-- The anisotropic step is measurable. -/
theorem measurable_anisotropicMap : Measurable (anisotropicMap ρ) := by
  unfold anisotropicMap
  fun_prop

/-- The anisotropic step under the inner product. -/
theorem inner_anisotropicMap (w : EuclideanSpace ℝ (Fin n) × EuclideanSpace ℝ (Fin n))
    (t : EuclideanSpace ℝ (Fin n)) : ⟪anisotropicMap ρ w, t⟫
      = ⟪w.1, WithLp.toLp 2 fun i ↦ ρ i * t i⟫
        + ⟪w.2, WithLp.toLp 2 fun i ↦ √(1 - ρ i ^ 2) * t i⟫ := by
  simp only [PiLp.inner_apply, anisotropicMap, RCLike.inner_apply, conj_trivial,
    ← Finset.sum_add_distrib]
  exact Finset.sum_congr rfl fun i _ ↦ by ring

/-- Correlations of characters over the anisotropic pair. -/
theorem integral_conj_char_mul_char_anisotropic (hρ₀ : ∀ i, 0 ≤ ρ i) (hρ₁ : ∀ i, ρ i ≤ 1)
    (s t : EuclideanSpace ℝ (Fin n)) :
    ∫ w, conj (exp (⟪w.1, s⟫ * I)) * exp (⟪anisotropicMap ρ w, t⟫ * I)
        ∂(gaussian n).prod (gaussian n)
      = exp (-(‖s‖ ^ 2 / 2 : ℝ)) * exp (-(‖t‖ ^ 2 / 2 : ℝ))
        * exp (∑ i, (ρ i : ℂ) * (s i * t i)) := by
  have hinner (w : EuclideanSpace ℝ (Fin n) × EuclideanSpace ℝ (Fin n)) :
      ⟪w.1, -s⟫ + ⟪anisotropicMap ρ w, t⟫
        = ⟪w.1, (WithLp.toLp 2 fun i ↦ ρ i * t i) - s⟫
          + ⟪w.2, WithLp.toLp 2 fun i ↦ √(1 - ρ i ^ 2) * t i⟫ := by
    rw [inner_anisotropicMap, inner_sub_right, inner_neg_right]
    ring
  have hnorm : (‖(WithLp.toLp 2 fun i ↦ ρ i * t i) - s‖ ^ 2
      + ‖(WithLp.toLp 2 fun i ↦ √(1 - ρ i ^ 2) * t i : EuclideanSpace ℝ (Fin n))‖ ^ 2) / 2
      = ‖s‖ ^ 2 / 2 + ‖t‖ ^ 2 / 2 - ∑ i, ρ i * (s i * t i) := by
    simp only [EuclideanSpace.norm_sq_eq, Real.norm_eq_abs, sq_abs, PiLp.sub_apply, Finset.sum_div,
      ← Finset.sum_add_distrib, ← Finset.sum_sub_distrib]
    refine Finset.sum_congr rfl fun i _ ↦ ?_
    rw [mul_pow, Real.sq_sqrt (sub_nonneg.mpr (pow_le_one₀ (hρ₀ i) (hρ₁ i)))]
    ring
  simp_rw [conj_char_mul_char, hinner]
  rw [integral_cexp_prod_gaussian, hnorm, ← Complex.exp_add, ← Complex.exp_add]
  congr 1
  push_cast
  ring

/-- The second point of the anisotropic pair is standard Gaussian. -/
theorem measurePreserving_anisotropicMap (hρ₀ : ∀ i, 0 ≤ ρ i) (hρ₁ : ∀ i, ρ i ≤ 1) :
    MeasurePreserving (anisotropicMap ρ) ((gaussian n).prod (gaussian n)) (gaussian n) := by
  refine ⟨measurable_anisotropicMap, ?_⟩
  have := Measure.isProbabilityMeasure_map
    (μ := (gaussian n).prod (gaussian n)) (measurable_anisotropicMap (ρ := ρ)).aemeasurable
  refine eq_gaussian_iff.mpr fun t ↦ ?_
  rw [charFun_apply, integral_map measurable_anisotropicMap.aemeasurable (by fun_prop)]
  have h := integral_conj_char_mul_char_anisotropic hρ₀ hρ₁ 0 t
  simp only [inner_zero_right, ofReal_zero, zero_mul, mul_zero, Complex.exp_zero, map_one, one_mul,
    mul_one, norm_zero, PiLp.zero_apply, Finset.sum_const_zero, zero_pow two_ne_zero, zero_div,
    neg_zero] at h
  exact h

/-- The anisotropic gap inequality: `2 (1 - r²) tr (Cov h) - 2 ∑ i, (ρ i - r²) ‖M e i‖² ≤ L(h)` with
the linear part `M` of the encoder, for `0 ≤ ρ i ≤ r ≤ 1`. -/
theorem anisotropic_gap (hρ₀ : ∀ i, 0 ≤ ρ i) (hρr : ∀ i, ρ i ≤ r) (hr₀ : 0 ≤ r) (hr₁ : r ≤ 1)
    (hh : MemLp h 2 (gaussian n)) :
    2 * (1 - r ^ 2) * (covMatrix h).trace - 2 * ∑ i, (ρ i - r ^ 2) * ∑ j, linearPart h j i ^ 2
      ≤ anisotropicLoss ρ h := by
  have hρ₁ (i : Fin n) : ρ i ≤ 1 := (hρr i).trans hr₁
  have hmp := measurePreserving_anisotropicMap hρ₀ hρ₁
  have hkey (j : Fin n) := integral_mul_le_of_char_kernel measurePreserving_fst hmp hρ₀ hρr hr₀ hr₁
    (integral_conj_char_mul_char_anisotropic hρ₀ hρ₁) (hh.eval_piLp j)
  rw [anisotropicLoss, integral_norm_comp_sub_comp_sq measurePreserving_fst hmp hh,
    trace_covMatrix hh]
  simp_rw [integral_comp_sub_comp_sq measurePreserving_fst hmp (hh.eval_piLp _), Finset.mul_sum]
  rw [Finset.sum_comm, ← Finset.sum_sub_distrib]
  refine Finset.sum_le_sum fun j _ ↦ ?_
  have e : ∑ i, 2 * ((ρ i - r ^ 2) * linearPart h j i ^ 2)
      = 2 * ∑ i, (ρ i - r ^ 2) * (∫ z, z i * h z j ∂gaussian n) ^ 2 := by
    rw [Finset.mul_sum]
    refine Finset.sum_congr rfl fun i _ ↦ ?_
    simp only [linearPart, Matrix.of_apply, mul_comm]
  rw [e]
  linarith only [hkey j]

end LeJEPA

end

/-!
## Theorem 1 (b) for anisotropic Ornstein–Uhlenbeck pairs

If `0 ≤ ρ i ≤ r < 1` and `r² < ρ i` for all `i`, then an encoder with `Cov h = 1` has
`2 ∑ i, (1 - ρ i) ≤ L(h)`, with equality exactly for the maps `z ↦ b + Q z` with `Q` a linear
isometry. With `r = max ρ i` the condition reads `(max ρ i)² < min ρ i`.

### Main results

* `LeJEPA.le_anisotropicLoss`: the inequality.
* `LeJEPA.anisotropicLoss_eq_iff`: the equality case.
-/

namespace LeJEPA

variable {n : ℕ} {ρ : Fin n → ℝ} {r : ℝ}
  {h : EuclideanSpace ℝ (Fin n) → EuclideanSpace ℝ (Fin n)}

/-- The total variance is the energy of the linear part plus the nonlinear energy. -/
theorem trace_covMatrix_eq_add (hh : MemLp h 2 (gaussian n)) :
    (covMatrix h).trace = ∑ i, ∑ j, linearPart h j i ^ 2 + nonlinearEnergy h := by
  rw [covMatrix_eq hh, Matrix.trace_add, trace_nonlinearCov hh, Finset.sum_comm]
  simp only [Matrix.trace, Matrix.diag_apply, Matrix.mul_apply, Matrix.transpose_apply, pow_two]

/-- The columns of the linear part of an encoder with covariance `1` have norm at most one. -/
theorem sum_linearPart_sq_le_one (hh : MemLp h 2 (gaussian n)) (hcov : covMatrix h = 1)
    (i : Fin n) : ∑ j, linearPart h j i ^ 2 ≤ 1 := by
  set M := linearPart h with hM
  set S := M.transpose * M with hS
  have hν (j : Fin n) := (memLp_nonlinearPart hh).eval_piLp j
  have hνν (j k : Fin n) :
      Integrable (fun z ↦ nonlinearPart h z j * nonlinearPart h z k) (gaussian n) :=
    MemLp.integrable_mul (p := 2) (q := 2) (hν j) (hν k)
  have hSS : S = S * S + M.transpose * nonlinearCov h * M := by
    have h1 : M * M.transpose + nonlinearCov h = 1 := (covMatrix_eq hh).symm.trans hcov
    calc S = M.transpose * (M * M.transpose + nonlinearCov h) * M := by rw [h1, Matrix.mul_one]
      _ = S * S + M.transpose * nonlinearCov h * M := by
        rw [Matrix.mul_add, Matrix.add_mul, hS]
        simp only [Matrix.mul_assoc]
  have hN : 0 ≤ (M.transpose * nonlinearCov h * M) i i := by
    have e : (M.transpose * nonlinearCov h * M) i i
        = ∫ z, (∑ j, M j i * nonlinearPart h z j) ^ 2 ∂gaussian n := by
      have e' (z) : (∑ j, M j i * nonlinearPart h z j) ^ 2
          = ∑ k, ∑ j, M j i * M k i * (nonlinearPart h z j * nonlinearPart h z k) := by
        rw [pow_two, Finset.sum_mul_sum, Finset.sum_comm]
        exact Finset.sum_congr rfl fun k _ ↦ Finset.sum_congr rfl fun j _ ↦ by ring
      simp_rw [e']
      rw [integral_finset_sum _ fun k _ ↦ integrable_finset_sum _ fun j _ ↦ (hνν j k).const_mul _]
      simp only [Matrix.mul_apply, Finset.sum_mul, Matrix.transpose_apply]
      refine Finset.sum_congr rfl fun k _ ↦ ?_
      rw [integral_finset_sum _ fun j _ ↦ (hνν j k).const_mul _]
      refine Finset.sum_congr rfl fun j _ ↦ ?_
      rw [integral_const_mul, nonlinearCov, Matrix.of_apply]
      ring
    rw [e]
    exact integral_nonneg fun _ ↦ sq_nonneg _
  have hSi : S i i = ∑ j, M j i ^ 2 := by
    simp only [hS, Matrix.mul_apply, Matrix.transpose_apply, pow_two]
  have hsq : S i i ^ 2 ≤ (S * S) i i := by
    have hsymm (j) : S j i = S i j := by
      simp only [hS, Matrix.mul_apply, Matrix.transpose_apply, mul_comm]
    rw [Matrix.mul_apply]
    simp only [hsymm, ← pow_two]
    exact Finset.single_le_sum (f := fun j ↦ S i j ^ 2) (fun j _ ↦ sq_nonneg _)
      (Finset.mem_univ i)
  have hle : S i i ^ 2 ≤ S i i :=
    hsq.trans (le_of_add_le_of_nonneg_left (congrFun (congrFun hSS i) i).ge hN)
  rw [← hSi]
  exact not_lt.mp fun hlt ↦ hle.not_gt (lt_self_pow₀ hlt one_lt_two)

/-- The deficit of the columns of the linear part bounds the loss from below:
`2 ∑ i, (1 - ρ i) + 2 ∑ i, (ρ i - r²) (1 - ‖M e i‖²) ≤ L(h)` if `Cov h = 1`. -/
theorem le_anisotropicLoss_add (hρ₀ : ∀ i, 0 ≤ ρ i) (hρr : ∀ i, ρ i ≤ r) (hr₀ : 0 ≤ r)
    (hr₁ : r ≤ 1) (hh : MemLp h 2 (gaussian n)) (hcov : covMatrix h = 1) :
    2 * ∑ i, (1 - ρ i) + 2 * ∑ i, (ρ i - r ^ 2) * (1 - ∑ j, linearPart h j i ^ 2)
      ≤ anisotropicLoss ρ h := by
  refine le_trans (le_of_eq ?_) (anisotropic_gap hρ₀ hρr hr₀ hr₁ hh)
  rw [hcov]
  simp only [mul_sub, mul_one, Finset.sum_sub_distrib, Matrix.trace_one, Fintype.card_fin,
    Finset.sum_const, Finset.card_univ, nsmul_eq_mul]
  ring

/-- **Theorem 1 (b)** for anisotropic pairs, the inequality: `2 ∑ i, (1 - ρ i) ≤ L(h)` for encoders
with `Cov h = 1`. -/
theorem le_anisotropicLoss (hρ₀ : ∀ i, 0 ≤ ρ i) (hρr : ∀ i, ρ i ≤ r) (hr₀ : 0 ≤ r) (hr₁ : r ≤ 1)
    (hr : ∀ i, r ^ 2 ≤ ρ i) (hh : MemLp h 2 (gaussian n)) (hcov : covMatrix h = 1) :
    2 * ∑ i, (1 - ρ i) ≤ anisotropicLoss ρ h := by
  have h1 := le_anisotropicLoss_add hρ₀ hρr hr₀ hr₁ hh hcov
  have h2 : 0 ≤ ∑ i, (ρ i - r ^ 2) * (1 - ∑ j, linearPart h j i ^ 2) :=
    Finset.sum_nonneg fun i _ ↦ mul_nonneg (sub_nonneg.mpr (hr i))
      (sub_nonneg.mpr (sum_linearPart_sq_le_one hh hcov i))
  linarith only [h1, h2]

private theorem norm_add_map_sub_add_map {E : Type*} [NormedAddCommGroup E] [NormedSpace ℝ E]
    (b : E) (Q : E ≃ₗᵢ[ℝ] E) (x y : E) : ‖b + Q x - (b + Q y)‖ = ‖x - y‖ := by
  rw [add_sub_add_left_eq_sub, ← Q.map_sub, Q.norm_map]

/-- Encoders `z ↦ b + Q z` with `Q` a linear isometry attain the floor. -/
theorem anisotropicLoss_affine_isometry (hρ₀ : ∀ i, 0 ≤ ρ i) (hρ₁ : ∀ i, ρ i ≤ 1)
    (b : EuclideanSpace ℝ (Fin n)) (Q : EuclideanSpace ℝ (Fin n) ≃ₗᵢ[ℝ] EuclideanSpace ℝ (Fin n)) :
    anisotropicLoss ρ (fun z ↦ b + Q z) = 2 * ∑ i, (1 - ρ i) := by
  have hmp := measurePreserving_anisotropicMap hρ₀ hρ₁
  have hcoord (i : Fin n) : MemLp (fun z : EuclideanSpace ℝ (Fin n) ↦ z i) 2 (gaussian n) :=
    memLp_id_gaussian.eval_piLp i
  have hint (i : Fin n) : Integrable (fun z : EuclideanSpace ℝ (Fin n) ↦ z i) (gaussian n) :=
    (hcoord i).integrable one_le_two
  have hsq (i : Fin n) : Integrable (fun z : EuclideanSpace ℝ (Fin n) ↦ z i * z i) (gaussian n) :=
    MemLp.integrable_mul (p := 2) (q := 2) (hcoord i) (hcoord i)
  simp only [anisotropicLoss, norm_add_map_sub_add_map]
  rw [integral_norm_comp_sub_comp_sq measurePreserving_fst hmp memLp_id_gaussian, Finset.mul_sum]
  refine Finset.sum_congr rfl fun i _ ↦ ?_
  rw [integral_comp_sub_comp_sq measurePreserving_fst hmp (hcoord i)]
  have e2 (w : EuclideanSpace ℝ (Fin n) × EuclideanSpace ℝ (Fin n)) :
      w.1 i * anisotropicMap ρ w i
        = ρ i * (w.1 i * w.1 i) + √(1 - ρ i ^ 2) * (w.1 i * w.2 i) := by
    simp only [anisotropicMap]
    ring
  simp_rw [e2, pow_two]
  rw [integral_add (((hsq i).comp_fst _).const_mul _) (((hint i).mul_prod (hint i)).const_mul _),
    integral_const_mul, integral_const_mul, integral_prod_mul
      (fun z : EuclideanSpace ℝ (Fin n) ↦ z i) fun z : EuclideanSpace ℝ (Fin n) ↦ z i,
    integral_fun_fst fun z : EuclideanSpace ℝ (Fin n) ↦ z i * z i,
    integral_apply_gaussian, integral_mul_gaussian]
  simp
  ring

/-- **Theorem 1 (b)** for anisotropic pairs, the equality case: if `ρ i ≤ r ≤ 1` and `r² < ρ i`,
then an encoder with `Cov h = 1` attains the floor `2 ∑ i, (1 - ρ i)` iff it is `z ↦ b + Q z` almost
everywhere, with `Q` a linear isometry. -/
theorem anisotropicLoss_eq_iff (hρr : ∀ i, ρ i ≤ r) (hr₀ : 0 ≤ r) (hr₁ : r ≤ 1)
    (hr : ∀ i, r ^ 2 < ρ i) (hh : MemLp h 2 (gaussian n)) (hcov : covMatrix h = 1) :
    anisotropicLoss ρ h = 2 * ∑ i, (1 - ρ i) ↔
      ∃ (b : EuclideanSpace ℝ (Fin n))
        (Q : EuclideanSpace ℝ (Fin n) ≃ₗᵢ[ℝ] EuclideanSpace ℝ (Fin n)),
        h =ᵐ[gaussian n] fun z ↦ b + Q z := by
  have hρ₀ (i : Fin n) : 0 ≤ ρ i := (sq_nonneg r).trans (hr i).le
  have hρ₁ (i : Fin n) : ρ i ≤ 1 := (hρr i).trans hr₁
  constructor
  · intro heq
    have h1 := le_anisotropicLoss_add hρ₀ hρr hr₀ hr₁ hh hcov
    have hterm (i : Fin n) : 0 ≤ (ρ i - r ^ 2) * (1 - ∑ j, linearPart h j i ^ 2) :=
      mul_nonneg (sub_nonneg.mpr (hr i).le)
        (sub_nonneg.mpr (sum_linearPart_sq_le_one hh hcov i))
    have h0 : ∑ i, (ρ i - r ^ 2) * (1 - ∑ j, linearPart h j i ^ 2) = 0 :=
      le_antisymm (by linarith only [h1, heq]) (Finset.sum_nonneg fun i _ ↦ hterm i)
    rw [Finset.sum_eq_zero_iff_of_nonneg fun i _ ↦ hterm i] at h0
    have hcol (i : Fin n) : ∑ j, linearPart h j i ^ 2 = 1 := by
      rcases mul_eq_zero.mp (h0 i (Finset.mem_univ i)) with h2 | h2
      · exact absurd h2 (sub_pos.mpr (hr i)).ne'
      · exact (sub_eq_zero.mp h2).symm
    have hW : nonlinearEnergy h = 0 := by
      have := trace_covMatrix_eq_add hh
      simp only [hcov, hcol, Matrix.trace_one, Fintype.card_fin, Finset.sum_const,
        Finset.card_univ, nsmul_eq_mul, mul_one] at this
      exact left_eq_add.mp this
    obtain ⟨Q, hQ⟩ := exists_isometry_ae_eq_of_nonlinearEnergy_eq_zero hh hW hcov
    exact ⟨meanVec h, Q, hQ⟩
  · rintro ⟨b, Q, hQ⟩
    have hmp := measurePreserving_anisotropicMap hρ₀ hρ₁
    rw [← anisotropicLoss_affine_isometry hρ₀ hρ₁ b Q]
    refine integral_congr_ae ?_
    filter_upwards [hmp.quasiMeasurePreserving.ae_eq_comp hQ,
      measurePreserving_fst.quasiMeasurePreserving.ae_eq_comp hQ] with w h1 h2
    exact congrArg₂ (fun x y : EuclideanSpace ℝ (Fin n) ↦ ‖x - y‖ ^ 2) h1 h2

end LeJEPA
