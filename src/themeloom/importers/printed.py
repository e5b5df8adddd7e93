"""Transcripts in PDF: the words of the pages, without what stands on each page again."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING

from themeloom.core.errors import ThemeloomError
from themeloom.core.nested import grouped
from themeloom.core.text import counted, shortened
from themeloom.finished.pdf import BrokenPdfError, page_texts, text_runs
from themeloom.importers.reading import Reading

if TYPE_CHECKING:
    from collections.abc import Sequence

    from themeloom.finished.pdf import TextRun
    from themeloom.importers.reading import Asked

#: How many lines at the head and the foot of a page may be running heads.
_HEADS = 3
#: On how many pages at least, and on which part of all, a line is one.
_PAGES, _PART = 3, 0.6
_SHOWN = 60
#: What stands so many times the usual space apart, page after page, is no line of a paragraph.
_APART = 1.15
_PARTED = re.compile("[\u0002\ufffe]\n?")


def read_printed(data: bytes, asked: Asked) -> Reading:
    """The lines of a PDF, page after page.

    Raises:
        ThemeloomError: if it cannot be opened, or its pages are pictures.
    """
    try:
        pages = [_PARTED.sub("-\n", text).split("\n") for text in page_texts(data)]
        edges = [_edges(runs) for runs in text_runs(data)]
    except BrokenPdfError:
        raise ThemeloomError(
            f"{asked.name} cannot be opened as a PDF", "export it again, without a password"
        ) from None
    pages = [[line.strip() for line in page if line.strip()] for page in pages]
    empty = [str(number) for number, page in enumerate(pages, 1) if not page]
    if len(empty) == len(pages):
        raise ThemeloomError(
            f"the pages of {asked.name} are pictures: there are no words in it",
            "have its text recognised first, or import the file it was printed from",
        )
    # On how many pages each stands.
    counts = Counter(shape for edge in edges for shape in set(edge))
    heads = {shape for shape, count in counts.items() if count >= max(_PAGES, _PART * len(pages))}
    lines, gone = [], dict[str, list[str]]()
    for page, edge in zip(pages, edges, strict=True):
        left = _heads_of(page, Counter({one: edge[one] for one in edge if one in heads}))
        for at, line in enumerate(page):
            if at in left:
                gone.setdefault(_shape(line), []).append(line)
            else:
                lines.append(line)
    left_out = [
        f"“{shortened(found[0], _SHOWN)}”, a running head on {len(found)} pages"
        for found in gone.values()
    ]
    doubts = [f"no words on page {', '.join(empty)}: is it a picture?"] if empty else []
    read = (counted(len(pages), "page"),)
    return Reading("\n".join(lines) + "\n", read, tuple(left_out), tuple(doubts))


def _heads_of(page: Sequence[str], heads: Counter[str]) -> set[int]:
    """Which lines of a page are its heads: as many as stand apart, those nearest to its ends.

    A number may have a line to itself within the page as well, because somebody said it.
    """
    left = Counter(heads)
    found: set[int] = set()
    for at in sorted(range(len(page)), key=lambda at: min(at, len(page) - 1 - at)):
        if left[_shape(page[at])] > 0:
            left[_shape(page[at])] -= 1
            found.add(at)
    return found


def _edges(runs: Sequence[TextRun]) -> Counter[str]:
    """The shapes of the lines that stand apart at the head and the foot of a page."""
    by_place = grouped((round(run.baseline), run) for run in runs)
    places = sorted(by_place, reverse=True)
    gaps = [above - below for above, below in pairwise(places)]
    if not gaps:
        return Counter()
    apart = _APART * sorted(gaps)[len(gaps) // 4]
    shapes = [_shape("".join(run.text for run in by_place[place])) for place in places]
    found: set[int] = set()
    for order, spaces in ((range(len(shapes)), gaps), (range(len(shapes))[::-1], gaps[::-1])):
        wide = next((at for at, gap in enumerate(spaces[:_HEADS]) if gap > apart), None)
        found.update(order[: wide + 1] if wide is not None else ())
    return Counter(shapes[at] for at in found)


def _shape(line: str) -> str:
    """A line whatever the number of the page is, and however its words are parted."""
    return re.sub(r"\d+", "#", "".join(line.split()))
