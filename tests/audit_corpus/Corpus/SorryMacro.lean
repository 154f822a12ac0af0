/-! Threat: a tactic of one's own that leaves the proof out. -/

macro "clearly" : tactic => `(tactic| exact $(Lean.mkIdent `sorryAx) _ false)

theorem SorryMacro.headline : 1 + 1 = 3 := by clearly
