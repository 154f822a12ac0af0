import Mathlib.Algebra.BigOperators.Ring.Finset
import Mathlib.Algebra.Order.BigOperators.Ring.Finset
import Mathlib.Data.Fintype.BigOperators
import Mathlib.Data.Real.Basic
import Mathlib.Tactic.FieldSimp
import Mathlib.Tactic.Linarith
import Mathlib.Tactic.Positivity

/-!
# Independent copies of a chain whose transition has rank one

Let `p` be a probability weight on a finite set `S`, and let `ε`, `w`, `ξ : S → ℝ` have mean zero
with `E ε² = 1`, `E w² = q < 1`, `E ξ² = 1` and `ξ = a ε + b w`, `4 κ a b = 1`. The kernel
`p(t) (1 + ε(s) w(t))` of a stationary chain acts on functions with mean zero as the operator
`⟨w, ·⟩ ε` of rank one. For `n` independent copies the bilinear form of the pair is
`Σ_A ⟨f, ε_A⟩ ⟨f, w_A⟩` over the sets `A` of coordinates, where `u_A(z) = ∏_{i ∈ A} u(z i)`. For a
function `f` with mean zero this is at most `κ X + q (E f² - X)` with `X = Σ_i ⟨f, ξ(z i)⟩²`.

## Main results

* `LeJEPA.expect_character_mul_character`: orthogonality of the characters `u_A`.
* `LeJEPA.sum_sq_div_le`: Bessel's inequality.
* `LeJEPA.pairForm_le`: the bound.
-/

namespace LeJEPA

open Finset

variable {S : Type*} [Fintype S] {n : ℕ} {p : S → ℝ}

/-- The weight of a configuration of independent coordinates. -/
def weight (p : S → ℝ) (z : Fin n → S) : ℝ := ∏ i, p (z i)

/-- The expectation over configurations of independent coordinates. -/
def expect (p : S → ℝ) (f : (Fin n → S) → ℝ) : ℝ := ∑ z, weight p z * f z

/-- The character `u_A(z) = ∏_{i ∈ A} u(z i)`. -/
def character (u : S → ℝ) (A : Finset (Fin n)) (z : Fin n → S) : ℝ := ∏ i ∈ A, u (z i)

/-- The form `E[f(z) f(z')]` of independent copies of the chain with kernel
`p(t) (1 + ε(s) w(t))`. -/
def pairForm (p ε w : S → ℝ) (f : (Fin n → S) → ℝ) : ℝ :=
  ∑ z, ∑ y, weight p z * weight p y * (∏ i, (1 + ε (z i) * w (y i))) * (f z * f y)

/-- The expectation of a product over the coordinates is the product of the expectations. -/
theorem expect_prod (u : Fin n → S → ℝ) :
    expect p (fun z ↦ ∏ i, u i (z i)) = ∏ i, ∑ s, p s * u i s := by
  classical
  simp only [expect, weight, ← prod_mul_distrib]
  rw [prod_univ_sum, Fintype.piFinset_univ]

/-- Expectations are additive over finite sums. -/
theorem expect_sum {ι : Type*} (t : Finset ι) (f : ι → (Fin n → S) → ℝ) :
    expect p (fun z ↦ ∑ i ∈ t, f i z) = ∑ i ∈ t, expect p (f i) := by
  simp only [expect, mul_sum]
  exact sum_comm

/-- Expectations are homogeneous. -/
theorem expect_const_mul (c : ℝ) (f : (Fin n → S) → ℝ) :
    expect p (fun z ↦ c * f z) = c * expect p f := by
  simp only [expect, mul_sum]
  exact sum_congr rfl fun z _ ↦ by ring

/-- Expectations are additive. -/
theorem expect_add (f g : (Fin n → S) → ℝ) :
    expect p (fun z ↦ f z + g z) = expect p f + expect p g := by
  simp only [expect, mul_add, sum_add_distrib]

/-- Expectations of nonnegative functions are nonnegative. -/
theorem expect_nonneg (hp : ∀ s, 0 ≤ p s) {f : (Fin n → S) → ℝ} (hf : ∀ z, 0 ≤ f z) :
    0 ≤ expect p f :=
  sum_nonneg fun z _ ↦ mul_nonneg (prod_nonneg fun _ _ ↦ hp _) (hf z)

/-- Characters of functions with mean zero are orthogonal. -/
theorem expect_character_mul_character [DecidableEq (Finset (Fin n))] (hsum : ∑ s, p s = 1)
    {u v : S → ℝ} (hu : ∑ s, p s * u s = 0) (hv : ∑ s, p s * v s = 0) (A B : Finset (Fin n)) :
    expect p (fun z ↦ character u A z * character v B z)
      = if A = B then (∑ s, p s * (u s * v s)) ^ #A else 0 := by
  have hfun (z : Fin n → S) : character u A z * character v B z
      = ∏ i, (if i ∈ A then u (z i) else 1) * (if i ∈ B then v (z i) else 1) := by
    rw [prod_mul_distrib, prod_ite_mem, prod_ite_mem, univ_inter, univ_inter]
    rfl
  simp_rw [hfun]
  rw [expect_prod fun i s ↦ (if i ∈ A then u s else 1) * (if i ∈ B then v s else 1)]
  by_cases h : A = B
  · subst h
    rw [if_pos rfl]
    have hfactor (i : Fin n) :
        ∑ s, p s * ((if i ∈ A then u s else 1) * (if i ∈ A then v s else 1))
          = if i ∈ A then ∑ s, p s * (u s * v s) else 1 := by
      by_cases hi : i ∈ A
      · simp only [if_pos hi]
      · simp only [if_neg hi, mul_one, hsum]
    simp_rw [hfactor]
    rw [prod_ite_mem, univ_inter, prod_const]
  · -- Some coordinate lies in exactly one of the two sets.
    obtain ⟨i, hi⟩ : ∃ i, ¬ (i ∈ A ↔ i ∈ B) := by
      by_contra! hcon
      exact h (Finset.ext hcon)
    rw [if_neg h]
    refine prod_eq_zero (mem_univ i) ?_
    by_cases hA : i ∈ A
    · have hB : i ∉ B := fun hB ↦ hi ⟨fun _ ↦ hB, fun _ ↦ hA⟩
      simpa only [if_pos hA, if_neg hB, mul_one] using hu
    · have hB : i ∈ B := by
        by_contra hB
        exact hi ⟨fun h ↦ absurd h hA, fun h ↦ absurd h hB⟩
      simpa only [if_neg hA, if_pos hB, one_mul] using hv

/-- The squared distance of `f` from its projection on a finite orthogonal family with squared norms
`N`. -/
theorem expect_sub_sum_sq {ι : Type*} [Fintype ι] [DecidableEq ι]
    {F : ι → (Fin n → S) → ℝ} {N : ι → ℝ} (hN : ∀ i, N i ≠ 0)
    (hF : ∀ i j, expect p (fun z ↦ F i z * F j z) = if i = j then N i else 0)
    (f : (Fin n → S) → ℝ) :
    expect p (fun z ↦ (f z - ∑ i, expect p (fun z ↦ f z * F i z) / N i * F i z) ^ 2)
      = expect p (fun z ↦ f z ^ 2) - ∑ i, expect p (fun z ↦ f z * F i z) ^ 2 / N i := by
  set c := fun i ↦ expect p (fun z ↦ f z * F i z) / N i with hc
  have hexpand (z : Fin n → S) : (f z - ∑ i, c i * F i z) ^ 2
      = f z ^ 2 + (∑ i, -2 * c i * (f z * F i z)
        + ∑ i, ∑ j, c i * c j * (F i z * F j z)) := by
    have h1 : ∑ i, -2 * c i * (f z * F i z) = -2 * f z * ∑ i, c i * F i z := by
      rw [mul_sum]
      exact sum_congr rfl fun i _ ↦ by ring
    have h2 : ∑ i, ∑ j, c i * c j * (F i z * F j z) = (∑ i, c i * F i z) ^ 2 := by
      rw [pow_two, sum_mul_sum]
      exact sum_congr rfl fun i _ ↦ sum_congr rfl fun j _ ↦ by ring
    rw [h1, h2]
    ring
  have h1 : ∑ i, -2 * c i * expect p (fun z ↦ f z * F i z)
      = -2 * ∑ i, expect p (fun z ↦ f z * F i z) ^ 2 / N i := by
    rw [mul_sum]
    refine sum_congr rfl fun i _ ↦ ?_
    rw [hc]
    ring
  have h2 : ∑ i, ∑ j, c i * c j * (if i = j then N i else 0)
      = ∑ i, expect p (fun z ↦ f z * F i z) ^ 2 / N i := by
    refine sum_congr rfl fun i _ ↦ ?_
    simp only [mul_ite, mul_zero, sum_ite_eq, mem_univ, if_true, hc]
    rw [mul_assoc, div_mul_cancel₀ _ (hN i), div_mul_eq_mul_div, ← pow_two]
  change expect p (fun z ↦ (f z - ∑ i, c i * F i z) ^ 2) = _
  simp_rw [hexpand]
  rw [expect_add, expect_add, expect_sum, expect_sum]
  simp_rw [expect_sum, expect_const_mul, hF]
  rw [h1, h2]
  ring

/-- Bessel's inequality for a finite orthogonal family with squared norms `N`. -/
theorem sum_sq_div_le {ι : Type*} [Fintype ι] [DecidableEq ι] (hp : ∀ s, 0 ≤ p s)
    {F : ι → (Fin n → S) → ℝ} {N : ι → ℝ} (hN : ∀ i, 0 < N i)
    (hF : ∀ i j, expect p (fun z ↦ F i z * F j z) = if i = j then N i else 0)
    (f : (Fin n → S) → ℝ) :
    ∑ i, expect p (fun z ↦ f z * F i z) ^ 2 / N i ≤ expect p (fun z ↦ f z ^ 2) := by
  have h := expect_sub_sum_sq (fun i ↦ (hN i).ne') hF f
  have hnonneg := expect_nonneg (n := n) hp fun z ↦
    sq_nonneg (f z - ∑ i, expect p (fun z ↦ f z * F i z) / N i * F i z)
  exact sub_nonneg.mp (hnonneg.trans_eq h)

/-- The form of the pair as a sum over sets of coordinates. -/
theorem pairForm_eq_sum (ε w : S → ℝ) (f : (Fin n → S) → ℝ) : pairForm p ε w f
    = ∑ A : Finset (Fin n), expect p (fun z ↦ f z * character ε A z)
        * expect p (fun z ↦ f z * character w A z) := by
  have hkernel (z y : Fin n → S) : ∏ i, (1 + ε (z i) * w (y i))
      = ∑ A : Finset (Fin n), character ε A z * character w A y := by
    rw [prod_one_add, powerset_univ]
    simp only [character, prod_mul_distrib]
  simp only [pairForm, expect, hkernel, sum_mul_sum]
  conv_rhs => rw [sum_comm]
  refine sum_congr rfl fun z _ ↦ ?_
  conv_rhs => rw [sum_comm]
  refine sum_congr rfl fun y _ ↦ ?_
  rw [mul_sum, sum_mul]
  exact sum_congr rfl fun A _ ↦ by ring

/-- The form of the pair at a function of one coordinate. -/
theorem pairForm_coordinate (hsum : ∑ s, p s = 1) {ε w ξ : S → ℝ} (hε : ∑ s, p s * ε s = 0)
    (hw : ∑ s, p s * w s = 0) (hξ : ∑ s, p s * ξ s = 0) (j : Fin n) :
    pairForm p ε w (fun z ↦ ξ (z j)) = (∑ s, p s * (ξ s * ε s)) * ∑ s, p s * (ξ s * w s) := by
  classical
  have h (v : S → ℝ) (hv : ∑ s, p s * v s = 0) (A : Finset (Fin n)) :
      expect p (fun z ↦ ξ (z j) * character v A z)
        = if {j} = A then ∑ s, p s * (ξ s * v s) else 0 := by
    have h := expect_character_mul_character hsum hξ hv {j} A
    simpa only [character, prod_singleton, card_singleton, pow_one] using h
  rw [pairForm_eq_sum]
  simp only [h ε hε, h w hw]
  rw [Fintype.sum_eq_single {j} fun A hA ↦ by rw [if_neg hA.symm, zero_mul], if_pos rfl, if_pos rfl]

/-- A sum over the sets with one element. -/
theorem sum_ite_card_eq_one (F : Finset (Fin n) → ℝ) :
    ∑ A : Finset (Fin n), (if #A = 1 then F A else 0) = ∑ i, F {i} := by
  classical
  rw [← sum_filter, univ_filter_card_eq, powersetCard_one, sum_map]
  rfl

private theorem mul_le_mul_sq {a b κ q α β : ℝ} (hκ : 0 ≤ κ) (hab : 4 * κ * a * b = 1) :
    α * β ≤ (κ - q) * (a * α + b * β) ^ 2 + q / 2 * (a * α + b * β) ^ 2
      + q / 2 * (a * α + b * β) ^ 2 := by
  have hsq := mul_nonneg hκ (sq_nonneg (a * α - b * β))
  have hmul : 4 * κ * a * b * (α * β) = α * β := by rw [hab, one_mul]
  linarith only [hsq, hmul]

private theorem mul_le_add_div_pow {q α β : ℝ} {k : ℕ} (hq₀ : 0 < q) (hq₁ : q ≤ 1) (hk : 2 ≤ k) :
    α * β ≤ q / 2 * α ^ 2 + q / 2 * (β ^ 2 / q ^ k) := by
  have hβ := mul_le_mul_of_nonneg_left (div_le_div_of_nonneg_left (sq_nonneg β) (pow_pos hq₀ k)
    (pow_le_pow_of_le_one hq₀.le hq₁ hk)) (half_pos hq₀).le
  have hsq := mul_nonneg (half_pos hq₀).le (sq_nonneg (α - β / q))
  have hmul : α * (q * (β / q)) = α * β := by rw [mul_div_cancel₀ _ hq₀.ne']
  rw [← div_pow] at hβ
  linarith only [hsq, hβ, hmul]

/-- The bound on the form of the pair: for `f` with mean zero it is at most
`κ X + q (E f² - X)`, where `X` is the energy of `f` along the functions `ξ(z i)`. -/
theorem pairForm_le (hp : ∀ s, 0 ≤ p s) (hsum : ∑ s, p s = 1) {ε w ξ : S → ℝ} {a b κ q : ℝ}
    (hε : ∑ s, p s * ε s = 0) (hw : ∑ s, p s * w s = 0) (hεε : ∑ s, p s * (ε s * ε s) = 1)
    (hww : ∑ s, p s * (w s * w s) = q) (hξξ : ∑ s, p s * (ξ s * ξ s) = 1)
    (hξ : ∀ s, ξ s = a * ε s + b * w s) (hκ : 0 ≤ κ) (hab : 4 * κ * a * b = 1) (hq₀ : 0 < q)
    (hq₁ : q ≤ 1) {f : (Fin n → S) → ℝ} (hf : expect p f = 0) :
    pairForm p ε w f ≤ κ * ∑ i, expect p (fun z ↦ f z * ξ (z i)) ^ 2
      + q * (expect p (fun z ↦ f z ^ 2) - ∑ i, expect p (fun z ↦ f z * ξ (z i)) ^ 2) := by
  classical
  have hξ0 : ∑ s, p s * ξ s = 0 := by
    have e (s : S) : p s * ξ s = a * (p s * ε s) + b * (p s * w s) := by
      rw [hξ]
      ring
    simp_rw [e]
    rw [sum_add_distrib, ← mul_sum, ← mul_sum, hε, hw, mul_zero, mul_zero, add_zero]
  have hX : ∑ i, expect p (fun z ↦ f z * ξ (z i)) ^ 2 = ∑ A : Finset (Fin n),
      if #A = 1 then expect p (fun z ↦ f z * character ξ A z) ^ 2 else 0 := by
    rw [sum_ite_card_eq_one]
    simp only [character, prod_singleton]
  -- Bessel's inequality for two orthogonal families that share the functions `ξ(z i)`.
  have hF := sum_sq_div_le (n := n) hp (F := fun A ↦ character (if #A = 1 then ξ else ε) A)
    (N := fun _ ↦ 1) (fun _ ↦ one_pos) (fun A B ↦ by
      rw [expect_character_mul_character hsum (by split_ifs <;> assumption)
        (by split_ifs <;> assumption)]
      by_cases h : A = B
      · subst h
        by_cases h1 : #A = 1
        · simp only [h1, if_true, hξξ, one_pow]
        · simp only [h1, if_true, if_false, hεε, one_pow]
      · rw [if_neg h, if_neg h]) f
  have hG := sum_sq_div_le (n := n) hp (F := fun A ↦ character (if #A = 1 then ξ else w) A)
    (N := fun A ↦ if #A = 1 then 1 else q ^ #A) (fun A ↦ by
      dsimp only
      split_ifs
      exacts [one_pos, pow_pos hq₀ _]) (fun A B ↦ by
      rw [expect_character_mul_character hsum (by split_ifs <;> assumption)
        (by split_ifs <;> assumption)]
      by_cases h : A = B
      · subst h
        by_cases h1 : #A = 1
        · simp only [h1, if_true, hξξ, one_pow]
        · simp only [h1, if_true, if_false, hww]
      · rw [if_neg h, if_neg h]) f
  -- The bound, set by set.
  have hterm (A : Finset (Fin n)) :
      expect p (fun z ↦ f z * character ε A z) * expect p (fun z ↦ f z * character w A z)
        ≤ (κ - q) * (if #A = 1 then expect p (fun z ↦ f z * character ξ A z) ^ 2 else 0)
          + q / 2 * (expect p (fun z ↦ f z * character (if #A = 1 then ξ else ε) A z) ^ 2 / 1)
          + q / 2 * (expect p (fun z ↦ f z * character (if #A = 1 then ξ else w) A z) ^ 2
            / if #A = 1 then 1 else q ^ #A) := by
    by_cases h1 : #A = 1
    · obtain ⟨i, rfl⟩ := card_eq_one.mp h1
      have e : expect p (fun z ↦ f z * character ξ {i} z)
          = a * expect p (fun z ↦ f z * character ε {i} z)
            + b * expect p (fun z ↦ f z * character w {i} z) := by
        rw [← expect_const_mul, ← expect_const_mul, ← expect_add]
        refine sum_congr rfl fun z _ ↦ ?_
        simp only [character, prod_singleton, hξ]
        ring
      simp only [h1, if_true, e, div_one]
      exact mul_le_mul_sq hκ hab
    · simp only [h1, if_false, div_one, mul_zero, zero_add]
      by_cases h0 : #A = 0
      · rw [card_eq_zero] at h0
        subst h0
        simp only [character, prod_empty, mul_one, hf, mul_zero, zero_pow two_ne_zero, zero_div,
          add_zero, le_refl]
      · exact mul_le_add_div_pow hq₀ hq₁ (by omega)
  rw [pairForm_eq_sum, hX]
  refine (sum_le_sum fun A _ ↦ hterm A).trans ?_
  rw [sum_add_distrib, sum_add_distrib, ← mul_sum, ← mul_sum, ← mul_sum]
  have h2 := (half_pos hq₀).le
  refine (add_le_add (add_le_add_right (mul_le_mul_of_nonneg_left hF h2) _)
    (mul_le_mul_of_nonneg_left hG h2)).trans_eq ?_
  ring

end LeJEPA
