import Audit.Hypotheses
import Lean.Compiler.CSimpAttr
import Lean.Compiler.ExternAttr
import Lean.Compiler.ImplementedByAttr

/-!
# What a reader must know of a declaration beside its axioms

Marks that no axiom shows: code that differs from the logical value, definitions outside the logic,
code that changes what a source means, theorems that assume what they conclude, and structures whose
fields nothing ties together.

## Main definitions

* `Audit.codeFlags`: `implemented_by`, `extern`, `csimp`, `unsafe`, `partial`.
* `Audit.metaFlags`: `syntax`, `macro`, `elaborator`.
* `Audit.flagsOf`: all marks of a declaration.
-/

open Lean Meta

namespace Audit

/-- The theorems of a module that replace one function by another in compiled code. -/
private def isCSimp (env : Environment) (c : Name) : Bool :=
  match env.getModuleIdxFor? c with
  | some i => (Compiler.CSimp.ext.ext.getModuleEntries env i).any fun
    | .global entry => entry.thmName == c
    | .scoped _ entry => entry.thmName == c
  | none => false

/-- Marks of a declaration whose compiled code need not do what its value says. -/
def codeFlags (env : Environment) (info : ConstantInfo) : Array String := Id.run do
  let mut flags := #[]
  if let some code := Compiler.getImplementedBy? env info.name then
    flags := flags.push s!"implemented_by {code}"
  if isExtern env info.name then
    flags := flags.push "extern"
  if isCSimp env info.name then
    flags := flags.push "csimp"
  if info.isUnsafe then
    flags := flags.push "unsafe"
  if info.isPartial || env.contains (info.name.str "_unsafe_rec") then
    flags := flags.push "partial"
  return flags

/-- Marks of a declaration that changes what the sources after it mean, told by its type. -/
def metaFlags (info : ConstantInfo) : Array String :=
  match info.type.constName? with
  | some ``ParserDescr | some ``TrailingParserDescr | some `Lean.Parser.Parser
  | some `Lean.Parser.TrailingParser => #["syntax"]
  | some ``Macro => #["macro"]
  | some `Lean.Elab.Term.TermElab | some `Lean.Elab.Tactic.Tactic
  | some `Lean.Elab.Command.CommandElab => #["elaborator"]
  | _ => #[]

/-- Marks of a statement or a structure, found by looking at its hypotheses or fields. -/
private def shapeFlags (env : Environment) (inLibrary : Name → Bool) (info : ConstantInfo) :
    MetaM (Array String) := do
  if info matches .thmInfo _ then
    if env.isProjectionFn info.name then return #[]
    return if ← assumesConclusion inLibrary info.type then #["assumes its conclusion"] else #[]
  let parts ← untiedFields env info.name
  if parts.size < 2 then return #[]
  let shown := parts.map fun fields => ", ".intercalate (fields.map toString).toList
  return #[s!"nothing ties {" | ".intercalate shown.toList}"]

/-- All marks of a declaration. -/
def flagsOf (env : Environment) (inLibrary : Name → Bool) (info : ConstantInfo) :
    MetaM (Array String) := do
  let flags := codeFlags env info ++ metaFlags info
  tryCatchRuntimeEx (do return flags ++ (← shapeFlags env inLibrary info))
    fun _ => return flags.push "hypotheses not examined"

end Audit
