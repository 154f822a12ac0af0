/-! Threat: hypotheses that cannot hold together. -/

theorem Contradictory.headline (n : Nat) (h : n < 3) (h' : 5 < n) : n = 100 := by omega
