"""Captions of recorded meetings (.vtt, .srt): cues of one speaker are joined to one turn."""

from __future__ import annotations

import re
from collections import Counter
from html import unescape
from io import StringIO
from itertools import groupby
from typing import TYPE_CHECKING

from themeloom.core.errors import ThemeloomError
from themeloom.core.text import counted
from themeloom.importers.reading import Reading
from themeloom.importers.texts import decoded

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from themeloom.importers.reading import Asked

#: Who speaks, as Zoom writes it at the beginning of a cue.
_LABEL = re.compile(r"(?P<who>[^\W_][^:\n.?!]{0,39}?)\s*:\s+(?=\S)")
_VOICE = re.compile(r"<v(?:\.[^\s>]*)?\s+([^>]+)>")
_TAG = re.compile(r"</?[^<>\n]*>")
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


def _cues(text: str, asked: Asked) -> list[str]:
    """What each cue says, mark-up and all."""
    import webvtt
    from webvtt.errors import MalformedFileError

    form = "srt" if asked.name.lower().endswith(".srt") else "vtt"
    try:
        found = webvtt.from_buffer(StringIO(text), format=form)
        cues = [caption.raw_text for caption in found.captions]
    except (MalformedFileError, ValueError, IndexError, AttributeError):
        cues = []
    if not cues:
        raise ThemeloomError(
            f"{asked.name} has no captions in it",
            f"export it again as .{form}, or save what it says as .txt",
        )
    return cues


def _spoken(cues: Sequence[str]) -> list[tuple[str, str]]:
    """Who speaks in each cue, and the words; who is not named goes on from the one before."""
    pieces = [piece for cue in cues for piece in _pieces(cue)]
    begun = Counter(who for _, who, _ in pieces if who)
    all_labelled = all(voice or who for voice, who, _ in pieces)
    found: list[tuple[str, str]] = []
    speaker = ""
    for voice, who, words in pieces:
        is_label = who and (all_labelled or begun[who] >= _OFTEN)
        speaker = voice or (who if is_label else speaker)
        said = words[len(who) :].lstrip(" :") if is_label else words
        if said:
            found.append((speaker, said))
    return found


def _pieces(cue: str) -> Iterator[tuple[str, str, str]]:
    """The voices and lines of a cue: by a tag, by a label or by none, and what is said."""
    parts = _VOICE.split(cue)
    yield from (("", *_labelled(line)) for line in parts[0].splitlines() if line.strip())
    for voice, said in zip(parts[1::2], parts[2::2], strict=True):
        yield unescape(voice).strip(), "", _words(said)


def _labelled(line: str) -> tuple[str, str]:
    words = _words(line)
    label = _LABEL.match(words)
    return (label["who"] if label else ""), words


def _words(said: str) -> str:
    return " ".join(unescape(_TAG.sub("", said)).split())
