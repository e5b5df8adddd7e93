"""Whether what somebody is called looks like a person's name, in any script.

Nobody has a list of all names. A name is told by its form, and by what it has that is none: what
people are (participant, peer worker), numbers, codes.
"""

from __future__ import annotations

from enum import IntEnum
from functools import lru_cache

from themeloom.checking.naming import folded
from themeloom.core.expressions import later
from themeloom.core.files import beside
from themeloom.core.text import UNSPACED
from themeloom.study.labels import comparable
from themeloom.study.sources import ASKS

_DATA = {name: frozenset(said.split()) for name, said in beside(__file__, "names.toml").items()}
_NONE = frozenset(
    folded(one) for name in ("roles", "bodies", "articles", "months") for one in _DATA[name]
)
_TITLES = frozenset(map(folded, _DATA["titles"]))
_THINGS = frozenset(map(folded, _DATA["things"]))
_BRACKETED = later(r"[(\[{<][^)\]}>]*[)\]}>]")
#: What parts the words of a name: white space, signs, and a capital within (MayaTestname, J.Smith).
_PARTS = later(r"[\s_,;:/&+|]+|(?<=\.)(?=\w)|(?<=[a-zß-öø-ÿ])(?=[A-ZÀ-ÖØ-Þ])")
_AROUND = ".'\"’‘“”*-–—~"
#: Of a script without spaces: so many signs may be a name, with what stands behind one.
_UNPARTED = later(rf"[{UNSPACED}]{{2,}}\Z")
_SHORT, _FULL = 3, 2
#: Of Arabic, with which each word of what somebody is begins, and of names only some.
_THE = "ال"


class Looks(IntEnum):
    """How much it looks like a person's name."""

    OTHER = 0
    MAYBE = 1
    NAME = 2


@lru_cache(maxsize=1 << 12)
def looks(label: str) -> Looks:
    """How much a label looks like a name: two words or a title and one do, a single one may."""
    parts = [one.strip(_AROUND) for one in _PARTS.split(_BRACKETED.sub(" ", label))]
    parts = [one for one in parts if one]
    plain = [one for one in parts if not any(map(str.isdigit, one))]
    titled = any(folded(one) in _TITLES for one in plain[:-1])
    rest = [one for one in plain if not _is_none(one)]
    if all(one.startswith(_THE) for one in rest):
        return Looks.OTHER
    words = [one for one in rest if len(one) > 1 or one.lower() == one.upper()]
    small = [one for one in words if one[0].islower()]
    if not words or 0 < len(small) < len(words):
        return Looks.OTHER
    initial = len(rest[0]) == 1 and rest[0].isupper()
    if len(words) >= _FULL or (len(words) == 1 and (titled or initial or _is_whole(words[0]))):
        return Looks.NAME if len(plain) == len(parts) and not small else Looks.MAYBE
    is_code = words[0].isupper() and words[0].isascii() and len(words[0]) <= _SHORT
    return Looks.OTHER if is_code or small else Looks.MAYBE


def _is_none(word: str) -> bool:
    """Whether a word is no name: what somebody is, a number, a title, a particle, a code."""
    plain = folded(word)
    is_code = word.isascii() and word.isupper() and not set(plain) & set("aeiouy")
    if is_code and 1 < len(word) <= _SHORT:
        return True
    if _UNPARTED.match(word) and any(
        word.startswith(one) for one in _DATA["roles"] if _UNPARTED.match(one)
    ):
        return True
    known = _NONE | _TITLES | _DATA["particles"]
    return comparable(word) in _ASKING or any(
        one in known for one in (plain, plain.removesuffix("s"))
    )


#: Single words by which those who ask are called; “I” and “Q” are initials as well.
_ASKING = frozenset(one for one in ASKS if len(one) > 1)


def _is_whole(word: str) -> bool:
    """Whether a word without spaces is a family's name with one's own, or has an honorific."""
    if not _UNPARTED.match(word):
        return False
    honoured = any(word.endswith(one) and word != one for one in _DATA["honorifics"])
    return honoured or (word[0] in _DATA["families"] and len(word) <= _SHORT)


def is_alias(label: str) -> bool:
    """Whether a label has a word that no person is called by, as in “blue bird”."""
    return not _THINGS.isdisjoint(map(folded, _PARTS.split(label.replace("-", " "))))


def is_head_of_names(head: str) -> bool:
    """Whether a column is called as those that hold people's names."""
    words = [folded(one) for one in _PARTS.split(head) if one]
    return bool(words) and set(words) <= {folded(one) for one in _DATA["heads"]}
