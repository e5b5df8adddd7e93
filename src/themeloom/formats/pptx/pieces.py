"""The pieces of a slide, put together again.

pandoc takes one picture or one table for a slide. The extension's `powerpoint.lua` gives it
each piece of a fuller slide as a slide of its own: the first is only marked, and the titles of
those behind it say in which band and column of that slide they belong.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from themeloom.formats.pptx.markup import (
    Column,
    Slide,
    qualified,
    relation_to_layout,
    take_asked,
    text_of,
    unwrapped,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from themeloom.core.office import Element
    from themeloom.formats.pptx.layouts import Layout

#: What the marks begin with; nothing that people write does.
_MARK = "\ue010"
_RELATED = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"


@dataclass
class _Whole:
    """A slide, and the shapes of its pieces by band and column."""

    slide: Slide
    shares: dict[int, list[float]] = field(default_factory=dict)
    shapes: dict[tuple[int, int], list[Element]] = field(default_factory=dict)

    def take(self, piece: Slide) -> None:
        """Take over what stands on a piece."""
        title = piece.placeholder(0)
        _, band, column, shares, kind = text_of(title).split("|")
        self.shares[int(band)] = [float(share) for share in shares.split()]
        # The second of two columns has a box of its own in the layout.
        box = "2" if column == "2" and len(shares.split()) == int(column) else "1"
        _link(self.slide, piece)
        taken = []
        for whole in list(piece.shapes):
            shape = unwrapped(whole)
            if shape is title or not _is_seen(shape):
                continue
            if kind == "caption":
                shape.nvSpPr.cNvSpPr.set("txBox", "1")
            if kind == "words":
                shape.ph.set("idx", box)
            self.slide.shapes.append(whole)
            taken.append(shape)
        self.shapes.setdefault((int(band), int(column)), []).extend(taken)

    def settle(self) -> None:
        """Say on the slide what stands where."""
        self.slide.bands = [
            tuple(
                Column(share, tuple(self.shapes.get((band, column), ())))
                for column, share in enumerate(shares, start=1)
            )
            for band, shares in sorted(self.shares.items())
        ]


def put_together(deck: Any, known: Mapping[str, Layout]) -> list[Slide]:  # noqa: ANN401
    """The slides of a deck as they were written, those of pieces whole; the pieces leave it.

    Args:
        deck: as python-pptx, which has no types, opens it.
        known: its layouts.
    """
    wholes: list[_Whole] = []
    pieces = []
    for opened in deck.slides:
        slide = Slide(opened.shapes.element, opened.part, known[opened.slide_layout.name])
        if slide.title_text.startswith(_MARK):
            wholes[-1].take(slide)
            pieces.append(slide.part)
            continue
        take_asked(slide)
        wholes.append(_Whole(slide))
        for shape in slide.shapes.findall(qualified("p:sp")):
            if text_of(shape) == _MARK:
                slide.shapes.remove(shape)
    for whole in wholes:
        whole.settle()
    listed = deck.element.sldIdLst
    for one in list(listed):
        if deck.part.related_part(one.rId) in pieces:
            deck.part.drop_rel(one.rId)
            listed.remove(one)
    return [whole.slide for whole in wholes]


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
