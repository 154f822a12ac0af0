/-! Threat: an instance of one's own changes what `+` means in the statement. -/

namespace LocalInstance

local instance : HAdd Nat Nat Nat := ⟨fun _ _ => 5⟩

theorem headline : (2 : Nat) + (2 : Nat) = 5 := rfl

end LocalInstance
