"""From the most generous way to set a figure to the most frugal that still fits."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable


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
