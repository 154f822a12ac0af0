import LeJEPA.Counterexamples.ConverseTensor
import Mathlib.Algebra.BigOperators.Fin
import Mathlib.Algebra.BigOperators.GroupWithZero.Finset
import Mathlib.Data.Fin.VecNotation
import Mathlib.Tactic.LinearCombination

/-!
# The four-point chain

On the states `0, 1, 2, 3` let `z' = m(z) + η`, where `m` is `0` on `{0, 1}` and `1` on `{2, 3}`,
and `η` is `0, 1, 2` with probabilities `r, 1 - 2 r, r`, for some `0 < r < 1/2`. The law with masses
`r/2, (1-r)/2, (1-r)/2, r/2` is stationary. Its kernel has the form `p(t) (1 + ε(s) w(t))`.

## Main results

* `LeJEPA.FourPoint.sum_step`: sums over the steps of independent copies as sums over the kernel.
* `LeJEPA.FourPoint.sum_step_sub_sq`: the loss of a function of `n` independent copies.
-/

namespace LeJEPA.FourPoint

open Finset

variable {n : ℕ} {r : ℝ}

/-- The stationary masses. -/
noncomputable def mass (r : ℝ) : Fin 4 → ℝ := ![r / 2, (1 - r) / 2, (1 - r) / 2, r / 2]

/-- The masses of the noise. -/
def noiseMass (r : ℝ) : Fin 3 → ℝ := ![r, 1 - 2 * r, r]

/-- The state that follows state `s` under noise `e`. -/
def step : Fin 4 → Fin 3 → Fin 4 := ![![0, 1, 2], ![0, 1, 2], ![1, 2, 3], ![1, 2, 3]]

/-- The sign of a centred state, the first factor of the kernel. -/
def sign : Fin 4 → ℝ := ![-1, -1, 1, 1]

/-- The second factor of the kernel. -/
noncomputable def dual (r : ℝ) : Fin 4 → ℝ :=
  ![-1, -((1 - 3 * r) / (1 - r)), (1 - 3 * r) / (1 - r), 1]

/-- The stationary masses are positive. -/
theorem mass_pos (h0 : 0 < r) (h1 : r < 1 / 2) : ∀ s, 0 < mass r s
  | 0 | 3 => half_pos h0
  | 1 | 2 => half_pos (by linarith)

/-- The masses of the noise are positive. -/
theorem noiseMass_pos (h0 : 0 < r) (h1 : r < 1 / 2) : ∀ e, 0 < noiseMass r e
  | 0 | 2 => h0
  | 1 => by
    change 0 < 1 - 2 * r
    linarith

/-- Expectations at a single copy of the chain. -/
theorem sum_mass_mul (r : ℝ) (u : Fin 4 → ℝ) : ∑ s, mass r s * u s
    = r / 2 * u 0 + (1 - r) / 2 * u 1 + (1 - r) / 2 * u 2 + r / 2 * u 3 :=
  Fin.sum_univ_four _

/-- The stationary masses have sum one. -/
theorem sum_mass (r : ℝ) : ∑ s, mass r s = 1 := by
  have h := sum_mass_mul r fun _ ↦ 1
  simp only [mul_one] at h
  rw [h]
  ring

/-- The masses of the noise have sum one. -/
theorem sum_noiseMass (r : ℝ) : ∑ e, noiseMass r e = 1 := by
  rw [Fin.sum_univ_three]
  change r + (1 - 2 * r) + r = 1
  ring

/-- The sign has mean zero. -/
theorem sum_mass_mul_sign (r : ℝ) : ∑ s, mass r s * sign s = 0 := by
  rw [sum_mass_mul]
  change r / 2 * -1 + (1 - r) / 2 * -1 + (1 - r) / 2 * 1 + r / 2 * 1 = 0
  ring

/-- The second factor of the kernel has mean zero. -/
theorem sum_mass_mul_dual (r : ℝ) : ∑ s, mass r s * dual r s = 0 := by
  rw [sum_mass_mul]
  change r / 2 * -1 + (1 - r) / 2 * -((1 - 3 * r) / (1 - r))
    + (1 - r) / 2 * ((1 - 3 * r) / (1 - r)) + r / 2 * 1 = 0
  ring

/-- The squared norm of the second factor of the kernel. -/
noncomputable def dualSq (r : ℝ) : ℝ := r + (1 - r) * ((1 - 3 * r) / (1 - r)) ^ 2

private theorem pos_of_mul_eq {a b c : ℝ} (hb : 0 < b) (hc : 0 < c) (h : a * b = c) : 0 < a :=
  (mul_pos_iff_of_pos_right hb).mp (h ▸ hc)

private theorem one_sub_pos (h1 : r < 1 / 2) : 0 < 1 - r := by linarith only [h1]

/-- Where the equation holds, `r` is between `1/5` and `2/5`, and the second factor is smaller than
the top eigenvalue `(1 + r) / 3`. -/
theorem dualSq_lt (h0 : 0 < r) (h1 : r < 1 / 2) (hr : 8 * r ^ 2 + 3 * r = 2) :
    dualSq r < (1 + r) / 3 := by
  have hpos := one_sub_pos h1
  have l1 : 0 < 5 * r - 1 := pos_of_mul_eq (b := 40 * r + 23) (c := 27)
    (add_pos (mul_pos Nat.ofNat_pos h0) Nat.ofNat_pos) Nat.ofNat_pos (by linear_combination 25 * hr)
  have l2 : 0 < 2 - 5 * r := pos_of_mul_eq (b := 40 * r + 31) (c := 12)
    (add_pos (mul_pos Nat.ofNat_pos h0) Nat.ofNat_pos) Nat.ofNat_pos
    (by linear_combination -25 * hr)
  have hd : (1 - r) * ((1 - r) * ((1 - 3 * r) / (1 - r)) ^ 2) = (1 - 3 * r) ^ 2 := by
    rw [← mul_assoc, ← pow_two, ← mul_pow, mul_div_cancel₀ _ hpos.ne']
  have hmul : (1 - r) * ((1 + r) / 3 - dualSq r) = (5 * r - 1) * (2 - 5 * r) / 3 := by
    rw [dualSq]
    linear_combination -hd
  refine sub_pos.mp ((mul_pos_iff_of_pos_left hpos).mp ?_)
  rw [hmul]
  exact div_pos (mul_pos l1 l2) three_pos

/-- The second factor does not vanish. -/
theorem dualSq_pos (h0 : 0 < r) (h1 : r < 1 / 2) : 0 < dualSq r :=
  add_pos_of_pos_of_nonneg h0 (mul_nonneg (one_sub_pos h1).le (sq_nonneg _))

/-- The squared norm of the second factor of the kernel. -/
theorem sum_mass_mul_dual_sq (r : ℝ) : ∑ s, mass r s * (dual r s * dual r s) = dualSq r := by
  rw [sum_mass_mul, dualSq]
  change r / 2 * (-1 * -1)
    + (1 - r) / 2 * (-((1 - 3 * r) / (1 - r)) * -((1 - 3 * r) / (1 - r)))
    + (1 - r) / 2 * ((1 - 3 * r) / (1 - r) * ((1 - 3 * r) / (1 - r))) + r / 2 * (1 * 1) = _
  ring

/-- The norm of the sign. -/
theorem sum_mass_mul_sign_sq (r : ℝ) : ∑ s, mass r s * (sign s * sign s) = 1 := by
  rw [sum_mass_mul]
  change r / 2 * (-1 * -1) + (1 - r) / 2 * (-1 * -1) + (1 - r) / 2 * (1 * 1)
    + r / 2 * (1 * 1) = 1
  ring

/-- The kernel of the chain. -/
theorem kernel (h1 : r < 1 / 2) (s : Fin 4) (u : Fin 4 → ℝ) :
    ∑ e, noiseMass r e * u (step s e) = ∑ t, mass r t * ((1 + sign s * dual r t) * u t) := by
  have hc : (1 - r) / 2 * ((1 - 3 * r) / (1 - r)) = (1 - 3 * r) / 2 := by
    rw [div_mul_div_comm, mul_comm 2, mul_div_mul_left _ _ (one_sub_pos h1).ne']
  have low : r * u 0 + (1 - 2 * r) * u 1 + r * u 2
      = r / 2 * ((1 + -1 * -1) * u 0)
        + (1 - r) / 2 * ((1 + -1 * -((1 - 3 * r) / (1 - r))) * u 1)
        + (1 - r) / 2 * ((1 + -1 * ((1 - 3 * r) / (1 - r))) * u 2)
        + r / 2 * ((1 + -1 * 1) * u 3) := by
    linear_combination (u 2 - u 1) * hc
  have high : r * u 1 + (1 - 2 * r) * u 2 + r * u 3
      = r / 2 * ((1 + 1 * -1) * u 0)
        + (1 - r) / 2 * ((1 + 1 * -((1 - 3 * r) / (1 - r))) * u 1)
        + (1 - r) / 2 * ((1 + 1 * ((1 - 3 * r) / (1 - r))) * u 2)
        + r / 2 * ((1 + 1 * 1) * u 3) := by
    linear_combination (u 1 - u 2) * hc
  rw [Fin.sum_univ_three, sum_mass_mul]
  match s with
  | 0 | 1 => exact low
  | 2 | 3 => exact high

/-- The transition probabilities of the chain. -/
theorem kernel_indicator (h1 : r < 1 / 2) (s t : Fin 4) :
    ∑ e, noiseMass r e * (if step s e = t then 1 else 0)
      = mass r t * (1 + sign s * dual r t) := by
  rw [kernel h1 s fun x ↦ if x = t then 1 else 0]
  simp

/-- Sums over the steps of independent copies as sums over the kernel. -/
theorem sum_step (h1 : r < 1 / 2) (u : (Fin n → Fin 4) → (Fin n → Fin 4) → ℝ) :
    ∑ z, ∑ e, weight (mass r) z * weight (noiseMass r) e * u z (fun i ↦ step (z i) (e i))
      = ∑ z, ∑ y, weight (mass r) z * weight (mass r) y
          * (∏ i, (1 + sign (z i) * dual r (y i))) * u z y := by
  refine sum_congr rfl fun z _ ↦ ?_
  have hker (y : Fin n → Fin 4) :
      weight (mass r) y * ∏ i, (1 + sign (z i) * dual r (y i))
        = ∑ e, weight (noiseMass r) e * if (fun i ↦ step (z i) (e i)) = y then 1 else 0 := by
    rw [weight, ← prod_mul_distrib]
    simp_rw [← kernel_indicator h1]
    rw [← expect_prod fun i e ↦ if step (z i) e = y i then 1 else 0]
    refine sum_congr rfl fun e _ ↦ ?_
    dsimp only
    rw [prod_boole]
    simp [funext_iff]
  have hright : ∑ y, weight (mass r) z * weight (mass r) y
      * (∏ i, (1 + sign (z i) * dual r (y i))) * u z y
        = weight (mass r) z * ∑ y, ∑ e, weight (noiseMass r) e
          * (if (fun i ↦ step (z i) (e i)) = y then 1 else 0) * u z y := by
    rw [mul_sum]
    refine sum_congr rfl fun y _ ↦ ?_
    rw [mul_assoc (weight (mass r) z), hker, mul_assoc, sum_mul]
  rw [hright, sum_comm, mul_sum]
  refine sum_congr rfl fun e _ ↦ ?_
  simp [mul_assoc]

/-- The kernel is stochastic in both variables. -/
theorem sum_kernel_left (y : Fin n → Fin 4) :
    ∑ z, weight (mass r) z * ∏ i, (1 + sign (z i) * dual r (y i)) = 1 := by
  have h := expect_prod (p := mass r) fun i s ↦ 1 + sign s * dual r (y i)
  rw [expect] at h
  rw [h]
  refine prod_eq_one fun i _ ↦ ?_
  have e (s : Fin 4) : mass r s * (1 + sign s * dual r (y i))
      = mass r s + dual r (y i) * (mass r s * sign s) := by ring
  simp_rw [e]
  rw [sum_add_distrib, ← mul_sum, sum_mass, sum_mass_mul_sign, mul_zero, add_zero]

/-- The kernel is stochastic in both variables. -/
theorem sum_kernel_right (z : Fin n → Fin 4) :
    ∑ y, weight (mass r) y * ∏ i, (1 + sign (z i) * dual r (y i)) = 1 := by
  have h := expect_prod (p := mass r) fun i s ↦ 1 + sign (z i) * dual r s
  rw [expect] at h
  rw [h]
  refine prod_eq_one fun i _ ↦ ?_
  have e (s : Fin 4) : mass r s * (1 + sign (z i) * dual r s)
      = mass r s + sign (z i) * (mass r s * dual r s) := by ring
  simp_rw [e]
  rw [sum_add_distrib, ← mul_sum, sum_mass, sum_mass_mul_dual, mul_zero, add_zero]

/-- The chain is stationary. -/
theorem sum_step_right (h1 : r < 1 / 2) (u : (Fin n → Fin 4) → ℝ) :
    ∑ z, ∑ e, weight (mass r) z * weight (noiseMass r) e * u (fun i ↦ step (z i) (e i))
      = expect (mass r) u := by
  rw [sum_step h1 fun _ y ↦ u y, sum_comm]
  refine sum_congr rfl fun y _ ↦ ?_
  have h : ∑ z, weight (mass r) z * weight (mass r) y
      * (∏ i, (1 + sign (z i) * dual r (y i))) * u y = weight (mass r) y * u y
        * ∑ z, weight (mass r) z * ∏ i, (1 + sign (z i) * dual r (y i)) := by
    rw [mul_sum]
    exact sum_congr rfl fun z _ ↦ by ring
  rw [h, sum_kernel_left, mul_one]

/-- The loss of a function of `n` independent copies of the chain. -/
theorem sum_step_sub_sq (h1 : r < 1 / 2) (f : (Fin n → Fin 4) → ℝ) :
    ∑ z, ∑ e, weight (mass r) z * weight (noiseMass r) e
        * (f (fun i ↦ step (z i) (e i)) - f z) ^ 2
      = 2 * expect (mass r) (fun z ↦ f z ^ 2) - 2 * pairForm (mass r) sign (dual r) f := by
  rw [sum_step h1 fun z y ↦ (f y - f z) ^ 2]
  have hsplit (z y : Fin n → Fin 4) : weight (mass r) z * weight (mass r) y
      * (∏ i, (1 + sign (z i) * dual r (y i))) * (f y - f z) ^ 2
        = weight (mass r) y * f y ^ 2
            * (weight (mass r) z * ∏ i, (1 + sign (z i) * dual r (y i)))
          + weight (mass r) z * f z ^ 2
            * (weight (mass r) y * ∏ i, (1 + sign (z i) * dual r (y i)))
          - 2 * (weight (mass r) z * weight (mass r) y
            * (∏ i, (1 + sign (z i) * dual r (y i))) * (f z * f y)) := by
    ring
  simp_rw [hsplit]
  simp only [sum_sub_distrib, sum_add_distrib, ← mul_sum, sum_kernel_right, mul_one]
  rw [sum_comm]
  simp only [← mul_sum, sum_kernel_left, mul_one]
  rw [pairForm, expect]
  ring

end LeJEPA.FourPoint
