"""The command ``lejepa-proofs``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from lejepa_proofs import __version__, cli_planning
from lejepa_proofs.claims import registry, runner
from lejepa_proofs.cli_learning import default_jobs, plot, train
from lejepa_proofs.errors import LejepaError
from lejepa_proofs.files import write_atomically
from lejepa_proofs.lean.audit import Level, audit
from lejepa_proofs.lean.record import LeanState, find_root, lean_state
from lejepa_proofs.lean.since import compare, earlier_record
from lejepa_proofs.report import audit_table, markdown, since_table, table
from lejepa_proofs.report.result import ExitStatus, assemble, read_report

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)

CHECK_HELP = """Check the claims numerically and print the claims table.

For each CLAIM (all of them by default) every check is run, then every planted false variant
(a mutant, which the check must reject) and every control (which it must accept).

How to read a verdict: a check measures a slack, a number that the claim says is zero, nonnegative
or positive. 'exact' means rational arithmetic and no error; 'enclosure' means ball arithmetic,
where the slack lies in the printed interval for certain; 'deterministic' a computed error bound;
'statistical' a confidence interval at the stated alpha. The margin is how far the worst instance
was from a refutation. An inconclusive check is a failure.

Exit status: 0 all confirmed; 1 a check or control was refuted, or a mutant survived; 2 something
could not be decided or could not run.
"""


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"lejepa-proofs {__version__}")
        raise typer.Exit


@app.callback()
def root(
    version: Annotated[
        bool,
        typer.Option("--version", callback=_version, is_eager=True, help="Print the version."),
    ] = False,
) -> None:
    """Formal and numeric verification of 'When Does LeJEPA Learn a World Model?'."""


def _state() -> LeanState:
    state = lean_state(find_root())
    if state.record is not None:
        registry.validate_lean_names(registry.load(), state.record)
    elif any(claim.lean for claim in registry.load()):
        sys.stderr.write("lejepa-proofs: no audit record here; Lean theorems are shown as open\n")
    return state


@app.command(help=CHECK_HELP)
def check(
    claims: Annotated[
        list[str] | None, typer.Argument(metavar="CLAIM...", help="Ids, as in `claims`.")
    ] = None,
    json_file: Annotated[
        Path | None, typer.Option("--json", metavar="FILE", help="Write the full report here.")
    ] = None,
    seed: Annotated[int, typer.Option(min=0, help="Root of every random draw.")] = 0,
    jobs: Annotated[
        int | None, typer.Option(min=1, help="Worker processes.  [default: the number of cores]")
    ] = None,
) -> None:
    chosen = registry.select(claims or [])
    state = _state()
    console = Console()
    errors = Console(stderr=True)
    with Progress(
        TextColumn("checking"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TextColumn("{task.description}"),
        console=errors,
        transient=True,
        disable=not errors.is_terminal,
    ) as progress:
        bar = progress.add_task("", total=len(runner.tasks(chosen)))

        def advance(row: runner.Row) -> None:
            progress.update(bar, advance=1, description=f"{row.claim}/{row.id}")

        rows = runner.run(chosen, seed=seed, jobs=jobs or default_jobs(), done=advance)
    report = assemble(chosen, rows, state, seed)
    table.render(report, console)
    if json_file is not None:
        write_atomically(json_file, report.to_json())
    raise typer.Exit(int(report.status))


@app.command("claims")
def list_claims(
    readme: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="Put this, and what training and planning gave, into a README.",
        ),
    ] = None,
) -> None:
    """List every claim: its statement, what Lean says of it, and how it is checked."""
    state = _state()
    if readme is not None:
        from lejepa_proofs.report import planning_markdown, training_table

        rows = markdown.claims_table(registry.load(), state)
        markdown.replace(readme, rows, markdown.TABLE)
        markdown.replace(readme, training_table.training_section(), markdown.TRAINING)
        planned = planning_markdown.planning_section(*planning_markdown.recorded())
        markdown.replace(readme, planned, planning_markdown.MARKS)
    else:
        Console().print(table.listing(registry.load(), state))


@app.command("audit")
def audit_project(
    project: Annotated[
        Path | None,
        typer.Argument(metavar="PROJECT", help="A Lean project or source.  [default: this one]"),
    ] = None,
    json_file: Annotated[
        Path | None, typer.Option("--json", metavar="FILE", help="Write the full report here.")
    ] = None,
    names: Annotated[bool, typer.Option(help="List every declaration with its axioms.")] = False,
    read: Annotated[
        str | None,
        typer.Option(metavar="THEOREM", help="List the definitions behind a statement instead."),
    ] = None,
    since: Annotated[
        str | None,
        typer.Option(
            metavar="REF|FILE",
            help="List what changed since a commit, a record, or the last tag (the word `last`).",
        ),
    ] = None,
    ledger: Annotated[
        bool, typer.Option("--ledger", help="List what became of the authors' assumptions.")
    ] = False,
    fail_on: Annotated[
        list[Level] | None,
        typer.Option(help="What is a failure; may be repeated.  [default: unsound, unknown]"),
    ] = None,
) -> None:
    """Which lemmas are axioms, what rests on them, and what the sources show.

    Asks Lean where the project is built, reads the committed audit record elsewhere, and says
    which. Exit status: 0 clean; 1 something is not allowed; 2 could not tell.
    """
    target = project or find_root()
    if target is None:
        raise LejepaError("no Lean project here; name one: lejepa-proofs audit PROJECT")
    found = audit(target)
    console = Console()
    if read is not None:
        audit_table.render_reading(found, read, console)
        return
    if since is not None:
        if found.record is None:
            raise LejepaError(f"{target}: no audit record to compare; make one with Lean first")
        name, before = earlier_record(target, since)
        changes = compare(before, found.record, name)
        since_table.render(changes, console)
        if json_file is not None:
            write_atomically(json_file, changes.model_dump_json(indent=1) + "\n")
        return
    audit_table.render(found, console, names=names)
    own = find_root()
    if own is not None and target.resolve() == own.resolve():
        audit_table.render_headlines(registry.load(), found.state(), console)
        audit_table.render_ledger(found.state(), console, full=ledger)
    if json_file is not None:
        write_atomically(json_file, found.model_dump_json(by_alias=True, indent=1) + "\n")
    raise typer.Exit(found.status(tuple(fail_on or (Level.UNSOUND, Level.UNKNOWN))))


@app.command()
def report(
    json_file: Annotated[Path, typer.Argument(metavar="REPORT", help="What `check --json` wrote.")],
    html_file: Annotated[Path, typer.Option("--html", metavar="FILE", help="Where the page goes.")],
) -> None:
    """Make one self-contained HTML page from the JSON report of `check`."""
    from lejepa_proofs.report import html

    write_atomically(html_file, html.page(read_report(json_file)))


cli_planning.register(app)
app.command()(train)
app.command()(plot)


def main() -> None:
    """Run the command; a :class:`LejepaError` becomes one line and exit status 2."""
    try:
        app()
    except LejepaError as error:
        sys.stderr.write(f"lejepa-proofs: {error}\n")
        raise SystemExit(int(ExitStatus.UNDECIDED)) from None
    except KeyboardInterrupt:
        sys.stderr.write("lejepa-proofs: interrupted\n")
        raise SystemExit(130) from None


if __name__ == "__main__":
    main()
