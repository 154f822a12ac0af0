import LeJEPA.Converse.CharFun
import Mathlib.MeasureTheory.Integral.Pi

/-!
# AR(1) worlds with independent components

## Main definitions

* `LeJEPA.productLaw`: `n` independent coordinates with a common law.

## Main results

* `LeJEPA.ar1_productLaw`: a one-dimensional stationary AR(1) law gives a world in every dimension.
-/

open MeasureTheory Complex
open scoped RealInnerProductSpace

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
  have h := measurePreserving_eval (fun _ : Fin n ↦ m) i
  rw [productLaw_eq_map_measurableEquiv, Measure.map_map (by fun_prop)
    (MeasurableEquiv.measurable _)]
  exact h.map_eq

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
