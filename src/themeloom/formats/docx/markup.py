"""The names of WordprocessingML (ECMA-376, part 1, chapter 17), and the text of its elements."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree

if TYPE_CHECKING:
    from collections.abc import Iterator

    from themeloom.core.office import Element

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def word(tag: str) -> str:
    """The full name of a tag of WordprocessingML."""
    return f"{{{WORD}}}{tag}"


def made(tag: str, **said: str) -> Element:
    """A new element with its attributes, all of WordprocessingML."""
    return etree.Element(word(tag), {word(name): value for name, value in said.items()})


def spans_of(row: Element) -> Iterator[int]:
    """How many columns each cell of a table's row takes."""
    for cell in row.findall(word("tc")):
        span = cell.find(f"{word('tcPr')}/{word('gridSpan')}")
        yield 1 if span is None else int(span.get(word("val")))


def text_of(element: Element) -> str:
    """The text of a paragraph or a run."""
    return "".join(piece.text or "" for piece in element.iter(word("t")))
