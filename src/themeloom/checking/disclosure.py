"""Can a participant be recognised by counts, or by what is shown beside quotations?"""

from __future__ import annotations

import re
from collections import defaultdict
from itertools import zip_longest
from typing import TYPE_CHECKING

from themeloom.checking.findings import Finding
from themeloom.checking.kinds_of_people import forms, sentences
from themeloom.checking.numerals import numerals
from themeloom.core.expressions import later
from themeloom.deriving.auditing import given_back
from themeloom.deriving.participants import (
    HIDDEN,
    LEAST,
    attributes,
    counted,
    is_small,
    of,
    of_kind,
    shown_counts,
)
from themeloom.study.interpretation import Quotation
from themeloom.study.settings import SmallCells

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from themeloom.checking.context import Context
    from themeloom.deriving.protecting import Cell
    from themeloom.documents.document import Document
    from themeloom.documents.places import Place
    from themeloom.study.model import Participant

    #: An attribute and its value as it is written, by the value in small letters.
    _Values = Mapping[str, tuple[str, str]]

#: The head of a row of numbers of participants, or of no row of the table.
_OF_PEOPLE = later(
    r"\W*$|\W*(?:number of )?(?:participants|people|n|total|count|number|%)\W*$", re.IGNORECASE
)
#: What speakers call themselves.
_AS_A = later(r"(?<!\w)(?:[Aa]s an?|I'?m an?|I am an?|I was an?)\s+((?:[\w-]+\s?){1,3})")
#: A sentence that goes on about whom the last one named.
_GOES_ON = later(r"(?:She|He|They|Her|His|Their|This)(?!\w)")
#: A row of a table, in a paragraph whose line breaks are spaces.
_ROWS = later(r"\|[^|]*\|(?:[^|]*\|)*?(?=\s\||$)")
_ROW = later(r"^[ \t]*\|(?P<cells>[^\n]*)\|[ \t]*$")
#: Behind a count, of how many it is.
_OF = later(r"(?<=\d)\s*/\s*\d+.*")
#: What may stand behind a count in its cell: a percentage, of how many.
_REST = later(r"\s*(?:\(.*\)|of \d+.*)?")
_HIDDEN = later(r"\\?\*|[<≤]\s*\d+|–|-|\[hidden\]|suppressed", re.IGNORECASE)


def check_small_cells(context: Context) -> Iterator[Finding]:
    """Yield small counts of participants in tables that authors typed."""
    if not context.study.participants:
        return
    yield from _unprotected(context)
    values = context.people.words
    shown = shown_counts(context.study)
    tables = [table for document in context.documents for table in _tables(document)]
    for table in tables:
        yield from _small(context, table, values)
        yield from _recoverable(context, table, values)
        yield from _given_back(context, table, values, shown)
    yield from _joined(context, tables, values, shown)


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


def _lines(table: _Table) -> _Table:
    """The rows of a table, and its columns, whose place is that of its head."""
    columns = zip_longest(*(cells for cells, _ in table), fillvalue="")
    return [*table, *((list(column), table[0][1]) for column in columns)]


def _small(context: Context, table: _Table, values: _Values) -> Iterator[Finding]:
    least = LEAST[context.study.settings.disclosure.small_cells]
    counts_people = all(
        _plain(cells[0]) in values or _OF_PEOPLE.match(cells[0]) for cells, _ in table[1:]
    )
    for cells, place in _lines(table) if counts_people else table:
        name, _ = values.get(_plain(cells[0]), ("", ""))
        if name and any(0 < count < least for count in _counts(context, cells)):
            yield Finding.at(place, "disclosure-small-cell", least=least, attribute=name)


def _joined(
    context: Context, tables: Sequence[_Table], values: _Values, shown: Mapping[Cell, str]
) -> Iterator[Finding]:
    """Tables that give back a hidden count only with others, and with the derived ones."""
    study = context.study
    people = study.participants
    each = {name: list(counted(people, name)) for name in attributes(study)}
    exact = study.settings.disclosure.small_cells is not SmallCells.HES
    known = {cell: int(one) for cell, one in shown.items() if one != HIDDEN and exact}
    hidden = {cell for cell, one in shown.items() if one == HIDDEN}
    for table in tables:
        told = {cell: count for cell, count in _told(context, table, values) if cell not in shown}
        if told and not hidden.isdisjoint(given_back({**known, **told}, len(people), each)):
            yield Finding.at(
                table[0][1],
                "disclosure-recoverable",
                message="joined with the derived tables, this table gives back a count "
                "that they hide",
                which=" in its place",
            )
        known |= told


def _told(context: Context, table: _Table, values: _Values) -> Iterator[tuple[Cell, int]]:
    """The true counts that a table shows, of one value or of two that cross."""
    heads = [values.get(_plain(cell)) for cell in table[0][0]]
    for cells, _ in table[1:]:
        row = values.get(_plain(cells[0]))
        for head, cell in zip(heads[1:], cells[1:], strict=False):
            named = frozenset(one for one in (row, head) if one)
            count = of_kind(context.study.participants, named)
            if named and count in _count(context, cell):
                yield named, count


def _counts(context: Context, cells: Sequence[str]) -> list[int]:
    """The counts that a row or a column shows behind its head, in figures, words, percentages."""
    return [count for cell in cells[1:] for count in _count(context, cell)]


def _count(context: Context, cell: str) -> list[int]:
    said = _OF.sub("", cell.replace("*", "").strip())
    for numeral in numerals(said, context.study.study.language):
        whole = _REST.fullmatch(said, numeral.end)
        if numeral.start == 0 and whole:
            return numeral.counts(len(context.study.participants))
    return []


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
    for cells, place in _lines(table):
        known = values.get(_plain(cells[0]))
        if known is None or shown.get(frozenset({known})) != HIDDEN:
            continue
        name, value = known
        count, counts = counted(people, name)[value], _counts(context, cells)
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
    quoted = defaultdict[str, list[Quotation]](list)
    for _, quote in context.study.quotations:
        if whose := context.participant(quote.participant):
            quoted[whose.id].append(quote)
    for one in context.study.participants:
        shown = _shown(context, one, quoted[one.id])
        if not shown:
            continue
        alike = of_kind(context.study.participants, [(name, of(one, name)) for name in shown])
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


def _shown(context: Context, one: Participant, quotes: Sequence[Quotation]) -> list[str]:
    """The attributes of a participant, quoted so, that all outputs show, taken together."""
    # The number of a participant is no attribute.
    name = context.study.called(one.turn)
    said = [context.study.attribution(quote).replace(name, "") for quote in quotes]
    worded = [words for quote in quotes for words in quote.wordings]
    said += [match[1] for words in worded for match in _AS_A.finditer(words)]
    said += _prose_about(context, one)
    return [
        name
        for name, value in one.attributes.items()
        if any(_has(text, word) for text in said for word in forms(str(value)))
    ]


def _prose_about(context: Context, one: Participant) -> Iterator[str]:
    """Sentences and rows of documents that name a participant, and what goes on about them."""
    names = (one.pseudonym, one.turn, context.study.called(one.turn))
    called = [name for name in dict.fromkeys(names) if name]
    for document in context.documents:
        for paragraph in context.paragraphs(document):
            about = False
            is_named = any(_has(paragraph.text, name) for name in called)
            for _, sentence in sentences(paragraph.text) if is_named else ():
                named = any(_has(sentence, name) for name in called)
                about = named or (about and bool(_GOES_ON.match(sentence)))
                if about:
                    yield _ROWS.sub(lambda row: _kept(row, called), sentence)


def _kept(row: re.Match[str], called: Sequence[str]) -> str:
    """A row of a table if it names a participant."""
    return row.group() if any(_has(row.group(), name) for name in called) else ""


def _has(text: str, value: str) -> bool:
    said, words = text.casefold(), value.casefold()
    if words not in said and "–" not in said:
        return False
    form = rf"(?<!\w){re.escape(words)}(?!\w)"
    return any(re.search(form, one) for one in (said, said.replace("–", "-")))


def _first_quotation(context: Context, one: Participant) -> tuple[str | int, ...]:
    quotes = context.study.each(Quotation)
    theirs = (path for path, quote in quotes if context.participant(quote.participant) is one)
    return next(theirs, ("participants",))
