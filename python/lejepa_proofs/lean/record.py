"""The audit record ``lean/audit.json``: what Lean found in the environment it built.

The record is written by ``lake exe audit`` and read here. It holds the sha256 of every Lean source
it was made from, so that a source which changed since cannot pass as verified. Its JSON schema is
``report/schema/audit-2.json``.
"""

from __future__ import annotations

import hashlib
import json
from enum import StrEnum
from functools import cached_property
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from lejepa_proofs.errors import LejepaError

SCHEMA = "lejepa-proofs/audit/2"
LOGIC = ("Classical.choice", "Quot.sound", "propext")
"""The axioms of Lean's own logic."""

RECORD = Path("lean/audit.json")
"""The record's place in a checkout."""


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class Declaration(_Frozen):
    """A declaration of the audited library.

    Its source begins at ``line`` and takes ``lines`` lines; both are 0 when unknown. ``type_hash``
    is the sha256 of its elaborated type, ``axioms`` its full closure over types and values.
    ``flags`` are marks that no axiom shows: ``implemented_by``, ``extern``, ``csimp``, ``unsafe``,
    ``partial``; ``syntax``, ``macro``, ``elaborator``; ``assumes its conclusion`` for a theorem
    with its conclusion in a hypothesis; ``nothing ties …`` for a structure whose fields no
    proposition ties together; ``hypotheses not examined`` when looking failed. ``statement_hash``
    covers the type and the value of a definition; for a theorem its type and everything on its
    ``surface``, the library's definitions that a reader must know to know what it says. The rest is
    empty for what is no theorem: ``hypotheses`` counts what it supposes, ``settles`` names the
    propositions it concludes (with ``¬`` those it refutes), ``applies`` the theorems of the library
    that its proof applies.
    """

    name: str
    kind: str
    module: str
    line: int
    lines: int
    type_hash: str = Field(alias="typeHash")
    axioms: tuple[str, ...]
    flags: tuple[str, ...]
    statement_hash: str = Field(alias="statementHash")
    surface: tuple[str, ...]
    hypotheses: int
    settles: tuple[str, ...]
    applies: tuple[str, ...]


class AxiomStanding(StrEnum):
    """What became of an axiom."""

    ALLOWED = "allowed"
    IMPORTED = "imported"
    REFUTED = "refuted"
    EMPTY = "empty"
    THEOREM = "theorem"
    OPEN = "open"


class Axiom(_Frozen):
    """An axiom that some audited declaration rests on; ``allowed`` by name and type hash.

    ``standing`` says what became of one of the library's own, ``shown_by`` the theorem that shows
    it: that its negation is proved, or its own type.
    """

    name: str
    module: str
    type_hash: str = Field(alias="typeHash")
    allowed: bool
    standing: AxiomStanding
    shown_by: str = Field(alias="shownBy")
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

    @cached_property
    def by_name(self) -> dict[str, Declaration]:
        """The declarations by their full names."""
        return {declaration.name: declaration for declaration in self.declarations}

    def declaration(self, name: str) -> Declaration | None:
        """The declaration called ``name``, or ``None``."""
        return self.by_name.get(name)

    def proved(self, declaration: Declaration) -> bool:
        """Whether it is a theorem that rests on the axioms of Lean's logic and nothing else."""
        logic = self.allowed() & set(LOGIC)
        return declaration.kind == "theorem" and set(declaration.axioms) <= logic

    def witnesses(self, theorem: str) -> tuple[str, ...]:
        """Proved theorems that suppose nothing and apply ``theorem``: its hypotheses can hold."""
        return tuple(
            d.name
            for d in self.declarations
            if theorem in d.applies and d.hypotheses == 0 and self.proved(d)
        )

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
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise LejepaError(f"{path}: no audit record; make one with `lake exe audit`") from None
    return parse_record(text, str(path))


def parse_record(text: str, place: str) -> AuditRecord:
    """The record in ``text``; errors name ``place``.

    Raises
    ------
    LejepaError
        The text is not JSON, or does not follow the schema.
    """
    try:
        data = json.loads(text)
    except json.JSONDecodeError as error:
        raise LejepaError(
            f"{place}: not JSON (line {error.lineno}: {error.msg}); "
            "rebuild it with `lake exe audit`"
        ) from None
    found = data.get("schema") if isinstance(data, dict) else None
    if found != SCHEMA:
        raise LejepaError(
            f"{place}: schema {found!r}, expected {SCHEMA!r}; use the matching lejepa-proofs"
        )
    try:
        return AuditRecord.model_validate(data)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise LejepaError(
            f"{place}: {where}: {first['msg']}; rebuild it with `lake exe audit`"
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
