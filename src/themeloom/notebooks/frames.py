"""pandas tables for readers: the same cells as HTML and as Markdown."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape as html_escape
from typing import TYPE_CHECKING, Any

from themeloom.weaving.markdown import escape, pipe_table

if TYPE_CHECKING:
    from collections.abc import Sequence

#: What stands where there is nothing.
NOTHING = "–"
#: How many characters stand in a line that is as wide as a table of few columns may be, and
#: as one of many, which takes the margin as well; and how many the gap between columns takes.
_LINE, _WIDE_LINE, _GAP = 80, 108, 3
_MANY = 4


@dataclass(frozen=True)
class Grid:
    """A table as texts.

    Args:
        head: the column heads.
        rows: the cells.
        right: the positions of the columns that hold numbers.
    """

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    right: frozenset[int]

    @property
    def widths(self) -> tuple[int, ...]:
        """Widths in per cent that suit what the columns hold; together they are 100.

        Each column gets room for its longest word; what is left goes to those whose texts
        are longer, less than in proportion, since a long text may take several lines.
        """
        columns = list(zip(self.head, *self.rows, strict=True))
        words = [max(len(word) for cell in column for word in (cell.split() or [""])) + _GAP
                 for column in columns]  # fmt: skip
        longer = [
            max(0, max(map(len, column)) - word) ** 0.8
            for column, word in zip(columns, words, strict=True)
        ]
        line = _WIDE_LINE if len(columns) >= _MANY else _LINE
        left = max(0, line - sum(words))
        wanted = [
            word + (left * more / sum(longer) if sum(longer) else 0)
            for word, more in zip(words, longer, strict=True)
        ]
        shares = [max(1, round(100 * width / sum(wanted))) for width in wanted]
        shares[shares.index(max(shares))] += 100 - sum(shares)
        return tuple(shares)


def grid(table: Any) -> Grid:  # noqa: ANN401 - a DataFrame or Series; pandas may be absent here
    """The texts of a DataFrame or Series; its index only where it says something."""
    import pandas as pd

    frame = table.to_frame() if isinstance(table, pd.Series) else table
    plain = isinstance(frame.index, pd.RangeIndex) and frame.index.name is None
    shown = frame if plain else frame.reset_index()
    most = pd.get_option("display.max_rows")
    cut = most is not None and len(shown) > most
    part = shown.head(most) if cut else shown
    rows = [tuple(map(_text, row)) for row in part.itertuples(index=False, name=None)]
    if cut:
        rows.append(tuple("…" for _ in shown.columns))
    head = ["" if plain_name(name) else _text(name) for name in shown.columns]
    right = {at for at, kind in enumerate(part.dtypes) if pd.api.types.is_numeric_dtype(kind)}
    return Grid(tuple(head), tuple(rows), frozenset(right))


def plain_name(name: object) -> bool:
    """Whether a column's name is one that pandas made up."""
    return name in {"index", 0} or name is None


def _text(value: object) -> str:
    import pandas as pd

    if isinstance(value, tuple):
        return " ".join(map(_text, value))
    if pd.api.types.is_scalar(value) and pd.isna(value):  # type: ignore[call-overload]
        return NOTHING
    if isinstance(value, float):
        return f"{value:,.6g}"
    return str(value)


def html_table(table: Any) -> str:  # noqa: ANN401 - as above
    """An HTML table without styles of its own."""
    found = grid(table)
    head = _row("th", found.head, found.right)
    rows = "\n".join(_row("td", row, found.right) for row in found.rows)
    return f"<table>\n<thead>\n{head}\n</thead>\n<tbody>\n{rows}\n</tbody>\n</table>"


def _row(kind: str, cells: Sequence[str], right: frozenset[int]) -> str:
    scope = ' scope="col"' if kind == "th" else ""
    number = ' class="number"'
    parts = (
        f"<{kind}{scope}{number if at in right else ''}>{html_escape(cell)}</{kind}>"
        for at, cell in enumerate(cells)
    )
    return f"<tr>{''.join(parts)}</tr>"


def markdown(table: Any) -> str:  # noqa: ANN401 - as above
    """A pipe table whose cells say exactly what the table says."""
    found = grid(table)
    if not found.head:
        return ""
    rows = [[escape(cell) for cell in row] for row in found.rows]
    return pipe_table([escape(cell) for cell in found.head], rows, found.widths, found.right)
