"""Where a coding's words stand in its source: the words are the truth, the offset is a hint.

A transcript that is corrected moves all that follows. The words are looked for where they
were, then everywhere; what is not there any more, or not told from its twins, is said to be so.
"""

from __future__ import annotations

from enum import StrEnum
from itertools import islice
from typing import TYPE_CHECKING

import msgspec

from themeloom.core.text import positions
from themeloom.study.quoting import Grade, nearest

if TYPE_CHECKING:
    from themeloom.coding.nouns import Coding

#: How much of what stands before words tells them from their twins; more where that is not enough.
BEFORE = 32
_MORE = (BEFORE, 128, 512, 2048)
#: How far around their old place words are looked for first.
_AROUND = 2_000
#: How like (0 to 100) what stands there must be to be taken without looking further.
_LIKE = 90.0


class Standing(StrEnum):
    """How a coding stands in its source; only the first two are exact."""

    HERE = "exact"
    MOVED = "exact, at another place"
    TWINS = "ambiguous"
    NEAR = "near"
    LOST = "lost"
    WORDLESS = "without words"


class Anchor(msgspec.Struct, frozen=True):
    """Where the words of a coding are.

    Args:
        standing: how surely.
        start: where they begin, in code points of the source.
        end: where they end.
        similarity: how like the stored words these are, from 0 to 100.
        twins: at how many places they stand, where that is not one.
    """

    standing: Standing
    start: int
    end: int
    similarity: float = 100.0
    twins: int = 1

    @property
    def is_exact(self) -> bool:
        """Whether the words stand there, every character of them, and nowhere else that counts."""
        return self.standing in (Standing.HERE, Standing.MOVED)


def anchored(coding: Coding, text: str, *, near: bool = False) -> Anchor:
    """Look the words of a coding up in its source.

    Args:
        coding: the coding.
        text: the text of its source.
        near: whether to look for what is most like them if they are not there, which is slow.
    """
    words, before, start = coding.quote, coding.before, coding.start
    if not words:
        return Anchor(Standing.WORDLESS, start, min(coding.end, len(text)), 0.0, 0)
    if text.startswith(words, start) and text.endswith(before, 0, start):
        return Anchor(Standing.HERE, start, start + len(words))
    places = places_of(before + words, text)
    if len(places) == 1:
        at = places[0] + len(before)
        return Anchor(Standing.MOVED, at, at + len(words))
    if not places and before:
        # What stood before was corrected: the words may tell their place alone.
        places, before = places_of(words, text), ""
        if len(places) == 1:
            return Anchor(Standing.MOVED, places[0], places[0] + len(words))
    if places:
        at = min(places, key=lambda one: abs(one + len(before) - start)) + len(before)
        return Anchor(Standing.TWINS, at, at + len(words), 100.0, len(places))
    return _nearest(words, text, start) if near else Anchor(Standing.LOST, start, start, 0.0, 0)


def places_of(words: str, text: str, most: int = 1_000) -> list[int]:
    """Where words begin in a text, overlapping ones included, up to so many."""
    return list(islice(positions(text, words, step=1), most))


def told_apart(text: str, start: int, end: int) -> str:
    """What must be stored before words so that they are told from their twins; mostly nothing."""
    words = text[start:end]
    if not words or text.find(words) == text.rfind(words):
        return ""
    for length in _MORE:
        before = text[max(start - length, 0) : start]
        both = before + words
        if before and text.find(both) == text.rfind(both):
            break
    return before


def _nearest(words: str, text: str, hint: int) -> Anchor:
    """What is most like words that are gone: around their old place, else anywhere."""
    begin = max(hint - _AROUND, 0)
    beside = text[begin : hint + len(words) + _AROUND]
    for offset, part in ((begin, beside), (0, text)):
        found = nearest(words, part)
        if found.grade is Grade.NEAR and (found.similarity >= _LIKE or part is text):
            start, end = found.start + offset, found.end + offset
            return Anchor(Standing.NEAR, start, end, found.similarity)
    return Anchor(Standing.LOST, hint, hint, 0.0, 0)
