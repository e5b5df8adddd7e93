"""Tables on slides: columns as wide as what stands in them, three rules, sizes that fit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree

from themeloom.formats.pptx import layouts, setting
from themeloom.formats.pptx.layouts import EMU, Box
from themeloom.formats.pptx.markup import qualified, text_of
from themeloom.formats.pptx.setting import SANS, SEMIBOLD
from themeloom.typefaces.measuring import CAUTION, Paragraph, height_of, width_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from themeloom.core.office import Element
    from themeloom.formats.pptx.markup import Slide

#: The largest type in a table, in pixels.
LARGEST = 34
#: Room at the right of a cell, and above and below its words together.
_RIGHT, _PADDING = 36, 20
#: A table style without fills and rules.
_PLAIN = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"


def rows_of(frame: Element) -> list[list[str]]:
    """The rows of a table as text."""
    return [
        [text_of(cell) for cell in row.findall(qualified("a:tc"))]
        for row in frame.iter(qualified("a:tr"))
    ]


def widths_of(frame: Element) -> list[float]:
    """The widths of a table's columns in pixels."""
    return [int(one.get("w")) / EMU for one in frame.iter(qualified("a:gridCol"))]


def column_widths(frame: Element, size: float, across: float) -> list[float]:
    """How wide the columns are to be at that size.

    Each is as wide as what stands in it. Where that is more than there is, the author's
    widths hold if they are not all alike; else the widest give way.
    """
    rows = rows_of(frame)
    natural = [
        max(_wide(row[column], size, head=not number) for number, row in enumerate(rows))
        for column in range(len(rows[0]))
    ]
    if sum(natural) <= across:
        return natural
    own = widths_of(frame)
    if len({round(width) for width in own}) > 1:
        return [width * across / sum(own) for width in own]
    most = _levelled(natural, across)
    return [min(width, most) for width in natural]


def _wide(text: str, size: float, *, head: bool) -> float:
    stem = SEMIBOLD if head else SANS
    return max(width_of(line, stem, size) for line in text.split("\n")) * CAUTION + _RIGHT + 2


def _levelled(widths: Sequence[float], across: float) -> float:
    """The width that columns may have at most, so that all of them together fit."""
    left, most = across, across / len(widths)
    for place, width in enumerate(sorted(widths)):
        most = left / (len(widths) - place)
        if width >= most:
            break
        left -= width
    return most


def row_heights(rows: Sequence[Sequence[str]], widths: Sequence[float], size: float) -> list[float]:
    """How high each row of a table is at that size."""
    return [
        max(
            height_of([Paragraph(text, SANS if number else SEMIBOLD)], size, max(width - _RIGHT, 1))
            for text, width in zip(row, widths, strict=False)
        )
        + _PADDING
        for number, row in enumerate(rows)
    ]


def set_table(frame: Element, where: Box, widths: Sequence[float], size: float) -> None:
    """Set a table's place, columns, rows and type size."""
    heights = row_heights(rows_of(frame), widths, size)
    setting.place(frame, where.at(where.x, where.y, sum(widths), sum(heights)))
    for column, width in zip(frame.iter(qualified("a:gridCol")), widths, strict=True):
        column.set("w", str(round(width * EMU)))
    rows = list(frame.iter(qualified("a:tr")))
    for row, height in zip(rows, heights, strict=True):
        row.set("h", str(round(height * EMU)))
    setting.size_runs(frame.iter(qualified("a:p")), size)
    setting.set_face(rows[0].iter(qualified("a:p")), layouts.HEADING)


def rule_tables(slide: Slide) -> None:
    """Take the fills of a table away and give it three rules."""
    for table in slide.shapes.iter(qualified("a:tbl")):
        properties = table.find(qualified("a:tblPr"))
        for style in properties.findall(qualified("a:tableStyleId")):
            style.text = _PLAIN
        properties.attrib.pop("bandRow", None)
        rows = table.findall(qualified("a:tr"))
        for number, row in enumerate(rows):
            for cell in row.findall(qualified("a:tc")):
                _rule_cell(cell, top=number == 0, bottom=number in {0, len(rows) - 1})


def _rule_cell(cell: Element, *, top: bool, bottom: bool) -> None:
    """Draw the rules of one cell."""
    cell.remove_all("a:tcPr")
    above = str(_PADDING // 2 * EMU)
    properties = etree.SubElement(
        cell, qualified("a:tcPr"), marL="0", marR=str(_RIGHT * EMU), marT=above, marB=above
    )
    for tag, drawn in (("a:lnT", top), ("a:lnB", bottom)):
        if drawn:
            line = etree.SubElement(properties, qualified(tag), w="12700")
            fill = etree.SubElement(line, qualified("a:solidFill"))
            etree.SubElement(fill, qualified("a:schemeClr"), val="tx1")
    etree.SubElement(properties, qualified("a:noFill"))
