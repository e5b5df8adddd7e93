"""A Word document that was made in the ordinary styles, turned into one for reviewers.

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
