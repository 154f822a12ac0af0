"""The film strip of pixel runs; draws its pictures, so it needs the extra ``pixels``."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from lejepa_proofs.learning.pixels.reacher import Reacher
from lejepa_proofs.learning.pixels.results import PixelResult
from lejepa_proofs.learning.pixels.worlds import World
from lejepa_proofs.report.planning_figures import film_strip, save


def draw(results: Sequence[PixelResult], path: Path) -> None:
    """One straight plan in every code, decoded by retrieval: the oracle first, then each world.

    Of runs that differ in their seed alone the first is shown.

    Raises :class:`~lejepa_proofs.errors.LejepaError` where nothing can draw, ``ValueError``
    without results.
    """
    if not results:
        raise ValueError("no pixel runs to draw; run `lejepa-proofs pixels` first")
    first = results[0]
    rows = [("oracle\n(true angles)", first.oracle_film, first.config.spread)]
    shown: set[tuple[World, float]] = set()
    for each in results:
        world = each.config.frames.world
        if (world, each.config.spread) in shown:
            continue
        shown.add((world, each.config.spread))
        trained_on = (
            f"OU encoder, ρ = {world.rho:g}" if world.kind == "ou" else "trajectory encoder"
        )
        rows.append((f"{trained_on}\nR² {each.common.turned:.2f}", each.film, each.config.spread))
    with Reacher() as reacher:
        strips = [(name, reacher.frames(spread * np.array(film))) for name, film, spread in rows]
    save(film_strip(strips), path)
