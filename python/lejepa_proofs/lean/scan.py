"""A scan of Lean sources for words that can weaken a proof; needs no Lean.

The scan sees words, not meanings: what only elaboration shows (a macro that expands to ``sorry``,
an axiom behind an import) is for the walk over the built environment.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
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
    "apply?": "leaves the proof out until it is replaced",
    "plausible": "leaves a proof out when it finds no counterexample",
    "slim_check": "leaves a proof out when it finds no counterexample",
    "axiom": "assumes a statement",
    "sorryAx": "the axiom behind sorry",
    "native_decide": "trusts compiled code",
    "ofReduceBool": "trusts compiled code",
    "ofReduceNat": "trusts compiled code",
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
    "syntax": "changes what the source means",
    "notation": "changes what the source means",
    "notation3": "changes what the source means",
    "infix": "changes what the source means",
    "infixl": "changes what the source means",
    "infixr": "changes what the source means",
    "prefix": "changes what the source means",
    "postfix": "changes what the source means",
    "run_cmd": "runs code while the file is checked",
    "run_elab": "runs code while the file is checked",
    "run_meta": "runs code while the file is checked",
    "run_tac": "runs code while the file is checked",
    "initialize": "runs code when the file is imported",
    "builtin_initialize": "runs code when the file is imported",
    "addDecl": "adds a declaration by code",
    "addDeclWithoutChecking": "adds a declaration the kernel has not checked",
}
# Words that say something only after another word or symbol, or at the start of a line.
_PAIRS = {
    ("local", "instance"): (
        Severity.LOOK,
        "local instance",
        "changes what the statements below it mean",
    ),
    ("+", "native"): (Severity.UNSOUND, "+native", "trusts compiled code"),
}
_FIRST_ON_LINE = {"stop": (Severity.UNSOUND, "leaves the rest of a proof out")}
_DOTTED = {
    "sorryAx",
    "ofReduceBool",
    "ofReduceNat",
    "trustCompiler",
    "skipKernelTC",
    "addDecl",
    "addDeclWithoutChecking",
}
_WORDS = UNSOUND.keys() | LOOK.keys() | {second for _, second in _PAIRS} | _FIRST_ON_LINE.keys()
# What a source without findings lacks, wherever it may stand: such a source need not be lexed.
_ALONE = re.compile("|".join(map(re.escape, UNSOUND.keys() | LOOK.keys() | _FIRST_ON_LINE.keys())))
# Greek letters drawn like Latin ones; the others (α, γ, ρ, …) are the field's notation.
_GREEK_LOOKALIKES = "ο" + "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧ"
_CONFUSABLE_SCRIPTS = ("CYRILLIC", "FULLWIDTH", "ARMENIAN", "CHEROKEE")
# Marks that change the order in which letters are shown, so that code can pass for a comment.
_REORDERING = re.compile("[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]")


def scan_text(text: str, path: str) -> list[Finding]:
    """Findings in one source."""
    return _lexed(text, path) if _suspect(text) else []


def _suspect(text: str) -> bool:
    """Whether a word or character of some finding is in the text, if only in a comment."""
    return (
        _ALONE.search(text) is not None
        or any(first in text and second in text for first, second in _PAIRS)
        or any(_confusable(char) is not None for char in set(text))
    )


def _lexed(text: str, path: str) -> list[Finding]:
    found: list[Finding] = []
    before: Token | None = None
    for token in tokens(text):
        if token.kind is Kind.WORD:
            last = token.text[token.text.rfind(".") + 1 :]
            if last in _WORDS and not _after_dot(before, token):
                found.extend(_word(before, token, last, path))
        if not token.text.isascii():
            found.extend(_lookalike(token, path))
        if token.kind is not Kind.COMMENT:
            before = token
    return found


def _after_dot(before: Token | None, token: Token) -> bool:
    # `.unsafe` names a constructor, not the modifier.
    if before is None or before.text != ".":
        return False
    return (before.line, before.column + 1) == (token.line, token.column)


def _word(before: Token | None, token: Token, last: str, path: str) -> Iterable[Finding]:
    # `x.partial` or `h.elab` are projections; only names that are declarations count dotted.
    if last != token.text and last not in _DOTTED:
        return
    at = (path, token.line, token.column)
    for table, severity in ((UNSOUND, Severity.UNSOUND), (LOOK, Severity.LOOK)):
        if last in table:
            yield Finding(*at, last, severity, table[last])
    if before is not None and (before.text, last) in _PAIRS:
        severity, shown, reason = _PAIRS[before.text, last]
        yield Finding(*at, shown, severity, reason)
    if last in _FIRST_ON_LINE and (before is None or before.line < token.line):
        severity, reason = _FIRST_ON_LINE[last]
        yield Finding(*at, last, severity, reason)


def _lookalike(token: Token, path: str) -> Iterable[Finding]:
    if token.kind in (Kind.WORD, Kind.QUOTED, Kind.SYMBOL):
        name = _confusable(token.text)
        if name is not None:
            reason = f"contains {name}, which can pass for another character"
            yield Finding(path, token.line, token.column, token.text, Severity.LOOK, reason)
    elif (mark := _REORDERING.search(token.text)) is not None:
        line = token.line + token.text.count("\n", 0, mark.start())
        name = unicodedata.name(mark[0])
        reason = f"{name} in a {token.kind.value} changes the order of what is shown"
        yield Finding(path, line, token.column, token.kind.value, Severity.LOOK, reason)


@lru_cache(maxsize=10_000)
def _confusable(text: str) -> str | None:
    for char in text:
        if char.isascii():
            continue
        name = unicodedata.name(char, "unnamed character")
        foreign = char in _GREEK_LOOKALIKES or name.startswith(_CONFUSABLE_SCRIPTS)
        if foreign or unicodedata.category(char) == "Cf":
            return name
    return None


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
