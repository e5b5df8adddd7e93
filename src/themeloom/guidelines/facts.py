"""What the store itself can say to an item of a guideline: true by construction."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from themeloom import __version__
from themeloom.core.text import counted
from themeloom.study.model import Access
from themeloom.study.quoting import Grade

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from themeloom.documents.document import Document
    from themeloom.study.excerpts import Excerpt
    from themeloom.study.model import Study
    from themeloom.study.quoting import Found


@dataclass(frozen=True)
class Material:
    """What facts are taken from.

    Args:
        study: the store.
        found: every excerpt of the store and where it stands.
        documents: the documents as they were read.
    """

    study: Study
    found: Mapping[Excerpt, Found | None]
    documents: tuple[Document, ...]


@dataclass(frozen=True)
class Fact:
    """A sentence from the store.

    Args:
        text: the sentence.
        answers: whether it answers the item; else it only tells what the store holds.
    """

    text: str
    answers: bool = True


def _sample_size(material: Material) -> Iterator[Fact]:
    if material.study.participants:
        yield Fact(f"{counted(len(material.study.participants), 'participant')}.")
    for source in material.study.sources:
        if source.units is not None:
            yield Fact(f"{source.title}: {source.units}.")


def _sample(material: Material) -> Iterator[Fact]:
    names = sorted({name for one in material.study.participants for name in one.attributes})
    if names:
        yield Fact(f"Recorded of participants: {', '.join(names)}.")


def _field_notes(material: Material) -> Iterator[Fact]:
    for source in material.study.sources:
        if "notes" in source.kind.casefold().split():
            yield Fact(f"{source.title} are among the sources ({source.access}).")


def _software(_: Material) -> Iterator[Fact]:
    text = f"The store of this compendium is kept and checked with Themeloom {__version__}."
    yield Fact(text, answers=False)


def _no_codings(_: Material) -> Iterator[Fact]:
    yield Fact("The store holds no codings.", answers=False)


def _quotations(material: Material) -> Iterator[Fact]:
    quotations = material.study.quotations
    if not quotations:
        return
    named = sum(bool(quote.participant) for _, quote in quotations)
    whose = "each" if named == len(quotations) else str(named) if named else "none"
    yield Fact(
        f"{counted(len(quotations), 'quotation')}; "
        f"{whose} with a participant’s number or pseudonym.",
        answers=named == len(quotations),
    )


def _consistent(material: Material) -> Iterator[Fact]:
    places = [place for excerpt, place in material.found.items() if excerpt.kind == "quotation"]
    true = sum(place is not None and place.grade in (Grade.EXACT, Grade.EDITED) for place in places)
    supported = sum(bool(theme.quotations) for theme in material.study.themes)
    if places:
        yield Fact(
            f"{true} of {counted(len(places), 'quotation')} found word for word in the source; "
            f"{supported} of {counted(len(material.study.themes), 'theme')} with a quotation.",
            answers=true == len(places) and supported == len(material.study.themes),
        )


def _major_themes(material: Material) -> Iterator[Fact]:
    titles = "; ".join(theme.title for theme in material.study.themes)
    yield Fact(f"{counted(len(material.study.themes), 'theme')}: {titles}.")


def _minor_themes(_: Material) -> Iterator[Fact]:
    yield Fact("The store ranks no theme below another.", answers=False)


def _title(material: Material) -> Iterator[Fact]:
    yield Fact(f"{material.study.study.title}.")


def _abstract(material: Material) -> Iterator[Fact]:
    for document in material.documents:
        if document.metadata.get("abstract"):
            yield Fact(f"At the head of {document.stem}.")


def _units_of_study(material: Material) -> Iterator[Fact]:
    sources = material.study.sources
    withheld = sum(source.access is not Access.OPEN for source in sources)
    yield Fact(f"{counted(len(sources), 'source')}, {withheld} of them not public.", answers=False)


def _interests(material: Material) -> Iterator[Fact]:
    declaration = material.study.study.declaration
    if declaration is not None:
        yield Fact(f"“{declaration.text}”")


#: Which items the store has something to say to; a new one is a function and a row.
FACTS: dict[tuple[str, str], Callable[[Material], Iterator[Fact]]] = {
    ("coreq", "12"): _sample_size,
    ("coreq", "16"): _sample,
    ("coreq", "20"): _field_notes,
    ("coreq", "24"): _no_codings,
    ("coreq", "25"): _no_codings,
    ("coreq", "27"): _software,
    ("coreq", "29"): _quotations,
    ("coreq", "30"): _consistent,
    ("coreq", "31"): _major_themes,
    ("coreq", "32"): _minor_themes,
    ("srqr", "S1"): _title,
    ("srqr", "S2"): _abstract,
    ("srqr", "S12"): _units_of_study,
    ("srqr", "S17"): _quotations,
    ("srqr", "S20"): _interests,
}


def facts(guideline: str, item: str, material: Material) -> tuple[Fact, ...]:
    """What the store says to an item; nothing for most."""
    say = FACTS.get((guideline, item))
    return () if say is None else tuple(say(material))
