import LeJEPA.Converse.Basic
import LeJEPA.Gaussian.Standard
import Mathlib.Analysis.InnerProductSpace.Projection.Submodule
import Mathlib.MeasureTheory.Function.ConditionalExpectation.PullOut
import Mathlib.Probability.Distributions.Gaussian.Basic

/-!
# Affine encoders with Gaussian output

If an affine map sends the law of the latents to the standard Gaussian law, the latents are
Gaussian. This holds in any world: the transition plays no part.

## Main results

* `LeJEPA.isGaussian_gaussian`: `gaussian n` is Gaussian in the sense of Mathlib.
* `LeJEPA.eq_gaussian_of_isGaussian`: a Gaussian law with mean zero and identity covariance is
  `gaussian n`.
* `LeJEPA.AR1.isGaussian_iff`: in the AR(1) class Gaussian means standard Gaussian.
* `LeJEPA.isGaussian_of_map_affine`: the trivial part of the converse.
-/

open MeasureTheory ProbabilityTheory
open scoped RealInnerProductSpace

section

open Complex

namespace LeJEPA

section Abstract

variable {E : Type*} [NormedAddCommGroup E] [InnerProductSpace ℝ E]
  [MeasurableSpace E] [BorelSpace E] {γ μ : Measure E}

private theorem isGaussian_of_charFun [CompleteSpace E] [IsProbabilityMeasure γ]
    (h : ∀ t, charFun γ t = exp (-(‖t‖ ^ 2 / 2 : ℝ))) : IsGaussian γ := by
  refine isGaussian_of_map_eq_gaussianReal fun L ↦ ?_
  obtain ⟨t, ht⟩ : ∃ t, ∀ z, L z = ⟪z, t⟫ :=
    ⟨(InnerProductSpace.toDual ℝ E).symm L, fun z ↦
      InnerProductSpace.toDual_symm_apply.symm.trans (real_inner_comm _ _)⟩
  have hL := L.continuous.measurable.aemeasurable (μ := γ)
  have := Measure.isProbabilityMeasure_map hL
  refine ⟨0, ‖t‖₊ ^ 2, Measure.ext_of_charFun (funext fun s ↦ ?_)⟩
  have hs := h (s • t)
  rw [norm_smul, mul_pow, Real.norm_eq_abs, sq_abs, charFun_apply] at hs
  simp only [real_inner_smul_right, ofReal_mul, ← ht] at hs
  rw [charFun_gaussianReal, charFun_apply_real,
    integral_map hL (Continuous.measurable (by fun_prop)).aestronglyMeasurable, hs]
  congr 1
  push_cast
  ring

private theorem charFun_of_isGaussian [IsGaussian μ] {t : E} (h1 : ∫ z, ⟪z, t⟫ ∂μ = 0)
    (h2 : ∫ z, ⟪z, t⟫ * ⟪z, t⟫ ∂μ = ‖t‖ ^ 2) : charFun μ t = exp (-(‖t‖ ^ 2 / 2 : ℝ)) := by
  simp only [real_inner_comm t] at h1 h2
  have h1c : ∫ z, ((⟪t, z⟫ : ℝ) : ℂ) ∂μ = 0 := by rw [integral_complex_ofReal, h1, ofReal_zero]
  rw [IsGaussian.charFun_eq, variance_of_integral_eq_zero (by fun_prop) h1]
  simp only [pow_two (inner ℝ t _)]
  rw [h1c, h2, zero_mul, zero_sub, ofReal_div, ofReal_ofNat]

private theorem isGaussian_of_map [FiniteDimensional ℝ E] [IsGaussian γ] [IsProbabilityMeasure μ]
    (hγ : ∀ t, ‖charFun γ t‖ = 1 → t = 0) {b : E} {A : E →ₗ[ℝ] E}
    (h : μ.map (fun z ↦ b + A z) = γ) : IsGaussian μ := by
  have hA : Continuous A := A.continuous_of_finiteDimensional
  have hmeas : Measurable fun z ↦ b + A z := (continuous_const.add hA).measurable
  -- A direction orthogonal to the range would have a deterministic, not a normal, projection.
  have hsurj : Function.Surjective A := by
    rw [← LinearMap.range_eq_top, ← Submodule.orthogonal_eq_bot_iff, Submodule.eq_bot_iff]
    intro t ht
    have horth (z : E) : ⟪A z, t⟫ = 0 :=
      (Submodule.mem_orthogonal _ t).mp ht _ (LinearMap.mem_range_self A z)
    refine hγ t ?_
    rw [← h, charFun_apply, integral_map hmeas.aemeasurable
      (Continuous.measurable (by fun_prop)).aestronglyMeasurable]
    simp only [inner_add_left, horth, add_zero, integral_const, probReal_univ, one_smul]
    exact norm_exp_ofReal_mul_I _
  let e := (LinearEquiv.ofBijective A
    ⟨LinearMap.injective_iff_surjective.mpr hsurj, hsurj⟩).toContinuousLinearEquiv
  have hμ : μ.map e = γ.map fun y ↦ y - b := by
    have hsub : Continuous fun y ↦ y - b := continuous_id.sub continuous_const
    rw [← h, Measure.map_map hsub.measurable hmeas]
    exact congrArg μ.map (funext fun z ↦ (add_sub_cancel_left b (A z)).symm)
  rw [← isGaussian_map_equiv_iff e, hμ]
  infer_instance

end Abstract

variable {n : ℕ} {μ : Measure (EuclideanSpace ℝ (Fin n))}

/-- The standard Gaussian measure is Gaussian: all its linear functionals are normal. -/
instance isGaussian_gaussian : IsGaussian (gaussian n) := isGaussian_of_charFun charFun_gaussian

/-- A Gaussian law with mean zero and identity covariance is the standard Gaussian law. -/
theorem eq_gaussian_of_isGaussian [IsGaussian μ] (hμ : MemLp (fun z ↦ z) 2 μ)
    (hmean : ∀ i, ∫ z, z i ∂μ = 0) (hcov : ∀ i j, ∫ z, z i * z j ∂μ = if i = j then 1 else 0) :
    μ = gaussian n := by
  have := IsGaussian.toIsProbabilityMeasure μ
  have hw : IsWhitened μ fun z ↦ z := ⟨hμ, hmean, hcov⟩
  exact eq_gaussian_iff.mpr fun t ↦ charFun_of_isGaussian (hw.integral_inner t)
    ((hw.integral_inner_mul_inner t t).trans (real_inner_self_eq_norm_sq t))

/-- In the AR(1) class the latents are Gaussian, with any mean and covariance, iff they are standard
Gaussian. -/
theorem AR1.isGaussian_iff {ρ : ℝ} {ν : Measure (EuclideanSpace ℝ (Fin n))} (w : AR1 ρ μ ν) :
    IsGaussian μ ↔ μ = gaussian n :=
  ⟨fun _ ↦ eq_gaussian_of_isGaussian w.memLp w.mean w.cov, fun h ↦ h ▸ isGaussian_gaussian⟩

/-- **The trivial part of the converse.** If an affine map sends the law of the latents to the
standard Gaussian law, then the latents are Gaussian, whatever the transition. -/
theorem isGaussian_of_map_affine [IsProbabilityMeasure μ] (b : EuclideanSpace ℝ (Fin n))
    (A : EuclideanSpace ℝ (Fin n) →ₗ[ℝ] EuclideanSpace ℝ (Fin n))
    (h : μ.map (fun z ↦ b + A z) = gaussian n) : IsGaussian μ := by
  refine isGaussian_of_map (γ := gaussian n) (fun t ht ↦ ?_) h
  rw [charFun_gaussian, ← ofReal_neg, norm_exp_ofReal, Real.exp_eq_one_iff, neg_eq_zero] at ht
  exact norm_eq_zero.mp (pow_eq_zero_iff two_ne_zero |>.mp
    ((div_eq_zero_iff.mp ht).resolve_right two_ne_zero))

end LeJEPA

end

/-!
## Whitened affine encoders

Where the latents are whitened, the whitened affine encoders are the linear isometries, and all of
them have the loss `2 (1 - ρ) n` of the identity, in every world of the AR(1) class.

### Main results

* `LeJEPA.IsWhitened.exists_isometry_of_affine`: a whitened affine encoder is a linear isometry.
* `LeJEPA.AR1.arLoss_affine`: its loss is that of the identity.
-/

namespace LeJEPA

variable {n : ℕ} {ρ : ℝ} {μ ν : Measure (EuclideanSpace ℝ (Fin n))}
  {b : EuclideanSpace ℝ (Fin n)} {A : EuclideanSpace ℝ (Fin n) →ₗ[ℝ] EuclideanSpace ℝ (Fin n)}

private theorem exists_matrix (A : EuclideanSpace ℝ (Fin n) →ₗ[ℝ] EuclideanSpace ℝ (Fin n)) :
    ∃ M : Matrix (Fin n) (Fin n) ℝ, ∀ z i, A z i = ∑ k, M i k * z k := by
  obtain ⟨M, rfl⟩ := Matrix.toEuclideanLin.surjective A
  exact ⟨M, fun _ _ ↦ rfl⟩

/-- Where the latents are whitened, a whitened affine encoder is a linear isometry. -/
theorem IsWhitened.exists_isometry_of_affine [IsProbabilityMeasure μ]
    (hid : IsWhitened μ fun z ↦ z) (h : IsWhitened μ fun z ↦ b + A z) :
    ∃ Q : EuclideanSpace ℝ (Fin n) ≃ₗᵢ[ℝ] EuclideanSpace ℝ (Fin n), ∀ z, b + A z = Q z := by
  obtain ⟨M, hM⟩ := exists_matrix A
  have hr (z : EuclideanSpace ℝ (Fin n)) (i : Fin n) : A z i = ⟪z, WithLp.toLp 2 (M i)⟫ :=
    (hM z i).trans (inner_eq_sum z (WithLp.toLp 2 (M i))).symm
  have hi (t : EuclideanSpace ℝ (Fin n)) : Integrable (fun z ↦ ⟪z, t⟫) μ :=
    (hid.memLp.inner_const t).integrable one_le_two
  have hb (i : Fin n) : b i = 0 := by
    have hm := h.mean i
    simp only [PiLp.add_apply, hr] at hm
    rwa [integral_add (integrable_const _) (hi _), hid.integral_inner, integral_const,
      probReal_univ, one_smul, add_zero] at hm
  have hMM : M * M.transpose = 1 := by
    ext i j
    have hij := h.cov i j
    simp only [PiLp.add_apply, hb, zero_add, hr] at hij
    rw [hid.integral_inner_mul_inner, inner_eq_sum] at hij
    rw [Matrix.mul_apply, Matrix.one_apply, ← hij]
    exact Finset.sum_congr rfl fun k _ ↦ mul_comm _ _
  obtain ⟨Q, hQ⟩ := exists_isometry_of_mul_transpose_eq_one hMM
  refine ⟨Q, fun z ↦ PiLp.ext fun i ↦ ?_⟩
  rw [PiLp.add_apply, hb, zero_add, hM, hQ]

namespace AR1

/-- A whitened affine encoder has the loss of the identity, which is `2 (1 - ρ) n`
(`LeJEPA.AR1.arLoss_id`). -/
theorem arLoss_affine [IsProbabilityMeasure μ] (w : AR1 ρ μ ν)
    (h : IsWhitened μ fun z ↦ b + A z) :
    arLoss ρ μ ν (fun z ↦ b + A z) = arLoss ρ μ ν fun z ↦ z := by
  obtain ⟨Q, hQ⟩ := w.isWhitened_id.exists_isometry_of_affine h
  simp_rw [hQ]
  exact arLoss_isometry Q

end AR1

end LeJEPA

/-!
## The backward regression

`E[z | z'] = ρ z'` may be stated with conditional expectations or by testing against bounded
functions of `z'`; a reversible world has it.

### Main results

* `LeJEPA.AR1.condExp_iff_backward`: the two statements agree.
* `LeJEPA.AR1.backward_of_reversible`: a reversible world has a linear backward regression.
-/

namespace LeJEPA

variable {n : ℕ} {ρ : ℝ} {μ ν : Measure (EuclideanSpace ℝ (Fin n))}

namespace AR1

private theorem measurable_coordinate (j : Fin n) :
    Measurable fun z : EuclideanSpace ℝ (Fin n) ↦ z j := by fun_prop

/-- A function of the first point times a bounded function of the second one is integrable. -/
theorem integrable_mul_arMap {X : EuclideanSpace ℝ (Fin n) × EuclideanSpace ℝ (Fin n) → ℝ}
    (hX : Integrable X (μ.prod ν)) {g : EuclideanSpace ℝ (Fin n) → ℝ} (hg : Measurable g)
    (hC : ∃ C, ∀ z, |g z| ≤ C) : Integrable (fun p ↦ X p * g (arMap ρ p)) (μ.prod ν) := by
  exact hX.mul_bdd (c := hC.choose) (hg.comp measurable_arMap).aestronglyMeasurable
    (.of_forall fun p ↦ hC.choose_spec _)

variable [IsProbabilityMeasure μ] [IsProbabilityMeasure ν]

/-- A coordinate of the second point is integrable. -/
theorem integrable_arMap_apply (w : AR1 ρ μ ν) (j : Fin n) :
    Integrable (fun p ↦ arMap ρ p j) (μ.prod ν) :=
  (w.memLp_arMap_apply j).integrable one_le_two

/-- A coordinate of the first point is integrable. -/
theorem integrable_fst_apply (w : AR1 ρ μ ν) (j : Fin n) :
    Integrable (fun p ↦ p.1 j) (μ.prod ν) :=
  (w.integrable_apply j).comp_fst ν

/-- The backward regression as a conditional expectation, `E[z j | z'] = ρ z' j`, agrees with its
test against bounded measurable functions, `E[z j g(z')] = ρ E[z' j g(z')]`. -/
theorem condExp_iff_backward (w : AR1 ρ μ ν) (j : Fin n) :
    (μ.prod ν)[fun p ↦ p.1 j | MeasurableSpace.comap (arMap ρ) inferInstance]
        =ᵐ[μ.prod ν] (fun p ↦ ρ * arMap ρ p j) ↔
      ∀ g : EuclideanSpace ℝ (Fin n) → ℝ, Measurable g → (∃ C, ∀ z, |g z| ≤ C) →
        ∫ p, p.1 j * g (arMap ρ p) ∂μ.prod ν
          = ρ * ∫ p, arMap ρ p j * g (arMap ρ p) ∂μ.prod ν := by
  have hm : MeasurableSpace.comap (arMap ρ) inferInstance
      ≤ (inferInstance : MeasurableSpace (EuclideanSpace ℝ (Fin n) × EuclideanSpace ℝ (Fin n))) :=
    measurable_arMap.comap_le
  have := isFiniteMeasure_trim (μ := μ.prod ν) hm
  have hσ : SigmaFinite ((μ.prod ν).trim hm) := IsFiniteMeasure.toSigmaFinite _
  have hmeas {g : EuclideanSpace ℝ (Fin n) → ℝ} (hg : Measurable g) :
      StronglyMeasurable[MeasurableSpace.comap (arMap ρ) inferInstance]
        fun p ↦ g (arMap ρ p) :=
    (hg.comp (comap_measurable (arMap ρ))).stronglyMeasurable
  constructor
  · intro h g hg hC
    have hint := integrable_mul_arMap (ρ := ρ) (w.integrable_fst_apply j) hg hC
    have hpull := condExp_mul_of_stronglyMeasurable_right (hmeas hg) hint (w.integrable_fst_apply j)
    rw [← integral_const_mul, ← integral_condExp (μ := μ.prod ν) hm]
    refine integral_congr_ae (hpull.trans ?_)
    filter_upwards [h] with p hp
    rw [Pi.mul_apply, hp, mul_assoc]
  · intro h
    refine (ae_eq_condExp_of_forall_setIntegral_eq hm (w.integrable_fst_apply j)
      (fun s _ _ ↦ ((w.integrable_arMap_apply j).const_mul ρ).integrableOn) ?_
      ((hmeas (measurable_coordinate j)).const_mul ρ).aestronglyMeasurable).symm
    rintro _ ⟨B, hB, rfl⟩ -
    have hpre := measurable_arMap (ρ := ρ) hB
    have hind := h (B.indicator 1) (measurable_one.indicator hB) ⟨1, fun z ↦ by
      by_cases hz : z ∈ B
      · rw [Set.indicator_of_mem hz, Pi.one_apply, abs_one]
      · rw [Set.indicator_of_notMem hz, abs_zero]
        exact zero_le_one⟩
    have e (X : EuclideanSpace ℝ (Fin n) × EuclideanSpace ℝ (Fin n) → ℝ) :
        ∫ p in arMap ρ ⁻¹' B, X p ∂μ.prod ν
          = ∫ p, X p * B.indicator 1 (arMap ρ p) ∂μ.prod ν := by
      rw [← integral_indicator hpre]
      refine integral_congr_ae (.of_forall fun p ↦ ?_)
      by_cases hp : arMap ρ p ∈ B
      · simp only [Set.indicator, Set.mem_preimage, hp, if_true, Pi.one_apply, mul_one]
      · simp only [Set.indicator, Set.mem_preimage, hp, if_false, mul_zero]
    rw [e, e, hind]
    simp_rw [mul_assoc]
    rw [integral_const_mul]

/-- A reversible world, `(z, z') ~ (z', z)`, has a linear backward regression. -/
theorem backward_of_reversible (w : AR1 ρ μ ν)
    (hrev : (μ.prod ν).map (fun p ↦ (p.1, arMap ρ p))
      = (μ.prod ν).map fun p ↦ (arMap ρ p, p.1))
    (j : Fin n) {g : EuclideanSpace ℝ (Fin n) → ℝ} (hg : Measurable g)
    (hC : ∃ C, ∀ z, |g z| ≤ C) :
    ∫ p, p.1 j * g (arMap ρ p) ∂μ.prod ν
      = ρ * ∫ p, arMap ρ p j * g (arMap ρ p) ∂μ.prod ν := by
  have hgL : MemLp g 2 μ :=
    .of_bound hg.aestronglyMeasurable hC.choose (.of_forall fun z ↦ hC.choose_spec z)
  have hj := measurable_coordinate j
  have hG : Measurable fun q : EuclideanSpace ℝ (Fin n) × EuclideanSpace ℝ (Fin n) ↦
      q.1 j * g q.2 := (hj.comp measurable_fst).mul (hg.comp measurable_snd)
  have h1 : ∫ q, q.1 j * g q.2 ∂(μ.prod ν).map (fun p ↦ (p.1, arMap ρ p))
      = ∫ p, p.1 j * g (arMap ρ p) ∂μ.prod ν :=
    integral_map (measurable_fst.prodMk measurable_arMap).aemeasurable hG.aestronglyMeasurable
  have h2 : ∫ q, q.1 j * g q.2 ∂(μ.prod ν).map (fun p ↦ (arMap ρ p, p.1))
      = ∫ p, arMap ρ p j * g p.1 ∂μ.prod ν :=
    integral_map (measurable_arMap.prodMk measurable_fst).aemeasurable hG.aestronglyMeasurable
  rw [← h1, hrev, h2, w.integral_arMap_mul hgL,
    w.integral_arMap (f := fun z ↦ z j * g z) (hj.mul hg).aestronglyMeasurable]

end AR1

end LeJEPA
