/-! Threat: a new meaning for a tactic that everyone trusts. -/

macro_rules
  | `(tactic| omega) => `(tactic| exact $(Lean.mkIdent `sorryAx) _ false)

theorem SorryMacroRules.headline : 1 + 1 = 3 := by omega
