"""The sheets of an Excel file: each cell behind the head of its column."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from themeloom.finished.packed import said_row
from themeloom.finished.segments import Segment
from themeloom.finished.xml import parsed

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

SHEET = re.compile(r"xl/worksheets/sheet\d+\.xml")


def sheet(name: str, parts: Mapping[str, bytes]) -> Iterator[Segment]:
    """The rows of a sheet, the first of which has the heads."""
    shared = [_text(one) for one in _all(parts.get("xl/sharedStrings.xml", b""), "si")]
    heads: dict[str, str] = {}
    for number, row in enumerate(_all(parts[name], "row"), 1):
        cells = {_column(one): _cell(one, shared) for one in row}
        if not heads:
            heads = cells
            yield Segment("part", "\n".join(cells.values()), inside=name)
            continue
        told = [(heads.get(at, at), cell) for at, cell in cells.items()]
        said = said_row([head for head, _ in told], [cell for _, cell in told])
        yield Segment("part", said, inside=f"{name}, row {number}", role="row")


def _all(content: bytes, tag: str) -> list[Any]:
    root = parsed(content) if content else None
    return [] if root is None else list(root.iter(f"{{*}}{tag}"))


def _column(cell: Any) -> str:  # noqa: ANN401 - lxml has no types
    return re.sub(r"\d", "", cell.get("r") or "")


def _cell(cell: Any, shared: list[str]) -> str:  # noqa: ANN401 - lxml has no types
    text = _text(cell)
    if cell.get("t") == "s" and text.strip().isdecimal() and int(text) < len(shared):
        return shared[int(text)]
    return text


def _text(node: Any) -> str:  # noqa: ANN401 - lxml has no types
    """What a cell says: its value or its own text, and not how it is computed."""
    return "".join(one.text or "" for one in node.iter("{*}v", "{*}t") if isinstance(one.tag, str))
