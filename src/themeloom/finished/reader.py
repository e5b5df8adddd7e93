"""What a finished file says, of any kind: its text in segments that know where they stand.

`checking`, `verify`, `trace`, the explorer and the checklists are views of these segments.
Web pages, decks and JATS are read by one walk, office files by another, PDFs by their pages;
no entity is resolved, nothing is fetched, and a broken file says as much as can be read of it.
"""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass, replace
from html import unescape
from html.parser import HTMLParser
from itertools import repeat
from typing import TYPE_CHECKING, Any

from themeloom.core.files import beside
from themeloom.finished.notebook_file import notebook_segments
from themeloom.finished.pdf import BrokenPdfError, page_texts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

#: The size beyond which a member of an archive is not opened: it would be an attack.
_LARGEST = 200_000_000
#: Where a file begins, before its first heading.
_START = "the head of the page"


@dataclass(frozen=True)
class Segment:
    """Some text of a file, and how one gets to it.

    Args:
        kind: what it is a part of: `page`, `slide`, `section`, `notes` (of a slide or a page),
            `running` (heads and feet), or `part` for what is no page of a document.
        text: what it says.
        label: how one would refer to it: `page 6`, `slide 14`, `section 3.1 Methods`.
        anchor: what is put after the file's name to get there (`#page=6`); may be empty.
        line: the line of the file on which it begins, from 1; 1 where a file has no lines.
        inside: which part of the file it stands in, for archives and PDFs.
        role: `text` that is read, `drawing` (text of a picture), `attribute` (an alternative
            text and the like), `comment` or `link`.
    """

    kind: str
    text: str
    label: str = ""
    anchor: str = ""
    line: int = 1
    inside: str = ""
    role: str = "text"


def read_segments(name: str, data: bytes) -> list[Segment]:
    """The text of a file, by the ending of its name; nothing for kinds without text."""
    reader = _READERS.get(name.rpartition(".")[2].lower())
    return [] if reader is None else list(reader(data))


def _plain(data: bytes) -> Iterator[Segment]:
    yield Segment("part", data.decode("utf-8", "replace"))


def _pdf(data: bytes) -> Iterator[Segment]:
    try:
        texts = page_texts(data)
    except BrokenPdfError:
        # A broken file has no text that a reader could see.
        return
    for number, text in enumerate(texts, 1):
        label = f"page {number}"
        yield Segment("page", text, label, f"#page={number}", inside=label)


# Web pages, decks, drawings and JATS.

_TAGS: dict[str, frozenset[str]] = {
    name: frozenset(tags) for name, tags in beside(__file__, "reader.toml").items()
}
#: Pictures and typefaces that are embedded are most of a page and hold no words.
_EMBEDDED = re.compile(r"data:[\w/+.;=-]*base64,[A-Za-z0-9+/=\s]*")


class _Walk(HTMLParser):
    """Cuts a page at its headings (a deck at its slides, JATS at its sections), line by line."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        #: Kind, label and anchor of every section so far; the last one is being read.
        self.places = [("section", _START, "")]
        #: The segments, each with the number of its section, whose heading may come later.
        self.found: list[tuple[int, Segment]] = []
        self._text, self._line = "", 0
        self._heading: list[str] | None = None
        self._open: list[tuple[str, str]] = []
        self._ids: list[str] = []
        self._deck = self._caption = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a line, a heading, a section or a slide; keep what attributes show."""
        if tag not in _TAGS["inline"]:
            self._end_line()
        found = dict(attrs)
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
        for name, value in attrs:
            shown = name.rpartition(":")[2] in _TAGS["shown"]
            if shown and value and not value.startswith(("data:", "#")):
                self._keep(value.removeprefix("mailto:"), self.getpos()[0], "attribute")

    def handle_endtag(self, tag: str) -> None:
        """End what was begun."""
        if tag not in _TAGS["inline"]:
            self._end_line()
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
        """Keep what is read."""
        if not any(tag in _TAGS["hidden"] for tag, _ in self._open):
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
        self._text = ""

    def _keep(self, text: str, line: int, role: str) -> None:
        self.found.append((len(self.places) - 1, Segment("", text, line=line, role=role)))


#: What text within such an element is; speakers' notes are told from the slide by their kind.
_ROLES = {"template": "drawing", "svg": "drawing", "notes": "notes"}


def _marked_up(data: bytes) -> Iterator[Segment]:
    walk = _Walk()
    text = data.decode("utf-8", "replace")
    walk.feed(_EMBEDDED.sub(lambda match: "\n" * match[0].count("\n"), text))
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


# Word, PowerPoint, Excel and OpenDocument files: archives of XML parts.

#: Elements after which a new paragraph begins, by their names without a namespace.
_LINES = frozenset({"p", "h", "row", "c", "si"})
#: Parts that say how a file looks.
_LOOKS = ("styles", "theme", "fontTable", "settings", "webSettings")
_EXTERNAL = re.compile(r'Target="(mailto:[^"]+|https?://[^"]+)"[^>]*TargetMode="External"')
_PAGES = re.compile(
    r"word/(?P<word>document|footnotes|endnotes|header\d*|footer\d*)\.xml"
    r"|ppt/(?P<slide>slides/slide|notesSlides/notesSlide)(?P<number>\d+)\.xml"
)


@dataclass
class _Paragraph:
    """A paragraph of an office file: its text, its style, and whether Word counts it."""

    text: str = ""
    style: str = ""
    counted: bool = True
    role: str = "text"


def _office(data: bytes) -> Iterator[Segment]:
    parts = dict(members(data))
    for name in sorted(parts, key=_in_order):
        if name.endswith(".rels"):
            for target in _EXTERNAL.findall(parts[name].decode("utf-8", "replace")):
                text = unescape(target.removeprefix("mailto:"))
                yield Segment("part", text, inside=name, role="link")
        elif (
            name.endswith(".xml")
            and not name.startswith("docProps/")
            and not name.rpartition("/")[2].startswith(_LOOKS)
        ):
            yield from _part(name, parts)


def _in_order(name: str) -> tuple[bool, str, int, bool]:
    """Slides by their numbers, each before its notes, other parts by their names, links last."""
    match = re.fullmatch(r"(.*?)(\d*)\.xml", name)
    stem, number = (match[1], int(match[2] or 0)) if match else (name, 0)
    notes = stem == "ppt/notesSlides/notesSlide"
    return name.endswith(".rels"), "ppt/slides/slide" if notes else stem, number, notes


def _part(name: str, parts: dict[str, bytes]) -> Iterator[Segment]:
    page = _PAGES.fullmatch(name)
    paragraphs = _paragraphs(parts[name])
    if page is None:
        places: Iterator[tuple[str, str]] = repeat(("part", ""))
    elif page["word"] == "document":
        places = _sections(paragraphs, parts.get("word/styles.xml", b""))
    elif page["word"]:
        kind = "notes" if page["word"].endswith("notes") else "running"
        places = repeat((kind, page["word"]))
    else:
        notes = page["slide"].startswith("notes")
        label = f"slide {page['number']}"
        places = repeat(("notes", f"notes of {label}") if notes else ("slide", label))
    for one, (kind, label) in zip(paragraphs, places, strict=False):
        if one.text.strip():
            yield Segment(kind, one.text, label, inside=name, role=one.role)


def _paragraphs(content: bytes) -> list[_Paragraph]:
    """The lines of a part, in order; what fields are told to do are lines of their own."""
    root = parsed(content)
    found = [_Paragraph()]
    if root is not None:
        _walk(root, found)
    return found


def _walk(root: Any, found: list[_Paragraph]) -> None:  # noqa: ANN401 - lxml has no types
    from lxml import etree

    orders: list[_Paragraph] = []
    for event, node in etree.iterwalk(root, events=("start", "end")):
        name = node.tag.rpartition("}")[2] if isinstance(node.tag, str) else ""
        if event == "start":
            if name == "pStyle":
                found[-1].style = _value(node)
            elif name == "numId" and _value(node) == "0":
                found[-1].counted = False
            elif name in {"br", "tab"} and found[-1].text:
                found[-1].text += "\n" if name == "br" else " "
            if name in {"instrText", "delInstrText"}:
                orders.append(_Paragraph(node.text or "", role="link"))
            else:
                found[-1].text += node.text or ""
        else:
            if name in _LINES:
                found.append(_Paragraph())
            found[-1].text += node.tail or ""
    found += orders


def _value(node: Any) -> str:  # noqa: ANN401 - lxml has no types
    return next((str(value) for key, value in node.items() if key.endswith("}val")), "")


def _sections(paragraphs: list[_Paragraph], styles: bytes) -> Iterator[tuple[str, str]]:
    """Where each paragraph of a Word file stands; Word counts headings when it lays it out."""
    levels = _levels_counted(styles.decode("utf-8", "replace"))
    numbers = [0] * len(levels)
    label = _START
    for one in paragraphs:
        if re.fullmatch(r"Heading\d", one.style):
            counted = one.style in levels and one.counted
            number = _next(numbers, levels.index(one.style)) if counted else ""
            label = " ".join(f"section {number} {one.text}".split())
        yield "section", label


def _levels_counted(styles: str) -> list[str]:
    """The styles of the headings that Word counts, from the uppermost down."""
    found = re.findall(r'<w:style [^>]*w:styleId="(Heading\d)"(.*?)</w:style>', styles, re.DOTALL)
    return sorted(name for name, style in found if "<w:numId " in style)


def _next(numbers: list[int], level: int) -> str:
    """The number of the next heading of a level."""
    numbers[level] += 1
    numbers[level + 1 :] = [0] * (len(numbers) - level - 1)
    return ".".join(map(str, numbers[: level + 1]))


def parsed(content: bytes) -> Any:  # noqa: ANN401 - lxml has no types
    """An XML document, nothing fetched and no entity of its own resolved; broken ends mended."""
    from lxml import etree

    return etree.fromstring(
        content,
        etree.XMLParser(
            resolve_entities=False, no_network=True, load_dtd=False, recover=True, huge_tree=True
        ),
    )


# Archives of other files.


def _archive(data: bytes) -> Iterator[Segment]:
    for name, content in members(data):
        # An archive within an archive may hold itself; nobody publishes one.
        if _READERS.get(name.rpartition(".")[2].lower()) is not _archive:
            for one in read_segments(name, content):
                yield replace(one, inside=f"{name} {one.inside}".strip())


def members(data: bytes) -> Iterator[tuple[str, bytes]]:
    """The files within an archive, by name; nothing if it is none."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for entry in sorted(archive.infolist(), key=lambda one: one.filename):
                if not entry.is_dir() and entry.file_size <= _LARGEST:
                    yield entry.filename, archive.read(entry)
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, OSError):
        return


_TEXTS = "txt md qmd csv tsv vtt srt yml yaml json bib rtf tex"
_READERS: dict[str, Callable[[bytes], Iterator[Segment]]] = {
    **dict.fromkeys(_TEXTS.split(), _plain),
    **dict.fromkeys(("html", "htm", "xml", "svg", "xhtml"), _marked_up),
    **dict.fromkeys(("docx", "pptx", "xlsx", "odt", "ods", "odp"), _office),
    **dict.fromkeys(("zip", "qdpx"), _archive),
    "ipynb": lambda data: notebook_segments(data, read_segments),
    "pdf": _pdf,
}
