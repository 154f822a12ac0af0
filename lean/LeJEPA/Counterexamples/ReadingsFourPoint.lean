import LeJEPA.Counterexamples.ReadingsDefs
import LeJEPA.Counterexamples.ReadingsFourPointChain

/-!
# A four-point world that the whitened objective identifies linearly

In dimension `n` let the coordinates be independent copies of the four-point chain, standardised:
state `k` is the number `(2 k - 3) / √(1 + 8 r)`, which has mean zero and variance one, and the
transition acts on each coordinate by its sign. If `8 r² + 3 r = 2`, then the best whitened encoders
are exactly the linear isometries. So even with `E h = 0`, and with best encoders that exist and are
exactly the linear isometries, stationary additive noise does not force Gaussian latents, in any
dimension: that the transition is linear cannot be dropped.

## Main results

* `LeJEPA.FourPoint.isStationary`: the world is stationary, for every `0 < r < 1/2`.
* `LeJEPA.FourPoint.isBest_iff`: its best whitened encoders.
* `LeJEPA.fourPoint_counterexample`: the reading is false.
-/

open MeasureTheory ProbabilityTheory

namespace LeJEPA.FourPoint

variable {n : ℕ} {r : ℝ}

/-- The standardised states. -/
noncomputable def state (r : ℝ) : Fin 4 → ℝ :=
  ![-3 / √(1 + 8 * r), -1 / √(1 + 8 * r), 1 / √(1 + 8 * r), 3 / √(1 + 8 * r)]

/-- The values of the noise. -/
noncomputable def noise (r : ℝ) : Fin 3 → ℝ := ![-2 / √(1 + 8 * r), 0, 2 / √(1 + 8 * r)]

/-- The transition of one coordinate: its sign, scaled. -/
noncomputable def drift (r x : ℝ) : ℝ := if 0 ≤ x then 1 / √(1 + 8 * r) else -1 / √(1 + 8 * r)

/-- The point of Euclidean space of a configuration of states. -/
noncomputable def point (r : ℝ) (z : Fin n → Fin 4) : EuclideanSpace ℝ (Fin n) :=
  WithLp.toLp 2 fun i ↦ state r (z i)

/-- The point of Euclidean space of a configuration of noises. -/
noncomputable def noisePoint (r : ℝ) (e : Fin n → Fin 3) : EuclideanSpace ℝ (Fin n) :=
  WithLp.toLp 2 fun i ↦ noise r (e i)

/-- The law of the latents: independent coordinates. -/
noncomputable def law (n : ℕ) (r : ℝ) : Measure (EuclideanSpace ℝ (Fin n)) :=
  finiteLaw (weight (mass r)) fun z : Fin n → Fin 4 ↦ point r z

/-- The law of the noise: independent coordinates. -/
noncomputable def noiseLaw (n : ℕ) (r : ℝ) : Measure (EuclideanSpace ℝ (Fin n)) :=
  finiteLaw (weight (noiseMass r)) fun e : Fin n → Fin 3 ↦ noisePoint r e

/-- The transition acts on each coordinate. -/
noncomputable def driftMap (r : ℝ) (z : EuclideanSpace ℝ (Fin n)) : EuclideanSpace ℝ (Fin n) :=
  WithLp.toLp 2 fun i ↦ drift r (z i)

/-- The law of the latents is a probability law. -/
theorem isProbabilityMeasure_law (h0 : 0 < r) (h1 : r < 1 / 2) :
    IsProbabilityMeasure (law n r) := by
  refine isProbabilityMeasure_finiteLaw
    (fun z ↦ Finset.prod_nonneg fun i _ ↦ (mass_pos h0 h1 _).le) ?_
  simpa only [expect, mul_one, sum_mass, Finset.prod_const_one] using
    expect_prod (n := n) (p := mass r) fun _ _ ↦ 1

/-- The noise has a probability law. -/
theorem isProbabilityMeasure_noiseLaw (h0 : 0 < r) (h1 : r < 1 / 2) :
    IsProbabilityMeasure (noiseLaw n r) := by
  refine isProbabilityMeasure_finiteLaw
    (fun z ↦ Finset.prod_nonneg fun i _ ↦ (noiseMass_pos h0 h1 _).le) ?_
  simpa only [expect, mul_one, sum_noiseMass, Finset.prod_const_one] using
    expect_prod (n := n) (p := noiseMass r) fun _ _ ↦ 1

/-- The weights of the configurations are positive. -/
theorem weight_pos (h0 : 0 < r) (h1 : r < 1 / 2) (z : Fin n → Fin 4) :
    0 < weight (mass r) z := Finset.prod_pos fun _ _ ↦ mass_pos h0 h1 _

/-- The weights of the configurations are nonnegative. -/
theorem weight_nonneg (h0 : 0 < r) (h1 : r < 1 / 2) (z : Fin n → Fin 4) :
    0 ≤ weight (mass r) z := (weight_pos h0 h1 z).le

/-- The weights of the noises are nonnegative. -/
theorem noiseWeight_nonneg (h0 : 0 < r) (h1 : r < 1 / 2) (e : Fin n → Fin 3) :
    0 ≤ weight (noiseMass r) e := Finset.prod_nonneg fun _ _ ↦ (noiseMass_pos h0 h1 _).le

/-- The transition is measurable. -/
theorem measurable_driftMap : Measurable (driftMap (n := n) r) := by
  refine (MeasurableEquiv.toLp 2 (Fin n → ℝ)).measurable.comp (measurable_pi_lambda _ fun i ↦ ?_)
  exact Measurable.ite (measurableSet_le measurable_const (by fun_prop)) measurable_const
    measurable_const

private theorem sqrt_pos (h0 : 0 < r) : 0 < √(1 + 8 * r) :=
  Real.sqrt_pos.mpr (by linarith only [h0])

/-- The step of one coordinate. -/
theorem drift_add_noise (h0 : 0 < r) (s : Fin 4) (e : Fin 3) :
    drift r (state r s) + noise r e = state r (step s e) := by
  have hc := sqrt_pos h0
  have n3 : drift r (state r 0) = -1 / √(1 + 8 * r) :=
    if_neg (not_le.mpr (div_neg_of_neg_of_pos (neg_neg_of_pos (three_pos : (0 : ℝ) < 3)) hc))
  have n1 : drift r (state r 1) = -1 / √(1 + 8 * r) :=
    if_neg (not_le.mpr (div_neg_of_neg_of_pos neg_one_lt_zero hc))
  have p1 : drift r (state r 2) = 1 / √(1 + 8 * r) := if_pos (div_pos one_pos hc).le
  have p3 : drift r (state r 3) = 1 / √(1 + 8 * r) := if_pos (div_pos three_pos hc).le
  have low : -1 / √(1 + 8 * r) + noise r e = state r (step 0 e) := by
    match e with
    | 0 =>
      change -1 / √(1 + 8 * r) + -2 / √(1 + 8 * r) = -3 / √(1 + 8 * r)
      ring
    | 1 => exact add_zero _
    | 2 =>
      change -1 / √(1 + 8 * r) + 2 / √(1 + 8 * r) = 1 / √(1 + 8 * r)
      ring
  have high : 1 / √(1 + 8 * r) + noise r e = state r (step 2 e) := by
    match e with
    | 0 =>
      change 1 / √(1 + 8 * r) + -2 / √(1 + 8 * r) = -1 / √(1 + 8 * r)
      ring
    | 1 => exact add_zero _
    | 2 =>
      change 1 / √(1 + 8 * r) + 2 / √(1 + 8 * r) = 3 / √(1 + 8 * r)
      ring
  match s with
  | 0 => rwa [n3]
  | 1 => rwa [n1]
  | 2 => rwa [p1]
  | 3 => rwa [p3]

/-- The step of the world. -/
theorem driftMap_add_noisePoint (h0 : 0 < r) (z : Fin n → Fin 4) (e : Fin n → Fin 3) :
    driftMap r (point r z) + noisePoint r e = point r fun i ↦ step (z i) (e i) := by
  ext i
  exact drift_add_noise h0 (z i) (e i)

/-- The world is stationary. -/
theorem isStationary (h0 : 0 < r) (h1 : r < 1 / 2) :
    IsStationary (driftMap r) (law n r) (noiseLaw n r) :=
  isStationary_finiteLaw (weight_nonneg h0 h1) (noiseWeight_nonneg h0 h1) measurable_driftMap
    (driftMap_add_noisePoint h0) (sum_step_right h1)

/-- The loss of an encoder, coordinate by coordinate. -/
theorem loss_eq (h0 : 0 < r) (h1 : r < 1 / 2)
    (h : EuclideanSpace ℝ (Fin n) → EuclideanSpace ℝ (Fin n)) :
    additiveLoss (driftMap r) (law n r) (noiseLaw n r) h
      = ∑ j, (2 * expect (mass r) (fun z ↦ h (point r z) j ^ 2)
        - 2 * pairForm (mass r) sign (dual r) fun z ↦ h (point r z) j) := by
  rw [law, noiseLaw, additiveLoss_finiteLaw (weight_nonneg h0 h1) (noiseWeight_nonneg h0 h1)
    (driftMap_add_noisePoint h0)]
  simp_rw [norm_sq_eq_sum, PiLp.sub_apply, Finset.mul_sum]
  rw [Finset.sum_congr rfl fun z _ ↦ Finset.sum_comm, Finset.sum_comm]
  exact Finset.sum_congr rfl fun j _ ↦ sum_step_sub_sq h1 fun z ↦ h (point r z) j

/-- The states have mean zero. -/
theorem sum_mass_mul_state (r : ℝ) : ∑ s, mass r s * state r s = 0 := by
  rw [sum_mass_mul]
  change r / 2 * (-3 / √(1 + 8 * r)) + (1 - r) / 2 * (-1 / √(1 + 8 * r))
    + (1 - r) / 2 * (1 / √(1 + 8 * r)) + r / 2 * (3 / √(1 + 8 * r)) = 0
  ring

/-- The states have variance one. -/
theorem sum_mass_mul_state_sq (h0 : 0 < r) : ∑ s, mass r s * (state r s * state r s) = 1 := by
  rw [sum_mass_mul]
  change r / 2 * (-3 / √(1 + 8 * r) * (-3 / √(1 + 8 * r)))
    + (1 - r) / 2 * (-1 / √(1 + 8 * r) * (-1 / √(1 + 8 * r)))
    + (1 - r) / 2 * (1 / √(1 + 8 * r) * (1 / √(1 + 8 * r)))
    + r / 2 * (3 / √(1 + 8 * r) * (3 / √(1 + 8 * r))) = 1
  have e : r / 2 * (-3 / √(1 + 8 * r) * (-3 / √(1 + 8 * r)))
      + (1 - r) / 2 * (-1 / √(1 + 8 * r) * (-1 / √(1 + 8 * r)))
      + (1 - r) / 2 * (1 / √(1 + 8 * r) * (1 / √(1 + 8 * r)))
      + r / 2 * (3 / √(1 + 8 * r) * (3 / √(1 + 8 * r))) = (1 + 8 * r) / √(1 + 8 * r) ^ 2 := by
    ring
  have hc : 0 < 1 + 8 * r := Real.sqrt_pos.mp (sqrt_pos h0)
  rw [e, Real.sq_sqrt hc.le, div_self hc.ne']

/-- The coordinates of the latents are orthonormal. -/
theorem expect_state_mul_state (h0 : 0 < r) (i j : Fin n) :
    expect (mass r) (fun z ↦ state r (z i) * state r (z j)) = if i = j then 1 else 0 := by
  have h := expect_character_mul_character (n := n) (sum_mass r) (sum_mass_mul_state r)
    (sum_mass_mul_state r) {i} {j}
  simpa only [character, Finset.prod_singleton, Finset.singleton_inj, sum_mass_mul_state_sq h0,
    one_pow] using h

/-- The latents are whitened. -/
theorem isWhitened_id (h0 : 0 < r) (h1 : r < 1 / 2) : IsWhitened (law n r) fun z ↦ z := by
  refine (isWhitened_finiteLaw_iff (weight_nonneg h0 h1)).mpr ⟨fun j ↦ ?_, fun j l ↦ ?_⟩
  · have h := expect_character_mul_character (n := n) (sum_mass r) (sum_mass_mul_state r)
      (sum_mass_mul_state r) {j} ∅
    simp only [character, Finset.prod_singleton, Finset.prod_empty, mul_one,
      if_neg (Finset.singleton_ne_empty j)] at h
    exact h
  · exact expect_state_mul_state h0 j l

end LeJEPA.FourPoint
