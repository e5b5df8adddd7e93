"""How far a quotation may depart from its source: cut at its marks, held to the rules of quoting.

The limits and the words for “not” are data (`quoting.toml`), with where each comes from.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from themeloom.core.expressions import later
from themeloom.core.files import beside
from themeloom.core.text import UNSPACED
from themeloom.study.layout import is_time
from themeloom.study.vocabulary import DETERMINERS, LIGHT, SMALL, language

if TYPE_CHECKING:
    from collections.abc import Sequence

_DATA = beside(__file__, "quoting.toml")
#: Each limit by its name.
LIMITS: dict[str, dict[str, object]] = _DATA["limits"]


def limit(name: str) -> int:
    """How many there may be, or must be."""
    one = LIMITS[name]
    return int(str(one.get("most", one.get("least", 0))))


#: How many characters an ellipsis may leave out.
LEFT_OUT = limit("left-out")
#: How many characters of the original a bracket may stand for.
REPLACED = 120
#: An ellipsis in comparable form: `...`, `. . .`, or with the full stop of a sentence.
_DOTS = r"\.(?:(?: ?\.){5}|(?: ?\.){2,3})"
ELLIPSIS = later(_DOTS)
_UNSPACED = later(rf"[{UNSPACED}]")
_LETTER = later(r"^\w$")
#: A word, be it written with apostrophes or hyphens.
WORD = later(r"[^\W_]+(?:['-][^\W_]+)*")
ENDINGS = frozenset(_DATA["endings"]["given"].split())
#: The endings with which the word before a bracket may go on in the source.
OPEN_ENDINGS = ENDINGS | {""}
_ADDED = frozenset(_DATA["added"]["said"])
#: What negates the word behind it or before it, where no spaces part words.
NEGATING = _DATA["negating"]
#: What an author puts in: an ellipsis, words in square brackets, a remark in any brackets.
MARK = later(
    rf"\s*(?:\[\s*{_DOTS}\s*\]|\(\s*{_DOTS}\s*\)|{_DOTS})\s*|\s*\[([^\[\]]*)\]"
    rf"|\s*\(({'|'.join(map(re.escape, sorted(_ADDED)))})\)",
    re.IGNORECASE,
)
_NEGATIONS = frozenset(" ".join(_DATA["negations"].values()).split())
#: Signs that an author puts in: [,], and the marks of what somebody is said to have said.
_SIGNS = frozenset(" \"',.;:-")
#: What negates in French only beside another word.
_JOINED = frozenset({"ne", "n"})
_TURNING = frozenset(" ".join(_DATA["turning"].values()).split())
#: What may go with a negation, and says nothing by itself.
AUXILIARIES = frozenset(" ".join(_DATA["auxiliaries"].values()).split())
#: Where a sentence or a part of it ends.
_STOPS = later(r"[.?!…,;:]|\s-\s")


def words_of(text: str) -> list[str]:
    """The words of a text in comparable form."""
    return WORD.findall(text.casefold())


def is_negation(word: str, spoken: str = "") -> bool:
    """Whether a word turns its sentence round, in a language if that is known."""
    if word in SMALL.get(spoken, ()) and spoken in _DATA["negations"]:
        return word in _DATA["negations"][spoken].split()
    return word in _NEGATIONS or word.endswith("n't")


def turned(text: str, spoken: str = "", beside: str = "") -> int:
    """How far a text turns a sentence round: 2 for each “not”, 1 for “few” where it is alone.

    Args:
        text: what is looked at.
        spoken: its language, if that is known.
        beside: what stands behind it: French “ne” says nothing more where “pas” follows.
    """
    words = words_of(text)
    if _JOINED.issuperset(words) and any(map(is_negation, words_of(_STOPS.split(beside)[0]))):
        return 0
    return 2 * sum(is_negation(one, spoken) for one in words) or int(is_only_negation(text))


def is_only_negation(text: str) -> bool:
    """Whether there is nothing in a text but “not”, “few” or “less”, and auxiliaries."""
    turning = [word for word in words_of(text) if word not in AUXILIARIES]
    return bool(turning) and all(is_negation(word) or word in _TURNING for word in turning)


def follows_negation(before: str) -> bool:
    """Whether what goes on behind a text is turned round by one of its last two words."""
    clause = _STOPS.split(before)[-1]
    return _negates(words_of(clause)[-2:], clause)


def ends_in_negation(said: str) -> bool:
    """Whether the last word of a text turns round what would go on behind it."""
    last = words_of(said)[-1:]
    return said[-1:].isalnum() and _negates(last, said)


def _negates(words: Sequence[str], text: str) -> bool:
    """Whether one of the words is a negation in the language of a text."""
    return any(map(is_negation, words)) and any(is_negation(one, language(text)) for one in words)


@dataclass
class Segment:
    """Words that must be there, after at most `gap` characters of anything.

    The last one may have no words: then it says what follows the quotation.

    Args:
        words: what must be there.
        gap: how many characters may stand before them.
        any_case: whether their first letter may be of either case.
        replaces: what stands before them in brackets; None if nothing does.
        marked: whether words may be left out before them wherever the source has a pause.
        leaves_out: whether an ellipsis stands before them.
        ending: whether the word before a bracket may end in another way.
    """

    words: str = ""
    gap: int = 0
    any_case: bool = False
    replaces: str | None = None
    marked: bool = False
    leaves_out: bool = False
    ending: bool = False

    @property
    def is_little(self) -> bool:
        """Whether a bracket before them has nothing but a little word: [the], [of]."""
        return self.replaces is not None and self.replaces.casefold() in LIGHT | DETERMINERS


@dataclass
class Reading:
    """A quotation cut at its marks.

    Args:
        segments: the words between the marks, in their order.
        brackets: what stands in the author's brackets.
        ellipses: how many there are.
        wrong: the rule that a bracket breaks by itself, in words; empty if none does.
    """

    segments: list[Segment] = field(default_factory=list)
    brackets: list[str] = field(default_factory=list)
    ellipses: int = 0
    wrong: str = ""

    @property
    def beyond(self) -> str:
        """The rule of quoting that the quotation breaks whatever the source says; or nothing."""
        if self.wrong:
            return self.wrong
        quoted = sum(len(words_of(one.words)) for one in self.segments)
        put_in = sum(len(set(words_of(one)) - DETERMINERS) for one in self.brackets)
        if self.ellipses > limit("ellipses"):
            return f"it has {self.ellipses} ellipses, and {limit('ellipses')} are the most"
        for one in self.brackets:
            if (many := len(words_of(one))) > limit("bracket"):
                return f"a bracket has {many} words, and {limit('bracket')} are the most"
        if put_in * 100 > (put_in + quoted) * limit("brackets"):
            return f"{put_in} of its {put_in + quoted} words stand in brackets"
        least = limit("fragment")
        cut_out = 1 + sum(bool(one.words) and one.leaves_out for one in self.segments)
        parts = sum(bool(one.words) and not (one.ending or one.is_little) for one in self.segments)
        # A word between two brackets is common, for brackets stand for a word each.
        for many, spare in ((cut_out, 0), (parts, 1)):
            if many > least + spare and quoted < many * least - spare:
                return f"its {quoted} words are picked one by one from {many} places"
        return ""


def cut(words: str, marks: Sequence[re.Match[str]]) -> Reading:
    """Cut a quotation in comparable form at its ellipses and brackets."""
    reading, before = Reading(), Segment()
    done, letter = 0, ""
    for match in marks:
        said = letter + words[done : match.start()].strip()
        if said:
            before = _put(reading, said, before)
        following = words[match.end() : match.end() + 1]
        letter = ""
        inside = match[1] if match[2] is None else match[2]
        if inside is not None and is_time(inside):
            reading.wrong = reading.wrong or f"[{inside}] is a time of the transcript and no word"
        attached = match[0][:1] == "[" and _is_lettered(words[: match.start()][-1:])
        if inside is None or ELLIPSIS.fullmatch(inside.strip()) or not (inside.strip() or attached):
            before.leaves_out = True
            before.marked |= match[0].strip()[:1] in ("[", "(")
            reading.ellipses += 1
        elif inside.strip().casefold() in _ADDED or (inside and _SIGNS.issuperset(inside)):
            before.gap = max(before.gap, 1)
        elif _LETTER.match(inside) and inside.swapcase() != inside and following.isalnum():
            letter, before.any_case, before.gap = inside, True, max(before.gap, 1)
        else:
            _bracket(reading, before, inside, attached=attached, following=following)
        done = match.end()
    last = letter + words[done:].strip()
    if last or (reading.segments and (before.replaces is not None or before.ending)):
        _put(reading, last, before)
    return reading


def _is_lettered(sign: str) -> bool:
    """Whether a sign beside a bracket makes one word with it, in a script that has spaces."""
    return sign.isalnum() and not _UNSPACED.match(sign)


def _put(reading: Reading, words: str, segment: Segment) -> Segment:
    """Add a segment whose words are known now; what stands before the next ones begins."""
    segment.words = words
    segment.gap = max(segment.gap, LEFT_OUT if segment.leaves_out else 0)
    reading.segments.append(segment)
    return Segment()


def _bracket(
    reading: Reading, before: Segment, inside: str, *, attached: bool, following: str
) -> None:
    """Note a bracket with words, or with letters that change a word."""
    if attached and reading.segments and reading.segments[-1].words[-1].isalnum():
        if inside.strip() in OPEN_ENDINGS:
            before.ending, before.gap = True, max(before.gap, 1)
            return
        reading.wrong = reading.wrong or f"[{inside}] makes another word of the one before it"
    elif _is_lettered(following) and not inside.endswith("'"):
        reading.wrong = reading.wrong or f"[{inside}] makes another word of the one behind it"
    before.gap = max(before.gap, REPLACED)
    before.replaces = f"{before.replaces or ''} {inside}".strip()
    reading.brackets.append(inside)
