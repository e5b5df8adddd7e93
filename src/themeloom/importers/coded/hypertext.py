"""What a page of HTML says, with the way from its bare words to lines."""

from __future__ import annotations

from bisect import bisect_right
from html.parser import HTMLParser
from itertools import pairwise

#: What ends a line, whether or not the page has a line end there.
_BLOCKS = frozenset(
    {"p", "div", "br", "h1", "h2", "h3", "h4", "h5", "h6", "li", "ul", "ol", "table", "tr"}
    | {"blockquote", "pre", "section", "article", "hr", "dt", "dd"}
)
_UNSEEN = frozenset({"script", "style", "head", "title"})


class Page(HTMLParser):
    """A page as text.

    Args:
        markup: its mark-up.
    """

    def __init__(self, markup: str) -> None:
        super().__init__(convert_charrefs=True)
        self._parts: list[str] = []
        self._length = 0
        self._shut = 0
        self._due = False
        self._put_in: list[int] = []
        self.feed(markup)
        self.close()
        #: The words with all tags taken out, as tools count them.
        self.bare = "".join(self._parts)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 - the parser's own
        """Begin something: a line, or what is not seen."""
        self._shut += tag in _UNSEEN
        if tag in _BLOCKS:
            self._end_line()

    def handle_endtag(self, tag: str) -> None:
        """End something."""
        self._shut -= tag in _UNSEEN and self._shut > 0
        if tag in _BLOCKS:
            self._end_line()

    def handle_data(self, data: str) -> None:
        """Note words; before those of another block a line ends."""
        if self._shut or not data:
            return
        if self._due and self._length and not data.lstrip(" ").startswith("\n"):
            self._put_in.append(self._length)
        self._due = self._due and not data.strip() and "\n" not in data
        self._parts.append(data)
        self._length += len(data)

    def _end_line(self) -> None:
        self._due = bool(self._parts) and not self._parts[-1].endswith("\n")

    @property
    def text(self) -> str:
        """The words in lines."""
        ends = [0, *self._put_in, self._length]
        return "\n".join(self.bare[a:b] for a, b in pairwise(ends))

    def place(self, bare: int, *, is_end: bool = False) -> int:
        """A place of the bare words in the text."""
        return bare + bisect_right(self._put_in, bare - is_end)


def words_of(markup: str) -> str:
    """The words of a piece of HTML."""
    return Page(markup).bare
