"""Means of bounded samples that arrive in chunks, with an empirical-Bernstein interval."""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np
import numpy.typing as npt

from lejepa_proofs.numerics.estimators import Interval, empirical_bernstein_radius
from lejepa_proofs.numerics.verdict import float_up

Array = npt.NDArray[np.float64]


class BoundedMean:
    """The mean of independent samples in ``[low, high]``, known before the samples are seen.

    Raises ``ValueError`` for an empty range, and in :meth:`add` for a sample outside it or not a
    number.
    """

    def __init__(self, low: float, high: float) -> None:
        if not low < high:
            raise ValueError(f"range [{low}, {high}]; its ends must increase")
        self.low, self.high = low, high
        self.n = 0
        self._chunks = 0
        self._total = 0.0
        self._squares = 0.0

    def add(self, samples: Array) -> None:
        """Take a chunk of samples, any shape.

        A sample may pass an end by the rounding of its own computation, 2⁻⁴⁰ of the range; the
        interval is widened by as much.
        """
        slack = 2.0**-40 * (self.high - self.low)
        lowest, highest = float(samples.min()), float(samples.max())
        if not (lowest >= self.low - slack and highest <= self.high + slack):
            raise ValueError(f"samples in [{lowest}, {highest}] outside [{self.low}, {self.high}]")
        # about the middle, where squares are smallest against the range
        centred = samples - (self.low + self.high) / 2
        self.n += samples.size
        self._chunks += 1
        self._total += float(centred.sum())
        self._squares += float(np.square(centred).sum())

    @property
    def mean(self) -> float:
        """The sample mean."""
        return self._total / self.n + (self.low + self.high) / 2

    def interval(self, alpha: float) -> Interval:
        """Maurer and Pontil's interval, widened by the rounding of the sums.

        Raises ``ValueError`` for α ∉ (0,1) or fewer than two samples.
        """
        width = self.high - self.low
        centre = self._total / self.n
        variance = max(self._squares / self.n - centre * centre, 0.0) * self.n / (self.n - 1)
        # pairwise sums within a chunk, one addition a chunk; terms are at most width/2
        rounding = width * (2.0**-52 * (self._chunks + 64 + math.log2(self.n)) + 2.0**-40)
        unit = (variance + rounding * width) / width**2
        radius = width * float_up(empirical_bernstein_radius(Fraction(unit), self.n, alpha))
        reach = math.nextafter(radius + rounding, math.inf)
        return Interval(
            max(self.low, self.mean - reach), min(self.high, self.mean + reach), alpha, self.n
        )
