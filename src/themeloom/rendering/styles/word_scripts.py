"""Words in other scripts in a Word document: their typefaces, languages and direction.

Word takes the typeface of a run by the kind of its characters: one for Latin, one for
"complex" scripts such as Arabic, one for those of East Asia; and so for its language.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree

from themeloom.rendering.styles import markup
from themeloom.rendering.styles.word_flow import style_of
from themeloom.rendering.styles.wordxml import text_of, word

if TYPE_CHECKING:
    from collections.abc import Iterable

    from themeloom.rendering.styles.embedding import Lent
    from themeloom.rendering.styles.markup import Element

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
            fonts = markup.first(properties, word("rFonts"), _after_style(properties))
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


def turn_rules(document: Element) -> None:
    """Put the rule of a quotation from right to left at its right, and its source below it."""
    for paragraph in document.iter(word("p")):
        if style_of(paragraph) != "Quotation" or paragraph.find(f".//{word('bidi')}") is None:
            continue
        _turn(paragraph)
        source = paragraph.getnext()
        while source is not None and style_of(source) in _RULED:
            markup.first(source.find(word("pPr")), word("bidi"), 1)
            _turn(source)
            source = source.getnext()


def _turn(paragraph: Element) -> None:
    """Draw the rule of a paragraph at its right: what its style says of the left is undone."""
    properties = paragraph.find(word("pPr"))
    if properties.find(word("pBdr")) is not None:
        return
    borders = etree.Element(word("pBdr"))
    for side, drawn in (("left", "nil"), ("right", "single")):
        edge = etree.SubElement(borders, word(side))
        edge.set(word("val"), drawn)
        if drawn == "single":
            for key, value in (("sz", "12"), ("space", "10"), ("color", "8A8F99")):
                edge.set(word(key), value)
    kept = properties.find(word("keepNext"))
    (properties.find(word("pStyle")) if kept is None else kept).addnext(borders)


def _after_style(properties: Element) -> int:
    return 0 if properties.find(word("rStyle")) is None else 1
