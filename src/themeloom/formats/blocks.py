"""Where in a document something is from that stands in a file of it, by its words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from themeloom.documents.references import fragment_names
from themeloom.documents.shortcodes import TOKEN

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from themeloom.documents.document import Document
    from themeloom.documents.places import Place

_BLOCK = re.compile(r"(?:[ \t>]*\S[^\n]*\n?)+")
#: What helps a table that has no room.
TABLE = (
    "let it turn its page (turn-tables: true in the front matter), make two tables of it, take out "
    "columns, or shorten its longest words"
)


@dataclass(frozen=True)
class Block:
    """Lines of the document that stand together, or what a shortcode puts there."""

    text: str
    letters: str
    place: Place


def blocks_of(document: Document, evidence: Path) -> Iterator[Block]:
    """The blocks of a document.

    Args:
        document: as it was read.
        evidence: the folder of the fragments that it cites.
    """
    source = document.spliced
    for match in _BLOCK.finditer(source.text):
        numbers = (int(token[1]) for token in TOKEN.finditer(match[0]))
        names = (name for one in numbers for name in fragment_names(document.shortcodes[one]))
        paths = [path for name in names if (path := evidence / f"{name}.md").is_file()]
        cited = "".join(path.read_text(encoding="utf-8") for path in paths)
        yield Block(match[0], letters(match[0] + cited), source.place(match.start()))


def letters(text: str) -> str:
    """A text without signs and blanks, in small letters."""
    return "".join(filter(str.isalnum, text.casefold()))
