"""What changed between two audit records, on a terminal."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from rich.console import Console
from rich.markup import escape

from lejepa_proofs.lean.since import Changes, Statement


def render(changes: Changes, console: Console) -> None:
    """Print what changed, gravest first; one line when nothing did."""

    def say(text: str) -> None:
        console.print(text, highlight=False)

    say(f"[bold]Changes since {changes.since}[/] ({changes.sources} sources differ)")
    if changes.nothing():
        say("  no theorem, definition, axiom, toolchain or Mathlib differs")
        return
    for what, pair in (("toolchain", changes.toolchain), ("Mathlib", changes.mathlib)):
        if pair is not None:
            say(f"  {what}: {pair[0] or 'none'} → {pair[1] or 'none'}")
    _list(say, "[bold red]axiom added[/]", changes.axioms_added)
    _list(say, "axiom gone", changes.axioms_removed)
    for name, (before, after) in changes.closures.items():
        say(
            f"  [bold red]rests on[/] {', '.join(after) or 'logic alone'} "
            f"(before: {', '.join(before) or 'logic alone'}): {escape(name)}"
        )
    for statement in changes.statements:
        say(f"  [bold yellow]statement changed[/] {escape(statement.name)}: {_how(statement)}")
    _list(say, "[bold yellow]theorem gone[/]", changes.theorems_removed)
    _list(say, "[yellow]definition changed[/]", changes.definitions)
    for name, (before, after) in changes.flags.items():
        say(
            f"  marks: {', '.join(before) or 'none'} → {', '.join(after) or 'none'}: {escape(name)}"
        )
    _list(say, "[green]theorem added[/]", changes.theorems_added)


def _list(say: Callable[[str], None], what: str, names: Iterable[str]) -> None:
    for name in names:
        say(f"  {what} {escape(name)}")


def _how(statement: Statement) -> str:
    ways = ["in its own words"] if statement.reworded else []
    if statement.definitions:
        ways.append(f"through {escape(', '.join(statement.definitions))}")
    return " and ".join(ways) or "through a definition that is gone"
