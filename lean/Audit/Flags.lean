import Lean.Compiler.ExternAttr
import Lean.Compiler.ImplementedByAttr
import Lean.Meta.Basic

/-!
# What a reader must know of a declaration beside its axioms

Marks that no axiom shows: code that differs from the logical value, definitions outside the logic,
and theorems that assume what they conclude.

## Main definitions

* `Audit.codeFlags`: `implemented_by`, `extern`, `unsafe`, `partial`.
* `Audit.assumesConclusion`: a hypothesis of a theorem is its conclusion.
-/

open Lean Meta

namespace Audit

/-- Marks of a declaration whose compiled code need not do what its value says. -/
def codeFlags (env : Environment) (info : ConstantInfo) : Array String := Id.run do
  let mut flags := #[]
  if let some code := Compiler.getImplementedBy? env info.name then
    flags := flags.push s!"implemented_by {code}"
  if isExtern env info.name then
    flags := flags.push "extern"
  if info.isUnsafe then
    flags := flags.push "unsafe"
  if info.isPartial || env.contains (info.name.str "_unsafe_rec") then
    flags := flags.push "partial"
  return flags

/-- Whether some hypothesis of the statement `type` is its conclusion, up to unfolding reducible
definitions. -/
def assumesConclusion (type : Expr) : MetaM Bool :=
  forallTelescopeReducing type fun hypotheses conclusion => do
    unless ← isProp conclusion do return false
    hypotheses.anyM fun h => do
      withReducible <| isDefEq (← inferType h) conclusion

/-- All marks of a declaration. -/
def flagsOf (env : Environment) (info : ConstantInfo) : IO (Array String) := do
  let mut flags := codeFlags env info
  if info matches .thmInfo _ then
    let context : Core.Context := { fileName := "<audit>", fileMap := default }
    let (circular, _) ← (assumesConclusion info.type).run'.toIO context { env }
    if circular then
      flags := flags.push "assumes its conclusion"
  return flags

end Audit
