"""The commands ``control``, ``render`` and ``pixels``."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)

from lejepa_proofs.errors import LejepaError

PresetOption = Annotated[
    str, typer.Option("--preset", metavar="smoke|cpu|paper", help="How much to do.")
]
OutOption = Annotated[
    Path, typer.Option("--out", metavar="DIR", help="Results; what is there is not made again.")
]
FramesOption = Annotated[
    Path, typer.Option("--frames", metavar="DIR", help="The cache of frames, kept between runs.")
]
FigureOption = Annotated[
    Path | None, typer.Option("--figure", metavar="FILE", help="Draw a figure, .svg or .png.")
]

OUT, FRAMES = Path("runs"), Path("runs/frames")


def _bar(console: Console) -> Progress:
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
        console=console,
        transient=True,
        disable=not console.is_terminal,
    )


def control(
    preset: PresetOption = "cpu",
    out: OutOption = OUT,
    figure: FigureOption = None,
) -> None:
    """What planning in a code costs, along encoders degraded on purpose, against R².

    Straight lines decoded by retrieval, all open-loop plans over five actions, and a regulator
    with a fitted linear model; each against the true latent on the same start–goal pairs.
    """
    from lejepa_proofs.learning.control import results
    from lejepa_proofs.report import planning_figures, planning_tables

    try:
        configs = results.preset(preset)
    except ValueError as error:
        raise LejepaError(str(error)) from None
    found = []
    with _bar(Console(stderr=True)) as progress:
        task = progress.add_task("curves", total=len(configs))
        for config in configs:
            found.append(results.run(config, out))
            progress.advance(task)
    Console().print(planning_tables.curve_table(found))
    if figure is not None:
        planning_figures.save(planning_figures.cost_curves(found), figure)


def render(preset: PresetOption = "cpu", frames: FramesOption = FRAMES) -> None:
    """Draw the frames of the pixel runs: OU joint angles, and a reaching controller's runs.

    The published trajectories are not available; those drawn here are of a controller of our own.
    Frames lie in shards that are written whole or not at all: a stopped command is repeated.
    """
    from lejepa_proofs.learning.pixels import cache, config

    try:
        runs = config.preset(preset)
    except ValueError as error:
        raise LejepaError(str(error)) from None
    sets = list(dict.fromkeys(each for run in runs for each in run.sets))
    with _bar(Console(stderr=True)) as progress:
        for each in sets:
            missing = sum(
                min(each.shard, each.pairs - i * each.shard) for i in cache.missing(each, frames)
            )
            task = progress.add_task(f"pairs of {each.world.name}", total=each.pairs)
            progress.update(task, completed=each.pairs - missing)
            folder = cache.render(each, frames, partial(progress.advance, task))
            typer.echo(f"{folder}: {each.pairs} pairs, {each.pairs - missing} were there")


def pixels(
    preset: PresetOption = "cpu",
    out: OutOption = OUT,
    frames: FramesOption = FRAMES,
    device: Annotated[str, typer.Option(help="auto, cpu, cuda, …")] = "auto",
    figure: FigureOption = None,
) -> None:
    """Learn from frames of a two-joint arm, then plan in the code.

    Draws what frames are missing, trains a CNN with SIGReg and alignment, and prints held-out R²
    to the joint angles, what planning costs, and which hypotheses of the theorems hold. A stopped
    command goes on where it was.
    """
    from lejepa_proofs.learning.pixels import config
    from lejepa_proofs.report import planning_tables

    try:
        runs = config.preset(preset)
    except ValueError as error:
        raise LejepaError(str(error)) from None
    try:
        from lejepa_proofs.learning.pixels.run import run
    except ImportError as error:
        raise LejepaError(
            f"training needs {error.name}; install the extras: pip install '.[learning,pixels]'"
        ) from None
    found = []
    with _bar(Console(stderr=True)) as progress:
        whole = progress.add_task("runs", total=len(runs))
        part = progress.add_task("", total=None)
        for each in runs:

            def told(stage: str, at: int, end: int, name: str = each.label) -> None:
                progress.update(part, description=f"{name}: {stage}", completed=at, total=end)

            found.append(run(each, out, frames, device=device, told=told))
            progress.advance(whole)
    Console().print(planning_tables.pixel_table(found))
    if figure is not None:
        from lejepa_proofs.report.planning_films import draw

        draw(found, figure)
