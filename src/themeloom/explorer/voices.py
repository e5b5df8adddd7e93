"""Who is quoted, how often and under which theme: the balance of voices."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from themeloom.model import Quotation, Study

#: What stands for all speakers of whom nothing is known.
UNKNOWN = "Speaker not named"


@dataclass(frozen=True)
class Cell:
    """What one voice says under one theme.

    Args:
        thread: the theme's place in the store, from 1.
        quotations: how many.
        words: how many words they have.
        share: the words in per cent of the most wordy cell, for the length of a bar.
    """

    thread: int
    quotations: int
    words: int
    share: int


@dataclass(frozen=True)
class Voice:
    """A participant, or all speakers who are not named.

    Args:
        name: how outputs call it.
        known: whether it is a participant of the study.
        cells: one for each theme.
    """

    name: str
    known: bool
    cells: tuple[Cell, ...]

    @property
    def quotations(self) -> int:
        """How many quotations in all."""
        return sum(cell.quotations for cell in self.cells)

    @property
    def words(self) -> int:
        """How many words in all."""
        return sum(cell.words for cell in self.cells)


@dataclass(frozen=True)
class Balance:
    """All voices, most words first, those not named last."""

    voices: tuple[Voice, ...]

    @property
    def unnamed(self) -> int:
        """How many quotations have no named speaker."""
        return sum(voice.quotations for voice in self.voices if not voice.known)

    @property
    def quotations(self) -> int:
        """How many quotations there are."""
        return sum(voice.quotations for voice in self.voices)

    @property
    def sentence(self) -> str:
        """What can be said of the balance, and what cannot."""
        known = sum(voice.known for voice in self.voices)
        if not self.quotations:
            return "Nobody is quoted."
        if self.unnamed == self.quotations:
            return (
                "No speaker is named. The quotations may come from several people or from one, "
                "so how evenly voices are heard cannot be seen."
            )
        heard = (
            f"{known} participant is quoted." if known == 1 else f"{known} participants are quoted."
        )
        if self.unnamed:
            heard += f" For {self.unnamed} of {self.quotations} quotations no speaker is named."
        return heard


def voice_of(study: Study, quote: Quotation) -> str:
    """How outputs call the speaker of a quotation; empty if nobody is named."""
    for one in study.participants:
        if one.id == quote.participant:
            return one.pseudonym or one.turn
    return quote.participant


def balance(study: Study) -> Balance:
    """The voices of a study under each of its themes."""
    counted: dict[str, dict[int, list[int]]] = {}
    for thread, theme in enumerate(study.themes, 1):
        for quote in theme.quotations:
            cell = counted.setdefault(voice_of(study, quote), {}).setdefault(thread, [0, 0])
            cell[0] += 1
            cell[1] += len(quote.text.split())
    most = max((cell[1] for cells in counted.values() for cell in cells.values()), default=1)
    threads = range(1, len(study.themes) + 1)
    voices = [
        Voice(
            name or UNKNOWN,
            bool(name),
            tuple(_cell(thread, cells.get(thread, [0, 0]), most) for thread in threads),
        )
        for name, cells in counted.items()
    ]
    return Balance(tuple(sorted(voices, key=lambda one: (not one.known, -one.words, one.name))))


def _cell(thread: int, counts: list[int], most: int) -> Cell:
    quotations, words = counts
    return Cell(thread, quotations, words, round(100 * words / most))
