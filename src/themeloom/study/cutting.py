"""What an ellipsis, the beginning and the end of a quotation cut off from its words."""

from __future__ import annotations

import re
from functools import cache

from themeloom.core.expressions import later
from themeloom.core.files import beside
from themeloom.core.text import UNSPACED
from themeloom.study.editing import is_only_negation, words_of
from themeloom.study.sense import LESS_SURE, WEAKENING, one_word
from themeloom.study.vocabulary import PERSONS, every

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
#: So many words are left out at most where an exception among them is told.
_SHORT = 12
#: Where what goes before says nothing of what follows any more.
_PARTS = later(r"[.?!…;:。！？]|,? \b(?:but|however|aber|mais|pero|mas|ma|maar|ale)\b")
#: What may stand between words and what follows in their sentence, and in the next one.
_GAP, _STOP = later(r"^(?:[\s,，、-]|\.\.\.)*"), re.compile(r"^[\s,;:.!?，。！？、-]*")
_SPACED = rf"[^{UNSPACED}]"


@cache
def _telling_words(side: str) -> frozenset[str]:
    """The longest word of whatever turns round: without any of them nothing is looked for."""
    phrases = (one for said in _DATA["cuts"][side].values() for one in said.split("|"))
    return frozenset(max(words_of(one), key=len) for one in phrases)


def _may_turn(side: str, text: str) -> bool:
    return not text.isascii() or not _telling_words(side).isdisjoint(words_of(text))


@cache
def _turning(side: str) -> re.Pattern[str]:
    """What turns round what is said on that side of it, in every language."""
    phrases = {one for said in _DATA["cuts"][side].values() for one in said.split("|")}
    spaced = "|".join(sorted(one for one in phrases if re.match(_SPACED, one)))
    other = "|".join(sorted(phrases - set(spaced.split("|"))))
    return re.compile(rf"(?<!\w)(?:{spaced})(?!\w)|{other}", re.IGNORECASE)


def cut_off(before: str, after: str) -> str:
    """What doubts, reports or turns round words, and was cut off from them; or nothing.

    Args:
        before: what the source has before them.
        after: what it has behind them.
    """
    clause = _PARTS.split(before)[-1] if _may_turn("before", before) else ""
    governs = [
        one
        for one in _turning("before").finditer(clause)
        # A condition that is whole is what somebody may leave off.
        if "," not in clause[one.end() :] or one[0].casefold() not in _DEPENDS
    ]
    if governs:
        return f"it begins behind “{governs[-1][0]}”, which says otherwise of what follows"
    if not (_may_turn("after", after) or _may_turn("back", after)):
        return ""
    told = _next("after", _GAP.split(after, maxsplit=1)[-1])
    told = told or _next("back", _STOP.split(after, maxsplit=1)[-1])
    if told:
        return f"it ends before “{told}”, which says otherwise of what stands there"
    return ""


def _next(side: str, text: str) -> str:
    found = _turning(side).match(text)
    return found[0] if found else ""


def begins_behind(before: str) -> str:
    """What words are taken from that say how sure somebody is of them; or nothing."""
    goes_on = before.rstrip(" ,")[-1:].isalpha()
    was = [one for one in words_of(before) if one not in _THAT][-1:] if goes_on else []
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
    is_bare = bool(was & WEAKENING) and was <= WEAKENING | _SPEAKING | {"at"}
    return _nothing_but(gone) if is_bare and not was <= _THINKING | _SPEAKING else ""


def doubt(gone: str) -> str:
    """What a careful reader asks about words that an ellipsis leaves out; or nothing."""
    was = words_of(gone)
    if len(was) <= _SHORT and (told := _EXCEPT & set(was)):
        return f"an ellipsis leaves out an exception (“{min(told)}”)"
    is_soft = bool(_SOFTENING & set(was)) and set(was) <= _SOFTENING | {
        "a",
        "of",
        "un",
        "ein",
        "een",
    }
    is_thought = bool(_THINKING & set(was)) and set(was) <= _THINKING | _SPEAKING | _THAT
    return _nothing_but(gone) if is_soft or is_thought else ""


def _nothing_but(gone: str) -> str:
    return f"an ellipsis leaves out nothing but “{' '.join(gone.split())}”"
