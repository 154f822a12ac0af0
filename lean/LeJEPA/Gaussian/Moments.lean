import LeJEPA.Gaussian.Standard
import Mathlib.LinearAlgebra.UnitaryGroup
import Mathlib.Probability.Moments.MGFAnalytic

/-!
# Mean, covariance, moments, support and projections of the standard Gaussian measure

## Main results

* `LeJEPA.integral_id_gaussian`, `LeJEPA.integral_inner_mul_inner_gaussian`: the standard Gaussian
  measure has mean zero and identity covariance.
* `LeJEPA.memLp_id_gaussian'`: it has all moments.
* `LeJEPA.measurePreserving_inner_gaussian`: its projection on a vector `t` is `N(0, ‖t‖²)`.
* `LeJEPA.instIsOpenPosMeasureGaussian`: its support is the whole space.
* `LeJEPA.integral_pow_three_gaussianReal`, `LeJEPA.integral_pow_four_gaussianReal`: the third and
  fourth moments of the standard normal.
-/

open MeasureTheory ProbabilityTheory
open scoped RealInnerProductSpace ENNReal NNReal

namespace LeJEPA

variable {n : ℕ}

/-- The standard normal law is positive on nonempty open sets. -/
instance instIsOpenPosMeasureGaussianReal : (gaussianReal 0 1).IsOpenPosMeasure :=
  (gaussianReal_absolutelyContinuous' 0 one_ne_zero).isOpenPosMeasure

/-- The standard Gaussian measure has full support: it is positive on nonempty open sets. -/
instance instIsOpenPosMeasureGaussian : (gaussian n).IsOpenPosMeasure :=
  (PiLp.continuous_toLp 2 _).isOpenPosMeasure_map (WithLp.toLp_surjective 2)

/-- The standard Gaussian measure has all moments. -/
theorem memLp_id_gaussian' {p : ℝ≥0∞} (hp : p ≠ ∞) : MemLp id p (gaussian n) := by
  refine MemLp.of_eval_piLp fun i ↦ ?_
  have := memLp_apply_gaussian i p.toNNReal
  rwa [ENNReal.coe_toNNReal hp] at this

/-- The identity is integrable. -/
theorem integrable_id_gaussian : Integrable (fun z ↦ z) (gaussian n) :=
  memLp_id_gaussian.integrable one_le_two

/-- The standard Gaussian measure has mean zero. -/
theorem integral_id_gaussian : ∫ z, z ∂gaussian n = 0 := by
  ext i
  rw [eval_integral_piLp fun i ↦ (memLp_id_gaussian.eval_piLp i).integrable one_le_two]
  exact integral_apply_gaussian i

private theorem integral_sum_mul_sum {Ω ι : Type*} [MeasurableSpace Ω] {μ : Measure Ω} [Fintype ι]
    [DecidableEq ι] {x : ι → Ω → ℝ} (hx : ∀ i, MemLp (x i) 2 μ)
    (hxx : ∀ i j, ∫ ω, x i ω * x j ω ∂μ = if i = j then 1 else 0) (a b : ι → ℝ) :
    ∫ ω, (∑ i, a i * x i ω) * ∑ i, b i * x i ω ∂μ = ∑ i, b i * a i := by
  have e (ω) : (∑ i, a i * x i ω) * ∑ i, b i * x i ω
      = ∑ i, ∑ j, a i * b j * (x i ω * x j ω) := by
    rw [Finset.sum_mul_sum]
    exact Finset.sum_congr rfl fun i _ ↦ Finset.sum_congr rfl fun j _ ↦ mul_mul_mul_comm _ _ _ _
  have hi (i j : ι) : Integrable (fun ω ↦ a i * b j * (x i ω * x j ω)) μ :=
    ((hx i).integrable_mul (hx j)).const_mul _
  rw [integral_congr_ae (.of_forall e),
    integral_finset_sum _ fun i _ ↦ integrable_finset_sum _ fun j _ ↦ hi i j]
  refine Finset.sum_congr rfl fun i _ ↦ ?_
  rw [integral_finset_sum _ fun j _ ↦ hi i j]
  simp only [integral_const_mul, hxx, mul_ite, mul_one, mul_zero, Finset.sum_ite_eq,
    Finset.mem_univ, if_true, mul_comm (a i)]

/-- The standard Gaussian measure has identity covariance: `E ⟨z, s⟩⟨z, t⟩ = ⟨s, t⟩`. -/
theorem integral_inner_mul_inner_gaussian (s t : EuclideanSpace ℝ (Fin n)) :
    ∫ z, ⟪z, s⟫ * ⟪z, t⟫ ∂gaussian n = ⟪s, t⟫ := by
  simp only [PiLp.inner_apply, RCLike.inner_apply, conj_trivial]
  exact integral_sum_mul_sum memLp_id_gaussian.eval_piLp integral_mul_gaussian s t

/-- The second moment of the standard Gaussian measure is the dimension. -/
theorem integral_norm_sq_gaussian : ∫ z, ‖z‖ ^ 2 ∂gaussian n = n := by
  simp_rw [EuclideanSpace.norm_sq_eq, Real.norm_eq_abs, sq_abs]
  rw [integral_finset_sum _ fun i _ ↦ (memLp_id_gaussian.eval_piLp i).integrable_sq]
  simp only [pow_two, integral_mul_gaussian, if_true, Finset.sum_const, Finset.card_univ,
    Fintype.card_fin, nsmul_eq_mul, mul_one]

/-- The projection of the standard Gaussian measure on a vector `t` is `N(0, ‖t‖²)`. -/
theorem measurePreserving_inner_gaussian (t : EuclideanSpace ℝ (Fin n)) :
    MeasurePreserving (fun z ↦ ⟪z, t⟫) (gaussian n) (gaussianReal 0 (‖t‖₊ ^ 2)) := by
  have hmeas : Measurable fun z : EuclideanSpace ℝ (Fin n) ↦ ⟪z, t⟫ :=
    (continuous_id.inner continuous_const).measurable
  refine ⟨hmeas, ?_⟩
  have := Measure.isProbabilityMeasure_map (μ := gaussian n) hmeas.aemeasurable
  refine Measure.ext_of_charFun (funext fun x ↦ ?_)
  rw [charFun_apply_real, integral_map hmeas.aemeasurable (by fun_prop), charFun_gaussianReal]
  have h := charFun_gaussian (x • t)
  rw [charFun_apply, norm_smul, mul_pow, Real.norm_eq_abs, sq_abs] at h
  simp_rw [inner_smul_right] at h
  push_cast at h ⊢
  rw [h]
  congr 1
  ring

/-- Derivatives of `t ↦ E xᵏ exp (t x)` for the standard normal. -/
private theorem integral_pow_succ_mul_exp {k : ℕ} {p p' q : ℝ → ℝ}
    (hp' : ∀ t, HasDerivAt p (p' t) t) (hq : ∀ t, p' t + t * p t = q t)
    (hp : ∀ t, ∫ x, x ^ k * Real.exp (t * x) ∂gaussianReal 0 1 = p t * Real.exp (t ^ 2 / 2))
    (t : ℝ) : ∫ x, x ^ (k + 1) * Real.exp (t * x) ∂gaussianReal 0 1
      = q t * Real.exp (t ^ 2 / 2) := by
  have h := hasDerivAt_integral_pow_mul_exp_real (X := id) (μ := gaussianReal 0 1) (t := t)
    (by simp [integrableExpSet_id_gaussianReal]) k
  simp only [id, hp] at h
  refine h.unique (((hp' t).mul (((hasDerivAt_pow 2 t).div_const 2).exp)).congr_deriv ?_)
  rw [← hq t, Nat.cast_ofNat, show 2 - 1 = 1 from rfl, pow_one]
  ring

/-- The moments `E xᵏ exp (t x)` of the standard normal, `k = 3` and `k = 4`. -/
private theorem integral_pow_mul_exp (t : ℝ) :
    ∫ x, x ^ 3 * Real.exp (t * x) ∂gaussianReal 0 1 = (t ^ 3 + 3 * t) * Real.exp (t ^ 2 / 2) ∧
    ∫ x, x ^ 4 * Real.exp (t * x) ∂gaussianReal 0 1
      = (t ^ 4 + 6 * t ^ 2 + 3) * Real.exp (t ^ 2 / 2) := by
  have h0 (t : ℝ) : ∫ x, x ^ 0 * Real.exp (t * x) ∂gaussianReal 0 1
      = 1 * Real.exp (t ^ 2 / 2) := by
    have := congrFun (mgf_id_gaussianReal (μ := 0) (v := 1)) t
    simpa [mgf] using this
  have h1 := integral_pow_succ_mul_exp (q := fun t ↦ t) (fun t ↦ hasDerivAt_const t (1 : ℝ))
    (fun t ↦ by ring) h0
  have h2 := integral_pow_succ_mul_exp (p := fun t ↦ t) (q := fun t ↦ t * t + 1) hasDerivAt_id
    (fun t ↦ by ring) h1
  have h3 := integral_pow_succ_mul_exp (p := fun t ↦ t * t + 1) (q := fun t ↦ t * t * t + 3 * t)
    (p' := fun t ↦ 1 * t + t * 1)
    (fun t ↦ ((hasDerivAt_id t).mul (hasDerivAt_id t)).add_const 1) (fun t ↦ by ring) h2
  have h4 := integral_pow_succ_mul_exp (p := fun t ↦ t * t * t + 3 * t)
    (q := fun t ↦ t ^ 4 + 6 * t ^ 2 + 3) (p' := fun t ↦ (1 * t + t * 1) * t + t * t * 1 + 3 * 1)
    (fun t ↦ (((hasDerivAt_id t).mul (hasDerivAt_id t)).mul (hasDerivAt_id t)).add
      ((hasDerivAt_id t).const_mul 3)) (fun t ↦ by ring) h3
  exact ⟨by rw [h3 t]; ring, h4 t⟩

/-- The third moment of the standard normal is zero. -/
theorem integral_pow_three_gaussianReal : ∫ x, x ^ 3 ∂gaussianReal 0 1 = 0 := by
  simpa using (integral_pow_mul_exp 0).1

/-- The fourth moment of the standard normal is three. -/
theorem integral_pow_four_gaussianReal : ∫ x, x ^ 4 ∂gaussianReal 0 1 = 3 := by
  simpa using (integral_pow_mul_exp 0).2

end LeJEPA

/-!
## Linear maps that send a standard Gaussian vector to a standard Gaussian vector

For `z ~ N(0, I)` in dimension `k` and a real matrix `M` with `n` rows and `k` columns,
`M z ~ N(0, I)` iff `M Mᵀ = 1`. For `n = k` these are the orthogonal matrices.

### Main results

* `LeJEPA.map_toEuclideanLin_gaussian_eq_iff`: the criterion.
* `LeJEPA.map_toEuclideanLin_gaussian_eq_iff_mem_orthogonalGroup`: the case of square matrices.
-/

section

open Matrix

namespace LeJEPA

variable {k n : ℕ}

/-- A row of a matrix, as a vector. -/
private noncomputable def row (M : Matrix (Fin n) (Fin k) ℝ) (i : Fin n) :
    EuclideanSpace ℝ (Fin k) :=
  WithLp.toLp 2 (M i)

private theorem toEuclideanLin_apply_eq_inner (M : Matrix (Fin n) (Fin k) ℝ)
    (z : EuclideanSpace ℝ (Fin k)) (i : Fin n) : M.toEuclideanLin z i = ⟪z, row M i⟫ := by
  rw [PiLp.inner_apply]
  simp [toEuclideanLin_apply, mulVec, dotProduct, row]

private theorem inner_row (M : Matrix (Fin n) (Fin k) ℝ) (i j : Fin n) :
    ⟪row M i, row M j⟫ = (M * Mᵀ) i j := by
  rw [PiLp.inner_apply]
  simp [mul_apply, row, mul_comm]

/-- For a standard Gaussian vector `z` in dimension `k` and a real `n × k` matrix `M`, the vector
`M z` is standard Gaussian iff `M Mᵀ = 1`. -/
theorem map_toEuclideanLin_gaussian_eq_iff (M : Matrix (Fin n) (Fin k) ℝ) :
    (gaussian k).map M.toEuclideanLin = gaussian n ↔ M * Mᵀ = 1 := by
  have hM : Measurable M.toEuclideanLin :=
    (LinearMap.continuous_of_finiteDimensional M.toEuclideanLin).measurable
  have := Measure.isProbabilityMeasure_map (μ := gaussian k) hM.aemeasurable
  refine ⟨fun h ↦ ?_, fun h ↦ eq_gaussian_iff.mpr fun t ↦ ?_⟩
  · ext i j
    have hf : Measurable fun z : EuclideanSpace ℝ (Fin n) ↦ z i * z j := by fun_prop
    have h1 := integral_map (μ := gaussian k) hM.aemeasurable hf.aestronglyMeasurable
    simp_rw [h, toEuclideanLin_apply_eq_inner] at h1
    rw [integral_mul_gaussian, integral_inner_mul_inner_gaussian, inner_row] at h1
    rw [← h1, one_apply]
  · have hinner (z : EuclideanSpace ℝ (Fin k)) :
        ⟪M.toEuclideanLin z, t⟫ = ⟪z, ∑ i, t i • row M i⟫ := by
      rw [PiLp.inner_apply, inner_sum]
      refine Finset.sum_congr rfl fun i _ ↦ ?_
      rw [toEuclideanLin_apply_eq_inner, inner_smul_right]
      rfl
    have hnorm : ‖∑ i, t i • row M i‖ ^ 2 = ‖t‖ ^ 2 := by
      rw [← real_inner_self_eq_norm_sq, sum_inner, EuclideanSpace.norm_sq_eq]
      refine Finset.sum_congr rfl fun i _ ↦ ?_
      simp [inner_sum, inner_smul_left, inner_smul_right, inner_row, h, one_apply, pow_two]
    rw [charFun_apply, integral_map hM.aemeasurable (by fun_prop)]
    simp_rw [hinner]
    rw [← charFun_apply, charFun_gaussian, hnorm]

/-- A square matrix sends a standard Gaussian vector to a standard Gaussian vector iff it is
orthogonal. -/
theorem map_toEuclideanLin_gaussian_eq_iff_mem_orthogonalGroup (M : Matrix (Fin n) (Fin n) ℝ) :
    (gaussian n).map M.toEuclideanLin = gaussian n ↔ M ∈ orthogonalGroup (Fin n) ℝ := by
  rw [map_toEuclideanLin_gaussian_eq_iff, mem_orthogonalGroup_iff]

end LeJEPA

end
