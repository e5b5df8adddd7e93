"""What an ellipsis, the beginning and the end of a quotation cut off from its words."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from themeloom.core.expressions import later
from themeloom.core.files import beside
from themeloom.study.editing import WORD, is_only_negation, words_of
from themeloom.study.sense import LESS_SURE, WEAKENING, one_word
from themeloom.study.vocabulary import PERSONS, every

if TYPE_CHECKING:
    from collections.abc import Iterator

_DATA = beside(__file__, "quoting.toml")
_EXCEPT = every("exceptions")
_DEPENDS = frozenset(" ".join(_DATA["sure"]["depends"]).split())
_SPEAKING = frozenset().union(*(group for who, group in PERSONS if who in ("i", "we")))
_SOFTENING, _THINKING = (
    frozenset(_DATA["softening"][name].split()) for name in ("words", "thinking")
)
#: What may stand beside what softens: a bit, kind of.
_BESIDE = frozenset({"a", "of", "un", "ein", "een"})
#: What may stand between “I think” and what is thought.
_THAT = frozenset({"that", "dass", "que", "che", "dat", "że"})
#: So far behind words what takes them back may reach.
_FAR = 25
#: So many words are left out at most where an exception among them is told.
_SHORT = 12
#: Where what goes before says nothing of what follows any more.
_PARTS = later(r"[.?!…;:。！？]|,? \b(?:but|however|aber|mais|pero|mas|ma|maar|ale)\b")
#: What may stand between words and what follows in their sentence, and in the next one.
_GAP, _STOP = " ,，、-", " ,;:.!?，。！？、-"
#: Chinese and Japanese signs begin here.
_UNSPACED = "\u2e80"


@cache
def _phrases(side: str) -> tuple[dict[str, list[list[str]]], tuple[str, ...]]:
    """What turns round what is said on that side of it, by its first word, the longest first.

    What is written without spaces stands apart, as it is.
    """
    phrases = {one for said in _DATA["cuts"][side].values() for one in said.split("|")}
    unspaced = {one for one in phrases if one >= _UNSPACED}
    spaced: dict[str, list[list[str]]] = {}
    for words in sorted((words_of(one) for one in phrases - unspaced), key=len, reverse=True):
        spaced.setdefault(words[0], []).append(words)
    return spaced, tuple(unspaced)


@cache
def _first_words() -> frozenset[str]:
    """What begins anything that takes back the words before it."""
    return frozenset(_phrases("after")[0]) | frozenset(_phrases("back")[0])


def _turning(side: str, text: str) -> Iterator[tuple[str, int, int]]:
    """What of a text turns round what is said on that side of it, and where it stands."""
    spaced, unspaced = _phrases(side)
    low = text.lower()
    words: list[str] = WORD.findall(low)
    told = [
        (number, number + len(phrase) - 1)
        for number, one in enumerate(words)
        if one in spaced
        for phrase in spaced[one]
        if words[number : number + len(phrase)] == phrase
    ]
    places = list(WORD.finditer(low)) if told else []
    for first, last in told:
        start, end = places[first].start(), places[last].end()
        yield text[start:end], start, end
    for said in () if text.isascii() else unspaced:
        if (start := text.find(said)) >= 0:
            yield said, start, start + len(said)


def cut_off(before: str, after: str) -> str:
    """What doubts, reports or turns round words, and was cut off from them; or nothing.

    Args:
        before: what the source has before them.
        after: what it has behind them.
    """
    told = list(_turning("before", before))
    begun = max((one.end() for one in _PARTS.finditer(before)), default=0) if told else 0
    governs = [
        phrase
        for phrase, start, end in told
        # A condition that is whole is what somebody may leave off.
        if start >= begun and ("," not in before[end:] or phrase.casefold() not in _DEPENDS)
    ]
    if governs:
        return f"it begins behind “{governs[-1]}”, which says otherwise of what follows"
    first = WORD.search(after)
    if after.isascii() and not (first and first[0].lower() in _first_words()):
        return ""
    for side, between in (("after", _GAP), ("back", _STOP)):
        follows = after.lstrip(between).removeprefix("...").lstrip(between)[:_FAR]
        for phrase, start, _ in _turning(side, follows):
            if start == 0:
                return f"it ends before “{phrase}”, which says otherwise of what stands there"
    return ""


def begins_behind(before: str) -> str:
    """What words are taken from that say how sure somebody is of them; or nothing."""
    goes_on = before.rstrip(" ,")[-1:].isalpha()
    was = [one for one in words_of(before[-_FAR:]) if one not in _THAT][-1:] if goes_on else []
    is_less = bool(was) and LESS_SURE.issuperset(was)
    return f"it begins behind “{was[0]}”, without which it is said for sure" if is_less else ""


def cut_behind_exception(gone: str) -> str:
    """What an ellipsis leaves out at its end that excepts what follows; or nothing."""
    last = "".join(words_of(gone)[-1:])
    if gone.rstrip()[-1:].isalpha() and last in _EXCEPT | _DEPENDS:
        return f"an ellipsis ends behind “{last}”, which excepts what follows"
    return ""


def turns(gone: str) -> str:
    """How an ellipsis turns round or strengthens what is said, leaving out nothing else; or not."""
    if is_only_negation(gone):
        return "an ellipsis leaves out nothing but a negation"
    was = set(words_of(one_word(gone)))
    is_bare = bool(was & WEAKENING) and was <= WEAKENING | _SPEAKING | _SOFTENING | _BESIDE | {"at"}
    return _nothing_but(gone) if is_bare and not was <= _THINKING | _SPEAKING else ""


def doubt(gone: str) -> str:
    """What a careful reader asks about words that an ellipsis leaves out; or nothing."""
    was = words_of(gone)
    if len(was) <= _SHORT and (told := _EXCEPT & set(was)):
        return f"an ellipsis leaves out an exception (“{min(told)}”)"
    is_soft = bool(_SOFTENING & set(was)) and set(was) <= _SOFTENING | _BESIDE
    is_thought = bool(_THINKING & set(was)) and set(was) <= _THINKING | _SPEAKING | _THAT
    return _nothing_but(gone) if is_soft or is_thought else ""


def _nothing_but(gone: str) -> str:
    return f"an ellipsis leaves out nothing but “{' '.join(gone.split())}”"
