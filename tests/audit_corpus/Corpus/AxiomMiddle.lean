import Corpus.AxiomFar

/-! Threat, second of three files. -/

theorem AxiomMiddle.step (a b : Nat) : a = b := AxiomFar.collapse a b
