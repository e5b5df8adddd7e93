"""Lists of lines in which what must be found stands between « and »."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

#: How signs that cannot be seen are written in the lists.
_UNSEEN = {"{nbsp}": "\u00a0", "{zwsp}": "\u200b", "{shy}": "\u00ad", "{nl}": "\n"}

Span = tuple[int, int]


def lines(listed: Path | str) -> list[str]:
    """The lines of a list, or of a file with one, that begin with a dash, without it."""
    text = listed if isinstance(listed, str) else listed.read_text(encoding="utf-8")
    return [one[2:] for one in text.split("\n") if one[:2] == "- "]


def seen(text: str) -> str:
    """A text with the signs that it has by their numbers."""
    return re.sub(r"\\u([0-9a-f]{4})", lambda one: chr(int(one[1], 16)), text)


def marked(line: str) -> tuple[str, list[Span]]:
    """A line without its marks, and the spans that were marked."""
    for written, sign in _UNSEEN.items():
        line = line.replace(written, sign)
    text, begins, ends = "", [], []
    for piece in re.split("([«»])", line):
        if piece in {"«", "»"}:
            (begins if piece == "«" else ends).append(len(text))
        else:
            text += piece
    return text, list(zip(begins, ends, strict=True))


def overlapping(span: Span, others: list[Span]) -> Iterator[Span]:
    """The spans that share a letter with a span."""
    return (one for one in others if one[0] < span[1] and one[1] > span[0])
