"""Whose words a coding is of, as far as the turns of its source tell."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import msgspec

from themeloom.coding.anchoring import anchored
from themeloom.study.excerpts import names
from themeloom.study.labels import comparable
from themeloom.study.sources import ASKS, read_turns

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from themeloom.coding.nouns import Coding
    from themeloom.study.model import Corpus, Study
    from themeloom.study.sources import Settled, Turn


class Stretch(msgspec.Struct, frozen=True):
    """Words of one turn.

    Args:
        participant: the id of whose turn it is; empty where it is no participant's, or not clear.
        start: where they begin, in code points of the source.
        end: where they end.
        is_clear: whether it is known who says them, a participant or who asks.
    """

    participant: str
    start: int
    end: int
    is_clear: bool = False

    def may_be_shown(self, refusing: Collection[str]) -> bool:
        """Whether these are no words of anybody who refused; where that is not clear, none are."""
        return not refusing or (self.is_clear and self.participant not in refusing)


class Voices:
    """Who speaks where, in all sources of a study that can be read here.

    Args:
        study: the store, which says who takes part and whose labels are whose.
        corpus: the texts.
    """

    def __init__(self, study: Study, corpus: Corpus) -> None:
        self._study = study
        self._corpus = corpus
        self._turns: dict[str, tuple[Sequence[int], Sequence[Turn]]] = {}

    @property
    def sources(self) -> frozenset[str]:
        """The ids of the sources that can be read here."""
        return frozenset(self._corpus.texts)

    @cached_property
    def _whose(self) -> Mapping[str, str]:
        """The ids of participants by all that a turn may call them, in comparable form."""
        voices = self._study.voices.items()
        return {comparable(name): one for one, names in voices for name in names}

    @cached_property
    def _names(self) -> frozenset[str]:
        return names(self._study)

    @cached_property
    def _labels(self) -> Mapping[str, Settled]:
        """What the store says of the labels of each source."""
        return {one.id: one.speakers for one in self._study.sources}

    def stretches(self, source: str, start: int, end: int) -> Iterator[Stretch]:
        """The parts of a passage, turn by turn, without the labels before them."""
        text = self._corpus.texts[source].text
        starts, turns = self._of(source)
        if not turns:
            yield Stretch("", start, end)
            return
        first = max(bisect_right(starts, start) - 1, 0)
        for turn in turns[first : bisect_right(starts, end)]:
            begin, stop = max(turn.start, start), min(turn.end, end)
            if text[begin:stop].strip():
                whose = self._whose.get(turn.speaker, "")
                yield Stretch(whose, begin, stop, bool(whose) or turn.speaker in ASKS)

    def _of(self, source: str) -> tuple[Sequence[int], Sequence[Turn]]:
        if source not in self._turns:
            text = self._corpus.texts[source].text
            settled, rules = self._labels.get(source, {}), self._study.settings.transcripts
            turns = read_turns(text, self._names, settled, rules)
            self._turns[source] = [one.start for one in turns], turns
        return self._turns[source]

    def of(self, source: str, coding: Coding) -> Passage | None:
        """The passage that a coding is of; None where its source is not here, or has lost it."""
        text = self._corpus.texts.get(source)
        if text is None:
            return None
        anchor = anchored(coding, text.text)
        if not anchor.is_exact:
            return None
        said = tuple(self.stretches(source, anchor.start, anchor.end))
        return Passage(anchor.start, anchor.end, text.line_of(anchor.start), said)


@dataclass(frozen=True, slots=True)
class Passage:
    """A coded passage where its source has it.

    Args:
        start: where it begins, in code points of the source.
        end: where it ends.
        line: on which line it begins.
        stretches: its words, turn by turn.
    """

    start: int
    end: int
    line: int
    stretches: tuple[Stretch, ...]

    @property
    def participants(self) -> tuple[str, ...]:
        """Whose words it has, by the ids of participants."""
        return tuple(dict.fromkeys(one.participant for one in self.stretches if one.participant))

    def may_be_shown(self, refusing: Collection[str]) -> bool:
        """Whether nothing in it is, or may be, of anybody who refused."""
        return all(one.may_be_shown(refusing) for one in self.stretches)
