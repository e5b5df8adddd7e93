"""Every number that a document may cite, with its definition, and in words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from themeloom.coding.tally import codes_of
from themeloom.deriving.said import in_words
from themeloom.study.model import Access
from themeloom.study.noun import Passage

if TYPE_CHECKING:
    from collections.abc import Iterator

    from themeloom.coding.coded import Coded
    from themeloom.study.model import Study


def in_style(number: int, words_below: int, language: str) -> str:
    """A number in the house style: as a word below `words_below`, else in figures."""
    return in_words(number, language) if 0 <= number < words_below else str(number)


@dataclass(frozen=True)
class Value:
    """A number with a name.

    Args:
        id: how documents cite it.
        number: the number.
        text: the number in the study's house style.
        definition: what was counted.
    """

    id: str
    number: int
    text: str
    definition: str


def derive_values(study: Study, coded: Coded | None = None) -> tuple[Value, ...]:
    """All values, sorted by id.

    Args:
        study: the store.
        coded: what was coded, if anything was.
    """
    style = study.settings.numbers.words_below, study.study.language
    counts: dict[str, tuple[int, str]] = {}
    for name, number, definition in (*_counts(study), *_grouped(study), *_coded(study, coded)):
        counts.setdefault(name, (number, definition))  # no group takes the name of another value
    return tuple(
        Value(name, number, in_style(number, *style), definition)
        for name, (number, definition) in sorted(counts.items())
    )


def _counts(study: Study) -> Iterator[tuple[str, int, str]]:
    withheld = [source for source in study.sources if source.access is Access.WITHHELD]
    material = [source for source in study.sources if isinstance(source.stated, Passage)]
    of = "article of record" if study.study.article else "study"
    yield "authors", len(study.study.authors), f"authors of the {of}"
    yield "earlier-studies", len(study.earlier_studies), "earlier studies in the store"
    yield "implications", len(study.implications), "implications in the store"
    yield "quotations", len(study.quotations), "quotations under all themes"
    yield "quoted-words", sum(len(q.text.split()) for _, q in study.quotations), "words quoted"
    yield "sources", len(study.sources), "sources in the store, at hand or not"
    yield "themes", len(study.themes), "themes in the store"
    yield "withheld-sources", len(withheld), "sources of which only a description is public"
    subthemes = sum(len(theme.subthemes) for theme in study.themes)
    against = sum(quote.counter_example for _, quote in study.quotations)
    for name, number, definition in (
        ("subthemes", subthemes, "subthemes of all themes"),
        ("counter-examples", against, "quotations marked as counter-examples"),
        ("relations", len(study.relations), "relations between themes"),
        ("questions", len(study.questions), "research questions in the store"),
    ):
        if number:
            yield name, number, definition
    if material:
        definition = "sources that another source names as material of the study"
        yield "kinds-of-material", len(material), definition
    if study.participants:
        yield "participants", len(study.participants), "participants in the store"
    for source in study.sources:
        if source.units is not None:
            yield source.id, source.units, f"pieces of the source “{source.title}”, as stated"


def _grouped(study: Study) -> Iterator[tuple[str, int, str]]:
    """How many pieces the sources of each group have together; "Focus groups" is focus-groups."""
    for group in dict.fromkeys(source.group for source in study.sources if source.group):
        name = "-".join(re.findall(r"[a-z0-9]+", group.casefold()))
        pieces = sum(one.units or 1 for one in study.sources if one.group == group)
        if name:
            yield name, pieces, f"pieces of the sources of the group “{group}”"


def _coded(study: Study, coded: Coded | None) -> Iterator[tuple[str, int, str]]:
    """What is counted of codings; of participants it is told in tables, small counts hidden."""
    if coded is None or not coded.codebook.codes:
        return
    every = [row.code for one in coded.each() for row in one]
    yield "codes", len(coded.codebook.codes), "codes of the codebook"
    yield "codings", len(every), "codings of all sources"
    yield "coded-sources", sum(len(one) > 0 for one in coded.each()), "sources that are coded"
    yield "coders", len(coded.coders), "people who coded"
    for _, theme in study.all_themes:
        if named := codes_of(theme):
            below = frozenset[str]().union(*map(coded.codebook.below, named))
            count = sum(code in below for code in every)
            told = f"codings with the codes of the theme “{theme.title}” and those below them"
            yield f"{theme.id}-codings", count, told
