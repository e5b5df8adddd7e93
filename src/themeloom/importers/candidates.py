"""Coded passages that could be quoted, and how evenly voices are heard."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from themeloom.checking.context import Context
from themeloom.coding.tally import codes_of
from themeloom.coding.voices import Voices
from themeloom.core.errors import ThemeloomError, did_you_mean, raise_all
from themeloom.core.nested import grouped

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from themeloom.coding.nouns import Coding
    from themeloom.coding.voices import Passage
    from themeloom.core.project import Project


@dataclass(frozen=True)
class Choice:
    """Which passages are asked for; what is empty narrows nothing.

    Args:
        code: those under this code or one below it.
        participant: those with words of this participant, by id, label or pseudonym.
        theme: those under the codes that this theme names.
        unused: only those of which nothing is quoted yet.
    """

    code: str = ""
    participant: str = ""
    theme: str = ""
    unused: bool = False


@dataclass(frozen=True)
class Candidate:
    """A coded passage; several codings of the very same words are one.

    Args:
        source: the id of its source.
        codings: the ids of its codings.
        codes: their codes, each once.
        coders: who coded so, each once.
        participants: whose words it has.
        place: file and line; where the source is not here, those of the first coding.
        words: its words; empty where they are not here.
        quoted: the quotations that have words of it.
    """

    source: str
    codings: tuple[str, ...]
    codes: tuple[str, ...]
    coders: tuple[str, ...]
    participants: tuple[str, ...]
    place: str
    words: str
    quoted: tuple[str, ...]


@dataclass(frozen=True)
class Voice:
    """How much is heard of somebody.

    Args:
        name: the participant's id; empty for words of which nobody knows whose they are.
        quotations: how many quotations the study has of them.
        here: how many of these stand under the theme that was asked for.
        candidates: how many passages could be quoted.
    """

    name: str
    quotations: int
    here: int
    candidates: int


@dataclass(frozen=True)
class Listed:
    """What can be quoted.

    Args:
        candidates: those of voices that are heard least come first, then by place.
        voices: everybody who could be quoted or is, those heard least first.
        refused: how many passages are left out, for whose words they are has not agreed.
    """

    candidates: tuple[Candidate, ...]
    voices: tuple[Voice, ...]
    refused: int


def list_candidates(project: Project, choice: Choice) -> Listed:
    """The coded passages that fit what is asked for, with the balance of voices.

    Raises:
        ThemeloomError: what is asked for and is not there, each with the nearest name.
    """
    context = Context.begin(project)
    choice = _known(context, choice)
    found = list(_passages(context, choice))
    refusing = context.refusing
    kept = [one for one in found if not refusing.intersection(one.participants)]
    kept = [one for one in kept if not (choice.unused and one.quoted)]
    voices = _voices(context, choice, kept)
    order = {one.name: at for at, one in enumerate(voices)}
    # Sorted by the first of its voices only: what stands in one order within a source stays so.
    kept.sort(
        key=lambda one: min(
            (order.get(name, len(order)) for name in one.participants), default=len(order)
        )
    )
    left_out = sum(bool(refusing.intersection(one.participants)) for one in found)
    return Listed(tuple(kept), voices, left_out)


def _known(context: Context, choice: Choice) -> Choice:
    """The same choice, the participant by id; whatever is not there is an error."""
    errors = []
    themes = {one.id: codes_of(one) for _, one in context.study.all_themes}
    codes = context.coded.codebook.by_id
    if not context.coded.sources:
        errors.append(
            ThemeloomError("nothing is coded in this study", "codings stand in coding/, by source")
        )
    for what, name, known in (("code", choice.code, codes), ("theme", choice.theme, themes)):
        if name and name not in known:
            errors.append(ThemeloomError(f"there is no {what} {name}", did_you_mean(name, known)))
    if choice.theme in themes and not themes[choice.theme]:
        errors.append(
            ThemeloomError(
                f"the theme {choice.theme} names no codes",
                "say which in study.yml, under the theme: codes: [first, second]",
            )
        )
    one = context.participant(choice.participant)
    if choice.participant and one is None:
        people = [one.id for one in context.study.participants]
        hint = did_you_mean(choice.participant, people)
        errors.append(ThemeloomError(f"there is no participant {choice.participant}", hint))
    raise_all(errors)
    return replace(choice, participant=one.id if one else "")


def _passages(context: Context, choice: Choice) -> Iterator[Candidate]:
    """Every passage under the codes and of the participant asked for, in the order of sources."""
    voices = Voices(context.study, context.corpus)
    below = context.coded.codebook.below
    wanted = below(choice.code) if choice.code else None
    for _, theme in context.study.all_themes:
        if theme.id == choice.theme:
            made_of = frozenset[str]().union(*map(below, codes_of(theme)))
            wanted = made_of if wanted is None else wanted & made_of
    uses = _Uses(context)
    for codings in context.coded.each():
        places: dict[tuple[int, int], list[tuple[Coding, Passage | None]]] = {}
        for coding in codings:
            if wanted is None or coding.code in wanted:
                passage = voices.of(codings.source, coding)
                span = (passage.start, passage.end) if passage else (coding.start, coding.end)
                places.setdefault(span, []).append((coding, passage))
        for span in sorted(places):
            one = _candidate(context, codings.source, places[span], uses)
            if not choice.participant or choice.participant in one.participants:
                yield one


class _Uses:
    """Which quotations have words of a coded passage, or name one of its codings."""

    def __init__(self, context: Context) -> None:
        self._standing = grouped(
            (excerpt.source, (excerpt.id, place.parts))
            for excerpt, place in context.found.items()
            if excerpt.kind == "quotation" and place is not None and place.grade.holds
        )
        self._named = grouped((quote.coding, quote.id) for _, quote in context.study.quotations)

    def of(self, source: str, codings: Sequence[str], start: int, end: int) -> tuple[str, ...]:
        """The quotations, each once."""
        found = [name for coding in codings for name in self._named.get(coding, ())]
        found += [
            name
            for name, parts in self._standing.get(source, ())
            if any(begin < end and start < stop for begin, stop in parts)
        ]
        return tuple(dict.fromkeys(found))


def _candidate(
    context: Context, source: str, coded: Sequence[tuple[Coding, Passage | None]], uses: _Uses
) -> Candidate:
    (first, passage), text = coded[0], context.corpus.texts.get(source)
    start, end = (passage.start, passage.end) if passage else (0, 0)
    codings = tuple(one.id for one, _ in coded)
    place = f"{context.coded.of(source).file}:{first.line}"
    return Candidate(
        source,
        codings,
        tuple(dict.fromkeys(one.code for one, _ in coded)),
        tuple(dict.fromkeys(one.coder for one, _ in coded)),
        passage.participants if passage else (),
        f"{text.file}:{passage.line}" if text and passage else place,
        " ".join(text.text[start:end].split()) if text and passage else "",
        uses.of(source, codings, start, end),
    )


def _voices(context: Context, choice: Choice, kept: Sequence[Candidate]) -> tuple[Voice, ...]:
    """Everybody who takes part, and nobody where it is not known whose words are quoted."""
    heard, here = Counter[str](), Counter[str]()
    for theme, quote in context.study.quotations:
        one = context.participant(quote.participant)
        name = one.id if one else ""
        heard[name] += 1
        here[name] += choice.theme in {theme.id, context.study.theme_of(quote).id}
    could = Counter(name for one in kept for name in one.participants or ("",))
    people = [one.id for one in context.study.participants]
    unnamed = [""] if heard[""] or could[""] else []
    found = [Voice(name, heard[name], here[name], could[name]) for name in (*people, *unnamed)]
    if choice.participant:
        found = [one for one in found if one.name == choice.participant]
    return tuple(sorted(found, key=lambda one: (not one.name, one.here, one.quotations)))
