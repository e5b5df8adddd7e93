"""The title slide: subtitle, authors, affiliations and notice, each a paragraph that fits.

pandoc writes everything below the title as one paragraph with line breaks.
`frontmatter.lua` says what the lines are, and who the authors are for the
properties, in two custom properties that do not stay in the finished deck.
"""

from __future__ import annotations

import re
from copy import deepcopy
from dataclasses import dataclass
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from lxml import etree

from themeloom.core import office as markup
from themeloom.formats.pptx import layouts, setting
from themeloom.formats.pptx.markup import parsed, qualified, text_of
from themeloom.formats.pptx.setting import paragraphs_of
from themeloom.formats.pptx.threads import right_of_title
from themeloom.typefaces.measuring import CAUTION, Paragraph, balanced, height_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from themeloom.core.office import Element
    from themeloom.formats.pptx.markup import Slide

_SANS, _SERIF = "SourceSansPro-Regular", "SourceSerifPro-Regular"
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


def name_authors(parts: dict[str, bytes], names: str) -> None:
    """Write the authors' names, and nothing else of the title slide, into the properties."""
    core = markup.read(parts["docProps/core.xml"])
    for creator in core.findall(qualified("dc:creator")):
        if names:
            creator.text = names
        else:
            core.remove(creator)
    parts["docProps/core.xml"] = markup.written(core)


def set_title_slide(slide: Slide, kinds: Sequence[str], kicker: str, themes: int) -> None:
    """Set the title and what stands below it as one, beside the threads.

    Args:
        slide: the title slide.
        kinds: what the lines below the title are.
        kicker: what kind of document this is; it stands above the title.
        themes: how many threads stand at the right.
    """
    title, shape = slide.placeholder(0), slide.placeholder(1)
    head, box = layouts.TITLE_SLIDE.box(0), layouts.TITLE_SLIDE.box(1)
    if kicker:
        slide.shapes.insert(2, _kicker(kicker))
    if title is None or head is None or box is None:
        return
    width = layouts.WIDTH - head.x - right_of_title(themes)
    lines = _Lines([], [], [])
    if shape is not None:
        lines = _lines(shape, kinds)
    size, scale = _sizes(slide.title_text, lines, width)
    high = _title_height(slide.title_text, size, width)
    below = lines.height(scale, width / CAUTION)
    room = layouts.BOTTOM - _TOP
    gap = _GAP if lines.texts else 0
    top = _TOP + max(room - high - gap - below, 0) / 2
    setting.size_runs(paragraphs_of(title), size)
    said = [Paragraph(slide.title_text, _SERIF, line=head.line / 100)]
    setting.place(title, head.at(head.x, top, balanced(said, size, width), high), anchor="b")
    if shape is not None:
        lines.set(scale)
        setting.place(shape, box.at(box.x, top + high + gap, width, below))


def _kicker(text: str) -> Element:
    """The label above the title, in the box that its layout has for it."""
    box = layouts.KICKER
    return parsed(
        f'<p:sp><p:nvSpPr><p:cNvPr id="0" name="{box.name}"/><p:cNvSpPr><a:spLocks noGrp="1"/>'
        f'</p:cNvSpPr><p:nvPr><p:ph type="{box.kind}" sz="quarter" idx="{box.index}"/></p:nvPr>'
        "</p:nvSpPr><p:spPr/><p:txBody><a:bodyPr/><a:lstStyle/><a:p><a:r>"
        f'<a:rPr lang="en-GB"/><a:t>{escape(text)}</a:t></a:r></a:p></p:txBody></p:sp>'
    )


@dataclass(frozen=True)
class _Lines:
    """What stands below the title, line by line: the look of each, size and room above."""

    shapes: Sequence[Element]
    texts: Sequence[str]
    looks: Sequence[tuple[str, int, int]]

    def height(self, scale: float, width: float) -> float:
        """How high the lines are at a scale."""
        return sum(
            height_of(
                [Paragraph(text, _SANS, before=above * scale * (number > 0))],
                round(size * scale),
                width,
            )
            for number, (text, (_, size, above)) in enumerate(
                zip(self.texts, self.looks, strict=True)
            )
        )

    def set(self, scale: float) -> None:
        """Set the lines at a scale."""
        for number, (paragraph, (kind, size, above)) in enumerate(
            zip(self.shapes, self.looks, strict=True)
        ):
            if kind == "authors":
                setting.set_plain(paragraph, size * scale, above * scale if number else 0)
            else:
                setting.set_note(paragraph, size * scale, above * scale if number else 0)


def _keep_names_whole(paragraph: Element) -> None:
    """Let lines of authors break between names only."""
    for run in paragraph.iter(qualified("a:t")):
        run.text = re.sub(r"(?<=[^\s,;]) (?=\S)", "\N{NO-BREAK SPACE}", run.text or "")


def _keep_marks(paragraph: Element) -> None:
    """Let no line of affiliations end with the raised number of the next."""
    raised = False
    for run in paragraph.findall(qualified("a:r")):
        text, properties = run.find(qualified("a:t")), run.find(qualified("a:rPr"))
        if raised and (text.text or "").startswith(" "):
            text.text = f"\N{NO-BREAK SPACE}{text.text[1:]}"
        raised = properties is not None and properties.get("baseline") is not None


def _lines(shape: Element, kinds: Sequence[str]) -> _Lines:
    """Part what pandoc wrote as one paragraph into its lines, each with its look."""
    paragraphs = _parted(shape)
    for paragraph, kind in zip(paragraphs, kinds, strict=False):
        if kind == "authors":
            _keep_names_whole(paragraph)
        elif kind == "affiliations":
            _keep_marks(paragraph)
    known = [*kinds, *[""] * len(paragraphs)]
    looks = [(kind, *_LINES.get(kind, _OTHER)) for kind, _ in zip(known, paragraphs, strict=False)]
    return _Lines(paragraphs, [text_of(one) for one in paragraphs], looks)


def _sizes(title: str, lines: _Lines, width: float) -> tuple[int, float]:
    """The largest size of the title, and the largest scale of what is below, that fit together.

    The title gives way first, as far as it stays the largest; no line below it is smaller
    than the smallest type of a slide while that helps.
    """
    room = layouts.BOTTOM - _TOP - (_GAP if lines.texts else 0)
    large = [(size, _SCALES[0]) for size in _TITLES[:_LARGE]]
    pairs = [*large, *((size, scale) for scale in _SCALES for size in _TITLES[_LARGE - 1 :])]
    for size, scale in pairs:
        high = _title_height(title, size, width / CAUTION)
        if high <= _HIGHEST and high + lines.height(scale, width / CAUTION) <= room:
            return size, scale
    return _TITLES[-1], _SCALES[-1]


def _title_height(title: str, size: float, width: float) -> float:
    head = layouts.TITLE_SLIDE.box(0)
    line = head.line / 100 if head else 1.0
    return height_of([Paragraph(title, _SERIF, line=line)], size, width)


def _parted(shape: Element) -> list[Element]:
    """The lines of a shape's paragraphs, each made a paragraph of its own."""
    found: list[Element] = []
    for paragraph in paragraphs_of(shape):
        pieces = _pieces(paragraph)
        for piece in pieces:
            paragraph.addprevious(piece)
        paragraph.getparent().remove(paragraph)
        found += pieces
    return found


def _pieces(paragraph: Element) -> list[Element]:
    properties = paragraph.find(qualified("a:pPr"))
    pieces: list[Element] = []
    fresh = True
    for child in list(paragraph):
        if child.tag == qualified("a:br"):
            fresh = True
        elif child is not properties:
            if fresh:
                pieces.append(etree.Element(qualified("a:p")))
                if properties is not None:
                    pieces[-1].append(deepcopy(properties))
                fresh = False
            pieces[-1].append(child)
    return [one for one in pieces if text_of(one)]
