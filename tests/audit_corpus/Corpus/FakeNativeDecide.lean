/-! Threat: an axiom named like one that compiled code leaves behind. -/

axiom FakeNativeDecide.headline._nativeDecide_1 : 1 = 2

theorem FakeNativeDecide.headline : 1 = 2 := FakeNativeDecide.headline._nativeDecide_1
