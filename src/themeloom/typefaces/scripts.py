"""What a font says of itself, and which way a text runs."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

SUFFIXES = (".otf", ".ttf")
#: The file in which the families of the project's own typefaces are noted for the Lua filters.
FAMILIES = "families.txt"


def family_of(path: Path) -> str:
    """The family that a typeface says it belongs to."""
    from fontTools.ttLib import TTFont

    with TTFont(path, lazy=True) as font:
        return str(font["name"].getBestFamilyName() or path.stem)


def office_family_of(path: Path) -> str:
    """The family by which office programs know a typeface: it has four cuts at the most."""
    from fontTools.ttLib import TTFont

    with TTFont(path, lazy=True) as font:
        return str(font["name"].getDebugName(1) or path.stem)


def has_truetype_outlines(path: Path) -> bool:
    """Whether a typeface is drawn as Word can embed it."""
    from fontTools.ttLib import TTFont

    with TTFont(path, lazy=True) as font:
        return "glyf" in font


def runs_leftwards(text: str) -> bool:
    """Whether a text is read from right to left: its first letter that has a direction says so."""
    kinds = map(unicodedata.bidirectional, text)
    return next((kind for kind in kinds if kind in {"L", "R", "AL"}), "L") != "L"
