"""Frames on disk: shards that are written whole or not at all, so that drawing can be resumed.

A set lies in ``CACHE/<world>-<hash>/``: ``set.json`` (the configuration and what drew it) and
``shard-00000.npz``, … with ``frames`` (F, size, size, 3) uint8, ``angles`` (F, 2) float64 and
``pairs`` (pairs, 2) int64, rows of ``frames``.
"""

from __future__ import annotations

import io
import json
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import numpy as np

from lejepa_proofs.errors import LejepaError
from lejepa_proofs.files import write_atomically
from lejepa_proofs.learning.control.maps import Array
from lejepa_proofs.learning.pixels.reacher import Frames, Reacher
from lejepa_proofs.learning.pixels.worlds import Indices, RenderConfig


class FrameSet(NamedTuple):
    """Frames ``(F, size, size, 3)``, their angles ``(F, 2)``, and pairs of rows ``(pairs, 2)``."""

    frames: Frames
    angles: Array
    pairs: Indices


def shard_path(config: RenderConfig, cache: Path, index: int) -> Path:
    """Where shard ``index`` lies."""
    return cache / config.folder / f"shard-{index:05d}.npz"


def missing(config: RenderConfig, cache: Path) -> list[int]:
    """The shards that are not there yet."""
    return [i for i in range(config.shards) if not shard_path(config, cache, i).exists()]


def _describe(config: RenderConfig, driver: str) -> str:
    import mujoco

    about = {
        "config": config.model_dump(mode="json"),
        "driver": driver,
        "mujoco": mujoco.__version__,
    }
    return json.dumps(about, indent=1, sort_keys=True) + "\n"


def _agree(config: RenderConfig, cache: Path, driver: str) -> None:
    """One set has one driver: frames of two would differ where nothing else does."""
    about = cache / config.folder / "set.json"
    described = _describe(config, driver)
    if not about.exists():
        write_atomically(about, described)
    elif about.read_text("utf-8") != described:
        raise LejepaError(
            f"{about} names another driver or MuJoCo than draws here; delete {about.parent} "
            "to draw the set anew, or choose another cache"
        )


def render(config: RenderConfig, cache: Path, done: Callable[[int], None] | None = None) -> Path:
    """Draw the shards that are missing; returns the folder of the set.

    ``done`` is told the number of pairs after each shard. A process that is ended in the middle
    loses one shard at most.

    Raises
    ------
    LejepaError
        Nothing can draw, the cache cannot be written, or it holds the set of another driver.
    """
    folder = cache / config.folder
    wanted = missing(config, cache)
    if not wanted:
        return folder
    with Reacher(config.size) as reacher:
        _agree(config, cache, reacher.driver)
        for index in wanted:
            drawn = config.draw(index, reacher)
            buffer = io.BytesIO()
            np.savez_compressed(
                buffer,
                frames=reacher.frames(drawn.angles),
                angles=drawn.angles,
                pairs=drawn.pairs,
            )
            write_atomically(shard_path(config, cache, index), buffer.getvalue())
            if done is not None:
                done(len(drawn.pairs))
    return folder


def _read(path: Path) -> FrameSet:
    try:
        with np.load(io.BytesIO(path.read_bytes()), allow_pickle=False) as shard:
            return FrameSet(shard["frames"], shard["angles"], shard["pairs"])
    except FileNotFoundError:
        raise LejepaError(f"{path} is missing; draw it with `lejepa-proofs render`") from None
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile, zlib.error) as error:
        raise LejepaError(f"{path} is damaged ({error}); delete it and draw it again") from None


def load(config: RenderConfig, cache: Path) -> FrameSet:
    """All shards of a set as one.

    Raises :class:`~lejepa_proofs.errors.LejepaError` for a missing or damaged shard, by name.
    """
    shards = [_read(shard_path(config, cache, i)) for i in range(config.shards)]
    starts = np.cumsum([0, *(len(each.frames) for each in shards)])
    return FrameSet(
        np.concatenate([each.frames for each in shards]),
        np.concatenate([each.angles for each in shards]),
        np.concatenate([each.pairs + at for each, at in zip(shards, starts[:-1], strict=True)]),
    )
