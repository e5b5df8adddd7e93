"""The codings of a source as a file: `coding/<source>.csv`, a row for each coding, sorted."""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING

from themeloom.coding.nouns import COLUMNS, Coder, Coding, Codings
from themeloom.coding.tables import Sheet, written
from themeloom.core.errors import did_you_mean, raise_all

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_NEEDED = COLUMNS[:6]
#: A row as we write it: its id, and places, which are numbers of nobody.
_PLACES = re.compile(rb'^([^,"\n]*),(\d+),(\d+),', re.MULTILINE)
_PSEUDONYM = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def read_codings(source: str, text: str, file: str) -> Codings:
    """The codings of one source.

    Args:
        source: the id of the source.
        text: the file's text.
        file: the file as a person names it.

    Raises:
        ThemeloomError: every mistake: columns, places that are no numbers, ids that stand twice.
    """
    sheet = Sheet.read(text, file, _NEEDED, COLUMNS)
    heads = sheet.heads
    for head in (one for one in heads if one not in COLUMNS):
        sheet.wrong(1, f'codings have no column "{head}"', did_you_mean(head, COLUMNS))
    raise_all(sheet.errors)
    at = [heads.index(name) if name in heads else -1 for name in COLUMNS]
    found = []
    for line, row in sheet.rows:
        if sheet.is_even(line, row, least=len(heads)):
            cells = [row[one] if one >= 0 else "" for one in at]
            _check(cells, sheet, line)
            if not sheet.errors:
                found.append(_coding(cells, line))
    raise_all(sheet.errors)
    return Codings(source, file, found)


def codings_bytes(rows: Iterable[Coding]) -> bytes:
    """Codings as they are stored, by where they stand, then by code, coder and id."""
    by_place = sorted(rows, key=lambda one: (one.start, one.end, one.code, one.coder, one.id))
    cells = ([getattr(one, name) for name in COLUMNS] for one in by_place)
    return written([COLUMNS, *cells])


def without_places(data: bytes) -> bytes:
    """The bytes of a file of codings with nothing where their places were, as long as before."""
    return _PLACES.sub(
        lambda row: b",".join((row[1], b" " * len(row[2]), b" " * len(row[3]), b"")), data
    )


def _coding(cells: Sequence[str], line: int) -> Coding:
    name, start, end, code, coder, quote, before, memo = cells
    # A code and a coder stand in thousands of rows, and need be held once.
    whose = Coder(sys.intern(coder.strip()))
    code = sys.intern(code.strip())
    return Coding(name, int(start), int(end), code, whose, quote, before, memo, line)


def _check(cells: Sequence[str], sheet: Sheet, line: int) -> None:
    name, start, end = cells[:3]
    if name:
        sheet.see(line, f'the coding "{name}"')
    else:
        sheet.wrong(line, "a coding without an id", "give it one of its own")
    if not _PSEUDONYM.fullmatch(cells[4].strip()):
        # It may be a name, and is not repeated.
        sheet.wrong(
            line,
            "a coder is called by a pseudonym, in small letters, digits and hyphens",
            "write coder-1, coder-2 and so on, and keep who they are outside the project",
        )
    if not (is_place(start) and is_place(end)) or int(start) >= int(end):
        sheet.wrong(
            line,
            f'the coding "{name}" stands from "{start[:20]}" to "{end[:20]}", which is no place',
            "start and end are whole numbers, the first less than the second; where they are "
            "wrong, themeloom reanchor finds the words again",
        )


def is_place(cell: str) -> bool:
    """Whether a cell is the number of a character of a text."""
    return cell.isascii() and cell.isdigit() and len(cell) < 16  # noqa: PLR2004 - any text's
