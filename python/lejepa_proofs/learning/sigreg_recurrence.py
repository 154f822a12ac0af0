"""The statistic of every slice and its gradient in plain torch: no compiler, any device.

With z = e^{iΔx}, the knots k = 1, …, m split as k = a·low + b with b in 1, …, low: about 2√m powers
of z are made, and all m means of zᵏ come from one product of small matrices a slice. So does the
gradient, the real part of a polynomial in z: Σ_b z^b (Σ_a c_{a·low+b} z^{a·low}).
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

    ``weight`` and ``target``, shape ``(m,)``, are w_k and e^{−t_k²/2} at t_k = k·``step``;
    ``grad`` may be ``x`` itself.
    """
    slices, n = x.shape
    knots = len(weight)
    low = max(1, round(math.sqrt(knots)))
    high = -(-knots // low)
    spare = weight.new_zeros(low * high - knots)
    w = torch.cat((weight, spare)).to(x)
    phi = torch.cat((target, spare)).to(x)
    scale = 2j * step * w * torch.arange(1, low * high + 1, dtype=x.dtype, device=x.device)
    block = min(slices, BLOCK) if x.device.type == "cpu" else slices
    kind = torch.promote_types(x.dtype, torch.complex64)
    first = torch.empty(block, low, n, dtype=kind, device=x.device)
    strides = torch.ones(block, high, n, dtype=kind, device=x.device)
    for start in range(0, slices, block):
        part = x[start : start + block]
        count = len(part)
        v, u = first[:count], strides[:count]
        _powers(step * part, v, u)
        means = torch.bmm(u, v.transpose(1, 2)).div_(n)
        error = means.view(count, -1) - phi
        value[start : start + count] = n * (error.abs().square() @ w)
        if grad is not None:
            # Re(c z^k), c = i·scale·conj(error), is scale·(Im error cos kθ − Re error sin kθ)
            c = (scale * error.conj()).view(count, high, low)
            terms = torch.bmm(c.transpose(1, 2), u).mul_(v)
            torch.sum(torch.view_as_real(terms)[..., 0], 1, out=grad[start : start + count])


def _powers(angle: Tensor, v: Tensor, u: Tensor) -> None:
    """``v`` becomes z, …, z^low and ``u`` 1, z^low, z^{2 low}, …; its ones are there already."""
    parts = torch.view_as_real(v)[:, 0]
    torch.cos(angle, out=parts[..., 0])
    torch.sin(angle, out=parts[..., 1])
    for k in range(1, v.shape[1]):
        torch.mul(v[:, k - 1], v[:, 0], out=v[:, k])
    if u.shape[1] > 1:
        u[:, 1] = v[:, -1]
    for k in range(2, u.shape[1]):
        torch.mul(u[:, k - 1], u[:, 1], out=u[:, k])
