/-! Threat: an axiom that says nothing, so that its name can promise anything. -/

axiom AxiomEmpty.spectral_gap (a b : Nat) (h : a < b) : a < b

theorem AxiomEmpty.headline : 1 < 2 := AxiomEmpty.spectral_gap 1 2 (by decide)
