import Mathlib.Analysis.Normed.Lp.MeasurableSpace
import Mathlib.MeasureTheory.Function.L2Space
import Mathlib.MeasureTheory.Integral.Prod
import Mathlib.MeasureTheory.SpecificCodomains.WithLp

/-!
# The AR(1) class, whitened encoders and their loss

The definitions that a reader of the converse (Theorem 2) must trust. Latents `z` with law `μ` and
independent noise `η` with law `ν` give the positive pair `(z, z')`, `z' = ρ z + η`. Neither law is
assumed to have a density, smoothness or independent components.

## Main definitions

* `LeJEPA.AR1`: `0 < ρ < 1`, `z` has mean zero and identity covariance, and `z'` has the law of `z`.
* `LeJEPA.IsWhitened`: encoders with mean zero and identity covariance.
* `LeJEPA.arLoss`: `L(h) = E ‖h(z') - h(z)‖²`.
* `LeJEPA.IsBest`: the minimisers of a loss among the whitened encoders.
-/

open MeasureTheory

namespace LeJEPA

variable {n : ℕ}

/-- The step `(z, η) ↦ ρ z + η`. -/
noncomputable def arMap (ρ : ℝ) (w : EuclideanSpace ℝ (Fin n) × EuclideanSpace ℝ (Fin n)) :
    EuclideanSpace ℝ (Fin n) :=
  ρ • w.1 + w.2

/-- The AR(1) class. The latents have law `μ`, the noise has law `ν`, the two are independent;
`0 < ρ < 1`, the latents have mean zero and identity covariance, and `ρ z + η` has the law of
`z`. -/
structure AR1 (ρ : ℝ) (μ ν : Measure (EuclideanSpace ℝ (Fin n))) : Prop where
  /-- The correlation is positive. -/
  pos : 0 < ρ
  /-- The correlation is less than one. -/
  lt_one : ρ < 1
  /-- The latents have second moments. -/
  memLp : MemLp (fun z ↦ z) 2 μ
  /-- The latents have mean zero. -/
  mean (i : Fin n) : ∫ z, z i ∂μ = 0
  /-- The latents have identity covariance. -/
  cov (i j : Fin n) : ∫ z, z i * z j ∂μ = if i = j then 1 else 0
  /-- The latents are stationary: `ρ z + η` has the law of `z`. -/
  stationary : (μ.prod ν).map (arMap ρ) = μ

/-- An encoder is whitened if it is square integrable with mean zero and identity covariance. -/
structure IsWhitened (μ : Measure (EuclideanSpace ℝ (Fin n)))
    (h : EuclideanSpace ℝ (Fin n) → EuclideanSpace ℝ (Fin n)) : Prop where
  /-- The encoder is measurable and square integrable. -/
  memLp : MemLp h 2 μ
  /-- The encoder has mean zero. -/
  mean (i : Fin n) : ∫ z, h z i ∂μ = 0
  /-- The encoder has identity covariance. -/
  cov (i j : Fin n) : ∫ z, h z i * h z j ∂μ = if i = j then 1 else 0

/-- The alignment loss `L(h) = E ‖h(z') - h(z)‖²` over the pair `(z, ρ z + η)`. -/
noncomputable def arLoss (ρ : ℝ) (μ ν : Measure (EuclideanSpace ℝ (Fin n)))
    (h : EuclideanSpace ℝ (Fin n) → EuclideanSpace ℝ (Fin n)) : ℝ :=
  ∫ w, ‖h (arMap ρ w) - h w.1‖ ^ 2 ∂μ.prod ν

/-- `h` minimises the loss `L` among the whitened encoders. -/
def IsBest (μ : Measure (EuclideanSpace ℝ (Fin n)))
    (L : (EuclideanSpace ℝ (Fin n) → EuclideanSpace ℝ (Fin n)) → ℝ)
    (h : EuclideanSpace ℝ (Fin n) → EuclideanSpace ℝ (Fin n)) : Prop :=
  IsWhitened μ h ∧ ∀ g, IsWhitened μ g → L h ≤ L g

end LeJEPA
