"""What stays on one page of Word: what announces and what follows, rows that share a cell."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from lxml import etree

from themeloom.rendering.styles import markup
from themeloom.rendering.styles.wordxml import text_of, word

if TYPE_CHECKING:
    from themeloom.rendering.styles.markup import Element

#: Styles of running text.
RUNNING = frozenset({"BodyText", "FirstParagraph", "BlockText"})
#: The room below a quotation, in twentieths of a point.
_BELOW_QUOTATION = 240
_MARKS = frozenset({"bookmarkStart", "bookmarkEnd"})


def style_of(paragraph: Element) -> str:
    """The identifier of a paragraph's style; empty if it names none."""
    mark = paragraph.find(f"{word('pPr')}/{word('pStyle')}")
    return "" if mark is None else str(mark.get(word("val")))


def below(element: Element) -> Element | None:
    """What stands below an element, bookmarks left out."""
    found = element.getnext()
    while found is not None and found.tag in {word(mark) for mark in _MARKS}:
        found = found.getnext()
    return found


def keep_announcements(document: Element) -> None:
    """Keep a paragraph that ends with a colon on the page of what it announces.

    Word moves its last lines alone, so that a long paragraph leaves no hole.
    """
    for paragraph in document.iter(word("p")):
        follower = below(paragraph)
        announces = style_of(paragraph) in RUNNING and text_of(paragraph).rstrip().endswith(":")
        if announces and follower is not None and follower.tag == word("p"):
            _keep_with_next(paragraph)


def stand_off_quotations(document: Element) -> None:
    """Leave room below a quotation without a source, and let it end a page."""
    for paragraph in document.iter(word("p")):
        follower = below(paragraph)
        if style_of(paragraph) != "Quotation" or (
            follower is not None and style_of(follower) in {"Quotation", "QuotationSource"}
        ):
            continue
        properties = paragraph.find(word("pPr"))
        if properties.find(word("spacing")) is None:
            spacing = etree.Element(word("spacing"))
            spacing.set(word("after"), str(_BELOW_QUOTATION))
            kept = etree.Element(word("keepNext"))
            kept.set(word("val"), "0")
            style, turned = properties.find(word("pStyle")), properties.find(word("bidi"))
            (style if turned is None else turned).addnext(spacing)
            style.addnext(kept)


def keep_shared_rows(table: Element) -> None:
    """Keep rows on a page that share a cell, which would be cut in two between them."""
    rows = table.findall(word("tr"))
    for row, follower in pairwise(rows):
        marks = follower.iterfind(f"{word('tc')}/{word('tcPr')}/{word('vMerge')}")
        if any(mark.get(word("val"), "continue") == "continue" for mark in marks):
            for paragraph in row.iter(word("p")):
                _keep_with_next(paragraph)


def _keep_with_next(paragraph: Element) -> None:
    properties = markup.first(paragraph, word("pPr"))
    has_style = properties.find(word("pStyle")) is not None
    markup.first(properties, word("keepNext"), 1 if has_style else 0)
