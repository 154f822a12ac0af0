"""The statistic of every slice and its gradient in plain torch: no compiler, any device.

With z = e^{iΔx}, the knots k = 1, …, m split as k = a·low + b with b in 1, …, low: about 2√m powers
of z are made, and all m means of zᵏ come from one product of small matrices a slice. So does the
gradient, a polynomial in z: Σ_b z^b (Σ_a c_{a·low+b} z^{a·low}).
"""

from __future__ import annotations

import math

import torch
from torch import Tensor

BLOCK = 64
"""Slices at a time on a CPU: the powers of a block stay in its cache."""


def slice_statistics(
    x: Tensor, step: float, weight: Tensor, target: Tensor, value: Tensor, grad: Tensor | None
) -> None:
    """Write T of each row of ``x`` (slices, n) into ``value``, and dT/dx into ``grad``.

    ``weight`` and ``target``, shape ``(m,)``, are w_k and e^{−t_k²/2} at t_k = k·``step``.
    """
    slices, n = x.shape
    knots = len(weight)
    low = max(1, round(math.sqrt(knots)))
    high = -(-knots // low)
    spare = weight.new_zeros(low * high - knots)
    w = torch.cat((weight, spare)).to(x)
    phi = torch.cat((target, spare)).to(x)
    scale = 2 * step * w * torch.arange(1, low * high + 1, dtype=x.dtype, device=x.device)
    block = min(slices, BLOCK) if x.device.type == "cpu" else slices
    small = x.new_empty(block, 2, low, n)
    large = x.new_empty(block, 2, high, n)
    for start in range(0, slices, block):
        part = x[start : start + block]
        count = len(part)
        v, u = small[:count], large[:count]
        _powers(step * part, v, u)
        means = torch.bmm(u.view(count, 2 * high, n), v.view(count, 2 * low, n).transpose(1, 2))
        g = means.div_(n).view(count, 2, high, 2, low)
        real = (g[:, 0, :, 0] - g[:, 1, :, 1]).reshape(count, -1) - phi
        imaginary = (g[:, 0, :, 1] + g[:, 1, :, 0]).reshape(count, -1)
        value[start : start + count] = n * ((real.square() + imaginary.square()) @ w)
        if grad is None:
            continue
        by_cosine = (scale * imaginary).view(count, high, low)
        by_sine = (scale * real).view(count, high, low)
        rows = torch.stack((by_cosine, -by_sine, -by_sine, -by_cosine), 1)
        rows = rows.view(count, 2, 2, high, low).permute(0, 2, 4, 1, 3)
        inner = torch.bmm(rows.reshape(count, 2 * low, 2 * high), u.view(count, 2 * high, n))
        outer = v.view(count, 2 * low, n)
        out = torch.mul(inner[:, 0], outer[:, 0], out=grad[start : start + count])
        for k in range(1, 2 * low):
            out.addcmul_(inner[:, k], outer[:, k])


def _powers(angle: Tensor, v: Tensor, u: Tensor) -> None:
    """``v`` becomes z, …, z^low and ``u`` becomes 1, z^low, z^{2 low}, …; real parts first."""
    torch.cos(angle, out=v[:, 0, 0])
    torch.sin(angle, out=v[:, 1, 0])
    for k in range(1, v.shape[2]):
        _product(v[:, :, k - 1], v[:, :, 0], v[:, :, k])
    u[:, 0, 0] = 1
    u[:, 1, 0] = 0
    if u.shape[2] > 1:
        u[:, :, 1] = v[:, :, -1]
    for k in range(2, u.shape[2]):
        _product(u[:, :, k - 1], u[:, :, 1], u[:, :, k])


def _product(a: Tensor, b: Tensor, out: Tensor) -> None:
    torch.mul(a[:, 0], b[:, 0], out=out[:, 0]).addcmul_(a[:, 1], b[:, 1], value=-1)
    torch.mul(a[:, 0], b[:, 1], out=out[:, 1]).addcmul_(a[:, 1], b[:, 0])
