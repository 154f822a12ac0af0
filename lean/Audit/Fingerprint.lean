import Audit.Sha256
import Lean.Environment

/-!
# Fingerprints of statements

The digest of an elaborated expression: a Merkle hash over its structure, which forgets the names
of bound variables, of universe parameters and of the proofs that Lean names by itself, and nothing
else. Two statements with one fingerprint are the same statement up to such names.

## Main definitions

* `Audit.generatedProof?`: the proof that Lean made a theorem of and named.
* `Audit.typeFingerprint`: the fingerprint of a constant's type.
-/

open Lean

namespace Audit

/-- Digests of the expressions met so far. -/
abbrev FingerprintM := StateM (Std.HashMap Expr ByteArray)

private def tagged (tag : String) (parts : List ByteArray) : ByteArray :=
  sha256 (parts.foldl (· ++ ·) (tag.toUTF8.push 0))

private def text (s : String) : ByteArray := sha256 s.toUTF8

private def fingerprintName (n : Name) : ByteArray := text (toString (repr n))

private def fingerprintLevel (params : List Name) : Level → ByteArray
  | .zero => tagged "zero" []
  | .succ l => tagged "succ" [fingerprintLevel params l]
  | .max l m => tagged "max" [fingerprintLevel params l, fingerprintLevel params m]
  | .imax l m => tagged "imax" [fingerprintLevel params l, fingerprintLevel params m]
  | .param n => tagged "param" [text (toString (params.idxOf n))]
  | .mvar m => tagged "mvar" [fingerprintName m.name]

private def binderTag : BinderInfo → String
  | .default => "default"
  | .implicit => "implicit"
  | .strictImplicit => "strictImplicit"
  | .instImplicit => "instImplicit"

/-- The theorem that Lean made of a proof inside a definition, and named, `f._proof_1` say. The name
depends on what else the module holds; what such a proof contributes is its type. -/
def generatedProof? (env : Environment) (c : Name) : Option TheoremVal := do
  guard c.isInternalDetail
  let .thmInfo proof ← env.checked.get.find? c | none
  return proof

/-- The digest of `e`, where `params` are the universe parameters in order. -/
partial def fingerprint (env : Environment) (params : List Name) (e : Expr) :
    FingerprintM ByteArray := do
  if let some digest := (← get)[e]? then
    return digest
  let digest ← match e with
    | .bvar i => pure <| tagged "bvar" [text (toString i)]
    | .fvar i => pure <| tagged "fvar" [fingerprintName i.name]
    | .mvar i => pure <| tagged "mvar" [fingerprintName i.name]
    | .sort l => pure <| tagged "sort" [fingerprintLevel params l]
    | .const n ls =>
      let name := match generatedProof? env n with
        | some proof =>
          tagged "proof" [((fingerprint env proof.levelParams proof.type).run' {}).run]
        | none => fingerprintName n
      pure <| tagged "const" (name :: ls.map (fingerprintLevel params))
    | .app f a => pure <| tagged "app" [← fingerprint env params f, ← fingerprint env params a]
    | .lam _ t b i =>
      pure <| tagged s!"lam {binderTag i}" [← fingerprint env params t, ← fingerprint env params b]
    | .forallE _ t b i =>
      pure <| tagged s!"forall {binderTag i}" [← fingerprint env params t, ← fingerprint env params b]
    | .letE _ t v b nondep =>
      pure <| tagged s!"let {nondep}"
        [← fingerprint env params t, ← fingerprint env params v, ← fingerprint env params b]
    | .lit (.natVal n) => pure <| tagged "nat" [text (toString n)]
    | .lit (.strVal s) => pure <| tagged "string" [text s]
    | .mdata _ b => fingerprint env params b
    | .proj s i b =>
      pure <| tagged "proj" [fingerprintName s, text (toString i), ← fingerprint env params b]
  modify (·.insert e digest)
  return digest

/-- The fingerprint of the type of a constant, in hexadecimal. -/
def typeFingerprint (env : Environment) (info : ConstantInfo) : String :=
  hex ((fingerprint env info.levelParams info.type).run' {}).run

end Audit
