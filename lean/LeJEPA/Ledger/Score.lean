import Mathlib.Data.Real.Basic
import Mathlib.Tactic.Linarith

/-!
# The ledger: the score of a latent component

The authors' build states Theorem 2 about a structure that holds a diffusion constant, a score and
an eigenvalue, and nothing that ties the three. One assumption says that an affine score makes the
first eigenfunction affine, for any eigenvalue: refuted. The other says that an affine score is that
of a Gaussian, where *is that of a Gaussian* is defined as being affine: it holds by definition, and
no density occurs in it.

## Main results

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
    ⟨-1, 0, by norm_num, fun z ↦ by simp⟩
  have h0 := hz 0
  have h1 := hz 1
  norm_num at h0 h1
  exact ha (by linarith)

/-- Proved: the hypotheses are the definition of the conclusion. -/
theorem gaussianOfAffineScore : GaussianOfAffineScore := fun _ slope offset hslope hscore ↦
  ⟨slope, offset, hslope, hscore⟩

end LeJEPA.Ledger
