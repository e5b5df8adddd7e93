"""The slide layouts as a table: which boxes a slide has, where, and how large its type is.

All lengths are pixels of a slide that is 1920 wide and 1080 high, as in the
deck's style sheet and in the slides as PDF; a point of type is two pixels.
pandoc looks layouts up by name and boxes by number, so both are its own. Three
layouts are ours (Quotation, Statement, Closing); `finish_pptx` gives them to
the slides that are such.
"""

from __future__ import annotations

from dataclasses import dataclass

WIDTH, HEIGHT = 1920, 1080
#: English metric units in a pixel: 914,400 to the inch, 144 pixels to the inch.
EMU = 6350
#: Typefaces: the theme's own two for voices and for text, and the sans's semibold for headings.
VOICE, TEXT, HEADING = "+mj-lt", "+mn-lt", "Source Sans Pro Semibold"
LEFT, ACROSS = 160, 1600
#: Where the thread runs, and how heavy it is.
THREAD_TOP, THREAD_HEIGHT = 1024, 8
#: The largest and the smallest size at which words stand alone on a slide.
ALONE = (72, 66, 60, 56, 52, 48, 44, 40, 36)


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


@dataclass(frozen=True)
class Layout:
    """A layout: the name that pandoc and people know it by, and its boxes."""

    name: str
    kind: str
    boxes: tuple[Box, ...]

    def box(self, index: int) -> Box | None:
        """The box with that number; the title is number 0."""
        return next((box for box in self.boxes if box.index == index), None)


def _heading(y: int = 104, height: int = 176, size: int = 56) -> Box:
    """The heading of a slide with text or pictures."""
    return Box("title", 0, "Title", LEFT, y, ACROSS, height, size, HEADING, line=92)


def _label() -> Box:
    """The heading of a slide on which words stand alone: small, in the colour of its thread."""
    return Box("title", 0, "Title", LEFT, 106, ACROSS, 44, 30, HEADING, "tx2")


def _display(y: int, height: int, size: int, anchor: str) -> Box:
    """A heading that is itself what the slide says."""
    return Box("title", 0, "Title", LEFT, y, ACROSS, height, size, VOICE, anchor=anchor, line=92)


def _alone(name: str, x: int, width: int) -> Box:
    """The box of words that stand alone."""
    return Box("body", 1, name, x, 190, width, 740, 60, VOICE, anchor="ctr", line=100)


def _content(index: int, x: int, y: int, width: int, height: int) -> Box:
    """A box for text, pictures or tables; its lists have dashes."""
    name = f"Content {index}"
    return Box("obj", index, name, x, y, width, height, 38, anchor="ctr", bullets=True, line=104)


def _text(index: int, x: int, y: int, width: int, height: int, size: int) -> Box:
    """A box for plain text."""
    return Box("body", index, f"Text {index}", x, y, width, height, size, colour="tx2")


def _note(kind: str, index: int, name: str, x: int, width: int, align: str) -> Box:
    """One of the small fields at the foot: date, footer, slide number."""
    return Box(kind, index, name, x, 1040, width, 30, 22, TEXT, "tx2", "ctr", align=align)


NUMBER = _note("sldNum", 12, "Slide Number", 1700, 190, "r")
FOOT = (
    _note("dt", 10, "Date", LEFT, 400, "l"),
    _note("ftr", 11, "Footer", 600, 720, "ctr"),
    NUMBER,
)
HALF = 770
SECOND = LEFT + ACROSS - HALF

TITLE_SLIDE = Layout("Title Slide", "title", (
    Box("ctrTitle", 0, "Title", LEFT, 150, 1560, 330, 84, VOICE, anchor="b", line=92),
    Box("subTitle", 1, "Subtitle", LEFT, 510, 1560, 450, 38, colour="tx2"),
    *FOOT,
))  # fmt: skip
CONTENT = Layout("Title and Content", "obj", (
    _heading(), _content(1, LEFT, 290, ACROSS, 690), *FOOT,
))  # fmt: skip
SECTION = Layout("Section Header", "secHead", (
    _display(330, 330, 96, "ctr"), _text(1, LEFT, 680, ACROSS, 240, 40), *FOOT,
))  # fmt: skip
TWO = Layout("Two Content", "twoObj", (
    _heading(), _content(1, LEFT, 290, HALF, 690), _content(2, SECOND, 290, HALF, 690), *FOOT,
))  # fmt: skip
COMPARISON = Layout("Comparison", "twoTxTwoObj", (
    _heading(),
    _text(1, LEFT, 290, HALF, 70, 36), _content(2, LEFT, 380, HALF, 600),
    _text(3, SECOND, 290, HALF, 70, 36), _content(4, SECOND, 380, HALF, 600),
    *FOOT,
))  # fmt: skip
FIGURE = Layout("Title Only", "titleOnly", (_heading(84, 100, 48), *FOOT))
BLANK = Layout("Blank", "blank", FOOT)
CAPTIONED = Layout("Content with Caption", "objTx", (
    _heading(), _content(1, 700, 290, 1060, 690), _text(2, LEFT, 290, 500, 690, 34), *FOOT,
))  # fmt: skip
CLOSING = Layout("Closing", "cust", (
    _display(220, 290, 84, "b"), _text(1, LEFT, 560, ACROSS, 380, 40), *FOOT,
))  # fmt: skip
QUOTATION = Layout("Quotation", "cust", (_label(), _alone("Words", LEFT + 64, 1480), *FOOT))
STATEMENT = Layout("Statement", "cust", (_label(), _alone("Statement", LEFT, 1560), *FOOT))

#: In the order of pandoc's own layouts, whose files they replace.
LAYOUTS: tuple[Layout, ...] = (
    TITLE_SLIDE, CONTENT, SECTION, TWO, COMPARISON, FIGURE, BLANK, CAPTIONED, CLOSING, QUOTATION,
    STATEMENT,
)  # fmt: skip
