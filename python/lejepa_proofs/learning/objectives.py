"""The objectives of the experiments, as functions and modules.

Representations have shape ``(..., n, N)``: ``n`` samples in ℝᴺ, and any number of independent
batches in front, each of which gets its own loss. Half precision is computed in single precision,
under autocast too. SIGReg itself is in :mod:`lejepa_proofs.learning.sigreg`.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn


def _pair(u: Tensor, v: Tensor) -> tuple[Tensor, Tensor]:
    if u.ndim < 2 or u.shape != v.shape or 0 in u.shape:
        raise ValueError(
            f"views of shapes {tuple(u.shape)} and {tuple(v.shape)}; give two of (..., n, N)"
        )
    return single(u), single(v)


def single(x: Tensor) -> Tensor:
    """``x``, in single precision if it was in half."""
    return x.float() if x.dtype in (torch.float16, torch.bfloat16) else x


def alignment(u: Tensor, v: Tensor) -> Tensor:
    """``mean_i ‖u_i − v_i‖²``, the loss L of the theorems; shape ``(...)``.

    Raises ``ValueError`` for views of different shapes.
    """
    u, v = _pair(u, v)
    return (u - v).square().sum(-1).mean(-1)


def invariance(u: Tensor, v: Tensor) -> Tensor:
    """Mean square distance of each view and coordinate to the views' mean: ``L/4N``.

    The form in LeJEPA's code, against which the published λ are to be read. Raises ``ValueError``
    for views of different shapes.
    """
    return alignment(u, v) / (4 * u.shape[-1])


def whitening(h: Tensor) -> Tensor:
    """``mean_jk (C − I)²_jk``, ``C`` the sample covariance (divisor n − 1); shape ``(...)``.

    The covariance term of VICReg with the variances in it. Raises ``ValueError`` for fewer than
    two samples.
    """
    if h.ndim < 2 or h.shape[-2] < 2 or h.shape[-1] < 1:
        raise ValueError(f"representations of shape {tuple(h.shape)}; give (..., n, N) with n ≥ 2")
    with torch.autocast(h.device.type, enabled=False):
        h = single(h)
        centred = h - h.mean(-2, keepdim=True)
        covariance = centred.transpose(-1, -2) @ centred / (h.shape[-2] - 1)
        one = torch.eye(h.shape[-1], dtype=h.dtype, device=h.device)
        return (covariance - one).square().mean((-1, -2))


def infonce(u: Tensor, v: Tensor, *, sigma: float | Tensor = 1.0) -> Tensor:
    """Symmetric InfoNCE with the kernel ``k_ij = −‖u_i − v_j‖²/2σ²``; shape ``(...)``.

    ``½ mean_i [log Σ_j e^{k_ij} + log Σ_j e^{k_ji}] − mean_i k_ii``. Raises ``ValueError`` for
    views of different shapes.
    """
    u, v = _pair(u, v)
    with torch.autocast(u.device.type, enabled=False):
        # the mean is taken off first, because squares of large numbers are subtracted
        centre = u.detach().mean(-2, keepdim=True)
        u, v = u - centre, v - centre
        lengths = u.square().sum(-1)[..., :, None] + v.square().sum(-1)[..., None, :]
        distances = lengths - 2 * (u @ v.transpose(-1, -2))
        scale = torch.as_tensor(sigma, dtype=u.dtype, device=u.device).square() * 2
        kernel = -distances / scale[..., None, None]
        positive = -(u - v).square().sum(-1) / scale[..., None]
        both = _logsumexp(kernel, -1) + _logsumexp(kernel, -2)
        return (both / 2 - positive).mean(-1)


def _logsumexp(kernel: Tensor, dim: int) -> Tensor:
    """``log Σ exp``; terms below e^{−60} of the largest count as that.

    Vectorised exponentials whose result is subnormal are ten times slower, and nothing is lost: a
    batch of 10⁹ samples adds 10⁻¹⁷ by it.
    """
    floor = kernel.detach().amax(dim, keepdim=True) - 60
    return torch.maximum(kernel, floor).logsumexp(dim)


class Alignment(nn.Module):
    """:func:`alignment` as a module."""

    def forward(self, u: Tensor, v: Tensor) -> Tensor:
        return alignment(u, v)


class Invariance(nn.Module):
    """:func:`invariance` as a module."""

    def forward(self, u: Tensor, v: Tensor) -> Tensor:
        return invariance(u, v)


class Whitening(nn.Module):
    """:func:`whitening` as a module."""

    def forward(self, h: Tensor) -> Tensor:
        return whitening(h)


class InfoNCE(nn.Module):
    """:func:`infonce` as a module, with its ``sigma``."""

    def __init__(self, sigma: float = 1.0) -> None:
        super().__init__()
        if not sigma > 0:
            raise ValueError(f"sigma = {sigma}; the kernel's width is positive")
        self.sigma = sigma

    def forward(self, u: Tensor, v: Tensor) -> Tensor:
        return infonce(u, v, sigma=self.sigma)


class RegularisedAlignment(nn.Module):
    """``λ · regulariser(u and v together) + (1 − λ) · invariance(u, v)``.

    With :class:`~lejepa_proofs.learning.sigreg.SIGReg` this is the objective of LeJEPA, with
    :class:`Whitening` the VICReg-style one. Raises ``ValueError`` for λ outside [0, 1].
    """

    def __init__(self, regulariser: nn.Module, weight: float) -> None:
        super().__init__()
        if not 0 <= weight <= 1:
            raise ValueError(f"weight {weight}; λ lies between 0 and 1")
        self.regulariser, self.weight = regulariser, weight

    def forward(self, u: Tensor, v: Tensor) -> Tensor:
        value: Tensor = self.regulariser(torch.cat((u, v), -2))
        return self.weight * value + (1 - self.weight) * invariance(u, v)
