"""Sizes that fit: what stands on a slide is measured, and set no larger than its box allows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from themeloom.rendering.styles import slidelayouts as layouts
from themeloom.rendering.styles import slidesetting as setting
from themeloom.rendering.styles import slidexml
from themeloom.rendering.styles.measuring import CAUTION, Paragraph, height_of, largest_fitting
from themeloom.rendering.styles.powerpoint import LEVELS
from themeloom.rendering.styles.slidelayouts import Box

if TYPE_CHECKING:
    from collections.abc import Sequence

    from themeloom.rendering.styles.markup import Element
    from themeloom.rendering.styles.slidexml import Slide

_SERIF, _SANS, _SEMIBOLD = (
    "SourceSerifPro-Regular",
    "SourceSansPro-Regular",
    "SourceSansPro-Semibold",
)
_STEMS = {layouts.VOICE: _SERIF, layouts.TEXT: _SANS, layouts.HEADING: _SEMIBOLD}
#: Sizes in pixels, largest first; nothing on a slide is smaller than the last.
_LISTS = (42, 40, 38, 36, 34, 32, 30, 28, 26, 24)
_ATTRIBUTION, _CAPTION = 30, 24
#: Room above an item of a list and above an attribution.
_ITEM, _ABOVE = 30, 34
#: Where a figure may lie: below the heading, above the thread.
FIGURE_AREA = Box("", 0, "Figure", 110, 196, 1700, 760)
#: Tables have smaller type than lists, and this much height for each line.
_TABLE_SIZES = (32, 30, 28, 26, 24, 22, 20)
_CELL_PADDING = 20


def fit_slide(slide: Slide, thread: int, themes: frozenset[str] = frozenset()) -> float:
    """Set the sizes, colours and places of everything on one slide.

    Args:
        slide: what is set.
        thread: the thread of its theme, or 0.
        themes: the titles of all themes, as plain letters; a line of them alone is a note.

    Returns:
        How many pixels (of 1080) what stands on it is too high at its smallest; 0 if it fits.
    """
    over = _fit_title(slide, thread)
    if slide.layout in (layouts.QUOTATION, layouts.STATEMENT):
        return max(over, _fit_alone(slide, thread, themes))
    if slide.layout is layouts.FIGURE:
        _place_figures(slide)
    elif slide.tables:
        return max(over, _fit_tables(slide))
    elif slide.layout is not layouts.TITLE_SLIDE:
        return max(over, *(_fit_box(slide, index) for index in (1, 2, 3, 4)))
    return over


def _over(paragraphs: Sequence[Paragraph], size: float, width: float, height: float) -> float:
    """How many pixels the paragraphs are too high for their box at a size."""
    return max(height_of(paragraphs, size, width) - height, 0.0)


def _fit_title(slide: Slide, thread: int) -> float:
    """Make the title fit, and colour it where it names a theme."""
    shape, box = slide.placeholder(0), slide.layout.box(0)
    if shape is None or box is None:
        return 0.0
    text = Paragraph(slide.title_text, _STEMS[box.font], line=box.line / 100)
    sizes = list(range(box.size, 23, -2))
    size = largest_fitting([text], sizes, box.width, box.height)
    _set_size(shape, size, unless=box.size)
    if thread and slide.layout in (layouts.QUOTATION, layouts.STATEMENT, layouts.SECTION):
        setting.colour_text(shape, thread)
    return _over([text], size, box.width, box.height)


def _fit_alone(slide: Slide, thread: int, themes: frozenset[str]) -> float:
    """Words that stand alone: as large as they can be, the attribution small below them."""
    shape, box = slide.placeholder(1), slide.layout.box(1)
    paragraphs = slide.paragraphs
    if shape is None or box is None:
        return 0.0
    said = [slidexml.text_of(one) for one in paragraphs]
    words, notes = _parted(paragraphs, said, themes)
    small = [Paragraph(slidexml.text_of(one), _SANS) for one in notes]
    below = sum(height_of([one], _ATTRIBUTION, box.width) + _ABOVE for one in small)
    large = [
        Paragraph(slidexml.text_of(one), _SERIF, before=20 * (n > 0)) for n, one in enumerate(words)
    ]
    size = largest_fitting(large, layouts.ALONE, box.width, box.height - below)
    setting.size_runs(words, size)
    for one in notes:
        setting.set_note(one, _ATTRIBUTION, _ABOVE)
    if slide.layout is layouts.QUOTATION:
        high = height_of(large, size, box.width) + below
        _draw_bar(slide, thread, box, high)
    return _over(large, size, box.width, box.height - below)


def _parted(
    paragraphs: Sequence[Element], said: Sequence[str], themes: frozenset[str]
) -> tuple[list[Element], list[Element]]:
    """Part the words from what stands below them: an attribution, a reference, themes."""

    def is_note(text: str) -> bool:
        named = {slidexml.plain(one) for one in text.split("·")}
        return text.startswith(("—", "–", "(", "[")) or named <= themes

    cut = len(said)
    while cut > 1 and is_note(said[cut - 1]):
        cut -= 1
    return list(paragraphs[:cut]), list(paragraphs[cut:])


def _draw_bar(slide: Slide, thread: int, box: Box, high: float) -> None:
    """Draw the thread beside the words."""
    top = round(box.y + (box.height - high) / 2)
    bar = Box("", 0, "Thread", layouts.LEFT, max(top, box.y), 8, round(min(high, box.height)))
    setting.draw(slide, bar, thread)


def _fit_box(slide: Slide, index: int) -> float:
    """Text and lists: the largest size at which they fit their box."""
    shape, box = slide.placeholder(index), slide.layout.box(index)
    if shape is None or box is None:
        return 0.0
    paragraphs = [_measured(one, box) for one in setting.paragraphs_of(shape)]
    largest = max(_LISTS[0], box.size) if box.bullets else box.size
    sizes = [size for size in (largest, *_LISTS) if size <= largest]
    size = largest_fitting(paragraphs, sizes, box.width, box.height)
    _set_size(shape, size, unless=box.size)
    return _over(paragraphs, size, box.width, box.height)


def _measured(paragraph: Element, box: Box) -> Paragraph:
    """A paragraph as it will be set in its box."""
    level = setting.level_of(paragraph)
    indent, share = LEVELS[level] if slidexml.is_listed(paragraph) and box.bullets else (0, 1.0)
    above = _ITEM if box.bullets else 0
    return Paragraph(
        slidexml.text_of(paragraph), _STEMS[box.font], share, indent, above, box.line / 100
    )


def _place_figures(slide: Slide) -> None:
    """Give a picture all the room there is, with its caption below."""
    caption = slide.placeholder(1)
    room = FIGURE_AREA
    if caption is not None:
        setting.place(caption, Box("", 0, "", layouts.LEFT, 962, layouts.ACROSS, 48))
        setting.as_caption(caption, _CAPTION)
        room = Box("", 0, "", room.x, room.y, room.width, room.height - 10)
    for picture in slide.pictures:
        setting.fit_picture(picture, room)


def _fit_tables(slide: Slide) -> float:
    """Tables: the largest size at which all rows fit below the heading."""
    area, over = layouts.CONTENT.box(1), 0.0
    if area is None:
        return over
    for frame in slide.tables:
        widths, rows = setting.table_of(frame)
        scale = area.width / (sum(widths) or 1)
        widths = [width * scale for width in widths]
        heights = {size: _row_heights(rows, widths, size) for size in _TABLE_SIZES}
        fitting = [size for size in _TABLE_SIZES if sum(heights[size]) <= area.height]
        size = fitting[0] if fitting else _TABLE_SIZES[-1]
        setting.set_table(frame, area, widths, heights[size], size)
        over = max(over, sum(heights[size]) - area.height)
    return over


def _row_heights(rows: Sequence[Sequence[str]], widths: Sequence[float], size: int) -> list[float]:
    """How high each row of a table is at that size."""
    return [
        max(
            height_of([Paragraph(text, _SANS)], size, (width - 18) / CAUTION)
            for text, width in zip(row, widths, strict=False)
        )
        + _CELL_PADDING
        for row in rows
    ]


def _set_size(shape: Element, size: float, *, unless: float) -> None:
    """Set the size of all the text in a shape, unless its layout gives it that already."""
    if size != unless:
        paragraphs = setting.paragraphs_of(shape)
        setting.size_runs(paragraphs, size, shares=[share for _, share in LEVELS])
