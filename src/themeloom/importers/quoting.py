"""Finding words in the sources, and quoting them in `study.yml` without typing them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import starmap
from typing import TYPE_CHECKING

from msgspec.structs import replace

from themeloom.checking.context import Context
from themeloom.coding.voices import Stretch, Voices
from themeloom.core.errors import ThemeloomError, did_you_mean
from themeloom.core.files import put
from themeloom.study.amending import with_entries
from themeloom.study.editing import ELLIPSIS
from themeloom.study.interpretation import Subtheme
from themeloom.study.located import parse
from themeloom.study.noun import slug

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from themeloom.coding.nouns import Coding
    from themeloom.core.project import Project
    from themeloom.study.model import SourceText
    from themeloom.study.transcripts import Transcript

#: What stands for words between others.
_LEFT_OUT = re.compile(rf"[\[(]?(?:{ELLIPSIS.pattern})[\])]?")


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
        words: a few words; white space, quotation marks and dashes of any kind are alike, and an
            ellipsis stands for words between them.
    """
    return _places(Context.begin(project), words)


def _places(context: Context, words: str) -> list[Standing]:
    return [one for text in context.corpus.texts.values() for one in _in(context, text, words)]


def _in(context: Context, source: SourceText, words: str) -> Iterator[Standing]:
    transcript = context.transcript(source.id)
    for spans in _parts(transcript, words):
        said, start = " … ".join(starmap(transcript.printed, spans)), spans[0][0]
        if len(spans) == 1 or transcript.find(said, nearest=False).grade.holds:
            line = source.line_of(start)
            yield Standing(source.id, source.file, line, _speaker(context, source, start), said)


def _parts(transcript: Transcript, words: str) -> Iterator[list[tuple[int, int]]]:
    """Where words stand in a source: in parts, if some between them are left out."""
    parts = [part for part in _LEFT_OUT.split(transcript.words(words)) if part.strip()]
    first, *others = [list(_spans(transcript, part)) for part in parts] or [[]]
    for span in first:
        found: list[tuple[int, int]] = [span]
        for places in others:
            found += [one for one in places if one[0] >= found[-1][1]][:1]
        if len(found) == len(parts):
            yield found


def _spans(transcript: Transcript, words: str) -> Iterator[tuple[int, int]]:
    """Where words stand in a source."""
    said = transcript.words(words)
    normal, wanted = transcript.normal(said), re.escape(said).replace(r"\ ", r"\s+")
    pattern = rf"(?<!\w){wanted}(?!\w)"
    for match in re.finditer(pattern, normal.text, re.IGNORECASE) if wanted else ():
        yield normal.original(*match.span())


def _speaker(context: Context, source: SourceText, place: int) -> str:
    """Who speaks at a place: a participant's id, or the label in the text."""
    turns = context.transcript(source.id).turns
    turn = next((one for one in turns if one.start <= place < one.end), None)
    if turn is None or not turn.speaker:
        return ""
    one = context.speaking(turn.speaker)
    return one.id if one else turn.label


@dataclass(frozen=True)
class Added:
    """A quotation that was added: its line in `study.yml`, its words, and its id."""

    line: int
    words: str
    id: str


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
    _check(context, name, theme)
    places = _places(context, words)
    place = _only([one for one in places if source in {"", one.source}])
    text = _printable(context, place)
    entry = {"id": name, "text": text, "source": place.source}
    if place.speaker:
        entry["participant"] = _participant(context, place)
    return _write(context, theme, entry)


def _participant(context: Context, place: Standing) -> str:
    """Whoever says words, if they take part: what others say is no evidence."""
    if context.participant(place.speaker):
        _refuse_unagreed(context, place.speaker)
        return place.speaker
    raise ThemeloomError(
        f"“{place.speaker}”, who says this in {place.file}, line {place.line}, is no participant",
        "quote an answer; whoever takes part stands below participants: in study.yml, with this "
        f"label as id, or under the source: speakers: {{{place.speaker}: PARTICIPANT}}",
    )


def _check(context: Context, name: str, theme: str) -> None:
    """A theme that is there, and a name that nobody has yet."""
    themes = [one.id for _, one in context.study.all_themes]
    if theme not in themes:
        raise ThemeloomError(
            f"there is no theme {theme}",
            did_you_mean(theme, themes) if themes else "write one below themes: in study.yml first",
        )
    if name != slug(name):
        raise ThemeloomError(
            f"a quotation cannot be called “{name}”: small letters, digits, hyphens",
            f"call it {slug(name) or 'by a word of it'}",
        )
    if any(quote.id == name for _, quote in context.study.quotations):
        raise ThemeloomError(f"there is a quotation {name} already", "choose another id")


def _write(context: Context, theme: str, entry: Mapping[str, str]) -> Added:
    """Put an entry under a theme of the store."""
    project, themes = context.project, context.study.each(Subtheme)
    place, under = next((path, one) for path, one in themes if one.id == theme)
    path = (*place, "quotations")
    changed = with_entries(project.text_of(project.study, "study.yml"), path, [entry])
    put(project.study, changed.encode())
    line = parse(changed, "study.yml").line((*path, len(under.quotations)))
    return Added(line, entry["text"], entry["id"])


def add_coding(project: Project, coding: str, words: str, theme: str, name: str = "") -> Added:
    """Write a coded passage into the store as a quotation, with the words of its source.

    Args:
        project: the compendium.
        coding: the id of a coding.
        words: those of its words that are quoted; all of them if empty.
        theme: the theme it is evidence for.
        name: the quotation's id; made of the coding's if empty.

    Raises:
        ThemeloomError: if there is no such coding, its source is not here or says something
            else by now, or it has words of several turns and it is not said which are meant.
    """
    context = Context.begin(project)
    source, one = _coding(context, coding)
    name = name or slug(coding)
    _check(context, name, theme)
    _check_code(context, one, theme)
    text = context.corpus.texts.get(source)
    passage = Voices(context.study, context.corpus).of(source, one)
    if text is None or passage is None:
        raise _gone(context, coding, source)
    said = _chosen(context.transcript(source), coding, passage.stretches, words)
    _refuse_unagreed(context, said.participant)
    spoken = context.transcript(source).printed(said.start, said.end)
    line = text.line_of(said.start)
    place = Standing(source, text.file, line, said.participant, spoken)
    entry = {"id": name, "text": _printable(context, place), "source": source}
    if said.participant:
        entry["participant"] = said.participant
    return _write(context, theme, {**entry, "coding": coding})


def _coding(context: Context, name: str) -> tuple[str, Coding]:
    found = context.coded.find(name)
    if found is None:
        hint = did_you_mean(name, context.coded.names)
        raise ThemeloomError(
            f"there is no coding {name}",
            f"{hint}; or give the words: quotes add ID --theme T WORDS",
        )
    return found


def _check_code(context: Context, one: Coding, theme: str) -> None:
    """A theme is made of the codes that it names, and rests on what is coded with these."""
    pairs = context.study.all_themes
    above, under = next((above, one) for above, one in pairs if one.id == theme)
    codes = tuple(dict.fromkeys((*under.codes, *above.codes)))
    if not any(one.code in context.coded.codebook.below(code) for code in codes):
        raise ThemeloomError(
            f"the coding {one.id} is of the code {one.code}, and the theme {theme} is made of: "
            f"{', '.join(codes) or 'no code'}",
            f"if it belongs there, add it to the theme in study.yml: "
            f"codes: [{', '.join((*codes, one.code))}]",
        )


def is_coding(project: Project, name: str) -> bool:
    """Whether a name is that of a coding."""
    return Context.begin(project).coded.find(name) is not None


def _gone(context: Context, coding: str, source: str) -> ThemeloomError:
    """Why a coding has no words here."""
    if source not in context.corpus.texts:
        access = context.study.source(source).access
        return ThemeloomError(
            f"the words of the coding {coding} are not here: its source {source} is {access}",
            "who holds the source can add it there",
        )
    return ThemeloomError(
        f"the source {source} no longer has the words of the coding {coding}",
        "see where they are now: themeloom reanchor --dry-run",
    )


def _chosen(
    transcript: Transcript, coding: str, stretches: Sequence[Stretch], words: str
) -> Stretch:
    """The words that are quoted: those that were named, or all if they are of one turn."""
    if words:
        for start, end in _spans(transcript, words):
            for one in stretches:
                if one.start <= start and end <= one.end:
                    return replace(one, start=start, end=end)
        raise ThemeloomError(
            f"the coding {coding} does not have these words within one turn",
            "see what it has: themeloom quotes list",
        )
    if len(stretches) > 1:
        raise ThemeloomError(
            f"the coding {coding} goes over {len(stretches)} turns",
            f'say which of its words are quoted: themeloom quotes add {coding} --theme T "WORDS"',
        )
    return stretches[0]


def _refuse_unagreed(context: Context, participant: str) -> None:
    if participant in context.refusing:
        raise ThemeloomError(
            f"words of {participant} may not be quoted: so their consent is recorded",
            "quote somebody else",
        )


def _only(places: list[Standing]) -> Standing:
    """The one place that is meant."""
    if not places:
        raise ThemeloomError(
            "these words stand in no source that is at hand",
            "find them with: themeloom quotes find WORDS; … passes over nobody else's words",
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
    if context.transcript(place.source).find(place.words, nearest=False).grade.holds:
        return place.words
    raise ThemeloomError(
        f"the words of {place.source}, line {place.line}, cannot be quoted as they stand",
        "quote a shorter stretch of it",
    )
