"""Theorem 3 measured on an encoder: its δ, ε and error, each with a confidence interval.

For Ornstein–Uhlenbeck pairs of known correlation r and any *fixed* affine map b + Mz, the residual
ν(z) = h(z) − b − Mz carries all that has to be estimated:

* δ(h) = L(h) − 2(1−r) tr Cov h = L(ν) − 2(1−r) tr Cov ν, because the form vanishes on affine maps
  and E[z'|z] = rz makes the cross terms cancel;
* Cov h = MMᵀ + 2 sym(M E[z νᵀ]) + Cov ν, up to means, and E‖h − b − Qz‖² =
  ‖M−Q‖_F² + E[2⟨(M−Q)z, ν⟩ + ‖ν‖²] for every Q.

So the width of the intervals is proportional to ‖ν‖, not to ‖h‖: a nearly perfect encoder is
measured as precisely as a bad one. b, M, the orthogonal Q and a direction U with ‖U‖_F = 1 come
from a sample of their own. Samples have to be bounded: the encoder measured is the one whose
residual is shortened to ``radius`` where it is longer, also a function in L²(γ), to which the
theorem applies just as well; :attr:`Measured.shortened` counts how often that happened.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from scipy.special import gammaincc, gammaln

from lejepa_proofs.numerics.estimators import Interval
from lejepa_proofs.numerics.streaming import Array, BoundedMean

SPREAD = 4.0
"""The radius is at most four times the root mean square of the residuals it is chosen from."""


def chi_tail(n: int, radius: float) -> float:
    """``E[‖z‖ 1{‖z‖ > R}]`` for z ~ N(0, I_n): √2 Γ((n+1)/2, R²/2)/Γ(n/2)."""
    ratio = math.exp(float(gammaln((n + 1) / 2) - gammaln(n / 2)))
    return math.sqrt(2) * ratio * float(gammaincc((n + 1) / 2, radius * radius / 2))


def gaussian_radius(n: int) -> float:
    """``√n + 7``: beyond it lies less than e^{−24.5} of N(0, I_n)."""
    return math.sqrt(n) + 7


def shorten(v: Array, radius: float) -> Array:
    """The rows of ``v``, ``(count, N)``, shortened to length ``radius`` where they are longer."""
    length = np.linalg.norm(v, axis=-1, keepdims=True)
    result: Array = v * np.minimum(1, radius / np.maximum(length, np.finfo(float).tiny))
    return result


@dataclass(frozen=True)
class Frame:
    """What the residual is taken against; chosen on a sample that is not measured.

    ``h ≈ b + Mz`` and ``z ≈ k + Ah`` by least squares, ``q`` is the orthogonal matrix nearest to M,
    ``u`` the direction of ``Cov h − I``; b and k have shape ``(N,)``, the matrices ``(N, N)``.
    """

    b: Array
    m: Array
    q: Array
    u: Array
    a: Array
    k: Array
    radius: float

    @property
    def n(self) -> int:
        """The dimension N."""
        return len(self.m)

    def residual(self, z: Array, h: Array) -> Array:
        """``h − b − Mz``, not shortened; shape ``(count, N)``."""
        result: Array = h - self.b - z @ self.m.T
        return result


def regression(x: Array, y: Array) -> tuple[Array, Array]:
    """``y ≈ c + Bx`` by least squares: ``(c, B)``; the samples are rows."""
    design = np.column_stack((np.ones(len(x)), x))
    solution = np.asarray(np.linalg.lstsq(design, y, rcond=None)[0], dtype=np.float64)
    return solution[0], solution[1:].T


def frame(z: Array, h: Array) -> Frame:
    """Least squares of ``h`` on ``z``, the nearest orthogonal matrix, and ε's direction.

    Raises ``ValueError`` for fewer samples than unknowns.
    """
    count, n = z.shape
    if count <= n + 1 or h.shape != z.shape:
        raise ValueError(f"samples {z.shape} and {h.shape}; give two equal shapes, count > N + 1")
    (b, m), (k, a) = regression(z, h), regression(h, z)
    left, _, right = np.linalg.svd(m)
    nu = h - b - z @ m.T
    # not the sample covariance of h, which is n(n+1)/count away from Cov h even for h = z
    defect = m @ m.T - np.eye(n) + np.cov(nu, rowvar=False).reshape(n, n)
    size = float(np.linalg.norm(defect))
    u: Array = defect / size if size > 0 else np.eye(n) / math.sqrt(n)
    lengths = np.linalg.norm(nu, axis=1)
    rms = math.sqrt(float(np.mean(np.square(lengths))))
    # a residual that is rounding and nothing else still needs a range
    least = float(np.finfo(float).eps) * (1 + float(np.abs(h).max())) * n
    return Frame(b, m, left @ right, u, a, k, max(min(float(lengths.max()), SPREAD * rms), least))


@dataclass(frozen=True)
class Measured:
    """Intervals of one encoder; every one holds with probability ≥ 1 − ``alpha`` by itself.

    ``error`` is E‖h − E h − Qz‖² for the Q of the frame. ``slack`` is the bound D + (ε+D)² minus
    the error: its lower end uses the lower ends of δ and ε and the upper end of the error
    (probability ≥ 1 − 3·alpha), its upper end the opposite ones. ``recovery`` is the R² of the
    frame's linear map from h to z, ``explained`` that from z to h; ``trace`` is tr Cov h and
    ``offset`` ‖E h‖, which is ‖b‖ up to √E‖ν‖².
    """

    delta: Interval
    epsilon: Interval
    deficit: Interval
    bound: Interval
    error: Interval
    slack: Interval
    trace: Interval
    recovery: Interval
    explained: Interval
    offset: Interval
    shortened: int
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
        self._shortened = 0

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
        self._shortened += sum(
            int((np.linalg.norm(v, axis=1) > at.radius * (1 + 2.0**-40)).sum()) for v in raw
        )
        nu, nu2 = (shorten(v, at.radius) for v in raw)
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

    def _shifted(self, mean: BoundedMean, alpha: float, cross: Array, shift: float) -> Interval:
        """``shift`` + the interval, widened by what shortening z leaves out of the cross term."""
        found = mean.interval(alpha)
        bias = 4 * self.frame.radius * _norm(cross) * chi_tail(self.frame.n, self._reach)
        lower = math.nextafter(found.lower + shift - bias, -math.inf)
        return Interval(lower, math.nextafter(found.upper + shift + bias, math.inf), alpha, found.n)

    def measured(self, alpha: float) -> Measured:
        """The intervals, each at level ``alpha``."""
        at = self.frame
        # δ ≥ 0 is the gap inequality
        found = self._delta.interval(alpha)
        delta = Interval(max(found.lower, 0.0), max(found.upper, 0.0), alpha, found.n)
        defect = at.m @ at.m.T - np.eye(at.n)
        along = self._shifted(self._cov, alpha, self._um, float((defect * at.u).sum()))
        above = self._epsilon_above(alpha, defect)
        epsilon = Interval(max(along.lower, 0.0), above, alpha, along.n)
        trace = self._shifted(self._trace, alpha, at.m, _square(at.m))
        error = self._shifted(self._error, alpha, self._mq, _square(self._mq))
        factor = 2 * self.r * (1 - self.r)
        deficit = Interval(delta.lower / factor, delta.upper / factor, alpha, delta.n)
        low = deficit.lower + (epsilon.lower + deficit.lower) ** 2
        high = deficit.upper + (epsilon.upper + deficit.upper) ** 2
        missed = self._shifted(
            self._recovery,
            alpha,
            self._rest * _norm(at.a),
            _square(self._rest) + _square(self._offset),
        )
        residual = self._residual.interval(alpha)
        distance, drift = float(np.linalg.norm(at.b)), math.sqrt(max(residual.upper, 0.0))
        return Measured(
            delta=delta,
            epsilon=epsilon,
            deficit=deficit,
            bound=Interval(low, high, 2 * alpha, delta.n),
            error=error,
            slack=Interval(low - error.upper, high - error.lower, 3 * alpha, delta.n),
            trace=trace,
            recovery=Interval(
                1 - missed.upper / at.n, 1 - max(missed.lower, 0.0) / at.n, alpha, missed.n
            ),
            explained=Interval(
                1 - residual.upper / trace.lower if trace.lower > 0 else -math.inf,
                1 - residual.lower / trace.upper,
                2 * alpha,
                residual.n,
            ),
            offset=Interval(
                max(0.0, math.nextafter(distance - drift, -math.inf)),
                math.nextafter(distance + drift, math.inf),
                alpha,
                residual.n,
            ),
            shortened=self._shortened,
            pairs=2 * delta.n,
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


def _norm(a: Array) -> float:
    return float(np.linalg.norm(a, 2))


def _square(a: Array) -> float:
    return float(np.square(a).sum())


def _dot(a: Array, b: Array) -> Array:
    result: Array = (a * b).sum(1)
    return result
