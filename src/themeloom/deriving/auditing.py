"""Whether counts that are told give back, taken together, one that is not.

Bounds of every count are narrowed by the totals that it is a part of, until nothing moves: the
shuttle algorithm of Buzzigoli and Giusti (1999), which Dobra and Fienberg (2000, Bounds for
cell entries in contingency tables given marginal totals, PNAS 97:11885-11892) made general.
A count whose bounds meet is given back.
"""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from themeloom.deriving.protecting import Cell

#: All participants.
_ALL: Cell = frozenset()


class Line(NamedTuple):
    """A total, that of a cell or of all participants, and the counts that add up to it."""

    total: Cell
    cells: Sequence[Cell]


def given_back(
    known: Mapping[Cell, int], everybody: int, values: Mapping[str, Sequence[str]]
) -> dict[Cell, int]:
    """The counts that follow from those that are known, these left out.

    Args:
        known: counts that are told, of one value of an attribute or of two of two.
        everybody: how many participants there are.
        values: the values of each attribute.
    """
    told = {frozenset(name for name, _ in cell) for cell in known}
    pairs = (pair for pair in combinations(values, 2) if frozenset(pair) in told)
    lines = list(lines_of(values, pairs))
    bounds = {cell: (0, everybody) for total, parts in lines for cell in (total, *parts)}
    bounds |= {cell: (count, count) for cell, count in known.items()}
    bounds[_ALL] = (everybody, everybody)
    moved = True
    while moved:
        before = dict(bounds)
        for total, parts in lines:
            _narrow(bounds, total, parts)
        moved = bounds != before
    return {
        cell: low
        for cell, (low, high) in bounds.items()
        if low == high and cell not in known and cell
    }


def lines_of(
    values: Mapping[str, Sequence[str]], pairs: Iterable[tuple[str, str]]
) -> Iterator[Line]:
    """The table of each attribute, then rows and columns of those of pairs."""
    for name, found in values.items():
        yield Line(_ALL, [frozenset({(name, value)}) for value in found])
    for pair in pairs:
        for one, other in (pair, pair[::-1]):
            for value in values[one]:
                cells = [frozenset({(one, value), (other, across)}) for across in values[other]]
                yield Line(frozenset({(one, value)}), cells)


def _narrow(bounds: dict[Cell, tuple[int, int]], total: Cell, parts: Sequence[Cell]) -> None:
    """Bring the bounds of a total and of its parts as near to each other as they must be."""
    lows, highs = (sum(bounds[cell][at] for cell in parts) for at in (0, 1))
    low, high = bounds[total]
    bounds[total] = low, high = max(low, lows), min(high, highs)
    for cell in parts:
        least, most = bounds[cell]
        new = max(least, low - (highs - most)), min(most, high - (lows - least))
        lows, highs = lows + new[0] - least, highs + new[1] - most
        bounds[cell] = new
