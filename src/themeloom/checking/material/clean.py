"""Files in which nothing was found, by their content: they need not be read again.

Only that nothing was found is kept, never what was found or looked for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from themeloom.fingerprint import combined, digest, package_digest
from themeloom.weaving.files import put

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


class _Kept(msgspec.Struct):
    """The hash of what was looked for, and those of the files without any of it."""

    key: str
    files: list[str]


class CleanFiles:
    """Remembers clean files from one run to the next.

    Args:
        path: the file that remembers.
        looked_for: all that decides what is found in a file; only a hash of it is kept.
    """

    def __init__(self, path: Path, looked_for: object) -> None:
        self._path = path
        self._key = combined({"package": package_digest(), "looked for": looked_for})
        self._known = frozenset(self._read())
        self._found: set[str] = set()

    def knows(self, name: str, data: bytes) -> bool:
        """Whether a file of this name and content was clean."""
        return self._mark(name, data) in self._known

    def add(self, name: str, data: bytes) -> None:
        """Note a file in which nothing was found."""
        self._found.add(self._mark(name, data))

    def save(self) -> None:
        """Keep what was noted."""
        if not self._found <= self._known:
            kept = _Kept(self._key, sorted(self._known | self._found))
            put(self._path, msgspec.json.encode(kept))

    def _read(self) -> Iterator[str]:
        try:
            kept = msgspec.json.decode(self._path.read_bytes(), type=_Kept)
        except (OSError, msgspec.DecodeError):
            return
        if kept.key == self._key:
            yield from kept.files

    @staticmethod
    def _mark(name: str, data: bytes) -> str:
        return digest(name.encode() + b"\0" + data)
