"""The tables as documents show them: fewer columns than the .csv, words for readers.

`tables.toml` declares them; a function here yields the rows of each.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from themeloom.core.files import beside
from themeloom.weaving.markdown import attributes, escape, pipe_table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    import pandas as pd

    from themeloom.study.model import Study

    Tables = Mapping[str, pd.DataFrame]

#: How many words of a quotation, and how many digits of its checksum, a table shows.
_OPENING, _CHECKSUM = 4, 12
#: A first cell that goes on: documents join it with the cell above.
_SAME = ""
_ACCESS = {"open": "open", "restricted": "on request", "withheld": "not public"}


class _Column(msgspec.Struct, frozen=True):
    """A column's head, its relative width in per cent, and whether it holds numbers."""

    head: str
    width: int
    number: bool = False


class Shown(msgspec.Struct, frozen=True):
    """A table for readers.

    Args:
        id: `{{< table id >}}`, and `@tbl-id`.
        caption: one sentence.
        columns: in their order.
        reads: the derived tables that the rows are made from, besides the store.
    """

    id: str
    caption: str
    columns: tuple[_Column, ...]
    reads: tuple[str, ...] = ()

    def fragment(self, study: Study, tables: Tables) -> str:
        """The table as Markdown with its caption and label."""
        rows = _ROWS[self.id](study, {name: tables[name] for name in self.reads})
        widths = [column.width for column in self.columns]
        numbers = [at for at, column in enumerate(self.columns) if column.number]
        table = pipe_table([column.head for column in self.columns], rows, widths, numbers)
        pairs = {"tbl-colwidths": f"[{','.join(map(str, widths))}]"}
        return f"{table}\n: {escape(self.caption)} {attributes(f'tbl-{self.id}', (), pairs)}\n"


def _sources(study: Study, _: Tables) -> Iterator[Sequence[str]]:
    for source in study.sources:
        stated = f"“{escape(source.stated.text)}”" if source.stated else "–"
        units = str(source.units) if source.units is not None else "–"
        access = _ACCESS[str(source.access)]
        yield escape(source.title), escape(source.kind), units, access, stated


def _themes(study: Study, _: Tables) -> Iterator[Sequence[str]]:
    """A subtheme follows its theme, in italics; what is counted of a theme includes it."""
    for theme, one in study.all_themes:
        yield (
            escape(one.title) if one is theme else f"*{escape(one.title)}*",
            escape(one.statement),
            str(len(one.evidence)),
            str(len(study.resting_on(one))),
        )


def _quotations(study: Study, tables: Tables) -> Iterator[Sequence[str]]:
    """What proves each quotation: where it is, how long, how it matched, its checksum."""
    titles = {theme.id: theme.title for theme in study.themes}
    for row in tables["quotations"].itertuples(index=False):
        opening = " ".join(str(row.text).split()[:_OPENING])
        yield (
            escape(titles[str(row.theme)]),
            f"“{escape(opening)} …”",
            str(row.line),
            str(row.words),
            escape(str(row.grade)),
            f"`{str(row.sha256)[:_CHECKSUM]}`",
        )


def _implications(study: Study, _: Tables) -> Iterator[Sequence[str]]:
    titles = {theme.id: theme.title for _, theme in study.all_themes}
    for order, item in enumerate(study.implications, 1):
        rests = "; ".join(titles[support.theme] for support in item.rests_on)
        yield str(order), escape(item.text), escape(rests)


def _evidence_map(study: Study, _: Tables) -> Iterator[Sequence[str]]:
    for theme in (one for _, one in study.all_themes):
        title = escape(theme.title)
        for order, item in enumerate(study.implications, 1):
            for support in item.rests_on:
                if support.theme == theme.id:
                    yield title, escape(f"{order}. {item.text}"), escape(support.because)
                    title = _SAME


def _earlier(study: Study, _: Tables) -> Iterator[Sequence[str]]:
    for earlier in study.earlier_studies:
        title = f"{escape(earlier.title.text)} [@{earlier.reference}]"
        for order, point in enumerate(earlier.points):
            yield _SAME if order else title, escape(point.text)


def _participants(_: Study, tables: Tables) -> Iterator[Sequence[str]]:
    """Simple tables only: those of pairs are in the .csv."""
    for row in tables["participants"].itertuples(index=False):
        if not row.crossed_attribute:
            yield escape(str(row.attribute)), escape(str(row.value)), escape(str(row.participants))


_ROWS: dict[str, Callable[[Study, Tables], Iterator[Sequence[str]]]] = {
    "sources": _sources,
    "themes": _themes,
    "quotations": _quotations,
    "implications": _implications,
    "evidence-map": _evidence_map,
    "earlier-studies": _earlier,
    "participants": _participants,
}

#: Which studies have a table, where not all do.
_WHERE: dict[str, Callable[[Study], object]] = {
    "participants": lambda study: any(one.attributes for one in study.participants),
}


SHOWN = tuple(
    msgspec.convert({"id": name, **told}, Shown)
    for name, told in beside(__file__, "tables.toml").items()
)


def shown_tables(study: Study) -> tuple[Shown, ...]:
    """The tables that a study has: what it has nothing of has no table."""
    return tuple(one for one in SHOWN if one.id not in _WHERE or _WHERE[one.id](study))
