import LeJEPA.Converse.SturmLiouville
import LeJEPA.Counterexamples.ReadingsTranslation

/-!
# Around the converse, in the words of Mathlib

Each statement below uses no definition of this library. A check of the axioms below
them all stands at the end.

## Main results

* `LeJEPA.Examples.affine_eigenfunction_iff_gaussian`: the Sturm–Liouville form of the converse.
* `LeJEPA.Examples.not_forall_isometry_of_free_mean`: without `E h = 0` no world is identified.
-/

open MeasureTheory ProbabilityTheory
open scoped NNReal

namespace LeJEPA.Examples

/-- The Sturm–Liouville form of the converse: for a positive differentiable density `p` on the line
and constant diffusion `K`, some nonconstant affine function is an eigenfunction of
`f ↦ K (f'' + (log p)' f')` iff the law with density `p` is normal. -/
theorem affine_eigenfunction_iff_gaussian {K : ℝ} {p : ℝ → ℝ} (hp : ∀ x, 0 < p x)
    (hd : Differentiable ℝ p) (hint : ∫ x, p x = 1) (hK : 0 < K) :
    (∃ a b κ : ℝ, a ≠ 0 ∧ ∀ x, K * (deriv (deriv fun y ↦ a * y + b) x
        + deriv (fun y ↦ Real.log (p y)) x * deriv (fun y ↦ a * y + b) x) = -κ * (a * x + b)) ↔
      ∃ (m : ℝ) (v : ℝ≥0), v ≠ 0 ∧
        volume.withDensity (fun x ↦ ENNReal.ofReal (p x)) = gaussianReal m v :=
  exists_affine_eigenfunction_iff_gaussianReal hp hd hint hK

/-- Without `E h = 0` no world `z' = m(z) + η` of positive dimension is identified up to a linear
isometry: among the encoders with identity covariance, it is false that a minimiser of the alignment
loss exists and that all minimisers are linear isometries. -/
theorem not_forall_isometry_of_free_mean {n : ℕ} [NeZero n]
    {μ ν : Measure (EuclideanSpace ℝ (Fin n))} [IsProbabilityMeasure μ]
    {m : EuclideanSpace ℝ (Fin n) → EuclideanSpace ℝ (Fin n)}
    {𝓗 : Set (EuclideanSpace ℝ (Fin n) → EuclideanSpace ℝ (Fin n))}
    {L : (EuclideanSpace ℝ (Fin n) → EuclideanSpace ℝ (Fin n)) → ℝ}
    (h𝓗 : ∀ h, h ∈ 𝓗 ↔ MemLp h 2 μ ∧
      ∀ i j, ∫ z, (h z i - ∫ x, h x i ∂μ) * (h z j - ∫ x, h x j ∂μ) ∂μ = if i = j then 1 else 0)
    (hL : ∀ h, L h = ∫ w, ‖h (m w.1 + w.2) - h w.1‖ ^ 2 ∂μ.prod ν) :
    ¬ ((∃ h ∈ 𝓗, IsMinOn L 𝓗 h) ∧ ∀ h ∈ 𝓗, IsMinOn L 𝓗 h →
      ∃ Q : EuclideanSpace ℝ (Fin n) ≃ₗᵢ[ℝ] EuclideanSpace ℝ (Fin n), h =ᵐ[μ] Q) := by
  have hmem (h : EuclideanSpace ℝ (Fin n) → EuclideanSpace ℝ (Fin n)) :
      h ∈ 𝓗 ↔ IsWhitenedUpToMean μ h := by
    rw [h𝓗]
    exact ⟨fun ⟨a, b⟩ ↦ ⟨a, b⟩, fun ⟨a, b⟩ ↦ ⟨a, b⟩⟩
  have hL' : L = additiveLoss m μ ν := funext hL
  subst hL'
  rintro ⟨⟨h, hh, hmin⟩, hall⟩
  refine not_forall_best_isometry_of_free_mean (m := m) (μ := μ) (ν := ν)
    ⟨⟨h, (hmem h).mp hh, fun g hg ↦ hmin ((hmem g).mpr hg)⟩, fun h' hh' ↦ ?_⟩
  exact hall h' ((hmem h').mpr hh'.1) fun g hg ↦ hh'.2 g ((hmem g).mp hg)

/-- The theorems of this file as one term: an axiom under any of them is an axiom under this, and
one walk of the environment finds it. -/
def readingTheorems :=
  PProd.mk @affine_eigenfunction_iff_gaussian <|
    @not_forall_isometry_of_free_mean

/-- info: 'LeJEPA.Examples.readingTheorems' depends on axioms:
[propext, Classical.choice, Quot.sound] -/
#guard_msgs (whitespace := lax) in
#print axioms readingTheorems

end LeJEPA.Examples
