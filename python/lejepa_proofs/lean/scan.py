"""A scan of Lean sources for words that can weaken a proof; needs no Lean.

The scan sees words, not meanings: what only elaboration shows (a macro that expands to ``sorry``,
an axiom behind an import) is for the walk over the built environment.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from lejepa_proofs.errors import LejepaError
from lejepa_proofs.lean.lexer import Kind, Token, tokens


class Severity(StrEnum):
    """How much a finding says by itself."""

    UNSOUND = "unsound"
    LOOK = "look"


@dataclass(frozen=True)
class Finding:
    """A word in a source that a reader of the proofs must know of."""

    path: str
    line: int
    column: int
    word: str
    severity: Severity
    reason: str


UNSOUND = {
    "sorry": "leaves a proof out",
    "admit": "leaves a proof out",
    "axiom": "assumes a statement",
    "sorryAx": "the axiom behind sorry",
    "native_decide": "trusts compiled code",
    "ofReduceBool": "trusts compiled code",
    "trustCompiler": "trusts compiled code",
    "skipKernelTC": "turns the kernel off",
    "bv_decide": "trusts compiled code",
}
LOOK = {
    "implemented_by": "runs other code than it states",
    "extern": "runs other code than it states",
    "csimp": "runs other code than it states",
    "unsafe": "outside the logic",
    "partial": "outside the logic",
    "opaque": "hides its value",
    "macro": "changes what the source means",
    "macro_rules": "changes what the source means",
    "elab": "changes what the source means",
    "elab_rules": "changes what the source means",
    "notation": "changes what the source means",
    "infix": "changes what the source means",
    "infixl": "changes what the source means",
    "infixr": "changes what the source means",
    "prefix": "changes what the source means",
    "postfix": "changes what the source means",
    "local instance": "changes what the statements below it mean",
    "run_cmd": "runs code while the file is checked",
    "run_meta": "runs code while the file is checked",
    "initialize": "runs code when the file is imported",
    "addDecl": "adds a declaration by code",
    "addDeclWithoutChecking": "adds a declaration the kernel has not checked",
}
# Greek letters drawn like Latin ones; the others (α, γ, ρ, …) are the field's notation.
_GREEK_LOOKALIKES = "ο" + "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧ"
_CONFUSABLE_SCRIPTS = ("CYRILLIC", "FULLWIDTH", "ARMENIAN", "CHEROKEE")


def scan_text(text: str, path: str) -> list[Finding]:
    """Findings in one source."""
    found: list[Finding] = []
    before: Token | None = None
    for token in tokens(text):
        if token.kind is Kind.COMMENT:
            continue
        if token.kind is Kind.WORD and not _after_dot(before, token):
            found.extend(_word(token, path))
            if before is not None and (before.text, token.text) == ("local", "instance"):
                word, reason = "local instance", LOOK["local instance"]
                found.append(Finding(path, token.line, token.column, word, Severity.LOOK, reason))
        before = token
        if token.kind in (Kind.WORD, Kind.QUOTED, Kind.SYMBOL):
            found.extend(_lookalike(token, path))
    return found


def _after_dot(before: Token | None, token: Token) -> bool:
    # `.unsafe` names a constructor, not the modifier.
    if before is None or before.text != ".":
        return False
    return (before.line, before.column + 1) == (token.line, token.column)


def _word(token: Token, path: str) -> Iterable[Finding]:
    last = token.text.rsplit(".", 1)[-1]
    for table, severity in ((UNSOUND, Severity.UNSOUND), (LOOK, Severity.LOOK)):
        word = token.text if token.text in table else last
        # `x.partial` or `h.elab` are projections; only names that are declarations count dotted.
        dotted = word != token.text and word not in _DOTTED
        if word in table and not dotted:
            yield Finding(path, token.line, token.column, word, severity, table[word])


_DOTTED = {
    "sorryAx",
    "ofReduceBool",
    "trustCompiler",
    "skipKernelTC",
    "addDecl",
    "addDeclWithoutChecking",
}


def _lookalike(token: Token, path: str) -> Iterable[Finding]:
    for char in token.text:
        if ord(char) < 128:
            continue
        name = unicodedata.name(char, "unnamed character")
        foreign = char in _GREEK_LOOKALIKES or name.startswith(_CONFUSABLE_SCRIPTS)
        if foreign or unicodedata.category(char) == "Cf":
            reason = f"contains {name}, which can pass for another character"
            yield Finding(path, token.line, token.column, token.text, Severity.LOOK, reason)
            return


def scan_tree(root: Path) -> tuple[tuple[str, ...], list[Finding]]:
    """Every Lean source of the project at ``root``, and the findings in them.

    Left out are ``.lake`` (packages and builds) and folders with a lakefile of their own, which
    are projects of their own.

    Raises
    ------
    LejepaError
        ``root`` does not exist, or a source is not UTF-8.
    """
    if not root.exists():
        raise LejepaError(f"{root}: no such file or folder; name a Lean project or source")
    paths = [root] if root.is_file() else sorted(root.rglob("*.lean"))
    found: list[Finding] = []
    names: list[str] = []
    for path in paths:
        relative = path.name if root.is_file() else path.relative_to(root).as_posix()
        if ".lake" in Path(relative).parts or _in_nested_project(root, Path(relative)):
            continue
        names.append(relative)
        try:
            found.extend(scan_text(path.read_text(encoding="utf-8"), relative))
        except UnicodeDecodeError as error:
            raise LejepaError(f"{path}: not UTF-8 at byte {error.start}; re-encode it") from None
    return tuple(names), found


def _in_nested_project(root: Path, relative: Path) -> bool:
    return any(
        (root / parent / name).is_file()
        for parent in relative.parents
        if parent != Path(".")
        for name in ("lakefile.lean", "lakefile.toml")
    )
