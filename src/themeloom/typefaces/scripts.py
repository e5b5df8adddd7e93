"""Scripts that the project's two typefaces lack: which they are, and which typefaces have them.

A project may bring further typefaces in a folder `fonts/`. They are staged beside the two
families; Typst falls back to them, and web pages and Word documents get the characters in
use from them. After them comes DejaVu Sans, which has Arabic, Hebrew and more: it is at hand
because matplotlib, with which notebooks draw, brings it.
"""

from __future__ import annotations

import unicodedata
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

#: Scripts of Typst's own serif, which stands in wherever ours has no letter.
_IN_TYPST = frozenset({"Latn", "Grek", "Cyrl", "Hebr", "Zyyy", "Zinh", "Zzzz"})
#: Where Latin ends.
_BEYOND = "\u0250"
#: Pictographs are "common" to all scripts, yet no text face has them.
_PICTOGRAPHS = range(0x1F000, 0x20000)
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


@cache
def characters_of(path: Path) -> frozenset[int]:
    """The characters that a typeface has."""
    from fontTools.ttLib import TTFont

    with TTFont(path, lazy=True) as font:
        return frozenset(font.getBestCmap())


def scripts_without(text: str, typefaces: Iterable[Path]) -> list[str]:
    """The English names of the scripts in a text of which no typeface has every character."""
    from fontTools.unicodedata import script, script_name

    beyond = {one for one in text if one >= _BEYOND}
    if not beyond:
        return []
    known: set[int] = set().union(*(characters_of(path) for path in typefaces))
    found = set()
    for one in beyond:
        name = script(one)
        if ord(one) in known:
            continue
        if ord(one) in _PICTOGRAPHS:
            found.add("pictographs")
        elif name not in _IN_TYPST:
            found.add(str(script_name(name)).replace("_", " "))
    return sorted(found)


def with_lent(typefaces: Sequence[Path], text: str, ours: Path) -> list[Path]:
    """The typefaces for what ours lack, and the one that is always at hand if it is needed.

    Args:
        typefaces: those that the project brings.
        text: all that is said.
        ours: a typeface whose characters all of ours have.
    """
    strange = {one for one in text if one >= _BEYOND}
    beyond = {ord(one) for one in strange if unicodedata.category(one)[0] in "LM"}
    if not beyond:
        return list(typefaces)
    lent = _of_matplotlib("DejaVuSans.ttf")
    lacking = beyond.difference(*(characters_of(path) for path in (ours, *typefaces)))
    needed = [path for path in lent if lacking & characters_of(path)]
    return [*typefaces, *needed]


def runs_leftwards(text: str) -> bool:
    """Whether a text is read from right to left: its first letter that has a direction says so."""
    kinds = map(unicodedata.bidirectional, text)
    return next((kind for kind in kinds if kind in {"L", "R", "AL"}), "L") != "L"


def monospaced() -> list[Path]:
    """The last typeface that Typst falls back to, as matplotlib brings it."""
    return _of_matplotlib("DejaVuSansMono.ttf")


def _of_matplotlib(name: str) -> list[Path]:
    """A typeface that matplotlib brings."""
    spec = find_spec("matplotlib")
    if spec is None or spec.origin is None:
        return []
    path = Path(spec.origin).parent / "mpl-data" / "fonts" / "ttf" / name
    return [path] if path.is_file() else []
