"""The sections of a document: their numbers, titles and places, as a reader sees them."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING

import msgspec

from themeloom.core.expressions import later
from themeloom.documents.keys import KNOWN
from themeloom.documents.scanner import BLOCK, NONE, Attributes, parse
from themeloom.documents.shortcodes import TOKEN

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from themeloom.documents.document import Document
    from themeloom.documents.places import Place
    from themeloom.documents.shortcodes import Shortcode

    #: Gives the words that a shortcode stands for, or nothing.
    Say = Callable[[Shortcode], str]

_HEADING = later(r"^ {0,3}(?P<marks>#{1,6})[ \t]+(?P<text>[^\n]*?)[ \t]*$", re.MULTILINE)
_UNDERLINED = later(
    r"(?:\A|\n\n)(?P<text>[^\s#>:|-][^\n]*)\n(?P<marks>={3,}|-{3,})[ \t]*$", re.MULTILINE
)
_CLOSING = later(r"[ \t]+#+$")
_CITATION = later(r"\[-?@[^\]]*\]|(?<!\w)-?@[\w:.-]*\w")
_REFERENCE = later(r"\[?-?@(?P<kind>fig|tbl|sec|eq)-[\w-]*\w\]?", re.IGNORECASE)
_KINDS: dict[str, str] = KNOWN["cross-references"]["kinds"]
_LINK = later(r"!?\[(?P<text>[^\[\]]*)\](?:\([^()]*\)|\{[^{}]*\})?")
_EMPHASIS = later(r"(?<!\\)[*_`~^]+(?=\S)|(?<=\S)(?<!\\)[*_`~^]+")
_ESCAPE = later(r"\\([^\w\s])")


class Section(msgspec.Struct, frozen=True):
    """A heading and what belongs to it, up to the next heading.

    Args:
        number: as printed (`3.1`); empty if it has none.
        title: its words.
        level: 1 for `#`.
        attributes: its id, classes and keys.
        offset: where it begins in the document's body.
        place: the file and line it was written in.
    """

    number: str
    title: str
    level: int
    attributes: Attributes
    offset: int
    place: Place

    @property
    def name(self) -> str:
        """Number and title, as one would refer to it."""
        return f"{self.number} {self.title}".strip()


class Outline(msgspec.Struct, frozen=True):
    """All sections of a document, in order."""

    sections: tuple[Section, ...]

    def at(self, offset: int) -> Section | None:
        """The section in which an offset of the body lies; none before the first heading."""
        position = bisect_right(self.sections, offset, key=lambda section: section.offset)
        return self.sections[position - 1] if position else None


def outline(document: Document, say: Say) -> Outline:
    """The sections of a document.

    Args:
        document: as it was read.
        say: gives the words of a shortcode, for headings that cite a theme.
    """
    headings = sorted(_headings(document), key=lambda one: one[0])
    numbers = _numbers([(level, attributes) for _, level, _, attributes in headings])
    numbered = _is_numbered(document)
    spliced = document.spliced
    return Outline(
        tuple(
            Section(
                number if numbered else "",
                words(text, document, say),
                level,
                attributes,
                offset,
                spliced.place(offset),
            )
            for (offset, level, text, attributes), number in zip(headings, numbers, strict=True)
        )
    )


def _headings(document: Document) -> Iterator[tuple[int, int, str, Attributes]]:
    body, prose = document.body, document.spliced.prose
    for match in _HEADING.finditer(prose):
        start, end = match.span("text")
        yield match.start(), len(match["marks"]), *_titled(_CLOSING.sub("", body[start:end]))
    for match in _UNDERLINED.finditer(prose):
        start, end = match.span("text")
        yield start, 1 if match["marks"][0] == "=" else 2, *_titled(body[start:end])


def _titled(text: str) -> tuple[str, Attributes]:
    """The title without the attributes at its end, and those."""
    block = None
    for found in BLOCK.finditer(text):
        block = found if found.end() == len(text.rstrip()) else None
    if block is None or text[block.start() - 1 : block.start()] == "]":
        return text, NONE
    return text[: block.start()].rstrip(), parse(block["inside"])


def _is_numbered(document: Document) -> bool:
    """Whether sections carry numbers in any of the document's formats."""
    formats = document.metadata.get("format")
    layers = [document.metadata, *(formats.values() if isinstance(formats, dict) else [])]
    return any(isinstance(layer, dict) and layer.get("number-sections") for layer in layers)


def _numbers(headings: Sequence[tuple[int, Attributes]]) -> Iterator[str]:
    """The number of each heading, as pandoc counts; empty for those without."""
    top = min((level for level, _ in headings), default=1)
    counts = [0] * 7
    for level, attributes in headings:
        if {"unnumbered", "appendix"} & set(attributes.classes):
            yield ""
            continue
        counts[level] += 1
        counts[level + 1 :] = [0] * (6 - level)
        yield ".".join(str(count) for count in counts[top : level + 1])


def words(markdown: str, document: Document, say: Say) -> str:
    """The plain words of a stretch of Markdown: no mark-up, no citations, shortcodes said."""
    text = _REFERENCE.sub(lambda match: f"the {_KINDS[match['kind'].lower()]}", markdown)
    text = _CITATION.sub("", text)
    while (simpler := _LINK.sub(lambda match: match["text"], text)) != text:
        text = simpler
    text = _ESCAPE.sub(r"\1", _EMPHASIS.sub("", text))
    text = TOKEN.sub(lambda match: say(document.shortcodes[int(match[1])]), text)
    return " ".join(text.split())
