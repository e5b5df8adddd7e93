"""Which words differ between two texts, and on which page, slide, line or section."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from themeloom.verify.findings import Difference

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

#: Changes with no more equal words than this between them are told as one.
_NEAR = 2
#: How many words before a change are given, so that a reader finds it.
_LEADING = 4
#: Longer runs of words are cut in the middle.
_LONGEST = 40


class Word(NamedTuple):
    """A word and where it stands."""

    text: str
    place: str


def compare_words(
    there: Iterable[tuple[str, str]], rebuilt: Iterable[tuple[str, str]]
) -> Iterator[Difference]:
    """Every run of words that one text has and the other has not, with its place.

    Args:
        there: the pieces of one text, each with the place where it stands before it.
        rebuilt: the pieces of the other.
    """
    old, new = _words_of(there), _words_of(rebuilt)
    for a, b in _runs([word.text for word in old], [word.text for word in new]):
        place, lead = _where(old, a, new, b)
        note = f"after “{lead}”" if lead else ""
        yield Difference(place, _quoted(old[a]), _quoted(new[b]), note)


def _words_of(pieces: Iterable[tuple[str, str]]) -> list[Word]:
    return [Word(found, place) for place, text in pieces for found in re.findall(r"\S+", text)]


def _where(there: Sequence[Word], a: slice, rebuilt: Sequence[Word], b: slice) -> tuple[str, str]:
    """The place of a run, and the words that lead up to it there."""
    words, run = (there, a) if a.start < a.stop else (rebuilt, b)
    if run.start >= len(words):
        return words[-1].place if words else "", ""
    place = words[run.start].place
    leading = words[max(0, run.start - _LEADING) : run.start]
    lead = " ".join(word.text for word in leading if word.place == place)
    return place, lead.strip('“”"')


def _runs(there: Sequence[str], rebuilt: Sequence[str]) -> Iterator[tuple[slice, slice]]:
    """The stretches in which two lists of words differ, near ones joined."""
    from rapidfuzz.distance import Indel

    joined: list[list[int]] = []
    for code in Indel.opcodes(there, rebuilt):
        if code.tag == "equal":
            continue
        if joined and code.src_start - joined[-1][1] <= _NEAR:
            joined[-1][1], joined[-1][3] = code.src_end, code.dest_end
        else:
            joined.append([code.src_start, code.src_end, code.dest_start, code.dest_end])
    for a, b, c, d in joined:
        yield slice(a, b), slice(c, d)


def _quoted(words: Sequence[Word]) -> str:
    texts = [word.text for word in words]
    if len(texts) > _LONGEST:
        texts = [*texts[: _LONGEST // 2], "…", *texts[-_LONGEST // 2 :]]
    return " ".join(texts)


def lines_of(text: str) -> list[tuple[str, str]]:
    """A plain text as pieces: its lines."""
    return [(f"line {number}", line) for number, line in enumerate(text.splitlines(), 1)]
