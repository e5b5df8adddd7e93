"""Setting the text of a shape: sizes, colours, faces, directions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import quoteattr

from themeloom.core import office as markup
from themeloom.core.text import bare
from themeloom.formats.pptx import layouts
from themeloom.formats.pptx.layouts import (
    EMU,
    HEADING,
    HUNDREDTHS,
)
from themeloom.formats.pptx.markup import is_caption, is_listed, parsed, qualified, text_of
from themeloom.formats.pptx.threads import name_of
from themeloom.typefaces.scripts import runs_leftwards

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from themeloom.core.office import Element
    from themeloom.formats.pptx.markup import Slide


def paragraphs_of(shape: Element) -> list[Element]:
    """The paragraphs of a shape that say something."""
    return [one for one in shape.iter(qualified("a:p")) if text_of(one)]


#: What may follow the faces of a run, as ECMA-376 orders it (part 1, 21.1.2.3.9).
_AFTER_FACES = ("a:sym", "a:hlinkClick", "a:hlinkMouseOver", "a:rtl", "a:extLst")


def size_runs(paragraphs: Iterable[Element], size: float, shares: Sequence[float] = (1.0,)) -> None:
    """Set the size of all runs and formulas; deeper levels of a list get their share of it."""
    for paragraph in paragraphs:
        level = 0 if paragraph.pPr is None else int(paragraph.pPr.lvl)
        share = shares[min(level, len(shares) - 1)]
        points = str(round(size * share) * HUNDREDTHS)
        formulas = (
            markup.first(run, qualified("a:rPr"), len(run) - 1)
            for run in paragraph.iter(qualified("m:r"))
        )
        for properties in (*_run_properties(paragraph), *formulas):
            properties.set("sz", points)


def set_note(paragraph: Element, size: float, above: float) -> None:
    """Set a paragraph small, quiet and in the sans: an attribution, a reference, authors."""
    set_plain(paragraph, size, above, "tx2")
    set_face([paragraph], layouts.TEXT)


def set_plain(paragraph: Element, size: float, above: float, colour: str = "tx1") -> None:
    """Set a paragraph in ink, or another colour: the names of the authors."""
    size_runs([paragraph], size)
    colour_text([paragraph], colour)
    set_above(paragraph, above)


def set_above(paragraph: Element, above: float) -> None:
    """Set the room above a paragraph."""
    from pptx.util import Pt

    paragraph.get_or_add_pPr().space_before = Pt(above / 2)


def colour_text(paragraphs: Iterable[Element], colour: str) -> None:
    """Set text in a colour, by its name in the theme."""
    for paragraph in paragraphs:
        for properties in _run_properties(paragraph):
            fill = properties.get_or_change_to_solidFill()
            fill.get_or_change_to_schemeClr().set("val", colour)


def colour_themes(slide: Slide, themes: Mapping[str, int]) -> None:
    """Items of a list that are the name of a theme, in its colour."""
    for shape in slide.shapes.findall(qualified("p:sp")):
        if is_caption(shape) or slide.placeholder(0) is shape:
            continue
        for paragraph in paragraphs_of(shape):
            thread = themes.get(bare(text_of(paragraph)), 0)
            if thread and is_listed(paragraph):
                colour_text([paragraph], name_of(thread))
                set_face([paragraph], HEADING)


def as_caption(shape: Element, size: float) -> None:
    """Set the text below a figure as its caption: small, quiet, at the left."""
    body = shape.txBody.bodyPr
    body.attrib.update(dict.fromkeys(("lIns", "tIns", "rIns", "bIns"), "0"))
    for paragraph in paragraphs_of(shape):
        set_note(paragraph, size, 0)
        paragraph.get_or_add_pPr().attrib.update({"algn": "l", "marL": "0", "indent": "0"})


def set_face(paragraphs: Iterable[Element], face: str) -> None:
    """Set runs in a face; those that have one of their own keep it."""
    for paragraph in paragraphs:
        for properties in _run_properties(paragraph):
            if properties.latin is None:
                properties.get_or_add_latin().typeface = face


def set_typeface(run: Element, family: str, kinds: Iterable[str]) -> None:
    """Set a run in a typeface as far as its characters are of some kinds: `ea` or `cs`."""
    properties = markup.first(run, qualified("a:rPr"))
    for kind in kinds:
        properties.remove_all(f"a:{kind}")
        face = parsed(f"<a:{kind} typeface={quoteattr(family)}/>")
        properties.insert_element_before(face, *_AFTER_FACES)


def hang(paragraphs: Sequence[Element], width: float) -> None:
    """Let the opening quotation mark hang to the left of the words, and all below stand with them.

    Args:
        paragraphs: the words and what stands below them.
        width: of the mark, in pixels.
    """
    for number, paragraph in enumerate(paragraphs):
        properties = paragraph.get_or_add_pPr()
        properties.set("marL", str(round(width * EMU)))
        properties.set("indent", str(0 if number else -round(width * EMU)))


def number_items(shape: Element) -> None:
    """Let the numbers of a list hang where dashes would, plain and quiet."""
    for properties in shape.iter(qualified("a:pPr")):
        numbering = properties.find(qualified("a:buAutoNum"))
        if numbering is None:
            continue
        if numbering.get("type") == "arabicPeriod":
            numbering.set("type", "arabicPlain")
        for key in ("marL", "indent"):
            properties.attrib.pop(key, None)


def write_leftwards(slide: Slide, *, every: bool) -> None:
    """Say of paragraphs in Arabic, Hebrew and the like, or of all, that they run leftwards."""
    for paragraph in slide.shapes.iter(qualified("a:p")):
        if every or runs_leftwards(text_of(paragraph)):
            paragraph.get_or_add_pPr().attrib.update({"rtl": "1", "algn": "r"})


def is_leftward(shape: Element) -> bool:
    """Whether the first paragraph of a shape was said to run from right to left."""
    return any(
        one.pPr is not None and one.pPr.get("rtl") == "1" for one in paragraphs_of(shape)[:1]
    )


def mirror(layout: Any) -> None:  # noqa: ANN401 - python-pptx has no types
    """Put the boxes of a layout where they are in a deck that runs from right to left."""
    for box in layout.placeholders:
        box.left = layouts.WIDTH * layouts.EMU - box.left - box.width
        for level in box.element.xpath(".//a:lstStyle/*[@algn]"):
            level.set("algn", {"l": "r", "r": "l"}.get(level.get("algn"), level.get("algn")))


def align_right(paragraphs: Iterable[Element]) -> None:
    """Set paragraphs at the right, where words that run leftwards begin."""
    for paragraph in paragraphs:
        paragraph.get_or_add_pPr().set("algn", "r")


def _run_properties(paragraph: Element) -> list[Element]:
    """The properties of every run of a paragraph; they are made where there are none."""
    tags = (qualified("a:r"), qualified("a:br"), qualified("a:fld"))
    return [markup.first(run, qualified("a:rPr")) for run in paragraph.iter(*tags)]
