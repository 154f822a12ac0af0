import Mathlib.Analysis.Normed.Affine.MazurUlam

/-!
# Mazur–Ulam in the form the paper uses

A surjective isometry of a real normed space that fixes the origin is linear.

## Main results

* `LeJEPA.exists_linearIsometryEquiv_of_isometry`: the statement for functions.
-/

namespace LeJEPA

/-- A surjective isometry that fixes the origin is a linear isometry. -/
theorem exists_linearIsometryEquiv_of_isometry {E F : Type*} [NormedAddCommGroup E]
    [NormedSpace ℝ E] [NormedAddCommGroup F] [NormedSpace ℝ F] {f : E → F} (hf : Isometry f)
    (hsurj : Function.Surjective f) (hzero : f 0 = 0) : ∃ Q : E ≃ₗᵢ[ℝ] F, ⇑Q = f :=
  ⟨(IsometryEquiv.mk' f (Function.surjInv hsurj)
    (Function.rightInverse_surjInv hsurj) hf).toRealLinearIsometryEquivOfMapZero hzero, rfl⟩

end LeJEPA
