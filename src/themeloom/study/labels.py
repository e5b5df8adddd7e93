"""What stands like a label in a transcript, and how sure it is that somebody speaks there."""

from __future__ import annotations

import re
import unicodedata
from enum import IntEnum
from functools import lru_cache
from typing import NamedTuple

from themeloom.core.expressions import later
from themeloom.core.files import beside
from themeloom.study.label_forms import TITLES

#: How many words a name has at most.
WORDS = 4
#: What of a name may be in small letters.
_PARTICLES = frozenset(beside(__file__, "sources.toml")["particles"])
_TITLES = later(rf"^(?:(?:{'|'.join(TITLES)})\b\.?\s+)+", re.IGNORECASE)
_CODE = later(r"(?=.*\d)[^\W\d_][\w.#-]{1,7}\Z|[A-Z]{2,4}\Z")


class Sure(IntEnum):
    """How sure it is that somebody begins to speak: likely is what nobody known is called."""

    UNCLEAR = 0
    LIKELY = 1
    READ = 2


class Opening(NamedTuple):
    """Where somebody may begin to speak; a text has thousands, made fast.

    Args:
        label: as it is written.
        start: where what belongs to the label begins.
        end: where the words begin.
        sure: how sure it is.
        until: where an interjection ends, and who spoke before goes on; 0 if it is none.
    """

    label: str
    start: int
    end: int
    sure: Sure
    until: int = 0


@lru_cache(maxsize=1 << 16)
def comparable(label: str) -> str:
    """A label as it is compared: P03, p-03 and “P 03” are one."""
    letters = unicodedata.normalize("NFC", label.casefold())
    return "".join(one for one in letters if unicodedata.category(one)[0] in "LNM")


def untitled(label: str) -> str:
    """A name without the titles before it: Quill of Dr. Quill."""
    return _TITLES.sub("", label)


def is_code(label: str) -> bool:
    """Whether a label is a code, as P03 or INT are, and no word of speech."""
    return bool(_CODE.match(label))


def is_name(label: str) -> bool:
    """Whether a label could be a name: a few words, none in small letters."""
    parts = re.findall(r"[^\s/&,.-]+", label)
    # Mara de la Finch: what stands between others may be small.
    between = range(1, len(parts) - 1)
    words = [one for at, one in enumerate(parts) if at not in between or one not in _PARTICLES]
    few = any(one.isalpha() for one in label) and len(words) <= WORDS
    # Of Georgian letters all are small, and none begins a name in another form.
    return few and not any(word[0] != word[0].title() for word in words)


def resembles(label: str, other: str) -> bool:
    """Whether two labels may be one person's: M1 and M01, Finch and Mara Finch."""
    numbers = [[int(one) for one in re.findall(r"\d{1,9}", said)] for said in (label, other)]
    words = [re.findall(r"[^\W\d_]+", said.casefold()) for said in (label, other)]
    if numbers[0] != numbers[1]:
        return False
    if numbers[0]:
        return bool(words[0] and words[1]) and words[0][0][0] == words[1][0][0]
    return bool(set(words[0]) & set(words[1]))
