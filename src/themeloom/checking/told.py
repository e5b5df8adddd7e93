"""Does prose tell how many participants are of a kind, where tables hide it?"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from themeloom.checking.findings import Finding
from themeloom.checking.kinds_of_people import sentences
from themeloom.checking.numerals import numerals
from themeloom.core.expressions import later
from themeloom.deriving.participants import HIDDEN, LEAST, of_kind, shown_counts

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from themeloom.checking.context import Context
    from themeloom.checking.numerals import Numeral
    from themeloom.deriving.protecting import Cell

    #: Attributes with their values, and where the words for them begin and end.
    _Said = tuple[Mapping[str, str], int, int]

#: What stands between a number and a value that all together are counted by.
_ARE = later(
    r"(?:\s+\w+|\s+(?:of|out of)\s+(?:\w+\s+){0,3}\w+)?\s*,?\s*(?:were|was|are|is|being"
    r"|identified as|self-identified as|described themselves as|worked as)\s+(?:\w+\s+){0,2}"
)
#: A number that stands directly in front of a value, or behind it in brackets.
_DIRECT = later(r"[\s-]+(?:of\s+(?:them|these|whom)\s+(?:were\s+)?)?(?:\w+\s+)?")
_BEHIND = later(r"\s*(?:\((?:n\s*=\s*)?|:\s*|n\s*=\s*|=\s*|,\s*n\s*=\s*)", re.IGNORECASE)
#: What is said of all who took part, and not of some who say or do something.
_OF_ALL = later(
    r"(?<!\w)(?:participants|sample|respondents|interviewees|included|comprised|comprising|consisted"
    r"|recruited|interviewed|took part|participated|in total|altogether|made up|among them"
    r"|of whom|of them|the rest|were|there)(?!\w)",
    re.IGNORECASE,
)


def check_told_counts(context: Context) -> Iterator[Finding]:
    """Yield numbers in prose that tell how few participants are of a kind."""
    if not context.study.participants:
        return
    shown = shown_counts(context.study)
    for document in context.documents:
        for paragraph in context.paragraphs(document):
            for start, sentence in sentences(paragraph.text):
                for at, said in _told(context, sentence, shown):
                    yield Finding.at(paragraph.place(start + at), "disclosure-told", value=said)


def _told(context: Context, sentence: str, shown: Mapping[Cell, str]) -> Iterator[tuple[int, str]]:
    """Where a sentence tells a count that is hidden, and of which values."""
    found = list(context.people.said_in(sentence))
    if not found:
        return
    counted = [
        (numeral, one, strong)
        for numeral in numerals(sentence, context.study.study.language)
        for one, strong in _of(numeral, found, sentence)
    ]
    several = len({str(one[0]) for _, one, _ in counted}) > 1
    of_all = bool(_OF_ALL.search(sentence))
    for numeral, (values, _, _), strong in counted:
        if (strong or several or of_all) and _is_hidden(context, values, numeral, shown):
            yield numeral.start, ", ".join(values.values())


def _of(numeral: Numeral, found: Sequence[_Said], sentence: str) -> Iterator[tuple[_Said, bool]]:
    """What a number counts, and whether it is said of all who are such."""
    for one in found:
        _, start, end = one
        between = sentence[numeral.end : start]
        if start >= numeral.end and _ARE.fullmatch(between):
            yield one, True
            return
        if start >= numeral.end and _DIRECT.fullmatch(between):
            yield one, numeral.is_share
            return
        if end <= numeral.start and _BEHIND.fullmatch(sentence[end : numeral.start]):
            yield one, True
            return


def _is_hidden(
    context: Context, values: Mapping[str, str], numeral: Numeral, shown: Mapping[Cell, str]
) -> bool:
    """Whether a number is how many there are of a kind, and they are too few or hidden."""
    people = context.study.participants
    count = of_kind(people, values.items())
    if count not in numeral.counts(len(people)):
        return False
    least = LEAST[context.study.settings.disclosure.small_cells]
    return 0 < count < least or shown.get(frozenset(values.items())) == HIDDEN
