"""Tables of quotations and codebooks, as tools export them and teams keep them in Excel."""

from __future__ import annotations

from typing import TYPE_CHECKING

from themeloom.coding.files import is_place
from themeloom.core.errors import ThemeloomError
from themeloom.core.nested import grouped
from themeloom.core.text import counted, some_of
from themeloom.importers.coded.cells import bare, parted
from themeloom.importers.coded.codebooks import LEVELS
from themeloom.importers.coded.reading import CodedReading, ReadCode, ReadCoding, ReadSource
from themeloom.importers.coded.tables import tables_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from themeloom.importers.coded.kinds import Told
    from themeloom.importers.coded.tables import Table

_YES = frozenset({"true", "yes", "1", "x", "ja", "wahr"})


def is_table_of_codings(data: bytes, name: str, told: Told) -> bool:
    """Whether a table has words with their sources and codes, or says what codes mean.

    A survey may have a column of texts, and one of participants that is called “code”: what is
    less clear, its owner has to say.
    """
    try:
        table = tables_of(data, name, {}, told.encoding)[0]
    except ThemeloomError:
        return False
    is_codebook = table.is_codebook and "code" in name.casefold()
    return (table.has_codings and "source" in table.columns) or is_codebook


def read_table(
    data: bytes, name: str, told: Told, known: Mapping[str, str] | Collection[str] = ()
) -> CodedReading:
    """The codings of a table, or the codes of a codebook.

    Args:
        data: the file's bytes.
        name: what it is called.
        told: what its owner says of it.
        known: the names of codes that are known already.

    Raises:
        ThemeloomError: if it has neither, or not the columns that its owner names.
    """
    tables = tables_of(data, name, told.columns, told.encoding)
    table = tables[0]
    if table.has_codings:
        return _quotations(tables, name, told, known)
    if table.has_codes:
        return _codebook(table, name)
    heads = some_of([head for head in table.heads if head])
    raise ThemeloomError(
        f"{name} has no columns of words and codes; it has: {heads}",
        "say which they are: --column quote=HEAD --column code=HEAD, and source=, coder=, memo=",
    )


def _names(tables: Iterable[Table], known: Iterable[str]) -> dict[str, str]:
    """The names of codes by their small letters: what is known, and what has a row alone."""
    names = {one.casefold(): one for one in known}
    for table in tables:
        for _, row in table.rows:
            if table.is_codebook or table.cell(row, "number") == "1":
                alone = bare(table.cell(row, "code"))
                names.setdefault(alone.casefold(), alone)
    return names


def _quotations(
    tables: Sequence[Table], name: str, told: Told, known: Iterable[str]
) -> CodedReading:
    """The codings of all sheets that have any, their codes with what a codebook beside says."""
    coded = [one for one in tables if one.has_codings]
    books = [one for one in tables if one.is_codebook]
    names = _names((*coded, *books), known)
    codings, left_out = list[ReadCoding](), list[str]()
    for table in coded:
        where = f"sheet “{table.title}”, " if len(coded) > 1 else ""
        _read_rows(table, where, told, names, codings, left_out)
        if table.unused:
            left_out.append(f"{where}the columns {some_of(table.unused)}")
    others = (one.title for one in tables if one not in (*coded, *books) and one.title)
    left_out += (f"the sheet “{other}”: it has no codings" for other in others)
    sources = dict.fromkeys(one.source for one in codings if one.source)
    meant = {code: said for book in reversed(books) for code, said in _meant(book).items()}
    used = dict.fromkeys((*meant, *(one.code for one in codings)))
    return CodedReading(
        name,
        f"a table of {counted(sum(len(one.rows) for one in coded), 'row')}",
        tuple(ReadSource(one, one) for one in sources),
        _as_codes([*used], meant),
        tuple(codings),
        left_out=tuple(left_out),
        doubts=tuple(doubt for one in coded for doubt in one.doubts),
    )


def _read_rows(
    table: Table,
    where: str,
    told: Told,
    names: Collection[str],
    codings: list[ReadCoding],
    left_out: list[str],
) -> None:
    for number, row in table.rows:
        words, place = table.raw(row, "quote"), f"{where}row {number}"
        quote = words.strip()
        codes = _codes_of(table, row, told, names)
        if not quote:
            left_out.append(f"{place}: it has no words")
        elif codes is None:
            left_out.append(
                f"{place}: its codes cannot be told apart: “{table.cell(row, 'code')}”; import the "
                "codebook with it, or say what parts them: --between ', '"
            )
        elif not codes:
            left_out.append(f"{place}: it has no code")
        for code in codes or () if quote else ():
            source, coder = table.cell(row, "source"), table.cell(row, "coder")
            memo = table.cell(row, "memo")
            start = int(said) if is_place(said := table.cell(row, "start")) else None
            codings.append(
                ReadCoding(source, code, coder, start, None, words, memo=memo, place=place)
            )


def _codes_of(
    table: Table, row: Sequence[str], told: Told, names: Collection[str]
) -> list[str] | None:
    """The codes of a row: from the columns of single codes, else from each cell of codes."""
    if table.several:
        found = []
        for head, at in table.several.items():
            cell = row[at].strip() if at < len(row) else ""
            is_marked = cell.casefold() in _YES
            codes = [bare(head)] if is_marked else parted(cell, names, told.between)
            if codes is None:
                return None
            found += codes
        return list(dict.fromkeys(found))
    if table.applied and "code" not in table.columns:
        return [
            bare(code)
            for code, at in table.applied.items()
            if at < len(row) and row[at].strip().casefold() in _YES
        ]
    known = {*names, *(bare(code).casefold() for code in table.applied)}
    said = table.cell(row, "number")
    count = int(said) if is_place(said) else 0
    return parted(table.cell(row, "code"), known, told.between, count)


def _as_codes(
    names: Sequence[str], meant: Mapping[str, tuple[str, str, str]] | None = None
) -> tuple[ReadCode, ...]:
    """Codes of full names; one that begins with another's name stands below it.

    Args:
        names: their names.
        meant: parent, definition and colour of each, where a table says so.
    """
    told = meant or {}
    every = dict.fromkeys(names)
    found: dict[str, ReadCode] = {}
    for name in sorted(every, key=len):
        parent, definition, colour = told.get(name, ("", "", ""))
        own = name
        if not parent:
            parent, own = _above(name, every)
        elif _above(name, {parent})[0] == parent:
            own = _above(name, {parent})[1]
        found[name] = ReadCode(name, own, parent if parent in every else "", definition, colour)
    return from_the_top([found[name] for name in every])


def _above(name: str, every: Collection[str]) -> tuple[str, str]:
    """The longest code whose name a name begins with, and the rest of it."""
    for at in reversed(range(1, len(name))):
        for mark in LEVELS:
            if name.startswith(mark, at) and name[:at] in every and name[at + len(mark) :].strip():
                return name[:at], name[at + len(mark) :].strip()
    return "", name


def from_the_top(codes: Sequence[ReadCode]) -> tuple[ReadCode, ...]:
    """Codes with those above before those below; in a circle, in their order."""
    below = grouped((one.parent, one) for one in codes)
    found: dict[str, ReadCode] = {}
    waiting = below.get("", [])[::-1]
    while waiting:
        one = waiting.pop()
        found[one.key] = one
        waiting += below.get(one.key, [])[::-1]
    circles = [ReadCode(one.key, one.name) for one in codes if one.key not in found]
    return (*found.values(), *circles)


def _meant(table: Table) -> dict[str, tuple[str, str, str]]:
    """Parent, definition and colour of each code of a codebook."""
    meant: dict[str, tuple[str, str, str]] = {}
    for _, row in table.rows:
        code = bare(table.cell(row, "code"))
        if code:
            definition = table.cell(row, "definition") or table.cell(row, "memo")
            parent = bare(table.cell(row, "parent"))
            meant.setdefault(code, (parent, definition, table.cell(row, "colour")))
    return meant


def _codebook(table: Table, name: str) -> CodedReading:
    meant = _meant(table)
    left_out = [f"the columns {some_of(table.unused)}"] if table.unused else []
    twice = len(table.rows) - len(meant)
    if twice:
        left_out.append(f"{counted(twice, 'row')} without a code, or of one that stands above")
    return CodedReading(
        name,
        f"a codebook of {counted(len(table.rows), 'row')}",
        codes=_as_codes([*meant], meant),
        left_out=tuple(left_out),
        doubts=tuple(table.doubts),
    )
