"""Putting files in place: whole or not at all."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from themeloom.errors import ThemeloomError


def put(path: Path, data: bytes) -> None:
    """Write a file so that a reader sees the old one or the new one, never a part.

    Raises:
        ThemeloomError: if its folder cannot be written to.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        temporary = Path(name)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
            temporary.chmod(0o644)
            temporary.replace(path)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise
    except OSError as error:
        raise ThemeloomError(
            f"cannot write {path.name} in {path.parent}: {error.strerror}",
            "make the folder writable, or close the program that holds the file",
        ) from None


def holds(path: Path, data: bytes) -> bool:
    """Whether a file is there and has just this content."""
    try:
        return path.stat().st_size == len(data) and path.read_bytes() == data
    except OSError:
        return False
