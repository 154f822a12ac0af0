/-! Threat: an axiom lets the compiler replace a function by another. -/

def CompilerSimp.slow (n : Nat) : Nat := n

def CompilerSimp.fast (n : Nat) : Nat := n + 1

axiom CompilerSimp.claim : @CompilerSimp.slow = @CompilerSimp.fast

@[csimp] theorem CompilerSimp.replace : @CompilerSimp.slow = @CompilerSimp.fast :=
  CompilerSimp.claim

theorem CompilerSimp.headline : CompilerSimp.slow 1 = 2 := by native_decide
