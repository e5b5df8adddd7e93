"""The title slide: subtitle, authors, affiliations and notice, each a paragraph that fits.

pandoc writes everything below the title as one paragraph with line breaks.
`frontmatter.lua` says what the lines are, and who the authors are for the
properties, in two custom properties that do not stay in the finished deck.
"""

from __future__ import annotations

from copy import deepcopy
from dataclasses import replace
from itertools import groupby
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from themeloom.formats.pptx import layouts, setting
from themeloom.formats.pptx.markup import fill_box, qualified, text_of
from themeloom.formats.pptx.placing import DOWN, UP, put
from themeloom.formats.pptx.setting import paragraphs_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from themeloom.core.office import Element
    from themeloom.formats.pptx.drawn import Box, Page
    from themeloom.formats.pptx.markup import Slide


def set_title_slide(
    slide: Slide, kinds: Sequence[str], kicker: str, page: Page, edge: float
) -> None:
    """Set the title and what stands below it as one, beside the threads.

    Args:
        slide: the title slide.
        kinds: what the lines below the title are.
        kicker: what kind of document this is; it stands above the title.
        page: what Typst made of it.
        edge: where the threads begin.
    """
    title, shape = slide.placeholder(0), slide.placeholder(1)
    if kicker:
        words = f'<a:r><a:rPr lang="en-GB"/><a:t>{escape(kicker)}</a:t></a:r>'
        fill_box(slide, layouts.KICKER_BOX, words, 2)
    head, boxes = page.one("title"), page.all("line")
    if title is not None and head is not None:
        setting.size_runs(paragraphs_of(title), head.size)
        _put_title(title, head, edge, _below_kicker(slide) if kicker else 0)
    if shape is None or not boxes:
        return
    above = boxes[0]
    for line, kind, box in zip(_parted(shape), kinds, boxes, strict=False):
        room = box.y - above.bottom - UP * box.size
        look = setting.set_plain if kind == "authors" else setting.set_note
        look(line, box.size, room if box is not above else 0)
        above = box
    put(shape, replace(boxes[0], bottom=boxes[-1].bottom))


def _put_title(title: Element, head: Box, edge: float, above: int) -> None:
    """Put the title on what stands below it; it may reach up to what is above it, and no further.

    Where our faces are missing it needs another line, and grows up.
    """
    low = DOWN * head.size
    put(title, replace(head, y=head.y - low, bottom=head.bottom - low), edge)
    title.txBody.bodyPr.set("anchor", "b")
    foot = title.y + title.cy
    title.y = above or title.y
    title.cy = foot - title.y


def _below_kicker(slide: Slide) -> int:
    """Where the box of the kicker ends, if the layout has one."""
    boxes = slide.layout.placeholders
    kickers = (one for one in boxes if one.placeholder_format.idx == layouts.KICKER_BOX)
    return max((one.top + one.height for one in kickers), default=0)


def _parted(shape: Element) -> list[Element]:
    """The lines of a shape's paragraphs, each made a paragraph of its own."""
    found: list[Element] = []
    for paragraph in paragraphs_of(shape):
        runs = paragraph.xpath("*[not(self::a:pPr)]")
        for breaks, pieces in groupby(runs, lambda one: one.tag == qualified("a:br")):
            line = paragraph.makeelement(qualified("a:p"))
            line.extend([*map(deepcopy, paragraph.xpath("a:pPr")), *pieces])
            if not breaks and text_of(line):
                paragraph.addprevious(line)
                found.append(line)
        paragraph.getparent().remove(paragraph)
    return found
