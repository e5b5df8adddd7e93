"""Which cell of a table differs, and which key of a .yml or .json file."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

from themeloom.deriving.tables import TABLES
from themeloom.steps.prov import SHA256, read_prov
from themeloom.verify.findings import Difference

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence


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


_DIGITS = 10


def compare_yaml(_: str, there: bytes, rebuilt: bytes) -> Iterator[Difference]:
    """The keys of two YAML files that differ, with both values."""
    import yaml

    yield from _compare(there, rebuilt, yaml.safe_load, yaml.YAMLError)


def compare_json(_: str, there: bytes, rebuilt: bytes) -> Iterator[Difference]:
    """The keys of two JSON files that differ, with both values."""
    yield from _compare(there, rebuilt, json.loads, ValueError)


def compare_records(_: str, there: bytes, rebuilt: bytes) -> Iterator[Difference]:
    """The facts of two records of provenance that differ, versions of tools aside."""
    a = read_prov(there.decode("utf-8", "replace"))
    b = read_prov(rebuilt.decode("utf-8", "replace"))
    if not a.entity:
        yield Difference("the whole file", note="it is no record in PROV-JSON")
        return
    for name in sorted({*a.entity, *b.entity}):
        told = name.removeprefix("file:")
        if name not in a.entity or name not in b.entity:
            yield Difference(told, only="there" if name in a.entity else "rebuilt")
        elif a.entity[name] != b.entity[name]:
            yield from _entity(told, a.entity[name], b.entity[name])
    rest = (("step", a.activity, b.activity), *_relations(a.relations, b.relations))
    for kind, one, other in rest:
        if one != other:
            count = sum(one.get(name) != other.get(name) for name in {*one, *other})
            yield Difference(f"what the record says under {kind}", note=f"{count} entries differ")


def _relations(
    there: Mapping[str, Mapping[str, object]], rebuilt: Mapping[str, Mapping[str, object]]
) -> Iterator[tuple[str, Mapping[str, object], Mapping[str, object]]]:
    for kind in sorted({*there, *rebuilt}):
        yield kind, there.get(kind, {}), rebuilt.get(kind, {})


def _entity(
    name: str, there: Mapping[str, object], rebuilt: Mapping[str, object]
) -> Iterator[Difference]:
    for key in sorted({*there, *rebuilt}):
        if there.get(key) == rebuilt.get(key):
            continue
        if key == SHA256:
            hashes = str(there.get(key, "")), str(rebuilt.get(key, ""))
            note = "the file was changed after the record was written"
            yield Difference(f"hash of {name}", hashes[0][:_DIGITS], hashes[1][:_DIGITS], note)
        else:
            yield Difference(f"{key} of {name}", str(there.get(key, "")), str(rebuilt.get(key, "")))


def _compare(
    there: bytes, rebuilt: bytes, load: Callable[[str], object], wrong: type[Exception]
) -> Iterator[Difference]:
    try:
        old = dict(_flat(load(there.decode("utf-8"))))
    except (wrong, ValueError) as error:
        yield Difference("the whole file", note=f"it cannot be read: {str(error).splitlines()[0]}")
        return
    new = dict(_flat(load(rebuilt.decode("utf-8"))))
    for key in [*new, *(key for key in old if key not in new)]:
        if key not in new:
            yield Difference(f"key {key}", old[key], only="there")
        elif key not in old:
            yield Difference(f"key {key}", rebuilt=new[key], only="rebuilt")
        elif old[key] != new[key]:
            yield Difference(f"key {key}", old[key], new[key])


def _flat(value: object, path: str = "") -> Iterator[tuple[str, str]]:
    """Every value below its path, as `author.2.name`, places in lists counted from 1."""
    members: list[tuple[str, object]]
    if isinstance(value, dict) and value:
        members = [(str(key), one) for key, one in value.items()]
    elif isinstance(value, list) and value:
        members = [(str(number), one) for number, one in enumerate(value, 1)]
    else:
        yield path or "(all)", str(value)
        return
    for key, one in members:
        yield from _flat(one, f"{path}.{key}" if path else key)
