"""Does each quotation stand in words of the participant it is attributed to?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from themeloom.checking.findings import Finding
from themeloom.checking.material.labels import comparable
from themeloom.checking.material.spoken import Said, spoken, turns_of
from themeloom.model import Access

if TYPE_CHECKING:
    from collections.abc import Iterator

    from themeloom.checking.context import Context
    from themeloom.checking.material.spoken import Spoken
    from themeloom.model import Source


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
    return Finding(
        context.located.file,
        context.located.line(one.excerpt.path),
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
    return Finding(
        context.located.file,
        context.located.line(one.excerpt.path),
        "speaker-unclear",
        f"the quotation “{quote.id}” is attributed to “{quote.participant}”, and in "
        f"{source.file}, line {one.line}, it is not clear who speaks: not checked",
        f"settle whose label stands there: speakers: under the source “{quote.source}” "
        "in study.yml",
    )
