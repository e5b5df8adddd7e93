"""Names that have a line to themselves above what is said, beside times or in turn with words."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING

from themeloom.core.expressions import later
from themeloom.core.text import BREAKS
from themeloom.study.label_forms import LEAD, ROLE, SPACE, TIMES
from themeloom.study.labels import comparable, is_name

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_TIME = later(rf"{SPACE}*{TIMES}")
_TIME_ALONE = later(rf"{SPACE}*{TIMES}{SPACE}*\Z")
_HEAD = later(
    rf"(?P<lead>{LEAD})(?P<name>[^\W\d_][^{BREAKS}:：.?!;|\t\[\](){{}}<>]{{0,39}}?){ROLE}"
    rf"[*_]*{SPACE}*\Z"
)
#: A line that is longer is no head of a turn.
_LONG = 80
#: So many heads and people are needed where nothing but their lines tells of them.
_HEADS, _PEOPLE = 4, 2


def heads_of_turns(text: str, lines: Sequence[tuple[int, int]]) -> tuple[frozenset[int], bool]:
    """Where lines begin that are heads of turns, and whether no others are: times tell of all.

    They stand beside lines of times, on one and the same side of these; or have a time before
    them and words below; or the whole text is such names, each again and again, and words.

    Args:
        text: the transcript.
        lines: where its lines are that have anything on them.
    """
    short = {at: text[start:end] for at, (start, end) in enumerate(lines) if end - start <= _LONG}
    heads = {at: head for at, line in short.items() if (head := _HEAD.match(line))}
    names = {at: comparable(one["name"]) for at, one in heads.items() if is_name(one["name"])}
    if not names:
        return frozenset(), False
    led = {at for at, (start, _) in enumerate(lines) if _TIME.match(text, start)}
    times = {at for at in led if at in short and _TIME_ALONE.match(short[at])}
    led -= times
    said = {*range(len(lines))} - {at for at in short if short[at].strip().isdigit()} - times - led
    sides = (
        # Words stand below the name, or below its time.
        (times, [at + 1 for at in times if at + 1 in names and at + 2 in said]),
        (times, [at - 1 for at in times if at - 1 in names and at + 1 in said]),
        (led, [at for at in led if at in names and at + 1 in said]),
    )
    told, found = max(sides, key=lambda side: len(side[1]))
    if len(found) > 1 and 2 * len(found) > len(told):
        return frozenset(lines[at][0] for at in found), True
    # A colon behind the first words of a line is another form of labels.
    labelled = any(text.find(": ", start, min(start + _LONG, end)) > 0 for start, end in lines)
    found = [] if labelled else _in_turn(names)
    return frozenset(lines[at][0] for at in found), False


def _in_turn(names: Mapping[int, str]) -> list[int]:
    """Those of a text in which several names come again and again, and words below each."""
    counts = Counter(names.values())
    again = [at for at, name in names.items() if counts[name] > 1]
    people = {names[at] for at in again}
    apart = all(after - before > 1 for before, after in pairwise(again))
    return again if apart and len(again) >= _HEADS and len(people) >= _PEOPLE else []
