"""The codings of a source as a file: `coding/<source>.csv`, a row for each coding, sorted."""

from __future__ import annotations

import re
import sys
from functools import partial
from typing import TYPE_CHECKING

from themeloom.coding.nouns import COLUMNS, Coder, Coding, Codings
from themeloom.coding.tables import heads_of, rows_of, twice, uneven, written
from themeloom.core.errors import ThemeloomError, did_you_mean, raise_all

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_NEEDED = COLUMNS[:6]
#: A row as we write it: its id, and places, which are numbers of nobody.
_PLACES = re.compile(rb'^([^,"\n]*),(\d+),(\d+),', re.MULTILINE)
_PSEUDONYM = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def read_codings(source: str, text: str, file: str) -> Codings:
    """The codings of one source, in columns.

    Args:
        source: the id of the source.
        text: the file's text.
        file: the file as a person names it.

    Raises:
        ThemeloomError: every mistake: columns, places that are no numbers, ids that stand twice.
    """
    rows = list(rows_of(text, file))
    heads = [one.strip() for one in rows[0][1]] if rows else []
    raise_all([*heads_of(heads, file, _NEEDED, COLUMNS), *_unknown(heads, file)])
    at = [heads.index(name) if name in heads else -1 for name in COLUMNS]
    found, errors, seen = [], list[ThemeloomError](), dict[str, int]()
    for line, row in rows[1:]:
        if len(row) != len(heads):
            errors.append(uneven(row, heads, file, line))
            continue
        cells = [row[one] if one >= 0 else "" for one in at]
        wrong = list(_wrong(cells, seen, file, line))
        errors += wrong
        seen.setdefault(cells[0], line)
        if not wrong:
            found.append(_coding(cells, line))
    raise_all(errors)
    return Codings.of(source, file, found)


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


def _unknown(heads: Sequence[str], file: str) -> Iterator[ThemeloomError]:
    for head in heads:
        if head not in COLUMNS:
            yield ThemeloomError(
                f'codings have no column "{head}"', did_you_mean(head, COLUMNS), file=file, line=1
            )


def _wrong(
    cells: Sequence[str], seen: dict[str, int], file: str, line: int
) -> Iterator[ThemeloomError]:
    name, start, end = cells[:3]
    wrong = partial(ThemeloomError, file=file, line=line)
    if not name:
        yield wrong("a coding without an id", "give it one of its own")
    elif name in seen:
        yield twice(f'the coding "{name}"', file, line, seen[name])
    if not _PSEUDONYM.fullmatch(cells[4].strip()):
        # It may be a name, and is not repeated.
        yield wrong(
            "a coder is called by a pseudonym, in small letters, digits and hyphens",
            "write coder-1, coder-2 and so on, and keep who they are outside the project",
        )
    if not (is_place(start) and is_place(end)) or int(start) >= int(end):
        yield wrong(
            f'the coding "{name}" stands from "{start[:20]}" to "{end[:20]}", which is no place',
            "start and end are whole numbers, the first less than the second; where they are "
            "wrong, themeloom reanchor finds the words again",
        )


def is_place(cell: str) -> bool:
    """Whether a cell is the number of a character of a text."""
    return cell.isascii() and cell.isdigit() and len(cell) < 16  # noqa: PLR2004 - any text's
