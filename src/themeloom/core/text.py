"""Comparing text as a careful reader would, and finding the way back.

Two texts are the same words if they differ only in Unicode composition, in
straight or curly quotation marks, in kinds of dashes, in `…` or `...`, in white
space, in ligatures, in marks of emphasis (*so*, _so_), or in characters that cannot be
seen. `normalise` brings a text into one such form and keeps a map to the offsets of the
original.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from bisect import bisect_right
from functools import lru_cache
from typing import TYPE_CHECKING

import msgspec

from themeloom.core.expressions import later

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence


#: Languages that are written from right to left.
LEFTWARD = frozenset({"ar", "fa", "he", "ps", "ur", "yi"})
_SINGLE = "‘’‚‛′´`ʼ＇"
_DOUBLE = "“”„‟″«»＂"
_DASHES = "‐‑‒–—―−"
_BLANKS = (
    "\t\n\v\f\r\x1c\x1d\x1e\x1f\x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006"
    "\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000 "
)
#: What joins letters, and what says in which direction they run.
_JOINERS = "\u200c\u200d"
_NO_LETTERS = (
    "\u00ad\u034f\u061c\u0640\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff"
)
#: Soft hyphen, zero-width characters, direction marks, byte order mark, and the stroke that only
#: makes Arabic words longer: for a set of a pattern.
UNSEEN = _NO_LETTERS + _JOINERS
#: Whatever begins a new line for somebody who reads, as `str.splitlines` does.
BREAKS = "\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029"

#: What is replaced one for one.
_ALIKE = str.maketrans(
    {
        **dict.fromkeys(_SINGLE, "'"),
        **dict.fromkeys(_DOUBLE, '"'),
        **dict.fromkeys(_DASHES, "-"),
        **dict.fromkeys(_BLANKS, " "),
    }
)
#: Of so many characters a text is looked through one by one; a longer one sign by sign.
_FEW = 500
#: Letters and signs that are written without spaces between words: Chinese and Japanese ones.
UNSPACED = (
    "\u2e80-\u2fdf\u3001-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff01-\uff65"
    "\U00020000-\U0003ffff"
)
_SPECIAL = later(
    # Lines of them are broken anywhere.
    rf"(?P<unspaced>(?<=[{UNSPACED}])[ {UNSEEN}]+(?=[{UNSPACED}]))"
    # One space is what it is; several become one.
    rf"|(?P<space> [ {UNSEEN}]+)|(?P<ellipsis>…(?: ?…)*)|(?P<unseen>[{UNSEEN}]+)"
    # Wide digits, and the forms of Hebrew and Arabic letters that old fonts and PDF files have.
    r"|(?P<ligature>[\uff10-\uff19\u0132\u0133\ufb00-\ufb4f\ufb50-\ufd3d\ufd50-\ufdfb"
    r"\ufe70-\ufefc]+)"
)
#: The signs by which anything special but white space and ellipses is told.
_RARE = later(
    rf"[{UNSPACED}{UNSEEN}\u0132\u0133\ufb00-\ufb4f\ufb50-\ufd3d\ufd50-\ufdfb\ufe70-\ufefc]"
)
#: What else is special, each behind signs that a text is looked through for far faster.
_COMMON = {"  ": later(r"(?P<space>  +)"), "…": later(r"(?P<ellipsis>…(?: ?…)*)")}
_UNPRINTED = later(rf"[{_NO_LETTERS}]+|[\u0132\u0133\ufb00-\ufb06]|[{BREAKS}]+")
#: Marks of emphasis: at the border of a word, and never within one.
_EMPHASIS = later(
    r"(?<![\w*\\])(?P<opens>\*{1,3})(?=[^\s*])|(?<=[^\s*])(?P<closes>\*{1,3})(?![\w*])"
    r"|(?<![\w\\])(?P<opens_>_{1,3})(?=[^\W_])|(?<=[^\W_])(?P<closes_>_{1,3})(?!\w)"
    r"|(?P<end>\n[ \t]*\n)"
)
#: Spaces inside guillemets, as in French « so »; »so« has them outside, as in Danish.
_IN_MARKS = later(
    rf"(?<![\w.,!?…;:)”]«)(?<=«)[{_BLANKS}{UNSEEN}]{{1,8}}(?=\S)"
    rf"|(?<=\S)[{_BLANKS}{UNSEEN}]{{1,8}}(?=»(?!\w))"
)


@lru_cache(maxsize=1)
def _composed() -> re.Pattern[str]:
    """A character with all that belongs to it: marks over or under it, parts of a syllable.

    Found only when a text is not composed, for it asks of every character there is.
    """
    marks = [one for one in range(0x300, 0x1E000) if unicodedata.combining(chr(one))]
    runs: list[list[int]] = []
    for one in marks:
        if runs and one == runs[-1][1] + 1:
            runs[-1][1] = one
        else:
            runs.append([one, one])
    alone = "".join(f"{chr(first)}-{chr(last)}" for first, last in runs)
    # Vowels that stand after their consonant and compose with what is before them.
    after = "\u09be\u09d7\u0b3e\u0b57\u0bbe\u0bd7\u0cc2\u0cd5\u0cd6\u0d3e\u0d57\u0dcf\u0ddf"
    return re.compile(
        rf"[\u1100-\u1112][\u1161-\u1175][\u11a8-\u11c2]?|.[{alone}{after}]+", re.DOTALL
    )


class Normalised(msgspec.Struct, frozen=True, eq=False):
    """A text in its comparable form, with the way back to the original.

    Args:
        text: the comparable form.
        starts: where pieces begin in `text`, ascending.
        origins: where the same pieces begin in the original.
        kept: whether the piece was copied as it is (else it was replaced as a whole).
        length: of the original.
    """

    text: str
    starts: array[int]
    origins: array[int]
    kept: bytes
    length: int

    def original(self, start: int, end: int) -> tuple[int, int]:
        """The span of the original, in code points, that `text[start:end]` came from."""
        first = self._piece(start)
        begin = self.origins[first] + (start - self.starts[first] if self.kept[first] else 0)
        if end <= start:
            return begin, begin
        last = self._piece(end - 1)
        if self.kept[last]:
            return begin, self.origins[last] + (end - self.starts[last])
        return begin, self.origins[last + 1] if last + 1 < len(self.origins) else self.length

    def place(self, position: int) -> int | None:
        """Where a place of `text` was in the original; None if it is none, or within a piece."""
        if not 0 <= position <= len(self.text):
            return None
        piece = self._piece(position)
        within = position - self.starts[piece]
        if self.kept[piece] or not within:
            return self.origins[piece] + within
        return self.length if position == len(self.text) else None

    def _piece(self, position: int) -> int:
        return max(bisect_right(self.starts, position) - 1, 0)


@lru_cache(maxsize=512)
def normalise(text: str) -> Normalised:
    """Bring a text into the form in which texts are compared.

    Several checks ask for the same long text; it is brought into that form once.
    """
    return _normalised(text)


def _normalised(text: str) -> Normalised:
    return normalise_with(text, ())


def normalise_with(text: str, own: Sequence[tuple[int, int, str]]) -> Normalised:
    """Bring a text into comparable form, with some stretches replaced by what is given.

    Args:
        text: the original.
        own: start, end and what takes its place; in order, never overlapping.
    """
    # One for one, so that every place is the same in both.
    alike = _alike(text)
    changes = _changes(text, alike)
    return replaced(alike, _merged(changes, own) if own else changes)


def _alike(text: str) -> str:
    """A text in which signs are replaced one for one."""
    if len(text) < _FEW or text.isascii():
        return text.translate(_ALIKE)
    # Of these signs a long text has few, and most of its letters are none.
    for sign, form in _ALIKE.items():
        text = text.replace(chr(sign), form)
    return text


def _merged(
    changes: Iterable[tuple[int, int, str]], own: Sequence[tuple[int, int, str]]
) -> list[tuple[int, int, str]]:
    """All changes in order; of those that overlap, the ones that were given."""
    if not own:
        return sorted(changes)
    starts = [start for start, _, _ in own]

    def is_apart(start: int, end: int) -> bool:
        at = bisect_right(starts, start) - 1
        before = at < 0 or own[at][1] <= start
        return before and (at + 1 >= len(own) or end <= starts[at + 1])

    return sorted([*(one for one in changes if is_apart(one[0], one[1])), *own])


def printable(text: str) -> str:
    """Words as they are printed: no soft hyphens, marks of direction, ligatures, line separators.

    What joins letters stays, for Persian and Hindi need it, and so do emoji.
    """
    if text.isascii() and not _UNPRINTED.search(text):
        return text
    return _UNPRINTED.sub(_as_printed, text)


def _as_printed(match: re.Match[str]) -> str:
    if "\ufb00" <= match[0] <= "\ufb06" or match[0] in "Ĳĳ":
        return unicodedata.normalize("NFKC", match[0])
    return " " if match[0].isspace() else ""


def replaced(text: str, changes: Iterable[tuple[int, int, str]]) -> Normalised:
    """A text with some stretches replaced, and the way back.

    Args:
        text: the original.
        changes: start, end and what takes its place; in order, never overlapping.
    """
    parts: list[str] = []
    starts, origins, kept = array("q"), array("q"), bytearray()
    done = position = 0
    for start, end, form in changes:
        if start > done:
            parts.append(text[done:start])
            starts.append(position)
            origins.append(done)
            kept.append(True)
            position += start - done
        if form:
            parts.append(form)
            starts.append(position)
            origins.append(start)
            kept.append(False)
            position += len(form)
        done = end
    if done < len(text) or not starts:
        parts.append(text[done:])
        starts.append(position)
        origins.append(done)
        kept.append(True)
    return Normalised("".join(parts), starts, origins, bytes(kept), len(text))


def positions(text: str, words: str, start: int = 0, step: int = 0) -> Iterator[int]:
    """Where words begin in a text, none over another, or none nearer than `step` to the last."""
    at = text.find(words, start)
    while at >= 0:
        yield at
        at = text.find(words, at + (step or len(words)))


def merged(spans: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Spans that come in order, those that touch or overlap as one."""
    whole: tuple[int, int] | None = None
    for start, end in spans:
        if whole and start <= whole[1]:
            whole = whole[0], max(whole[1], end)
            continue
        if whole:
            yield whole
        whole = start, end
    if whole:
        yield whole


@lru_cache(maxsize=1024)
def plain(text: str) -> str:
    """The comparable form of a short text, without white space at its ends."""
    return _normalised(text).text.strip()


@lru_cache(maxsize=512)
def words_in(text: str) -> str:
    """The different words of a text, parted by spaces as they are in it; in no order.

    Who speaks in it, and who may be recognised in it, is found by these.
    """
    return " ".join({*text.split()})


@lru_cache(maxsize=16)
def lines_of(text: str) -> list[tuple[int, int]]:
    """Where the lines of a text are that have anything on them, without what ends them."""
    found, start = list[tuple[int, int]](), 0
    for line in text.splitlines(keepends=True):
        if not line.isspace():
            found.append((start, start + len(line.rstrip(BREAKS))))
        start += len(line)
    return found


def bare(text: str) -> str:
    """Letters and digits alone, for comparing titles however they are punctuated."""
    return " ".join(re.findall(r"\w+", re.sub(r"[\\*_`]", "", text).casefold()))


def counted(number: int, noun: str) -> str:
    """A number of things: 1 theme, 3 themes."""
    return f"{number} {noun}{'' if number == 1 else 's'}"


def some_of(names: Sequence[str], most: int = 12) -> str:
    """Some names, in a message, and how many more there are."""
    more = f" and {len(names) - most} more" if len(names) > most else ""
    return ", ".join(names[:most]) + more


def shortened(text: str, longest: int) -> str:
    """A text that a message can show, its end left out where it is long."""
    return text if len(text) <= longest else f"{text[:longest].rstrip()} …"


def _changes(text: str, alike: str) -> list[tuple[int, int, str]]:
    """What must be replaced: start, end, replacement; in order, never overlapping."""
    is_rare = not alike.replace("…", "").isascii() and _RARE.search(alike)
    common = [pattern for signs, pattern in _COMMON.items() if signs in alike]
    found = [
        (match.start(), match.end(), _form(match.lastgroup, match[0]))
        for pattern in ([_SPECIAL] if is_rare else common)
        for match in pattern.finditer(alike)
    ]
    others = [(start, end, "") for start, end in _emphasised(text)]
    if not (text.isascii() or unicodedata.is_normalized("NFC", text)):
        others += [
            (match.start(), match.end(), unicodedata.normalize("NFC", match.group()))
            for match in _composed().finditer(alike)
            if not (match.group()[0] in " *_" or _SPECIAL.match(match.group()))
        ]
    spaces = _IN_MARKS.finditer(text) if "«" in text or "»" in text else ()
    return _merged(sorted(found + others), [(*one.span(), "") for one in spaces])


def _form(kind: str | None, found: str) -> str:
    """What stands for something in the comparable form."""
    if kind == "ligature":
        return unicodedata.normalize("NFKC", found)
    return {"space": " ", "ellipsis": found.replace("…", "...")}.get(kind or "", "")


def _emphasised(text: str) -> list[tuple[int, int]]:
    """Marks of emphasis that open and close in one paragraph: *so*, **so**, _so_."""
    found: list[tuple[int, int]] = []
    opened: dict[str, tuple[int, int]] = {}
    for match in _EMPHASIS.finditer(text) if "*" in text or "_" in text else ():
        if match["end"]:
            opened.clear()
        elif match["opens"] or match["opens_"]:
            opened[match[0]] = match.span()
        elif match[0] in opened:
            found += [opened.pop(match[0]), match.span()]
    return found


def difference(printed: str, wording: str) -> str:
    """Word by word: `[-printed-]{+source+}` where the two differ."""
    from difflib import SequenceMatcher

    ours, theirs = plain(printed).split(), plain(wording).split()
    parts: list[str] = []
    for kind, i, j, k, m in SequenceMatcher(None, ours, theirs, autojunk=False).get_opcodes():
        if kind == "equal":
            parts.append(_abridged(ours[i:j]))
            continue
        if j > i:
            parts.append(f"[-{' '.join(ours[i:j])}-]")
        if m > k:
            parts.append(f"{{+{' '.join(theirs[k:m])}+}}")
    return " ".join(parts)


def _abridged(words: list[str], around: int = 4) -> str:
    """Equal words, the middle of a long run left out."""
    if len(words) <= 2 * around + 1:
        return " ".join(words)
    return f"{' '.join(words[:around])} … {' '.join(words[-around:])}"
