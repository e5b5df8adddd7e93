"""What a bracket or an ellipsis does to the sense of what was said, by words that are data."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from themeloom.core.files import beside
from themeloom.study.editing import AUXILIARIES, limit, words_of

if TYPE_CHECKING:
    from collections.abc import Sequence

_DATA = beside(__file__, "quoting.toml")
#: Words that say how many or how often, each with the group of those that say the same.
_QUANTITIES = {
    word: f"{language} {group}"
    for language, groups in _DATA["quantities"].items()
    for group, words in enumerate(groups)
    for word in words.split()
}
_COUNTS = frozenset(" ".join(_DATA["counts"].values()).split())
_EXCEPT = frozenset(" ".join(_DATA["exceptions"].values()).split())
_HEDGES = frozenset(" ".join(_DATA["hedges"].values()).split())
_LIGHT = frozenset(" ".join(_DATA["light"].values()).split())
_DETERMINERS = frozenset(" ".join(_DATA["determiners"].values()).split())
_GENERAL = frozenset(" ".join(_DATA["general"].values()).split())
_VAGUE = frozenset(_DATA["vague"]["words"].split())
_DAYS, _LONGER = (frozenset(_DATA["days"][name].split()) for name in ("short", "long"))
_CAUSES = frozenset(_DATA["causes"]["words"].split())
_LEADING = _LIGHT | _DETERMINERS | _COUNTS | _QUANTITIES.keys()


def _groups(part: str, name: str) -> tuple[frozenset[str], ...]:
    return tuple(frozenset(one.split()) for one in _DATA[part][name])


#: How sure somebody is, what must be, what will be, what depends on something.
_LESS_SURE, _MUST, _WILL, _DEPENDS = (
    frozenset().union(*_groups("sure", name)) for name in ("less", "must", "will", "depends")
)
#: Pronouns of one person each, with who that is; they of one, in English; what joins several.
_PERSONS = tuple(
    (who, group) for who in ("i", "you", "we", "one", "many") for group in _groups("pronouns", who)
)
_PRONOUNS = frozenset().union(*(group for _, group in _PERSONS))
_EITHER, _JOINED = (frozenset(_DATA["pronouns"][name].split()) for name in ("either", "joined"))
_TELLING = frozenset(" ".join(_DATA["telling"].values()).split())
_LINKS = _TELLING | _DEPENDS | frozenset(" ".join(_DATA["links"].values()).split())
#: Words without which something is said more surely, or of more.
_WEAKENING = (_HEDGES | _LESS_SURE | _TELLING | _DEPENDS | _QUANTITIES.keys()) - {"so"}
#: Several words that are one of those which say how sure somebody is.
_SEVERAL = re.compile(
    "|".join(
        rf"\b{word.replace('-', ' ')}\b"
        for words in _DATA["sure"].values()
        for word in " ".join(words).split()
        if "-" in word
    )
)
_NUMBER = re.compile(r"\d+(?:[.,:]\d+)*")
_VOWELS = re.compile(r"[aeiouyäöüáàâéèêíîóôúû]")
_GOES_ON = re.compile(r"[.?!]\s+\w")
#: So many letters at the beginning of two words make forms of one of them.
_STEM = 4
#: What may stand between “I think” and what is thought.
_THAT = frozenset({"that", "dass", "que", "che", "dat"})
#: So many words are left out at most where an exception among them is told.
_SHORT = 12


def turned_round(put_in: str, gone: str) -> str:
    """How a bracket says otherwise than the words it stands for or beside; or nothing."""
    said, was = words_of(put_in), words_of(gone)
    known = {_QUANTITIES.get(word) for word in was}
    for word in said:
        if _QUANTITIES.get(word) not in known | {None}:
            return f"[{put_in}] says how many or how often, and the source says otherwise"
    if _DAYS & set(was) and _LONGER & set(said) and not _LONGER & set(was):
        return f"[{put_in}] is longer than a day, and the source says a day"
    numbers = _numbers(gone)
    if numbers and not _numbers(put_in) <= numbers:
        return f"[{put_in}] gives another number or day than the source"
    return ""


def says_more(put_in: str, gone: str) -> str:
    """How a bracket is surer than the words that it stands for, or of somebody else; or nothing."""
    said, was = (set(words_of(one_word(one))) for one in (put_in, gone))
    why = _surer(said, was) if len(was) <= limit("clause") else ""
    return f"[{put_in}] {why}" if why else is_somebody_else(put_in, gone)


def one_word(text: str) -> str:
    """A text in which several words that say how sure somebody is are one, in small letters."""
    return _SEVERAL.sub(lambda one: one[0].replace(" ", "-"), text.casefold())


def _surer(said: set[str], was: set[str]) -> str:
    """How a bracket says that something is, must be or will be; or nothing."""
    if was & _LESS_SURE and said and not said & _LESS_SURE:
        return f"says for sure what was said with “{min(was & _LESS_SURE)}”"
    if was & _DEPENDS and not said & _DEPENDS:
        return f"takes a condition away (“{min(was & _DEPENDS)}”)"
    if was and said & _DEPENDS and not was & _DEPENDS:
        return "puts a condition in"
    for words, what in ((_MUST, "that it must be"), (_WILL, "that it will be")):
        if was and said & words and not was & words:
            return f"says {what}, and the source does not"
    return ""


def is_somebody_else(put_in: str, gone: str) -> str:
    """How a bracket says another pronoun than was said, which is not what anonymity asks for."""
    is_other = _is_other(put_in, gone)
    return f"[{put_in}] is somebody else than “{' '.join(gone.split())}”" if is_other else ""


def _is_other(put_in: str, gone: str) -> bool | None:
    """Whether pronouns in a bracket are of others than a pronoun was; None if they may be."""
    said, was = set(words_of(put_in)) - _JOINED, set(words_of(gone))
    stood = {who for who, group in _PERSONS if was and was <= group}
    if not stood or not said or not said <= _PRONOUNS:
        return False
    if any(was <= group and said <= group for _, group in _PERSONS):
        return False
    now = {who for who, group in _PERSONS if said <= group}
    is_one = "one" in now or said <= _EITHER
    if is_one and (stood & {"i", "you"} or ("one" in stood and said <= _EITHER)):
        # One person who is called they, or several.
        return None if said <= _EITHER and "i" in stood else False
    several = stood & {"we", "many"} if not now else stood & {"we"} if "many" in now else set()
    return None if several else True


def _numbers(text: str) -> set[str]:
    return {*_NUMBER.findall(text), *(_COUNTS & set(words_of(text)))}


def is_authors_clause(put_in: str, gone: str) -> bool:
    """Whether a bracket says in many words something else than those it stands for."""
    return len(words_of(put_in)) > limit("clause") and bool(doubt(put_in, gone))


def begins_behind(before: str) -> str:
    """What words are taken from that say how sure somebody is of them; or nothing."""
    goes_on = before.rstrip(" ,")[-1:].isalpha()
    was = [one for one in words_of(before) if one not in _THAT][-1:] if goes_on else []
    is_less = bool(was) and _LESS_SURE.issuperset(was)
    return f"it begins behind “{was[0]}”, without which it is said for sure" if is_less else ""


def cut_behind_exception(gone: str) -> str:
    """What an ellipsis leaves out at its end that excepts what follows; or nothing."""
    last = "".join(words_of(gone)[-1:])
    if gone.rstrip()[-1:].isalpha() and last in _EXCEPT | _DEPENDS:
        return f"an ellipsis ends behind “{last}”, which excepts what follows"
    return ""


def weakened(gone: str) -> str:
    """What an ellipsis takes away where it leaves out nothing but words that weaken; or nothing."""
    was = set(words_of(one_word(gone)))
    speaking = {one for who, group in _PERSONS if who in ("i", "we") for one in group}
    is_bare = bool(was & _WEAKENING) and was <= _WEAKENING | speaking | {"at"}
    return f"an ellipsis leaves out nothing but “{' '.join(gone.split())}”" if is_bare else ""


def says_another(put_in: str, gone: str) -> str:
    """How a bracket says another word than was said, and none that is more general; or nothing."""
    said, was, content, added = words_of(put_in), words_of(gone), _content(gone), _content(put_in)
    if not was and said and said[0] in _CAUSES:
        return f"[{put_in}] says why, and nobody said it"
    is_link = bool(said and was) and _LINKS.issuperset(said) and _LINKS.issuperset(was)
    may_be = _VAGUE.issuperset(content) or _GENERAL.issuperset(added) or _share(added, content)
    is_verb = bool(content) and put_in.islower() and AUXILIARIES.issuperset(said)
    is_other = is_verb or (is_link and set(said).isdisjoint(was))
    return _in_place(put_in, gone) if is_other or not may_be else ""


def goes_on(before: str, following: str) -> bool:
    """Whether a phrase goes on behind a text: behind “the” or “to”, or as the next word says."""
    return bool(_LEADING.intersection(words_of(before)[-1:]) or _content(following))


def doubt(put_in: str | None, gone: str) -> str:
    """What a careful reader asks about words that were replaced or left out; or nothing."""
    was = words_of(gone)
    if put_in is None:
        if len(was) <= _SHORT and (told := _EXCEPT & set(was)):
            return f"an ellipsis leaves out an exception (“{min(told)}”)"
        return ""
    return _doubt_of_bracket(put_in, gone)


def _doubt_of_bracket(put_in: str, gone: str) -> str:
    said, was, content, added = words_of(put_in), words_of(gone), _content(gone), _content(put_in)
    if not was and added and said[0] in _TELLING:
        return f"[{put_in}] says how, why or when, and nobody said it"
    if _is_other(put_in, gone) is None:
        return f"[{put_in}] may be others than “{' '.join(gone.split())}”"
    if _GOES_ON.search(gone):
        return f"[{put_in}] stands for the end of a sentence and the beginning of the next"
    describes = bool(was and said and was[0] in _DETERMINERS and said[0] in _DETERMINERS)
    if not content or not added or describes or _share(added, content):
        return ""
    return _in_place(put_in, gone)


def _in_place(put_in: str, gone: str) -> str:
    return f"[{put_in}] stands in the place of “{' '.join(gone.split())}”"


def _share(added: Sequence[str], content: Sequence[str]) -> bool:
    return any(_are_forms(one, other) for one in added for other in content)


def _content(text: str) -> list[str]:
    """The words of a text that say something, names apart."""
    plain = [one for one in re.findall(r"\w+(?:['-]\w+)*", text) if not one[0].isupper()]
    return [one.casefold() for one in plain if one.casefold() not in _LIGHT | _DETERMINERS]


def _are_forms(one: str, other: str) -> bool:
    """Whether two words may be forms of one: alike at the beginning, or but for their vowels."""
    if one[:_STEM] == other[:_STEM]:
        return True
    first, second = sorted((_VOWELS.sub("", one), _VOWELS.sub("", other)), key=len)
    return one[0] == other[0] and len(first) > 1 and second.startswith(first)
