import Lake
open Lake DSL

package LeJEPA where
  srcDir := "lean"
  leanOptions := #[
    ⟨`autoImplicit, false⟩,
    ⟨`relaxedAutoImplicit, false⟩,
    ⟨`pp.unicode.fun, true⟩,
    ⟨`weak.linter.mathlibStandardSet, true⟩]

require mathlib from git
  "https://github.com/leanprover-community/mathlib4" @ "v4.27.0"

/-- The theorems. -/
@[default_target]
lean_lib LeJEPA

/-- What the `audit` executable is made of. -/
lean_lib Audit

/-- Walks the environment of the built library and writes the audit record. -/
@[default_target]
lean_exe audit where
  root := `Audit.Main
  supportInterpreter := true
