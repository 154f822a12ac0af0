/-! Harmless: proofs that use each axiom of Lean's logic. -/

theorem Clean.headline (p : Prop) : p ∨ ¬p := Classical.em p

theorem Clean.free (n : Nat) : n = n := rfl
