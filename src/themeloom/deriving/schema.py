"""Declared tables: what each column means, and that it holds what it says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import pandas as pd

#: The types a column may have, and what a reader calls them.
TYPES = {"string": "text", "Int64": "whole number"}


@dataclass(frozen=True)
class Column:
    """One column of a derived table.

    Args:
        name: as it stands in the first line of the .csv.
        type: a pandas type of `TYPES`.
        meaning: one sentence for the data dictionary.
        empty: whether a cell may be empty.
    """

    name: str
    type: str
    meaning: str
    empty: bool = False


@dataclass(frozen=True)
class TableSchema:
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

    def build(self, rows: Iterable[Sequence[Any]]) -> pd.DataFrame:
        """A table of these rows, its types set and its rules enforced.

        Raises:
            ValueError: a row of the wrong width, an empty cell where none may be, or a
                key that stands twice: always our own defect, since the store is checked.
        """
        import pandas as pd

        table = pd.DataFrame(list(rows), columns=[column.name for column in self.columns])
        table = table.astype({column.name: column.type for column in self.columns})
        for column in self.columns:
            if not column.empty and table[column.name].isna().any():
                raise ValueError(f"{self.name}.{column.name} has an empty cell")
        if table.duplicated(subset=list(self.key)).any():
            raise ValueError(f"{self.name} has two rows with the same {', '.join(self.key)}")
        return table
