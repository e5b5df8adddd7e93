"""Finding the cells of a document: `{python}` fences, and `{python} expr` within a line."""

from __future__ import annotations

import re
from itertools import chain
from typing import TYPE_CHECKING

import msgspec

from themeloom.core.errors import ThemeloomError, did_you_mean, of_each, raise_all
from themeloom.documents.places import Place, place_of
from themeloom.documents.scanner import Kind
from themeloom.notebooks.options import (
    KNOWN,
    SWITCHES,
    Options,
    is_switch,
    read_options,
    same_label,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from themeloom.documents.document import Document
    from themeloom.documents.places import Spliced
    from themeloom.documents.scanner import Piece

_CELL = re.compile(r"\{python\}")
_BRACED = re.compile(r"\{python\b(?P<rest>[^}]*)\}")
_INLINE = re.compile(r"`+\{python\}\s+(?P<code>.+?)`+", re.DOTALL)
_NO_OPTIONS = Options({})
#: Keys below `execute:` that are for Quarto's own way of running cells.
_OF_QUARTO = KNOWN["running"]


class Cell(msgspec.Struct, frozen=True):
    """A piece of Python in a document.

    Args:
        start: the offset in the document's body at which it begins.
        end: the offset after it.
        code: its code, the option lines included; or the expression within a line.
        options: its options; empty within a line.
        place: the file and line of the first line of its code.
        prefix: the white space before each of its lines, as within a list.
        inline: whether it stands within a line.
    """

    start: int
    end: int
    code: str
    options: Options
    place: Place
    prefix: str = ""
    inline: bool = False

    def error(self, message: str, hint: str = "", line: int = 1) -> ThemeloomError:
        """A mistake on a line of its code, counted from 1."""
        return self.place.further(line - 1).error(message, hint)


def find_cells(document: Document) -> tuple[Cell, ...]:
    """Every cell of a document, in order.

    Raises:
        ThemeloomError: options that are wrong, labels that stand twice, code that stands
            where no cell can stand.
    """
    if "{python" not in document.body:
        return ()
    source = document.spliced
    found, errors = of_each(source.pieces, lambda piece: tuple(_cells(source, piece)))
    cells = tuple(chain(*found))
    raise_all([*errors, *_same_labels(cells)])
    return cells


def _cells(source: Spliced, piece: Piece) -> Iterator[Cell]:
    text = source.text[piece.start : piece.end]
    if piece.kind is Kind.FENCE and (braced := _BRACED.match(piece.name)):
        if not _CELL.fullmatch(piece.name):
            rest = braced["rest"].strip(" ,")
            raise source.place(piece.start).error(
                f"a cell begins with {{python}} and nothing else, and here is {piece.name}",
                f"write its options as lines at its top: #| {rest or 'echo: false'}",
            )
        yield _fenced(source, piece, text)
    if piece.kind is Kind.CODE and (inline := _INLINE.fullmatch(text)):
        code = " ".join(inline["code"].split())
        yield Cell(
            piece.start, piece.end, code, _NO_OPTIONS, source.place(piece.start), inline=True
        )


def _fenced(source: Spliced, piece: Piece, text: str) -> Cell:
    lines = text.split("\n")
    prefix = text[: len(text) - len(text.lstrip(" \t"))]
    if not lines[0][len(prefix) :].startswith(("```", "~~~")):
        raise source.place(piece.start).error(
            "a cell stands on the line of something else: list, definition, note or quotation",
            "begin it on a line of its own",
        )
    code = "\n".join(line.removeprefix(prefix) for line in lines[1:-1])
    place = source.lines.place(source.line(piece.start) + 1)
    options = read_options(code, place.file, place.line)
    return Cell(piece.start, piece.end, code, options, place, prefix)


def _same_labels(cells: Iterable[Cell]) -> Iterator[ThemeloomError]:
    seen: dict[str, Cell] = {}
    for cell in cells:
        label = cell.options.label
        first = seen.setdefault(label, cell)
        if label and first is not cell:
            place = cell.place
            yield same_label(label, place.file, f"on line {first.place.line}", place.line)


def execute_options(metadata: Mapping[str, object], named: str) -> dict[str, bool | str]:
    """What `execute:` of some metadata says of all cells.

    Raises:
        ThemeloomError: an option that is unknown, or is neither true nor false.
    """
    options = metadata.get("execute")
    if options is None:
        return {}
    if not isinstance(options, dict):
        raise ThemeloomError(
            "execute: is not a list of options", "write below it, indented: echo: false", file=named
        )
    found: dict[str, bool | str] = {}
    for key, value in options.items():
        place = place_of(key, Place(named, 1))
        if key in SWITCHES:
            if not is_switch(key, value):
                raise place.error(f"execute: {key}: {value} is neither true nor false")
            found[str(key)] = value
        elif key not in _OF_QUARTO:
            raise place.only_quarto(
                f'the built-in renderer does not know the option "{key}" of execute:',
                did_you_mean(str(key), [*SWITCHES, *_OF_QUARTO]),
            )
    if options.get("enabled") is False:
        found["eval"] = False
    return found
