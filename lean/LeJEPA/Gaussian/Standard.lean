import LeJEPA.Shortcuts
import Mathlib.MeasureTheory.Measure.CharacteristicFunction
import Mathlib.MeasureTheory.SpecificCodomains.WithLp
import Mathlib.Probability.Distributions.Gaussian.Real

/-!
# The standard Gaussian measure on Euclidean space

`LeJEPA.gaussian n` is the law of `n` independent standard normal coordinates, on
`EuclideanSpace ℝ (Fin n)`. Mathlib has it as `ProbabilityTheory.stdGaussian` from v4.29 on.

## Main results

* `LeJEPA.charFun_gaussian`: its characteristic function is `exp (-‖t‖² / 2)`.
* `LeJEPA.eq_gaussian_iff`: which determines it.
* `LeJEPA.map_gaussian`: it is invariant under linear isometries.
* `LeJEPA.memLp_apply_gaussian`: its coordinates have all moments; `LeJEPA.integral_apply_gaussian`,
  `LeJEPA.integral_mul_gaussian`: mean zero and identity covariance.
* `LeJEPA.integral_apply_mul_cexp_gaussian`: `∫ z i exp (i⟨z, t⟩) = i t i exp (-‖t‖² / 2)`.
-/

open MeasureTheory ProbabilityTheory Complex
open scoped RealInnerProductSpace ENNReal

namespace LeJEPA

variable {n : ℕ}

/-- The standard Gaussian measure `N(0, I)` on `EuclideanSpace ℝ (Fin n)`: the law of `n`
independent standard normal variables. A later Mathlib (from v4.29 on) has this measure as
`ProbabilityTheory.stdGaussian`. -/
noncomputable def gaussian (n : ℕ) : Measure (EuclideanSpace ℝ (Fin n)) :=
  (Measure.pi fun _ : Fin n ↦ gaussianReal 0 1).map (WithLp.toLp 2)

/-- The standard Gaussian measure is the image of a product of standard normals under a measurable
equivalence. -/
theorem gaussian_eq_map_measurableEquiv (n : ℕ) : gaussian n
    = (Measure.pi fun _ : Fin n ↦ gaussianReal 0 1).map (MeasurableEquiv.toLp 2 (Fin n → ℝ)) := rfl

instance : IsProbabilityMeasure (gaussian n) := by
  rw [gaussian_eq_map_measurableEquiv]
  exact Measure.isProbabilityMeasure_map (MeasurableEquiv.measurable _).aemeasurable

/-- Integrals against `gaussian n` are integrals against the product of `n` standard normals. -/
theorem integral_gaussian_eq {F : Type*} [NormedAddCommGroup F] [NormedSpace ℝ F]
    (f : EuclideanSpace ℝ (Fin n) → F) : ∫ z, f z ∂gaussian n
      = ∫ x, f (WithLp.toLp 2 x) ∂Measure.pi fun _ : Fin n ↦ gaussianReal 0 1 := by
  rw [gaussian_eq_map_measurableEquiv, integral_map_equiv]
  rfl

/-- The characteristic function of the standard Gaussian measure. -/
theorem charFun_gaussian (t : EuclideanSpace ℝ (Fin n)) :
    charFun (gaussian n) t = exp (-(‖t‖ ^ 2 / 2 : ℝ)) := by
  rw [gaussian, charFun_pi]
  simp_rw [charFun_gaussianReal]
  rw [← Complex.exp_sum, EuclideanSpace.norm_sq_eq]
  simp_rw [Real.norm_eq_abs, sq_abs]
  congr 1
  push_cast
  simp [Finset.sum_div, ← Finset.sum_neg_distrib]

/-- A finite measure is the standard Gaussian iff it has its characteristic function. -/
theorem eq_gaussian_iff {μ : Measure (EuclideanSpace ℝ (Fin n))} [IsFiniteMeasure μ] :
    μ = gaussian n ↔ ∀ t, charFun μ t = exp (-(‖t‖ ^ 2 / 2 : ℝ)) :=
  ⟨fun h t ↦ h ▸ charFun_gaussian t,
    fun h ↦ Measure.ext_of_charFun <| funext fun t ↦ (h t).trans (charFun_gaussian t).symm⟩

/-- The standard Gaussian measure is invariant under linear isometries. -/
theorem map_gaussian (Q : EuclideanSpace ℝ (Fin n) ≃ₗᵢ[ℝ] EuclideanSpace ℝ (Fin n)) :
    (gaussian n).map Q = gaussian n := by
  have hQ : Measurable Q := Q.continuous.measurable
  have := Measure.isProbabilityMeasure_map (μ := gaussian n) hQ.aemeasurable
  refine eq_gaussian_iff.mpr fun t ↦ ?_
  have hinner (x) : ⟪Q x, t⟫ = ⟪x, Q.symm t⟫ := by
    rw [← Q.inner_map_map x, Q.apply_symm_apply]
  rw [charFun_apply, integral_map hQ.aemeasurable (by fun_prop)]
  simp_rw [hinner]
  rw [← charFun_apply, charFun_gaussian, Q.symm.norm_map]

/-- Linear isometries preserve the standard Gaussian measure. -/
theorem measurePreserving_gaussian
    (Q : EuclideanSpace ℝ (Fin n) ≃ₗᵢ[ℝ] EuclideanSpace ℝ (Fin n)) :
    MeasurePreserving Q (gaussian n) (gaussian n) :=
  ⟨Q.continuous.measurable, map_gaussian Q⟩

/-- Each coordinate of the standard Gaussian measure is a standard normal. -/
theorem measurePreserving_apply_gaussian (i : Fin n) :
    MeasurePreserving (fun z : EuclideanSpace ℝ (Fin n) ↦ z i) (gaussian n) (gaussianReal 0 1) := by
  have h := measurePreserving_eval (fun _ : Fin n ↦ gaussianReal 0 1) i
  refine ⟨by fun_prop, ?_⟩
  rw [gaussian_eq_map_measurableEquiv, Measure.map_map (by fun_prop) (MeasurableEquiv.measurable _)]
  exact h.map_eq

/-- The coordinates have all moments. -/
theorem memLp_apply_gaussian (i : Fin n) (p : NNReal) :
    MemLp (fun z : EuclideanSpace ℝ (Fin n) ↦ z i) p (gaussian n) :=
  (memLp_id_gaussianReal p).comp_measurePreserving (measurePreserving_apply_gaussian i)

/-- The identity is square integrable. -/
theorem memLp_id_gaussian : MemLp (fun z ↦ z) 2 (gaussian n) := by
  refine MemLp.of_eval_piLp fun i ↦ ?_
  exact memLp_apply_gaussian i 2

/-- The integral of a product of functions of the coordinates is the product of the integrals. -/
theorem integral_prod_gaussian {𝕜 : Type*} [RCLike 𝕜] (f : Fin n → ℝ → 𝕜) :
    ∫ z, ∏ i, f i (z i) ∂gaussian n = ∏ i, ∫ x, f i x ∂gaussianReal 0 1 := by
  rw [integral_gaussian_eq]
  exact integral_fintype_prod_eq_prod _

/-- The coordinates have mean zero. -/
theorem integral_apply_gaussian (i : Fin n) : ∫ z, z i ∂gaussian n = 0 := by
  rw [integral_gaussian_eq]
  exact (integral_comp_eval (μ := fun _ : Fin n ↦ gaussianReal 0 1) (f := fun x : ℝ ↦ x)
    (by fun_prop)).trans integral_id_gaussianReal

/-- The second moment of the standard normal is one. -/
theorem integral_sq_gaussianReal : ∫ x, x * x ∂gaussianReal 0 1 = 1 := by
  have h := variance_of_integral_eq_zero (X := fun x : ℝ ↦ x) (μ := gaussianReal 0 1)
    (by fun_prop) integral_id_gaussianReal
  rw [variance_fun_id_gaussianReal] at h
  simpa [pow_two] using h.symm

/-- The covariance of the coordinates is the identity. -/
theorem integral_mul_gaussian (i j : Fin n) :
    ∫ z, z i * z j ∂gaussian n = if i = j then 1 else 0 := by
  have hprod (z : EuclideanSpace ℝ (Fin n)) : z i * z j
      = ∏ k, (if k = i then z k else 1) * (if k = j then z k else 1) := by
    simp only [Finset.prod_mul_distrib, Finset.prod_ite_eq', Finset.mem_univ, if_true]
  simp_rw [hprod]
  rw [integral_prod_gaussian fun k x ↦ (if k = i then x else 1) * (if k = j then x else 1)]
  split_ifs with h
  · subst h
    refine Finset.prod_eq_one fun k _ ↦ ?_
    by_cases hk : k = i
    · simpa [hk] using integral_sq_gaussianReal
    · simp [hk]
  · exact Finset.prod_eq_zero (Finset.mem_univ i) (by simp [h])

/-- `∫ x exp (i x t) = i t exp (-t² / 2)` for the standard normal. -/
theorem integral_mul_cexp_gaussianReal (t : ℝ) :
    ∫ x, (x : ℂ) * exp (x * t * I) ∂gaussianReal 0 1 = I * t * exp (-(t ^ 2 / 2 : ℝ)) := by
  have h := hasDerivAt_complexMGF (X := id) (μ := gaussianReal 0 1) (z := t * I)
    (by simp [integrableExpSet_id_gaussianReal])
  have hfun : complexMGF id (gaussianReal 0 1) = fun z ↦ exp (z ^ 2 / 2) := by
    ext z
    simp [complexMGF_id_gaussianReal]
  rw [hfun] at h
  have h' : HasDerivAt (fun z : ℂ ↦ exp (z ^ 2 / 2))
      (exp ((t * I) ^ 2 / 2) * (2 * (t * I) / 2)) (t * I) := by
    simpa using (((hasDerivAt_id (t * I : ℂ)).pow 2).div_const 2).cexp
  have heq := h.unique h'
  have hexp : ((t : ℂ) * I) ^ 2 / 2 = (-(t ^ 2 / 2 : ℝ) : ℂ) := by
    rw [mul_pow, I_sq]
    push_cast
    ring
  rw [hexp] at heq
  calc ∫ x, (x : ℂ) * exp (x * t * I) ∂gaussianReal 0 1
      = ∫ x, ((id x : ℝ) : ℂ) * exp (t * I * (id x : ℝ)) ∂gaussianReal 0 1 := by
        refine integral_congr_ae (.of_forall fun x ↦ ?_)
        simp only [id, mul_comm, mul_left_comm]
    _ = I * t * exp (-(t ^ 2 / 2 : ℝ)) := by
        rw [heq]
        ring

/-- `∫ z j exp (i⟨z, t⟩) = i t j exp (-‖t‖² / 2)` for the standard Gaussian measure. -/
theorem integral_apply_mul_cexp_gaussian (j : Fin n) (t : EuclideanSpace ℝ (Fin n)) :
    ∫ z, (z j : ℂ) * exp (⟪z, t⟫ * I) ∂gaussian n = I * t j * exp (-(‖t‖ ^ 2 / 2 : ℝ)) := by
  have hprod (z : EuclideanSpace ℝ (Fin n)) : (z j : ℂ) * exp (⟪z, t⟫ * I)
      = ∏ k, (if k = j then (z k : ℂ) else 1) * exp (z k * t k * I) := by
    rw [Finset.prod_mul_distrib, ← Complex.exp_sum, ← Finset.sum_mul]
    congr 1
    · rw [Finset.prod_ite_eq', if_pos (Finset.mem_univ j)]
    · congr 2
      rw [PiLp.inner_apply, ofReal_sum]
      refine Finset.sum_congr rfl fun k _ ↦ ?_
      rw [RCLike.inner_apply, conj_trivial, ofReal_mul, mul_comm]
  simp_rw [hprod]
  rw [integral_prod_gaussian fun k x ↦ (if k = j then (x : ℂ) else 1) * exp (x * t k * I)]
  have hfactor (k : Fin n) : ∫ x, (if k = j then (x : ℂ) else 1) * exp (x * t k * I)
      ∂gaussianReal 0 1 = (if k = j then I * t k else 1) * exp (-(t k ^ 2 / 2 : ℝ)) := by
    by_cases hk : k = j
    · simpa [hk] using integral_mul_cexp_gaussianReal (t j)
    · have := charFun_gaussianReal (μ := 0) (v := 1) (t k)
      rw [charFun_apply_real] at this
      simp only [hk, if_false, one_mul]
      refine Eq.trans ?_ (this.trans ?_)
      · exact integral_congr_ae (.of_forall fun x ↦ by simp only [mul_comm (x : ℂ)])
      · push_cast
        congr 1
        ring
  simp_rw [hfactor]
  rw [Finset.prod_mul_distrib, ← Complex.exp_sum, Finset.prod_ite_eq']
  simp only [Finset.mem_univ, if_true]
  congr 2
  rw [EuclideanSpace.norm_sq_eq]
  simp_rw [Real.norm_eq_abs, sq_abs]
  push_cast
  simp [Finset.sum_div]

end LeJEPA
