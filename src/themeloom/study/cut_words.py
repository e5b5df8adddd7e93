"""Words of a transcript that are cut at the end of a line, and how they are written whole."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

import msgspec

from themeloom.core.expressions import later
from themeloom.core.text import BREAKS, lines_of

if TYPE_CHECKING:
    import re
    from collections.abc import Iterable, Iterator, Mapping, Sequence

_SPACES = rf"[^\S{BREAKS}]*"
_SOFT = "\u00ad"
_SIGNS = frozenset("-\u2010\u2011\u00ac/\u00ad")
_CUT = later(
    rf"(?P<sign>.{_SOFT}*){_SPACES}(?:\r\n|[{BREAKS}])"
    # The next line may be the first of a page.
    r"(?:\s*\f\s*)?"
)
_BLANK = later(_SPACES)
_WORD = later(r"[^\W_]+(?:[-'’][^\W_]+)*")
_BEFORE = later(rf"{_WORD.pattern}\Z")
#: How long a part of a word may be.
_LONG = 40
_HYPHENS = "-\u2010\u2011"


class Cut(msgspec.Struct, frozen=True):
    """A word that is cut at the end of a line, and how it may be written whole.

    Args:
        start: where what is no part of the word begins.
        end: where the word goes on.
        sign: what joins its parts: nothing, or a hyphen.
        hyphened: the whole word with a hyphen, in small letters, where it may be either.
    """

    start: int
    end: int
    sign: str
    hyphened: str = ""


def cut_words(
    text: str, passed: Mapping[int, int], borders: Iterable[int], forms: set[str]
) -> Iterator[Cut]:
    """Words that are cut at the ends of lines.

    Args:
        text: the transcript.
        passed: what in it is layout already and may stand between the parts: begin and end.
        borders: where turns begin; nobody ends another's word.
        forms: the words of the text, in small letters; filled when they are first needed.
    """
    begun = sorted(borders)
    for match in _cuts(text):
        is_word = text[match.start() - 1 : match.start()].isalpha()
        end = _goes_on(text, match, passed) if is_word else 0
        if end and not _any_between(begun, match.start(), end):
            if not forms:
                forms.update(one.casefold() for one in _WORD.findall(text))
            yield _as_cut(text, match, end, forms)


def _cuts(text: str) -> Iterator[re.Match[str]]:
    """The ends of lines that have a sign of cut words."""
    for start, end in lines_of(text):
        line = text[start:end].rstrip()
        if line[-1:] in _SIGNS:
            before = line.rstrip(_SOFT) if line[-1] == _SOFT else line[:-1]
            if match := _CUT.match(text, start + len(before)):
                yield match


def _any_between(places: Sequence[int], start: int, end: int) -> bool:
    at = bisect_left(places, start)
    return at < len(places) and places[at] <= end


def _goes_on(text: str, match: re.Match[str], passed: Mapping[int, int]) -> int:
    """Where a word goes on behind the end of its line; 0 if it does not."""
    blank = _BLANK.match(text, match.end())
    at = blank.end() if blank else match.end()
    for place in range(match.start() + 1, at + 1):
        at = max(at, passed.get(place, 0))
    return at if text[at : at + 1].isalnum() else 0


def _as_cut(text: str, match: re.Match[str], end: int, forms: set[str]) -> Cut:
    start, sign = match.start(), match["sign"]
    if sign == "/":
        return Cut(start + 1, end, "")
    if sign not in _HYPHENS:
        return Cut(start, end, "")
    before, after = _BEFORE.search(text[max(start - _LONG, 0) : start]), _WORD.match(text, end)
    parts = before[0] if before else "", after[0] if after else ""
    joined, hyphened = "".join(parts).casefold(), "-".join(parts).casefold()
    if not text[end].islower() and text[end].lower() != text[end].upper():
        # Anglo-Saxon keeps its hyphen.
        return Cut(start, end, "-")
    if text[end].isdigit() or (hyphened in forms and joined not in forms):
        return Cut(start, end, "-")
    return Cut(start, end, "", "" if joined in forms and hyphened not in forms else hyphened)
