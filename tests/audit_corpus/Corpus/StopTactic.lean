/-! Threat: a tactic that leaves the rest of a proof out without the word. -/

theorem StopTactic.headline : 1 + 1 = 3 := by
  stop
  decide
