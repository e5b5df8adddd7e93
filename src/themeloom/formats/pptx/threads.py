"""The threads on slides: along the lower edge, beside words, and gathering on the title slide."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from themeloom.formats.pptx import layouts
from themeloom.formats.pptx.layouts import EMU
from themeloom.formats.pptx.markup import parsed

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from themeloom.core.office import Element
    from themeloom.formats.pptx.drawn import Box
    from themeloom.formats.pptx.markup import Slide

_COLOURS = 6
#: How heavy a thread is beside a quotation, beside an implication, and on the title slide.
_BAR, STRAND, _GATHERED = 8, 6, 6
#: From one strand to the next, and from the last to the words.
STEP, ROOM = 14, 28
#: No strand is nearer to the edge of the slide.
_EDGE = 24
#: The title slide has threads of so many themes at most.
_MOST = 12
#: Where the first thread comes in, and where the last one falls; from one to the next.
_FROM, _DOWN, _LANE = 110, 1740, 34

#: What tells screen readers to pass over a shape.
DECORATIVE = (
    '<a:extLst><a:ext uri="{C183D7F6-B498-43B3-948B-1728B52AA6E4}"><adec:decorative '
    'xmlns:adec="http://schemas.microsoft.com/office/drawing/2017/decorative" val="1"/></a:ext>'
    "</a:extLst>"
)


def colour_of(thread: int) -> str:
    """The theme colour of a thread; ink where no theme is told."""
    return f'<a:schemeClr val="{name_of(thread)}"/>'


def name_of(thread: int) -> str:
    """The name of a thread's colour among those of the theme."""
    return f"accent{(thread - 1) % _COLOURS + 1}" if thread else "tx1"


def draw_thread(slide: Slide, threads: Sequence[int], total: int, *, leftward: bool) -> None:
    """Draw the thread as far as the story has come, below everything else.

    Neighbouring slides of one thread are one stretch of it.

    Args:
        slide: the last of those that were told.
        threads: their threads, slide by slide.
        total: how many slides there are.
        leftward: whether the story runs from the right.
    """
    start = 0
    for place, (thread, slides) in enumerate(groupby(threads)):
        end = start + len(list(slides))
        left, right = (round(one / total * layouts.WIDTH) for one in (start, end))
        x = layouts.WIDTH - right if leftward else left
        sides = (x, layouts.THREAD_TOP, right - left, layouts.THREAD_HEIGHT)
        _draw(slide, thread, sides, 2 + place)
        start = end


def draw_bar(slide: Slide, thread: int, x: float, top: float, height: float) -> None:
    """Draw the thread of a quotation beside its words, about that line."""
    _draw(slide, thread, (x - _BAR / 2, top, _BAR, height))


def draw_strands(
    slide: Slide, threads: Iterable[int], words: Box, top: float, height: float, *, leftward: bool
) -> None:
    """Draw the threads that an implication rests on, side by side where its words begin.

    Args:
        slide: where they go.
        threads: in the order of the themes, as the words run.
        words: the box of the words.
        top: where they begin, seen from above.
        height: how high they are.
        leftward: whether the words begin at their right.
    """
    strands = tuple(threads)
    margin = layouts.WIDTH - words.right if leftward else words.x
    # Many strands stand closer, so that all of them are on the slide.
    step = min(STEP, (margin - ROOM - STRAND - _EDGE) / max(len(strands) - 1, 1))
    for place, thread in enumerate(reversed(strands)):
        x = margin - ROOM - STRAND - place * step
        x = layouts.WIDTH - x - STRAND if leftward else x
        _draw(slide, thread, (x, top, STRAND, height))


def _draw(
    slide: Slide, thread: int, sides: tuple[float, float, float, float], place: int = 2
) -> None:
    """Draw a plain filled rectangle that screen readers pass over.

    Args:
        slide: where it goes.
        thread: whose colour it has.
        sides: from the left and from above, width and height.
        place: among the shapes.
    """
    x, y, width, height = (round(one) * EMU for one in sides)
    shape = parsed(
        f'<p:sp><p:nvSpPr><p:cNvPr id="0" name="Thread" descr="">{DECORATIVE}</p:cNvPr>'
        '<p:cNvSpPr/><p:nvPr userDrawn="1"/></p:nvSpPr><p:spPr>'
        f'<a:xfrm><a:off x="{x}" y="{y}"/><a:ext cx="{width}" cy="{height}"/></a:xfrm>'
        f'<a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:solidFill>{colour_of(thread)}'
        "</a:solidFill><a:ln><a:noFill/></a:ln></p:spPr><p:txBody><a:bodyPr/><a:lstStyle/>"
        '<a:p><a:endParaRPr lang="en-GB"/></a:p></p:txBody></p:sp>'
    )
    slide.shapes.insert(place, shape)


def gather(layout: Element, count: int, *, leftward: bool) -> None:
    """Draw the threads of a study on the layout of its title slide.

    They come in from where lines end, fall, and gather into the lower edge.
    """
    count = min(count, _MOST)
    for thread in range(1, count + 1):
        line = parsed(_falling(thread, count))
        if leftward:
            line.x = 0
            line.spPr.xfrm.set("flipH", "1")
        layout.insert(1 + thread, line)


def right_of_title(count: int) -> int:
    """How much of the title slide's width is the threads', from where lines end."""
    return 300 + _LANE * min(count, _MOST)


def _falling(thread: int, count: int) -> str:
    """One thread of the title slide, as a line with two bends."""
    top = _FROM + _LANE * (thread - 1)
    down = _DOWN - _LANE * (count - thread)
    foot = layouts.THREAD_TOP + layouts.THREAD_HEIGHT // 2
    out = 300 + 60 * (count - thread)
    left, wide, high = down - out, layouts.WIDTH - (down - out), foot - top

    def point(x: float, y: float) -> str:
        return f'<a:pt x="{round((x - left) * EMU)}" y="{round((y - top) * EMU)}"/>'

    def bend(corner: tuple[float, float], end: tuple[float, float]) -> str:
        return f"<a:cubicBezTo>{point(*corner) * 2}{point(*end)}</a:cubicBezTo>"

    path = (
        f"<a:moveTo>{point(layouts.WIDTH, top)}</a:moveTo>"
        f"<a:lnTo>{point(down + 120, top)}</a:lnTo>"
        f"{bend((down, top), (down, top + 120))}"
        f"<a:lnTo>{point(down, foot - 200)}</a:lnTo>"
        f"{bend((down, foot), (left, foot))}"
    )
    dashed = '<a:prstDash val="dash"/>' if thread > _COLOURS else ""
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="{200 + thread}" name="Thread {thread}" descr="">'
        f'{DECORATIVE}</p:cNvPr><p:cNvSpPr/><p:nvPr userDrawn="1"/></p:nvSpPr><p:spPr><a:xfrm>'
        f'<a:off x="{left * EMU}" y="{top * EMU}"/><a:ext cx="{wide * EMU}" cy="{high * EMU}"/>'
        "</a:xfrm><a:custGeom><a:avLst/><a:gdLst/><a:ahLst/><a:cxnLst/>"
        '<a:rect l="0" t="0" r="r" b="b"/><a:pathLst>'
        f'<a:path w="{wide * EMU}" h="{high * EMU}" fill="none">{path}</a:path></a:pathLst>'
        f'</a:custGeom><a:noFill/><a:ln w="{_GATHERED * EMU}">'
        f"<a:solidFill>{colour_of(thread)}</a:solidFill>{dashed}</a:ln></p:spPr></p:sp>"
    )
