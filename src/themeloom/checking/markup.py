"""The words of raw Typst as paragraphs that know their lines."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from themeloom.checking.words import PARAGRAPH, Paragraph, shifted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from themeloom.documents.places import Place

    Locate = Callable[[int], Place]


#: A call of Typst with its arguments in round brackets.
_CALL = re.compile(r"#(?P<name>[a-zA-Z][\w.-]*)(?P<round>\()?")
_COLUMNS = re.compile(r"\bcolumns:\s*(?:(?P<many>\d{1,3})\b|\((?P<each>[^()]*)\))")
#: How much of a text brackets hold at most.
_LONG = 4000
#: Remarks, and lines that only set what follows.
_REMARK = re.compile(
    r"(?<!:)//[^\n]*|/\*.*?\*/|^[ \t]*#(?:set|show|import|include)\b[^\n]*",
    re.DOTALL | re.MULTILINE,
)


def typst(text: str, locate: Locate) -> Iterator[Paragraph]:
    """The paragraphs of Typst; what its own quotations hold is set off.

    Args:
        text: the mark-up.
        locate: gives the place of an offset of it.
    """
    shown = list(_REMARK.sub(lambda one: " " * len(one[0]), text))
    quoting: list[tuple[int, int]] = []
    for call in _CALL.finditer("".join(shown)):
        end = _closing(text, call.end() - 1) if call["round"] else call.end()
        yield from _given(text, call.end() - 1, end, locate) if call["round"] else ()
        shown[call.start() : end] = " " * (end - call.start())
        if call["name"] == "quote" and text[end : end + 1] == "[":
            quoting.append((end, _closing(text, end)))
    words = "".join(shown)
    for begin, end in quoting:
        yield Paragraph(words[begin + 1 : end - 1], shifted(locate, begin + 1), set_off=True)
    for match in PARAGRAPH.finditer(words):
        yield Paragraph(match[0], shifted(locate, match.start()))


def _given(text: str, start: int, end: int, locate: Locate) -> Iterator[Paragraph]:
    """What a call gets between its round brackets: words, or the cells of a table."""
    cells, at = [], start
    while (begin := text.find("[", at, end)) >= 0:
        at = _closing(text, begin)
        cells.append((begin + 1, at - 1))
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
