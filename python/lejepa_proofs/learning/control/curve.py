"""Cost of planning against R², along encoders that get worse on purpose."""

from __future__ import annotations

from typing import Literal

import numpy as np
from pydantic import Field

from lejepa_proofs.learning.config import Frozen
from lejepa_proofs.learning.control import maps
from lejepa_proofs.learning.control.score import PlanConfig, PlanScore, score

LEVELS = (1.0, 0.9999, 0.999, 0.99, 0.95, 0.9, 0.8, 0.65, 0.5, 0.35, 0.2)
"""Exact linear R² of the spirals; the first is a rotation."""


class CurveConfig(Frozen):
    """A family of encoders and how each is scored.

    Attributes
    ----------
    family:
        ``spiral``: each preserves N(0, I) and is a bijection; ``blend``: the identity mixed with
        the spiral of the last level, so that neither holds.
    levels:
        R² of the spirals, from 1 down.
    dimension:
        Of the latent, even.
    points:
        Data for R² and for retrieval.
    seed:
        Of the data, the rotation that every encoder ends with, and the draws of the score.
    """

    family: Literal["spiral", "blend"] = "spiral"
    levels: tuple[float, ...] = LEVELS
    dimension: int = Field(default=2, ge=2, multiple_of=2)
    points: int = Field(default=10_000, ge=100)
    plan: PlanConfig = PlanConfig()
    seed: int = Field(default=0, ge=0)

    def encoder(self, level: int) -> maps.Encoder:
        """The encoder at ``levels[level]``, before the rotation."""
        if self.family == "spiral":
            return maps.spiral_with_r2(self.levels[level])
        share = level / max(1, len(self.levels) - 1)
        return maps.blend(maps.spiral_with_r2(self.levels[-1]), share)


class CurvePoint(Frozen):
    """One encoder of the family: its level and its score."""

    level: float
    score: PlanScore


def curve(config: CurveConfig) -> tuple[CurvePoint, ...]:
    """The score of every encoder of the family, followed by one rotation, on the same draws."""
    data, turn = (
        np.random.default_rng(each) for each in np.random.SeedSequence(config.seed).spawn(2)
    )
    latents = data.standard_normal((config.points, config.dimension))
    rotation = maps.linear(maps.random_orthogonal(config.dimension, turn))
    return tuple(
        CurvePoint(
            level=level,
            score=score(
                maps.compose(config.encoder(i), rotation), latents, config.plan, config.seed
            ),
        )
        for i, level in enumerate(config.levels)
    )
