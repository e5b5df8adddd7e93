"""Footnotes within footnotes, which pandoc loses without a word."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from themeloom.core.expressions import later

if TYPE_CHECKING:
    from collections.abc import Iterator

    from themeloom.core.errors import ThemeloomError
    from themeloom.documents.places import Spliced

#: A note below the text, with the lines that belong to it.
_NOTE = later(
    r"^\[\^(?P<own>[^\]\s]+)\]:(?P<words>.*(?:\n(?!\[\^).*\S.*|\n(?:[ \t]*\n)+[ \t]{2,}\S.*)*)",
    re.MULTILINE,
)
_MARK = later(r"\[\^(?P<other>[^\]\s]+)\](?!:)")


def nested_notes(source: Spliced) -> Iterator[ThemeloomError]:
    """Every mark of a footnote that stands in another one."""
    for note in _NOTE.finditer(source.prose):
        for mark in _MARK.finditer(note["words"]):
            yield source.place(note.start("words") + mark.start()).error(
                f"the footnote [^{mark['other']}] stands in another, [^{note['own']}], "
                "where its words would be lost",
                "write its words there, or as ^[…]",
            )
