import Lean.Util.CollectAxioms

/-!
# Which axioms a declaration rests on

The closure runs over types *and* values of everything a declaration uses, for all declarations of
an environment at once: every constant is visited once, and its set of axioms is a bit mask.

## Main definitions

* `Audit.Closure.axiomsOf`: the axioms a constant rests on.
* `Audit.path?`: a shortest chain of uses from a declaration to an axiom.
-/

open Lean

namespace Audit

/-- The node that stands for `c`: an inductive block with its constructors and recursors is one. -/
def representative (env : Environment) (c : Name) : Name :=
  match env.checked.get.find? c with
  | some (.inductInfo v) => v.all.headD c
  | some (.recInfo v) => v.all.headD c
  | some (.ctorInfo v) =>
    match env.checked.get.find? v.induct with
    | some (.inductInfo w) => w.all.headD v.induct
    | _ => v.induct
  | _ => c

private def blockUses (env : Environment) (all : List Name) : Array Name := Id.run do
  let mut used := #[]
  for i in all do
    let some (.inductInfo v) := env.checked.get.find? i | continue
    used := used ++ v.type.getUsedConstants
    for k in v.ctors do
      if let some info := env.checked.get.find? k then
        used := used ++ info.type.getUsedConstants
    if let some (.recInfo r) := env.checked.get.find? (mkRecName i) then
      used := used ++ r.type.getUsedConstants
      for rule in r.rules do
        used := used ++ rule.rhs.getUsedConstants
  return used

/-- The constants that the node `c` uses directly, in its type and in its value. -/
def uses (env : Environment) (c : Name) : Array Name :=
  match env.checked.get.find? c with
  | some (.inductInfo v) => blockUses env v.all
  | some info =>
    let inType := info.type.getUsedConstants
    match info with
    | .defnInfo v => inType ++ v.value.getUsedConstants
    | .thmInfo v => inType ++ v.value.getUsedConstants
    | .opaqueInfo v => inType ++ v.value.getUsedConstants
    | _ => inType
  | none => #[]

/-- Axioms met so far, in the order of their bits, and the mask of each visited node. -/
structure Closure where
  axioms : Array Name := #[]
  masks : Std.HashMap Name Nat := {}

/-- Visit a node and everything it uses; returns the mask of its axioms. -/
partial def visit (env : Environment) (c : Name) : StateM Closure Nat := do
  let node := representative env c
  if let some mask := (← get).masks[node]? then
    return mask
  -- A placeholder stops a cycle; the only ones run through an inductive block, which is one node.
  modify fun s => { s with masks := s.masks.insert node 0 }
  let mut mask := 0
  if let some (.axiomInfo _) := env.checked.get.find? node then
    mask ← modifyGet fun s => (1 <<< s.axioms.size, { s with axioms := s.axioms.push node })
  for used in uses env node do
    mask := mask ||| (← visit env used)
  modify fun s => { s with masks := s.masks.insert node mask }
  return mask

/-- The axioms in a mask. -/
def Closure.names (closure : Closure) (mask : Nat) : Array Name := Id.run do
  let mut found := #[]
  for i in [0:closure.axioms.size] do
    if mask.testBit i then
      found := found.push closure.axioms[i]!
  return found.qsort Name.lt

/-- The axioms that the visited constant `c` rests on, sorted. -/
def Closure.axiomsOf (closure : Closure) (env : Environment) (c : Name) : Array Name :=
  closure.names (closure.masks.getD (representative env c) 0)

/-- A shortest chain of uses from `start` to the axiom `target`, both ends included. -/
def path? (env : Environment) (closure : Closure) (start target : Name) :
    Option (List Name) := Id.run do
  let some bit := closure.axioms.findIdx? (· == target) | return none
  let leads (c : Name) := (closure.masks.getD (representative env c) 0).testBit bit
  unless leads start do return none
  let mut parent : Std.HashMap Name Name := {}
  let mut layer := #[representative env start]
  while !layer.isEmpty && !parent.contains target && representative env start != target do
    let mut next := #[]
    for c in layer do
      for used in uses env c do
        let node := representative env used
        if leads node && !parent.contains node && node != representative env start then
          parent := parent.insert node c
          next := next.push node
    layer := next
  let mut chain := [target]
  let mut here := target
  while here != representative env start do
    let some up := parent[here]? | return none
    chain := up :: chain
    here := up
  return some chain

/-- Lean's own answer to the same question, for a set of constants taken together. -/
def axiomsByLean (env : Environment) (names : Array Name) : Array Name :=
  let ((), state) := ((names.forM CollectAxioms.collect).run env).run {}
  state.axioms.qsort Name.lt

end Audit
