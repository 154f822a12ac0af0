#!/usr/bin/env bash
# Make or complete the virtual environment: ci/environment.sh EXTRAS [VENV]
#
# EXTRAS is a comma-separated list of this project's extras, possibly empty. Versions come from
# constraints.txt. Honours PYTHON (default python3). On a Debian machine whose Python came without
# its venv module, the package is installed by name when this runs as root.
set -euo pipefail
cd "$(dirname "$0")/.."
extras=${1-}
venv=${2-.venv}
python=${PYTHON:-python3}

fail() {
  echo "environment: $1" >&2
  exit 2
}

command -v "$python" >/dev/null || fail "no $python found; install Python 3.11 or newer, or set PYTHON"
"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' ||
  fail "$("$python" --version) is too old; install Python 3.11 or newer, or set PYTHON"

if [[ ! -x $venv/bin/pip ]]; then
  rm -rf "$venv"
  if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
    package=python$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')-venv
    if command -v apt-get >/dev/null && [[ $(id -u) = 0 ]]; then
      apt-get update -qq && apt-get install -y -qq "$package"
    else
      fail "Python has no venv module; install $package"
    fi
  fi
  "$python" -m venv "$venv"
fi

wanted=".${extras:+[$extras]}"
key=$(cat pyproject.toml constraints.txt <(echo "$wanted") | sha256sum | cut -d' ' -f1)
stamp=$venv/installed-$(echo "${extras:-none}" | tr ',' '-')
[[ -f $stamp && $(cat "$stamp") = "$key" ]] && exit 0
echo "installing $wanted into $venv"
"$venv/bin/python" -m pip install -qq --disable-pip-version-check \
  --constraint constraints.txt --editable "$wanted"
echo "$key" >"$stamp"
