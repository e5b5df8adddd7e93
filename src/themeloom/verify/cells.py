"""Which cell of a table differs, which key of a .yml or .json file, which fact of a record.

Every reader here gives what stands at which place; `differing` compares any two of these.
"""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from typing import TYPE_CHECKING, Any, TypeVar

from themeloom.deriving.tables import TABLES
from themeloom.steps.prov import VERSION, read_prov
from themeloom.verify.findings import Difference

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

Value = TypeVar("Value")
Row = dict[str, str]
Key = tuple[str, ...]
_KEYS: Mapping[str, Key] = {schema.name: schema.key for schema, _ in TABLES}
#: So many characters of a row that only one table has are told.
_SHORT = 120


def both(place: str, there: object, rebuilt: object) -> Iterator[Difference]:
    """One difference, with what stands at a place on either side."""
    yield Difference(place, str(there), str(rebuilt))


def differing(
    sides: Iterable[Mapping[str, Value]],
    within: Callable[[str, Value, Value], Iterator[Difference]] = both,
    *,
    lacking: Value | None = None,
    shown: Callable[[Value], str] = lambda _: "",
) -> Iterator[Difference]:
    """What differs between two things that were read, place by place.

    Args:
        sides: what stands at each place of the file that is checked, and of the rebuilt one.
        within: tells how two values at the same place differ.
        lacking: the value of a place that one of them lacks; if not given, it is told who has it.
        shown: what to show of a value that only one of them has.
    """
    there, rebuilt = sides
    for place in {**there, **rebuilt}:
        a, b = there.get(place, lacking), rebuilt.get(place, lacking)
        if a is None and b is not None:
            yield Difference(place, rebuilt=shown(b), only="rebuilt")
        elif b is None and a is not None:
            yield Difference(place, shown(a), only="there")
        elif a is not None and b is not None and a != b:
            yield from within(place, a, b)


def compare_tables(name: str, there: bytes, rebuilt: bytes) -> Iterator[Difference]:
    """Cells, rows and columns that differ.

    Args:
        name: the file's name; derived tables are known by it with their key.
        there: the table that is checked.
        rebuilt: the table as it was rebuilt.
    """
    (columns, rows), (wanted, given) = read_table(there), read_table(rebuilt)
    yield from differing({f"column {one}": "" for one in named} for named in (columns, wanted))
    if columns != wanted and set(columns) == set(wanted):
        yield from both("columns", ", ".join(columns), ", ".join(wanted))
    key = key_of(name, wanted)
    old, new = _by_key(rows, key), _by_key(given, key)
    yield from differing((old, new), _cells, shown=_told)
    if [place for place in old if place in new] != [place for place in new if place in old]:
        yield Difference("rows", note="they stand in another order")


def key_of(name: str, columns: Sequence[str]) -> Key:
    """The columns that tell rows apart: as declared, else the first one."""
    declared = _KEYS.get(name.rpartition("/")[2].removesuffix(".csv"), ())
    if declared and set(declared) <= set(columns):
        return declared
    return tuple(columns[:1])


def read_table(data: bytes) -> tuple[list[str], list[Row]]:
    """The columns of a table, and its rows."""
    rows = list(csv.reader(io.StringIO(data.decode("utf-8", "replace"), newline="")))
    head = rows[0] if rows else []
    return head, [dict(zip(head, row, strict=False)) for row in rows[1:]]


def _by_key(rows: Sequence[Row], key: Key) -> dict[str, Row]:
    """The rows by their key; one that stands twice is numbered."""
    found: dict[str, Row] = {}
    times: Counter[str] = Counter()
    for row in rows:
        place = row_named(key, row)
        times[place] += 1
        again = f" (for the {times[place]}. time)" if times[place] > 1 else ""
        found[f"row {place}{again}"] = row
    return found


def row_named(key: Key, row: Mapping[str, str]) -> str:
    """A row as a reader finds it: by its key."""
    return ", ".join(f"{column} {row.get(column) or '(empty)'}" for column in key)


def _cells(place: str, there: Row, rebuilt: Row) -> Iterator[Difference]:
    """The cells of the columns that both tables have."""
    for column in rebuilt:
        if there.get(column, rebuilt[column]) != rebuilt[column]:
            yield from both(f"{place}, column {column}", there[column], rebuilt[column])


def _told(row: Row) -> str:
    return "; ".join(value for value in row.values() if value)[:_SHORT]


def compare_yaml(_: str, there: bytes, rebuilt: bytes) -> Iterator[Difference]:
    """The keys of two YAML files that differ, with both values."""
    import yaml

    yield from _keys(yaml.safe_load(there), yaml.safe_load(rebuilt))


def compare_json(_: str, there: bytes, rebuilt: bytes) -> Iterator[Difference]:
    """The keys of two JSON files that differ, with both values."""
    yield from _keys(_read(there), _read(rebuilt))


def _read(data: bytes) -> Any:  # noqa: ANN401 - JSON
    """JSON in which no name stands twice: readers differ in which of the two they take."""

    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        if len(found := dict(pairs)) < len(pairs):
            raise ValueError("a name stands twice in one place")
        return found

    return json.loads(data, object_pairs_hook=once)


def _keys(there: object, rebuilt: object) -> Iterator[Difference]:
    yield from differing((dict(_flat(there)), dict(_flat(rebuilt))), shown=str)


def _flat(value: object, path: str = "") -> Iterator[tuple[str, str]]:
    """Every value below its path, as `author.2.name`, places in lists counted from 1."""
    members: list[tuple[object, object]] = []
    if isinstance(value, dict | list):
        members = [*(value.items() if isinstance(value, dict) else enumerate(value, 1))]
    if not members:
        yield f"key {path or '(all)'}", str(value)
    for key, one in members:
        yield from _flat(one, f"{path}.{key}" if path else str(key))


def compare_records(_: str, there: bytes, rebuilt: bytes) -> Iterator[Difference]:
    """The facts of two records of provenance that differ, versions of tools aside."""
    told, a, b = _read(there), read_prov(there), read_prov(rebuilt)
    if not a.entity:
        yield Difference("the whole file", note="it is no record in PROV-JSON")
        return
    # Attributes are flat, and a file that was changed afterwards has another hash here.
    yield from differing(
        (
            {
                f"{key.rpartition(':')[2]} of {name.removeprefix('file:')}": str(value)
                for name, facts in {**one.entity, **one.activity, **one.agent}.items()
                for key, value in facts.items()
                if key != VERSION
            }
            for one in (a, b)
        ),
        shown=str,
    )
    for kind in sorted({*a.relations, *b.relations}):
        count = len(a.relations.get(kind, {}).keys() ^ b.relations.get(kind, {}).keys())
        if count:
            yield Difference(f"what the record says under {kind}", note=f"{count} entries differ")
    facts = json.loads(a.as_json())
    if facts != {"prefix": facts["prefix"]} | {key: one for key, one in told.items() if one}:
        yield Difference("the whole file", note="it holds what is no fact of a record")
