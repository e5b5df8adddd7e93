"""Values in working files, sealed: what is not as it was kept is as good as absent."""

from __future__ import annotations

import json
from contextlib import suppress
from typing import TYPE_CHECKING, Any, TypeVar

from themeloom.core.errors import ThemeloomError
from themeloom.core.files import digest, make_room, put

if TYPE_CHECKING:
    from pathlib import Path

Kept = TypeVar("Kept")


def keep(path: Path, value: object, key: str = "") -> Path:
    """Write a value into a working file, sealed, for `kept`."""
    import msgspec

    data = msgspec.json.encode([key, value] if key else value)
    make_room(path)
    return put(path, digest(data).encode() + b"\n" + data)


def remember(path: Path, value: object, key: str = "") -> None:
    """Keep what only saves time: where it cannot be written, it is found out anew."""
    with suppress(ThemeloomError):
        keep(path, value, key)


def kept(path: Path, kind: type[Kept], key: str = "") -> Kept | None:
    """The value in a working file; nothing if it is not there, not as it was, or out of date.

    Args:
        path: the file.
        kind: what the value is.
        key: the hash of all that it depends on, if it was kept under one.
    """
    data = _sealed(path)
    if data is None:
        return None
    import msgspec

    try:
        if key:
            under, data = msgspec.json.decode(data, type=tuple[str, msgspec.Raw])
            if under != key:
                return None
        return msgspec.json.decode(data, type=kind)
    except (UnicodeDecodeError, msgspec.DecodeError):
        return None


def recalled(path: Path, key: str) -> Any:  # noqa: ANN401 - whatever was kept
    """What was kept under a key, as plain data: for whoever cannot wait for its kind to be seen.

    The key must tell the code that kept it as well: what it was is taken on trust.
    """
    with suppress(ValueError, TypeError):
        under, value = json.loads(_sealed(path) or b"")
        return _with_tuples(value) if under == key else None
    return None


def _with_tuples(value: Any) -> Any:  # noqa: ANN401 - any plain data
    if isinstance(value, dict):
        return {name: _with_tuples(one) for name, one in value.items()}
    return tuple(map(_with_tuples, value)) if isinstance(value, list) else value


def _sealed(path: Path) -> bytes | None:
    """What is in a working file below its seal, if that fits."""
    try:
        seal, _, data = path.read_bytes().partition(b"\n")
    except OSError:
        return None
    return data if digest(data).encode() == seal else None
