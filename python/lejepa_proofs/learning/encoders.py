"""Encoders: stacks of ``runs`` networks that compute side by side, and a small CNN.

A stacked network maps ``(runs, n, N)`` to ``(runs, n, N)``; run ``k`` sees only slice ``k`` of
every parameter, so a sum of losses trains all runs independently, with the overhead of one.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise

import torch
from torch import Tensor, nn

from lejepa_proofs.learning.config import EncoderConfig


class StackedLinear(nn.Module):
    """``runs`` affine maps ``x W + b``, drawn as ``torch.nn.Linear`` draws its own."""

    def __init__(self, inputs: int, outputs: int, generators: Sequence[torch.Generator]) -> None:
        super().__init__()
        bound = 1 / math.sqrt(inputs)
        drawn = [
            torch.empty(inputs + 1, outputs).uniform_(-bound, bound, generator=each)
            for each in generators
        ]
        stacked = torch.stack(drawn)
        self.weight = nn.Parameter(stacked[:, :-1].contiguous())
        self.bias: nn.Parameter | None = nn.Parameter(stacked[:, -1:].contiguous())

    def forward(self, x: Tensor) -> Tensor:
        if self.bias is None:
            return torch.bmm(x, self.weight)
        return torch.baddbmm(self.bias, x, self.weight)


class StackedMLP(nn.Module):
    """``depth`` hidden layers of ``width`` with GELU, then an affine map."""

    def __init__(
        self, dimension: int, width: int, depth: int, generators: Sequence[torch.Generator]
    ) -> None:
        super().__init__()
        sizes = [dimension, *([width] * depth), dimension]
        self.layers = nn.ModuleList(StackedLinear(a, b, generators) for a, b in pairwise(sizes))

    def forward(self, x: Tensor) -> Tensor:
        *hidden, last = self.layers
        for layer in hidden:
            x = nn.functional.gelu(layer(x))
        result: Tensor = last(x)
        return result


class StackedCouplingInverse(nn.Module):
    """The inverse of an additive coupling mixing, with free weights.

    Layer k takes ``tanh(a W)`` from the half that layer k of the mixing changed, the last layer
    first. With ``hidden`` > 0 it takes ``tanh(a W + c) V``, V zero at first. Either way the volume
    is preserved. Raises ``ValueError`` for an odd dimension.
    """

    def __init__(
        self,
        dimension: int,
        layers: int,
        generators: Sequence[torch.Generator],
        *,
        hidden: int = 0,
    ) -> None:
        super().__init__()
        if dimension < 2 or dimension % 2:
            raise ValueError(f"dimension {dimension}; a coupling needs a positive even one")
        half = dimension // 2
        self.inner, self.outer = nn.ModuleList(), nn.ParameterList()
        for _ in range(layers):
            linear = StackedLinear(half, hidden or half, generators)
            if hidden:
                self.outer.append(torch.zeros(len(generators), hidden, half))
            else:
                linear.bias = None
            self.inner.append(linear)

    def forward(self, x: Tensor) -> Tensor:
        parts = list(x.chunk(2, dim=-1))
        for k in reversed(range(len(self.inner))):
            source, changed = (0, 1) if k % 2 == 0 else (1, 0)
            shift = torch.tanh(self.inner[k](parts[source]))
            if self.outer:
                shift = shift @ self.outer[k]
            parts[changed] = parts[changed] - shift
        return torch.cat(parts, -1)


class CNN(nn.Module):
    """Images ``(n, channels, side, side)`` to ``(n, N)``: halved until 4 × 4, then two affine maps.

    Raises ``ValueError`` unless ``side`` is 4 times a power of 2.
    """

    def __init__(
        self,
        dimension: int,
        *,
        side: int = 64,
        channels: int = 3,
        width: int = 32,
        hidden: int = 256,
        seed: int = 0,
    ) -> None:
        super().__init__()
        halvings = side.bit_length() - 3
        if side < 8 or side != 4 << halvings:
            raise ValueError(f"images of side {side}; give 8, 16, 32, 64 or a higher power of 2")
        with torch.random.fork_rng(devices=[]):
            torch.manual_seed(seed)
            layers: list[nn.Module] = []
            for k in range(halvings):
                wide = width << min(k, 2)
                layers += [nn.Conv2d(channels, wide, 4, stride=2, padding=1), nn.GELU()]
                channels = wide
            head = (nn.Flatten(), nn.Linear(16 * channels, hidden), nn.GELU())
            self.layers = nn.Sequential(*layers, *head, nn.Linear(hidden, dimension))

    def forward(self, images: Tensor) -> Tensor:
        result: Tensor = self.layers(images)
        return result


def encoder(
    config: EncoderConfig, dimension: int, generators: Sequence[torch.Generator]
) -> nn.Module:
    """The stacked encoder of a batch of runs, one generator a run."""
    if config.kind == "mlp":
        return StackedMLP(dimension, config.width, config.depth, generators)
    return StackedCouplingInverse(dimension, config.layers, generators, hidden=config.hidden)
