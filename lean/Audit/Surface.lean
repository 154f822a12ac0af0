import Audit.Closure
import Audit.Fingerprint

/-!
# What a reader must trust to know what a theorem says

The surface of a statement: the constants of the library that its type uses, and those that their
types and values use in turn. Proofs are not followed, and those that Lean names are not listed: what
they say is part of the definition that holds them. A statement's fingerprint covers its type and
the whole surface, so that a changed definition changes it.

## Main definitions

* `Audit.surface`: the library constants behind a statement.
* `Audit.meaningFingerprint`: the digest of what gives one constant its meaning.
* `Audit.statementFingerprint`: the digest of the statement and its surface.
-/

open Lean

namespace Audit

/-- The constants that give the node `c` its meaning; for a theorem only its type. -/
private def meaning (env : Environment) (c : Name) : Array Name :=
  match env.checked.get.find? c with
  | some (.thmInfo v) => v.type.getUsedConstants
  | _ => uses env c

private partial def collect (env : Environment) (inLibrary : Name → Bool) (c : Name) :
    StateM NameSet Unit := do
  for used in meaning env c do
    let node := representative env used
    if inLibrary node && !(← get).contains node then
      modify (·.insert node)
      collect env inLibrary node

/-- The library constants that the statement of `c` rests on, sorted; an inductive type stands for
its constructors too. -/
def surface (env : Environment) (inLibrary : Name → Bool) (c : Name) : Array Name :=
  let start := match env.checked.get.find? c with
    | some info => info.type.getUsedConstants
    | none => #[]
  let visit : StateM NameSet Unit := do
    for used in start do
      let node := representative env used
      if inLibrary node && !(← get).contains node then
        modify (·.insert node)
        collect env inLibrary node
  (visit.run {}).2.toArray.filter (generatedProof? env · |>.isNone) |>.qsort Name.lt

/-- The digest of the name and the type of `c` and of its value or its constructors, but not of a
proof. -/
def meaningFingerprint (env : Environment) (c : Name) : ByteArray := Id.run do
  let some info := env.checked.get.find? c | return sha256 "unknown".toUTF8
  let digest (params : List Name) (e : Expr) : ByteArray := ((fingerprint env params e).run' {}).run
  let mut parts := (toString c).toUTF8 ++ digest info.levelParams info.type
  match info with
  | .defnInfo v => parts := parts ++ digest v.levelParams v.value
  | .opaqueInfo v => parts := parts ++ digest v.levelParams v.value
  | .inductInfo v =>
    for i in v.all do
      let some (.inductInfo w) := env.checked.get.find? i | continue
      parts := parts ++ digest w.levelParams w.type
      for k in w.ctors do
        let some constructor := env.checked.get.find? k | continue
        parts := parts ++ (toString k).toUTF8 ++ digest constructor.levelParams constructor.type
  | _ => pure ()
  return sha256 parts

/-- The digest of the type of `c` and of everything on its surface, in hexadecimal. -/
def statementFingerprint (env : Environment) (info : ConstantInfo) (surface : Array Name) :
    String :=
  hex <| sha256 <| surface.foldl (init := (typeFingerprint env info).toUTF8) fun bytes c =>
    bytes ++ meaningFingerprint env c

end Audit
