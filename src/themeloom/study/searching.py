"""Looking for the words of a quotation one behind the other, by what may stand between them."""

from __future__ import annotations

from bisect import bisect_right
from itertools import takewhile
from typing import TYPE_CHECKING, NamedTuple

from msgspec.structs import replace

from themeloom.core.expressions import later
from themeloom.core.text import merged
from themeloom.study import cutting, editing, sense
from themeloom.study.editing import LEFT_OUT
from themeloom.study.found import Found, Grade, Step, placed, with_cuts
from themeloom.study.vocabulary import DETERMINERS, LIGHT, PRONOUNS, Swap

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from themeloom.study.editing import Reading, Segment
    from themeloom.study.passages import Passage

    #: Says of a span of the original whether it may be looked at, or passed over.
    Span = Callable[[int, int], bool]
    #: A segment, and what the words before it stand for, or leave out.
    Gap = tuple[Segment, Swap]

#: How many characters around words tell what stands beside them.
_BESIDE = 40
#: Where what stands behind a bracket goes on with something else.
_AND = later(r",|\b(?:and|but|or|so|because|und|aber|oder|et|mais|ou|y|pero|e|mas|ma|en|maar)\b")
#: Where a clause ends, and with it what a bracket at an end of a quotation may stand for.
_CLAUSE = later(r"[.?!…;:。！？]")
#: What joins a noun and what says which.
_OF = frozenset(("of", "de", "du", "des", "del", "della", "di", "da", "do", "van", "von"))
_CAPITAL = later(r"[A-ZÀ-ÖØ-Þ]")
#: So many words are what a bracket at an end may stand for.
_NEAR = 3


class _End(NamedTuple):
    """A bracket at the beginning or the end of a quotation, and what the source has there.

    Args:
        clause: what stands beside it, up to the border of a clause.
        near: the bracket, in the place of the nearest words of that.
        next_to: the bracket in the place of the nearest one, right beside it.
        phrase: the bracket and the words for which it stands, if it stands for some.
    """

    clause: str
    near: Swap
    next_to: Swap
    phrase: Swap


class Search:
    """Looks for the segments of a quotation, one behind the other.

    Args:
        source: where.
        over: what may be passed over; everything if not given.
        loose: whether only the order and the brackets of the text count, to tell what is wrong.
    """

    def __init__(self, source: Passage, over: Span | None, *, loose: bool = False) -> None:
        self._source = source
        self._over = over
        self._loose = loose
        #: The rule that kept the segments from being found, if one did.
        self.why = ""

    def look(self, reading: Reading) -> Found | None:
        """The first place where all segments follow each other by the rules; else nothing."""
        segments = reading.segments
        if not segments or not all(self._has(one) for one in segments):
            return None
        reached = [Step(*span) for span in self._spans(reading, 0, 0, None)]
        for number, segment in enumerate(segments[1:], 1):
            if segment.words:
                reached = self._next(reading, number, reached)
            if not reached:
                return None
        return next(filter(None, (self._judged(reading, one) for one in reached)), None)

    def _has(self, segment: Segment) -> bool:
        forms = _forms(segment)
        return any(form in self._source.text for form in forms)

    def _spans(
        self, reading: Reading, number: int, begin: int, stop: int | None
    ) -> list[tuple[int, int]]:
        """Where a segment stands, with either case of its first letter if that is allowed."""
        segment, following = reading.segments[number], reading.segments[number + 1 :][:1]
        found: list[tuple[int, int]] = []
        for form in _forms(segment):
            if following and following[0].ending:
                found += self._source.stems(form, editing.OPEN_ENDINGS, begin, stop)
            else:
                is_elided = bool(following) and following[0].replaces and form.endswith("'")
                places = self._source.occurrences(form, begin, stop, is_elided=bool(is_elided))
                found += ((start, start + len(form)) for start in places)
        return sorted(found)

    def _next(self, reading: Reading, number: int, reached: list[Step]) -> list[Step]:
        """The places of the next segment that can be reached, each from the nearest before it."""
        source, segment = self._source, reading.segments[number]
        ends = [one.end for one in reached]
        found: list[Step] = []
        closed: set[int] = set()
        # Where to look for what follows within reach of one of the places, no place twice.
        reach = segment.gap + len(segment.words) + 1
        for begin, stop in merged((end, end + reach) for end in ends):
            for start, end in self._spans(reading, number, begin, stop):
                # The nearest alone: a farther one would only hide what a mark stands for.
                at = bisect_right(ends, start) - 1
                near = at >= 0 and start - ends[at] <= segment.gap
                if not near or at in closed:
                    continue
                if self._may_pass(segment, ends[at], start):
                    found.append(Step(start, end, reached[at]))
                elif cutting.turns(source.text[ends[at] : start]):
                    # The words are said here, of which a “not” is left out: a farther place where
                    # some of them stand again is not what is meant.
                    closed.add(at)
        return sorted(found, key=lambda one: one.end)

    def _may_pass(self, segment: Segment, end: int, start: int) -> bool:
        """Whether the marks before a segment may stand for what is between two places."""
        source, between = self._source, self._source.text[end:start]
        swap = _swap(segment, source.text, end, start)
        if (segment.replaces is not None or not segment.leaves_out) and not source.is_plain(
            end, start
        ):
            return False
        if self._loose:
            return True
        broken = _broken(segment, swap, self._is_pause(segment, end, start))
        if (
            not broken
            and self._over
            and between.strip()
            and not self._over(*source.normal.original(end, start))
        ):
            broken = "it passes over what somebody else says or asks"
        self.why = self.why or broken
        return not broken

    def _is_pause(self, segment: Segment, end: int, start: int) -> bool:
        """Whether the source has an ellipsis where a plain one stands: the speaker paused."""
        if not segment.leaves_out or segment.marked or segment.replaces is not None:
            return False
        between = self._source.text[end:start].strip(" ,;:-")
        pauses = [match.span() for match in editing.ELLIPSIS.finditer(between)]
        return bool(pauses) and (pauses[0][0] == 0 or pauses[-1][1] == len(between))

    def _judged(self, reading: Reading, last: Step) -> Found | None:
        """The quotation at one place, if what is beside and between its words allows it."""
        chain, source = last.chain(), self._source
        first, final = reading.segments[0], reading.segments[-1]
        beside = source.is_beside_bracket
        if first.replaces is not None and beside(chain[0].start, after=False):
            return None
        if not final.words and final.replaces is not None and beside(chain[-1].end, after=True):
            return None
        found = placed(Grade.EDITED, chain, source)
        gaps = _gaps(reading, chain, source.text)
        left_out = sum(
            len(swap.gone)
            for segment, swap in gaps
            if segment.leaves_out and not editing.ELLIPSIS.fullmatch(swap.gone.strip())
        )
        doubts = tuple(filter(None, self._doubts(reading, chain, gaps)))
        found = replace(found, left_out=left_out, put_in=_put_in(reading, gaps), doubts=doubts)
        if not self._loose:
            why = self._broken_beside(reading, chain)
            if left_out > LEFT_OUT:
                why = f"its ellipses leave out {left_out} characters, and {LEFT_OUT} are the most"
            if why:
                self.why = self.why or why
                return None
        steps = [one for one in reading.segments if one.words or one is final]
        said = [one.replaces is not None for one in steps]
        return with_cuts(found, chain, source, said)

    def _doubts(
        self, reading: Reading, chain: Sequence[Step], gaps: Sequence[Gap]
    ) -> Iterator[str]:
        """What nobody can be sure of in what was put in between its words and at its ends."""
        for segment, swap in gaps:
            if segment.leaves_out and segment.replaces is None:
                yield cutting.doubt(swap.gone)
            elif segment.replaces is not None and not segment.leaves_out:
                yield sense.doubt(swap)
        for end in self._at_ends(reading, chain):
            yield sense.doubt(end.phrase)

    def _at_ends(self, reading: Reading, chain: Sequence[Step]) -> Iterator[_End]:
        """The brackets at the beginning and the end, by what stands beside them in the source."""
        text, first, final = self._source.text, reading.segments[0], reading.segments[-1]
        begin, stop = chain[0].start, chain[-1].end
        before, after = text[max(begin - _BESIDE, 0) : begin], text[stop : stop + _BESIDE]
        if first.replaces is not None:
            clause = sense.several(_CLAUSE.split(before.rstrip(" ,;:"))[-1])
            words = editing.WORD.findall(clause)
            start = clause.rfind(phrase := _phrase(clause))
            swap = Swap(first.replaces, phrase, clause[:start], text[begin : begin + _BESIDE], text)
            near, next_to = (swap._replace(gone=" ".join(words[-n:])) for n in (_NEAR, 1))
            yield _End(clause, near, next_to, swap)
        if final is not first and not final.words and final.replaces is not None:
            clause = _CLAUSE.split(after)[0]
            words, part = (
                editing.WORD.findall(clause)[:_NEAR],
                editing.WORD.findall(_AND.split(clause)[0]),
            )
            told = text[max(stop - _BESIDE, 0) : stop]
            following = " ".join(part[: 2 if part and part[0] in DETERMINERS else 1])
            is_verb = final.replaces.islower() and final.replaces.isalpha()
            is_for_verb = is_verb and editing.AUXILIARIES.issuperset(part[:1])
            goes_on = is_for_verb or sense.goes_on(told, following)
            gone = " ".join(_named(part[:_NEAR])) if goes_on else ""
            swap = Swap(final.replaces, gone, told, "", text)
            near, next_to = (
                swap._replace(gone=" ".join(words)),
                swap._replace(gone="".join(part[:1])),
            )
            yield _End(clause, near, next_to, swap)

    def _broken_beside(self, reading: Reading, chain: Sequence[Step]) -> str:
        """The rule that a bracket at the beginning or the end breaks, by what stands there."""
        for clause, near, next_to, phrase in self._at_ends(reading, chain):
            put_in = near.put_in
            turned = editing.turned(put_in, sense.language_of(near), near.after)
            if turned and not editing.turned(clause):
                return f"[{put_in}] puts a negation in"
            if editing.turned(near.gone) and not turned:
                return f"[{put_in}] takes a negation away"
            # One word stands for the one before it; a name may be put in beside it. Whoever ends
            # before a condition has not taken it away.
            is_word = sense.one_word(put_in).replace("-", "").isalpha()
            is_for_one = is_word and put_in == reading.segments[0].replaces
            more = sense.says_more if is_for_one else sense.is_somebody_else
            why = sense.turned_round(near) or more(next_to) or sense.is_somebody_else(phrase)
            if why := why or sense.says_another(phrase):
                return why
        return ""


def _phrase(clause: str) -> str:
    """The last words of a clause for which a bracket behind it stands: a noun with its article."""
    start, has_article = len(clause), False
    for number, word in enumerate(reversed(list(editing.WORD.finditer(clause))[-_NEAR - 1 :])):
        small = word[0].casefold()
        is_article = small in DETERMINERS
        is_little = small in LIGHT | PRONOUNS and not is_article
        if number and not is_article and (has_article or (is_little and small not in _OF)):
            break
        start, has_article = word.start(), is_article
        if is_little and not number:
            break
    return clause[start:].strip(" ,")


def _named(words: list[str]) -> list[str]:
    """The words for which a bracket before them stands: a name at their beginning, or all."""
    return list(takewhile(_CAPITAL.match, words)) or words


def _swap(segment: Segment, text: str, end: int, start: int) -> Swap:
    """What stands before a segment, in the place of which words, between which others."""
    before, after = text[max(end - _BESIDE, 0) : end], text[start : start + _BESIDE]
    return Swap(segment.replaces or "", text[end:start], before, after, text)


def _forms(segment: Segment) -> list[str]:
    forms = [segment.words]
    if segment.any_case:
        forms.append(segment.words[0].swapcase() + segment.words[1:])
    return forms


def _gaps(reading: Reading, chain: Sequence[Step], text: str) -> list[Gap]:
    """What stands in the original before each segment with words but the first."""
    steps = [one for one in reading.segments if one.words]
    return [
        (segment, _swap(segment, text, before.end, after.start))
        for segment, before, after in zip(steps[1:], chain, chain[1:], strict=False)
    ]


def _put_in(reading: Reading, gaps: Sequence[Gap]) -> tuple[tuple[str, int], ...]:
    """What stands in brackets, each with how many words of the original it is for."""
    first, final = reading.segments[0], reading.segments[-1]
    put_in = [
        (one.replaces, len(editing.words_of(swap.gone)))
        for one, swap in gaps
        if one.replaces is not None
    ]
    at_ends = (first, *([final] if final is not first and not final.words else []))
    return (*put_in, *((one.replaces, 0) for one in at_ends if one.replaces is not None))


def _broken(segment: Segment, swap: Swap, is_pause: bool) -> str:  # noqa: FBT001 - a fact of both
    """The rule that what is left out or replaced breaks, in words; empty if none is."""
    between = swap.gone
    if is_pause and not editing.ELLIPSIS.fullmatch(between.strip(" ,;:-")):
        return "the source has a pause (...) there; words are left out beside one with […]"
    if segment.replaces is not None:
        return _broken_bracket(segment, swap)
    if not segment.leaves_out:
        return ""
    return cutting.turns(between) or cutting.cut_behind_exception(between)


def _broken_bracket(segment: Segment, swap: Swap) -> str:
    said, between = swap.put_in, swap.gone
    spoken = sense.language_of(swap)
    put_in, gone = editing.turned(said, spoken, swap.after), editing.turned(between, spoken)
    if gone < min(put_in, 2):
        return f"[{said}] puts a negation in"
    if segment.leaves_out:
        return ""
    most = gone if editing.is_only_negation(between) else min(gone, 2)
    if put_in < most:
        return f"[{said}] takes a negation away"
    if len(editing.words_of(between)) > editing.limit("replaced"):
        return f"[{said}] stands for more than {editing.limit('replaced')} words"
    if sense.is_authors_clause(swap):
        return f"[{said}] is the author's clause in the place of “{' '.join(between.split())}”"
    told = (sense.turned_round, sense.says_more, sense.says_another)
    return next(filter(None, (ask(swap) for ask in told)), "")
