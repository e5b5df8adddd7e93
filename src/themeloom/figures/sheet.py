"""The sheet a figure is drawn on, and the drawing that comes of it."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from themeloom.figures.faces import Face
from themeloom.figures.lettering import Block, font

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.figure import Figure

    from themeloom.figures.style import Size, Thread


@dataclass(frozen=True)
class Drawing:
    """A figure with its words.

    Args:
        id: the name by which documents cite it.
        caption: what it is, for its caption; plain text, no words of the study in it.
        alt: what it shows, for those who do not see it; plain text that repeats
            words of the study, so whoever puts it into Markdown must escape it.
        figure: the picture.
        warnings: what the person who builds the study should know of it, each worded
            as errors are: a sentence, and a hint on a line of its own.
    """

    id: str
    caption: str
    alt: str
    figure: Figure
    warnings: tuple[str, ...] = ()


#: How far above its thread a text rests, as a part of the size of its type.
REST = 0.46
#: What makes a line run from right to left, whatever script it begins with.
_LEFTWARD = "\u200f"
Point = tuple[float, float]


class Sheet:
    """A figure without frame or scale, measured in points from its top left corner.

    Args:
        width: the width in points.
        height: the height in points.
        size: the size for which it is drawn, for its ground and its lines.
    """

    def __init__(self, width: float, height: float, size: Size) -> None:
        """Lay out an empty sheet."""
        from matplotlib.figure import Figure

        self.size = size
        self.figure: Figure = Figure(figsize=(width / 72, height / 72), facecolor=size.ground)
        self.figure.patch.set_alpha(1.0 if size.opaque else 0.0)
        self._axes = self.figure.add_axes((0, 0, 1, 1))
        self._axes.set_axis_off()
        self._axes.set_xlim(0, width)
        self._axes.set_ylim(height, 0)

    def write(
        self, block: Block, x: float, bottom: float, colour: str, *, align: str = "left"
    ) -> None:
        """Set lines of text so that they rest on a thread at the height `bottom`.

        Those that are read from right to left end level at the right.
        """
        baseline = bottom - REST * block.size
        mark = _LEFTWARD if block.leftward else ""
        if mark and align == "left":
            x, align = x + block.width, "right"
        for turn, line in enumerate(reversed(block.lines)):
            self._axes.text(
                x,
                baseline - turn * block.leading,
                mark + line,
                color=colour,
                fontproperties=font(line, block.face),
                fontsize=block.size,
                ha=align,
                va="baseline",
                parse_math=False,
                zorder=5,
            )

    def note(self, text: str, x: float, bottom: float, size: float, colour: str) -> None:
        """Set one line of small text."""
        self.write(Block((text,), Face.SANS, size), x, bottom, colour)

    def thread(self, points: Sequence[Point], look: Thread, width: float, layer: int) -> None:
        """Draw a thread through the points, level at each.

        It has a rim in the ground's colour, which shows at a crossing that it
        lies above the threads of lower layers; within a layer no rim cuts a thread.
        """
        from matplotlib.patches import PathPatch
        from matplotlib.path import Path

        vertices, codes = [points[0]], [Path.MOVETO]
        for (x0, y0), (x1, y1) in pairwise(points):
            middle = (x0 + x1) / 2
            vertices += [(middle, y0), (middle, y1), (x1, y1)]
            codes += [Path.CURVE4] * 3
        path = Path(vertices, codes)
        dashes = (0, (4.5, 1.8)) if look.dashed else "solid"
        for colour, line, style, above in (
            (self.size.ground, width * 2.6, "solid", 0.0),
            (look.colour, width, dashes, 0.0005),
        ):
            patch = PathPatch(
                path,
                facecolor="none",
                edgecolor=colour,
                linewidth=line,
                linestyle=style,
                capstyle="butt",
                joinstyle="round",
                clip_on=False,
                zorder=1 + layer / 1000 + above,
            )
            self._axes.add_patch(patch)

    def bar(self, x: float, top: float, bottom: float, colour: str, width: float) -> None:
        """Draw an upright line with round ends."""
        self._axes.plot(
            (x, x), (top, bottom), color=colour, linewidth=width,
            solid_capstyle="round", clip_on=False, zorder=4,
        )  # fmt: skip
