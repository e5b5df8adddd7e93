"""Comparing text as a careful reader would, and finding the way back.

Two texts are the same words if they differ only in Unicode composition, in
straight or curly quotation marks, in kinds of dashes, in `…` or `...`, in white
space, or in characters that cannot be seen. `normalise` brings a text into one
such form and keeps a map to the offsets of the original.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass

_SINGLE = "‘’‚‛′´`ʼ＇"
_DOUBLE = "“”„‟″«»＂"
_DASHES = "‐‑‒–—―−"
#: Soft hyphen, zero-width characters, direction marks, byte order mark.
_UNSEEN = "\u00ad\u200b\u200c\u200d\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff"

_SPECIAL = re.compile(
    rf"(?P<space>\s+)|(?P<single>[{_SINGLE}])|(?P<double>[{_DOUBLE}])"
    rf"|(?P<dash>[{_DASHES}])|(?P<ellipsis>…)|(?P<unseen>[{_UNSEEN}]+)"
)
_FORMS = {
    "space": " ",
    "single": "'",
    "double": '"',
    "dash": "-",
    "ellipsis": "...",
    "unseen": "",
}
#: One character and the marks that are written over or under it.
_COMPOSED = re.compile(
    r".[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]+", re.DOTALL
)


@dataclass(frozen=True)
class Normalised:
    """A text in its comparable form, with the way back to the original.

    Args:
        text: the comparable form.
        starts: where pieces begin in `text`, ascending.
        origins: where the same pieces begin in the original.
        kept: whether the piece was copied as it is (else it was replaced as a whole).
        length: of the original.
    """

    text: str
    starts: tuple[int, ...]
    origins: tuple[int, ...]
    kept: tuple[bool, ...]
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

    def _piece(self, position: int) -> int:
        return max(bisect_right(self.starts, position) - 1, 0)


def normalise(text: str) -> Normalised:
    """Bring a text into the form in which texts are compared."""
    pieces: list[tuple[str, int, bool]] = []
    done = 0
    for start, end, form in _changes(text):
        if start > done:
            pieces.append((text[done:start], done, True))
        if form:
            pieces.append((form, start, False))
        done = end
    if done < len(text):
        pieces.append((text[done:], done, True))
    starts, position = [], 0
    for piece, _, _ in pieces:
        starts.append(position)
        position += len(piece)
    return Normalised(
        "".join(piece for piece, _, _ in pieces),
        tuple(starts) or (0,),
        tuple(origin for _, origin, _ in pieces) or (0,),
        tuple(kept for _, _, kept in pieces) or (True,),
        len(text),
    )


def plain(text: str) -> str:
    """The comparable form of a short text, without white space at its ends."""
    return normalise(text).text.strip()


def _changes(text: str) -> list[tuple[int, int, str]]:
    """What must be replaced: start, end, replacement; in order, never overlapping."""
    found = [
        (match.start(), match.end(), _FORMS[match.lastgroup or ""])
        for match in _SPECIAL.finditer(text)
        if match.group() != " "
    ]
    if unicodedata.is_normalized("NFC", text):
        return found
    composed = [
        (match.start(), match.end(), unicodedata.normalize("NFC", match.group()))
        for match in _COMPOSED.finditer(text)
        if not match.group()[0].isspace()
    ]
    return sorted(found + composed)
