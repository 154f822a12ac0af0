import LeJEPA.Converse.Basic

/-!
# Whitened affine encoders

Where the latents are whitened, the whitened affine encoders are the linear isometries, and all of
them have the loss `2 (1 - ρ) n` of the identity, in every world of the AR(1) class.

## Main results

* `LeJEPA.IsWhitened.exists_isometry_of_affine`: a whitened affine encoder is a linear isometry.
* `LeJEPA.AR1.arLoss_affine`: its loss is that of the identity.
-/

open MeasureTheory

namespace LeJEPA

variable {n : ℕ} {ρ : ℝ} {μ ν : Measure (EuclideanSpace ℝ (Fin n))}
  {b : EuclideanSpace ℝ (Fin n)} {A : EuclideanSpace ℝ (Fin n) →ₗ[ℝ] EuclideanSpace ℝ (Fin n)}

/-- Where the latents are whitened, a whitened affine encoder is a linear isometry. -/
theorem IsWhitened.exists_isometry_of_affine [IsProbabilityMeasure μ]
    (hid : IsWhitened μ fun z ↦ z) (h : IsWhitened μ fun z ↦ b + A z) :
    ∃ Q : EuclideanSpace ℝ (Fin n) ≃ₗᵢ[ℝ] EuclideanSpace ℝ (Fin n), ∀ z, b + A z = Q z := by
  set M := LinearMap.toMatrix (EuclideanSpace.basisFun (Fin n) ℝ).toBasis
    (EuclideanSpace.basisFun (Fin n) ℝ).toBasis A with hM
  have hA (z : EuclideanSpace ℝ (Fin n)) (i : Fin n) : A z i = ∑ k, M i k * z k := by
    have := congrFun (LinearMap.toMatrix_mulVec_repr (EuclideanSpace.basisFun (Fin n) ℝ).toBasis
      (EuclideanSpace.basisFun (Fin n) ℝ).toBasis A z) i
    simpa [Matrix.mulVec, dotProduct] using this.symm
  have hcc (k l : Fin n) : Integrable (fun z ↦ z k * z l) μ :=
    MemLp.integrable_mul (p := 2) (q := 2) (hid.memLp.eval_piLp k) (hid.memLp.eval_piLp l)
  have hz (k : Fin n) : Integrable (fun z ↦ z k) μ :=
    (hid.memLp.eval_piLp k).integrable one_le_two
  have hb (i : Fin n) : b i = 0 := by
    have hi := h.mean i
    simp only [PiLp.add_apply, hA] at hi
    rw [integral_add (integrable_const _)
        (integrable_finset_sum _ fun k _ ↦ (hz k).const_mul _),
      integral_finset_sum _ fun k _ ↦ (hz k).const_mul _] at hi
    simpa [integral_const_mul, hid.mean] using hi
  have hMM : M * M.transpose = 1 := by
    ext i j
    have hij := h.cov i j
    have e (z : EuclideanSpace ℝ (Fin n)) :
        (b + A z) i * (b + A z) j = ∑ k, ∑ l, M i k * M j l * (z k * z l) := by
      rw [PiLp.add_apply, PiLp.add_apply, hb, hb, zero_add, zero_add, hA, hA, Finset.sum_mul_sum]
      exact Finset.sum_congr rfl fun k _ ↦ Finset.sum_congr rfl fun l _ ↦ by ring
    simp_rw [e] at hij
    rw [integral_finset_sum _ fun k _ ↦ integrable_finset_sum _ fun l _ ↦
      (hcc k l).const_mul _] at hij
    simp_rw [integral_finset_sum _ fun l _ ↦ (hcc _ l).const_mul _, integral_const_mul,
      hid.cov] at hij
    simpa [Matrix.mul_apply, Matrix.one_apply] using hij
  obtain ⟨Q, hQ⟩ := exists_isometry_of_mul_transpose_eq_one hMM
  refine ⟨Q, fun z ↦ ?_⟩
  ext i
  rw [PiLp.add_apply, hb, zero_add, hA, hQ]

namespace AR1

/-- A whitened affine encoder has the loss of the identity, which is `2 (1 - ρ) n`
(`LeJEPA.AR1.arLoss_id`). -/
theorem arLoss_affine [IsProbabilityMeasure μ] (w : AR1 ρ μ ν)
    (h : IsWhitened μ fun z ↦ b + A z) :
    arLoss ρ μ ν (fun z ↦ b + A z) = arLoss ρ μ ν fun z ↦ z := by
  obtain ⟨Q, hQ⟩ := w.isWhitened_id.exists_isometry_of_affine h
  simp_rw [hQ]
  exact arLoss_isometry Q

end AR1

end LeJEPA
