"""SIGReg, the sliced characteristic-function regulariser, as functions and a module.

For ``n`` samples ``h`` in ℝᴺ, a unit vector ``a`` and ``x = ⟨a, h⟩``, the statistic of one slice is

    T(a) = n Σ_k w_k |φ̂_a(t_k) − e^{−t_k²/2}|²,   φ̂_a(t) = (1/n) Σ_i e^{i t x_i},

at uniform knots ``t_k`` on ``[0, T]``; ``w_k`` are the trapezoid weights on ``[0, T]``, doubled
because the integrand is even, times ``e^{−t_k²/2}``. The published defaults are 17 knots on
``[0, 3]`` and 256 random slices. The exact oracles are in :mod:`lejepa_proofs.numerics.sigreg`.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

import torch
from scipy.special import roots_gegenbauer
from torch import Tensor, nn
from torch.autograd import Function
from torch.autograd.function import once_differentiable

KNOTS = 17
UPPER = 3.0
SLICES = 256


def knot_weights(
    knots: int = KNOTS,
    upper: float = UPPER,
    *,
    dtype: torch.dtype = torch.float64,
    device: torch.device | str | None = None,
) -> tuple[Tensor, Tensor]:
    """Knots ``t_k``, shape ``(knots,)``, and weights ``w_k`` of the same shape.

    Raises ``ValueError`` for fewer than two knots or an upper end that is not positive.
    """
    if knots < 2 or not upper > 0:
        raise ValueError(f"{knots} knots on [0, {upper}]; give at least two and a positive end")
    t = torch.linspace(0, upper, knots, dtype=torch.float64)
    w = 2 * (upper / (knots - 1)) * torch.exp(-t * t / 2)
    w[0] /= 2
    w[-1] /= 2
    return t.to(dtype=dtype, device=device), w.to(dtype=dtype, device=device)


def random_slices(
    dimension: int,
    count: int = SLICES,
    *,
    generator: torch.Generator | None = None,
    dtype: torch.dtype = torch.float32,
    device: torch.device | str | None = None,
) -> Tensor:
    """``count`` independent unit vectors, uniform on the sphere of ℝᴺ; shape ``(N, count)``.

    The draw is made where the generator lives, in double precision, and then moved.
    """
    where = generator.device if generator is not None else torch.device("cpu")
    a = torch.randn(dimension, count, dtype=torch.float64, generator=generator, device=where)
    unit: Tensor = a / a.norm(dim=0, keepdim=True)
    return unit.to(dtype=dtype, device=device)


class _SlicedStatistic(Function):
    """Mean over slices of T, from the projections; memory of a few copies of the projections.

    On uniform knots ``e^{i t_{k+1} x} = e^{i t_k x} e^{i Δ x}``: one sine and one cosine a
    projection, and a complex product a knot, forwards and backwards.
    """

    @staticmethod
    def forward(ctx: Any, x: Tensor, t: Tensor, w: Tensor) -> Tensor:
        n, slices = x.shape
        phi = torch.exp(-t * t / 2)
        step = t[1] * x
        cosine, sine = step.cos(), step.sin()
        mean = torch.full((1, n), 1 / n, dtype=x.dtype, device=x.device)
        # At the first knot, t = 0, the error is zero whatever x is.
        error = torch.zeros(len(t), 2, slices, dtype=x.dtype, device=x.device)
        for k, (real, imaginary) in enumerate(_turns(cosine, sine, len(t) - 1), start=1):
            error[k, 0] = (mean @ real)[0] - phi[k]
            error[k, 1] = (mean @ imaginary)[0]
        ctx.save_for_backward(cosine, sine, t, w, error)
        return (n / slices) * (w[:, None, None] * error.square()).sum()

    @staticmethod
    @once_differentiable
    def backward(ctx: Any, *grad_outputs: Tensor) -> tuple[Tensor, None, None]:
        (grad,) = grad_outputs
        cosine, sine, t, w, error = ctx.saved_tensors
        scale = (2 / cosine.shape[1]) * w * t
        by_sine = -scale[:, None] * error[:, 0]
        by_cosine = scale[:, None] * error[:, 1]
        total = torch.zeros_like(cosine)
        for k, (real, imaginary) in enumerate(_turns(cosine, sine, len(t) - 1), start=1):
            total.addcmul_(imaginary, by_sine[k]).addcmul_(real, by_cosine[k])
        return total.mul_(grad), None, None


def _turns(cosine: Tensor, sine: Tensor, count: int) -> Iterator[tuple[Tensor, Tensor]]:
    """The real and imaginary parts of the powers 1 to ``count`` of ``cosine + i sine``.

    Each pair is overwritten by the one after the next: two pairs of buffers serve all powers.
    """
    real, imaginary = cosine, sine
    yield real, imaginary
    spare = [torch.empty_like(cosine) for _ in range(4)]
    for k in range(count - 1):
        next_real, next_imaginary = spare[2 * (k % 2) : 2 * (k % 2) + 2]
        torch.mul(real, cosine, out=next_real).addcmul_(imaginary, sine, value=-1)
        torch.mul(real, sine, out=next_imaginary).addcmul_(imaginary, cosine)
        real, imaginary = next_real, next_imaginary
        yield real, imaginary


def sliced_statistic(x: Tensor, *, knots: int = KNOTS, upper: float = UPPER) -> Tensor:
    """Mean over slices of ``T`` from projections ``x`` of shape ``(n, slices)``; a scalar.

    Half-precision projections are computed in single precision. Raises ``ValueError`` for another
    shape or no samples.
    """
    if x.ndim != 2 or 0 in x.shape:
        raise ValueError(f"projections of shape {tuple(x.shape)}; give (samples, slices)")
    if x.dtype in (torch.float16, torch.bfloat16):
        x = x.float()
    t, w = knot_weights(knots, upper, dtype=x.dtype, device=x.device)
    value: Tensor = _SlicedStatistic.apply(x, t, w)  # type: ignore[no-untyped-call]
    return value


def sigreg(
    h: Tensor,
    *,
    slices: Tensor | int = SLICES,
    knots: int = KNOTS,
    upper: float = UPPER,
    generator: torch.Generator | None = None,
) -> Tensor:
    """SIGReg of ``h``, shape ``(n, N)``: the mean over slices of ``T``; a scalar.

    ``slices`` are unit columns of shape ``(N, count)``, or how many to draw with ``generator``.
    Raises ``ValueError`` for shapes that do not fit.
    """
    if h.ndim != 2 or 0 in h.shape:
        raise ValueError(f"representations of shape {tuple(h.shape)}; give (samples, dimension)")
    if h.dtype in (torch.float16, torch.bfloat16):
        h = h.float()
    if isinstance(slices, int):
        directions = random_slices(
            h.shape[1], slices, generator=generator, dtype=h.dtype, device=h.device
        )
    else:
        directions = slices.to(dtype=h.dtype, device=h.device)
    if directions.ndim != 2 or directions.shape[0] != h.shape[1]:
        raise ValueError(
            f"slices of shape {tuple(directions.shape)} for dimension {h.shape[1]}; "
            "give (dimension, count)"
        )
    return sliced_statistic(h @ directions, knots=knots, upper=upper)


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


class SIGReg(nn.Module):
    """SIGReg with fresh slices at every call, drawn from its own seeded generator.

    The generator lives on the CPU, so the slices do not depend on the device. Its state is part of
    ``state_dict``: a resumed run draws the slices it would have drawn.
    """

    generator_state: Tensor

    def __init__(
        self, slices: int = SLICES, *, knots: int = KNOTS, upper: float = UPPER, seed: int = 0
    ) -> None:
        super().__init__()
        self.slices, self.knots, self.upper = slices, knots, upper
        generator = torch.Generator().manual_seed(seed)
        self.register_buffer("generator_state", generator.get_state())

    def forward(self, h: Tensor) -> Tensor:
        generator = torch.Generator()
        generator.set_state(self.generator_state.cpu())
        value = sigreg(
            h, slices=self.slices, knots=self.knots, upper=self.upper, generator=generator
        )
        self.generator_state = generator.get_state()
        return value
