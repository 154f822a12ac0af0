"""What the camera sees, and which pairs of frames are neighbours.

* :class:`AngleWorld`: the angles are ``spread · z`` with ``(z, z')`` a Gaussian OU pair. The latent
  satisfies the hypotheses of Theorem 1 as long as frames determine it, that is while no angle
  leaves [−π, π): :meth:`AngleWorld.wraps` says how often one does.
* :class:`ReachingWorld`: frames a fixed lag apart on runs of a controller of our own. The published
  trajectories are not available. Neither stationary Gaussian nor Markov in the angles: no theorem
  here applies to it.
"""

from __future__ import annotations

import hashlib
import math
from typing import Annotated, Literal, NamedTuple

import numpy as np
import numpy.typing as npt
from pydantic import Field

from lejepa_proofs.learning.config import Frozen
from lejepa_proofs.learning.control.maps import Array
from lejepa_proofs.learning.pixels.reacher import STEP, Reacher

Indices = npt.NDArray[np.int64]


class Drawn(NamedTuple):
    """Angles to draw, shape ``(F, 2)``, and the neighbours among them, shape ``(pairs, 2)``."""

    angles: Array
    pairs: Indices


class AngleWorld(Frozen):
    """Independent OU pairs of joint angles.

    ``rho`` is the correlation of a pair, ``spread`` the radians that one unit of latent turns.
    """

    kind: Literal["ou"] = "ou"
    rho: float = Field(gt=0, lt=1)
    spread: float = Field(default=1.0, gt=0)

    @property
    def name(self) -> str:
        """For files and tables."""
        return f"ou-{self.rho:g}"

    def wraps(self) -> float:
        """``P(some |θ_j| > π)``, the probability that a frame does not determine its latent."""
        inside = math.erf(math.pi / (self.spread * math.sqrt(2)))
        return 1 - inside**2

    def draw(self, pairs: int, rng: np.random.Generator, reacher: Reacher | None) -> Drawn:
        """``pairs`` pairs of frames, none shared."""
        del reacher
        z = rng.standard_normal((pairs, 2))
        eta = rng.standard_normal((pairs, 2))
        after = self.rho * z + math.sqrt(1 - self.rho**2) * eta
        angles = self.spread * np.stack((z, after), 1).reshape(-1, 2)
        return Drawn(angles, np.arange(2 * pairs).reshape(-1, 2))


class ReachingWorld(Frozen):
    """Frames ``lag`` apart on runs of the reaching controller.

    ``hold`` is the number of frames between new targets, ``length`` that of frames in a run.
    """

    kind: Literal["reaching"] = "reaching"
    lag: int = Field(default=1, ge=1)
    hold: int = Field(default=25, ge=1)
    length: int = Field(default=101, ge=2)

    @property
    def name(self) -> str:
        """For files and tables."""
        return f"reaching-{self.lag}"

    def seconds(self) -> float:
        """The time between the frames of a pair."""
        return self.lag * STEP

    def draw(self, pairs: int, rng: np.random.Generator, reacher: Reacher | None) -> Drawn:
        """Whole runs, the last one cut when ``pairs`` is reached.

        Raises ``ValueError`` without a reacher, or when a run is too short for the lag.
        """
        if reacher is None:
            raise ValueError("runs of the controller need the arm's dynamics; pass a Reacher")
        each = self.length - self.lag
        if each < 1:
            raise ValueError(f"a run of {self.length} frames has no pair {self.lag} apart")
        runs = -(-pairs // each)
        angles = np.concatenate([reacher.reach(self.length, self.hold, rng) for _ in range(runs)])
        first = np.arange(runs)[:, None] * self.length + np.arange(each)
        found = np.stack((first, first + self.lag), -1).reshape(-1, 2)[:pairs]
        used = int(found.max()) + 1
        return Drawn(angles[:used], found)


World = Annotated[AngleWorld | ReachingWorld, Field(discriminator="kind")]


class RenderConfig(Frozen):
    """One set of frames: a pure function of this, the driver and MuJoCo's version.

    ``pairs`` pairs in shards of ``shard`` pairs, ``size`` pixels a side.
    """

    world: World
    pairs: int = Field(ge=1)
    shard: int = Field(default=500, ge=1)
    size: int = Field(default=64, ge=8, le=256)
    seed: int = Field(default=0, ge=0)

    @property
    def shards(self) -> int:
        """How many files."""
        return -(-self.pairs // self.shard)

    def digest(self) -> str:
        """Twelve hexadecimal digits that name the set."""
        return hashlib.sha256(self.model_dump_json().encode()).hexdigest()[:12]

    @property
    def folder(self) -> str:
        """The name of the set's folder in a cache."""
        return f"{self.world.name}-{self.digest()}"

    def draw(self, index: int, reacher: Reacher | None) -> Drawn:
        """Angles and pairs of shard ``index``, whatever was drawn before."""
        count = min(self.shard, self.pairs - index * self.shard)
        key = np.random.SeedSequence(entropy=self.seed, spawn_key=(index,))
        return self.world.draw(count, np.random.default_rng(key), reacher)
