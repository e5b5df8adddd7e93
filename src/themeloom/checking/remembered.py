"""The report of the last run, for when nothing that the checks look at has changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from themeloom.checking.findings import Report  # noqa: TC001 - msgspec reads the annotations
from themeloom.weaving.files import put

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


class _Kept(msgspec.Struct):
    """A report, and the hash of all that was looked at for it."""

    key: str
    report: Report


def remembered(path: Path, key: str, ask: Callable[[], Report]) -> Report:
    """The report kept in a file if its key is this one, else a new one, which is kept.

    Args:
        path: the file that keeps it.
        key: the hash of everything that the checks look at.
        ask: runs the checks.
    """
    try:
        kept = msgspec.json.decode(path.read_bytes(), type=_Kept)
    except (OSError, msgspec.DecodeError):
        kept = None
    if kept is not None and kept.key == key:
        return kept.report
    report = ask()
    put(path, msgspec.json.encode(_Kept(key, report)))
    return report
