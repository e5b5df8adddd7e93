"""The codebook as a file: `coding/codebook.csv`, a row for each code."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from themeloom.coding.nouns import Code, Codebook
from themeloom.coding.tables import Sheet, written
from themeloom.core.errors import did_you_mean, raise_all

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

#: The columns that are known; further ones are the study's own, and kept.
COLUMNS = ("code", "parent", "title", "definition", "colour", "codable")
_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_YES, _NO = frozenset({"", "yes", "true", "1"}), frozenset({"no", "false", "0"})
#: How like (0 to 100) a known column a study's own may be before it is taken for a slip.
_SLIP = 80


def read_codebook(text: str, file: str) -> Codebook:
    """The codes of a codebook.

    Args:
        text: the file's text.
        file: the file as a person names it.

    Raises:
        ThemeloomError: every mistake: columns, ids that are none or stand twice, parents that
            are not there, codes that stand below themselves.
    """
    sheet = Sheet.read(text, file, ("code",), COLUMNS)
    _see_slips(sheet)
    raise_all(sheet.errors)
    codes = []
    for line, row in sheet.rows:
        if sheet.is_even(line, row, least=0):
            filled = [*map(str.strip, row), *[""] * len(sheet.heads)]
            cells = dict(zip(sheet.heads, filled, strict=False))
            codes.append(_code(cells, line))
            _check(cells, sheet, line)
            sheet.see(line, f'the code "{cells["code"]}"')
    raise_all(sheet.errors)
    _see_lost(codes, sheet)
    raise_all(sheet.errors)
    _see_circles(codes, sheet)
    raise_all(sheet.errors)
    return Codebook(tuple(codes))


def codebook_bytes(codebook: Codebook) -> bytes:
    """A codebook as it is stored."""
    own = list(dict.fromkeys(head for one in codebook.codes for head, _ in one.more))
    used = [
        name
        for name in COLUMNS
        if name in COLUMNS[:4] or any(_cell(one, name) for one in codebook.codes)
    ]
    rows: list[list[str]] = [[*used, *own]]
    for one in codebook.codes:
        more = dict(one.more)
        cells = [_cell(one, name) for name in used]
        rows.append([*cells, *(more.get(head, "") for head in own)])
    return written(rows)


def _cell(one: Code, name: str) -> str:
    if name == "codable":
        return "" if one.codable else "no"
    return one.id if name == "code" else str(getattr(one, name))


def _code(cells: Mapping[str, str], line: int) -> Code:
    own = tuple((head, cell) for head, cell in cells.items() if head not in COLUMNS and cell)
    return Code(
        cells["code"],
        cells.get("parent", ""),
        cells.get("title", ""),
        cells.get("definition", ""),
        cells.get("colour", ""),
        cells.get("codable", "").casefold() not in _NO,
        own,
        line,
    )


def _see_slips(sheet: Sheet) -> None:
    """Columns of the study's own that are all but a known one, which is not there."""
    from rapidfuzz import fuzz

    absent = [name for name in COLUMNS[1:] if name not in sheet.heads]
    for head in sheet.heads:
        like = [one for one in absent if fuzz.ratio(head.casefold(), one) >= _SLIP]
        if head not in COLUMNS and like:
            hint = f'did you mean "{like[0]}"? else give it a name less like it'
            sheet.wrong(1, f'the codebook has a column "{head}"', hint)


def _check(cells: Mapping[str, str], sheet: Sheet, line: int) -> None:
    if not _ID.fullmatch(cells["code"]):
        sheet.wrong(
            line,
            f'"{cells["code"]}" is no id of a code',
            "small letters, digits and single hyphens (fear-of-needles); its name in full goes "
            "into the column title",
        )
    said = cells.get("codable", "").casefold()
    if said not in _YES | _NO:
        sheet.wrong(line, f'codable is neither yes nor no: "{said}"', "write no, or nothing")


def _see_lost(codes: Sequence[Code], sheet: Sheet) -> None:
    known = {one.id for one in codes}
    for one in codes:
        if one.parent and one.parent not in known:
            message = f'there is no code "{one.parent}" for "{one.id}" to stand below'
            sheet.wrong(one.line, message, did_you_mean(one.parent, known))


def _see_circles(codes: Sequence[Code], sheet: Sheet) -> None:
    """Find each circle of codes that stand below each other, once."""
    by_id = {one.id: one for one in codes}
    sound: set[str] = {""}
    for one in codes:
        way: dict[str, None] = {}
        name = one.id
        while name not in sound and name not in way:
            way[name] = None
            name = by_id[name].parent
        if name in way:
            circle = [*way][[*way].index(name) :]
            said = " < ".join([*circle, name])
            message = f'the code "{name}" stands below itself: {said}'
            sheet.wrong(by_id[name].line, message, "take the parent out of one of them")
        sound.update(way)
