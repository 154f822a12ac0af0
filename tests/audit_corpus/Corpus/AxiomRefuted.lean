/-! Threat: an axiom that is false in a case nobody thought of; its negation is proved here. -/

axiom AxiomRefuted.positive (n : Nat) : 0 < n * n

theorem AxiomRefuted.headline : 0 < 2 * 2 := AxiomRefuted.positive 2

theorem AxiomRefuted.not_positive : ¬∀ n : Nat, 0 < n * n := fun h => absurd (h 0) (by decide)
