"""The words of raw Typst, and tables that are written as lists, as paragraphs that know lines."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from themeloom.checking.words import PARAGRAPH, Paragraph, shifted
from themeloom.core.expressions import later

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from themeloom.documents.places import Place

    Locate = Callable[[int], Place]


#: A call of Typst with its arguments in round brackets.
_CALL = later(r"(?:#|(?<![\w#.-])(?=quote[\[(]))(?P<name>[a-zA-Z][\w.-]*)(?P<round>\()?")
#: Words between square brackets, or a string that is no setting.
_WORDS = later(r'(?P<quote>(?<![\w.-])quote)?\[|(?<!: )(?<!\w)"(?P<said>(?:[^"\\\n]|\\.)*)"')
#: What Typst writes for quotation marks.
_SIGNS = later(r"\\u\{(?P<code>[0-9a-fA-F]{1,6})\}|#smartquote\([^()]*\)|#?sym\.quote\.[\w.]+")
_COLUMNS = later(r"\bcolumns:\s*(?:(?P<many>\d{1,3})\b|\((?P<each>[^()]*)\))")
_LEAD = later(r"[\s/\[]*")
#: How much of a text brackets hold at most.
_LONG = 4000
#: Remarks, and lines that only set what follows.
_REMARK = later(
    r"(?<!:)//[^\n]*|/\*.*?\*/|^[ \t]*#(?:set|show|import|include)\b[^\n]*",
    re.DOTALL | re.MULTILINE,
)


#: A row of a table that is written as a list of lists: its first cell, and those below it.
_LISTED = later(
    r"^[ \t]*[*-][ \t]+[*-][ \t]+[^\n]*(?:\n[ \t]+(?![*-][ \t]+[*-][ \t])\S[^\n]*)*",
    re.MULTILINE,
)
_LISTED_CELL = later(r"^[ \t]*(?:[*-][ \t]+)?[*-][ \t]+", re.MULTILINE)


#: Words with an attribute that says what they are: a caption, a span.
_TOLD_OF = later(
    r"\[(?P<said>[^\[\]]{3,2000})\](?:\([^()\s]*\))?\{[^{}\n]*?"
    r"\b(?:title|alt|fig-alt|fig-cap|aria-label)=(?P<mark>[\"'])(?P<told>[^\n]+?)(?P=mark)"
)


def told_of(text: str, locate: Locate) -> Iterator[tuple[str, Paragraph]]:
    """What an attribute says, and the words that it belongs to; and the other way round."""
    for one in _TOLD_OF.finditer(text):
        for told, said in (("told", "said"), ("said", "told")):
            yield one[told], Paragraph(one[said], shifted(locate, one.start(said)))


def list_tables(text: str, locate: Locate) -> Iterator[Paragraph]:
    """Tables that are written as lists in lists, each as one with bars, head by head."""
    rows = list(_LISTED.finditer(text))
    while rows:
        count = 1
        while count < len(rows) and not text[rows[count - 1].end() : rows[count].start()].strip():
            count += 1
        yield _table(rows[:count], locate)
        rows = rows[count:]


def _table(rows: list[re.Match[str]], locate: Locate) -> Paragraph:
    lines = []
    for row in rows:
        cells = _LISTED_CELL.split(row[0])[1:]
        lines.append("| " + " | ".join(" ".join(one.replace("|", " ").split()) for one in cells))
    wide = lines[0].count("|")
    table = "\n".join((lines[0], "|---" * wide + "|", *lines[1:]))

    def place(at: int) -> Place:
        line = table.count("\n", 0, at)
        return locate(rows[min(max(line - 1, 0), len(rows) - 1)].start())

    return Paragraph(table, place)


def typst(text: str, locate: Locate) -> Iterator[Paragraph]:
    """The paragraphs of Typst; what its own quotations hold is set off.

    Args:
        text: the mark-up.
        locate: gives the place of an offset of it.
    """
    text = _SIGNS.sub(_sign, text)
    shown = list(_REMARK.sub(lambda one: " " * len(one[0]), text))
    quoting: list[tuple[int, int]] = []
    for call in _CALL.finditer("".join(shown)):
        end = _closing(text, call.end() - 1) if call["round"] else call.end()
        if call["round"]:
            yield from _given(text, call, end, locate)
        shown[call.start() : end] = " " * (end - call.start())
        if call["name"] == "quote" and text[end : end + 1] == "[":
            quoting.append((end, _closing(text, end)))
    words = "".join(shown)
    for begin, end in quoting:
        yield Paragraph(words[begin + 1 : end - 1], shifted(locate, begin + 1), set_off=True)
    for match in PARAGRAPH.finditer(words):
        # No indentation makes code of words here, and a bracket may be what a call was given.
        lead = _LEAD.match(match[0])
        start = lead.end() if lead else 0
        yield Paragraph(match[0][start:], shifted(locate, match.start() + start))


def _sign(match: re.Match[str]) -> str:
    """The sign, or the mark, and as many that nobody sees as what stands for it was longer."""
    if match["code"]:
        sign = chr(min(int(match["code"], 16), 0x10FFFF))
    else:
        sign = "“" if ".l" in match[0] else "”" if ".r" in match[0] else '"'
    return sign + "\u200b" * (len(match[0]) - 1)


def _given(text: str, call: re.Match[str], end: int, locate: Locate) -> Iterator[Paragraph]:
    """What a call gets between its round brackets: words, or the cells of a table."""
    start, at = call.end() - 1, call.end() - 1
    cells = []
    quotes = call["name"] == "quote"
    while one := _WORDS.search(text, at, end):
        at = _closing(text, one.end() - 1) if one["said"] is None else one.end()
        begin = one.end() if one["said"] is None else one.start("said")
        cells.append((begin, at - 1))
        if one["said"] is not None or one["quote"]:
            is_set_off = quotes or bool(one["quote"])
            yield Paragraph(text[begin : at - 1], shifted(locate, begin), set_off=is_set_off)
    columns = _COLUMNS.search(text, start, cells[0][0] if cells else start)
    if columns is None:
        for begin, stop in cells:
            yield from typst(text[begin:stop], shifted(locate, begin))
        return
    listed = [one for one in (columns["each"] or "").split(",") if one.strip()]
    wide = max(int(columns["many"] or len(listed)), 1)
    # A head may follow several words between the brackets, which a pipe would part.
    said = [" ".join(text[begin:stop].replace("|", " ").split()) for begin, stop in cells]
    rows = [f"| {' | '.join(said[at : at + wide])} |" for at in range(0, len(said), wide)]
    table = "\n".join((rows[0], "|---" * wide + "|", *rows[1:])) if rows else ""
    yield Paragraph(table, lambda _: locate(start))


def _closing(text: str, opened: int) -> int:
    """Where the bracket that opens here has closed, or where it should have."""
    pairs, depth = {"(": ")", "[": "]"}, 0
    left = text[opened]
    stop = min(opened + _LONG, len(text))
    for at in range(opened, stop):
        depth += (text[at] == left) - (text[at] == pairs[left])
        if depth == 0:
            return at + 1
    return stop
