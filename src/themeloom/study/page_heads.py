"""Lines of a transcript that belong to its pages: their numbers, what stands beside these again."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

from themeloom.core.expressions import later
from themeloom.core.files import beside
from themeloom.core.nested import grouped

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    Spans = Sequence[tuple[int, int]]

_DATA = beside(__file__, "layout.toml")["pages"]
_WORDS, _OF = ("|".join(map(re.escape, sorted(_DATA[one].split()))) for one in ("words", "of"))
#: A line that says nothing but the number of its page: Page 3 of 12, - 3 -, 3/12.
_PAGE = later(
    rf"[-–—\[(]?\s*(?:(?P<named>{_WORDS})\s*)?\d{{1,4}}\s*(?P<of>(?:{_OF})\s*\d{{1,4}})?"
    rf"\s*(?P<after>{_WORDS})?\s*[-–—\])]?",
    re.IGNORECASE,
)
_DIGITS = re.compile(r"\d+")
#: So many pages must have a line before it is their head for certain.
_FEW = 3
#: How many lines beside the border of a page may be its head or foot.
_EDGE = 3


def page_heads(text: str, lines: Spans) -> Iterator[tuple[int, int]]:
    """Where the heads and feet of pages are.

    Args:
        text: the transcript.
        lines: where its lines are that have anything on them.
    """
    said = [text[start:end].strip() for start, end in lines]

    @cache
    def shape(at: int) -> str:
        return _DIGITS.sub("#", said[at])

    heads = {*_numbered(said, shape), *_at_borders(text, lines, shape)}
    beside_them = Counter(shape(at) for one in heads for at in _beside(one, len(lines)))
    for one in sorted(heads):
        yield lines[one]
        for at in _beside(one, len(lines)):
            again = beside_them[shape(at)] >= _FEW and not said[at].endswith((".", "?", "!"))
            if again and at not in heads and ":" not in said[at]:
                yield lines[at]


def _beside(at: int, length: int) -> list[int]:
    return [one for one in (at - 1, at + 1) if 0 <= one < length]


def _numbered(said: Sequence[str], shape_of: Callable[[int], str]) -> Iterator[int]:
    """Lines that are alike but for one number, which grows by one from each to the next."""
    by_shape = grouped(
        (shape_of(at), at)
        for at, line in enumerate(said)
        if not line.endswith((".", "?", "!", ":")) and "#" in shape_of(at)
    )
    for shape, places in by_shape.items():
        page = _PAGE.fullmatch(said[places[0]])
        if page is None and (
            shape[0] in "[(<{" or ":" in shape or len(re.findall(r"[^\W\d_]+", shape)) < _FEW
        ):
            # P1, P2, P3 on lines of their own are people.
            continue
        is_certain = page is not None and any(page.group("named", "after", "of"))
        # The end of a number tells whether it grows, however many digits it has.
        numbers = [[int(one) for one in re.findall(r"\d{1,9}(?!\d)", said[at])] for at in places]
        if (is_certain or len(places) >= _FEW) and _grows(numbers):
            yield from places


def _grows(numbers: Sequence[Sequence[int]]) -> bool:
    """Whether one number grows by one from each line to the next, and no other changes."""
    steps = [
        tuple(after - before for before, after in zip(one, other, strict=True))
        for one, other in pairwise(numbers)
    ]
    return len(set(steps)) <= 1 and all(sorted(filter(None, step)) == [1] for step in steps)


def _at_borders(text: str, lines: Spans, shape: Callable[[int], str]) -> Iterator[int]:
    """Lines at the borders of pages that stand at several of these, or are a number."""
    breaks = [match.start() for match in re.finditer("\f", text)]
    if not breaks:
        return
    starts = [start for start, _ in lines]
    edges = [bisect_left(starts, place) for place in (0, *breaks, len(text))]
    near = {at for edge in edges for at in _around(edge, len(lines))}
    counts = Counter(map(shape, near))
    for edge in edges:
        for side in (range(edge, edge + _EDGE), range(edge - 1, edge - 1 - _EDGE, -1)):
            for at in side:
                if not 0 <= at < len(lines):
                    break
                one = shape(at)
                often = counts[one] >= _FEW and not one.endswith((".", "?", "!", ":"))
                if not (often or _PAGE.fullmatch(one.replace("#", "1"))):
                    break
                yield at


def _around(edge: int, length: int) -> range:
    return range(max(edge - _EDGE, 0), min(edge + _EDGE, length))
