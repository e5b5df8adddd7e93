"""What of a transcript is layout and no speech: times, line numbers, heads of pages, signs.

A quotation is compared with what is left. The text itself stays as it was stored, and whatever
is found in it has its place there. What counts as layout is the study's choice
(`settings: transcripts:`).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from functools import lru_cache
from typing import TYPE_CHECKING

from themeloom.core.expressions import later
from themeloom.core.files import beside
from themeloom.core.text import UNSEEN, lines_of
from themeloom.study.page_heads import page_heads
from themeloom.study.settings import Counts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from themeloom.study.settings import Transcripts

    Spans = Sequence[tuple[int, int]]
    #: A kind of layout by the name of its setting, where it begins, where it ends.
    Piece = tuple[str, int, int]

#: What each kind of layout is called, by the name of its setting.
CALLED: dict[str, str] = beside(__file__, "layout.toml")["called"]
_DATA = beside(__file__, "layout.toml")["times"]
_TIME, _LONG, _SPELLED, _BETWEEN = (_DATA[name] for name in ("time", "long", "spelled", "between"))
_RANGE = rf"{_TIME}(?:{_BETWEEN}{_TIME})?"
_ANY = rf"(?:{_RANGE}|{_SPELLED}(?:{_BETWEEN}{_SPELLED})?)"
_TIMES = later(
    rf"[\[({{<#]\s?{_ANY}\s?[\])}}>#]"
    rf"|(?<![\w:.,]){_LONG}(?:{_BETWEEN}{_LONG})?(?![\w:]|[.,]\d)"
    rf"|^[^\S\n]*{_RANGE}(?=[^\S\n]*$|\t|  )",
    re.MULTILINE,
)
#: What every time has, found fast in a text that has none; one with units stands in brackets.
_SIGN_OF_TIME = later(r":[0-5]?\d|[\[({<#]\s?\d")
#: The end of a line behind which no time goes on.
_LINE_END = later(r"\n(?<![\[({<#>→–—\s-]\n)(?![\s\])}>#→–—-])")
_ANY_TIME, _BRACKETS = later(r":[0-5]?\d"), "[({<#"
_TIME_ALONE = later(_ANY)
#: The number of a caption above its times.
_CUE = later(rf"^[^\S\n]*\d+[^\S\n]*\n(?=[^\S\n]*{_TIME}{_BETWEEN}{_TIME})", re.MULTILINE)
#: A time within the transcriber's own words: [inaudible 00:12:33].
_IN_NOTE = later(rf"[\[(][^\W\d_][^\[\]()\n]{{0,40}}?(?P<time>[\s,;:@]+{_RANGE}\s?)(?=[\])])")
#: A time at the beginning of a line that goes on: layout only where they follow each other.
_LEADING = later(r"^[^\S\n]*(\d{1,3}):([0-5]\d)(?=[^\S\n]+\S)", re.MULTILINE)
#: Also with the mark of emphasis behind it, which is no difference either.
_BACKSLASH = later(
    r"(?<!\w)\\[*_](?=\w)|(?<=\w)\\[*_](?!\w)|\\(?=[!-/:-@\[-`{-~])|\\$", re.MULTILINE
)
#: Arabic and Hebrew signs that say how a word is spoken, and that most writers leave out.
VOWELS = later(
    "[\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u064b-\u0652\u0656-\u065f"
    "\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed]+"
)
#: The scripts that have them, found faster.
_VOWELED = later("[\u0591-\u06ed]")
_NUMBER = later(r"\s*(\d{1,5})[.):]?(?=\s|$)")
_LAST_NUMBER = later(r"(?:\t|\s{2,})(\d{1,5})\s*$")
#: So many lines must be numbered one after the other, and so many turns timed.
_FEW = 3
_BLANK = later(rf"[\s{UNSEEN}]*")
_BLANK_BEFORE = later(rf"[\s{UNSEEN}]*\Z")
#: How far white space is looked for before a piece of layout.
_FAR = 200
#: What stands behind a word without a space.
_CLOSING = frozenset(".,;:?!…)]}»”’%")
#: Kinds that part no words, so that nothing stands in their place.
_WITHIN_WORDS = frozenset({"backslashes", "vowel_signs"})


@lru_cache(maxsize=512)
def layout_of(text: str, rules: Transcripts) -> tuple[Piece, ...]:
    """What of a text is layout by its look, in order."""
    lines = lines_of(text)
    found = [
        (kind, *span)
        for kind, find in _FINDERS.items()
        if getattr(rules, kind) is Counts.LAYOUT
        for span in find(text, lines)
    ]
    return tuple(_apart(found))


def _apart(found: Iterable[Piece]) -> Iterator[Piece]:
    """The longest of those that overlap."""
    done = 0
    for kind, start, end in sorted(found, key=lambda one: (one[1], -one[2])):
        if start >= done:
            yield kind, start, end
            done = end


def _times_where_signs_are(text: str) -> Iterator[tuple[int, int]]:
    """Times, looked for in lines alone that have a sign of one."""
    done = 0
    for sign in _SIGN_OF_TIME.finditer(text):
        if sign.start() >= done:
            begin = max(text.rfind("\n", 0, max(sign.start() - 1, 0)) + 1, done)
            end = _LINE_END.search(text, sign.end())
            done = end.start() if end else len(text)
            yield from (match.span() for match in _TIMES.finditer(text, begin, done))


def _times(text: str, _: Spans) -> Iterator[tuple[int, int]]:
    if not _ANY_TIME.search(text) and not any(one in text for one in _BRACKETS):
        return
    yield from _times_where_signs_are(text)
    yield from (match.span("time") for match in _IN_NOTE.finditer(text))
    yield from (match.span() for match in _CUE.finditer(text))
    leading = list(_LEADING.finditer(text))
    seconds = [int(one[1]) * 60 + int(one[2]) for one in leading]
    if len(leading) >= _FEW and seconds == sorted(set(seconds)):
        yield from (match.span() for match in leading)


def without_times(quotation: str) -> str:
    """A quotation whose notes of the transcriber have no times: [inaudible 00:12:33]."""
    return _IN_NOTE.sub(lambda one: one[0].removesuffix(one["time"]), quotation)


def is_time(said: str) -> bool:
    """Whether words in brackets are a time as tools write it, and nothing else."""
    return _TIME_ALONE.fullmatch(said.strip()) is not None


def _line_numbers(text: str, lines: Spans) -> Iterator[tuple[int, int]]:
    """Numbers at the beginning or the end of lines that count the lines, each or every fifth."""
    ends: list[int] = []
    said = [text[start:end].strip() for start, end in lines]
    for number, edge in ((_NUMBER.match, 0), (_LAST_NUMBER.search, -1)):
        numbers = [
            (at, start, match)
            for at, (start, end) in enumerate(lines)
            if said[at][edge].isdigit() and (match := number(text, start, end))
        ]
        if len(numbers) < _FEW:
            continue
        ends = ends or [match.start() for match in re.finditer("\n", text)]
        found = [(at, bisect_left(ends, start), match) for at, start, match in numbers]
        # Empty lines are counted as well, or they are not.
        counts = Counter(int(match[1]) - at for at, _, match in found)
        counts_all = Counter(int(match[1]) - row for _, row, match in found)
        for at, row, match in found:
            if max(counts[int(match[1]) - at], counts_all[int(match[1]) - row]) >= _FEW:
                yield match.span()


def _backslashes(text: str, _: Spans) -> Iterator[tuple[int, int]]:
    if "\\" in text:
        yield from (match.span() for match in _BACKSLASH.finditer(text))


def _vowel_signs(text: str, _: Spans) -> Iterator[tuple[int, int]]:
    if _VOWELED.search(text):
        yield from (match.span() for match in VOWELS.finditer(text))


#: How each kind of layout is found, by the name of its setting.
_FINDERS: dict[str, Callable[[str, Spans], Iterator[tuple[int, int]]]] = {
    "page_heads": page_heads,
    "line_numbers": _line_numbers,
    "times": _times,
    "backslashes": _backslashes,
    "vowel_signs": _vowel_signs,
}


def spaced(text: str, pieces: Iterable[Piece]) -> list[tuple[int, int, str]]:
    """What stands for each piece of layout: one space for all that is between two words."""
    found: list[tuple[int, int, str]] = []
    for kind, start, end in pieces:
        if kind in _WITHIN_WORDS:
            found.append((start, end, ""))
            continue
        begin, stop = _widened(text, start, end)
        if found and found[-1][2] == " " and begin <= found[-1][1]:
            begin = found.pop()[0]
        parts = bool(begin) and stop < len(text) and text[stop] not in _CLOSING
        found.append((begin, stop, " " if parts else ""))
    return found


def _widened(text: str, start: int, end: int) -> tuple[int, int]:
    """A stretch with all the white space around it."""
    before = _BLANK_BEFORE.search(text[max(start - _FAR, 0) : start])
    after = _BLANK.match(text, end)
    return start - len(before[0] if before else ""), after.end() if after else end
