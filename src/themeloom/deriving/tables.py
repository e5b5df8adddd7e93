"""The derived tables: each is declared in `tables.toml`, and a function here yields its rows."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import msgspec

from themeloom.core.files import beside, digest
from themeloom.deriving import codes, interpreted
from themeloom.deriving.participants import participant_rows
from themeloom.deriving.schema import Column, TableSchema
from themeloom.study.noun import Passage, words_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from themeloom.coding.coded import Coded
    from themeloom.deriving.schema import Row, Table
    from themeloom.study.excerpts import Excerpt
    from themeloom.study.model import Corpus, Study
    from themeloom.study.quoting import Found


class Evidence(msgspec.Struct, frozen=True, dict=True):
    """All that tables are made of: the store, the texts, and where each excerpt stands.

    `unproved` names the quotations that nobody has looked up; `coded` is what was coded.
    """

    study: Study
    corpus: Corpus
    found: Mapping[Excerpt, Found | None]
    unproved: frozenset[str] = frozenset()
    coded: Coded | None = None

    @cached_property
    def standing(self) -> dict[tuple[str, str], tuple[str, Found]]:
        """For each excerpt that was found, by kind and id: its source and its place there."""
        return {
            (excerpt.kind, excerpt.id): (excerpt.source, found)
            for excerpt, found in self.found.items()
            if found is not None
        }

    def place(self, kind: str, name: str) -> Row:
        """Line, start and end of an excerpt in its source; empty if it is in none."""
        if (kind, name) not in self.standing:
            return None, None, None
        source, found = self.standing[kind, name]
        return self.corpus.texts[source].line_of(found.start), found.start, found.end


def _sources(evidence: Evidence) -> Iterator[Row]:
    for source in evidence.study.sources:
        text = evidence.corpus.texts.get(source.id)
        yield (
            source.id,
            source.title,
            source.kind,
            str(source.access),
            source.file or None,
            text.sha256 if text else source.sha256 or None,
            source.units,
            words_of(source.stated) or None,
            *evidence.place("passage on source", source.id),
        )


def _steps(evidence: Evidence) -> Iterator[Row]:
    for order, step in enumerate(evidence.study.steps, 1):
        place = evidence.place("passage on step", step.id)
        yield order, step.id, step.title, words_of(step.stated) or None, *place


def _earlier(evidence: Evidence) -> Iterator[Row]:
    for study in evidence.study.earlier_studies:
        for order, point in enumerate(study.points, 1):
            source = point.source if isinstance(point, Passage) else None
            told = study.id, words_of(study.title), order, words_of(point), source
            yield *told, *evidence.place("point", f"{study.id}-{order}"), study.reference


def _themes(evidence: Evidence) -> Iterator[Row]:
    study = evidence.study
    for order, theme in enumerate(study.themes, 1):
        counts = len(theme.evidence), len(study.resting_on(theme))
        yield order, theme.id, theme.title, theme.statement, *counts


def _quotations(evidence: Evidence) -> Iterator[Row]:
    subthemes = {
        quote.id: sub.id
        for theme in evidence.study.themes
        for sub in theme.subthemes
        for quote in sub.quotations
    }
    for theme, quote in evidence.study.quotations:
        line, *span = evidence.place("quotation", quote.id)
        grade = checksum = None
        if ("quotation", quote.id) in evidence.standing:
            _, found = evidence.standing["quotation", quote.id]
            grade, checksum = str(found.grade), digest(found.wording.encode())
        words = len(quote.text.split())
        proof = *span, line, words, grade, checksum
        marks = subthemes.get(quote.id), "yes" if quote.counter_example else None
        yield quote.id, theme.id, quote.source, *proof, quote.text, *marks


def _translations(evidence: Evidence) -> Iterator[Row]:
    language = evidence.study.study.language
    for _, quote in evidence.study.quotations:
        if into := quote.translation:
            yield quote.id, quote.language, into.language or language, into.text, into.by


def _implications(evidence: Evidence) -> Iterator[Row]:
    above = {one.id: theme.id for theme, one in evidence.study.all_themes}
    for order, item in enumerate(evidence.study.implications, 1):
        names = [support.theme for support in item.rests_on]
        themes = ";".join(dict.fromkeys(above[name] for name in names))
        subthemes = ";".join(name for name in names if above[name] != name)
        place = evidence.place("implication", item.id)
        audience = ";".join(item.audiences)
        yield (order, item.id, item.text, themes, item.source, *place,
               subthemes or None, audience or None)  # fmt: skip


_ROWS: dict[str, Callable[[Evidence], Iterator[Row]]] = {
    "sources": _sources,
    "steps": _steps,
    "earlier_studies": _earlier,
    "themes": _themes,
    "quotations": _quotations,
    "translations": _translations,
    "implications": _implications,
    "evidence_map": interpreted.evidence_map,
    "subthemes": interpreted.subthemes,
    "relations": interpreted.relations,
    "questions": interpreted.questions,
    "constructs": interpreted.constructs,
    "participants": lambda evidence: participant_rows(evidence.study),
    "codes": codes.codes,
    "coded_themes": codes.coded_themes,
}


def _declared() -> Iterator[TableSchema]:
    for name, told in beside(__file__, "tables.toml").items():
        columns = tuple(_column(line) for line in told["columns"].splitlines())
        yield TableSchema(name, told["row"], tuple(told["key"].split()), columns)


def _column(line: str) -> Column:
    name, kind, meaning = line.split(maxsplit=2)
    return Column(name, kind.removesuffix("?"), meaning, empty=kind.endswith("?"))


#: The tables that only some studies have, and whether a study has them.
_OPTIONAL: dict[str, Callable[[Study], bool]] = {
    "coded_themes": lambda study: any(one.codes for _, one in study.all_themes),
    "participants": lambda study: bool(study.participants),
    "subthemes": lambda study: any(theme.subthemes for theme in study.themes),
    "relations": lambda study: bool(study.relations),
    "questions": lambda study: bool(study.questions),
    "constructs": lambda study: bool(study.frameworks),
    "translations": lambda study: any(quote.translation for _, quote in study.quotations),
}
#: Every derived table: what it is, and the function that yields its rows.
TABLES = tuple((schema, _ROWS[schema.name]) for schema in _declared())


def derive_tables(evidence: Evidence) -> dict[str, Table]:
    """All derived tables by name; see `TABLES` for what is in each.

    A study that describes no participants has no table of them, and so with translations.
    """
    return {
        schema.name: schema.build(rows(evidence))
        for schema, rows in TABLES
        if (schema.name not in _OPTIONAL or _OPTIONAL[schema.name](evidence.study))
        and (schema.name not in codes.CODED or codes.is_coded(evidence.coded))
    }
