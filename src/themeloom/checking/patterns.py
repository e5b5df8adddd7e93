"""Finding what `patterns.toml` describes, each where it may be, judged by what is beside it."""

from __future__ import annotations

import re
from functools import cache, cached_property
from typing import TYPE_CHECKING

import msgspec

from themeloom.checking.numbers import check_named
from themeloom.core.expressions import compiled, later
from themeloom.core.files import beside
from themeloom.core.text import merged, positions

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Span = tuple[int, int]

_DATA = beside(__file__, "patterns.toml")
_WORDS = {name: tuple(said.split("|")) for name, said in _DATA["words"].items()}
_SIGNS = {name: tuple(map(compiled, signs)) for name, signs in _DATA["signs"].items()}
#: Those of them that are no patterns are found far faster as they are.
_PLAIN = {sign for signs in _DATA["signs"].values() for sign in signs if re.escape(sign) == sign}
#: Where there is nothing without a digit.
_AT_DIGITS = frozenset({"digits", "six-digits", "seven-digits", "numbers", "behind-words", "old"})
#: Lists of words of which one may be the head of a column.
_HEADS = ("telephone", "nhs", "passport", "national", "card", "account", "born", "ip", "place")
#: What rules propose.
PROPOSED = frozenset({"identity-name-proposed", "identity-post"})
#: How far a word may stand in front of what it speaks of, and behind it.
_BEFORE, _BEHIND = 45, 25
NOWHERE = 1_000
#: How much of a text is looked at before and behind what shows that something may be there.
_AROUND = {
    "digits": (40, 40),
    "numbers": (14, 14),
    "behind-words": (44, 44),
    "titles": (2, 48),
    "introductions": (24, 48),
    "homes": (2, 72),
    "kin": (40, 40),
    "posts": (24, 72),
}
_WIDE = (72, 72)
#: So many digits with no more between two of them than this are looked at together.
_APART = 12
#: How many digits, and what breaks a run of them: no number that is looked for there has it.
_BROKEN = later(r'[{}=@|<>"!?;:,]')
_TOGETHER = {"digits": (4, later("(?!)")), "six-digits": (6, _BROKEN), "seven-digits": (7, _BROKEN)}
#: Numbers that an age over 89 may be.
_OLD = range(90, 130)
#: Digits; those of a hash, as lists of packages have them by the thousand, are none of a person's.
_DIGITS, _HASH = later(r"\d+"), 40
_DIGITS_OR_HASH = later(rf"(?<!\w)[0-9a-f]{{{_HASH},}}(?!\w)|\d+")
#: With so few words that have digits these are found by the words, far faster.
_FEW = 6
#: The signs of which a pattern has one first.
_ONE_OF = later(r"\[((?:[^\]\\^-]|\\\W)+)\]")
_PARTING = "_,;:/\"'()[]{}<>=|\t\n-.!?*&"


class Hit(msgspec.Struct, frozen=True, order=True):
    """An identifier: where it begins and ends, of which kind it is, and whether that is certain."""

    start: int
    end: int
    kind: str
    sure: bool = True


class Pattern(msgspec.Struct, frozen=True, dict=True):
    """One entry of `patterns.toml`, whose head says what its fields mean."""

    kind: str
    near: str
    find: str
    check: str = ""
    beside: str = ""
    against: str = ""
    then: str = "sure"
    has: str = ""
    alone: str = ""

    @cached_property
    def form(self) -> re.Pattern[str]:
        """What it looks like; most texts have nothing for which it must be known."""
        return compiled(_whole(self.find))


@cache
def patterns() -> tuple[Pattern, ...]:
    """Every pattern, in the order in which they win over others."""
    return tuple(Pattern(**one) for one in _DATA["patterns"])


def _whole(pattern: str) -> str:
    """A pattern with all its parts in their places."""
    while "<<" in pattern:
        pattern = re.sub(r"<<([\w-]+)>>", lambda match: _part(match[1]), pattern)
    return pattern


def _part(name: str) -> str:
    """A part by its name; a list of words is one of them."""
    part = _DATA["parts"].get(name)
    return str(part) if part else "(?:" + "|".join(map(re.escape, _WORDS[name])) + ")"


@cache
def beginnings(name: str) -> dict[str, list[tuple[str, frozenset[str]]]]:
    """The entries of a list of words by their first words, and all words of each."""
    found: dict[str, list[tuple[str, frozenset[str]]]] = {}
    for one in _WORDS[name]:
        words = words_of(one.lower())
        found.setdefault(words[0], []).append((one, frozenset(words)))
    return found


@cache
def _lists() -> dict[str, frozenset[str]]:
    """The lists that have an entry which begins with a word, by that word."""
    found: dict[str, set[str]] = {}
    for name in _WORDS:
        for first in beginnings(name):
            found.setdefault(first, set()).add(name)
    return {first: frozenset(names) for first, names in found.items()}


@cache
def _spoken(name: str) -> re.Pattern[str]:
    words = "|".join(map(re.escape, sorted(_WORDS[name], key=len, reverse=True)))
    return compiled(rf"(?<![^\W\d_])(?:{words})(?![^\W\d_])")


@cache
def _touching(near: str) -> Callable[[str, int, int], bool] | None:
    """Says of a place whether what must stand right before it, or right behind, stands there."""
    if near not in _DATA["touching"]:
        return None
    before, behind = (compiled(_whole(one)) for one in _DATA["touching"][near])

    def touches(text: str, start: int, end: int) -> bool:
        if behind.match(text, end):
            return True
        return before.search(text, max(0, start - _BEFORE), start) is not None

    return touches


def words_of(text: str) -> list[str]:
    """The words of a text in small letters, parted as in tables and in prose."""
    for sign in _PARTING:
        text = text.replace(sign, " ")
    return text.split() or [""]


def _small(text: str) -> str:
    """A text in small letters: one letter alone would become two."""
    return text.replace("\u0130", "i").lower()


def is_told_by(head: str) -> bool:
    """Whether the head of a column says what its cells are."""
    said = " ".join(words_of(head.lower()))
    return any(_spoken(name).search(said) for name in _HEADS)


class Looked:
    """A text that is looked at: its small letters, its words, and where something may be.

    Args:
        text: as it is read.
        words: its different words as they are written, where they are known.
    """

    def __init__(self, text: str, words: str = "") -> None:
        self.text = text
        #: The text in small letters, of the same length.
        self.small = _small(text)
        self._words = words or " ".join({*text.split()})
        self._windows: dict[str, list[Span]] = {}

    @cached_property
    def words(self) -> frozenset[str]:
        """Its different words in small letters."""
        return frozenset(words_of(_small(self._words)))

    @cached_property
    def nears(self) -> frozenset[str]:
        """Where something may be at all: most texts have few of the words, and no sign."""
        lists = _lists()
        found = {name for word in lists.keys() & self.words for name in lists[word]}
        found |= _AT_DIGITS if self._runs else set()
        return frozenset(
            found | {name for name, signs in _SIGNS.items() if any(map(self._has, signs))}
        )

    def _has(self, sign: re.Pattern[str]) -> bool:
        plain = sign.pattern
        # A sign without spaces stands in a word, and a text has each of these many times.
        where = self.text if r"\s" in plain else self._words
        if plain in _PLAIN:
            return plain in where
        one_of = _ONE_OF.match(plain)
        may_be = not one_of or any(one in self._words for one in one_of[1])
        return may_be and sign.search(where) is not None

    @cached_property
    def _runs(self) -> list[Span]:
        if all(len(word) < _HASH for word in self.words):
            told = [one for one in self.words if _DIGITS.search(one)]
            if len(told) > _FEW:
                return [one.span() for one in _DIGITS.finditer(self.text)]
            # Each stands in one of these words; the whole one covers what others have of it.
            found = ((at, at + len(one)) for one in told for at in positions(self.small, one))
            spans = (run.span() for place in found for run in _DIGITS.finditer(self.text, *place))
            return list(merged(sorted(spans)))
        runs = _DIGITS_OR_HASH.finditer(self.text)
        return [one.span() for one in runs if one.group().isdecimal()]

    def windows(self, near: str) -> list[Span]:
        """Where something that is looked for there may be."""
        if near not in self._windows:
            (before, behind), only = _AROUND.get(near, _WIDE), _touching(near)
            last = len(self.text)
            places = (one for one in self._places(near) if not only or only(self.text, *one))
            wide = ((max(0, a - before), min(last, b + behind)) for a, b in places)
            self._windows[near] = list(merged(sorted(wide)))
        return self._windows[near]

    def _places(self, near: str) -> Iterator[Span]:
        if near == "numbers":
            yield from self._runs
        elif near in _TOGETHER:
            yield from self._clusters(*_TOGETHER[near])
        elif near == "behind-words":
            yield from (one for one in self._runs if _is_behind_word(self.text, one[0]))
        elif near in _SIGNS:
            for sign in _SIGNS[near]:
                yield from (match.span() for match in sign.finditer(self.text))
        else:
            yield from self._spoken_at(near)
        if near == "old":
            yield from (one for one in self._runs if _is_old(self.text[slice(*one)]))

    def _spoken_at(self, name: str) -> Iterator[Span]:
        """Where the words of a list stand."""
        firsts = beginnings(name)
        entries = (one for first in firsts.keys() & self.words for one in firsts[first])
        for word in (one for one, words in entries if words <= self.words):
            text = self.small if word.islower() else self.text
            at = text.find(word)
            while at >= 0:
                end = at + len(word)
                if not (text[at - 1 : at].isalpha() or text[end : end + 1].isalpha()):
                    yield at, end
                at = text.find(word, end)

    def _clusters(self, least: int, broken: re.Pattern[str]) -> Iterator[Span]:
        """Runs of digits that together have so many or more."""
        start = end = digits = 0
        for begin, stop in self._runs:
            if begin - end > _APART or not digits or broken.search(self.text, end, begin):
                if digits >= least:
                    yield start, end
                start, digits = begin, 0
            digits += stop - begin
            end = stop
        if digits >= least:
            yield start, end

    def distance(self, name: str, span: Span) -> int:
        """How far from a span the nearest of some words stands; `NOWHERE` if none is near."""
        if not name:
            return NOWHERE
        start, end = span
        ahead = self.small[max(0, start - _BEFORE) : start]
        behind = self.small[end : end + _BEHIND]
        found = [len(ahead) - match.end() for match in _spoken(name).finditer(ahead)]
        # What stands in front is said of what comes; what stands behind may be of the next.
        found += [_BEFORE + match.start() for match in _spoken(name).finditer(behind)]
        return min(found, default=NOWHERE)


def _is_behind_word(text: str, start: int) -> bool:
    """Whether a number has a word in front of it, as in the name of a street."""
    return text[start - 1 : start] in {" ", "\n"} and text[start - 2 : start - 1].isalpha() | (
        text[start - 2 : start - 1] in {".", ","}
    )


def _is_old(digits: str) -> bool:
    return len(digits) <= len("100") and int(digits) in _OLD


def find_patterns(looked: Looked, *, proposing: bool = False) -> Iterator[Hit]:
    """What patterns find in a text, in their order; two may overlap.

    Args:
        looked: the text.
        proposing: whether to propose names that are on no list, and posts with their places.
    """
    for pattern in patterns():
        if pattern.near not in looked.nears or (pattern.kind in PROPOSED and not proposing):
            continue
        for start, end in looked.windows(pattern.near):
            if pattern.has and looked.text.find(pattern.has, start, end) < 0:
                continue
            for match in pattern.form.finditer(looked.text, start, end):
                certainty = _judged(looked, pattern, match)
                if certainty:
                    span = match.span("said") if "said" in match.groupdict() else match.span()
                    yield Hit(*span, pattern.kind, certainty == "sure")


def _judged(looked: Looked, pattern: Pattern, match: re.Match[str]) -> str:
    """Whether something is certain, possible, or nothing."""
    if not check_named(pattern.check)(match.group()):
        return ""
    beside, against = (
        looked.distance(name, match.span()) for name in (pattern.beside, pattern.against)
    )
    if beside < against or beside == against < NOWHERE:
        return pattern.then
    return pattern.alone if against == NOWHERE else ""
