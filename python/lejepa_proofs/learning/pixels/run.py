"""One pixel run from its configuration to its result file; skipped when that is there."""

from __future__ import annotations

import platform
import time
from collections.abc import Callable
from pathlib import Path

import torch

from lejepa_proofs import __version__
from lejepa_proofs.learning import documents
from lejepa_proofs.learning.control.maps import Array
from lejepa_proofs.learning.floors import alignment_floor, sigreg_floor
from lejepa_proofs.learning.pixels import cache
from lejepa_proofs.learning.pixels.config import PixelConfig
from lejepa_proofs.learning.pixels.graphics import graphics
from lejepa_proofs.learning.pixels.hypotheses import hypotheses, wrapped_ceiling
from lejepa_proofs.learning.pixels.reacher import Frames, Reacher
from lejepa_proofs.learning.pixels.results import (
    PixelLosses,
    PixelResult,
    existing,
    result_path,
)
from lejepa_proofs.learning.pixels.scores import (
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
    there = existing(config, (results,))
    if there is not None:
        return there

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
    documents.write(results / result_path(config), result)
    checkpoint.unlink(missing_ok=True)
    tell("scoring", 1, 1)
    return result
