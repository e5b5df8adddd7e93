"""The typefaces of the figures, and those that lend them the letters they lack."""

from __future__ import annotations

import unicodedata
from contextlib import contextmanager
from contextvars import ContextVar
from enum import Enum
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from themeloom.core.errors import ThemeloomError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


#: The name of the typeface that lends the letters which ours lack.
OTHER_SCRIPTS = "Themeloom Other Scripts"


class Face(Enum):
    """The typefaces of the figures: their wheel's module and their file."""

    SANS = ("font_source_sans_pro", "SourceSansPro-Regular.otf")
    STRONG = ("font_source_sans_pro", "SourceSansPro-Semibold.otf")
    VOICE = ("font_source_serif_pro", "SourceSerifPro-Regular.otf")

    @property
    def family(self) -> str:
        """The name under which matplotlib knows this face."""
        return f"Themeloom {self.name.title()}"

    def file(self) -> Path:
        """Find the font's file in its wheel, without importing the wheel's module."""
        module, name = self.value
        spec = find_spec(module)
        for place in (spec and spec.submodule_search_locations) or ():
            file = Path(place) / "files" / name
            if file.is_file():
                return file
        package = module.replace("_", "-")
        raise ThemeloomError(
            f"the font {name}, with which figures are lettered, is not installed",
            f"pip install {package}",
        )


def other_scripts() -> Path:
    """Find the font that matplotlib brings, which has Greek, Cyrillic, Arabic, Hebrew and more."""
    import matplotlib as mpl

    return Path(mpl.get_data_path()) / "fonts" / "ttf" / "DejaVuSans.ttf"


@cache
def known_letters(face: Face) -> frozenset[str]:
    """Give the characters that the face has, or the one that matplotlib brings."""
    from matplotlib.font_manager import get_font

    files = (face.file(), other_scripts())
    return frozenset(chr(code) for file in files for code in get_font(file).get_charmap())


#: Kinds of character that leave no mark of their own: controls, formats, spaces.
_UNSEEN = frozenset({"Cc", "Cf", "Zs", "Zl", "Zp"})

#: Characters that every face of the figures has, so that most texts need no look into fonts.
PLAIN = frozenset(
    map(chr, (*range(0x20, 0x7F), *range(0xA1, 0x17F), *range(0x2018, 0x201F), 0x2026))
)


_BROUGHT: ContextVar[tuple[Path, ...]] = ContextVar("fonts that the study brings", default=())


@contextmanager
def lent_by(fonts: Iterable[Path]) -> Iterator[None]:
    """Draw with the fonts that a study brings, while this lasts."""
    token = _BROUGHT.set(tuple(fonts))
    try:
        yield
    finally:
        _BROUGHT.reset(token)


def is_brought(font: Path) -> bool:
    """Whether a font is one that the study brings."""
    return font in _BROUGHT.get()


def borrowed(text: str, face: Face) -> tuple[Path, ...]:
    """List the fonts that a text needs besides the figures' own."""
    fonts = (lender(letters) for letters in missing(text, face).values())
    return tuple(dict.fromkeys(font for font in fonts if font is not None))


@cache
def missing(text: str, face: Face) -> dict[str, frozenset[str]]:
    """Give the letters that the figures' own fonts lack, by their script."""
    strange = set(text) - PLAIN
    if not strange:
        return {}
    lacking = {
        letter
        for letter in strange - known_letters(face)
        if unicodedata.category(letter) not in _UNSEEN and not _selects(letter)
    }
    if not lacking:
        return {}
    from fontTools.unicodedata import script

    scripts = sorted({script(letter) for letter in lacking})
    return {
        name: frozenset(letter for letter in lacking if script(letter) == name) for name in scripts
    }


def _selects(letter: str) -> bool:
    """Say whether this only chooses between forms of the letter before it."""
    return "\ufe00" <= letter <= "\ufe0f" or "\U000e0100" <= letter <= "\U000e01ef"


def lender(letters: frozenset[str]) -> Path | None:
    """Find a font that has all of the letters; the same one each time."""
    return _first(letters, _BROUGHT.get()) or of_machine(letters)


@cache
def of_machine(letters: frozenset[str]) -> Path | None:
    """Find a font of the machine that has all of the letters."""
    return _first(letters, _machine_fonts())


def _first(letters: frozenset[str], files: Iterable[Path]) -> Path | None:
    from matplotlib.font_manager import get_font

    wanted = {ord(letter) for letter in letters}
    for file in files:
        try:
            charmap = get_font(file).get_charmap()
        except (OSError, RuntimeError, ValueError):
            continue  # a font that cannot be read lends nothing
        if wanted <= charmap.keys():
            return file
    return None


@cache
def _machine_fonts() -> tuple[Path, ...]:
    """List the machine's fonts: upright ones of the Noto family first, then by name."""
    from matplotlib.font_manager import findSystemFonts

    def rank(file: Path) -> tuple[bool, bool, bool, str, str]:
        name = file.name.casefold()
        slanted = "italic" in name or "oblique" in name
        return slanted, not name.startswith("noto"), "regular" not in name, name, str(file)

    # Fonts of last resort have a box for every letter there is.
    files = (Path(file) for file in findSystemFonts())
    return tuple(sorted((f for f in files if "lastresort" not in f.name.casefold()), key=rank))
