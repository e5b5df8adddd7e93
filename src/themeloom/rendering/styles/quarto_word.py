"""A Word document that Quarto wrote, brought into the shape that the built-in renderer's has.

Quarto takes one reference document for a format, whatever the document says. Both of
ours have the same styles, so those for reviewers can be put in the place of the others.
"""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING

from themeloom.rendering.styles import markup
from themeloom.rendering.styles.files import read_package

if TYPE_CHECKING:
    from pathlib import Path

    from themeloom.rendering.styles.markup import Element

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
#: What a table with its caption, or a picture with its own, begins with.
_CAPTIONED = frozenset({"TableCaption", "CaptionedFigure"})
_DOCUMENT, _STYLES = "word/document.xml", "word/styles.xml"
#: What differs between the two layouts of the page.
_LAYOUT = ("pgMar", "lnNumType")


def for_reviewers(parts: dict[str, bytes], reference: Path) -> None:
    """Number the lines of a document and space them double, as the reference has it."""
    own = read_package(reference)
    document = markup.read(parts[_DOCUMENT])
    _lay_out(document.find(f"{_W}body/{_W}sectPr"), _section(own))
    parts[_DOCUMENT] = markup.written(document)
    styles = markup.read(parts[_STYLES])
    reviewed = {one.get(f"{_W}styleId"): one for one in markup.read(own[_STYLES])}
    for style in styles.findall(f"{_W}style"):
        other = reviewed.get(style.get(f"{_W}styleId"))
        if other is not None:
            style.getparent().replace(style, deepcopy(other))
    parts[_STYLES] = markup.written(styles)


def without_blanks(parts: dict[str, bytes]) -> None:
    """Drop the empty paragraph that Quarto puts before a table or picture that follows a table."""
    document = markup.read(parts[_DOCUMENT])
    for paragraph in document.findall(f"{_W}body/{_W}p"):
        if _is_blank(paragraph) and _begins_float(paragraph.getnext()):
            paragraph.getparent().remove(paragraph)
    parts[_DOCUMENT] = markup.written(document)


def _is_blank(paragraph: Element) -> bool:
    words = "".join(one.text or "" for one in paragraph.iter(f"{_W}t"))
    return bool(words) and not words.strip() and next(paragraph.iter(f"{_W}drawing"), None) is None


def _begins_float(below: Element) -> bool:
    """Whether a table, its caption or a picture is the next thing, bookmarks aside."""
    while below is not None and below.tag in {f"{_W}bookmarkStart", f"{_W}bookmarkEnd"}:
        below = below.getnext()
    if below is None or below.tag == f"{_W}tbl":
        return below is not None
    style = below.find(f"{_W}pPr/{_W}pStyle")
    return style is not None and style.get(f"{_W}val") in _CAPTIONED


def _section(own: dict[str, bytes]) -> Element:
    return markup.read(own[_DOCUMENT]).find(f"{_W}body/{_W}sectPr")


def _lay_out(section: Element, other: Element) -> None:
    """Give a section the margins and the line numbers of another, in the schema's order."""
    for tag in _LAYOUT:
        for old in section.findall(f"{_W}{tag}"):
            section.remove(old)
    size = section.find(f"{_W}pgSz")
    for tag in reversed(_LAYOUT):
        found = other.find(f"{_W}{tag}")
        if found is not None:
            size.addnext(deepcopy(found))
