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
    from collections.abc import Iterator

#: How many characters an ellipsis may leave out: about a page of speech.
LEFT_OUT = 2000
#: How many characters of the original a bracket may stand for.
REPLACED = 120
#: Below this similarity (0 to 100) a passage is not worth showing as "near".
NEAR = 60.0

_GAP = re.compile(r"\s*(?:\[\s*\.\.\.\s*\]|\.\.\.)\s*|\s*\[([^\[\]]*)\]")
_LETTER = re.compile(r"^\w$")


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
    """

    grade: Grade
    start: int = 0
    end: int = 0
    wording: str = ""
    similarity: float = 0.0


@dataclass(frozen=True)
class _Segment:
    """Words that must be there, after at most `gap` characters of anything."""

    words: str
    gap: int
    any_case: bool = False


def find(quotation: str, text: str, normal: Normalised) -> Found:
    """Look a quotation up in a text.

    Args:
        quotation: the words as they are printed, without quotation marks around them.
        text: the original text.
        normal: the same text, normalised (once for many quotations).
    """
    words = plain(quotation)
    if not words:
        return Found(Grade.ABSENT)
    for start in _occurrences(words, normal.text):
        return _found(Grade.EXACT, start, start + len(words), text, normal)
    span = _in_order(_segments(words), normal.text)
    if span is not None:
        return _found(Grade.EDITED, *span, text, normal)
    return _nearest(words, text, normal)


def _found(
    grade: Grade, start: int, end: int, text: str, normal: Normalised, similarity: float = 100.0
) -> Found:
    begin, stop = normal.original(start, end)
    return Found(grade, begin, stop, text[begin:stop], similarity)


def _occurrences(words: str, text: str, begin: int = 0, stop: int | None = None) -> Iterator[int]:
    """Where the words stand as whole words, from left to right."""
    limit = len(text) if stop is None else stop
    start = text.find(words, begin, limit)
    while start >= 0:
        if _whole(text, start, start + len(words)):
            yield start
        start = text.find(words, start + 1, limit)


def _whole(text: str, start: int, end: int) -> bool:
    """No word is cut at either end."""
    cut_before = start > 0 and text[start - 1].isalnum() and text[start].isalnum()
    cut_after = end < len(text) and text[end - 1].isalnum() and text[end].isalnum()
    return not cut_before and not cut_after


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
        elif _LETTER.match(inside) and following.isalnum():
            letter, any_case, gap = inside, True, max(gap, 1)
        else:
            gap = max(gap, REPLACED)
        done = match.end()
    last = letter + words[done:].strip()
    if last:
        segments.append(_Segment(last, gap, any_case))
    return segments


def _in_order(segments: list[_Segment], text: str) -> tuple[int, int] | None:
    """The first span in which all segments follow each other within their gaps."""
    if not segments:
        return None
    # From each place where the quotation so far can end, to where it began.
    ends = {
        start + len(segments[0].words): start for start in _starts(segments[0], text, 0, len(text))
    }
    for segment in segments[1:]:
        reached: dict[int, int] = {}
        for end, began in sorted(ends.items()):
            stop = min(len(text), end + segment.gap + len(segment.words) + 1)
            for start in _starts(segment, text, end, stop):
                reached.setdefault(start + len(segment.words), began)
        ends = reached
    if not ends:
        return None
    end = min(ends)
    return ends[end], end


def _starts(segment: _Segment, text: str, begin: int, stop: int) -> Iterator[int]:
    """Where a segment stands, with either case of its first letter if that is allowed."""
    yield from _occurrences(segment.words, text, begin, stop)
    if segment.any_case:
        yield from _occurrences(segment.words[0].swapcase() + segment.words[1:], text, begin, stop)


def _nearest(words: str, text: str, normal: Normalised) -> Found:
    """The most similar passage, so that a message can show what the source says."""
    from rapidfuzz import fuzz

    best = fuzz.partial_ratio_alignment(words, normal.text, score_cutoff=NEAR)
    if best is None:
        return Found(Grade.ABSENT)
    start, end = _widened(normal.text, best.dest_start, best.dest_end)
    return _found(Grade.NEAR, start, end, text, normal, best.score)


def _widened(text: str, start: int, end: int) -> tuple[int, int]:
    """The same span, out to the borders of the words at its ends."""
    while start > 0 and text[start - 1].isalnum() and text[start].isalnum():
        start -= 1
    while end < len(text) and text[end].isalnum() and text[end - 1].isalnum():
        end += 1
    return start, end


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
