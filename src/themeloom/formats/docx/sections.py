"""Pages of Word that lie on their side: the sections that `.landscape` makes.

The extension, and Quarto by itself, only mark where such pages begin and end. What a page is
like (its foot, its margins, its line numbers) the document says once, at its end.
"""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING

from themeloom.core import office as markup
from themeloom.formats.docx.flow import below
from themeloom.formats.docx.markup import made, text_of, word

if TYPE_CHECKING:
    from themeloom.core.office import Element

_SECTION, _PARAGRAPH = word("sectPr"), word("p")
#: What stands before the size of the page, by the schema.
_BEFORE_SIZE = frozenset(
    map(word, ("headerReference", "footerReference", "footnotePr", "endnotePr", "type"))
)


def turn_pages(document: Element) -> None:
    """Give every section the page of the document, on its side where that is asked for."""
    body = document.find(word("body"))
    whole = body.find(_SECTION)
    ends = [
        (one, found) for one in body.findall(_PARAGRAPH) if (found := _section_of(one)) is not None
    ]
    if not ends:
        return
    for mark in whole.iter(word("numRestart")):
        mark.set(word("val"), "continuous")  # notes are counted through, whatever the page
    for end, asked in ends:
        section = deepcopy(whole)
        if _is_turned(asked):
            _turn(section, asked)
        asked.getparent().replace(asked, section)
        _settle(end)
    last = below(whole, above=True)
    if last is not None and _section_of(last) is not None:
        body.replace(whole, _section_of(last))  # nothing follows: another page would be blank


def _section_of(element: Element) -> Element | None:
    return element.find(f"{word('pPr')}/{_SECTION}")


def _is_turned(section: Element) -> bool:
    size = section.find(word("pgSz"))
    return size is not None and size.get(word("orient")) == "landscape"


def _turn(section: Element, asked: Element) -> None:
    """Lay a page on its side: no margin is wider than those above and below the text."""
    size, margins = section.find(word("pgSz")), section.find(word("pgMar"))
    if size is None:  # a reference document that leaves the size to Word
        before = sum(one.tag in _BEFORE_SIZE for one in section)
        section.insert(before, deepcopy(asked.find(word("pgSz"))))
    else:
        wide, high = size.get(word("w")), size.get(word("h"))
        size.set(word("w"), high)
        size.set(word("h"), wide)
        size.set(word("orient"), "landscape")
    if margins is not None:
        for side, other in (("left", "top"), ("right", "bottom")):
            margins.set(word(side), margins.get(word(other)))


def _settle(end: Element) -> None:
    """Let the last paragraph of a section end it: one of its own would be a blank line."""
    above = below(end, above=True)
    if text_of(end):
        return
    if above is None or (above.tag == _PARAGRAPH and _section_of(above) is not None):
        end.getparent().remove(end)  # a section of nothing, which would be a blank page
    elif above.tag == _PARAGRAPH:
        markup.first(above, word("pPr")).append(_section_of(end))
        end.getparent().remove(end)
    else:
        properties = end.find(word("pPr"))
        properties.insert(0, made("spacing", before="0", after="0", line="20", lineRule="exact"))
