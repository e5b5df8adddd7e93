"""Transcripts in PDF: the words of the pages, without what stands on each page again."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING

from themeloom.core.errors import ThemeloomError
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
    counts = Counter(shape for edge in edges for shape in edge)
    heads = {shape for shape, count in counts.items() if count >= max(_PAGES, _PART * len(pages))}
    lines, gone = [], dict[str, list[str]]()
    for page, edge in zip(pages, edges, strict=True):
        for line in page:
            if _shape(line) in heads & edge:
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


def _edges(runs: Sequence[TextRun]) -> set[str]:
    """The shapes of the lines that stand apart at the head and the foot of a page."""
    by_place: dict[int, list[TextRun]] = {}
    for run in runs:
        by_place.setdefault(round(run.baseline), []).append(run)
    places = sorted(by_place, reverse=True)
    gaps = [above - below for above, below in pairwise(places)]
    if not gaps:
        return set()
    apart = _APART * sorted(gaps)[len(gaps) // 4]
    shapes = [_shape("".join(run.text for run in by_place[place])) for place in places]
    found: set[str] = set()
    for lines, spaces in ((shapes, gaps), (shapes[::-1], gaps[::-1])):
        wide = next((at for at, gap in enumerate(spaces[:_HEADS]) if gap > apart), None)
        found.update(lines[: wide + 1] if wide is not None else ())
    return found


def _shape(line: str) -> str:
    """A line whatever the number of the page is, and however its words are parted."""
    return re.sub(r"\d+", "#", "".join(line.split()))
