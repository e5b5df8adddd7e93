"""How much room text takes: measured with the very faces it is set in.

Office programs fit text to its box only when someone types in it, so a deck
that is made by a program must come with sizes that fit. Widths are measured,
lines are broken where a space allows it, and a margin is left for machines
that lack the faces and set another in their place.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from themeloom.rendering.styles.fonts import FACES

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from PIL.ImageFont import FreeTypeFont

#: Size, in pixels, at which widths are measured before they are scaled.
_MEASURED_AT = 100
#: Room for a face of another width: where sizes are chosen, boxes count as that much narrower.
CAUTION = 1.06


@dataclass(frozen=True)
class Paragraph:
    """Text of one paragraph and what decides its height, in pixels.

    Args:
        text: what it says.
        stem: the file name of the face it is set in, without its suffix.
        share: its size beside the size of the box (1 is the same).
        indent: how far it stands in from the left.
        before: the room above it.
        line: line spacing, as a multiple of the face's own line.
    """

    text: str
    stem: str
    share: float = 1.0
    indent: float = 0.0
    before: float = 0.0
    line: float = 1.0


@cache
def _font(stem: str) -> FreeTypeFont:
    from PIL import ImageFont

    face = next(face for face in FACES if face.stem == stem)
    return ImageFont.truetype(str(face.path("ttf")), _MEASURED_AT)


def width_of(text: str, stem: str, size: float) -> float:
    """The width of a line of text in pixels."""
    return _font(stem).getlength(text) * size / _MEASURED_AT


def line_height(stem: str, size: float) -> float:
    """The height of one line as the face itself asks for it."""
    ascent, descent = _font(stem).getmetrics()
    return (ascent + descent) * size / _MEASURED_AT


def lines_of(text: str, stem: str, size: float, width: float) -> int:
    """How many lines a paragraph takes in a column of that width."""
    lines = 0
    for piece in text.split("\n"):
        lines += 1
        filled = 0.0
        space = width_of(" ", stem, size)
        for word in piece.split(" "):
            wide = width_of(word, stem, size)
            if filled and filled + space + wide > width:
                lines += 1
                filled = wide
            else:
                filled += wide + (space if filled else 0.0)
    return lines


def height_of(paragraphs: Iterable[Paragraph], size: float, width: float) -> float:
    """The height of paragraphs below one another when the box's size is `size`."""
    total = 0.0
    for one in paragraphs:
        own = size * one.share
        lines = lines_of(one.text, one.stem, own, width - one.indent)
        total += one.before + lines * line_height(one.stem, own) * one.line
    return total


def largest_fitting(
    paragraphs: Sequence[Paragraph], sizes: Sequence[float], width: float, height: float
) -> float:
    """The first of `sizes` at which the paragraphs fit with caution, or the last if none does."""
    for size in sizes:
        if height_of(paragraphs, size, width / CAUTION) <= height:
            return size
    return sizes[-1]
