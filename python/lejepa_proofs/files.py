"""Files that are never seen half-written."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from lejepa_proofs.errors import LejepaError


def write_atomically(path: Path, content: str | bytes) -> None:
    """Write ``content`` to ``path``, text as UTF-8, through a temporary file in the same folder.

    Raises
    ------
    LejepaError
        The folder cannot be made or the file cannot be written; an existing file is left as it
        was.
    """
    temporary = ""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        with os.fdopen(handle, "wb") as file:
            file.write(content.encode() if isinstance(content, str) else content)
            file.flush()
            os.fsync(file.fileno())
        umask = os.umask(0)
        os.umask(umask)
        os.chmod(temporary, 0o666 & ~umask)
        os.replace(temporary, path)
    except OSError as error:
        if temporary and os.path.exists(temporary):
            os.unlink(temporary)
        raise LejepaError(
            f"cannot write {path}: {error.strerror or error}; choose another place"
        ) from None
