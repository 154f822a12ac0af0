/-! Threat, first of three files: an axiom far from the theorem that rests on it. -/

axiom AxiomFar.collapse : ∀ a b : Nat, a = b
