"""Which heading of a document each of its slides has: found by its words, in their order.

A heading may cite evidence, whose words only the filters know; there, any words match.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from themeloom.core.text import bare
from themeloom.documents.outline import outline

if TYPE_CHECKING:
    from collections.abc import Sequence

    from themeloom.documents.document import Document
    from themeloom.documents.places import Place

#: How much more the pair of a title and the very same words counts.
_SURE = 4
#: Stands for the words of a shortcode.
_ANY = "\ue002"


@dataclass(frozen=True)
class Heading:
    """The heading of a slide.

    Args:
        words: a pattern that its words match, as plain letters.
        said: whether all of its words are known.
        classes: what kind of slide it asks for.
        thread: the thread it names, or 0.
        place: where it stands.
    """

    words: re.Pattern[str]
    said: bool
    classes: tuple[str, ...]
    thread: int
    place: Place


def headings_of(document: Document) -> list[Heading]:
    """The headings of a document, in their order."""
    found = []
    for section in outline(document, lambda _: _ANY).sections:
        pieces = [re.escape(bare(piece)) for piece in section.title.split(_ANY)]
        thread = section.attributes.pairs.get("thread", "")
        found.append(
            Heading(
                re.compile(r"\s*.*\s*".join(pieces)),
                len(pieces) == 1,
                section.attributes.classes,
                int(thread) if thread.isdigit() else 0,
                section.place,
            )
        )
    return found


def matched(titles: Sequence[str], headings: Sequence[Heading]) -> list[Heading | None]:
    """The heading of each slide by its title; none for slides that have none.

    Slides and headings stand in the same order, but a heading may be hidden from a format,
    and a slide may have none: of all ways to pair them the one with the most, and the
    surest, pairs is taken.
    """
    words = [bare(title) for title in titles]
    rows, columns = len(words) + 1, len(headings) + 1
    best = [[0] * columns for _ in range(rows)]
    for row in range(rows - 2, -1, -1):
        for column in range(columns - 2, -1, -1):
            best[row][column] = max(
                best[row + 1][column],
                best[row][column + 1],
                best[row + 1][column + 1] + _sureness(words[row], headings[column]),
            )
    found: list[Heading | None] = []
    column = 0
    for row, title in enumerate(words):
        while column < columns - 1 and best[row][column] == best[row][column + 1]:
            column += 1
        paired = column < columns - 1 and best[row][column] == best[row + 1][
            column + 1
        ] + _sureness(title, headings[column])
        taken = paired and _sureness(title, headings[column]) > 0
        found.append(headings[column] if taken else None)
        column += taken
    return found


def _sureness(title: str, heading: Heading) -> int:
    """How sure it is that a title is a heading's: by its words, by a pattern, or not at all."""
    if not title or not heading.words.fullmatch(title):
        return 0
    return _SURE if heading.said else 1
