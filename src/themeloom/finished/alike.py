"""Words as they are compared between a document and what was made of it.

What typesetting may change counts for nothing: white space, hyphens at the ends of lines, and
what cannot be seen. Everything else is as it was written, sign for sign.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_left
from collections import Counter
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING

import msgspec

from themeloom.core.expressions import later
from themeloom.core.text import positions

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

#: A hyphen at the end of a line, as PDFium gives it: it may be the word's own or not.
_AT_LINE_END = "\x02"
#: Letters, or digits.
_PIECE = later(r"[^\W\d_]+|\d+")
_HYPHENS = "-‐‑"
#: How many places of one stretch are looked at.
_OFTEN = 500
#: Soft hyphens, joiners, direction marks, byte order marks: what nobody sees.
_UNSEEN = dict.fromkeys(
    map(
        ord,
        "\u00ad\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff\ufe0e\ufe0f",
    )
)
#: A letter with marks that no single sign has, twice: a PDF says it for each of the glyphs.
_MARKED_TWICE = later(
    "(\\w[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]+)\\1+"
)
#: Letters that are drawn as one: whether they are one sign, a PDF does not tell.
_LIGATURES = {sign: unicodedata.normalize("NFKC", chr(sign)) for sign in range(0xFB00, 0xFB07)}


def is_leftward(text: str) -> bool:
    """Whether any of it is read from right to left."""
    return any(unicodedata.bidirectional(sign) in {"R", "AL", "AN"} for sign in set(text))


class Signs(msgspec.Struct, frozen=True, dict=True):
    """A text without white space, and the letters and digits in it.

    Args:
        text: its signs.
    """

    text: str

    @classmethod
    def of(cls, words: str) -> Signs:
        """The signs of what was written."""
        seen = unicodedata.normalize("NFC", words).translate(_UNSEEN).translate(_LIGATURES)
        return cls(_MARKED_TWICE.sub(r"\1", "".join(seen.split())))

    @cached_property
    def at(self) -> list[int]:
        """Where in the text each letter stands."""
        return [place for place, sign in enumerate(self.text) if sign.isalnum()]

    @cached_property
    def letters(self) -> str:
        """The letters and digits alone: by them a place is found."""
        return "".join(filter(str.isalnum, self.text))

    def says(self, other: Signs, start: int) -> bool:
        """Whether the other text stands here, sign for sign.

        Args:
            other: with at least one letter.
            start: which letter of this text its first one is.
        """
        begin = self.at[start] - other.at[0]
        if begin >= 0 and self.text.startswith(other.text, begin):
            return True
        return _same(self.text, begin, other.text) if _AT_LINE_END in self.text else False


def _same(text: str, begin: int, other: str) -> bool:
    """Whether a text stands in another whose lines may end with hyphens."""
    place = max(begin, 0)
    if begin < 0:
        return False
    for sign in other:
        while place < len(text) and text[place] == _AT_LINE_END and sign not in _HYPHENS:
            place += 1
        if place >= len(text):
            return False
        if text[place] != sign and not (text[place] == _AT_LINE_END and sign in _HYPHENS):
            return False
        place += 1
    return True


def leftward(letters: str) -> Counter[str]:
    """How often there is each letter that is read from right to left.

    In a PDF signs of a line stand in the order in which they are drawn: they are counted.
    """
    counts = Counter(letters)
    return Counter({sign: count for sign, count in counts.items() if is_leftward(sign)})


def rightward(texts: Iterable[str]) -> Counter[str]:
    """How often there is each word of other scripts, and each number.

    Within lines that are set leftwards they stand in another order, and so do the parts of one
    such as “p01” or “well-known”.
    """
    words = (word for text in texts for word in text.split() if not is_leftward(word))
    pieces = (piece for word in words for piece in _PIECE.findall(word))
    return Counter(letters for piece in pieces if (letters := Signs.of(piece).letters))


def in_order(stretches: Sequence[Signs], whole: Signs) -> list[int]:
    """Where stretches stand in a whole: for each the number of its first letter, -1 if nowhere.

    If all of them stand there in the order in which they are given, they are found so; else as
    many of them as can be. One without letters is nowhere.
    """
    return _all(stretches, whole) or _most(stretches, whole)


def places(one: Signs, whole: Signs, start: int = 0) -> Iterator[int]:
    """Where a stretch stands in a whole by its letters, one place after the other."""
    return positions(whole.letters, one.letters, start) if one.letters else iter(())


def _all(stretches: Sequence[Signs], whole: Signs) -> list[int]:
    """Each at the first place behind the one before; nothing if one of them is not there."""
    found, done = [], 0
    for one in stretches:
        place = next((at for at in places(one, whole, done) if whole.says(one, at)), -1)
        if one.letters and place < 0:
            return []
        found.append(place)
        done = max(done, place + len(one.letters))
    return found


class _Row(msgspec.Struct, frozen=True):
    """A stretch that was found, behind others that were found before it."""

    number: int
    place: int
    before: _Row | None


def _most(stretches: Sequence[Signs], whole: Signs) -> list[int]:
    """The longest row of stretches that stand in the whole one behind the other."""
    # Where the longest rows so far end, one for each length, and what is in them.
    ends: list[int] = []
    rows: list[_Row] = []
    for number, one in enumerate(stretches):
        there = list(islice(places(one, whole), _OFTEN))
        for place in reversed([at for at in there if whole.says(one, at)] or there):
            length = bisect_left(ends, place)
            row = _Row(number, place, rows[length - 1] if length else None)
            ends[length : length + 1] = [place]
            rows[length : length + 1] = [row]
    found = [-1] * len(stretches)
    last = rows[-1] if rows else None
    while last:
        found[last.number], last = last.place, last.before
    return found
