"""The audit on a terminal."""

from __future__ import annotations

from collections.abc import Iterable

from rich import box
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from lejepa_proofs.claims.ledger import ASSUMPTIONS, Fate, settle
from lejepa_proofs.claims.model import Claim
from lejepa_proofs.lean.advisories import AS_OF, applying
from lejepa_proofs.lean.audit import AuditReport, Passage
from lejepa_proofs.lean.record import LOGIC, AuditRecord, Axiom, AxiomStanding, LeanState
from lejepa_proofs.lean.scan import Severity
from lejepa_proofs.lean.standing import witnessed

_STANDING = {
    AxiomStanding.ALLOWED: "[green]Lean's logic[/]",
    AxiomStanding.IMPORTED: "[bold red]NOT ALLOWED[/]",
    AxiomStanding.REFUTED: "[bold red]NOT ALLOWED, refuted[/]",
    AxiomStanding.EMPTY: "[bold red]NOT ALLOWED, empty: it concludes what it supposes[/]",
    AxiomStanding.THEOREM: "[bold red]NOT ALLOWED, already a theorem[/]",
    AxiomStanding.OPEN: "[bold red]NOT ALLOWED, open[/]",
}
_FATE = {
    Fate.REFUTED: "[bold red]refuted[/]",
    Fate.EMPTY: "[yellow]empty[/]",
    Fate.THEOREM: "[green]theorem[/]",
    Fate.OPEN: "[bold yellow]open[/]",
    Fate.STALE: "[bold yellow]record stale[/]",
}


def render(report: AuditReport, console: Console, *, names: bool = False) -> None:
    """Print which axioms there are, who uses them, and what the sources show."""
    console.print(f"[bold]Audit of {report.project}[/]", highlight=False)
    console.print(f"Axioms told from {report.basis.value}.", highlight=False)
    if report.unseen:
        console.print(f"  not walked here: {escape(report.unseen)}", highlight=False)
    if report.changed:
        console.print(f"  changed since: {', '.join(report.changed)}", highlight=False)
    if report.record is not None:
        _record(report.record, console, names)
        _advisories(report.record.toolchain, console)
    else:
        console.print(
            "  so not seen: axioms behind imports, what macros and instances stand for, and what "
            "statements mean; only the words of the sources were.",
            highlight=False,
        )
    unsound = [f for f in report.findings if f.severity is Severity.UNSOUND]
    looks = [f for f in report.findings if f.severity is Severity.LOOK]
    console.print(
        f"{len(report.sources)} sources scanned: {len(unsound)} places that assume or skip "
        f"something, {len(looks)} to look at.",
        highlight=False,
    )
    for finding in [*unsound, *looks]:
        colour = "bold red" if finding.severity is Severity.UNSOUND else "yellow"
        console.print(
            f"  {finding.path}:{finding.line}:{finding.column}: "
            f"[{colour}]{escape(finding.word)}[/] {escape(finding.reason)}",
            highlight=False,
        )


def _record(record: AuditRecord, console: Console, names: bool) -> None:
    console.print(f"{len(record.declarations)} declarations, {record.toolchain}.")
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for column in ("axiom", "declared in", "verdict", "declarations that rest on it"):
        table.add_column(column, overflow="fold")
    for axiom in record.axioms:
        table.add_row(escape(axiom.name), axiom.module, _verdict(axiom), str(axiom.used_by))
    console.print(table)
    for path in record.paths:
        console.print(f"[red]•[/] {escape(' → '.join(path.path))}", highlight=False)
    for declaration in record.declarations:
        if declaration.flags:
            marks = escape(f"{declaration.kind} {declaration.name}: {', '.join(declaration.flags)}")
            console.print(f"[yellow]•[/] {marks}", highlight=False)
    if not names:
        return
    for declaration in record.declarations:
        beyond = [name for name in declaration.axioms if name not in LOGIC]
        used = escape(", ".join(declaration.axioms) or "no axiom")
        colour = "red" if beyond else "green"
        what = escape(f"{declaration.kind} {declaration.name}")
        console.print(f"{what}: [{colour}]{used}[/]", highlight=False)


def _verdict(axiom: Axiom) -> str:
    by = f" by {escape(axiom.shown_by)}" if axiom.shown_by else ""
    return _STANDING[axiom.standing] + by


def render_headlines(claims: Iterable[Claim], state: LeanState, console: Console) -> None:
    """Print which headline theorems suppose something without a witness that it can hold."""
    named = [claim for claim in claims if claim.lean]
    missing = [
        (claim.id, name)
        for claim in named
        for name in witnessed(claim.lean, claim.witnesses, state).missing
    ]
    count = len({name for claim in named for name in claim.lean})
    console.print(
        f"{count} headline theorems of {len(named)} claims, {len(missing)} without a witness that "
        "their hypotheses can hold together.",
        highlight=False,
    )
    for claim_id, name in missing:
        console.print(f"  [yellow]no witness[/] {name} ({claim_id})", highlight=False)


def render_ledger(state: LeanState, console: Console, *, full: bool) -> None:
    """Print what became of the assumptions of the authors' build: counts, or a table."""
    settled = [(row, settle(row.statement, state)) for row in ASSUMPTIONS]
    counts = [
        f"{sum(found.fate is fate for _, found in settled)} {word}"
        for fate, word in (
            (Fate.REFUTED, "refuted"),
            (Fate.EMPTY, "empty"),
            (Fate.THEOREM, "theorems"),
            (Fate.OPEN, "open"),
            (Fate.STALE, "of a stale record"),
        )
        if any(found.fate is fate for _, found in settled)
    ]
    more = "" if full else "; `--ledger` lists them"
    console.print(
        f"{len(settled)} assumptions of the authors' build: {', '.join(counts)}{more}.",
        highlight=False,
    )
    if not full:
        return
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for column in ("assumption", "what became of it", "what is true instead"):
        table.add_column(column, overflow="fold")
    for row, found in settled:
        about = f"[bold]{row.name}[/] [dim]({row.file})[/]\n{row.sentence}"
        shown = f"\n[cyan]{found.theorem}[/]" if found.theorem else ""
        axioms = f"\non {', '.join(found.axioms) or 'no axiom'}" if found.theorem else ""
        table.add_row(about, _FATE[found.fate] + shown + axioms, row.claim)
    console.print(table)


def render_reading(report: AuditReport, theorem: str, console: Console) -> None:
    """Print the definitions that a reader must know to know what ``theorem`` says."""
    reading = report.reading(theorem)
    console.print(
        f"{escape(theorem)} ({_place(reading.statement)}) says what it says by "
        f"{_count(len(reading.definitions), 'definition')} of the library, "
        f"{_count(reading.lines, 'line')}, and by those of Lean and Mathlib:",
        highlight=False,
    )
    for passage in reading.definitions:
        lines = _count(passage.lines, "line") if passage.lines else ""
        console.print(
            f"  {_place(passage)}  {escape(passage.name)}  [dim]{passage.kind} {lines}[/]",
            highlight=False,
        )


def _count(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


def _place(passage: Passage) -> str:
    if not passage.source:
        return "made by Lean"
    return f"{passage.source}:{passage.line}" if passage.line else passage.source


def _advisories(toolchain: str, console: Console) -> None:
    found = applying(toolchain)
    if found is None:
        console.print(f"Kernel advisories: unknown, the toolchain {toolchain!r} has no version.")
        return
    console.print(
        f"{len(found)} fixes of the kernel's soundness are newer than {toolchain} "
        f"(table of {AS_OF}).",
        highlight=False,
    )
    for advisory in found:
        version = ".".join(str(part) for part in advisory.fixed_in)
        console.print(
            f"  fixed in v{version}: {advisory.summary}; {advisory.reach} ({advisory.source})",
            highlight=False,
        )
