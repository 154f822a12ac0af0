import LeJEPA.Approximate

/-!
# Theorem 1 (a) and (b): the minimisers of the alignment loss

Over the Ornstein–Uhlenbeck pair with `0 < ρ < 1`:

* every square integrable encoder `h` has `2 (1 - ρ) tr (Cov h) ≤ L(h)`, with equality exactly for
  the affine ones;
* every encoder with `Cov h = 1` has `2 (1 - ρ) n ≤ L(h)`, with equality exactly for the maps
  `z ↦ b + Q z` with `Q` a linear isometry.

Part (c), on encoders that preserve the Gaussian measure, is in `LeJEPA.Forward.Preserving`.

## Main results

* `LeJEPA.trace_covMatrix_le_alignmentLoss`, `LeJEPA.alignmentLoss_eq_trace_iff`: Theorem 1 (a).
* `LeJEPA.le_alignmentLoss_of_covMatrix_eq_one`,
  `LeJEPA.alignmentLoss_eq_iff_of_covMatrix_eq_one`: Theorem 1 (b).
-/

open MeasureTheory ProbabilityTheory
open scoped RealInnerProductSpace

namespace LeJEPA

variable {n : ℕ} {ρ : ℝ} {h g : EuclideanSpace ℝ (Fin n) → EuclideanSpace ℝ (Fin n)}

section Congruence

/-- The mean depends only on the class of the encoder modulo null sets. -/
theorem meanVec_congr_ae (hgh : h =ᵐ[gaussian n] g) : meanVec h = meanVec g :=
  integral_congr_ae hgh

/-- The covariance depends only on the class of the encoder modulo null sets. -/
theorem covMatrix_congr_ae (hgh : h =ᵐ[gaussian n] g) : covMatrix h = covMatrix g := by
  ext i j
  simp only [covMatrix, Matrix.of_apply, meanVec_congr_ae hgh]
  refine integral_congr_ae ?_
  filter_upwards [hgh] with z hz
  rw [hz]

/-- The alignment loss depends only on the class of the encoder modulo null sets. -/
theorem alignmentLoss_congr_ae (hρ₀ : 0 ≤ ρ) (hρ₁ : ρ ≤ 1) (hgh : h =ᵐ[gaussian n] g) :
    alignmentLoss ρ h = alignmentLoss ρ g := by
  have hou := (measurePreserving_ouMap (n := n) hρ₀ hρ₁).quasiMeasurePreserving.ae_eq_comp hgh
  have hfst := (measurePreserving_fst (μ := gaussian n)
    (ν := gaussian n)).quasiMeasurePreserving.ae_eq_comp hgh
  refine integral_congr_ae ?_
  filter_upwards [hou, hfst] with w h1 h2
  simp only [Function.comp_apply] at h1 h2
  rw [h1, h2]

end Congruence

section Affine

variable (b : EuclideanSpace ℝ (Fin n))
  (A : EuclideanSpace ℝ (Fin n) →ₗ[ℝ] EuclideanSpace ℝ (Fin n))

/-- The mean of a linear map is zero. -/
theorem integral_linearMap_gaussian : ∫ z, A z ∂gaussian n = 0 := by
  have hid : ∫ z, z ∂gaussian n = 0 := by
    ext i
    rw [eval_integral_piLp fun i ↦
      (memLp_id_gaussian.eval_piLp i).integrable one_le_two, integral_apply_gaussian]
    rfl
  have h := ContinuousLinearMap.integral_comp_comm ⟨A, A.continuous_of_finiteDimensional⟩
    (memLp_id_gaussian.integrable one_le_two)
  rw [hid] at h
  exact h.trans (map_zero A)

/-- The mean of an affine map is its value at the origin. -/
theorem meanVec_affine : meanVec (fun z ↦ b + A z) = b := by
  rw [meanVec, integral_add (integrable_const b)
    ((memLp_linearMap_gaussian A).integrable one_le_two), integral_linearMap_gaussian, add_zero,
    integral_const, probReal_univ, one_smul]

/-- The total variance of an encoder is its mean square distance from its mean. -/
theorem trace_covMatrix_eq_integral (hh : MemLp h 2 (gaussian n)) :
    (covMatrix h).trace = ∫ z, ‖h z - meanVec h‖ ^ 2 ∂gaussian n := by
  have hmem : MemLp (fun z ↦ h z - meanVec h) 2 (gaussian n) := hh.sub (memLp_const _)
  simp only [EuclideanSpace.norm_sq_eq, Real.norm_eq_abs, sq_abs]
  rw [integral_finset_sum _ fun i _ ↦ (hmem.eval_piLp i).integrable_sq]
  simp only [covMatrix, Matrix.trace, Matrix.diag_apply, Matrix.of_apply, pow_two, PiLp.sub_apply]

/-- The total variance of an affine map is the squared Hilbert–Schmidt norm of its linear part. -/
theorem trace_covMatrix_affine : (covMatrix fun z ↦ b + A z).trace
    = ∑ i, ‖A (EuclideanSpace.basisFun (Fin n) ℝ i)‖ ^ 2 := by
  rw [trace_covMatrix_eq_integral (memLp_affine_gaussian b A), meanVec_affine]
  simp only [add_sub_cancel_left]
  exact integral_norm_sq_linearMap_gaussian A

/-- The mean square of a combination of uncorrelated vector functions. -/
private theorem integral_norm_smul_sub_smul_sq {Ω F : Type*} [MeasurableSpace Ω] {μ : Measure Ω}
    [NormedAddCommGroup F] [InnerProductSpace ℝ F] {f g : Ω → F} (hf : MemLp f 2 μ)
    (hg : MemLp g 2 μ) (hfg : ∫ ω, ⟪f ω, g ω⟫ ∂μ = 0) (r s : ℝ) :
    ∫ ω, ‖s • g ω - r • f ω‖ ^ 2 ∂μ = r ^ 2 * ∫ ω, ‖f ω‖ ^ 2 ∂μ + s ^ 2 * ∫ ω, ‖g ω‖ ^ 2 ∂μ := by
  have hinner : Integrable (fun ω ↦ ⟪f ω, g ω⟫) μ :=
    (hf.norm.integrable_mul hg.norm).mono' (hf.1.inner hg.1)
      (.of_forall fun ω ↦ norm_inner_le_norm _ _)
  have e (ω) : ‖s • g ω - r • f ω‖ ^ 2
      = r ^ 2 * ‖f ω‖ ^ 2 + s ^ 2 * ‖g ω‖ ^ 2 - 2 * r * s * ⟪f ω, g ω⟫ := by
    rw [norm_sub_sq_real, norm_smul, norm_smul, real_inner_smul_left, real_inner_smul_right,
      real_inner_comm, mul_pow, mul_pow, Real.norm_eq_abs, Real.norm_eq_abs, sq_abs, sq_abs]
    ring
  have i1 := hf.norm.integrable_sq.const_mul (r ^ 2)
  have i2 := hg.norm.integrable_sq.const_mul (s ^ 2)
  rw [integral_congr_ae (.of_forall e), integral_sub (i1.add'' i2) (hinner.const_mul _),
    integral_add i1 i2, integral_const_mul, integral_const_mul, integral_const_mul, hfg, mul_zero,
    sub_zero]

/-- Affine maps attain the floor of their own variance: `L(b + A z) = 2 (1 - ρ) ‖A‖²`. -/
theorem alignmentLoss_affine (hρ₀ : 0 ≤ ρ) (hρ₁ : ρ ≤ 1) : alignmentLoss ρ (fun z ↦ b + A z)
    = 2 * (1 - ρ) * ∑ i, ‖A (EuclideanSpace.basisFun (Fin n) ℝ i)‖ ^ 2 := by
  have hA := memLp_linearMap_gaussian A
  have hfst := hA.comp_measurePreserving (measurePreserving_fst (ν := gaussian n))
  have hsnd := hA.comp_measurePreserving (measurePreserving_snd (μ := gaussian n))
  have hcross : ∫ w, ⟪A w.1, A w.2⟫ ∂(gaussian n).prod (gaussian n) = 0 := by
    rw [integral_prod _ ((hfst.norm.integrable_mul hsnd.norm).mono' (hfst.1.inner hsnd.1)
      (.of_forall fun w ↦ norm_inner_le_norm _ _))]
    refine (integral_congr_ae (.of_forall fun x ↦ ?_)).trans (integral_zero _ _)
    refine ((innerSL ℝ (A x)).integral_comp_comm (hA.integrable one_le_two)).trans ?_
    rw [integral_linearMap_gaussian, map_zero]
  have e (w : EuclideanSpace ℝ (Fin n) × EuclideanSpace ℝ (Fin n)) :
      b + A (ouMap ρ w) - (b + A w.1) = √(1 - ρ ^ 2) • A w.2 - (1 - ρ) • A w.1 := by
    rw [add_sub_add_left_eq_sub, ouMap, map_add, map_smul, map_smul, sub_smul, one_smul]
    abel
  simp only [alignmentLoss, e]
  refine (integral_norm_smul_sub_smul_sq hfst hsnd hcross _ _).trans ?_
  simp only [Function.comp_apply]
  rw [integral_fun_fst fun z ↦ ‖A z‖ ^ 2, integral_fun_snd fun z ↦ ‖A z‖ ^ 2,
    integral_norm_sq_linearMap_gaussian, probReal_univ, one_smul,
    Real.sq_sqrt (sub_nonneg.mpr (pow_le_one₀ hρ₀ hρ₁))]
  ring

end Affine

/-- **Theorem 1 (a)**, the inequality: `2 (1 - ρ) tr (Cov h) ≤ L(h)`. -/
theorem trace_covMatrix_le_alignmentLoss (hρ₀ : 0 ≤ ρ) (hρ₁ : ρ ≤ 1)
    (hh : MemLp h 2 (gaussian n)) : 2 * (1 - ρ) * (covMatrix h).trace ≤ alignmentLoss ρ h := by
  have hW : 0 ≤ 2 * ρ * (1 - ρ) * nonlinearEnergy h :=
    mul_nonneg (mul_nonneg (by linarith) (by linarith)) (nonlinearEnergy_nonneg h)
  linarith [gap hρ₀ hρ₁ hh]

/-- **Theorem 1 (a)**, the equality case: an encoder attains the floor `2 (1 - ρ) tr (Cov h)` iff it
is affine almost everywhere. -/
theorem alignmentLoss_eq_trace_iff (hρ₀ : 0 < ρ) (hρ₁ : ρ < 1) (hh : MemLp h 2 (gaussian n)) :
    alignmentLoss ρ h = 2 * (1 - ρ) * (covMatrix h).trace ↔
      ∃ (b : EuclideanSpace ℝ (Fin n))
        (A : EuclideanSpace ℝ (Fin n) →ₗ[ℝ] EuclideanSpace ℝ (Fin n)),
        h =ᵐ[gaussian n] fun z ↦ b + A z := by
  constructor
  · intro heq
    refine ⟨meanVec h, (linearPart h).toEuclideanLin, ?_⟩
    have hW : nonlinearEnergy h ≤ 0 := by
      simpa using nonlinearEnergy_le (δ := 0) hρ₀ hρ₁ hh (by rw [heq, add_zero])
    have h0 : nonlinearEnergy h = 0 := le_antisymm hW (nonlinearEnergy_nonneg h)
    rw [nonlinearEnergy, integral_eq_zero_iff_of_nonneg (fun _ ↦ sq_nonneg _)
      (memLp_nonlinearPart hh).norm.integrable_sq] at h0
    filter_upwards [h0] with z hz
    have hz' : ‖nonlinearPart h z‖ ^ 2 = 0 := hz
    rw [sq_eq_zero_iff, norm_eq_zero, nonlinearPart, sub_sub, sub_eq_zero] at hz'
    exact hz'
  · rintro ⟨b, A, hA⟩
    rw [alignmentLoss_congr_ae hρ₀.le hρ₁.le hA, covMatrix_congr_ae hA,
      alignmentLoss_affine b A hρ₀.le hρ₁.le, trace_covMatrix_affine]

/-- **Theorem 1 (b)**, the inequality: `2 (1 - ρ) n ≤ L(h)` for encoders with `Cov h = 1`. -/
theorem le_alignmentLoss_of_covMatrix_eq_one (hρ₀ : 0 ≤ ρ) (hρ₁ : ρ ≤ 1)
    (hh : MemLp h 2 (gaussian n)) (hcov : covMatrix h = 1) :
    2 * (1 - ρ) * n ≤ alignmentLoss ρ h := by
  have h := trace_covMatrix_le_alignmentLoss hρ₀ hρ₁ hh
  rwa [hcov, Matrix.trace_one, Fintype.card_fin] at h

/-- **Theorem 1 (b)**, the equality case: an encoder with `Cov h = 1` attains the floor
`2 (1 - ρ) n` iff it is `z ↦ b + Q z` almost everywhere, with `Q` a linear isometry. -/
theorem alignmentLoss_eq_iff_of_covMatrix_eq_one (hρ₀ : 0 < ρ) (hρ₁ : ρ < 1)
    (hh : MemLp h 2 (gaussian n)) (hcov : covMatrix h = 1) :
    alignmentLoss ρ h = 2 * (1 - ρ) * n ↔
      ∃ (b : EuclideanSpace ℝ (Fin n))
        (Q : EuclideanSpace ℝ (Fin n) ≃ₗᵢ[ℝ] EuclideanSpace ℝ (Fin n)),
        h =ᵐ[gaussian n] fun z ↦ b + Q z := by
  constructor
  · intro heq
    obtain ⟨Q, hQ⟩ := exists_isometry_ae_eq hρ₀ hρ₁ hh
      (by rw [heq, hcov, Matrix.trace_one, Fintype.card_fin]) hcov
    exact ⟨meanVec h, Q, hQ⟩
  · rintro ⟨b, Q, hQ⟩
    have h := (alignmentLoss_eq_trace_iff hρ₀ hρ₁ hh).mpr ⟨b, Q.toLinearEquiv.toLinearMap, hQ⟩
    rwa [hcov, Matrix.trace_one, Fintype.card_fin] at h

end LeJEPA
