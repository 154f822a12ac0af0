import LeJEPA.Converse.Basic
import LeJEPA.Counterexamples.ConverseFiniteLaw

/-!
# Additive noise worlds, for the readings of Theorem 2 that are false

Literal readings of the converse speak of stationary worlds `z' = m(z) + η` with independent noise
`η` and any measurable `m`. The AR(1) class is the case `m(z) = ρ z`.

## Main definitions

* `LeJEPA.additiveMap`, `LeJEPA.IsStationary`, `LeJEPA.additiveLoss`: such worlds and their loss.
* `LeJEPA.IsWhitenedUpToMean`: square integrable encoders with identity covariance and any mean.

## Main results

* `LeJEPA.isWhitened_finiteLaw_iff`, `LeJEPA.additiveLoss_finiteLaw`,
  `LeJEPA.isStationary_finiteLaw`: whitening, loss and stationarity in a world with finitely many
  states.
-/

open MeasureTheory

namespace LeJEPA

variable {n : ℕ}

/-- The step `(z, η) ↦ m(z) + η`. -/
noncomputable def additiveMap (m : EuclideanSpace ℝ (Fin n) → EuclideanSpace ℝ (Fin n))
    (w : EuclideanSpace ℝ (Fin n) × EuclideanSpace ℝ (Fin n)) : EuclideanSpace ℝ (Fin n) :=
  m w.1 + w.2

/-- `μ` is a stationary law of `z' = m(z) + η` with independent noise of law `ν`. -/
structure IsStationary (m : EuclideanSpace ℝ (Fin n) → EuclideanSpace ℝ (Fin n))
    (μ ν : Measure (EuclideanSpace ℝ (Fin n))) : Prop where
  /-- The transition is measurable. -/
  measurable : Measurable m
  /-- `m(z) + η` has the law of `z`. -/
  map_eq : (μ.prod ν).map (additiveMap m) = μ

/-- The alignment loss `E ‖h(m(z) + η) - h(z)‖²`. -/
noncomputable def additiveLoss (m : EuclideanSpace ℝ (Fin n) → EuclideanSpace ℝ (Fin n))
    (μ ν : Measure (EuclideanSpace ℝ (Fin n)))
    (h : EuclideanSpace ℝ (Fin n) → EuclideanSpace ℝ (Fin n)) : ℝ :=
  ∫ w, ‖h (additiveMap m w) - h w.1‖ ^ 2 ∂μ.prod ν

/-- The loss of the AR(1) class is the case `m(z) = ρ z`. -/
theorem additiveLoss_smul (ρ : ℝ) (μ ν : Measure (EuclideanSpace ℝ (Fin n))) :
    additiveLoss (fun z ↦ ρ • z) μ ν = arLoss ρ μ ν := rfl

/-- An encoder is whitened up to its mean if it is square integrable with identity covariance. -/
structure IsWhitenedUpToMean (μ : Measure (EuclideanSpace ℝ (Fin n)))
    (h : EuclideanSpace ℝ (Fin n) → EuclideanSpace ℝ (Fin n)) : Prop where
  /-- The encoder is measurable and square integrable. -/
  memLp : MemLp h 2 μ
  /-- The centred encoder has identity covariance. -/
  cov (i j : Fin n) : ∫ z, (h z i - ∫ x, h x i ∂μ) * (h z j - ∫ x, h x j ∂μ) ∂μ
    = if i = j then 1 else 0

variable {ι κ : Type*} [Fintype ι] [Fintype κ] {p : ι → ℝ} {q : κ → ℝ}
  {x : ι → EuclideanSpace ℝ (Fin n)} {y : κ → EuclideanSpace ℝ (Fin n)}
  {m h : EuclideanSpace ℝ (Fin n) → EuclideanSpace ℝ (Fin n)}

/-- Whitening in a world with finitely many states. -/
theorem isWhitened_finiteLaw_iff (hp : ∀ i, 0 ≤ p i) :
    IsWhitened (finiteLaw p x) h ↔ (∀ j, ∑ i, p i * h (x i) j = 0) ∧
      ∀ j l, ∑ i, p i * (h (x i) j * h (x i) l) = if j = l then 1 else 0 := by
  constructor
  · intro hh
    refine ⟨fun j ↦ ?_, fun j l ↦ ?_⟩
    · rw [← hh.mean j, integral_finiteLaw hp]
      rfl
    · rw [← hh.cov j l, integral_finiteLaw hp]
      rfl
  · rintro ⟨h1, h2⟩
    refine ⟨memLp_finiteLaw h, fun j ↦ ?_, fun j l ↦ ?_⟩
    · rw [← h1 j, integral_finiteLaw hp]
      rfl
    · rw [← h2 j l, integral_finiteLaw hp]
      rfl

/-- The loss in a world with finitely many states: from state `i` the noise `k` leads to state
`σ i k`. -/
theorem additiveLoss_finiteLaw (hp : ∀ i, 0 ≤ p i) (hq : ∀ k, 0 ≤ q k) {σ : ι → κ → ι}
    (hσ : ∀ i k, m (x i) + y k = x (σ i k)) :
    additiveLoss m (finiteLaw p x) (finiteLaw q y) h
      = ∑ i, ∑ k, p i * q k * ‖h (x (σ i k)) - h (x i)‖ ^ 2 := by
  rw [additiveLoss, prod_finiteLaw hp,
    integral_finiteLaw fun k : ι × κ ↦ mul_nonneg (hp k.1) (hq k.2), Fintype.sum_prod_type]
  simp only [additiveMap, hσ, smul_eq_mul]

/-- Stationarity of a world with finitely many states. -/
theorem isStationary_finiteLaw (hp : ∀ i, 0 ≤ p i) (hq : ∀ k, 0 ≤ q k) (hm : Measurable m)
    {σ : ι → κ → ι} (hσ : ∀ i k, m (x i) + y k = x (σ i k))
    (h : ∀ u : ι → ℝ, ∑ i, ∑ k, p i * q k * u (σ i k) = ∑ i, p i * u i) :
    IsStationary m (finiteLaw p x) (finiteLaw q y) := by
  refine ⟨hm, ?_⟩
  have hmeas : Measurable (additiveMap m) := (hm.comp measurable_fst).add measurable_snd
  rw [prod_finiteLaw hp, map_finiteLaw hmeas]
  refine finiteLaw_eq_finiteLaw (fun k ↦ mul_nonneg (hp k.1) (hq k.2)) hp fun u ↦ ?_
  rw [Fintype.sum_prod_type, ← h fun i ↦ u (x i)]
  simp only [Function.comp_apply, additiveMap, hσ]

/-- A finite law with an atom is not a law without atoms. -/
theorem finiteLaw_ne_of_noAtoms [Nonempty ι] (hp : ∀ i, 0 < p i)
    {γ : Measure (EuclideanSpace ℝ (Fin n))} [NoAtoms γ] : finiteLaw p x ≠ γ := by
  intro heq
  have i : ι := Classical.arbitrary ι
  have h0 : ∀ᵐ z ∂γ, z ≠ x i := by
    rw [ae_iff]
    simp
  rw [← heq, ae_finiteLaw_iff hp] at h0
  exact h0 i rfl

end LeJEPA
