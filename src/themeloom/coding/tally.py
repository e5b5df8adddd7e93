"""How much is coded with a code, or with all that a theme is made of."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from themeloom.core.nested import grouped

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from themeloom.coding.coded import Coded
    from themeloom.coding.nouns import Coding
    from themeloom.coding.voices import Voices
    from themeloom.study.interpretation import Subtheme


class Mark(NamedTuple):
    """A coding, as far as it is counted.

    Args:
        source: the id of its source.
        start: where its words begin.
        end: where they end.
        participants: whose words it has.
    """

    source: str
    start: int
    end: int
    participants: tuple[str, ...]


class Amount(msgspec.Struct, frozen=True):
    """How much is coded.

    Args:
        codings: how many codings.
        passages: how many passages; one that is coded twice, by two people or below two codes
            of the same parent, is one.
        sources: in how many sources.
        participants: with words of how many participants.
        absent: the sources of these that cannot be read here, so that nobody knows who speaks.
    """

    codings: int
    passages: int
    sources: int
    participants: int
    absent: frozenset[str]


class Tally:
    """What is coded with each code.

    Args:
        coded: the codings.
        voices: who speaks where.
    """

    def __init__(self, coded: Coded, voices: Voices) -> None:
        self._coded = coded
        self._voices = voices

    @cached_property
    def _marks(self) -> Mapping[str, list[Mark]]:
        """Every coding by its code."""
        rows = self._coded.rows()
        return grouped((one.code, self._mark(source, one)) for source, one in rows)

    def _mark(self, source: str, coding: Coding) -> Mark:
        passage = self._voices.of(source, coding)
        said = passage.participants if passage else ()
        # As they were written: who may not read a source counts the same passages.
        return Mark(source, coding.start, coding.end, said)

    def of(self, codes: Iterable[str]) -> Amount:
        """How much is coded with some codes and all that stand below them."""
        below = frozenset[str]().union(*map(self._coded.codebook.below, codes))
        marks = [mark for code in below for mark in self._marks.get(code, ())]
        sources = frozenset(mark.source for mark in marks)
        return Amount(
            len(marks),
            len({(mark.source, mark.start, mark.end) for mark in marks}),
            len(sources),
            len({name for mark in marks for name in mark.participants}),
            sources - self._voices.sources,
        )


def codes_of(theme: Subtheme) -> tuple[str, ...]:
    """The codes that a theme is made of, those of its subthemes included."""
    below = getattr(theme, "subthemes", ())
    return tuple(dict.fromkeys(code for one in (theme, *below) for code in one.codes))
