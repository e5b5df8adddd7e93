"""The cells of tables in Markdown, and which of them stand in a column of quotations."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from themeloom.core.files import beside

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_HEADS: dict[str, str] = beside(__file__, "quoting.toml")["heads"]
#: The line below the head of a table whose columns are parted by lines.
_PIPES = re.compile(r"[ \t>]*\|?[ \t]*:?-+:?[ \t]*(?:[|+][ \t]*:?-+:?[ \t]*)*\|?[ \t]*")
_GRID = re.compile(r"[ \t>]*\+(?:[:=-]+\+)+[ \t]*")
_RULES = re.compile(r"[ \t>]*-{3,}(?:[ \t]+-{3,})+[ \t]*")
_BARS = re.compile(r"(?<!\\)\|")


@dataclass(frozen=True)
class Cell:
    """A cell: its text, where each of its pieces begins in the table, and its column's head."""

    text: str
    starts: tuple[tuple[int, int], ...]
    head: str

    def origin(self, at: int) -> int:
        """Where a position of the text stands in the table."""
        begin, offset = max(one for one in self.starts if one[0] <= max(at, 0))
        return offset + at - begin


class Heads:
    """Tells by its head whether the cells of a column are quotations."""

    def __init__(self, languages: Iterable[str]) -> None:
        short = {one.split("-")[0].lower() for one in languages} | {"en"}
        patterns = [pattern for name, pattern in _HEADS.items() if name in short]
        self._pattern = re.compile("|".join(patterns), re.IGNORECASE)

    def quote(self, head: str) -> bool:
        """Whether what stands below a head is somebody's words."""
        return bool(self._pattern.search(re.sub(r"[*_\u200b]", "", head)))


def cells(table: str) -> list[Cell]:
    """The cells below the head of a table; none if a paragraph is no table."""
    lines = _lines(table)
    for at, (_, line) in enumerate(lines):
        if _GRID.fullmatch(line):
            return list(_of_grid(lines[at:]))
        if at and "|" in lines[at - 1][1] and "-" in line and _PIPES.fullmatch(line):
            return list(_of_pipes(lines[at - 1 :]))
        if at and _RULES.fullmatch(line):
            return list(_of_rules(lines[at - 1 :]))
    return []


def _lines(table: str) -> list[tuple[int, str]]:
    """The lines of a table, each with where it begins."""
    return [(one.start(), one.group()) for one in re.finditer(r"[^\n]+", table)]


def _row(start: int, line: str) -> list[tuple[int, str]]:
    """The cells of a line, each with where it begins."""
    stripped = line.rstrip()
    bars = [one.start() for one in _BARS.finditer(stripped)]
    if not re.match(r"[ \t>]*\|", stripped):
        bars.insert(0, -1)
    if not stripped.endswith("|"):
        bars.append(len(stripped))
    pairs = pairwise(bars)
    return [_trimmed(start, line, begin + 1, end) for begin, end in pairs]


def _trimmed(start: int, line: str, begin: int, end: int) -> tuple[int, str]:
    text = line[begin:end]
    return start + begin + len(text) - len(text.lstrip()), text.strip()


def _of_pipes(lines: list[tuple[int, str]]) -> Iterator[Cell]:
    heads = [text for _, text in _row(*lines[0])]
    for start, line in lines[2:]:
        for at, (offset, text) in enumerate(_row(start, line)):
            yield Cell(text, ((0, offset),), heads[at] if at < len(heads) else "")


def _of_grid(lines: list[tuple[int, str]]) -> Iterator[Cell]:
    """A table drawn with lines, whose cells may have several."""
    groups: list[list[list[tuple[int, str]]]] = [[]]
    for start, line in lines:
        if _GRID.fullmatch(line):
            groups.append([])
        elif "|" in line:
            groups[-1].append(_row(start, line))
    rows = [group for group in groups if group]
    heads = [_joined(column, "").text for column in _columns(rows[0])] if rows else []
    for row in rows[1:]:
        for at, column in enumerate(_columns(row)):
            yield _joined(column, heads[at] if at < len(heads) else "")


def _columns(row: list[list[tuple[int, str]]]) -> list[list[tuple[int, str]]]:
    wide = max(map(len, row))
    return [[line[at] for line in row if at < len(line)] for at in range(wide)]


def _joined(pieces: list[tuple[int, str]], head: str) -> Cell:
    """One cell of the pieces of its lines."""
    text, starts = "", []
    for offset, piece in pieces:
        text += " " if text and piece else ""
        starts.append((len(text), offset))
        text += piece
    return Cell(text, tuple(starts) or ((0, 0),), head)


def _of_rules(lines: list[tuple[int, str]]) -> Iterator[Cell]:
    """A table whose columns stand below rules."""
    spans = [one.span() for one in re.finditer(r"-{3,}", lines[1][1])]
    ends = [begin for begin, _ in spans[1:]]
    columns = [(begin, end) for (begin, _), end in zip(spans, [*ends, 1 << 20], strict=True)]
    heads = [lines[0][1][begin:end].strip() for begin, end in columns]
    for start, line in lines[2:]:
        for (begin, end), head in zip(columns, heads, strict=True):
            offset, text = _trimmed(start, line, begin, min(end, len(line)))
            if text and not re.fullmatch(r"-+", text):
                yield Cell(text, ((0, offset),), head)
