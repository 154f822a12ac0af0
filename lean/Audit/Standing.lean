import Audit.Closure
import Audit.Hypotheses

/-!
# What becomes of an axiom

An axiom of the audited library can be refuted (a proof of the negation of its type), empty (it
concludes what it supposes), already a theorem (one with the same type), or open. A proof counts
when it rests on no other axioms than those allowed.

## Main definitions

* `Audit.standingOf`: one of these words, and the theorem that shows it.
-/

open Lean Meta

namespace Audit

/-- A type with its universe parameters named by their places. -/
private def canonicalType (info : ConstantInfo) : Expr :=
  let places := info.levelParams.mapIdx fun i _ => Level.param (.num `u i)
  info.type.instantiateLevelParams info.levelParams places

/-- A proposition, or the value of the definition that it is an instance of. -/
private def meanings (env : Environment) (e : Expr) : List Expr :=
  match e.getAppFn with
  | .const c levels =>
    match env.checked.get.find? c with
    | some (.defnInfo v) =>
      [e, (v.value.instantiateLevelParams v.levelParams levels).beta e.getAppArgs]
    | _ => [e]
  | _ => [e]

private def negated? (e : Expr) : Option Expr :=
  match e.not? with
  | some p => some p
  | none => if let .forallE _ p (.const ``False []) _ := e then some p else none

/-- The word for an axiom, and the theorem that shows it where there is one: `allowed`, `imported`
(not of the library), `refuted`, `empty`, `theorem` or `open`. -/
def standingOf (env : Environment) (inLibrary : Name → Bool) (allowed : Name → Bool)
    (info : ConstantInfo) : StateT Closure MetaM (String × Name) := do
  if allowed info.name then return ("allowed", .anonymous)
  unless inLibrary info.name do return ("imported", .anonymous)
  if ← assumesConclusion inLibrary info.type then return ("empty", .anonymous)
  let type := canonicalType info
  let mut proofs := #[]
  let mut refutations := #[]
  for (name, candidate) in env.constants.map₁.toList do
    unless candidate matches .thmInfo _ do continue
    unless candidate.levelParams.length == info.levelParams.length do continue
    let statement := canonicalType candidate
    let refutes := (negated? statement).any fun p => (meanings env p).contains type
    unless refutes || (meanings env statement).contains type do continue
    discard <| modifyGet fun closure => (visit env name).run closure
    unless ((← get).axiomsOf env name).all allowed do continue
    if refutes then refutations := refutations.push name else proofs := proofs.push name
  -- The least name, so that the answer does not depend on the order of the environment.
  if let some name := (refutations.qsort Name.lt)[0]? then return ("refuted", name)
  if let some name := (proofs.qsort Name.lt)[0]? then return ("theorem", name)
  return ("open", .anonymous)

end Audit
