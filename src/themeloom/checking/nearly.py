"""Words that are taken from a source and changed, whatever stands around them."""

from __future__ import annotations

import re
import string
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
#: How a text whose letters are all plain is parted into such words, far faster.
_PARTING = str.maketrans({**dict.fromkeys(string.punctuation, " "), "'": None})
#: Fewer words than this are often said by several people.
_LEAST = 10
#: So many words in a row are looked up, and so many such rows must be shared.
_ROW, _ROWS = 4, 3
#: How alike they are at least, of a hundred.
_ALIKE = 80
#: So many times some rows of the texts are noted, and then all of them.
_OFTEN = 4


class Nearly:
    """Finds words that are almost those of one of some texts.

    Args:
        texts: gives the texts, in comparable form.
    """

    def __init__(self, texts: Callable[[], Iterable[str]]) -> None:
        self._given = texts
        self._known: set[int] = set()
        #: Whether a saying that was looked for shares rows enough with the texts.
        self._shares: dict[str, bool] = {}
        self._times = 0

    @cached_property
    def _texts(self) -> list[str]:
        return [" ".join(_words(one)) for one in self._given()]

    def look_for(self, sayings: Iterable[str]) -> None:
        """Note what rows of words the texts have of all that will be asked about.

        To note all rows of the texts takes as long as several times this, and much memory.
        """
        new = [one for one in sayings if one not in self._shares]
        if not new:
            return
        said = {one: list(_rows(_words(one))) for one in new}
        wanted = {row for rows in said.values() for row in rows if hash(row) not in self._known}
        self._times += bool(wanted)
        for text in self._given() if wanted and self._times <= _OFTEN + 1 else ():
            rows = _rows(_words(text))
            self._known.update(
                map(hash, rows if self._times > _OFTEN else wanted.intersection(rows))
            )
        for one, asked in said.items():
            self._shares[one] = sum(hash(row) in self._known for row in asked) >= _ROWS

    def may_be_taken(self, saying: str) -> bool:
        """Whether something of a saying, which was looked for, may be in a text."""
        return self._shares.get(saying, False)

    def taken(self, sentence: str, *, whole: bool) -> str:
        """What of a sentence, in comparable form, was taken from a text; nothing if nothing was.

        Args:
            sentence: that was looked for, and may begin with words of its author's.
            whole: whether a few words behind what was taken belong to it.
        """
        words = _words(sentence)
        if len(words) < _LEAST:
            return ""
        shared = [at for at, row in enumerate(_rows(words)) if hash(row) in self._known]
        if len(shared) < _ROWS:
            return ""
        first, last = shared[0], shared[-1] + _ROW
        if whole and len(words) - last < _ROW:
            last = len(words)
        inner = [at - first for at in shared]
        if last - first < _LEAST or not self._stand_together(words[first:last], inner):
            return ""
        places = list(_WORD.finditer(sentence))
        return sentence[places[first].start() : places[last - 1].end()]

    def _stand_together(self, words: Sequence[str], shared: Sequence[int]) -> bool:
        """Whether a text has something like some words where it has a row of them."""
        from rapidfuzz import fuzz

        said = " ".join(words)
        for at in shared:
            row = " ".join(words[at : at + _ROW])
            for text in self._texts:
                found = text.find(row)
                around = text[max(found - len(said), 0) : found + 2 * len(said)]
                if found >= 0 and fuzz.partial_ratio(said, around) >= _ALIKE:
                    return True
        return False


def _words(text: str) -> list[str]:
    small = text.casefold()
    if small.isascii() and "''" not in small:
        return small.translate(_PARTING).split()
    return [one.replace("'", "") for one in _WORD.findall(small)]


def _rows(words: Sequence[str]) -> zip[tuple[str, ...]]:
    return zip(*(words[at:] for at in range(_ROW)), strict=False)
