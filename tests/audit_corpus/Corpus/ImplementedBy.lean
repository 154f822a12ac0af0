/-! Threat: compiled code that differs from the value, used by a proof that trusts it. -/

def ImplementedBy.wrong (_ : Nat) : Bool := true

@[implemented_by ImplementedBy.wrong]
def ImplementedBy.isZero (n : Nat) : Bool := n == 0

theorem ImplementedBy.headline : ImplementedBy.isZero 1 = true := by native_decide
