"""A table as it is declared, and one with its rows: texts and whole numbers, or nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from themeloom.coding.tables import written

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

#: The types a column may have, and what a reader calls them.
TYPES = {"text": "text", "number": "whole number"}
_MADE: dict[str, type] = {"text": str, "number": int}

Cell = str | int | None
Row = tuple[Any, ...]


class Column(msgspec.Struct, frozen=True):
    """One column of a derived table.

    Args:
        name: as it stands in the first line of the .csv.
        type: one of `TYPES`.
        meaning: one sentence for the data dictionary.
        empty: whether a cell may be empty.
    """

    name: str
    type: str
    meaning: str
    empty: bool = False


class TableSchema(msgspec.Struct, frozen=True):
    """A derived table: its name, what a row is, its columns and its key.

    Args:
        name: the name of the .csv without its ending.
        row: what one row stands for.
        key: the columns whose values together stand for one row only.
        columns: in their order.
    """

    name: str
    row: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]

    def build(self, rows: Iterable[Sequence[Any]]) -> Table:
        """A table of these rows, its types set and its rules enforced.

        Raises:
            ValueError: a row of the wrong width, an empty cell where none may be, or a
                key that stands twice: always our own defect, since the store is checked.
        """
        made = [_MADE[column.type] for column in self.columns]

        def typed(row: Sequence[Any]) -> tuple[Cell, ...]:
            cells = zip(made, row, strict=True)
            return tuple(None if cell is None else kind(cell) for kind, cell in cells)

        table = Table(self, tuple(map(typed, rows)))
        for column in self.columns:
            if not column.empty and None in table.column(column.name):
                raise ValueError(f"{self.name}.{column.name} has an empty cell")
        if len({table.key_of(row) for row in table.rows}) < len(table.rows):
            raise ValueError(f"{self.name} has two rows with the same {', '.join(self.key)}")
        return table


class Table(msgspec.Struct, frozen=True):
    """A derived table with its rows."""

    schema: TableSchema
    rows: tuple[tuple[Cell, ...], ...]

    @property
    def names(self) -> tuple[str, ...]:
        """What its columns are called, in their order."""
        return tuple(one.name for one in self.schema.columns)

    def column(self, name: str) -> list[Cell]:
        """The cells of one column."""
        at = self.names.index(name)
        return [row[at] for row in self.rows]

    def key_of(self, row: Sequence[Cell]) -> tuple[Cell, ...]:
        """What tells a row from the others."""
        return tuple(row[self.names.index(name)] for name in self.schema.key)

    def records(self) -> list[dict[str, Cell]]:
        """Its rows, each cell by the name of its column."""
        return [dict(zip(self.names, row, strict=True)) for row in self.rows]

    def csv(self) -> bytes:
        """The table as a file; an empty cell is an empty text."""
        return written((self.names, *self.rows))
