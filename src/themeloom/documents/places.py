"""Remembering where a text came from: file and line of every line and every value."""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_right
from functools import cached_property
from typing import TYPE_CHECKING

import msgspec

from themeloom.core.errors import OnlyQuartoError, ThemeloomError, UnheededError
from themeloom.documents.scanner import Kind, scan, without

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Self

    from themeloom.documents.scanner import Piece
    from themeloom.study.located import Located, Path


class Place(msgspec.Struct, frozen=True):
    """A line of a file, as a message names it; in a notebook also the cell and its line."""

    file: str
    line: int
    cell: int = 0
    in_cell: int = 0

    def error(self, message: str, hint: str = "") -> ThemeloomError:
        """A mistake that was made here."""
        said = f"cell {self.cell}, line {self.in_cell}: {message}" if self.cell else message
        return ThemeloomError(said, hint, file=self.file, line=self.line)

    def further(self, lines: int) -> Place:
        """The place so many lines further on."""
        within = self.in_cell + lines if self.cell else 0
        return Place(self.file, self.line + lines, self.cell, within)

    def only_quarto(self, message: str, hint: str = "") -> ThemeloomError:
        """What only Quarto can do, asked for here."""
        return OnlyQuartoError(message, hint, file=self.file, line=self.line)

    def unheeded(self, what: str) -> ThemeloomError:
        """What changes nothing, and stands here."""
        return UnheededError(what, file=self.file, line=self.line)


class LineMap(msgspec.Struct, frozen=True):
    """For every line of a spliced text, the file and line it was written in.

    Args:
        places: one place for each line, in order.
    """

    places: tuple[Place, ...]

    def place(self, line: int) -> Place:
        """The place of a line of the text, counted from 1."""
        return self.places[min(max(line, 1), len(self.places)) - 1]


class Spliced(msgspec.Struct, frozen=True, dict=True):
    """A text put together from several files, which still knows where each line is from."""

    text: str
    lines: LineMap

    @cached_property
    def pieces(self) -> tuple[Piece, ...]:
        """Its prose, code, comments and shortcodes, in order and without gaps."""
        return scan(self.text)

    @cached_property
    def prose(self) -> str:
        """Its prose, with blanks in the place of all else, so that offsets stay."""
        return without(self.text, self.pieces, Kind.PROSE)

    @cached_property
    def _starts(self) -> list[int]:
        """The offset at which each line begins."""
        return [0, *(match.end() for match in re.finditer("\n", self.text))]

    def line(self, offset: int) -> int:
        """The line of the spliced text, from 1, on which an offset lies."""
        return bisect_right(self._starts, offset)

    def place(self, offset: int) -> Place:
        """The place of the character at an offset."""
        return self.lines.place(self.line(offset))

    def replaced(self, stretches: Iterable[tuple[int, int, str, Place | None]]) -> Spliced:
        """The text with other texts in the place of some of its stretches.

        Args:
            stretches: where each begins and ends, what stands there now, and the place of every
                new line in it; if none is given, it has as many lines as it had, each its own.
        """
        parts: list[str] = []
        places = [self.place(0)]
        done = 0
        for start, end, text, place in (*stretches, (len(self.text), len(self.text), "", None)):
            for offset, part, own in ((done, self.text[done:start], None), (start, text, place)):
                first = self.line(offset)
                parts.append(part)
                places += (
                    own or self.lines.place(first + after)
                    for after in range(1, part.count("\n") + 1)
                )
            done = end
        return Spliced("".join(parts), LineMap(tuple(places)))


class Placed(str):
    """A text from a YAML file that remembers where it stands."""

    __slots__ = ("place",)
    place: Place

    def __new__(cls, text: str, place: Place) -> Self:
        """A text with its place."""
        placed = super().__new__(cls, text)
        placed.place = place
        return placed


def place_of(value: object, otherwise: Place) -> Place:
    """Where a value stands, if it is a text that remembers; else `otherwise`."""
    return value.place if isinstance(value, Placed) else otherwise


def placed_mapping(located: Located, top: Place, *otherwise: str) -> dict[str, object]:
    """YAML keys and values; its keys and texts remember their lines, and dates are texts.

    Args:
        located: as it was read.
        top: where it begins.
        otherwise: what is said of anything else, and what to do.
    """
    data = _placed(located.value, (), located)
    if data is not None and not isinstance(data, dict):
        raise top.error(*otherwise)
    return data or {}


def _placed(value: object, path: Path, located: Located) -> object:
    if isinstance(value, dict):
        return {
            _placed(str(key), (*path, str(key)), located): _placed(item, (*path, str(key)), located)
            for key, item in value.items()
        }
    if isinstance(value, list):
        return [_placed(item, (*path, at), located) for at, item in enumerate(value)]
    if isinstance(value, dt.date):
        value = value.isoformat()
    if isinstance(value, str):
        return Placed(value, Place(located.file, located.line(path)))
    return value
