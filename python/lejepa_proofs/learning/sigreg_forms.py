"""Other forms of SIGReg: the published formula written plainly, and the one without slices."""

from __future__ import annotations

import math

import torch
from scipy.special import roots_gegenbauer
from torch import Tensor

from lejepa_proofs.learning.sigreg import KNOTS, UPPER, knot_weights


def sigreg_eager(h: Tensor, slices: Tensor, *, knots: int = KNOTS, upper: float = UPPER) -> Tensor:
    """The published formula written plainly: every knot, sample and slice at once.

    The reference for speed and error; memory is ``knots`` times that of the projections.
    """
    t, w = knot_weights(knots, upper, dtype=h.dtype, device=h.device)
    angles = (h @ slices)[..., None] * t
    error = (angles.cos().mean(0) - torch.exp(-t * t / 2)).square() + angles.sin().mean(0).square()
    return h.shape[0] * (error @ w).mean()


def sphere_cosine(r: Tensor, dimension: int, *, nodes: int = 64) -> Tensor:
    """``E cos⟨a, d⟩`` for ``a`` uniform on the sphere of ℝᴺ and ``‖d‖ = r``, elementwise.

    This is ₀F₁(; N/2; −r²/4), by Gauss–Gegenbauer quadrature: exact to rounding while ``r`` is
    below ``nodes``. Raises ``ValueError`` for a dimension below 1.
    """
    if dimension < 1:
        raise ValueError(f"dimension {dimension}; give a positive one")
    if dimension == 1:
        return r.cos()
    if dimension == 2:
        k = torch.arange(nodes, dtype=torch.float64)
        u = torch.cos((2 * k + 1) * math.pi / (2 * nodes))
        weights = torch.full_like(u, 1 / nodes)
    else:
        points, values = roots_gegenbauer(nodes, dimension / 2 - 1)
        u = torch.from_numpy(points)
        weights = torch.from_numpy(values / values.sum())
    u, weights = u.to(r), weights.to(r)
    result: Tensor = (r[..., None] * u).cos() @ weights
    return result


def sigreg_slice_free(h: Tensor, *, knots: int = KNOTS, upper: float = UPPER) -> Tensor:
    """The expectation of :func:`sigreg` over slices: no slices, no variance; a scalar.

    ``n Σ_k w_k [mean_ij Λ(t_k‖h_i − h_j‖) − 2φ_k mean_i Λ(t_k‖h_i‖) + φ_k²]`` with ``Λ`` of
    :func:`sphere_cosine` and ``φ_k = e^{−t_k²/2}``. Time and memory grow with ``n²``.
    """
    n, dimension = h.shape
    t, w = knot_weights(knots, upper, dtype=h.dtype, device=h.device)
    phi = torch.exp(-t * t / 2)
    # The pairs i < j; the root is taken where it has a gradient.
    i, j = torch.triu_indices(n, n, offset=1, device=h.device)
    apart = (h[i] - h[j]).square().sum(-1).clamp_min(torch.finfo(h.dtype).tiny).sqrt()
    length = h.square().sum(-1).clamp_min(torch.finfo(h.dtype).tiny).sqrt()
    pairs = torch.stack([sphere_cosine(s * apart, dimension).sum() for s in t])
    singles = torch.stack([sphere_cosine(s * length, dimension).mean() for s in t])
    return n * (w * ((2 * pairs + n) / n**2 - 2 * phi * singles + phi * phi)).sum()
