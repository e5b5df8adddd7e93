"""The text that a reader can see in a file of any kind, in pieces that know their lines."""

from __future__ import annotations

import io
import json
import re
import zipfile
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any

from themeloom.finished.pdf import BrokenPdfError, page_texts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

#: The size beyond which a member of an archive is not opened: it would be an attack.
_LARGEST = 200_000_000


@dataclass(frozen=True)
class Piece:
    """Some text of a file.

    Args:
        line: the line on which it begins, from 1; 1 where a file has no lines.
        text: what a reader sees.
        inside: which part of the file, for files that have parts.
    """

    line: int
    text: str
    inside: str = ""


def read_pieces(name: str, data: bytes) -> list[Piece]:
    """The text of a file, by the ending of its name; nothing for kinds without text."""
    ending = name.rpartition(".")[2].lower()
    reader = _READERS.get(ending)
    return [] if reader is None else list(reader(data))


def _plain(data: bytes) -> Iterator[Piece]:
    yield Piece(1, data.decode("utf-8", "replace"))


class _Visible(HTMLParser):
    """Collects text and the attributes that are shown or followed."""

    _SHOWN = frozenset({"alt", "title", "content", "href", "aria-label", "desc"})
    _HIDDEN = frozenset({"script", "style"})

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[Piece] = []
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep what attributes show."""
        self._hidden += tag in self._HIDDEN
        for name, value in attrs:
            if (
                name.rpartition(":")[2] in self._SHOWN
                and value
                and not value.startswith(("data:", "#"))
            ):
                self._keep(value.removeprefix("mailto:"))

    def handle_endtag(self, tag: str) -> None:
        """Leave a script or a style."""
        self._hidden -= tag in self._HIDDEN and self._hidden > 0

    def handle_data(self, data: str) -> None:
        """Keep text that is shown."""
        if not self._hidden and data.strip():
            self._keep(data)

    def handle_comment(self, data: str) -> None:
        """Keep comments: whoever opens the source sees them."""
        if not self._hidden:
            self._keep(data)

    def _keep(self, text: str) -> None:
        self.pieces.append(Piece(self.getpos()[0], text))


def _marked_up(data: bytes) -> Iterator[Piece]:
    parser = _Visible()
    parser.feed(data.decode("utf-8", "replace"))
    parser.close()
    yield from parser.pieces


_BREAK = re.compile(r"</(?:w:p|a:p|row|si|text:p)>|<w:br/>|<w:tab/>|</c>")
_TAG = re.compile(r"<[^>]+>")


def _office(data: bytes) -> Iterator[Piece]:
    """Word, PowerPoint, Excel and OpenDocument files: an archive of XML parts."""
    from xml.sax.saxutils import unescape

    for name, content in members(data):
        if not name.endswith(".xml") or name.startswith("docProps/"):
            continue
        if name.rpartition("/")[2].startswith(
            ("styles", "theme", "fontTable", "settings", "webSettings")
        ):
            continue
        text = _TAG.sub("", _BREAK.sub("\n", content.decode("utf-8", "replace")))
        if text.strip():
            yield Piece(1, unescape(text, {"&quot;": '"', "&apos;": "'"}), name)
    for name, content in members(data):
        if name.endswith(".rels"):
            targets = re.findall(
                r'Target="(mailto:[^"]+|https?://[^"]+)"[^>]*TargetMode="External"',
                content.decode("utf-8", "replace"),
            )
            for target in targets:
                yield Piece(1, unescape(target.removeprefix("mailto:")), name)


def _archive(data: bytes) -> Iterator[Piece]:
    for name, content in members(data):
        # An archive within an archive may hold itself; nobody publishes one.
        if _READERS.get(name.rpartition(".")[2].lower()) is _archive:
            continue
        for piece in read_pieces(name, content):
            yield Piece(piece.line, piece.text, f"{name} {piece.inside}".strip())


def members(data: bytes) -> Iterator[tuple[str, bytes]]:
    """The files within an archive, by name; nothing if it is none."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for entry in sorted(archive.infolist(), key=lambda one: one.filename):
                if not entry.is_dir() and entry.file_size <= _LARGEST:
                    yield entry.filename, archive.read(entry)
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, OSError):
        return


def _pdf(data: bytes) -> Iterator[Piece]:
    try:
        texts = page_texts(data)
    except BrokenPdfError:
        # A broken file has no text that a reader could see.
        return
    for number, text in enumerate(texts, 1):
        if text.strip():
            yield Piece(1, text, f"page {number}")


_COLOUR = re.compile(r"\x1b\[[0-9;]*m")
_DECORATOR = re.compile(r"^[ \t]*@[\w.]+", re.MULTILINE)
#: Where a text of a notebook stands that only running it again or clearing it changes.
SAVED = "saved output"


def _notebook(data: bytes) -> Iterator[Piece]:
    """A Jupyter notebook, cell by cell, as it lies in the file: nothing of it has run again."""
    raw = data.decode("utf-8", "replace")
    try:
        said = list(_said(json.loads(raw)))
    except (ValueError, RecursionError, TypeError, AttributeError):
        yield from _plain(data)
        return
    place = 0
    for inside, text, marked_up in said:
        # The texts come in the order of the file, each line of a text on a line of its own.
        first = json.dumps(text.split("\n", 1)[0], ensure_ascii=False)[1:-1]
        place = max(place, raw.find(first, place))
        line = raw.count("\n", 0, place)
        for piece in (_marked_up if marked_up else _plain)(text.encode("utf-8", "replace")):
            yield Piece(line + piece.line, _COLOUR.sub("", piece.text), inside)


def _said(notebook: dict[str, Any]) -> Iterator[tuple[str, str, bool]]:
    """Every text of a notebook: where it stands, what it says, whether that is mark-up."""
    for key, value in notebook.items():
        if key != "cells":
            yield from (("the metadata", text, False) for text in _strings(value))
            continue
        for number, cell in enumerate(value, 1):
            for part, content in cell.items():
                if part == "outputs":
                    saved = f"cell {number}, {SAVED}"
                    yield from ((saved, *text) for one in content for text in _saved(one))
                elif part == "source":
                    text = "".join(content)
                    code = cell["cell_type"] == "code"
                    yield f"cell {number}", _DECORATOR.sub("", text) if code else text, False
                elif part == "attachments":
                    yield from ((f"cell {number}, attachments", name, False) for name in content)
                else:
                    where = f"cell {number}, metadata"
                    yield from ((where, text, False) for text in _strings(content))


def _saved(output: dict[str, Any]) -> Iterator[tuple[str, bool]]:
    """The texts of an output, and whether each is mark-up."""
    for part, content in output.items():
        if part == "data":
            for kind, value in content.items():
                if kind.startswith("text/") or kind.endswith("+xml"):
                    yield "".join(value), kind in {"text/html", "image/svg+xml"}
                elif kind.endswith("json"):
                    yield from ((text, False) for text in _strings(value))
        elif part == "text":
            yield "".join(content), False
        else:
            yield from ((text, False) for text in _strings(content))


def _strings(value: object) -> Iterator[str]:
    """Every text in some JSON."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for one in value.values() if isinstance(value, dict) else value:
            yield from _strings(one)


_READERS: dict[str, Callable[[bytes], Iterator[Piece]]] = {
    **dict.fromkeys(
        (
            "txt",
            "md",
            "qmd",
            "csv",
            "tsv",
            "vtt",
            "srt",
            "yml",
            "yaml",
            "json",
            "bib",
            "rtf",
            "tex",
        ),
        _plain,
    ),
    **dict.fromkeys(("html", "htm", "xml", "svg", "xhtml"), _marked_up),
    **dict.fromkeys(("docx", "pptx", "xlsx", "odt", "ods", "odp"), _office),
    **dict.fromkeys(("zip", "qdpx"), _archive),
    "pdf": _pdf,
    "ipynb": _notebook,
}
