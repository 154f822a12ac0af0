"""Checkpoints: whole or absent, and never trusted without their checksum."""

from __future__ import annotations

import hashlib
import io
import os
import tempfile
from pathlib import Path
from typing import Any, Protocol

import torch

from lejepa_proofs.errors import LejepaError


class Resumable(Protocol):
    """Something in progress, whose state is all that the steps to come depend on."""

    device: torch.device

    def state(self) -> dict[str, Any]: ...

    def restore(self, state: dict[str, Any]) -> None: ...


HEAD = b"lejepa-proofs/checkpoint/1 "


def save(path: Path, batch: Resumable) -> None:
    """Write the batch's state atomically; raises ``LejepaError`` when it cannot be written."""
    buffer = io.BytesIO()
    torch.save(batch.state(), buffer)
    body = buffer.getvalue()
    head = HEAD + hashlib.sha256(body).hexdigest().encode() + b"\n"
    temporary = ""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        with os.fdopen(handle, "wb") as file:
            file.write(head + body)
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, path)
    except OSError as error:
        if temporary and os.path.exists(temporary):
            os.unlink(temporary)
        raise LejepaError(
            f"cannot write {path}: {error.strerror or error}; choose another --out"
        ) from None


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
    if head != HEAD + hashlib.sha256(body).hexdigest().encode():
        raise LejepaError(f"checkpoint {path} is damaged: its checksum does not fit; {advice}")
    try:
        state = torch.load(io.BytesIO(body), map_location=batch.device, weights_only=True)
        batch.restore(state)
    except (ValueError, KeyError, RuntimeError) as error:
        raise LejepaError(f"checkpoint {path} does not fit: {error}; {advice}") from None
    return True
