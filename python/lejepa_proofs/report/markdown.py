"""The claims table of the README."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from lejepa_proofs.claims.model import Claim
from lejepa_proofs.errors import LejepaError
from lejepa_proofs.files import write_atomically
from lejepa_proofs.lean.record import LeanState
from lejepa_proofs.lean.standing import standing, witnessed

BEGIN = "<!-- claims table: made by `make readme` -->"
END = "<!-- end of the claims table -->"


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


def replace_table(readme: Path, table: str) -> None:
    """Put ``table`` between the two marks of the README.

    Raises
    ------
    LejepaError
        A mark is missing.
    """
    text = readme.read_text(encoding="utf-8")
    if BEGIN not in text or END not in text:
        raise LejepaError(f"{readme}: the marks {BEGIN!r} and {END!r} are missing; put them back")
    head, rest = text.split(BEGIN, 1)
    tail = rest.split(END, 1)[1]
    write_atomically(readme, f"{head}{BEGIN}\n{table}{END}{tail}")
