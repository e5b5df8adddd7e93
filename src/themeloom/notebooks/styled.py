"""Styled pandas tables (`frame.style`): their texts are what their formats give."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import Any

from themeloom.notebooks.frames import Grid, piped

_NUMBER = re.compile(r"[-+\u2212]?[\d.,]*\d[\d.,]*(?:e[-+]?\d+)?\s?%?|\u2013|nan|")
#: A sign that begins no mark-up that a format may give, such as that of `<LOD`.
_STRAY = re.compile(
    r"<(?!/?(?:a|abbr|b|br|caption|circle|code|div|em|g|i|img|line|path|p|polyline|rect|small|span"
    r"|strong|style|sub|sup|svg|table|tbody|td|text|th|thead|tr|u)[\s>/])"
)


class _Cells(HTMLParser):
    """Collects the texts of the rows of a table, those of its head apart."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.rows: dict[str, list[list[str]]] = {"thead": [], "tbody": []}
        self._part = "thead"
        self._open = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 - as it is called
        """Begin a part, a row or a cell."""
        if tag in self.rows:
            self._part = tag
        elif tag == "tr":
            self.rows[self._part].append([])
        elif tag in {"td", "th"}:
            self._open = True
            self.rows[self._part][-1].append("")

    def handle_endtag(self, tag: str) -> None:
        """End a cell."""
        self._open = self._open and tag not in {"td", "th"}

    def handle_data(self, data: str) -> None:
        """Keep what stands in a cell."""
        if self._open:
            self.rows[self._part][-1][-1] += data


def html(styler: Any) -> str:  # noqa: ANN401 - a Styler; pandas may be absent here
    """The table with its colours; pandas takes any cell for mark-up, which hides `<LOD`."""
    return _STRAY.sub("&lt;", styler.to_html())


def markdown(styler: Any) -> str | None:  # noqa: ANN401 - as above
    """A pipe table without colours; nothing if it has no rows."""
    reader = _Cells()
    reader.feed(_STRAY.sub("&lt;", styler.to_html(sparse_index=False, sparse_columns=False)))
    rows = [[" ".join(text.split()) for text in row] for row in reader.rows["tbody"]]
    if not rows:
        return None
    heads = [row for row in reader.rows["thead"] if len(row) == len(rows[0])]
    head = [" ".join(" ".join(texts).split()) for texts in zip(*heads, strict=True)]
    columns = list(zip(*rows, strict=True))
    right = {at for at, texts in enumerate(columns) if all(map(_NUMBER.fullmatch, texts))}
    head = head or [""] * len(columns)
    return piped(Grid(tuple(head), tuple(map(tuple, rows)), frozenset(right)))
