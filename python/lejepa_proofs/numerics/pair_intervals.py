"""Intervals that need no law of the latents: bounded statistics of an encoder, from its samples.

A residual or a representation is shortened to a radius chosen on other samples; of a nonnegative
quantity that gives a lower bound, and of an encoder another encoder.
"""

from __future__ import annotations

import math

import numpy as np

from lejepa_proofs.numerics.encoder_frame import regression, shorten
from lejepa_proofs.numerics.estimators import Interval
from lejepa_proofs.numerics.streaming import Array, BoundedMean

CAP = 16.0
"""A squared residual is cut at so many times the mean of those the map was fitted to."""


class HeldOutR2:
    """R² of the least-squares map from ``x`` to latents of unit variance, on fresh samples.

    1 − E‖z − ẑ‖²/N for the map fitted here. :meth:`interval` is one-sided: squared residuals are
    cut at a cap, so their mean is bounded from below and R² from above; its lower end is −∞.
    """

    def __init__(self, x: Array, z: Array) -> None:
        self._offset, self._map = regression(x, z)
        squares = self._squares(x, z)
        self._cut = BoundedMean(0.0, max(CAP * float(squares.mean()), np.finfo(float).eps))
        self._total, self._count = 0.0, 0

    def _squares(self, x: Array, z: Array) -> Array:
        result: Array = np.square(z - self._offset - x @ self._map.T).mean(1)
        return result

    def add(self, x: Array, z: Array) -> None:
        """Take fresh samples, shapes ``(count, ·)`` and ``(count, N)``."""
        squares = self._squares(x, z)
        self._total += float(squares.sum())
        self._count += len(squares)
        self._cut.add(np.minimum(squares, self._cut.high))

    @property
    def estimate(self) -> float:
        """R² without any cut."""
        return 1 - self._total / self._count

    def interval(self, alpha: float) -> Interval:
        """(−∞, upper]: R² is at most ``upper`` with probability ≥ 1 − α."""
        found = self._cut.interval(alpha)
        return Interval(-math.inf, 1 - found.lower, alpha, found.n)


class SignedGap:
    """L(f) − 2(1−r) tr Cov f of a whitened encoder f, for pairs of latents of correlation r.

    Zero for every affine encoder; never negative in a Gaussian world; negative when f correlates
    more than any linear encoder does. f = A(h − b), A and b from the samples given here, shortened
    to three times its root mean square length.
    """

    def __init__(self, h: Array, r: float) -> None:
        self.r = r
        self._b = h.mean(0)
        values, vectors = np.linalg.eigh(np.cov(h, rowvar=False).reshape(h.shape[1], -1))
        floor = max(float(values.max()), 0.0) * np.finfo(float).eps * h.shape[1]
        self._whiten = vectors / np.sqrt(np.maximum(values, max(floor, np.finfo(float).tiny)))
        self.radius = 3 * math.sqrt(h.shape[1])
        self._mean = BoundedMean(-(1 - r) * 4 * self.radius**2, 4 * self.radius**2)

    def add(self, h: Array, h2: Array) -> None:
        """Take fresh pairs; an even number of them."""
        f, f2 = (shorten((x - self._b) @ self._whiten, self.radius) for x in (h, h2))
        half = len(f) // 2
        moved = np.square(f2 - f).sum(1)
        apart = sum(np.square(x[:half] - x[half:]).sum(1) for x in (f, f2))
        self._mean.add((moved[:half] + moved[half:]) / 2 - (1 - self.r) * apart / 2)

    def interval(self, alpha: float) -> Interval:
        """The gap, level α."""
        return self._mean.interval(alpha)
