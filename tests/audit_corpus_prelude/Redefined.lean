prelude

/-! Threat: an assumption with the very name of an axiom of Lean's logic, where that is not loaded. -/

inductive False : Prop

axiom propext : False

theorem Redefined.headline : False := propext
