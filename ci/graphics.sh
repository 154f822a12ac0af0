#!/usr/bin/env bash
# Make sure that software OpenGL draws: ci/graphics.sh [VENV]
#
# Installs Debian's libosmesa6 by name when nothing draws and this runs as root where apt-get is, and
# EGL with llvmpipe where that does not help: newer Mesa has no OSMesa. Where nothing can be installed
# it says so and succeeds: the tests that draw are then skipped, with the reason. With
# LEJEPA_GRAPHICS=required it fails instead.
set -euo pipefail
cd "$(dirname "$0")/.."
venv=${1-.venv}

draws() {
  "$venv/bin/python" -c 'from lejepa_proofs.learning.pixels.graphics import graphics
print("graphics:", *graphics())'
}

draws 2>/dev/null && exit 0
if command -v apt-get >/dev/null && [[ $(id -u) = 0 ]]; then
  updated=
  for packages in libosmesa6 'libegl1 libgl1 libopengl0 libgl1-mesa-dri'; do
    echo "graphics: nothing draws, installing $packages"
    [[ -n $updated ]] || apt-get update -qq >/dev/null 2>&1 || true
    updated=yes
    # shellcheck disable=SC2086  # a list of names
    apt-get install -y -qq $packages >/dev/null 2>&1 || echo "graphics: could not install $packages"
    draws 2>/dev/null && exit 0
  done
fi
echo "graphics: no software OpenGL here; tests that draw are skipped"
[[ ${LEJEPA_GRAPHICS-} != required ]]
