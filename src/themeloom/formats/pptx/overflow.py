"""Whether all that stands on a finished slide lies on it, in its box, and clear of the rest.

The deck is measured as it will be opened: the sizes, places and boxes are read back from
what was written, and nothing is asked of the code that chose them.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil
from typing import TYPE_CHECKING

from themeloom.formats.overlaps import titled
from themeloom.formats.pptx import layouts, tables
from themeloom.formats.pptx.layouts import EMU, Box
from themeloom.formats.pptx.markup import is_caption, is_foot, qualified, text_of, unwrapped
from themeloom.formats.pptx.setting import as_set, largest_in, paragraphs_of
from themeloom.typefaces.measuring import height_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from themeloom.core.office import Element
    from themeloom.formats.pptx.markup import Slide

#: What may be a matter of rounding, in pixels.
_SLACK = 2.0
#: Nothing reaches below this: there are the slide's number and the thread.
_FOOT = 966
#: Lines are full or not, so that a little more must go than the height alone would ask for.
_SPARE = 1.2


@dataclass(frozen=True)
class TooMuch:
    """What does not fit on a slide.

    Args:
        number: that of the slide, from 1.
        title: what its title says.
        what: its title, its words, its table, its picture or a caption.
        how: how they are: "are 12 px of 1080 too high", and where that leads.
        lines: about how many lines must go; of a table, how many rows.
        words: about how many words that is, of `of`.
        of: how many words there are.
    """

    number: int
    title: str
    what: str
    how: str
    lines: int
    words: int
    of: int

    def __str__(self) -> str:
        """What is wrong, as a sentence without its remedy."""
        return f"slide {self.number}{titled(self.title)}: its {self.what} {self.how}"


@dataclass(frozen=True)
class _Piece:
    """Something on a slide, with the room that it takes in truth, in pixels."""

    what: str
    box: Box
    needed: float
    top: float
    words: int = 0
    lines: int = 0

    @property
    def bottom(self) -> float:
        """Where it ends."""
        return self.top + self.needed


def excess_of(slide: Slide, number: int) -> TooMuch | None:
    """The worst of what does not fit on the slide of a number; nothing if all of it fits."""
    pieces = list(_pieces(slide))
    found = [
        *((one.needed - one.box.height, one, "") for one in pieces),
        *((one.bottom - _FOOT, one, "") for one in pieces),
        *((-one.top, one, "") for one in pieces),
        *_beside(pieces),
        *_overlapping(pieces),
    ]
    over, piece, how = max(found, key=lambda one: one[0], default=(0.0, None, ""))
    if piece is None or over <= _SLACK:
        return None
    longest = piece if piece.what == "title" else max(pieces, key=lambda one: one.words)
    lines = min(
        max(1, ceil(over * _SPARE * max(longest.lines, 1) / max(longest.needed, 1))), longest.lines
    )
    words = ceil(longest.words * lines / max(longest.lines, 1))
    high = {
        "words": "too high, at their smallest, and would fall off",
        "title": "too high, at its smallest, and would fall off",
    }
    told = how or high.get(piece.what, "too low down, and would fall off")
    verb = "are" if piece.what == "words" else "is"
    how = f"{verb} {over:.0f} px of 1080 {told}"
    return TooMuch(number, slide.title_text, piece.what, how, lines, words, longest.words)


def _beside(pieces: Sequence[_Piece]) -> Iterator[tuple[float, _Piece, str]]:
    """What sticks out at the sides."""
    for one in pieces:
        over = max(-one.box.x, one.box.x + one.box.width - layouts.WIDTH)
        yield over, one, "too wide, and would stick out"


def _overlapping(pieces: Sequence[_Piece]) -> Iterator[tuple[float, _Piece, str]]:
    """What lies over something else."""
    for place, one in enumerate(pieces):
        for other in pieces[place + 1 :]:
            across = min(one.box.x + one.box.width, other.box.x + other.box.width) - max(
                one.box.x, other.box.x
            )
            if across > _SLACK:
                over = min(one.bottom, other.bottom) - max(one.top, other.top)
                yield over, one, f"over the {other.what} of the slide"


def _pieces(slide: Slide) -> Iterator[_Piece]:
    """Everything on a slide that people read or look at."""
    for shape in map(unwrapped, slide.shapes):
        if shape.tag == qualified("p:pic"):
            box = _own_place(shape) or layouts.LOOSE
            yield _Piece("picture", box, box.height, box.y)
        elif shape.tag == qualified("p:graphicFrame"):
            yield _table(shape)
        elif shape.tag == qualified("p:sp") and text_of(shape) and not is_foot(slide, shape):
            yield _text(slide, shape)


def _table(frame: Element) -> _Piece:
    """A table, its rows as high as their words need."""
    box = _own_place(frame) or layouts.LOOSE
    size = largest_in(frame, 36)
    rows = tables.rows_of(frame)
    high = sum(tables.row_heights(rows, tables.widths_of(frame), size))
    words = sum(len(cell.split()) for row in rows for cell in row)
    box = box.at(box.x, box.y, box.width, high)
    return _Piece("table", box, high, box.y, words, len(rows))


def _text(slide: Slide, shape: Element) -> _Piece:
    """Text, as high as its lines are."""
    given = slide.box_of(shape)
    look = given or layouts.LOOSE
    box = _own_place(shape) or look
    paragraphs = as_set(paragraphs_of(shape), look)
    needed = height_of(paragraphs, 1, box.width)
    anchor = shape.txBody.bodyPr.get("anchor") or look.anchor
    above = {"t": 0.0, "ctr": 0.5, "b": 1.0}[anchor]
    what = "words" if given is None or given.index else "title"
    if is_caption(shape):
        what = "caption"
    return _Piece(
        what,
        box,
        needed,
        box.y + (box.height - needed) * above,
        sum(len(one.text.split()) for one in paragraphs),
        sum(len(one.lines(1, box.width)) for one in paragraphs),
    )


def _own_place(shape: Element) -> Box | None:
    """Where a shape itself says that it lies."""
    if shape.x is None:
        return None
    return layouts.LOOSE.at(*(side / EMU for side in (shape.x, shape.y, shape.cx, shape.cy)))
