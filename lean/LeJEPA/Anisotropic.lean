import LeJEPA.Anisotropic.Gap

/-!
# Theorem 1 (b) for anisotropic Ornstein–Uhlenbeck pairs

If `0 ≤ ρ i ≤ r < 1` and `r² < ρ i` for all `i`, then an encoder with `Cov h = 1` has
`2 ∑ i, (1 - ρ i) ≤ L(h)`, with equality exactly for the maps `z ↦ b + Q z` with `Q` a linear
isometry. With `r = max ρ i` the condition reads `(max ρ i)² < min ρ i`.

## Main results

* `LeJEPA.le_anisotropicLoss`: the inequality.
* `LeJEPA.anisotropicLoss_eq_iff`: the equality case.
-/

open MeasureTheory ProbabilityTheory
open scoped RealInnerProductSpace Matrix.Norms.Frobenius

namespace LeJEPA

variable {n : ℕ} {ρ : Fin n → ℝ} {r : ℝ}
  {h : EuclideanSpace ℝ (Fin n) → EuclideanSpace ℝ (Fin n)}

/-- The total variance is the energy of the linear part plus the nonlinear energy. -/
theorem trace_covMatrix_eq_add (hh : MemLp h 2 (gaussian n)) :
    (covMatrix h).trace = ∑ i, ∑ j, linearPart h j i ^ 2 + nonlinearEnergy h := by
  rw [covMatrix_eq hh, Matrix.trace_add, trace_nonlinearCov hh, Finset.sum_comm]
  simp [Matrix.trace, Matrix.mul_apply, pow_two]

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
  have hSi : S i i = ∑ j, M j i ^ 2 := by simp [hS, Matrix.mul_apply, pow_two]
  have hsq : S i i ^ 2 ≤ (S * S) i i := by
    have hsymm (j) : S j i = S i j := by
      simp only [hS, Matrix.mul_apply, Matrix.transpose_apply, mul_comm]
    rw [Matrix.mul_apply]
    simp only [hsymm, ← pow_two]
    exact Finset.single_le_sum (f := fun j ↦ S i j ^ 2) (fun j _ ↦ sq_nonneg _)
      (Finset.mem_univ i)
  have hle : S i i ^ 2 ≤ S i i := by
    have := congrFun (congrFun hSS i) i
    rw [Matrix.add_apply] at this
    linarith
  rw [← hSi]
  by_contra! hlt
  nlinarith

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
  linarith

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
  have e (w) : ‖b + Q (anisotropicMap ρ w) - (b + Q w.1)‖ ^ 2 = ‖anisotropicMap ρ w - w.1‖ ^ 2 := by
    rw [add_sub_add_left_eq_sub, ← map_sub, Q.norm_map]
  rw [anisotropicLoss]
  simp_rw [e]
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
      le_antisymm (by linarith) (Finset.sum_nonneg fun i _ ↦ hterm i)
    rw [Finset.sum_eq_zero_iff_of_nonneg fun i _ ↦ hterm i] at h0
    have hcol (i : Fin n) : ∑ j, linearPart h j i ^ 2 = 1 := by
      rcases mul_eq_zero.mp (h0 i (Finset.mem_univ i)) with h2 | h2
      · exact absurd h2 (sub_pos.mpr (hr i)).ne'
      · linarith
    have hW : nonlinearEnergy h = 0 := by
      have := trace_covMatrix_eq_add hh
      simp only [hcov, hcol, Matrix.trace_one, Fintype.card_fin, Finset.sum_const,
        Finset.card_univ, nsmul_eq_mul, mul_one] at this
      linarith
    obtain ⟨Q, hQ⟩ := exists_isometry_ae_eq_of_nonlinearEnergy_eq_zero hh hW hcov
    exact ⟨meanVec h, Q, hQ⟩
  · rintro ⟨b, Q, hQ⟩
    have hmp := measurePreserving_anisotropicMap hρ₀ hρ₁
    rw [← anisotropicLoss_affine_isometry hρ₀ hρ₁ b Q]
    refine integral_congr_ae ?_
    filter_upwards [hmp.quasiMeasurePreserving.ae_eq_comp hQ,
      measurePreserving_fst.quasiMeasurePreserving.ae_eq_comp hQ] with w h1 h2
    simp only [Function.comp_apply] at h1 h2
    rw [h1, h2]

end LeJEPA
