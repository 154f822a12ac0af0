/-! Threat: a proof left out in a term. -/

theorem SorryTerm.headline : 1 + 1 = 3 := sorry
