import LeJEPA.Converse.Basic
import LeJEPA.Converse.Defs
import LeJEPA.Gaussian.Standard
import Mathlib.Analysis.Calculus.ParametricIntegral
import Mathlib.MeasureTheory.Integral.Pi

/-!
# The core of the converse

A stationary AR(1) world whose backward regression is linear, `E[z | z'] = ρ z'`, has Gaussian
latents. On each ray `s ↦ s t` the characteristic functions `φ` of the latents and `ψ` of the noise
satisfy `φ(s t) = φ(ρ s t) ψ(s t)`, and the backward regression tested against `exp (i s ⟨z', t⟩)`
gives the same equation for `a(s) = ∫ ⟨z, t⟩ exp (i s ⟨z, t⟩)` with a factor `ρ`. The core lemma in
one dimension does the rest.

## Main results

* `LeJEPA.hasDerivAt_integral_mul_cexp`: the derivative of `s ↦ ∫ f exp (i s X)`.
* `LeJEPA.charFun_eq_mul_of_stationary`: `φ(t) = φ(ρ t) ψ(t)`.
* `LeJEPA.AR1.eq_gaussian_of_backward`: the core of the converse.
-/

open MeasureTheory Complex
open scoped RealInnerProductSpace

namespace LeJEPA

private theorem continuous_cexp_mul_I : Continuous fun x : ℝ ↦ exp (x * I) := by fun_prop

private theorem aestronglyMeasurable_cexp {Ω : Type*} {m : MeasurableSpace Ω} {P : Measure Ω}
    {X : Ω → ℝ} (hX : AEStronglyMeasurable X P) (s : ℝ) :
    AEStronglyMeasurable (fun ω ↦ exp ((s * X ω : ℝ) * I)) P :=
  continuous_cexp_mul_I.comp_aestronglyMeasurable (hX.const_mul s)

/-- The derivative of `s ↦ ∫ f exp (i s X)` is `i ∫ X f exp (i s X)`. -/
theorem hasDerivAt_integral_mul_cexp {Ω : Type*} {m : MeasurableSpace Ω} {P : Measure Ω}
    {f X : Ω → ℝ} (hf : Integrable f P) (hX : AEStronglyMeasurable X P)
    (hXf : Integrable (fun ω ↦ X ω * f ω) P) (s : ℝ) :
    HasDerivAt (fun s : ℝ ↦ ∫ ω, (f ω : ℂ) * exp ((s * X ω : ℝ) * I) ∂P)
      (I * ∫ ω, ((X ω * f ω : ℝ) : ℂ) * exp ((s * X ω : ℝ) * I) ∂P) s := by
  have hexp := aestronglyMeasurable_cexp hX
  have hfm : AEStronglyMeasurable (fun ω ↦ (f ω : ℂ)) P :=
    continuous_ofReal.comp_aestronglyMeasurable hf.1
  have hXfm : AEStronglyMeasurable (fun ω ↦ ((X ω * f ω : ℝ) : ℂ)) P :=
    continuous_ofReal.comp_aestronglyMeasurable hXf.1
  rw [← integral_const_mul]
  refine (hasDerivAt_integral_of_dominated_loc_of_deriv_le (s := Set.univ)
    (F' := fun s ω ↦ I * (((X ω * f ω : ℝ) : ℂ) * exp ((s * X ω : ℝ) * I)))
    (bound := fun ω ↦ ‖X ω * f ω‖) Filter.univ_mem (.of_forall fun s ↦ hfm.mul (hexp s)) ?_
    ((hXfm.mul (hexp s)).const_mul I) (.of_forall fun ω s _ ↦ ?_) hXf.norm
    (.of_forall fun ω s _ ↦ ?_)).2
  · exact hf.ofReal.mul_bdd (c := 1) (hexp s) (.of_forall fun _ ↦ (norm_exp_ofReal_mul_I _).le)
  · rw [norm_mul, norm_mul, norm_I, norm_exp_ofReal_mul_I, norm_real, one_mul, mul_one]
  · have h : HasDerivAt (fun s : ℝ ↦ s * X ω) (X ω) s := hasDerivAt_mul_const _
    refine ((h.ofReal_comp.mul_const I).cexp.const_mul (f ω : ℂ)).congr_deriv ?_
    push_cast
    ring

variable {n : ℕ} {ρ : ℝ} {μ ν : Measure (EuclideanSpace ℝ (Fin n))}

/-- The characteristic function on a ray. -/
theorem charFun_smul (s : ℝ) (t : EuclideanSpace ℝ (Fin n)) :
    charFun μ (s • t) = ∫ z, exp ((s * ⟪z, t⟫ : ℝ) * I) ∂μ := by
  rw [charFun_apply]
  simp_rw [real_inner_smul_right]

/-- Inner products against the step. -/
theorem inner_arMap (p : EuclideanSpace ℝ (Fin n) × EuclideanSpace ℝ (Fin n))
    (t : EuclideanSpace ℝ (Fin n)) : ⟪arMap ρ p, t⟫ = ρ * ⟪p.1, t⟫ + ⟪p.2, t⟫ := by
  rw [arMap, inner_add_left, real_inner_smul_left]

/-- The characteristic function of the law of `ρ z + η`. -/
theorem charFun_map_arMap [IsProbabilityMeasure μ] [IsProbabilityMeasure ν]
    (t : EuclideanSpace ℝ (Fin n)) :
    charFun ((μ.prod ν).map (arMap ρ)) t = charFun μ (ρ • t) * charFun ν t := by
  rw [charFun_apply, integral_map measurable_arMap.aemeasurable (f := fun z ↦ exp (⟪z, t⟫ * I))
      (continuous_cexp_mul_I.comp
        (continuous_id.inner continuous_const)).measurable.aestronglyMeasurable,
    charFun_smul, charFun_apply, ← integral_prod_mul]
  refine integral_congr_ae (.of_forall fun p ↦ ?_)
  simp only [inner_arMap, ← Complex.exp_add, ofReal_add, add_mul]

/-- In a stationary world the characteristic functions of the latents and of the noise satisfy
`φ(t) = φ(ρ t) ψ(t)`. -/
theorem charFun_eq_mul_of_stationary [IsProbabilityMeasure μ] [IsProbabilityMeasure ν]
    (h : (μ.prod ν).map (arMap ρ) = μ) (t : EuclideanSpace ℝ (Fin n)) :
    charFun μ t = charFun μ (ρ • t) * charFun ν t := by
  rw [← charFun_map_arMap, h]

private theorem integral_mul_cexp_eq {Ω : Type*} {m : MeasurableSpace Ω} {P : Measure Ω} {r : ℝ}
    {U V Y : Ω → ℝ} (hU : Integrable U P) (hV : Integrable V P) (hY : AEStronglyMeasurable Y P)
    (hc : ∫ ω, U ω * Real.cos (Y ω) ∂P = r * ∫ ω, V ω * Real.cos (Y ω) ∂P)
    (hs : ∫ ω, U ω * Real.sin (Y ω) ∂P = r * ∫ ω, V ω * Real.sin (Y ω) ∂P) :
    ∫ ω, (U ω : ℂ) * exp (Y ω * I) ∂P = r * ∫ ω, (V ω : ℂ) * exp (Y ω * I) ∂P := by
  -- Split the character into its real and imaginary parts.
  have hsplit {X : Ω → ℝ} (hX : Integrable X P) : ∫ ω, (X ω : ℂ) * exp (Y ω * I) ∂P
      = (∫ ω, X ω * Real.cos (Y ω) ∂P : ℝ) + (∫ ω, X ω * Real.sin (Y ω) ∂P : ℝ) * I := by
    have i1 : Integrable (fun ω ↦ X ω * Real.cos (Y ω)) P := hX.mul_bdd (c := 1)
      (Real.continuous_cos.comp_aestronglyMeasurable hY) (.of_forall fun _ ↦ Real.abs_cos_le_one _)
    have i2 : Integrable (fun ω ↦ X ω * Real.sin (Y ω)) P := hX.mul_bdd (c := 1)
      (Real.continuous_sin.comp_aestronglyMeasurable hY) (.of_forall fun _ ↦ Real.abs_sin_le_one _)
    rw [← integral_complex_ofReal, ← integral_complex_ofReal, ← integral_mul_const,
      ← integral_add (f := fun ω ↦ ((X ω * Real.cos (Y ω) : ℝ) : ℂ))
        (g := fun ω ↦ ((X ω * Real.sin (Y ω) : ℝ) : ℂ) * I) i1.ofReal (i2.ofReal.mul_const I)]
    refine integral_congr_ae (.of_forall fun ω ↦ ?_)
    simp only [exp_mul_I, mul_add, ofReal_mul, ofReal_cos, ofReal_sin, mul_assoc]
  rw [hsplit hU, hsplit hV, hc, hs, ofReal_mul, ofReal_mul, mul_add, mul_assoc]

private theorem integral_sum_mul {Ω ι : Type*} {m : MeasurableSpace Ω} {P : Measure Ω} [Fintype ι]
    {x : ι → Ω → ℝ} {G : Ω → ℝ} (h : ∀ j, Integrable (fun ω ↦ x j ω * G ω) P) (c : ι → ℝ) :
    ∫ ω, (∑ j, c j * x j ω) * G ω ∂P = ∑ j, c j * ∫ ω, x j ω * G ω ∂P := by
  simp only [Finset.sum_mul, mul_assoc]
  rw [integral_finset_sum _ fun j _ ↦ (h j).const_mul (c j)]
  simp only [integral_const_mul]

namespace AR1

/-- Linear functionals of the latents are square integrable. -/
theorem memLp_inner (w : AR1 ρ μ ν) (t : EuclideanSpace ℝ (Fin n)) :
    MemLp (fun z ↦ ⟪z, t⟫) 2 μ :=
  w.memLp.inner_const t

/-- The covariance of the latents as a quadratic form. -/
theorem integral_inner_mul_inner (w : AR1 ρ μ ν) (t : EuclideanSpace ℝ (Fin n)) :
    ∫ z, ⟪z, t⟫ * ⟪z, t⟫ ∂μ = ‖t‖ ^ 2 := by
  rw [w.isWhitened_id.integral_inner_mul_inner, real_inner_self_eq_norm_sq]

variable [IsProbabilityMeasure μ] [IsProbabilityMeasure ν]

/-- The backward regression against a character. -/
theorem integral_inner_mul_cexp_of_backward (w : AR1 ρ μ ν)
    (hback : ∀ (j : Fin n) (g : EuclideanSpace ℝ (Fin n) → ℝ), Continuous g →
      (∃ C, ∀ z, |g z| ≤ C) → ∫ p, p.1 j * g (arMap ρ p) ∂μ.prod ν
        = ρ * ∫ p, arMap ρ p j * g (arMap ρ p) ∂μ.prod ν)
    (s : ℝ) (t : EuclideanSpace ℝ (Fin n)) :
    ∫ p, (⟪p.1, t⟫ : ℂ) * exp ((s * ⟪arMap ρ p, t⟫ : ℝ) * I) ∂μ.prod ν
      = ρ * ∫ p, (⟪arMap ρ p, t⟫ : ℂ) * exp ((s * ⟪arMap ρ p, t⟫ : ℝ) * I) ∂μ.prod ν := by
  have hbdd {X : EuclideanSpace ℝ (Fin n) × EuclideanSpace ℝ (Fin n) → ℝ}
      (hX : MemLp X 2 (μ.prod ν)) {g : EuclideanSpace ℝ (Fin n) → ℝ} (hg : Continuous g)
      {C : ℝ} (hC : ∀ z, |g z| ≤ C) : Integrable (fun p ↦ X p * g (arMap ρ p)) (μ.prod ν) :=
    (hX.integrable one_le_two).mul_bdd (c := C)
      (hg.measurable.comp measurable_arMap).aestronglyMeasurable (.of_forall fun p ↦ hC _)
  have hreal {g : EuclideanSpace ℝ (Fin n) → ℝ} (hg : Continuous g) {C : ℝ}
      (hC : ∀ z, |g z| ≤ C) : ∫ p, ⟪p.1, t⟫ * g (arMap ρ p) ∂μ.prod ν
        = ρ * ∫ p, ⟪arMap ρ p, t⟫ * g (arMap ρ p) ∂μ.prod ν := by
    simp only [inner_eq_sum]
    rw [integral_sum_mul (fun j ↦ hbdd (memLp_fst (f := fun z ↦ z j) (w.memLp_apply j)) hg hC)
        t.ofLp, integral_sum_mul (fun j ↦ hbdd (w.memLp_arMap_apply j) hg hC) t.ofLp,
      Finset.mul_sum]
    exact Finset.sum_congr rfl fun j _ ↦ by rw [hback j g hg ⟨C, hC⟩, mul_left_comm]
  have hY : Continuous fun z : EuclideanSpace ℝ (Fin n) ↦ s * ⟪z, t⟫ :=
    continuous_const.mul (continuous_id.inner continuous_const)
  exact integral_mul_cexp_eq (Y := fun p ↦ s * ⟪arMap ρ p, t⟫)
    (((w.memLp_inner t).integrable one_le_two).comp_fst ν)
    ((w.memLp_arMap (w.memLp_inner t)).integrable one_le_two)
    (hY.measurable.comp measurable_arMap).aestronglyMeasurable
    (hreal (Real.continuous_cos.comp hY) fun z ↦ Real.abs_cos_le_one _)
    (hreal (Real.continuous_sin.comp hY) fun z ↦ Real.abs_sin_le_one _)

/-- **The core of the converse.** If the backward regression of a stationary AR(1) world is linear,
`E[z | z'] = ρ z'`, tested against bounded continuous functions of `z'`, then the latents are
standard Gaussian. -/
theorem eq_gaussian_of_backward (w : AR1 ρ μ ν)
    (hback : ∀ (j : Fin n) (g : EuclideanSpace ℝ (Fin n) → ℝ), Continuous g →
      (∃ C, ∀ z, |g z| ≤ C) → ∫ p, p.1 j * g (arMap ρ p) ∂μ.prod ν
        = ρ * ∫ p, arMap ρ p j * g (arMap ρ p) ∂μ.prod ν) : μ = gaussian n := by
  refine eq_gaussian_iff.mpr fun t ↦ ?_
  have hX : MemLp (fun z ↦ ⟪z, t⟫) 2 μ := w.memLp_inner t
  have hXi : Integrable (fun z ↦ ⟪z, t⟫) μ := hX.integrable one_le_two
  have hXX : Integrable (fun z ↦ ⟪z, t⟫ * ⟪z, t⟫) μ :=
    MemLp.integrable_mul (p := 2) (q := 2) hX hX
  have key := eq_cexp_of_functional_equation w.pos w.lt_one (φ := fun s ↦ charFun μ (s • t))
    (ψ := fun s ↦ charFun ν (s • t)) (v := ‖t‖ ^ 2)
    (a := fun s ↦ ∫ z, (⟪z, t⟫ : ℂ) * exp ((s * ⟪z, t⟫ : ℝ) * I) ∂μ)
    (fun s ↦ norm_charFun_le_one _)
    (fun s ↦ (charFun_eq_mul_of_stationary w.stationary (s • t)).trans (by rw [smul_smul]))
    (fun s ↦ by
      beta_reduce
      have h := w.integral_inner_mul_cexp_of_backward hback s t
      rw [w.integral_arMap (f := fun z ↦ (⟪z, t⟫ : ℂ) * exp ((s * ⟪z, t⟫ : ℝ) * I))
        ((continuous_ofReal.comp_aestronglyMeasurable hXi.1).mul
          (aestronglyMeasurable_cexp hXi.1 s))] at h
      rw [← h, charFun_smul, ← integral_prod_mul]
      refine integral_congr_ae (.of_forall fun p ↦ ?_)
      simp only [inner_arMap, mul_add, ofReal_add, add_mul, Complex.exp_add, mul_assoc,
        mul_left_comm s ρ])
    (by simp only [charFun_smul, zero_mul, ofReal_zero, exp_zero, integral_const, probReal_univ,
      one_smul])
    (by
      refine (hasDerivAt_integral_mul_cexp hXi hXi.1 hXX 0).congr_deriv ?_
      simp only [zero_mul, ofReal_zero, exp_zero, mul_one]
      rw [integral_complex_ofReal, w.integral_inner_mul_inner])
    (fun s ↦ by
      have h := hasDerivAt_integral_mul_cexp (f := fun _ ↦ 1) (integrable_const 1) hXi.1
        (by simpa only [mul_one] using hXi) s
      simpa only [charFun_smul, ofReal_one, one_mul, mul_one] using h) 1
  simp only [charFun_smul, one_mul, one_pow, mul_one] at key
  rw [charFun_apply, key]

end AR1

end LeJEPA

/-!
## AR(1) worlds with independent components

### Main definitions

* `LeJEPA.productLaw`: `n` independent coordinates with a common law.

### Main results

* `LeJEPA.ar1_productLaw`: a one-dimensional stationary AR(1) law gives a world in every dimension.
-/

namespace LeJEPA

variable {n : ℕ} {ρ : ℝ}

/-- The law of `n` independent coordinates with law `m`. -/
noncomputable def productLaw (n : ℕ) (m : Measure ℝ) : Measure (EuclideanSpace ℝ (Fin n)) :=
  (Measure.pi fun _ : Fin n ↦ m).map (WithLp.toLp 2)

variable {m k : Measure ℝ}

/-- A product law is the image of a product measure under a measurable equivalence. -/
theorem productLaw_eq_map_measurableEquiv (n : ℕ) (m : Measure ℝ) : productLaw n m
    = (Measure.pi fun _ : Fin n ↦ m).map (MeasurableEquiv.toLp 2 (Fin n → ℝ)) := rfl

/-- Integrals against a product law. -/
theorem integral_productLaw {F : Type*} [NormedAddCommGroup F] [NormedSpace ℝ F]
    (f : EuclideanSpace ℝ (Fin n) → F) :
    ∫ z, f z ∂productLaw n m = ∫ x, f (WithLp.toLp 2 x) ∂Measure.pi fun _ : Fin n ↦ m :=
  integral_map_equiv (MeasurableEquiv.toLp 2 (Fin n → ℝ)) f

variable [IsProbabilityMeasure m] [IsProbabilityMeasure k]

/-- The law of independent coordinates is a probability law. -/
instance : IsProbabilityMeasure (productLaw n m) := by
  rw [productLaw_eq_map_measurableEquiv]
  exact Measure.isProbabilityMeasure_map (MeasurableEquiv.measurable _).aemeasurable

/-- The characteristic function of a product law. -/
theorem charFun_productLaw (t : EuclideanSpace ℝ (Fin n)) :
    charFun (productLaw n m) t = ∏ i, charFun m (t i) := by
  rw [productLaw, charFun_pi]

/-- Each coordinate has the common law. -/
theorem measurePreserving_apply_productLaw (i : Fin n) :
    MeasurePreserving (fun z : EuclideanSpace ℝ (Fin n) ↦ z i) (productLaw n m) m := by
  refine ⟨by fun_prop, ?_⟩
  rw [productLaw_eq_map_measurableEquiv, Measure.map_map (by fun_prop)
    (MeasurableEquiv.measurable _)]
  exact (measurePreserving_eval (fun _ : Fin n ↦ m) i).map_eq

/-- Independent coordinates with mean zero and variance one have identity covariance. -/
theorem integral_mul_productLaw (hmean : ∫ x, x ∂m = 0) (hvar : ∫ x, x * x ∂m = 1)
    (i j : Fin n) : ∫ z, z i * z j ∂productLaw n m = if i = j then 1 else 0 := by
  have hprod (z : EuclideanSpace ℝ (Fin n)) : z i * z j
      = ∏ k, (if k = i then z k else 1) * (if k = j then z k else 1) := by
    rw [Finset.prod_mul_distrib]
    simp
  simp_rw [hprod]
  rw [integral_productLaw]
  refine (integral_fintype_prod_eq_prod (μ := fun _ ↦ m)
    fun k x ↦ (if k = i then x else 1) * (if k = j then x else 1)).trans ?_
  split_ifs with h
  · subst h
    refine Finset.prod_eq_one fun k _ ↦ ?_
    by_cases hk : k = i
    · simpa [hk] using hvar
    · simp [hk]
  · exact Finset.prod_eq_zero (Finset.mem_univ i) (by simp [h, hmean])

/-- A one-dimensional stationary AR(1) law, `φ(t) = φ(ρ t) ψ(t)`, with mean zero and variance one
gives a world of the AR(1) class in every dimension. -/
theorem ar1_productLaw (hρ₀ : 0 < ρ) (hρ₁ : ρ < 1) (hm : MemLp (fun x ↦ x) 2 m)
    (hmean : ∫ x, x ∂m = 0) (hvar : ∫ x, x * x ∂m = 1)
    (hchar : ∀ t, charFun m t = charFun m (ρ * t) * charFun k t) :
    AR1 ρ (productLaw n m) (productLaw n k) where
  pos := hρ₀
  lt_one := hρ₁
  memLp := MemLp.of_eval_piLp fun i ↦
    hm.comp_measurePreserving (measurePreserving_apply_productLaw i)
  mean i := by
    rw [integral_productLaw]
    exact (integral_comp_eval (μ := fun _ : Fin n ↦ m) (f := fun x : ℝ ↦ x)
      (by fun_prop)).trans hmean
  cov := integral_mul_productLaw hmean hvar
  stationary := by
    have := Measure.isProbabilityMeasure_map (μ := (productLaw n m).prod (productLaw n k))
      (measurable_arMap (ρ := ρ)).aemeasurable
    refine Measure.ext_of_charFun (funext fun t ↦ ?_)
    rw [charFun_map_arMap, charFun_productLaw, charFun_productLaw, charFun_productLaw,
      ← Finset.prod_mul_distrib]
    exact Finset.prod_congr rfl fun i _ ↦ (hchar (t i)).symm

end LeJEPA
