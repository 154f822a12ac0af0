"""Trained encoders of planar runs, kept for planning: whole or absent, checked when read."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor

from lejepa_proofs.errors import LejepaError
from lejepa_proofs.learning import checkpoints
from lejepa_proofs.learning.config import RunConfig
from lejepa_proofs.learning.control.maps import Array, Encoder
from lejepa_proofs.learning.training import Batch

CHUNK = 1 << 15
"""Points encoded at a time."""


def kept_path(folder: Path, config: RunConfig) -> Path:
    """``folder/encoders/DIGEST.pt``; made by training, not part of the recorded results."""
    return folder / "encoders" / f"{config.digest}.pt"


class Kept:
    """The weights of one run's encoder, in the form that checkpoints are read and written."""

    device = torch.device("cpu")

    def __init__(self, config: RunConfig, weights: Mapping[str, Tensor] | None = None) -> None:
        self.config = config
        self.weights = {} if weights is None else dict(weights)

    def state(self) -> dict[str, Any]:
        """The run's name and the weights."""
        return {"run": self.config.digest, "weights": self.weights}

    def restore(self, state: dict[str, Any]) -> None:
        """Take the weights from :meth:`state`; raises ``ValueError`` for those of another run."""
        if state["run"] != self.config.digest:
            raise ValueError(f"it holds the encoder of the run {state['run']}")
        self.weights = state["weights"]


def keep(folder: Path, batch: Batch) -> None:
    """Write the encoder of every run of a finished batch: of its restarts, that of least loss."""
    state = batch.encoder.state_dict()
    for config, lane in zip(batch.configs, batch.winners(), strict=True):
        weights = {name: value[lane : lane + 1].cpu().clone() for name, value in state.items()}
        checkpoints.save(kept_path(folder, config), Kept(config, weights))


def kept_encoder(folder: Path, config: RunConfig) -> Encoder:
    """From latents ``(…, N)`` through the run's mixing and its encoder, in double precision.

    Raises
    ------
    LejepaError
        There is no such encoder in ``folder``, or it is damaged or another run's.
    """
    kept = Kept(config)
    path = kept_path(folder, config)
    if not checkpoints.restore(path, kept):
        raise LejepaError(f"{path} is missing; train the run {config.digest} first")
    batch = Batch([config.model_copy(update={"restarts": 1})])
    try:
        batch.encoder.load_state_dict(kept.weights)
    except RuntimeError as error:
        raise LejepaError(f"{path} does not fit the run: {error}; move it away") from None
    represent = batch.representation([0])

    def encode(z: Array) -> Array:
        # a copy, for planners hand over broadcast arrays that cannot be written to
        flat = torch.from_numpy(np.array(z).reshape(1, -1, z.shape[-1]))
        parts = [represent(flat[:, i : i + CHUNK])[1] for i in range(0, flat.shape[1], CHUNK)]
        return np.asarray(torch.cat(parts, 1)[0].numpy()).reshape(z.shape)

    return encode
