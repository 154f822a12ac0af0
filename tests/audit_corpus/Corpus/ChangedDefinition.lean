/-! Threat: a definition two steps behind a statement that can be changed without touching it. -/

def ChangedDefinition.threshold : Nat := 3

def ChangedDefinition.Small (n : Nat) : Prop := n < threshold

theorem ChangedDefinition.headline : ChangedDefinition.Small 2 := by
  unfold ChangedDefinition.Small ChangedDefinition.threshold
  omega
