"""Fonts inside decks, so that a deck looks the same where they are not installed.

A deck is to be edited: its fonts keep all of Latin and whichever further scripts the
study's texts use, in all four cuts of both families, so that bold and italic are there
when somebody asks for them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree

from themeloom.core import office as markup
from themeloom.core.files import put
from themeloom.formats.pptx.markup import qualified, text_of
from themeloom.formats.pptx.setting import set_typeface
from themeloom.typefaces.embedding import to_eot
from themeloom.typefaces.faces import FACES, cut_down

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from themeloom.core.office import Element
    from themeloom.formats.pptx.markup import Slide
    from themeloom.typefaces.embedding import Lent

#: The families as PowerPoint names them, with the faces of their cuts. Semibold is its own.
FAMILIES: dict[str, dict[str, str]] = {
    "Source Sans Pro": {
        "regular": "SourceSansPro-Regular",
        "bold": "SourceSansPro-Bold",
        "italic": "SourceSansPro-It",
        "boldItalic": "SourceSansPro-BoldIt",
    },
    "Source Sans Pro Semibold": {
        "regular": "SourceSansPro-Semibold",
        "italic": "SourceSansPro-SemiboldIt",
    },
    "Source Serif Pro": {
        "regular": "SourceSerifPro-Regular",
        "bold": "SourceSerifPro-Bold",
        "italic": "SourceSerifPro-It",
        "boldItalic": "SourceSerifPro-BoldIt",
    },
}
SUFFIX = "fntdata"
_CONTENT = "application/x-fontdata"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/font"
#: What may stand before the list of fonts, as ECMA-376 orders it (part 1, 19.2.1.26).
_BEFORE = (
    "sldMasterIdLst", "notesMasterIdLst", "handoutMasterIdLst", "sldIdLst", "sldSz", "notesSz",
    "smartTags",
)  # fmt: skip


def stage_slide_fonts(folder: Path, scripts: Iterable[str]) -> list[Path]:
    """Write the fonts that decks take along, cut down to Latin and the scripts in use."""
    wanted = tuple(scripts)
    faces = {face.stem: face for face in FACES}
    return [
        put(folder / f"{stem}.{SUFFIX}", to_eot(cut_down(faces[stem], wanted)))
        for cuts in FAMILIES.values()
        for stem in cuts.values()
    ]


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
        folder: where `stage_slide_fonts` wrote them.
        lent: those of the project's own typefaces that the deck uses.
    """
    files = {
        family: {cut: f"{stem}.{SUFFIX}" for cut, stem in cuts.items()}
        for family, cuts in FAMILIES.items()
    }
    files |= {one.family: {"regular": one.file} for one in lent}
    relations = markup.read(parts["ppt/_rels/presentation.xml.rels"])
    deck = markup.read(parts["ppt/presentation.xml"])
    listed = etree.Element(qualified("p:embeddedFontLst"))
    number = 0
    for family, cuts in files.items():
        entry = etree.SubElement(listed, qualified("p:embeddedFont"))
        etree.SubElement(entry, qualified("p:font"), typeface=family)
        for cut_, file in cuts.items():
            number += 1
            name = f"fonts/font{number}.{SUFFIX}"
            parts[f"ppt/{name}"] = (folder / file).read_bytes()
            etree.SubElement(entry, qualified(f"p:{cut_}")).set(
                qualified("r:id"), _related(relations, name)
            )
    _insert(deck, listed)
    parts["ppt/presentation.xml"] = markup.written(deck)
    parts["ppt/_rels/presentation.xml.rels"] = markup.written(relations)
    parts["[Content_Types].xml"] = _typed(parts["[Content_Types].xml"])


def _related(relations: Element, name: str) -> str:
    """Relate the deck to one of its fonts, under a name of its own."""
    key = f"rIdFont{name.removesuffix(f'.{SUFFIX}').rpartition('font')[2]}"
    space = etree.QName(relations).namespace
    etree.SubElement(relations, f"{{{space}}}Relationship", Id=key, Type=_RELATION, Target=name)
    return key


def _insert(deck: Element, listed: Element) -> None:
    """Put the list of fonts where the schema has it, and say that they are all there."""
    for old in deck.findall(qualified("p:embeddedFontLst")):
        deck.remove(old)
    place = sum(etree.QName(child).localname in _BEFORE for child in deck)
    deck.insert(place, listed)
    deck.set("embedTrueTypeFonts", "1")
    # Whoever edits the deck and saves it keeps every letter, not only those on its slides.
    deck.set("saveSubsetFonts", "0")


def _typed(types: bytes) -> bytes:
    """The list of content types with that of fonts."""
    read = markup.read(types)
    space = etree.QName(read).namespace
    default = etree.Element(f"{{{space}}}Default", Extension=SUFFIX, ContentType=_CONTENT)
    read.insert(0, default)
    return markup.written(read)
