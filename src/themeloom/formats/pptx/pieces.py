"""The pieces of a slide, put together again.

pandoc takes one picture or one table for a slide. The extension's `powerpoint.lua` gives it
each piece of a fuller slide as a slide of its own: the first is only marked, and the titles of
those behind it say which piece of that slide they are.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from themeloom.formats.pptx.markup import (
    Slide,
    qualified,
    relation_to_layout,
    take_number,
    text_of,
    unwrapped,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from themeloom.core.office import Element
    from themeloom.formats.pptx.drawn import Entry

#: What the marks begin with; nothing that people write does.
_MARK = "\ue010"
_RELATED = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"


def put_together(
    deck: Any,  # noqa: ANN401 - python-pptx has no types
    listed: Sequence[Entry],
) -> list[Slide]:
    """The slides of a deck as they were written, those of pieces whole; the pieces leave it.

    Args:
        deck: as python-pptx opens it.
        listed: what is known of each slide, the title slide aside.
    """
    slides: list[Slide] = []
    pieces = []
    for opened in deck.slides:
        slide = Slide(opened.shapes.element, opened.part, opened.slide_layout)
        if slide.title_text.startswith(_MARK):
            _take(slides[-1], slide)
            pieces.append(slide.part)
            continue
        slide.number = take_number(slide)
        slides.append(slide)
        _unlist_pieces(slide)
        for shape in slide.shapes.findall(qualified("p:sp")):
            if text_of(shape) == _MARK:
                slide.shapes.remove(shape)
    _name(slides, listed)
    order = deck.element.sldIdLst
    for one in list(order):
        if deck.part.related_part(one.rId) in pieces:
            deck.part.drop_rel(one.rId)
            order.remove(one)
    deck.part.rename_slide_parts([one.rId for one in order])
    return slides


def _unlist_pieces(slide: Slide) -> None:
    """Take the titles of pieces out of the contents: they are no slides."""
    for paragraph in list(slide.shapes.iter(qualified("a:p"))):
        if text_of(paragraph).startswith(f"{_MARK}|"):
            paragraph.getparent().remove(paragraph)


def _name(slides: Sequence[Slide], listed: Sequence[Entry]) -> None:
    """Give the slides their entries of the list, and the names that their headings have."""
    # The last of the list without a heading is pandoc's slide of footnotes.
    if listed and not any(one.number == len(listed) for one in slides):
        slides[-1].number = len(listed)
    for slide in slides:
        slide.entry = listed[slide.number - 1] if slide.number else slide.entry
        # Whoever writes a macro or a link finds the slide by it.
        if slide.entry.id:
            slide.shapes.getparent().set("name", slide.entry.id)


def _take(slide: Slide, piece: Slide) -> None:
    """Take over what stands on a piece."""
    title = piece.placeholder(0)
    _, number, kind, box = text_of(title).split("|")
    _link(slide, piece)
    for whole in list(piece.shapes):
        shape = unwrapped(whole)
        if shape is title or not _is_seen(shape):
            continue
        if kind == "caption":
            shape.nvSpPr.cNvSpPr.set("txBox", "1")
        if kind == "words":
            shape.ph.set("idx", box)
        slide.shapes.append(whole)
        slide.pieces.setdefault(int(number), []).append(shape)


def _is_seen(shape: Element) -> bool:
    """Whether a shape is a picture, a table, or says something."""
    if shape.tag in {qualified("p:pic"), qualified("p:graphicFrame")}:
        return True
    return shape.tag == qualified("p:sp") and bool(text_of(shape))


def _link(slide: Slide, piece: Slide) -> None:
    """Give the slide what a piece leads to: its pictures and addresses, under names of its own."""
    new = {
        key: slide.part.relate_to(
            one.target_ref if one.is_external else one.target_part, one.reltype, one.is_external
        )
        for key, one in piece.part.rels.items()
        if key != relation_to_layout(piece.part)
    }
    for element in piece.shapes.iter():
        for key, value in element.attrib.items():
            if key.startswith(_RELATED) and value in new:
                element.set(key, new[value])
