"""A text in which words are looked for: where they stand whole, and what it has in brackets."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from themeloom.core.expressions import later
from themeloom.core.text import UNSPACED
from themeloom.study.editing import NEGATING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from themeloom.core.text import Normalised

#: Brackets of any kind, each with the one that closes it.
_PAIRS = dict(zip("([{<（［｛＜【〔", ")]}>）］｝＞】〕", strict=True))
#: A bracket; not the mouth of a smiling face, and not a sign of comparison or an arrow.
BRACKET = later(
    r"[][(){}（）［］｛｝＜＞【】〔〕<>]"
    r"(?:(?<![:;].)(?<![:;]-.)(?<![<>])|(?<=<)(?=\S)|(?<=>)(?<![\s-]>))"
)
#: Longer than this, two brackets hardly belong to each other.
_NOTE = 400
#: Where a paragraph ends.
_END = later(r"\n\s*\n|[\f\u2029]")
#: Words torn out of a bracket that is longer than this are a part of what was said.
_ASIDE = 120
#: Letters by which a text changes a word, and how many characters they take at most.
_LETTERS = later(r"[\[(][^\W\d_]{1,3}[\])]")
_NEXT = 5
#: The marks that join two words into one; dashes, which compare equal, do not.
_HYPHENS = "-\u2010\u2011"
#: How much of a text is looked through for brackets at once.
_BLOCK = 1 << 16
#: How many places are looked at before words count as too common to be looked up.
_EFFORT = 300_000
#: Words that nothing parts may begin and end anywhere.
_UNSPACED = later(rf"[{UNSPACED}]{{2}}")
#: But not between a word and what negates it.
_NEGATED = later(rf"[{NEGATING['before']}]|.(?:{'|'.join(NEGATING['behind'])})")
_SPACE = later(r"\s*")


def bracketed(text: str, start: int = 0, end: int | None = None) -> list[tuple[int, int]]:
    """Where a text puts something into brackets, marks included, by where they open."""
    opened: dict[str, list[int]] = {}
    found: list[tuple[int, int]] = []
    # Far faster than a pattern of so many signs that finds none.
    has_any = any(one in text for one in _PAIRS)
    stop = (len(text) if end is None else end) if has_any else start
    for match in BRACKET.finditer(text, start, stop):
        if match[0] in _PAIRS:
            opened.setdefault(_PAIRS[match[0]], []).append(match.start())
        elif opened.get(match[0]):
            found.append((opened[match[0]].pop(), match.end()))
    return sorted(one for one in found if one[1] - one[0] <= _NOTE)


@lru_cache(maxsize=256)
def _block(normal: Normalised, original: str, number: int) -> tuple[list[int], list[int]]:
    """The brackets that open in one block of a text, found once: where each opens and closes.

    One that is never closed says nothing of the words that follow it, nor does one that would
    be closed in the next paragraph.
    """
    begin, stop = number * _BLOCK, (number + 1) * _BLOCK
    around = bracketed(normal.text, max(begin - _NOTE, 0), stop + _NOTE)
    found = [
        (opened, closed)
        for opened, closed in around
        if begin <= opened < stop and not _END.search(original, *normal.original(opened, closed))
    ]
    return [opened for opened, _ in found], [closed for _, closed in found]


@dataclass
class Passage:
    """A text in which to look, and what of it counts.

    Args:
        normal: the text, normalised.
        original: as it was stored.
        whole: whether the quotation closes each bracket that it opens.
        within: says of a span of the original whether words may be found there.
        effort: how many more places may be looked at.
    """

    normal: Normalised
    original: str
    whole: bool = False
    within: Callable[[int, int], bool] | None = None
    effort: int = field(default=_EFFORT)

    @property
    def text(self) -> str:
        """The text in comparable form."""
        return self.normal.text

    @property
    def is_exhausted(self) -> bool:
        """Whether so many places were looked at that the rest was not."""
        return self.effort <= 0

    def occurrences(
        self, words: str, begin: int = 0, stop: int | None = None, *, is_elided: bool = False
    ) -> Iterator[int]:
        """Where the words stand as whole words and where they may, from left to right.

        What is elided ends with an apostrophe, behind which something else stands: l'hôpital.
        """
        for start in self._places(words, begin, stop):
            end = start + len(words)
            is_cut = self.is_inside_word(start) or (not is_elided and self.is_inside_word(end))
            if not is_cut and self.may_have(start, end):
                yield start

    def stems(
        self, words: str, endings: frozenset[str], begin: int, stop: int | None
    ) -> Iterator[tuple[int, int]]:
        """Where the words stand and the last goes on with one of the endings, if with any."""
        for start in self._places(words, begin, stop):
            end = start + len(words)
            while (
                end < len(self.text)
                and end - start - len(words) <= _NEXT
                and (self.text[end].isalpha() or self.text[end] == "'")
            ):
                end += 1
            if (
                self.text[start + len(words) : end] in endings
                and not (self.is_inside_word(start) or self.is_inside_word(end))
                and self.may_have(start, end)
            ):
                yield start, end

    def _places(self, words: str, begin: int, stop: int | None) -> Iterator[int]:
        limit = len(self.text) if stop is None else stop
        start = self.text.find(words, begin, limit)
        while start >= 0 and self.effort > 0:
            self.effort -= 1
            yield start
            start = self.text.find(words, start + 1, limit)

    def brackets(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        """The brackets of the text that have anything of a span in them."""
        begin = max(start - _NOTE, 0)
        for number in range(begin // _BLOCK, max(end - 1, 0) // _BLOCK + 1):
            opens, closes = _block(self.normal, self.original, number)
            for at in range(bisect_left(opens, begin), bisect_left(opens, end)):
                self.effort -= 1
                if closes[at] > start:
                    yield opens[at], closes[at]

    def may_have(self, start: int, end: int) -> bool:
        """Whether words may be found here: in no half bracket, and where the caller wants them."""
        if any(self._cuts(start, end, *note) for note in self.brackets(start, end)):
            return False
        return self.within is None or self.within(*self.normal.original(start, end))

    def _cuts(self, start: int, end: int, opened: int, closed: int) -> bool:
        """Whether words are torn out of a bracket of the text: half of it, or without its marks.

        What stands in round brackets is mostly said or written like anything else.
        """
        if start <= opened and closed <= end:
            return False
        if opened < start and end < closed:
            note = self.text[opened] not in "(（" and closed - opened <= _ASIDE
            return note and not self.whole
        return not self.whole

    def is_plain(self, start: int, end: int) -> bool:
        """Whether nothing between two places stands in a bracket of the text."""
        between = self.text[start:end]
        if not between.strip():
            return True
        end -= len(between) - len(between.rstrip())
        start += len(between) - len(between.lstrip())
        return not set(between) & set("[]{}") and not any(self.brackets(start, end))

    def is_beside_bracket(self, place: int, *, after: bool) -> bool:
        """Whether the next thing on that side of a place is a bracket of the text."""
        if after:
            space = _SPACE.match(self.text, place)
            place = space.end() if space else place
            return any(opened == place for opened, _ in self.brackets(place, place + 1))
        while place > 0 and self.text[place - 1].isspace():
            place -= 1
        return any(closed == place for _, closed in self.brackets(max(place - 1, 0), place))

    def is_inside_word(self, border: int) -> bool:
        """Whether a border cuts a word, be it written with an apostrophe, a hyphen or a point."""
        text = self.text
        if not 0 < border < len(text) or " " in text[border - 1 : border + 1]:
            return False
        before, after = text[border - 1], text[border]
        if before.isalnum() and after.isalnum():
            apart = _UNSPACED.match(text, border - 1) and not _NEGATED.match(text, border - 1)
            return not apart
        if self._in_changed_word(border):
            return True
        if before.isalnum() and text[border + 1 : border + 2].isalnum():
            return self._joins(after, border, text[border - 1], text[border + 1])
        if after.isalnum() and text[border - 2 : border - 1].isalnum() and border > 1:
            return self._joins(before, border - 1, text[border - 2], after)
        return False

    def _in_changed_word(self, border: int) -> bool:
        """Whether a word goes on beyond letters that the text has in brackets: [S]he, trust[ed]."""
        text = self.text
        return any(
            (border == match.start() and text[border - 1 : border].isalnum())
            or (border == match.end() and text[border : border + 1].isalnum())
            for match in _LETTERS.finditer(text, max(border - _NEXT, 0), border + _NEXT)
        )

    def _joins(self, mark: str, at: int, left: str, right: str) -> bool:
        """Whether a mark between two letters or digits makes one word of them."""
        if mark == "-":
            return self.original[self.normal.original(at, at + 1)[0]] in _HYPHENS
        if mark in ".,":
            return left.isdigit() and right.isdigit()
        return mark == "'"
