"""Whose words each quotation is, as far as the turns of its source tell."""

from __future__ import annotations

import re
from bisect import bisect_right
from enum import StrEnum
from itertools import groupby
from typing import TYPE_CHECKING, cast

import msgspec

from themeloom.study.labels import comparable, resembles
from themeloom.study.sources import ASKS, CONVERSATIONS
from themeloom.study.unlabelled import THE_OTHER

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

    from themeloom.checking.context import Context
    from themeloom.study.excerpts import Excerpt
    from themeloom.study.interpretation import Quotation
    from themeloom.study.quoting import Found
    from themeloom.study.sources import Turn
    from themeloom.study.transcripts import Transcript


class Said(StrEnum):
    """By whom the words of a quotation are said."""

    OWN = "by its participant"
    OTHERS = "by somebody else"
    UNCLEAR = "in turns of which it is not clear whose they are"
    ASKED = "by whoever asks, and is nobody's by the store"
    UNREAD = "in sources without recognised turns"


class Spoken(msgspec.Struct, frozen=True):
    """A quotation of what somebody said, and what the turns of its source tell.

    Args:
        quote: the quotation.
        excerpt: the same as it is looked up.
        said: by whom.
        line: the line of the source at which the words stand, or those that are unclear.
        speaks: whether turns of its participant are in that source at all.
    """

    quote: Quotation
    excerpt: Excerpt
    said: Said
    line: int
    speaks: bool = False


def spoken(context: Context) -> Iterator[Spoken]:
    """Every quotation of a participant that stands in its source, and whose words it is.

    One that names nobody is told too where it stands in a conversation without recognised turns,
    or where whoever asks says it.
    """
    places = {
        excerpt.id: (excerpt, place)
        for excerpt, place in context.found.items()
        if excerpt.kind == "quotation" and place is not None
    }
    voices: dict[tuple[str, str], _Voice] = {}
    for _, quote in context.study.quotations:
        one = context.participant(quote.participant)
        known = one or not (quote.participant and context.study.participants)
        if quote.id not in places or not known:
            continue
        excerpt, place = places[quote.id]
        if place.grade.holds and not quote.participant:
            yield from _by_nobody_named(context, quote, excerpt, place)
        elif place.grade.holds:
            whose = quote.source, quote.participant
            if whose not in voices:
                voices[whose] = _Voice(context, quote)
            yield voices[whose].judged(quote, excerpt, place)


def _by_nobody_named(
    context: Context, quote: Quotation, excerpt: Excerpt, place: Found
) -> Iterator[Spoken]:
    said = set(re.findall(r"[^\W\d_]+", context.study.source(quote.source).kind.casefold()))
    transcript = context.transcript(quote.source)
    asked, turns = _within(context, transcript, ASKS), transcript.turns
    if said & CONVERSATIONS and all(asked(*part) for part in place.parts if turns):
        line = context.corpus.texts[quote.source].line_of(place.start)
        yield Spoken(quote, excerpt, Said.ASKED if turns else Said.UNREAD, line)


def may_have_said(context: Context, who: str, transcript: Transcript, words: str) -> bool:
    """Whether words of a transcript stand in turns of somebody, or where nobody knows whose."""
    if context.participant(who) is None or not transcript.turns:
        return True
    names = {comparable(name) for name in context.labels(who)} | {"", THE_OTHER}
    within = _within(context, transcript, names)
    place = transcript.held(words)
    return place is not None and (
        all(within(*part) for part in place.parts)
        or transcript.find(words, within, nearest=False).grade.holds
    )


class _Voice:
    """A participant in a source: which turns are theirs, and of which it is not clear.

    Args:
        context: the study.
        quote: any quotation of this participant from this source.
    """

    def __init__(self, context: Context, quote: Quotation) -> None:
        self._source = context.corpus.texts[quote.source]
        self._transcript = context.transcript(quote.source)
        names = {comparable(name) for name in context.labels(quote.participant)}
        turns = self._transcript.turns
        if any(turn.speaker == THE_OTHER for turn in turns) and _is_alone(context, quote):
            names.add(THE_OTHER)
        self._known: bool | None = None
        self._speaks = any(turn.speaker in names for turn in turns)
        unclear = {"", THE_OTHER} - names
        if not self._speaks:
            # Somebody of whom the study knows nothing may be this participant.
            unclear |= {turn.speaker for turn in turns if self._may_be(context, quote, turn)}
        self._own = _within(context, self._transcript, names)
        self._perhaps = _within(context, self._transcript, names | unclear)
        self._unclear = [turn for turn in turns if turn.speaker in unclear]

    def _may_be(self, context: Context, quote: Quotation, turn: Turn) -> bool:
        """Whether a label that nobody has may be this participant's, who has no turn here.

        Where others who take part are called as the study says, so would they be.
        """
        return turn.unknown and (
            not self._others(context, quote)
            or any(resembles(turn.label, name) for name in context.labels(quote.participant))
        )

    def _others(self, context: Context, quote: Quotation) -> bool:
        """Whether turns of other participants are here under what the study calls them."""
        if self._known is None:
            speakers = {turn.speaker for turn in self._transcript.turns if not turn.unknown}
            own = context.participant(quote.participant)
            self._known = any(
                comparable(name) in speakers
                for one in context.study.participants
                if one is not own
                for name in context.labels(one.id)
            )
        return self._known

    def judged(self, quote: Quotation, excerpt: Excerpt, place: Found) -> Spoken:
        """Whose words a quotation of theirs is."""
        said, offset = Said.OTHERS, place.start
        if not self._transcript.turns:
            said = Said.UNREAD
        elif self._found(quote, place, self._own):
            said = Said.OWN
        elif perhaps := self._found(quote, place, self._perhaps):
            said, offset = Said.UNCLEAR, _first(self._unclear, perhaps.parts)
        return Spoken(quote, excerpt, said, self._source.line_of(offset), self._speaks)

    def _found(
        self, quote: Quotation, place: Found, within: Callable[[int, int], bool]
    ) -> Found | None:
        """Where the words stand within; they may be said twice, first by somebody else."""
        if all(within(*part) for part in place.parts):
            return place
        again = self._transcript.find(quote.text, within, nearest=False)
        return again if again.grade.holds else None


def _is_alone(context: Context, quote: Quotation) -> bool:
    """Whether all that is quoted from a source is one participant's."""
    quoted = {
        other.participant
        for _, other in context.study.quotations
        if other.source == quote.source and other.participant
    }
    found = [(context.participant(name), name) for name in quoted]
    return len({one.id if one else name for one, name in found}) == 1


def _within(
    context: Context, transcript: Transcript, whose: Collection[str]
) -> Callable[[int, int], bool]:
    """Whether a span lies in turns of some speakers, of which one may go on in the next."""
    memo, asked = context.memo, ("within", transcript, frozenset(whose))
    if asked not in memo:
        memo[asked] = _in_runs(transcript.turns, whose)
    return cast("Callable[[int, int], bool]", memo[asked])


def _in_runs(turns: Iterable[Turn], whose: Collection[str]) -> Callable[[int, int], bool]:
    runs = [list(run) for own, run in groupby(turns, lambda turn: turn.speaker in whose) if own]
    joined = [(run[0].start, run[-1].end) for run in runs]
    starts = [start for start, _ in joined]

    def within(start: int, end: int) -> bool:
        at = bisect_right(starts, start) - 1
        return at >= 0 and end <= joined[at][1]

    return within


def _first(turns: Iterable[Turn], parts: Sequence[tuple[int, int]]) -> int:
    """Where the first of the turns begins that has any of the words."""
    return next(
        turn.start
        for turn in turns
        if any(start < turn.end and turn.start < end for start, end in parts)
    )
