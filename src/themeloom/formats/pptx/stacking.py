"""Text, pictures, tables and captions that share a slide: each in its column, none over another.

pandoc puts a table or a picture where the layout has a box, and a caption over its foot.
Here every column is a stack: what stands in it is measured and set one below the other, in
the largest size of type at which all of it fits, and pictures get the room that is left.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from themeloom.formats.pptx import layouts, setting, tables
from themeloom.formats.pptx.fitting import LISTS, MIDDLE, RAISED, set_size
from themeloom.formats.pptx.layouts import EMU, Box
from themeloom.formats.pptx.markup import Slide, is_caption, qualified, text_of, unwrapped
from themeloom.formats.pptx.setting import SANS, paragraphs_of, to_fit
from themeloom.typefaces.measuring import CAUTION, Paragraph, height_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from themeloom.core.office import Element
    from themeloom.formats.pptx.markup import Column

_CAPTION = 24
#: Room between two things in a column, and above a caption.
_BETWEEN, _OVER_CAPTION = 32, 22
#: Room between two columns that the author made, as in the slides as PDF.
_GUTTER = 60
#: A picture is no lower than this, unless it is so by nature.
_LOWEST = 260


@dataclass(frozen=True)
class _Item:
    """Something in a column: what it is, and the box whose type it is set in."""

    kind: str
    shape: Element
    box: Box


@dataclass(frozen=True)
class _Column:
    """What stands one below the other, and where."""

    x: float
    width: float
    items: tuple[_Item, ...]

    @property
    def has_pictures(self) -> bool:
        """Whether a picture stands in it."""
        return any(item.kind == "picture" for item in self.items)

    def gaps(self) -> float:
        """The room between its items altogether."""
        return sum(_gap(item) for item in self.items[1:])


def stack(slide: Slide, top: float) -> None:
    """Set everything below the heading of a slide.

    Args:
        slide: what is set.
        top: where the room below the heading begins.
    """
    bands = [_columns_of(slide, band) for band in slide.bands] or [_columns(slide)]
    columns = [column for band in bands for column in band]
    if not columns:
        return
    room = layouts.BOTTOM - top - _BETWEEN * (len(bands) - 1)
    largest = max((item.box.size for one in columns for item in one.items if item.kind == "text"),
                  default=LISTS[0])  # fmt: skip
    sizes = [size for size in LISTS if size <= largest]
    size = next((one for one in sizes if sum(_band_height(band, one) for band in bands) <= room),
                sizes[-1])  # fmt: skip
    rooms = _rooms(bands, size, room)
    ratio = MIDDLE if any(one.has_pictures for one in columns) else RAISED
    heights = [_band_height(band, size, own) for band, own in zip(bands, rooms, strict=True)]
    start = top + max(room - sum(heights), 0) * ratio
    for band, own, high in zip(bands, rooms, heights, strict=True):
        for column in band:
            _set(column, size, own, start)
        start += high + _BETWEEN


def _rooms(bands: Sequence[Sequence[_Column]], size: float, room: float) -> list[float]:
    """The room of each band: what pictures can grow into is shared by those that have some."""
    least = [_band_height(band, size) for band in bands]
    growing = sum(any(one.has_pictures for one in band) for band in bands)
    left, rooms = room - sum(least), []
    for band, high in zip(bands, least, strict=True):
        more = 0.0
        if any(one.has_pictures for one in band):
            more = min(left / growing, _band_height(band, size, high + left / growing) - high)
            growing -= 1
        left -= more
        rooms.append(high + more)
    return rooms


def _band_height(band: Sequence[_Column], size: float, room: float = 0) -> float:
    """How high a band is at a size, if it may be so high; its pictures are low without room."""
    return max((one.gaps() + sum(_heights(one, size, room)) for one in band), default=0)


def _columns_of(slide: Slide, band: Sequence[Column]) -> list[_Column]:
    """The columns that the author made, as wide as they say."""
    across = layouts.ACROSS - _GUTTER * (len(band) - 1)
    whole = sum(column.share for column in band)
    found, x = [], float(layouts.LEFT)
    for column in band:
        width = across * column.share / whole
        items = [item for shape in column.shapes if (item := _item(slide, shape))]
        for item in items:
            # The room above what follows is ours; programs leave none above a first paragraph.
            if item.kind == "text":
                setting.set_above(paragraphs_of(item.shape)[0], 0)
        found.append(_Column(x, width, tuple(items)))
        x += width + _GUTTER
    return [column for column in found if column.items]


def _columns(slide: Slide) -> list[_Column]:
    """The columns of a slide's layout, with what pandoc put into each."""
    spans = [(box.x, box.width) for box in slide.layout.boxes if box.index and box.kind == "obj"]
    if slide.kind == layouts.CAPTIONED:
        spans = [(box.x, box.width) for box in slide.layout.boxes if box.index in {1, 2}]
    spans.sort()
    items: list[list[_Item]] = [[] for _ in spans]
    for shape in map(unwrapped, slide.shapes):
        item = _item(slide, shape)
        if item is None:
            continue
        x = item.box.x if item.kind == "text" else (shape.x or 0) / EMU
        near = [place for place, (left, width) in enumerate(spans) if x < left + width]
        items[near[0] if near else -1].append(item)
    found = zip(spans, items, strict=True)
    return [_Column(x, width, tuple(own)) for (x, width), own in found if own]


def _item(slide: Slide, shape: Element) -> _Item | None:
    """What a shape is for whoever looks at the slide; nothing if it is no part of its content."""
    if shape.tag == qualified("p:pic"):
        return _Item("picture", shape, layouts.LOOSE)
    if shape.tag == qualified("p:graphicFrame"):
        return _Item("table", shape, layouts.LOOSE)
    if shape.tag != qualified("p:sp") or not text_of(shape):
        return None
    if is_caption(shape):
        return _Item("caption", shape, layouts.LOOSE)
    box = slide.box_of(shape)
    content = box is not None and box.index and not box.is_foot
    return _Item("text", shape, box) if box is not None and content else None


def _gap(item: _Item) -> float:
    return _OVER_CAPTION if item.kind == "caption" else _BETWEEN


def _heights(column: _Column, size: float, room: float) -> list[float]:
    """How high each item of a column is at a size of type.

    Pictures get the same room each of what is left, no more than they need, and what they
    need at the least.
    """
    heights = [_height(item, size, column.width) for item in column.items]
    pictures = sum(item.kind == "picture" for item in column.items)
    others = sum(
        high for item, high in zip(column.items, heights, strict=True) if item.kind != "picture"
    )
    left = (room - others - column.gaps()) / max(pictures, 1)
    return [
        max(min(high, left), min(high, _LOWEST)) if item.kind == "picture" else high
        for item, high in zip(column.items, heights, strict=True)
    ]


def _height(item: _Item, size: float, width: float) -> float:
    """How high an item is at a size of type; a picture, as wide as its column."""
    if item.kind == "picture":
        return float(item.shape.cy / item.shape.cx * width)
    if item.kind == "table":
        small = min(size, tables.LARGEST)
        columns = tables.column_widths(item.shape, small, width)
        return sum(tables.row_heights(tables.rows_of(item.shape), columns, small))
    if item.kind == "caption":
        words = [Paragraph(text_of(one), SANS) for one in paragraphs_of(item.shape)]
        return height_of(words, _CAPTION, width / CAUTION)
    return height_of(to_fit(item.shape, item.box), size, width / CAUTION)


def _set(column: _Column, size: float, room: float, top: float) -> None:
    """Set what stands in a column, from the top."""
    heights = _heights(column, size, room)
    for number, (item, high) in enumerate(zip(column.items, heights, strict=True)):
        top += _gap(item) if number else 0
        _set_item(item, item.box.at(column.x, top, column.width, high), size)
        top += high


def _set_item(item: _Item, where: Box, size: float) -> None:
    """Set one item where it belongs."""
    if item.kind == "picture":
        width = item.shape.cx / item.shape.cy * where.height
        left = where.x + (where.width - width) / 2
        setting.place(item.shape, where.at(left, where.y, width, where.height))
    elif item.kind == "table":
        small = min(size, tables.LARGEST)
        widths = tables.column_widths(item.shape, small, where.width)
        tables.set_table(item.shape, where, widths, small)
    elif item.kind == "caption":
        setting.as_caption(item.shape, _CAPTION)
        setting.place(item.shape, where, anchor="t")
    else:
        set_size(item.shape, size, item.box)
        setting.place(item.shape, where, anchor="t")
