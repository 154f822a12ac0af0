import LeJEPA.Converse.Defs

/-!
# Moments and losses in the AR(1) class

## Main results

* `LeJEPA.IsWhitened.isometry_comp`: linear isometries preserve whitening.
* `LeJEPA.AR1.integral_apply_noise`: the noise has mean zero.
* `LeJEPA.AR1.integral_arMap_mul`: the forward regression `E[z' j f(z)] = ρ E[z j f(z)]`.
* `LeJEPA.AR1.arLoss_eq_sum`: the loss of an encoder is the sum of the losses of its coordinates.
* `LeJEPA.AR1.arLoss_id`: `L(id) = 2 (1 - ρ) n`.
* `LeJEPA.AR1.arLoss_congr`: the loss depends on the encoder up to `μ`-null sets only.
-/

open MeasureTheory
open scoped RealInnerProductSpace

namespace LeJEPA

section Abstract

variable {Ω ι : Type*} {m : MeasurableSpace Ω} {P : Measure Ω} [Fintype ι]

private theorem integrable_of_memLp_two [IsFiniteMeasure P] {f : Ω → ℝ} (hf : MemLp f 2 P) :
    Integrable f P := hf.integrable one_le_two

private theorem integral_sum_mul_sum [DecidableEq ι] {x : ι → Ω → ℝ} (hx : ∀ k, MemLp (x k) 2 P)
    (hcov : ∀ k l, ∫ ω, x k ω * x l ω ∂P = if k = l then 1 else 0) (s t : ι → ℝ) :
    ∫ ω, (∑ k, s k * x k ω) * ∑ l, t l * x l ω ∂P = ∑ k, t k * s k := by
  have h (k l : ι) : Integrable (fun ω ↦ s k * x k ω * (t l * x l ω)) P :=
    MemLp.integrable_mul (p := 2) (q := 2) ((hx k).const_mul _) ((hx l).const_mul _)
  simp only [Finset.sum_mul_sum]
  rw [integral_finset_sum _ fun k _ ↦ integrable_finset_sum Finset.univ fun l _ ↦ h k l]
  refine Finset.sum_congr rfl fun k _ ↦ ?_
  rw [integral_finset_sum _ fun l _ ↦ h k l]
  have e (l : ι) (ω : Ω) : s k * x k ω * (t l * x l ω) = s k * t l * (x k ω * x l ω) :=
    mul_mul_mul_comm _ _ _ _
  simp only [e, integral_const_mul, hcov, mul_ite, mul_one, mul_zero, Finset.sum_ite_eq,
    Finset.mem_univ, if_true]
  exact mul_comm _ _

private theorem integral_sum_eq_zero {x : ι → Ω → ℝ} (hx : ∀ k, Integrable (x k) P)
    (hmean : ∀ k, ∫ ω, x k ω ∂P = 0) (t : ι → ℝ) : ∫ ω, ∑ k, t k * x k ω ∂P = 0 := by
  rw [integral_finset_sum _ fun k _ ↦ (hx k).const_mul (t k)]
  simp only [integral_const_mul, hmean, mul_zero, Finset.sum_const_zero]

end Abstract

variable {n : ℕ} {ρ : ℝ}

/-- The step is measurable. -/
@[fun_prop]
theorem measurable_arMap : Measurable (arMap (n := n) ρ) :=
  (measurable_fst.const_smul ρ).add measurable_snd

/-- The coordinates of the step. -/
theorem arMap_apply (w : EuclideanSpace ℝ (Fin n) × EuclideanSpace ℝ (Fin n)) (i : Fin n) :
    arMap ρ w i = ρ * w.1 i + w.2 i := rfl

variable {μ ν : Measure (EuclideanSpace ℝ (Fin n))}

/-- Whitening depends on the encoder up to `μ`-null sets only. -/
theorem IsWhitened.congr {h g : EuclideanSpace ℝ (Fin n) → EuclideanSpace ℝ (Fin n)}
    (hh : IsWhitened μ h) (hg : h =ᵐ[μ] g) : IsWhitened μ g where
  memLp := hh.memLp.ae_eq hg
  mean i := by
    rw [← hh.mean i]
    refine integral_congr_ae ?_
    filter_upwards [hg] with z hz
    rw [hz]
  cov i j := by
    rw [← hh.cov i j]
    refine integral_congr_ae ?_
    filter_upwards [hg] with z hz
    rw [hz]

/-- The covariance of a whitened encoder has trace `n`. -/
theorem IsWhitened.integral_sq {h : EuclideanSpace ℝ (Fin n) → EuclideanSpace ℝ (Fin n)}
    (hh : IsWhitened μ h) (i : Fin n) : ∫ z, h z i ^ 2 ∂μ = 1 := by
  simpa [pow_two] using hh.cov i i

/-- The covariance of a whitened encoder as a bilinear form. -/
theorem IsWhitened.integral_inner_mul_inner
    {h : EuclideanSpace ℝ (Fin n) → EuclideanSpace ℝ (Fin n)} (hh : IsWhitened μ h)
    (s t : EuclideanSpace ℝ (Fin n)) : ∫ z, ⟪h z, s⟫ * ⟪h z, t⟫ ∂μ = ⟪s, t⟫ := by
  simp only [inner_eq_sum]
  exact integral_sum_mul_sum hh.memLp.eval_piLp hh.cov s.ofLp t.ofLp

/-- The mean of a whitened encoder as a linear form. -/
theorem IsWhitened.integral_inner [IsFiniteMeasure μ]
    {h : EuclideanSpace ℝ (Fin n) → EuclideanSpace ℝ (Fin n)} (hh : IsWhitened μ h)
    (t : EuclideanSpace ℝ (Fin n)) : ∫ z, ⟪h z, t⟫ ∂μ = 0 := by
  simp only [inner_eq_sum]
  exact integral_sum_eq_zero (fun k ↦ integrable_of_memLp_two (hh.memLp.eval_piLp k)) hh.mean t.ofLp

private theorem inner_single_one (z : EuclideanSpace ℝ (Fin n)) (i : Fin n) :
    ⟪z, EuclideanSpace.single i 1⟫ = z i := by
  rw [EuclideanSpace.inner_single_right, one_mul, conj_trivial]

/-- Linear isometries preserve whitening. -/
theorem IsWhitened.isometry_comp [IsFiniteMeasure μ]
    {h : EuclideanSpace ℝ (Fin n) → EuclideanSpace ℝ (Fin n)} (hh : IsWhitened μ h)
    (Q : EuclideanSpace ℝ (Fin n) ≃ₗᵢ[ℝ] EuclideanSpace ℝ (Fin n)) :
    IsWhitened μ fun z ↦ Q (h z) := by
  have hQ (z : EuclideanSpace ℝ (Fin n)) (i : Fin n) :
      Q z i = ⟪z, Q.symm (EuclideanSpace.single i 1)⟫ := by
    rw [← Q.inner_map_map z, Q.apply_symm_apply, inner_single_one]
  refine ⟨hh.memLp.of_le (Q.continuous.comp_aestronglyMeasurable hh.memLp.1)
    (.of_forall fun z ↦ (Q.norm_map (h z)).le), fun i ↦ ?_, fun i j ↦ ?_⟩
  · simp only [hQ]
    exact hh.integral_inner _
  · simp only [hQ]
    rw [hh.integral_inner_mul_inner, Q.symm.inner_map_map, inner_single_one,
      EuclideanSpace.single_apply]
    simp only [eq_comm]

namespace AR1

/-- The identity is a whitened encoder. -/
theorem isWhitened_id (w : AR1 ρ μ ν) : IsWhitened μ fun z ↦ z := ⟨w.memLp, w.mean, w.cov⟩

/-- The coordinates are square integrable. -/
theorem memLp_apply (w : AR1 ρ μ ν) (i : Fin n) : MemLp (fun z ↦ z i) 2 μ := w.memLp.eval_piLp i

/-- The second point of the pair has the law of the first. -/
theorem measurePreserving (w : AR1 ρ μ ν) : MeasurePreserving (arMap ρ) (μ.prod ν) μ :=
  ⟨measurable_arMap, w.stationary⟩

/-- A linear isometry has the loss of the identity. -/
theorem arLoss_isometry (Q : EuclideanSpace ℝ (Fin n) ≃ₗᵢ[ℝ] EuclideanSpace ℝ (Fin n)) :
    arLoss ρ μ ν Q = arLoss ρ μ ν fun z ↦ z := by
  refine integral_congr_ae (.of_forall fun p ↦ ?_)
  exact congrArg (· ^ 2) (by simpa only [dist_eq_norm] using Q.dist_map (arMap ρ p) p.1)

/-- The coordinates are integrable. -/
theorem integrable_apply [IsProbabilityMeasure μ] (w : AR1 ρ μ ν) (i : Fin n) :
    Integrable (fun z ↦ z i) μ :=
  integrable_of_memLp_two (w.memLp_apply i)

/-- Expectations of functions of the second point. -/
theorem integral_arMap (w : AR1 ρ μ ν) {F : Type*} [NormedAddCommGroup F] [NormedSpace ℝ F]
    {f : EuclideanSpace ℝ (Fin n) → F} (hf : AEStronglyMeasurable f μ) :
    ∫ p, f (arMap ρ p) ∂μ.prod ν = ∫ z, f z ∂μ := by
  have hmap := w.stationary
  conv_rhs => rw [← hmap]
  rw [integral_map measurable_arMap.aemeasurable (by rwa [hmap])]

/-- The first point is square integrable. -/
theorem memLp_fst [IsProbabilityMeasure ν] {F : Type*} [NormedAddCommGroup F]
    {f : EuclideanSpace ℝ (Fin n) → F}
    (hf : MemLp f 2 μ) : MemLp (fun p ↦ f p.1) 2 (μ.prod ν) :=
  hf.comp_measurePreserving measurePreserving_fst

/-- The second point is square integrable. -/
theorem memLp_arMap (w : AR1 ρ μ ν) {F : Type*} [NormedAddCommGroup F]
    {f : EuclideanSpace ℝ (Fin n) → F} (hf : MemLp f 2 μ) :
    MemLp (fun p ↦ f (arMap ρ p)) 2 (μ.prod ν) :=
  hf.comp_measurePreserving w.measurePreserving

/-- The coordinates of the second point of the pair are square integrable. -/
theorem memLp_arMap_apply (w : AR1 ρ μ ν) (k : Fin n) :
    MemLp (fun p ↦ arMap ρ p k) 2 (μ.prod ν) :=
  w.memLp_arMap (f := fun z ↦ z k) (w.memLp_apply k)

variable [IsProbabilityMeasure μ] [IsProbabilityMeasure ν]

/-- Expectations of functions of the first point. -/
theorem integral_fst {F : Type*} [NormedAddCommGroup F] [NormedSpace ℝ F]
    (f : EuclideanSpace ℝ (Fin n) → F) : ∫ p, f p.1 ∂μ.prod ν = ∫ z, f z ∂μ := by
  rw [integral_fun_fst]
  simp

/-- The noise is integrable. -/
theorem integrable_apply_noise (w : AR1 ρ μ ν) (i : Fin n) : Integrable (fun z ↦ z i) ν := by
  have hsnd : MeasurePreserving Prod.snd (μ.prod ν) ν := measurePreserving_snd
  refine (hsnd.integrable_comp (by fun_prop)).mp ?_
  have h := (integrable_of_memLp_two (w.memLp_arMap_apply i)).sub
    (((w.integrable_apply i).comp_fst ν).const_mul ρ)
  refine h.congr (.of_forall fun p ↦ ?_)
  simp [arMap_apply]

/-- The noise has mean zero. -/
theorem integral_apply_noise (w : AR1 ρ μ ν) (i : Fin n) : ∫ z, z i ∂ν = 0 := by
  have h1 := w.integral_arMap (f := fun z ↦ z i) (by fun_prop)
  have h2 : ∫ p, ρ * p.1 i ∂μ.prod ν = 0 := by
    rw [integral_const_mul, integral_fst fun z ↦ z i, w.mean, mul_zero]
  have hi1 : Integrable (fun p ↦ ρ * p.1 i) (μ.prod ν) :=
    ((w.integrable_apply i).comp_fst ν).const_mul ρ
  have hi2 : Integrable (fun p ↦ p.2 i) (μ.prod ν) := (w.integrable_apply_noise i).comp_snd μ
  simp_rw [arMap_apply] at h1
  rw [integral_add hi1 hi2, h2, w.mean,
    integral_fun_snd fun z : EuclideanSpace ℝ (Fin n) ↦ z i] at h1
  simpa using h1

/-- The forward regression: `E[z' j f(z)] = ρ E[z j f(z)]`. -/
theorem integral_arMap_mul (w : AR1 ρ μ ν) {f : EuclideanSpace ℝ (Fin n) → ℝ} (hf : MemLp f 2 μ)
    (j : Fin n) : ∫ p, arMap ρ p j * f p.1 ∂μ.prod ν = ρ * ∫ z, z j * f z ∂μ := by
  have hzf : Integrable (fun z ↦ z j * f z) μ :=
    MemLp.integrable_mul (p := 2) (q := 2) (w.memLp_apply j) hf
  have hfi := integrable_of_memLp_two hf
  have e (p : EuclideanSpace ℝ (Fin n) × EuclideanSpace ℝ (Fin n)) :
      arMap ρ p j * f p.1 = ρ * (p.1 j * f p.1) + f p.1 * p.2 j := by
    rw [arMap_apply]
    ring
  simp_rw [e]
  rw [integral_add ((hzf.comp_fst ν).const_mul ρ) (hfi.mul_prod (w.integrable_apply_noise j)),
    integral_const_mul, integral_fst fun z ↦ z j * f z,
    integral_prod_mul f fun z : EuclideanSpace ℝ (Fin n) ↦ z j,
    w.integral_apply_noise, mul_zero, add_zero]

/-- The loss of one coordinate. -/
theorem integral_arMap_sub_sq (w : AR1 ρ μ ν) {f : EuclideanSpace ℝ (Fin n) → ℝ}
    (hf : MemLp f 2 μ) : ∫ p, (f (arMap ρ p) - f p.1) ^ 2 ∂μ.prod ν
      = 2 * ∫ z, f z ^ 2 ∂μ - 2 * ∫ p, f p.1 * f (arMap ρ p) ∂μ.prod ν := by
  have h1 : MemLp (fun p ↦ f p.1) 2 (μ.prod ν) := memLp_fst hf
  have h2 := w.memLp_arMap hf
  have h12 : Integrable (fun p ↦ f p.1 * f (arMap ρ p)) (μ.prod ν) :=
    MemLp.integrable_mul (p := 2) (q := 2) h1 h2
  have e (p : EuclideanSpace ℝ (Fin n) × EuclideanSpace ℝ (Fin n)) :
      (f (arMap ρ p) - f p.1) ^ 2
        = f (arMap ρ p) ^ 2 + f p.1 ^ 2 - 2 * (f p.1 * f (arMap ρ p)) := by
    ring
  simp_rw [e]
  rw [integral_sub (h2.integrable_sq.add'' h1.integrable_sq) (h12.const_mul 2),
    integral_add h2.integrable_sq h1.integrable_sq, integral_const_mul,
    w.integral_arMap (f := fun z ↦ f z ^ 2)
      ((continuous_pow 2).comp_aestronglyMeasurable hf.1), integral_fst fun z ↦ f z ^ 2]
  ring

omit [IsProbabilityMeasure μ] in
/-- The loss of an encoder is the sum of the losses of its coordinates. -/
theorem arLoss_eq_sum (w : AR1 ρ μ ν)
    {h : EuclideanSpace ℝ (Fin n) → EuclideanSpace ℝ (Fin n)} (hh : MemLp h 2 μ) :
    arLoss ρ μ ν h = ∑ i, ∫ p, (h (arMap ρ p) i - h p.1 i) ^ 2 ∂μ.prod ν := by
  rw [arLoss, ← integral_finset_sum]
  · refine integral_congr_ae (.of_forall fun p ↦ ?_)
    simp only [norm_sq_eq_sum, PiLp.sub_apply]
  · intro i _
    exact ((w.memLp_arMap (hh.eval_piLp i)).sub (memLp_fst (hh.eval_piLp i))).integrable_sq

/-- The loss of one coordinate of the identity is `2 (1 - ρ)`. -/
theorem integral_arMap_apply_sub_sq (w : AR1 ρ μ ν) (j : Fin n) :
    ∫ p, (arMap ρ p j - p.1 j) ^ 2 ∂μ.prod ν = 2 * (1 - ρ) := by
  have h := w.integral_arMap_sub_sq (w.memLp_apply j)
  have hc := w.integral_arMap_mul (w.memLp_apply j) j
  simp_rw [mul_comm (arMap ρ _ j)] at hc
  rw [h, hc, w.cov]
  have hsq := w.isWhitened_id.integral_sq j
  rw [hsq, if_pos rfl]
  ring

/-- The loss of the identity is `2 (1 - ρ) n`. -/
theorem arLoss_id (w : AR1 ρ μ ν) : arLoss ρ μ ν (fun z ↦ z) = 2 * (1 - ρ) * n := by
  rw [w.arLoss_eq_sum w.memLp]
  simp_rw [w.integral_arMap_apply_sub_sq]
  simp [mul_comm]

omit [IsProbabilityMeasure μ] in
/-- The loss depends on the encoder up to `μ`-null sets only. -/
theorem arLoss_congr (w : AR1 ρ μ ν)
    {h g : EuclideanSpace ℝ (Fin n) → EuclideanSpace ℝ (Fin n)} (hg : h =ᵐ[μ] g) :
    arLoss ρ μ ν h = arLoss ρ μ ν g := by
  refine integral_congr_ae ?_
  have hfst : MeasurePreserving Prod.fst (μ.prod ν) μ := measurePreserving_fst
  filter_upwards [w.measurePreserving.quasiMeasurePreserving.ae_eq_comp hg,
    hfst.quasiMeasurePreserving.ae_eq_comp hg] with p h1 h2
  simp only [Function.comp_apply] at h1 h2
  rw [h1, h2]

end AR1

end LeJEPA
