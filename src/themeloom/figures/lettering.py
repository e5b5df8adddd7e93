"""Type in figures: the fonts, how wide words are, and where lines break.

The fonts come from their own wheels and are known to matplotlib by names of our
own, so that a copy installed on the machine is never taken in their place.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from functools import cache, lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from themeloom.errors import ThemeloomError

if TYPE_CHECKING:
    from matplotlib.font_manager import FontProperties

#: The name of the typeface that lends the letters which ours lack.
_OTHER_SCRIPTS = "Themeloom Other Scripts"
#: The size at which words are measured; widths grow in proportion.
_MEASURED_AT = 100.0


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


@cache
def _register() -> None:
    """Make the faces known to matplotlib, once."""
    import matplotlib as mpl
    from matplotlib.font_manager import FontEntry, fontManager

    files = {face.family: face.file() for face in Face}
    files[_OTHER_SCRIPTS] = Path(mpl.get_data_path()) / "fonts" / "ttf" / "DejaVuSans.ttf"
    fontManager.ttflist.extend(
        FontEntry(fname=str(file), name=family, style="normal", weight=400, size="scalable")
        for family, file in files.items()
    )


@cache
def font(face: Face) -> FontProperties:
    """Give the face as matplotlib wants it, with a second one for other scripts."""
    from matplotlib.font_manager import FontProperties

    _register()
    return FontProperties(family=[face.family, _OTHER_SCRIPTS], size=_MEASURED_AT)


@lru_cache(maxsize=20_000)
def _measured(text: str, face: Face) -> float:
    from matplotlib.textpath import text_to_path

    return float(text_to_path.get_text_width_height_descent(text, font(face), ismath=False)[0])


def text_width(text: str, face: Face, size: float) -> float:
    """Measure one line of text, in points."""
    return _measured(text, face) * size / _MEASURED_AT


@dataclass(frozen=True)
class Block:
    """Lines of text that belong together, as they will be set.

    Args:
        lines: the lines, broken already.
        face: the typeface.
        size: the size of the type in points.
        whole: whether the lines hold all of the text, or a shortened one.
    """

    lines: tuple[str, ...]
    face: Face
    size: float
    whole: bool = True

    @property
    def leading(self) -> float:
        """The distance from line to line."""
        return self.size * 1.28

    @property
    def height(self) -> float:
        """The height of all lines."""
        return len(self.lines) * self.leading

    @property
    def width(self) -> float:
        """The width of the widest line."""
        return max((text_width(line, self.face, self.size) for line in self.lines), default=0.0)

    def last_width(self) -> float:
        """The width of the last line."""
        return text_width(self.lines[-1], self.face, self.size) if self.lines else 0.0


def _pieces(word: str, face: Face, size: float, width: float) -> list[str]:
    """Cut a word that is wider than its column into pieces that are not."""
    pieces = [""]
    for letter in word:
        if pieces[-1] and text_width(pieces[-1] + letter, face, size) > width:
            pieces.append("")
        pieces[-1] += letter
    return pieces


def _broken(text: str, face: Face, size: float, width: float) -> list[str]:
    """Break text into lines at its spaces, each as full as it may be."""
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and text_width(longer, face, size) <= width:
            lines[-1] = longer
        elif text_width(word, face, size) <= width:
            lines.append(word)
        else:
            lines.extend(_pieces(word, face, size, width))
    return lines


def shorten(line: str, ending: str, face: Face, size: float, width: float) -> str:
    """Drop words from the end of a line until it fits with the ending set behind it."""
    words = line.split()
    while len(words) > 1 and text_width(" ".join(words) + ending, face, size) > width:
        words.pop()
    kept = " ".join(words).rstrip(" ,;:.–—-")
    while len(kept) > 1 and text_width(kept + ending, face, size) > width:
        kept = kept[:-1]
    return kept + ending


def _evened(text: str, face: Face, size: float, width: float, count: int) -> list[str]:
    """Break text into `count` lines that are as narrow, so as even, as can be."""
    low, high = width / 3, width
    for _ in range(6):
        middle = (low + high) / 2
        if len(_broken(text, face, size, middle)) <= count:
            high = middle
        else:
            low = middle
    return _broken(text, face, size, high)


def wrap(  # noqa: PLR0913 - a line of type is told by all of these
    text: str,
    face: Face,
    size: float,
    width: float,
    *,
    most: int = 100,
    ending: str = " …",
    even: bool = False,
) -> Block:
    """Set text in a column.

    Args:
        text: what to set; white space of any kind counts as one space.
        face: the typeface.
        size: the size of the type in points.
        width: the width of the column in points.
        most: how many lines there may be; what is beyond them is dropped.
        ending: what marks that something was dropped.
        even: whether the lines should be of like length, as in a title.
    """
    lines = _broken(text, face, size, width)
    if len(lines) > most:
        kept = lines[:most]
        kept[-1] = shorten(kept[-1], ending, face, size, width)
        return Block(tuple(kept), face, size, whole=False)
    if even and len(lines) > 1:
        lines = _evened(text, face, size, width, len(lines))
    return Block(tuple(lines), face, size)
