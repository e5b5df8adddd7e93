"""Which reader reads which file of coded data."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from themeloom.core.errors import ThemeloomError
from themeloom.core.files import read_bytes
from themeloom.importers.coded.comments import read_comments
from themeloom.importers.coded.databases import read_database
from themeloom.importers.coded.quotations import is_table_of_codings, read_table
from themeloom.importers.coded.refi import read_refi

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from pathlib import Path

    from themeloom.importers.coded.reading import CodedReading

_REFI = ("qdpx", "qde", "qdc")
#: MAXQDA names its files after the version that wrote them.
_MAXQDA = ("mex", "mx", *(f"{kind}{number}" for kind in ("mx", "mex") for number in range(2, 30)))
_DATABASES = ("sqlite3", "sqlite", "db", "qda", "rqda", *_MAXQDA)
_TABLES = ("csv", "tsv", "xlsx", "xls", "ods")
_COMMENTED = ("docx",)


@dataclass(frozen=True)
class Told:
    """What the owner of a file says of how it is to be read.

    Args:
        codings: whether tables and documents hold codings, and no transcripts or participants.
        columns: the heads of columns by what they hold (`quote`, `code`, `source`, `coder`,
            `memo`); of several columns of codes, one a line.
        between: what parts codes in one cell; found by the codebook if empty.
        encoding: that of a table; found by evidence if empty.
    """

    codings: bool = False
    columns: Mapping[str, str] = field(default_factory=dict)
    between: str = ""
    encoding: str = ""


def _ending(name: str) -> str:
    return name.rpartition(".")[2].lower() if "." in name else ""


def is_coded(path: Path, told: Told) -> bool:
    """Whether a file holds coded data, by its ending, its owner's word, or its heads."""
    name = path.name
    ending = _ending(name)
    if ending in (*_REFI, *_DATABASES):
        return True
    if ending in (*_TABLES, *_COMMENTED) and (told.codings or told.columns):
        return True
    if ending not in _TABLES or not path.is_file():
        return False
    return is_table_of_codings(read_bytes(path, name), name, told)


def is_table(name: str) -> bool:
    """Whether a file is a table, by its ending."""
    return _ending(name) in _TABLES


def read_coded(data: bytes, name: str, told: Told, known: Collection[str]) -> CodedReading:
    """Read a file of coded data.

    Args:
        data: its bytes.
        name: what it is called.
        told: what its owner says of it.
        known: the names of codes that are known already.

    Raises:
        ThemeloomError: if it is not what its name says.
    """
    ending = _ending(name)
    if not data.strip(b"\0 \t\r\n"):
        raise ThemeloomError(f"{name} is empty", "export it again")
    if ending in _REFI:
        return read_refi(data, name)
    if ending in _DATABASES:
        return read_database(data, name)
    if ending in _COMMENTED:
        return read_comments(data, name)
    return read_table(data, name, told, known)
