"""The slide layouts of the reference presentation: which boxes a slide has, where, how large.

They are read from the deck that pandoc made with it. All lengths are pixels of a slide that
is 1920 wide and 1080 high, as in the deck's style sheet and in the slides as PDF; a point of
type is two pixels. pandoc looks layouts up by name and boxes by number, so both are its own.
Four layouts are ours (Figure, Quotation, Statement, Closing); `finish_pptx` gives them to the
slides that are such.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from themeloom.core.office import Element

WIDTH, HEIGHT = 1920, 1080
#: English metric units in a pixel: 914,400 to the inch, 144 pixels to the inch.
EMU = 6350
#: Hundredths of a point in a pixel.
HUNDREDTHS = 50
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


#: The layouts by their names, as far as slides on them are set in their own way.
TITLE_SLIDE, CONTENT, SECTION, TWO = (
    "Title Slide", "Title and Content", "Section Header", "Two Content",
)  # fmt: skip
FIGURE, CAPTIONED, CLOSING = "Figure", "Content with Caption", "Closing"
QUOTATION, STATEMENT = "Quotation", "Statement"
#: What pandoc's text boxes below pictures and tables are called.
CAPTION = "Caption"
#: The numbers of boxes: a figure's picture, and the label above the title.
PICTURE_BOX, KICKER_BOX, FOOTER_BOX, NUMBER_BOX = 14, 13, 11, 12
_FOOT = frozenset({"dt", "ftr", "sldNum"})


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
    size: int = 36
    font: str = TEXT
    anchor: str = "t"
    bullets: bool = False
    line: int = 100
    capitals: bool = False
    before: int = 0

    def at(self, x: float, y: float, width: float, height: float) -> Box:
        """The same box in another place."""
        return replace(self, x=round(x), y=round(y), width=round(width), height=round(height))

    @property
    def is_foot(self) -> bool:
        """Whether it is one of the small boxes at the foot: date, footer, number."""
        return self.kind in _FOOT


#: What a shape is taken for that stands in no box of its layout: pandoc's text boxes are such.
LOOSE = Box("body", 0, "", 0, 0, 0, 0)


@dataclass(frozen=True)
class Layout:
    """A layout: the name that pandoc and people know it by, the part that holds it, its boxes."""

    name: str
    part: Any
    boxes: tuple[Box, ...]

    def box(self, index: int) -> Box | None:
        """The box with that number; the title is number 0."""
        return next((box for box in self.boxes if box.index == index), None)


def layouts_of(deck: Any) -> dict[str, Layout]:  # noqa: ANN401 - python-pptx has no types
    """The layouts of a presentation, by their names."""
    return {
        one.name: Layout(one.name, one.part, tuple(_box(box.element) for box in one.placeholders))
        for one in deck.slide_layouts
    }


def _box(shape: Element) -> Box:
    """A box of a layout, as its shape describes it."""
    level = "p:txBody/a:lstStyle/a:lvl1pPr"
    (look,) = shape.xpath(f"{level}/a:defRPr")
    return Box(
        shape.ph.get("type", "obj"),
        shape.ph.idx,
        shape.shape_name,
        shape.x // EMU,
        shape.y // EMU,
        shape.cx // EMU,
        shape.cy // EMU,
        size=look.sz // HUNDREDTHS,
        font=look.latin.typeface,
        anchor=shape.txBody.bodyPr.get("anchor"),
        bullets=bool(shape.xpath(f"{level}/a:buChar")),
        line=int(shape.xpath(f"string({level}/a:lnSpc/a:spcPct/@val)")) // 1000,
        capitals=look.get("cap") == "all",
        before=int(shape.xpath(f"string({level}/a:spcBef/a:spcPts/@val)")) // HUNDREDTHS,
    )
