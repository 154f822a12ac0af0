"""Mixings of latents into observations, each with its inverse.

Every mixing maps ``(..., n, N)`` to the same shape, forwards by calling it and backwards by
``inverse``. Gaussian measure is preserved by the spiral only; the shears and the coupling have
Jacobian determinant 1.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import torch
from torch import Tensor

from lejepa_proofs.learning.config import MixingConfig


class Mixing(Protocol):
    """A bijection of ℝᴺ."""

    def __call__(self, z: Tensor) -> Tensor: ...

    def inverse(self, x: Tensor) -> Tensor:
        """The latents of ``x``."""
        ...


class Identity:
    """``x = z``."""

    def __call__(self, z: Tensor) -> Tensor:
        return z

    def inverse(self, x: Tensor) -> Tensor:
        return x


def _turn(x: Tensor, angle: Tensor) -> Tensor:
    c, s = angle.cos(), angle.sin()
    return torch.stack((c * x[..., 0] - s * x[..., 1], s * x[..., 0] + c * x[..., 1]), -1)


class Spiral:
    """``x = R(π‖z‖) z`` in the plane: each circle is turned by its own angle."""

    def __call__(self, z: Tensor) -> Tensor:
        return _turn(z, torch.pi * z.norm(dim=-1))

    def inverse(self, x: Tensor) -> Tensor:
        return _turn(x, -torch.pi * x.norm(dim=-1))


class Parabola:
    """The banana ``x = (z₀, z₁ + z₀²)``."""

    def __call__(self, z: Tensor) -> Tensor:
        return torch.stack((z[..., 0], z[..., 1] + z[..., 0].square()), -1)

    def inverse(self, x: Tensor) -> Tensor:
        return torch.stack((x[..., 0], x[..., 1] - x[..., 0].square()), -1)


class Sine:
    """``x = (z₀ + sin 1.5 z₁, z₁)``."""

    def __call__(self, z: Tensor) -> Tensor:
        return torch.stack((z[..., 0] + (1.5 * z[..., 1]).sin(), z[..., 1]), -1)

    def inverse(self, x: Tensor) -> Tensor:
        return torch.stack((x[..., 0] - (1.5 * x[..., 1]).sin(), x[..., 1]), -1)


def couple(x: Tensor, weights: Sequence[Tensor], sign: float) -> Tensor:
    """Additive couplings, one a weight ``(..., N/2, N/2)``: ``b += sign · tanh(a W)``.

    Even layers change the second half, odd layers the first; with ``sign = −1`` the layers run
    backwards, so that the same weights give the inverse.
    """
    a, b = x.chunk(2, dim=-1)
    order = list(enumerate(weights))
    for k, weight in order if sign > 0 else reversed(order):
        if k % 2 == 0:
            b = b + sign * torch.tanh(a @ weight)
        else:
            a = a + sign * torch.tanh(b @ weight)
    return torch.cat((a, b), -1)


class Coupling:
    """RealNVP-style additive coupling with weights ``2·Q``, ``Q`` uniform on O(N/2).

    ``weights`` has one tensor a layer; a batch of mixings has ``(runs, N/2, N/2)`` each.
    """

    def __init__(self, weights: Sequence[Tensor]) -> None:
        self.weights = list(weights)

    def __call__(self, z: Tensor) -> Tensor:
        return couple(z, self.weights, 1.0)

    def inverse(self, x: Tensor) -> Tensor:
        return couple(x, self.weights, -1.0)


def orthogonal(n: int, generator: torch.Generator) -> Tensor:
    """A draw of the uniform law on O(n), double precision."""
    q, r = torch.linalg.qr(torch.randn(n, n, dtype=torch.float64, generator=generator))
    result: Tensor = q * r.diagonal().sign()
    return result


def coupling_weights(dimension: int, layers: int, generator: torch.Generator) -> list[Tensor]:
    """The weights of one :class:`Coupling`. Raises ``ValueError`` for an odd dimension."""
    if dimension < 2 or dimension % 2:
        raise ValueError(f"dimension {dimension}; a coupling needs a positive even one")
    return [2 * orthogonal(dimension // 2, generator) for _ in range(layers)]


def mixing(config: MixingConfig, dimension: int, generators: Sequence[torch.Generator]) -> Mixing:
    """The mixing of a batch of runs, one generator a run; double precision."""
    plain: dict[str, Mixing] = {
        "identity": Identity(),
        "spiral": Spiral(),
        "parabola": Parabola(),
        "sine": Sine(),
    }
    if config.kind in plain:
        return plain[config.kind]
    drawn = [coupling_weights(dimension, config.layers, each) for each in generators]
    return Coupling([torch.stack(layer) for layer in zip(*drawn, strict=True)])
