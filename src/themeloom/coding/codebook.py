"""The codebook as a file: `coding/codebook.csv`, a row for each code."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING

from themeloom.coding.nouns import Code, Codebook
from themeloom.coding.tables import heads_of, rows_of, twice, uneven, written
from themeloom.core.errors import ThemeloomError, did_you_mean, raise_all

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

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
    rows = list(rows_of(text, file))
    heads = [one.strip() for one in rows[0][1]] if rows else []
    raise_all([*heads_of(heads, file, ("code",), COLUMNS), *_slips(heads, file)])
    codes, errors = [], list[ThemeloomError]()
    for line, row in rows[1:]:
        if len(row) > len(heads):
            errors.append(uneven(row, heads, file, line))
            continue
        cells = dict(zip(heads, [*map(str.strip, row), *[""] * len(heads)], strict=False))
        codes.append(_code(cells, line))
        errors += _wrong(cells, file, line)
    raise_all([*errors, *_twice(codes, file)])
    raise_all(_lost(codes, file))
    raise_all(_circles(codes, file))
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


def _slips(heads: Sequence[str], file: str) -> Iterator[ThemeloomError]:
    """Columns of the study's own that are all but a known one, which is not there."""
    from rapidfuzz import fuzz

    absent = [name for name in COLUMNS[1:] if name not in heads]
    for head in heads:
        like = [one for one in absent if fuzz.ratio(head.casefold(), one) >= _SLIP]
        if head not in COLUMNS and like:
            yield ThemeloomError(
                f'the codebook has a column "{head}"',
                f'did you mean "{like[0]}"? else give it a name less like it',
                file=file,
                line=1,
            )


def _wrong(cells: Mapping[str, str], file: str, line: int) -> Iterator[ThemeloomError]:
    wrong = partial(ThemeloomError, file=file, line=line)
    if not _ID.fullmatch(cells["code"]):
        yield wrong(
            f'"{cells["code"]}" is no id of a code',
            "small letters, digits and single hyphens (fear-of-needles); its name in full goes "
            "into the column title",
        )
    said = cells.get("codable", "").casefold()
    if said not in _YES | _NO:
        yield wrong(f'codable is neither yes nor no: "{said}"', "write no, or nothing")


def _twice(codes: Iterable[Code], file: str) -> Iterator[ThemeloomError]:
    seen: dict[str, int] = {}
    for one in codes:
        if one.id in seen:
            yield twice(f'the code "{one.id}"', file, one.line, seen[one.id])
        seen.setdefault(one.id, one.line)


def _lost(codes: Sequence[Code], file: str) -> Iterator[ThemeloomError]:
    known = {one.id for one in codes}
    for one in codes:
        if one.parent and one.parent not in known:
            yield ThemeloomError(
                f'there is no code "{one.parent}" for "{one.id}" to stand below',
                did_you_mean(one.parent, known),
                file=file,
                line=one.line,
            )


def _circles(codes: Sequence[Code], file: str) -> Iterator[ThemeloomError]:
    """Yield each circle of codes that stand below each other, once."""
    parents = {one.id: one.parent for one in codes}
    sound: set[str] = {""}
    for one in codes:
        way: dict[str, None] = {}
        name = one.id
        while name not in sound and name not in way:
            way[name] = None
            name = parents[name]
        if name in way:
            circle = [*way][[*way].index(name) :]
            yield ThemeloomError(
                f'the code "{circle[0]}" stands below itself: {" < ".join([*circle, name])}',
                "take the parent out of one of them",
                file=file,
                line=next(other.line for other in codes if other.id == circle[0]),
            )
        sound.update(way)
