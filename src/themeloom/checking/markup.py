"""The words of raw HTML, XML and Typst as paragraphs that know their lines."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from themeloom.checking.words import Paragraph
from themeloom.finished.set_off import shown_lines

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from themeloom.documents.places import Place

    Locate = Callable[[int], Place]


def marked_up(text: str, locate: Locate) -> Iterator[Paragraph]:
    """The paragraphs of HTML or XML.

    Args:
        text: the mark-up.
        locate: gives the place of an offset of it.
    """
    starts = [0, *(one.end() for one in re.finditer("\n", text))]
    for words, line, quoting in shown_lines(text):
        place = locate(starts[min(line, len(starts) - 1)])
        yield Paragraph(words, lambda _, place=place: place, set_off=quoting)  # type: ignore[misc]


#: A call of Typst with its arguments in round brackets.
_CALL = re.compile(r"#(?P<name>[a-zA-Z][\w.-]*)(?P<round>\()?")
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
        shown[call.start() : end] = " " * (end - call.start())
        if call["name"] == "quote" and text[end : end + 1] == "[":
            quoting.append((end, _closing(text, end)))
    words = "".join(shown)
    for begin, end in quoting:
        yield Paragraph(words[begin + 1 : end - 1], _further(locate, begin + 1), set_off=True)
    for match in re.finditer(r"(?:[^\n]*\S[^\n]*\n?)+", words):
        yield Paragraph(match[0], _further(locate, match.start()))


def _further(locate: Locate, by: int) -> Locate:
    return lambda at: locate(at + by)


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
