"""Who speaks in a text that is taken over, for whoever imports it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from themeloom.core.nested import grouped
from themeloom.study.labels import comparable
from themeloom.study.noun import slug
from themeloom.study.sources import ASKS, read_turns

if TYPE_CHECKING:
    from collections.abc import Iterable

    from themeloom.checking.context import Context
    from themeloom.study.sources import Settled

#: What whoever has no label is called.
_UNLABELLED = "(without a label)"


@dataclass(frozen=True)
class Voice:
    """Somebody who speaks in a text.

    Args:
        label: as it is written there.
        who: whose it is: a participant's id, "asks", or empty where nobody knows.
        turns: how often.
        words: how many words.
        lines: the first lines at which it is unclear who speaks; empty where it is clear.
    """

    label: str
    who: str
    turns: int
    words: int
    lines: tuple[int, ...] = ()


def voices(
    context: Context, text: str, settled: Settled, more: Iterable[str] = ()
) -> tuple[Voice, ...]:
    """Who speaks in a text, by the labels that its participants have; the unclear ones last."""
    known = {
        comparable(name): one.id for one in context.study.participants for name in one.names
    } | {comparable(one): slug(one) for one in more}
    turns = read_turns(text, {*context.called, *more}, settled)
    clear = Counter(turn.speaker for turn in turns if turn.speaker)
    labels = {turn.speaker: turn.label for turn in reversed(turns) if turn.speaker}
    words = Counter[str]()
    for turn in turns:
        words[turn.speaker] += len(text[turn.start : turn.end].split())
    found = [
        Voice(
            labels[one] or _UNLABELLED,
            known.get(one, "asks" if one in ASKS else ""),
            count,
            words[one],
        )
        for one, count in clear.most_common()
    ]
    unclear = grouped(
        (turn.label, text.count("\n", 0, turn.start) + 1)
        for turn in turns
        if turn.unknown and not turn.speaker
    )
    return (*found, *(Voice(one, "", len(at), 0, tuple(at)) for one, at in unclear.items()))
