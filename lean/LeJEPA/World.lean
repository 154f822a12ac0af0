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

open MeasureTheory

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
