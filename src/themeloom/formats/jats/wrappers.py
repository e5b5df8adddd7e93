"""Elements that pandoc has torn apart: in lists and notes it puts each block into a `<p>`.

Our Lua says where a figure, a box or a quotation begins and ends in blocks of their own. Where
pandoc wraps these, `<p specific-use="wrapper"><fig></p>` is no XML: the whole of it gets one
wrapper here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from themeloom.core.text import replaced

_TAG = re.compile(r"<(?P<end>/?)(?P<name>[\w:-]+)(?P<rest>(?:\s[^<>]*?)?)(?P<empty>/?)>")
_WRAPPER = 'specific-use="wrapper"'


@dataclass
class _Open:
    """An element that has begun.

    Args:
        name: of the element.
        start: where its tag begins in the text.
        end: where its tag ends.
        wrapper: whether pandoc put it there.
        torn: whether it began within a wrapper and goes on behind it.
    """

    name: str
    start: int
    end: int
    wrapper: bool = False
    torn: bool = False


def unwrapped(text: str) -> str:
    """An article in which every element ends where it began, the tags of wrappers taken out."""
    if _WRAPPER not in text:
        return text
    torn = _Torn(text)
    for match in _TAG.finditer(text):
        if match["end"]:
            torn.ended(match)
        elif not match["empty"]:
            torn.began(match)
    return replaced(text, ((start, end, "") for start, end in sorted(torn.out))).text


class _Torn:
    """Reads an article tag by tag, and notes the tags of wrappers that have to go."""

    def __init__(self, text: str) -> None:
        self.out: set[tuple[int, int]] = set()
        self._text = text
        self._open: list[_Open] = []

    def began(self, match: re.Match[str]) -> None:
        """Put what has begun on the stack."""
        wrapper = match["name"] == "p" and _WRAPPER in match["rest"]
        self._open.append(_Open(match["name"], match.start(), match.end(), wrapper))

    def ended(self, match: re.Match[str]) -> None:
        """Take what has ended off the stack."""
        name, stack = match["name"], self._open
        at = next((at for at in reversed(range(len(stack))) if stack[at].name == name), None)
        if at is None:
            return
        one, inside = stack[at], stack[at + 1 :]
        if not inside:
            stack.pop()
            if one.wrapper and self._is_needless(one, match.start()):
                self.out |= {(one.start, one.end), match.span()}
        elif one.wrapper:
            # It ends, and what began in it does not: it is to end with that.
            for other in inside:
                other.torn = True
            self.out.add(match.span())
        elif inside[-1].wrapper:
            # What began in a wrapper further up ends in another, whose end stays for the first.
            self.out.add((inside[-1].start, inside[-1].end))
            del stack[at:]

    def _is_needless(self, wrapper: _Open, end: int) -> bool:
        """Whether it lies in what was torn, or round a paragraph."""
        within = self._text[wrapper.end : end].lstrip()
        return bool(self._open and self._open[-1].torn) or within.startswith(("<p>", "<p "))
