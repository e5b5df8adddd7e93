"""Exchange files of MAXQDA (.mex, .mx) that are databases: codes, and codings by their words.

Texts and whole passages are kept there so that only MAXQDA can read them. Of each passage its
beginning is plain, and of how many characters it is: with the transcript itself, that is enough.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from themeloom.core.text import counted
from themeloom.importers.coded.quotations import from_the_top
from themeloom.importers.coded.reading import CodedReading, ReadCode, ReadCoding, ReadSource

if TYPE_CHECKING:
    from collections.abc import Iterator

    from themeloom.importers.coded.databases import Database

_RGB = 0xFFFFFF


def read_maxqda(database: Database) -> CodedReading:
    """The project of a database of MAXQDA."""
    codes = {one.key: one for one in _codes(database)}
    names = {str(key): str(name) for key, name in database.rows("texts", "ID", "Name")}
    codings, wordless = list[ReadCoding](), 0
    columns = ("ID", "TextID", "WordID", "Author", "Preview", "Area", "CommentL")
    for number, source, code, coder, begins, length, memo in database.rows("codings", *columns):
        words = str(begins)
        if not words.strip() or str(code) not in codes:
            wordless += 1
            continue
        cut = isinstance(length, int) and length > len(words)
        codings.append(
            ReadCoding(
                str(source),
                str(code),
                str(coder),
                words=words,
                cut=cut,
                length=length if cut else 0,
                memo=str(memo),
                place=f"coding {number} of “{names.get(str(source), source)}”",
            )
        )
    left_out = [f"{counted(wordless, 'coding')} without words or without a code"] * bool(wordless)
    ends = sum(one.cut for one in codings)
    doubt = f"{counted(ends, 'coding')} whose ends are told by their length only: look at some"
    return CodedReading(
        database.name,
        "MAXQDA",
        tuple(ReadSource(key, name) for key, name in names.items()),
        from_the_top([*codes.values()]),
        tuple(codings),
        users=len({one.coder for one in codings}),
        whole=True,
        left_out=(*left_out, "the texts: only MAXQDA can read them in this file"),
        doubts=(doubt,) if ends else (),
    )


def _codes(database: Database) -> Iterator[ReadCode]:
    """All codes; one above which stands 0 stands below none."""
    for key, above, name, colour in database.rows("codewords", "ID", "WordID", "Name", "Color"):
        shade = f"#{colour & _RGB:06x}" if isinstance(colour, int) else ""
        yield ReadCode(str(key), str(name), str(above) if above else "", colour=shade)
