#!/usr/bin/env bash
# Make sure that software OpenGL draws: ci/graphics.sh [VENV]
#
# Installs Debian's libosmesa6 by name when nothing draws and this runs as root where apt-get is.
# Where nothing can be installed it says so and succeeds: the tests that draw are then skipped, with
# the reason.
set -euo pipefail
cd "$(dirname "$0")/.."
venv=${1-.venv}

draws() {
  "$venv/bin/python" -c 'from lejepa_proofs.learning.pixels.graphics import graphics
print("graphics:", *graphics())'
}

draws 2>/dev/null && exit 0
if command -v apt-get >/dev/null && [[ $(id -u) = 0 ]]; then
  echo "graphics: nothing draws, installing libosmesa6"
  { apt-get update -qq && apt-get install -y -qq libosmesa6; } >/dev/null 2>&1 ||
    echo "graphics: libosmesa6 could not be installed"
fi
draws 2>/dev/null || echo "graphics: no software OpenGL here; tests that draw are skipped"
