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

#: Stands for the words of a shortcode.
_ANY = "\ue002"


@dataclass(frozen=True)
class Heading:
    """The heading of a slide.

    Args:
        words: a pattern that its words match, as plain letters.
        said: whether all of its words are known.
        place: where it stands.
    """

    words: re.Pattern[str]
    said: bool
    place: Place


def headings_of(document: Document) -> list[Heading]:
    """The headings of a document, in their order."""
    found = []
    for section in outline(document, lambda _: _ANY).sections:
        pieces = [re.escape(bare(piece)) for piece in section.title.split(_ANY)]
        words = re.compile(r"\s*.*\s*".join(pieces))
        found.append(Heading(words, len(pieces) == 1, section.place))
    return found


def matched(titles: Sequence[str], headings: Sequence[Heading]) -> list[Heading | None]:
    """The heading of each slide by its title; none for slides that have none.

    Slides and headings stand in the same order, but a heading may be hidden from a format,
    and a slide may have none: a title takes the next heading with the very same words, and if
    there is none, the next that may have them.
    """
    found: list[Heading | None] = []
    left = list(headings)
    for title in map(bare, titles):
        fit = [one for one in left if title and one.words.fullmatch(title)]
        best = next((one for one in fit if one.said), next(iter(fit), None))
        left = left[left.index(best) + 1 :] if best else left
        found.append(best)
    return found
