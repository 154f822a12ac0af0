import LeJEPA.Approximate
import LeJEPA.Counterexamples.HermiteTwo

/-!
# Encoders that satisfy the hypotheses of Theorem 3

The encoder that applies `x ↦ a x + c (x² - 1) / √2` to every coordinate has mean zero, covariance
`(a² + c²) I`, linear part `a I`, nonlinear energy `c² n` and alignment loss
`2 (1 - ρ) (a² + c²) n + 2 ρ (1 - ρ) c² n`. So it satisfies the hypotheses of Theorem 3 with
`δ = 2 ρ (1 - ρ) c² n`; with `a² + c² = 1` also `ε = 0`. It is not affine if `c ≠ 0`, and the gap
inequality is an equality for it: the bound `D` on the nonlinear energy is sharp.

## Main definitions

* `LeJEPA.quadraticEncoder`: the encoder.

## Main results

* `LeJEPA.alignmentLoss_quadraticEncoder`, `LeJEPA.covMatrix_quadraticEncoder`: its loss and its
  covariance.
* `LeJEPA.gap_quadraticEncoder`: the gap inequality is sharp.
* `LeJEPA.exists_isometry_quadraticEncoder`: Theorem 3 applies to it.
-/

open MeasureTheory ProbabilityTheory
open scoped Matrix.Norms.Frobenius

namespace LeJEPA

variable {n : ℕ} {ρ : ℝ} (a c : ℝ)

/-- The encoder that applies `x ↦ a x + c (x² - 1) / √2` to every coordinate. -/
noncomputable def quadraticEncoder (n : ℕ) (a c : ℝ) :
    EuclideanSpace ℝ (Fin n) → EuclideanSpace ℝ (Fin n) :=
  coordwise fun x ↦ a * x + c * hermiteTwo x

private theorem memLp_id_real : MemLp (fun x : ℝ ↦ x) 2 (gaussianReal 0 1) :=
  memLp_id_gaussianReal 2

private theorem integrable_mul {f g : ℝ → ℝ} (hf : MemLp f 2 (gaussianReal 0 1))
    (hg : MemLp g 2 (gaussianReal 0 1)) : Integrable (fun x ↦ f x * g x) (gaussianReal 0 1) :=
  hf.integrable_mul hg

private theorem memLp_quadratic : MemLp (fun x ↦ a * x + c * hermiteTwo x) 2 (gaussianReal 0 1) :=
  (memLp_id_real.const_mul a).add (memLp_hermiteTwo.const_mul c)

private theorem integral_quadratic :
    ∫ x, (a * x + c * hermiteTwo x) ∂gaussianReal 0 1 = 0 := by
  rw [integral_add ((memLp_id_real.const_mul a).integrable one_le_two)
      ((memLp_hermiteTwo.const_mul c).integrable one_le_two),
    integral_const_mul, integral_const_mul, integral_id_gaussianReal, integral_hermiteTwo]
  ring

/-- The identity is orthogonal to the second Hermite polynomial. -/
theorem integral_mul_hermiteTwo : ∫ x, x * hermiteTwo x ∂gaussianReal 0 1 = 0 := by
  have h (x : ℝ) : x * hermiteTwo x = (x ^ 3 - x) / √2 := by
    rw [hermiteTwo]
    ring
  simp_rw [h]
  rw [integral_div, integral_sub (integrable_pow_gaussianReal 3)
    (memLp_id_real.integrable one_le_two), integral_pow_three_gaussianReal,
    integral_id_gaussianReal]
  simp

private theorem integral_quadratic_mul_id :
    ∫ x, (a * x + c * hermiteTwo x) * x ∂gaussianReal 0 1 = a := by
  have h (x : ℝ) : (a * x + c * hermiteTwo x) * x = a * (x * x) + c * (x * hermiteTwo x) := by ring
  simp_rw [h]
  rw [integral_add ((integrable_mul memLp_id_real memLp_id_real).const_mul a)
      ((integrable_mul memLp_id_real memLp_hermiteTwo).const_mul c), integral_const_mul,
    integral_const_mul, integral_sq_gaussianReal, integral_mul_hermiteTwo]
  ring

private theorem integral_quadratic_mul_hermiteTwo :
    ∫ x, (a * x + c * hermiteTwo x) * hermiteTwo x ∂gaussianReal 0 1 = c := by
  have h (x : ℝ) : (a * x + c * hermiteTwo x) * hermiteTwo x
      = a * (x * hermiteTwo x) + c * hermiteTwo x ^ 2 := by ring
  simp_rw [h]
  rw [integral_add ((integrable_mul memLp_id_real memLp_hermiteTwo).const_mul a)
      (memLp_hermiteTwo.integrable_sq.const_mul c), integral_const_mul, integral_const_mul,
    integral_mul_hermiteTwo, integral_hermiteTwo_sq]
  ring

/-- The integral of a quadratic function against another one. -/
private theorem integral_quadratic_mul_quadratic (a' c' k : ℝ) :
    ∫ x, (a * x + c * hermiteTwo x) * (a' * x + c' * hermiteTwo x + k) ∂gaussianReal 0 1
      = a * a' + c * c' := by
  have hf := memLp_quadratic a c
  have h (x : ℝ) : (a * x + c * hermiteTwo x) * (a' * x + c' * hermiteTwo x + k)
      = a' * ((a * x + c * hermiteTwo x) * x) + c' * ((a * x + c * hermiteTwo x) * hermiteTwo x)
        + k * (a * x + c * hermiteTwo x) := by ring
  have i1 := (integrable_mul hf memLp_id_real).const_mul a'
  have i2 := (integrable_mul hf memLp_hermiteTwo).const_mul c'
  have i3 := (hf.integrable one_le_two).const_mul k
  simp_rw [h]
  rw [integral_add (i1.add'' i2) i3, integral_add i1 i2, integral_const_mul, integral_const_mul,
    integral_const_mul, integral_quadratic, integral_quadratic_mul_id,
    integral_quadratic_mul_hermiteTwo]
  ring

private theorem integral_quadratic_sq :
    ∫ x, (a * x + c * hermiteTwo x) ^ 2 ∂gaussianReal 0 1 = a ^ 2 + c ^ 2 := by
  have h := integral_quadratic_mul_quadratic a c a c 0
  simp only [add_zero, ← pow_two] at h
  exact h

/-- The correlation of a quadratic function over the pair. -/
private theorem integral_quadratic_mul :
    ∫ p, (a * p.1 + c * hermiteTwo p.1) * (a * (ρ * p.1 + √(1 - ρ ^ 2) * p.2)
        + c * hermiteTwo (ρ * p.1 + √(1 - ρ ^ 2) * p.2)) ∂(gaussianReal 0 1).prod (gaussianReal 0 1)
      = a ^ 2 * ρ + c ^ 2 * ρ ^ 2 := by
  set s := √(1 - ρ ^ 2)
  have hf := memLp_quadratic a c
  have h (p : ℝ × ℝ) : (a * p.1 + c * hermiteTwo p.1) * (a * (ρ * p.1 + s * p.2)
        + c * hermiteTwo (ρ * p.1 + s * p.2))
      = (a * p.1 + c * hermiteTwo p.1) * (a * ρ * p.1 + c * ρ ^ 2 * hermiteTwo p.1
          + c * (ρ ^ 2 - 1) / √2)
        + ((a * p.1 + c * hermiteTwo p.1) * (c * 2 * ρ * s / √2 * p.1 + a * s) * p.2
          + (a * p.1 + c * hermiteTwo p.1) * p.2 ^ 2 * (c * s ^ 2 / √2)) := by
    simp only [hermiteTwo]
    ring
  have hA : MemLp (fun x ↦ a * ρ * x + c * ρ ^ 2 * hermiteTwo x + c * (ρ ^ 2 - 1) / √2) 2
      (gaussianReal 0 1) := (memLp_quadratic _ _).add (memLp_const _)
  have hB : MemLp (fun x : ℝ ↦ c * 2 * ρ * s / √2 * x + a * s) 2 (gaussianReal 0 1) :=
    (memLp_id_real.const_mul _).add (memLp_const _)
  have j1 := (integrable_mul hf hA).comp_fst (gaussianReal 0 1)
  have j2 := (integrable_mul hf hB).mul_prod (memLp_id_real.integrable one_le_two)
  have j3 := ((hf.integrable one_le_two).mul_prod (integrable_pow_gaussianReal 2)).mul_const
    (c * s ^ 2 / √2)
  simp_rw [h]
  rw [integral_add j1 (j2.add'' j3), integral_add j2 j3, integral_mul_const,
    integral_fun_fst fun x ↦ (a * x + c * hermiteTwo x) * (a * ρ * x + c * ρ ^ 2 * hermiteTwo x
      + c * (ρ ^ 2 - 1) / √2),
    integral_prod_mul (fun x ↦ (a * x + c * hermiteTwo x) * (c * 2 * ρ * s / √2 * x + a * s))
      fun y ↦ y,
    integral_prod_mul (fun x ↦ a * x + c * hermiteTwo x) fun y ↦ y ^ 2,
    integral_quadratic_mul_quadratic, integral_id_gaussianReal, integral_quadratic, probReal_univ,
    one_smul, mul_zero, zero_mul, zero_mul]
  ring

/-- The encoder is square integrable. -/
theorem memLp_quadraticEncoder : MemLp (quadraticEncoder n a c) 2 (gaussian n) :=
  memLp_coordwise (memLp_quadratic a c)

/-- The encoder has mean zero. -/
theorem meanVec_quadraticEncoder : meanVec (quadraticEncoder n a c) = 0 := by
  rw [quadraticEncoder, meanVec_coordwise (memLp_quadratic a c), integral_quadratic]
  rfl

/-- The covariance of the encoder is `(a² + c²) I`. -/
theorem covMatrix_quadraticEncoder : covMatrix (quadraticEncoder n a c) = (a ^ 2 + c ^ 2) • 1 := by
  rw [quadraticEncoder, covMatrix_coordwise (memLp_quadratic a c), integral_quadratic]
  simp_rw [sub_zero]
  rw [integral_quadratic_sq]

/-- The alignment loss of the encoder. -/
theorem alignmentLoss_quadraticEncoder (hρ : |ρ| ≤ 1) : alignmentLoss ρ (quadraticEncoder n a c)
    = 2 * (1 - ρ) * (covMatrix (quadraticEncoder n a c)).trace
      + 2 * ρ * (1 - ρ) * (c ^ 2 * n) := by
  rw [covMatrix_quadraticEncoder, quadraticEncoder,
    alignmentLoss_coordwise hρ (by fun_prop) (memLp_quadratic a c), integral_quadratic_sq,
    integral_quadratic_mul a c]
  simp
  ring

/-- The linear part of the encoder is `a I`. -/
theorem linearPart_quadraticEncoder : linearPart (quadraticEncoder n a c) = a • 1 := by
  ext i j
  simp only [linearPart, quadraticEncoder, coordwise_apply, Matrix.of_apply, Matrix.smul_apply,
    Matrix.one_apply, smul_eq_mul]
  by_cases hij : i = j
  · subst hij
    rw [integral_comp_apply_gaussian (g := fun x ↦ (a * x + c * hermiteTwo x) * x)
      ((memLp_quadratic a c).1.mul memLp_id_real.1), integral_quadratic_mul_id]
    simp
  · have hprod (z : EuclideanSpace ℝ (Fin n)) : (a * z i + c * hermiteTwo (z i)) * z j
        = ∏ k, (if k = i then a * z k + c * hermiteTwo (z k) else 1)
          * (if k = j then z k else 1) := by
      rw [Finset.prod_mul_distrib]
      simp
    simp_rw [hprod]
    rw [integral_prod_gaussian fun k x ↦
      (if k = i then a * x + c * hermiteTwo x else 1) * (if k = j then x else 1),
      Finset.prod_eq_zero (Finset.mem_univ j) (by simp [Ne.symm hij])]
    simp [hij]

/-- The nonlinear energy of the encoder is `c² n`. -/
theorem nonlinearEnergy_quadraticEncoder :
    nonlinearEnergy (quadraticEncoder n a c) = c ^ 2 * n := by
  have htr := congrArg Matrix.trace (covMatrix_eq (memLp_quadraticEncoder (n := n) a c))
  rw [covMatrix_quadraticEncoder, linearPart_quadraticEncoder, Matrix.trace_add,
    trace_nonlinearCov (memLp_quadraticEncoder a c)] at htr
  simp only [Matrix.trace_smul, Matrix.trace_one, Fintype.card_fin, smul_eq_mul,
    Matrix.transpose_smul, Matrix.transpose_one, Matrix.smul_mul, Matrix.mul_smul,
    Matrix.one_mul] at htr
  linarith

/-- The gap inequality is an equality for the encoder. -/
theorem gap_quadraticEncoder (hρ : |ρ| ≤ 1) : alignmentLoss ρ (quadraticEncoder n a c)
    = 2 * (1 - ρ) * (covMatrix (quadraticEncoder n a c)).trace
      + 2 * ρ * (1 - ρ) * nonlinearEnergy (quadraticEncoder n a c) := by
  rw [nonlinearEnergy_quadraticEncoder, alignmentLoss_quadraticEncoder a c hρ]

/-- Theorem 3 applies to the encoder, with `a² + c² = 1`: the hypotheses hold with `ε = 0` and
`D = c² n`. -/
theorem exists_isometry_quadraticEncoder (hρ₀ : 0 < ρ) (hρ₁ : ρ < 1) (hac : a ^ 2 + c ^ 2 = 1) :
    ∃ Q : EuclideanSpace ℝ (Fin n) ≃ₗᵢ[ℝ] EuclideanSpace ℝ (Fin n),
      ∫ z, ‖quadraticEncoder n a c z - Q z‖ ^ 2 ∂gaussian n ≤ c ^ 2 * n + (c ^ 2 * n) ^ 2 := by
  have hpos : 2 * ρ * (1 - ρ) ≠ 0 := (mul_pos (by linarith) (by linarith)).ne'
  obtain ⟨Q, hQ⟩ := exists_isometry_integral_norm_sub_sq_le (ε := 0) hρ₀ hρ₁
    (memLp_quadraticEncoder a c) (meanVec_quadraticEncoder a c)
    (alignmentLoss_quadraticEncoder a c (abs_le.mpr ⟨by linarith, hρ₁.le⟩)).le
    (by simp [covMatrix_quadraticEncoder, hac])
  rw [mul_div_cancel_left₀ _ hpos, zero_add] at hQ
  exact ⟨Q, hQ⟩

end LeJEPA
