"""Fonts inside decks, in all cuts of both families, and typefaces for other scripts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree

from themeloom.core import office as markup
from themeloom.formats.pptx.markup import qualified, text_of
from themeloom.formats.pptx.setting import set_typeface
from themeloom.typefaces.embedding import POWERPOINT, embed

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from themeloom.core.office import Element
    from themeloom.formats.pptx.markup import Slide
    from themeloom.typefaces.embedding import Lent

#: What may stand before the list of fonts, as ECMA-376 orders it (part 1, 19.2.1.26).
_BEFORE = (
    "sldMasterIdLst", "notesMasterIdLst", "handoutMasterIdLst", "sldIdLst", "sldSz", "notesSz",
    "smartTags",
)  # fmt: skip


def lend_typefaces(slide: Slide, lent: Iterable[Lent]) -> None:
    """Set runs in the typefaces that have their letters, of East Asia or of complex scripts."""
    for one in lent:
        for run in slide.shapes.iter(qualified("a:r")):
            if one.letters & set(text_of(run)):
                set_typeface(run, one.family, ("ea", "cs"))


def embed_fonts(parts: dict[str, bytes], folder: Path, lent: Iterable[Lent] = ()) -> None:
    """Put the staged fonts into a deck.

    Args:
        parts: the deck.
        folder: where `stage_office` wrote them.
        lent: those of the project's own typefaces that the deck uses.
    """
    listed = etree.Element(qualified("p:embeddedFontLst"))
    for one in embed(parts, "ppt/presentation.xml", folder, POWERPOINT, lent):
        if not listed.xpath("*/*[@typeface=$family]", family=one.family):
            entry = etree.SubElement(listed, qualified("p:embeddedFont"))
            etree.SubElement(entry, qualified("p:font"), typeface=one.family)
        cut = one.cut[0].lower() + one.cut[1:]
        mark = etree.SubElement(listed[-1], qualified(f"p:{cut}"))
        mark.set(qualified("r:id"), one.relation)
    deck = markup.read(parts["ppt/presentation.xml"])
    _insert(deck, listed)
    parts["ppt/presentation.xml"] = markup.written(deck)


def _insert(deck: Element, listed: Element) -> None:
    """Put the list of fonts where the schema has it, and say that they are all there."""
    for old in deck.findall(qualified("p:embeddedFontLst")):
        deck.remove(old)
    place = sum(etree.QName(child).localname in _BEFORE for child in deck)
    deck.insert(place, listed)
    deck.set("embedTrueTypeFonts", "1")
    # Whoever edits the deck and saves it keeps every letter, not only those on its slides.
    deck.set("saveSubsetFonts", "0")
