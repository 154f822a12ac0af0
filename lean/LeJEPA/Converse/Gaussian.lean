import LeJEPA.Converse.CharFun
import LeJEPA.Forward
import LeJEPA.Gaussian.Moments
import LeJEPA.Gaussian.OrnsteinUhlenbeck

/-!
# The Gaussian world of the AR(1) class

## Main definitions

* `LeJEPA.gaussianNoise`: the law `N(0, (1 - ρ²) I)`.

## Main results

* `LeJEPA.ar1_gaussian`: the Gaussian world is in the class.
* `LeJEPA.eq_gaussian_of_noise`: Gaussian noise forces Gaussian latents, by stationarity alone.
* `LeJEPA.noise_eq_of_gaussian`: Gaussian latents force Gaussian noise.
* `LeJEPA.AR1.reversible_of_gaussian`: the Gaussian world is reversible.
-/

open MeasureTheory
open scoped RealInnerProductSpace Topology

section

open Complex Filter

namespace LeJEPA

private theorem eq_of_forall_eq_smul {E : Type*} [NormedAddCommGroup E] [NormedSpace ℝ E]
    {f : E → ℂ} (hf : Continuous f) {r : ℝ} (hr : |r| < 1) (h : ∀ t, f t = f (r • t)) (t : E) :
    f t = f 0 := by
  have hpow (k : ℕ) : f t = f (r ^ k • t) := by
    induction k with
    | zero => rw [pow_zero, one_smul]
    | succ k ih => rw [ih, h, smul_smul, ← pow_succ']
  have hzero : Tendsto (fun k : ℕ ↦ r ^ k • t) atTop (𝓝 0) := by
    simpa only [zero_smul] using (tendsto_pow_atTop_nhds_zero_of_abs_lt_one hr).smul_const t
  exact tendsto_nhds_unique (tendsto_const_nhds.congr hpow) ((hf.tendsto 0).comp hzero)

variable {n : ℕ} {ρ : ℝ} {μ ν : Measure (EuclideanSpace ℝ (Fin n))}

/-- The law `N(0, (1 - ρ²) I)` of the noise in the Gaussian world. -/
noncomputable def gaussianNoise (n : ℕ) (ρ : ℝ) : Measure (EuclideanSpace ℝ (Fin n)) :=
  (gaussian n).map fun z ↦ √(1 - ρ ^ 2) • z

/-- The Gaussian noise has a probability law. -/
instance : IsProbabilityMeasure (gaussianNoise n ρ) :=
  Measure.isProbabilityMeasure_map (Measurable.aemeasurable (by fun_prop))

/-- The characteristic function of the Gaussian noise. -/
theorem charFun_gaussianNoise (hρ : ρ ^ 2 ≤ 1) (t : EuclideanSpace ℝ (Fin n)) :
    charFun (gaussianNoise n ρ) t = exp (-((1 - ρ ^ 2) * ‖t‖ ^ 2 / 2 : ℝ)) := by
  rw [gaussianNoise, charFun_map_smul, charFun_gaussian, norm_smul, mul_pow, Real.norm_eq_abs,
    sq_abs, Real.sq_sqrt (sub_nonneg.mpr hρ)]

/-- The pair of the Gaussian world of the AR(1) class is the Ornstein–Uhlenbeck pair. -/
theorem map_prod_gaussianNoise : (gaussian n).prod (gaussianNoise n ρ)
    = ((gaussian n).prod (gaussian n)).map fun p ↦ (p.1, √(1 - ρ ^ 2) • p.2) := by
  have h := Measure.map_prod_map (gaussian n) (gaussian n)
    (measurable_id (α := EuclideanSpace ℝ (Fin n)))
    (by fun_prop : Measurable fun z : EuclideanSpace ℝ (Fin n) ↦ √(1 - ρ ^ 2) • z)
  rw [Measure.map_id] at h
  exact h

/-- The Gaussian world is in the AR(1) class. -/
theorem ar1_gaussian (hρ₀ : 0 < ρ) (hρ₁ : ρ < 1) : AR1 ρ (gaussian n) (gaussianNoise n ρ) where
  pos := hρ₀
  lt_one := hρ₁
  memLp := memLp_id_gaussian
  mean := integral_apply_gaussian
  cov := integral_mul_gaussian
  stationary := by
    rw [map_prod_gaussianNoise, Measure.map_map measurable_arMap (by fun_prop)]
    exact (measurePreserving_ouMap hρ₀.le hρ₁.le).map_eq

/-- **Gaussian noise forces Gaussian latents.** No moments are assumed: the stationary law of an
AR(1) step with `|ρ| < 1` and noise `N(0, (1 - ρ²) I)` is `N(0, I)`. -/
theorem eq_gaussian_of_noise [IsProbabilityMeasure μ] (hρ : |ρ| < 1)
    (h : (μ.prod (gaussianNoise n ρ)).map (arMap ρ) = μ) : μ = gaussian n := by
  have hρ2 : ρ ^ 2 ≤ 1 := (sq_le_one_iff_abs_le_one ρ).mpr hρ.le
  refine eq_gaussian_iff.mpr fun t ↦ ?_
  -- `φ(t) exp(‖t‖² / 2)` is invariant under `t ↦ ρ t`.
  have hstep (t : EuclideanSpace ℝ (Fin n)) :
      charFun μ t * exp (‖t‖ ^ 2 / 2 : ℝ) = charFun μ (ρ • t) * exp (‖ρ • t‖ ^ 2 / 2 : ℝ) := by
    rw [charFun_eq_mul_of_stationary h, charFun_gaussianNoise hρ2, mul_assoc, ← Complex.exp_add,
      norm_smul, mul_pow, Real.norm_eq_abs, sq_abs]
    congr 2
    push_cast
    ring
  have hcont : Continuous (charFun μ) := by
    simp_rw [funext (charFun_apply (μ := μ))]
    refine continuous_of_dominated (bound := fun _ ↦ 1) (fun t ↦ by fun_prop)
      (fun t ↦ .of_forall fun z ↦ (norm_exp_ofReal_mul_I _).le) (integrable_const 1)
      (.of_forall fun z ↦ by fun_prop)
  have hexp : Continuous fun t : EuclideanSpace ℝ (Fin n) ↦ exp (‖t‖ ^ 2 / 2 : ℝ) :=
    continuous_exp.comp (continuous_ofReal.comp ((continuous_norm.pow 2).div_const 2))
  have hone : charFun μ t * exp (‖t‖ ^ 2 / 2 : ℝ) = 1 := by
    refine (eq_of_forall_eq_smul (hcont.mul hexp) hρ hstep t).trans ?_
    rw [charFun_zero, probReal_univ, norm_zero, zero_pow two_ne_zero, zero_div, ofReal_zero,
      exp_zero, mul_one, ofReal_one]
  rw [exp_neg]
  exact eq_inv_of_mul_eq_one_left hone

/-- Gaussian latents force Gaussian noise. -/
theorem noise_eq_of_gaussian [IsProbabilityMeasure ν] (hρ : ρ ^ 2 ≤ 1)
    (h : ((gaussian n).prod ν).map (arMap ρ) = gaussian n) : ν = gaussianNoise n ρ := by
  refine Measure.ext_of_charFun (funext fun t ↦ ?_)
  have ht := charFun_eq_mul_of_stationary h t
  rw [charFun_gaussian, charFun_gaussian, norm_smul, mul_pow, Real.norm_eq_abs, sq_abs] at ht
  rw [charFun_gaussianNoise hρ]
  have hne := exp_ne_zero (-(ρ ^ 2 * ‖t‖ ^ 2 / 2 : ℝ))
  refine mul_left_cancel₀ hne (ht.symm.trans ?_)
  rw [← Complex.exp_add]
  congr 1
  push_cast
  ring

namespace AR1

variable [IsProbabilityMeasure ν]

/-- The noise of a world with Gaussian latents. -/
theorem noise_eq (w : AR1 ρ (gaussian n) ν) : ν = gaussianNoise n ρ :=
  noise_eq_of_gaussian (pow_le_one₀ w.pos.le w.lt_one.le) w.stationary

/-- The Gaussian world is reversible. -/
theorem reversible_of_gaussian (w : AR1 ρ (gaussian n) ν) :
    ((gaussian n).prod ν).map (fun p ↦ (p.1, arMap ρ p))
      = ((gaussian n).prod ν).map fun p ↦ (arMap ρ p, p.1) := by
  have hρ : |ρ| ≤ 1 := (abs_of_pos w.pos).trans_le w.lt_one.le
  have h : ((gaussian n).prod ν).map (fun p ↦ (p.1, arMap ρ p)) = ouPair n ρ := by
    rw [w.noise_eq, map_prod_gaussianNoise, Measure.map_map (by fun_prop) (by fun_prop)]
    rfl
  have hswap : ((gaussian n).prod ν).map (fun p ↦ (arMap ρ p, p.1))
      = (((gaussian n).prod ν).map fun p ↦ (p.1, arMap ρ p)).map Prod.swap := by
    rw [Measure.map_map measurable_swap (by fun_prop)]
    rfl
  rw [hswap, h, map_swap_ouPair hρ]

end AR1

end LeJEPA

end

/-!
## The best whitened encoders of the Gaussian world

### Main results

* `LeJEPA.AR1.isBest_of_gaussian`, `LeJEPA.AR1.exists_isometry_of_isBest_of_gaussian`: in the
  Gaussian world of the AR(1) class the best whitened encoders are the linear isometries, by
  Theorem 1 (b).
-/

namespace LeJEPA

variable {n : ℕ} {ρ : ℝ} {ν : Measure (EuclideanSpace ℝ (Fin n))}

/-- A whitened encoder has covariance matrix one. -/
theorem IsWhitened.covMatrix_eq_one
    {h : EuclideanSpace ℝ (Fin n) → EuclideanSpace ℝ (Fin n)} (hh : IsWhitened (gaussian n) h) :
    covMatrix h = 1 := by
  ext i j
  have hmean (i : Fin n) : meanVec h i = 0 := by rw [meanVec_apply hh.memLp, hh.mean]
  simp [covMatrix, hmean, hh.cov, Matrix.one_apply]

namespace AR1

variable [IsProbabilityMeasure ν]

/-- The loss of the AR(1) class at the Gaussian world is the loss of the Ornstein–Uhlenbeck pair. -/
theorem arLoss_gaussian (w : AR1 ρ (gaussian n) ν)
    {h : EuclideanSpace ℝ (Fin n) → EuclideanSpace ℝ (Fin n)} (hh : MemLp h 2 (gaussian n)) :
    arLoss ρ (gaussian n) ν h = alignmentLoss ρ h := by
  have hmeas : AEStronglyMeasurable (fun p ↦ ‖h (arMap ρ p) - h p.1‖ ^ 2) ((gaussian n).prod ν) :=
    ((continuous_pow 2).comp_aestronglyMeasurable ((w.memLp_arMap hh).sub (memLp_fst hh)).norm.1)
  rw [arLoss]
  rw [w.noise_eq, map_prod_gaussianNoise] at hmeas ⊢
  rw [integral_map (Measurable.aemeasurable (by fun_prop)) hmeas]
  rfl

/-- The identity is a best whitened encoder of the Gaussian world. -/
theorem isBest_of_gaussian (w : AR1 ρ (gaussian n) ν) :
    IsBest (gaussian n) (arLoss ρ (gaussian n) ν) fun z ↦ z := by
  refine ⟨w.isWhitened_id, fun g hg ↦ ?_⟩
  rw [w.arLoss_id, w.arLoss_gaussian hg.memLp]
  exact le_alignmentLoss_of_covMatrix_eq_one w.pos.le w.lt_one.le hg.memLp hg.covMatrix_eq_one

/-- Every best whitened encoder of the Gaussian world is a linear isometry. -/
theorem exists_isometry_of_isBest_of_gaussian (w : AR1 ρ (gaussian n) ν)
    {h : EuclideanSpace ℝ (Fin n) → EuclideanSpace ℝ (Fin n)}
    (hh : IsBest (gaussian n) (arLoss ρ (gaussian n) ν) h) :
    ∃ Q : EuclideanSpace ℝ (Fin n) ≃ₗᵢ[ℝ] EuclideanSpace ℝ (Fin n), h =ᵐ[gaussian n] Q := by
  have hloss : alignmentLoss ρ h = 2 * (1 - ρ) * n := by
    rw [← w.arLoss_gaussian hh.1.memLp, ← w.arLoss_id]
    exact le_antisymm (hh.2 _ w.isWhitened_id) (w.isBest_of_gaussian.2 _ hh.1)
  obtain ⟨b, Q, hQ⟩ := (alignmentLoss_eq_iff_of_covMatrix_eq_one w.pos w.lt_one hh.1.memLp
    hh.1.covMatrix_eq_one).mp hloss
  -- The mean of `b + Q z` is `b`.
  have hb : b = 0 := by
    have h1 : meanVec h = b :=
      (meanVec_congr_ae hQ).trans (meanVec_affine b Q.toLinearEquiv.toLinearMap)
    ext i
    rw [← h1, meanVec_apply hh.1.memLp, hh.1.mean]
    rfl
  refine ⟨Q, ?_⟩
  filter_upwards [hQ] with z hz
  exact hz.trans ((congrArg (· + Q z) hb).trans (zero_add _))

end AR1

end LeJEPA
