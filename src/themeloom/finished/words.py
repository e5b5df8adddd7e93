"""The words of finished documents, each with its page, slide or section."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any

from themeloom.finished.pdf import page_texts
from themeloom.finished.texts import members

if TYPE_CHECKING:
    from collections.abc import Iterator

Piece = tuple[str, str]
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_PARTS_OF_WORD = {
    "word/document.xml": "",
    "word/footnotes.xml": "notes",
    "word/endnotes.xml": "end notes",
}
_SLIDE = re.compile(r"ppt/(?P<kind>slides/slide|notesSlides/notesSlide)(?P<number>\d+)\.xml")
_RUNNING = re.compile(r"word/(?P<kind>header|footer)\d*\.xml")


def pdf_pieces(data: bytes) -> Iterator[Piece]:
    """The words of a PDF, page by page."""
    for number, text in enumerate(page_texts(data), 1):
        yield f"page {number}", text


def word_pieces(data: bytes) -> Iterator[Piece]:
    """The words of a Word document, by the heading they stand under."""
    for name, content in members(data):
        running = _RUNNING.fullmatch(name)
        if name in _PARTS_OF_WORD or running:
            place = running["kind"] if running else _PARTS_OF_WORD[name]
            yield from _paragraphs(content, place)


def _paragraphs(content: bytes, place: str) -> Iterator[Piece]:
    section = place or "first page"
    for paragraph in parsed(content).iter(f"{_W}p"):
        text = "".join(_run(node) for node in paragraph.iter())
        style = paragraph.find(f"{_W}pPr/{_W}pStyle")
        named = "" if style is None else str(style.get(f"{_W}val"))
        if not place and named.startswith("Heading") and text.strip():
            section = f"section “{text.strip()}”"
        yield section, text


def _run(node: Any) -> str:  # noqa: ANN401 - lxml has no types
    if node.tag in {f"{_W}t", f"{_W}delText"}:
        return node.text or ""
    return " " if node.tag in {f"{_W}tab", f"{_W}br"} else ""


def slide_pieces(data: bytes) -> Iterator[Piece]:
    """The words of a PowerPoint deck, slide by slide, and of its notes."""
    found = []
    for name, content in members(data):
        match = _SLIDE.fullmatch(name)
        if match:
            found.append((int(match["number"]), match["kind"].startswith("notes"), content))
    for number, notes, content in sorted(found, key=lambda one: one[:2]):
        place = f"notes of slide {number}" if notes else f"slide {number}"
        for paragraph in parsed(content).iter(f"{_A}p"):
            yield place, "".join(node.text or "" for node in paragraph.iter(f"{_A}t"))


def article_pieces(data: bytes) -> Iterator[Piece]:
    """The words of an XML article, by the title of the section they stand in."""
    root = parsed(data)
    for node in root.iter():
        for text, owner in ((node.text, node), (node.tail, node.getparent())):
            if text and text.strip() and owner is not None:
                yield _section(owner), text


def _section(node: Any) -> str:  # noqa: ANN401 - lxml has no types
    for one in (node, *node.iterancestors()):
        title = one.find("title") if isinstance(one.tag, str) else None
        if title is not None:
            return f"section “{' '.join(''.join(title.itertext()).split())}”"
    top = [one.tag for one in (node, *node.iterancestors())]
    return "front matter" if "front" in top else "body"


def page_pieces(data: bytes) -> Iterator[Piece]:
    """The words of a web page or a web deck, by the heading they stand under."""
    reader = _Page()
    reader.feed(data.decode("utf-8", "replace"))
    reader.close()
    yield from reader.pieces


class _Page(HTMLParser):
    """Collects the words that are seen, and those that describe pictures."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[Piece] = []
        self._place = "head of the page"
        self._heading: list[str] | None = None
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Enter a heading or what is not seen; keep what describes."""
        self._hidden += tag in {"script", "style"}
        if tag in _HEADINGS:
            self._heading = []
        for name, value in attrs:
            if value and (name in {"alt", "aria-label"} or (tag, name) == ("meta", "content")):
                self.pieces.append((self._place, value))

    def handle_endtag(self, tag: str) -> None:
        """Leave a heading: what follows stands under it."""
        self._hidden -= tag in {"script", "style"} and self._hidden > 0
        if tag in _HEADINGS and self._heading is not None:
            title = " ".join(" ".join(self._heading).split())
            self._place = f"section “{title}”" if title else self._place
            self.pieces += [(self._place, text) for text in self._heading]
            self._heading = None

    def handle_data(self, data: str) -> None:
        """Keep words."""
        if self._hidden or not data.strip():
            return
        if self._heading is not None:
            self._heading.append(data)
        else:
            self.pieces.append((self._place, data))


def parsed(content: bytes) -> Any:  # noqa: ANN401 - lxml has no types
    """An XML document, nothing fetched and no entity of its own resolved."""
    from lxml import etree

    return etree.fromstring(
        content, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    )
