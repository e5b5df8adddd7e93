"""Web pages, decks, JATS, Word and PowerPoint as stretches of text.

All five are read with one tolerant parser that resolves no entities of its own
and fetches nothing.
"""

from __future__ import annotations

import io
import re
import zipfile
from html.parser import HTMLParser
from typing import TYPE_CHECKING

from themeloom.finished.segments import Stretch

if TYPE_CHECKING:
    from collections.abc import Iterator

_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
#: What has a heading: `section` on the web, the others in JATS.
_SECTIONS = frozenset({"section", "sec", "ack", "app"})
_UNREAD = frozenset({"script", "style", "template", "svg"})
#: Tags that stand within a word or a line; all others end a line.
_INLINE = frozenset(
    {"a", "abbr", "b", "cite", "code", "em", "i", "italic", "bold", "q", "s", "small", "span"}
    | {"strong", "sub", "sup", "u", "xref", "ext-link", "styled-content", "bdi", "bdo", "wbr"}
)
_START = "the head of the page"


class _Sections(HTMLParser):
    """Cuts a page at its headings (a deck at its slides, JATS at its sections)."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.stretches: list[Stretch] = []
        self._kind, self._label, self._anchor = "section", _START, ""
        self._text: list[str] = []
        self._heading: list[str] | None = None
        self._unread = 0
        self._ids: list[str] = []
        self._deck = False
        self._caption = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a section, a slide or a heading."""
        self._caption = self._caption or tag == "caption"
        found = dict(attrs)
        if tag in _UNREAD or (tag == "aside" and "notes" in (found.get("class") or "")):
            self._unread += 1
        elif tag in _SECTIONS:
            self._ids.append(found.get("id") or "")
            if self._deck:
                self._begin("slide", "", f"#/{self._ids[-1]}" if self._ids[-1] else "")
        elif tag == "div" and "reveal" in (found.get("class") or "").split():
            self._deck = True
        elif not self._deck and self._is_heading(tag):
            anchor = found.get("id") or (self._ids[-1] if self._ids else "")
            self._begin("section", "", f"#{anchor}" if anchor else "")
            self._heading = []
        if tag not in _INLINE:
            self._text.append(" ")

    def handle_endtag(self, tag: str) -> None:
        """End a section, a slide or a heading."""
        if tag in _UNREAD or tag == "aside":
            self._unread = max(self._unread - 1, 0)
        elif tag in _SECTIONS and self._ids:
            self._ids.pop()
        elif tag == "caption":
            self._caption = False
        elif self._heading is not None and self._is_heading(tag):
            self._label = f"section {' '.join(''.join(self._heading).split())}"
            self._heading = None
        if tag not in _INLINE:
            self._text.append(" ")
            if self._heading is not None:
                self._heading.append(" ")

    def handle_data(self, data: str) -> None:
        """Keep what is read."""
        if self._unread:
            return
        self._text.append(data)
        if self._heading is not None:
            self._heading.append(data)

    def _is_heading(self, tag: str) -> bool:
        return tag in _HEADINGS or (tag == "title" and bool(self._ids) and not self._caption)

    def _begin(self, kind: str, label: str, anchor: str) -> None:
        self._end()
        self._kind, self._label, self._anchor = kind, label, anchor

    def _end(self) -> None:
        text = " ".join("".join(self._text).split())
        self._text = []
        if self._deck and self._kind == "slide" and text:
            count = sum(one.kind == "slide" for one in self.stretches) + 1
            self.stretches.append(Stretch.of("slide", f"slide {count}", self._anchor, text))
        elif text and self._kind == "section":
            self.stretches.append(Stretch.of("section", self._label, self._anchor, text))

    def close(self) -> None:
        """Keep the last stretch as well."""
        super().close()
        self._end()


def read_page(data: bytes) -> list[Stretch]:
    """A web page, a deck or a JATS file."""
    parser = _Sections()
    # Pictures and typefaces that are embedded are most of a page and hold no words.
    text = re.sub(r"data:[\w/+.;=-]*base64,[A-Za-z0-9+/=\s]*", "", data.decode("utf-8", "replace"))
    parser.feed(text)
    parser.close()
    return parser.stretches


class _Office(HTMLParser):
    """The paragraphs of a part of an office file, each with the name of its style."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.paragraphs: list[tuple[str, str]] = []
        #: Headings that were taken out of the list that Word counts, by their places.
        self.uncounted: set[int] = set()
        self._style, self._text, self._reading = "", "", False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a paragraph or a run of text."""
        if tag in {"w:p", "a:p"}:
            self._style, self._text = "", ""
        elif tag == "w:pstyle":
            self._style = dict(attrs).get("w:val") or ""
        elif tag == "w:numid" and dict(attrs).get("w:val") == "0":
            self.uncounted.add(len(self.paragraphs))
        elif tag in {"w:tab", "w:br", "a:br"}:
            self._text += " "
        self._reading = tag in {"w:t", "a:t"}

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Read an element without content."""
        self.handle_starttag(tag, attrs)
        self._reading = False

    def handle_endtag(self, tag: str) -> None:
        """End a paragraph or a run of text."""
        self._reading = False
        if tag in {"w:p", "a:p"}:
            self.paragraphs.append((self._style, self._text))

    def handle_data(self, data: str) -> None:
        """Keep the text of runs."""
        if self._reading:
            self._text += data


def _read_office(data: bytes) -> _Office:
    parser = _Office()
    parser.feed(data.decode("utf-8", "replace"))
    parser.close()
    return parser


def _levels_counted(styles: str) -> list[str]:
    """The styles of the headings that Word counts, from the uppermost down."""
    found = re.findall(r'<w:style [^>]*w:styleId="(Heading\d)"(.*?)</w:style>', styles, re.DOTALL)
    return sorted(name for name, style in found if "<w:numId " in style)


def read_word(data: bytes) -> list[Stretch]:
    """A Word file, cut at its headings; it has no pages before a program lays it out."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        office = _read_office(archive.read("word/document.xml"))
        levels = _levels_counted(archive.read("word/styles.xml").decode("utf-8", "replace"))
    stretches: list[Stretch] = []
    label, text, numbers = _START, "", [0] * len(levels)
    for place, (style, words) in enumerate(office.paragraphs):
        if re.fullmatch(r"Heading\d", style):
            stretches.append(Stretch.of("section", label, "", text))
            counted = style in levels and place not in office.uncounted
            number = _next(numbers, levels.index(style)) if counted else ""
            label, text = " ".join(f"section {number} {words}".split()), ""
        text += f" {words}"
    stretches.append(Stretch.of("section", label, "", text))
    return [one for one in stretches if one.text]


def _next(numbers: list[int], level: int) -> str:
    """The number of the next heading of a level."""
    numbers[level] += 1
    numbers[level + 1 :] = [0] * (len(numbers) - level - 1)
    return ".".join(map(str, numbers[: level + 1]))


def read_slides(data: bytes) -> list[Stretch]:
    """A PowerPoint file, slide by slide, notes left out."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = sorted(_slides(archive))
        return [
            Stretch.of(
                "slide",
                f"slide {number}",
                "",
                "\n".join(text for _, text in _read_office(archive.read(name)).paragraphs),
            )
            for number, name in parts
        ]


def _slides(archive: zipfile.ZipFile) -> Iterator[tuple[int, str]]:
    for name in archive.namelist():
        match = re.fullmatch(r"ppt/slides/slide(\d+)\.xml", name)
        if match:
            yield int(match[1]), name
