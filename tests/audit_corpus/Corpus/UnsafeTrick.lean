/-! Threat: a function outside the logic behind one that looks safe. -/

unsafe def UnsafeTrick.cast (n : Nat) : Bool := unsafeCast n

@[implemented_by UnsafeTrick.cast]
opaque UnsafeTrick.seen (n : Nat) : Bool

theorem UnsafeTrick.headline (n : Nat) : UnsafeTrick.seen n = UnsafeTrick.seen n := rfl
