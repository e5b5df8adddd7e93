"""`_brand.yml`: the colours, typefaces and logos of a university, as Quarto and others read them.

A project has one, and a document may have one of its own, by a file or within its front matter,
or none. Paths in it start at the file that holds it.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

import msgspec

from themeloom.core.files import beside, combined
from themeloom.look.brand import Changed, Given, branded

if TYPE_CHECKING:
    from collections.abc import Mapping

    from themeloom.documents.places import Place
    from themeloom.look.tokens import Look

#: What a brand may hold: see `brand.toml`.
KNOWN_OF_BRANDS = beside(__file__, "brand.toml")
FILES: list[str] = KNOWN_OF_BRANDS["files"]
MODES: list[str] = KNOWN_OF_BRANDS["modes"]


class Logo(msgspec.Struct, frozen=True):
    """A logo: its file from the project's root, what it shows, and where the brand names it."""

    path: str
    alt: str
    place: Place


class Font(msgspec.Struct, frozen=True):
    """A typeface of the brand: its family, its files from the root, where the brand names it.

    Args:
        uses: what it is used for here: `serif`, `sans`, `heading`.
    """

    family: str
    files: tuple[str, ...]
    uses: tuple[str, ...]
    place: Place


class Brand(msgspec.Struct, frozen=True, dict=True):
    """What a brand says, read and found to be right.

    Args:
        given: its colours and typefaces, as the look takes them.
        mode: which of its two modes outputs have that cannot follow the reader's wish.
        colours: every colour that has a name, as hexadecimal digits, by mode.
        named: every logo that has a name, by mode.
        head: the logos where a document begins, each for light and for dark grounds.
        foot: those where it ends.
        fonts: the typefaces in use.
        files: all that was read of it, from the root.
        places: where each colour stands.
        unheeded: keys of which the outputs show nothing.
        contents: the digests of its logos and typefaces, by their paths from the root.
        lettered: the drawings among its logos whose letters are still text, set in whatever
            typeface is there.
    """

    given: Given = msgspec.field(default_factory=Given)
    mode: str = "light"
    colours: Mapping[str, Mapping[str, str]] = msgspec.field(default_factory=dict)
    named: Mapping[str, Mapping[str, Logo]] = msgspec.field(default_factory=dict)
    head: tuple[tuple[Logo, Logo], ...] = ()
    foot: tuple[tuple[Logo, Logo], ...] = ()
    fonts: tuple[Font, ...] = ()
    files: tuple[str, ...] = ()
    places: Mapping[str, Place] = msgspec.field(default_factory=dict)
    unheeded: tuple[tuple[str, Place], ...] = ()
    contents: Mapping[str, str] = msgspec.field(default_factory=dict)
    lettered: frozenset[str] = frozenset()

    @cached_property
    def _branded(self) -> tuple[Look, tuple[Changed, ...]]:
        return branded(self.given, self.mode)

    @property
    def look(self) -> Look:
        """The look of outputs under this brand."""
        return self._branded[0]

    @property
    def changed(self) -> tuple[Changed, ...]:
        """Which colours are not used as they are given."""
        return self._branded[1]

    @property
    def modes(self) -> bool:
        """Whether it is one thing in the light and another in the dark."""
        return len(self.given.modes) > 1

    @property
    def logos(self) -> tuple[tuple[Logo, Logo], ...]:
        """Every logo that is shown, once: one that has another for the dark is the same."""
        found: dict[str, tuple[Logo, Logo]] = {}
        for pair in (*self.head, *self.foot):
            found.setdefault(pair[0].path, pair)
        return tuple(found.values())

    @cached_property
    def key(self) -> str:
        """What tells it from others: a name made of all that decides what outputs look like."""
        logos = [
            [[(one.path, one.alt) for one in pair] for pair in pairs]
            for pairs in (self.head, self.foot)
        ]
        faces = [(one.family, one.files, one.uses) for one in self.fonts]
        given = [self.given.modes, [*self.given.threads], self.given.chosen]
        made_of = [given, self.mode, logos, faces, sorted(self.contents.items())]
        return combined({"brand": made_of})[:12]


class Source(msgspec.Struct, frozen=True):
    """A brand as it was written: its keys, the file that holds it, its first line."""

    data: Mapping[str, Any]
    file: str
    top: Place
    files: tuple[str, ...]
