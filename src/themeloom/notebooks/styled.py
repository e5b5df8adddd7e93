"""Styled pandas tables (`frame.style`): their texts are what their formats give."""

from __future__ import annotations

import re
from typing import Any

from themeloom.notebooks.frames import Grid

_NUMBER = re.compile(r"[-+\u2212]?[\d.,]*\d[\d.,]*(?:e[-+]?\d+)?\s?%?|\u2013|nan|")
#: A sign that begins no mark-up that a format may give, such as that of `<LOD`.
_STRAY = re.compile(
    r"<(?!/?(?:a|abbr|b|br|caption|circle|code|div|em|g|i|img|line|path|p|polyline|rect|small|span"
    r"|strong|style|sub|sup|svg|table|tbody|td|text|th|thead|tr|u)[\s>/])"
)


def html(styler: Any) -> str:  # noqa: ANN401 - a Styler; pandas may be absent here
    """The table with its colours; pandas takes any cell for mark-up, which hides `<LOD`."""
    return _STRAY.sub("&lt;", styler.to_html())


def markdown(styler: Any) -> str | None:  # noqa: ANN401 - as above
    """A pipe table without colours; nothing if it has no rows."""
    from lxml import html as parser

    whole = parser.fromstring(
        _STRAY.sub("&lt;", styler.to_html(sparse_index=False, sparse_columns=False))
    )
    heads, rows = (
        [
            [" ".join(cell.text_content().split()) for cell in row.iterchildren("td", "th")]
            for row in whole.findall(f".//{part}/tr")
        ]
        for part in ("thead", "tbody")
    )
    if not rows:
        return None
    known = [row for row in heads if len(row) == len(rows[0])]
    head = [" ".join(filter(None, texts)) for texts in zip(*known, strict=True)]
    columns = list(zip(*rows, strict=True))
    right = {at for at, texts in enumerate(columns) if all(map(_NUMBER.fullmatch, texts))}
    head = head or [""] * len(columns)
    return Grid(tuple(head), tuple(map(tuple, rows)), frozenset(right)).markdown
