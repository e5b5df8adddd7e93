"""Files within files: archives within archives, databases, mail.

Each function is given the reader of files, so that what is within is read as it would be
outside. Nothing is unpacked onto the disk.
"""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import re
import tarfile
import zipfile
import zlib
from contextlib import closing, suppress
from typing import TYPE_CHECKING

from msgspec.structs import replace

from themeloom.finished.segments import Segment

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterable, Iterator
    from email.message import EmailMessage

    Reader = Callable[[str, bytes], Iterable[Segment]]

#: The size beyond which a member of an archive is not opened: it would be an attack.
_LARGEST = 200_000_000
#: How deep archives may lie within archives; one may hold itself.
_DEPTH = 6
_BROKEN = (
    *(zipfile.BadZipFile, tarfile.TarError, RuntimeError, NotImplementedError, OSError),
    *(EOFError, lzma.LZMAError, zlib.error, ValueError),
)
_PRESSED: dict[bytes, Callable[[io.BytesIO], io.BufferedIOBase]] = {
    b"\x1f\x8b": lambda data: gzip.GzipFile(fileobj=data),
    b"BZh": bz2.BZ2File,
    b"\xfd7zXZ": lzma.LZMAFile,
}


def members(data: bytes) -> Iterator[tuple[str, bytes]]:
    """The files within an archive (zip, tar, or one file pressed), by name; nothing if none."""
    with suppress(*_BROKEN):
        pressed = next((one for sign, one in _PRESSED.items() if data.startswith(sign)), None)
        if pressed:
            with pressed(io.BytesIO(data)) as opened:
                data = opened.read(_LARGEST)
        if _is_tar(data):
            yield from _of_tar(data)
        elif pressed:
            yield "content", data
        else:
            yield from _of_zip(data)


def _of_tar(data: bytes) -> Iterator[tuple[str, bytes]]:
    with tarfile.open(fileobj=io.BytesIO(data)) as archive:
        for entry in sorted(archive.getmembers(), key=lambda one: one.name):
            held = archive.extractfile(entry) if entry.size <= _LARGEST else None
            if held:
                yield entry.name, held.read()


def _of_zip(data: bytes) -> Iterator[tuple[str, bytes]]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for entry in sorted(archive.infolist(), key=lambda one: one.filename):
            if not entry.is_dir() and entry.file_size <= _LARGEST:
                with suppress(*_BROKEN):
                    yield entry.filename, archive.read(entry)
        if archive.comment:
            yield "comment.txt", archive.comment


def _is_tar(data: bytes) -> bool:
    return data[257:262] == b"ustar"


def archived(data: bytes, read: Reader, depth: int = 0) -> Iterator[Segment]:
    """What an archive holds: the names of its files, and what each says."""
    for name, content in members(data):
        yield Segment("part", name, inside=name, role="name")
        if _is_archive(name, content):
            inner = archived(content, read, depth + 1) if depth < _DEPTH else ()
        else:
            inner = iter(read(name.rpartition("/")[2], content))
        for one in inner:
            yield replace(one, inside=f"{name} {one.inside}".strip())


def _is_archive(name: str, data: bytes) -> bool:
    """Whether a file is an archive and nothing else: office files are archives as well."""
    office = re.search(r"\.(?:docx|docm|dotx|pptx|xlsx|xlsm|od[tsp])$", name.lower())
    return not office and (
        data.startswith((b"PK\x03\x04", *_PRESSED)) or _is_tar(data) or name.endswith(".zip")
    )


def database(data: bytes, read: Reader) -> Iterator[Segment]:
    """Every row of every table of an SQLite database, each cell behind the head of its column."""
    import sqlite3

    # The last two numbers say that what is not yet written lies in another file, which is not here.
    settled = data[:18] + b"\x01\x01" + data[20:]
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.text_factory = lambda raw: raw.decode("utf-8", "replace")
        try:
            connection.deserialize(settled)
            tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
            for (table,) in tables.fetchall():
                yield from _rows(connection, table, read)
        except sqlite3.Error:
            return


def _rows(connection: sqlite3.Connection, table: str, read: Reader) -> Iterator[Segment]:
    quoted = table.replace('"', '""')
    cursor = connection.execute(f'SELECT * FROM "{quoted}"')  # noqa: S608 - its own table's name
    heads = [one[0] for one in cursor.description]
    for number, row in enumerate(cursor, 1):
        inside = f"table {table}, row {number}"
        texts = [cell if isinstance(cell, (str, int, float)) else "" for cell in row]
        yield Segment("part", said_row(heads, texts), inside=inside, role="row")
        for cell in (one for one in row if isinstance(one, bytes)):
            yield from (replace(one, inside=inside) for one in read("cell", cell))


def said_row(heads: list[str], cells: list[str | int | float]) -> str:
    """A row of a table as lines, each cell behind the head of its column."""
    told = zip(heads, map(str, cells), strict=False)
    return "\n".join(f"{head.replace('_', ' ')}: {cell}" for head, cell in told if cell)


def mailed(data: bytes, read: Reader) -> Iterator[Segment]:
    """A message, or a box of them: heads, texts, attachments and their names."""
    if data.startswith(b"From "):
        parts = re.split(rb"(?m)^(?=From \S+.*\d\d:\d\d)", data)
        for number, part in enumerate((one for one in parts if one.strip()), 1):
            for one in _message(part.partition(b"\n")[2], read):
                yield replace(one, inside=f"message {number} {one.inside}".strip())
    else:
        yield from _message(data, read)


def _message(data: bytes, read: Reader) -> Iterator[Segment]:
    from email import message_from_bytes, policy

    message = message_from_bytes(data, policy=policy.default)
    with suppress(*_BROKEN, LookupError, KeyError, AttributeError):
        heads = "\n".join(f"{name}: {value}" for name, value in message.items())
        yield Segment("part", heads, inside="its head")
        for part in message.walk():
            if not part.is_multipart():
                yield from _part(part, read)


def _part(part: EmailMessage, read: Reader) -> Iterator[Segment]:
    name = part.get_filename() or ""
    content = part.get_payload(decode=True)
    if name:
        yield Segment("part", name, inside=name, role="name")
    elif part.get_content_maintype() == "text":
        name = "body.html" if part.get_content_subtype() == "html" else "body.txt"
        content = str(part.get_content()).encode()
    if isinstance(content, bytes):
        yield from (
            replace(one, inside=f"{name} {one.inside}".strip()) for one in read(name, content)
        )
