import LeJEPA.Counterexamples.ReadingsFourPoint

/-!
# The best whitened encoders of the four-point world

## Main results

* `LeJEPA.FourPoint.pairForm_le_of_whitened`: the bound on the form of the pair.
* `LeJEPA.FourPoint.isBest_iff`: the best whitened encoders are exactly the linear isometries.
* `LeJEPA.fourPoint_counterexample`: stationary additive noise and linear identification do not
  force Gaussian latents.
-/

open MeasureTheory ProbabilityTheory

namespace LeJEPA.FourPoint

variable {n : ℕ} {r : ℝ}

private theorem one_add_pos (h0 : 0 < r) : 0 < 1 + 8 * r := by linarith only [h0]

private theorem one_sub_ne_zero (h1 : r < 1 / 2) : 1 - r ≠ 0 :=
  (sub_pos.mpr (h1.trans one_half_lt_one)).ne'

/-- The states are a combination of the two factors of the kernel. -/
theorem state_eq (h0 : 0 < r) (h1 : r < 1 / 2) (s : Fin 4) : state r s
    = (4 * r - 1) / (r * √(1 + 8 * r)) * sign s + (1 - r) / (r * √(1 + 8 * r)) * dual r s := by
  have outer : 3 / √(1 + 8 * r) = (4 * r - 1) / (r * √(1 + 8 * r)) * 1
      + (1 - r) / (r * √(1 + 8 * r)) * 1 := by
    rw [mul_one, mul_one, ← add_div, show 4 * r - 1 + (1 - r) = r * 3 by ring,
      mul_div_mul_left _ _ h0.ne']
  have inner : 1 / √(1 + 8 * r) = (4 * r - 1) / (r * √(1 + 8 * r)) * 1
      + (1 - r) / (r * √(1 + 8 * r)) * ((1 - 3 * r) / (1 - r)) := by
    rw [mul_one, div_mul_div_comm, mul_comm (r * _) (1 - r),
      mul_div_mul_left _ _ (one_sub_ne_zero h1), ← add_div,
      show 4 * r - 1 + (1 - 3 * r) = r * 1 by ring, mul_div_mul_left _ _ h0.ne']
  match s with
  | 0 =>
    change -3 / √(1 + 8 * r) = (4 * r - 1) / (r * √(1 + 8 * r)) * -1
      + (1 - r) / (r * √(1 + 8 * r)) * -1
    linear_combination -outer
  | 1 =>
    change -1 / √(1 + 8 * r) = (4 * r - 1) / (r * √(1 + 8 * r)) * -1
      + (1 - r) / (r * √(1 + 8 * r)) * -((1 - 3 * r) / (1 - r))
    linear_combination -inner
  | 2 => exact inner
  | 3 => exact outer

/-- The coefficients of that combination. -/
theorem coefficients (h0 : 0 < r) (hr : 8 * r ^ 2 + 3 * r = 2) :
    4 * ((1 + r) / 3) * ((4 * r - 1) / (r * √(1 + 8 * r)))
      * ((1 - r) / (r * √(1 + 8 * r))) = 1 := by
  have hc : 0 < √(1 + 8 * r) := Real.sqrt_pos.mpr (one_add_pos h0)
  have hmul : 4 * (1 + r) * (4 * r - 1) * (1 - r) = 3 * r ^ 2 * √(1 + 8 * r) ^ 2 := by
    rw [Real.sq_sqrt (one_add_pos h0).le]
    linear_combination (2 - 5 * r) * hr
  have e : 4 * ((1 + r) / 3) * ((4 * r - 1) / (r * √(1 + 8 * r)))
      * ((1 - r) / (r * √(1 + 8 * r)))
      = 4 * (1 + r) * (4 * r - 1) * (1 - r) / (3 * r ^ 2 * √(1 + 8 * r) ^ 2) := by
    ring
  rw [e, hmul, div_self (mul_pos (mul_pos three_pos (pow_pos h0 2)) (pow_pos hc 2)).ne']

/-- The energy of a function along the coordinates. -/
noncomputable def linearEnergy (r : ℝ) (f : (Fin n → Fin 4) → ℝ) : ℝ :=
  ∑ i, expect (mass r) (fun z ↦ f z * state r (z i)) ^ 2

/-- The bound on the form of the pair for a function with mean zero and variance one. -/
theorem pairForm_le_of_whitened (h0 : 0 < r) (h1 : r < 1 / 2) (hr : 8 * r ^ 2 + 3 * r = 2)
    {f : (Fin n → Fin 4) → ℝ} (hf : expect (mass r) f = 0)
    (hf2 : expect (mass r) (fun z ↦ f z ^ 2) = 1) :
    pairForm (mass r) sign (dual r) f
      ≤ (1 + r) / 3 - ((1 + r) / 3 - dualSq r) * (1 - linearEnergy r f) := by
  have h := pairForm_le (fun s ↦ (mass_pos h0 h1 s).le) (sum_mass r) (sum_mass_mul_sign r)
    (sum_mass_mul_dual r) (sum_mass_mul_sign_sq r) (sum_mass_mul_dual_sq r)
    (sum_mass_mul_state_sq h0) (state_eq h0 h1)
    (div_pos (add_pos one_pos h0) three_pos).le (coefficients h0 hr) (dualSq_pos h0 h1)
    ((dualSq_lt h0 h1 hr).le.trans (by linarith only [h1])) hf
  rw [hf2] at h
  refine h.trans_eq ?_
  rw [linearEnergy]
  ring

/-- The distance of a function with variance one from the linear functions. -/
theorem expect_sub_linear_sq (h0 : 0 < r) {f : (Fin n → Fin 4) → ℝ}
    (hf2 : expect (mass r) (fun z ↦ f z ^ 2) = 1) :
    expect (mass r) (fun z ↦ (f z
      - ∑ i, expect (mass r) (fun z ↦ f z * state r (z i)) * state r (z i)) ^ 2)
      = 1 - linearEnergy r f := by
  have h := expect_sub_sum_sq (p := mass r) (F := fun i (z : Fin n → Fin 4) ↦ state r (z i))
    (N := fun _ ↦ 1) (fun _ ↦ one_ne_zero) (fun i j ↦ expect_state_mul_state h0 i j) f
  simpa only [div_one, hf2] using h

/-- The energy along the coordinates is at most one. -/
theorem linearEnergy_le_one (h0 : 0 < r) (h1 : r < 1 / 2) {f : (Fin n → Fin 4) → ℝ}
    (hf2 : expect (mass r) (fun z ↦ f z ^ 2) = 1) : linearEnergy r f ≤ 1 := by
  have h := expect_nonneg (n := n) (fun s ↦ (mass_pos h0 h1 s).le) fun z ↦ sq_nonneg
    (f z - ∑ i, expect (mass r) (fun z ↦ f z * state r (z i)) * state r (z i))
  rw [expect_sub_linear_sq h0 hf2] at h
  exact sub_nonneg.mp h

/-- The form of the pair at a coordinate. -/
theorem pairForm_state (h0 : 0 < r) (h1 : r < 1 / 2) (hr : 8 * r ^ 2 + 3 * r = 2) (j : Fin n) :
    pairForm (mass r) sign (dual r) (fun z : Fin n → Fin 4 ↦ state r (z j)) = (1 + r) / 3 := by
  have hd : (1 - r) * ((1 - 3 * r) / (1 - r)) = 1 - 3 * r :=
    mul_div_cancel₀ _ (one_sub_ne_zero h1)
  have e1 : ∑ s, mass r s * (state r s * sign s) = (1 + 2 * r) / √(1 + 8 * r) := by
    rw [sum_mass_mul]
    change r / 2 * (-3 / √(1 + 8 * r) * -1) + (1 - r) / 2 * (-1 / √(1 + 8 * r) * -1)
      + (1 - r) / 2 * (1 / √(1 + 8 * r) * 1) + r / 2 * (3 / √(1 + 8 * r) * 1) = _
    ring
  have e2 : ∑ s, mass r s * (state r s * dual r s) = 1 / √(1 + 8 * r) := by
    rw [sum_mass_mul]
    change r / 2 * (-3 / √(1 + 8 * r) * -1)
      + (1 - r) / 2 * (-1 / √(1 + 8 * r) * -((1 - 3 * r) / (1 - r)))
      + (1 - r) / 2 * (1 / √(1 + 8 * r) * ((1 - 3 * r) / (1 - r)))
      + r / 2 * (3 / √(1 + 8 * r) * 1) = _
    linear_combination (1 / √(1 + 8 * r)) * hd
  rw [pairForm_coordinate (sum_mass r) (sum_mass_mul_sign r) (sum_mass_mul_dual r)
    (sum_mass_mul_state r), e1, e2, div_mul_div_comm, mul_one, ← pow_two,
    Real.sq_sqrt (one_add_pos h0).le, div_eq_div_iff (one_add_pos h0).ne' three_ne_zero]
  linear_combination -hr

/-- The latents have loss `2 n (1 - (1 + r) / 3)`. -/
theorem loss_id (h0 : 0 < r) (h1 : r < 1 / 2) (hr : 8 * r ^ 2 + 3 * r = 2) :
    additiveLoss (driftMap r) (law n r) (noiseLaw n r) (fun z ↦ z)
      = ∑ _j : Fin n, (2 - 2 * ((1 + r) / 3)) := by
  rw [loss_eq h0 h1]
  refine Finset.sum_congr rfl fun j _ ↦ ?_
  have hsq := expect_state_mul_state (n := n) h0 j j
  simp only [← pow_two, if_true] at hsq
  have hform := pairForm_state h0 h1 hr j
  simp only [point] at *
  rw [hsq, hform, mul_one]

/-- The best whitened encoders of the four-point world are exactly the linear isometries. -/
theorem isBest_iff (h0 : 0 < r) (h1 : r < 1 / 2) (hr : 8 * r ^ 2 + 3 * r = 2)
    {h : EuclideanSpace ℝ (Fin n) → EuclideanSpace ℝ (Fin n)} :
    IsBest (law n r) (additiveLoss (driftMap r) (law n r) (noiseLaw n r)) h ↔
      ∃ Q : EuclideanSpace ℝ (Fin n) ≃ₗᵢ[ℝ] EuclideanSpace ℝ (Fin n), h =ᵐ[law n r] Q := by
  have hgap : 0 < 2 * ((1 + r) / 3 - dualSq r) :=
    mul_pos two_pos (sub_pos.mpr (dualSq_lt h0 h1 hr))
  -- Every whitened encoder loses at least the loss of the identity, plus its nonlinear energy.
  have hlower {g : EuclideanSpace ℝ (Fin n) → EuclideanSpace ℝ (Fin n)}
      (hg : IsWhitened (law n r) g) (j : Fin n) :
      expect (mass r) (fun z ↦ g (point r z) j ^ 2) = 1 ∧
      2 - 2 * ((1 + r) / 3)
          + 2 * ((1 + r) / 3 - dualSq r) * (1 - linearEnergy r fun z ↦ g (point r z) j)
        ≤ 2 * expect (mass r) (fun z ↦ g (point r z) j ^ 2)
          - 2 * pairForm (mass r) sign (dual r) fun z ↦ g (point r z) j := by
    obtain ⟨hmean, hcov⟩ := (isWhitened_finiteLaw_iff (weight_nonneg h0 h1)).mp hg
    have hsq : expect (mass r) (fun z ↦ g (point r z) j ^ 2) = 1 := by
      simpa only [if_true, ← pow_two] using hcov j j
    refine ⟨hsq, ?_⟩
    have := pairForm_le_of_whitened h0 h1 hr (hmean j) hsq
    rw [hsq]
    linarith only [this]
  constructor
  · rintro ⟨hw, hbest⟩
    have hle := hbest _ (isWhitened_id h0 h1)
    rw [loss_id h0 h1 hr, loss_eq h0 h1] at hle
    have hnonneg (j : Fin n) :
        0 ≤ 2 * ((1 + r) / 3 - dualSq r) * (1 - linearEnergy r fun z ↦ h (point r z) j) :=
      mul_nonneg hgap.le (sub_nonneg.mpr (linearEnergy_le_one h0 h1 (hlower hw j).1))
    have hsum : ∑ j, 2 * ((1 + r) / 3 - dualSq r)
        * (1 - linearEnergy r fun z ↦ h (point r z) j) = 0 := by
      refine le_antisymm ?_ (Finset.sum_nonneg fun j _ ↦ hnonneg j)
      have := (Finset.sum_le_sum fun j _ ↦ (hlower hw j).2).trans hle
      rw [Finset.sum_add_distrib] at this
      exact (add_le_iff_nonpos_right _).mp this
    have henergy (j : Fin n) : 1 - linearEnergy r (fun z ↦ h (point r z) j) = 0 := by
      have := (Finset.sum_eq_zero_iff_of_nonneg fun j _ ↦ hnonneg j).mp hsum j (Finset.mem_univ j)
      exact (mul_eq_zero.mp this).resolve_left hgap.ne'
    -- So every coordinate is a linear function of the states.
    have hlin (j : Fin n) (z : Fin n → Fin 4) : h (point r z) j
        = ∑ i, expect (mass r) (fun z ↦ h (point r z) j * state r (z i)) * state r (z i) := by
      have h2 := expect_sub_linear_sq h0 (hlower hw j).1
      rw [henergy j, expect, Finset.sum_eq_zero_iff_of_nonneg fun z _ ↦ mul_nonneg
        (weight_nonneg h0 h1 z) (sq_nonneg _)] at h2
      have h3 := (mul_eq_zero.mp (h2 z (Finset.mem_univ z))).resolve_left
        (weight_pos h0 h1 z).ne'
      exact sub_eq_zero.mp (pow_eq_zero_iff two_ne_zero |>.mp h3)
    set M : Matrix (Fin n) (Fin n) ℝ := .of fun j i ↦
      expect (mass r) (fun z ↦ h (point r z) j * state r (z i))
    have hMM : M * M.transpose = 1 := by
      ext j l
      obtain ⟨-, hcov⟩ := (isWhitened_finiteLaw_iff (weight_nonneg h0 h1)).mp hw
      have hjl : expect (mass r) (fun z ↦ h (point r z) j * h (point r z) l)
          = ∑ i, M l i * M j i := by
        have e (z : Fin n → Fin 4) : h (point r z) j * h (point r z) l
            = ∑ i, M l i * (h (point r z) j * state r (z i)) := by
          conv_lhs => rw [hlin l z]
          rw [Finset.mul_sum]
          exact Finset.sum_congr rfl fun i _ ↦ mul_left_comm _ _ _
        simp_rw [e]
        rw [expect_sum]
        simp_rw [expect_const_mul]
        rfl
      rw [Matrix.mul_apply, Matrix.one_apply, ← hcov j l]
      refine Eq.trans ?_ hjl.symm
      exact Finset.sum_congr rfl fun i _ ↦ mul_comm _ _
    obtain ⟨Q, hQ⟩ := exists_isometry_of_mul_transpose_eq_one hMM
    refine ⟨Q, (ae_finiteLaw_iff (weight_pos h0 h1)).mpr fun z ↦ ?_⟩
    ext j
    rw [hQ, hlin]
    rfl
  · rintro ⟨Q, hQ⟩
    have hw : IsWhitened (law n r) h := by
      have := isProbabilityMeasure_law (n := n) h0 h1
      exact ((isWhitened_id h0 h1).isometry_comp Q).congr hQ.symm
    refine ⟨hw, fun g hg ↦ ?_⟩
    have hQ' := (ae_finiteLaw_iff (weight_pos h0 h1)).mp hQ
    have hloss : additiveLoss (driftMap r) (law n r) (noiseLaw n r) h
        = additiveLoss (driftMap r) (law n r) (noiseLaw n r) fun z ↦ z := by
      rw [law, noiseLaw, additiveLoss_finiteLaw (weight_nonneg h0 h1) (noiseWeight_nonneg h0 h1)
          (driftMap_add_noisePoint h0),
        additiveLoss_finiteLaw (weight_nonneg h0 h1) (noiseWeight_nonneg h0 h1)
          (driftMap_add_noisePoint h0)]
      refine Finset.sum_congr rfl fun z _ ↦ Finset.sum_congr rfl fun e _ ↦ ?_
      rw [hQ', hQ', ← Q.map_sub, Q.norm_map]
    rw [hloss, loss_id h0 h1 hr, loss_eq h0 h1]
    refine Finset.sum_le_sum fun j _ ↦ le_trans ?_ (hlower hg j).2
    exact le_add_of_nonneg_right (mul_nonneg hgap.le
      (sub_nonneg.mpr (linearEnergy_le_one h0 h1 (hlower hg j).1)))

end LeJEPA.FourPoint

namespace LeJEPA

/-- The equation has a solution. -/
theorem exists_fourPoint_parameter : ∃ r : ℝ, 0 < r ∧ r < 1 / 2 ∧ 8 * r ^ 2 + 3 * r = 2 := by
  have h := Real.sq_sqrt (show (0 : ℝ) ≤ 73 by norm_num)
  have h8 : (8 : ℝ) < √73 := Real.lt_sqrt_of_sq_lt (by norm_num)
  have h9 : √73 < 9 := (Real.sqrt_lt' (by norm_num)).mpr (by norm_num)
  refine ⟨(√73 - 3) / 16, by linarith only [h8], by linarith only [h9], ?_⟩
  linear_combination h / 32

/-- **The four-point world.** In every positive dimension there is a stationary additive noise world
whose transition acts on each coordinate, whose latents are whitened but not Gaussian, and whose
best whitened encoders exist and are exactly the linear isometries. -/
theorem fourPoint_counterexample (n : ℕ) [NeZero n] :
    ∃ (m : ℝ → ℝ) (μ ν : Measure (EuclideanSpace ℝ (Fin n))),
      IsProbabilityMeasure μ ∧ IsProbabilityMeasure ν ∧
      IsStationary (fun z ↦ WithLp.toLp 2 fun i ↦ m (z i)) μ ν ∧ IsWhitened μ (fun z ↦ z) ∧
      (∀ h, IsBest μ (additiveLoss (fun z ↦ WithLp.toLp 2 fun i ↦ m (z i)) μ ν) h ↔
        ∃ Q : EuclideanSpace ℝ (Fin n) ≃ₗᵢ[ℝ] EuclideanSpace ℝ (Fin n), h =ᵐ[μ] Q) ∧
      ¬ IsGaussian μ := by
  obtain ⟨r, h0, h1, hr⟩ := exists_fourPoint_parameter
  exact ⟨FourPoint.drift r, FourPoint.law n r, FourPoint.noiseLaw n r,
    FourPoint.isProbabilityMeasure_law h0 h1, FourPoint.isProbabilityMeasure_noiseLaw h0 h1,
    FourPoint.isStationary h0 h1, FourPoint.isWhitened_id h0 h1,
    fun _ ↦ FourPoint.isBest_iff h0 h1 hr,
    not_isGaussian_finiteLaw (FourPoint.weight_pos h0 h1) (FourPoint.isWhitened_id h0 h1)⟩

end LeJEPA
