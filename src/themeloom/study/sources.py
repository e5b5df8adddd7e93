"""The texts of the sources, exactly as they were stored, and who speaks where in them."""

from __future__ import annotations

import os
import re
from bisect import bisect_right
from collections import Counter
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from themeloom.core.errors import ThemeloomError, did_you_mean, raise_all
from themeloom.core.expressions import later
from themeloom.core.files import beside, decode, digest, is_special, read_bytes
from themeloom.core.git import stands_for
from themeloom.core.text import lines_of
from themeloom.study.editing import limit, words_of
from themeloom.study.labels import Sure, comparable, is_code
from themeloom.study.layout import layout_of
from themeloom.study.model import NO_PARTICIPANT, Access, Corpus, Source, SourceText, Study
from themeloom.study.openings import openings
from themeloom.study.settings import Transcripts
from themeloom.study.unlabelled import in_turn, with_unlabelled

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from themeloom.core.project import Project
    from themeloom.study.labels import Opening
    from themeloom.study.located import Located

    #: What a study says of the labels of a source: whose they are; as `default` perhaps several.
    Settled = Mapping[str, str | tuple[str, ...]]


#: Endings of files whose text is their bytes.
_PLAIN = frozenset({".txt", ".md"})


def read_corpus(project: Project, study: Study, located: Located) -> Corpus:
    """Read every source that names a file and is at hand.

    A restricted source whose file is absent is left out: who may not read it
    can still build from what was derived. An open one must be there.

    Raises:
        ThemeloomError: a file that is missing, not UTF-8, of an unknown kind,
            or not the file whose hash the store records.
    """
    texts: dict[str, SourceText] = {}
    errors: list[ThemeloomError] = []
    for position, source in enumerate(study.sources):
        path = project.raw / source.file
        if not source.file or (source.access is Access.RESTRICTED and not path.exists()):
            continue
        try:
            texts[source.id] = _read(project, source, path)
        except ThemeloomError as error:
            path_in_store = ("sources", position, "file")
            placed = located.error(path_in_store, error.message, error.hint)
            errors.append(error if error.line else placed)
    raise_all(errors)
    return Corpus(texts)


def _instead(path: Path) -> str:
    """What to do about a file that is not there."""
    near = did_you_mean(path.name, (one.name for one in path.parent.iterdir() if one.is_file()))
    is_meant = near.startswith("did you mean")
    return near if is_meant else "put it there, or bring it with: themeloom import FILE"


def _read(project: Project, source: Source, path: Path) -> SourceText:
    named = project.named(path)
    # Unlike the methods of paths, this says nothing of links that lead to themselves.
    if not Path(os.path.realpath(path)).is_relative_to(project.raw.resolve()):
        raise ThemeloomError(
            f'the file of source "{source.id}" lies outside data-raw/: {source.file}',
            "copy it into data-raw/ and name it from there",
        )
    if path.suffix.lower() not in _PLAIN:
        raise ThemeloomError(
            f'the source "{source.id}" is a {path.suffix or "file without ending"}: {source.file}',
            f"let it be made a text: themeloom import {named}, or save it as .txt or .md, UTF-8",
        )
    if not (project.has(path) or path.exists()) and path.parent.is_dir():
        raise ThemeloomError(
            f"the file {named} is missing",
            _instead(path),
        )
    data = read_bytes(path, named) if is_special(path) else project.bytes_of(path, named)
    if kept := stands_for(data):
        raise ThemeloomError(
            f"{named} is not the file, but stands for it: {kept[0]} keeps that",
            f"fetch it: {kept[1]}",
        )
    found = digest(data)
    if source.sha256 and found != source.sha256:
        raise ThemeloomError(
            f"{named} is not the file that the store records: its SHA-256 is {found}",
            "put the original back (git checkout), or record the new hash if the change is meant",
        )
    remedy = (
        f"let its encoding be found, and look at the line that is shown: themeloom import {named}"
    )
    return SourceText(source.id, named, decode(data, named, remedy), found)


#: What those who ask are called.
ASKING = frozenset(beside(__file__, "sources.toml")["asking"])

#: What kinds of sources are called in which people speak in turn.
CONVERSATIONS = frozenset(beside(__file__, "sources.toml")["conversations"])

#: What transcripts call whoever could not be told, or several at once.
_SEVERAL = frozenset(map(comparable, beside(__file__, "sources.toml")["several"]))
_INTERVIEWER, _NOBODY = NO_PARTICIPANT
#: The same in comparable form, with how a study calls them.
ASKS = frozenset(map(comparable, (*ASKING, _INTERVIEWER)))
#: What ends a sentence, and no initial: Transcribed by: K. V.
_SENTENCE = later(r"\w\w[.?!…][\"”’]?\s*\Z")
#: What stands under `speakers:` in the place of a label for whoever has none.
DEFAULT = "default"


class Turn(NamedTuple):
    """What one speaker says until the next one speaks; a text has thousands, made fast.

    Args:
        speaker: who it is, in comparable form; empty where that is not clear.
        start: where the words begin; where the label begins if it may be none.
        end: where they end.
        label: as it is written.
        unknown: whether the label is nobody's that the study knows of, or may be none.
    """

    speaker: str
    start: int
    end: int
    label: str = ""
    unknown: bool = False


def read_turns(
    text: str,
    known: Iterable[str] = (),
    settled: Settled | None = None,
    rules: Transcripts | None = None,
) -> list[Turn]:
    """The turns of a transcript; none where nothing shows that there are any.

    Args:
        text: the transcript.
        known: labels of participants; any other label counts if it is a name and recurs, or
            if it is a word for who asks; else it is unclear who speaks there.
        settled: what the study says of labels: whose they are, or that they are nobody's; as
            `default` who speaks without one, or who do so in turn, paragraph by paragraph.
        rules: what in the transcript is layout, which is nobody's label.
    """
    told = dict(settled or {})
    default = told.pop(DEFAULT, ())
    said = tuple(sorted((label, one) for label, one in told.items() if isinstance(one, str)))
    others = tuple(map(comparable, (default,) if isinstance(default, str) else default))
    return list(_read_turns(text, frozenset(known), said, others, rules or Transcripts()))


@lru_cache(maxsize=512)
def _read_turns(
    text: str,
    known: frozenset[str],
    settled: tuple[tuple[str, str], ...],
    default: tuple[str, ...],
    rules: Transcripts,
) -> tuple[Turn, ...]:
    """The turns; several questions are asked of the same long text, and it is read once."""
    whose = {comparable(label): comparable(one) for label, one in settled}
    names = known | ASKING
    if _NOBODY in whose.values():
        names = frozenset(one for one in names if whose.get(comparable(one)) != _NOBODY)
    speaking = [label for label, one in settled if one != _NOBODY]
    heads = {start: end for kind, start, end in layout_of(text, rules) if kind == "page_heads"}
    found = [
        one
        for one in openings(text, names, speaking)
        if whose.get(comparable(one.label)) != _NOBODY and heads.get(one.start, 0) < one.end
    ]
    counts = Counter(comparable(one.label) for one in found if one.sure is Sure.LIKELY)
    if counts and max(counts.values()) > 1 and _is_labelled(text, found):
        # Nothing in it is anything but turns, and somebody may have only one.
        counts.update(list(counts))
    speakers = [_speaker(one, whose, counts) for one in found]
    spoken = {name for name in speakers if name}
    untold = [one for one in found if comparable(one.label) in _SEVERAL]
    # One label alone, be it ever so often, may be a heading.
    if not any(one.sure is Sure.READ for one in found) and max(len(spoken), len(untold)) < 2:  # noqa: PLR2004 - a conversation
        return tuple(in_turn(text, default, Turn("", 0, 0))) if default else ()
    turns = list(_with_words(text, _turns(text, found, speakers)))
    return tuple(with_unlabelled(text, turns, ASKS, default[0] if len(default) == 1 else ""))


def _is_labelled(text: str, found: Iterable[Opening]) -> bool:
    """Whether every line of a text begins with what is at least likely to be a label."""
    begun = {one.start for one in found if one.sure is not Sure.UNCLEAR}
    return all(start in begun for start, _ in lines_of(text))


def _speaker(one: Opening, whose: Mapping[str, str], counts: Mapping[str, int]) -> str:
    """Who speaks, in comparable form; empty where it is not clear."""
    label = comparable(one.label)
    if label in _SEVERAL and label not in whose:
        return ""
    if one.sure is Sure.READ or (one.sure is Sure.LIKELY and counts[label] > 1):
        return whose.get(label, label)
    return ""


def joined(turns: Sequence[Turn], text: str) -> Callable[[int, int], bool]:
    """Whether words before and behind a span of a text are of one answer.

    A prompt of a few words may stand between them; a question, or more that anybody else
    says, may not. Where it is not clear who speaks, nothing is said against it.
    """
    starts = [turn.start for turn in turns]

    def is_one(start: int, end: int) -> bool:
        first = max(bisect_right(starts, max(start - 1, 0)) - 1, 0)
        speaker = turns[first].speaker if turns else ""
        for turn in turns[first + 1 : bisect_right(starts, end)]:
            said = text[max(turn.start, start) : min(turn.end, end)]
            if turn.speaker in ("", speaker) or not speaker:
                continue
            if "?" in said or len(words_of(said)) > limit("prompt") or turn.end > end:
                return False
        return True

    return is_one


def _turns(text: str, found: list[Opening], speakers: list[str]) -> Iterator[Turn]:
    """Turns up to where the next one begins; behind an interjection who spoke before goes on.

    Who says nothing more behind it does not: the next one may interject right there.
    """
    before = Turn("", 0, 0)
    for number, (one, speaker) in enumerate(zip(found, speakers, strict=True)):
        end = found[number + 1].start if number + 1 < len(found) else len(text)
        start = one.end if speaker else one.start
        turn = Turn(speaker, start, end, one.label, not speaker or one.sure is not Sure.READ)
        if one.until and one.until <= end:
            yield turn._replace(end=one.until)
            if not re.search(r"\w", text[one.until : end]):
                continue
            turn = before._replace(start=one.until, end=end)
        yield turn
        before = turn


def _with_words(text: str, turns: Iterator[Turn]) -> Iterator[Turn]:
    """All but headings, which have the next label below them, and what stands above all turns.

    What stands above them like a label is mostly the date or the place; it is not asked
    about unless it is a code or a sentence stands behind it.
    """
    begun = False
    for turn in turns:
        if turn.speaker:
            begun = True
            yield turn
            continue
        words = text[turn.start : turn.end].replace(turn.label, "", 1)
        if re.search(r"\w", words):
            asked = begun or is_code(turn.label) or _SENTENCE.search(words)
            yield turn if asked else turn._replace(unknown=False)
