"""Finding a quotation in a text, by the rules of quoting in print.

The rules: every word must be there, in order. An ellipsis (`…`, `...`, in
brackets or not) stands for words left out; `[words]` for words put in or put
in place of others; the first letter in brackets may change its case. Kinds of
quotation marks, dashes and white space are no difference. Brackets of the text
itself are its words: a quotation keeps them whole, or leaves them out by an
ellipsis; `[words]` stand for plain words alone.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from itertools import product
from typing import TYPE_CHECKING

from themeloom.core.text import normalise, plain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from themeloom.core.text import Normalised

#: How many characters an ellipsis may leave out: about a page of speech.
LEFT_OUT = 2000
#: How many characters of the original a bracket may stand for.
REPLACED = 120
#: Below this similarity (0 to 100) a passage is not worth showing as "near".
NEAR = 60.0

#: How many characters on either side a near passage may be moved to begin and end with words.
_AROUND = 24
_WORD_START = re.compile(r"(?<!\w)(?=\S)")
_WORD_END = re.compile(r"(?<=\S)(?!\w)")
_GAP = re.compile(r"\s*(?:\[\s*\.\.\.\s*\]|\.\.\.)\s*|\s*\[([^\[\]]*)\]")
_LETTER = re.compile(r"^\w$")
#: Letters by which a text changes a word, and how many characters they take at most.
_LETTERS = re.compile(r"[\[(][^\W\d_]{1,3}[\])]")
_NEXT = 5
#: What an author says in brackets about the words; it stands in the place of none.
_ADDED = frozenset({"sic", "emphasis added", "my emphasis", "our emphasis"})
#: Brackets of any kind, each with the one that closes it.
_PAIRS = dict(zip("[({<（［｛＜【〔", "])}>）］｝＞】〕", strict=True))
#: A bracket; not the mouth of a smiling face, and not a sign of comparison or an arrow.
_BRACKET = re.compile(r"(?<![:;])(?<![:;]-)[][(){}（）［］｛｝＜＞【】〔〕]|<(?=\S)|(?<![\s-])>")
#: Longer than this, two brackets hardly belong to each other.
_NOTE = 400
#: Where a paragraph ends.
_END = re.compile(r"\n\s*\n|[\f\u2029]")
#: How many brackets of a quotation may be the author's or the text's, each tried as both.
_DOUBTFUL = 6
#: The marks that join two words into one; dashes, which compare equal, do not.
_HYPHENS = "-\u2010\u2011"


class Grade(StrEnum):
    """How a quotation stands to the text it names."""

    EXACT = "exact"
    EDITED = "edited"
    NEAR = "near"
    ABSENT = "absent"


@dataclass(frozen=True)
class Found:
    """Where a quotation stands, in code points of the original text.

    Args:
        grade: exact, edited by the rules, near, or absent.
        start: where it begins (0 if absent).
        end: where it ends, exclusive.
        wording: the words of the original between the two.
        similarity: 0 to 100; 100 for exact and edited.
        parts: where the words between ellipses and brackets stand, each from start to end.
    """

    grade: Grade
    start: int = 0
    end: int = 0
    wording: str = ""
    similarity: float = 0.0
    parts: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True)
class _Segment:
    """Words that must be there, after at most `gap` characters of anything.

    The last one may have no words: then it says what follows the quotation.
    `replaces` tells of a bracket before the words, whose place only plain words may have.
    """

    words: str
    gap: int
    any_case: bool = False
    replaces: bool = False

    @property
    def leaves_out(self) -> bool:
        """Whether an ellipsis alone stands before the words: it may pass over anything."""
        return self.gap == LEFT_OUT and not self.replaces


@dataclass(frozen=True)
class _Text:
    """A text in which to look, and what of it counts.

    Args:
        normal: the text, normalised.
        original: as it was stored.
        whole: whether the quotation closes each bracket that it opens.
        within: says of a span of the original whether words may be found there.
    """

    normal: Normalised
    original: str
    whole: bool
    within: Callable[[int, int], bool] | None = None

    def occurrences(self, words: str, begin: int = 0, stop: int | None = None) -> Iterator[int]:
        """Where the words stand as whole words and where they may, from left to right."""
        text = self.normal.text
        limit = len(text) if stop is None else stop
        start = text.find(words, begin, limit)
        while start >= 0:
            end = start + len(words)
            if self._whole(start, end) and self._allowed(start, end):
                yield start
            start = text.find(words, start + 1, limit)

    def _allowed(self, start: int, end: int) -> bool:
        if any(self._cut(start, end, *note) for note in _brackets(self.normal, self.original)):
            return False
        return self.within is None or self.within(*self.normal.original(start, end))

    def _cut(self, start: int, end: int, opened: int, closed: int) -> bool:
        """Whether words are torn out of a bracket of the text: half of it, or without its marks.

        What stands in round brackets is mostly said or written like anything else.
        """
        if end <= opened or closed <= start or (start <= opened and closed <= end):
            return False
        if opened < start and end < closed:
            note = self.normal.text[opened] not in "(（" and closed - opened <= REPLACED
            return note and not self.whole
        return not self.whole

    def is_plain(self, start: int, end: int) -> bool:
        """Whether nothing between two places stands in a bracket of the text."""
        between = self.normal.text[start:end]
        if not between.strip():
            return True
        end -= len(between) - len(between.rstrip())
        start += len(between) - len(between.lstrip())
        return not set(between) & set("[]{}") and not any(
            start < closed and opened < end
            for opened, closed in _brackets(self.normal, self.original)
        )

    def is_beside_bracket(self, place: int, *, after: bool) -> bool:
        """Whether the next thing on that side of a place is a bracket of the text."""
        text, notes = self.normal.text, _brackets(self.normal, self.original)
        if after:
            place += len(text[place:]) - len(text[place:].lstrip())
            return any(opened == place for opened, _ in notes)
        place = len(text[:place].rstrip())
        return any(closed == place for _, closed in notes)

    def _whole(self, start: int, end: int) -> bool:
        """No word is cut at either end, be it written with an apostrophe, a hyphen or a point."""
        return not self._inside_word(start) and not self._inside_word(end)

    def _inside_word(self, border: int) -> bool:
        text = self.normal.text
        if not 0 < border < len(text):
            return False
        before, after = text[border - 1], text[border]
        if (before.isalnum() and after.isalnum()) or self._in_changed_word(border):
            return True
        if before.isalnum() and text[border + 1 : border + 2].isalnum():
            return self._joins(after, border, text[border - 1], text[border + 1])
        if after.isalnum() and text[border - 2 : border - 1].isalnum() and border > 1:
            return self._joins(before, border - 1, text[border - 2], after)
        return False

    def _in_changed_word(self, border: int) -> bool:
        """Whether a word goes on beyond letters that the text has in brackets: [S]he, trust[ed]."""
        text = self.normal.text
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


def find(
    quotation: str,
    text: str,
    within: Callable[[int, int], bool] | None = None,
    *,
    nearest: bool = True,
) -> Found:
    """Look a quotation up in a text.

    Args:
        quotation: the words as they are printed, without quotation marks around them.
        text: the original text.
        within: says of a span of the original whether words may be found there, for
            instance because the right person speaks; everywhere if not given.
        nearest: whether to look for something like it if it is not there, which is slow.
    """
    words = plain(quotation)
    if not words:
        return Found(Grade.ABSENT)
    source = _Text(normalise(text), text, _keeps_brackets(words), within)
    for start in source.occurrences(words):
        return _found(Grade.EXACT, [(start, start + len(words))], source)
    for segments in _readings(words, source.normal.text):
        parts = _in_order(segments, source)
        if parts:
            return _found(Grade.EDITED, parts, source)
    return _nearest(words, source) if nearest else Found(Grade.ABSENT)


def is_in(quotation: str, text: str) -> bool:
    """Whether a text has the words of a quotation, by the rules."""
    return find(quotation, text, nearest=False).grade is not Grade.ABSENT


def _found(
    grade: Grade, parts: Sequence[tuple[int, int]], source: _Text, similarity: float = 100.0
) -> Found:
    spans = tuple(source.normal.original(*part) for part in parts)
    begin, stop = spans[0][0], spans[-1][1]
    return Found(grade, begin, stop, source.original[begin:stop], similarity, spans)


@lru_cache(maxsize=64)
def _bracketed(text: str) -> tuple[tuple[int, int], ...]:
    """Where a text puts something into brackets, marks included; found once for a long text."""
    opened: dict[str, list[int]] = {}
    found: list[tuple[int, int]] = []
    for match in _BRACKET.finditer(text):
        if match[0] in _PAIRS:
            opened.setdefault(_PAIRS[match[0]], []).append(match.start())
        elif opened.get(match[0]):
            found.append((opened[match[0]].pop(), match.end()))
    return tuple(one for one in found if one[1] - one[0] <= _NOTE)


@lru_cache(maxsize=64)
def _brackets(normal: Normalised, original: str) -> tuple[tuple[int, int], ...]:
    """The brackets of a source, found once: none goes on in the next paragraph.

    One that is never closed says nothing of the words that follow it, nor does a sign of
    comparison of a bracket that stands lines below it.
    """
    return tuple(
        (opened, closed)
        for opened, closed in _bracketed(normal.text)
        if not _END.search(original, *normal.original(opened, closed))
    )


def has_brackets(text: str) -> bool:
    """Whether something in a text stands in brackets."""
    return bool(_bracketed(text))


def _keeps_brackets(words: str) -> bool:
    """Whether a quotation has brackets, each of them opened and closed."""
    marks = len(_BRACKET.findall(words))
    return bool(marks) and marks == 2 * len(_bracketed(words))


def _readings(words: str, text: str) -> Iterator[list[_Segment]]:
    """The quotation cut at its marks; a bracket that the text has as well may be the text's."""
    marks = list(_GAP.finditer(words))
    doubtful = [mark for mark in marks if mark[1] is not None and mark[0].strip() in text]
    for kept in product((True, False), repeat=min(len(doubtful), _DOUBTFUL)):
        words_of_text = [mark for mark, keep in zip(doubtful, kept, strict=False) if keep]
        yield _segments(words, [mark for mark in marks if mark not in words_of_text])


def _segments(words: str, marks: list[re.Match[str]]) -> list[_Segment]:
    """The quotation cut at its ellipses and brackets."""
    segments: list[_Segment] = []
    gap, any_case, replaces, done, letter = 0, False, False, 0, ""
    for match in marks:
        before = letter + words[done : match.start()].strip()
        if before:
            segments.append(_Segment(before, gap, any_case, replaces))
            gap, any_case, replaces = 0, False, False
        inside = match[1]
        following = words[match.end() : match.end() + 1]
        letter = ""
        if inside is None or inside.strip() in {"", "..."}:
            gap = max(gap, LEFT_OUT)
        elif inside.strip().casefold() in _ADDED:
            gap = max(gap, 1)
        elif _LETTER.match(inside) and following.isalnum():
            letter, any_case, gap = inside, True, max(gap, 1)
        else:
            gap, replaces = max(gap, REPLACED), True
        done = match.end()
    last = letter + words[done:].strip()
    if last or (replaces and segments):
        segments.append(_Segment(last, gap, any_case, replaces))
    return segments


def _in_order(segments: list[_Segment], source: _Text) -> list[tuple[int, int]]:
    """The first place where all segments follow each other within their gaps; else nothing."""
    if not segments:
        return []
    # From each place where the quotation so far can end, to the parts it consists of.
    first = segments[0]
    ends = {
        start + len(first.words): [(start, start + len(first.words))]
        for start in _starts(first, source, 0, None)
        if not (first.replaces and source.is_beside_bracket(start, after=False))
    }
    for segment in segments[1:]:
        if not segment.words:
            ends = {
                end: parts
                for end, parts in ends.items()
                if not source.is_beside_bracket(end, after=True)
            }
            continue
        reached: dict[int, list[tuple[int, int]]] = {}
        # From the last such place on, so that of two ways the one that leaves out less is kept.
        for end, parts in sorted(ends.items(), reverse=True):
            stop = min(len(source.normal.text), end + segment.gap + len(segment.words) + 1)
            for start in _starts(segment, source, end, stop):
                if not segment.leaves_out and not source.is_plain(end, start):
                    continue
                last = start + len(segment.words)
                reached.setdefault(last, [*parts, (start, last)])
        ends = reached
    return ends[min(ends)] if ends else []


def _starts(segment: _Segment, source: _Text, begin: int, stop: int | None) -> Iterator[int]:
    """Where a segment stands, with either case of its first letter if that is allowed."""
    yield from source.occurrences(segment.words, begin, stop)
    if segment.any_case:
        other = segment.words[0].swapcase() + segment.words[1:]
        yield from source.occurrences(other, begin, stop)


def _nearest(words: str, source: _Text) -> Found:
    """The most similar passage, so that a message can show what the source says."""
    from rapidfuzz import fuzz

    text = source.normal.text
    best = fuzz.partial_ratio_alignment(words, text, score_cutoff=NEAR)
    if best is None:
        return Found(Grade.ABSENT)
    starts = _near_borders(text, best.dest_start, _WORD_START)
    ends = _near_borders(text, best.dest_end, _WORD_END)
    score, start, end = max(
        (fuzz.ratio(words, text[start:end]), -start, end)
        for start in starts
        for end in ends
        if start < end
    )
    start = -start
    for opened, closed in _brackets(source.normal, source.original):
        # What the text has in brackets is shown with them.
        if opened < end and start < closed:
            start, end = min(start, opened), max(end, closed)
    return _found(Grade.NEAR, [(start, end)], source, score)


def _near_borders(text: str, place: int, border: re.Pattern[str]) -> list[int]:
    """The borders of words around a place, and the place itself.

    The most similar stretch of letters may begin or end a word or two beside the
    most similar words.
    """
    around = (max(place - _AROUND, 0), place + _AROUND)
    return [place, *(match.start() for match in border.finditer(text, *around))]
