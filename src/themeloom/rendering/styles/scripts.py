"""Scripts that the project's two typefaces lack: which they are, and which typefaces have them.

A project may bring further typefaces in a folder `fonts/`. They are staged beside the two
families; Typst falls back to them, and web pages get the characters in use from them.
"""

from __future__ import annotations

from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

#: Scripts of Typst's own serif, which stands in wherever ours has no letter.
_IN_TYPST = frozenset({"Latn", "Grek", "Cyrl", "Hebr", "Zyyy", "Zinh", "Zzzz"})
#: Pictographs are "common" to all scripts, yet no text face has them.
_PICTOGRAPHS = range(0x1F000, 0x20000)
SUFFIXES = (".otf", ".ttf")
#: The file in which the families of the project's own typefaces are noted for the Lua filters.
FAMILIES = "families.txt"


def own_typefaces(root: Path) -> list[Path]:
    """The typefaces that a project brings, sorted by name."""
    folder = root / "fonts"
    if not folder.is_dir():
        return []
    return sorted(path for path in folder.iterdir() if path.suffix.lower() in SUFFIXES)


def family_of(path: Path) -> str:
    """The family that a typeface says it belongs to."""
    from fontTools.ttLib import TTFont

    with TTFont(path, lazy=True) as font:
        return str(font["name"].getBestFamilyName() or path.stem)


@cache
def characters_of(path: Path) -> frozenset[int]:
    """The characters that a typeface has."""
    from fontTools.ttLib import TTFont

    with TTFont(path, lazy=True) as font:
        return frozenset(font.getBestCmap())


def scripts_without(text: str, typefaces: Iterable[Path]) -> list[str]:
    """The English names of the scripts in a text of which no typeface has every character."""
    from fontTools import unicodedata

    beyond = {one for one in text if ord(one) >= 0x250}  # noqa: PLR2004 - where Latin ends
    if not beyond:
        return []
    known: set[int] = set().union(*(characters_of(path) for path in typefaces))
    found = set()
    for one in beyond:
        script = unicodedata.script(one)
        if ord(one) in known:
            continue
        if ord(one) in _PICTOGRAPHS:
            found.add("pictographs")
        elif script not in _IN_TYPST:
            found.add(str(unicodedata.script_name(script)).replace("_", " "))
    return sorted(found)


def monospaced() -> list[Path]:
    """The last typeface that Typst falls back to, as the package of the figures brings it."""
    spec = find_spec("matplotlib")
    if spec is None or spec.origin is None:
        return []
    path = Path(spec.origin).parent / "mpl-data" / "fonts" / "ttf" / "DejaVuSansMono.ttf"
    return [path] if path.is_file() else []
