"""Labels with a quiet tag behind them, and the ladder of ways to make a figure fit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, TypeVar

from themeloom.figures.faces import Face
from themeloom.figures.lettering import Block, shorten, text_width, wrap
from themeloom.figures.sheet import REST
from themeloom.figures.style import INK, MUTED

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from themeloom.figures.sheet import Sheet


@dataclass(frozen=True)
class Label:
    """A text and its tag, set together.

    Args:
        block: the text.
        colour: the text's colour.
        tag: the tag, one or no line.
        beside: whether the tag follows the last word, or has a line of its own.
    """

    block: Block
    colour: str
    tag: Block | None = None
    beside: bool = False

    @property
    def height(self) -> float:
        """The height above the thread, the rest between text and thread included."""
        lines = self.block.height - self.block.leading + (REST + 0.8) * self.block.size
        return lines + self._raised

    @property
    def _raised(self) -> float:
        """How far the text is lifted by a tag below it."""
        return self.tag.leading if self.tag and not self.beside else 0.0

    def draw(self, sheet: Sheet, x: float, bottom: float) -> None:
        """Set the label so that it rests at the height `bottom`."""
        if self.tag:
            gap = self.block.last_width() + 0.5 * self.block.size if self.beside else 0.0
            lower = REST * (self.block.size - self.tag.size)
            sheet.write(self.tag, x + gap, bottom - lower, MUTED)
        sheet.write(self.block, x, bottom - self._raised, self.colour)


def tagged(block: Block, colour: str, tag: str, size: float, width: float) -> Label:
    """Put a tag behind a text where there is room, and below it otherwise."""
    if not tag:
        return Label(block, colour)
    room = width - block.last_width() - block.size * 0.5
    beside = text_width(tag, Face.SANS, size) <= room and not block.leftward
    return Label(block, colour, wrap(tag, Face.SANS, size, width, most=1), beside=beside)


def voiced(text: str, tag: str, *, size: float, small: float, width: float, most: int) -> Label:
    """Set words that were spoken: in quotation marks, in the serif, shortened if need be.

    A shortened quotation keeps a place for its tag on its last line.
    """
    ending = " …”"
    block = wrap(f"“{text}”", Face.VOICE, size, width, most=most, ending=ending)
    if len(block.lines) in {2, 3} and block.whole:
        block = wrap(f"“{text}”", Face.VOICE, size, width, even=True)
    if not block.whole:
        room = width - text_width(tag, Face.SANS, small) - size * 0.6
        last = shorten(block.lines[-1].removesuffix(ending), ending, Face.VOICE, size, room)
        block = Block((*block.lines[:-1], last), Face.VOICE, size, whole=False)
    return tagged(block, INK, tag, small, width)


class Laid(Protocol):
    """Anything that was laid out and knows its height in points."""

    @property
    def height(self) -> float:
        """The height in points."""


PlanT = TypeVar("PlanT")
LaidT = TypeVar("LaidT", bound=Laid)


def first_that_fits(
    plans: Iterable[PlanT], lay: Callable[[PlanT], LaidT], tallest: float
) -> LaidT | None:
    """Lay out by each plan in turn and stop at the first that is not too tall.

    If none fits, the one that is least tall is given; without plans, none.
    """
    best: LaidT | None = None
    for plan in plans:
        laid = lay(plan)
        if best is None or laid.height < best.height:
            best = laid
        if laid.height <= tallest:
            return laid
    return best


def settled(
    wished: list[tuple[float, float]], top: float, bottom: float, gap: float
) -> list[float]:
    """Give each of a column of blocks a place near the one it wishes for.

    Args:
        wished: for each block, from the top: the wished-for upper edge and the height.
        top: where the column begins.
        bottom: where it should end; passed only if the blocks are too many for it.
        gap: the least distance between two blocks.

    Returns:
        The upper edge of each block; their order is kept and none touches another.
    """
    places: list[float] = []
    least = top
    for place, height in wished:
        places.append(max(place, least))
        least = places[-1] + height + gap
    limit = max(bottom, top + sum(height + gap for _, height in wished) - gap)
    for turn in range(len(places) - 1, -1, -1):
        places[turn] = min(places[turn], limit - wished[turn][1])
        limit = places[turn] - gap
    return places
