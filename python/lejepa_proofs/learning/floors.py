"""What the losses of a perfect encoder are on a finite batch: floors to read the losses against.

A batch is B pairs of correlation r, so 2B samples that are not independent. Formulas: the claim
``correction-view-floor``, with the covariance's mean estimated here.
"""

from __future__ import annotations

import math

from lejepa_proofs.learning.config import ObjectiveConfig, RunConfig


def alignment_floor(dimension: int, r: float) -> float:
    """``2(1−r)N``."""
    return 2 * (1 - r) * dimension


def whitening_floor(dimension: int, pairs: int, r: float) -> float:
    """``E mean_jk (Ĉ − I)²_jk`` for Gaussian samples, Ĉ with divisor 2B − 1.

    With H the centring over 2B − 1 and K the correlation of the samples it is
    ``[N(N+1) tr (HK)² + N (tr HK − 1)²]/N²``; K is 1+r on B − 1 centred directions, 1−r on B.
    """
    degrees = 2 * pairs - 1
    trace = ((1 + r) * (pairs - 1) + (1 - r) * pairs) / degrees
    square = ((1 + r) ** 2 * (pairs - 1) + (1 - r) ** 2 * pairs) / degrees**2
    return ((dimension + 1) * square + (trace - 1) ** 2) / dimension


def sigreg_floor(objective: ObjectiveConfig, r: float) -> float:
    """``Σ_k w_k (1 − e^{−t_k²} + e^{−t_k²(1−r)} − e^{−t_k²})``, whatever the dimension."""
    last = objective.knots - 1
    step = objective.upper / last
    total = 0.0
    for k in range(objective.knots):
        square = (k * step) ** 2
        weight = step * math.exp(-square / 2) * (1 if k in (0, last) else 2)
        total += weight * (1 - 2 * math.exp(-square) + math.exp(-square * (1 - r)))
    return total


def loss_floor(config: RunConfig) -> float | None:
    """The expected loss of a perfect encoder of a Gaussian world, where there is a formula."""
    objective, r = config.objective, config.world.correlation
    if objective.kind == "infonce" or not config.world.gaussian:
        return None
    if objective.kind == "sigreg":
        regulariser = sigreg_floor(objective, r)
    else:
        regulariser = whitening_floor(config.dimension, config.batch, r)
    invariant = alignment_floor(config.dimension, r) / (4 * config.dimension)
    return objective.weight * regulariser + (1 - objective.weight) * invariant
