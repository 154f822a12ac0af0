/-! Threat: compiled code trusted through an option of an innocent tactic. -/

theorem NativeFlag.headline : 12345 * 6789 = 83810205 := by decide +native
