"""SIGReg, the sliced characteristic-function regulariser, as functions and a module.

For ``n`` samples ``h`` in ℝᴺ, a unit vector ``a`` and ``x = ⟨a, h⟩``, the statistic of one slice is

    T(a) = n Σ_k w_k |φ̂_a(t_k) − e^{−t_k²/2}|²,   φ̂_a(t) = (1/n) Σ_i e^{i t x_i},

at uniform knots ``t_k`` on ``[0, T]``; ``w_k`` are the trapezoid weights on ``[0, T]``, doubled
because the integrand is even, times ``e^{−t_k²/2}``. The published defaults are 17 knots on
``[0, 3]`` and 256 random slices; ``upper=5`` integrates nearly the whole line. On uniform knots
``e^{i t_k x}`` is a power of ``e^{iΔx}``: one sine and one cosine a sample and slice. Two backends
use this, a compiled one on CPUs (:mod:`~lejepa_proofs.learning.native`) and one in plain torch
(:mod:`~lejepa_proofs.learning.sigreg_recurrence`); :func:`backend` says which and why. The exact
oracles are in :mod:`lejepa_proofs.numerics.sigreg`.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any, Literal, NamedTuple

import torch
from torch import Tensor, nn
from torch.autograd import Function
from torch.autograd.function import once_differentiable

from lejepa_proofs.learning import sigreg_recurrence
from lejepa_proofs.learning.native import kernel

KNOTS = 17
UPPER = 3.0
SLICES = 256


class Backend(NamedTuple):
    """What computes SIGReg, and why it and no other."""

    name: Literal["compiled", "torch"]
    reason: str


def backend(
    dtype: torch.dtype = torch.float32, device: torch.device | str | None = None
) -> Backend:
    """The backend for tensors of this kind; compiles the kernel if that has not happened yet."""
    where = torch.device("cpu" if device is None else device)
    if where.type != "cpu":
        return Backend("torch", f"the device is {where.type}")
    found = kernel(dtype)
    return Backend("torch" if found.slices is None else "compiled", found.reason)


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


@lru_cache
def _rule(knots: int, upper: float, device: torch.device) -> tuple[float, Tensor, Tensor]:
    """The step, and w_k and e^{−t_k²/2} from the second knot on: at t = 0 the error is 0."""
    t, w = knot_weights(knots, upper, device=device)
    return upper / (knots - 1), w[1:].contiguous(), torch.exp(-t[1:].square() / 2)


def _evaluate(x: Tensor, grad: Tensor | None, knots: int, upper: float) -> Tensor:
    """T of every row of ``x``; the gradient into ``grad``, which may be ``x`` itself."""
    step, weight, target = _rule(knots, upper, x.device)
    value = x.new_empty(len(x))
    compiled = kernel(x.dtype).slices if x.device.type == "cpu" else None
    compute = compiled or sigreg_recurrence.slice_statistics
    compute(x, step, weight, target, value, grad)
    return value


class _SliceStatistics(Function):
    """T of every row of the projections, with dT/dx made on the way: one pass, one copy kept."""

    @staticmethod
    def forward(ctx: Any, x: Tensor, knots: int, upper: float) -> Tensor:
        x = x.contiguous()
        grad = torch.empty_like(x) if ctx.needs_input_grad[0] else None
        value = _evaluate(x, grad, knots, upper)
        ctx.save_for_backward(grad)
        return value

    @staticmethod
    @once_differentiable
    def backward(ctx: Any, *grad_outputs: Tensor) -> tuple[Tensor, None, None]:
        (above,) = grad_outputs
        (grad,) = ctx.saved_tensors
        return grad * above[:, None], None, None


class _Sigreg(Function):
    """SIGReg of a batch of representations; keeps its gradient, which has their shape, only."""

    @staticmethod
    def forward(ctx: Any, h: Tensor, slices: Tensor, knots: int, upper: float) -> Tensor:
        # the samples of a slice side by side, as the statistic reads them
        x = slices.transpose(1, 2) @ h.transpose(1, 2)
        batch, count, n = x.shape
        for_h, for_slices = ctx.needs_input_grad[:2]
        rows = x.view(-1, n)
        value = _evaluate(rows, rows if for_h or for_slices else None, knots, upper)
        ctx.save_for_backward(
            (slices @ x).div_(count).transpose(1, 2) if for_h else None,
            (h.transpose(1, 2) @ x.transpose(1, 2)).div_(count) if for_slices else None,
        )
        return value.view(batch, count).mean(1)

    @staticmethod
    @once_differentiable
    def backward(
        ctx: Any, *grad_outputs: Tensor
    ) -> tuple[Tensor | None, Tensor | None, None, None]:
        above = grad_outputs[0][:, None, None]
        for_h, for_slices = ctx.saved_tensors
        return (
            None if for_h is None else for_h * above,
            None if for_slices is None else for_slices * above,
            None,
            None,
        )


def slice_statistics(x: Tensor, *, knots: int = KNOTS, upper: float = UPPER) -> Tensor:
    """``T`` of each slice, shape ``(...)``, from projections ``x`` of shape ``(..., n)``.

    Half-precision projections are computed in single precision. Raises ``ValueError`` without
    samples or slices.
    """
    if x.ndim < 2 or 0 in x.shape:
        raise ValueError(f"projections of shape {tuple(x.shape)}; give (..., slices, samples)")
    rows = _at_least_single(x).reshape(-1, x.shape[-1])
    value: Tensor = _SliceStatistics.apply(rows, knots, upper)  # type: ignore[no-untyped-call]
    return value.reshape(x.shape[:-1])


def sliced_statistic(x: Tensor, *, knots: int = KNOTS, upper: float = UPPER) -> Tensor:
    """Mean over slices of ``T`` from projections ``x`` of shape ``(n, slices)``; a scalar.

    Raises ``ValueError`` for another shape or no samples.
    """
    if x.ndim != 2 or 0 in x.shape:
        raise ValueError(f"projections of shape {tuple(x.shape)}; give (samples, slices)")
    return slice_statistics(x.t(), knots=knots, upper=upper).mean()


def _at_least_single(x: Tensor) -> Tensor:
    return x.float() if x.dtype in (torch.float16, torch.bfloat16) else x


def sigreg(
    h: Tensor,
    *,
    slices: Tensor | int = SLICES,
    knots: int = KNOTS,
    upper: float = UPPER,
    generator: torch.Generator | None = None,
) -> Tensor:
    """SIGReg of ``h``, shape ``(..., n, N)``: the mean over slices of ``T``, shape ``(...)``.

    ``slices`` are unit columns of shape ``(N, count)``, or ``(..., N, count)`` for a batch of
    representations, or how many to draw with ``generator``. Computed in single precision at
    least, under autocast too. Raises ``ValueError`` for shapes that do not fit.
    """
    if h.ndim < 2 or 0 in h.shape:
        raise ValueError(
            f"representations of shape {tuple(h.shape)}; give (samples, dimension), "
            "or a batch of such"
        )
    with torch.autocast(h.device.type, enabled=False):
        h = _at_least_single(h)
        if isinstance(slices, int):
            directions = random_slices(
                h.shape[-1], slices, generator=generator, dtype=h.dtype, device=h.device
            )
        else:
            directions = slices.to(dtype=h.dtype, device=h.device)
        if directions.ndim not in (2, h.ndim) or directions.shape[-2] != h.shape[-1]:
            raise ValueError(
                f"slices of shape {tuple(directions.shape)} for dimension {h.shape[-1]}; "
                "give (dimension, count)"
            )
        batch = h.shape[:-2]
        value: Tensor = _Sigreg.apply(  # type: ignore[no-untyped-call]
            h.reshape(-1, *h.shape[-2:]),
            directions.expand(*batch, *directions.shape[-2:]).reshape(-1, *directions.shape[-2:]),
            knots,
            upper,
        )
        return value.view(batch)


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
