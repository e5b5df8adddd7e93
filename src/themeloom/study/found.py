"""Where a quotation stands, how it stands to its source, and what an editor changed in it."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import TYPE_CHECKING

import msgspec
from msgspec.structs import replace

from themeloom.study import cutting, editing

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from themeloom.study.passages import Passage

_GOES_ON = re.compile(r" \w")
#: How many characters beside a place tell whether something there turns its words round.
_BESIDE = 40


class Grade(StrEnum):
    """How a quotation stands to the text it names."""

    EXACT = "exact"
    EDITED = "edited"
    BEYOND = "beyond"
    NEAR = "near"
    ABSENT = "absent"

    @property
    def holds(self) -> bool:
        """Whether the quotation is in the text, by the rules."""
        return self in (Grade.EXACT, Grade.EDITED)


class Found(msgspec.Struct, frozen=True):
    """Where a quotation stands, in code points of the original text.

    Args:
        grade: exact, edited by the rules, edited beyond them, near, or absent.
        start: where it begins (0 if absent).
        end: where it ends, exclusive.
        wording: the words of the original between the two.
        similarity: 0 to 100; 100 for exact and edited.
        parts: where the words between ellipses and brackets stand, each from start to end.
        why: the rule that it breaks where it is edited beyond them.
        left_out: how many characters its ellipses leave out.
        put_in: what stands in its brackets, each with how many words of the original it is for.
        after_negation: where words begin or end at a cut that parts them from a “not”.
        doubts: what a careful reader asks about words that were replaced or left out.
    """

    grade: Grade
    start: int = 0
    end: int = 0
    wording: str = ""
    similarity: float = 0.0
    parts: tuple[tuple[int, int], ...] = ()
    why: str = ""
    left_out: int = 0
    put_in: tuple[tuple[str, int], ...] = ()
    after_negation: tuple[int, ...] = ()
    doubts: tuple[str, ...] = ()


class Step(msgspec.Struct, frozen=True):
    """One segment at one place, in comparable form, and the step before it."""

    start: int
    end: int
    before: Step | None = None

    def chain(self) -> list[Step]:
        """All steps up to this one, the first first."""
        found, one = [], self
        while True:
            found.append(one)
            if one.before is None:
                return found[::-1]
            one = one.before


def placed(
    grade: Grade, steps: Iterable[Step], source: Passage, similarity: float = 100.0
) -> Found:
    """A quotation whose words stand at these places of a text."""
    spans = tuple(source.normal.original(one.start, one.end) for one in steps)
    begin, stop = spans[0][0], spans[-1][1]
    return Found(grade, begin, stop, source.original[begin:stop], similarity, spans)


def with_cuts(
    found: Found, chain: Sequence[Step], source: Passage, replaced: Sequence[bool] = ()
) -> Found:
    """The same, with where a cut parts words from what turns them round.

    Args:
        found: what was found.
        chain: its words, from mark to mark.
        source: the text.
        replaced: before which of them, and behind the last, a bracket stands for what is there.
    """
    text, cuts, doubts = source.text, [], dict.fromkeys(found.doubts)
    for number, one in enumerate(chain):
        before = text[max(one.start - _BESIDE, chain[number - 1].end if number else 0) : one.start]
        is_said, is_next_said = (replaced[at : at + 1] == [True] for at in (number, number + 1))
        if not is_said and editing.follows_negation(before):
            cuts.append(one.start)
        is_last = number + 1 == len(chain)
        after = text[one.end : one.end + _BESIDE if is_last else chain[number + 1].start]
        said = text[max(one.end - _BESIDE, one.start) : one.end]
        if not is_next_said and editing.ends_in_negation(said) and _GOES_ON.match(after):
            cuts.append(one.end - 1)
        told = cutting.cut_off(before, after), "" if is_said else cutting.begins_behind(before)
        doubts |= dict.fromkeys(filter(None, told))
    places = (source.normal.original(at, at + 1)[0] for at in cuts)
    return replace(found, after_negation=tuple(places), doubts=tuple(doubts))
