"""The tables as documents show them: fewer columns than the .csv, words for readers.

`tables.toml` declares them; a function here yields the rows of each.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from themeloom.core.files import beside
from themeloom.core.nested import grouped
from themeloom.study.noun import words_of
from themeloom.weaving import interpreted_tables
from themeloom.weaving.interpreted_tables import SAME
from themeloom.weaving.markdown import attributes, escape, pipe_table

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

    from themeloom.deriving.schema import Cell, Table
    from themeloom.study.model import Study

    Tables = Mapping[str, Table]

#: The table of what was said under each theme.
VOICES = "themes-quotations"
#: How many words of a quotation, and how many digits of its checksum, a table shows.
_OPENING, _CHECKSUM = 4, 12
#: A cell of which nothing is known.
_NONE = "–"
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
        of: what a study must hold to have the table.
    """

    id: str
    caption: str
    columns: tuple[_Column, ...]
    reads: tuple[str, ...] = ()
    of: str = ""

    def fragment(self, study: Study, tables: Tables, unproved: Collection[str] = ()) -> str:
        """The table as Markdown with its caption and label."""
        if self.id == VOICES:
            given = list(interpreted_tables.voices(study, unproved))
        else:
            given = list(_ROWS[self.id](study, {name: tables[name] for name in self.reads}))
        columns, rows = _filled(self.columns, given)
        widths = [column.width for column in columns]
        numbers = [at for at, column in enumerate(columns) if column.number]
        say = study.say
        table = pipe_table([say(column.head) for column in columns], rows, widths, numbers)
        pairs = {"tbl-colwidths": f"[{','.join(map(str, widths))}]"}
        named = say.listed([one.title for one in study.frameworks])
        caption = escape(say(self.caption, frameworks=named))
        return f"{table}\n: {caption} {attributes(f'tbl-{self.id}', (), pairs)}\n"


def _filled(
    columns: Sequence[_Column], rows: Sequence[Sequence[str]]
) -> tuple[list[_Column], list[list[str]]]:
    """Columns and rows without those columns that no row has anything in."""
    kept = [at for at in range(len(columns)) if any(row[at] not in ("", _NONE) for row in rows)]
    kept = kept if rows else list(range(len(columns)))
    whole = sum(columns[at].width for at in kept)
    wide = [
        msgspec.structs.replace(columns[at], width=round(100 * columns[at].width / whole))
        for at in kept
    ]
    return wide, [[row[at] for at in kept] for row in rows]


def _sources(study: Study, _: Tables) -> Iterator[Sequence[str]]:
    """A row for each source, or for all of one group: "Interviews, 17"."""
    say = study.say
    groups = grouped((one.group or f"\n{one.id}", one) for one in study.sources)
    for name, ones in groups.items():
        first = ones[0]
        stated = next((words_of(one.stated) for one in ones if one.stated), "")
        units = sum(one.units or 1 for one in ones) if first.group else first.units
        access = dict.fromkeys(say(_ACCESS[str(one.access)]) for one in ones)
        yield (
            escape(name if first.group else first.title),
            escape("; ".join(dict.fromkeys(one.kind for one in ones))),
            str(units) if units is not None else _NONE,
            "; ".join(access),
            say.quoted(escape(stated)) if stated else _NONE,
        )


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
    for row in tables["quotations"].records():
        opening = " ".join(str(row["text"]).split()[:_OPENING])
        checksum = row["sha256"]
        yield (
            escape(titles[str(row["theme"])]),
            study.say.quoted(f"{escape(opening)} …"),
            _said(row["line"]),
            _said(row["words"]),
            escape(_said(row["grade"])),
            f"`{str(checksum)[:_CHECKSUM]}`" if checksum else _NONE,
        )


def _said(cell: Cell) -> str:
    return _NONE if cell is None else str(cell)


def _implications(study: Study, _: Tables) -> Iterator[Sequence[str]]:
    for order, item in enumerate(study.implications, 1):
        rests = "; ".join(study.titles[support.theme] for support in item.rests_on)
        yield str(order), escape(item.text), escape(rests)


def _evidence_map(study: Study, _: Tables) -> Iterator[Sequence[str]]:
    for theme in (one for _, one in study.all_themes):
        title = escape(theme.title)
        for order, item in enumerate(study.implications, 1):
            for support in item.rests_on:
                if support.theme == theme.id:
                    yield title, escape(f"{order}. {item.text}"), escape(support.because)
                    title = SAME


def _earlier(study: Study, _: Tables) -> Iterator[Sequence[str]]:
    for earlier in study.earlier_studies:
        title = f"{escape(words_of(earlier.title))} [@{earlier.reference}]"
        for order, point in enumerate(earlier.points):
            yield SAME if order else title, escape(words_of(point))


def _participants(_: Study, tables: Tables) -> Iterator[Sequence[str]]:
    """Simple tables only: those of pairs are in the .csv."""
    for row in tables["participants"].records():
        if not row["crossed_attribute"]:
            yield tuple(escape(str(row[name])) for name in ("attribute", "value", "participants"))


def _codebook(_: Study, tables: Tables) -> Iterator[Sequence[str]]:
    """Each code below the one it stands below, as far to the right as it is deep."""
    for row in tables["codes"].records():
        deep = "&emsp;" * (int(row["level"] or 1) - 1)
        yield deep + escape(_said(row["title"])), escape(_said(row["definition"])), *_much(row)


def _coded_themes(study: Study, tables: Tables) -> Iterator[Sequence[str]]:
    names = {row["code"]: _said(row["title"]) for row in tables["codes"].records()}
    for row in tables["coded_themes"].records():
        codes = "; ".join(names.get(code, code) for code in str(row["codes"]).split(";"))
        yield escape(study.titles[str(row["theme"])]), escape(codes), *_much(row)


def _much(row: Mapping[str, Cell]) -> tuple[str, ...]:
    return tuple(escape(_said(row[name])) for name in ("passages", "sources", "participants"))


_ROWS: dict[str, Callable[[Study, Tables], Iterator[Sequence[str]]]] = {
    "sources": _sources,
    "themes": _themes,
    "quotations": _quotations,
    "implications": _implications,
    "evidence-map": _evidence_map,
    "earlier-studies": _earlier,
    "participants": _participants,
    "relations": interpreted_tables.relations,
    "questions": interpreted_tables.questions,
    "implications-by-audience": interpreted_tables.by_audience,
    "framework": interpreted_tables.constructs,
    "codebook": _codebook,
    "coded-themes": _coded_themes,
}

#: Which studies have a table, where that is not told by one thing that they hold.
_WHERE: dict[str, Callable[[Study], object]] = {
    "earlier-studies": lambda study: any(one.points for one in study.earlier_studies),
    "participants": lambda study: any(one.attributes for one in study.participants),
    "implications-by-audience": lambda study: any(one.audiences for one in study.implications),
    "framework": lambda study: any(one.constructs for _, one in study.all_themes),
    "coded-themes": lambda study: any(one.codes for _, one in study.all_themes),
}
#: The tables that only a study with a codebook has.
_CODED = frozenset({"codebook", "coded-themes"})


SHOWN = tuple(
    msgspec.convert({"id": name, **told}, Shown)
    for name, told in beside(__file__, "tables.toml").items()
)


def shown_tables(study: Study, *, coded: bool = False) -> tuple[Shown, ...]:
    """The tables that a study has: what it has nothing of has no table.

    Args:
        study: the store.
        coded: whether it has a codebook.
    """
    return tuple(
        one
        for one in SHOWN
        if (one.id not in _WHERE or _WHERE[one.id](study))
        and (not one.of or getattr(study, one.of))
        and (coded or one.id not in _CODED)
    )
