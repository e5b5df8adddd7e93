"""Files of coded data as other tools write them, made of synthetic words."""

from __future__ import annotations

import io
import sqlite3
import zipfile
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

#: Words with letters of every width, marks over letters, and a line end of two characters.
SAID = (
    "\ufeffJo: How was it? 😀\r\nMaya: I waited – cafe\u0301, 𝒜 day.\r\nNobody came. I waited.\r\n"
)
#: A GUID of each thing, the same every time.
GUID = "00000000-0000-4000-8000-{:012d}"


def in_units(text: str, place: int) -> int:
    """A place as NVivo counts it: UTF-16 units, without the byte order mark."""
    return len(text[:place].removeprefix("\ufeff").encode("utf-16-le")) // 2


def refi(
    codings: Sequence[tuple[int, int, str]],
    *,
    text: str = SAID,
    origin: str = "NVivo for Windows 12.6",
    path: str = "internal://1.txt",
    words: bool = False,
    extra: str = "",
) -> str:
    """A project of one source, two codes, and codings: places as the tool counts, and a code."""
    codes = {"waiting": GUID.format(1), "people": GUID.format(2)}
    selections = "".join(
        f'<PlainTextSelection guid="{GUID.format(100 + n)}" startPosition="{start}" '
        f'endPosition="{end}" creatingUser="{GUID.format(9)}"'
        + (f" name={quoteattr(text[start:end])}" if words else "")
        + f'><Coding guid="{GUID.format(200 + n)}" creatingUser="{GUID.format(9)}">'
        f'<CodeRef targetGUID="{codes[code].upper()}"/></Coding></PlainTextSelection>'
        for n, (start, end, code) in enumerate(codings)
    )
    return (
        '<?xml version="1.0" encoding="utf-8"?>'
        f'<Project xmlns="urn:QDA-XML:project:1.0" name="p" origin="{origin}" '
        'basePath="/Users/jobrown/Secret">'
        f'<Users><User guid="{GUID.format(9)}" name="Jo Brown"/></Users>'
        f'<CodeBook><Codes><Code guid="{codes["waiting"]}" name="Waiting" isCodable="true">'
        f"<Description>when time passes</Description>"
        f'<Code guid="{codes["people"]}" name="People" isCodable="true"/></Code></Codes></CodeBook>'
        f'<Sources><TextSource guid="{GUID.format(50)}" name="Interview 1.docx" '
        f'plainTextPath="{escape(path)}">{selections}</TextSource>{extra}</Sources></Project>'
    )


def packed(project: str, sources: Mapping[str, bytes], name: str = "project.qde") -> bytes:
    """A container of a project and its sources."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, project)
        for path, content in sources.items():
            archive.writestr(path, content)
    return data.getvalue()


def nvivo(*said: tuple[str, str]) -> bytes:
    """A container as NVivo writes it, these words coded at their first place."""
    places = [(SAID.index(words), words, code) for words, code in said]
    codings = [
        (in_units(SAID, at), in_units(SAID, at + len(words)), code) for at, words, code in places
    ]
    return packed(refi(codings), {"Sources/1.txt": SAID.encode()})


def database(path: Path, schema: str, rows: Mapping[str, Sequence[Sequence[object]]]) -> Path:
    """A database with some rows."""
    connection = sqlite3.connect(path)
    connection.executescript(schema)
    for table, values in rows.items():
        for row in values:
            marks = ", ".join("?" * len(row))
            connection.execute(f"insert into {table} values ({marks})", row)  # noqa: S608 - ours
    connection.commit()
    connection.close()
    return path


def taguette(path: Path) -> Path:
    """A project of Taguette with two highlights, one of them with two tags."""
    page = "<h1>Talk 😀</h1><p>Maya: I waited – café, &amp; so on.</p>\n<p>Nobody came.</p>"
    bare = "Talk 😀Maya: I waited – café, & so on.\nNobody came."
    spans = [
        tuple(len(bare[:at].encode()) for at in (start, start + len(words)))
        for words in ("I waited – café, & so on", "Nobody came.")
        if (start := bare.index(words)) >= 0
    ]
    schema = """
    create table alembic_version (version_num text);
    create table users (login text, email text);
    create table projects (id integer, name text, description text);
    create table documents (id integer, name text, description text, project_id integer,
        contents text);
    create table tags (id integer, project_id integer, path text, description text);
    create table highlights (id integer, document_id integer, start_offset integer,
        end_offset integer, snippet text);
    create table highlight_tags (highlight_id integer, tag_id integer);
    create table commands (id integer, user_login text, payload text);
    """
    rows = {
        "users": [("jobrown", "jo@example.org")],
        "projects": [(1, "p", "")],
        "documents": [(1, "talk.html", "", 1, page)],
        "tags": [(1, 1, "waiting", "when time passes"), (2, 1, "people", "")],
        "highlights": [
            (1, 1, *spans[0], "I waited – café, &amp; so on"),
            (2, 1, *spans[1], "Nobody came."),
        ],
        "highlight_tags": [(1, 1), (1, 2), (2, 2)],
        "commands": [(1, "jobrown", '{"type": "highlight_add", "highlight_id": 1}')],
    }
    return database(path, schema, rows)


def qualcoder(path: Path) -> Path:
    """A project of QualCoder with a category, two codes, two coders and a case."""
    text = SAID.removeprefix("\ufeff").replace("\r\n", "\n")
    first, second = text.index("I waited –"), text.index("Nobody")
    schema = """
    create table project (databaseversion text, date text);
    create table source (id integer, name text, fulltext text, mediapath text, memo text,
        owner text);
    create table code_cat (catid integer, name text, owner text, memo text, supercatid integer);
    create table code_name (cid integer, name text, memo text, catid integer, owner text,
        color text);
    create table code_text (ctid integer, cid integer, fid integer, seltext text, pos0 integer,
        pos1 integer, owner text, memo text);
    create table code_image (imid integer, cid integer);
    create table cases (caseid integer, name text, memo text);
    create table case_text (id integer, caseid integer, fid integer);
    create table attribute (attrid integer, name text, attr_type text, value text, id integer);
    """
    rows = {
        "source": [(1, "talk.txt", text, None, "", "jo")],
        "code_cat": [(1, "Time", "jo", "all of it", None)],
        "code_name": [(1, "Waiting", "", 1, "jo", "#FF0000"), (2, "People", "", None, "jo", "")],
        "code_text": [
            (1, 1, 1, "I waited –", first, first + 10, "jo", "a memo"),
            (2, 2, 1, "Nobody came", second, second + 11, "ann", ""),
        ],
        "code_image": [(1, 1)],
        "cases": [(1, "P01", "")],
        "case_text": [(1, 1, 1)],
        "attribute": [(1, "role", "case", "peer", 1)],
    }
    return database(path, schema, rows)


def rqda(path: Path) -> Path:
    """A project of RQDA with a coding, and one that was deleted."""
    schema = """
    create table source (name text, id integer, file text, memo text, owner text, status integer);
    create table freecode (name text, memo text, owner text, id integer, status integer,
        color text);
    create table codecat (name text, cid integer, catid integer, owner text, memo text,
        status integer);
    create table treecode (cid integer, catid integer, status integer);
    create table coding (cid integer, fid integer, seltext text, selfirst real, selend real,
        status integer, owner text, memo text);
    create table cases (name text, memo text, owner text, id integer, status integer);
    """
    rows = {
        "source": [("talk", 1, "Nobody came. I waited.", "", "jo", 1)],
        "freecode": [("Waiting", "", "jo", 1, 1, ""), ("Gone", "", "jo", 2, 0, "")],
        "codecat": [("Time", None, 1, "jo", "", 1)],
        "treecode": [(1, 1, 1)],
        "coding": [
            (1, 1, "Nobody came", 0.0, 11.0, 1, "jo", ""),
            (1, 1, "I waited", 13.0, 21.0, 0, "jo", ""),
            (2, 1, "I waited", 13.0, 21.0, 1, "jo", ""),
        ],
        "cases": [("P01", "", "jo", 1, 1)],
    }
    return database(path, schema, rows)


def maxqda(path: Path) -> Path:
    """An exchange file of MAXQDA: of long passages only their beginning and length are plain."""
    schema = """
    create table Codewords (ID integer, WordID integer, Name varchar, Color integer);
    create table Texts (ID integer, Name varchar, Text varchar);
    create table Codings (ID integer, TextID integer, WordID integer, Preview varchar,
        Area integer, Author varchar, CommentL varchar);
    create table Codings_Text_BLOBS (ID integer, Value blob);
    """
    rows = {
        "Codewords": [(2, 1, "People", 4278190335), (1, 0, "Waiting", 4294902015)],
        "Texts": [(7, "talk", "BLOB")],
        "Codings": [
            (1, 7, 1, "I waited", 21, "jo", "a memo"),
            (2, 7, 2, "Nobody came", 11, "ann", ""),
            (3, 7, 2, "Nobody came", 30, "ann", ""),
            (4, 7, 2, "I l", 5, "ann", ""),
            (5, 7, 1, "yes", 3, "jo", ""),
            (6, 7, 1, "", 0, "jo", ""),
        ],
        "Codings_Text_BLOBS": [(1, b"*ENC*"), (2, b"*ENC*")],
    }
    return database(path, schema, rows)
