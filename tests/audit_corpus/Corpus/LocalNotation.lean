/-! Threat: a statement that reads as one thing and is another. -/

local infix:50 " ≠' " => fun (a b : Nat) => a = a ∨ b = b

theorem LocalNotation.headline : 1 ≠' 1 := Or.inl rfl
