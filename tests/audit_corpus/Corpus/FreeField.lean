/-! Threat: a structure whose field nothing ties, and an axiom that ties it after the fact. -/

structure FreeField.World where
  value : Nat
  mean : Nat

axiom FreeField.mean_eq_value (w : FreeField.World) : w.mean = w.value

theorem FreeField.headline : 1 = 2 := FreeField.mean_eq_value ⟨2, 1⟩
