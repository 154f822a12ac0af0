"""Theorem 3 measured on an encoder: its δ, ε and error, each with a confidence interval.

For Ornstein–Uhlenbeck pairs of known correlation r and any *fixed* affine map b + Mz, the residual
ν(z) = h(z) − b − Mz carries all that has to be estimated:

* δ(h) = L(h) − 2(1−r) tr Cov h = L(ν) − 2(1−r) tr Cov ν, because the form vanishes on affine maps
  and E[z'|z] = rz makes the cross terms cancel;
* Cov h = MMᵀ + 2 sym(M E[z νᵀ]) + Cov ν, up to means, and E‖h − b − Qz‖² =
  ‖M−Q‖_F² + E[2⟨(M−Q)z, ν⟩ + ‖ν‖²] for every Q.

So the width of the intervals is proportional to ‖ν‖, not to ‖h‖: a nearly perfect encoder is
measured as precisely as a bad one. b, M, the orthogonal Q and a direction U with ‖U‖_F = 1 come
from a sample of their own.

Samples have to be bounded, and a trained encoder is not. What is measured, estimates and intervals
alike, is the encoder b + Mz + ν with ν shortened to ``radius`` where it is longer: also a function
in L²(γ), to which the theorem applies just as well. :attr:`Measured.apart` bounds the probability
that the two differ. The radius is as wide as the number of samples allows, see
:func:`~lejepa_proofs.numerics.encoder_frame.spread`.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from lejepa_proofs.numerics.encoder_frame import (
    Frame,
    chi_tail,
    gaussian_radius,
    shorten,
)
from lejepa_proofs.numerics.estimators import Interval
from lejepa_proofs.numerics.streaming import Array, BoundedMean


@dataclass(frozen=True)
class Estimated(Interval):
    """An interval, and the estimate of what it contains."""

    estimate: float


@dataclass(frozen=True)
class Measured:
    """Intervals of one encoder; every one holds with probability ≥ 1 − ``alpha`` by itself.

    The encoder is the one with the shortened residual, for estimates and intervals alike; it is
    another one than was given with probability ``apart``.

    ``error`` is E‖h − E h − Qz‖² for the Q of the frame. ``slack`` is the bound D + (ε+D)² minus
    the error: its lower end uses the lower ends of δ and ε and the upper end of the error
    (probability ≥ 1 − 3·alpha), its upper end the opposite ones. ``recovery`` is the R² of the
    frame's linear map from h to z, ``explained`` that from z to h; ``trace`` is tr Cov h and
    ``offset`` ‖E h‖, which is ‖b‖ up to √E‖ν‖². The estimate of ε is biased upwards, as a norm is.
    """

    delta: Estimated
    epsilon: Estimated
    deficit: Estimated
    bound: Estimated
    error: Estimated
    slack: Estimated
    trace: Estimated
    recovery: Estimated
    explained: Estimated
    offset: Estimated
    apart: Estimated
    pairs: int


class Meter:
    """Streams independent quadruples: two Ornstein–Uhlenbeck pairs of correlation ``r`` each.

    Raises ``ValueError`` unless 0 < r < 1.
    """

    def __init__(self, at: Frame, r: float) -> None:
        if not 0 < r < 1:
            raise ValueError(f"correlation {r}; it lies strictly between 0 and 1")
        self.frame, self.r = at, r
        self._reach = gaussian_radius(at.n)
        self._um = (at.u + at.u.T) @ at.m / 2
        self._mq = at.m - at.q
        self._rest = np.eye(at.n) - at.a @ at.m
        self._offset = at.a @ at.b + at.k
        big = at.radius
        self._delta = BoundedMean(-(1 - r) * 4 * big**2, 4 * big**2)
        self._cov = self._quadratic(self._um, _norm(at.u))
        self._trace = self._quadratic(at.m, 1.0)
        self._error = self._quadratic(self._mq, 1.0)
        turned = _norm(at.a) * big
        reach = _norm(self._rest) * self._reach + float(np.linalg.norm(self._offset))
        self._recovery = BoundedMean(-2 * reach * turned, 2 * reach * turned + turned**2)
        self._residual = BoundedMean(0.0, big**2)
        self._largest = 4 * big * _norm(at.m) * self._reach + 2 * big**2
        self._squares = BoundedMean(0.0, self._largest**2)
        self._matrix = np.zeros((at.n, at.n))
        self._sum = np.zeros(at.n)
        self._apart = BoundedMean(0.0, 1.0)

    def _quadratic(self, cross: Array, square: float) -> BoundedMean:
        """A mean of ⟨CΔz, Δν⟩ + ½⟨SΔν, Δν⟩ with ‖C‖ and ‖S‖ = ``square``."""
        big = self.frame.radius
        reach = 4 * big * _norm(cross) * self._reach + 2 * square * big**2
        return BoundedMean(-reach, reach)

    def add(self, z: Array, h: Array, z2: Array, h2: Array) -> None:
        """Take pairs (z, z2) with their representations, shape ``(2·count, N)``.

        The first half is set against the second. Raises ``ValueError`` for an odd number.
        """
        at, half = self.frame, len(z) // 2
        if len(z) % 2:
            raise ValueError(f"{len(z)} pairs; give an even number")
        raw = (at.residual(z, h), at.residual(z2, h2))
        longer = [np.linalg.norm(v, axis=1) > at.radius * (1 + 2.0**-40) for v in raw]
        # the members of a pair are not independent, their mean is one sample
        self._apart.add((longer[0].astype(np.float64) + longer[1]) / 2)
        nu, nu2 = (shorten(v, at.radius) for v in raw)
        self._sum += nu.sum(0)
        moved = np.square(nu2 - nu).sum(1)
        apart = np.square(nu[:half] - nu[half:]).sum(1)
        apart2 = np.square(nu2[:half] - nu2[half:]).sum(1)
        self._delta.add((moved[:half] + moved[half:]) / 2 - (1 - self.r) * (apart + apart2) / 2)
        short = shorten(z, self._reach)
        dz, dnu = short[:half] - short[half:], nu[:half] - nu[half:]
        by_m = dz @ at.m.T
        self._cov.add(_dot(dz @ self._um.T, dnu) + _dot(dnu @ at.u, dnu) / 2)
        self._trace.add(_dot(by_m, dnu) + apart / 2)
        self._error.add(_dot(dz @ self._mq.T, dnu) + apart / 2)
        turned = nu @ at.a.T
        linear = 2 * _dot(self._offset - short @ self._rest.T, turned)
        recovery, residual = linear + np.square(turned).sum(1), np.square(nu).sum(1)
        self._recovery.add((recovery[:half] + recovery[half:]) / 2)
        self._residual.add((residual[:half] + residual[half:]) / 2)
        # ½(MΔz Δνᵀ + Δν ΔzᵀMᵀ) + ½ΔνΔνᵀ, of norm at most ‖Δν‖(‖MΔz‖ + ½‖Δν‖)
        lengths = np.sqrt(apart)
        self._squares.add(np.square(lengths * (np.linalg.norm(by_m, axis=1) + lengths / 2)))
        crossed = dnu.T @ by_m / 2
        self._matrix += crossed + crossed.T + dnu.T @ dnu / 2

    def _shifted(self, mean: BoundedMean, alpha: float, cross: Array, shift: float) -> Estimated:
        """``shift`` + the interval, widened by what shortening z leaves out of the cross term."""
        found = mean.interval(alpha)
        bias = 4 * self.frame.radius * _norm(cross) * chi_tail(self.frame.n, self._reach)
        lower = math.nextafter(found.lower + shift - bias, -math.inf)
        upper = math.nextafter(found.upper + shift + bias, math.inf)
        return Estimated(lower, upper, alpha, found.n, mean.mean + shift)

    def measured(self, alpha: float) -> Measured:
        """The intervals, each at level ``alpha``."""
        at = self.frame
        delta = _nonnegative(_estimated(self._delta, alpha))  # by the gap inequality
        epsilon = self._epsilon(alpha)
        trace = self._shifted(self._trace, alpha, at.m, _square(at.m))
        error = self._shifted(self._error, alpha, self._mq, _square(self._mq))
        factor = 2 * self.r * (1 - self.r)
        deficit = Estimated(
            delta.lower / factor, delta.upper / factor, alpha, delta.n, delta.estimate / factor
        )
        low, high, middle = (
            d + (e + d) ** 2
            for d, e in (
                (deficit.lower, epsilon.lower),
                (deficit.upper, epsilon.upper),
                (deficit.estimate, epsilon.estimate),
            )
        )
        missed = _nonnegative(
            self._shifted(
                self._recovery,
                alpha,
                self._rest * _norm(at.a),
                _square(self._rest) + _square(self._offset),
            )
        )
        residual = _nonnegative(_estimated(self._residual, alpha))
        return Measured(
            delta=delta,
            epsilon=epsilon,
            deficit=deficit,
            bound=Estimated(low, high, 2 * alpha, delta.n, middle),
            error=error,
            slack=Estimated(
                low - error.upper,
                high - error.lower,
                3 * alpha,
                delta.n,
                middle - error.estimate,
            ),
            trace=trace,
            recovery=Estimated(
                1 - missed.upper / at.n,
                1 - missed.lower / at.n,
                alpha,
                missed.n,
                1 - missed.estimate / at.n,
            ),
            explained=_explained(residual, trace, alpha),
            offset=self._centre(residual, alpha),
            apart=_estimated(self._apart, alpha),
            pairs=2 * delta.n,
        )

    def _centre(self, residual: Interval, alpha: float) -> Estimated:
        """‖E h‖ = ‖b + E ν‖."""
        at = self.frame
        distance, drift = float(np.linalg.norm(at.b)), math.sqrt(residual.upper)
        return Estimated(
            max(0.0, math.nextafter(distance - drift, -math.inf)),
            math.nextafter(distance + drift, math.inf),
            alpha,
            residual.n,
            float(np.linalg.norm(at.b + self._sum / (2 * residual.n))),
        )

    def _epsilon(self, alpha: float) -> Estimated:
        """‖Cov h − I‖_F, from below by its component along the frame's direction."""
        at = self.frame
        defect = at.m @ at.m.T - np.eye(at.n)
        along = self._shifted(self._cov, alpha, self._um, float((defect * at.u).sum()))
        return Estimated(
            max(along.lower, 0.0),
            self._epsilon_above(alpha, defect),
            alpha,
            along.n,
            float(np.linalg.norm(defect + self._matrix / self._squares.n)),
        )

    def _epsilon_above(self, alpha: float, defect: Array) -> float:
        """Smale and Zhou's bound for a mean in a Hilbert space, half of ``alpha`` for E‖Y‖².

        ‖mean − E Y‖ ≤ 2G ln(2/α)/n + √(2 E‖Y‖² ln(2/α)/n) for samples ‖Y‖ ≤ G.
        """
        at, count, log = self.frame, self._squares.n, math.log(4 / alpha)
        second = self._squares.interval(alpha / 2).upper
        radius = 2 * self._largest * log / count + math.sqrt(2 * second * log / count)
        bias = 4 * at.radius * _norm(at.m) * chi_tail(at.n, self._reach)
        return float(np.linalg.norm(defect + self._matrix / count)) + radius + bias


def _estimated(mean: BoundedMean, alpha: float) -> Estimated:
    found = mean.interval(alpha)
    return Estimated(found.lower, found.upper, alpha, found.n, mean.mean)


def _nonnegative(found: Estimated) -> Estimated:
    lower, upper, estimate = (max(x, 0.0) for x in (found.lower, found.upper, found.estimate))
    return Estimated(lower, upper, found.alpha, found.n, estimate)


def _explained(residual: Estimated, trace: Estimated, alpha: float) -> Estimated:
    """``1 − E‖ν‖²/tr Cov h``, from intervals of both."""
    return Estimated(
        1 - residual.upper / trace.lower if trace.lower > 0 else -math.inf,
        1 - residual.lower / trace.upper,
        2 * alpha,
        residual.n,
        1 - residual.estimate / trace.estimate if trace.estimate > 0 else -math.inf,
    )


def _norm(a: Array) -> float:
    return float(np.linalg.norm(a, 2))


def _square(a: Array) -> float:
    return float(np.square(a).sum())


def _dot(a: Array, b: Array) -> Array:
    result: Array = (a * b).sum(1)
    return result
