"""Does each quotation stand in its participant's words, under one name?"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from themeloom.checking.findings import Finding
from themeloom.checking.personal import Looks, is_alias, looks
from themeloom.checking.spoken import Said, Spoken
from themeloom.core.errors import did_you_mean
from themeloom.core.nested import grouped
from themeloom.core.text import counted, some_of
from themeloom.documents.places import Place
from themeloom.study.interpretation import Quotation
from themeloom.study.labels import comparable
from themeloom.study.model import Access
from themeloom.study.noun import slug

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from themeloom.checking.context import Context
    from themeloom.study.model import Participant, Source

_WORD = re.compile(r"[\w-]+")


def check_pseudonyms(context: Context) -> Iterator[Finding]:
    """Yield shared pseudonyms, and quotations under a name that is not their participant's."""
    if not context.study.participants:
        return
    yield from _shared(context)
    yield from _named(context)
    by_word = defaultdict[str, list["Participant"]](list)
    for person in context.study.participants:
        for word in {word for name in _names(person) for word in _WORD.findall(name)}:
            by_word[word].append(person)
    for where, quote in context.study.each(Quotation):
        path, one = (*where, "participant"), context.participant(quote.participant)
        if quote.participant and one is None:
            known = [other.id for other in context.study.participants]
            hint = did_you_mean(quote.participant, known)
            yield context.finding(path, "participant-unknown", quote=quote.id, hint=hint)
        elif one is not None and _is_another(by_word, one, context.study.attribution(quote)):
            words = {"participant": one.id, "name": one.pseudonym or one.turn}
            yield context.finding(path, "pseudonym-inconsistent", quote=quote.id, **words)


def _names(one: Participant) -> set[str]:
    return {name.casefold() for name in (one.pseudonym, one.turn) if name}


def _shared(context: Context) -> Iterator[Finding]:
    seen: dict[str, str] = {}
    for position, one in enumerate(context.study.participants):
        for name in sorted(_names(one)):
            if name in seen:
                words = {"first": seen[name], "second": one.id}
                yield context.finding(("participants", position), "pseudonym-shared", **words)
            seen.setdefault(name, one.id)


def _named(context: Context) -> Iterator[Finding]:
    """Yield participants who are called as people are, where nobody says that it is no name."""
    public = {form for one in context.public for form in (one, slug(one))}
    for position, one in enumerate(context.study.participants):
        said = {"pseudonym": one.pseudonym, "label": one.label}
        said |= {"id": one.id.replace("-", " ").title()}
        for key, name in said.items():
            named = looks(name) is Looks.NAME and not is_alias(name)
            if named and not {name.casefold(), slug(name)} & public:
                path = ("participants", position, key)
                yield context.finding(path, "participant-named", key=key, length=len(name))


def _is_another(
    by_word: Mapping[str, Sequence[Participant]], one: Participant, attribution: str
) -> bool:
    """Whether an attribution calls somebody else, and not this participant.

    Args:
        by_word: the participants that a word calls, be it one of several.
        one: whose words the quotation is.
        attribution: what stands behind it.
    """
    words = set(_WORD.findall(attribution.casefold()))

    def called(other: Participant) -> bool:
        return any(set(_WORD.findall(name)) <= words for name in _names(other))

    near = {other.id: other for word in words for other in by_word.get(word, ())}
    return not called(one) and any(called(other) for name, other in near.items() if name != one.id)


def check_speakers(context: Context) -> Iterator[Finding]:
    """Yield quotations that are somebody else's, and whatever keeps that from being told."""
    said = defaultdict[str, list[Spoken]](list)
    for one in context.spoken:
        said[one.quote.source].append(one)
    for position, source in enumerate(context.study.sources):
        here = said[source.id]
        unread = [one for one in here if one.said is Said.UNREAD]
        if unread:
            line = context.located.line
            yield context.finding(
                ("sources", position, "file"),
                "speaker-unrecognised",
                file=context.corpus.texts[source.id].file,
                quotes=", ".join(f"“{u.quote.id}” (line {line(u.excerpt.path)})" for u in unread),
            )
        elif here:
            yield from _unclear_labels(context, source)
    for one in context.spoken:
        if one.said is Said.OTHERS:
            yield _of_somebody_else(context, one)
        elif one.said is Said.UNCLEAR:
            yield _of_nobody_clear(context, one)
        elif one.said is Said.ASKED:
            file = context.corpus.texts[one.quote.source].file
            words = {"quote": one.quote.id, "file": file, "line": one.line}
            yield context.finding(one.excerpt.path, "speaker-asks", **words)


#: How many labels of a source are told one by one.
_MANY = 100


def _unclear_labels(context: Context, source: Source) -> Iterator[Finding]:
    """Each label once, at its first line."""
    text = context.corpus.texts[source.id]
    unknown = (one for one in context.transcript(source.id).turns if one.unknown)
    unclear = grouped((comparable(one.label), one) for one in unknown)
    rest = len(unclear) - _MANY
    for number, turns in enumerate(list(unclear.values())[:_MANY], 1):
        line, *others = (text.line_of(turn.start) for turn in turns)
        label, is_open = turns[0].label, source.access is Access.OPEN
        again = f" (line {some_of([*map(str, others)])} as well)" if others else ""
        if number == _MANY and rest > 0:
            again += f" (as {counted(rest, 'other label')} below it)"
        yield Finding.at(
            Place(text.file, line),
            "speaker-label-unclear",
            label=f"“{label}”" if is_open else "something",
            again=again,
            source=source.id,
            name=f'"{label}"' if is_open else "LABEL",
        )


def _of_somebody_else(context: Context, one: Spoken) -> Finding:
    quote, source = one.quote, context.corpus.texts[one.quote.source]
    who = f"nobody of that name speaks in {source.file}"
    hint = "attribute it to whoever speaks there, or quote another passage"
    if one.speaks:
        who = f"somebody else speaks in {source.file}, line {one.line}"
    else:
        hint += "; or say under the source whose label stands there: speakers:"
    words = {"quote": quote.id, "participant": quote.participant, "who": who, "hint": hint}
    return context.finding(one.excerpt.path, "verbatim-speaker", **words)


def _of_nobody_clear(context: Context, one: Spoken) -> Finding:
    quote = one.quote
    return context.finding(
        one.excerpt.path,
        "speaker-unclear",
        quote=quote.id,
        participant=quote.participant,
        file=context.corpus.texts[quote.source].file,
        line=one.line,
        source=quote.source,
    )
