"""What a page shows, line by line, and what of it is set off as a quotation."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import TYPE_CHECKING

from themeloom.core.files import beside

if TYPE_CHECKING:
    from collections.abc import Sequence

_DATA = beside(__file__, "set_off.toml")["elements"]
#: Elements that end a line, by their names without a namespace.
_BLOCKS = frozenset(_DATA["blocks"].split())
_SILENT, _SHOWN = frozenset(_DATA["silent"].split()), frozenset(_DATA["shown"].split())
_EMBEDDED = re.compile(r"data:[\w/+.;=-]*base64,[A-Za-z0-9+/=\s]*")


class _Walk(HTMLParser):
    """Cuts mark-up into paragraphs, each with the line on which it begins."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[tuple[str, int, bool]] = []
        self._text, self._line = "", 0
        self._quoting = self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a paragraph, a quotation, or what is not read; keep what attributes show."""
        name = tag.rpartition(":")[2]
        if name in _BLOCKS:
            self.end()
        self._quoting += name in ("blockquote", "disp-quote")
        self._silent += name in _SILENT
        if name == "q":
            self.handle_data("“")
        for key, value in attrs:
            if key in _SHOWN and value and " " in value:
                self.found.append((value, self.getpos()[0] - 1, False))

    def handle_endtag(self, tag: str) -> None:
        """End what was begun."""
        name = tag.rpartition(":")[2]
        if name == "q":
            self.handle_data("”")
        if name in _BLOCKS:
            self.end()
        self._quoting -= name in ("blockquote", "disp-quote") and self._quoting > 0
        self._silent -= name in _SILENT and self._silent > 0

    def handle_data(self, data: str) -> None:
        """Keep what is read."""
        if not self._silent:
            if not self._text.strip():
                self._text, self._line = "", self.getpos()[0] - 1
                self._line += data[: len(data) - len(data.lstrip())].count("\n")
            self._text += data

    def end(self) -> None:
        """End a paragraph."""
        if self._text.strip():
            self.found.append((self._text, self._line, self._quoting > 0))
        self._text = ""


def shown_lines(text: str) -> Sequence[tuple[str, int, bool]]:
    """The lines of HTML or XML: what each says, its line from 0, whether it is set off.

    Elements that quote bring their marks; attributes that are shown are lines of their own.
    """
    walk = _Walk()
    walk.feed(_EMBEDDED.sub(lambda one: "\n" * one[0].count("\n"), text))
    walk.close()
    walk.end()
    return walk.found
