import LeJEPA.Converse.ProductWorld
import LeJEPA.Counterexamples.ReadingsFourPointBest

/-!
# The four-point world has independent components

The converse is stated in the paper for worlds `z' i = m i (z i) + η i` with independent components.
The four-point world is one of them: both its latents and its noise are `n` independent copies of a
law on the line, and the transition acts on each coordinate.

## Main results

* `LeJEPA.productLaw_finiteLaw`: independent copies of a law with finitely many atoms.
* `LeJEPA.fourPoint_counterexample_productLaw`: the counterexample, with independent components.
-/

open MeasureTheory ProbabilityTheory

namespace LeJEPA

variable {n : ℕ}

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
  rw [Finset.prod_smul, ← Complex.exp_sum, inner_eq_sum, ← Finset.sum_mul, weight]
  congr 3
  push_cast
  exact Finset.sum_congr rfl fun i _ ↦ by simp [mul_comm]

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
