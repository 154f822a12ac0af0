/-! Threat: a definition that never ends, whose code is not its value. -/

partial def PartialTrick.search (n : Nat) : Nat := PartialTrick.search (n + 1)

theorem PartialTrick.headline : PartialTrick.search 0 = PartialTrick.search 0 := rfl
