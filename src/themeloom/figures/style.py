"""The three sizes of every figure, from `style.toml`; its colours are those of the look.

Lengths are points (1/72 inch) at the size at which a figure is printed or shown.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import msgspec

from themeloom.core.files import beside

if TYPE_CHECKING:
    from collections.abc import Mapping

#: A millimetre in points.
_MM = 72 / 25.4


class Size(msgspec.Struct, frozen=True):
    """One of the sizes in which every figure is drawn.

    Args:
        name: what is appended to a figure's name; empty for the paper.
        width: width in points.
        tallest: the greatest height in points; text is shortened to keep to it.
        fixed: whether the figure is always as high as `tallest`.
        type_size: the size of ordinary type, in points, when there is room.
        type_least: the smallest type that may be used, in points.
        line: the width of a thread, in points.
        ground: the colour of the look on which the figure will lie.
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
    heights: Mapping[str, float]

    def height_of(self, figure: str) -> float:
        """Give the height that one figure should keep to at this size, in points."""
        return self.heights.get(figure, self.tallest)


def _size(
    width: float,
    tallest: float,
    heights: Mapping[str, float],
    ground: str,
    **others: Any,  # noqa: ANN401
) -> Size:
    """A size as the table has it, where widths and heights are millimetres."""
    high = {figure: height * _MM for figure, height in heights.items()}
    return Size(width=width * _MM, tallest=tallest * _MM, heights=high, ground=ground, **others)


#: The sizes by name: "" for the paper, "poster", "slide".
SIZES: Mapping[str, Size] = MappingProxyType(
    {row["name"]: _size(**row) for row in beside(__file__, "style.toml")["sizes"]}
)
