import Lean.Class
import Lean.Meta.AppBuilder
import Lean.ProjFns

/-!
# What a statement supposes and what it concludes

## Main definitions

* `Audit.assumesConclusion`: a hypothesis of a theorem contains its conclusion.
* `Audit.hypotheses`: how many binders of a statement suppose something.
* `Audit.settles`: the library's propositions that a theorem concludes, or the negation of which.
* `Audit.untiedFields`: the fields of a structure, in groups that no proposition ties together.
-/

open Lean Meta

namespace Audit

/-- The propositions packed into `term`: its type, the parts of a conjunction, and the fields of a
structure of the library, down to `depth`. -/
private partial def packed (inLibrary : Name → Bool) (depth : Nat) (term : Expr) :
    MetaM (Array Expr) := do
  let type ← withReducible <| whnf (← inferType term)
  let mut found := if ← isProp type then #[type] else #[]
  if depth == 0 then return found
  if let some name := type.getAppFn.constName? then
    if (inLibrary name || name == ``And) && isStructure (← getEnv) name then
      for field in getStructureFields (← getEnv) name do
        found := found ++ (← packed inLibrary (depth - 1) (← mkProjection term field))
  return found

private partial def concludesOneOf (inLibrary : Name → Bool) (supposed : Array Expr)
    (type : Expr) : MetaM Bool := do
  if ← supposed.anyM fun h => withReducible <| isDefEq h type then
    return true
  match type with
  | .forallE name domain body info =>
    withLocalDecl name info domain fun x => do
      concludesOneOf inLibrary (supposed ++ (← packed inLibrary 3 x)) (body.instantiate1 x)
  | _ =>
    let unfolded ← whnf type
    if unfolded.isForall then concludesOneOf inLibrary supposed unfolded else return false

/-- Whether a hypothesis of the statement `type` contains its conclusion: is it up to unfolding
reducible definitions, or has it as a part of a conjunction or a field of a structure. The
conclusion may itself be quantified. -/
def assumesConclusion (inLibrary : Name → Bool) (type : Expr) : MetaM Bool := do
  if ← isProp type then concludesOneOf inLibrary #[] type else return false

/-- How many binders of a statement suppose something: a proposition, or a structure of the library,
which may have no instance. -/
def hypotheses (inLibrary : Name → Bool) (type : Expr) : MetaM Nat :=
  forallTelescope type fun binders _ => do
    let env ← getEnv
    let mut count := 0
    for binder in binders do
      let domain ← inferType binder
      let head := domain.getForallBody.getAppFn.constName?
      if (← isProp domain) || head.any (fun c => inLibrary c && isStructure env c) then
        count := count + 1
    return count

/-- The propositions of the library that a statement concludes, whatever it supposes: a name, or
`¬` and a name for a negation. -/
def settles (inLibrary : Name → Bool) (type : Expr) : MetaM (Array String) :=
  forallTelescope type fun binders conclusion => do
    if conclusion.isConstOf ``False then
      let some last := binders.back? | return #[]
      return heads "¬" (← inferType last)
    return split 8 conclusion
where
  heads (sign : String) (e : Expr) : Array String :=
    match e.getAppFn.constName? with
    | some c => if inLibrary c then #[sign ++ toString c] else #[]
    | none => #[]
  split : Nat → Expr → Array String
    | 0, _ => #[]
    | depth + 1, e =>
      match e.app2? ``And, e.not? with
      | some (left, right), _ => split depth left ++ split depth right
      | none, some p => heads "¬" p
      | none, none => heads "" e

private def isClassOf (env : Environment) (c : Name) : Bool :=
  match env.getModuleIdxFor? c with
  | some i => (PersistentEnvExtension.getModuleEntries classExtension env i).any (·.name == c)
  | none => false

/-- The fields of a structure that are data, in groups: two are in one group when a propositional
field or the type of a field mentions both. Types among the fields tie nothing. A class or what is
no structure has none. -/
def untiedFields (env : Environment) (c : Name) : MetaM (Array (Array Name)) := do
  unless isStructure env c && !isClassOf env c do return #[]
  let constructor := getStructureCtor env c
  forallTelescope constructor.type fun binders _ => do
    let fields := binders.extract constructor.numParams binders.size
    let mut groups : Array (Array FVarId) := #[]
    for field in fields do
      let type ← inferType field
      if (← isProp type) then
        groups := merge groups (mentioned groups type)
      else unless type.getForallBody.isSort do
        groups := merge (groups.push #[field.fvarId!]) ((mentioned groups type).push field.fvarId!)
    groups.mapM fun group => group.mapM (·.getUserName)
where
  mentioned (groups : Array (Array FVarId)) (type : Expr) : Array FVarId :=
    groups.flatten.filter fun x => type.containsFVar x
  merge (groups : Array (Array FVarId)) (tied : Array FVarId) : Array (Array FVarId) :=
    let (touched, rest) := groups.partition fun group => group.any tied.contains
    if touched.isEmpty then rest else rest.push touched.flatten

end Audit
