"""Can a participant be recognised by counts, or by what is shown beside quotations?"""

from __future__ import annotations

import re
from itertools import zip_longest
from typing import TYPE_CHECKING

from themeloom.checking.findings import Finding
from themeloom.checking.words import paragraphs
from themeloom.deriving.participants import (
    HIDDEN,
    LEAST,
    attributes,
    counted,
    is_small,
    of,
    shown_counts,
)
from themeloom.study.model import Quotation, SmallCells

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from themeloom.checking.context import Context
    from themeloom.deriving.protecting import Cell
    from themeloom.documents.document import Document
    from themeloom.documents.places import Place
    from themeloom.study.model import Participant

    #: An attribute and its value as it is written, by the value in small letters.
    _Values = Mapping[str, tuple[str, str]]

_ROW = re.compile(r"^[ \t]*\|(?P<cells>[^\n]*)\|[ \t]*$")
_COUNT = re.compile(r"(?P<count>\d+)(?:\s*\(.*\)|\s*/\s*\d+.*)?")
_HIDDEN = re.compile(r"\\?\*|[<≤]\s*\d+|–|-|\[hidden\]|suppressed", re.IGNORECASE)


def check_small_cells(context: Context) -> Iterator[Finding]:
    """Yield small counts of participants in tables that authors typed."""
    if not context.study.participants:
        return
    yield from _unprotected(context)
    values = _values(context)
    shown = shown_counts(context.study)
    for document in context.documents:
        for table in _tables(document):
            yield from _small(context, table, values)
            yield from _recoverable(context, table, values)
            yield from _given_back(context, table, values, shown)


def _unprotected(context: Context) -> Iterator[Finding]:
    """The study's own choice to hide nothing, where that shows small counts."""
    if context.study.settings.disclosure.small_cells is not SmallCells.NONE:
        return
    people = context.study.participants
    small = [
        name
        for name in attributes(context.study)
        if any(is_small(count, SmallCells.UNDER_5) for count in counted(people, name).values())
    ]
    if small:
        path = ("settings", "disclosure", "small_cells")
        yield context.finding(path, "disclosure-unprotected", attributes=", ".join(small))


def _values(context: Context) -> _Values:
    """Every value of an attribute, in small letters, with the attribute and as it is written."""
    return {
        value.casefold(): (name, value)
        for name in attributes(context.study)
        for value in reversed(counted(context.study.participants, name))
    }


#: A table: for each row its cells and its place.
_Table = list[tuple[list[str], "Place"]]


def _tables(document: Document) -> Iterator[_Table]:
    table: _Table = []
    for number, line in enumerate(document.body.split("\n"), 1):
        match = _ROW.match(line)
        if match:
            cells = [cell.strip(" \t") for cell in match["cells"].split("|")]
            table.append((cells, document.lines.place(number)))
        elif table:
            yield table
            table = []
    if table:
        yield table


def _small(context: Context, table: _Table, values: _Values) -> Iterator[Finding]:
    least = LEAST[context.study.settings.disclosure.small_cells]
    for cells, place in table:
        name, _ = values.get(_plain(cells[0]), ("", ""))
        if name and any(0 < count < least for count in _counts(cells)):
            yield Finding.at(place, "disclosure-small-cell", least=least, attribute=name)


def _counts(cells: Sequence[str]) -> list[int]:
    """The counts that a row or a column shows behind its head."""
    return [int(match["count"]) for cell in cells[1:] if (match := _COUNT.fullmatch(cell))]


def _recoverable(context: Context, table: _Table, values: _Values) -> Iterator[Finding]:
    """One hidden count of an attribute whose other counts are all shown."""
    for attribute in attributes(context.study):
        rows = [row for row in table if values.get(_plain(row[0][0]), ("", ""))[0] == attribute]
        hidden = [place for cells, place in rows if any(map(_HIDDEN.fullmatch, cells[1:]))]
        expected = len(counted(context.study.participants, attribute))
        if len(hidden) == 1 and len(rows) == expected > 1:
            yield Finding.at(
                hidden[0],
                "disclosure-recoverable",
                message=f"only one count by {attribute} is hidden: "
                "the total less the others gives it back",
                which=", which hides a second one",
            )


def _given_back(
    context: Context, table: _Table, values: _Values, shown: Mapping[Cell, str]
) -> Iterator[Finding]:
    """Rows and columns that say, or add up to, what a derived table hides."""
    people, style = context.study.participants, context.study.settings.disclosure.small_cells
    columns = zip_longest(*(cells for cells, _ in table), fillvalue="")
    lines = [*table, *((list(column), table[0][1]) for column in columns)]
    for cells, place in lines:
        known = values.get(_plain(cells[0]))
        if known is None or shown.get(frozenset({known})) != HIDDEN:
            continue
        name, value = known
        count, counts = counted(people, name)[value], _counts(cells)
        if count in (*counts, sum(counts)) and not is_small(count, style):
            yield Finding.at(
                place,
                "disclosure-recoverable",
                message=f"the table gives back how many are “{value}”, "
                "which the derived table hides",
                which=" in its place",
            )


def _plain(cell: str) -> str:
    return re.sub(r"[*_\\]", "", cell).strip().casefold()


def check_attributions(context: Context) -> Iterator[Finding]:
    """Yield participants whom all that is shown of them, taken together, singles out."""
    wanted = context.study.settings.disclosure.anonymity
    for one in context.study.participants:
        shown = _shown(context, one)
        if not shown:
            continue
        alike = sum(
            all(of(other, name) == of(one, name) for name in shown)
            for other in context.study.participants
        )
        if alike < wanted:
            yield context.finding(
                _first_quotation(context, one),
                "disclosure-singled-out",
                participant=one.id,
                shown=", ".join(shown),
                alike=alike,
                all=len(context.study.participants),
                wanted=wanted,
            )


def _shown(context: Context, one: Participant) -> list[str]:
    """The attributes of a participant that attributions and prose show, all together."""
    said = [
        quote.attribution
        for _, quote in context.study.quotations
        if context.participant(quote.participant) is one
    ]
    called = [name for name in (one.pseudonym, one.turn) if name]
    for document in context.documents:
        for paragraph in paragraphs(document):
            said += [
                sentence
                for sentence in re.split(r"(?<=[.!?])\s+", paragraph.text)
                if any(_has(sentence, name) for name in called)
            ]
    return [
        name
        for name, value in one.attributes.items()
        if any(_has(text, str(value)) for text in said)
    ]


def _has(text: str, value: str) -> bool:
    words = rf"(?<!\w){re.escape(value.casefold())}(?!\w)"
    said = text.casefold()
    return any(re.search(words, one) for one in (said, said.replace("–", "-")))


def _first_quotation(context: Context, one: Participant) -> tuple[str | int, ...]:
    quotes = context.study.each(Quotation)
    theirs = (path for path, quote in quotes if context.participant(quote.participant) is one)
    return next(theirs, ("participants",))
