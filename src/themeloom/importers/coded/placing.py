"""Finding the words of imported codings in the sources of the study; none is guessed."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import accumulate
from typing import TYPE_CHECKING

from themeloom.coding.anchoring import Standing, anchored, places_of, told_apart
from themeloom.coding.nouns import Coder, Coding
from themeloom.core.text import normalise, plain, replaced
from themeloom.importers.coded.offsets import has_words, span

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from themeloom.importers.coded.offsets import Rule
    from themeloom.importers.coded.reading import ReadCoding

_CRLF = re.compile("\r\n")
#: How far words may have moved that stand in a text more than once.
_NEAR = 200
#: Marks that tools put around the words they export.
_AROUND = "\"'“”„‘’«»"


@dataclass(frozen=True)
class Stored:
    """A text as a file stores it, and as it is kept here: plain line ends, real names replaced.

    Args:
        raw: as it is stored.
        moves: what is replaced in the text with plain line ends: start, end, by what.
    """

    raw: str
    moves: Sequence[tuple[int, int, str]] = ()

    @cached_property
    def plain_ends(self) -> str:
        """With plain line ends and without a byte order mark."""
        text = self.raw.removeprefix("\ufeff")
        return text.replace("\r\n", "\n").replace("\r", "\n")

    @cached_property
    def text(self) -> str:
        """As it is kept here."""
        return replaced(self.plain_ends, self.moves).text

    @cached_property
    def _ends(self) -> list[int]:
        return [match.start() for match in _CRLF.finditer(self.raw)]

    @cached_property
    def _shifts(self) -> list[int]:
        return list(accumulate(len(by) - (end - start) for start, end, by in self.moves))

    def place(self, raw: int, *, is_end: bool) -> int:
        """A place of the stored text in the kept one; within a name, its beginning or its end."""
        place = raw - bisect_left(self._ends, raw) - self.raw.startswith("\ufeff")
        at = bisect_right(self.moves, place, key=lambda one: one[0]) - 1
        if at < 0:
            return max(place, 0)
        start, end, by = self.moves[at]
        before = self._shifts[at - 1] if at else 0
        if start < place < end:
            return start + before + (len(by) if is_end else 0)
        if place <= start:
            return place + before
        return place + self._shifts[at]


@dataclass(frozen=True)
class Placed:
    """Where the words of an imported coding are.

    Args:
        source: the id of the source.
        start: where they begin; with `end` 0 where they are nowhere.
        end: where they end.
        why: why they are nowhere, if they are.
        moved: whether the file says of its words that they stand elsewhere.
    """

    source: str = ""
    start: int = 0
    end: int = 0
    why: str = ""
    moved: bool = False


def by_offsets(coding: ReadCoding, stored: Stored, rule: Rule, source: str, text: str) -> Placed:
    """Where a coding stands by its places; looked up by its words where the text is another one."""
    found = span(stored.raw, coding, rule)
    moved = bool(coding.words) and not (found and has_words(coding, stored.raw[slice(*found)]))
    why = "its places lie outside of the text, or within a character"
    if moved:
        found = _where_words_are(coding, stored.raw, found)
        why = "the words that the file stores of it are not where it says"
    if found is None:
        return Placed(why=why)
    start, end = stored.place(found[0], is_end=False), stored.place(found[1], is_end=True)
    words = stored.text[start:end]
    if start >= end or not words.strip():
        return Placed(why="it has no words")
    if text == stored.text:
        return Placed(source, start, end, moved=moved)
    before = told_apart(stored.text, start, end)
    anchor = anchored(Coding("", start, end, "", Coder(""), words, before), text)
    if anchor.is_exact:
        return Placed(source, anchor.start, anchor.end, moved=moved)
    if anchor.standing is Standing.TWINS:
        return Placed(why=f"ambiguous: its words stand {anchor.twins} times in “{source}” here")
    return Placed(why=f"its words are not in the text of “{source}” that is here")


def _where_words_are(
    coding: ReadCoding, raw: str, said: tuple[int, int] | None
) -> tuple[int, int] | None:
    """Where the words stand that a file stores of a coding, if it can be told for certain.

    A text that was corrected after it was coded has moved them, a little or far.
    """
    words = r"\s+".join(map(re.escape, coding.words.split()))
    places = [match.span() for match in re.finditer(words, raw)]
    if said and len(places) > 1:
        places = [one for one in places if abs(one[0] - said[0]) <= _NEAR]
    if len(places) != 1:
        return None
    start, end = places[0]
    return start, max(end, start + said[1] - said[0]) if coding.cut and said else end


def by_words(words: str, texts: Sequence[tuple[str, str]], hint: int | None = None) -> Placed:
    """Where words stand, in any of some sources, if they stand once in all of them.

    Args:
        words: the words; white space, quotation marks and dashes of any kind are alike.
        texts: ids and texts of the sources in which they may stand.
        hint: where they began, if that is known; it tells twins apart and nothing else.
    """
    exact = [one for one, text in texts if hint is not None and text.startswith(words, hint)]
    if hint is not None and len(exact) == 1 and words.strip():
        return Placed(exact[0], hint, hint + len(words))
    bare = plain(words.strip().strip(_AROUND))
    # What writes tables makes the first letter of a cell a capital.
    for wanted in dict.fromkeys((plain(words), bare, bare[:1].swapcase() + bare[1:])):
        if not wanted:
            return Placed(why="it has no words")
        places = [
            Placed(source, *place) for source, text in texts for place in _places(wanted, text)
        ]
        told = [one for one in places if one.start == hint] if hint is not None else []
        if len(told) == 1 or len(places) == 1:
            return (told or places)[0]
        if places:
            where = sorted({one.source for one in places})
            many = f"{len(places)} times in {', '.join(where[:3])}"
            return Placed(why=f"ambiguous: its words stand {many}")
    return Placed(why="its words stand in no source that is here")


def by_length(placed: Placed, length: int, texts: Mapping[str, str]) -> Placed:
    """Where words end of which only the beginning was found, if their length leaves no doubt.

    Line ends are counted by some as two: beyond one, a length does not tell where words end.
    """
    if placed.why:
        return placed
    text, end = texts[placed.source], placed.start + length
    words = text[placed.start : end].rstrip()
    within_word = re.match(r"\w\w", text[end - 1 :])
    if len(text) < end or "\n" in words or within_word:
        return Placed(why="where its words end is not in the file: import them as a table")
    return replace(placed, end=placed.start + len(words))


def _places(wanted: str, text: str) -> list[tuple[int, int]]:
    normal = normalise(text)
    # More are as ambiguous.
    places = places_of(wanted, normal.text, most=100)
    return [normal.original(at, at + len(wanted)) for at in places]
