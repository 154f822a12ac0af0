"""The parts of the README that are made: the claims table, and the section on training."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from lejepa_proofs.claims.model import Claim
from lejepa_proofs.errors import LejepaError
from lejepa_proofs.files import write_atomically
from lejepa_proofs.lean.record import LeanState
from lejepa_proofs.lean.standing import standing, witnessed

TABLE = (
    "<!-- claims table: made by `make readme` -->",
    "<!-- end of the claims table -->",
)
TRAINING = ("<!-- training: made by `make readme` -->", "<!-- end of training -->")


def claims_table(claims: Iterable[Claim], state: LeanState) -> str:
    """A Markdown table: claim, statement, what Lean says, checks and planted variants."""
    lines = [
        "| claim | statement | Lean | checks | mutants |",
        "|---|---|---|---|---|",
    ]
    group = ""
    for claim in claims:
        if claim.group.value != group:
            group = claim.group.value
            lines.append(f"| **{group}** | | | | |")
        verdict, _ = standing(claim.lean, state)
        names = "<br>".join(f"`{name}`" for name in claim.lean)
        lean = f"{names}<br>{verdict.value}" if names else verdict.value
        shown = witnessed(claim.lean, claim.witnesses, state)
        lean += "".join(f"<br>witness `{name}`" for name in shown.witnesses)
        lean += "".join(f"<br>no witness for `{name}`" for name in shown.missing)
        checks = ", ".join(f"{check.id} ({check.rung.value})" for check in claim.checks)
        mutants = ", ".join(mutant.id for mutant in claim.mutants)
        cells = (f"`{claim.id}`", claim.statement, lean, checks, mutants)
        lines.append("| " + " | ".join(_cell(cell) for cell in cells) + " |")
    return "\n".join(lines) + "\n"


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


def replace(readme: Path, text: str, marks: tuple[str, str]) -> None:
    """Put ``text`` between two marks of the README.

    Raises
    ------
    LejepaError
        A mark is missing.
    """
    begin, end = marks
    old = readme.read_text(encoding="utf-8")
    if begin not in old or end not in old:
        raise LejepaError(f"{readme}: the marks {begin!r} and {end!r} are missing; put them back")
    head, rest = old.split(begin, 1)
    tail = rest.split(end, 1)[1]
    write_atomically(readme, f"{head}{begin}\n{text}{end}{tail}")
