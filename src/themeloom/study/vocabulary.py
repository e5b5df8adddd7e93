"""What words are, by data: forms of one word, of a kind, pronouns, names, nouns, languages."""

from __future__ import annotations

from functools import cache, lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from themeloom.core.expressions import later
from themeloom.core.files import beside
from themeloom.core.text import UNSPACED

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_DATA = beside(__file__, "quoting.toml")
_KINDS = beside(__file__, "kinds.toml")


def every(*parts: str) -> frozenset[str]:
    """The words of parts of the data, of all languages."""
    return frozenset(" ".join(" ".join(_DATA[part].values()) for part in parts).split())


def groups(part: str, name: str) -> tuple[frozenset[str], ...]:
    """Words of a part of the data in groups."""
    return tuple(frozenset(one.split()) for one in _DATA[part][name])


_NAMES = _DATA["names"]
_TITLES, _ROLES = (frozenset(_NAMES[name].split()) for name in ("titles", "roles"))
_PLACES = frozenset(_NAMES["places"].split())
_ARTICLES = tuple(_NAMES["articles"])
PROFORMS = every("proforms")
LIGHT = every("light") | PROFORMS
DETERMINERS = every("determiners")
#: What is no name, though it begins a sentence.
_ORDINARY = every("hedges", "links", "telling").union(
    *(one for name in _DATA["sure"] for one in groups("sure", name)),
    *(one.split() for words in _DATA["quantities"].values() for one in words),
)
#: Words for relatives, which are not of one kind though they may look like forms of one word.
_KIN = frozenset().union(*(kinds[0].split(" = ")[1].split() for kinds in _KINDS["kinds"].values()))
_IRREGULAR = tuple(frozenset(one.split()) for verbs in _DATA["irregular"].values() for one in verbs)
_INFLECTIONS = every("inflections") | {""}
#: Pronouns of one person each, with who that is.
PERSONS = tuple(
    (who, group)
    for who in ("i", "you", "we", "one", "many", "thing")
    for group in groups("pronouns", who)
)
PRONOUNS = frozenset().union(*(group for _, group in PERSONS))
#: The small words of each language, by which it is known.
SMALL = {
    one: frozenset(f"{_DATA['light'].get(one, '')} {words}".split())
    for one, words in _DATA["determiners"].items()
}
#: What says little in English, and in any language: words of others may say much in English.
_EVERYWHERE = LIGHT | DETERMINERS | every("links")
_ENGLISH = frozenset().union(
    *(_DATA[part]["en"].split() for part in ("light", "proforms", "determiners", "links"))
)
_WORD = later(r"\w+(?:['&-]\w+)*")
#: A number in digits or in words: 34, sixty-two, achtundfünfzig.
_NUMBER = later(
    r"\d\S*|(?:e[ie]n(?:und|en))?(?:(?:{})(?:-|-?(?:and|und|ën|en|et|y|e)-?)?)+(?:one|un|uno|odd|ish|something)?".format(
        "|".join(sorted(every("counts"), key=len, reverse=True))
    )
)
#: An abbreviation of capitals, with what makes it several.
_ACRONYM = later(r"([A-Z](?:&?[A-Z]){1,5})s?")
#: What stands behind German words behind which there are nouns, and no names.
_BEHIND = later(
    rf"\b(?:{'|'.join(one for one in _DATA['determiners']['de'].split() if one[0] != 'd')})"
    r" (?:[a-zäöüß]+ )?([A-ZÄÖÜ]\w+)"
)
#: So much of a text tells what its words are.
_LONG = 1_000_000
_UNSPACED = later(f"^[{UNSPACED}]+$")
ELIDED = later(r"^(?:[ldjmtscn]|qu|un|all|dell|nell|sull)'(?=\w\w)")
_VOWELS = later(r"[aeiouyäöüáàâéèêíîóôúû]")
#: So many letters at the beginning make two words forms of one, where their ends allow it.
_STEM = 3
#: So many letters of a word may stand behind others in a compound.
_TAIL = 4


class Swap(NamedTuple):
    """A bracket of an author, and what it stands for.

    Args:
        put_in: what stands in it.
        gone: the words of the source in its place; empty if it is only put in.
        before: what the source has before those.
        after: what it has behind them.
        text: all of it, which tells what words are where a capital does not.
    """

    put_in: str
    gone: str
    before: str = ""
    after: str = ""
    text: str = ""


class Words(NamedTuple):
    """What a text says.

    Args:
        content: words that say something.
        names: and names, if they are some.
        is_doubtful: whether these may be no names.
        is_bare: whether they probably are none: in German, with nothing before them.
    """

    content: list[str]
    names: list[str]
    is_doubtful: bool = False
    is_bare: bool = False


def language(text: str) -> str:
    """The language of a text by its small words; or nothing if they do not tell."""
    words = {one.casefold() for one in _WORD.findall(text)}
    best = max(SMALL, key=lambda one: (len(SMALL[one] & words), one == "en"))
    return best if SMALL[best] & words else ""


@cache
def spoken_of(part: str, spoken: str) -> frozenset[str]:
    """The words of a part of the data in a language: English ones are seldom another's."""
    told: dict[str, str] = _DATA[part]
    chosen = (words for of, words in told.items() if not spoken or (of == "en") == (spoken == "en"))
    return frozenset(" ".join(chosen).split())


def said_in(part: str, spoken: str) -> frozenset[str]:
    """The words of a part of the data in a language alone, if it has some in that."""
    told: dict[str, str] = _DATA[part]
    return frozenset(told[spoken].split()) if spoken in told else spoken_of(part, spoken)


def is_abstract(word: str, spoken: str) -> bool:
    """Whether a word says what something is so generally that it may stand for any other."""
    bare = word.removeprefix(_ARTICLES[0]).removeprefix(_ARTICLES[1])
    return not {word, bare}.isdisjoint(spoken_of("abstract", spoken))


def is_kind(general: str, special: Iterable[str]) -> bool:
    """Whether a word is what one of others is called in general."""
    return _is_called("kinds", general, special) or is_same(general, special)


def is_same(plain: str, said: Iterable[str]) -> bool:
    """Whether a word means the same as one of others, which is how people say it."""
    tens = (one.split("-")[0] for one in said if is_number(one))
    return _is_called("same", plain, said) or _is_called("ages", plain, tens)


def _is_called(part: str, general: str, special: Iterable[str]) -> bool:
    generals = _generals(part)
    forms = frozenset(_singular(general))
    return any(
        not generals[form].isdisjoint(forms)
        for one in special
        for form in _singular(one)
        if form in generals
    )


@cache
def _generals(part: str) -> dict[str, set[str]]:
    """What each word of a part of the kinds may be called."""
    generals: dict[str, set[str]] = {}
    for kinds in _KINDS[part].values():
        for general, special in (one.split(" = ") for one in kinds):
            for one in special.split():
                generals.setdefault(one, set()).update(general.split())
    return generals


def is_number(word: str) -> bool:
    """Whether a word is a number, in digits or not."""
    return bool(_NUMBER.fullmatch(word))


def is_measure(word: str, content: Iterable[str], spoken: str) -> bool:
    """Whether a word says of what a number is that may not be known: an age, a year."""
    measures = spoken_of("measures", spoken)
    return not measures.isdisjoint(_singular(word)) and any(map(is_number, content))


def is_spelled_out(put_in: str, gone: str) -> bool:
    """Whether words begin with the letters of the abbreviation for which they stand."""
    short = [one for one in _WORD.findall(gone) if one.casefold() not in DETERMINERS]
    found = _ACRONYM.fullmatch(short[0]) if len(short) == 1 else None
    words = (ELIDED.sub("", one.casefold()) for one in _WORD.findall(put_in))
    said = [one for one in words if one not in LIGHT | DETERMINERS]
    if not found or not said:
        return False
    letters = found[1].replace("&", "").casefold()
    first = "".join(one[0] for one in said) if len(said) > 1 else letters
    within = letters if len(said) > 1 else said[0]
    rest = iter(within)
    return said[0][0] == letters[0] and all(one in rest for one in first)


def _singular(word: str) -> tuple[str, ...]:
    """A word, and what it may be the English plural of."""
    return word, word.removesuffix("s"), word.removesuffix("es"), f"{word.removesuffix('ies')}y"


def are_forms(one: str, other: str) -> bool:
    """Whether two words are forms of one."""
    if one == other:
        return True
    if one in _KIN and other in _KIN:
        return False
    if _are_inflected(one, other):
        return True
    return any(
        any(_are_inflected(one, form) for form in forms)
        and any(_are_inflected(other, form) for form in forms)
        for forms in _IRREGULAR
    )


@lru_cache(maxsize=4096)
def _are_inflected(one: str, other: str) -> bool:
    same = 0
    while same < min(len(one), len(other)) and one[same] == other[same]:
        same += 1
    return any(
        at == len(one) or at == len(other) or at >= _STEM
        for at in range(max(same - 2, 1), same + 1)
        if one[at:] in _INFLECTIONS and other[at:] in _INFLECTIONS
    )


def are_like_forms(one: str, other: str, spoken: str) -> bool:
    """Whether two words may be forms of one in other languages than English: all but vowels.

    A compound and what stands last in it are alike, too: Hausarzt, Arzt.
    """
    if spoken in {"", "en"} or {one, other} & _KIN:
        return False
    short, long = sorted((one, other), key=len)
    if len(short) >= _TAIL and long.endswith(short) and len(long) - len(short) >= _STEM:
        return True
    first, second = sorted((_VOWELS.sub("", one), _VOWELS.sub("", other)), key=len)
    return one[0] == other[0] and len(first) > 1 and second.startswith(first)


def words_in(text: str, before: str, spoken: str, source: str = "") -> Words:
    """What a text says that goes on behind another one, with names apart.

    Args:
        text: what is looked at.
        before: what stands before it.
        spoken: its language.
        source: where its words may stand again, with what tells that they are no names.
    """
    content: list[str] = []
    names: list[str] = []
    is_doubtful = is_bare = False
    earlier = _WORD.findall(before)[-2:]
    at_start = not before.strip() or before.rstrip()[-1:] in '.?!:"'
    for word, following in pairwise([*_WORD.findall(text), ""]):
        bare = ELIDED.sub("", word)
        small = bare.casefold()
        what = _what(bare, earlier, spoken)
        if (what == "either" or (what == "name" and at_start)) and small in _nouns(source, spoken):
            what = "noun"
        is_title = small in _TITLES and following[:1].isupper()
        # May and Will are no little words, and I is one.
        is_name = spoken == "en" and not at_start and word.istitle() and len(word) > 1
        little = DETERMINERS if is_name else _ENGLISH if spoken == "en" else _EVERYWHERE
        if not is_title and small not in little:
            (content if what == "noun" else names).append(small)
            is_doubtful |= what == "either" or (what == "name" and at_start)
            is_place = bool(earlier) and earlier[-1].casefold() in _PLACES
            is_bare |= what == "either" and spoken == "de" and not (at_start or is_place)
        earlier, at_start = [*earlier[-1:], word], False
    return Words(content, names, is_doubtful, is_bare)


def _what(word: str, earlier: Sequence[str], spoken: str) -> str:
    """Whether a word is a noun (or anything else that says something), a name, or either."""
    last = "".join(earlier[-1:]).casefold()
    if not word[0].isupper():
        is_number = word.isdigit() and "".join(earlier[-1:])[:1].isupper()
        return "name" if is_number else "either" if _may_be_name(word) else "noun"
    plain = spoken_of("abstract", spoken) | spoken_of("vague", spoken) | _ORDINARY
    if word.casefold() in plain:
        return "noun"
    if last in _TITLES:
        return "name"
    if spoken == "de":
        is_behind = last in DETERMINERS or (
            last and earlier[-1].islower() and earlier[0].casefold() in DETERMINERS
        )
        return "noun" if is_behind else "either"
    is_acronym = word.isupper() and len(word) > 1
    return "noun" if is_acronym and last in PRONOUNS else "name"


@lru_cache(maxsize=8)
def _nouns(source: str, spoken: str) -> frozenset[str]:
    """What a text has where no name stands: in small letters, or in German behind “ein”, “kein”."""
    if spoken == "de":
        return frozenset(one.casefold() for one in _BEHIND.findall(source, 0, _LONG))
    return frozenset(filter(str.islower, _WORD.findall(source, 0, _LONG)))


def _may_be_name(word: str) -> bool:
    """Whether a word of a script without capitals may be a name, by what it begins or ends with."""
    if word.isascii() or word.casefold() != word.swapcase():
        return False
    if _UNSPACED.match(word):
        end = word.endswith(tuple(_NAMES["honorifics"].split()))
        return end or (len(word) == 2 and word[0] in _NAMES["familiar"])  # noqa: PLR2004 - 小王
    return not word.startswith(_ARTICLES)


def may_be_called(words: Iterable[str], spoken: str) -> bool:
    """Whether words may stand for a name where no capital tells names: those known for it."""
    return all(
        one in _ROLES or one.removeprefix(_ARTICLES[0]) in _ROLES or is_abstract(one, spoken)
        for one in words
    )


def has_case(word: str) -> bool:
    """Whether a word is written in a script that has capitals, or is a number."""
    return word.casefold() != word.swapcase() or word.isdigit()
