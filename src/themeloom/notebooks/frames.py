"""Tables of pandas and polars for readers: the same cells as HTML and as Markdown."""

from __future__ import annotations

import os
from html import escape as html_escape
from importlib import import_module
from typing import TYPE_CHECKING, Any

import msgspec

from themeloom.core.text import counted
from themeloom.weaving.markdown import escape, pipe_table

if TYPE_CHECKING:
    from collections.abc import Sequence

#: What stands where there is nothing.
NOTHING = "–"
#: How many characters stand in a line that is as wide as a table of few columns may be, and
#: as one of many, which takes the margin as well; and how many the gap between columns takes.
_LINE, _WIDE_LINE, _GAP = 80, 108, 3
_MANY = 4
#: From here on a float no longer tells each whole number from the next.
_EXACT = 2**53
#: From here on six digits would leave too little behind the point.
_LARGE = 10_000
#: What pandas takes where the author set no precision, and how many rows it shows.
_PRECISION, _ROWS_OF_PANDAS = 6, 60
#: How many rows are shown, unless the author sets another number.
_MANY_ROWS = 1000
#: How polars shows numbers where the author set nothing.
_NUMBERS_OF_POLARS: dict[str, tuple[object, ...]] = {
    "set_float_precision": (None,),
    "set_fmt_float": (None, "mixed"),
    "set_thousands_separator": (None, ""),
    "set_decimal_separator": (None, "."),
    "set_trim_decimal_zeros": (None, False),
}


class Grid(msgspec.Struct, frozen=True):
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
        """Shares of the width that suit what the columns hold; of few columns, per cent.

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
        whole = max(100, 10 * len(wanted))
        shares = [max(1, round(whole * width / sum(wanted))) for width in wanted]
        shares[shares.index(max(shares))] += whole - sum(shares)
        return tuple(shares)

    @property
    def html(self) -> str | None:
        """An HTML table without styles of its own; nothing if it has no columns."""
        if not self.head:
            return None
        rows = "\n".join(self._row("td", row) for row in self.rows)
        head = self._row('th scope="col"', self.head)
        return f"<table>\n<thead>\n{head}\n</thead>\n<tbody>\n{rows}\n</tbody>\n</table>"

    def _row(self, start: str, cells: Sequence[str]) -> str:
        number = ' class="number"'
        parts = (
            f"<{start}{number if at in self.right else ''}>{html_escape(cell)}</{start[:2]}>"
            for at, cell in enumerate(cells)
        )
        return f"<tr>{''.join(parts)}</tr>"

    @property
    def markdown(self) -> str | None:
        """A pipe table whose cells say exactly what the table says; nothing without columns."""
        if not self.head:
            return None
        head, *rows = [[escape(cell) for cell in row] for row in (self.head, *self.rows)]
        return pipe_table(head, rows, self.widths, self.right)


def grid(table: Any, most: int | None = None) -> Grid:  # noqa: ANN401 - of pandas or polars, which may be absent here
    """The texts of a DataFrame or Series; its index only where it says something.

    Args:
        table: what is shown; a table of polars is taken over.
        most: how many rows at most; where there are more, the last row says how many.
    """
    import pandas as pd

    numbers: frozenset[int] = frozenset()
    if not isinstance(table, pd.DataFrame | pd.Series):
        table, numbers = _of_polars(table)
    frame = table.to_frame() if isinstance(table, pd.Series) else table
    index = frame.index if _says_something(frame) else None
    part = frame if most is None else frame.head(most)
    levels = range(index.nlevels) if index is not None else range(0)
    columns = [part.index.get_level_values(level) for level in levels]
    columns += [part.iloc[:, at] for at in range(part.shape[1])]
    unnamed = frame is not table and table.name is None
    head = [*_index_heads(frame, levels), *([""] if unnamed else map(_text, frame.columns))]
    rows = list(zip(*map(_texts, columns), strict=True))
    if left := len(frame) - len(part):
        rows.append((f"… {counted(left, 'more row')}", *("…" for _ in head[1:])))
    right = frozenset(
        at for at, one in enumerate(columns) if pd.api.types.is_numeric_dtype(one.dtype)
    )
    return Grid(tuple(head), tuple(rows), right | numbers)


def most_rows(table: Any) -> int | None:  # noqa: ANN401 - as above
    """How many rows the author wants to be shown, by the settings of the library; None for all."""
    if type(table).__module__.startswith("polars"):
        own = int(os.environ.get("POLARS_FMT_MAX_ROWS", _MANY_ROWS))
        return own if own >= 0 else None
    import pandas as pd

    rows: int | None = pd.get_option("display.max_rows")
    return _MANY_ROWS if rows == _ROWS_OF_PANDAS else rows


def _of_polars(table: Any) -> tuple[Any, frozenset[int]]:  # noqa: ANN401 - as above
    """The same as a table of pandas that shows the same, and which columns hold numbers."""
    import pandas as pd

    polars = import_module("polars")
    said = polars.Config.state() if hasattr(polars, "Config") else {}
    is_said = any(said.get(name) not in plain for name, plain in _NUMBERS_OF_POLARS.items())

    def column(one: Any) -> Any:  # noqa: ANN401 - a Series of polars
        kind = str(one.dtype)
        if is_said and one.dtype.is_numeric():
            # The only line of a series of one value, as polars shows it.
            shown = (str(one[at : at + 1]).split("\n")[-2].strip() for at in range(len(one)))
            return pd.Series([None if text == "null" else text for text in shown], dtype=object)
        known = kind if kind in {"UInt64", "Boolean"} else "Int64" if one.dtype.is_integer() else ""
        return pd.Series(
            one.to_list(), dtype=known.lower() if known == "Boolean" else known or None
        )

    columns = table.get_columns() if hasattr(table, "get_columns") else [table]
    # By position: names are set afterwards.
    frame = pd.DataFrame(dict(enumerate(map(column, columns))))
    frame.columns = pd.Index([one.name for one in columns])
    numeric = (at for at, one in enumerate(columns) if is_said and one.dtype.is_numeric())
    return frame, frozenset(numeric)


def _says_something(frame: Any) -> bool:  # noqa: ANN401 - as above
    """Whether the index is more than a count from 0, or is needed to name the columns' axis."""
    import pandas as pd

    index = frame.index
    counts = isinstance(index, pd.RangeIndex) and (index.start, index.step) == (0, 1)
    named = any(name is not None for name in (*index.names, *frame.columns.names))
    return not counts or named


def _index_heads(frame: Any, levels: range) -> list[str]:  # noqa: ANN401 - as above
    """The names of the index; the last one is beside that of the columns, if they have one."""
    heads = ["" if (name := frame.index.names[level]) is None else _text(name) for level in levels]
    of_columns = " ".join(_text(name) for name in frame.columns.names if name is not None)
    if heads and of_columns:
        heads[-1] = f"{heads[-1]} / {of_columns}" if heads[-1] else of_columns
    return heads


def _texts(column: Any) -> list[str]:  # noqa: ANN401 - a Series or an Index
    """The cells of a column; whole numbers beside missing ones stay whole."""
    import pandas as pd

    if getattr(column.dtype, "kind", "") in "mM":
        # As pandas shows them: days without the time of midnight.
        known = pd.Index(column.dropna()).astype(str)
        shown = iter(known)
        return [NOTHING if pd.isna(value) else next(shown) for value in column]
    own = pd.get_option("display.float_format")
    if own is None and pd.api.types.is_float_dtype(column.dtype):
        known = column.dropna()
        if ((known % 1 == 0) & (abs(known) < _EXACT)).all():
            return [NOTHING if pd.isna(value) else f"{value:.0f}" for value in column]
    return [_text(value) for value in column]


def _text(value: object) -> str:
    import pandas as pd

    if isinstance(value, tuple):
        return " ".join(map(_text, value))
    if pd.api.types.is_scalar(value) and pd.isna(value):  # type: ignore[call-overload]
        return NOTHING
    return _number(value) if pd.api.types.is_float(value) else str(value)


def _number(value: Any) -> str:  # noqa: ANN401 - a float of Python's or numpy's
    """A number as the author's pandas options want it, else with six digits or more."""
    import pandas as pd

    own, precision = pd.get_option("display.float_format"), pd.get_option("display.precision")
    size = abs(value)
    if own is not None:
        return str(own(value))
    if size == float("inf"):
        return str(float(value))
    if precision != _PRECISION:
        lost = 0 < size < 0.5 * 10**-precision
        return f"{value:.{precision}e}" if lost else f"{value:,.{precision}f}"
    if size >= _EXACT:
        return repr(float(value))
    if size >= _LARGE:
        return f"{value:,.3f}".rstrip("0").rstrip(".")
    return f"{value:,.6g}"
