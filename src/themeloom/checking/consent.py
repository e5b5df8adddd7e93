"""Does any quotation go beyond what its participant consented to?"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from themeloom.checking.spoken import turns_of
from themeloom.study.interpretation import Quotation
from themeloom.study.labels import comparable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from themeloom.checking.context import Context
    from themeloom.checking.findings import Finding
    from themeloom.study.model import Participant


def check_consent(context: Context) -> Iterator[Finding]:
    """Yield quotations beyond the consent of whose words they are; of consent nothing is told."""
    today = datetime.now(UTC).date()
    for path, quote in context.study.each(Quotation) if context.consents else ():
        one = _whose(context, quote)
        consent = context.consents.get(one.id) if one else None
        if one and consent and not consent.covers(today):
            yield context.finding(path, "consent-exceeded", participant=one.id)


def _whose(context: Context, quote: Quotation) -> Participant | None:
    """Whose words a quotation is, as it says or else as the turns of its source tell."""
    if quote.participant:
        return context.participant(quote.participant)
    for excerpt, place in context.found.items():
        if excerpt.kind == "quotation" and excerpt.id == quote.id and place and place.grade.holds:
            for turn in turns_of(context, quote.source):
                if turn.speaker and turn.start <= place.start < turn.end:
                    return _called(context, turn.speaker)
    return None


def _called(context: Context, speaker: str) -> Participant | None:
    for one in context.study.participants:
        if speaker in map(comparable, context.labels(one.id)):
            return one
    return None
