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
from unicodedata import east_asian_width

from themeloom.typefaces.coverage import characters_of
from themeloom.typefaces.faces import FACES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from PIL.ImageFont import FreeTypeFont

    from themeloom.typefaces.faces import Face

#: Size, in pixels, at which widths are measured before they are scaled.
_MEASURED_AT = 100
#: Room for a face of another width: where sizes are chosen, boxes count as that much narrower.
CAUTION = 1.06
#: Stands for whichever typewriter face an office program has.
MONO, _SANS = "mono", "SourceSansPro-Regular"
#: How wide letters are that no face of ours has, as shares of their size.
_MONO_WIDTH, _WIDE, _OTHER = 0.61, 1.0, 0.62
#: Balanced lines are no narrower than this share of the column, found in so many steps.
_NARROWEST, _HALVINGS = 0.5, 10


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

    def lines(self, size: float, width: float) -> list[float]:
        """How wide each of its lines is in a box of that size and width."""
        return lines_of(self.text, self.stem, size * self.share, width - self.indent)


def _face(stem: str) -> Face:
    return next(face for face in FACES if face.stem == stem)


@cache
def _letters(stem: str) -> frozenset[int]:
    return characters_of(_face(stem).path("ttf"))


@cache
def _font(stem: str) -> FreeTypeFont:
    from PIL import ImageFont

    return ImageFont.truetype(str(_face(stem).path("ttf")), _MEASURED_AT)


def width_of(text: str, stem: str, size: float) -> float:
    """The width of a line of text in pixels; letters that the face lacks are taken for wide."""
    return _share(text, stem) * size


@cache
def _share(text: str, stem: str) -> float:
    """The width of a text beside the size of its type."""
    if stem == MONO:
        return len(text) * _MONO_WIDTH
    known = _letters(stem)
    other = [one for one in text if ord(one) not in known]
    ours = "".join(one for one in text if ord(one) in known) if other else text
    width = _font(stem).getlength(ours) / _MEASURED_AT
    return width + sum(_WIDE if east_asian_width(one) in "WF" else _OTHER for one in other)


def line_height(stem: str, size: float) -> float:
    """The height of one line as the face itself asks for it."""
    ascent, descent = _font(_SANS if stem == MONO else stem).getmetrics()
    return (ascent + descent) * size / _MEASURED_AT


def lines_of(text: str, stem: str, size: float, width: float) -> list[float]:
    """How wide each line of a paragraph is in a column; a word that is too wide is broken."""
    lines: list[float] = []
    space = width_of(" ", stem, size)
    for piece in text.split("\n"):
        filled = 0.0
        for word in piece.split(" "):
            wide = width_of(word, stem, size)
            if filled and filled + space + wide > width:
                lines.append(filled)
                filled = 0.0
            filled += wide + (space if filled else 0.0)
            while filled > width > 0 and len(word) > 1:
                lines.append(width)
                filled -= width
        lines.append(filled)
    return lines


def height_of(paragraphs: Iterable[Paragraph], size: float, width: float) -> float:
    """The height of paragraphs below one another when the box's size is `size`."""
    total = 0.0
    for one in paragraphs:
        lines = len(one.lines(size, width))
        total += one.before + lines * line_height(one.stem, size * one.share) * one.line
    return total


def balanced(paragraphs: Sequence[Paragraph], size: float, width: float) -> float:
    """A width that takes no more lines, at which they come out alike.

    It lies halfway between the narrowest and the widest at which the lines break where
    they do, for no two programs measure alike.
    """
    high = height_of(paragraphs, size, width)
    low = width * _NARROWEST
    narrowest = _bound(width, low, lambda one: height_of(paragraphs, size, one) <= high)
    breaks = _breaks(paragraphs, size, narrowest)
    widest = _bound(narrowest, width, lambda one: _breaks(paragraphs, size, one) == breaks)
    return (narrowest + widest) / 2


def _bound(good: float, bad: float, holds: Callable[[float], bool]) -> float:
    """The last value at which something holds, from one where it does towards another."""
    for _ in range(_HALVINGS):
        middle = (good + bad) / 2
        good, bad = (middle, bad) if holds(middle) else (good, middle)
    return good


def _breaks(paragraphs: Iterable[Paragraph], size: float, width: float) -> list[list[float]]:
    """Where lines break, told by how wide each is."""
    return [one.lines(size, width) for one in paragraphs]


def largest_fitting(
    paragraphs: Sequence[Paragraph], sizes: Sequence[float], width: float, height: float
) -> float:
    """The first of `sizes` at which the paragraphs fit with caution, or the last if none does."""
    for size in sizes:
        if height_of(paragraphs, size, width / CAUTION) <= height:
            return size
    return sizes[-1]
