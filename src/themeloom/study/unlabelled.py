"""Paragraphs without a label: whose they are, as far as the study or the other labels tell."""

from __future__ import annotations

import re
from bisect import bisect_left
from itertools import cycle
from typing import TYPE_CHECKING

from themeloom.core.expressions import later

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from themeloom.study.sources import Turn

#: Who speaks where only those who ask have a label: the participant of this source.
THE_OTHER = "*"
_EMPTY_LINES = later(r"(?:\r\n?|\n)[^\S\r\n]*(?:\r\n?|\n)\s*|\u2029|\f")
_LINES = later(r"(?:\r\n?|[\n\u2028\u2029\f])\s*")
#: A line that is longer than this was not broken where a page was full.
_WIDE = 120
_LETTER = later(r"[^\W\d_]")
_ENDED = later(r"[.?!…:][\"”’')\]]*\s*\Z")


def paragraphs(text: str, *, by_lines: bool = True) -> list[tuple[int, int]] | None:
    """Where the paragraphs of a text are: by empty lines, else by lines; None if none can tell.

    Lines that break off within sentences may be the lines of a page.
    """
    empty = list(_spans(text, _EMPTY_LINES))
    if len(empty) > 1 or not by_lines:
        return empty if len(empty) > 1 else None
    lines = list(_spans(text, _LINES))
    said = [text[start:end] for start, end in lines]
    whole = any(len(one) > _WIDE for one in said) or all(_ENDED.search(one) for one in said)
    return lines if whole else None


def _spans(text: str, border: re.Pattern[str]) -> Iterator[tuple[int, int]]:
    done = 0
    for match in border.finditer(text):
        if re.search(r"\w", text[done : match.start()]):
            yield done, match.start()
        done = match.end()
    if re.search(r"\w", text[done:]):
        yield done, len(text)


def in_turn(text: str, speakers: Sequence[str], turn: Turn) -> list[Turn]:
    """A text without labels: all one speaker's, or paragraph by paragraph one's after the other."""
    if len(speakers) == 1:
        return [turn._replace(speaker=speakers[0], start=0, end=len(text))]
    return [
        turn._replace(speaker=speaker, start=start, end=end)
        for (start, end), speaker in zip(paragraphs(text) or (), cycle(speakers), strict=False)
    ]


def with_unlabelled(
    text: str, turns: Sequence[Turn], asking: Collection[str], default: str
) -> list[Turn]:
    """The same turns, of which those paragraphs are taken that have no label of their own.

    They are whose the study says, or the participant's where only those who ask have labels;
    where only one participant has labels it is not clear who says them.

    Args:
        text: the transcript.
        turns: from each label to the next.
        asking: those who ask, in comparable form.
        default: who speaks without a label, in comparable form; empty if the study says nothing.
    """
    speakers = [turn.speaker for turn in turns if turn.speaker]
    only_asking = bool(speakers) and set(speakers) <= set(asking)
    alone = len(set(speakers)) == 1 < len(speakers)
    if not (default or only_asking or alone):
        return list(turns)
    blocks = paragraphs(text, by_lines=not alone or only_asking or bool(default))
    if blocks is None and not (only_asking or default):
        return list(turns)
    if blocks is None:
        # Whoever asks may have stopped at any line.
        return [turn._replace(speaker="") if turn.speaker in asking else turn for turn in turns]
    other = default or (THE_OTHER if only_asking else "")
    starts = [start for start, _ in blocks]
    found: list[Turn] = []
    if turns and default:
        found += _above(text, turns[0], default)
    for turn in turns:
        border = _border(text, turn, starts)
        # Behind a label that is nobody's somebody else may go on, and not the participant.
        # What has no letter is the time of the next one.
        if not (turn.speaker and _LETTER.search(text, border, turn.end)):
            found.append(turn)
        else:
            found.append(turn._replace(end=border))
            found.append(turn._replace(speaker=other, start=border, label="", unknown=False))
    return found


def _border(text: str, turn: Turn, starts: Sequence[int]) -> int:
    """Where the paragraph of a label ends; one that stands alone has its words in the next."""
    at = bisect_left(starts, turn.start)
    if not re.search(r"\w", text[turn.start : starts[at] if at < len(starts) else turn.end]):
        at += 1
    return starts[at] if at < len(starts) else turn.end


def _above(text: str, first: Turn, default: str) -> list[Turn]:
    """What stands above the first label, if anything does."""
    end = text.rfind("\n", 0, first.start) + 1
    if not re.search(r"\w", text[:end]):
        return []
    return [first._replace(speaker=default, start=0, end=end, label="", unknown=False)]
