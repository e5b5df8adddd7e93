"""How much room the pages of a Word document have, and what stands on which."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from themeloom.formats.docx.markup import word

if TYPE_CHECKING:
    from collections.abc import Iterator

    from themeloom.core.office import Element

_SECTION = word("sectPr")


class Room(NamedTuple):
    """How wide and how high what stands on a page may be, in twentieths of a point."""

    wide: int
    high: int


def rooms(document: Element) -> Iterator[tuple[Room, list[Element]]]:
    """Each section whose page is known, with the blocks that stand in it."""
    blocks: list[Element] = []
    for child in document.find(word("body")):
        blocks.append(child)
        section = child if child.tag == _SECTION else child.find(f"{word('pPr')}/{_SECTION}")
        if section is not None:
            room = _room(section)
            if room:
                yield room, blocks
            blocks = []


def _room(section: Element) -> Room | None:
    size, margins = section.find(word("pgSz")), section.find(word("pgMar"))
    if size is None or margins is None:
        return None
    wide, high = (int(size.get(word(side))) for side in ("w", "h"))
    left, right, top, bottom = (
        abs(int(margins.get(word(side), "0"))) for side in ("left", "right", "top", "bottom")
    )
    return Room(wide - left - right, high - top - bottom)
