"""One look for every figure: colours, threads, and the three sizes.

The colours are stated here and nowhere else in the package's figures. Lengths
are points (1/72 inch) at the size at which a figure is printed or shown.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

#: Text, and the bars that stand for the steps of a study.
INK = "#1B1F2A"
#: Small text that must not compete: column heads, counts, "withheld".
MUTED = "#4A5160"
#: The strands of the material, before they become themes.
STRAND = "#7D828F"
#: The ground of printed pages, and that of poster and slides.
WHITE = "#FFFFFF"
CREAM = "#FAF7F2"
#: The colours of the themes, by their order: teal, amber, plum, blue, moss, brick.
THREADS = ("#0B6B6B", "#A85A00", "#74398A", "#2458A6", "#4E6F1E", "#A8323E")

_MM = 72 / 25.4


@dataclass(frozen=True)
class Size:
    """One of the sizes in which every figure is drawn.

    Args:
        name: what is appended to a figure's name; empty for the paper.
        width: width in points.
        tallest: the greatest height in points; text is shortened to keep to it.
        fixed: whether the figure is always as high as `tallest`.
        type_size: the size of ordinary type, in points, when there is room.
        type_least: the smallest type that may be used, in points.
        line: the width of a thread, in points.
        ground: the colour on which the figure will lie.
        opaque: whether the ground is painted or left clear.
        dpi: dots to the inch that suit the pixel picture of this size.
        heights: for single figures, by their id, the height in points that they
            keep to as long as nothing has to be left out for it.
    """

    name: str
    width: float
    tallest: float
    fixed: bool
    type_size: float
    type_least: float
    line: float
    ground: str
    opaque: bool
    dpi: int
    heights: Mapping[str, float] = field(default_factory=dict)

    def height_of(self, figure: str) -> float:
        """Give the height that one figure should keep to at this size, in points."""
        return self.heights.get(figure, self.tallest)


_PAPER = Size(
    name="",
    width=150 * _MM,
    tallest=205 * _MM,
    fixed=False,
    type_size=8.5,
    type_least=7.5,
    line=1.3,
    ground=WHITE,
    opaque=True,
    dpi=300,
    heights=MappingProxyType({"method": 123 * _MM}),
)
# As wide as the narrowest place that an A0 poster has for a picture, so that no
# poster ever scales one down and its type below 24 pt.
_POSTER = Size(
    name="poster",
    width=400 * _MM,
    tallest=420 * _MM,
    fixed=False,
    type_size=26,
    type_least=24,
    line=4,
    ground=CREAM,
    opaque=False,
    dpi=100,
    heights=MappingProxyType({"method": 175 * _MM}),
)
# 1600 × 760 px at 100 dots to the inch; 24 px, the least on a slide, are 17.28 pt.
_SLIDE = Size(
    name="slide",
    width=1152,
    tallest=547.2,
    fixed=True,
    type_size=24.5,
    type_least=17.28,
    line=3.2,
    ground=CREAM,
    opaque=False,
    dpi=100,
)

#: The sizes by name: "" for the paper, "poster", "slide".
SIZES: Mapping[str, Size] = MappingProxyType(
    {size.name: size for size in (_PAPER, _POSTER, _SLIDE)}
)
