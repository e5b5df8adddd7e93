"""The tables as documents show them: fewer columns than the .csv, words for readers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

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


@dataclass(frozen=True)
class Shown:
    """A table for readers.

    Args:
        id: `{{< table id >}}`, and `@tbl-id`.
        caption: one sentence.
        head: the column heads.
        widths: relative widths in per cent.
        rows: the cells as Markdown.
        right: positions of columns that hold numbers.
        reads: the derived tables that the rows are made from, besides the store.
    """

    id: str
    caption: str
    head: tuple[str, ...]
    widths: tuple[int, ...]
    rows: Callable[[Study, Tables], Iterator[Sequence[str]]]
    right: tuple[int, ...] = ()
    reads: tuple[str, ...] = ()

    def fragment(self, study: Study, tables: Tables) -> str:
        """The table as Markdown with its caption and label."""
        read = {name: tables[name] for name in self.reads}
        table = pipe_table(self.head, self.rows(study, read), self.widths, self.right)
        widths = "[" + ",".join(str(width) for width in self.widths) + "]"
        label = attributes(f"tbl-{self.id}", (), {"tbl-colwidths": widths})
        return f"{table}\n: {escape(self.caption)} {label}\n"


def _sources(study: Study, _: Tables) -> Iterator[Sequence[str]]:
    for source in study.sources:
        stated = f"“{escape(source.stated.text)}”" if source.stated else "–"
        units = str(source.units) if source.units is not None else "–"
        access = _ACCESS[str(source.access)]
        yield escape(source.title), escape(source.kind), units, access, stated


def _themes(study: Study, _: Tables) -> Iterator[Sequence[str]]:
    for theme in study.themes:
        yield (
            escape(theme.title),
            escape(theme.statement),
            str(len(theme.quotations)),
            str(len(study.resting_on(theme))),
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
    titles = {theme.id: theme.title for theme in study.themes}
    for order, item in enumerate(study.implications, 1):
        rests = "; ".join(titles[support.theme] for support in item.rests_on)
        yield str(order), escape(item.text), escape(rests)


def _evidence_map(study: Study, _: Tables) -> Iterator[Sequence[str]]:
    for theme in study.themes:
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
    found = tables.get("participants")
    if found is None:
        return
    for row in found.itertuples(index=False):
        if not row.crossed_attribute:
            yield escape(str(row.attribute)), escape(str(row.value)), escape(str(row.participants))


SHOWN: tuple[Shown, ...] = (
    Shown(
        "sources",
        "Material of the study and what of it can be read here",
        ("Material", "Kind", "Number", "Access", "Words that state it"),
        (24, 18, 10, 13, 35),
        _sources,
        (2,),
    ),
    Shown(
        "themes",
        "Themes, what each states, and how much stands under it and rests on it",
        ("Theme", "Statement", "Quotations", "Implications"),
        (24, 44, 15, 17),
        _themes,
        (2, 3),
    ),
    Shown(
        "quotations",
        "Quotations: where each stands in its source, and how it was verified there",
        ("Theme", "Quotation", "Line", "Words", "Match", "SHA-256 of the words"),
        (24, 28, 8, 9, 9, 22),
        _quotations,
        (2, 3),
        ("quotations",),
    ),
    Shown(
        "implications",
        "Implications and the themes that each rests on",
        ("No.", "Implication", "Rests on"),
        (8, 54, 38),
        _implications,
        (0,),
    ),
    Shown(
        "evidence-map",
        "Why each implication is said to rest on a theme",
        ("Theme", "Implication", "Because"),
        (24, 44, 32),
        _evidence_map,
    ),
    Shown(
        "earlier-studies",
        "Earlier studies and the points taken from them",
        ("Earlier study", "Point"),
        (40, 60),
        _earlier,
    ),
    Shown(
        "participants",
        "Participants; * stands for a count that is too small to be shown",
        ("Attribute", "Value", "Participants"),
        (40, 40, 20),
        _participants,
        (2,),
        ("participants",),
    ),
)


def shown_tables(study: Study) -> tuple[Shown, ...]:
    """The tables that a study has: that of participants only where it describes any."""
    return tuple(one for one in SHOWN if one.id != "participants" or study.participants)
