"""How much of a poster is empty, and where: read off its picture.

The page is cut into squares of a centimetre (on an A0). A square without a difference
in colour is empty, whatever that colour is, for a field without words is empty too.
"""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

#: The side of a square, in millimetres on an A0.
SQUARE = 10.0
#: How far the colours within an empty square may lie apart, of 255.
_ALIKE = 3


@dataclass(frozen=True)
class Region:
    """A rectangle on the poster, in millimetres from its upper left corner."""

    left: float
    top: float
    width: float
    height: float

    @property
    def area(self) -> float:
        """Its area in square millimetres."""
        return self.width * self.height


@dataclass(frozen=True)
class Emptiness:
    """How empty a poster is.

    Args:
        share: of all squares of the poster, those that are empty, of 1.
        largest: the largest empty rectangle within the margins.
    """

    share: float
    largest: Region


def emptiness(picture: bytes, page: tuple[float, float], edge: float, scale: float) -> Emptiness:
    """Measure the picture of a poster.

    Args:
        picture: a PNG of the whole page.
        page: width and height of the page in millimetres.
        edge: its margin.
        scale: its scale; an A0 is 1.
    """
    side = SQUARE * scale
    empty = _squares(picture, (round(page[0] / side), round(page[1] / side)))
    share = sum(map(sum, empty)) / (len(empty) * len(empty[0]))
    skip = round(edge / side)
    inner = [row[skip : len(row) - skip] for row in empty[skip : len(empty) - skip]]
    left, top, width, height = largest_rectangle(inner)
    across, down = page[0] / len(empty[0]), page[1] / len(empty)
    return Emptiness(
        share,
        Region((left + skip) * across, (top + skip) * down, width * across, height * down),
    )


def _squares(picture: bytes, count: tuple[int, int]) -> list[list[bool]]:
    """For every square of every row, whether it is empty."""
    import numpy as np
    from PIL import Image

    with Image.open(BytesIO(picture)) as opened:
        width, height = opened.size
        edges = np.linspace(0, height, count[1] + 1).astype(int).tolist()
        rows = (opened.crop((0, top, width, bottom)) for top, bottom in pairwise(edges))
        # A row after the other: all pixels of a poster at once are more than a processor holds.
        bands = [np.asarray(row.convert("RGB")) for row in rows]
    columns = np.linspace(0, width, count[0] + 1).astype(int)[:-1]
    lightest = np.maximum.reduceat([band.max(axis=0) for band in bands], columns, axis=1)
    darkest = np.minimum.reduceat([band.min(axis=0) for band in bands], columns, axis=1)
    empty: list[list[bool]] = ((lightest - darkest).max(axis=2) <= _ALIKE).tolist()
    return empty


def largest_rectangle(empty: Sequence[Sequence[bool]]) -> tuple[int, int, int, int]:
    """The largest rectangle of empty squares: its column, row, width and height."""
    heights = [0] * (len(empty[0]) if empty else 0)
    best = (0, 0, 0, 0)
    for row, squares in enumerate(empty):
        heights = [high + 1 if free else 0 for high, free in zip(heights, squares, strict=True)]
        for left, width, height in _under(heights):
            if width * height > best[2] * best[3]:
                best = (left, row - height + 1, width, height)
    return best


def _under(heights: Sequence[int]) -> Iterator[tuple[int, int, int]]:
    """The widest rectangle of each height that fits under a skyline: column, width, height."""
    rising: list[tuple[int, int]] = []
    for place, high in enumerate([*heights, 0]):
        start = place
        while rising and rising[-1][1] >= high:
            start, tall = rising.pop()
            yield start, place - start, tall
        rising.append((start, high))
