"""What the store itself can say to an item of a guideline: true by construction."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

import msgspec

from themeloom import __version__
from themeloom.core.text import counted
from themeloom.study.model import Access
from themeloom.study.noun import words_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from themeloom.session import Session
    from themeloom.study.noun import Passage


class Fact(msgspec.Struct, frozen=True):
    """A sentence from the store.

    Args:
        text: the sentence.
        answers: whether it answers the item; else it only tells what the store holds.
    """

    text: str
    answers: bool = True


def _sample_size(session: Session) -> Iterator[Fact]:
    if session.study.participants:
        yield Fact(f"{counted(len(session.study.participants), 'participant')}.")
    for source in session.study.sources:
        if source.units is not None:
            yield Fact(f"{source.title}: {source.units}.")


def _sample(session: Session) -> Iterator[Fact]:
    names = sorted({name for one in session.study.participants for name in one.attributes})
    if names:
        yield Fact(f"Recorded of participants: {', '.join(names)}.")


def _field_notes(session: Session) -> Iterator[Fact]:
    for source in session.study.sources:
        if "notes" in source.kind.casefold().split():
            yield Fact(f"{source.title} are among the sources ({source.access}).")


def _software(_: Session) -> Iterator[Fact]:
    text = f"The store of this compendium is kept and checked with Themeloom {__version__}."
    yield Fact(text, answers=False)


def _no_codings(_: Session) -> Iterator[Fact]:
    yield Fact("The store holds no codings.", answers=False)


def _quotations(session: Session) -> Iterator[Fact]:
    quotations = session.study.quotations
    if not quotations:
        return
    named = sum(bool(quote.participant) for _, quote in quotations)
    whose = "each" if named == len(quotations) else str(named) if named else "none"
    yield Fact(
        f"{counted(len(quotations), 'quotation')}; "
        f"{whose} with a participant’s number or pseudonym.",
        answers=named == len(quotations),
    )


def _consent(session: Session) -> Iterator[Fact]:
    people = session.study.participants
    recorded = sum(one.id in session.consents for one in people)
    if people and recorded == len(people):
        yield Fact("What each participant consented to is recorded.", answers=False)
    elif people and recorded:
        missing = counted(len(people) - recorded, "participant")
        yield Fact(f"Consent was not recorded for {missing}.", answers=False)
    elif people or session.study.quotations:
        yield Fact("Consent was not recorded.", answers=False)


def _consistent(session: Session) -> Iterator[Fact]:
    places = [place for excerpt, place in session.found.items() if excerpt.kind == "quotation"]
    true = sum(place is not None and place.grade.holds for place in places)
    supported = sum(bool(theme.evidence) for theme in session.study.themes)
    if places:
        yield Fact(
            f"{true} of {counted(len(places), 'quotation')} found word for word in the source; "
            f"{supported} of {counted(len(session.study.themes), 'theme')} with a quotation.",
            answers=true == len(places) and supported == len(session.study.themes),
        )


def _major_themes(session: Session) -> Iterator[Fact]:
    titles = "; ".join(theme.title for theme in session.study.themes)
    yield Fact(f"{counted(len(session.study.themes), 'theme')}: {titles}.")


def _minor_themes(session: Session) -> Iterator[Fact]:
    study = session.study
    titles = [sub.title for theme in study.themes for sub in theme.subthemes]
    against = sum(quote.counter_example for _, quote in study.quotations)
    if titles:
        yield Fact(f"{counted(len(titles), 'subtheme')}: {'; '.join(titles)}.")
    if against:
        yield Fact(f"{counted(against, 'quotation')} marked as a counter-example.")
    if not titles and not against:
        yield Fact("The store ranks no theme below another.", answers=False)


def _title(session: Session) -> Iterator[Fact]:
    yield Fact(f"{session.study.study.title}.")


def _abstract(session: Session) -> Iterator[Fact]:
    for document in session.documents:
        if document.metadata.get("abstract"):
            yield Fact(f"At the head of {document.stem}.")


def _units_of_study(session: Session) -> Iterator[Fact]:
    sources = session.study.sources
    withheld = sum(source.access is not Access.OPEN for source in sources)
    yield Fact(f"{counted(len(sources), 'source')}, {withheld} of them not public.", answers=False)


def _stated(statement: str | Passage | None) -> Iterator[Fact]:
    """What the store has in the authors' words or in a source's."""
    if statement is not None:
        yield Fact(f"“{words_of(statement)}”")


def _setting(session: Session) -> Iterator[Fact]:
    return _stated(session.study.study.setting)


def _ethics(session: Session) -> Iterator[Fact]:
    yield from _stated(session.study.study.ethics)
    yield from _consent(session)


def _funding(session: Session) -> Iterator[Fact]:
    about = session.study.study
    yield from _stated(about.funding)
    if about.funders and about.funding is None:
        yield Fact("; ".join(one.name for one in about.funders) + ".")


def _analysts(session: Session) -> Iterator[Fact]:
    for one in session.study.study.analysis:
        yield Fact(f"{one.who}: {one.did}{f' ({one.known})' if one.known else ''}.")


#: Which items the store has something to say to; a new one is a function and a row.
FACTS: dict[tuple[str, str], Callable[[Session], Iterator[Fact]]] = {
    ("coreq", "12"): _sample_size,
    ("coreq", "14"): _setting,
    ("coreq", "16"): _sample,
    ("coreq", "20"): _field_notes,
    ("coreq", "24"): _no_codings,
    ("coreq", "25"): _no_codings,
    ("coreq", "27"): _software,
    ("coreq", "29"): lambda session: chain(_quotations(session), _consent(session)),
    ("coreq", "30"): _consistent,
    ("coreq", "31"): _major_themes,
    ("coreq", "32"): _minor_themes,
    ("srqr", "S1"): _title,
    ("srqr", "S2"): _abstract,
    ("srqr", "S6"): _analysts,
    ("srqr", "S7"): _setting,
    ("srqr", "S9"): _ethics,
    ("srqr", "S12"): _units_of_study,
    ("srqr", "S17"): _quotations,
    ("srqr", "S20"): lambda session: _stated(session.study.study.declaration),
    ("srqr", "S21"): _funding,
}


def facts(guideline: str, item: str, session: Session) -> tuple[Fact, ...]:
    """What the store says to an item; nothing for most."""
    say = FACTS.get((guideline, item))
    return () if say is None else tuple(say(session))
