"""What was asked of a reader, and what it read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from themeloom.core.errors import ThemeloomError, did_you_mean
from themeloom.core.files import read_bytes

if TYPE_CHECKING:
    from pathlib import Path


def bytes_of(path: Path) -> bytes:
    """What is in a file that somebody names.

    Raises:
        ThemeloomError: if there is none, with the name that may be meant.
    """
    if not path.exists():
        if not path.parent.is_dir():
            raise ThemeloomError(f"there is no file {path}", f"there is no folder {path.parent}")
        beside = [one.name for one in path.parent.iterdir() if one.is_file()]
        raise ThemeloomError(f"there is no file {path}", did_you_mean(path.name, beside))
    return read_bytes(path, path.name)


@dataclass(frozen=True)
class Asked:
    """How a file is to be read.

    Args:
        name: what the file is called.
        encoding: the encoding that its owner knows it to be in; found by evidence if empty.
    """

    name: str
    encoding: str = ""


@dataclass(frozen=True)
class Reading:
    """A file as text.

    Args:
        text: what it says, a paragraph or a turn a line.
        read: what was read, in words.
        left_out: what was not taken over, and why.
        doubts: what a person has to look at before it is taken.
        beside: what stands beside the text (notes, comments), a line each.
        rows: the rows of a table, its heads first; empty if it is none.
        labels: the names that the file itself says are speakers'.
    """

    text: str
    read: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    labels: frozenset[str] = frozenset()
