"""Which words differ between two texts, and on which page, slide, line or section."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from themeloom.verify.findings import Difference

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

#: Changes with no more equal words than this between them are told as one.
_NEAR = 2
#: How many words before a change are given, so that a reader finds it.
_LEADING = 4
#: Longer runs of words are cut in the middle.
_LONGEST = 40


@dataclass(frozen=True)
class Word:
    """A word and where it stands."""

    text: str
    place: str


def words_of(pieces: Iterable[tuple[str, str]]) -> list[Word]:
    """The words of texts that each stand at a place."""
    return [Word(found, place) for place, text in pieces for found in re.findall(r"\S+", text)]


def compare_words(there: Sequence[Word], rebuilt: Sequence[Word]) -> Iterator[Difference]:
    """Every run of words that one text has and the other has not, with its place."""
    for a, b in _runs([word.text for word in there], [word.text for word in rebuilt]):
        place, lead = _where(there, a, rebuilt, b)
        note = f"after “{lead}”" if lead else ""
        yield Difference(place, _quoted(there[a]), _quoted(rebuilt[b]), note)


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

    # What both begin and end with is most of it, and costs nothing to leave out.
    head = 0
    while head < min(len(there), len(rebuilt)) and there[head] == rebuilt[head]:
        head += 1
    tail = 0
    while tail < min(len(there), len(rebuilt)) - head and there[-1 - tail] == rebuilt[-1 - tail]:
        tail += 1
    inner = there[head : len(there) - tail], rebuilt[head : len(rebuilt) - tail]
    joined: list[list[int]] = []
    for code in Indel.opcodes(*inner):
        if code.tag == "equal":
            continue
        if joined and code.src_start - joined[-1][1] <= _NEAR:
            joined[-1][1], joined[-1][3] = code.src_end, code.dest_end
        else:
            joined.append([code.src_start, code.src_end, code.dest_start, code.dest_end])
    for a, b, c, d in joined:
        yield slice(a + head, b + head), slice(c + head, d + head)


def _quoted(words: Sequence[Word]) -> str:
    texts = [word.text for word in words]
    if len(texts) > _LONGEST:
        texts = [*texts[: _LONGEST // 2], "…", *texts[-_LONGEST // 2 :]]
    return " ".join(texts)


def lines_of(text: str) -> list[tuple[str, str]]:
    """A plain text as pieces: its lines."""
    return [(f"line {number}", line) for number, line in enumerate(text.splitlines(), 1)]
