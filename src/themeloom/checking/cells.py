"""The cells of tables in Markdown, and which of them stand in a column of quotations."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

import msgspec
from msgspec.structs import replace

from themeloom.core.expressions import later
from themeloom.core.files import beside

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_DATA = beside(__file__, "quoting.toml")
#: The line below the head of a table whose columns are parted by lines.
_PIPES = later(r"[ \t>]*\|?[ \t]*:?-+:?[ \t]*(?:[|+][ \t]*:?-+:?[ \t]*)*\|?[ \t]*")
_GRID = later(r"[ \t>]*\+(?:[:=-]+\+)+[ \t]*")
_RULES = later(r"[ \t>]*-{3,}(?:[ \t]+-{3,})+[ \t]*")
#: As many words as the head of a row of quotations has at most.
_FEW = 2
_BARS = later(r"(?<!\\)\|")
_EMPHASIS = dict.fromkeys(map(ord, "*_\u200b"))


class Cell(msgspec.Struct, frozen=True):
    """A cell: its text, where its pieces begin in the table, its column's head, its row."""

    text: str
    starts: tuple[tuple[int, int], ...]
    head: str
    row: tuple[str, ...] = ()

    def origin(self, at: int) -> int:
        """Where a position of the text stands in the table."""
        begin, offset = max(one for one in self.starts if one[0] <= max(at, 0))
        return offset + at - begin


class Heads:
    """Tells by its head whether the cells of a column are quotations."""

    def __init__(self, languages: Iterable[str]) -> None:
        short = {one.split("-")[0].lower() for one in languages} | {"en"}

        def spoken(part: str) -> list[str]:
            return [one for name, one in _DATA[part].items() if name in short]

        self._sure = later("|".join(spoken("heads")), re.IGNORECASE)
        self._promising = later("|".join(spoken("promising")), re.IGNORECASE)
        self._doubtful = later("|".join(spoken("doubtful")), re.IGNORECASE)
        oneself = "|".join(" ".join(spoken("speaking_of_oneself")).replace("'", "['’]").split())
        firsts = "".join(sorted({one[0] for one in (oneself + "|" + oneself.upper()).split("|")}))
        #: An i that is nobody is one of a list, or of “that is”. It begins with letters as they
        #: are: long texts are gone through quickly.
        self._oneself = later(rf"[{firsts}](?<!\w.)(?<=(?=(?i:(?!i\)|i\. ?e\b)(?:{oneself})\b)).)")

    def quote(self, head: str) -> bool:
        """Whether what stands below a head is somebody's words."""
        return bool(self._sure.search(_bare(head)))

    def quote_row(self, head: str) -> bool:
        """Whether what stands beside a head of a row is somebody's words."""
        bare = _bare(head).rstrip("0123456789 ")
        if self.promise(bare) or len(bare.split()) > _FEW:
            return self.promise(bare)
        return any(one.end() == len(bare) for one in self._sure.finditer(bare))

    def promise(self, head: str) -> bool:
        """Whether a head of several words says that what follows is somebody's words."""
        return bool(self._promising.fullmatch(_bare(head)))

    def may_quote(self, head: str) -> bool:
        """Whether what stands below a head may be somebody's words, or an author's."""
        return bool(self._doubtful.fullmatch(_bare(head)))

    def say_i(self, words: str) -> bool:
        """Whether in some words somebody speaks of themselves."""
        return bool(self._oneself.search(words))


def _bare(head: str) -> str:
    return head.translate(_EMPHASIS).strip(" :")


def cells(table: str) -> list[Cell]:
    """The cells below the head of a table; none if a paragraph is no table."""
    lines = _lines(table) if "\n" in table else []
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
        cut = _row(start, line)
        row = tuple(text for _, text in cut)
        for at, (offset, text) in enumerate(cut):
            yield Cell(text, ((0, offset),), heads[at] if at < len(heads) else "", row)


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
        joined = [
            _joined(column, heads[at] if at < len(heads) else "")
            for at, column in enumerate(_columns(row))
        ]
        yield from (replace(one, row=tuple(each.text for each in joined)) for one in joined)


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
        cut = [_trimmed(start, line, begin, min(end, len(line))) for begin, end in columns]
        row = tuple(text for _, text in cut)
        for (offset, text), head in zip(cut, heads, strict=True):
            if text and not re.fullmatch(r"-+", text):
                yield Cell(text, ((0, offset),), head, row)
