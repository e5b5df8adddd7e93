"""Where the names of a list stand in a text: whole, in parts, in the plural, a letter off.

A word that is a name as well (Will, May, Young) is judged by its place in the sentence.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from itertools import islice
from typing import TYPE_CHECKING

from themeloom.core.expressions import later
from themeloom.core.files import beside

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from themeloom.checking.patterns import Looked

    Found = tuple[int, int, bool]

_DATA = {name: frozenset(said.split()) for name, said in beside(__file__, "names.toml").items()}
_WORD = later(r"(?:[^\W\d_][\u0300-\u036f]*)+")
#: Letters one by one, as they are spelt on the telephone.
_SPELT = later(r"(?<![^\W\d_])[^\W\d_](?:[-. ][^\W\d_]){3,}(?![^\W\d_])")
#: So many words may belong to a name, and so far they may reach.
_WORDS, _LONGEST = 4, 120
#: Shorter words are too near to too many others.
_NEAR_FROM, _PART_FROM = 5, 3
_BEFORE = later(r"([^\W\d_]+)[.,]?[ \n]+[\"'(]?$")
_AFTER = later(r"[ \n]+([^\W\d_]+'?)")
#: What a sentence, a line, a turn or a quotation begins behind.
_BEGINS = later(r"(?:^|[.!?:;|]\s|\n[ \t>#*-]*|[\"“(]|[.!?]['\"”)]+\s)\s*$")


def folded(text: str) -> str:
    """A text in small letters, without the marks over them; “ı” is an i that lacks its own."""
    apart = unicodedata.normalize("NFD", text.casefold())
    return "".join(sign for sign in apart if not unicodedata.combining(sign)).replace("ı", "i")


def is_ordinary(word: str) -> bool:
    """Whether a name is a word as well, as Will and May are."""
    return folded(word) in _DATA["ordinary"]


def _as_scanned(word: str) -> str:
    """A word as programs read it from paper, which take some letters for others."""
    return word.replace("rn", "m").replace("vv", "w").replace("cl", "d").replace("ii", "u")


def _near(word: str) -> Iterator[str]:
    """A word, and what is left of it without one of its letters."""
    yield word
    yield from (word[:at] + word[at + 1 :] for at in range(len(word)))


class Listed:
    """The names of a list, by their words."""

    def __init__(self, names: Iterable[str]) -> None:
        #: Each name as its words.
        self.names = frozenset(tuple(_WORD.findall(folded(name))) for name in names if name)
        self.parts = {
            word
            for name in self.names
            for word in name
            if len(word) >= _PART_FROM and word not in _DATA["particles"]
        }
        self.parts |= {name[0] for name in self.names if len(name) == 1}
        #: What was found out about words of texts.
        self._known: dict[str, tuple[str, bool]] = {}
        #: What is left of longer words without one of their letters, or with all.
        self._off: dict[str, set[str]] = defaultdict(set)
        for word in self.parts:
            if len(word) >= _NEAR_FROM:
                for one in (*_near(word), _as_scanned(word)):
                    self._off[one].add(word)

    def find(self, looked: Looked) -> Iterator[Found]:
        """Every place, from left to right, none over another."""
        yield from self._spelt(looked.text)
        meant = {word: one for word in looked.words if (one := self._meant(word, looked))}
        if not meant:
            return
        words = "|".join(map(re.escape, sorted(meant, key=len, reverse=True)))
        done = 0
        for match in re.finditer(rf"(?<![^\W\d_])(?:{words})(?![^\W\d_])", looked.small):
            if match.start() >= done and (found := self._judged(looked, match.start(), meant)):
                yield found
                done = found[1]

    def _spelt(self, text: str) -> Iterator[Found]:
        """Names that are spelt letter by letter."""
        for match in _SPELT.finditer(text):
            if folded(re.sub(r"[-. ]", "", match.group())) in self.parts:
                yield *match.span(), True

    def _meant(self, word: str, looked: Looked) -> str:
        """The word of a name that is meant by a word of a text; nothing if none is."""
        if word not in self._known:
            self._known[word] = self._like(word)
        meant, is_exact = self._known[word]
        if is_exact or not meant:
            return meant
        # What stands in small letters elsewhere is a word and no slip of the pen.
        small = re.search(rf"(?<![^\W\d_]){re.escape(word)}(?![^\W\d_])", looked.text)
        return "" if small else meant

    def _like(self, word: str) -> tuple[str, bool]:
        """The word of a name that a word is, or is like, and whether it is just that."""
        plain = folded(word)
        for one in (plain, plain.removesuffix("s"), plain.removesuffix("es")):
            if one in self.parts and (one == plain or one not in _DATA["ordinary"]):
                return one, True
        if len(plain) < _NEAR_FROM:
            return "", False
        near = {
            name for one in (*_near(plain), _as_scanned(plain)) for name in self._off.get(one, ())
        }
        return min(near, default=""), False

    def _judged(self, looked: Looked, start: int, meant: dict[str, str]) -> Found | None:
        """What begins at a word: the longest name, or a part of one, or nothing."""
        text = looked.text
        spans = [
            one.span() for one in islice(_WORD.finditer(text, start, start + _LONGEST), _WORDS)
        ]
        said = [looked.small[a:b] for a, b in spans]
        words = [meant.get(one, folded(one)) for one in said]
        exact = [_is_exact(one, word) for one, word in zip(said, words, strict=True)]
        for count in range(len(words), 1, -1):
            a, b = spans[0][0], spans[count - 1][1]
            name = tuple(words[:count])
            turned = (*name[1:], name[0])
            if name in self.names or (turned in self.names and "," in text[a:b]):
                return a, b, all(exact[:count])
        return self._alone(looked, spans[0], words[0], is_exact=exact[0])

    def _alone(
        self, looked: Looked, span: tuple[int, int], word: str, *, is_exact: bool
    ) -> Found | None:
        """What one word alone is: a name of one word, a part of one, something like it."""
        start, end = span
        text = looked.text
        is_whole = (word,) in self.names
        capital = not text[start].islower()
        place = _Place(text, start, end)
        if not is_exact:
            return (start, end, False) if capital else None
        if word in _DATA["ordinary"]:
            sure = place.is_ordinary_a_name(word, capital=capital)
            return None if sure is None else (start, end, sure and (is_whole or place.titled))
        if not capital and (not is_whole or place.before in _DATA["articles"]):
            return None
        return start, end, is_whole or place.titled


def _is_exact(said: str, word: str) -> bool:
    plain = folded(said)
    return word in (plain, plain.removesuffix("s"), plain.removesuffix("es"))


class _Place:
    """What stands around a word."""

    def __init__(self, text: str, start: int, end: int) -> None:
        head, tail = text[max(0, start - 40) : start], text[end : end + 40]
        self.begins = bool(_BEGINS.search(head)) or not head.strip()
        self.possessive = bool(re.match(r"'s?(?!\w)", tail))
        before, after = _BEFORE.search(head), _AFTER.match(tail.removeprefix("'s"))
        self._before = before[1] if before else ""
        self._after = after[1] if after else ""
        self.before, self.after = self._before.casefold(), self._after.casefold()
        self.digits = bool(re.match(r",? \d", tail) or re.search(r"\d(?:st|nd|rd|th)? $", head))
        self.shouted = text[start:end].isupper()
        self.titled = self.before in _DATA["titles"] and self._before[:1].isupper()

    def is_ordinary_a_name(self, word: str, *, capital: bool) -> bool | None:
        """Whether a word that is a name as well is one here: certainly, perhaps, or not (None)."""
        if not capital or (self.shouted and not self.titled):
            return None
        dated = word in _DATA["months"] and (self.digits or self.before in _DATA["dating"])
        if dated or self.after in _DATA["bodies"]:
            return None
        called = self.before in _DATA["before"] and not self.begins
        if self.titled or called or self.after in _DATA["saying"]:
            return True
        if self.before in _DATA["articles"]:
            return None
        if self.begins:
            return False if self.after in _DATA["doing"] or self.possessive else None
        return not (self._after[:1].isupper() or self._before[:1].isupper())
