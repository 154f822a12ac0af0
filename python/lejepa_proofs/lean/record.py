"""The audit record ``lean/audit.json``: what Lean found in the environment it built.

The record is written by ``lake exe audit`` and read here. It holds the sha256 of every Lean source
it was made from, so that a source which changed since cannot pass as verified.
"""

from __future__ import annotations

import hashlib
import json
from enum import StrEnum
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from lejepa_proofs.errors import LejepaError

SCHEMA = "lejepa-proofs/audit/1"
LOGIC = ("Classical.choice", "Quot.sound", "propext")
"""The axioms of Lean's own logic."""

RECORD = Path("lean/audit.json")
"""The record's place in a checkout."""


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class Declaration(_Frozen):
    """A declaration of the audited library.

    ``type_hash`` is the sha256 of its elaborated type, ``axioms`` its full closure over types and
    values. ``flags`` are marks that no axiom shows: ``implemented_by``, ``extern``, ``unsafe``,
    ``partial``, and ``assumes its conclusion`` for a theorem with its conclusion as a hypothesis.
    ``surface`` lists the library's definitions that a reader must know to know what a theorem says;
    ``statement_hash`` covers its type and all of them. Both are empty for other declarations.
    """

    name: str
    kind: str
    module: str
    type_hash: str = Field(alias="typeHash")
    axioms: tuple[str, ...]
    flags: tuple[str, ...]
    statement_hash: str = Field(alias="statementHash")
    surface: tuple[str, ...]


class Axiom(_Frozen):
    """An axiom that some audited declaration rests on; ``allowed`` by name and type hash."""

    name: str
    module: str
    type_hash: str = Field(alias="typeHash")
    allowed: bool
    used_by: int = Field(alias="usedBy")


class AxiomPath(_Frozen):
    """A shortest chain of uses from a declaration to an axiom that is not allowed."""

    declaration: str
    axiom: str
    path: tuple[str, ...]


class AuditRecord(_Frozen):
    """The whole record."""

    schema_: str = Field(alias="schema")
    toolchain: str
    mathlib: str
    sources: dict[str, str]
    declarations: tuple[Declaration, ...]
    axioms: tuple[Axiom, ...]
    paths: tuple[AxiomPath, ...]

    def declaration(self, name: str) -> Declaration | None:
        """The declaration called ``name``, or ``None``."""
        return next((d for d in self.declarations if d.name == name), None)

    def allowed(self) -> set[str]:
        """Names of the axioms whose name *and* type are those of Lean's own logic."""
        return {axiom.name for axiom in self.axioms if axiom.allowed}


class Freshness(StrEnum):
    """How the record stands to the sources beside it."""

    CURRENT = "current"
    STALE = "stale"
    ABSENT = "absent"


def find_root(start: Path | None = None) -> Path | None:
    """The checkout that holds the Lean sources: ``start`` or the nearest parent with a lakefile.

    Without ``start`` the search begins at the working directory and then where this package lies.
    """
    starts = [start] if start is not None else [Path.cwd(), Path(__file__).resolve().parent]
    for origin in starts:
        for folder in (origin, *origin.resolve().parents):
            if (folder / "lakefile.lean").is_file() and (folder / "lean").is_dir():
                return folder
    return None


def lean_sources(root: Path) -> tuple[str, ...]:
    """The Lean sources the record must cover, as sorted paths relative to ``root``."""
    found = [path.relative_to(root).as_posix() for path in (root / "lean").rglob("*.lean")]
    return tuple(sorted(found))


def sha256(path: Path) -> str:
    """Hexadecimal sha256 of a file's bytes."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def read_record(path: Path) -> AuditRecord:
    """The record at ``path``.

    Raises
    ------
    LejepaError
        The file is missing, is not JSON, or does not follow the schema.
    """
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise LejepaError(f"{path}: no audit record; make one with `lake exe audit`") from None
    except json.JSONDecodeError as error:
        raise LejepaError(
            f"{path}: not JSON (line {error.lineno}: {error.msg}); rebuild it with `lake exe audit`"
        ) from None
    if data.get("schema") != SCHEMA:
        raise LejepaError(
            f"{path}: schema {data.get('schema')!r}, expected {SCHEMA!r}; "
            "use the matching version of lejepa-proofs"
        )
    try:
        return AuditRecord.model_validate(data)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise LejepaError(
            f"{path}: {where}: {first['msg']}; rebuild it with `lake exe audit`"
        ) from None


def changed_sources(record: AuditRecord, root: Path) -> tuple[str, ...]:
    """Sources that are new, gone or different since the record was made."""
    now = {name: sha256(root / name) for name in lean_sources(root)}
    names = sorted(set(now) | set(record.sources))
    return tuple(name for name in names if now.get(name) != record.sources.get(name))


class LeanState(BaseModel):
    """The record, if there is one, and whether it may be believed."""

    model_config = ConfigDict(frozen=True)

    freshness: Freshness
    record: AuditRecord | None = None
    changed: tuple[str, ...] = ()

    def describe(self) -> str:
        """One line for the foot of a table."""
        if self.record is None:
            return "Lean: no audit record here; no claim can be shown as proved."
        count = len(self.record.declarations)
        head = f"Lean: audit record of {count} declarations, {self.record.toolchain}"
        if self.freshness is Freshness.CURRENT:
            return f"{head}; every source is as the record saw it."
        listed = ", ".join(self.changed[:3]) + (" …" if len(self.changed) > 3 else "")
        return f"{head}; STALE: changed since it was made: {listed}. Run `lake exe audit`."


def lean_state(root: Path | None) -> LeanState:
    """Read the record of the checkout at ``root`` and compare it with the sources."""
    if root is None or not (root / RECORD).is_file():
        return LeanState(freshness=Freshness.ABSENT)
    record = read_record(root / RECORD)
    changed = changed_sources(record, root)
    return LeanState(
        freshness=Freshness.STALE if changed else Freshness.CURRENT,
        record=record,
        changed=changed,
    )


class Standing(StrEnum):
    """What Lean says of a claim."""

    PROVED = "proved"
    CONDITIONAL = "rests on axioms"
    STALE = "record stale"
    OPEN = "open"


def standing(names: tuple[str, ...], state: LeanState) -> tuple[Standing, tuple[str, ...]]:
    """The standing of a claim with Lean theorems ``names``, and every axiom they rest on.

    *Proved* means: each theorem is in the record, the record matches the sources, and the axiom
    closure holds nothing but the axioms of Lean's logic, by name and type.
    """
    if not names or state.record is None:
        return Standing.OPEN, ()
    closure: set[str] = set()
    for name in names:
        declaration = state.record.declaration(name)
        if declaration is None:
            return Standing.OPEN, ()
        closure |= set(declaration.axioms)
    axioms = tuple(sorted(closure))
    if state.freshness is not Freshness.CURRENT:
        return Standing.STALE, axioms
    if closure <= (state.record.allowed() & set(LOGIC)):
        return Standing.PROVED, axioms
    return Standing.CONDITIONAL, axioms
