"""Projects of RQDA (.rqda): places are code points; rows that were deleted stay, marked so."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from themeloom.core.text import counted
from themeloom.importers.coded.offsets import Rule
from themeloom.importers.coded.reading import (
    CodedReading,
    ReadCase,
    ReadCode,
    ReadSource,
    codings_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from themeloom.importers.coded.databases import Database

_LIVE = "1"


def read_rqda(database: Database) -> CodedReading:
    """The project of a database of RQDA."""
    sources = {row[0]: row for row in _live(database, "source", "id", "name", "file")}
    codes = {one.key: one for one in _codes(database)}
    columns = ("fid", "cid", "owner", "selfirst", "selend", "seltext", "memo")
    rows = _live(database, "coding", *columns)
    names = {key: name for key, name, _ in sources.values()}
    codings = codings_of((row for row in rows if row[0] in sources), codes, names)
    lost, deleted = len(rows) - len(codings), len(database.rows("coding", "cid")) - len(rows)
    left_out = [f"{counted(deleted, 'coding')}: deleted in RQDA"] if deleted else []
    left_out += [f"{counted(lost, 'coding')}: of a deleted code or source"] if lost else []
    return CodedReading(
        database.name,
        "RQDA",
        tuple(ReadSource(str(key), str(name), str(text)) for key, name, text in sources.values()),
        tuple(codes.values()),
        tuple(codings),
        tuple(_cases(database)),
        users=len({one.coder for one in codings}),
        whole=True,
        rules=(Rule("code points", line_end=1), Rule("code points")),
        left_out=tuple(left_out),
    )


def _live(database: Database, table: str, *columns: str) -> list[tuple[Any, ...]]:
    """The rows of a table that were not deleted."""
    rows = database.rows(table, "status", *columns)
    return [row[1:] for row in rows if str(row[0]) == _LIVE]


def _codes(database: Database) -> Iterator[ReadCode]:
    """Categories as folders, and below each its codes; one of several stands in the first."""
    folders = {}
    for key, name, memo in _live(database, "codecat", "catid", "name", "memo"):
        folders[key] = f"folder {key}"
        yield ReadCode(folders[key], str(name), "", str(memo), codable=False)
    whose: dict[object, str] = {}
    for code, folder in _live(database, "treecode", "cid", "catid"):
        if folder in folders:
            whose.setdefault(code, folders[folder])
    for key, name, memo, colour in _live(database, "freecode", "id", "name", "memo", "color"):
        parent = whose.get(key, "")
        yield ReadCode(f"code {key}", str(name), parent, str(memo), str(colour))


def _cases(database: Database) -> Iterator[ReadCase]:
    """Participants with what is known of them."""
    known: dict[object, dict[str, str]] = {}
    columns = ("caseid", "variable", "value", "status")
    for key, name, value, status in database.rows("caseattr", *columns):
        if str(value).strip() and str(status) in ("", _LIVE):
            known.setdefault(key, {})[str(name)] = str(value).strip()
    for key, name in _live(database, "cases", "id", "name"):
        yield ReadCase(str(name), known.get(key, {}))
