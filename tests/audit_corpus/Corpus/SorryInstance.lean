/-! Threat: an instance that leaves a proof out, behind a theorem that never says so. -/

class SorryInstance.Collapsed (α : Type) : Prop where
  eq : ∀ a b : α, a = b

instance : SorryInstance.Collapsed Nat := ⟨by admit⟩

theorem SorryInstance.headline : (1 : Nat) = 2 := SorryInstance.Collapsed.eq 1 2
