"""Knowing by content whether anything that goes in has changed."""

from __future__ import annotations

import hashlib
import json
import os
import sys
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

#: Libraries whose version changes what is derived.
_DERIVING = ("matplotlib", "msgspec", "num2words", "numpy", "pandas", "rapidfuzz")


def digest(data: bytes) -> str:
    """SHA-256 as hexadecimal digits."""
    return hashlib.sha256(data).hexdigest()


def digest_of(path: Path) -> str:
    """The digest of a file, or `absent`."""
    try:
        return digest(path.read_bytes())
    except OSError:
        return "absent"


def digests(paths: Iterable[Path], root: Path) -> dict[str, str]:
    """The digest of each file, by its path from `root`, sorted."""
    return {path.relative_to(root).as_posix(): digest_of(path) for path in sorted(paths)}


def files_below(folder: Path) -> list[Path]:
    """Every file below a folder, sorted; hidden files and folders and caches left out."""
    found: list[Path] = []
    for place, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not is_unseen(name)]
        found += [Path(place, name) for name in names if not is_unseen(name)]
    return sorted(found)


def is_unseen(part: str) -> bool:
    """Whether a file or folder of this name takes no part: hidden, or a cache."""
    return part.startswith(".") or part == "__pycache__"


@cache
def package_digest() -> str:
    """The digest of this package's own files: another version may weave differently."""
    folder = Path(__file__).parent
    return combined(digests(files_below(folder), folder))


def versions(names: Iterable[str] = _DERIVING) -> dict[str, str]:
    """Versions of Python and of installed libraries, without importing them."""
    return dict(_versions(tuple(names)))


@cache
def _versions(names: tuple[str, ...]) -> dict[str, str]:
    from importlib.metadata import PackageNotFoundError, version

    found = {"python": ".".join(map(str, sys.version_info[:3]))}
    for name in names:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = "absent"
    return found


def combined(parts: Mapping[str, object]) -> str:
    """One digest of named parts."""
    return digest(json.dumps(parts, sort_keys=True, default=str).encode())
