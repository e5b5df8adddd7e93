"""What stays on one page of Word, and words in other scripts."""

from __future__ import annotations

from itertools import pairwise, takewhile
from typing import TYPE_CHECKING

from themeloom.core import office as markup
from themeloom.formats.docx.markup import made, text_of, word
from themeloom.look.tokens import LOOK

if TYPE_CHECKING:
    from collections.abc import Iterable

    from themeloom.core.office import Element
    from themeloom.typefaces.embedding import Lent


#: Styles of running text.
RUNNING = frozenset({"BodyText", "FirstParagraph", "BlockText"})
#: The room below a quotation, in twentieths of a point.
_BELOW_QUOTATION = 240
_MARKS = frozenset({word("bookmarkStart"), word("bookmarkEnd")})


def style_of(paragraph: Element) -> str:
    """The identifier of a paragraph's style; empty if it names none."""
    mark = paragraph.find(f"{word('pPr')}/{word('pStyle')}")
    return "" if mark is None else str(mark.get(word("val")))


def runs_leftwards(paragraph: Element) -> bool:
    """Whether a paragraph runs from right to left."""
    return paragraph.find(f"{word('pPr')}/{word('bidi')}") is not None


def below(element: Element, *, above: bool = False) -> Element | None:
    """What stands below an element, or above it, bookmarks left out."""
    siblings = element.itersiblings(preceding=above)
    return next((one for one in siblings if one.tag not in _MARKS), None)


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
            style, turned = properties.find(word("pStyle")), properties.find(word("bidi"))
            spacing = made("spacing", after=str(_BELOW_QUOTATION))
            (style if turned is None else turned).addnext(spacing)
            style.addnext(made("keepNext", val="0"))


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


#: Styles with a rule at the side where lines begin.
_RULED = frozenset({"Quotation", "QuotationSource"})
_EAST_ASIAN = frozenset({"zh", "ja", "ko"})


def lend_typefaces(document: Element, lent: Iterable[Lent]) -> list[Lent]:
    """Set runs in the typefaces that have their characters; give those that were used."""
    used = []
    for one in lent:
        runs = [run for run in document.iter(word("r")) if one.letters & set(text_of(run))]
        for run in runs:
            properties = markup.first(run, word("rPr"))
            styled = properties.find(word("rStyle")) is not None
            fonts = markup.first(properties, word("rFonts"), 1 if styled else 0)
            fonts.set(word("cs"), one.family)
            fonts.set(word("eastAsia"), one.family)
        if runs:
            used.append(one)
    return used


def name_languages(document: Element) -> None:
    """Say the language of a run where Word looks for it: pandoc says it as that of Latin."""
    for mark in document.iter(word("lang")):
        language = mark.get(word("val"), "")
        if mark.getparent().find(word("rtl")) is not None:
            mark.set(word("bidi"), language)
        elif language.partition("-")[0] in _EAST_ASIAN:
            mark.set(word("eastAsia"), language)


def turn_leftwards(document: Element) -> None:
    """Give what runs from right to left what it lacks: styles, order of columns, rules.

    pandoc gives running text that has a direction no style. The rule of a quotation stands at
    its right, and so does its source below it.
    """
    for table in document.iter(word("tbl")):
        if all(map(runs_leftwards, table.iter(word("p")))):
            markup.first(table.find(word("tblPr")), word("bidiVisual"), 1)
    for paragraph in filter(runs_leftwards, document.iter(word("p"))):
        if len(properties := paragraph.find(word("pPr"))) == 1:
            properties.insert(0, made("pStyle", val="BodyText"))
        if style_of(paragraph) != "Quotation":
            continue
        _turn(paragraph)
        # Where its bookmark ends its source may still follow; another one begins with a bookmark.
        following = (one for one in paragraph.itersiblings() if one.tag != word("bookmarkEnd"))
        for source in takewhile(lambda one: style_of(one) in _RULED, following):
            markup.first(source.find(word("pPr")), word("bidi"), 1)
            _turn(source)


def _turn(paragraph: Element) -> None:
    """Draw the rule of a paragraph at its right: what its style says of the left is undone."""
    properties = paragraph.find(word("pPr"))
    if properties.find(word("pBdr")) is not None:
        return
    borders = made("pBdr")
    borders.append(made("left", val="nil"))
    borders.append(made("right", val="single", sz="12", space="10", color=LOOK.bare("line")))
    kept = properties.find(word("keepNext"))
    (properties.find(word("pStyle")) if kept is None else kept).addnext(borders)
