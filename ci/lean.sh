#!/usr/bin/env bash
# The Lean stage of CI: ci/lean.sh
#
# Where `lake` and a Mathlib build are at hand, build the library with warnings as errors, rewrite
# the audit record and fail if it differs from the committed one. Elsewhere, compare the committed
# record with the sources. The last line says which of the two happened.
#
# LEJEPA_LAKE_PACKAGES names a folder of built packages (default ~/.cache/lejepa/packages); it is
# linked as .lake/packages when the checkout has none.
set -euo pipefail
cd "$(dirname "$0")/.."
packages=${LEJEPA_LAKE_PACKAGES:-$HOME/.cache/lejepa/packages}

if command -v lake >/dev/null && [[ ! -e .lake/packages && -d $packages/mathlib/.lake/build ]]; then
  mkdir -p .lake
  ln -s "$packages" .lake/packages
fi

if command -v lake >/dev/null && [[ -d .lake/packages/mathlib/.lake/build ]]; then
  lake build --wfail
  lake exe audit --json lean/audit.json
  git diff --exit-code --stat -- lean/audit.json ||
    { echo "lean: lean/audit.json differs from what was just built; commit the new one" >&2; exit 1; }
  echo "lean: built here; the audit record was made anew and is the committed one"
else
  .venv/bin/lejepa-proofs audit
  echo "lean: no Lean here; the committed audit record was compared with the sources"
fi
