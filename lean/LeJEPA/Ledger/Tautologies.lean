import Mathlib.Data.Real.Basic

/-!
# The ledger: two assumptions that say nothing

Two assumptions of the authors' build for Theorem 3 conclude what they suppose. They are provable,
and no theorem can gain anything from them: what they are named after, the polar decomposition and
the orthogonality of Hermite polynomials, is left to the hypotheses of the theorem that uses them.

## Main results

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
