"""A source as it is compared: its text, who speaks where, and what in it is no speech."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from themeloom.core.text import normalise, normalise_with, plain, printable
from themeloom.study.cut_words import cut_words
from themeloom.study.editing import MARK
from themeloom.study.layout import VOWELS, layout_of, spaced, without_times
from themeloom.study.quoting import find
from themeloom.study.settings import Counts, Transcripts
from themeloom.study.sources import joined, read_turns

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from themeloom.core.text import Normalised
    from themeloom.study.cut_words import Cut
    from themeloom.study.found import Found
    from themeloom.study.searching import Span
    from themeloom.study.sources import Turn


_LETTERS = re.compile(r"[^\W\d_]+")


class Transcript:
    """A text in which quotations are looked up.

    Args:
        text: as it was stored.
        turns: who speaks where; none where that is not known.
        rules: what in it counts as layout.
    """

    def __init__(
        self, text: str, turns: Sequence[Turn] = (), rules: Transcripts | None = None
    ) -> None:
        self.text = text
        self.turns = tuple(turns)
        self._rules = rules or Transcripts()
        self._normals: dict[frozenset[int], Normalised] = {}
        self._over = joined(self.turns, text)

    @cached_property
    def _layout(self) -> list[tuple[int, int, str]]:
        """What stands for each stretch that is no speech, cut words aside."""
        pieces = [*layout_of(self.text, self._rules), *_going_on(self.turns)]
        return spaced(self.text, sorted(pieces, key=lambda piece: piece[1:]))

    @cached_property
    def _cuts(self) -> list[Cut]:
        if self._rules.cut_words is Counts.WORDS:
            return []
        passed = {start: end for start, end, _ in self._layout}
        borders = (place for turn in self.turns for place in (turn.start, turn.end))
        return list(cut_words(self.text, passed, borders, set()))

    @property
    def layout(self) -> Counter[str]:
        """How often each kind of layout stands in the text, by the name of its setting."""
        found = Counter(kind for kind, _, _ in layout_of(self.text, self._rules))
        return found + Counter(cut_words=len(self._cuts))

    def normal(self, words: str = "") -> Normalised:
        """The text in comparable form.

        Args:
            words: a quotation in comparable form, which tells of cut words that may be written
                with a hyphen or without whether it has the hyphen.
        """
        if not (self._layout or self._cuts):
            return normalise(self.text)
        said = words.casefold()
        kept = frozenset(
            at for at, one in enumerate(self._cuts) if one.hyphened and one.hyphened in said
        )
        if kept not in self._normals:
            self._normals[kept] = normalise_with(self.text, self._changes(kept))
        return self._normals[kept]

    def _changes(self, hyphened: frozenset[int]) -> list[tuple[int, int, str]]:
        found = [
            (one.start, one.end, "-" if at in hyphened else one.sign)
            for at, one in enumerate(self._cuts)
        ]
        ends = [end for _, end, _ in found]
        starts = [start for start, _, _ in found]
        # What stands between the parts of a cut word belongs to the cut.
        for one in self._layout:
            at = bisect_right(starts, one[1]) - 1
            if at < 0 or ends[at] <= one[0]:
                found.append(one)
        return sorted(found)

    def words(self, quotation: str) -> str:
        """A quotation in comparable form: what the study takes for layout is in neither."""
        if self._rules.vowel_signs is Counts.LAYOUT:
            quotation = VOWELS.sub("", quotation)
        if self._rules.times is Counts.LAYOUT:
            quotation = without_times(quotation)
        return plain(quotation)

    def find(self, quotation: str, within: Span | None = None, *, nearest: bool = True) -> Found:
        """Look a quotation up; an ellipsis may not pass over what somebody else says."""
        return find(
            quotation, self.text, within, over=self._over, nearest=nearest, compared=self._compared
        )

    def has(self, quotation: str) -> bool:
        """Whether the words stand here by the rules of quoting, whoever says them."""
        words, normal = self._compared(quotation)
        runs = _LETTERS.findall(MARK.sub(" ", words))
        # Its first letter may stand in another case.
        if runs and max(runs, key=len)[1:] not in normal.text:
            return False
        return self.find(quotation, nearest=False).grade.holds

    def _compared(self, quotation: str) -> tuple[str, Normalised]:
        words = self.words(quotation)
        return words, self.normal(words)

    def printed(self, start: int, end: int) -> str:
        """The words between two places as they are printed: on one line, without layout."""
        parts, done = list[str](), start
        for begin, stop, form in self._changes(frozenset()):
            if begin >= done and stop <= end:
                parts += [self.text[done:begin], form]
                done = stop
        return " ".join(printable("".join([*parts, self.text[done:end]])).split())


def _going_on(turns: Iterable[Turn]) -> Iterable[tuple[str, int, int]]:
    """The labels of who spoke already: whoever goes on says nothing by them."""
    before = None
    for turn in turns:
        if before and turn.speaker and turn.speaker == before.speaker and turn.start > before.end:
            yield "labels", before.end, turn.start
        before = turn


def read_transcript(
    text: str,
    called: frozenset[str],
    settled: Mapping[str, str | tuple[str, ...]],
    rules: Transcripts,
) -> Transcript:
    """A source as it is compared.

    Args:
        text: as it was stored.
        called: what the study's people are called in transcripts.
        settled: what the study says of labels in this one.
        rules: what in transcripts counts as layout.
    """
    return _read(text, called, tuple(sorted(settled.items())), rules)


@lru_cache(maxsize=512)
def _read(
    text: str,
    called: frozenset[str],
    settled: tuple[tuple[str, str | tuple[str, ...]], ...],
    rules: Transcripts,
) -> Transcript:
    return Transcript(text, read_turns(text, called, dict(settled), rules), rules)
