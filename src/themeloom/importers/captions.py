"""Captions of recorded meetings (.vtt, .srt): cues of one speaker are joined to one turn."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from html import unescape
from io import StringIO
from itertools import groupby
from typing import TYPE_CHECKING

from themeloom.core.errors import ThemeloomError
from themeloom.core.text import counted
from themeloom.importers.reading import Reading
from themeloom.importers.texts import decoded
from themeloom.study.labels import is_name

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from themeloom.importers.reading import Asked

#: Who speaks, as Zoom writes it at the beginning of a cue.
_LABEL = re.compile(
    r"(?P<who>[^\W_][^:\n.?!]{0,39}?)\s*:\s+(?=\S)|\[(?P<set>[^\W_][^\[\]:\n]{0,39})\]:?\s+(?=\S)"
)
#: Who speaks, as Webex writes it beside the number of a cue.
_BESIDE_NUMBER = re.compile(r"\d+\s+\"(?P<who>[^\"]+)\"(?:\s+\(\d+\))?\Z")
_VOICE = re.compile(r"<v(?:\.[^\s>]*)?\s+([^>]+)>")
#: Mark-up, and colours and places as .ass has them: {\c&HFFF000&}.
_TAG = re.compile(r"</?[^<>\n]*>|\{\\[^{}\n]*\}")
#: A name in a cue is somebody's only if it begins another one as well, or all begin with names.
_OFTEN = 2


def read_captions(data: bytes, asked: Asked) -> Reading:
    """The turns of a caption file, a line each.

    Raises:
        ThemeloomError: if it has no cues.
    """
    text, encoding, doubts = decoded(data, asked, entities=True)
    cues = _cues(text, asked)
    spoken = _spoken(cues)
    turns = [
        (who, " ".join(words for _, words in group))
        for who, group in groupby(spoken, key=lambda one: one[0])
    ]
    lines = [f"{who}: {words}" if who else words for who, words in turns]
    voices = frozenset(who for who, _ in turns if who)
    read = (
        f"{counted(len(cues), 'cue')} of {counted(len(voices), 'speaker')}, joined to "
        f"{counted(len(turns), 'turn')}, {encoding}"
    )
    left_out = (f"the times of {counted(len(cues), 'cue')}: they are no words",)
    return Reading("\n".join(lines) + "\n", (read,), left_out, doubts, labels=voices)


@dataclass(frozen=True)
class _Piece:
    """A line of a cue, or what one voice says in it.

    Args:
        voice: who says it, as the file itself marks it; empty if it does not.
        label: what stands before the words like a label; empty if nothing does.
        said: the words without the label.
        whole: the words with it.
        in_brackets: whether the label stands in brackets, as a sound may.
    """

    voice: str
    label: str
    said: str
    whole: str
    in_brackets: bool = False


def _cues(text: str, asked: Asked) -> list[tuple[str, str]]:
    """Who speaks in each cue, as its number says, and what it says, mark-up and all."""
    import webvtt
    from webvtt.errors import MalformedFileError

    form = "srt" if asked.name.lower().endswith(".srt") else "vtt"
    try:
        found = webvtt.from_buffer(StringIO(text), format=form)
        cues = [(_beside_number(one.identifier or ""), one.raw_text) for one in found.captions]
    except (MalformedFileError, ValueError, IndexError, AttributeError):
        cues = []
    if not cues:
        raise ThemeloomError(
            f"{asked.name} has no captions in it",
            f"export it again as .{form}, or save what it says as .txt",
        )
    return cues


def _beside_number(identifier: str) -> str:
    match = _BESIDE_NUMBER.match(identifier.strip())
    return match["who"].strip() if match else ""


def _spoken(cues: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """Who speaks in each cue, and the words; who is not named goes on from the one before."""
    lines = [cue.split("\n", 1) for _, cue in cues]
    headed = len(lines) > 1 and all(len(one) > 1 and _is_head(one[0]) for one in lines)
    pieces = [piece for voice, cue in cues for piece in _pieces(voice, cue, headed=headed)]
    begun = Counter(one.label for one in pieces if one.label)
    all_labelled = all(one.voice or one.label for one in pieces)
    bracketed = sum(one.in_brackets for one in pieces)
    found: list[tuple[str, str]] = []
    speaker = ""
    for one in pieces:
        often = all_labelled or begun[one.label] >= _OFTEN
        # Sounds stand in brackets as well, and before fewer cues.
        is_label = one.label and often and (not one.in_brackets or 2 * bracketed > len(pieces))
        speaker = one.voice or (one.label if is_label else speaker)
        said = one.said if is_label else one.whole
        if said:
            found.append((speaker, said))
    return found


def _is_head(line: str) -> bool:
    """Whether the first line of a cue is a name and nothing else."""
    said = _words(line)
    return bool(said) and said[-1] not in ".?!,;:…" and is_name(said)


def _pieces(voice: str, cue: str, *, headed: bool) -> Iterator[_Piece]:
    """The voices and lines of a cue: by a tag, by a label or by none, and what is said."""
    if headed:
        head, _, cue = cue.partition("\n")
        voice = _words(head)
    parts = _VOICE.split(cue)
    yield from (_labelled(voice, line) for line in parts[0].splitlines() if line.strip())
    for name, said in zip(parts[1::2], parts[2::2], strict=True):
        words = _words(said)
        yield _Piece(unescape(name).strip(), "", words, words)


def _labelled(voice: str, line: str) -> _Piece:
    words = _words(line)
    label = None if voice else _LABEL.match(words)
    if label is None:
        return _Piece(voice, "", words, words)
    who = (label["who"] or label["set"]).strip()
    return _Piece("", who, words[label.end() :], words, bool(label["set"]))


def _words(said: str) -> str:
    return " ".join(unescape(_TAG.sub("", said)).split())
