import LeJEPA.Gaussian.KeyInequality
import LeJEPA.Gaussian.OrnsteinUhlenbeck

/-!
# Worlds, encoders and losses

The definitions that a reader of the theorems must trust. An encoder is a function `h` with
`MemLp h 2 (gaussian n)`.

## Main definitions

* `LeJEPA.alignmentLoss`: `L(h) = E ‖h(z') - h(z)‖²`.
* `LeJEPA.meanVec`: `E h`.
* `LeJEPA.covMatrix`: `Cov h`, centred.
* `LeJEPA.linearPart`: `M i j = E[h i (z) z j]`.
* `LeJEPA.nonlinearEnergy`: `W(h) = E ‖h - E h - M z‖²`.
-/

open MeasureTheory ProbabilityTheory

namespace LeJEPA

variable {n : ℕ}

/-- The alignment loss `L(h) = E ‖h(z') - h(z)‖²` of an encoder over the Ornstein–Uhlenbeck pair. -/
noncomputable def alignmentLoss (ρ : ℝ)
    (h : EuclideanSpace ℝ (Fin n) → EuclideanSpace ℝ (Fin n)) : ℝ :=
  ∫ w, ‖h (ouMap ρ w) - h w.1‖ ^ 2 ∂(gaussian n).prod (gaussian n)

/-- The mean `E h` of an encoder. -/
noncomputable def meanVec (h : EuclideanSpace ℝ (Fin n) → EuclideanSpace ℝ (Fin n)) :
    EuclideanSpace ℝ (Fin n) :=
  ∫ z, h z ∂gaussian n

/-- The covariance matrix `Cov h` of an encoder. -/
noncomputable def covMatrix (h : EuclideanSpace ℝ (Fin n) → EuclideanSpace ℝ (Fin n)) :
    Matrix (Fin n) (Fin n) ℝ :=
  .of fun i j ↦ ∫ z, (h z i - meanVec h i) * (h z j - meanVec h j) ∂gaussian n

/-- The linear part `M i j = E[h i (z) z j]` of an encoder. -/
noncomputable def linearPart (h : EuclideanSpace ℝ (Fin n) → EuclideanSpace ℝ (Fin n)) :
    Matrix (Fin n) (Fin n) ℝ :=
  .of fun i j ↦ ∫ z, h z i * z j ∂gaussian n

/-- What is left of an encoder without its mean and its linear part. -/
noncomputable def nonlinearPart (h : EuclideanSpace ℝ (Fin n) → EuclideanSpace ℝ (Fin n))
    (z : EuclideanSpace ℝ (Fin n)) : EuclideanSpace ℝ (Fin n) :=
  h z - meanVec h - (linearPart h).toEuclideanLin z

/-- The nonlinear energy `W(h) = E ‖h - E h - M z‖²` of an encoder. -/
noncomputable def nonlinearEnergy (h : EuclideanSpace ℝ (Fin n) → EuclideanSpace ℝ (Fin n)) : ℝ :=
  ∫ z, ‖nonlinearPart h z‖ ^ 2 ∂gaussian n

end LeJEPA

/-!
## The gap inequality

`2 (1 - ρ) tr (Cov h) + 2 ρ (1 - ρ) W(h) ≤ L(h)` for every square integrable encoder and
`0 ≤ ρ ≤ 1`.

### Main results

* `LeJEPA.integral_sub_affine_sq`: the nonlinear energy of one coordinate.
* `LeJEPA.gap`: the gap inequality.
-/

namespace LeJEPA

variable {n : ℕ} {ρ : ℝ}

section Pair

variable {Ω α ι : Type*} [MeasurableSpace Ω] [MeasurableSpace α] [Fintype ι] {P : Measure Ω}
  {μ : Measure α} {X Y : Ω → α}

/-- The mean square increment of a real function over a pair of equally distributed points. -/
theorem integral_comp_sub_comp_sq (hX : MeasurePreserving X P μ) (hY : MeasurePreserving Y P μ)
    {f : α → ℝ} (hf : MemLp f 2 μ) : ∫ ω, (f (Y ω) - f (X ω)) ^ 2 ∂P
      = 2 * ∫ z, f z ^ 2 ∂μ - 2 * ∫ ω, f (X ω) * f (Y ω) ∂P := by
  have hfX : MemLp (fun ω ↦ f (X ω)) 2 P := hf.comp_measurePreserving hX
  have hfY : MemLp (fun ω ↦ f (Y ω)) 2 P := hf.comp_measurePreserving hY
  have hprod : Integrable (fun ω ↦ f (X ω) * f (Y ω)) P := hfX.integrable_mul hfY
  have hsq {Z : Ω → α} (hZ : MeasurePreserving Z P μ) :
      ∫ ω, f (Z ω) ^ 2 ∂P = ∫ z, f z ^ 2 ∂μ := by
    have hmeas : AEStronglyMeasurable (fun z ↦ f z ^ 2) (P.map Z) := by
      rw [hZ.map_eq]
      exact (continuous_pow 2).comp_aestronglyMeasurable hf.1
    rw [← hZ.map_eq, integral_map hZ.aemeasurable hmeas]
  have h (ω) : (f (Y ω) - f (X ω)) ^ 2
      = f (Y ω) ^ 2 + f (X ω) ^ 2 - 2 * (f (X ω) * f (Y ω)) := by ring
  simp_rw [h]
  rw [integral_sub (hfY.integrable_sq.add'' hfX.integrable_sq) (hprod.const_mul 2),
    integral_add hfY.integrable_sq hfX.integrable_sq, integral_const_mul, hsq hX, hsq hY]
  ring

/-- The mean square increment of a vector function is the sum over its coordinates. -/
theorem integral_norm_comp_sub_comp_sq (hX : MeasurePreserving X P μ)
    (hY : MeasurePreserving Y P μ) {h : α → EuclideanSpace ℝ ι} (hh : MemLp h 2 μ) :
    ∫ ω, ‖h (Y ω) - h (X ω)‖ ^ 2 ∂P = ∑ i, ∫ ω, (h (Y ω) i - h (X ω) i) ^ 2 ∂P := by
  rw [← integral_finset_sum]
  · refine integral_congr_ae (.of_forall fun ω ↦ ?_)
    simp only [EuclideanSpace.norm_sq_eq, Real.norm_eq_abs, sq_abs, PiLp.sub_apply]
  · intro i _
    exact (((hh.eval_piLp i).comp_measurePreserving hY).sub
      ((hh.eval_piLp i).comp_measurePreserving hX)).integrable_sq

end Pair

section Scalar

variable {f : EuclideanSpace ℝ (Fin n) → ℝ}

/-- The coordinates are square integrable under the standard Gaussian measure. -/
theorem memLp_coord (i : Fin n) :
    MemLp (fun z : EuclideanSpace ℝ (Fin n) ↦ z i) 2 (gaussian n) :=
  memLp_id_gaussian.eval_piLp i

/-- A square integrable function times a coordinate is integrable. -/
theorem integrable_apply_mul (hf : MemLp f 2 (gaussian n)) (i : Fin n) :
    Integrable (fun z ↦ z i * f z) (gaussian n) :=
  (memLp_coord i).integrable_mul hf

/-- The variance as a difference of moments. -/
theorem integral_sub_const_sq (hf : MemLp f 2 (gaussian n)) :
    ∫ z, (f z - ∫ x, f x ∂gaussian n) ^ 2 ∂gaussian n
      = ∫ z, f z ^ 2 ∂gaussian n - (∫ z, f z ∂gaussian n) ^ 2 := by
  set m := ∫ x, f x ∂gaussian n with hm
  have hint : Integrable f (gaussian n) := hf.integrable one_le_two
  have h : ∀ z, (f z - m) ^ 2 = f z ^ 2 - 2 * m * f z + m ^ 2 := fun z ↦ by ring
  simp_rw [h]
  rw [integral_add (hf.integrable_sq.sub' (hint.const_mul _)) (integrable_const _),
    integral_sub hf.integrable_sq (hint.const_mul _), integral_const_mul, ← hm, integral_const,
    probReal_univ, one_smul]
  ring

/-- The gap inequality for a real function. -/
theorem scalar_gap (hρ₀ : 0 ≤ ρ) (hρ₁ : ρ ≤ 1) (hf : MemLp f 2 (gaussian n)) :
    2 * (1 - ρ ^ 2) * (∫ z, f z ^ 2 ∂gaussian n - (∫ z, f z ∂gaussian n) ^ 2)
        - 2 * ρ * (1 - ρ) * ∑ i, (∫ z, z i * f z ∂gaussian n) ^ 2
      ≤ ∫ w, (f (ouMap ρ w) - f w.1) ^ 2 ∂(gaussian n).prod (gaussian n) := by
  rw [integral_comp_sub_comp_sq measurePreserving_fst (measurePreserving_ouMap hρ₀ hρ₁) hf]
  linarith [integral_mul_comp_ouMap_le hρ₀ hρ₁ hf]

/-- The mean square distance of a function from an orthonormal family. -/
private theorem integral_sub_sum_sq {Ω ι : Type*} [MeasurableSpace Ω] {μ : Measure Ω} [Fintype ι]
    [DecidableEq ι] {g : Ω → ℝ} (hg : MemLp g 2 μ) {x : ι → Ω → ℝ} (hx : ∀ i, MemLp (x i) 2 μ)
    (hxx : ∀ i j, ∫ ω, x i ω * x j ω ∂μ = if i = j then 1 else 0) {a : ι → ℝ}
    (ha : ∀ i, ∫ ω, x i ω * g ω ∂μ = a i) :
    ∫ ω, (g ω - ∑ i, a i * x i ω) ^ 2 ∂μ = ∫ ω, g ω ^ 2 ∂μ - ∑ i, a i ^ 2 := by
  have hmul {u : Ω → ℝ} (hu : MemLp u 2 μ) :
      ∫ ω, (∑ i, a i * x i ω) * u ω ∂μ = ∑ i, a i * ∫ ω, x i ω * u ω ∂μ := by
    have hi (i : ι) : Integrable (fun ω ↦ x i ω * u ω) μ := (hx i).integrable_mul hu
    simp only [Finset.sum_mul, mul_assoc]
    rw [integral_finset_sum _ fun i _ ↦ (hi i).const_mul (a i)]
    simp only [integral_const_mul]
  have hl : MemLp (fun ω ↦ ∑ i, a i * x i ω) 2 μ :=
    memLp_finset_sum _ fun i _ ↦ (hx i).const_mul (a i)
  have hxl (i : ι) : ∫ ω, x i ω * ∑ j, a j * x j ω ∂μ = a i := by
    rw [integral_congr_ae (.of_forall fun ω ↦ mul_comm (x i ω) _), hmul (hx i)]
    simp only [hxx, mul_ite, mul_one, mul_zero, Finset.sum_ite_eq', Finset.mem_univ, if_true]
  have e (ω) : (g ω - ∑ i, a i * x i ω) ^ 2 = g ω ^ 2 - 2 * ((∑ i, a i * x i ω) * g ω)
      + (∑ i, a i * x i ω) * ∑ i, a i * x i ω := by ring
  have hlg : Integrable (fun ω ↦ (∑ i, a i * x i ω) * g ω) μ := hl.integrable_mul hg
  have hll : Integrable (fun ω ↦ (∑ i, a i * x i ω) * ∑ i, a i * x i ω) μ := hl.integrable_mul hl
  rw [integral_congr_ae (.of_forall e),
    integral_add (hg.integrable_sq.sub' (hlg.const_mul 2)) hll,
    integral_sub hg.integrable_sq (hlg.const_mul 2), integral_const_mul, hmul hg, hmul hl]
  simp only [ha, hxl, ← pow_two]
  ring

/-- The energy of a real function outside its mean and its linear part. -/
theorem integral_sub_affine_sq (hf : MemLp f 2 (gaussian n)) :
    ∫ z, (f z - ∫ x, f x ∂gaussian n - ∑ i, (∫ x, x i * f x ∂gaussian n) * z i) ^ 2 ∂gaussian n
      = ∫ z, f z ^ 2 ∂gaussian n - (∫ z, f z ∂gaussian n) ^ 2
        - ∑ i, (∫ z, z i * f z ∂gaussian n) ^ 2 := by
  have hg : MemLp (fun z ↦ f z - ∫ x, f x ∂gaussian n) 2 (gaussian n) := hf.sub (memLp_const _)
  rw [← integral_sub_const_sq hf]
  refine integral_sub_sum_sq hg memLp_coord integral_mul_gaussian fun i ↦ ?_
  simp only [mul_sub]
  rw [integral_sub (integrable_apply_mul hf i)
    (((memLp_coord i).integrable one_le_two).mul_const _), integral_mul_const,
    integral_apply_gaussian, zero_mul, sub_zero]

end Scalar

section Vector

variable {h : EuclideanSpace ℝ (Fin n) → EuclideanSpace ℝ (Fin n)}

/-- The mean is taken coordinate by coordinate. -/
theorem meanVec_apply (hh : MemLp h 2 (gaussian n)) (i : Fin n) :
    meanVec h i = ∫ z, h z i ∂gaussian n :=
  eval_integral_piLp (fun i ↦ (hh.eval_piLp i).integrable one_le_two) i

/-- The alignment loss is the sum over the coordinates of the encoder. -/
theorem alignmentLoss_eq_sum (hρ₀ : 0 ≤ ρ) (hρ₁ : ρ ≤ 1) (hh : MemLp h 2 (gaussian n)) :
    alignmentLoss ρ h = ∑ i, ∫ w, (h (ouMap ρ w) i - h w.1 i) ^ 2
      ∂(gaussian n).prod (gaussian n) :=
  integral_norm_comp_sub_comp_sq measurePreserving_fst (measurePreserving_ouMap hρ₀ hρ₁) hh

/-- The total variance in terms of moments of the coordinates. -/
theorem trace_covMatrix (hh : MemLp h 2 (gaussian n)) :
    (covMatrix h).trace = ∑ i, (∫ z, h z i ^ 2 ∂gaussian n - (∫ z, h z i ∂gaussian n) ^ 2) := by
  refine Finset.sum_congr rfl fun i _ ↦ ?_
  simp only [covMatrix, Matrix.diag_apply, Matrix.of_apply, meanVec_apply hh, ← pow_two]
  exact integral_sub_const_sq (hh.eval_piLp i)

/-- The coordinates of the nonlinear part. -/
theorem nonlinearPart_apply (hh : MemLp h 2 (gaussian n)) (z : EuclideanSpace ℝ (Fin n))
    (i : Fin n) : nonlinearPart h z i = h z i - ∫ x, h x i ∂gaussian n
      - ∑ j, (∫ x, x j * h x i ∂gaussian n) * z j := by
  simp only [← meanVec_apply hh, mul_comm _ (h _ i)]
  rfl

/-- The nonlinear part is square integrable. -/
theorem memLp_nonlinearPart (hh : MemLp h 2 (gaussian n)) :
    MemLp (nonlinearPart h) 2 (gaussian n) := by
  refine (hh.sub (memLp_const _)).sub ?_
  obtain ⟨A, hA⟩ : ∃ A, (linearPart h).toEuclideanLin = A := ⟨_, rfl⟩
  rw [hA]
  exact memLp_id_gaussian.continuousLinearMap_comp ⟨A, A.continuous_of_finiteDimensional⟩

/-- The nonlinear energy in terms of moments of the coordinates. -/
theorem nonlinearEnergy_eq_sum (hh : MemLp h 2 (gaussian n)) :
    nonlinearEnergy h = ∑ i, (∫ z, h z i ^ 2 ∂gaussian n - (∫ z, h z i ∂gaussian n) ^ 2
      - ∑ j, (∫ z, z j * h z i ∂gaussian n) ^ 2) := by
  simp only [nonlinearEnergy, EuclideanSpace.norm_sq_eq, Real.norm_eq_abs, sq_abs]
  rw [integral_finset_sum _ fun i _ ↦ ((memLp_nonlinearPart hh).eval_piLp i).integrable_sq]
  refine Finset.sum_congr rfl fun i _ ↦ ?_
  simp_rw [nonlinearPart_apply hh]
  exact integral_sub_affine_sq (hh.eval_piLp i)

/-- The gap inequality: `2 (1 - ρ) tr (Cov h) + 2 ρ (1 - ρ) W(h) ≤ L(h)`. -/
theorem gap (hρ₀ : 0 ≤ ρ) (hρ₁ : ρ ≤ 1) (hh : MemLp h 2 (gaussian n)) :
    2 * (1 - ρ) * (covMatrix h).trace + 2 * ρ * (1 - ρ) * nonlinearEnergy h
      ≤ alignmentLoss ρ h := by
  rw [alignmentLoss_eq_sum hρ₀ hρ₁ hh, trace_covMatrix hh, nonlinearEnergy_eq_sum hh,
    Finset.mul_sum, Finset.mul_sum, ← Finset.sum_add_distrib]
  refine Finset.sum_le_sum fun i _ ↦ ?_
  have hi := scalar_gap hρ₀ hρ₁ (hh.eval_piLp i)
  linear_combination hi

end Vector

end LeJEPA
