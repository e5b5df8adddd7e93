"""How many participants have which attribute, small counts hidden so that they stay hidden.

A small count is hidden first; then others with it, until neither a total nor the
number of hidden cells gives one of them back: what is hidden in a line that adds
up to a known total must be at least two cells, must reach the threshold together,
and must be more than one participant a cell. Last, `protecting` looks at all tables
together.
"""

from __future__ import annotations

from collections import Counter
from itertools import chain, product
from typing import TYPE_CHECKING

from themeloom.deriving.auditing import lines_of
from themeloom.deriving.protecting import cells_of, kept_hidden
from themeloom.study.settings import SmallCells

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from themeloom.deriving.auditing import Line
    from themeloom.deriving.protecting import Cell
    from themeloom.study.model import Participant, Study

#: What stands in the place of a count that is hidden.
HIDDEN = "*"
#: The smallest count that may be shown.
LEAST = {SmallCells.UNDER_5: 5, SmallCells.HES: 8, SmallCells.UNDER_10: 10, SmallCells.NONE: 0}
_ROUNDED_TO = 5

#: attribute, value, crossed attribute and value (empty in a simple table), count as shown.
Row = tuple[str, str, str, str, str]


def participant_rows(study: Study) -> Iterator[Row]:
    """The table of each attribute, then those of the pairs that the study wants crossed."""
    values = _values(study)
    shown = shown_counts(study)
    for attribute in attributes(study):
        for value in values[attribute]:
            yield attribute, value, "", "", shown[frozenset({(attribute, value)})]
    for first, second in study.settings.disclosure.crossed:
        for left, right in product(values[first], values[second]):
            cell = frozenset({(first, left), (second, right)})
            yield first, left, second, right, shown[cell]


def shown_counts(study: Study) -> dict[Cell, str]:
    """Each count of participants as it may be shown beside all the others."""
    style = study.settings.disclosure.small_cells
    crossed = study.settings.disclosure.crossed
    values = _values(study)
    people = [{name: of(one, name) for name in values} for one in study.participants]
    tables = [*((name,) for name in values), *crossed]
    tally = Counter(chain.from_iterable(cells_of(person, tables) for person in people))
    lines = list(lines_of(values, crossed))
    cells = chain.from_iterable(line.cells for line in lines)
    counts = {cell: tally[cell] for cell in cells}
    hidden = _hidden(counts, lines, style)
    if hidden:
        least = 0 if style is SmallCells.UNDER_10 else 1
        hidden = kept_hidden(hidden, counts, people, tables, least)
    return {
        cell: HIDDEN if cell in hidden else _number(count, style) for cell, count in counts.items()
    }


def _values(study: Study) -> dict[str, list[str]]:
    """The values of every attribute of which a table is made, sorted."""
    names = [*attributes(study), *chain.from_iterable(study.settings.disclosure.crossed)]
    return {name: list(counted(study.participants, name)) for name in dict.fromkeys(names)}


def attributes(study: Study) -> list[str]:
    """The attributes of participants, in the order in which they first appear."""
    return list(dict.fromkeys(name for one in study.participants for name in one.attributes))


def of(participant: Participant, attribute: str) -> str:
    """What an attribute of a participant is; “not stated” where it is not."""
    return str(participant.attributes.get(attribute, "not stated"))


def counted(participants: Sequence[Participant], attribute: str) -> dict[str, int]:
    """How many participants have each value of an attribute, values sorted."""
    return dict(sorted(Counter(of(one, attribute) for one in participants).items()))


def of_kind(participants: Sequence[Participant], values: Iterable[tuple[str, str]]) -> int:
    """How many participants have all of some values, each with its attribute."""
    wanted = list(values)
    return sum(all(of(one, name) == value for name, value in wanted) for one in participants)


def is_small(count: int, style: SmallCells) -> bool:
    """Whether a count must be hidden for its own sake; zero is small in one style only."""
    return count < LEAST[style] and (count > 0 or style is SmallCells.UNDER_10)


def shown_count(count: int, style: SmallCells) -> str:
    """A count of participants as it may be shown where it is part of no total."""
    return HIDDEN if is_small(count, style) else _number(count, style)


def _hidden(counts: Mapping[Cell, int], lines: Sequence[Line], style: SmallCells) -> set[Cell]:
    """Which cells are hidden: the small ones, and those that their lines would give back."""
    hidden = {cell for cell, count in counts.items() if is_small(count, style)}
    unsafe = list(lines)
    while unsafe:
        for line in unsafe:
            visible = [cell for cell in line.cells if cell not in hidden]
            if visible and not _safe(counts, hidden, line, style):
                hidden.add(min(visible, key=lambda cell: (counts[cell] == 0, counts[cell])))
        unsafe = [
            line
            for line in lines
            if not _safe(counts, hidden, line, style) and not hidden.issuperset(line.cells)
        ]
    return hidden


def _safe(counts: Mapping[Cell, int], hidden: set[Cell], line: Line, style: SmallCells) -> bool:
    """Whether what is hidden in a line stays hidden where the line's total is known."""
    inside = [counts[cell] for cell in line.cells if cell in hidden]
    if not inside or line.total in hidden:
        return True
    total = sum(inside)
    return len(inside) > 1 and total >= LEAST[style] and total > len(inside)


def _number(count: int, style: SmallCells) -> str:
    if style is SmallCells.HES:
        return str(_ROUNDED_TO * ((2 * count + _ROUNDED_TO) // (2 * _ROUNDED_TO)))
    return str(count)
