"""Pairs of latents, drawn for a batch of runs with one generator a run.

A draw has shape ``(runs, n, N)``; each run consumes its own generator only, so that its pairs do
not depend on the runs beside it. What each pair is, and the correlation it has, is said at
:class:`~lejepa_proofs.learning.config.WorldConfig`.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import lru_cache

import numpy as np
import torch
from scipy.special import erf, erfc, gammainccinv, gammaincinv
from torch import Tensor

from lejepa_proofs.learning.config import WorldConfig

PIECES = 4096
REACH = 9.0
"""The quantile map of a generalised normal law is linear on each of 4096 pieces of [0, 9]; beyond 9
standard deviations, probability 2·10⁻¹⁹, it stays constant."""


def generalised_normal_scale(alpha: float) -> float:
    """√(Γ(1/α)/Γ(3/α)): what makes the variance of the density ∝ exp(−|x|^α) one."""
    return math.exp((math.lgamma(1 / alpha) - math.lgamma(3 / alpha)) / 2)


@lru_cache
def _table(alpha: float) -> Tensor:
    u = np.linspace(0, REACH, PIECES + 1)
    shape = 1 / alpha
    # |z|^α in units of its scale is Gamma(1/α); each form keeps the end the other one loses
    near = gammaincinv(shape, erf(u / math.sqrt(2)))
    far = gammainccinv(shape, erfc(u / math.sqrt(2)))
    return torch.from_numpy(np.where(u < 1, near, far) ** shape * generalised_normal_scale(alpha))


def generalised_normal_of_gaussian(u: Tensor, alpha: float) -> Tensor:
    """``F⁻¹(Φ(u))`` elementwise, ``F`` the generalised normal law of shape α and variance 1."""
    table = _table(alpha).to(u)
    position = (u.abs() * (PIECES / REACH)).clamp_max(PIECES)
    below = position.long().clamp_max(PIECES - 1)
    value = torch.lerp(table[below], table[below + 1], position - below)
    return torch.copysign(value, u)


class PairSampler:
    """Draws pairs for a batch of runs whose worlds are of one kind.

    Parameters
    ----------
    worlds:
        One a run; they may differ in ρ and α only.
    dimension, count:
        N and n.
    slices:
        How many unit vectors to draw with each batch of pairs, 0 for none.
    dtype, device:
        Of the results; the draws are made on the CPU, so they do not depend on the device.

    Raises
    ------
    ValueError
        Worlds of different kinds.
    """

    def __init__(
        self,
        worlds: Sequence[WorldConfig],
        dimension: int,
        count: int,
        *,
        slices: int = 0,
        dtype: torch.dtype = torch.float32,
        device: torch.device | str = "cpu",
    ) -> None:
        if len({(world.kind, world.pair) for world in worlds}) != 1:
            raise ValueError("worlds of different kinds in one batch; sample them apart")
        self.worlds, self.dimension, self.count = list(worlds), dimension, count
        self.kind, self.two_views = worlds[0].kind, worlds[0].pair == "two-views"
        self.slices, self.device = slices, torch.device(device)
        runs, fields = len(worlds), 3 if self.two_views else 2
        size = fields * count * dimension
        self._fields = (fields, count, dimension)
        self._flat = torch.empty(runs, size + dimension * slices, dtype=dtype)
        rho = torch.tensor([world.rho for world in worlds], dtype=torch.float64)
        self._rho = rho.to(dtype)[:, None, None]
        self._s = (1 - rho.square()).sqrt().to(dtype)[:, None, None]

    def draw(self, generators: Sequence[torch.Generator]) -> tuple[Tensor, Tensor, Tensor]:
        """``(u, v, slices)``: the pair, ``(runs, n, N)`` each, and ``(runs, N, slices)``."""
        for row, world, generator in zip(self._flat, self.worlds, generators, strict=True):
            row.normal_(generator=generator)
            if self.kind in ("laplace", "gennorm-published"):
                self._redraw(row, world, generator)
        size = math.prod(self._fields)
        z, *noise = self._flat[:, :size].view(len(self.worlds), *self._fields).unbind(1)
        s = 1.0 if self.kind == "laplace" else self._s
        views = [self._rho * z + s * each for each in noise]
        u, v = views if self.two_views else (z.clone(), views[0])
        if self.kind == "gennorm":
            u, v = (self._transformed(each) for each in (u, v))
        a = self._flat[:, size:].view(len(self.worlds), self.dimension, self.slices)
        a = a / a.norm(dim=1, keepdim=True)
        return u.to(self.device), v.to(self.device), a.to(self.device)

    def _transformed(self, u: Tensor) -> Tensor:
        rows = zip(u, self.worlds, strict=True)
        return torch.stack(
            [generalised_normal_of_gaussian(row, _shape(world)) for row, world in rows]
        )

    def _redraw(self, row: Tensor, world: WorldConfig, generator: torch.Generator) -> None:
        """Another law for the latents and the noise; the signs of the normal draws are kept."""
        part = row[: math.prod(self._fields)]
        if self.kind == "laplace":
            size = torch.empty_like(part).exponential_(generator=generator) / math.sqrt(2)
            noise = size[self.count * self.dimension :]
            kept = torch.empty_like(noise).uniform_(generator=generator) >= world.rho**2
            noise.mul_(kept)
        else:
            shape = torch.full(part.shape, 1 / _shape(world), dtype=torch.float64)
            gamma = torch._standard_gamma(shape, generator=generator)
            size = gamma ** (1 / _shape(world)) * generalised_normal_scale(_shape(world))
        part.copy_(torch.copysign(size.to(part), part))


def _shape(world: WorldConfig) -> float:
    if world.alpha is None:
        raise ValueError(f"a {world.kind} world has no shape")
    return world.alpha


def latent_correlation(world: WorldConfig, nodes: int = 150) -> float:
    """Correlation of one coordinate of the pair of latents.

    Equal to ``world.correlation`` except for ``gennorm``, where it is ``Σ_k c_k² r^k`` with the
    Hermite coefficients ``c_k`` of the quantile map: ``E[G(u) G(u')]`` by Gauss–Hermite quadrature
    in two dimensions.
    """
    if world.kind != "gennorm":
        return world.correlation
    u, w = np.polynomial.hermite_e.hermegauss(nodes)
    w = w / w.sum()
    points = torch.from_numpy(u)
    g = generalised_normal_of_gaussian(points, _shape(world)).numpy()
    r = world.correlation
    other = torch.from_numpy(r * u[:, None] + math.sqrt(1 - r * r) * u[None, :])
    inner = generalised_normal_of_gaussian(other, _shape(world)).numpy() @ w
    return float((w * g * inner).sum() / (w * g * g).sum())
