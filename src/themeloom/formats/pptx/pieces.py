"""The pieces of a slide, put together again.

pandoc takes one picture or one table for a slide. The extension's `powerpoint.lua` gives it
each piece of a fuller slide as a slide of its own: the first is only marked, and the titles of
those behind it say in which band and column of that slide they belong.
"""

from __future__ import annotations

import posixpath
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from themeloom.core import office as markup
from themeloom.formats.pptx.markup import (
    LAYOUT_RELATION,
    Band,
    Column,
    qualified,
    text_of,
    unwrapped,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from themeloom.core.office import Element
    from themeloom.formats.pptx.markup import Slide

#: What the marks begin with; nothing that people write does.
_MARK = "\ue010"
_RELATED = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"


@dataclass
class _Whole:
    """A slide, and the shapes of its pieces by band and column."""

    slide: Slide
    shares: dict[int, list[float]] = field(default_factory=dict)
    shapes: dict[tuple[int, int], list[Element]] = field(default_factory=dict)

    def take(self, piece: Slide, number: int) -> None:
        """Take over what stands on a piece."""
        title = piece.placeholder(0)
        _, band, column, shares, kind = text_of(title).split("|")
        self.shares[int(band)] = [float(share) for share in shares.split()]
        # The second of two columns has a box of its own in the layout.
        box = "2" if column == "2" and len(shares.split()) == int(column) else "1"
        _link(self.slide, piece, number)
        taken = []
        for whole in list(piece.shapes):
            shape = unwrapped(whole)
            if shape is title or not _is_seen(shape):
                continue
            if kind == "caption":
                shape.find(f"{qualified('p:nvSpPr')}/{qualified('p:cNvSpPr')}").set("txBox", "1")
            if kind == "words":
                shape.find(f".//{qualified('p:ph')}").set("idx", box)
            self.slide.shapes.append(whole)
            taken.append(shape)
        self.shapes.setdefault((int(band), int(column)), []).extend(taken)

    def settle(self) -> None:
        """Say on the slide what stands where."""
        self.slide.bands = [
            Band(tuple(
                Column(share, tuple(self.shapes.get((band, column), ())))
                for column, share in enumerate(shares, start=1)
            ))
            for band, shares in sorted(self.shares.items())
        ]  # fmt: skip


def put_together(slides: Sequence[Slide], parts: dict[str, bytes]) -> list[Slide]:
    """The slides as they were written, those of pieces whole; the pieces leave the package."""
    wholes: list[_Whole] = []
    pieces: list[Slide] = []
    for slide in slides:
        if slide.title_text.startswith(_MARK):
            pieces.append(slide)
            wholes[-1].take(slide, len(pieces))
            continue
        wholes.append(_Whole(slide))
        for shape in slide.shapes.findall(qualified("p:sp")):
            if text_of(shape) == _MARK:
                slide.shapes.remove(shape)
    for whole in wholes:
        whole.settle()
    if pieces:
        _drop(pieces, parts)
    return [whole.slide for whole in wholes]


def _is_seen(shape: Element) -> bool:
    """Whether a shape is a picture, a table, or says something."""
    if shape.tag in {qualified("p:pic"), qualified("p:graphicFrame")}:
        return True
    return shape.tag == qualified("p:sp") and bool(text_of(shape))


def _link(slide: Slide, piece: Slide, number: int) -> None:
    """Give the slide what a piece leads to: its pictures and addresses, under names of its own."""
    new = {}
    for link in piece.relations:
        if link.get("Type") != LAYOUT_RELATION:
            new[link.get("Id")] = f"piece{number}-{link.get('Id')}"
            link.set("Id", new[link.get("Id")])
            slide.relations.append(link)
    for element in piece.shapes.iter():
        for key, value in element.attrib.items():
            if key.startswith(_RELATED) and value in new:
                element.set(key, new[value])


def _drop(pieces: Sequence[Slide], parts: dict[str, bytes]) -> None:
    """Take slides out of the package and out of all lists of it."""
    gone = {piece.name for piece in pieces}
    for name in gone:
        folder, file = posixpath.split(name)
        del parts[name], parts[f"{folder}/_rels/{file}.rels"]
    links = markup.read(parts["ppt/_rels/presentation.xml.rels"])
    unlinked = set()
    for link in list(links):
        if posixpath.normpath(f"ppt/{link.get('Target')}") in gone:
            unlinked.add(link.get("Id"))
            links.remove(link)
    deck = markup.read(parts["ppt/presentation.xml"])
    listed = deck.find(qualified("p:sldIdLst"))
    for one in list(listed):
        if one.get(qualified("r:id")) in unlinked:
            listed.remove(one)
    types = markup.read(parts["[Content_Types].xml"])
    for one in list(types):
        if (one.get("PartName") or "").lstrip("/") in gone:
            types.remove(one)
    parts["ppt/_rels/presentation.xml.rels"] = markup.written(links)
    parts["ppt/presentation.xml"] = markup.written(deck)
    parts["[Content_Types].xml"] = markup.written(types)
