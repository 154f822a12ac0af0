import LeJEPA.Gaussian.Correlation
import LeJEPA.Gaussian.Moments
import LeJEPA.World

/-!
# Encoders that act coordinate by coordinate

An encoder that applies one function `g : ℝ → ℝ` to every coordinate has everything of interest
determined by integrals of `g` over the standard normal law. The counterexamples are of this form,
so they hold in every dimension.

## Main definitions

* `LeJEPA.coordwise`: the encoder `z ↦ (g (z 1), …, g (z n))`.

## Main results

* `LeJEPA.measurePreserving_coordwise`: it preserves the Gaussian measure if `g` does.
* `LeJEPA.meanVec_coordwise`, `LeJEPA.covMatrix_coordwise`: its mean and its covariance.
* `LeJEPA.alignmentLoss_coordwise`: its alignment loss.
-/

open MeasureTheory ProbabilityTheory

namespace LeJEPA

variable {n : ℕ} {ρ : ℝ} {g : ℝ → ℝ}

/-- The encoder that applies `g` to every coordinate. -/
noncomputable def coordwise (g : ℝ → ℝ) (z : EuclideanSpace ℝ (Fin n)) :
    EuclideanSpace ℝ (Fin n) :=
  WithLp.toLp 2 fun i ↦ g (z i)

/-- The coordinates of a coordinatewise encoder. -/
@[simp]
theorem coordwise_apply (g : ℝ → ℝ) (z : EuclideanSpace ℝ (Fin n)) (i : Fin n) :
    coordwise g z i = g (z i) := rfl

/-- If `g` preserves the standard normal law then the coordinatewise encoder preserves the Gaussian
measure. -/
theorem measurePreserving_coordwise
    (hg : MeasurePreserving g (gaussianReal 0 1) (gaussianReal 0 1)) :
    MeasurePreserving (coordwise g) (gaussian n) (gaussian n) := by
  have htoLp : MeasurePreserving (MeasurableEquiv.toLp 2 (Fin n → ℝ))
      (Measure.pi fun _ ↦ gaussianReal 0 1) (gaussian n) := ⟨MeasurableEquiv.measurable _, rfl⟩
  exact htoLp.comp ((measurePreserving_pi _ _ fun _ ↦ hg).comp (htoLp.symm _))

/-- A coordinatewise encoder is square integrable if `g` is. -/
theorem memLp_coordwise (hg : MemLp g 2 (gaussianReal 0 1)) :
    MemLp (coordwise g) 2 (gaussian n) :=
  MemLp.of_eval_piLp fun i ↦ hg.comp_measurePreserving (measurePreserving_apply_gaussian i)

/-- The integral of a function of one coordinate. -/
theorem integral_comp_apply_gaussian (hg : AEStronglyMeasurable g (gaussianReal 0 1))
    (i : Fin n) : ∫ z, g (z i) ∂gaussian n = ∫ x, g x ∂gaussianReal 0 1 := by
  have h := measurePreserving_apply_gaussian i
  rw [← h.map_eq, integral_map h.aemeasurable (by rwa [h.map_eq])]

/-- The mean of a coordinatewise encoder. -/
theorem meanVec_coordwise (hg : MemLp g 2 (gaussianReal 0 1)) :
    meanVec (coordwise (n := n) g) = WithLp.toLp 2 fun _ ↦ ∫ x, g x ∂gaussianReal 0 1 := by
  ext i
  rw [meanVec, eval_integral_piLp fun i ↦ ((memLp_coordwise hg).eval_piLp i).integrable one_le_two]
  exact integral_comp_apply_gaussian hg.1 i

/-- A coordinatewise encoder has a scalar covariance matrix. -/
theorem covMatrix_coordwise (hg : MemLp g 2 (gaussianReal 0 1)) :
    covMatrix (coordwise (n := n) g)
      = (∫ x, (g x - ∫ y, g y ∂gaussianReal 0 1) ^ 2 ∂gaussianReal 0 1) • 1 := by
  set m := ∫ y, g y ∂gaussianReal 0 1 with hm
  have hint := hg.integrable one_le_two
  have hzero : ∫ x, (g x - m) ∂gaussianReal 0 1 = 0 := by
    rw [integral_sub hint (integrable_const m)]
    simp [hm]
  ext i j
  simp only [covMatrix, meanVec_coordwise hg, Matrix.of_apply, coordwise_apply, ← hm]
  by_cases hij : i = j
  · subst hij
    simp only [← pow_two, Matrix.smul_apply, Matrix.one_apply_eq, smul_eq_mul, mul_one]
    exact integral_comp_apply_gaussian ((hg.1.sub aestronglyMeasurable_const).pow 2) i
  · have hprod (z : EuclideanSpace ℝ (Fin n)) : (g (z i) - m) * (g (z j) - m)
        = ∏ k, (if k = i then g (z k) - m else 1) * (if k = j then g (z k) - m else 1) := by
      rw [Finset.prod_mul_distrib]
      simp
    simp_rw [hprod]
    rw [integral_prod_gaussian fun k x ↦
      (if k = i then g x - m else 1) * (if k = j then g x - m else 1)]
    rw [Finset.prod_eq_zero (Finset.mem_univ i) (by simp [hij, hzero])]
    simp [hij]

/-- A coordinate of the pair `(z, z')` is a pair of the same kind. -/
theorem integral_mul_ouMap_apply (hg : Measurable g) (i : Fin n) :
    ∫ w, g (w.1 i) * g (ouMap ρ w i) ∂(gaussian n).prod (gaussian n)
      = ∫ p, g p.1 * g (ρ * p.1 + √(1 - ρ ^ 2) * p.2)
        ∂(gaussianReal 0 1).prod (gaussianReal 0 1) := by
  have h := (measurePreserving_apply_gaussian i).prod (measurePreserving_apply_gaussian i)
  rw [← h.map_eq, integral_map h.aemeasurable (Measurable.aestronglyMeasurable (by fun_prop))]
  simp

/-- The alignment loss of a coordinatewise encoder, for `-1 ≤ ρ ≤ 1`. -/
theorem alignmentLoss_coordwise (hρ : |ρ| ≤ 1) (hgm : Measurable g)
    (hg : MemLp g 2 (gaussianReal 0 1)) :
    alignmentLoss ρ (coordwise (n := n) g) = n * (2 * (∫ x, g x ^ 2 ∂gaussianReal 0 1
      - ∫ p, g p.1 * g (ρ * p.1 + √(1 - ρ ^ 2) * p.2)
        ∂(gaussianReal 0 1).prod (gaussianReal 0 1))) := by
  have hmem (i : Fin n) : MemLp (fun z : EuclideanSpace ℝ (Fin n) ↦ g (z i)) 2 (gaussian n) :=
    hg.comp_measurePreserving (measurePreserving_apply_gaussian i)
  have hint (i : Fin n) : Integrable (fun w : EuclideanSpace ℝ (Fin n) × EuclideanSpace ℝ (Fin n) ↦
      (g (ouMap ρ w i) - g (w.1 i)) ^ 2) ((gaussian n).prod (gaussian n)) :=
    (((hmem i).comp_measurePreserving (measurePreserving_ouMap_of_abs_le hρ)).sub
      ((hmem i).comp_measurePreserving measurePreserving_fst)).integrable_sq
  simp only [alignmentLoss, EuclideanSpace.norm_sq_eq, Real.norm_eq_abs, sq_abs, PiLp.sub_apply,
    coordwise_apply]
  rw [integral_finset_sum _ fun i _ ↦ hint i]
  have hterm (i : Fin n) := integral_sub_sq_ouMap hρ (hmem i)
  simp_rw [hterm, integral_mul_ouMap_apply hgm, fun i : Fin n ↦
    integral_comp_apply_gaussian (g := fun x ↦ g x ^ 2) (hg.1.pow 2) i]
  simp

/-- The trace of the covariance matrix of a coordinatewise encoder of mean zero. -/
theorem trace_covMatrix_coordwise (hg : MemLp g 2 (gaussianReal 0 1))
    (hmean : ∫ x, g x ∂gaussianReal 0 1 = 0) :
    (covMatrix (coordwise (n := n) g)).trace = n * ∫ x, g x ^ 2 ∂gaussianReal 0 1 := by
  simp [covMatrix_coordwise hg, hmean, mul_comm]

end LeJEPA
