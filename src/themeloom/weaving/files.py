"""Putting files in place: whole or not at all, and only those that changed."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from themeloom.errors import ThemeloomError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


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


def put_all(files: Mapping[Path, bytes], stale: Iterable[Path] = ()) -> list[Path]:
    """Write those files whose content changed, then remove stale ones.

    Args:
        files: every file and what it must hold.
        stale: files of earlier runs; those that are not in `files` are removed.

    Returns:
        The paths that were written or removed, sorted.
    """
    changed = [path for path, data in files.items() if not _holds(path, data)]
    for path in changed:
        put(path, files[path])
    gone = [path for path in stale if path not in files]
    for path in gone:
        path.unlink(missing_ok=True)
    return sorted([*changed, *gone])


def _holds(path: Path, data: bytes) -> bool:
    try:
        return path.stat().st_size == len(data) and path.read_bytes() == data
    except OSError:
        return False
