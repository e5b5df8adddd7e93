"""Tables of other tools as rows, wherever in the file their heads stand."""

from __future__ import annotations

import csv
import io
import re
import sys
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING

from themeloom.core.errors import ThemeloomError, did_you_mean
from themeloom.core.files import beside
from themeloom.importers.reading import Asked
from themeloom.importers.tables import sheets
from themeloom.importers.texts import decoded

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

#: A coded passage may be as long as its source.
csv.field_size_limit(sys.maxsize)

#: What columns are called, by what they hold.
HEADS = {
    name: [" ".join(one.split()) for one in names.split(";")]
    for name, names in beside(__file__, "heads.toml").items()
}
_PARTS = ";,\t|"
#: Before its heads an export may have a title, and nothing longer.
_BEFORE = 10
#: No head of a column is longer.
_LONG = 200
#: Nor do these rows take more characters.
_MUCH = 1 << 20
#: How tools write a column for each code.
_NUMBERED = re.compile(r"\s*\d+$")
_APPLIED = re.compile(r"Code: (.+) Applied", re.IGNORECASE)


@dataclass(frozen=True)
class Table:
    """A table, its heads first.

    Args:
        heads: the heads as they stand there.
        rows: each row with its number in the file, from 1.
        columns: the place of each kind of column.
        applied: the places of columns that say of one code whether it was applied, by its name.
        several: the places of columns of codes, where there is more than one, by their heads.
        title: what its sheet is called.
        doubts: what a person has to look at.
    """

    heads: Sequence[str]
    rows: Sequence[tuple[int, Sequence[str]]]
    columns: Mapping[str, int]
    applied: Mapping[str, int]
    several: Mapping[str, int] = field(default_factory=dict)
    title: str = ""
    doubts: Sequence[str] = ()

    def cell(self, row: Sequence[str], kind: str) -> str:
        """What a row has in a kind of column; nothing if there is no such column."""
        return self.raw(row, kind).strip()

    def raw(self, row: Sequence[str], kind: str) -> str:
        """The same with the white space around it."""
        at = self.columns.get(kind, -1)
        return row[at] if 0 <= at < len(row) else ""

    @property
    def has_codings(self) -> bool:
        """Whether it has words with their codes."""
        has_codes = "code" in self.columns or bool(self.applied or self.several)
        return "quote" in self.columns and has_codes

    @property
    def has_codes(self) -> bool:
        """Whether it is a codebook."""
        return "code" in self.columns and "quote" not in self.columns

    @property
    def is_codebook(self) -> bool:
        """Whether it says of codes what they mean."""
        return self.has_codes and bool({"definition", "parent"} & self.columns.keys())

    @property
    def unused(self) -> list[str]:
        """The heads of columns of which nothing is made."""
        used = {*self.columns.values(), *self.applied.values(), *self.several.values()}
        return [head for at, head in enumerate(self.heads) if head.strip() and at not in used]


def tables_of(
    data: bytes, name: str, columns: Mapping[str, str], encoding: str = ""
) -> list[Table]:
    """The tables of a file, one for each sheet; those with codings first, then codebooks.

    Args:
        data: the file's bytes.
        name: what it is called.
        columns: the heads of columns by what they hold, as the owner says.
        encoding: that of a text file; found by evidence if empty.

    Raises:
        ThemeloomError: if it has none, or not the columns that its owner names.
    """
    found = [_table(*sheet, columns) for sheet in _sheets(data, name, encoding)]
    if not found:
        raise ThemeloomError(f"there is no table in {name}", "export it again")
    found.sort(key=lambda one: (not one.has_codings, not one.is_codebook, not one.has_codes))
    _check(found[0], columns, name)
    return found


def _check(found: Table, columns: Mapping[str, str], name: str) -> None:
    for kind, head in columns.items():
        if kind not in HEADS:
            raise ThemeloomError(
                f"a column cannot hold “{kind}”",
                did_you_mean(kind, HEADS) + f" ({', '.join(HEADS)})",
            )
        if kind not in found.columns:
            raise ThemeloomError(
                f"{name} has no column “{head}”",
                did_you_mean(head, [one for one in found.heads if one]),
            )


def _table(
    title: str,
    rows: Sequence[Sequence[str]],
    doubts: Sequence[str],
    columns: Mapping[str, str],
) -> Table:
    """The table whose heads are those of the first rows that name most kinds of column."""
    first = range(min(_BEFORE, len(rows)))
    kinds = [_columns(rows[at], columns) for at in first]
    at = max(first, key=lambda one: (len(kinds[one]), -one), default=0)
    heads = [" ".join(one[:_LONG].split()) for one in rows[at]] if rows else []
    applied = {m[1]: n for n, head in enumerate(heads) if (m := _APPLIED.fullmatch(head))}
    several = _several(heads, columns.get("code", ""))
    told = [(n, row) for n, row in enumerate(rows[at + 1 :], at + 2) if any(map(str.strip, row))]
    return Table(heads, told, kinds[at] if kinds else {}, applied, several, title, doubts)


def _several(heads: Sequence[str], said: str) -> dict[str, int]:
    """The columns of codes, if there are more than one: as said, or a name with numbers."""
    wanted = {" ".join(one.split()).casefold() for one in said.splitlines()}
    found = {
        head: at
        for at, head in enumerate(heads)
        if head.casefold() in wanted
        or (not said and _NUMBERED.sub("", head).casefold() in HEADS["code"])
    }
    return found if len(found) > 1 else {}


def _columns(row: Sequence[str], said: Mapping[str, str]) -> dict[str, int]:
    """The place of each kind of column, by what its owner says or else by its name."""
    heads = [" ".join(one[:_LONG].split()).casefold().strip(" |") for one in row]
    found: dict[str, int] = {}
    for kind, names in HEADS.items():
        wanted = [" ".join(said[kind].split("\n")[0].split()).casefold()] if kind in said else names
        place = next((heads.index(one) for one in wanted if one in heads), -1)
        if place >= 0 and place not in found.values():
            found[kind] = place
    return found


def _sheets(
    data: bytes, name: str, encoding: str
) -> Iterator[tuple[str, Sequence[Sequence[str]], Sequence[str]]]:
    """The rows of each sheet, its name, and what is in doubt."""
    if not name.lower().endswith((".csv", ".tsv")):
        yield from ((title, rows, ()) for title, rows in sheets(data, name))
        return
    text, _, doubts = decoded(data, Asked(name, encoding))
    part = max(_PARTS, key=lambda one: _telling(text, one))
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=part))
    except csv.Error:
        raise ThemeloomError(
            f"{name} is no table that can be read", "save it again as .csv (UTF-8) or .xlsx"
        ) from None
    yield "", rows, doubts


def _telling(text: str, part: str) -> int:
    """How much the first rows of a text say, if this sign parts its columns.

    What names most kinds of column counts most, and then what has most of them.
    """
    reader = csv.reader(io.StringIO(text[:_MUCH], newline=""), delimiter=part)
    try:
        rows = list(islice(reader, _BEFORE))
    except csv.Error:
        return 0
    return max((len(_columns(row, {})) * 100 + min(len(row), 99) for row in rows), default=0)
