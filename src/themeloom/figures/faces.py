"""The typefaces of the figures: where their files are and which letters they have.

They come from their own wheels, so that a copy installed on the machine is never
taken in their place.
"""

from __future__ import annotations

from enum import Enum
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from themeloom.errors import ThemeloomError

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
