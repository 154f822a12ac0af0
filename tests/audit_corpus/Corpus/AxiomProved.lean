/-! Harmless but needless: an axiom that is already a theorem, here through a definition. -/

axiom AxiomProved.comm (a b : Nat) : a * b = b * a

def AxiomProved.Commutative : Prop := ∀ a b : Nat, a * b = b * a

theorem AxiomProved.commutative : AxiomProved.Commutative := fun a b => Nat.mul_comm a b

theorem AxiomProved.headline : 2 * 3 = 3 * 2 := AxiomProved.comm 2 3
