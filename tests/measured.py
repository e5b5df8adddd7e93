"""How much room text takes, measured with the faces themselves and nothing of ours."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from PIL import ImageFont

from themeloom.typefaces.faces import FACES

if TYPE_CHECKING:
    from PIL.ImageFont import FreeTypeFont

#: The size, in pixels, at which is measured.
_AT = 1000
SERIF, SANS = "SourceSerifPro-Regular", "SourceSansPro-Regular"


@cache
def _font(stem: str) -> FreeTypeFont:
    face = next(face for face in FACES if face.stem == stem)
    return ImageFont.truetype(str(face.path("ttf")), _AT)


def lines_in(text: str, stem: str, size: float, width: float) -> int:
    """How many lines a paragraph takes in a box of that width, in pixels."""
    lines, filled, space = 1, 0.0, _font(stem).getlength(" ") * size / _AT
    for word in text.split(" "):
        wide = _font(stem).getlength(word) * size / _AT
        if filled and filled + space + wide > width:
            lines, filled = lines + 1, 0.0
        filled += wide + (space if filled else 0.0)
    return lines


def height_in(text: str, stem: str, size: float, width: float, line: float = 1.0) -> float:
    """How high a paragraph is in a box of that width, in pixels."""
    ascent, descent = _font(stem).getmetrics()
    return lines_in(text, stem, size, width) * (ascent + descent) * size / _AT * line


def look_in(layout: Any, index: int) -> tuple[str, float]:  # noqa: ANN401 - python-pptx has no types
    """The face and the line spacing of a box of a slide layout."""
    (box,) = [one for one in layout.placeholders if one.placeholder_format.idx == index]
    level = "p:txBody/a:lstStyle/a:lvl1pPr"
    face = box.element.xpath(f"string({level}/a:defRPr/a:latin/@typeface)")
    line = box.element.xpath(f"string({level}/a:lnSpc/a:spcPct/@val)")
    return str(face), int(line) / 100_000
