"""Tables of comma-separated values with the line of each row, and their mistakes."""

from __future__ import annotations

import csv
import io
import sys
from dataclasses import dataclass, field
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


@dataclass
class Sheet:
    """A table of the compendium's own while it is read, with the mistakes found so far.

    Args:
        file: as a person names it.
        heads: what its columns are called.
        rows: the rows below, each with its line.
        errors: what is wrong.
    """

    file: str
    heads: list[str]
    rows: list[tuple[int, list[str]]]
    errors: list[ThemeloomError] = field(default_factory=list)
    _seen: dict[str, int] = field(default_factory=dict)

    @classmethod
    def read(cls, text: str, file: str, needed: Sequence[str], known: Sequence[str]) -> Sheet:
        """A table by its text; columns that are missing or stand twice are mistakes.

        Raises:
            ThemeloomError: as for `rows_of`.
        """
        (_, heads), *rows = [*rows_of(text, file)] or [(1, [])]
        sheet = cls(file, [one.strip() for one in heads], rows)
        for name in (one for one in needed if one not in sheet.heads):
            others = [one for one in sheet.heads if one not in known]
            meant = did_you_mean(name, others) if others else ""
            hint = meant if meant.startswith("did") else f"its columns are: {', '.join(known)}"
            sheet.wrong(1, f'the table has no column "{name}"', hint)
        for name in sorted({one for one in sheet.heads if sheet.heads.count(one) > 1}):
            sheet.wrong(1, f'the column "{name}" stands twice', "keep one of them")
        return sheet

    def wrong(self, line: int, message: str, hint: str) -> None:
        """Note a mistake on a line."""
        self.errors.append(ThemeloomError(message, hint, file=self.file, line=line))

    def is_even(self, line: int, row: Sequence[str], least: int) -> bool:
        """Whether a row has so many cells at least, and none beyond the columns; else a mistake."""
        even = least <= len(row) <= len(self.heads)
        if not even:
            message = f"the row has {len(row)} cells and the table {len(self.heads)} columns"
            hint = "put a cell with a comma or a line break in it between quotation marks"
            self.wrong(line, message, hint)
        return even

    def see(self, line: int, what: str) -> None:
        """Note what a row is of; that another row is of it as well is a mistake."""
        if (first := self._seen.setdefault(what, line)) != line:
            message = f"{what} is there twice: here and on line {first}"
            self.wrong(line, message, "give one of them another id, or keep one")


def written(rows: Iterable[Sequence[object]]) -> bytes:
    """A table as it is stored: UTF-8, commas, plain line ends."""
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue().encode()
