"""How a tool counts places in a text, found by evidence.

No two tools agree: code points, UTF-16 units or bytes, a line end as one or two, a byte order
mark or none, an end that is of the words or behind them. Each rule is tried on every coded
stretch: against the words where the file stores them, else by whether stretches begin and end
with words and lines. The rule that is used is said; where none wins, nothing is guessed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import product
from typing import TYPE_CHECKING

from themeloom.core.errors import ThemeloomError
from themeloom.core.text import Normalised, replaced

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from themeloom.importers.coded.reading import ReadCoding

_UNITS = ("code points", "UTF-16 units", "UTF-8 bytes")
#: What takes more than one unit, or is counted by some and not by others.
_SPECIAL = re.compile("\r\n|[^\x00-\x7f]")
_ASTRAL = 0x10000
_MARK = "\ufeff"
#: How many of a hundred stretches must be as a rule has them for it to be believed.
_BELIEVED = 60
#: The tool's own rule is taken unless another is better by so many of a hundred.
_BETTER = 5


@dataclass(frozen=True)
class Rule:
    """How places are counted.

    Args:
        unit: in what.
        line_end: how many a CRLF counts.
        mark: whether a byte order mark counts.
        last: whether the end is the last character, and not what follows it.
    """

    unit: str
    line_end: int = 2
    mark: bool = False
    last: bool = False

    def __str__(self) -> str:
        """As a person is told it."""
        parts = [f"in {self.unit}", f"CRLF as {self.line_end}"]
        parts += ["the byte order mark counted"] if self.mark else []
        parts += ["the end included"] if self.last else ["the end behind the last character"]
        return ", ".join(parts)


#: Every rule, those that tools are known to follow first.
RULES = tuple(
    Rule(unit, line_end, mark, last)
    for last, mark, line_end, unit in product((False, True), (False, True), (2, 1), _UNITS)
)


@lru_cache(maxsize=64)
def counting(text: str, rule: Rule) -> Normalised:
    """A text in which everything takes the places that a rule counts for it, and the way back."""
    mark = " " * (_width(_MARK, rule.unit) if rule.mark else 0)
    changes = [(0, 1, mark)] if text.startswith(_MARK) else []
    for found in _SPECIAL.finditer(text, len(changes)):
        is_line_end = found[0] == "\r\n"
        places = " " * (rule.line_end if is_line_end else _width(found[0], rule.unit))
        if len(places) != len(found[0]):
            changes.append((*found.span(), places))
    return replaced(text, changes)


def _width(character: str, unit: str) -> int:
    if unit == "code points":
        return 1
    if unit == "UTF-16 units":
        return 2 if ord(character) >= _ASTRAL else 1
    return len(character.encode("utf-8", "surrogatepass"))


def span(text: str, coding: ReadCoding, rule: Rule) -> tuple[int, int] | None:
    """Where a coding stands by a rule, in code points of the text; None if nowhere."""
    if coding.start is None or coding.end is None:
        return None
    counted_text = counting(text, rule)
    start = counted_text.place(coding.start)
    end = counted_text.place(coding.end + rule.last)
    if start is None or end is None or start > end:
        return None
    return start, end


@dataclass(frozen=True)
class Evidence:
    """What speaks for a rule.

    Args:
        rule: the rule.
        words: how many stretches have the words that the file stores of them.
        stored: of how many it stores any.
        borders: how many stretches begin and end with a word, of those without stored words.
        plain: how many these are.
        lines: of how many of all stretches the end is that of a line.
        spans: how many stretches there are.
    """

    rule: Rule
    words: int = 0
    stored: int = 0
    borders: int = 0
    plain: int = 0
    lines: int = 0
    spans: int = 0

    @property
    def score(self) -> tuple[float, float]:
        """First what is as it should be, of a hundred; then line ends, which tell twins apart."""
        right = self.words + self.borders
        return 100 * right / (self.stored + self.plain), 100 * self.lines / self.spans

    def __str__(self) -> str:
        """As a person is told it."""
        said = []
        if self.stored:
            said.append(f"{self.words} of {self.stored} have the words that the file stores")
        if self.plain:
            said.append(f"{self.borders} of {self.plain} begin and end with a word")
        said.append(f"{self.lines} of {self.spans} end with a line")
        return f"{self.rule}: {', '.join(said)}"


def found_rule(
    name: str, texts: Mapping[str, str], codings: Sequence[ReadCoding], own: Sequence[Rule]
) -> Evidence | None:
    """The rule by which the places of a file are counted; None where it has none.

    Args:
        name: what the file is called.
        texts: the texts as they are stored, by the keys of their sources.
        codings: all codings.
        own: how the tool is known to count, the likeliest first.

    Raises:
        ThemeloomError: if no rule makes sense of the places, or two make different sense.
    """
    placed = {
        (one.source, one.start, one.end, one.words): one
        for one in codings
        if one.start is not None and one.end is not None and one.end > one.start
    }
    told = [one for one in placed.values() if one.source in texts]
    if not told:
        return None
    known = [evidence(texts, told, rule) for rule in own]
    if sure := [one for one in known if one.score[0] >= 100 - _BETTER]:
        return sure[0]
    found = [*known, *(evidence(texts, told, rule) for rule in RULES if rule not in own)]
    best = max(found, key=lambda one: one.score)
    close = [one for one in found if one.score[0] >= best.score[0] - _BETTER]
    best = next((one for one in close if one.rule in own), best)
    twins = [one for one in close if _differ(texts, told, best, one)]
    if best.score[0] < _BELIEVED or (twins and best.rule not in own):
        more = "; ".join(map(str, (best, *twins[:2])))
        raise ThemeloomError(
            f"{name}: no way of counting makes sense of where codings begin and end: {more}",
            "export the project again with the texts that it was coded in, unchanged, or as a "
            "table with the words of each coding",
        )
    return best


def evidence(texts: Mapping[str, str], codings: Sequence[ReadCoding], rule: Rule) -> Evidence:
    """What speaks for a rule: stored words that are there, borders of words and of lines."""
    words = stored = borders = plain = lines = 0
    for one in codings:
        text = texts[one.source]
        place = span(text, one, rule)
        has = place is not None and has_words(one, text[place[0] : place[1]])
        stored, words = stored + bool(one.words), words + (bool(one.words) and has)
        plain += not one.words
        if place is not None and place[0] < place[1]:
            borders += not one.words and _is_border(text, *place, lines=not rule.last)
            lines += _is_line_end(text, place[1])
    return Evidence(rule, words, stored, borders, plain, lines, len(codings))


def has_words(coding: ReadCoding, said: str) -> bool:
    """Whether a stretch has the words that the file stores of it, white space aside."""
    wanted, there = " ".join(coding.words.split()), " ".join(said.split())
    return there.startswith(wanted) if coding.cut else there == wanted


def _is_border(text: str, start: int, end: int, *, lines: bool) -> bool:
    """Whether a stretch begins and ends where words do, or is made of whole lines."""
    begins = start == 0 or not (text[start - 1].isalnum() and text[start].isalnum())
    stops = end == len(text) or not (text[end - 1].isalnum() and text[end].isalnum())
    if lines and text[end - 1] == "\n" and (start == 0 or text[start - 1] == "\n"):
        return True
    return begins and stops and not (text[start].isspace() or text[end - 1].isspace())


def _is_line_end(text: str, end: int) -> bool:
    return end == len(text) or text[end] in "\r\n"


def _differ(
    texts: Mapping[str, str], codings: Sequence[ReadCoding], one: Evidence, other: Evidence
) -> bool:
    """Whether two rules put any stretch at another place."""
    return any(
        span(texts[coding.source], coding, one.rule)
        != span(texts[coding.source], coding, other.rule)
        for coding in codings
    )
