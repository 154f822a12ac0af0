/-! Harmless: hypotheses that can hold together, shown by an instance that applies the theorem. -/

theorem Witnessed.headline (n : Nat) (h : n < 3) (h' : 1 < n) : n = 2 := by omega

theorem Witnessed.instance_two : 2 = 2 := Witnessed.headline 2 (by decide) (by decide)
