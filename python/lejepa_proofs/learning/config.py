"""Frozen descriptions of training runs; a run is named by the hash of its description.

Nothing here needs torch: results are read and claims are checked without it.
"""

from __future__ import annotations

import json
import math
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from lejepa_proofs.learning import documents

Experiment = Literal["2d", "scaling", "gennorm", "grid"]


class Frozen(BaseModel):
    """Immutable, and no field that is not declared."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class WorldConfig(Frozen):
    """A law of pairs of latents, all coordinates independent, of mean 0 and variance 1.

    Attributes
    ----------
    kind:
        ``gaussian``: z' = ρz + sη, the Ornstein–Uhlenbeck pair. ``laplace``: z' = ρz + η, where η
        is 0 with probability ρ², else Laplace: the stationary AR(1) pair. ``gennorm``: F⁻¹(Φ(·))
        of the coordinates of an Ornstein–Uhlenbeck pair, F the generalised normal law of shape α:
        stationary and reversible for every α, with a nonlinear drift unless α = 2.
        ``gennorm-published``: z' = ρz + sη with η of the law of z: *not* stationary unless α = 2.
    rho:
        ρ, with s = √(1−ρ²).
    pair:
        ``one-sided``: (z, z'). ``two-views``: (z', z''), two draws from a common z, as published.
    alpha:
        The shape of a generalised normal law, ``None`` for the other kinds.
    """

    kind: Literal["gaussian", "laplace", "gennorm", "gennorm-published"] = "gaussian"
    rho: float = Field(gt=0, lt=1)
    pair: Literal["one-sided", "two-views"] = "two-views"
    alpha: float | None = Field(default=None, gt=0)

    @model_validator(mode="after")
    def _shape_where_it_belongs(self) -> WorldConfig:
        if self.kind.startswith("gennorm") != (self.alpha is not None):
            raise ValueError(f"world {self.kind!r} with alpha = {self.alpha}")
        return self

    @property
    def correlation(self) -> float:
        """Correlation of the pair: ρ one-sided, ρ² for two views of a common z.

        For ``gennorm`` it is that of the Ornstein–Uhlenbeck pair behind the latents.
        """
        return self.rho if self.pair == "one-sided" else self.rho**2

    @property
    def stationary(self) -> bool:
        """Whether both members of the pair have the law of z."""
        return self.kind != "gennorm-published" or self.alpha == 2

    @property
    def gaussian(self) -> bool:
        """Whether the pair is the Ornstein–Uhlenbeck pair of the theorems."""
        return self.kind == "gaussian" or self.alpha == 2


class MixingConfig(Frozen):
    """How latents become observations; ``layers`` is for ``coupling`` only."""

    kind: Literal["identity", "spiral", "parabola", "sine", "coupling"]
    layers: int = Field(default=4, ge=1)


class EncoderConfig(Frozen):
    """``mlp``: ``depth`` hidden layers of ``width``, GELU. ``coupling``: the inverse of a coupling
    mixing of ``layers`` layers, ``b −= tanh(a W)`` with free W, or with ``hidden`` > 0 the larger
    family ``b −= tanh(a W + c) V`` with that many hidden units, which contains it."""

    kind: Literal["mlp", "coupling"]
    width: int = Field(default=256, ge=1)
    depth: int = Field(default=4, ge=1)
    layers: int = Field(default=4, ge=1)
    hidden: int = Field(default=0, ge=0)


class ObjectiveConfig(Frozen):
    """``sigreg`` and ``vicreg``: ``weight``·regulariser + (1−``weight``)·invariance, the latter
    L/4N as in LeJEPA's code; ``infonce``: the Gaussian kernel of width ``sigma``, no weight."""

    kind: Literal["sigreg", "vicreg", "infonce"]
    weight: float = Field(default=0.5, ge=0, le=1)
    slices: int = Field(default=256, ge=1)
    knots: int = Field(default=17, ge=2)
    upper: float = Field(default=3.0, gt=0)
    sigma: float = Field(default=1.0, gt=0)


class RunConfig(Frozen):
    """Everything that a run's result depends on, besides the machine's rounding.

    ``points`` is the number of evaluation pairs for intervals; ``restarts`` trainings from
    different weights are made and the one of least final loss is kept.
    """

    experiment: Experiment
    preset: str
    dimension: int = Field(ge=1)
    world: WorldConfig
    mixing: MixingConfig
    encoder: EncoderConfig
    objective: ObjectiveConfig
    steps: int = Field(ge=2)
    batch: int = Field(default=256, ge=2)
    rate: float = Field(default=3e-3, gt=0)
    decay: float = Field(default=0.0, ge=0)
    restarts: int = Field(default=1, ge=1)
    points: int = Field(default=10_000, ge=100)
    seed: int = Field(ge=0)

    @model_validator(mode="after")
    def _fits(self) -> RunConfig:
        if self.mixing.kind in ("spiral", "parabola", "sine") and self.dimension != 2:
            raise ValueError(f"the {self.mixing.kind} mixes 2 dimensions, not {self.dimension}")
        coupled = "coupling" in (self.mixing.kind, self.encoder.kind)
        if coupled and self.dimension % 2:
            raise ValueError(f"a coupling needs an even dimension, not {self.dimension}")
        return self

    @property
    def digest(self) -> str:
        """The run's name: 16 hexadecimal digits of the SHA-256 of its canonical JSON."""
        return documents.digest(self)

    @property
    def shape(self) -> str:
        """Equal for runs that can be trained side by side in one batch of tensors."""
        kept = self.model_dump(mode="json", exclude={"seed", "points", "experiment", "preset"})
        kept["world"] = {"kind": self.world.kind, "pair": self.world.pair}
        kept["objective"].pop("weight")
        kept["objective"].pop("sigma")
        kept["mixing"]["kind"] = self.mixing.kind
        return json.dumps(kept, sort_keys=True)

    @property
    def label(self) -> str:
        """One line for people."""
        world = self.world
        shape = "" if world.alpha is None else f" α={world.alpha:g}"
        views = ", two views r=ρ²" if world.pair == "two-views" else " one-sided r=ρ"
        weight = "" if self.objective.kind == "infonce" else f" λ={self.objective.weight:g}"
        return (
            f"{self.experiment} N={self.dimension} {world.kind}{shape} ρ={world.rho:g}{views}, "
            f"{self.mixing.kind}, {self.objective.kind}{weight}, seed {self.seed}"
        )


def rate_factor(step: int, steps: int) -> float:
    """The published schedule: 1 for the first half, then half a cosine down to 0."""
    half = steps / 2
    return 1.0 if step < half else 0.5 * (1 + math.cos(math.pi * (step - half) / (steps - half)))
