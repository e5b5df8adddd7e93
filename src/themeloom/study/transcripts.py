"""A source as it is compared: its text, who speaks where, and what in it is no speech."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from functools import cached_property, lru_cache
from html import unescape
from typing import TYPE_CHECKING

from msgspec.structs import replace

from themeloom.core.expressions import later
from themeloom.core.text import normalise, normalise_with, plain, printable
from themeloom.study.cut_words import cut_words
from themeloom.study.editing import MARK
from themeloom.study.label_forms import BEFORE, BEHIND_OPENER
from themeloom.study.layout import VOWELS, layout_of, spaced, without_times
from themeloom.study.quoting import find
from themeloom.study.settings import Counts, Transcripts
from themeloom.study.sources import joined, read_turns

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from themeloom.core.text import Normalised
    from themeloom.study.cut_words import Cut
    from themeloom.study.found import Found
    from themeloom.study.searching import Span
    from themeloom.study.sources import Turn


_LETTERS = re.compile(r"[^\W\d_]+")
#: A letter as HTML writes it.
ENTITY = later(r"&(?:#\d{2,6}|#x[0-9a-fA-F]{2,5}|[A-Za-z]{2,8});")


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
        self._last: tuple[str, Found | None] | None = None
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

    @cached_property
    def _written(self) -> list[tuple[int, int, str]]:
        """The letters that are written as HTML does it, and what they are."""
        found = ENTITY.finditer(self.text) if "&" in self.text else ()
        letters = [(*match.span(), unescape(match[0])) for match in found]
        return [one for one in letters if not one[2].endswith(";")]

    @cached_property
    def _interjected(self) -> list[tuple[int, int, str]]:
        """What stands for each interjection of a listener: a few words that ask nothing."""
        pieces = []
        for before, within, after in zip(self.turns, self.turns[1:], self.turns[2:], strict=False):
            # Whoever goes on behind it needs no label.
            if within.end == after.start and before.speaker == after.speaker != "":
                opener = BEHIND_OPENER.search(self.text, max(before.end - BEFORE, 0), before.end)
                if opener and self._over(opener.start(), after.start):
                    pieces.append(("interjections", opener.start(), after.start))
        return spaced(self.text, pieces)

    def _over_interjections(self, quotation: str, within: Span | None) -> Found:
        """Words that go on behind what a listener says, each part where it stands."""
        others = [
            one
            for one in self._changes(frozenset())
            if not any(start < one[1] and one[0] < end for start, end, _ in self._interjected)
        ]
        normal = normalise_with(self.text, sorted([*others, *self._interjected]))

        def is_within(start: int, end: int) -> bool:
            return within is None or all(within(*part) for part in self._parted(start, end))

        found = find(
            quotation,
            self.text,
            is_within,
            over=self._over,
            nearest=False,
            compared=lambda words: (self.words(words), normal),
        )
        parts = (part for one in found.parts for part in self._parted(*one))
        return replace(found, parts=tuple(parts))

    def _parted(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        """What of a span stands before, between and behind interjections."""
        for begin, stop, _ in self._interjected:
            if start < begin and stop < end:
                yield start, begin
                start = stop
        yield start, end

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
        if not (self._layout or self._cuts or self._written):
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
        for one in (*self._layout, *self._written):
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
        return plain(ENTITY.sub(lambda one: unescape(one[0]), quotation))

    def find(self, quotation: str, within: Span | None = None, *, nearest: bool = True) -> Found:
        """Look a quotation up; an ellipsis may not pass over what somebody else says.

        A listener's few words within a turn (`//INT: Hm//`) part no words of whoever speaks.
        """
        if self._interjected:
            whole = self._find(quotation, within, nearest=False)
            found = whole if whole.grade.holds else self._over_interjections(quotation, within)
            if found.grade.holds or not nearest:
                return found
        return self._find(quotation, within, nearest=nearest)

    def _find(self, quotation: str, within: Span | None, *, nearest: bool) -> Found:
        return find(
            quotation, self.text, within, over=self._over, nearest=nearest, compared=self._compared
        )

    def has(self, quotation: str) -> bool:
        """Whether the words stand here by the rules of quoting, whoever says them."""
        return self.held(quotation) is not None

    def held(self, quotation: str) -> Found | None:
        """Where they do; who asks whether they stand here asks next whose they are."""
        if self._last is None or self._last[0] != quotation:
            self._last = quotation, self._held(quotation)
        return self._last[1]

    def _held(self, quotation: str) -> Found | None:
        words, normal = self._compared(quotation)
        runs = _LETTERS.findall(MARK.sub(" ", words))
        # Its first letter may stand in another case.
        if runs and max(runs, key=len)[1:] not in normal.text:
            return None
        found = self.find(quotation, nearest=False)
        return found if found.grade.holds else None

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
