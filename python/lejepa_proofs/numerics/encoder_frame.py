"""The affine map that an encoder's residual is taken against, and how long a residual may be."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from scipy.special import gammaincc, gammaln

from lejepa_proofs.numerics.streaming import Array

LEAST_SPREAD = 4.0


def spread(pairs: int) -> float:
    """How many root mean squares of the residual its radius may have: ``√(pairs/6400)``, or 4.

    The range of the samples enters an interval by 7 (range) ln(4/α)/3n, with n = pairs/2 and, for
    δ, a range of about 4 radius². At α = 1e-9 that is a sixteenth of the mean square here; a wider
    radius would widen the interval, a narrower one would change encoders that are bad in a few
    places more than it has to. Below 102,400 pairs the radius stays at 4 root mean squares.
    """
    return max(LEAST_SPREAD, math.sqrt(pairs / 6400))


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


def frame(z: Array, h: Array, pairs: int = 0) -> Frame:
    """Least squares of ``h`` on ``z``, the nearest orthogonal matrix, and ε's direction.

    ``pairs`` is how many will be measured, for the radius. Raises ``ValueError`` for fewer samples
    than unknowns.
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
    radius = max(min(float(lengths.max()), spread(pairs) * rms), least)
    return Frame(b, m, left @ right, u, a, k, radius)
