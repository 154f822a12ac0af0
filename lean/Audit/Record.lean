import Audit.Closure
import Audit.Fingerprint
import Audit.Flags
import Audit.Surface
import Lean.Data.Json

/-!
# The audit record

What the walk over the environment found, as a structure and as JSON. The JSON carries no times and
no paths of the machine, so that equal sources give equal bytes.

## Main definitions

* `Audit.Record`: everything the audit reports.
* `Audit.makeRecord`: walks the environment.
-/

open Lean

namespace Audit

/-- The axioms of Lean's own logic, each with the fingerprint of its type. A constant that only has
one of these names, with another type, is not allowed. -/
def allowedAxioms : List (Name × String) := [
  (``Classical.choice, "c19100a903332c34aecc1a4d8bd3c9d54790697be6acee344324652484fc1b77"),
  (``Quot.sound, "d82cc80aad84e4de1abecd63f50576333910e4259e15e04e952d108a01d483b3"),
  (``propext, "349662fea043ba9461d3edf31ed4c7174644d8f82b733102bceaacb0f6247342")]

/-- A declaration of the audited library. `surface` lists the library's constants behind the
statement of a theorem and `statementHash` covers them; both are empty for other declarations. -/
structure Declaration where
  name : Name
  kind : String
  module : Name
  typeHash : String
  axioms : Array Name
  flags : Array String
  statementHash : String
  surface : Array Name

/-- An axiom that the library rests on. -/
structure AxiomUse where
  name : Name
  module : Name
  typeHash : String
  allowed : Bool
  usedBy : Nat

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

/-- The constants whose module lies under one of the library's root modules, in a fixed order. -/
def libraryConstants (env : Environment) (roots : List Name) : Array Name := Id.run do
  let mut found := #[]
  for module in env.header.moduleNames, data in env.header.moduleData do
    if roots.any (·.isPrefixOf module) then
      found := found ++ data.constNames
  return found.qsort Name.lt

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
  let inLibrary (c : Name) : Bool := library.contains c
  let mut declarations := #[]
  let mut counts : Std.HashMap Name Nat := {}
  let mut paths := #[]
  for name in names do
    let some info := env.checked.get.find? name | continue
    let axioms := closure.axiomsOf env name
    for used in axioms do
      counts := counts.insert used (counts.getD used 0 + 1)
    if name.isInternalDetail && !(info matches .axiomInfo _) then continue
    let behind := if info matches .thmInfo _ then surface env inLibrary name else #[]
    let statementHash :=
      if info matches .thmInfo _ then statementFingerprint env info behind else ""
    declarations := declarations.push
      { name, statementHash, surface := behind, kind := kindOf info
        module := moduleOf env name, axioms, typeHash := typeFingerprint info, flags := ← flagsOf env info }
  let mut uses := #[]
  for used in mine do
    let some info := env.checked.get.find? used | continue
    let typeHash := typeFingerprint info
    let allowed := allowedAxioms.contains (used, typeHash)
    uses := uses.push
      { name := used, module := moduleOf env used, typeHash, allowed
        usedBy := counts.getD used 0 : AxiomUse }
    unless allowed do
      for declaration in declarations do
        if declaration.axioms.contains used then
          if let some chain := path? env closure declaration.name used then
            paths := paths.push
              { declaration := declaration.name, axiomName := used, path := chain }
  return { toolchain, mathlib, sources, declarations, axioms := uses, paths }

private def names (ns : Array Name) : Json := .arr <| ns.map fun n => .str n.toString

/-- The record as JSON, following the schema `lejepa-proofs/audit/1`. -/
def Record.toJson (r : Record) : Json := .mkObj [
  ("schema", "lejepa-proofs/audit/1"),
  ("toolchain", r.toolchain),
  ("mathlib", r.mathlib),
  ("sources", .mkObj <| r.sources.map fun (path, hash) => (path, .str hash)),
  ("declarations", .arr <| r.declarations.map fun d => .mkObj [
    ("name", d.name.toString), ("kind", d.kind), ("module", d.module.toString),
    ("typeHash", d.typeHash), ("axioms", names d.axioms),
    ("flags", .arr (d.flags.map .str)), ("statementHash", d.statementHash),
    ("surface", names d.surface)]),
  ("axioms", .arr <| r.axioms.map fun a => .mkObj [
    ("name", a.name.toString), ("module", a.module.toString), ("typeHash", a.typeHash),
    ("allowed", a.allowed), ("usedBy", a.usedBy)]),
  ("paths", .arr <| r.paths.map fun p => .mkObj [
    ("declaration", p.declaration.toString), ("axiom", p.axiomName.toString),
    ("path", names p.path.toArray)])]

end Audit
