"""The finished files of a project, each read once, remembered by its content, and searched."""

from __future__ import annotations

import re
from bisect import bisect_right
from contextlib import suppress
from functools import cached_property, lru_cache
from itertools import accumulate, groupby, pairwise
from typing import TYPE_CHECKING

import msgspec
from msgspec.structs import replace

from themeloom.core.files import package_digest
from themeloom.core.kept import kept, remember
from themeloom.core.text import plain, positions
from themeloom.core.written import Written
from themeloom.documents.formats import FORMATS
from themeloom.finished.pdf import BrokenPdfError, bookmarks
from themeloom.finished.reader import read_segments
from themeloom.finished.segments import Segment  # noqa: TC001 - read when books are kept

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from themeloom.core.project import Project

#: The endings of finished documents.
_DOCUMENTS = frozenset(f".{one.suffixes[0]}" for one in FORMATS.values())
#: What is made about the documents rather than from them.
_ABOUT = ("evidence/", "guidelines/", "index.html")
#: What a reader is sent to.
_CHAPTERS = frozenset({"page", "slide", "section"})
#: Words with fewer letters than this are looked up as whole words, so that “no” is not in “now”.
_SHORT = 16
#: How many letters at either end of some words tell that they run over the end of a page.
_EDGE = 24
#: With how many of their first letters some words are looked up, the last being the fewest.
_BEGINNINGS = (40, 24, 12)


def letters(text: str) -> str:
    """The letters and digits of a text, in small letters.

    Line breaks, hyphens and quotation marks differ from format to format.
    """
    return re.sub(r"[\W_]+", "", plain(text).casefold())


#: The same words are looked up in every finished file.
_wanted = lru_cache(maxsize=4096)(letters)


def chapters(segments: Iterable[Segment]) -> list[Segment]:
    """The pages, slides and sections of a file, each with all that is read there."""
    read = [one for one in segments if one.kind in _CHAPTERS and one.role == "text"]
    found = []
    for _, group in groupby(read, key=lambda one: (one.kind, one.label, one.anchor)):
        parts = list(group)
        text = plain(" ".join(" ".join(one.text for one in parts).split()))
        found.append(replace(parts[0], text=text))
    return found


class Published(msgspec.Struct, frozen=True, dict=True):
    """A finished file.

    Args:
        name: its path from the project's root.
        chapters: its text, cut into pages, slides or sections.
        headings: the bookmarks of a PDF, each with its page.
    """

    name: str
    chapters: tuple[Segment, ...]
    headings: tuple[tuple[str, int], ...] = ()

    @cached_property
    def _each(self) -> list[str]:
        """The letters of each chapter."""
        return [letters(one.text) for one in self.chapters]

    @cached_property
    def _starts(self) -> list[int]:
        """How many letters stand before each chapter."""
        return [0, *accumulate(map(len, self._each))][: len(self.chapters)]

    def places(self, words: str) -> list[Segment]:
        """The chapters in which words stand, or begin if they run on into the next, in order."""
        wanted = _wanted(words)
        if len(wanted) < _SHORT:
            return self._whole(words)
        found = dict.fromkeys(
            self.chapters[bisect_right(self._starts, offset) - 1]
            for offset in positions(self._letters, wanted)
        )
        return list(found) or self._over_an_edge(wanted)

    @cached_property
    def _letters(self) -> str:
        return "".join(self._each)

    def _whole(self, words: str) -> list[Segment]:
        """Where a few words stand as whole words: “no” is not in “now”."""
        parts = re.findall(r"\w+", plain(words))
        if not parts:
            return []
        inside = r"\W+".join(map(re.escape, parts))
        pattern = re.compile(rf"(?<!\w){inside}(?!\w)", re.IGNORECASE)
        return [one for one in self.chapters if pattern.search(one.text)]

    def _over_an_edge(self, wanted: str) -> list[Segment]:
        """Where words begin at the end of a page, with a running head before they go on."""
        if len(wanted) < 2 * _EDGE:
            return []
        return [
            self.chapters[at]
            for at, (here, following) in enumerate(pairwise(self._each))
            if wanted[:_EDGE] in here and wanted[-_EDGE:] in following
        ]

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
            for number, said in enumerate(self._each[max(first, 1) - 1 :], max(first, 1)):
                if len(beginning) >= _BEGINNINGS[-1] and beginning in said:
                    return number
        return 0


def finished_files(project: Project) -> list[Path]:
    """The finished documents, sorted: not the explorer, not the checklists, not the index."""
    return [
        path
        for path in Written(project).files(project.output)
        if path.suffix in _DOCUMENTS
        and not path.relative_to(project.output).as_posix().startswith(_ABOUT)
    ]


class Library:
    """Reads finished files; what was read is kept in `.themeloom/` by the file's hash."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._file = project.state / "published.json"
        self._key = package_digest("core", "finished")
        self._known = kept(self._file, dict[str, Published], self._key) or {}
        self._used: dict[str, Published] = {}

    def read(self, path: Path) -> Published:
        """One file; without text if it is broken."""
        key = self._project.digest(path)
        known = self._known.get(key)
        self._used[key] = known or _read(path.name, self._project.bytes_of(path))
        return replace(self._used[key], name=self._project.named(path))

    def read_all(self) -> list[Published]:
        """Every finished document, and remember them for the next time."""
        books = [self.read(path) for path in finished_files(self._project)]
        remember(self._file, dict(sorted(self._used.items())), self._key)
        return books


def _read(name: str, data: bytes) -> Published:
    headings: list[tuple[str, int]] = []
    if name.endswith(".pdf"):
        with suppress(BrokenPdfError):
            headings = bookmarks(data)
    return Published(name, tuple(chapters(read_segments(name, data))), tuple(headings))
