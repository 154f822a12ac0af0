"""The audit on a terminal."""

from __future__ import annotations

from rich import box
from rich.console import Console
from rich.table import Table

from lejepa_proofs.lean.advisories import AS_OF, applying
from lejepa_proofs.lean.audit import AuditReport
from lejepa_proofs.lean.record import LOGIC
from lejepa_proofs.lean.scan import Severity


def render(report: AuditReport, console: Console, *, names: bool = False) -> None:
    """Print which axioms there are, who uses them, and what the sources show."""
    console.print(f"[bold]Audit of {report.project}[/]", highlight=False)
    console.print(f"Axioms told from {report.basis.value}.", highlight=False)
    if report.changed:
        console.print(f"  changed since: {', '.join(report.changed)}", highlight=False)
    if report.record is not None:
        record = report.record
        console.print(f"{len(record.declarations)} declarations, {record.toolchain}.")
        table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
        for column in ("axiom", "declared in", "verdict", "declarations that rest on it"):
            table.add_column(column)
        for axiom in record.axioms:
            verdict = "[green]Lean's logic[/]" if axiom.allowed else "[bold red]NOT ALLOWED[/]"
            table.add_row(axiom.name, axiom.module, verdict, str(axiom.used_by))
        console.print(table)
        for path in record.paths:
            console.print(f"[red]•[/] {' → '.join(path.path)}", highlight=False)
        for declaration in record.declarations:
            if declaration.flags:
                marks = ", ".join(declaration.flags)
                console.print(
                    f"[yellow]•[/] {declaration.kind} {declaration.name}: {marks}", highlight=False
                )
        if names:
            for declaration in record.declarations:
                beyond = [name for name in declaration.axioms if name not in LOGIC]
                used = ", ".join(declaration.axioms) or "no axiom"
                colour = "red" if beyond else "green"
                console.print(
                    f"{declaration.kind} {declaration.name}: [{colour}]{used}[/]", highlight=False
                )
        _advisories(record.toolchain, console)
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
            f"[{colour}]{finding.word}[/] {finding.reason}",
            highlight=False,
        )


def render_surface(report: AuditReport, theorem: str, console: Console) -> None:
    """Print the definitions that a reader must know to know what ``theorem`` says."""
    names = report.surface(theorem)
    assert report.record is not None
    console.print(
        f"{theorem} says what it says by {len(names)} definitions of the library "
        "(and those of Lean and Mathlib):",
        highlight=False,
    )
    for name in names:
        declaration = report.record.declaration(name)
        where = f"{declaration.kind} in {declaration.module}" if declaration else "internal"
        console.print(f"  {name}  [dim]{where}[/]", highlight=False)


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
