/-! A definition that holds a proof. Lean names the proof after the first definition of the module
that holds the same one, so that the name says nothing of this definition. -/

namespace GeneratedProof

/-- A number below seven. -/
def chosen : Fin 7 := ⟨3, by omega⟩

theorem headline : chosen.val < 7 := chosen.isLt

end GeneratedProof
