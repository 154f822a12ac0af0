import Mathlib.Data.Real.Basic
import Mathlib.Tactic.Linarith
import Mathlib.Topology.Algebra.InfiniteSum.Order
import Mathlib.Topology.Algebra.InfiniteSum.Real
import Mathlib.Topology.Algebra.InfiniteSum.Ring

/-!
# The ledger: spectral weights and encoders

The authors' build states Theorem 1 about a structure that holds a map, a family of spectral weights
and a family of correlations, and nothing that ties the three. Two of its assumptions tie them after
the fact, which proves `False`; a third is a comparison of series. The structures here are our own,
with the same freedom; `ι` numbers the coordinates and `V` is the space, `ℝⁿ` among others.

## Main definitions

* `LeJEPA.Ledger.SpectralWeights`, `LeJEPA.Ledger.SpectralEncoder`: the structures.

## Main results

* `LeJEPA.Ledger.not_correlationEqSpectralSum`: refuted, and
  `LeJEPA.Ledger.exists_correlation_ne_tsum`: it fails for every single encoder.
* `LeJEPA.Ledger.not_linearOfDegreeOne`: refuted in every nontrivial space.
* `LeJEPA.Ledger.mehlerSummability`: proved.
-/

namespace LeJEPA.Ledger

/-- Nonnegative numbers that sum to one, the first of them zero: the alleged shares of the degrees
in the variance of a function. -/
structure SpectralWeights where
  /-- The share of a degree. -/
  weight : ℕ → ℝ
  nonneg : ∀ d, 0 ≤ weight d
  weight_zero : weight 0 = 0
  summable : Summable weight
  tsum_eq_one : ∑' d, weight d = 1

/-- A map, spectral weights and correlations as three free fields. -/
structure SpectralEncoder (ι V : Type*) where
  /-- The map itself. -/
  toFun : V → V
  /-- The alleged spectral weights of its coordinates. -/
  spectrum : ι → SpectralWeights
  /-- The alleged correlations of its coordinates along a positive pair. -/
  correlation : ι → ℝ

/-- The authors' `correlation_eq_spectral_sum`: the correlation of an encoder is the sum of its
weights times the powers of every `ρ` between zero and one. -/
def CorrelationEqSpectralSum (ι V : Type*) : Prop :=
  ∀ (e : SpectralEncoder ι V) (ρ : ℝ), 0 < ρ → ρ < 1 → ∀ i,
    e.correlation i = ∑' d, (e.spectrum i).weight d * ρ ^ d

/-- The authors' `linear_of_degree_one`: when no degree above one has weight, the map is linear. -/
def LinearOfDegreeOne (ι V : Type*) [AddCommGroup V] [Module ℝ V] : Prop :=
  ∀ e : SpectralEncoder ι V, (∀ i d, 2 ≤ d → (e.spectrum i).weight d = 0) →
    ∃ M : V →ₗ[ℝ] V, ∀ z, e.toFun z = M z

/-- The authors' `mehler_summability`: the weights times powers of `ρ` are summable. -/
def MehlerSummability : Prop :=
  ∀ (w : SpectralWeights) (ρ : ℝ), 0 < ρ → ρ < 1 → Summable fun d ↦ w.weight d * ρ ^ d

namespace SpectralWeights

/-- All weight on degree one. -/
def degreeOne : SpectralWeights where
  weight d := if d = 1 then 1 else 0
  nonneg d := by split <;> norm_num
  weight_zero := by simp
  summable := (hasSum_ite_eq 1 (1 : ℝ)).summable
  tsum_eq_one := (hasSum_ite_eq 1 (1 : ℝ)).tsum_eq

/-- Some degree above zero has weight. -/
theorem exists_weight_pos (w : SpectralWeights) : ∃ d, d ≠ 0 ∧ 0 < w.weight d := by
  by_contra! h
  have hzero : w.weight = 0 := by
    funext d
    rcases eq_or_ne d 0 with rfl | hd
    · exact w.weight_zero
    · exact le_antisymm (h d hd) (w.nonneg d)
  have hone := w.tsum_eq_one
  simp [hzero] at hone

/-- Weights times powers of a number between zero and one are summable. -/
theorem summable_mul_pow (w : SpectralWeights) {ρ : ℝ} (hρ0 : 0 ≤ ρ) (hρ1 : ρ ≤ 1) :
    Summable fun d ↦ w.weight d * ρ ^ d :=
  w.summable.of_nonneg_of_le (fun d ↦ mul_nonneg (w.nonneg d) (pow_nonneg hρ0 d))
    fun d ↦ mul_le_of_le_one_right (w.nonneg d) (pow_le_one₀ hρ0 hρ1)

/-- The sum of weights times powers grows strictly with the number. -/
theorem tsum_mul_pow_lt (w : SpectralWeights) {ρ σ : ℝ} (hρ : 0 ≤ ρ) (hρσ : ρ < σ) (hσ : σ ≤ 1) :
    ∑' d, w.weight d * ρ ^ d < ∑' d, w.weight d * σ ^ d := by
  obtain ⟨k, hk, hw⟩ := w.exists_weight_pos
  exact (w.summable_mul_pow hρ (hρσ.le.trans hσ)).tsum_lt_tsum
    (fun d ↦ mul_le_mul_of_nonneg_left (pow_le_pow_left₀ hρ hρσ.le d) (w.nonneg d))
    (mul_lt_mul_of_pos_left (pow_lt_pow_left₀ hρσ hρ hk) hw)
    (w.summable_mul_pow (hρ.trans hρσ.le) hσ)

end SpectralWeights

/-- No encoder at all has the alleged property: the left side does not depend on `ρ`. -/
theorem exists_correlation_ne_tsum {ι V : Type*} (e : SpectralEncoder ι V) (i : ι) :
    ∃ ρ : ℝ, 0 < ρ ∧ ρ < 1 ∧ e.correlation i ≠ ∑' d, (e.spectrum i).weight d * ρ ^ d := by
  by_contra! h
  have h3 : (0 : ℝ) < 1 / 3 := one_div_pos.mpr three_pos
  have h32 : (1 : ℝ) / 3 < 1 / 2 := by norm_num
  have hlt := (e.spectrum i).tsum_mul_pow_lt h3.le h32 one_half_lt_one.le
  rw [← h (1 / 3) h3 (h32.trans one_half_lt_one), ← h (1 / 2) one_half_pos one_half_lt_one] at hlt
  exact lt_irrefl _ hlt

/-- Refuted as soon as there is a coordinate. -/
theorem not_correlationEqSpectralSum {ι V : Type*} [Nonempty ι] :
    ¬CorrelationEqSpectralSum ι V := fun h ↦ by
  let e : SpectralEncoder ι V := ⟨id, fun _ ↦ .degreeOne, fun _ ↦ 0⟩
  obtain ⟨ρ, hρ0, hρ1, hne⟩ := exists_correlation_ne_tsum e (Classical.arbitrary ι)
  exact hne (h e ρ hρ0 hρ1 _)

/-- Refuted as soon as there is a vector other than zero: a constant map is not linear. -/
theorem not_linearOfDegreeOne {ι V : Type*} [AddCommGroup V] [Module ℝ V] [Nontrivial V] :
    ¬LinearOfDegreeOne ι V := fun h ↦ by
  obtain ⟨v, hv⟩ := exists_ne (0 : V)
  obtain ⟨M, hM⟩ := h ⟨fun _ ↦ v, fun _ ↦ .degreeOne, fun _ ↦ 0⟩ fun _ d hd ↦
    if_neg (by omega)
  exact hv ((hM 0).trans M.map_zero)

/-- Proved: the series is dominated by that of the weights. -/
theorem mehlerSummability : MehlerSummability := fun w _ hρ0 hρ1 ↦
  w.summable_mul_pow hρ0.le hρ1.le

/-- A witness: coordinates and a space, `ℝ³`, for which both refutations apply. -/
theorem spectral_refutations_apply :
    ¬CorrelationEqSpectralSum (Fin 3) (Fin 3 → ℝ) ∧ ¬LinearOfDegreeOne (Fin 3) (Fin 3 → ℝ) :=
  ⟨not_correlationEqSpectralSum, not_linearOfDegreeOne⟩

end LeJEPA.Ledger

/-!
## The ledger: the score of a latent component

The authors' build states Theorem 2 about a structure that holds a diffusion constant, a score and
an eigenvalue, and nothing that ties the three. One assumption says that an affine score makes the
first eigenfunction affine, for any eigenvalue: refuted. The other says that an affine score is that
of a Gaussian, where *is that of a Gaussian* is defined as being affine: it holds by definition, and
no density occurs in it.

### Main results

* `LeJEPA.Ledger.not_hermiteFirstEigenfunction`: refuted.
* `LeJEPA.Ledger.gaussianOfAffineScore`: proved.
-/

namespace LeJEPA.Ledger

/-- A diffusion constant, a score and an eigenvalue as free fields, two of them positive. -/
structure LatentComponent where
  /-- The diffusion constant. -/
  diffusion : ℝ
  diffusion_pos : 0 < diffusion
  /-- The alleged derivative of the logarithm of a density. -/
  score : ℝ → ℝ
  /-- The alleged first eigenvalue. -/
  eigenvalue : ℝ
  eigenvalue_pos : 0 < eigenvalue

/-- What the authors' build means by a Gaussian: the score is affine with negative slope. -/
def IsGaussianScore (score : ℝ → ℝ) : Prop :=
  ∃ slope offset : ℝ, slope < 0 ∧ ∀ z, score z = slope * z + offset

/-- The authors' `hermite_first_eigenfunction_of_gaussian`: the eigenvalue equation holds for some
affine function that is not constant. -/
def HermiteFirstEigenfunction : Prop :=
  ∀ c : LatentComponent, IsGaussianScore c.score → ∃ a b : ℝ, a ≠ 0 ∧
    ∀ z, c.diffusion * c.score z * a = -(c.eigenvalue * (a * z + b))

/-- The authors' `gaussian_of_affine_score`. -/
def GaussianOfAffineScore : Prop :=
  ∀ (score : ℝ → ℝ) (slope offset : ℝ), slope < 0 → (∀ z, score z = slope * z + offset) →
    IsGaussianScore score

/-- Refuted: the score `-z` with diffusion constant one does not have the eigenvalue two. -/
theorem not_hermiteFirstEigenfunction : ¬HermiteFirstEigenfunction := fun h ↦ by
  obtain ⟨a, b, ha, hz⟩ := h ⟨1, one_pos, fun z ↦ -z, 2, two_pos⟩
    ⟨-1, 0, neg_one_lt_zero, fun z ↦ by simp⟩
  have h0 : 1 * -0 * a = -(2 * (a * 0 + b)) := hz 0
  have h1 : 1 * -1 * a = -(2 * (a * 1 + b)) := hz 1
  exact ha (by linarith only [h0, h1])

/-- Proved: the hypotheses are the definition of the conclusion. -/
theorem gaussianOfAffineScore : GaussianOfAffineScore := fun _ slope offset hslope hscore ↦
  ⟨slope, offset, hslope, hscore⟩

end LeJEPA.Ledger

/-!
## The ledger: two assumptions that say nothing

Two assumptions of the authors' build for Theorem 3 conclude what they suppose. They are provable,
and no theorem can gain anything from them: what they are named after, the polar decomposition and
the orthogonality of Hermite polynomials, is left to the hypotheses of the theorem that uses them.

### Main results

* `LeJEPA.Ledger.polarBound`, `LeJEPA.Ledger.pythagorean`: proved, by the identity.
-/

namespace LeJEPA.Ledger

/-- The authors' `polar_bound_axiom`: a bound follows from itself. -/
def PolarBound : Prop :=
  ∀ distance ε energy : ℝ, 0 ≤ ε → 0 ≤ energy → distance ≤ ε + energy → distance ≤ ε + energy

/-- The authors' `pythagorean_axiom`: a decomposition follows from itself. -/
def Pythagorean : Prop :=
  ∀ total linear energy : ℝ, total = linear + energy → total = linear + energy

/-- Empty: the conclusion is a hypothesis. -/
theorem polarBound : PolarBound := fun _ _ _ _ _ h ↦ h

/-- Empty: the conclusion is the hypothesis. -/
theorem pythagorean : Pythagorean := fun _ _ _ h ↦ h

end LeJEPA.Ledger
