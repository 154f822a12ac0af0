"""The commands ``train`` and ``plot``."""

from __future__ import annotations

import math
import os
import sys
import time
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

from lejepa_proofs.errors import LejepaError
from lejepa_proofs.learning import experiments
from lejepa_proofs.learning.results import COMMITTED, Result, existing

if TYPE_CHECKING:
    from lejepa_proofs.learning.groups import Progress as News


OUT = Path("runs")


class Experiment(StrEnum):
    """What can be trained; ``bound`` is every run of the others in a Gaussian world."""

    PLANAR = "2d"
    SCALING = "scaling"
    GENNORM = "gennorm"
    GRID = "grid"
    BOUND = "bound"


class Preset(StrEnum):
    """The size of an experiment."""

    SMOKE = "smoke"
    CPU = "cpu"
    PAPER = "paper"


ExperimentArgument = Annotated[Experiment, typer.Argument(metavar="EXPERIMENT", show_default=False)]
PresetOption = Annotated[
    Preset, typer.Option(help="smoke: seconds; cpu: an hour or two; paper: as published.")
]


def default_jobs() -> int:
    """The number of cores this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:
        return os.cpu_count() or 1


def train(
    experiment: ExperimentArgument,
    preset: PresetOption = Preset.CPU,
    out: Annotated[Path, typer.Option(metavar="DIR", help="Results and checkpoints.")] = OUT,
    device: Annotated[str, typer.Option(help="auto, cpu, cuda, cuda:1, …")] = "auto",
    jobs: Annotated[
        int | None, typer.Option(min=1, help="Worker processes.  [default: the number of cores]")
    ] = None,
    scheduler: Annotated[
        str | None, typer.Option(metavar="ADDRESS", help="A Dask scheduler, tcp://host:port.")
    ] = None,
    lanes: Annotated[
        int | None, typer.Option(min=1, help="Runs side by side in one process.  [default: fits]")
    ] = None,
) -> None:
    """Train the runs of EXPERIMENT (2d, scaling, gennorm, grid or bound) that have no result yet.

    Each run is one JSON file, named by the hash of its description: DIR/EXPERIMENT/HASH.json. The
    same command goes on where a stopped or killed one was. Exit status: 0 all there; 2 something
    was wrong; 130 interrupted.
    """
    try:
        from lejepa_proofs.learning import groups, sweep
        from lejepa_proofs.learning.training import pick_device
    except ImportError as error:
        raise LejepaError(
            f"training needs {error.name}; install it with `pip install 'lejepa-proofs[learning]'`"
        ) from None
    if out.resolve() == COMMITTED.resolve():
        raise LejepaError(
            f"{out} holds the results that come with the package; train elsewhere, look at them "
            "and copy them there"
        )
    try:
        pick_device(device)
    except ValueError as error:
        raise LejepaError(f"{error}; give auto, cpu or cuda") from None
    settings = groups.Settings(out, device=device)
    configs = experiments.runs(experiment.value, preset.value)
    todo = sweep.plan(configs, settings, lanes)
    errors = Console(stderr=True)
    errors.print(
        f"{experiment.value}, preset {preset.value}: {len(configs)} runs, "
        f"{len(todo.results)} there already, the others in {len(todo.groups)} groups → {out}",
        highlight=False,
        soft_wrap=True,
    )
    start = time.monotonic()
    with Progress(
        TextColumn("training"),
        BarColumn(bar_width=30),
        TaskProgressColumn(),
        TimeRemainingColumn(),
        TextColumn("{task.description}"),
        console=errors,
        transient=True,
        disable=not errors.is_terminal,
    ) as progress:
        bar = progress.add_task("", total=todo.steps)
        at: dict[str, int] = {}

        def advance(news: News) -> None:
            at[news.group] = news.step
            progress.update(bar, completed=sum(at.values()), description=_line(news))

        summary = sweep.run(
            todo,
            settings,
            jobs=jobs or default_jobs(),
            scheduler=scheduler,
            report=advance,
        )
    for result in sorted(summary.trained, key=lambda each: each.config.label):
        errors.print(_row(result), highlight=False, soft_wrap=True)
    errors.print(f"{len(summary.trained)} trained in {time.monotonic() - start:.0f} s")
    if summary.interrupted:
        sys.stderr.write("lejepa-proofs: interrupted; the same command goes on from here\n")
        raise typer.Exit(130)


def _line(news: News) -> str:
    r2 = "" if math.isnan(news.r2) else f" R² {news.r2:.4f}"
    return f"loss {news.loss:.4g}{r2}  {news.label}"


def _row(result: Result) -> str:
    outcome = result.outcome
    if outcome.metrics is None or outcome.final_loss is None:
        return f"{result.config.digest}  diverged  {result.config.label}"
    floor = "" if outcome.floor is None else f" (floor {outcome.floor:.5g})"
    return (
        f"{result.config.digest}  R² {outcome.metrics.r2_latents.estimate:.6f}  "
        f"loss {outcome.final_loss:.5g}{floor}  {result.config.label}"
    )


def plot(
    experiment: ExperimentArgument,
    preset: PresetOption = Preset.CPU,
    results: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR",
            help="As in `train --out`.  [default: runs, and what is not there from the package]",
        ),
    ] = None,
    figure: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="An .svg, .png or .pdf.  [default: EXPERIMENT.svg]"),
    ] = None,
) -> None:
    """Draw the figure of EXPERIMENT from the results there are, and say which are missing."""
    from lejepa_proofs.report import figures

    folders = (COMMITTED, OUT) if results is None else (results,)
    configs = experiments.runs(experiment.value, preset.value)
    found: dict[str, Result] = {}
    for folder in folders:
        found |= existing(folder, configs)
    if not found:
        places = " or ".join(map(str, folders))
        raise LejepaError(
            f"no result of {experiment.value}, preset {preset.value}, in {places}; make some with "
            f"`lejepa-proofs train {experiment.value} --preset {preset.value}`"
        )
    if missing := len(configs) - len(found):
        sys.stderr.write(f"lejepa-proofs: {missing} of {len(configs)} runs are missing\n")
    target = figure or Path(f"{experiment.value}.svg")
    ordered = [found[config.digest] for config in configs if config.digest in found]
    figures.draw(experiment.value, ordered, target)
    typer.echo(f"{target}: {len(found)} runs")
