"""Result files: one JSON document each, with a checksum over the rest of it. Needs no torch."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from lejepa_proofs.errors import LejepaError
from lejepa_proofs.files import write_atomically

D = TypeVar("D", bound=BaseModel)

ADVICE = "move it away to run it again"


def canonical(data: object) -> str:
    """JSON without choices: sorted keys, no spaces."""
    return json.dumps(data, sort_keys=True, separators=(",", ":"))


def digest(document: BaseModel) -> str:
    """16 hexadecimal digits of the SHA-256 of the document's canonical JSON."""
    return checksum(document.model_dump(mode="json"))[:16]


def checksum(data: object) -> str:
    """The SHA-256 of the canonical JSON."""
    return hashlib.sha256(canonical(data).encode()).hexdigest()


def write(path: Path, document: BaseModel) -> None:
    """Write the document, whole or not at all, with the key ``sha256`` added."""
    data = document.model_dump(mode="json")
    write_atomically(path, json.dumps(data | {"sha256": checksum(data)}, indent=1) + "\n")


def read(path: Path, kind: type[D], advice: str = ADVICE) -> D:
    """The document in ``path``.

    Raises :class:`~lejepa_proofs.errors.LejepaError`, naming the file, when it cannot be read or
    is not what was written; ``advice`` ends its message.
    """
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise LejepaError(f"{path} is not a readable result ({error}); {advice}") from None
    claimed = data.pop("sha256", None) if isinstance(data, dict) else None
    if claimed != checksum(data):
        raise LejepaError(f"{path} is damaged: its checksum does not fit; {advice}")
    try:
        return kind.model_validate(data)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"]) or "document"
        raise LejepaError(f"{path}: {where}: {first['msg']}; {advice}") from None


def find(path: Path, folders: Iterable[Path], kind: type[D]) -> D | None:
    """The document at the first of ``folder / path`` that is there, or ``None``.

    Raises as :func:`read`.
    """
    place = next((folder / path for folder in folders if (folder / path).exists()), None)
    return None if place is None else read(place, kind)
