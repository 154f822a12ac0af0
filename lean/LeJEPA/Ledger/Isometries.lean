import Mathlib.Analysis.Normed.Affine.MazurUlam

/-!
# The ledger: isometries

Two assumptions of the authors' build about maps that preserve norms or distances are theorems.

## Main results

* `LeJEPA.Ledger.orthogonalOfNormPreserving`: by the definition of a linear isometry.
* `LeJEPA.Ledger.mazurUlam`: by the Mazur–Ulam theorem of Mathlib,
  `IsometryEquiv.toRealAffineIsometryEquiv`.
-/

namespace LeJEPA.Ledger

universe u

/-- The authors' `orthogonal_of_gaussian_linear`, for any real normed space: a linear map that
preserves norms is a linear isometry. No Gaussian occurs in it. -/
def OrthogonalOfNormPreserving : Prop :=
  ∀ (V : Type u) [NormedAddCommGroup V] [NormedSpace ℝ V] (M : V →ₗ[ℝ] V),
    (∀ v, ‖M v‖ = ‖v‖) → ∃ U : V →ₗᵢ[ℝ] V, ∀ z, M z = U z

/-- The authors' `mazur_ulam`: an isometry of a real normed space onto itself is affine. -/
def MazurUlam : Prop :=
  ∀ (V : Type u) [NormedAddCommGroup V] [NormedSpace ℝ V] (f : V → V), Isometry f →
    Function.Surjective f → ∃ (A : V →ₗ[ℝ] V) (b : V), ∀ x, f x = A x + b

/-- Proved: the linear map and the hypothesis are the linear isometry. -/
theorem orthogonalOfNormPreserving : OrthogonalOfNormPreserving.{u} := fun _ _ _ M hM ↦
  ⟨⟨M, hM⟩, fun _ ↦ rfl⟩

/-- Proved, from Mathlib: the linear part of the affine isometry, and the image of the origin. -/
theorem mazurUlam : MazurUlam.{u} := fun V _ _ f hf hsurj ↦ by
  let e : V ≃ᵃⁱ[ℝ] V := (IsometryEquiv.mk' f (Function.surjInv hsurj)
    (Function.rightInverse_surjInv hsurj) hf).toRealAffineIsometryEquiv
  refine ⟨e.linearIsometryEquiv.toLinearEquiv, f 0, fun x ↦ ?_⟩
  simpa using e.map_vadd 0 x

end LeJEPA.Ledger
