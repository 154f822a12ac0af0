import LeJEPA.Counterexamples.AffineEncoders
import LeJEPA.Counterexamples.Coordinatewise
import Mathlib.Analysis.Matrix.Normed

/-!
# The second normalised Hermite polynomial

The function `(x² - 1) / √2` is even and has mean zero and variance one under the standard normal
law, and its correlation over the Ornstein–Uhlenbeck pair is `ρ²`.

## Main definitions

* `LeJEPA.hermiteTwo`: the function.

## Main results

* `LeJEPA.integral_hermiteTwo`, `LeJEPA.integral_hermiteTwo_sq`: its mean and its variance.
* `LeJEPA.integral_hermiteTwo_mul`: its correlation over the pair.
* `LeJEPA.alignmentLoss_hermiteTwo`: the alignment loss of its multiples is `2 (1 - ρ²) c² n`.
-/

open MeasureTheory ProbabilityTheory
open scoped Matrix.Norms.Frobenius

namespace LeJEPA

variable {n : ℕ} {ρ : ℝ}

/-- The second normalised Hermite polynomial `(x² - 1) / √2`. -/
noncomputable def hermiteTwo (x : ℝ) : ℝ := (x ^ 2 - 1) / √2

/-- The second Hermite polynomial is even. -/
theorem hermiteTwo_neg (x : ℝ) : hermiteTwo (-x) = hermiteTwo x := by
  rw [hermiteTwo, neg_sq, hermiteTwo]

/-- The second Hermite polynomial is measurable. -/
@[fun_prop]
theorem measurable_hermiteTwo : Measurable hermiteTwo := by
  unfold hermiteTwo
  fun_prop

/-- Powers are integrable under the standard normal law. -/
theorem integrable_pow_gaussianReal (k : ℕ) :
    Integrable (fun x : ℝ ↦ x ^ k) (gaussianReal 0 1) :=
  integrable_pow_of_mem_interior_integrableExpSet (X := id)
    (by simp [integrableExpSet_id_gaussianReal]) k

/-- The second moment of the standard normal law is one. -/
theorem integral_pow_two_gaussianReal : ∫ x, x ^ 2 ∂gaussianReal 0 1 = 1 := by
  simp_rw [pow_two, integral_sq_gaussianReal]

/-- The second Hermite polynomial is square integrable. -/
theorem memLp_hermiteTwo : MemLp hermiteTwo 2 (gaussianReal 0 1) := by
  refine (memLp_two_iff_integrable_sq (by fun_prop)).mpr ?_
  have h (x : ℝ) : hermiteTwo x ^ 2 = (x ^ 4 - 2 * x ^ 2 + 1) / 2 := by
    rw [hermiteTwo, div_pow, Real.sq_sqrt zero_le_two]
    ring
  simp_rw [h]
  exact (((integrable_pow_gaussianReal 4).sub ((integrable_pow_gaussianReal 2).const_mul 2)).add
    (integrable_const 1)).div_const 2

/-- The second Hermite polynomial has mean zero. -/
theorem integral_hermiteTwo : ∫ x, hermiteTwo x ∂gaussianReal 0 1 = 0 := by
  simp only [hermiteTwo]
  rw [integral_div, integral_sub (integrable_pow_gaussianReal 2) (integrable_const 1),
    integral_pow_two_gaussianReal, integral_const, probReal_univ, one_smul, sub_self, zero_div]

private theorem sq_sub_one_mul_eq (a x : ℝ) :
    (x ^ 2 - 1) * (a * x ^ 2 - 1) = a * x ^ 4 - (a + 1) * x ^ 2 + 1 := by ring

/-- `E (x² - 1) (a x² - 1) = 2 a`. -/
private theorem integral_sq_sub_one_mul (a : ℝ) :
    ∫ x, (x ^ 2 - 1) * (a * x ^ 2 - 1) ∂gaussianReal 0 1 = 2 * a := by
  simp only [sq_sub_one_mul_eq]
  rw [integral_add (((integrable_pow_gaussianReal 4).const_mul a).sub'
      ((integrable_pow_gaussianReal 2).const_mul _)) (integrable_const 1),
    integral_sub ((integrable_pow_gaussianReal 4).const_mul a)
      ((integrable_pow_gaussianReal 2).const_mul _), integral_const_mul, integral_const_mul,
    integral_pow_two_gaussianReal, integral_pow_four_gaussianReal, integral_const, probReal_univ,
    one_smul]
  ring

/-- The second Hermite polynomial has variance one. -/
theorem integral_hermiteTwo_sq : ∫ x, hermiteTwo x ^ 2 ∂gaussianReal 0 1 = 1 := by
  have h (x : ℝ) : hermiteTwo x ^ 2 = (x ^ 2 - 1) * (1 * x ^ 2 - 1) / 2 := by
    rw [hermiteTwo, div_pow, Real.sq_sqrt zero_le_two]
    ring
  simp_rw [h]
  rw [integral_div, integral_sq_sub_one_mul, mul_one, div_self two_ne_zero]

/-- The correlation of the second Hermite polynomial over the pair is `ρ²`. -/
theorem integral_hermiteTwo_mul (hρ : |ρ| ≤ 1) :
    ∫ p, hermiteTwo p.1 * hermiteTwo (ρ * p.1 + √(1 - ρ ^ 2) * p.2)
      ∂(gaussianReal 0 1).prod (gaussianReal 0 1) = ρ ^ 2 := by
  have hs : √(1 - ρ ^ 2) ^ 2 = 1 - ρ ^ 2 :=
    Real.sq_sqrt (sub_nonneg.mpr ((sq_le_one_iff_abs_le_one ρ).mpr hρ))
  set s := √(1 - ρ ^ 2)
  have h (p : ℝ × ℝ) : hermiteTwo p.1 * hermiteTwo (ρ * p.1 + s * p.2)
      = ((p.1 ^ 2 - 1) * (ρ ^ 2 * p.1 ^ 2 - 1) * 1
        + 2 * ρ * s * ((p.1 ^ 3 - p.1) * p.2) + s ^ 2 * ((p.1 ^ 2 - 1) * p.2 ^ 2)) / 2 := by
    have h2 : √2 * √2 = 2 := Real.mul_self_sqrt zero_le_two
    rw [hermiteTwo, hermiteTwo, div_mul_div_comm, h2]
    ring
  have i1 : Integrable (fun x : ℝ ↦ (x ^ 2 - 1) * (ρ ^ 2 * x ^ 2 - 1)) (gaussianReal 0 1) := by
    simp only [sq_sub_one_mul_eq]
    exact (((integrable_pow_gaussianReal 4).const_mul _).sub
      ((integrable_pow_gaussianReal 2).const_mul _)).add (integrable_const 1)
  have ix : Integrable (fun x : ℝ ↦ x) (gaussianReal 0 1) := by
    simpa only [pow_one] using integrable_pow_gaussianReal 1
  have i2 : Integrable (fun x : ℝ ↦ x ^ 3 - x) (gaussianReal 0 1) :=
    (integrable_pow_gaussianReal 3).sub ix
  have i3 : Integrable (fun x : ℝ ↦ x ^ 2 - 1) (gaussianReal 0 1) :=
    (integrable_pow_gaussianReal 2).sub (integrable_const 1)
  have j1 := i1.mul_prod (integrable_const (μ := gaussianReal 0 1) (1 : ℝ))
  have j2 := (i2.mul_prod ix).const_mul (2 * ρ * s)
  have j3 := (i3.mul_prod (integrable_pow_gaussianReal 2)).const_mul (s ^ 2)
  have e3 : ∫ x : ℝ, (x ^ 2 - 1) ∂gaussianReal 0 1 = 0 := by
    rw [integral_sub (integrable_pow_gaussianReal 2) (integrable_const 1),
      integral_pow_two_gaussianReal, integral_const, probReal_univ, one_smul, sub_self]
  simp_rw [h]
  rw [integral_div, integral_add (j1.add'' j2) j3, integral_add j1 j2, integral_const_mul,
    integral_const_mul, integral_prod_mul (fun x : ℝ ↦ (x ^ 2 - 1) * (ρ ^ 2 * x ^ 2 - 1)) fun _ ↦ 1,
    integral_prod_mul (fun x : ℝ ↦ x ^ 3 - x) fun y ↦ y,
    integral_prod_mul (fun x : ℝ ↦ x ^ 2 - 1) fun y ↦ y ^ 2, integral_sq_sub_one_mul,
    integral_id_gaussianReal, e3, integral_const, probReal_univ, one_smul]
  ring

/-- The multiples of the second Hermite polynomial are square integrable. -/
theorem memLp_const_mul_hermiteTwo (c : ℝ) :
    MemLp (fun x ↦ c * hermiteTwo x) 2 (gaussianReal 0 1) :=
  memLp_hermiteTwo.const_mul c

/-- The multiples of the second Hermite polynomial have mean zero. -/
theorem integral_const_mul_hermiteTwo (c : ℝ) :
    ∫ x, c * hermiteTwo x ∂gaussianReal 0 1 = 0 := by
  rw [integral_const_mul, integral_hermiteTwo, mul_zero]

/-- The covariance matrix of the encoder that applies a multiple of the second Hermite polynomial to
every coordinate. -/
theorem covMatrix_hermiteTwo (c : ℝ) :
    covMatrix (coordwise (n := n) fun x ↦ c * hermiteTwo x) = c ^ 2 • 1 := by
  rw [covMatrix_coordwise (memLp_const_mul_hermiteTwo c), integral_const_mul_hermiteTwo]
  simp_rw [sub_zero, mul_pow]
  rw [integral_const_mul, integral_hermiteTwo_sq, mul_one]

/-- The mean of that encoder is zero. -/
theorem meanVec_hermiteTwo (c : ℝ) :
    meanVec (coordwise (n := n) fun x ↦ c * hermiteTwo x) = 0 := by
  rw [meanVec_coordwise (memLp_const_mul_hermiteTwo c), integral_const_mul_hermiteTwo]
  rfl

/-- The alignment loss of that encoder is `2 (1 - ρ²) c² n`. -/
theorem alignmentLoss_hermiteTwo (hρ : |ρ| ≤ 1) (c : ℝ) :
    alignmentLoss ρ (coordwise (n := n) fun x ↦ c * hermiteTwo x)
      = 2 * (1 - ρ ^ 2) * c ^ 2 * n := by
  rw [alignmentLoss_coordwise hρ (by fun_prop) (memLp_const_mul_hermiteTwo c)]
  have h (x y : ℝ) : c * hermiteTwo x * (c * hermiteTwo y)
      = c ^ 2 * (hermiteTwo x * hermiteTwo y) := by ring
  simp_rw [h, mul_pow]
  rw [integral_const_mul, integral_const_mul, integral_hermiteTwo_sq, integral_hermiteTwo_mul hρ]
  ring

end LeJEPA

/-!
## Theorem 3 needs the total variance and the centred covariance

Theorem 3 measures the alignment gap from the floor `2 (1 - ρ) tr (Cov h)` of the encoder itself,
and the whitening error by the centred covariance. Its conclusion `E ‖h - Q z‖² ≤ D + (ε + D)²`,
`D = δ / (2 ρ (1 - ρ))`, fails

* with `2 (1 - ρ) n` in place of `2 (1 - ρ) tr (Cov h)`: the encoder that applies
  `(x² - 1) / √(2 (1 + ρ))` to every coordinate has loss exactly `2 (1 - ρ) n`;
* with the second moments `E h hᵀ` in place of the covariance: a constant encoder has loss zero.

### Main results

* `LeJEPA.exists_loss_eq_far_from_isometries`: the first encoder.
* `LeJEPA.not_approximate_recovery_of_dimension`: the first variant of Theorem 3 is false.
* `LeJEPA.exists_uncentred_far_from_isometries`: the constant encoder.
-/

namespace LeJEPA

variable {n : ℕ} {ρ : ℝ}

/-- An encoder of mean zero, with loss `2 (1 - ρ) n` and covariance `(1 + ρ)⁻¹ I`, at mean square
distance at least `n` from every linear isometry. -/
theorem exists_loss_eq_far_from_isometries (hρ₀ : 0 < ρ) (hρ₁ : ρ < 1) (n : ℕ) :
    ∃ h : EuclideanSpace ℝ (Fin n) → EuclideanSpace ℝ (Fin n), MemLp h 2 (gaussian n) ∧
      meanVec h = 0 ∧ covMatrix h = (1 + ρ)⁻¹ • 1 ∧ alignmentLoss ρ h = 2 * (1 - ρ) * n ∧
      ∀ Q : EuclideanSpace ℝ (Fin n) ≃ₗᵢ[ℝ] EuclideanSpace ℝ (Fin n),
        n ≤ ∫ z, ‖h z - Q z‖ ^ 2 ∂gaussian n := by
  have hc : √(1 + ρ)⁻¹ ^ 2 = (1 + ρ)⁻¹ := Real.sq_sqrt (inv_pos.mpr (add_pos one_pos hρ₀)).le
  have hmem : MemLp (coordwise (n := n) fun x ↦ √(1 + ρ)⁻¹ * hermiteTwo x) 2 (gaussian n) :=
    memLp_coordwise (memLp_const_mul_hermiteTwo _)
  refine ⟨_, hmem, meanVec_hermiteTwo _, by rw [covMatrix_hermiteTwo, hc], ?_,
    le_integral_norm_sub_isometry_sq_of_even hmem fun z ↦ ?_⟩
  · rw [alignmentLoss_hermiteTwo (abs_le.mpr ⟨neg_one_lt_zero.le.trans hρ₀.le, hρ₁.le⟩), hc]
    linear_combination 2 * (1 - ρ) * n * mul_inv_cancel₀ (add_pos one_pos hρ₀).ne'
  · ext i
    exact congrArg (√(1 + ρ)⁻¹ * ·) (hermiteTwo_neg (z i))

/-- Theorem 3 is false, for every `0 < ρ < 1` and in every dimension `n ≥ 1`, with the alignment gap
measured from `2 (1 - ρ) n` instead of `2 (1 - ρ) tr (Cov h)`. -/
theorem not_approximate_recovery_of_dimension (hn : 0 < n) (hρ₀ : 0 < ρ) (hρ₁ : ρ < 1) :
    ¬ ∀ (h : EuclideanSpace ℝ (Fin n) → EuclideanSpace ℝ (Fin n)) (δ ε : ℝ),
      MemLp h 2 (gaussian n) → meanVec h = 0 → alignmentLoss ρ h ≤ 2 * (1 - ρ) * n + δ →
      ‖covMatrix h - 1‖ ≤ ε →
      ∃ Q : EuclideanSpace ℝ (Fin n) ≃ₗᵢ[ℝ] EuclideanSpace ℝ (Fin n),
        ∫ z, ‖h z - Q z‖ ^ 2 ∂gaussian n
          ≤ δ / (2 * ρ * (1 - ρ)) + (ε + δ / (2 * ρ * (1 - ρ))) ^ 2 := by
  intro H
  obtain ⟨h, hmem, hmean, hcov, hloss, hfar⟩ := exists_loss_eq_far_from_isometries hρ₀ hρ₁ n
  obtain ⟨Q, hQ⟩ := H h 0 _ hmem hmean (by rw [hloss, add_zero]) le_rfl
  have hn' : (0 : ℝ) < n := Nat.cast_pos.mpr hn
  have hone : ‖(1 : Matrix (Fin n) (Fin n) ℝ)‖ ^ 2 = n := by
    rw [Matrix.frobenius_norm_sq_eq_trace, Matrix.transpose_one, Matrix.one_mul, Matrix.trace_one,
      Fintype.card_fin]
  have hdiff : covMatrix h - 1 = (-(ρ / (1 + ρ))) • (1 : Matrix (Fin n) (Fin n) ℝ) := by
    have hcoef : -(ρ / (1 + ρ)) = (1 + ρ)⁻¹ - 1 := by
      linear_combination -mul_inv_cancel₀ (add_pos one_pos hρ₀).ne'
    rw [hcov, hcoef, sub_smul, one_smul]
  have hε : ‖covMatrix h - 1‖ ^ 2 = (ρ / (1 + ρ)) ^ 2 * n := by
    rw [hdiff, norm_smul, mul_pow, hone, Real.norm_eq_abs, sq_abs, neg_sq]
  have hlt : ρ / (1 + ρ) < 1 := (div_lt_one (add_pos one_pos hρ₀)).mpr (lt_one_add ρ)
  have hsq : (ρ / (1 + ρ)) ^ 2 < 1 :=
    pow_lt_one₀ (div_pos hρ₀ (add_pos one_pos hρ₀)).le hlt two_ne_zero
  have := (hfar Q).trans hQ
  rw [zero_div, zero_add, add_zero, hε] at this
  exact this.not_gt (mul_lt_of_lt_one_left hn' hsq)

/-- A constant encoder on the line has identity second moment `E h hᵀ` and loss zero, and is at mean
square distance at least one from every map `z ↦ b + Q z` with `Q` a linear isometry. So the centred
covariance cannot be replaced by second moments in Theorem 3, nor in Theorem 1 (b). -/
theorem exists_uncentred_far_from_isometries (ρ : ℝ) :
    ∃ h : EuclideanSpace ℝ (Fin 1) → EuclideanSpace ℝ (Fin 1), MemLp h 2 (gaussian 1) ∧
      (∀ i j, ∫ z, h z i * h z j ∂gaussian 1 = if i = j then 1 else 0) ∧ alignmentLoss ρ h = 0 ∧
      ∀ (b : EuclideanSpace ℝ (Fin 1))
        (Q : EuclideanSpace ℝ (Fin 1) ≃ₗᵢ[ℝ] EuclideanSpace ℝ (Fin 1)),
        1 ≤ ∫ z, ‖h z - (b + Q z)‖ ^ 2 ∂gaussian 1 := by
  refine ⟨fun _ ↦ WithLp.toLp 2 fun _ ↦ 1, memLp_const _, fun i j ↦ ?_, ?_,
    fun b Q ↦ ?_⟩
  · simp [Subsingleton.elim i j]
  · simp only [alignmentLoss, sub_self, norm_zero, zero_pow two_ne_zero, integral_zero]
  · have := le_integral_norm_sub_isometry_sq_of_even (memLp_const (μ := gaussian 1)
      ((WithLp.toLp 2 fun _ ↦ 1) - b)) (fun _ ↦ rfl) Q
    simpa only [Nat.cast_one, sub_sub] using this

end LeJEPA
