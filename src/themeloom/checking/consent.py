"""Does any quotation go beyond what its participant consented to?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from themeloom.checking.findings import Finding
from themeloom.coding.voices import Voices
from themeloom.core.text import counted
from themeloom.documents.places import Place
from themeloom.study.interpretation import Quotation

if TYPE_CHECKING:
    from collections.abc import Iterator

    from themeloom.checking.context import Context
    from themeloom.study.model import Participant


def check_consent(context: Context) -> Iterator[Finding]:
    """Yield quotations and codings beyond the consent of whose words they are."""
    refusing = context.refusing
    if not refusing:
        return
    for path, quote in context.study.each(Quotation):
        one = _whose(context, quote)
        if one and one.id in refusing:
            yield context.finding(path, "consent-exceeded", participant=one.id)
    yield from _coded(context, refusing)


def _coded(context: Context, refusing: frozenset[str]) -> Iterator[Finding]:
    """Yield files of codings that go with the study and repeat words of whoever refused."""
    voices = Voices(context.study, context.corpus)
    for codings in context.coded.each() if refusing else ():
        if not context.coded.keeps_words(codings.source):
            continue
        found: dict[str, list[int]] = {}
        for coding in codings:
            passage = voices.of(codings.source, coding)
            for name in refusing.intersection(passage.participants if passage else ()):
                found.setdefault(name, []).append(coding.line)
        for name, lines in sorted(found.items()):
            many, place = counted(len(lines), "coding"), Place(codings.file, lines[0])
            words = {"participant": name, "many": many, "source": codings.source}
            yield Finding.at(place, "consent-coded", **words)


def _whose(context: Context, quote: Quotation) -> Participant | None:
    """Whose words a quotation is, as it says or else as the turns of its source tell."""
    if quote.participant:
        return context.participant(quote.participant)
    for excerpt, place in context.found.items():
        if excerpt.kind == "quotation" and excerpt.id == quote.id and place and place.grade.holds:
            for turn in context.transcript(quote.source).turns:
                if turn.speaker and turn.start <= place.start < turn.end:
                    return context.speaking(turn.speaker)
    return None
