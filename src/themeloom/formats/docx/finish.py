"""What pandoc and Quarto leave open in a Word document: tables, properties, and fonts."""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING

from lxml import etree

from themeloom.core import office as markup
from themeloom.core.office import forget_told, read_package, write_package
from themeloom.formats.docx.columns import fit_columns
from themeloom.formats.docx.flow import (
    RUNNING,
    below,
    keep_announcements,
    keep_shared_rows,
    lend_typefaces,
    name_languages,
    stand_off_quotations,
    style_of,
    turn_leftwards,
)
from themeloom.formats.docx.markup import made, text_of, word
from themeloom.formats.docx.numbers import number_headings, refer_by_fields
from themeloom.formats.docx.pictures import fit_pictures
from themeloom.formats.docx.sections import turn_pages
from themeloom.typefaces.embedding import WORD as CONTAINER
from themeloom.typefaces.embedding import embed, read_further

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from themeloom.core.office import Element
    from themeloom.typefaces.embedding import Lent


_LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
_PICTURE = "http://schemas.openxmlformats.org/drawingml/2006/picture"
#: The room above running text after a table, in twentieths of a point.
_BELOW_TABLE = 280
#: The style of a table's cells that pandoc gives, and what ours have instead.
_COMPACT, _CELL, _HEAD_CELL = "Compact", "TableText", "TableHeading"


def finish_docx(
    path: Path, metadata: Mapping[str, object], fonts: Path | None = None
) -> list[list[str]]:
    """Finish a Word document that pandoc wrote; the same input gives the same bytes.

    Args:
        path: the .docx, which is replaced.
        metadata: what the document was made with; `lang` gives its language.
        fonts: the folder of staged fonts (`.themeloom/fonts/office`); without it
            no fonts are embedded.

    Returns:
        The words of the cells of each table that has no room for them.
    """
    parts = read_package(path)
    document = markup.read(parts["word/document.xml"])
    turn_pages(document)
    turn_leftwards(document)
    for table in document.iter(word("tbl")):
        _finish_table(table)
    crowded = list(fit_columns(document))
    keep_announcements(document)
    stand_off_quotations(document)
    refer_by_fields(document)
    number_headings(parts, document)
    _number_drawings(document)
    fit_pictures(document)
    name_languages(document)
    lent = lend_typefaces(document, read_further(fonts) if fonts is not None else ())
    parts["word/document.xml"] = markup.written(document)
    forget_told(parts)
    settings = markup.read(parts["word/settings.xml"])
    _set_language(settings, str(metadata.get("lang") or ""))
    if fonts is not None and fonts.is_dir():
        _embed(parts, fonts, lent)
    parts["word/settings.xml"] = markup.written(settings)
    write_package(path, parts)
    return crowded


def _finish_table(table: Element) -> None:
    """Give a table's text its styles, keep its rows whole, and describe it by its caption."""
    for row in table.findall(word("tr")):
        properties = markup.first(row, word("trPr"))
        markup.first(properties, word("cantSplit"))
        heads = properties.find(word("tblHeader")) is not None
        for paragraph in row.iter(word("p")):
            _restyle(paragraph, _HEAD_CELL if heads else _CELL)
    keep_shared_rows(table)
    _stand_off(below(table))
    described = table.find(f"{word('tblPr')}/{word('tblCaption')}")
    said = _caption_above(table)
    if described is not None and said:
        described.set(word("val"), said)


def _stand_off(follower: Element | None) -> None:
    """Leave room between a table and the text below it, which Word's tables cannot have."""
    if follower is None or follower.tag != word("p") or style_of(follower) not in RUNNING:
        return
    properties = follower.find(word("pPr"))
    if properties.find(word("spacing")) is None:
        spacing = made("spacing", before=str(_BELOW_TABLE))
        properties.find(word("pStyle")).addnext(spacing)


def _restyle(paragraph: Element, style: str) -> None:
    """Give a cell's paragraph its style unless it has one that says more."""
    mark = markup.first(markup.first(paragraph, word("pPr")), word("pStyle"))
    if mark.get(word("val"), _COMPACT) in {_COMPACT, *RUNNING}:
        mark.set(word("val"), style)


def _caption_above(table: Element) -> str:
    """The words of the caption that stands above a table."""
    before = next(table.itersiblings(word("p"), preceding=True), None)
    return "" if before is None or style_of(before) != "TableCaption" else text_of(before)


def _number_drawings(document: Element) -> None:
    """Give every drawing a number of its own; drop empty titles, and where its file lay here."""
    for number, drawing in enumerate(document.iter(f"{{{_DRAWING}}}docPr"), start=1):
        drawing.set("id", str(number))
        drawing.set("name", f"Picture {number}")
        if not drawing.get("title"):
            drawing.attrib.pop("title", None)
    for picture in document.iter(f"{{{_PICTURE}}}cNvPr"):
        picture.attrib.pop("descr", None)


def _set_language(settings: Element, language: str) -> None:
    """Tell Word in which language it should name things."""
    mark = settings.find(word("themeFontLang"))
    if mark is not None and language:
        mark.set(word("val"), language)


def _embed(parts: dict[str, bytes], fonts: Path, lent: Sequence[Lent]) -> None:
    """Put the staged fonts into the package and say in the font table where they are."""
    table = markup.read(parts["word/fontTable.xml"])
    for old in table.xpath("*/*[starts-with(local-name(), 'embed')]"):
        old.getparent().remove(old)
    families = {one.get(word("name")): one for one in table}
    for one in embed(parts, "word/fontTable.xml", fonts, CONTAINER, lent):
        if one.family not in families:
            families[one.family] = made("font", name=one.family)
            table.append(families[one.family])
        mark = etree.SubElement(families[one.family], word(f"embed{one.cut}"))
        mark.set(f"{{{_LINKS}}}id", one.relation)
        mark.set(word("fontKey"), f"{{{str(one.key).upper()}}}")
    parts["word/fontTable.xml"] = markup.written(table)


#: What a table with its caption, or a picture with its own, begins with.
_CAPTIONED = frozenset({"TableCaption", "CaptionedFigure"})
_DOCUMENT, _STYLES = "word/document.xml", "word/styles.xml"
_SECTION = f"{word('body')}/{word('sectPr')}"
#: What differs between the two layouts of the page.
_LAYOUT = ("pgMar", "lnNumType")


def for_reviewers(parts: dict[str, bytes], reference: Path) -> None:
    """Number the lines of a document and space them double, as the reference has it."""
    own = read_package(reference)
    document = markup.read(parts[_DOCUMENT])
    section, other = (one.find(_SECTION) for one in (document, markup.read(own[_DOCUMENT])))
    _lay_out(section, other)
    parts[_DOCUMENT] = markup.written(document)
    in_styles_of(parts, reference)


def in_styles_of(parts: dict[str, bytes], reference: Path) -> None:
    """Give a document the styles of a reference document where they are called the same."""
    own = read_package(reference)
    styles = markup.read(parts[_STYLES])
    name = word("styleId")
    others = {one.get(name): one for one in markup.read(own[_STYLES])}
    for style in styles.findall(word("style")):
        if style.get(name) in others:
            styles.replace(style, deepcopy(others[style.get(name)]))
    parts[_STYLES] = markup.written(styles)


def without_blanks(parts: dict[str, bytes]) -> None:
    """Drop the empty paragraph that Quarto puts before a table or picture that follows a table."""
    document = markup.read(parts[_DOCUMENT])
    for paragraph in document.findall(f"{word('body')}/{word('p')}"):
        if _is_blank(paragraph) and _begins_float(below(paragraph)):
            paragraph.getparent().remove(paragraph)
    parts[_DOCUMENT] = markup.written(document)


def _is_blank(paragraph: Element) -> bool:
    words = text_of(paragraph)
    return bool(words) and not words.strip() and next(paragraph.iter(word("drawing")), None) is None


def _begins_float(follower: Element | None) -> bool:
    """Whether a table, its caption or a picture is the next thing."""
    if follower is None:
        return False
    return bool(follower.tag == word("tbl") or style_of(follower) in _CAPTIONED)


def _lay_out(section: Element, other: Element) -> None:
    """Give a section the margins and the line numbers of another, in the schema's order."""
    for tag in _LAYOUT:
        for old in section.findall(word(tag)):
            section.remove(old)
    for tag in reversed(_LAYOUT):
        for found in other.findall(word(tag)):
            section.find(word("pgSz")).addnext(deepcopy(found))
