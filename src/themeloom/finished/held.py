"""What a finished file holds, one thing after the other: words, pictures, tables and the like.

Where `reader` says in which section a text stands, this says in which order everything stands,
and what it is, as far as the file itself tells it to a screen reader.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from themeloom.finished.held_office import deck, word
from themeloom.finished.held_pages import article, page
from themeloom.finished.held_pdf import tagged
from themeloom.finished.pdf import BrokenPdfError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


class Held(msgspec.Struct, frozen=True):
    """Something that a file holds.

    Args:
        kind: `words`, `speaker` (words that only who speaks is shown), `float` (words of what
            stands on a page where there is room), `picture`, `table`, `formula`, `note`, `item`
            (of a list) or `link`.
        text: what it says; of a picture the alternative text, of a link the address.
    """

    kind: str
    text: str


def read_held(name: str, data: bytes) -> list[Held] | None:
    """What a file holds, in the order of reading; None for kinds that hold no text.

    A broken file holds nothing.
    """
    reader = _READERS.get(name.rpartition(".")[2].lower())
    if reader is None:
        return None
    try:
        return [Held(kind, text) for kind, text in reader(data)]
    except BrokenPdfError:
        return []


_READERS: dict[str, Callable[[bytes], Iterator[tuple[str, str]]]] = {
    "html": page,
    "xml": article,
    "docx": word,
    "pptx": deck,
    "pdf": tagged,
}
