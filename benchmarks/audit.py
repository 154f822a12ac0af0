"""How long the audit takes: python benchmarks/audit.py [FOLDER...]

Prints the seconds of computing for the source scan of this checkout and of each FOLDER (a copy of
Mathlib, say), and for the whole command without Lean and, where the library is built, with it. The
bounds are those the project holds itself to.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import time
from pathlib import Path

from lejepa_proofs.lean.scan import scan_tree

ROOT = Path(__file__).resolve().parent.parent


def scan_seconds(folder: Path) -> str:
    start = time.process_time()
    sources, findings = scan_tree(folder)
    seconds = time.process_time() - start
    size = sum((folder / name).stat().st_size for name in sources) / 1e6
    return f"{seconds:6.2f} s   {len(sources)} sources, {size:.1f} MB, {len(findings)} findings"


def command_seconds(environment: dict[str, str]) -> str:
    command = [sys.executable, "-m", "lejepa_proofs.cli", "audit", str(ROOT)]
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, env=environment, cwd=ROOT, check=False, stdout=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return f"{after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime:6.2f} s"


def main() -> None:
    print(f"source scan (under 1 s)           {scan_seconds(ROOT)}")
    for folder in sys.argv[1:]:
        print(f"source scan of {folder}\n{'':34}{scan_seconds(Path(folder))}")
    without = os.environ | {"PATH": "/usr/bin:/bin"}
    print(f"audit without Lean (under 2 s)    {command_seconds(without)}")
    if (ROOT / ".lake" / "build" / "bin" / "audit").is_file():
        print(f"audit with Lean built (under 60 s){command_seconds(dict(os.environ))}")


if __name__ == "__main__":
    main()
