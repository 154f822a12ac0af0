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

attribute [-simp] Finset.univ_eq_empty -- `IsEmpty (Fin n)` is long to refute

variable {n : ℕ} {μ : Measure (EuclideanSpace ℝ (Fin n))}

/-- The standard Gaussian measure is Gaussian: all its linear functionals are normal. -/
instance isGaussian_gaussian : IsGaussian (gaussian n) := by
  refine isGaussian_of_map_eq_gaussianReal fun L ↦ ?_
  set t := (InnerProductSpace.toDual ℝ (EuclideanSpace ℝ (Fin n))).symm L with ht
  have hL (z : EuclideanSpace ℝ (Fin n)) : L z = ⟪t, z⟫ :=
    InnerProductSpace.toDual_symm_apply.symm
  refine ⟨0, ‖t‖₊ ^ 2, ?_⟩
  have := Measure.isProbabilityMeasure_map (μ := gaussian n) L.continuous.measurable.aemeasurable
  refine Measure.ext_of_charFun (funext fun s ↦ ?_)
  rw [charFun_gaussianReal, charFun_apply_real,
    integral_map L.continuous.measurable.aemeasurable (by fun_prop)]
  have e (z : EuclideanSpace ℝ (Fin n)) : exp (s * (L z : ℝ) * I) = exp (⟪z, s • t⟫ * I) := by
    rw [real_inner_smul_right, real_inner_comm, hL]
    push_cast
    rfl
  simp_rw [e]
  rw [← charFun_apply, charFun_gaussian, norm_smul, mul_pow, Real.norm_eq_abs, sq_abs]
  congr 1
  push_cast
  ring

/-- A Gaussian law with mean zero and identity covariance is the standard Gaussian law. -/
theorem eq_gaussian_of_isGaussian [IsGaussian μ] (hμ : MemLp (fun z ↦ z) 2 μ)
    (hmean : ∀ i, ∫ z, z i ∂μ = 0) (hcov : ∀ i j, ∫ z, z i * z j ∂μ = if i = j then 1 else 0) :
    μ = gaussian n := by
  have hw : IsWhitened μ fun z ↦ z := ⟨hμ, hmean, hcov⟩
  refine eq_gaussian_iff.mpr fun t ↦ ?_
  have h1 : ∫ z, ⟪t, z⟫ ∂μ = 0 := by
    simp_rw [real_inner_comm _ t]
    exact hw.integral_inner t
  have h2 : ∫ z, ⟪t, z⟫ ^ 2 ∂μ = ‖t‖ ^ 2 := by
    simp_rw [real_inner_comm _ t, pow_two]
    rw [hw.integral_inner_mul_inner, real_inner_self_eq_norm_sq, pow_two]
  have h1c : ∫ z, ((⟪t, z⟫ : ℝ) : ℂ) ∂μ = 0 := by
    rw [integral_complex_ofReal, h1, ofReal_zero]
  rw [IsGaussian.charFun_eq, variance_of_integral_eq_zero (by fun_prop) h1, h2]
  beta_reduce
  rw [h1c]
  congr 1
  push_cast
  ring

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
  have hA : Continuous A := A.continuous_of_finiteDimensional
  have hmeas : Measurable fun z ↦ b + A z := (continuous_const.add hA).measurable
  -- A direction orthogonal to the range would have a deterministic, not a normal, projection.
  have hbot : (LinearMap.range A)ᗮ = ⊥ := by
    rw [Submodule.eq_bot_iff]
    intro t ht
    have horth (z : EuclideanSpace ℝ (Fin n)) : ⟪A z, t⟫ = 0 :=
      (Submodule.mem_orthogonal _ t).mp ht _ (LinearMap.mem_range_self A z)
    have hchar : charFun (gaussian n) t = exp (⟪b, t⟫ * I) := by
      rw [← h, charFun_apply, integral_map hmeas.aemeasurable (by fun_prop)]
      simp [inner_add_left, horth]
    have hnorm := congrArg norm hchar
    rw [charFun_gaussian, norm_exp_ofReal_mul_I, ← ofReal_neg, ← ofReal_exp, norm_real,
      Real.norm_of_nonneg (Real.exp_pos _).le, Real.exp_eq_one_iff] at hnorm
    have h0 : ‖t‖ ^ 2 = 0 := by linarith
    simpa using h0
  have hsurj : Function.Surjective A :=
    LinearMap.range_eq_top.mp (Submodule.orthogonal_eq_bot_iff.mp hbot)
  have hinj : Function.Injective A := LinearMap.injective_iff_surjective.mpr hsurj
  let e := (LinearEquiv.ofBijective A ⟨hinj, hsurj⟩).toContinuousLinearEquiv
  have he (z : EuclideanSpace ℝ (Fin n)) : e.symm (A z) = z := e.symm_apply_apply z
  have hμ : μ = ((gaussian n).map fun y ↦ y - b).map e.symm := by
    rw [← h, Measure.map_map (by fun_prop) hmeas, Measure.map_map (by fun_prop) (by fun_prop)]
    have hid : (⇑e.symm ∘ ((fun y ↦ y - b) ∘ fun z ↦ b + A z)) = id := by
      ext1 z
      simp [he]
    rw [hid, Measure.map_id]
  rw [hμ]
  infer_instance

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

/-- Where the latents are whitened, a whitened affine encoder is a linear isometry. -/
theorem IsWhitened.exists_isometry_of_affine [IsProbabilityMeasure μ]
    (hid : IsWhitened μ fun z ↦ z) (h : IsWhitened μ fun z ↦ b + A z) :
    ∃ Q : EuclideanSpace ℝ (Fin n) ≃ₗᵢ[ℝ] EuclideanSpace ℝ (Fin n), ∀ z, b + A z = Q z := by
  set M := LinearMap.toMatrix (EuclideanSpace.basisFun (Fin n) ℝ).toBasis
    (EuclideanSpace.basisFun (Fin n) ℝ).toBasis A with hM
  have hA (z : EuclideanSpace ℝ (Fin n)) (i : Fin n) : A z i = ∑ k, M i k * z k := by
    have := congrFun (LinearMap.toMatrix_mulVec_repr (EuclideanSpace.basisFun (Fin n) ℝ).toBasis
      (EuclideanSpace.basisFun (Fin n) ℝ).toBasis A z) i
    simpa [Matrix.mulVec, dotProduct] using this.symm
  have hcc (k l : Fin n) : Integrable (fun z ↦ z k * z l) μ :=
    MemLp.integrable_mul (p := 2) (q := 2) (hid.memLp.eval_piLp k) (hid.memLp.eval_piLp l)
  have hz (k : Fin n) : Integrable (fun z ↦ z k) μ :=
    (hid.memLp.eval_piLp k).integrable one_le_two
  have hb (i : Fin n) : b i = 0 := by
    have hi := h.mean i
    simp only [PiLp.add_apply, hA] at hi
    rw [integral_add (integrable_const _)
        (integrable_finset_sum _ fun k _ ↦ (hz k).const_mul _),
      integral_finset_sum _ fun k _ ↦ (hz k).const_mul _] at hi
    simpa [integral_const_mul, hid.mean] using hi
  have hMM : M * M.transpose = 1 := by
    ext i j
    have hij := h.cov i j
    have e (z : EuclideanSpace ℝ (Fin n)) :
        (b + A z) i * (b + A z) j = ∑ k, ∑ l, M i k * M j l * (z k * z l) := by
      rw [PiLp.add_apply, PiLp.add_apply, hb, hb, zero_add, zero_add, hA, hA, Finset.sum_mul_sum]
      exact Finset.sum_congr rfl fun k _ ↦ Finset.sum_congr rfl fun l _ ↦ by ring
    simp_rw [e] at hij
    rw [integral_finset_sum _ fun k _ ↦ integrable_finset_sum _ fun l _ ↦
      (hcc k l).const_mul _] at hij
    simp_rw [integral_finset_sum _ fun l _ ↦ (hcc _ l).const_mul _, integral_const_mul,
      hid.cov] at hij
    simpa [Matrix.mul_apply, Matrix.one_apply] using hij
  obtain ⟨Q, hQ⟩ := exists_isometry_of_mul_transpose_eq_one hMM
  refine ⟨Q, fun z ↦ ?_⟩
  ext i
  rw [PiLp.add_apply, hb, zero_add, hA, hQ]

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

/-- A function of the first point times a bounded function of the second one is integrable. -/
theorem integrable_mul_arMap {X : EuclideanSpace ℝ (Fin n) × EuclideanSpace ℝ (Fin n) → ℝ}
    (hX : Integrable X (μ.prod ν)) {g : EuclideanSpace ℝ (Fin n) → ℝ} (hg : Measurable g)
    (hC : ∃ C, ∀ z, |g z| ≤ C) : Integrable (fun p ↦ X p * g (arMap ρ p)) (μ.prod ν) := by
  obtain ⟨C, hC⟩ := hC
  exact hX.mul_bdd (c := C) (hg.comp measurable_arMap).aestronglyMeasurable
    (.of_forall fun p ↦ hC _)

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
  have hmeas {g : EuclideanSpace ℝ (Fin n) → ℝ} (hg : Measurable g) :
      StronglyMeasurable[MeasurableSpace.comap (arMap ρ) inferInstance]
        fun p ↦ g (arMap ρ p) :=
    (hg.comp (comap_measurable (arMap ρ))).stronglyMeasurable
  constructor
  · intro h g hg hC
    have hint := integrable_mul_arMap (ρ := ρ) (w.integrable_fst_apply j) hg hC
    have hpull := condExp_mul_of_stronglyMeasurable_right (hmeas hg) hint (w.integrable_fst_apply j)
    rw [← integral_const_mul, ← integral_condExp hm]
    refine integral_congr_ae (hpull.trans ?_)
    filter_upwards [h] with p hp
    rw [Pi.mul_apply, hp, mul_assoc]
  · intro h
    refine (ae_eq_condExp_of_forall_setIntegral_eq hm (w.integrable_fst_apply j)
      (fun s _ _ ↦ ((w.integrable_arMap_apply j).const_mul ρ).integrableOn) ?_
      ((hmeas (by fun_prop : Measurable fun z : EuclideanSpace ℝ (Fin n) ↦ z j)).const_mul
        ρ).aestronglyMeasurable).symm
    rintro _ ⟨B, hB, rfl⟩ -
    have hpre := measurable_arMap (ρ := ρ) hB
    have hind := h (B.indicator 1) (measurable_one.indicator hB) ⟨1, fun z ↦ by
      by_cases hz : z ∈ B <;> simp [hz]⟩
    have e (X : EuclideanSpace ℝ (Fin n) × EuclideanSpace ℝ (Fin n) → ℝ) :
        ∫ p in arMap ρ ⁻¹' B, X p ∂μ.prod ν
          = ∫ p, X p * B.indicator 1 (arMap ρ p) ∂μ.prod ν := by
      rw [← integral_indicator hpre]
      refine integral_congr_ae (.of_forall fun p ↦ ?_)
      by_cases hp : arMap ρ p ∈ B
      · simp [hp]
      · simp [hp]
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
  have hgL : MemLp g 2 μ := by
    obtain ⟨C, hC⟩ := hC
    exact MemLp.of_bound hg.aestronglyMeasurable C (.of_forall fun z ↦ hC z)
  have hG : Measurable fun q : EuclideanSpace ℝ (Fin n) × EuclideanSpace ℝ (Fin n) ↦
      q.1 j * g q.2 := by fun_prop
  have h1 : ∫ q, q.1 j * g q.2 ∂(μ.prod ν).map (fun p ↦ (p.1, arMap ρ p))
      = ∫ p, p.1 j * g (arMap ρ p) ∂μ.prod ν :=
    integral_map (Measurable.aemeasurable (by fun_prop)) hG.aestronglyMeasurable
  have h2 : ∫ q, q.1 j * g q.2 ∂(μ.prod ν).map (fun p ↦ (arMap ρ p, p.1))
      = ∫ p, arMap ρ p j * g p.1 ∂μ.prod ν :=
    integral_map (Measurable.aemeasurable (by fun_prop)) hG.aestronglyMeasurable
  rw [← h1, hrev, h2, w.integral_arMap_mul hgL,
    w.integral_arMap (f := fun z ↦ z j * g z) (by fun_prop)]

end AR1

end LeJEPA
