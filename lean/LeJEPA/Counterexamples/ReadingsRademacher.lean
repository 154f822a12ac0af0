import LeJEPA.Counterexamples.ReadingsNotGaussian

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

private theorem weight_pos (i : Fin 2) : (0 : ℝ) < ![1 / 2, 1 / 2] i := by
  fin_cases i <;> norm_num

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

/-- The whitened encoders are `z` and `-z`. -/
theorem isWhitened_rademacher_iff {h : EuclideanSpace ℝ (Fin 1) → EuclideanSpace ℝ (Fin 1)} :
    IsWhitened rademacher h ↔ ∃ Q : EuclideanSpace ℝ (Fin 1) ≃ₗᵢ[ℝ] EuclideanSpace ℝ (Fin 1),
      h =ᵐ[rademacher] Q := by
  have hid : IsWhitened rademacher fun z ↦ z := by
    refine (isWhitened_finiteLaw_iff weight_nonneg).mpr ⟨fun j ↦ ?_, fun j l ↦ ?_⟩
    · simp [Fin.sum_univ_two, signPoint]
    · rw [Subsingleton.elim j l]
      norm_num [Fin.sum_univ_two, signPoint]
  constructor
  · intro hh
    obtain ⟨h1, h2⟩ := (isWhitened_finiteLaw_iff weight_nonneg).mp hh
    have h1 := h1 0
    have h2 := h2 0 0
    simp only [Fin.sum_univ_two, Matrix.cons_val_zero, Matrix.cons_val_one, if_true] at h1 h2
    have hv : h (signPoint 0) 0 = -h (signPoint 1) 0 := by linarith
    have hu : (h (signPoint 1) 0 - 1) * (h (signPoint 1) 0 + 1) = 0 := by
      rw [hv] at h2
      linarith
    rcases mul_eq_zero.mp hu with hc | hc
    · refine ⟨LinearIsometryEquiv.refl ℝ _, (ae_finiteLaw_iff weight_pos).mpr fun i ↦ ?_⟩
      ext j
      rw [Subsingleton.elim j 0]
      fin_cases i
      · simp [signPoint] at hv hc ⊢
        linarith
      · simp [signPoint] at hv hc ⊢
        linarith
    · refine ⟨LinearIsometryEquiv.neg ℝ, (ae_finiteLaw_iff weight_pos).mpr fun i ↦ ?_⟩
      ext j
      rw [Subsingleton.elim j 0]
      fin_cases i
      · simp [signPoint] at hv hc ⊢
        linarith
      · simp [signPoint] at hv hc ⊢
        linarith
  · rintro ⟨Q, hQ⟩
    exact (hid.isometry_comp Q).congr hQ.symm

/-- **The Rademacher world.** The world is stationary, best whitened encoders exist and all of them
are linear isometries almost everywhere, and the latents are not Gaussian. -/
theorem rademacher_counterexample :
    IsStationary (fun _ ↦ 0) rademacher rademacher ∧ IsWhitened rademacher (fun z ↦ z) ∧
      (∃ h, IsBest rademacher (additiveLoss (fun _ ↦ 0) rademacher rademacher) h) ∧
      (∀ h, IsBest rademacher (additiveLoss (fun _ ↦ 0) rademacher rademacher) h →
        ∃ Q : EuclideanSpace ℝ (Fin 1) ≃ₗᵢ[ℝ] EuclideanSpace ℝ (Fin 1), h =ᵐ[rademacher] Q) ∧
      ¬ IsGaussian rademacher := by
  have hid : IsWhitened rademacher fun z ↦ z :=
    isWhitened_rademacher_iff.mpr ⟨LinearIsometryEquiv.refl ℝ _, by rfl⟩
  -- All whitened encoders have the same loss.
  have hloss {h : EuclideanSpace ℝ (Fin 1) → EuclideanSpace ℝ (Fin 1)}
      (hh : IsWhitened rademacher h) :
      additiveLoss (fun _ ↦ 0) rademacher rademacher h = 2 := by
    obtain ⟨h1, h2⟩ := (isWhitened_finiteLaw_iff weight_nonneg).mp hh
    have h1 := h1 0
    have h2 := h2 0 0
    rw [rademacher, additiveLoss_finiteLaw weight_nonneg weight_nonneg (σ := fun _ k ↦ k)
      fun i k ↦ zero_add _]
    simp only [norm_sq_eq_sum, Fin.sum_univ_one, Fin.sum_univ_two, Matrix.cons_val_zero,
      Matrix.cons_val_one, PiLp.sub_apply, if_true] at h1 h2 ⊢
    linear_combination 2 * h2 - (h (signPoint 0) 0 + h (signPoint 1) 0) * h1
  refine ⟨isStationary_rademacher, hid, ⟨_, hid, fun g hg ↦ ?_⟩,
    fun h hh ↦ isWhitened_rademacher_iff.mp hh.1, not_isGaussian_finiteLaw weight_pos hid⟩
  rw [hloss hid, hloss hg]

end LeJEPA
