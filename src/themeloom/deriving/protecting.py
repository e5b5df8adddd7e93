"""Hidden counts that stay hidden, whatever else is published of the same participants.

Whoever reads several tables adds and subtracts their counts. A hidden count is safe from
all of that if another list of as many participants would be published as the very same
tables and has another count there. Such a list is looked for one step away: one
participant with another value, or two who exchange theirs. Where each step would change a
count that is shown, what the least of them changes is hidden as well. A step that is not
tried may cost a count more that is hidden, never one that is given back.

That a count is safe if the same publication fits another one is Cox's criterion (1980,
Suppression methodology and statistical disclosure control, J Am Stat Assoc 75:377-385).
"""

from __future__ import annotations

from collections import defaultdict
from itertools import chain, combinations, islice
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

#: What a count is of: participants with one value of an attribute, or with two of two.
Cell = frozenset[tuple[str, str]]
#: A participant's value of each attribute.
Person = dict[str, str]
#: The counts that differ in another list of participants, and by how much.
Step = dict[Cell, int]

#: How many exchanges are looked at: all of eighty different participants with three attributes.
_EXCHANGES = 10_000


def cells_of(person: Person, tables: Iterable[Sequence[str]]) -> Iterator[Cell]:
    """In which cells of the tables a participant is counted; a table is named by attributes."""
    return (frozenset((name, person[name]) for name in table) for table in tables)


def kept_hidden(
    hidden: set[Cell],
    counts: Mapping[Cell, int],
    people: Sequence[Person],
    tables: Sequence[Sequence[str]],
    least: int,
) -> set[Cell]:
    """All that must be hidden so that nothing published gives back what is hidden.

    Args:
        hidden: the cells that are hidden already.
        counts: the count of every cell.
        people: the participants.
        tables: the attributes of each table that is published.
        least: what readers know a hidden count to be at least, where it is not zero.
    """
    changing: dict[Cell, list[Step]] = defaultdict(list)
    steps = _Steps(people, tables)
    for step in chain(steps.changes(), islice(steps.exchanges(), _EXCHANGES)):
        for cell in step:
            changing[cell].append(step)
    found = set(hidden)
    for cell in sorted(hidden, key=lambda one: (counts[one], sorted(one))):
        # Readers know that a count of zero would be shown; where no step heeds that, any will do.
        likely = (one for one in changing[cell] if _likely(one, counts, least))
        more = _fewest_more(likely, found, counts)
        if more is None:
            more = _fewest_more(changing[cell], found, counts)
        found |= more or set()
    return found


def _likely(step: Step, counts: Mapping[Cell, int], least: int) -> bool:
    return all(counts[cell] + by >= min(counts[cell], least) for cell, by in step.items())


def _fewest_more(
    steps: Iterable[Step], hidden: set[Cell], counts: Mapping[Cell, int]
) -> set[Cell] | None:
    """The fewest shown cells that one of the steps changes; none if there is no step."""
    best: tuple[int, int, set[Cell]] | None = None
    for step in steps:
        more = {cell for cell in step if cell not in hidden}
        cost = len(more), sum(counts[cell] for cell in more)
        if best is None or cost < best[:2]:
            best = *cost, more
        if not more:
            break
    return best[2] if best else None


class _Steps:
    """The lists of participants that are one step away from a list."""

    def __init__(self, people: Sequence[Person], tables: Sequence[Sequence[str]]) -> None:
        self.kinds = [dict(one) for one in dict.fromkeys(tuple(who.items()) for who in people)]
        self.values = {name: sorted({one[name] for one in people}) for name in self.kinds[0]}
        touched = {name: [table for table in tables if name in table] for name in self.values}
        #: The cells in which each kind of participant would be counted with each value.
        self.cells = {
            (at, name, value): tuple(cells_of({**one, name: value}, touched[name]))
            for at, one in enumerate(self.kinds)
            for name in self.values
            for value in self.values[name]
        }

    def changes(self) -> Iterator[Step]:
        """One participant has another value; every count is changed by one of these."""
        for at, one in enumerate(self.kinds):
            for name, value in one.items():
                for other in self.values[name]:
                    if other != value:
                        yield self._step(name, (at, value, other))

    def exchanges(self) -> Iterator[Step]:
        """Two participants exchange a value."""
        for (a, one), (b, other) in combinations(enumerate(self.kinds), 2):
            for name, value in one.items():
                if value != other[name]:
                    yield self._step(name, (a, value, other[name]), (b, other[name], value))

    def _step(self, name: str, *changed: tuple[int, str, str]) -> Step:
        change: dict[Cell, int] = defaultdict(int)
        for at, old, new in changed:
            for cell in self.cells[at, name, new]:
                change[cell] += 1
            for cell in self.cells[at, name, old]:
                change[cell] -= 1
        return {cell: by for cell, by in change.items() if by}
