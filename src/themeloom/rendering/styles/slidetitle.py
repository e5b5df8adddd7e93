"""The title slide: subtitle, authors, affiliations and notice, each a paragraph that fits.

pandoc writes everything below the title as one paragraph with line breaks.
`frontmatter.lua` says what the lines are, and who the authors are for the
properties, in two custom properties that do not stay in the finished deck.
"""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING

from lxml import etree

from themeloom.rendering.styles import markup
from themeloom.rendering.styles import slidelayouts as layouts
from themeloom.rendering.styles import slidesetting as setting
from themeloom.rendering.styles.measuring import CAUTION, Paragraph, height_of
from themeloom.rendering.styles.slidexml import qualified, text_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from themeloom.rendering.styles.markup import Element
    from themeloom.rendering.styles.slidexml import Slide

_SANS = "SourceSansPro-Regular"
#: Size of each kind of line, and the room above it, in pixels.
_LINES = {
    "subtitle": (38, 0),
    "authors": (30, 34),
    "affiliations": (24, 10),
    "correspondence": (24, 10),
    "notice": (24, 34),
}
_OTHER = (28, 10)
#: How much smaller the lines become until all of them fit.
_SCALES = (1.0, 0.94, 0.88, 0.82, 0.76, 0.7, 0.64, 0.58)


def name_authors(parts: dict[str, bytes], names: str) -> None:
    """Write the authors' names, and nothing else of the title slide, into the properties."""
    core = markup.read(parts["docProps/core.xml"])
    for creator in core.findall(qualified("dc:creator")):
        if names:
            creator.text = names
        else:
            core.remove(creator)
    parts["docProps/core.xml"] = markup.written(core)


def set_title_slide(slide: Slide, kinds: Sequence[str]) -> None:
    """Part what stands below the title into paragraphs, and set them so that all fit."""
    shape, box = slide.placeholder(1), layouts.TITLE_SLIDE.box(1)
    if shape is None or box is None:
        return
    paragraphs = _parted(shape)
    looks = [
        _LINES.get(kinds[number], _OTHER) if number < len(kinds) else _OTHER
        for number in range(len(paragraphs))
    ]
    texts = [text_of(one) for one in paragraphs]
    scale = next((one for one in _SCALES if _height(texts, looks, one) <= box.height), _SCALES[-1])
    for number, (paragraph, (size, above)) in enumerate(zip(paragraphs, looks, strict=True)):
        if kinds[number : number + 1] == ["subtitle"]:
            setting.size_runs([paragraph], size * scale)
        else:
            setting.set_note(paragraph, size * scale, above * scale if number else 0)


def _height(texts: Sequence[str], looks: Sequence[tuple[int, int]], scale: float) -> float:
    box = layouts.TITLE_SLIDE.box(1)
    width = (box.width if box else layouts.ACROSS) / CAUTION
    return sum(
        height_of([Paragraph(text, _SANS, before=above * scale)], round(size * scale), width)
        for text, (size, above) in zip(texts, looks, strict=True)
    )


def _parted(shape: Element) -> list[Element]:
    """The lines of a shape's paragraphs, each made a paragraph of its own."""
    found: list[Element] = []
    for paragraph in setting.paragraphs_of(shape):
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
