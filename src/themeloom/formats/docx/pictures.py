"""Pictures of Word fit the page, or the column of a table, that they stand on, with their caption.

pandoc keeps a picture to the width of the text, but not to its height, and to no column.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from themeloom.formats.docx.flow import below, style_of
from themeloom.formats.docx.markup import spans_of, text_of, word
from themeloom.formats.docx.room import Room, rooms

if TYPE_CHECKING:
    from themeloom.core.office import Element

_MAIN = "http://schemas.openxmlformats.org/drawingml/2006/main"
_PLACED = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
_INLINE, _EXTENT = f"{{{_PLACED}}}inline", f"{{{_PLACED}}}extent"
#: Units of drawings to a twentieth of a point, in which pages are measured.
_EMU = 635
#: About how much of a line a letter of a caption takes, how high its lines are, and what stands
#: round it, in twentieths of a point.
_LETTER, _LINE, _AROUND = 100, 260, 400
_CAPTIONS = frozenset({"ImageCaption", "Caption"})


def fit_pictures(document: Element) -> None:
    """Make every picture smaller that its page, or its cell, has no room for; its shape stays."""
    for page, blocks in rooms(document):
        for inline in (one for block in blocks for one in block.iter(_INLINE)):
            _fit(inline, _within(inline, page))


def _within(inline: Element, page: Room) -> Room:
    """The room of a picture: its page, less its caption, and the column of a table's cell."""
    wide, high = page
    for cell in inline.iterancestors(word("tc")):
        wide = min(wide, _column(cell) or wide)
    paragraph = next(inline.iterancestors(word("p")))
    follower = below(paragraph)
    if follower is not None and style_of(follower) in _CAPTIONS:
        lines = -(-len(text_of(follower)) * _LETTER // page.wide)
        high -= lines * _LINE + _AROUND
    return Room(wide, max(high, page.high // 3))


def _column(cell: Element) -> int:
    """How wide the columns are that a cell takes; 0 where its table does not say."""
    row = cell.getparent()
    grid = row.getparent().find(word("tblGrid"))
    widths = [] if grid is None else [int(one.get(word("w"), "0")) for one in grid]
    taken = [*spans_of(row)]
    place = [one for one in row if one.tag == word("tc")].index(cell)
    start = sum(taken[:place])
    return sum(widths[start : start + taken[place]]) if len(widths) > 1 else 0


def _fit(inline: Element, room: Room) -> None:
    extent = inline.find(_EXTENT)
    wide, high = int(extent.get("cx")), int(extent.get("cy"))
    share = min(room.wide * _EMU / max(wide, 1), room.high * _EMU / max(high, 1))
    if share < 1:
        for one in (extent, *inline.iter(f"{{{_MAIN}}}ext")):
            if one.get("cx"):
                one.set("cx", str(round(wide * share)))
                one.set("cy", str(round(high * share)))
