"""The claims of files that are no texts: pages, decks, office files, PDFs, pictures.

Whatever they say is read as a reader of the file finds it: pages and slides, notes, remarks,
properties, files within, what only programs and screen readers are told.
"""

from __future__ import annotations

from html import unescape
from itertools import groupby
from typing import TYPE_CHECKING

from themeloom.checking.claims import claims, directed, in_cell, in_code
from themeloom.checking.words import Paragraph
from themeloom.core.expressions import later
from themeloom.documents.places import Place
from themeloom.finished.alike import is_leftward
from themeloom.finished.library import letters
from themeloom.finished.properties import read_properties
from themeloom.finished.reader import segments_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from themeloom.checking.claim import Claim, Reading
    from themeloom.finished.segments import Segment

#: What a renderer puts into words: a number of a note, where they are from.
_PUT_IN = later(r"\([^()]*\)|\[[^\[\]]*\]|(?<=[^\d\s])\d{1,3}(?!\d)")
#: A word that a line's end parts.
_PARTED = later(r"(?<=\w)[-\u00ad\u2010\ufffe]\n(?=\w)")
#: Marks that part values where programs read them, and those that are looked for in any case.
_STRAIGHT = frozenset("\"'“”„«»「」")
_DASHES = ("—", "–", "―", "- ")


def claims_in_file(name: str, data: bytes, reading: Reading) -> Iterator[tuple[Claim, str]]:
    """What a file claims that somebody said, each with where in the file it stands.

    Args:
        name: of the file, from the root.
        data: what is in it.
        reading: how claims are told.
    """
    short = name.rpartition("/")[2]
    for inside, pieces in groupby(segments_of(name, data), key=_stands):
        found = of_segments(list(pieces), lambda line: Place(name, line), reading)
        yield from ((claim, inside) for claim in found)
    for told in read_properties(short, data):
        words = [Paragraph(told.value, lambda _: Place(name, 1))]
        inside = f"the property “{told.name}”"
        yield from ((one, inside) for one in claims(words, reading))


def _stands(piece: Segment) -> str:
    """Where in its file a segment stands, in words."""
    return piece.inside or _ROLES.get(piece.role, "")


_ROLES = {
    "comment": "what the page's source says",
    "unread": "what the page's source says",
    "attribute": "what the page tells of its parts",
}


def of_segments(
    pieces: Sequence[Segment], place: Callable[[int], Place], reading: Reading
) -> Iterator[Claim]:
    """What some segments claim that follow each other.

    Args:
        pieces: of one file, in order.
        place: gives the place of a line, counted from 1.
        reading: how claims are told.
    """
    plain: list[Paragraph] = []
    for piece in pieces:
        if piece.role == "name":
            continue
        paragraph = _paragraph(piece, place)
        if piece.kind == "page":
            # The lines of a page are cut where it is full, and heads and feet stand among them.
            # A PDF has lines from right to left as they look: the marks in them do not close.
            for leftward, lines in groupby(piece.text.splitlines(keepends=True), is_leftward):
                if not leftward:
                    yield from directed(_PARTED.sub("", "".join(lines)), lambda _: place(1))
        elif piece.form == "code" or piece.role in ("unread", "row"):
            yield from in_code(paragraph.source, paragraph.locate, reading)
            if piece.head and not _STRAIGHT & set(paragraph.source):
                yield from in_cell(paragraph, piece.head, reading)
        elif piece.head:
            head, *row = piece.head.split("\n")
            yield from in_cell(paragraph, head, reading, tuple(row))
            if not head:
                plain.append(paragraph)
        else:
            plain.append(paragraph)
    yield from claims(plain, reading)


def _paragraph(piece: Segment, place: Callable[[int], Place]) -> Paragraph:
    text = piece.text.strip()
    first = piece.line + piece.text[: piece.text.find(text)].count("\n")
    is_quoting = piece.form == "quotation" and not text.startswith(_DASHES)
    return Paragraph(text, lambda at: place(first + text.count("\n", 0, at)), set_off=is_quoting)


class Known:
    """All that is said in texts that were looked at where their authors wrote them.

    Args:
        texts: what they say, as they are written.
    """

    def __init__(self, texts: Iterable[str]) -> None:
        # What looks like an entity may be one, and may be what somebody wrote.
        both = (one for text in texts for one in dict.fromkeys((text, unescape(text))))
        self._letters = "\n".join(map(letters, both))

    def has(self, words: str) -> bool:
        """Whether some words are among them, whatever a renderer has put between their marks."""
        said = (letters(words), letters(_PUT_IN.sub("", words)))
        return any(one in self._letters for one in said)
