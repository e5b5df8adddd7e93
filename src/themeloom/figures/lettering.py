"""Type in figures: the fonts, how wide words are, and where lines break.

matplotlib knows the fonts by names of our own, so that no other font is ever
taken in their place.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from themeloom.figures.faces import OTHER_SCRIPTS, Face, borrowed, other_scripts

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from matplotlib.font_manager import FontProperties

#: The size at which words are measured; widths grow in proportion.
_MEASURED_AT = 100.0


def _register(files: Mapping[str, Path]) -> None:
    """Make fonts known to matplotlib by the names given."""
    from matplotlib.font_manager import FontEntry, fontManager

    fontManager.ttflist.extend(
        FontEntry(fname=str(file), name=name, style="normal", weight=400, size="scalable")
        for name, file in files.items()
    )


@cache
def _register_ours() -> None:
    """Make the figures' own faces known to matplotlib, once."""
    _register({face.family: face.file() for face in Face} | {OTHER_SCRIPTS: other_scripts()})


@cache
def _set_in(face: Face, lent: tuple[Path, ...]) -> FontProperties:
    """Give the face as matplotlib wants it, and behind it those that lend it letters."""
    from matplotlib.font_manager import FontProperties

    _register_ours()
    others = {f"Themeloom {file}": file for file in lent}
    _register(others)
    return FontProperties(family=[face.family, OTHER_SCRIPTS, *others], size=_MEASURED_AT)


def font(text: str, face: Face) -> FontProperties:
    """Give the face in which a text is set, with others for the letters that it lacks."""
    return _set_in(face, borrowed(text, face))


@lru_cache(maxsize=20_000)
def _measured(text: str, face: Face) -> float:
    from matplotlib.textpath import text_to_path

    look = font(text, face)
    return float(text_to_path.get_text_width_height_descent(text, look, ismath=False)[0])


def text_width(text: str, face: Face, size: float) -> float:
    """Measure one line of text, in points.

    Words are measured one by one, since lines share words and no word reaches
    into the next one.
    """
    words = text.split(" ")
    width = sum(_measured(word, face) for word in words) + _space(face) * (len(words) - 1)
    return width * size / _MEASURED_AT


@cache
def _space(face: Face) -> float:
    return _measured("n n", face) - _measured("nn", face)


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

    @property
    def leftward(self) -> bool:
        """Whether the text is read from right to left: its first letter says so."""
        kinds = (unicodedata.bidirectional(letter) for line in self.lines for letter in line)
        return next((kind for kind in kinds if kind in {"L", "R", "AL"}), "L") != "L"

    def last_width(self) -> float:
        """The width of the last line."""
        return text_width(self.lines[-1], self.face, self.size) if self.lines else 0.0


def _pieces(word: str, face: Face, size: float, width: float) -> list[str]:
    """Cut a word that is wider than its column into pieces that are not."""
    pieces = [""]
    for letter in word:
        cuttable = pieces[-1] and not unicodedata.category(letter).startswith("M")
        if cuttable and text_width(pieces[-1] + letter, face, size) > width:
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
