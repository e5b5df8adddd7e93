"""The slide layouts as a table: which boxes a slide has, where, and how large its type is.

All lengths are pixels of a slide that is 1920 wide and 1080 high, as in the
deck's style sheet and in the slides as PDF; a point of type is two pixels.
pandoc looks layouts up by name and boxes by number, so both are its own. Four
layouts are ours (Figure, Quotation, Statement, Closing); `finish_pptx` gives them
to the slides that are such.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

WIDTH, HEIGHT = 1920, 1080
#: English metric units in a pixel: 914,400 to the inch, 144 pixels to the inch.
EMU = 6350
#: Typefaces: the theme's own two for voices and for text, and the sans's semibold for headings.
VOICE, TEXT, HEADING = "+mj-lt", "+mn-lt", "Source Sans Pro Semibold"
LEFT, ACROSS = 160, 1600
#: What stands on a slide begins here and ends there; below are the number and the thread.
TOP, BOTTOM = 96, 952
#: Where the thread runs, and how heavy it is.
THREAD_TOP, THREAD_HEIGHT = 1030, 8
#: The room between a heading and what stands below it.
GAP = 40
#: How far text stands in at each level of a list, in pixels, and how large it is beside the first.
LEVELS = ((44, 1.0), (88, 0.9), (132, 0.85), (176, 0.8), (220, 0.8))
#: The room above an item of a list, in pixels: at the first level, and further in.
ITEM, INNER_ITEM = 28, 12


@dataclass(frozen=True)
class Box:
    """A placeholder: what it is for, where it lies, how its text is set."""

    kind: str
    index: int
    name: str
    x: int
    y: int
    width: int
    height: int
    size: int = 34
    font: str = TEXT
    colour: str = "tx1"
    anchor: str = "t"
    bullets: bool = False
    line: int = 100
    align: str = "l"
    capitals: bool = False
    before: int = 0

    def at(self, x: float, y: float, width: float, height: float) -> Box:
        """The same box in another place."""
        return replace(self, x=round(x), y=round(y), width=round(width), height=round(height))


@dataclass(frozen=True)
class Layout:
    """A layout: the name that pandoc and people know it by, and its boxes."""

    name: str
    kind: str
    boxes: tuple[Box, ...]

    def box(self, index: int) -> Box | None:
        """The box with that number; the title is number 0."""
        return next((box for box in self.boxes if box.index == index), None)


def _heading(size: int = 56, height: int = 150) -> Box:
    """The heading of a slide with text or pictures."""
    return Box("title", 0, "Title", LEFT, TOP, ACROSS, height, size, HEADING, line=95)


def _label() -> Box:
    """The heading of a slide on which words stand alone: small, in the colour of its thread."""
    return Box("title", 0, "Title", LEFT, TOP, ACROSS, 44, 30, HEADING, "tx2")


def _display(y: int, height: int, size: int, anchor: str) -> Box:
    """A heading that is itself what the slide says."""
    return Box("title", 0, "Title", LEFT, y, ACROSS, height, size, VOICE, anchor=anchor, line=95)


def _alone(name: str, x: int, width: int) -> Box:
    """The box of words that stand alone; its middle is a little above that of the slide."""
    return Box("body", 1, name, x, 168, width, 640, 72, VOICE, anchor="ctr", line=105)


def _content(index: int, x: int, width: int, y: int = 236, height: int = 594) -> Box:
    """A box for text, pictures or tables; its lists have dashes."""
    name = f"Content {index}"
    return Box("obj", index, name, x, y, width, height, 48, anchor="ctr", bullets=True, line=112)


def _text(index: int, x: int, y: int, width: int, height: int, size: int) -> Box:
    """A box for plain text."""
    return Box("body", index, f"Text {index}", x, y, width, height, size, before=18)


def _note(kind: str, index: int, name: str, x: int, width: int, align: str) -> Box:
    """One of the small fields at the foot: date, footer, slide number."""
    return Box(kind, index, name, x, 966, width, 40, 24, TEXT, "tx2", "ctr", align=align)


NUMBER = _note("sldNum", 12, "Slide Number", 1640, 120, "r")
FOOTER = _note("ftr", 11, "Footer", LEFT, 900, "l")
FOOT = (_note("dt", 10, "Date", 1180, 400, "r"), FOOTER, NUMBER)
HALF = 770
SECOND = LEFT + ACROSS - HALF
#: The label above the title: what kind of document this is.
KICKER = Box("body", 13, "Kicker", LEFT, TOP, ACROSS, 36, 24, HEADING, "tx2", capitals=True)
#: What a figure shows, below it.
CAPTION = Box("body", 1, "Caption", LEFT, 912, ACROSS, 40, 24, colour="tx2", anchor="b")
#: A picture, as large as it can be.
PICTURE = Box("obj", 14, "Picture", LEFT, 176, ACROSS, 720, 34, anchor="ctr")

TITLE_SLIDE = Layout("Title Slide", "title", (
    KICKER,
    Box("ctrTitle", 0, "Title", LEFT, 170, 1358, 330, 84, VOICE, anchor="b", line=95),
    Box("subTitle", 1, "Subtitle", LEFT, 536, 1358, 410, 38, colour="tx2"),
    *FOOT,
))  # fmt: skip
CONTENT = Layout("Title and Content", "obj", (
    _heading(), _content(1, LEFT, ACROSS), *FOOT,
))  # fmt: skip
SECTION = Layout("Section Header", "secHead", (
    _display(273, 330, 96, "ctr"), _text(1, LEFT, 623, 1280, 280, 40), *FOOT,
))  # fmt: skip
TWO = Layout("Two Content", "twoObj", (
    _heading(), _content(1, LEFT, HALF), _content(2, SECOND, HALF), *FOOT,
))  # fmt: skip
COMPARISON = Layout("Comparison", "twoTxTwoObj", (
    _heading(),
    _text(1, LEFT, 236, HALF, 90, 36), _content(2, LEFT, HALF, 346, 580),
    _text(3, SECOND, 236, HALF, 90, 36), _content(4, SECOND, HALF, 346, 580),
    *FOOT,
))  # fmt: skip
FIGURE = Layout("Figure", "cust", (_heading(44, 72), PICTURE, CAPTION, *FOOT))
BLANK = Layout("Blank", "blank", FOOT)
CAPTIONED = Layout("Content with Caption", "objTx", (
    _heading(), _content(1, 740, 1020), _text(2, LEFT, 236, 500, 594, 36), *FOOT,
))  # fmt: skip
CLOSING = Layout("Closing", "cust", (
    _display(220, 250, 84, "b"), _text(1, LEFT, 526, ACROSS, 400, 40), *FOOT,
))  # fmt: skip
QUOTATION = Layout("Quotation", "cust", (_label(), _alone("Words", LEFT + 64, 1480), *FOOT))
STATEMENT = Layout("Statement", "cust", (_label(), _alone("Statement", LEFT, ACROSS), *FOOT))

#: In the order of pandoc's own layouts, whose files they replace.
LAYOUTS: tuple[Layout, ...] = (
    TITLE_SLIDE, CONTENT, SECTION, TWO, COMPARISON, FIGURE, BLANK, CAPTIONED, CLOSING, QUOTATION,
    STATEMENT,
)  # fmt: skip
