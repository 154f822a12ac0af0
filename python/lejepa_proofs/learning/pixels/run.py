"""One pixel run from its configuration to its result file; skipped when that is there."""

from __future__ import annotations

import platform
import time
from collections.abc import Callable
from pathlib import Path
from typing import Literal

import torch

from lejepa_proofs import __version__
from lejepa_proofs.learning import documents
from lejepa_proofs.learning.config import Frozen
from lejepa_proofs.learning.control.maps import Array
from lejepa_proofs.learning.control.score import PlanScore
from lejepa_proofs.learning.floors import alignment_floor, sigreg_floor
from lejepa_proofs.learning.pixels import cache
from lejepa_proofs.learning.pixels.config import PixelConfig
from lejepa_proofs.learning.pixels.graphics import graphics
from lejepa_proofs.learning.pixels.hypotheses import Hypothesis, hypotheses, wrapped_ceiling
from lejepa_proofs.learning.pixels.reacher import Frames, Reacher
from lejepa_proofs.learning.pixels.scores import (
    Identifiability,
    film,
    identifiability,
    of_latents,
    oracle_film,
    planning,
)
from lejepa_proofs.learning.pixels.train import DIMENSION, codes, train
from lejepa_proofs.learning.pixels.worlds import AngleWorld
from lejepa_proofs.learning.results import Environment
from lejepa_proofs.learning.sigreg import backend
from lejepa_proofs.learning.training import pick_device

Told = Callable[[str, int, int], None]
"""Called with a stage, how far it is, and how far it goes."""


class PixelLosses(Frozen):
    """Averages over the last steps, and what a perfect encoder of OU angles would show.

    ``alignment_floor`` is ``2(1−ρ)n``; ``sigreg_floor`` the mean of SIGReg over finite batches of
    N(0, I) pairs. Both are ``None`` for other worlds.
    """

    alignment: float
    regulariser: float
    alignment_floor: float | None
    sigreg_floor: float | None


class PixelResult(Frozen):
    """What a run found.

    Attributes
    ----------
    own, common:
        Identifiability on held-out frames of the run's own world, and on those of OU angles.
    ceiling:
        The largest R² of any encoder of frames to the latent of the common test.
    plan:
        Planning on the common test.
    film, oracle_film:
        Latents along one straight plan in the code, and in the true latent.
    hypotheses:
        Which hypotheses of the theorems the run's world satisfies.
    """

    schema_version: Literal["lejepa-proofs/pixels/1"] = "lejepa-proofs/pixels/1"
    config: PixelConfig
    losses: PixelLosses
    own: Identifiability
    common: Identifiability
    ceiling: float
    plan: PlanScore
    film: tuple[tuple[float, float], ...]
    oracle_film: tuple[tuple[float, float], ...]
    hypotheses: tuple[Hypothesis, ...]
    environment: Environment
    driver: str
    seconds_scoring: float


def result_path(config: PixelConfig, folder: Path) -> Path:
    """Where the result of a run lies."""
    return folder / "pixels" / f"{config.digest}.json"


def read_result(path: Path) -> PixelResult:
    """A result file; raises as :func:`lejepa_proofs.learning.documents.read`."""
    return documents.read(path, PixelResult)


def _floors(config: PixelConfig) -> tuple[float | None, float | None]:
    world, objective = config.frames.world, config.objective
    if not isinstance(world, AngleWorld):
        return None, None
    expected = sigreg_floor(objective, world.rho) if objective.kind == "sigreg" else None
    return alignment_floor(DIMENSION, world.rho), expected


def _points(latents: Array) -> tuple[tuple[float, float], ...]:
    return tuple((float(a), float(b)) for a, b in latents)


def run(
    config: PixelConfig,
    results: Path,
    frames: Path,
    *,
    device: str = "auto",
    told: Told | None = None,
) -> PixelResult:
    """Draw what is missing, train, score, write ``results/pixels/<digest>.json``; or read it.

    ``frames`` is the cache of frames. A run that was interrupted goes on from its checkpoint,
    which is removed when the result is written.

    Raises
    ------
    LejepaError
        Nothing can draw, or a result, checkpoint or shard is damaged.
    """
    where = pick_device(device)
    path = result_path(config, results)
    if path.exists():
        return read_result(path)

    def tell(stage: str, at: int, end: int) -> None:
        if told is not None:
            told(stage, at, end)

    drawn = 0
    pending = sum(len(cache.missing(each, frames)) * each.shard for each in config.sets)

    def count(pairs: int) -> None:
        nonlocal drawn
        drawn += pairs
        tell("drawing", min(drawn, pending), pending)

    for each in config.sets:
        cache.render(each, frames, count)
    checkpoint = results / "checkpoints" / f"{config.digest}.pt"
    start = time.monotonic()
    trainer = train(
        config,
        cache.load(config.frames, frames),
        checkpoint,
        device=where,
        told=lambda step, loss: tell(f"training, loss {loss:.4f}", step, config.steps),
    )
    trained = time.monotonic()
    tell("scoring", 0, 1)
    trainer.model.eval()

    def encode(pictures: Frames) -> Array:
        return codes(trainer.model, pictures, where)

    losses, floors = trainer.losses(), _floors(config)
    common = cache.load(config.common_test, frames)
    latents = common.angles[common.pairs[:, 0]] / config.spread
    with Reacher(config.frames.size) as reacher:
        encoder = of_latents(encode, reacher, config.spread)
        plan = planning(encoder, latents, config.plan, config.seed)
        strip = film(encoder, latents, 0)
    result = PixelResult(
        config=config,
        losses=PixelLosses(
            alignment=losses.alignment,
            regulariser=losses.regulariser,
            alignment_floor=floors[0],
            sigreg_floor=floors[1],
        ),
        own=identifiability(encode, cache.load(config.own_test, frames)),
        common=identifiability(encode, common),
        ceiling=wrapped_ceiling(config.spread),
        plan=plan,
        film=_points(strip),
        oracle_film=_points(oracle_film(latents, 0)),
        hypotheses=hypotheses(config.frames.world),
        environment=Environment(
            version=__version__,
            machine=f"{platform.system()} {platform.machine()}",
            processor=platform.processor() or platform.machine(),
            device=str(where),
            torch=torch.__version__,
            sigreg=backend(device=where).name,
            threads=torch.get_num_threads(),
            lanes=1,
            seconds=round(trained - start, 3),
        ),
        driver=graphics().driver,
        seconds_scoring=round(time.monotonic() - trained, 3),
    )
    documents.write(path, result)
    checkpoint.unlink(missing_ok=True)
    tell("scoring", 1, 1)
    return result
