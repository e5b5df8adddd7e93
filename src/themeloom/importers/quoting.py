"""Finding words in the sources, and quoting them in `study.yml` without typing them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from themeloom.checking.context import Context
from themeloom.checking.spoken import turns_of
from themeloom.core.errors import ThemeloomError, did_you_mean
from themeloom.core.files import put
from themeloom.study.amending import with_entries
from themeloom.study.interpretation import Subtheme
from themeloom.study.located import parse
from themeloom.study.quoting import Grade

if TYPE_CHECKING:
    from collections.abc import Iterator

    from themeloom.core.project import Project
    from themeloom.study.model import SourceText


@dataclass(frozen=True)
class Standing:
    """Where words stand in a source.

    Args:
        source: the id of the source.
        file: its file.
        line: the line of the first word.
        speaker: whose turn it is; empty where that is not clear.
        words: the words as they stand there, on one line.
    """

    source: str
    file: str
    line: int
    speaker: str
    words: str


def find_words(project: Project, words: str) -> list[Standing]:
    """Every place at which words stand in a source, whatever their case.

    Args:
        project: the compendium.
        words: a few words; white space, quotation marks and dashes of any kind are alike.
    """
    context = Context.begin(project)
    return [one for text in context.corpus.texts.values() for one in _in(context, text, words)]


def _in(context: Context, source: SourceText, words: str) -> Iterator[Standing]:
    transcript = context.transcript(source.id)
    said = transcript.words(words)
    normal, wanted = transcript.normal(said), re.escape(said).replace(r"\ ", r"\s+")
    if not wanted:
        return
    for match in re.finditer(rf"(?<!\w){wanted}(?!\w)", normal.text, re.IGNORECASE):
        start, end = normal.original(*match.span())
        yield Standing(
            source.id,
            source.file,
            source.line_of(start),
            _speaker(context, source, start),
            transcript.printed(start, end),
        )


def _speaker(context: Context, source: SourceText, place: int) -> str:
    """Who speaks at a place: a participant's id, or the label in the text."""
    turns = turns_of(context, source.id)
    turn = next((one for one in turns if one.start <= place < one.end), None)
    if turn is None or not turn.speaker:
        return ""
    one = context.participant(turn.label)
    return one.id if one else turn.label


@dataclass(frozen=True)
class Added:
    """A quotation that was added: its line in `study.yml`, and its words."""

    line: int
    words: str


def add_quotation(project: Project, name: str, words: str, theme: str, source: str = "") -> Added:
    """Write a quotation into the store, with the words and the speaker of its source.

    Args:
        project: the compendium.
        name: the quotation's id.
        words: words as they stand in one source.
        theme: the theme it is evidence for.
        source: the source, where they stand in several.

    Raises:
        ThemeloomError: if there is no such theme, or the words stand nowhere or in several
            places that differ.
    """
    context = Context.begin(project)
    themes = {one.id: (path, one) for path, one in context.study.each(Subtheme)}
    if theme not in themes:
        raise ThemeloomError(
            f"there is no theme {theme}",
            did_you_mean(theme, themes) or f"one of: {', '.join(themes)}",
        )
    if any(quote.id == name for _, quote in context.study.quotations):
        raise ThemeloomError(f"there is a quotation {name} already", "choose another id")
    places = [
        one
        for text in context.corpus.texts.values()
        if source in {"", text.id}
        for one in _in(context, text, words)
    ]
    place = _only(places)
    text = _printable(context, place)
    entry = {"id": name, "text": text, "source": place.source}
    if place.speaker:
        entry["participant"] = place.speaker
    place_of, under = themes[theme]
    path = (*place_of, "quotations")
    changed = with_entries(context.project.text_of(project.study, "study.yml"), path, [entry])
    put(project.study, changed.encode())
    return Added(parse(changed, "study.yml").line((*path, len(under.quotations))), text)


def _only(places: list[Standing]) -> Standing:
    """The one place that is meant."""
    if not places:
        raise ThemeloomError(
            "these words stand in no source that is at hand",
            "find them with: themeloom quotes find WORDS",
        )
    if len({(one.source, one.speaker) for one in places}) > 1:
        where = "; ".join(f"{one.source} line {one.line} ({one.speaker or '?'})" for one in places)
        raise ThemeloomError(
            f"these words stand in several places: {where}",
            "name the source (--source), or give more of the words",
        )
    return places[0]


def _printable(context: Context, place: Standing) -> str:
    """The words as they are quoted: those of the source, if they are found there as such."""
    if context.transcript(place.source).find(place.words, nearest=False).grade is Grade.EXACT:
        return place.words
    raise ThemeloomError(
        f"the words of {place.source}, line {place.line}, cannot be quoted as they stand",
        "quote a shorter stretch of it",
    )
