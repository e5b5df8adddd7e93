"""Whether counts that are told give back, taken together, one that is not.

Bounds of every count are narrowed by the totals that it is a part of, until nothing moves: the
shuttle algorithm of Buzzigoli and Giusti (1999), which Dobra and Fienberg (2000, Bounds for
cell entries in contingency tables given marginal totals, PNAS 97:11885-11892) made general.
A count whose bounds meet is given back.
"""

from __future__ import annotations

from itertools import combinations, product
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from themeloom.deriving.protecting import Cell

    #: A total, and the counts that add up to it.
    Line = tuple[Cell, Sequence[Cell]]

#: All participants.
_ALL: Cell = frozenset()


def given_back(
    known: Mapping[Cell, int], everybody: int, values: Mapping[str, Sequence[str]]
) -> dict[Cell, int]:
    """The counts that follow from those that are known, these left out.

    Args:
        known: counts that are told, of one value of an attribute or of two of two.
        everybody: how many participants there are.
        values: the values of each attribute.
    """
    pairs = {frozenset(name for name, _ in cell) for cell in known}
    lines = list(_lines(values, pairs))
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


def _lines(values: Mapping[str, Sequence[str]], pairs: set[frozenset[str]]) -> Iterator[Line]:
    """The values of each attribute, and the rows and columns of each pair that is told of."""
    for name, found in values.items():
        yield _ALL, [frozenset({(name, value)}) for value in found]
    for one, other in combinations(values, 2):
        if frozenset((one, other)) in pairs:
            for (left, right), value in (
                *product([(one, other)], values[one]),
                *product([(other, one)], values[other]),
            ):
                cells = [frozenset({(left, value), (right, across)}) for across in values[right]]
                yield frozenset({(left, value)}), cells


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
