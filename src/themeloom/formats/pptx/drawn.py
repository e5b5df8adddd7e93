"""The slides of a deck as Typst set them: what stands where, and how large its type is.

The extension's `powerpoint.lua` writes the slides for Typst as well and leaves them, with a list
of the slides, in properties of the deck. Typst breaks the lines and finds the sizes; the marks
that its template leaves say what came of it. All lengths are pixels of a slide 1920 wide.
"""

from __future__ import annotations

import json
from bisect import bisect_right
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from themeloom.core.files import put
from themeloom.core.office import told
from themeloom.engines.typst import drawn

if TYPE_CHECKING:
    from collections.abc import Mapping

    from themeloom.core.project import Project
    from themeloom.engines.typst import Ask

#: The marks of the template, in their order, with their page and place.
_MARKS = (
    "query(selector(<tl-box>).or(<tl-picture>)).map(it => {let at = it.location().position(); "
    "(it.value, at.page, at.x / 1pt, at.y / 1pt)})"
)
_PAGES = "query(<tl-slide>).map(it => it.location().page())"
#: Pixels to the point of a slide's page.
_PX = 2.0
#: Room for a face of another width, on machines that lack ours: so much narrower do columns
#: count where sizes are chosen.
_CAUTION = 1.06


@dataclass(frozen=True)
class Entry:
    """What the list of slides says of one.

    Args:
        kind: section, statement, quotation, figure, closing or plain; none of pandoc's own slides.
        thread: that of its heading, or 0.
        id: the identifier of its heading.
        words: how many of its paragraphs are said large, where words stand alone.
        threads: those of the themes that an implication rests on, or that of a voice.
    """

    kind: str = ""
    thread: int = 0
    id: str = ""
    words: int = 0
    threads: tuple[int, ...] = ()


@dataclass(frozen=True)
class Box:
    """Something that Typst set: its role, the number of its piece, its edges, its type size.

    `hung` is how wide the mark is that hangs to the left of it.
    """

    role: str
    number: int
    x: float
    y: float
    right: float
    bottom: float
    size: float = 0.0
    hung: float = 0.0

    @property
    def width(self) -> float:
        """How wide it is."""
        return self.right - self.x

    @property
    def height(self) -> float:
        """How high it is."""
        return self.bottom - self.y


@dataclass(frozen=True)
class Cell:
    """A cell of a table: where it begins, how many columns and rows it takes, if it is a head."""

    x: float
    y: float
    across: int = 1
    down: int = 1
    head: bool = False


@dataclass
class Page:
    """All boxes of a slide, in their order, and its tables' cells by column and row."""

    boxes: list[Box] = field(default_factory=list)
    cells: dict[int, dict[tuple[int, int], Cell]] = field(default_factory=dict)

    def all(self, role: str, number: int = 0) -> list[Box]:
        """The boxes of a role, in the piece of that number."""
        return [one for one in self.boxes if (one.role, one.number) == (role, number)]

    def room(self, number: int) -> float:
        """How wide the table of that piece may be."""
        return max((one.width for one in self.all("table", number)), default=0.0)

    def one(self, role: str, number: int = 0) -> Box | None:
        """The innermost of these: one ends before those that it lies in."""
        return next(iter(self.all(role, number)), None)


def entries(parts: Mapping[str, bytes]) -> list[Entry]:
    """The list of a deck's slides without its title slide; empty if our Lua left none."""
    listed = json.loads(told(parts, "themeloom-slides") or "[]")
    return [Entry(**{**one, "threads": tuple(one["threads"])}) for one in listed]


def in_typst(parts: Mapping[str, bytes], project: Project, document: str) -> tuple[bytes, Ask]:
    """Set the slides of a deck with Typst: their PDF, and whom to ask about it."""
    (text,) = json.loads(told(parts, "themeloom-typst"))
    source = project.state / "work" / document.rpartition(".")[0] / "pptx" / "slides.typ"
    put(source, text.encode())
    fonts = project.state / "fonts"
    return drawn(source, root=project.root, fonts=fonts, document=document, caution=_CAUTION)


def pages_of(ask: Ask) -> list[Page]:
    """What stands on each slide, the title slide among them."""
    starts: list[int] = json.loads(ask(_PAGES))
    pages = [Page() for _ in starts]
    begun: list[tuple[Mapping[str, Any], float, float]] = []
    number = 0
    for value, page, left, top in json.loads(ask(_MARKS)):
        found = pages[max(bisect_right(starts, page) - 1, 0)]
        # A picture's marks only say which end they are.
        mark: Mapping[str, Any] = value if isinstance(value, dict) else {value: "image"}
        x, y = left * _PX, top * _PX
        if "cell" in mark:
            column, row = mark["cell"]
            across, down = mark["takes"]
            cell = Cell(x, y, across, down, head=mark["head"])
            found.cells.setdefault(number, {})[column, row] = cell
        elif "from" in mark:
            number = mark.get("number") or number
            begun.append((mark, x, y))
        else:
            it, from_x, from_y = begun.pop()
            size, hung = round(float(it.get("size", 0)), 2), float(it.get("hung", 0))
            found.boxes.append(Box(it["from"], number, from_x, from_y, x, y, size, hung))
            number = number if begun else 0
    return pages
