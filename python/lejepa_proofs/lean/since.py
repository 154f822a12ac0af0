"""What changed between two audit records: theorems, what they say, and what they rest on."""

from __future__ import annotations

import subprocess
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from lejepa_proofs.errors import LejepaError
from lejepa_proofs.lean.record import LOGIC, RECORD, AuditRecord, parse_record, read_record

LAST = "last"
"""The word for the last tag of the repository."""


class Statement(BaseModel):
    """A theorem that says something else than it did: by itself, or by ``definitions``."""

    model_config = ConfigDict(frozen=True)

    name: str
    reworded: bool
    definitions: tuple[str, ...]


class Changes(BaseModel):
    """The differences from one record to another; pairs are before and after."""

    model_config = ConfigDict(frozen=True)

    since: str
    toolchain: tuple[str, str] | None
    mathlib: tuple[str, str] | None
    theorems_added: tuple[str, ...]
    theorems_removed: tuple[str, ...]
    statements: tuple[Statement, ...]
    definitions: tuple[str, ...]
    axioms_added: tuple[str, ...]
    axioms_removed: tuple[str, ...]
    closures: dict[str, tuple[tuple[str, ...], tuple[str, ...]]]
    flags: dict[str, tuple[tuple[str, ...], tuple[str, ...]]]
    sources: int

    def nothing(self) -> bool:
        """Whether no declaration, axiom, toolchain or Mathlib differs."""
        content = self.model_dump(exclude={"since", "sources"})
        return not any(content.values())


def compare(before: AuditRecord, after: AuditRecord, since: str) -> Changes:
    """What changed from ``before``, which is called ``since``, to ``after``."""
    old, new = before.by_name, after.by_name
    both = sorted(set(old) & set(new))
    theorems_before = {name for name, d in old.items() if d.kind == "theorem"}
    theorems_after = {name for name, d in new.items() if d.kind == "theorem"}
    differ = {name for name in both if old[name].statement_hash != new[name].statement_hash}
    definitions = tuple(sorted(differ - theorems_before - theorems_after))
    statements = tuple(
        Statement(
            name=name,
            reworded=old[name].type_hash != new[name].type_hash,
            definitions=tuple(d for d in new[name].surface if d in differ or d not in old),
        )
        for name in sorted(differ & theorems_before & theorems_after)
    )
    axioms_before = {(a.name, a.type_hash) for a in before.axioms}
    axioms_after = {(a.name, a.type_hash) for a in after.axioms}
    sources = before.sources.items() ^ after.sources.items()
    return Changes(
        since=since,
        toolchain=_pair(before.toolchain, after.toolchain),
        mathlib=_pair(before.mathlib, after.mathlib),
        theorems_added=tuple(sorted(theorems_after - theorems_before)),
        theorems_removed=tuple(sorted(theorems_before - theorems_after)),
        statements=statements,
        definitions=definitions,
        axioms_added=tuple(sorted(name for name, _ in axioms_after - axioms_before)),
        axioms_removed=tuple(sorted(name for name, _ in axioms_before - axioms_after)),
        closures={
            name: (_beyond(old[name].axioms), _beyond(new[name].axioms))
            for name in both
            if _beyond(old[name].axioms) != _beyond(new[name].axioms)
        },
        flags={
            name: (old[name].flags, new[name].flags)
            for name in both
            if old[name].flags != new[name].flags
        },
        sources=len({path for path, _ in sources}),
    )


def _pair(before: str, after: str) -> tuple[str, str] | None:
    return None if before == after else (before, after)


def _beyond(axioms: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(name for name in axioms if name not in LOGIC)


def earlier_record(project: Path, reference: str) -> tuple[str, AuditRecord]:
    """The record that ``reference`` names, and what to call it.

    ``reference`` is a record on disk, ``last`` for the last tag of the git repository at
    ``project``, or any commit of it.

    Raises
    ------
    LejepaError
        No such file or commit, no tag yet, no record there, or one of another version.
    """
    if Path(reference).is_file():
        return reference, read_record(Path(reference))
    if reference == LAST:
        reference = _git(
            project,
            ("describe", "--tags", "--abbrev=0"),
            "no tag to compare with; name a commit or a record: --since REF|FILE",
        ).strip()
    commit = _git(
        project,
        ("rev-parse", "--verify", "--quiet", "--end-of-options", f"{reference}^{{commit}}"),
        f"{reference!r} is no audit record on disk and no commit of this repository",
    ).strip()
    place = f"{reference}:{RECORD.as_posix()}"
    text = _git(project, ("show", f"{commit}:./{RECORD.as_posix()}"), f"no record at {place}")
    return reference, parse_record(text, place)


def _git(project: Path, arguments: tuple[str, ...], otherwise: str) -> str:
    folder = project if project.is_dir() else project.parent
    try:
        done = subprocess.run(
            ["git", "-C", str(folder), *arguments], capture_output=True, text=True, check=False
        )
    except FileNotFoundError:
        raise LejepaError("git is not installed; give --since a record on disk") from None
    if done.returncode != 0:
        raise LejepaError(f"{project}: {otherwise}")
    return done.stdout
