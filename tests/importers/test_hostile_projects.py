"""Coded files that are meant to do harm, or came to it: one message each, bounded."""

from __future__ import annotations

import io
import resource
import sqlite3
import struct
import time
import zipfile
from typing import TYPE_CHECKING

import pytest
from coded_files import SAID, database, maxqda, nvivo, packed, qualcoder, refi, rqda, taguette
from helpers import LONG

from themeloom.core.errors import ThemeloomError
from themeloom.importers.coded.kinds import Told, read_coded
from themeloom.importers.coded.offsets import found_rule

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from themeloom.importers.coded.reading import CodedReading

#: No file may take longer, nor more memory than this beyond what there was.
SECONDS, MEGABYTES = 20, 1500
SAMPLE = nvivo(("Nobody came", "people"))


def _read(data: bytes, name: str) -> CodedReading:
    started, before = time.monotonic(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    try:
        return read_coded(data, name, Told(), ())
    finally:
        assert time.monotonic() - started < SECONDS
        used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
        assert used / 1024 < MEGABYTES


def _refused(data: bytes, name: str) -> str:
    with pytest.raises(ThemeloomError) as caught:
        _read(data, name)
    assert name in caught.value.message
    assert caught.value.hint
    return caught.value.message


def _read_or_refused(data: bytes, name: str) -> bool:
    """Whether a file is read, or refused by its name."""
    try:
        return _read(data, name).name == name
    except ThemeloomError as error:
        return name in error.message


def _bomb() -> bytes:
    """A text of a gigabyte that is packed into one megabyte."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("project.qde", refi([(0, 3, "waiting")]))
        with archive.open("Sources/1.txt", "w", force_zip64=True) as part:
            for _ in range(300):
                part.write(b"\0" * (1 << 20))
    return data.getvalue()


def _lying() -> bytes:
    """A container that says of a large part that it is small."""
    data = bytearray(packed(refi([(0, 3, "waiting")]), {"Sources/1.txt": b"word " * 100_000}))
    at = data.rindex(b"PK\x01\x02")
    struct.pack_into("<I", data, at + 24, 10)
    return bytes(data)


def _doctype(inner: str) -> str:
    head, _, body = refi([]).partition("?>")
    return f"{head}?><!DOCTYPE p [{inner}]>{body}"


LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "ha"}">' for n in range(12))
DEEP = (
    '<CodeBook xmlns="urn:QDA-XML:codebook:1.0"><Codes>'
    + "".join(f'<Code guid="{n}" name="c{n}">' for n in range(10_000))
    + "</Code>" * 10_000
    + "</Codes></CodeBook>"
)


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (_bomb, "unpacks to more than"),
        (_lying, "damaged"),
        (lambda: packed(refi([]), {"../../etc/cron.d/x": b"x"}), "outside of it"),
        (lambda: packed(refi([]), {"/etc/x": b"x"}), "outside of it"),
        (lambda: packed(refi([]), {"C:\\x": b"x"}), "outside of it"),
        (lambda: packed(_doctype('<!ENTITY x SYSTEM "file:///etc/passwd">'), {}), "entities"),
        (lambda: packed(_doctype(LAUGHS), {}), "entities"),
        (lambda: packed("", {}), "cut off or damaged"),
        (lambda: SAMPLE[: len(SAMPLE) // 2], "cut off"),
        (lambda: SAMPLE[:100], "cut off"),
        (lambda: packed(refi([])[:-30], {}), "cut off"),
        (lambda: packed(refi([]), {"other.qde": b"<x/>"}), "2 projects"),
        (lambda: b"PK\x03\x04 and nothing else", "cut off"),
        (lambda: packed("<html/>", {}), "no project of the REFI-QDA standard"),
    ],
)
def test_containers(make: Callable[[], bytes], said: str) -> None:
    """Each is refused in one message with what to do."""
    assert said in _refused(make(), "p.qdpx")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (_doctype('<!ENTITY x "y">').replace('encoding="utf-8"', 'encoding="utf-16"'), "entities"),
        (refi([]).replace('encoding="utf-8"', 'encoding="utf-7"'), "an encoding"),
        (DEEP, "too deep"),
        ("", "is empty"),
        ("\0" * 1000, "is empty"),
    ],
)
def test_markup(text: str, said: str) -> None:
    """Entities in wide letters, odd encodings, and codes 10,000 deep."""
    encoding = "utf-16" if 'encoding="utf-16"' in text else "utf-8"
    assert said in _refused(text.encode(encoding), "p.qde")


def test_places_beyond_the_text_are_left_out() -> None:
    """They are told one by one, and the others are read."""
    at = SAID.index("Nobody") - 1 + 1
    places = [(at, at + 11, "people"), (5, 10**12, "waiting"), (-4, 3, "waiting")]
    data = packed(refi(places, origin="QualCoder"), {"Sources/1.txt": SAID.encode()})
    reading = _read(data, "p.qdpx")
    assert len(reading.codings) == 3
    texts = {one.key: one.text for one in reading.sources if one.text}
    with pytest.raises(ThemeloomError, match="no way of counting"):
        found_rule("p.qdpx", texts, reading.codings, ())


def test_a_line_of_a_hundred_megabytes() -> None:
    """A table with such a cell is read; what is no table is refused (ten without test-long)."""
    line = b"word " * ((20 if LONG else 2) << 20)
    assert "cut off or damaged" in _refused(line, "p.qde")
    reading = _read(b"content,tag\n" + line + b",waiting\n", "p.csv")
    assert len(reading.codings) == 1
    assert "columns of words and codes" in _refused(line, "p.csv")


@pytest.mark.parametrize("make", [taguette, qualcoder, rqda, maxqda])
def test_damaged_databases(make: Callable[[Path], Path], tmp_path: Path) -> None:
    """Cut off anywhere, or with other bytes in them, they are read or refused, never more."""
    data = make(tmp_path / "p.sqlite3").read_bytes()
    for cut in (0, 10, 50, 1000, len(data) // 2, len(data) - 100):
        for broken in (data[:cut], data[:cut] + b"\xff" * 64 + data[cut + 64 :]):
            assert _read_or_refused(broken, "p.sqlite3")


def test_databases_that_are_programs(tmp_path: Path) -> None:
    """A view in the place of a table is not asked, however long it would go on."""
    schema = """
    create view highlights as with recursive c(document_id, start_offset, end_offset, snippet) as
      (select 1, 1, 1, 'x' union all select document_id + 1, 1, 1, 'x' from c) select * from c;
    """
    path = database(tmp_path / "p.sqlite3", schema, {})
    assert "schema that is not known" in _refused(path.read_bytes(), "p.sqlite3")
    assert "no database" in _refused(b"just words", "p.sqlite3")


def test_values_of_the_wrong_kind(tmp_path: Path) -> None:
    """A database does not check what it is given: whatever stands there ends in no traceback."""
    path = qualcoder(tmp_path / "p.qda")
    connection = sqlite3.connect(path)
    connection.execute("update code_text set pos0 = 'a', pos1 = x'00ff', seltext = 7")
    connection.execute("update source set fulltext = x'ff00', name = null")
    connection.execute("update code_name set catid = 'a', name = x'ff'")
    connection.commit()
    connection.close()
    assert _read(path.read_bytes(), "p.qda").codings == ()
    path = rqda(tmp_path / "p.rqda")
    connection = sqlite3.connect(path)
    connection.execute("update coding set selfirst = 'a'")
    connection.commit()
    connection.close()
    assert "RQDA" in _read(path.read_bytes(), "p.rqda").tool
    path = maxqda(tmp_path / "p.mex")
    connection = sqlite3.connect(path)
    connection.execute("update Codings set Area = 'a', Author = null, Preview = x'00ff'")
    connection.execute("update Codewords set Color = 'red', WordID = ID, Name = 7")
    connection.commit()
    connection.close()
    assert "MAXQDA" in _read(path.read_bytes(), "p.mex").tool


@pytest.mark.parametrize(
    "data",
    [
        b"content;tag\n\xff\xfe\x00;x\n",
        b'content,tag\n"never closed,waiting\n',
        b"content,tag\n\0\0\0,x\n",
        "content,tag\n\u202eabc,x\n".encode("utf-16"),
    ],
)
def test_odd_tables(data: bytes) -> None:
    """Wrong encodings, open quotation marks, NUL: read with a doubt, or refused by name."""
    assert _read_or_refused(data, "p.csv")
