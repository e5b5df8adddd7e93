"""HTML that a cell gave: its tables as Markdown, and files that lie beside it brought along."""

from __future__ import annotations

import base64
import mimetypes
import re
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from themeloom.core.expressions import later
from themeloom.notebooks.frames import Grid
from themeloom.weaving.markdown import escape

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

_NUMBER = later(r"[-+\u2212]?[\d.,]*\d[\d.,]*(?:e[-+]?\d+)?\s?%?|\u2013|nan|")
#: A sign that begins no mark-up that a format may give, such as that of `<LOD`.
_STRAY = later(
    r"<(?!/?(?:a|abbr|b|br|caption|circle|code|div|em|g|i|img|line|path|p|polyline|rect|small|span"
    r"|strong|style|sub|sup|svg|table|tbody|td|text|th|thead|tr|u)[\s>/])"
)
#: What no table of words can hold.
_OTHER = ("script", "img", "svg", "canvas", "iframe", "object", "video", "audio", "input", "button")
#: Elements that stand on lines of their own.
_BLOCKS = ("br", "p", "div", "li")
#: No cell spans more columns or rows than this.
_MOST = 1000
PICTURE = later(r"""(<img\b[^>]*?\bsrc=)(?P<mark>["'])(?P<source>.*?)(?P=mark)""", re.DOTALL)
ELSEWHERE = later(r"\w+:|//")


def of_styler(styler: Any) -> str:  # noqa: ANN401 - a Styler; pandas may be absent here
    """The table with its colours; pandas takes any cell for mark-up, which hides `<LOD`."""
    return _STRAY.sub("&lt;", styler.to_html())


def tables(html: str) -> str | None:
    """The tables of some HTML as Markdown, without colours; nothing if it holds anything else."""
    from lxml import etree
    from lxml import html as parser

    if "<table" not in html:
        return None
    whole = parser.fragment_fromstring(html, create_parent="div")
    etree.strip_elements(whole, "style", etree.Comment, with_tail=False)
    found = whole.xpath(".//table[not(ancestor::table)]")
    if whole.xpath(".//table//table") or any(True for _ in whole.iter(*_OTHER)):
        return None
    for block in whole.iter(*_BLOCKS):
        block.tail = f" {block.tail or ''}"
    parts = [part for table in found for part in _table(table)]
    for table in found:
        table.drop_tree()
    return None if whole.text_content().strip() or not parts else "\n\n".join(parts)


def _table(table: Any) -> Iterator[str]:  # noqa: ANN401 - lxml has no types
    """A table, between what is said above and below it."""
    heads, rows, feet = (
        table.xpath(f".//tr[{where}]")
        for where in ("ancestor::thead", "not(ancestor::thead or ancestor::tfoot)", "parent::tfoot")
    )
    if not heads and rows and not rows[0].findall("td"):
        heads, rows = rows[:1], rows[1:]
    width = max((sum(map(_span, row)) for row in [*heads, *rows]), default=0)
    above = [*table.findall("caption"), *(row for row in heads[:-1] if len(row) == 1 < width)]
    below = [row for row in feet if len(row) == 1 < width]
    yield from (escape(_words(one)) for one in above if _words(one))
    texts = _texts([*rows, *(row for row in feet if row not in below)], head=False)
    if texts:
        named = _texts([row for row in heads if row not in above], head=True)
        head = [" ".join(filter(None, column)) for column in zip(*named, strict=True)]
        columns = list(zip(*texts, strict=True))
        right = {at for at, cells in enumerate(columns) if all(map(_NUMBER.fullmatch, cells))}
        head += [""] * (len(columns) - len(head))
        rows = [(*row, *[""] * (len(head) - len(row))) for row in texts]
        yield Grid(tuple(head), tuple(rows), frozenset(right)).markdown or ""
    yield from (escape(_words(one)) for one in below if _words(one))


def _texts(rows: Sequence[Any], *, head: bool) -> list[list[str]]:
    """The words of every place: of a wide head over each column, of a high cell in each row."""
    places: dict[tuple[int, int], str] = {}
    for y, row in enumerate(rows):
        x = 0
        for cell in row.iterchildren("td", "th"):
            while (y, x) in places:
                x += 1
            wide = _span(cell)
            for down in range(min(_span(cell, "rowspan"), len(rows) - y)):
                for along in range(wide):
                    shown = not down if head else not along
                    places[y + down, x + along] = _words(cell) if shown else ""
            x += wide
    width = 1 + max((x for _, x in places), default=-1)
    return [[places.get((y, x), "") for x in range(width)] for y in range(len(rows))]


def _span(cell: Any, name: str = "colspan") -> int:  # noqa: ANN401 - lxml has no types
    told = cell.get(name, "1").strip()
    return max(1, min(int(told), _MOST)) if told.isdecimal() else 1


def _words(element: Any) -> str:  # noqa: ANN401 - lxml has no types
    return " ".join(element.text_content().split())


def with_pictures(html: str, folder: Path, root: Path) -> tuple[str, set[Path]]:
    """The HTML with the pictures in it that it names by their paths, and these.

    Args:
        html: what a cell gave.
        folder: where its code ran.
        root: no picture is taken from outside this folder.
    """
    taken: set[Path] = set()

    def brought(found: re.Match[str]) -> str:
        source = unquote(found["source"])
        path = (folder / source).resolve()
        if ELSEWHERE.match(source) or not path.is_relative_to(root) or not path.is_file():
            return found[0]
        taken.add(path)
        return f'{found[1]}"{embedded(path.name, path.read_bytes())}"'

    return PICTURE.sub(brought, html), taken


def embedded(name: str, data: bytes) -> str:
    """An address that holds a picture itself."""
    kind = mimetypes.guess_type(name)[0] or "image/png"
    return f"data:{kind};base64,{base64.b64encode(data).decode()}"
