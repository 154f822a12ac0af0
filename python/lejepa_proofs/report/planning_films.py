"""The film strip of pixel runs; draws its pictures, so it needs the extra ``pixels``."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from lejepa_proofs.learning.pixels.reacher import Reacher
from lejepa_proofs.learning.pixels.results import PixelResult
from lejepa_proofs.report.planning_figures import film_strip, save


def draw(results: Sequence[PixelResult], path: Path) -> None:
    """One straight plan in every code, decoded by retrieval: the oracle first, then each run.

    Raises :class:`~lejepa_proofs.errors.LejepaError` where nothing can draw, ``ValueError``
    without results.
    """
    if not results:
        raise ValueError("no pixel runs to draw; run `lejepa-proofs pixels` first")
    first = results[0]
    rows = [("oracle: true angles", first.oracle_film, first.config.spread)]
    for each in results:
        world = each.config.frames.world
        name = f"{world.name}\nR² {each.common.turned:.2f}"
        rows.append((name, each.film, each.config.spread))
    with Reacher() as reacher:
        strips = [(name, reacher.frames(spread * np.array(film))) for name, film, spread in rows]
    save(film_strip(strips), path)
