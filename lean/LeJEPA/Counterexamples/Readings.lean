import LeJEPA.Converse.CharFun
import LeJEPA.Converse.Gaussian
import LeJEPA.Counterexamples.ReadingsDefs
import LeJEPA.Counterexamples.ReadingsFourPointBest

/-!
# A two-point world with independent pairs

Let `z`, `η` be independent fair signs and `m = 0`, so that `z' = η`. The world is stationary, and
in dimension one every whitened encoder is `z` or `-z`, so every best whitened encoder is linear;
the latents are not Gaussian. So "stationary additive noise, and every best whitened encoder is
linear" does not force Gaussian latents. This world is special to dimension one.

## Main results

* `LeJEPA.isStationary_rademacher`: the world is stationary.
* `LeJEPA.isWhitened_rademacher_iff`: its whitened encoders are `z` and `-z`.
* `LeJEPA.rademacher_counterexample`: the reading is false.
-/

open MeasureTheory ProbabilityTheory

namespace LeJEPA

/-- The two signs, as points of the line. -/
noncomputable def signPoint (i : Fin 2) : EuclideanSpace ℝ (Fin 1) :=
  WithLp.toLp 2 fun _ ↦ ![-1, 1] i

/-- The law of a fair sign. -/
noncomputable def rademacher : Measure (EuclideanSpace ℝ (Fin 1)) :=
  finiteLaw ![1 / 2, 1 / 2] signPoint

private theorem weight_pos : ∀ i : Fin 2, (0 : ℝ) < ![1 / 2, 1 / 2] i
  | 0 | 1 => one_half_pos

private theorem weight_nonneg (i : Fin 2) : (0 : ℝ) ≤ ![1 / 2, 1 / 2] i := (weight_pos i).le

/-- The law of a fair sign is a probability law. -/
instance : IsProbabilityMeasure rademacher :=
  isProbabilityMeasure_finiteLaw weight_nonneg (by
    rw [Fin.sum_univ_two]
    norm_num)

/-- The world is stationary. -/
theorem isStationary_rademacher : IsStationary (fun _ ↦ 0) rademacher rademacher := by
  refine isStationary_finiteLaw weight_nonneg weight_nonneg measurable_const (σ := fun _ k ↦ k)
    (fun i k ↦ zero_add _) fun u ↦ ?_
  simp only [Fin.sum_univ_two, Matrix.cons_val_zero, Matrix.cons_val_one]
  ring

private theorem signs {a b : ℝ} (h1 : 1 / 2 * a + 1 / 2 * b = 0)
    (h2 : 1 / 2 * (a * a) + 1 / 2 * (b * b) = 1) : (a = -1 ∧ b = 1) ∨ (a = 1 ∧ b = -1) := by
  have ha : a = -b := by linear_combination 2 * h1
  subst ha
  have hb : (b - 1) * (b + 1) = 0 := by linear_combination h2
  rcases mul_eq_zero.mp hb with hb | hb
  · exact .inl ⟨congrArg _ (sub_eq_zero.mp hb), sub_eq_zero.mp hb⟩
  · exact .inr ⟨neg_eq_of_add_eq_zero_right hb, eq_neg_of_add_eq_zero_left hb⟩

private theorem signs_of_isWhitened {h : EuclideanSpace ℝ (Fin 1) → EuclideanSpace ℝ (Fin 1)}
    (hh : IsWhitened rademacher h) : (h (signPoint 0) 0 = -1 ∧ h (signPoint 1) 0 = 1) ∨
      (h (signPoint 0) 0 = 1 ∧ h (signPoint 1) 0 = -1) := by
  obtain ⟨h1, h2⟩ := (isWhitened_finiteLaw_iff weight_nonneg).mp hh
  exact signs ((Fin.sum_univ_two _).symm.trans (h1 0)) ((Fin.sum_univ_two _).symm.trans (h2 0 0))

private theorem isWhitened_id : IsWhitened rademacher fun z ↦ z := by
  refine (isWhitened_finiteLaw_iff weight_nonneg).mpr ⟨fun j ↦ ?_, fun j l ↦ ?_⟩
  · rw [Fin.sum_univ_two]
    change 1 / 2 * -1 + 1 / 2 * 1 = (0 : ℝ)
    ring
  · rw [Subsingleton.elim j l, if_pos rfl, Fin.sum_univ_two]
    change 1 / 2 * (-1 * -1) + 1 / 2 * (1 * 1) = (1 : ℝ)
    ring

/-- The whitened encoders are `z` and `-z`. -/
theorem isWhitened_rademacher_iff {h : EuclideanSpace ℝ (Fin 1) → EuclideanSpace ℝ (Fin 1)} :
    IsWhitened rademacher h ↔ ∃ Q : EuclideanSpace ℝ (Fin 1) ≃ₗᵢ[ℝ] EuclideanSpace ℝ (Fin 1),
      h =ᵐ[rademacher] Q := by
  refine ⟨fun hh ↦ ?_, fun ⟨Q, hQ⟩ ↦ (isWhitened_id.isometry_comp Q).congr hQ.symm⟩
  rcases signs_of_isWhitened hh with ⟨ha, hb⟩ | ⟨ha, hb⟩
  · refine ⟨.refl ℝ _, (ae_finiteLaw_iff weight_pos).mpr fun i ↦ ?_⟩
    ext j
    rw [Subsingleton.elim j 0]
    match i with
    | 0 => exact ha
    | 1 => exact hb
  · refine ⟨.neg ℝ, (ae_finiteLaw_iff weight_pos).mpr fun i ↦ ?_⟩
    ext j
    rw [Subsingleton.elim j 0]
    match i with
    | 0 => exact ha.trans (neg_neg 1).symm
    | 1 => exact hb

/-- **The Rademacher world.** The world is stationary, best whitened encoders exist and all of them
are linear isometries almost everywhere, and the latents are not Gaussian. -/
theorem rademacher_counterexample :
    IsStationary (fun _ ↦ 0) rademacher rademacher ∧ IsWhitened rademacher (fun z ↦ z) ∧
      (∃ h, IsBest rademacher (additiveLoss (fun _ ↦ 0) rademacher rademacher) h) ∧
      (∀ h, IsBest rademacher (additiveLoss (fun _ ↦ 0) rademacher rademacher) h →
        ∃ Q : EuclideanSpace ℝ (Fin 1) ≃ₗᵢ[ℝ] EuclideanSpace ℝ (Fin 1), h =ᵐ[rademacher] Q) ∧
      ¬ IsGaussian rademacher := by
  -- All whitened encoders have the same loss.
  have hloss {h : EuclideanSpace ℝ (Fin 1) → EuclideanSpace ℝ (Fin 1)}
      (hh : IsWhitened rademacher h) :
      additiveLoss (fun _ ↦ 0) rademacher rademacher h = 2 := by
    rw [rademacher, additiveLoss_finiteLaw (m := fun _ ↦ 0) (h := h) (x := signPoint)
      (y := signPoint) weight_nonneg weight_nonneg (σ := fun _ k ↦ k) fun _ k ↦ zero_add _]
    simp only [norm_sq_eq_sum, Fin.sum_univ_one, Fin.sum_univ_two, Matrix.cons_val_zero,
      Matrix.cons_val_one, PiLp.sub_apply]
    rcases signs_of_isWhitened hh with ⟨ha, hb⟩ | ⟨ha, hb⟩ <;> rw [ha, hb] <;> norm_num
  refine ⟨isStationary_rademacher, isWhitened_id, ⟨_, isWhitened_id, fun g hg ↦ ?_⟩,
    fun h hh ↦ isWhitened_rademacher_iff.mp hh.1, not_isGaussian_finiteLaw weight_pos isWhitened_id⟩
  rw [hloss isWhitened_id, hloss hg]

/-!
## Without `E h = 0` no world is identified linearly

The loss and the covariance do not see a constant, so with a best encoder `h` each `h + c` is a best
encoder too. If the mean of the encoders is left free, then "a best encoder exists, and every best
encoder is `Q z` with `Q` orthogonal" is false in every additive noise world of dimension at least
one, the Gaussian ones included.

### Main results

* `LeJEPA.IsWhitenedUpToMean.add_const`, `LeJEPA.additiveLoss_add_const`: translation invariance.
* `LeJEPA.isBest_id_of_free_mean_gaussian`: in the Gaussian world best encoders exist.
* `LeJEPA.not_forall_best_isometry_of_free_mean`: the reading without `E h = 0` is never satisfied.
-/

variable {n : ℕ} {μ ν : Measure (EuclideanSpace ℝ (Fin n))}
  {m h : EuclideanSpace ℝ (Fin n) → EuclideanSpace ℝ (Fin n)}

private theorem integral_add_const {X E : Type*} [MeasurableSpace X] [NormedAddCommGroup E]
    [NormedSpace ℝ E] [CompleteSpace E] {μ : Measure X} [IsProbabilityMeasure μ] {f : X → E}
    (hf : Integrable f μ) (c : E) : ∫ x, (f x + c) ∂μ = ∫ x, f x ∂μ + c := by
  rw [integral_add hf (integrable_const c), integral_const, probReal_univ, one_smul]

private theorem norm_integral_isometry {E : Type*} [NormedAddCommGroup E] [NormedSpace ℝ E]
    [MeasurableSpace E] {μ : Measure E} (Q : E ≃ₗᵢ[ℝ] E) : ‖∫ z, Q z ∂μ‖ = ‖∫ z, z ∂μ‖ :=
  (congrArg norm (Q.toContinuousLinearEquiv.integral_comp_comm fun z ↦ z)).trans (Q.norm_map _)

/-- Encoders that are whitened up to their mean may be translated. -/
theorem IsWhitenedUpToMean.add_const [IsProbabilityMeasure μ] (hh : IsWhitenedUpToMean μ h)
    (c : EuclideanSpace ℝ (Fin n)) : IsWhitenedUpToMean μ fun z ↦ h z + c where
  memLp := hh.memLp.add (memLp_const c)
  cov i j := by
    have hmean (k : Fin n) : ∫ x, (h x k + c k) ∂μ = ∫ x, h x k ∂μ + c k :=
      integral_add_const ((hh.memLp.eval_piLp k).integrable one_le_two) _
    rw [← hh.cov i j]
    refine integral_congr_ae (.of_forall fun z ↦ ?_)
    simp only [PiLp.add_apply, hmean, add_sub_add_right_eq_sub]

/-- The loss does not see a constant. -/
theorem additiveLoss_add_const (c : EuclideanSpace ℝ (Fin n)) :
    additiveLoss m μ ν (fun z ↦ h z + c) = additiveLoss m μ ν h := by
  simp only [additiveLoss, add_sub_add_right_eq_sub]

/-- In the Gaussian world the identity is a best encoder among those with identity covariance and
any mean. -/
theorem isBest_id_of_free_mean_gaussian [IsProbabilityMeasure ν] {ρ : ℝ}
    (w : AR1 ρ (gaussian n) ν) : IsWhitenedUpToMean (gaussian n) (fun z ↦ z) ∧
      ∀ g, IsWhitenedUpToMean (gaussian n) g →
        additiveLoss (fun z ↦ ρ • z) (gaussian n) ν (fun z ↦ z)
          ≤ additiveLoss (fun z ↦ ρ • z) (gaussian n) ν g := by
  refine ⟨⟨w.memLp, fun i j ↦ ?_⟩, fun g hg ↦ ?_⟩
  · simp only [w.mean, sub_zero, w.cov]
  · rw [additiveLoss_smul, w.arLoss_id, w.arLoss_gaussian hg.memLp]
    refine le_alignmentLoss_of_covMatrix_eq_one w.pos.le w.lt_one.le hg.memLp ?_
    ext i j
    simp only [covMatrix, Matrix.of_apply, meanVec_apply hg.memLp, hg.cov, Matrix.one_apply]

/-- **Without `E h = 0` no world is identified linearly.** In every additive noise world of positive
dimension it is false that best encoders with identity covariance exist and that all of them are
linear isometries almost everywhere. -/
theorem not_forall_best_isometry_of_free_mean [NeZero n] [IsProbabilityMeasure μ] :
    ¬ ((∃ h, IsWhitenedUpToMean μ h ∧
          ∀ g, IsWhitenedUpToMean μ g → additiveLoss m μ ν h ≤ additiveLoss m μ ν g) ∧
        ∀ h, (IsWhitenedUpToMean μ h ∧
          ∀ g, IsWhitenedUpToMean μ g → additiveLoss m μ ν h ≤ additiveLoss m μ ν g) →
          ∃ Q : EuclideanSpace ℝ (Fin n) ≃ₗᵢ[ℝ] EuclideanSpace ℝ (Fin n), h =ᵐ[μ] Q) := by
  rintro ⟨⟨h, hh, hbest⟩, hall⟩
  -- The mean of an isometry has the norm of the mean of the latents.
  have hnorm {g : EuclideanSpace ℝ (Fin n) → EuclideanSpace ℝ (Fin n)}
      (hg : ∃ Q : EuclideanSpace ℝ (Fin n) ≃ₗᵢ[ℝ] EuclideanSpace ℝ (Fin n), g =ᵐ[μ] Q) :
      ‖∫ z, g z ∂μ‖ = ‖∫ z, z ∂μ‖ := by
    obtain ⟨Q, hQ⟩ := hg
    rw [integral_congr_ae hQ, norm_integral_isometry]
  -- Translate `h` until its mean is longer than that.
  obtain ⟨c, hc⟩ : ∃ c, ∫ z, h z ∂μ + c = EuclideanSpace.single (0 : Fin n) (‖∫ z, z ∂μ‖ + 1) :=
    ⟨_, add_sub_cancel _ _⟩
  have hlong := hnorm (hall (fun z ↦ h z + c) ⟨hh.add_const c, fun g hg ↦ by
    rw [additiveLoss_add_const]
    exact hbest g hg⟩)
  rw [integral_add_const (hh.memLp.integrable one_le_two), hc, EuclideanSpace.norm_single,
    Real.norm_of_nonneg (add_nonneg (norm_nonneg _) zero_le_one)] at hlong
  exact (lt_add_one _).ne' hlong

end LeJEPA

/-!
## The four-point world has independent components

The converse is stated in the paper for worlds `z' i = m i (z i) + η i` with independent components.
The four-point world is one of them: both its latents and its noise are `n` independent copies of a
law on the line, and the transition acts on each coordinate.

### Main results

* `LeJEPA.productLaw_finiteLaw`: independent copies of a law with finitely many atoms.
* `LeJEPA.fourPoint_counterexample_productLaw`: the counterexample, with independent components.
-/

namespace LeJEPA

variable {n : ℕ}

private theorem prod_smul_cexp (p : Fin n → ℝ) (w : Fin n → ℂ) :
    ∏ i, p i • Complex.exp (w i) = (∏ i, p i) • Complex.exp (∑ i, w i) := by
  rw [Complex.real_smul, Complex.ofReal_prod, Complex.exp_sum, ← Finset.prod_mul_distrib]
  exact Finset.prod_congr rfl fun i _ ↦ Complex.real_smul

/-- Independent copies of a law with finitely many atoms have the law with the product masses. -/
theorem productLaw_finiteLaw {ι : Type*} [Fintype ι] {p x : ι → ℝ} (hp : ∀ i, 0 ≤ p i)
    (hsum : ∑ i, p i = 1) : productLaw n (finiteLaw p x)
      = finiteLaw (weight p) fun z : Fin n → ι ↦ WithLp.toLp 2 fun i ↦ x (z i) := by
  have := isProbabilityMeasure_finiteLaw (x := x) hp hsum
  refine Measure.ext_of_charFun (funext fun t ↦ ?_)
  have hw (z : Fin n → ι) : 0 ≤ weight p z := Finset.prod_nonneg fun i _ ↦ hp (z i)
  rw [charFun_productLaw, charFun_apply, integral_finiteLaw hw]
  simp_rw [charFun_apply, integral_finiteLaw hp]
  rw [Finset.prod_univ_sum, Fintype.piFinset_univ]
  refine Finset.sum_congr rfl fun z _ ↦ ?_
  refine (prod_smul_cexp _ _).trans (congrArg (fun u ↦ weight p z • Complex.exp u) ?_)
  rw [← Finset.sum_mul, ← Complex.ofReal_sum]
  exact congrArg (fun u : ℝ ↦ (u : ℂ) * Complex.I)
    (PiLp.inner_apply (𝕜 := ℝ) (WithLp.toLp 2 fun i ↦ x (z i)) t).symm

namespace FourPoint

variable {r : ℝ}

/-- The components of the latents are independent, with a common law on four points. -/
theorem law_eq_productLaw (h0 : 0 < r) (h1 : r < 1 / 2) :
    law n r = productLaw n (finiteLaw (mass r) (state r)) :=
  (productLaw_finiteLaw (fun s ↦ (mass_pos h0 h1 s).le) (sum_mass r)).symm

/-- The components of the noise are independent, with a common law on three points. -/
theorem noiseLaw_eq_productLaw (h0 : 0 < r) (h1 : r < 1 / 2) :
    noiseLaw n r = productLaw n (finiteLaw (noiseMass r) (noise r)) :=
  (productLaw_finiteLaw (fun e ↦ (noiseMass_pos h0 h1 e).le) (sum_noiseMass r)).symm

end FourPoint

/-- **The four-point world**, with its components: in every positive dimension there is a stationary
additive noise world of `n` independent copies of a chain on the line, whose latents are whitened
but not Gaussian, and whose best whitened encoders exist and are exactly the linear isometries. -/
theorem fourPoint_counterexample_productLaw (n : ℕ) [NeZero n] :
    ∃ (m : ℝ → ℝ) (μ ν : Measure ℝ), IsProbabilityMeasure μ ∧ IsProbabilityMeasure ν ∧
      IsStationary (fun z ↦ WithLp.toLp 2 fun i ↦ m (z i)) (productLaw n μ) (productLaw n ν) ∧
      IsWhitened (productLaw n μ) (fun z ↦ z) ∧
      (∀ h, IsBest (productLaw n μ)
          (additiveLoss (fun z ↦ WithLp.toLp 2 fun i ↦ m (z i)) (productLaw n μ)
            (productLaw n ν)) h ↔
        ∃ Q : EuclideanSpace ℝ (Fin n) ≃ₗᵢ[ℝ] EuclideanSpace ℝ (Fin n), h =ᵐ[productLaw n μ] Q) ∧
      ¬ IsGaussian (productLaw n μ) := by
  obtain ⟨r, h0, h1, hr⟩ := exists_fourPoint_parameter
  refine ⟨FourPoint.drift r, finiteLaw (FourPoint.mass r) (FourPoint.state r),
    finiteLaw (FourPoint.noiseMass r) (FourPoint.noise r),
    isProbabilityMeasure_finiteLaw (fun s ↦ (FourPoint.mass_pos h0 h1 s).le) (FourPoint.sum_mass r),
    isProbabilityMeasure_finiteLaw (fun e ↦ (FourPoint.noiseMass_pos h0 h1 e).le)
      (FourPoint.sum_noiseMass r), ?_⟩
  rw [← FourPoint.law_eq_productLaw h0 h1, ← FourPoint.noiseLaw_eq_productLaw h0 h1]
  exact ⟨FourPoint.isStationary h0 h1, FourPoint.isWhitened_id h0 h1,
    fun _ ↦ FourPoint.isBest_iff h0 h1 hr,
    not_isGaussian_finiteLaw (FourPoint.weight_pos h0 h1) (FourPoint.isWhitened_id h0 h1)⟩

end LeJEPA
