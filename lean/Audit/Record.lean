import Audit.Closure
import Audit.Fingerprint
import Audit.Flags
import Audit.Standing
import Audit.Surface
import Lean.Data.Json
import Lean.DeclarationRange

/-!
# The audit record

What the walk over the environment found, as a structure and as JSON. The JSON carries no times and
no paths of the machine, so that equal sources give equal bytes.

## Main definitions

* `Audit.Record`: everything the audit reports.
* `Audit.makeRecord`: walks the environment.
-/

open Lean Meta

namespace Audit

/-- The axioms of Lean's own logic, each with the fingerprint of its type. A constant that only has
one of these names, with another type, is not allowed. -/
def allowedAxioms : List (Name × String) := [
  (``Classical.choice, "c19100a903332c34aecc1a4d8bd3c9d54790697be6acee344324652484fc1b77"),
  (``Quot.sound, "d82cc80aad84e4de1abecd63f50576333910e4259e15e04e952d108a01d483b3"),
  (``propext, "349662fea043ba9461d3edf31ed4c7174644d8f82b733102bceaacb0f6247342")]

/-- A declaration of the audited library. Its source begins at `line` and takes `lines` lines; both
are zero when unknown. `statementHash` covers the type and the value or constructors of a
definition, and for a theorem its type and its surface. The rest is about theorems, and empty for
other declarations: `surface` lists the library's constants behind the statement, `hypotheses`
counts what is supposed, `settles` names the propositions it proves or refutes, `applies` the
theorems of the library that the proof applies. -/
structure Declaration where
  name : Name
  kind : String
  module : Name
  line : Nat
  lines : Nat
  typeHash : String
  axioms : Array Name
  flags : Array String
  statementHash : String
  surface : Array Name := #[]
  hypotheses : Nat := 0
  settles : Array String := #[]
  applies : Array Name := #[]

/-- An axiom that the library rests on, what became of it, and the theorem that shows that. -/
structure AxiomUse where
  name : Name
  module : Name
  typeHash : String
  standing : String
  shownBy : Name
  usedBy : Nat

/-- Whether the axiom is one of Lean's own logic, by name and type. -/
def AxiomUse.allowed (a : AxiomUse) : Bool := a.standing == "allowed"

/-- A chain of uses from a declaration to an axiom that is not allowed. -/
structure AxiomPath where
  declaration : Name
  axiomName : Name
  path : List Name

/-- Everything the audit found. -/
structure Record where
  toolchain : String
  mathlib : String
  sources : List (String × String)
  declarations : Array Declaration
  axioms : Array AxiomUse
  paths : Array AxiomPath

private def kindOf : ConstantInfo → String
  | .axiomInfo _ => "axiom"
  | .defnInfo v => match v.safety with
    | .safe => "def"
    | .unsafe => "unsafe def"
    | .partial => "partial def"
  | .thmInfo _ => "theorem"
  | .opaqueInfo v => if v.isUnsafe then "unsafe opaque" else "opaque"
  | .quotInfo _ => "quot"
  | .inductInfo _ => "inductive"
  | .ctorInfo _ => "constructor"
  | .recInfo _ => "recursor"

private def moduleOf (env : Environment) (c : Name) : Name :=
  match env.getModuleIdxFor? c with
  | some i => env.header.moduleNames[i.toNat]!
  | none => .anonymous

/-- The constants whose module lies under one of the library's root modules, in a fixed order. A
module also stores equations and congruence lemmas that Lean made there of a dependency's constants;
where the dependency has made them too, they are the dependency's. -/
def libraryConstants (env : Environment) (roots : List Name) : Array Name := Id.run do
  let mut found := #[]
  for module in env.header.moduleNames, data in env.header.moduleData do
    if roots.any (·.isPrefixOf module) then
      found := found ++ data.constNames.filter fun c => roots.any (·.isPrefixOf (moduleOf env c))
  return found.qsort Name.lt

/-- First line and number of lines of a declaration's source, zero when unknown. -/
private def placeOf (env : Environment) (c : Name) : Nat × Nat :=
  match declRangeExt.find? (level := .exported) env c <|>
    declRangeExt.find? (level := .server) env c with
  | some ranges =>
    let first := ranges.range.pos.line
    (first, ranges.range.endPos.line + 1 - first)
  | none => (0, 0)

/-- The public theorems of the library that the proof of `c` applies, seen through the private and
generated ones. -/
private partial def applied (env : Environment) (library : NameSet) (c : Name) : Array Name :=
  let ((), _, found) := (go c).run ({}, {})
  found.toArray.qsort Name.lt
where
  go (c : Name) : StateM (NameSet × NameSet) Unit := do
    for used in uses env c do
      if !library.contains used || (← get).1.contains used then continue
      modify fun (seen, found) => (seen.insert used, found)
      if used.isInternalDetail then go used
      else if (env.checked.get.find? used).any (· matches .thmInfo _) then
        modify fun (seen, found) => (seen, found.insert used)

/-- Names made by Lean, and private theorems; a private definition can be part of a statement. -/
private def hidden (c : Name) (info : ConstantInfo) : Bool :=
  ((privateToUserName? c).getD c).isInternalDetail || (isPrivateName c && info matches .thmInfo _)

private def runMeta {α : Type} (env : Environment) (x : MetaM α) : IO α := do
  let context : Core.Context :=
    { fileName := "<audit>", fileMap := default, initHeartbeats := ← IO.getNumHeartbeats }
  return (← x.run'.toIO context { env }).1

private def describe (env : Environment) (library : NameSet) (closure : Closure)
    (info : ConstantInfo) : IO Declaration := do
  let (line, lines) := placeOf env info.name
  let declaration : Declaration := {
    name := info.name, kind := kindOf info, module := moduleOf env info.name, line, lines
    typeHash := typeFingerprint env info, axioms := closure.axiomsOf env info.name
    flags := ← runMeta env (flagsOf env library.contains info)
    statementHash := "" }
  unless info matches .thmInfo _ do
    return { declaration with statementHash := hex (meaningFingerprint env info.name) }
  let behind := surface env library.contains info.name
  return { declaration with
    surface := behind, statementHash := statementFingerprint env info behind
    hypotheses := ← runMeta env (hypotheses library.contains info.type)
    settles := ← runMeta env (settles library.contains info.type)
    applies := applied env library info.name }

/-- Walk the environment and describe every declaration of the library below `roots`.

Throws when there is no declaration at all, or when the closure computed here differs from the one
of Lean's own `collectAxioms`. -/
def makeRecord (env : Environment) (roots : List Name) (toolchain mathlib : String)
    (sources : List (String × String)) : IO Record := do
  let names := libraryConstants env roots
  if names.isEmpty then
    throw <| IO.userError s!"no declaration under {roots}; build the library first (lake build)"
  let ((), closure) := (names.forM fun c => discard <| visit env c).run {}
  let mine := closure.axioms.qsort Name.lt
  let theirs := axiomsByLean env names
  if mine != theirs then
    throw <| IO.userError
      s!"the closure found the axioms {mine}, Lean's collectAxioms found {theirs}"
  let library : NameSet := names.foldl (·.insert ·) {}
  let mut declarations := #[]
  let mut counts : Std.HashMap Name Nat := {}
  for name in names do
    let some info := env.checked.get.find? name | continue
    for used in closure.axiomsOf env name do
      counts := counts.insert used (counts.getD used 0 + 1)
    if hidden name info && !(info matches .axiomInfo _) && (metaFlags info).isEmpty then continue
    declarations := declarations.push (← describe env library closure info)
  let allowed (c : Name) : Bool := (env.checked.get.find? c).any fun info =>
    allowedAxioms.contains (c, typeFingerprint env info)
  let mut axioms := #[]
  let mut paths := #[]
  for used in mine do
    let some info := env.checked.get.find? used | continue
    let (standing, shownBy) ← runMeta env <|
      (standingOf env library.contains allowed info).run' closure
    axioms := axioms.push
      { name := used, module := moduleOf env used, typeHash := typeFingerprint env info, standing
        shownBy, usedBy := counts.getD used 0 : AxiomUse }
    unless allowed used do
      for declaration in declarations do
        if declaration.axioms.contains used then
          if let some chain := path? env closure declaration.name used then
            paths := paths.push
              { declaration := declaration.name, axiomName := used, path := chain }
  return { toolchain, mathlib, sources, declarations, axioms, paths }

private def names (ns : Array Name) : Json := .arr <| ns.map fun n => .str n.toString

/-- The record as JSON, following the schema `lejepa-proofs/audit/2`. -/
def Record.toJson (r : Record) : Json := .mkObj [
  ("schema", "lejepa-proofs/audit/2"),
  ("toolchain", r.toolchain),
  ("mathlib", r.mathlib),
  ("sources", .mkObj <| r.sources.map fun (path, hash) => (path, .str hash)),
  ("declarations", .arr <| r.declarations.map fun d => .mkObj [
    ("name", d.name.toString), ("kind", d.kind), ("module", d.module.toString),
    ("line", d.line), ("lines", d.lines), ("typeHash", d.typeHash), ("axioms", names d.axioms),
    ("flags", .arr (d.flags.map .str)), ("statementHash", d.statementHash),
    ("surface", names d.surface), ("hypotheses", d.hypotheses),
    ("settles", .arr (d.settles.map .str)), ("applies", names d.applies)]),
  ("axioms", .arr <| r.axioms.map fun a => .mkObj [
    ("name", a.name.toString), ("module", a.module.toString), ("typeHash", a.typeHash),
    ("allowed", a.allowed), ("standing", a.standing), ("usedBy", a.usedBy),
    ("shownBy", if a.shownBy.isAnonymous then "" else a.shownBy.toString)]),
  ("paths", .arr <| r.paths.map fun p => .mkObj [
    ("declaration", p.declaration.toString), ("axiom", p.axiomName.toString),
    ("path", names p.path.toArray)])]

end Audit
