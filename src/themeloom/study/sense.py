"""What a bracket does to the sense of what was said, by words that are data."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from themeloom.core.expressions import later
from themeloom.core.files import beside
from themeloom.study import vocabulary as known
from themeloom.study.editing import limit, words_of
from themeloom.study.vocabulary import PERSONS, PRONOUNS, every, groups

if TYPE_CHECKING:
    from collections.abc import Sequence

    from themeloom.study.vocabulary import Swap, Words

_DATA = beside(__file__, "quoting.toml")
#: Words that say how many or how often, each with the group of those that say the same.
_QUANTITIES = {
    word: f"{language} {group}"
    for language, groups in _DATA["quantities"].items()
    for group, words in enumerate(groups)
    for word in words.split()
}
_HEDGES = every("hedges")
#: What may be said of a part of what was said, and of nothing less.
_SOME = {_QUANTITIES["some"], _QUANTITIES["several"]}
_COUNTS = every("counts")
_ONE = frozenset({"one", "a", "an", "single"})
_DAYS, _LONGER = (frozenset(_DATA["days"][name].split()) for name in ("short", "long"))
#: How sure somebody is, each way of it; what must be, what will be, what depends on something.
LESS_SURE, _MUST, _WILL, _DEPENDS = (
    frozenset().union(*groups("sure", name)) for name in ("less", "must", "will", "depends")
)
_SURE = LESS_SURE | _MUST | _WILL | _DEPENDS
_MOODS = (LESS_SURE, *groups("sure", "moods"))
_EITHER, _JOINED = (frozenset(_DATA["pronouns"][name].split()) for name in ("either", "joined"))
_TELLING = every("telling")
_LINKS = _TELLING | _DEPENDS | every("links")
_LEADING = known.LIGHT | known.DETERMINERS | _COUNTS | _QUANTITIES.keys()
#: Words without which something is said more surely, or of more.
WEAKENING = (_HEDGES | frozenset().union(*_MOODS) | _TELLING | _DEPENDS | _QUANTITIES.keys()) - {
    "so",
    "some",
    "only",
    "if-only",
}
#: Several words that are one of those which say how sure somebody is.
_SEVERAL = later(
    "|".join(
        rf"\b{word.replace('-', ' ')}\b"
        for words in _DATA["sure"].values()
        for word in " ".join(words).split()
        if "-" in word
    ),
    re.IGNORECASE,
)
_NUMBER = later(r"\d+(?:[.,:]\d+)*")
_DIGITS = later(r"\d{1,9}")
#: A range of numbers, as ages are given, or ten years.
_RANGE = later(r"(\d{1,9}) ?(?:-|to|bis|à|a) ?(\d{1,9})|(\d{1,8}0)s\b")
#: Months that are other words as well, but for their capital.
_MONTHS = later(r"\b(?:March|May)\b")
#: Whoever nobody calls by a name or a noun.
_SELVES = {"i", "we", "you"}
_ENDED = later(r"[.?!]\s")
_GOES_ON = later(r"[.?!]\s+\w")


def several(text: str) -> str:
    """A text in which several words that say how sure somebody is are one."""
    return _SEVERAL.sub(lambda one: one[0].replace(" ", "-"), text)


def one_word(text: str) -> str:
    """The same, in small letters."""
    return several(text.casefold())


def turned_round(swap: Swap) -> str:
    """How a bracket says otherwise than the words it stands for or beside; or nothing."""
    said, was = words_of(swap.put_in), words_of(swap.gone)
    counted = {_QUANTITIES.get(word) for word in was} - {None}
    for word in said:
        of = _QUANTITIES.get(word)
        if of in counted and not _HEDGES.isdisjoint(was) and _HEDGES.isdisjoint(said):
            return f"[{swap.put_in}] says more of how many or how often than the source"
        is_all = known.is_kind(word, was) or (of in _SOME and not counted)
        if of and of not in counted and not is_all:
            return f"[{swap.put_in}] says how many or how often, and the source says otherwise"
    if _DAYS & set(was) and _LONGER & set(said) and not _LONGER & set(was):
        return f"[{swap.put_in}] is longer than a day, and the source says a day"
    numbers = _numbers(swap.gone)
    given = _numbers(swap.put_in)
    is_one = bool(_ONE & set(was)) and bool(_COUNTS & given)
    if (numbers or is_one) and not given <= numbers and not _is_within(swap):
        return f"[{swap.put_in}] gives another number or day than the source"
    return ""


def _is_within(swap: Swap) -> bool:
    """Whether a bracket is a range, or a decade, that has the numbers for which it stands."""
    found, numbers = _RANGE.search(swap.put_in), [int(one) for one in _DIGITS.findall(swap.gone)]
    if not found or not numbers:
        return False
    first = int(found[1] or found[3])
    last = int(found[2] or first + 9)
    return all(first <= one <= last for one in numbers)


def _numbers(text: str) -> set[str]:
    words = {one.removesuffix("s") for one in words_of(text)}
    return {*_NUMBER.findall(text), *_MONTHS.findall(text), *(_COUNTS & words)}


def says_more(swap: Swap) -> str:
    """How a bracket is surer than the words that it stands for, or of somebody else; or nothing."""
    said, was = (set(words_of(one_word(one))) for one in (swap.put_in, swap.gone))
    why = _surer(said, was) if len(was) <= limit("clause") else ""
    return f"[{swap.put_in}] {why}" if why else is_somebody_else(swap)


def _surer(said: set[str], was: set[str]) -> str:
    """How a bracket says that something is, must be or will be; or nothing."""
    for mood in _MOODS:
        if was & mood and said and not said & mood:
            return f"says for sure what was said with “{min(was & mood)}”"
        if was and said & mood and not was & mood:
            return "says less surely, or otherwise, what was said"
    if was & _DEPENDS and not said & _DEPENDS:
        return f"takes a condition away (“{min(was & _DEPENDS)}”)"
    if was and said & _DEPENDS and not was & _DEPENDS:
        return "puts a condition in"
    for words, what in ((_MUST, "that it must be"), (_WILL, "that it will be")):
        if was and said & words and not was & words:
            return f"says {what}, and the source does not"
    return ""


def is_somebody_else(swap: Swap) -> str:
    """How a bracket says another pronoun than was said, which is not what anonymity asks for."""
    if not _is_other(swap.put_in, swap.gone):
        return ""
    return f"[{swap.put_in}] is somebody else than “{' '.join(swap.gone.split())}”"


def _is_other(put_in: str, gone: str) -> bool | None:
    """Whether pronouns in a bracket are of others than a pronoun was; None if they may be."""
    said, was = set(words_of(put_in)) - _JOINED, set(words_of(gone))
    if not said or not said <= PRONOUNS:
        return False
    stood = {who for who, group in PERSONS if was and was <= group}
    now = {who for who, group in PERSONS if said <= group}
    is_self = bool(now) and now <= _SELVES
    if not stood:
        # Nobody calls oneself by a name or a noun.
        selves = {word for who, group in PERSONS if who in _SELVES for word in group}
        is_noun = not was <= PRONOUNS | known.LIGHT | known.DETERMINERS and was.isdisjoint(selves)
        return is_noun and is_self
    if stood == {"thing"}:
        return is_self or (None if "one" in now else False)
    if any(was <= group and said <= group for _, group in PERSONS):
        return False
    is_one = "one" in now or said <= _EITHER
    if is_one and (stood & {"i", "you"} or ("one" in stood and said <= _EITHER)):
        # One person who is called they, or several.
        return None if said <= _EITHER and "i" in stood else False
    several = stood & {"we", "many"} if not now else stood & {"we"} if "many" in now else set()
    return None if several else True


def says_another(swap: Swap) -> str:
    """How a bracket says another word than was said, and none that is more general; or nothing."""
    said, was = words_of(swap.put_in), words_of(swap.gone)
    if not was:
        why = bool(said) and said[0] in known.said_in("causes", language_of(swap))
        return f"[{swap.put_in}] says why, and nobody said it" if why else ""
    if known.is_spelled_out(swap.put_in, swap.gone) or _is_within(swap):
        return ""
    is_link = bool(said) and _LINKS.issuperset([*said, *was]) and set(said).isdisjoint(was)
    return _in_place(swap) if is_link or not _fits(swap, said, was) else ""


def _fits(swap: Swap, said: Sequence[str], was: Sequence[str]) -> bool:
    """Whether a bracket may stand for words: for names and pronouns any, for others few."""
    spoken, gone, added = _told(swap)
    if gone.content:
        return _fits_content(swap, gone.content, added, spoken)
    if gone.names:
        words = [*added.content, *added.names]
        is_described = not known.DETERMINERS.isdisjoint(said[:1])
        if gone.is_bare and not is_described:
            return all(
                known.may_be_called([one], spoken) or known.is_kind(one, gone.names)
                for one in words
            )
        return known.may_be_called((one for one in words if not known.has_case(one)), spoken)
    is_for_other = not (known.spoken_of("proforms", spoken) | PRONOUNS).isdisjoint(was)
    return is_for_other or set(was) <= set(said) or _are_abstract(added, spoken)


def _fits_content(swap: Swap, content: Sequence[str], added: Words, spoken: str) -> bool:
    """Whether a bracket may stand for words that say something."""
    if added.content:
        is_general = all(
            known.is_abstract(one, spoken)
            or known.is_measure(one, content, spoken)
            or known.is_kind(one, content)
            for one in added.content
        )
        vague = known.spoken_of("vague", spoken)
        is_vague = vague.issuperset(content) and vague.isdisjoint(added.content)
        return is_general or is_vague or _share(added, content, spoken)
    if added.names:
        # A name stands in the place of somebody, and not behind an article.
        behind = words_of(swap.before)[-1:]
        is_sure = not _SURE.isdisjoint(content)
        return not is_sure and not (behind and known.DETERMINERS.issuperset(behind))
    more = set(words_of(swap.put_in)) - set(words_of(swap.gone))
    standing = known.PROFORMS | PRONOUNS
    return not more.isdisjoint(standing) and more.isdisjoint(_LINKS - standing)


def language_of(swap: Swap) -> str:
    """The language of the sentence in which a bracket stands."""
    begun = _ENDED.split(swap.before)[-1]
    return known.language(f"{begun} {swap.gone} {swap.put_in} {swap.after}")


def _told(swap: Swap) -> tuple[str, Words, Words]:
    """The language around a bracket, what is said there in the source, and what the bracket says.

    What is a noun in the source is one in the bracket, where capitals do not tell, but for one
    word in the place of the article too.
    """
    spoken = language_of(swap)
    gone = known.words_in(swap.gone, swap.before, spoken, swap.text)
    added = known.words_in(swap.put_in, swap.before, spoken)
    is_whole = not known.DETERMINERS.isdisjoint(words_of(swap.gone)[:1])
    if gone.content and spoken == "de" and not (is_whole and len(added.names) == 1):
        added = known.Words([*added.content, *added.names], [])
    return spoken, gone, added


def _are_abstract(added: Words, spoken: str) -> bool:
    return all(known.is_abstract(one, spoken) for one in [*added.content, *added.names])


def goes_on(before: str, following: str) -> bool:
    """Whether a phrase goes on behind a text: behind “the” or “to”, or as the next word says."""
    spoken = known.language(f"{before} {following}")
    is_led = not _LEADING.isdisjoint(words_of(before)[-1:])
    told = known.words_in(following, before, spoken)
    return is_led or bool(told.content) or told.is_doubtful


def is_authors_clause(swap: Swap) -> bool:
    """Whether a bracket says in many words something else than those it stands for."""
    return len(words_of(swap.put_in)) > limit("clause") and bool(doubt(swap))


def doubt(swap: Swap) -> str:
    """What a careful reader asks about words that were put in or replaced; or nothing."""
    said, was = words_of(swap.put_in), words_of(swap.gone)
    spoken, gone, added = _told(swap)
    if not was and added.content and said[0] in known.said_in("telling", spoken):
        return f"[{swap.put_in}] says how, why or when, and nobody said it"
    if _is_other(swap.put_in, swap.gone) is None:
        return f"[{swap.put_in}] may be others than “{' '.join(swap.gone.split())}”"
    if _GOES_ON.search(swap.gone):
        return f"[{swap.put_in}] stands for the end of a sentence and the beginning of the next"
    described, describes = (not known.DETERMINERS.isdisjoint(one[:2]) for one in (was, said))
    if gone.content:
        is_plain = _is_within(swap) or all(
            known.is_measure(one, gone.content, spoken) or known.is_same(one, gone.content)
            for one in added.content
        )
        is_told = not is_plain and not (described and describes)
        # What is said stands last in English, and other words before it say which.
        head = added._replace(content=added.content[-1:] if spoken == "en" else added.content)
        forms = any(known.are_forms(one, was) for one in head.content for was in gone.content)
        is_other = is_told and not forms
        is_other = is_other or (len(said) == len(added.names) == 1)
    else:
        is_other = gone.is_doubtful and not describes and not _are_abstract(added, spoken)
    return _in_place(swap) if is_other else ""


def _in_place(swap: Swap) -> str:
    return f"[{swap.put_in}] stands in the place of “{' '.join(swap.gone.split())}”"


def _share(added: Words, content: Sequence[str], spoken: str) -> bool:
    """Whether a bracket has a form of a word for which it stands."""
    pairs = [(one, other) for one in added.content for other in content]
    return any(
        known.are_forms(one, other) or known.are_like_forms(one, other, spoken)
        for one, other in pairs
    )
