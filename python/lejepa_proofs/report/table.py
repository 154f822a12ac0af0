"""The claims table on a terminal."""

from __future__ import annotations

from collections.abc import Iterable

from rich import box
from rich.console import Console, Group
from rich.table import Table
from rich.text import Text

from lejepa_proofs.claims.model import Claim
from lejepa_proofs.claims.runner import Fate, Row
from lejepa_proofs.lean.record import LOGIC, LeanState
from lejepa_proofs.lean.standing import Standing, standing
from lejepa_proofs.numerics.verdict import Outcome, Relation
from lejepa_proofs.report.result import ClaimResult, ExitStatus, LeanEvidence, Report

_OUTCOME = {
    Outcome.CONFIRMED: "[green]confirmed[/]",
    Outcome.REFUTED: "[bold red]REFUTED[/]",
    Outcome.INCONCLUSIVE: "[bold yellow]inconclusive[/]",
}
_FATE = {
    Fate.KILLED: "[green]killed[/]",
    Fate.SURVIVED: "[bold red]SURVIVED[/]",
    Fate.UNDECIDED: "[bold yellow]did not apply[/]",
}
_STANDING = {
    Standing.PROVED: "[green]proved[/]",
    Standing.CONDITIONAL: "[bold red]rests on axioms[/]",
    Standing.STALE: "[bold yellow]record stale[/]",
    Standing.OPEN: "[yellow]open[/]",
}


def margin(row: Row) -> str:
    """The margin of a verdict in a few characters; ``identity`` for an exact equality."""
    verdict = row.verdict
    if verdict.relation is Relation.ZERO and verdict.margin is None:
        return "identity"
    if verdict.margin is None:
        return "-"
    return f"{verdict.margin:.3g}"


def lean_cell(evidence: LeanEvidence) -> str:
    """Theorem names, standing, and what they rest on."""
    lines = [f"[cyan]{name}[/]" for name in evidence.theorems]
    lines.append(_STANDING[evidence.standing])
    beyond = [name for name in evidence.axioms if name not in LOGIC]
    if beyond:
        lines.append("on " + ", ".join(beyond))
    elif evidence.standing is Standing.PROVED:
        lines.append("on " + (", ".join(evidence.axioms) or "no axiom"))
    lines += [f"witness [cyan]{name}[/]" for name in evidence.witnesses]
    lines += [f"[yellow]no witness[/] {name}" for name in evidence.unwitnessed]
    return "\n".join(lines)


def check_lines(result: ClaimResult) -> str:
    """One line a check: verdict, margin, method, number of instances, name."""
    return "\n".join(
        f"{_OUTCOME[row.verdict.outcome]} {margin(row)} [dim]{row.verdict.method.value}, "
        f"n={row.verdict.n}[/] {row.id}"
        for row in result.checks
    )


def variant_lines(result: ClaimResult) -> str:
    """One line a mutant (killed or survived) and one a control."""
    lines = [f"{_FATE[row.fate]} {row.id}" for row in result.mutants]
    for row in result.controls:
        kept = "[green]kept[/]" if row.as_expected else "[bold red]REJECTED[/]"
        lines.append(f"{kept} [dim]{row.id}[/]")
    return "\n".join(lines)


def claims_table(report: Report) -> Table:
    """The one table of ``lejepa-proofs check``."""
    table = Table(box=box.SIMPLE_HEAD, show_lines=True, pad_edge=False)
    table.add_column("claim", ratio=5, overflow="fold")
    table.add_column("Lean", ratio=2, overflow="fold")
    table.add_column("numeric checks: verdict, margin", ratio=4, overflow="fold")
    table.add_column("planted variants", ratio=3, overflow="fold")
    group = ""
    for result in report.claims:
        if result.group != group:
            group = result.group
            table.add_row(f"[bold]{group}[/]", "", "", "")
        truth = "" if result.truth else "[magenta]false as read:[/] "
        about = f"[bold]{result.id}[/] [dim]({result.source})[/]\n{truth}{_plain(result.sentence)}"
        table.add_row(about, lean_cell(result.lean), check_lines(result), variant_lines(result))
    return table


def _plain(text: str) -> Text | str:
    return text.replace("[", r"\[")


def failures(report: Report) -> list[str]:
    """One line for everything that did not come out as it must."""
    lines = []
    for result in report.claims:
        for row in result.rows:
            if row.as_expected:
                continue
            verdict = row.verdict
            if row.kind == "mutant":
                what = f"mutant {row.fate.value}"
            else:
                what = f"{row.kind} {verdict.outcome.value}"
            lines.append(
                f"{result.id}/{row.id}: {what}: slack in [{verdict.lower:.6g}, "
                f"{verdict.upper:.6g}], claimed {verdict.relation.value}; at {verdict.worst}"
            )
    return lines


def summary(report: Report) -> str:
    """Counts, in one paragraph of plain text."""
    rows = [row for result in report.claims for row in result.rows]
    parts = []
    for kind, good in (("check", "confirmed"), ("mutant", "killed"), ("control", "kept")):
        chosen = [row for row in rows if row.kind == kind]
        fine = sum(row.as_expected for row in chosen)
        parts.append(f"{fine} of {len(chosen)} {kind}s {good}")
    proved = sum(r.lean.standing is Standing.PROVED for r in report.claims)
    seconds = sum(row.seconds for row in rows)
    claims = "claim" if len(report.claims) == 1 else "claims"
    return (
        f"{len(report.claims)} {claims}: {proved} proved in Lean; {', '.join(parts)}; "
        f"{seconds:.0f} s of computing, seed {report.seed}."
    )


def render(report: Report, console: Console) -> None:
    """Print the table, its summary, the state of the audit record and every failure."""
    console.print(claims_table(report))
    console.print(summary(report), highlight=False)
    console.print(report.lean_note, highlight=False)
    for line in failures(report):
        console.print(f"[bold red]•[/] {_plain(line)}", highlight=False)
    word = {
        ExitStatus.CONFIRMED: "[bold green]All confirmed.[/]",
        ExitStatus.REFUTED: "[bold red]Refuted: a check failed or a mutant survived.[/]",
        ExitStatus.UNDECIDED: "[bold yellow]Could not decide.[/]",
    }
    console.print(word[report.status])


def listing(claims: Iterable[Claim], state: LeanState) -> Group:
    """The table of ``lejepa-proofs claims``: what is claimed, without running anything."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column("claim", overflow="fold")
    table.add_column("statement", ratio=1)
    table.add_column("Lean")
    table.add_column("checks", justify="right")
    table.add_column("mutants", justify="right")
    group = ""
    for claim in claims:
        if claim.group.value != group:
            group = claim.group.value
            table.add_row(f"[bold]{group}[/]", "", "", "", "")
        verdict, _ = standing(claim.lean, state)
        table.add_row(
            claim.id,
            _plain(claim.statement),
            _STANDING[verdict],
            str(len(claim.checks)),
            str(len(claim.mutants)),
        )
    return Group(table, Text(state.describe()))
