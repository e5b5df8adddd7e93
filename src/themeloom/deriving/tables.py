"""The derived tables: a declaration and a function that yields the rows of each."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from themeloom.deriving.participants import participant_rows

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    import pandas as pd

    from themeloom.study.excerpts import Excerpt
    from themeloom.study.model import Corpus, Study
    from themeloom.study.quoting import Found


#: The types a column may have, and what a reader calls them.
TYPES = {"string": "text", "Int64": "whole number"}


@dataclass(frozen=True)
class Column:
    """One column of a derived table.

    Args:
        name: as it stands in the first line of the .csv.
        type: a pandas type of `TYPES`.
        meaning: one sentence for the data dictionary.
        empty: whether a cell may be empty.
    """

    name: str
    type: str
    meaning: str
    empty: bool = False


@dataclass(frozen=True)
class TableSchema:
    """A derived table: its name, what a row is, its columns and its key.

    Args:
        name: the name of the .csv without its ending.
        row: what one row stands for.
        key: the columns whose values together stand for one row only.
        columns: in their order.
    """

    name: str
    row: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]

    def build(self, rows: Iterable[Sequence[Any]]) -> pd.DataFrame:
        """A table of these rows, its types set and its rules enforced.

        Raises:
            ValueError: a row of the wrong width, an empty cell where none may be, or a
                key that stands twice: always our own defect, since the store is checked.
        """
        import pandas as pd

        table = pd.DataFrame(list(rows), columns=[column.name for column in self.columns])
        table = table.astype({column.name: column.type for column in self.columns})
        for column in self.columns:
            if not column.empty and table[column.name].isna().any():
                raise ValueError(f"{self.name}.{column.name} has an empty cell")
        if table.duplicated(subset=list(self.key)).any():
            raise ValueError(f"{self.name} has two rows with the same {', '.join(self.key)}")
        return table


Row = tuple[Any, ...]


@dataclass(frozen=True)
class Evidence:
    """All that tables are made of: the store, the texts, and where each excerpt stands."""

    study: Study
    corpus: Corpus
    found: Mapping[Excerpt, Found | None]

    def place(self, kind: str, name: str) -> Row:
        """Line, start and end of an excerpt in its source; empty if it is in none."""
        for excerpt, found in self.found.items():
            if (excerpt.kind, excerpt.id) == (kind, name) and found is not None:
                line = self.corpus.texts[excerpt.source].line_of(found.start)
                return line, found.start, found.end
        return None, None, None


_PLACE = (
    Column("line", "Int64", "line of the source on which the words begin, from 1", empty=True),
    Column("start", "Int64", "where the words begin, in code points from 0", empty=True),
    Column("end", "Int64", "where the words end, in code points, exclusive", empty=True),
)
_ORDER = Column("order", "Int64", "position in the store, from 1")


def _sources(evidence: Evidence) -> Iterator[Row]:
    for source in evidence.study.sources:
        stated = source.stated.text if source.stated else None
        text = evidence.corpus.texts.get(source.id)
        digest = text.sha256 if text else source.sha256 or None
        place = evidence.place("passage on source", source.id)
        yield (
            source.id,
            source.title,
            source.kind,
            str(source.access),
            source.file or None,
            digest,
            source.units,
            stated,
            *place,
        )


def _steps(evidence: Evidence) -> Iterator[Row]:
    for order, step in enumerate(evidence.study.steps, 1):
        place = evidence.place("passage on step", step.id)
        yield order, step.id, step.title, step.stated.text, *place


def _earlier(evidence: Evidence) -> Iterator[Row]:
    for study in evidence.study.earlier_studies:
        for order, point in enumerate(study.points, 1):
            place = evidence.place("point", f"{study.id}-{order}")
            yield (
                study.id,
                study.title.text,
                order,
                point.text,
                point.source,
                *place,
                study.reference,
            )


def _themes(evidence: Evidence) -> Iterator[Row]:
    study = evidence.study
    for order, theme in enumerate(study.themes, 1):
        counts = len(theme.quotations), len(study.resting_on(theme))
        yield order, theme.id, theme.title, theme.statement, *counts


def _quotations(evidence: Evidence) -> Iterator[Row]:
    for theme, quote in evidence.study.quotations:
        found = next(
            place
            for excerpt, place in evidence.found.items()
            if (excerpt.kind, excerpt.id) == ("quotation", quote.id)
        )
        if found is None:
            place: Row = (None, None, None)
            digest = None
        else:
            line, start, end = evidence.place("quotation", quote.id)
            place = start, end, line
            digest = hashlib.sha256(found.wording.encode()).hexdigest()
        words = len(quote.text.split())
        grade = None if found is None else str(found.grade)
        yield quote.id, theme.id, quote.source, *place, words, grade, digest, quote.text


def _implications(evidence: Evidence) -> Iterator[Row]:
    for order, item in enumerate(evidence.study.implications, 1):
        themes = ";".join(support.theme for support in item.rests_on)
        place = evidence.place("implication", item.id)
        yield order, item.id, item.text, themes, item.source, *place


def _evidence_map(evidence: Evidence) -> Iterator[Row]:
    for theme in evidence.study.themes:
        supports: list[tuple[str | None, str | None]] = [
            (item.id, support.because)
            for item in evidence.study.implications
            for support in item.rests_on
            if support.theme == theme.id
        ]
        for quote in theme.quotations or (None,):
            for item, because in supports or [(None, None)]:
                yield theme.id, quote.id if quote else None, item, because


_OF_PARTICIPANTS = "participants"


def _participants(evidence: Evidence) -> Iterator[Row]:
    yield from participant_rows(evidence.study)


#: Every derived table: what it is, and the function that yields its rows.
TABLES: tuple[tuple[TableSchema, Callable[[Evidence], Iterator[Row]]], ...] = (
    (
        TableSchema(
            "sources",
            "one body of material",
            ("id",),
            (
                Column("id", "string", "name of the source in study.yml"),
                Column("title", "string", "what it is called"),
                Column("kind", "string", "what kind of material it is"),
                Column("access", "string", "open, restricted or withheld"),
                Column("file", "string", "path below data-raw/, where it is there", empty=True),
                Column("sha256", "string", "SHA-256 of the file", empty=True),
                Column("units", "Int64", "how many pieces it has, where stated", empty=True),
                Column("stated", "string", "the words that state it", empty=True),
                *_PLACE,
            ),
        ),
        _sources,
    ),
    (
        TableSchema(
            "steps",
            "one thing that was done with the material",
            ("id",),
            (
                _ORDER,
                Column("id", "string", "name of the step in study.yml"),
                Column("title", "string", "what it is called"),
                Column("stated", "string", "the words that state it"),
                *_PLACE,
            ),
        ),
        _steps,
    ),
    (
        TableSchema(
            "earlier_studies",
            "one point taken from an earlier study",
            ("study", "point"),
            (
                Column("study", "string", "name of the earlier study in study.yml"),
                Column("title", "string", "its title"),
                Column("point", "Int64", "position of the point within its study, from 1"),
                Column("text", "string", "the point"),
                Column("source", "string", "the source whose words these are"),
                *_PLACE,
                Column("reference", "string", "key in manuscript/references.bib"),
            ),
        ),
        _earlier,
    ),
    (
        TableSchema(
            "themes",
            "one theme",
            ("id",),
            (
                _ORDER,
                Column("id", "string", "name of the theme in study.yml"),
                Column("title", "string", "its title"),
                Column("statement", "string", "what it says"),
                Column("quotations", "Int64", "how many quotations stand under it"),
                Column("implications", "Int64", "how many implications rest on it"),
            ),
        ),
        _themes,
    ),
    (
        TableSchema(
            "quotations",
            "one quotation",
            ("id",),
            (
                Column("id", "string", "name of the quotation in study.yml"),
                Column("theme", "string", "the theme it stands under"),
                Column("source", "string", "the source it is in"),
                Column("start", "Int64", _PLACE[1].meaning, empty=True),
                Column("end", "Int64", _PLACE[2].meaning, empty=True),
                Column("line", "Int64", _PLACE[0].meaning, empty=True),
                Column("words", "Int64", "how many words it has, as printed"),
                Column(
                    "grade",
                    "string",
                    "exact, or edited by the rules of quoting (ellipses, brackets)",
                    empty=True,
                ),
                Column("sha256", "string", "SHA-256 of the words in the source", empty=True),
                Column("text", "string", "the words as printed"),
            ),
        ),
        _quotations,
    ),
    (
        TableSchema(
            "implications",
            "one implication",
            ("id",),
            (
                _ORDER,
                Column("id", "string", "name of the implication in study.yml"),
                Column("text", "string", "the implication"),
                Column("themes", "string", "the themes it rests on, with ; between them"),
                Column("source", "string", "the source whose words these are", empty=True),
                *_PLACE,
            ),
        ),
        _implications,
    ),
    (
        TableSchema(
            "evidence_map",
            "one path from a theme past a quotation to an implication",
            ("theme", "quotation", "implication"),
            (
                Column("theme", "string", "the theme"),
                Column("quotation", "string", "a quotation under it", empty=True),
                Column("implication", "string", "an implication that rests on it", empty=True),
                Column("because", "string", "why we say that it rests on it", empty=True),
            ),
        ),
        _evidence_map,
    ),
    (
        TableSchema(
            _OF_PARTICIPANTS,
            "how many participants have one attribute, or one pair of them",
            ("attribute", "value", "crossed_attribute", "crossed_value"),
            (
                Column("attribute", "string", "what is known of participants"),
                Column("value", "string", "what it is"),
                Column("crossed_attribute", "string", "a second attribute", empty=True),
                Column("crossed_value", "string", "what that is", empty=True),
                Column("participants", "string", "how many; * where the count is hidden"),
            ),
        ),
        _participants,
    ),
)


def derive_tables(evidence: Evidence) -> dict[str, pd.DataFrame]:
    """All derived tables by name; see `TABLES` for what is in each.

    A study that describes no participants has no table of them.
    """
    return {
        schema.name: schema.build(rows(evidence))
        for schema, rows in TABLES
        if schema.name != _OF_PARTICIPANTS or evidence.study.participants
    }
