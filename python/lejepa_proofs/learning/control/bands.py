"""Confidence bands by the bootstrap."""

from __future__ import annotations

import numpy as np

from lejepa_proofs.learning.config import Frozen
from lejepa_proofs.learning.control.maps import Array


class Band(Frozen):
    """A mean and its pointwise percentile-bootstrap interval at ``level``, from ``n`` values."""

    mean: float
    lower: float
    upper: float
    level: float
    n: int


def bootstrap(
    values: Array, rng: np.random.Generator, *, level: float = 0.95, resamples: int = 2000
) -> Band:
    """The mean of ``values`` ``(n,)`` with its percentile interval over ``resamples`` draws.

    The values must be independent, one for each start–goal pair. Raises ``ValueError`` for fewer
    than two values or a level outside (0, 1).
    """
    n = len(values)
    if n < 2 or not 0 < level < 1:
        raise ValueError(f"{n} values at level {level}; give two values and a level in (0, 1)")
    means = values[rng.integers(n, size=(resamples, n))].mean(1)
    lower, upper = np.quantile(means, ((1 - level) / 2, (1 + level) / 2))
    return Band(mean=float(values.mean()), lower=float(lower), upper=float(upper), level=level, n=n)
