"""Tables of participants and of answers to a survey (.csv, .tsv, .xlsx, .xls, .ods).

A column of sentences holds answers: each becomes a turn of whoever gave it. All other columns
say something of a participant. A table with the times at which a text was heard is a transcript.
"""

from __future__ import annotations

import io
from dataclasses import replace
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING

from themeloom.coding.tables import written
from themeloom.core.errors import ThemeloomError
from themeloom.core.tables import separated
from themeloom.core.text import counted
from themeloom.importers.reading import Reading
from themeloom.importers.texts import decoded

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from themeloom.importers.reading import Asked

#: What the column is called that says whose row it is, in small letters.
_WHOSE = ("id", "participant", "participant id", "respondent", "respondent id", "pseudonym", "code")
#: A column holds answers if its filled cells have so many words on average, or one has so many.
_SENTENCE, _LONG = 4, 12


def read_separated(data: bytes, asked: Asked) -> Reading:
    """A table whose columns are parted by a comma, a semicolon or a tab."""
    text, encoding, doubts = decoded(data, asked)
    rows = separated(text, "\t") if asked.name.lower().endswith(".tsv") else separated(text)
    return _reading(list(rows), asked, (encoding,), doubts)


def read_workbook(data: bytes, asked: Asked) -> Reading:
    """The first sheet of a workbook; others are named."""
    filled = list(sheets(data, asked.name))
    if not filled:
        raise ThemeloomError(f"there is nothing in the sheets of {asked.name}", "export it again")
    name, rows = filled[0]
    others = [f"the sheet “{other}”: save it as a file of its own" for other, _ in filled[1:]]
    one = _reading(rows, asked, (f"the sheet “{name}”",), ())
    return replace(one, left_out=(*one.left_out, *others))


def sheets(data: bytes, name: str) -> Iterator[tuple[str, list[list[str]]]]:
    """The sheets of a workbook that have anything in them: what each is called, and its rows.

    Raises:
        ThemeloomError: if it cannot be opened.
    """
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        found = [(one, book.get_sheet_by_name(one).to_python()) for one in book.sheet_names]
    except (CalamineError, OSError, ValueError):
        raise ThemeloomError(
            f"{name} is no workbook that can be opened",
            "open it and save it again, without a password, or save its sheet as .csv (UTF-8)",
        ) from None
    for title, rows in found:
        if rows:
            yield title, [[_as_text(cell) for cell in row] for row in rows]


def _as_text(cell: object) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)


def _reading(
    rows: Sequence[Sequence[str]], asked: Asked, read: tuple[str, ...], doubts: tuple[str, ...]
) -> Reading:
    filled = [[cell.strip() for cell in row] for row in rows if any(cell.strip() for cell in row)]
    if len(filled) < 2 or len(filled[0]) < 2:  # noqa: PLR2004 - heads and a row, an id and a value
        raise ThemeloomError(
            f"{asked.name} has no table in it",
            "its first row names the columns, each row below is a participant",
        )
    wide = len(filled[0])
    square = tuple(tuple((*row, *[""] * wide)[:wide]) for row in filled)
    if {"start", "end", "text"} <= set(map(_plain, square[0])):
        return _spoken(square, read, doubts)
    whose = whose_column(square)
    answers = answer_columns(square, whose)
    told_apart = len({row[whose] for row in square[1:]}) == len(square) - 1
    said = next(iter(answer_columns(square)), -1)
    quote = f"'quote={square[0][said]}'" if said >= 0 else "quote=HEAD"
    codings = f"; if its rows are codings: --codings --column {quote} --column code=HEAD"
    if whose in answer_columns(square):
        raise ThemeloomError(
            f"{asked.name} was taken for participants, whom “{square[0][whose]}” would name: "
            "it holds sentences",
            f"call the column that says whose a row is “id”{codings}, and source=, coder=, memo=",
        )
    if not told_apart:
        doubts += (f"“{square[0][whose]}” says the same of several rows{codings}",)
    text = _turns(square, whose, answers) if answers else written(square).decode()
    told = (
        f"{counted(len(square) - 1, 'row')}, {counted(wide, 'column')}",
        *read,
        f"taken for {'answers' if answers else 'participants'}: “{square[0][whose]}” says whose "
        f"a row is{'' if _is_said(square[0][whose]) else codings}",
    )
    labels = frozenset(row[whose] for row in square[1:] if answers and row[whose])
    return Reading(text, told, (), doubts, (), square, labels)


def _spoken(
    rows: Sequence[Sequence[str]], read: tuple[str, ...], doubts: tuple[str, ...]
) -> Reading:
    """What programs that listen write as a table: a row for each stretch, with its times."""
    heads = list(map(_plain, rows[0]))
    said, who = heads.index("text"), heads.index("speaker") if "speaker" in heads else None
    stretches = [("" if who is None else row[who], row[said]) for row in rows[1:]]
    turns = [
        (": " if name else "").join((name, " ".join(words for _, words in group)))
        for name, group in groupby(stretches, key=itemgetter(0))
    ]
    times = counted(len(stretches), "row")
    told = (f"{times} of a transcript, joined to {counted(len(turns), 'turn')}", *read)
    left_out = (f"the times of {times}: they are no words",)
    labels = frozenset(name for name, _ in stretches if name)
    return Reading("\n".join(turns) + "\n", told, left_out, doubts, labels=labels)


def whose_column(rows: Sequence[Sequence[str]]) -> int:
    """The column that says whose a row is: by its name, else the first without a repetition."""
    heads = [_plain(head) for head in rows[0]]
    named = [heads.index(name) for name in _WHOSE if name in heads]
    values = list(zip(*rows[1:], strict=True))
    unique = [at for at, column in enumerate(values) if len(set(column)) == len(column)]
    return next(iter((*named, *unique)), 0)


def _plain(head: str) -> str:
    return head.casefold().replace("_", " ").strip()


def _is_said(head: str) -> bool:
    """Whether a column is called as those that say whose a row is."""
    return _plain(head) in _WHOSE


def answer_columns(rows: Sequence[Sequence[str]], whose: int = -1) -> list[int]:
    """The columns whose cells are sentences, but for the one that says whose a row is."""
    found = []
    for at, column in enumerate(zip(*rows[1:], strict=True)):
        words = [len(cell.split()) for cell in column if cell]
        if at != whose and words and (sum(words) / len(words) > _SENTENCE or max(words) > _LONG):
            found.append(at)
    return found


def _turns(rows: Sequence[Sequence[str]], whose: int, answers: Sequence[int]) -> str:
    """Each question with its answers, a turn each: the label is whose it is."""
    lines: list[str] = []
    for at in answers:
        lines += ["", f"# {' '.join(rows[0][at].split())}", ""]
        given = (row for row in rows[1:] if row[at] and row[whose])
        lines += [f"{row[whose]}: {' '.join(row[at].split())}" for row in given]
    return "\n".join(lines).strip("\n") + "\n"
