"""Projects of QualCoder (data.qda): places are code points, the end behind the last."""

from __future__ import annotations

from typing import TYPE_CHECKING

from themeloom.core.nested import grouped
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


def read_qualcoder(database: Database) -> CodedReading:
    """The project of a database of QualCoder."""
    names = dict(database.rows("source", "id", "name"))
    texts = dict(database.rows("source", "id", "fulltext"))
    codes = {one.key: one for one in _codes(database)}
    columns = ("fid", "cid", "owner", "pos0", "pos1", "seltext", "memo")
    rows = database.rows("code_text", *columns)
    codings = codings_of(rows, codes, names)
    lost = len(rows) - len(codings)
    left_out = [f"{counted(lost, 'coding')} of a code that the file does not have"] if lost else []
    for table, what in (("code_image", "of pictures"), ("code_av", "of sound and films")):
        if count := len(database.rows(table, "cid")):
            left_out.append(f"{counted(count, 'coding')} {what}: they have no words")
    return CodedReading(
        database.name,
        "QualCoder",
        tuple(
            ReadSource(str(key), str(name), str(texts[key]) or None) for key, name in names.items()
        ),
        tuple(codes.values()),
        tuple(codings),
        tuple(_cases(database)),
        users=len({one.coder for one in codings}),
        whole=True,
        rules=(Rule("code points"), Rule("code points", mark=True)),
        left_out=tuple(left_out),
    )


def _codes(database: Database) -> Iterator[ReadCode]:
    """Categories as folders of codes, those above first, then codes."""
    rows = database.rows("code_cat", "catid", "name", "memo", "supercatid")
    below = grouped((above, (key, str(name), str(memo))) for key, name, memo, above in rows)
    waiting = [("", one) for one in below.pop("", [])]
    folders: set[object] = set()
    while waiting:
        parent, (key, name, memo) = waiting.pop(0)
        folders.add(key)
        yield ReadCode(f"folder {key}", name, parent, memo, codable=False)
        waiting += [(f"folder {key}", one) for one in below.pop(key, [])]
    yield from _codes_below(database, folders)


def _codes_below(database: Database, folders: set[object]) -> Iterator[ReadCode]:
    columns = ("cid", "name", "memo", "catid", "color", "supercid")
    rows = {row[0]: row for row in database.rows("code_name", *columns)}
    done: set[object] = set()
    waiting = list(rows.values())
    while waiting:
        later = []
        for row in waiting:
            key, name, memo, folder, colour, above = row
            if above in rows and above not in done and above != key:
                later.append(row)
                continue
            parent = f"code {above}" if above in done else ""
            parent = parent or (f"folder {folder}" if folder in folders else "")
            done.add(key)
            yield ReadCode(f"code {key}", str(name), parent, str(memo), str(colour))
        if len(later) == len(waiting):
            # They stand below each other.
            yield from (ReadCode(f"code {one[0]}", str(one[1]), "", str(one[2])) for one in later)
            return
        waiting = later


def _cases(database: Database) -> Iterator[ReadCase]:
    """Participants with what is known of them."""
    known: dict[object, dict[str, str]] = {}
    for key, name, kind, value in database.rows("attribute", "id", "name", "attr_type", "value"):
        if kind == "case" and str(value).strip():
            known.setdefault(key, {})[str(name)] = str(value).strip()
    texts = database.rows("case_text", "caseid", "fid")
    sources = grouped((key, str(source)) for key, source in texts)
    for key, name in database.rows("cases", "caseid", "name"):
        yield ReadCase(str(name), known.get(key, {}), tuple(sources.get(key, ())))
