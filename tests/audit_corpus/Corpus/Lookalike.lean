/-! Threat: a Greek letter makes an assumption look like a constant of Lean. -/

axiom Lookalike.prοpext : False

theorem Lookalike.headline : 1 = 2 := Lookalike.prοpext.elim
