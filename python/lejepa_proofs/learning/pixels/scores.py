"""From a trained encoder of frames to its result: identifiability, planning, a film."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from lejepa_proofs.learning.config import Frozen
from lejepa_proofs.learning.control.maps import Array, Encoder, identity, linear_r2, remembered
from lejepa_proofs.learning.control.score import PlanConfig, PlanScore, score
from lejepa_proofs.learning.control.straight import random_pairs, straight_plans
from lejepa_proofs.learning.pixels.cache import FrameSet
from lejepa_proofs.learning.pixels.reacher import Frames, Reacher, wrapped

FrameEncoder = Callable[[Frames], Array]

FILM = 9
"""Pictures in a strip."""
CHORD = 2.0
"""A film's start and goal are at least this far apart, in units of the latent."""


class Identifiability(Frozen):
    """Held-out R² of affine maps from the code, all coordinates together.

    Attributes
    ----------
    turned:
        To the joint angles as they were turned, whole turns included; for OU angles this is the
        R² of the latent, and at most the ceiling of
        :func:`~lejepa_proofs.learning.pixels.hypotheses.wrapped_ceiling`.
    angles:
        To the joint angles in [−π, π).
    circle:
        To their cosines and sines, which do not jump where an angle wraps.
    frames:
        How many frames; half are fitted, half scored.
    """

    turned: float
    angles: float
    circle: float
    frames: int


def _independent(found: FrameSet) -> tuple[Frames, Array]:
    """The first frame of each pair: those of OU angles are then independent."""
    rows = found.pairs[:, 0]
    return found.frames[rows], found.angles[rows]


def identifiability(encode: FrameEncoder, found: FrameSet) -> Identifiability:
    """R² on a held-out set of frames."""
    frames, angles = _independent(found)
    seen = encode(frames)
    order = np.random.default_rng(0).permutation(len(seen))  # runs would split in time
    seen, angles = seen[order], angles[order]
    circle = np.column_stack((np.cos(angles), np.sin(angles)))
    return Identifiability(
        turned=linear_r2(seen, angles),
        angles=linear_r2(seen, wrapped(angles)),
        circle=linear_r2(seen, circle),
        frames=len(seen),
    )


def of_latents(encode: FrameEncoder, reacher: Reacher, spread: float) -> Encoder:
    """The encoder as a function of the latent: turn the joints, draw, encode.

    Latents that were drawn before are remembered, for planners ask for the same states again.
    """

    def encoder(z: Array) -> Array:
        drawn = encode(reacher.frames(spread * z.reshape(-1, 2)))
        return np.asarray(drawn.reshape(*z.shape[:-1], -1))

    return remembered(encoder)


def planning(encoder: Encoder, latents: Array, plan: PlanConfig, seed: int) -> PlanScore:
    """Score the code for planning, in units of the latent; see :func:`.control.score.score`."""
    return score(encoder, latents, plan, seed)


def film(encoder: Encoder, latents: Array, seed: int) -> Array:
    """Latents along one straight plan in the code, ``(FILM, 2)``.

    Start and goal are the first of 200 drawn pairs that are :data:`CHORD` apart (the farthest
    pair, if none is), the same for every encoder.
    """
    pairs = random_pairs(latents, 200, np.random.default_rng(seed))
    apart = np.linalg.norm(latents[pairs[:, 0]] - latents[pairs[:, 1]], axis=1)
    far = np.flatnonzero(apart >= CHORD)
    chosen = int(far[0]) if len(far) else int(apart.argmax())
    (rows,) = straight_plans(encoder(latents), pairs[chosen : chosen + 1], FILM)
    return np.asarray(latents[rows])


def oracle_film(latents: Array, seed: int) -> Array:
    """The same film with the true latent for a code."""
    return film(identity, latents, seed)
