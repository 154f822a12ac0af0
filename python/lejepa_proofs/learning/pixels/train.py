"""Training a CNN on pairs of frames: SIGReg (or whitening) and alignment, resumable."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import torch
from torch import Tensor, nn

from lejepa_proofs.errors import LejepaError
from lejepa_proofs.learning import checkpoints
from lejepa_proofs.learning.config import rate_factor
from lejepa_proofs.learning.control.maps import Array
from lejepa_proofs.learning.encoders import CNN
from lejepa_proofs.learning.objectives import RegularisedAlignment, Whitening, alignment
from lejepa_proofs.learning.pixels.cache import FrameSet
from lejepa_proofs.learning.pixels.config import PixelConfig
from lejepa_proofs.learning.pixels.reacher import Frames
from lejepa_proofs.learning.sigreg import SIGReg

DIMENSION = 2
"""Of the code: as many as joints."""
TAIL = 0.05
"""The share of the last steps over which losses are averaged for the record."""


def images(frames: Frames, device: torch.device | str = "cpu") -> Tensor:
    """Frames ``(m, side, side, 3)`` of 8 bits as ``(m, 3, side, side)`` in [0, 1]."""
    moved = torch.from_numpy(np.ascontiguousarray(frames)).to(device).permute(0, 3, 1, 2)
    return moved.float() / 255


class Standardise(nn.Module):
    """``x ↦ (x − x̄)/σ``: the mean picture x̄, and one σ for all pixels, of ``frames``.

    The arm covers few pixels; without this the codes of all frames start out nearly equal, where
    SIGReg is nearly flat.
    """

    mean: Tensor
    scale: Tensor

    def __init__(self, frames: Frames) -> None:
        super().__init__()
        some = images(frames[:2048])
        self.register_buffer("mean", some.mean(0))
        self.register_buffer("scale", (some - self.mean).square().mean().sqrt().clamp_min(1e-6))

    def forward(self, x: Tensor) -> Tensor:
        return (x - self.mean) / self.scale


def codes(model: nn.Module, frames: Frames, device: torch.device | str = "cpu") -> Array:
    """The codes of frames, in double precision, shape ``(m, N)``."""
    with torch.no_grad():
        parts = [
            model(images(frames[i : i + 256], device)).double().cpu().numpy()
            for i in range(0, len(frames), 256)
        ]
    return np.concatenate(parts) if parts else np.empty((0, DIMENSION))


class Losses(NamedTuple):
    """Averages over the last steps: alignment L, regulariser, and the loss, which weighs L/4N."""

    alignment: float
    regulariser: float
    total: float


class Trainer:
    """One run in progress; its state is everything that the steps to come depend on.

    Attributes
    ----------
    model:
        The CNN.
    step:
        How many steps were made.
    """

    def __init__(
        self, config: PixelConfig, frames: FrameSet, device: torch.device | str = "cpu"
    ) -> None:
        self.config, self.frames, self.device = config, frames, torch.device(device)
        objective = config.objective
        regulariser: nn.Module
        if objective.kind == "sigreg":
            regulariser = SIGReg(
                objective.slices, knots=objective.knots, upper=objective.upper, seed=config.seed
            )
        elif objective.kind == "vicreg":
            regulariser = Whitening()
        else:
            raise ValueError(f"objective {objective.kind!r}; pixel runs take sigreg or vicreg")
        self.loss = RegularisedAlignment(regulariser, objective.weight).to(self.device)
        network = CNN(
            DIMENSION,
            side=config.frames.size,
            width=config.width,
            hidden=config.hidden,
            seed=config.seed,
        )
        self.model = nn.Sequential(Standardise(frames.frames), network).to(self.device)
        self.optimiser = torch.optim.AdamW(
            self.model.parameters(), lr=config.rate, weight_decay=config.decay
        )
        self.generator = torch.Generator().manual_seed(config.seed)
        self.step = 0
        self.sums = [0.0, 0.0, 0]

    def advance(self) -> float:
        """One step; returns the loss."""
        config = self.config
        for group in self.optimiser.param_groups:
            group["lr"] = config.rate * rate_factor(self.step, config.steps)
        rows = torch.randint(len(self.frames.pairs), (config.batch,), generator=self.generator)
        pairs = self.frames.pairs[rows.numpy()]
        h = self.model(images(self.frames.frames[pairs.T.reshape(-1)], self.device))
        u, v = h[: config.batch], h[config.batch :]
        loss: Tensor = self.loss(u, v)
        self.optimiser.zero_grad(set_to_none=True)
        loss.backward()  # type: ignore[no-untyped-call]
        self.optimiser.step()
        self.step += 1
        value = float(loss.detach())
        if not np.isfinite(value):
            raise LejepaError(
                f"{config.label}: the loss is {value} at step {self.step}; lower the rate"
            )
        if self.step > (1 - TAIL) * config.steps:
            self.sums[0] += float(alignment(u.detach(), v.detach()))
            self.sums[1] += value
            self.sums[2] += 1
        return value

    def losses(self) -> Losses:
        """The record of the last steps; raises ``ValueError`` before they are made."""
        aligned, total, count = self.sums
        if not count:
            raise ValueError(f"no losses on record at step {self.step} of {self.config.steps}")
        weight = self.config.objective.weight
        aligned, total = aligned / count, total / count
        invariant = aligned / (4 * DIMENSION)
        rest = (total - (1 - weight) * invariant) / weight if weight else float("nan")
        return Losses(aligned, rest, total)

    def state(self) -> dict[str, Any]:
        """All that :meth:`resume` needs."""
        return {
            "digest": self.config.digest,
            "step": self.step,
            "sums": self.sums,
            "model": self.model.state_dict(),
            "optimiser": self.optimiser.state_dict(),
            "loss": self.loss.state_dict(),
            "generator": self.generator.get_state(),
        }

    def restore(self, state: dict[str, Any]) -> None:
        """Go on from :meth:`state`; raises ``ValueError`` for that of another run."""
        if state["digest"] != self.config.digest:
            raise ValueError(f"it is of the run {state['digest']}")
        self.model.load_state_dict(state["model"])
        self.optimiser.load_state_dict(state["optimiser"])
        self.loss.load_state_dict(state["loss"])
        self.generator.set_state(state["generator"].cpu())
        self.step, self.sums = state["step"], state["sums"]


def train(
    config: PixelConfig,
    frames: FrameSet,
    checkpoint: Path,
    *,
    device: torch.device | str = "cpu",
    seconds: float = 30.0,
    told: Callable[[int, float], None] | None = None,
) -> Trainer:
    """Train to the end, from the checkpoint if there is one, writing it every so many seconds.

    ``told`` gets the step and the loss after each step. The state is written when it is
    interrupted, and at the end: scoring can be interrupted without training again.
    """
    trainer = Trainer(config, frames, device)
    checkpoints.restore(checkpoint, trainer)
    saved = time.monotonic()
    try:
        while trainer.step < config.steps:
            loss = trainer.advance()
            if told is not None:
                told(trainer.step, loss)
            if time.monotonic() - saved >= seconds:
                checkpoints.save(checkpoint, trainer)
                saved = time.monotonic()
    except KeyboardInterrupt:
        checkpoints.save(checkpoint, trainer)
        raise
    checkpoints.save(checkpoint, trainer)
    return trainer
