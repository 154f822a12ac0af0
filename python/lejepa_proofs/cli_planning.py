"""The commands ``control``, ``render`` and ``pixels``."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

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
from lejepa_proofs.learning.results import COMMITTED

if TYPE_CHECKING:
    from lejepa_proofs.learning.pixels.config import PixelConfig
    from lejepa_proofs.learning.pixels.results import PixelResult

PresetOption = Annotated[
    str, typer.Option("--preset", metavar="smoke|cpu|paper", help="How much to do.")
]
OutOption = Annotated[
    Path | None,
    typer.Option(
        "--out",
        metavar="DIR",
        help="Results and checkpoints; what is there is not made again.  "
        "[default: runs; what is not there is read from the package]",
    ),
]
FramesOption = Annotated[
    Path, typer.Option("--frames", metavar="DIR", help="The cache of frames, kept between runs.")
]
DeviceOption = Annotated[str, typer.Option("--device", help="auto, cpu, cuda, …")]
FigureOption = Annotated[
    Path | None, typer.Option("--figure", metavar="FILE", help="Draw a figure, .svg or .png.")
]

OUT = Path("runs")
FRAMES = OUT / "frames"


def _places(out: Path | None) -> tuple[Path, tuple[Path, ...]]:
    """Where results are written, and where else they are looked for."""
    return (OUT, (COMMITTED,)) if out is None else (out, ())


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
    out: OutOption = None,
    device: DeviceOption = "auto",
    figure: FigureOption = None,
) -> None:
    """What planning in a code costs against R²: encoders degraded by formula, and trained ones.

    Straight lines decoded by retrieval, all open-loop plans over a few actions, and a regulator
    with a fitted linear model; each against the true latent on the same start–goal pairs. Trained
    encoders are those of `train 2d` in the same folder and of runs cut short; what is missing is
    trained.
    """
    from lejepa_proofs.learning.control import results, trained
    from lejepa_proofs.report import planning_figures, planning_tables

    try:
        formulas = results.preset(preset)
    except ValueError as error:
        raise LejepaError(str(error)) from None
    runs = trained.preset(preset)
    folder, also = _places(out)
    curves, learned = [], []
    with _bar(Console(stderr=True)) as progress:
        whole = progress.add_task("curves", total=len(formulas) + len(runs))
        part = progress.add_task("", total=None)

        def told(stage: str, at: int, end: int) -> None:
            progress.update(part, description=stage, completed=at, total=end)

        for config in formulas:
            curves.append(results.run(config, folder, also))
            progress.advance(whole)
        for each in runs:
            learned.append(results.run_trained(each, folder, also, device=device, told=told))
            progress.advance(whole)
    console = Console()
    console.print(planning_tables.curve_table(curves))
    console.print(planning_tables.trained_table(learned))
    if figure is not None:
        planning_figures.save(planning_figures.cost_curves(curves, learned), figure)


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
    out: OutOption = None,
    frames: FramesOption = FRAMES,
    device: DeviceOption = "auto",
    figure: FigureOption = None,
) -> None:
    """Learn from frames of a two-joint arm, then plan in the code.

    Draws what frames are missing, trains a CNN with SIGReg and alignment, and prints held-out R²
    to the joint angles, what planning costs, and which hypotheses of the theorems hold. A stopped
    command goes on where it was.
    """
    from lejepa_proofs.learning.pixels import config
    from lejepa_proofs.learning.pixels.results import existing
    from lejepa_proofs.report import planning_tables

    try:
        runs = config.preset(preset)
    except ValueError as error:
        raise LejepaError(str(error)) from None
    folder, also = _places(out)
    found = []
    with _bar(Console(stderr=True)) as progress:
        whole = progress.add_task("runs", total=len(runs))
        part = progress.add_task("", total=None)
        for each in runs:

            def told(stage: str, at: int, end: int, name: str = each.label) -> None:
                progress.update(part, description=f"{name}: {stage}", completed=at, total=end)

            result = existing(each, (folder, *also))
            found.append(result or _pixel_run(each, folder, frames, device, told))
            progress.advance(whole)
    Console().print(planning_tables.pixel_table(found))
    if figure is not None:
        from lejepa_proofs.report.planning_films import draw

        draw(found, figure)


def _pixel_run(
    config: PixelConfig, folder: Path, frames: Path, device: str, told: Callable[..., None]
) -> PixelResult:
    try:
        from lejepa_proofs.learning.pixels.run import run
    except ImportError as error:
        raise LejepaError(
            f"training needs {error.name}; install the extras: pip install '.[learning,pixels]'"
        ) from None
    return run(config, folder, frames, device=device, told=told)


def register(app: typer.Typer) -> None:
    """Add the commands to ``app``."""
    for command in (control, render, pixels):
        app.command()(command)
