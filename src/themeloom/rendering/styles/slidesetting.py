"""Setting what stands on a slide: sizes, colours and places, written as PresentationML.

All lengths are pixels of the slide; a point of type is two pixels.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree

from themeloom.rendering.styles import markup
from themeloom.rendering.styles.powerpoint import rectangle
from themeloom.rendering.styles.slidelayouts import EMU, Box
from themeloom.rendering.styles.slidexml import colour_of, parsed, qualified, text_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from themeloom.rendering.styles.markup import Element
    from themeloom.rendering.styles.slidexml import Slide

#: Hundredths of a point in a pixel.
_HUNDREDTHS = 50
#: Children of run properties, as ECMA-376 orders them (part 1, 21.1.2.3.9).
_RUN_ORDER = (
    "ln", "noFill", "solidFill", "gradFill", "blipFill", "pattFill", "grpFill", "effectLst",
    "effectDag", "highlight", "uLnTx", "uLn", "uFillTx", "uFill", "latin", "ea", "cs", "sym",
    "hlinkClick", "hlinkMouseOver", "rtl", "extLst",
)  # fmt: skip


def paragraphs_of(shape: Element) -> list[Element]:
    """The paragraphs of a shape that say something."""
    return [one for one in shape.iter(qualified("a:p")) if text_of(one)]


def level_of(paragraph: Element) -> int:
    """How deep in a list a paragraph stands; 0 is the first level."""
    properties = paragraph.find(qualified("a:pPr"))
    return 0 if properties is None else int(properties.get("lvl", "0"))


def size_runs(paragraphs: Iterable[Element], size: float, shares: Sequence[float] = (1.0,)) -> None:
    """Set the size of all runs; deeper levels of a list get their share of it."""
    for paragraph in paragraphs:
        share = shares[min(level_of(paragraph), len(shares) - 1)]
        points = str(round(size * share) * _HUNDREDTHS)
        for properties in _run_properties(paragraph):
            properties.set("sz", points)


def set_note(paragraph: Element, size: float, above: float) -> None:
    """Set a paragraph small, quiet and in the sans: an attribution, a reference, authors."""
    size_runs([paragraph], size)
    for properties in _run_properties(paragraph):
        _fill(properties, "tx2")
        if properties.find(qualified("a:latin")) is None:
            etree.SubElement(properties, qualified("a:latin"), typeface="+mn-lt")
        _sort(properties)
    space = parsed(f'<a:spcBef><a:spcPts val="{round(above * _HUNDREDTHS)}"/></a:spcBef>')
    _paragraph_properties(paragraph).insert(0, space)


def colour_text(shape: Element, thread: int) -> None:
    """Set a shape's text in the colour of a thread."""
    for paragraph in paragraphs_of(shape):
        for properties in _run_properties(paragraph):
            _fill(properties, parsed(colour_of(thread)).get("val"))
            _sort(properties)


def as_caption(shape: Element, size: float) -> None:
    """Set the text below a figure as its caption: small, quiet, at the left."""
    for paragraph in paragraphs_of(shape):
        set_note(paragraph, size, 0)
        properties = _paragraph_properties(paragraph)
        properties.set("algn", "l")
        for key in ("marL", "indent"):
            properties.set(key, "0")


def place(shape: Element, box: Box) -> None:
    """Put a shape where a box says."""
    properties = shape.find(qualified("p:spPr"))
    for old in properties.findall(qualified("a:xfrm")):
        properties.remove(old)
    where = (
        f'<a:xfrm><a:off x="{round(box.x * EMU)}" y="{round(box.y * EMU)}"/>'
        f'<a:ext cx="{round(box.width * EMU)}" cy="{round(box.height * EMU)}"/></a:xfrm>'
    )
    properties.insert(0, parsed(where))


def fit_picture(picture: Element, room: Box) -> None:
    """Make a picture as large as its room allows, and centre it there."""
    extent = picture.find(f"{qualified('p:spPr')}/{qualified('a:xfrm')}/{qualified('a:ext')}")
    wide, high = int(extent.get("cx")), int(extent.get("cy"))
    scale = min(room.width / wide, room.height / high)
    width, height = round(wide * scale), round(high * scale)
    left, top = room.x + (room.width - width) // 2, room.y + (room.height - height) // 2
    place(picture, Box("", 0, "", left, top, width, height))


def draw(slide: Slide, bar: Box, thread: int) -> None:
    """Draw a bar in the colour of a thread, below everything else on the slide."""
    slide.shapes.insert(2, parsed(rectangle(bar, 0, colour_of(thread))))


def table_of(frame: Element) -> tuple[list[float], list[list[str]]]:
    """The widths of a table's columns, and its rows as text."""
    widths = [int(one.get("w")) / EMU for one in frame.iter(qualified("a:gridCol"))]
    rows = [
        [text_of(cell) for cell in row.findall(qualified("a:tc"))]
        for row in frame.iter(qualified("a:tr"))
    ]
    return widths, rows


def set_table(
    frame: Element, area: Box, widths: Sequence[float], heights: Sequence[float], size: float
) -> None:
    """Set a table's place, columns, rows and type size."""
    where = frame.find(qualified("p:xfrm"))
    where.find(qualified("a:off")).set("x", str(area.x * EMU))
    where.find(qualified("a:off")).set("y", str(area.y * EMU))
    where.find(qualified("a:ext")).set("cx", str(area.width * EMU))
    where.find(qualified("a:ext")).set("cy", str(round(sum(heights) * EMU)))
    for column, width in zip(frame.iter(qualified("a:gridCol")), widths, strict=True):
        column.set("w", str(round(width * EMU)))
    for row, height in zip(frame.iter(qualified("a:tr")), heights, strict=True):
        row.set("h", str(round(height * EMU)))
    size_runs(frame.iter(qualified("a:p")), size)


def rule_tables(slide: Slide) -> None:
    """Take the fills of a table away and give it three rules."""
    for table in slide.tree.iter(qualified("a:tbl")):
        properties = table.find(qualified("a:tblPr"))
        for style in properties.findall(qualified("a:tableStyleId")):
            style.text = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"
        properties.attrib.pop("bandRow", None)
        rows = table.findall(qualified("a:tr"))
        for number, row in enumerate(rows):
            for cell in row.findall(qualified("a:tc")):
                _rule_cell(cell, top=number == 0, bottom=number in {0, len(rows) - 1})


def _rule_cell(cell: Element, *, top: bool, bottom: bool) -> None:
    """Draw the rules of one cell."""
    for old in cell.findall(qualified("a:tcPr")):
        cell.remove(old)
    properties = etree.SubElement(
        cell, qualified("a:tcPr"), marL="0", marR="114300", marT="63500", marB="63500"
    )
    for tag, drawn in (("a:lnT", top), ("a:lnB", bottom)):
        if drawn:
            line = etree.SubElement(properties, qualified(tag), w="12700")
            fill = etree.SubElement(line, qualified("a:solidFill"))
            etree.SubElement(fill, qualified("a:schemeClr"), val="tx1")
    etree.SubElement(properties, qualified("a:noFill"))


def _run_properties(paragraph: Element) -> list[Element]:
    """The properties of every run of a paragraph; they are made where there are none."""
    tags = (qualified("a:r"), qualified("a:br"), qualified("a:fld"))
    return [markup.first(run, qualified("a:rPr")) for run in paragraph.iter(*tags)]


def _paragraph_properties(paragraph: Element) -> Element:
    """The properties of a paragraph; they are made where there are none."""
    return markup.first(paragraph, qualified("a:pPr"))


def _fill(properties: Element, colour: str) -> None:
    """Set the colour of a run, as a name of the theme."""
    for old in properties.findall(qualified("a:solidFill")):
        properties.remove(old)
    fill = etree.SubElement(properties, qualified("a:solidFill"))
    etree.SubElement(fill, qualified("a:schemeClr"), val=colour)


def _sort(properties: Element) -> None:
    """Put the children of run properties in the order that the schema demands."""
    for child in sorted(properties, key=lambda one: _RUN_ORDER.index(etree.QName(one).localname)):
        properties.append(child)
