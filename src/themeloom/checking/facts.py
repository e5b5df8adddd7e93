"""What a report says besides findings: what was looked at, and what cannot be told here."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from themeloom.checking.material.spoken import Said, spoken
from themeloom.model import Access
from themeloom.quoting import Grade

if TYPE_CHECKING:
    from collections.abc import Iterator

    from themeloom.checking.context import Context


def facts(context: Context) -> Iterator[str]:
    """Sentences on the evidence, for whoever must judge what the checks could see."""
    yield from _verified(context)
    yield from _spread(context)
    yield from _speakers(context)
    yield from _participants(context)
    yield from _sources(context)
    yield from _names(context)


def _verified(context: Context) -> Iterator[str]:
    places = [place for place in context.found.values() if place is not None]
    exact = sum(place.grade is Grade.EXACT for place in places)
    edited = sum(place.grade is Grade.EDITED for place in places)
    if context.found:
        yield (
            f"{exact + edited} of {_many(len(context.found), 'passage')} of the store verified "
            f"in their sources: {exact} word for word, {edited} edited by the rules of quoting."
        )


def _spread(context: Context) -> Iterator[str]:
    """How the quotations spread over sources and participants."""
    quotes = [quote for _, quote in context.study.quotations]
    if not quotes:
        return
    sources = Counter(quote.source for quote in quotes)
    many = f"{_many(len(quotes), 'quotation')} from {_many(len(sources), 'source')}"
    yield f"{many}: {_listed(sources)}."
    speakers = Counter(quote.participant for quote in quotes if quote.participant)
    if speakers:
        yield f"{_many(len(speakers), 'participant')} quoted: {_listed(speakers)}."
    unknown = len(quotes) - sum(speakers.values())
    if unknown:
        yield (
            f"{_many(unknown, 'quotation')} without a participant: "
            "whether one voice carries a theme cannot be told."
        )


def _speakers(context: Context) -> Iterator[str]:
    """How many quotations were checked for who says them, and why others were not."""
    naming = sum(bool(quote.participant) for _, quote in context.study.quotations)
    said = [one.said for one in spoken(context)]
    if naming:
        checked = said.count(Said.OWN) + said.count(Said.OTHERS)
        unsure = (Said.UNREAD, Said.UNCLEAR)
        reasons = [f"{said.count(one)} {one}" for one in unsure if one in said]
        rest = naming - len(said)
        reasons += [f"{rest} not found in a source, or of nobody in the store"] if rest else []
        yield (
            f"Who speaks in the source was checked for {checked} of "
            f"{_many(naming, 'quotation')} with a participant"
            f"{'; not checked: ' if reasons else ''}{', '.join(reasons)}."
        )


def _participants(context: Context) -> Iterator[str]:
    if not context.study.participants:
        yield (
            "No participants are described in study.yml: there are no counts of them to hide, "
            "and whether attributions single anybody out cannot be told."
        )


def _sources(context: Context) -> Iterator[str]:
    closed = Counter(
        str(source.access)
        for source in context.study.sources
        if source.id not in context.corpus.texts and source.access is not Access.OPEN
    )
    if closed:
        absent = " and ".join(f"{count} {access}" for access, count in sorted(closed.items()))
        sources = _many(len(context.study.sources), "source")
        yield (
            f"Not read, because not at hand: {absent} of {sources}; "
            "nothing is said here of what is in them."
        )


def _names(context: Context) -> Iterator[str]:
    if not context.names and not context.names.missing:
        yield "No list of real names is set: names were not looked for."


def _many(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _listed(counts: Counter[str]) -> str:
    return ", ".join(f"{name} {count}" for name, count in sorted(counts.items()))
