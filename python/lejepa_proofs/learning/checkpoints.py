"""Checkpoints of batches: whole or absent, and never trusted without their checksum."""

from __future__ import annotations

import hashlib
import io
from pathlib import Path
from typing import Any, Protocol

import torch

from lejepa_proofs.errors import LejepaError
from lejepa_proofs.files import write_atomically

HEAD = b"lejepa-proofs/checkpoint/1 "


class Resumable(Protocol):
    """Training in progress: all that the steps to come depend on, and the device it is on."""

    @property
    def device(self) -> torch.device: ...

    def state(self) -> dict[str, Any]: ...

    def restore(self, state: dict[str, Any]) -> None: ...


def save(path: Path, batch: Resumable) -> None:
    """Write the batch's state atomically; raises ``LejepaError`` when it cannot be written."""
    buffer = io.BytesIO()
    torch.save(batch.state(), buffer)
    body = buffer.getvalue()
    write_atomically(path, _head(body) + b"\n" + body)


def _head(body: bytes) -> bytes:
    return HEAD + hashlib.sha256(body).hexdigest().encode()


def restore(path: Path, batch: Resumable) -> bool:
    """Continue from ``path`` if it exists, and say whether it did.

    Raises
    ------
    LejepaError
        The file cannot be read, is damaged, or is of other runs.
    """
    advice = "move it away to train from the beginning"
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return False
    except OSError as error:
        raise LejepaError(f"cannot read checkpoint {path}: {error.strerror}; {advice}") from None
    head, _, body = data.partition(b"\n")
    if head != _head(body):
        raise LejepaError(f"checkpoint {path} is damaged: its checksum does not fit; {advice}")
    try:
        state = torch.load(io.BytesIO(body), map_location=batch.device, weights_only=True)
        batch.restore(state)
    except (ValueError, KeyError, RuntimeError) as error:
        raise LejepaError(f"checkpoint {path} does not fit: {error}; {advice}") from None
    return True
