"""Tables on slides: columns and rows as Typst made them, and three rules."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from lxml import etree

from themeloom.formats.pptx import layouts, setting
from themeloom.formats.pptx.layouts import EMU
from themeloom.formats.pptx.markup import qualified

if TYPE_CHECKING:
    from collections.abc import Sequence

    from themeloom.core.office import Element
    from themeloom.formats.pptx.drawn import Cell, Page
    from themeloom.formats.pptx.markup import Slide

#: Room at the right of a cell, a little less than Typst's, and above and below its words together.
_RIGHT, _PADDING = 30, 20
#: Where there is room, columns are so much wider, for machines that lack our faces: as much as the
#: widest that takes their place, DejaVu Sans.
_EASE = 1.25
#: A table style without fills and rules.
_PLAIN = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"


def set_table(frame: Element, page: Page, number: int) -> None:
    """Set a table's place, columns, rows and type size, where Typst has a table for it."""
    grid, cells = page.one("grid", number), page.cells.get(number)
    if grid is None or not cells:
        return
    ease = max(min(_EASE, page.room(number) / grid.width), 1.0)
    wide, high = grid.width * ease, max(grid.height, 0)
    across = {column: cell.x for (column, _), cell in cells.items()}
    leftward = across[max(across)] < across[0]
    frame.x = round((grid.right - wide if leftward else grid.x) * EMU)
    frame.y, frame.cx, frame.cy = (round(one * EMU) for one in (grid.y, wide, high))
    down = {row: cell.y for (_, row), cell in cells.items()}
    rows = list(frame.iter(qualified("a:tr")))
    columns = list(frame.iter(qualified("a:gridCol")))
    if leftward:
        next(frame.iter(qualified("a:tblPr"))).set("rtl", "1")
        columns.reverse()
    _set_sides(columns, "w", [*sorted(across.values()), grid.right], ease)
    _set_sides(rows, "h", [*sorted(down.values()), grid.bottom])
    setting.size_runs(frame.iter(qualified("a:p")), grid.size)
    heads = max((row + cell.down for (_, row), cell in cells.items() if cell.head), default=0)
    _rule(rows, heads, leftward=leftward)
    for (column, row), cell in cells.items():
        _join(rows, column, row, cell)
        if cell.head and column == 0:
            for one in rows[row : row + cell.down]:
                setting.set_face(one.iter(qualified("a:p")), layouts.HEADING)


def _join(rows: Sequence[Element], column: int, row: int, cell: Cell) -> None:
    """Let a cell take the columns and rows that Typst gave it: pandoc has only filled them up."""
    if cell.across == cell.down == 1:
        return
    for down, one in enumerate(rows[row : row + cell.down]):
        taken = one.findall(qualified("a:tc"))[column : column + cell.across]
        for across, part in enumerate(taken):
            told = {
                "gridSpan": cell.across if not across and cell.across > 1 else 0,
                "rowSpan": cell.down if not down and cell.down > 1 else 0,
                "hMerge": min(across, 1),
                "vMerge": min(down, 1),
            }
            for key, value in told.items():
                if value:
                    part.set(key, str(value))


def _set_sides(elements: list[Element], key: str, edges: list[float], ease: float = 1.0) -> None:
    """Give columns or rows their sides, if each of them has an edge of its own."""
    if len(elements) == len(edges) - 1:
        for element, (start, end) in zip(elements, pairwise(edges), strict=True):
            element.set(key, str(round((end - start) * ease * EMU)))


def rule_tables(slide: Slide) -> None:
    """Take the fills of tables away and give them three rules."""
    for table in slide.shapes.iter(qualified("a:tbl")):
        properties = table.find(qualified("a:tblPr"))
        for style in properties.findall(qualified("a:tableStyleId")):
            style.text = _PLAIN
        properties.attrib.pop("bandRow", None)
        _rule(table.findall(qualified("a:tr")), 1)


def _rule(rows: Sequence[Element], heads: int, *, leftward: bool = False) -> None:
    """Draw a rule above and below a table, and one below its heads."""
    for number, row in enumerate(rows):
        for cell in row.findall(qualified("a:tc")):
            drawn = number == 0, number in {heads - 1, len(rows) - 1}
            _rule_cell(cell, *drawn, "marL" if leftward else "marR")


def _rule_cell(cell: Element, top: bool, bottom: bool, end: str) -> None:  # noqa: FBT001 - both ends
    """Draw the rules of one cell."""
    cell.remove_all("a:tcPr")
    above = str(_PADDING // 2 * EMU)
    room = {"marL": "0", "marR": "0", end: str(_RIGHT * EMU)}
    properties = etree.SubElement(cell, qualified("a:tcPr"), marT=above, marB=above, **room)
    for tag, drawn in (("a:lnT", top), ("a:lnB", bottom)):
        if drawn:
            line = etree.SubElement(properties, qualified(tag), w="12700")
            fill = etree.SubElement(line, qualified("a:solidFill"))
            etree.SubElement(fill, qualified("a:schemeClr"), val="tx1")
    etree.SubElement(properties, qualified("a:noFill"))
