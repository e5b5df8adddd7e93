"""How many participants have which attribute, small counts hidden so that they stay hidden.

A small count is hidden first; then others with it, until neither a total nor the
number of hidden cells gives one of them back: what is hidden in a line that adds
up to a known total must be at least two cells, must reach the threshold together,
and must be more than one participant a cell.
"""

from __future__ import annotations

from collections import Counter
from itertools import product
from typing import TYPE_CHECKING

from themeloom.model import SmallCells

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from themeloom.model import Participant, Study

#: What stands in the place of a count that is hidden.
HIDDEN = "*"
#: The smallest count that may be shown.
LEAST = {SmallCells.UNDER_5: 5, SmallCells.HES: 8, SmallCells.UNDER_10: 10, SmallCells.NONE: 0}
_ROUNDED_TO = 5

#: attribute, value, crossed attribute and value (empty in a simple table), count as shown.
Row = tuple[str, str, str, str, str]


def participant_rows(study: Study) -> Iterator[Row]:
    """The table of each attribute, then those of the pairs that the study wants crossed."""
    style = study.settings.disclosure.small_cells
    for attribute in attributes(study):
        counts = counted(study.participants, attribute)
        shown = suppressed(list(counts.values()), style)
        for value, cell in zip(counts, shown, strict=True):
            yield attribute, value, "", "", cell
    for first, second in study.settings.disclosure.crossed:
        down = list(counted(study.participants, first))
        across = list(counted(study.participants, second))
        pairs = Counter((of(one, first), of(one, second)) for one in study.participants)
        table = [[pairs[left, right] for right in across] for left in down]
        cells = suppressed_cross(table, style)
        for (i, left), (j, right) in product(enumerate(down), enumerate(across)):
            yield first, left, second, right, cells[i][j]


def attributes(study: Study) -> list[str]:
    """The attributes of participants, in the order in which they first appear."""
    return list(dict.fromkeys(name for one in study.participants for name in one.attributes))


def of(participant: Participant, attribute: str) -> str:
    """What an attribute of a participant is; “not stated” where it is not."""
    return str(participant.attributes.get(attribute, "not stated"))


def counted(participants: Sequence[Participant], attribute: str) -> dict[str, int]:
    """How many participants have each value of an attribute, values sorted."""
    counts = Counter(of(one, attribute) for one in participants)
    return {value: counts[value] for value in sorted(counts)}


def is_small(count: int, style: SmallCells) -> bool:
    """Whether a count must be hidden for its own sake; zero is small in one style only."""
    return count < LEAST[style] and (count > 0 or style is SmallCells.UNDER_10)


def suppressed(counts: Sequence[int], style: SmallCells) -> list[str]:
    """A line of counts whose total is known, as it may be shown."""
    return _shown(counts, _hidden(counts, [range(len(counts))], style), style)


def suppressed_cross(table: Sequence[Sequence[int]], style: SmallCells) -> list[list[str]]:
    """A table of counts whose row and column totals are known, as it may be shown."""
    width = len(table[0]) if table else 0
    counts = [count for row in table for count in row]
    rows = [range(start, start + width) for start in range(0, len(counts), width or 1)]
    columns = [range(column, len(counts), width) for column in range(width)]
    shown = _shown(counts, _hidden(counts, [*rows, *columns], style), style)
    return [shown[row.start : row.stop] for row in rows]


def _hidden(counts: Sequence[int], lines: Sequence[range], style: SmallCells) -> set[int]:
    """Which cells are hidden: the small ones, and those that would give them back."""
    hidden = {at for at, count in enumerate(counts) if is_small(count, style)}
    unsafe = [line for line in lines if not _safe(counts, hidden, line, style)]
    while unsafe:
        for line in unsafe:
            visible = [at for at in line if at not in hidden]
            if visible and not _safe(counts, hidden, line, style):
                hidden.add(min(visible, key=lambda at: (counts[at] == 0, counts[at], at)))
        unsafe = [
            line
            for line in lines
            if not _safe(counts, hidden, line, style) and not hidden.issuperset(line)
        ]
    return hidden


def _safe(counts: Sequence[int], hidden: set[int], line: range, style: SmallCells) -> bool:
    """Whether what is hidden in a line stays hidden although the line's total is known."""
    inside = [counts[at] for at in line if at in hidden]
    if not inside:
        return True
    total = sum(inside)
    return len(inside) > 1 and total >= LEAST[style] and total > len(inside)


def _shown(counts: Sequence[int], hidden: set[int], style: SmallCells) -> list[str]:
    return [HIDDEN if at in hidden else _number(count, style) for at, count in enumerate(counts)]


def _number(count: int, style: SmallCells) -> str:
    if style is SmallCells.HES:
        return str(_ROUNDED_TO * ((2 * count + _ROUNDED_TO) // (2 * _ROUNDED_TO)))
    return str(count)
