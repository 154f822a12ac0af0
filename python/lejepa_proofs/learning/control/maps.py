"""Encoders as plain functions, and families of them that get worse by a parameter.

An encoder maps latents of shape ``(..., n)`` to codes of shape ``(..., k)``. The families start
at the identity: the *spiral* stays a bijection that preserves N(0, I), so that no regulariser of
the code's distribution can see it, and only the alignment loss and R² do; the *blend* leaves that
class.
"""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]
Encoder = Callable[[Array], Array]


def identity(z: Array) -> Array:
    """The true latent itself."""
    return z


def linear(matrix: Array) -> Encoder:
    """``z ↦ M z`` for ``M`` of shape ``(k, n)``."""

    def encode(z: Array) -> Array:
        return z @ matrix.T

    return encode


def compose(*encoders: Encoder) -> Encoder:
    """The encoders applied from left to right."""

    def encode(z: Array) -> Array:
        for each in encoders:
            z = each(z)
        return z

    return encode


def remembered(encode: Encoder) -> Encoder:
    """``encode`` with every answer kept: planners ask for the codes of the same states again."""
    known: dict[bytes, Array] = {}

    def encoder(z: Array) -> Array:
        key = repr(z.shape).encode() + np.ascontiguousarray(z).tobytes()
        if key not in known:
            known[key] = encode(z)
        return known[key]

    return encoder


def blend(other: Encoder, share: float) -> Encoder:
    """``z ↦ (1 − share)·z + share·other(z)``: in general neither injective nor γ-preserving."""

    def encode(z: Array) -> Array:
        return (1 - share) * z + share * other(z)

    return encode


def random_orthogonal(n: int, rng: np.random.Generator) -> Array:
    """A draw from the Haar measure of O(n), reflections included; shape ``(n, n)``."""
    q, r = np.linalg.qr(rng.standard_normal((n, n)))
    return np.asarray(q * np.sign(np.diag(r)))


def spiral(strength: float) -> Encoder:
    """``z ↦ e^{ic‖z‖²} z`` on each pair of coordinates, ``c = strength``; preserves N(0, I).

    Its exact moments are in :mod:`lejepa_proofs.numerics.spirals`. The encoder raises
    ``ValueError`` for an odd number of coordinates.
    """

    def encode(z: Array) -> Array:
        n = z.shape[-1]
        if n % 2:
            raise ValueError(f"a spiral turns pairs of coordinates, and there are {n}")
        x, y = z[..., 0::2], z[..., 1::2]
        angle = strength * (x * x + y * y)
        cosine, sine = np.cos(angle), np.sin(angle)
        turned = np.empty_like(z)
        turned[..., 0::2] = cosine * x - sine * y
        turned[..., 1::2] = sine * x + cosine * y
        return turned

    return encode


def spiral_r2(strength: float) -> float:
    """R² of the best linear map from the spiral's code to z: ``(1 + 4c²)^{−2}``.

    Code and latent both have covariance I, so R² is ``‖E h zᵀ‖_F²/n``, and
    ``E e^{ic|z|²}|z|² = 2/(1 − 2ic)²`` on each pair.
    """
    return (1 + 4 * strength * strength) ** -2


def spiral_with_r2(r2: float) -> Encoder:
    """The spiral whose linear R² is ``r2``; raises ``ValueError`` unless 0 < r2 ≤ 1."""
    if not 0 < r2 <= 1:
        raise ValueError(f"R² = {r2}; a spiral has one in (0, 1]")
    return spiral(math.sqrt(1 / math.sqrt(r2) - 1) / 2)


def linear_r2(codes: Array, latents: Array, *, split: int | None = None) -> float:
    """Held-out R² of the least-squares affine map from codes ``(m, k)`` to latents ``(m, n)``.

    Fitted on the first ``split`` rows (half of them by default) and scored on the rest,
    ``1 − Σ‖z − ẑ‖²/Σ‖z − z̄‖²`` with the mean z̄ of the scored rows, over all coordinates
    together. Raises ``ValueError`` when either part has too few rows.
    """
    m = len(codes)
    cut = m // 2 if split is None else split
    if cut <= codes.shape[1] or m - cut < 2:
        raise ValueError(f"{m} points split at {cut} are too few for {codes.shape[1]} regressors")
    design = np.column_stack((codes, np.ones(m)))
    fitted = np.linalg.lstsq(design[:cut], latents[:cut], rcond=None)[0]
    held = latents[cut:]
    residual = held - design[cut:] @ fitted
    return float(1 - np.square(residual).sum() / np.square(held - held.mean(0)).sum())
