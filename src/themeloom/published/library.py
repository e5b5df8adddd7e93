"""The finished files of a project, each read once and remembered by its content."""

from __future__ import annotations

import io
import json
import logging
import zipfile
from dataclasses import astuple, dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from themeloom.fingerprint import digest, package_digest
from themeloom.published.markup import read_page, read_slides, read_word
from themeloom.published.stretches import Shelf, Stretch
from themeloom.weaving.files import put

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from themeloom.project import Project

#: What is made about the documents rather than from them.
_ABOUT = ("evidence/", "guidelines/", "index.html")


@dataclass(frozen=True)
class Published:
    """A finished file.

    Args:
        name: its path from the project's root.
        stretches: its text, cut into pages, slides or sections.
    """

    name: str
    stretches: tuple[Stretch, ...]

    @cached_property
    def _shelf(self) -> Shelf:
        return Shelf(self.stretches)

    def places(self, words: str) -> list[Stretch]:
        """Where some words stand in it, in order."""
        return self._shelf.holding(words)


def finished_files(project: Project) -> list[Path]:
    """The finished documents, sorted: not the explorer, not the checklists, not the index."""
    if not project.output.is_dir():
        return []
    return sorted(
        path
        for path in project.output.rglob("*")
        if path.suffix in _READERS
        and path.is_file()
        and not path.relative_to(project.output).as_posix().startswith(_ABOUT)
    )


class Library:
    """Reads finished files; what was read is kept in `.themeloom/` by the file's hash."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._file = project.state / "published.json"
        self._known = _remembered(self._file)
        self._used: dict[str, list[list[str]]] = {}

    def read(self, path: Path) -> Published:
        """One file; without text if it is broken."""
        data = path.read_bytes()
        key = digest(data)
        if key not in self._known:
            self._known[key] = [list(astuple(one)) for one in _read(path.suffix, data)]
        self._used[key] = self._known[key]
        stretches = tuple(Stretch(*one) for one in self._known[key])
        return Published(self._project.named(path), stretches)

    def read_all(self) -> list[Published]:
        """Every finished document, and remember them for the next time."""
        books = [self.read(path) for path in finished_files(self._project)]
        data = json.dumps({"package": package_digest(), "files": self._used}, sort_keys=True)
        put(self._file, data.encode())
        return books


def _remembered(file: Path) -> dict[str, list[list[str]]]:
    try:
        data = json.loads(file.read_text(encoding="utf-8"))
        return dict(data["files"]) if data["package"] == package_digest() else {}
    except (OSError, ValueError, KeyError, TypeError):
        return {}


def _read(suffix: str, data: bytes) -> list[Stretch]:
    try:
        return _READERS[suffix](data)
    except (zipfile.BadZipFile, KeyError):
        return []


def _read_pdf(data: bytes) -> list[Stretch]:
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    logging.getLogger("pypdf").setLevel(logging.ERROR)
    try:
        pages = [page.extract_text() for page in PdfReader(io.BytesIO(data)).pages]
    except PyPdfError:
        return []
    return [
        Stretch.of("page", f"page {number}", f"#page={number}", text)
        for number, text in enumerate(pages, 1)
    ]


_READERS: dict[str, Callable[[bytes], list[Stretch]]] = {
    ".docx": read_word,
    ".html": read_page,
    ".pdf": _read_pdf,
    ".pptx": read_slides,
    ".xml": read_page,
}
