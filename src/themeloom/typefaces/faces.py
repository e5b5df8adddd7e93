"""The type of every output: two open families, brought by two packages.

The packages are found, never imported.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

import msgspec

from themeloom.core.files import beside
from themeloom.core.packages import folder_of_package
from themeloom.look.tokens import LOOK

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


#: Up to this weight a face is not bold for office programs.
SEMIBOLD = 600


class Face(msgspec.Struct, frozen=True):
    """One cut of one family: what CSS calls it, the file that holds it, and who takes it along.

    `use` is `serif` or `sans`. `programs` are Word and PowerPoint, by the suffixes of the fonts
    in their files.
    """

    use: str
    weight: int
    italic: bool
    stem: str
    web: bool = False
    programs: tuple[str, ...] = ()

    @property
    def family(self) -> str:
        """What style sheets and Typst call it."""
        return LOOK.faces[self.use]

    @property
    def package(self) -> str:
        """The package that brings it."""
        return f"font_{self.family.lower().replace(' ', '_')}"

    @property
    def slug(self) -> str:
        """The name of its web font, without the suffix."""
        return self.stem.replace("Pro-", "-").replace("It", "Italic").lower()

    @property
    def office_family(self) -> str:
        """The family by which office programs know it: there, semibold is one of its own."""
        return f"{self.family} Semibold" if self.weight == SEMIBOLD else self.family

    @property
    def office_cut(self) -> str:
        """Which of the four cuts of that family it is."""
        return office_cut(self.weight, italic=self.italic)

    def path(self, kind: str = "otf") -> Path:
        """The file in the package that brings it; `kind` is `otf` or `ttf`."""
        return folder_of_package(self.package) / "files" / f"{self.stem}.{kind}"


def office_cut(weight: int, *, italic: bool) -> str:
    """Which of the four cuts of its family a face is for office programs."""
    return ("Bold" if weight > SEMIBOLD else "") + ("Italic" if italic else "") or "Regular"


_DATA = beside(__file__, "faces.toml")
#: Every face that is staged; web pages and office files take those that their styles use.
FACES = msgspec.convert(_DATA["faces"], tuple[Face, ...])
_Ranges: TypeAlias = tuple[range, ...]


def _ranges(listed: Sequence[tuple[int, int]]) -> _Ranges:
    return tuple(range(first, last + 1) for first, last in listed)


#: What every text may need, and what is added once one character of it is found in the texts.
LATIN: _Ranges = _ranges(_DATA["latin"])
MORE: dict[str, _Ranges] = {name: _ranges(listed) for name, listed in _DATA["more"].items()}
#: Free typefaces, by the script that they have.
_FREE: dict[str, str] = _DATA["free"]


def free_typeface(script: str) -> str:
    """A typeface under an open licence that has a script."""
    return _FREE.get(script, f"Noto Sans {script}")


def latin_and(scripts: Sequence[str]) -> frozenset[int]:
    """The characters of Latin and of further groups of scripts."""
    ranges = [*LATIN, *(group for name in MORE if name in scripts for group in MORE[name])]
    return frozenset(point for group in ranges for point in group)


def scripts_in(text: str) -> tuple[str, ...]:
    """Name the groups of `MORE` of which `text` has at least one character."""
    found = {ord(character) for character in set(text)}
    return tuple(
        name
        for name, ranges in MORE.items()
        if any(point in group for group in ranges for point in found)
    )
