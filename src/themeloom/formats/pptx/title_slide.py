"""The title slide: subtitle, authors, affiliations and notice, each a paragraph that fits.

pandoc writes everything below the title as one paragraph with line breaks.
`frontmatter.lua` says what the lines are, and who the authors are for the
properties, in two custom properties that do not stay in the finished deck.
"""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass
from itertools import chain, groupby, repeat
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from themeloom.formats.pptx import layouts, setting
from themeloom.formats.pptx.markup import fill_box, qualified, text_of
from themeloom.formats.pptx.setting import SANS, SERIF, paragraphs_of
from themeloom.formats.pptx.threads import right_of_title
from themeloom.typefaces.measuring import CAUTION, Paragraph, balanced, height_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from themeloom.core.office import Element
    from themeloom.formats.pptx.markup import Slide

#: Size of each kind of line, and the room above it, in pixels.
_LINES = {
    "subtitle": (38, 0),
    "authors": (32, 38),
    "affiliations": (24, 10),
    "correspondence": (24, 4),
    "equality": (24, 4),
    "notice": (24, 24),
}
_OTHER = (28, 10)
#: The sizes of the title, and how much smaller the lines become until all of them fit.
_TITLES = (84, 76, 68, 60, 52, 44, 38, 32)
_SCALES = (1.0, 0.94, 0.88, 0.82, 0.76, 0.7, 0.64, 0.58)
#: So many of these sizes come before the lines below are made smaller.
_LARGE = 5
#: Where title and lines may begin, how high the title may be, and the room below it.
_TOP, _HIGHEST, _GAP = 146, 380, 30


def set_title_slide(slide: Slide, kinds: Sequence[str], kicker: str, themes: int) -> None:
    """Set the title and what stands below it as one, beside the threads.

    Args:
        slide: the title slide.
        kinds: what the lines below the title are.
        kicker: what kind of document this is; it stands above the title.
        themes: how many threads stand at the right.
    """
    title, shape = slide.placeholder(0), slide.placeholder(1)
    head, box = slide.layout.box(0), slide.layout.box(1)
    if kicker:
        words = f'<a:r><a:rPr lang="en-GB"/><a:t>{escape(kicker)}</a:t></a:r>'
        fill_box(slide, layouts.KICKER_BOX, words, 2)
    if title is None or head is None or box is None:
        return
    width = layouts.WIDTH - head.x - right_of_title(themes)
    lines = _lines(shape, kinds) if shape is not None else []
    said = [Paragraph(slide.title_text, SERIF, line=head.line / 100)]
    size, scale = _sizes(said, lines, width)
    high, below = height_of(said, size, width), _height(lines, scale, width / CAUTION)
    gap = _GAP if lines else 0
    top = _TOP + max(layouts.BOTTOM - _TOP - high - gap - below, 0) / 2
    setting.size_runs(paragraphs_of(title), size)
    setting.place(title, head.at(head.x, top, balanced(said, size, width), high), anchor="b")
    if shape is not None:
        for one in lines:
            plain = one.kind == "authors"
            look = setting.set_plain if plain else setting.set_note
            look(one.paragraph, one.size * scale, one.above * scale)
        setting.place(shape, box.at(box.x, top + high + gap, width, below))


@dataclass(frozen=True)
class _Line:
    """A line below the title: its paragraph, what it is, its size and the room above it."""

    paragraph: Element
    kind: str
    size: int
    above: int


def _height(lines: Sequence[_Line], scale: float, width: float) -> float:
    """How high the lines are at a scale."""
    return sum(
        height_of(
            [Paragraph(text_of(one.paragraph), SANS, before=one.above * scale)],
            round(one.size * scale),
            width,
        )
        for one in lines
    )


def _lines(shape: Element, kinds: Sequence[str]) -> list[_Line]:
    """Part what pandoc wrote as one paragraph into its lines, each with its look."""
    lines: list[_Line] = []
    for paragraph, kind in zip(_parted(shape), chain(kinds, repeat("")), strict=False):
        size, above = _LINES.get(kind, _OTHER)
        lines.append(_Line(paragraph, kind, size, above if lines else 0))
    return lines


def _sizes(title: Sequence[Paragraph], lines: Sequence[_Line], width: float) -> tuple[int, float]:
    """The largest size of the title, and the largest scale of what is below, that fit together.

    The title gives way first, as far as it stays the largest; no line below it is smaller
    than the smallest type of a slide while that helps.
    """
    room = layouts.BOTTOM - _TOP - (_GAP if lines else 0)
    large = [(size, _SCALES[0]) for size in _TITLES[:_LARGE]]
    pairs = [*large, *((size, scale) for scale in _SCALES for size in _TITLES[_LARGE - 1 :])]
    for size, scale in pairs:
        high = height_of(title, size, width / CAUTION)
        if high <= _HIGHEST and high + _height(lines, scale, width / CAUTION) <= room:
            return size, scale
    return _TITLES[-1], _SCALES[-1]


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
