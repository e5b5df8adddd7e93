"""What web pages, decks for a browser, drawings and JATS articles say, by one walk.

Also what their readers do not see is kept: comments, what style sheets put in, what scripts hold.
"""

from __future__ import annotations

import binascii
import re
from base64 import b64decode
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import TYPE_CHECKING
from urllib.parse import unquote_to_bytes

from msgspec.structs import replace

from themeloom.core.errors import ThemeloomError
from themeloom.core.files import beside
from themeloom.finished.segments import Segment

if TYPE_CHECKING:
    from collections.abc import Iterator

#: Classes, and styles of paragraphs in Word, that set words off.
_CLASSES = frozenset(beside(__file__, "reader.toml")["classes"]["quotation"])
_STYLES = frozenset(beside(__file__, "reader.toml")["styles"]["quotation"])
#: Attributes that say whose words an element holds.
_SPEAKER = frozenset(beside(__file__, "reader.toml")["attributes"]["speaker"])
#: Where a file begins, before its first heading.
START = "the head of the page"
_TAGS: dict[str, frozenset[str]] = {
    name: frozenset(tags) for name, tags in beside(__file__, "reader.toml")["tags"].items()
}
#: Pictures and typefaces that are embedded are most of a page and hold no words.
_EMBEDDED = re.compile(r"data:(?!text/(?:html|plain)|image/svg)[\w/+.;=-]*base64,[A-Za-z0-9+/=\s]*")
#: Letters as Typst draws them, and their shapes, one behind the other, which say nothing: hundreds
#: of elements, of which one does as well.
_SHAPES = re.compile(
    r'(?:<use xlink:href="#g[0-9A-F]{32}"(?: [xy]="-?\d{1,5}(?:\.\d{1,12})?"){2}'
    r' fill="#[0-9a-f]{3,8}" fill-rule="nonzero"/>){2,}'
    r'|(?:<symbol id="g[0-9A-F]{32}" overflow="visible">'
    r'<path d="[MLHVCQZmlhvcqz\d .-]*"/></symbol>)+'
)
#: A page or a drawing in the place of an address.
_PAGE = re.compile(
    r"data:(?:text/(?:html|plain)|image/svg\+xml)(?P<told>[^,]*),(?P<data>.*)", re.DOTALL
)
#: Most embedded drawings are lines alone.
_WORDS = re.compile(rb"(?:>|^)[^<]*\w \w[^<]*(?:<|$)")
#: What scripts write around words that browsers set between quotation marks.
_MARKS_OF_SCRIPT = {"<q>": "“", "</q>": "”", "<blockquote>": "“", "</blockquote>": "”"}
#: What a style sheet puts before or behind an element.
_CONTENT = re.compile(r"""\bcontent\s*:((?:[^;{}"']|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')+)""")
_STRING = re.compile(
    r"""(?P<open>open-quote)|(?P<close>close-quote)|(["'])(?P<said>.*?)(?<!\\)\3"""
)
#: How style sheets, and how scripts, write a sign that a keyboard lacks.
_SIGN = re.compile(r"\\([0-9A-Fa-f]{2,6})[ ]?")
_SIGN_OF_SCRIPT = re.compile(r"\\(?:u\{([0-9A-Fa-f]{1,6})\}|u([0-9A-Fa-f]{4})|x([0-9A-Fa-f]{2}))")
#: An attribute of so many words may hold a sentence, whatever it is called.
_SENTENCE = 6
#: How deep pages may lie within pages.
_DEPTH = 4
#: What text within such an element is; speakers' notes are told from the slide by their kind.
_ROLES = {"template": "drawing", "svg": "drawing", "notes": "notes"}


@dataclass
class _Table:
    """The heads of a table's columns and of the row that is read, and in which column that is."""

    heads: dict[int, str] = field(default_factory=dict)
    row: str = ""
    column: int = -1


class _Columns:
    """Where in which table a cell stands, and what its heads say; terms have what defines them."""

    def __init__(self) -> None:
        self._tables: list[_Table] = []

    def begin(self, tag: str) -> None:
        """A table, a row or a cell begins."""
        if tag in ("table", "dl"):
            self._tables.append(_Table())
        elif self._tables and tag in ("tr", "dt"):
            self._tables[-1].column, self._tables[-1].row = -1, ""
        elif self._tables and tag in ("th", "td", "dd"):
            self._tables[-1].column += 1

    def end(self, tag: str) -> None:
        """A table ends."""
        if tag in ("table", "dl") and self._tables:
            self._tables.pop()

    def head(self, cell: str, text: str) -> str:
        """The head above a text, and on a line of its own that beside it; one that is is kept."""
        if not self._tables:
            return ""
        table = self._tables[-1]
        if cell in ("th", "dt"):
            table.row = f"{table.row} {text}".strip()
        if cell == "th":
            table.heads[table.column] = f"{table.heads.get(table.column, '')} {text}".strip()
        if cell in ("th", "dt"):
            return ""
        above = table.heads.get(table.column, "")
        return f"{above}\n{table.row}" if table.row else above


#: What an element tells browsers of scripts, by their hashes: it says nothing to anybody.
_POLICY = "content-security-policy"


class _Walk(HTMLParser):
    """Cuts a page at its headings (a deck at its slides, JATS at its sections), line by line."""

    def __init__(self, depth: int) -> None:
        super().__init__(convert_charrefs=True)
        self._depth = depth
        #: Kind, label and anchor of every section so far; the last one is being read.
        self.places = [("section", START, "")]
        #: The segments, each with the number of its section, whose heading may come later.
        self.found: list[tuple[int, Segment]] = []
        self._text, self._line = "", 0
        self._heading: list[str] | None = None
        self._open: list[tuple[str, str]] = []
        self._ids: list[str] = []
        self._deck = self._caption = self._data = False
        self._columns, self._cell = _Columns(), ""
        self._quoting = self._code = 0
        #: The tag of an element that is set off by its class, or a paragraph of Word by its style.
        self._styled = ""
        self._below = False
        #: Of each figure, where what it shows begins, and what its caption says.
        self._figures: list[tuple[int, list[str]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a line, a heading, a section or a slide; keep what attributes show."""
        if tag not in _TAGS["inline"]:
            self._end_line()
        self._set_off(tag, 1)
        found = dict(attrs)
        if tag == "w:pstyle" and found.get("w:val") in _STYLES:
            self._styled = "w:p"
        elif not self._styled and (
            set((found.get("class") or "").lower().split()) & _CLASSES or _SPEAKER & found.keys()
        ):
            self._styled = tag
        self._below = self._below or tag in _TAGS["below"]
        if tag == "figure":
            self._figures.append((len(self.found), []))
        self._data = tag == "script" and "json" in (found.get("type") or "")
        if tag in _TAGS["hidden"] or tag in _TAGS["drawn"] or tag == "aside":
            notes = tag == "aside" and "notes" in (found.get("class") or "")
            self._open.append((tag, "notes" if notes else "" if tag == "aside" else tag))
        elif tag in _TAGS["sections"]:
            self._ids.append(found.get("id") or "")
            if self._deck:
                self.places.append(("slide", "", f"#/{self._ids[-1]}" if self._ids[-1] else ""))
        elif tag == "div" and "reveal" in (found.get("class") or "").split():
            self._deck = True
        elif not self._deck and self._is_heading(tag):
            anchor = found.get("id") or (self._ids[-1] if self._ids else "")
            self.places.append(("section", "", f"#{anchor}" if anchor else ""))
            self._heading = []
        self._caption = self._caption or tag == "caption"
        self._keep_attributes(attrs)

    def _keep_attributes(self, attrs: list[tuple[str, str | None]]) -> None:
        line = self.getpos()[0]
        if ("http-equiv", _POLICY) in [(name, (value or "").lower()) for name, value in attrs]:
            return
        for name, value in attrs:
            short = name.rpartition(":")[2]
            self._keep_page(name, value or "", line)
            if not value or value.startswith(("data:", "#")):
                continue
            if short in _TAGS["shown"] or name in _TAGS["kept"]:
                self._keep(value.removeprefix("mailto:"), line, "attribute")
            elif short not in _TAGS["silent"] and value.count(" ") >= _SENTENCE - 1:
                self._keep(value, line, "unread", head=short.removeprefix("data-"))

    def _keep_page(self, name: str, value: str, line: int) -> None:
        """Keep what a page says that is an attribute of this one."""
        page = value.encode("utf-8", "replace") if name == "srcdoc" else _embedded(value)
        if not page:
            return
        if self._depth >= _DEPTH:
            raise ThemeloomError(
                f"a page lies in a page, and so on, {_DEPTH} deep and deeper: "
                "nobody sees what the innermost says",
                "take the element out, or put what it shows into the page itself",
                line=line,
            )
        try:
            within = list(marked_up(page, self._depth + 1))
        except ThemeloomError as error:
            error.line = line
            raise
        for one in within:
            role = "drawing" if one.role == "text" else one.role
            self.found.append((len(self.places) - 1, replace(one, role=role, line=line)))

    def _set_off(self, tag: str, by: int) -> None:
        """Count what sets words off, or makes cells of them; `by` is 1 at its beginning."""
        if tag in _TAGS["quotations"]:
            self._quoting = max(self._quoting + by, 0)
        elif tag in _TAGS["code"]:
            self._code = max(self._code + by, 0)
        elif tag == "q":
            self.handle_data("“" if by > 0 else "”")
        elif by > 0:
            self._columns.begin(tag)
            if tag in ("th", "td", "dt", "dd", "tr"):
                self._cell = "" if tag == "tr" else tag
        else:
            self._columns.end(tag)

    def handle_endtag(self, tag: str) -> None:
        """End what was begun."""
        if tag not in _TAGS["inline"]:
            self._end_line()
        self._set_off(tag, -1)
        if tag == self._styled:
            self._styled = ""
        self._below = self._below and tag not in _TAGS["below"]
        if tag == "figure" and self._figures:
            self._end_figure()
        if tag in _TAGS["sections"] and self._ids:
            self._ids.pop()
        elif tag == "caption":
            self._caption = False
        elif self._heading is not None and self._is_heading(tag):
            kind, _, anchor = self.places[-1]
            title = " ".join(" ".join(self._heading).split())
            self.places[-1] = (kind, f"section {title}", anchor)
            self._heading = None
        names = [name for name, _ in self._open]
        if tag in names:
            del self._open[len(names) - 1 - names[::-1].index(tag)]

    def handle_data(self, data: str) -> None:
        """Keep what is read, and what style sheets and scripts say."""
        hidden = next((tag for tag, _ in self._open if tag in _TAGS["hidden"]), "")
        if self._data and data.strip():
            said = _SIGN_OF_SCRIPT.sub(_signed, data)
            self._keep(said, self.getpos()[0], "comment", "code")
        elif hidden == "style":
            for said in put_in_by(data):
                self._keep(said, self.getpos()[0], "drawing")
        elif hidden:
            said = _SIGN_OF_SCRIPT.sub(_signed, data)
            for tag, mark in _MARKS_OF_SCRIPT.items():
                said = said.replace(tag, mark)
            self._keep(said, self.getpos()[0], "unread")
        else:
            if not self._text:
                self._line = self.getpos()[0]
            self._text += data

    def handle_comment(self, data: str) -> None:
        """Keep comments: whoever opens the source sees them."""
        self._keep(data, self.getpos()[0], "comment")

    def close(self) -> None:
        """Keep the last line as well."""
        super().close()
        self._end_line()

    def _is_heading(self, tag: str) -> bool:
        return tag in _TAGS["headings"] or (
            tag == "title" and bool(self._ids) and not self._caption
        )

    def _end_line(self) -> None:
        if self._text.strip():
            kinds = [kind for _, kind in self._open if kind]
            self._keep(self._text, self._line, _ROLES.get(kinds[-1] if kinds else "", "text"))
            if self._heading is not None:
                self._heading.append(self._text)
            if self._below and self._figures:
                self._figures[-1][1].append(self._text)
        self._text = ""

    def _end_figure(self) -> None:
        """Put the caption beside what a figure says in words, as the head of its row."""
        start, caption = self._figures.pop()
        head = " ".join(" ".join(caption).split())
        for at in range(start, len(self.found) if head else start):
            place, one = self.found[at]
            if one.role == "text" and not (one.head or one.form):
                self.found[at] = (place, replace(one, head=f"\n{head}"))

    def _keep(self, text: str, line: int, role: str, form: str = "", head: str = "") -> None:
        is_read = role in ("text", "drawing")
        if is_read:
            is_set_off = self._quoting or (self._styled and not self._below)
            form = "code" if self._code else "quotation" if is_set_off else ""
        if is_read and self._cell:
            head = self._columns.head(self._cell, text)
        one = Segment("", text, line=line, role=role, form=form, head=head)
        self.found.append((len(self.places) - 1, one))


def _embedded(address: str) -> bytes:
    """The page or drawing that an address itself is, if it has words."""
    found = _PAGE.match(address)
    if not found:
        return b""
    try:
        data = unquote_to_bytes(found["data"])
        page = b64decode(data) if found["told"].endswith("base64") else data
    except binascii.Error:
        return b""
    return page if _WORDS.search(page) else b""


def put_in_by(sheet: str) -> Iterator[str]:
    """The words that a style sheet puts before or behind what a page says."""
    for one in _CONTENT.finditer(sheet):
        said = "".join(
            "“" if part["open"] else "”" if part["close"] else part["said"]
            for part in _STRING.finditer(one[1])
        )
        if " " in said.strip():
            yield _SIGN.sub(_signed, said)


def _signed(match: re.Match[str]) -> str:
    code = int(match[match.lastindex or 0], 16)
    return chr(code) if code < 0x110000 else match[0]  # noqa: PLR2004 - there are no more signs


def marked_up(data: bytes, depth: int = 0) -> Iterator[Segment]:
    """The lines of a page, each in its section or on its slide.

    Args:
        data: the page.
        depth: in how many other pages it lies.

    Raises:
        ThemeloomError: if pages lie deeper in it than anybody would look.
    """
    walk = _Walk(depth)
    text = data.decode("utf-8", "replace")
    page = _EMBEDDED.sub(lambda match: "\n" * match[0].count("\n"), text)
    page = _SHAPES.sub("<use/>", page)
    # Behind the last bracket no element is whole, and each would be looked for to the end.
    whole, closes, rest = page.rpartition(">")
    walk.feed(f"{whole}{closes}{rest.replace('<', '&lt;')}")
    walk.close()
    # Slides within slides are counted by those that show something.
    shown = dict.fromkeys(at for at, one in walk.found if one.role == "text")
    numbers = {at: n for n, at in enumerate((a for a in shown if walk.places[a][0] == "slide"), 1)}
    for at, one in walk.found:
        kind, label, anchor = walk.places[at]
        label = label or f"slide {numbers.get(at, len(numbers))}"
        if one.role == "notes":
            yield replace(one, kind="notes", label=f"notes of {label}", anchor=anchor, role="text")
        else:
            yield replace(one, kind=kind, label=label, anchor=anchor)
