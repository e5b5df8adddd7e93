"""Tables of comma-separated values with the line of each row, and their mistakes."""

from __future__ import annotations

import csv
import io
import sys
from typing import TYPE_CHECKING

from themeloom.core.errors import ThemeloomError, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

#: A coded passage may be as long as its source.
csv.field_size_limit(sys.maxsize)


def rows_of(text: str, file: str) -> Iterator[tuple[int, list[str]]]:
    """The rows of a table that have anything in them, each with the line on which it begins.

    Raises:
        ThemeloomError: if a quotation mark is never closed, or the text is no table.
    """
    reader = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), strict=True)
    line = 1
    try:
        for row in reader:
            if any(row):
                yield line, row
            line = reader.line_num + 1
    except csv.Error as error:
        raise ThemeloomError(
            f"from here on the table cannot be read: {error}",
            "put a cell with a comma, a line break or a quotation mark between quotation marks, "
            "and each quotation mark within it twice",
            file=file,
            line=line,
        ) from None


def heads_of(
    row: Sequence[str], file: str, needed: Sequence[str], known: Sequence[str]
) -> Iterator[ThemeloomError]:
    """Yield columns that are missing, or stand twice."""
    for name in needed:
        if name not in row:
            others = [one for one in row if one not in known]
            meant = did_you_mean(name, others) if others else ""
            yield ThemeloomError(
                f'the table has no column "{name}"',
                meant if meant.startswith("did") else f"its columns are: {', '.join(known)}",
                file=file,
                line=1,
            )
    for name in sorted({one for one in row if row.count(one) > 1}):
        yield ThemeloomError(
            f'the column "{name}" stands twice', "keep one of them", file=file, line=1
        )


def uneven(row: Sequence[str], heads: Sequence[str], file: str, line: int) -> ThemeloomError:
    """What is said of a row that does not fit the columns."""
    return ThemeloomError(
        f"the row has {len(row)} cells and the table {len(heads)} columns",
        "put a cell with a comma or a line break in it between quotation marks",
        file=file,
        line=line,
    )


def twice(what: str, file: str, line: int, first: int) -> ThemeloomError:
    """What is said of a row whose id another one has."""
    return ThemeloomError(
        f"{what} is there twice: here and on line {first}",
        "give one of them another id, or keep one",
        file=file,
        line=line,
    )


def written(rows: Iterable[Sequence[object]]) -> bytes:
    """A table as it is stored: UTF-8, commas, plain line ends."""
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue().encode()
