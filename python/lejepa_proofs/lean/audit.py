"""The audit of a Lean project: what Lean found where it is built, and what the sources show."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from enum import StrEnum
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from lejepa_proofs.errors import LejepaError
from lejepa_proofs.lean.record import (
    RECORD,
    AuditRecord,
    Freshness,
    LeanState,
    find_root,
    lean_state,
    read_record,
)
from lejepa_proofs.lean.scan import Finding, Severity, scan_tree

SCHEMA = "lejepa-proofs/audit-report/1"


class Basis(StrEnum):
    """Where the answer about axioms comes from."""

    BUILT = "the environment Lean built here"
    RECORDED = "the committed record, which matches the sources"
    STALE = "a record that no longer matches the sources"
    NONE = "nothing: no walk over the environment and no record"


class Level(StrEnum):
    """What can make the audit fail."""

    UNSOUND = "unsound"
    UNKNOWN = "unknown"
    LOOK = "look"
    NOTHING = "nothing"


class Passage(BaseModel):
    """A declaration in its source; ``line`` and ``lines`` are 0 when they are not known."""

    model_config = ConfigDict(frozen=True)

    name: str
    kind: str
    source: str
    line: int
    lines: int


class Reading(BaseModel):
    """What one must read to know what a theorem says: its statement, and these definitions."""

    model_config = ConfigDict(frozen=True)

    statement: Passage
    definitions: tuple[Passage, ...]

    @property
    def lines(self) -> int:
        """Lines of source of the definitions, each counted once."""
        return len(
            {(p.source, p.line + i) for p in self.definitions if p.line for i in range(p.lines)}
        )


class AuditReport(BaseModel):
    """Everything ``lejepa-proofs audit`` found of one project.

    ``unseen`` says why Lean's environment was not walked here; empty when it was.
    """

    model_config = ConfigDict(frozen=True, arbitrary_types_allowed=True)

    schema_version: str = SCHEMA
    project: str
    basis: Basis
    unseen: str
    record: AuditRecord | None
    changed: tuple[str, ...]
    sources: tuple[str, ...]
    findings: tuple[Finding, ...]

    def unsound(self) -> bool:
        """An axiom that is not allowed, or a word that assumes or skips something."""
        rests = self.record is not None and not all(axiom.allowed for axiom in self.record.axioms)
        return rests or any(f.severity is Severity.UNSOUND for f in self.findings)

    def unknown(self) -> bool:
        """The axioms of the sources as they are now could not be told."""
        return self.basis in (Basis.STALE, Basis.NONE)

    def state(self) -> LeanState:
        """The record as the basis of what may be shown as proved."""
        freshness = {
            Basis.BUILT: Freshness.CURRENT,
            Basis.RECORDED: Freshness.CURRENT,
            Basis.STALE: Freshness.STALE,
            Basis.NONE: Freshness.ABSENT,
        }[self.basis]
        return LeanState(freshness=freshness, record=self.record, changed=self.changed)

    def reading(self, theorem: str) -> Reading:
        """The library's definitions that a reader must know to know what ``theorem`` says.

        Raises
        ------
        LejepaError
            There is no record, or it does not know the theorem.
        """
        if self.record is None:
            raise LejepaError(f"{self.project}: no audit record; build the project with Lean first")
        declaration = self.record.declaration(theorem)
        if declaration is None or declaration.kind != "theorem":
            raise LejepaError(
                f"no theorem {theorem!r} in the audit record; `audit --names` lists them"
            )
        passages = tuple(self._passage(name) for name in (theorem, *declaration.surface))
        return Reading(statement=passages[0], definitions=passages[1:])

    def _passage(self, name: str) -> Passage:
        declaration = self.record.declaration(name) if self.record is not None else None
        if declaration is None:
            return Passage(name=name, kind="generated", source="", line=0, lines=0)
        suffix = declaration.module.replace(".", "/") + ".lean"
        source = next((s for s in self.sources if s == suffix or s.endswith("/" + suffix)), "")
        return Passage(
            name=name,
            kind=declaration.kind,
            source=source or declaration.module,
            line=declaration.line,
            lines=declaration.lines,
        )

    def status(self, fail_on: tuple[Level, ...]) -> int:
        """Exit status: 1 for what was found, 2 for what could not be told, 0 otherwise."""
        looks = any(f.severity is Severity.LOOK for f in self.findings)
        if (Level.UNSOUND in fail_on and self.unsound()) or (Level.LOOK in fail_on and looks):
            return 1
        if Level.UNKNOWN in fail_on and self.unknown():
            return 2
        return 0


def audit(project: Path) -> AuditReport:
    """Audit ``project``: through Lean where it is built, else through its record; and its sources.

    Raises
    ------
    LejepaError
        ``project`` does not exist, or its record is damaged.
    """
    sources, findings = scan_tree(project)
    changed: tuple[str, ...] = ()
    unseen = ""
    try:
        record: AuditRecord | None = _from_build(project)
        basis = Basis.BUILT
    except _NotWalked as reason:
        unseen = str(reason)
        state = lean_state(project) if project.is_dir() else LeanState(freshness=Freshness.ABSENT)
        record, changed = state.record, state.changed
        basis = {
            Freshness.CURRENT: Basis.RECORDED,
            Freshness.STALE: Basis.STALE,
            Freshness.ABSENT: Basis.NONE,
        }[state.freshness]
    return AuditReport(
        project=str(project),
        basis=basis,
        unseen=unseen,
        record=record,
        changed=changed,
        sources=sources,
        findings=tuple(findings),
    )


class _NotWalked(Exception):
    """Why the environment of a project could not be walked."""


def _from_build(project: Path) -> AuditRecord:
    home = find_root()
    lake = shutil.which("lake")
    if not (project / ".lake" / "build" / "lib" / "lean").is_dir():
        raise _NotWalked("the project is not built")
    if lake is None:
        raise _NotWalked("Lean is not here (no `lake` on the path)")
    if home is None or not (home / ".lake" / "build" / "bin" / "audit").is_file():
        raise _NotWalked("the audit executable is not built: `lake build audit` in lejepa-proofs")
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / RECORD.name
        command = [lake, "env", str(home / ".lake/build/bin/audit")]
        if project.resolve() != home.resolve():
            command += ["--project", str(project.resolve())]
        done = subprocess.run(
            [*command, "--json", str(file)], cwd=home, capture_output=True, text=True, check=False
        )
        if not file.is_file():
            told = done.stderr.strip().splitlines() or ["the walk ended without a word"]
            raise _NotWalked(told[-1].removeprefix("audit: "))
        return read_record(file)
