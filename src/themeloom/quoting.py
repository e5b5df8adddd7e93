"""Finding a quotation in a text, by the rules of quoting in print.

The rules: every word must be there, in order. An ellipsis (`…`, `...`, in
brackets or not) stands for words left out; `[words]` for words put in or put
in place of others; the first letter in brackets may change its case. Kinds of
quotation marks, dashes and white space are no difference.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from themeloom.text import Normalised, plain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

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
#: What an author says in brackets about the words; it stands in the place of none.
_ADDED = frozenset({"sic", "emphasis added", "my emphasis", "our emphasis"})
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
    """Words that must be there, after at most `gap` characters of anything."""

    words: str
    gap: int
    any_case: bool = False


@dataclass(frozen=True)
class _Text:
    """A text in which to look, and what of it counts.

    Args:
        normal: the text, normalised.
        original: as it was stored.
        within: says of a span of the original whether words may be found there.
    """

    normal: Normalised
    original: str
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
        return self.within is None or self.within(*self.normal.original(start, end))

    def _whole(self, start: int, end: int) -> bool:
        """No word is cut at either end, be it written with an apostrophe, a hyphen or a point."""
        return not self._inside_word(start) and not self._inside_word(end)

    def _inside_word(self, border: int) -> bool:
        text = self.normal.text
        if not 0 < border < len(text):
            return False
        before, after = text[border - 1], text[border]
        if before.isalnum() and after.isalnum():
            return True
        if before.isalnum() and text[border + 1 : border + 2].isalnum():
            return self._joins(after, border, text[border - 1], text[border + 1])
        if after.isalnum() and text[border - 2 : border - 1].isalnum() and border > 1:
            return self._joins(before, border - 1, text[border - 2], after)
        return False

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
    normal: Normalised,
    within: Callable[[int, int], bool] | None = None,
    *,
    nearest: bool = True,
) -> Found:
    """Look a quotation up in a text.

    Args:
        quotation: the words as they are printed, without quotation marks around them.
        text: the original text.
        normal: the same text, normalised (once for many quotations).
        within: says of a span of the original whether words may be found there, for
            instance because the right person speaks; everywhere if not given.
        nearest: whether to look for something like it if it is not there, which is slow.
    """
    words = plain(quotation)
    if not words:
        return Found(Grade.ABSENT)
    source = _Text(normal, text, within)
    for start in source.occurrences(words):
        return _found(Grade.EXACT, [(start, start + len(words))], source)
    parts = _in_order(_segments(words), source)
    if parts:
        return _found(Grade.EDITED, parts, source)
    return _nearest(words, source) if nearest else Found(Grade.ABSENT)


def _found(
    grade: Grade, parts: Sequence[tuple[int, int]], source: _Text, similarity: float = 100.0
) -> Found:
    spans = tuple(source.normal.original(*part) for part in parts)
    begin, stop = spans[0][0], spans[-1][1]
    return Found(grade, begin, stop, source.original[begin:stop], similarity, spans)


def _segments(words: str) -> list[_Segment]:
    """The quotation cut at its ellipses and brackets."""
    segments: list[_Segment] = []
    gap, any_case, done, letter = 0, False, 0, ""
    for match in _GAP.finditer(words):
        before = letter + words[done : match.start()].strip()
        if before:
            segments.append(_Segment(before, gap, any_case))
            gap, any_case = 0, False
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
            gap = max(gap, REPLACED)
        done = match.end()
    last = letter + words[done:].strip()
    if last:
        segments.append(_Segment(last, gap, any_case))
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
    }
    for segment in segments[1:]:
        reached: dict[int, list[tuple[int, int]]] = {}
        # From the last such place on, so that of two ways the one that leaves out less is kept.
        for end, parts in sorted(ends.items(), reverse=True):
            stop = min(len(source.normal.text), end + segment.gap + len(segment.words) + 1)
            for start in _starts(segment, source, end, stop):
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
    return _found(Grade.NEAR, [(-start, end)], source, score)


def _near_borders(text: str, place: int, border: re.Pattern[str]) -> list[int]:
    """The borders of words around a place, and the place itself.

    The most similar stretch of letters may begin or end a word or two beside the
    most similar words.
    """
    around = (max(place - _AROUND, 0), place + _AROUND)
    return [place, *(match.start() for match in border.finditer(text, *around))]


def difference(printed: str, wording: str) -> str:
    """Word by word: `[-printed-]{+source+}` where the two differ."""
    from difflib import SequenceMatcher

    ours, theirs = plain(printed).split(), plain(wording).split()
    parts: list[str] = []
    for kind, i, j, k, m in SequenceMatcher(None, ours, theirs, autojunk=False).get_opcodes():
        if kind == "equal":
            parts.append(_abridged(ours[i:j]))
            continue
        if j > i:
            parts.append(f"[-{' '.join(ours[i:j])}-]")
        if m > k:
            parts.append(f"{{+{' '.join(theirs[k:m])}+}}")
    return " ".join(parts)


def _abridged(words: list[str], around: int = 4) -> str:
    """Equal words, the middle of a long run left out."""
    if len(words) <= 2 * around + 1:
        return " ".join(words)
    return f"{' '.join(words[:around])} … {' '.join(words[-around:])}"
