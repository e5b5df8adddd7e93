"""Everything on a slide in the place and the size that Typst found for it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from themeloom.core.office import first
from themeloom.formats.pptx import layouts, setting, tables
from themeloom.formats.pptx.layouts import EMU, SHARES
from themeloom.formats.pptx.markup import qualified
from themeloom.formats.pptx.setting import paragraphs_of
from themeloom.formats.pptx.threads import draw_bar, draw_strands, name_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from themeloom.core.office import Element
    from themeloom.formats.pptx.drawn import Box, Page
    from themeloom.formats.pptx.markup import Slide

#: Beside its size, a line as faces ask for it reaches so much further than Typst's, up and down.
UP, DOWN = 0.2, 0.24
#: No two programs measure alike: where lines are even, a box is so much wider than they are.
EASE = 1.006
#: What is lower than so many times its type is a single line.
_TWO = 1.5
_EDGE = layouts.LEFT + layouts.ACROSS
#: Some programs set lines closer than the faces ask for: threads end between the two.
_SHORTER = 0.06


def put(shape: Element, box: Box, edge: float = 0.0) -> None:
    """Put a shape where a box says.

    Args:
        shape: with its text.
        box: where its lines are.
        edge: how far it may reach at most, seen from where lines begin; a box that is as narrow as
            its lines is a little wider than they are, and that of a single line has all the room.
    """
    leftward = setting.is_leftward(shape)
    room = edge - (layouts.WIDTH - box.right if leftward else box.x)
    wide = max(box.width, room if box.height < _TWO * box.size else min(box.width * EASE, room))
    left = box.right - wide if leftward else box.x
    shape.x, shape.y = round(left * EMU), round((box.y - UP * box.size) * EMU)
    high = box.height + (UP + DOWN) * box.size
    shape.cx, shape.cy = (max(round(side * EMU), 0) for side in (wide, high))
    body = shape.txBody.bodyPr
    body.set("anchor", "t")
    # Where our faces are missing, words become smaller before they cover what stands below.
    for kind in ("noAutofit", "normAutofit", "spAutoFit"):
        body.remove_all(f"a:{kind}")
    first(body, qualified("a:normAutofit"))


def set_title(slide: Slide, page: Page) -> None:
    """The heading of a slide, in the colour of its thread where it names a theme."""
    shape, box = slide.placeholder(0), page.one("title")
    if shape is None or box is None:
        return
    put(shape, box)
    setting.size_runs(paragraphs_of(shape), box.size)
    if slide.thread and slide.kind in (layouts.QUOTATION, layouts.STATEMENT, layouts.SECTION):
        setting.colour_text(paragraphs_of(shape), name_of(slide.thread))


def set_alone(slide: Slide, page: Page) -> None:
    """Words that stand alone, what belongs to them small below, and their threads beside them."""
    shape, box, note = slide.placeholder(1), page.one("words"), page.one("note")
    if shape is None or box is None:
        return
    large = slide.paragraphs[: slide.entry.words]
    small = slide.paragraphs[slide.entry.words :]
    setting.size_runs(large, box.size)
    if note is not None:
        above = note.y - box.bottom - UP * note.size
        for number, one in enumerate(small):
            setting.set_note(one, note.size, 10 if number else above)
    bottom = note.bottom if note is not None and small else box.bottom
    leftwards = setting.is_leftward(shape)
    if leftwards:
        setting.align_right(slide.paragraphs)
    elif box.hung:
        setting.hang(slide.paragraphs, box.hung)
    lone = box.height < _TWO * box.size and not leftwards
    right = _EDGE if lone else box.right
    put(shape, replace(box, x=box.x - box.hung, right=right, bottom=bottom), _EDGE)
    high = (bottom - box.y) * (1 - _SHORTER)
    top = box.y + (bottom - box.y) * _SHORTER / 2
    threads = slide.entry.threads
    if voice := page.one("voice"):
        thread = slide.thread or next(iter(threads), 0)
        draw_bar(slide, thread, voice.right if leftwards else voice.x, top, high)
    else:
        draw_strands(slide, threads, box, top, high, leftward=leftwards)


def set_words(shape: Element, box: Box, edge: float = _EDGE, foot: float = 0) -> None:
    """Text and lists; items of lists become smaller further in.

    Args:
        shape: with its text.
        box: where its lines are.
        edge: how far they may reach at most.
        foot: how far down is nothing else: wider faces have another line before they shrink.
    """
    setting.size_runs(paragraphs_of(shape), box.size, SHARES)
    put(shape, box, edge)
    shape.cy = max(shape.cy, round(foot * EMU) - shape.y)


def set_pieces(slide: Slide, page: Page) -> None:
    """Words, pictures, tables and captions that share a slide."""
    for number, shapes in slide.pieces.items():
        pictures = page.all("image", number)
        words: Sequence[Box] = [*page.all("words", number), *page.all("caption", number)]
        for shape in shapes:
            if shape.tag == qualified("p:pic") and pictures:
                _set_picture(shape, pictures.pop(0))
            elif shape.tag == qualified("p:graphicFrame"):
                tables.set_table(shape, page, number)
            elif shape.tag == qualified("p:sp") and words:
                _set_text(shape, words[-1])
                if words[-1].role == "caption" and shapes[0].tag == qualified("p:graphicFrame"):
                    # It is read before its table, above which it stands.
                    shapes[0].addprevious(shape)


def _set_picture(shape: Element, box: Box) -> None:
    shape.x, shape.y = round(box.x * EMU), round(box.y * EMU)
    shape.cx, shape.cy = (max(round(side * EMU), 0) for side in (box.width, box.height))


def _set_text(shape: Element, box: Box) -> None:
    if box.role == "caption":
        setting.as_caption(shape, box.size)
        put(shape, box)
        return
    # The room above what follows is Typst's; programs leave none above a first paragraph.
    setting.set_above(paragraphs_of(shape)[0], 0)
    set_words(shape, box, 0)
