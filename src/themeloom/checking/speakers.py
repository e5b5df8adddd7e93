"""Does each quotation stand in its participant's words, under one name?"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from themeloom.checking.findings import Finding
from themeloom.checking.spoken import Said, spoken, turns_of
from themeloom.core.errors import did_you_mean
from themeloom.study.labels import comparable
from themeloom.study.model import Access

if TYPE_CHECKING:
    from collections.abc import Iterator

    from themeloom.checking.context import Context
    from themeloom.checking.spoken import Spoken
    from themeloom.study.model import Participant, Source


def check_pseudonyms(context: Context) -> Iterator[Finding]:
    """Yield shared pseudonyms, and quotations under a name that is not their participant's."""
    if not context.study.participants:
        return
    yield from _shared(context)
    for n, theme in enumerate(context.study.themes):
        for m, quote in enumerate(theme.quotations):
            if not quote.participant:
                continue
            line = context.located.line(("themes", n, "quotations", m, "participant"))
            one = context.participant(quote.participant)
            if one is None:
                known = [other.id for other in context.study.participants]
                yield Finding(
                    context.located.file,
                    line,
                    "participant-unknown",
                    f"the quotation “{quote.id}” is of a participant who is not in the store",
                    did_you_mean(quote.participant, known),
                )
            elif _is_another(context, one, quote.attribution):
                yield Finding(
                    context.located.file,
                    line,
                    "pseudonym-inconsistent",
                    f"the quotation “{quote.id}” is of “{one.id}”, and its attribution "
                    "calls another participant",
                    f"write {one.pseudonym or one.turn} in the attribution",
                )


def _names(one: Participant) -> set[str]:
    return {name.casefold() for name in (one.pseudonym, one.turn) if name}


def _shared(context: Context) -> Iterator[Finding]:
    seen: dict[str, str] = {}
    for position, one in enumerate(context.study.participants):
        for name in sorted(_names(one)):
            if name in seen:
                yield context.finding(
                    ("participants", position),
                    "pseudonym-shared",
                    f"the participants “{seen[name]}” and “{one.id}” are called the same",
                    "give each a pseudonym and a label of its own",
                )
            seen.setdefault(name, one.id)


def _is_another(context: Context, one: Participant, attribution: str) -> bool:
    """Whether an attribution calls somebody else, and not this participant."""
    words = set(re.findall(r"[\w-]+", attribution.casefold()))

    def called(other: Participant) -> bool:
        return any(set(re.findall(r"[\w-]+", name)) <= words for name in _names(other))

    others = [other for other in context.study.participants if other.id != one.id]
    return not called(one) and any(called(other) for other in others)


def check_speakers(context: Context) -> Iterator[Finding]:
    """Yield quotations that are somebody else's, and whatever keeps that from being told."""
    said = list(spoken(context))
    for position, source in enumerate(context.study.sources):
        here = [one for one in said if one.quote.source == source.id]
        unread = [one for one in here if one.said is Said.UNREAD]
        if unread:
            yield _unread(context, position, source, unread)
        elif here:
            yield from _unclear_labels(context, source)
    for one in said:
        if one.said is Said.OTHERS:
            yield _of_somebody_else(context, one)
        elif one.said is Said.UNCLEAR:
            yield _of_nobody_clear(context, one)


def _unread(context: Context, position: int, source: Source, said: list[Spoken]) -> Finding:
    located, file = context.located, context.corpus.texts[source.id].file
    quotes = ", ".join(f"“{one.quote.id}” (line {located.line(one.excerpt.path)})" for one in said)
    return Finding(
        located.file,
        located.line(("sources", position, "file")),
        "speaker-unrecognised",
        f"no turns are recognised in {file}: it was not checked who says {quotes}",
        "say whose labels they are, under this source, for instance: "
        "speakers: {P01: p01, INT: interviewer}; if nobody speaks in turns there, "
        "lower speaker-unrecognised under settings: checks: with that as its reason",
    )


def _unclear_labels(context: Context, source: Source) -> Iterator[Finding]:
    """Each label once, at its first line."""
    text = context.corpus.texts[source.id]
    starts: dict[str, list[int]] = {}
    shown: dict[str, str] = {}
    for turn in turns_of(context, source.id):
        if turn.unknown:
            label = comparable(turn.label)
            shown.setdefault(label, turn.label)
            starts.setdefault(label, []).append(text.line_of(turn.start))
    for label, (first, *others) in starts.items():
        again = f" (line {', '.join(map(str, others))} as well)" if others else ""
        is_open = source.access is Access.OPEN
        begins = f"“{shown[label]}”" if is_open else "something"
        name = f'"{shown[label]}"' if is_open else "LABEL"
        yield Finding(
            text.file,
            first,
            "speaker-label-unclear",
            f"{begins} stands here like the label of a speaker{again}, "
            "and it is not clear whose the words behind it are",
            f"settle it in study.yml, under the source “{source.id}”: "
            f"speakers: {{{name}: …}} with the id of a participant, interviewer, "
            "or nobody if it is no label but speech",
        )


def _of_somebody_else(context: Context, one: Spoken) -> Finding:
    quote, source = one.quote, context.corpus.texts[one.quote.source]
    return context.finding(
        one.excerpt.path,
        "verbatim-speaker",
        f"the quotation “{quote.id}” is attributed to “{quote.participant}”, and "
        + (
            f"somebody else speaks in {source.file}, line {one.line}"
            if one.speaks
            else f"nobody of that name speaks in {source.file}"
        ),
        "attribute it to whoever speaks there, or quote another passage"
        + ("" if one.speaks else "; or say under the source whose label stands there: speakers:"),
    )


def _of_nobody_clear(context: Context, one: Spoken) -> Finding:
    quote, source = one.quote, context.corpus.texts[one.quote.source]
    return context.finding(
        one.excerpt.path,
        "speaker-unclear",
        f"the quotation “{quote.id}” is attributed to “{quote.participant}”, and in "
        f"{source.file}, line {one.line}, it is not clear who speaks: not checked",
        f"settle whose label stands there: speakers: under the source “{quote.source}” "
        "in study.yml",
    )
