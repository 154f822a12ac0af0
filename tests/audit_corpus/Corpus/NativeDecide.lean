/-! Threat: a proof that trusts compiled code. -/

theorem NativeDecide.headline : 12345 * 6789 = 83810205 := by native_decide
