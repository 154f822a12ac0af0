"""Straight-line plans in a code, decoded by retrieval, and how far they wander in the latent.

The plan from start to goal is the segment between their codes. Each waypoint is decoded to the
latent of the data point whose code is nearest. The score is the length of the decoded path over
the chord ``‖goal − start‖``: 1 is ideal, and retrieval from m points keeps even the true latent
above it, which is why every result prints the score of the identity beside its own.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from lejepa_proofs.learning.control.maps import Array

Indices = npt.NDArray[np.intp]


def straight_plans(codes: Array, pairs: Indices, waypoints: int) -> Indices:
    """Rows of the data that decode the straight plans, shape ``(K, waypoints)``.

    ``codes`` has shape ``(m, k)``, ``pairs`` shape ``(K, 2)`` with the rows of start and goal,
    which are the first and the last of each plan. Raises ``ValueError`` for fewer than two
    waypoints.
    """
    if waypoints < 2:
        raise ValueError(f"{waypoints} waypoints; a plan has a start and a goal")
    from scipy.spatial import KDTree  # here: half a second, which no command but planning needs

    share = np.linspace(0, 1, waypoints)[None, :, None]
    start, goal = codes[pairs[:, 0], None], codes[pairs[:, 1], None]
    _, rows = KDTree(codes).query((1 - share) * start + share * goal)
    plans = np.asarray(rows, dtype=np.intp)
    plans[:, 0], plans[:, -1] = pairs[:, 0], pairs[:, 1]
    return plans


def path_over_chord(paths: Array) -> Array:
    """``Σ_t ‖z_{t+1} − z_t‖ / ‖z_T − z_0‖`` of paths ``(..., T + 1, n)``; shape ``(...)``.

    Raises ``ValueError`` when a path ends where it starts.
    """
    length = np.linalg.norm(np.diff(paths, axis=-2), axis=-1).sum(-1)
    chord = np.linalg.norm(paths[..., -1, :] - paths[..., 0, :], axis=-1)
    if not np.all(chord > 0):
        raise ValueError("start and goal coincide; draw pairs of different points")
    return np.asarray(length / chord)


def random_pairs(latents: Array, count: int, rng: np.random.Generator) -> Indices:
    """``count`` pairs of rows with different latents, shape ``(count, 2)``.

    Raises ``ValueError`` when all latents are equal.
    """
    if len(latents) < 2 or not np.ptp(latents, axis=0).any():
        raise ValueError("start–goal pairs need at least two different points")
    found = np.empty((0, 2), dtype=np.intp)
    while len(found) < count:
        drawn = rng.integers(len(latents), size=(count, 2))
        apart = np.any(latents[drawn[:, 0]] != latents[drawn[:, 1]], axis=1)
        found = np.concatenate((found, drawn[apart]))
    return found[:count]


@dataclass(frozen=True)
class StraightLines:
    """What straight plans in a code cost: one ratio and one plan for each pair.

    ``ratios`` has shape ``(K,)``, ``plans`` shape ``(K, waypoints)``.
    """

    ratios: Array
    plans: Indices


def straight_lines(codes: Array, latents: Array, pairs: Indices, waypoints: int) -> StraightLines:
    """Straight plans in ``codes`` ``(m, k)``, measured in ``latents`` ``(m, n)``."""
    plans = straight_plans(codes, pairs, waypoints)
    return StraightLines(path_over_chord(latents[plans]), plans)
