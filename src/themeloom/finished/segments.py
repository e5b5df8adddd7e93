"""A finished file as stretches of text that a reader can be sent to: pages, slides, sections."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING

from themeloom.core.text import plain

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

#: Words with fewer letters than this are looked up as whole words, so that “no” is not in “now”.
_SHORT = 16
#: How many letters at either end of some words tell that they run over the end of a page.
_EDGE = 24


@dataclass(frozen=True)
class Stretch:
    """A part of a finished file.

    Args:
        kind: page, slide or section.
        label: how one would refer to it: `page 6`, `slide 14`, `section 3.1 Methods`.
        anchor: what is put after the file's name to get there (`#page=6`); may be empty.
        text: what a reader reads there, in comparable form.
        letters: only the letters and digits of it: line breaks, hyphens and quotation
            marks differ from format to format.
    """

    kind: str
    label: str
    anchor: str
    text: str
    letters: str

    @classmethod
    def of(cls, kind: str, label: str, anchor: str, text: str) -> Stretch:
        """A stretch of a text as it was read."""
        return cls(kind, label, anchor, plain(text), letters(text))


def letters(text: str) -> str:
    """The letters and digits of a text, in small letters."""
    return "".join(one for one in plain(text).casefold() if one.isalnum())


#: The same words are looked up in every finished file.
_wanted = lru_cache(maxsize=4096)(letters)


class Shelf:
    """The stretches of one file, ready to be searched."""

    def __init__(self, stretches: Sequence[Stretch]) -> None:
        self._stretches = stretches
        self._letters = "".join(one.letters for one in stretches)
        lengths = (len(one.letters) for one in stretches)
        self._starts = [0, *accumulate(lengths)][: len(stretches)]

    def holding(self, words: str) -> list[Stretch]:
        """The stretches in which words stand, or begin if they run on into the next."""
        wanted = _wanted(words)
        if len(wanted) < _SHORT:
            return self._whole(words)
        found = dict.fromkeys(self._at(offset) for offset in _all(wanted, self._letters))
        return list(found) or self._over_an_edge(wanted)

    def _at(self, offset: int) -> Stretch:
        return self._stretches[bisect_right(self._starts, offset) - 1]

    def _whole(self, words: str) -> list[Stretch]:
        """Where a few words stand as whole words: “no” is not in “now”."""
        parts = re.findall(r"\w+", plain(words))
        if not parts:
            return []
        inside = r"\W+".join(map(re.escape, parts))
        pattern = re.compile(rf"(?<!\w){inside}(?!\w)", re.IGNORECASE)
        return [stretch for stretch in self._stretches if pattern.search(stretch.text)]

    def _over_an_edge(self, wanted: str) -> list[Stretch]:
        """Where words begin at the end of a page, with a running head before they go on."""
        if len(wanted) < 2 * _EDGE:
            return []
        return [
            here
            for here, following in pairwise(self._stretches)
            if wanted[:_EDGE] in here.letters and wanted[-_EDGE:] in following.letters
        ]


def _all(wanted: str, text: str) -> Iterator[int]:
    start = text.find(wanted)
    while start >= 0:
        yield start
        start = text.find(wanted, start + len(wanted))
