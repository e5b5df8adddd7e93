"""Sizes that fit: words that stand alone, headings and plain text, measured and set.

The sizes and places are those of the slides as PDF: words as large as they can be, what
stands on a slide a little above its middle, lines of even length.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from themeloom.core.text import bare
from themeloom.formats.pptx import layouts, setting
from themeloom.formats.pptx import markup as slidexml
from themeloom.formats.pptx.layouts import LEVELS
from themeloom.formats.pptx.setting import SANS, SERIF, STEMS, paragraphs_of, to_fit
from themeloom.formats.pptx.threads import draw_bar, draw_strands, name_of
from themeloom.typefaces.measuring import (
    CAUTION,
    Paragraph,
    balanced,
    height_of,
    largest_fitting,
    width_of,
)
from themeloom.typefaces.scripts import runs_leftwards

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from themeloom.core.office import Element
    from themeloom.formats.pptx.layouts import Box
    from themeloom.formats.pptx.markup import Slide

#: Sizes in pixels, largest first; nothing on a slide is smaller than the last.
ALONE = (72, 68, 64, 60, 56, 52, 48, 44, 40, 36, 32, 28, 26, 24)
LISTS = (48, 46, 44, 42, 40, 38, 36, 34, 32, 30, 28, 26, 24)
#: A quotation of fewer characters than these is larger still; an implication never so large.
_SHORT, _LOUD, _IMPLIED = 60, (116, 104, 92, 84), 60
_ATTRIBUTION, _RESTS_ON = 30, 24
#: Room above what stands below the words: an attribution, a reference, themes.
_ABOVE, _ABOVE_THEMES = 36, 26
#: Where words that stand alone may begin, below the label; lists leave a little room at the right.
_LABELLED, _LISTED = 150, 0.94
#: Some programs set lines closer than the faces ask for: threads end between the two.
_SHORTER = 0.06
#: From the thread of a quotation to its words: so many pixels, and a share of their size.
_FROM_BAR, _FROM_BAR_EM = 28, 0.45
#: Of the room that is left, the share above what stands on a slide.
RAISED, MIDDLE = 1 / 2.4, 1 / 2


def fit_title(slide: Slide, thread: int) -> float:
    """Make the title fit, colour it where it names a theme, and give its height."""
    shape, box = slide.placeholder(0), slide.layout.box(0)
    if shape is None or box is None or not slide.title_text:
        return 0.0
    text = Paragraph(slide.title_text, STEMS[box.font], line=box.line / 100)
    size = largest_fitting([text], range(box.size, 23, -2), box.width, box.height)
    set_size(shape, size, box)
    if thread and slide.kind in (layouts.QUOTATION, layouts.STATEMENT, layouts.SECTION):
        setting.colour_text(paragraphs_of(shape), name_of(thread))
    return height_of([text], size, box.width)


def fit_alone(slide: Slide, thread: int, themes: Mapping[str, int], *, stated: bool) -> None:
    """Words that stand alone: as large as they can be, what belongs to them small below.

    Args:
        slide: what is set.
        thread: the thread of its theme, or 0.
        themes: the titles of all themes, as plain letters, with their threads.
        stated: whether the author called it a statement: its first paragraph is the thought.
    """
    shape, box = slide.placeholder(1), slide.layout.box(1)
    if shape is None or box is None:
        return
    words, notes = _parted(slide.paragraphs, themes, stated=stated)
    threads = _rested_on(notes, themes)
    small, above = (_RESTS_ON, _ABOVE_THEMES) if threads else (_ATTRIBUTION, _ABOVE)
    for number, one in enumerate(notes):
        setting.set_note(one, small, 10 if number else above)
    large = [
        Paragraph(slidexml.text_of(one), SERIF, before=20 * (n > 0), line=box.line / 100)
        for n, one in enumerate(words)
    ]
    below = [
        Paragraph(slidexml.text_of(one), SANS, small, before=10 if number else above)
        for number, one in enumerate(notes)
    ]
    size = _size_alone(slide, large, box, height_of(below, 1, box.width), implied=bool(threads))
    setting.size_runs(words, size)
    _place_alone(
        slide, box, [*(replace(one, share=size) for one in large), *below], thread, threads
    )


def _size_alone(
    slide: Slide, words: Sequence[Paragraph], box: Box, below: float, *, implied: bool
) -> float:
    """The largest size at which the words fit with what stands below them."""
    sizes = [size for size in ALONE if size <= _IMPLIED or not implied]
    if slide.kind == layouts.QUOTATION and sum(len(one.text) for one in words) < _SHORT:
        sizes = [*_LOUD, *sizes]
    return largest_fitting(words, sizes, box.width, layouts.BOTTOM - _LABELLED - below)


def _place_alone(
    slide: Slide, box: Box, said: Sequence[Paragraph], thread: int, threads: Sequence[int]
) -> None:
    """Give the words the width at which their lines are even, and draw their threads."""
    shape = slide.placeholder(1)
    mark = 0.0
    if slide.kind == layouts.QUOTATION and not runs_leftwards(said[0].text):
        mark = width_of(said[0].text[:1], said[0].stem, said[0].share)
        setting.hang(slide.paragraphs, mark)
    width = balanced(said, 1, box.width)
    high = height_of(said, 1, width)
    area = layouts.BOTTOM - _LABELLED
    room = box if high <= box.height else box.at(box.x, _LABELLED, box.width, area)
    top = _LABELLED + max(area - high, 0) * RAISED
    if room is box:
        room = box.at(box.x, top + (high - box.height) / 2, box.width, box.height)
    if runs_leftwards(said[0].text):
        setting.align_right(slide.paragraphs)
        edge = layouts.LEFT + layouts.ACROSS
        left, bar = edge - 64 - width, edge - 8
    else:
        left, bar = room.x - mark, layouts.LEFT
        if slide.kind == layouts.QUOTATION:
            left = layouts.LEFT + _FROM_BAR + _FROM_BAR_EM * said[0].share - mark
    setting.place(shape, room.at(left, room.y, width + mark, room.height))
    if slide.kind == layouts.QUOTATION:
        draw_bar(slide, thread, bar, top + high * _SHORTER / 2, high * (1 - _SHORTER))
    draw_strands(slide, threads, room.x, top + high * _SHORTER / 2, high * (1 - _SHORTER))


def _parted(
    paragraphs: Sequence[Element], themes: Mapping[str, int], *, stated: bool
) -> tuple[list[Element], list[Element]]:
    """Part the words from what stands below them: an attribution, a reference, themes."""
    said = [slidexml.text_of(one) for one in paragraphs]

    def is_note(text: str) -> bool:
        return text.startswith(("—", "–", "(", "[")) or bool(_named(text, themes))

    cut = 1 if stated else len(said)
    while cut > 1 and is_note(said[cut - 1]):
        cut -= 1
    return list(paragraphs[:cut]), list(paragraphs[cut:])


def _named(text: str, themes: Mapping[str, int]) -> list[int]:
    """The threads of the themes that a line names, if it names nothing else."""
    names = [bare(one) for one in text.split("·")]
    return [themes[name] for name in names] if set(names) <= set(themes) else []


def _rested_on(notes: Sequence[Element], themes: Mapping[str, int]) -> list[int]:
    """The threads of the themes that stand below an implication."""
    return sorted({one for note in notes for one in _named(slidexml.text_of(note), themes)})


def fit_text(shape: Element, box: Box, top: float) -> None:
    """Text and lists alone on a slide: the largest size at which they fit, lines of even length.

    Args:
        shape: the text.
        box: its box.
        top: where the room for it begins, below the heading.
    """
    paragraphs, most = to_fit(shape, box), box.width * _LISTED
    room = layouts.BOTTOM - top
    size = largest_fitting(paragraphs, _sizes(box), most, room)
    set_size(shape, size, box)
    width = balanced(paragraphs, size, most)
    high = height_of(paragraphs, size, width)
    if high <= box.height:
        middle = top + max(room - high, 0) * RAISED + high / 2
        setting.place(shape, box.at(box.x, middle - box.height / 2, width, box.height))
    else:
        setting.place(shape, box.at(box.x, top, width, room))


def _sizes(box: Box) -> list[int]:
    """The sizes that text in a box may have."""
    return [size for size in (box.size, *LISTS) if size <= box.size]


def fit_display(slide: Slide, gap: float) -> None:
    """A heading that is what the slide says, and the text below it, as one."""
    title, body = slide.placeholder(0), slide.placeholder(1)
    head, box = slide.layout.box(0), slide.layout.box(1)
    if title is None or body is None or head is None or box is None or not slide.paragraphs:
        return
    paragraphs = to_fit(body, box)
    high = fit_title(slide, 0)
    room = layouts.BOTTOM - layouts.TOP - high - gap
    size = largest_fitting(paragraphs, _sizes(box), box.width, room)
    set_size(body, size, box)
    needed = height_of(paragraphs, size, box.width / CAUTION)
    top = layouts.TOP + max(room - needed, 0) * RAISED
    setting.place(title, head.at(head.x, top, head.width, high), anchor="b")
    setting.place(body, box.at(box.x, top + high + gap, box.width, max(needed, 40)))


def set_size(shape: Element, size: float, box: Box) -> None:
    """Set the size of all the text in a shape, unless its layout gives it that already."""
    if size != box.size:
        shares = [share for _, share in LEVELS] if box.bullets else (1.0,)
        setting.size_runs(paragraphs_of(shape), size, shares)
