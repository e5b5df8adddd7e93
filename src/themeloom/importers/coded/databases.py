"""Projects that are SQLite databases, told by their tables."""

from __future__ import annotations

import re
import sqlite3
import tempfile
import time
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from themeloom.core.errors import ThemeloomError
from themeloom.core.files import put
from themeloom.core.text import some_of
from themeloom.importers.coded.container import Container
from themeloom.importers.coded.maxqda import read_maxqda
from themeloom.importers.coded.qualcoder import read_qualcoder
from themeloom.importers.coded.rqda import read_rqda
from themeloom.importers.coded.taguette import read_taguette

if TYPE_CHECKING:
    from collections.abc import Callable

    from themeloom.importers.coded.reading import CodedReading

_SIGN = b"SQLite format 3\0"
#: No value of a project is as large, and none takes as long to be read.
_LARGEST, _SECONDS = 256 << 20, 60.0
_STEPS = 100_000
#: What UTF-8 no longer has: letters of five and six bytes, which GTK and R once wrote.
_NO_LETTER = re.compile(rb"[\xf8-\xfb][\x80-\xbf]{4}|[\xfc\xfd][\x80-\xbf]{5}")


class Database:
    """A database that is only read.

    Args:
        connection: an open one.
        name: what the file is called.
    """

    def __init__(self, connection: sqlite3.Connection, name: str) -> None:
        self.name = name
        #: How many letters of its texts were lost before it came here.
        self.lost = 0
        self._connection = connection
        connection.text_factory = self._as_text
        # What a hostile file calls a table may be a program: a view, or a virtual table.
        rows = connection.execute(
            "select name from sqlite_master where type = 'table' and sql not like '%virtual%'"
        )
        self._tables = {str(name).casefold(): str(name) for (name,) in rows}
        self._heads = {one: self._heads_of(name) for one, name in self._tables.items()}

    def _heads_of(self, table: str) -> frozenset[str]:
        quoted = table.replace('"', '""')
        rows = self._connection.execute(f'pragma table_info("{quoted}")')
        return frozenset(str(row[1]).casefold() for row in rows)

    def _as_text(self, data: bytes) -> str:
        """A cell; what is no letter of UTF-8 is one lost letter, as tools of 31 bits count it."""
        try:
            return data.decode()
        except UnicodeDecodeError:
            text = _NO_LETTER.sub("\ufffd".encode(), data).decode("utf-8", "replace")
            self.lost += text.count("\ufffd")
            return text

    @property
    def tables(self) -> list[str]:
        """What it has."""
        return sorted(self._tables.values())

    def has(self, table: str, *heads: str) -> bool:
        """Whether it has a table with these columns."""
        return {*heads} <= self._heads.get(table, frozenset())

    def rows(self, table: str, *heads: str) -> list[tuple[Any, ...]]:
        """The rows of a table, of these columns; of a column that it does not have, nothing."""
        if table not in self._tables:
            return []
        known = self._heads[table]
        chosen = [f'"{head}"' if head.casefold() in known else "''" for head in heads]
        query = f'select {", ".join(chosen)} from "{self._tables[table]}"'  # noqa: S608 - names of ours
        found = self._connection.execute(query)
        return [tuple("" if cell is None else cell for cell in row) for row in found]


#: Each schema that is known: a table with its columns, and what reads it.
_SCHEMAS: tuple[tuple[str, tuple[str, ...], Callable[[Database], CodedReading]], ...] = (
    ("highlights", ("document_id", "start_offset", "end_offset", "snippet"), read_taguette),
    ("code_text", ("cid", "fid", "seltext", "pos0", "pos1", "owner"), read_qualcoder),
    ("coding", ("cid", "fid", "seltext", "selfirst", "selend", "status"), read_rqda),
    ("codings", ("textid", "wordid", "preview", "area", "author"), read_maxqda),
)


def read_database(data: bytes, name: str) -> CodedReading:
    """The project of a database.

    Raises:
        ThemeloomError: if it is none, is damaged, or has tables of no tool that is known.
    """
    if data[:2] == b"PK":
        container = Container(data, name)
        parts = [one for one in container.parts if one.casefold().endswith("data.qda")]
        data = container.read(parts[0]) if len(parts) == 1 else b""
    if not data.startswith(_SIGN):
        raise ThemeloomError(
            f"{name} is no database that can be read here",
            "export the project as “REFI-QDA project” (.qdpx), or its coded segments as a table; "
            "of QualCoder, data.qda lies in the folder of the project",
        )
    with tempfile.TemporaryDirectory(prefix="themeloom-") as place:
        path = Path(place) / "project.sqlite"
        put(path, data)
        try:
            with closing(_opened(path)) as connection:
                return _read(Database(connection, name))
        except (sqlite3.Error, OverflowError):
            raise ThemeloomError(
                f"{name} is damaged, cut off, or takes longer to read than any project",
                "open it in its tool and save it again, or export it as “REFI-QDA project” (.qdpx)",
            ) from None


def _opened(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(f"{path.as_uri()}?mode=ro&immutable=1", uri=True)
    connection.execute("pragma trusted_schema = off")
    connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _LARGEST)
    until = time.monotonic() + _SECONDS
    connection.set_progress_handler(lambda: time.monotonic() > until, _STEPS)
    return connection


def _read(database: Database) -> CodedReading:
    for table, heads, reader in _SCHEMAS:
        if database.has(table, *heads):
            found = reader(database)
            lost = f"letters were lost before it came here ({database.lost}); they stay as \ufffd"
            return replace(found, doubts=(*found.doubts, lost)) if database.lost else found
    raise ThemeloomError(
        f"{database.name} is a database of a schema that is not known here: it has the tables "
        f"{some_of(database.tables)}",
        "known are those of Taguette (.sqlite3), QualCoder (.qda), RQDA (.rqda) and MAXQDA (.mex); "
        "from others, export “REFI-QDA project” (.qdpx), or the coded segments as a table",
    )
