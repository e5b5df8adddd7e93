"""The finished files of a project, each read once and remembered by its content."""

from __future__ import annotations

import json
import zipfile
from dataclasses import astuple, dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from themeloom.core.files import digest, package_digest, put
from themeloom.core.written import Written
from themeloom.finished.markup import read_page, read_slides, read_word
from themeloom.finished.pdf import read_pdf
from themeloom.finished.segments import Shelf, Stretch, letters

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from themeloom.core.project import Project

#: What is made about the documents rather than from them.
_ABOUT = ("evidence/", "guidelines/", "index.html")

#: With how many of their first letters some words are looked up, the last being the fewest.
_BEGINNINGS = (40, 24, 12)
#: What is kept of a file: stretches and headings, as JSON has them.
_Kept = dict[str, list[list[Any]]]


@dataclass(frozen=True)
class Published:
    """A finished file.

    Args:
        name: its path from the project's root.
        stretches: its text, cut into pages, slides or sections.
        headings: the bookmarks of a PDF, each with its page.
    """

    name: str
    stretches: tuple[Stretch, ...]
    headings: tuple[tuple[str, int], ...] = ()

    @cached_property
    def _shelf(self) -> Shelf:
        return Shelf(self.stretches)

    def places(self, words: str) -> list[Stretch]:
        """Where some words stand in it, in order."""
        return self._shelf.holding(words)

    def page_of_heading(self, heading: str) -> int:
        """The page of a heading by its number and title; 0 if there is no such bookmark."""
        wanted = letters(heading)
        return next((page for title, page in self.headings if letters(title) == wanted), 0)

    def page_of(self, words: str, first: int) -> int:
        """The page, not before `first`, on which some words begin; 0 if on none."""
        wanted = letters(words)
        # Further on there may be a number that the words do not know: as Table 3 shows.
        for length in _BEGINNINGS:
            beginning = wanted[:length]
            for number, stretch in enumerate(self.stretches[max(first, 1) - 1 :], max(first, 1)):
                if len(beginning) >= _BEGINNINGS[-1] and beginning in stretch.letters:
                    return number
        return 0


def finished_files(project: Project) -> list[Path]:
    """The finished documents, sorted: not the explorer, not the checklists, not the index."""
    return [
        path
        for path in Written(project).files(project.output)
        if path.suffix in {*_READERS, ".pdf"}
        and not path.relative_to(project.output).as_posix().startswith(_ABOUT)
    ]


class Library:
    """Reads finished files; what was read is kept in `.themeloom/` by the file's hash."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._file = project.state / "published.json"
        self._known = _remembered(self._file)
        self._used: dict[str, _Kept] = {}

    def read(self, path: Path) -> Published:
        """One file; without text if it is broken."""
        data = path.read_bytes()
        key = digest(data)
        if key not in self._known:
            self._known[key] = _read(path.suffix, data)
        kept = self._used[key] = self._known[key]
        return Published(
            self._project.named(path),
            tuple(Stretch(*one) for one in kept["stretches"]),
            tuple((title, page) for title, page in kept["headings"]),
        )

    def read_all(self) -> list[Published]:
        """Every finished document, and remember them for the next time."""
        books = [self.read(path) for path in finished_files(self._project)]
        data = json.dumps({"package": package_digest(), "files": self._used}, sort_keys=True)
        put(self._file, data.encode())
        return books


def _remembered(file: Path) -> dict[str, _Kept]:
    try:
        data = json.loads(file.read_text(encoding="utf-8"))
        return dict(data["files"]) if data["package"] == package_digest() else {}
    except (OSError, ValueError, KeyError, TypeError):
        return {}


def _read(suffix: str, data: bytes) -> _Kept:
    try:
        if suffix == ".pdf":
            stretches, headings = read_pdf(data)
        else:
            stretches, headings = _READERS[suffix](data), []
    except (zipfile.BadZipFile, KeyError):
        stretches, headings = [], []
    return {"stretches": [list(astuple(one)) for one in stretches], "headings": headings}


_READERS: dict[str, Callable[[bytes], list[Stretch]]] = {
    ".docx": read_word,
    ".html": read_page,
    ".pptx": read_slides,
    ".xml": read_page,
}
