"""Does each quotation stand in words of the participant it is attributed to?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from themeloom.checking.findings import Finding
from themeloom.checking.material.turns import comparable, read_turns
from themeloom.quoting import Grade, find

if TYPE_CHECKING:
    from collections.abc import Iterator

    from themeloom.checking.context import Context
    from themeloom.checking.material.turns import Turn
    from themeloom.deriving.excerpts import Excerpt
    from themeloom.model import Quotation, Study
    from themeloom.quoting import Found


def check_speakers(context: Context) -> Iterator[Finding]:
    """Yield quotations whose words are another speaker's, where transcripts have turns."""
    places = {
        excerpt.id: (excerpt, place)
        for excerpt, place in context.found.items()
        if excerpt.kind == "quotation" and place is not None
    }
    turns: dict[str, list[Turn]] = {}
    for _, quote in context.study.quotations:
        known_there = not context.study.participants or context.participant(quote.participant)
        if not quote.participant or quote.id not in places or not known_there:
            continue
        excerpt, place = places[quote.id]
        if quote.source not in turns:
            known = [*_all_labels(context.study), quote.participant]
            turns[quote.source] = read_turns(context.corpus.texts[quote.source].text, known)
        if turns[quote.source] and place.grade in {Grade.EXACT, Grade.EDITED}:
            yield from _in_turns(context, quote, excerpt, place, turns[quote.source])


def _in_turns(
    context: Context, quote: Quotation, excerpt: Excerpt, place: Found, turns: list[Turn]
) -> Iterator[Finding]:
    labels = {comparable(label) for label in _labels(context.study, quote.participant)}
    own = [turn for turn in turns if turn.speaker in labels]

    def within(start: int, end: int) -> bool:
        return any(turn.start <= start and end <= turn.end for turn in own)

    if all(within(*part) for part in place.parts):
        return
    source = context.corpus.texts[quote.source]
    # The same words may be said twice, first by somebody else.
    again = find(quote.text, source.text, context.normalised(quote.source), within, nearest=False)
    if again.grade is not Grade.ABSENT:
        return
    line = source.line_of(place.start)
    yield Finding(
        context.located.file,
        context.located.line(excerpt.path),
        "verbatim-speaker",
        f"the quotation “{quote.id}” is attributed to “{quote.participant}”, and "
        + (
            f"somebody else speaks in {source.file}, line {line}"
            if own
            else f"nobody of that name speaks in {source.file}"
        ),
        "attribute it to whoever speaks there, or quote another passage",
    )


def _labels(study: Study, participant: str) -> set[str]:
    """Everything by which a transcript may call a participant."""
    for one in study.participants:
        if participant in (one.id, one.label, one.turn, one.pseudonym):
            return {one.id, one.turn, one.pseudonym or one.id}
    return {participant}


def _all_labels(study: Study) -> Iterator[str]:
    for one in study.participants:
        yield from _labels(study, one.id)
