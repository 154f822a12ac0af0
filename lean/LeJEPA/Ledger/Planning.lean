/-!
# The ledger: two planning axioms that contradict themselves

The authors' build states Theorem 4 about a structure whose expected costs are two free functions,
and assumes that the expected costs of any two such structures are related by any map of states.
Nothing ties the functions to dynamics, so each assumption proves `False`. The structure here is our
own, with the same freedom; states, actions and costs are arbitrary types, real vectors and numbers
among them.

## Main results

* `LeJEPA.Ledger.not_stagePushforward`, `LeJEPA.Ledger.not_terminalPushforward`: both assumptions
  are refuted as soon as there are two different costs.
-/

namespace LeJEPA.Ledger

/-- Expected costs as two free functions of a plan, a start and a cost function; no dynamics. -/
structure ExpectedCosts (Z A R : Type) (T : Nat) where
  /-- The alleged expectation of a stage cost at a time. -/
  stage : (Fin T → A) → Z → Fin T → (Z → A → R) → R
  /-- The alleged expectation of a terminal cost. -/
  terminal : (Fin T → A) → Z → (Z → R) → R

variable {Z A R : Type} {T : Nat}

/-- The authors' `stage_pushforward`: any two expected costs are related by any map of states. -/
def StagePushforward (Z A R : Type) (T : Nat) : Prop :=
  ∀ (E' E : ExpectedCosts Z A R T) (Q : Z → Z) (a : Fin T → A) (z : Z) (t : Fin T)
    (c : Z → A → R), E'.stage a (Q z) t c = E.stage a z t fun z' u => c (Q z') u

/-- The authors' `terminal_pushforward`. -/
def TerminalPushforward (Z A R : Type) (T : Nat) : Prop :=
  ∀ (E' E : ExpectedCosts Z A R T) (Q : Z → Z) (a : Fin T → A) (z : Z) (c : Z → R),
    E'.terminal a (Q z) c = E.terminal a z fun z' => c (Q z')

/-- Expected costs that ignore everything and answer `r`. -/
def constantCosts (Z A : Type) (T : Nat) (r : R) : ExpectedCosts Z A R T where
  stage _ _ _ _ := r
  terminal _ _ _ := r

/-- Refuted: two structures that answer two different costs are not related. -/
theorem not_stagePushforward {r s : R} (hrs : r ≠ s) (z : Z) (a : A) (t : Fin T) :
    ¬StagePushforward Z A R T := fun h =>
  hrs (h (constantCosts Z A T r) (constantCosts Z A T s) id (fun _ => a) z t fun _ _ => r)

/-- Refuted: two structures that answer two different costs are not related. -/
theorem not_terminalPushforward {r s : R} (hrs : r ≠ s) (z : Z) (a : A) :
    ¬TerminalPushforward Z A R T := fun h =>
  hrs (h (constantCosts Z A T r) (constantCosts Z A T s) id (fun _ => a) z fun _ => r)

/-- A witness: states, actions and costs for which both refutations apply. -/
theorem refutations_apply :
    ¬StagePushforward Nat Bool Int 1 ∧ ¬TerminalPushforward Nat Bool Int 1 :=
  ⟨not_stagePushforward (r := 0) (s := 1) (by decide) 0 true 0,
    not_terminalPushforward (r := 0) (s := 1) (by decide) 0 true⟩

end LeJEPA.Ledger
