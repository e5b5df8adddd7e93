"""Which cell of which row of two tables differs."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from themeloom.deriving.tables import TABLES
from themeloom.verify.findings import Difference

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

Row = dict[str, str]
Key = tuple[str, ...]
_KEYS: Mapping[str, Key] = {schema.name: schema.key for schema, _ in TABLES}


def compare_tables(name: str, there: bytes, rebuilt: bytes) -> Iterator[Difference]:
    """Cells, rows and columns that differ.

    Args:
        name: the file's name; derived tables are known by it with their key.
        there: the table that is checked.
        rebuilt: the table as it was rebuilt.
    """
    a, b = _read(there), _read(rebuilt)
    if a[0] != b[0]:
        yield from _columns(a[0], b[0])
    key = key_of(name, b[0])
    old, new = _by_key(a[1], key), _by_key(b[1], key)
    for found, row in old.items():
        if found not in new:
            yield Difference(_row(key, found), _short(row), only="there")
    for found, row in new.items():
        if found not in old:
            yield Difference(_row(key, found), rebuilt=_short(row), only="rebuilt")
        else:
            yield from _cells(_row(key, found), old[found], row)
    if [found for found in old if found in new] != [found for found in new if found in old]:
        yield Difference("rows", note="they stand in another order")


def key_of(name: str, columns: Sequence[str]) -> Key:
    """The columns that tell rows apart: as declared, else the first one."""
    declared = _KEYS.get(name.rpartition("/")[2].removesuffix(".csv"), ())
    if declared and set(declared) <= set(columns):
        return declared
    return tuple(columns[:1])


def _cells(place: str, there: Row, rebuilt: Row) -> Iterator[Difference]:
    for column, value in rebuilt.items():
        if column in there and there[column] != value:
            yield Difference(f"{place}, column {column}", there[column], value)


def _columns(there: Sequence[str], rebuilt: Sequence[str]) -> Iterator[Difference]:
    for name in there:
        if name not in rebuilt:
            yield Difference(f"column {name}", only="there")
    for name in rebuilt:
        if name not in there:
            yield Difference(f"column {name}", only="rebuilt")
    if set(there) == set(rebuilt):
        yield Difference("columns", ", ".join(there), ", ".join(rebuilt))


def _read(data: bytes) -> tuple[list[str], list[Row]]:
    rows = list(csv.reader(io.StringIO(data.decode("utf-8", "replace"), newline="")))
    head = rows[0] if rows else []
    return head, [dict(zip(head, row, strict=False)) for row in rows[1:]]


def _by_key(rows: Sequence[Row], key: Key) -> dict[tuple[str, ...], Row]:
    """The rows by their key; one that stands twice is numbered."""
    found: dict[tuple[str, ...], Row] = {}
    for row in rows:
        name = tuple(row.get(column, "") for column in key)
        again = 2
        while name in found:
            name = (*name[: len(key)], str(again))
            again += 1
        found[name] = row
    return found


def _row(key: Key, values: Sequence[str]) -> str:
    named = ", ".join(
        f"{column} {value or '(empty)'}" for column, value in zip(key, values, strict=False)
    )
    again = f" (for the {values[-1]}. time)" if len(values) > len(key) else ""
    return f"row {named}{again}"


def _short(row: Row) -> str:
    return "; ".join(value for value in row.values() if value)[:120]
