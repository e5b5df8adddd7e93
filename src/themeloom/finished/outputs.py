"""The outputs that lie in the output folder: what each is, in words, and how large."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from themeloom.core.written import Written

if TYPE_CHECKING:
    from collections.abc import Iterator

    from themeloom.core.project import Project

#: What a file is, by the kind of document and its ending; "" holds for every document.
_WHAT = {
    ("", "html"): ("Web page", "reads on any screen, offline"),
    ("", "pdf"): ("PDF", "for print, with tags for screen readers"),
    ("", "docx"): ("Word", "for journals, and for co-authors who comment"),
    ("", "xml"): ("JATS XML", "for the systems of journals and archives"),
    ("", "pptx"): ("PowerPoint", "to show, and to change"),
    ("", "png"): ("Picture", "for a web page or a message"),
    ("coreq", "docx"): ("Word", "to hand in with the manuscript"),
    ("srqr", "docx"): ("Word", "to hand in with the manuscript"),
    ("poster", "html"): ("Web page", "for virtual conferences"),
    ("poster", "pdf"): ("PDF", "for the printer, in full size"),
    ("slides", "html"): ("Web deck", "to show in a browser, with speaker notes"),
    ("slides", "pdf"): ("PDF", "one page for each slide"),
}
#: The folder of the notebooks' pages.
_NOTEBOOKS = "analysis"
#: Pictures that a file beside them needs.
_PARTS = "_files/"
#: What the groups are called, and in which order they stand; others follow by name.
_GROUPS = {
    "paper": "Paper",
    "poster": "Poster",
    "slides": "Slides",
    "supplement": "Supplement",
    _NOTEBOOKS: "Analysis notebooks",
    "coreq": "COREQ checklist",
    "srqr": "SRQR checklist",
}
_ORDER = ("html", "pdf", "docx", "pptx", "xml", "png")
#: Written by the explorer itself.
_OWN = frozenset({"index.html", "evidence/index.html"})
_KILO = 1000


@dataclass(frozen=True)
class Finished:
    """One file of the output folder.

    Args:
        path: from the output folder.
        group: the document it belongs to, as people call it.
        format: what kind of file it is.
        what: what it is good for.
        size: in bytes.
    """

    path: str
    group: str
    format: str
    what: str
    size: int

    @property
    def readable_size(self) -> str:
        """The size in words: 1.2 MB."""
        return readable(self.size)


def readable(size: int) -> str:
    """A number of bytes as people write it."""
    if size < _KILO:
        return f"{size} bytes"
    if size < _KILO * _KILO:
        return f"{round(size / _KILO)} kB"
    return f"{size / _KILO / _KILO:.1f} MB"


def list_finished(project: Project) -> Iterator[Finished]:
    """The outputs, grouped by document, in the order in which people ask for them."""
    files = []
    for path in Written(project).files(project.output):
        name = path.relative_to(project.output).as_posix()
        if name in _OWN or _PARTS in name:
            continue
        if path.suffix.lstrip(".") in _ORDER:
            files.append(_finished(name, path.stem, path.suffix.lstrip("."), path.stat().st_size))
    groups = list(_GROUPS.values())
    yield from sorted(
        files,
        key=lambda one: (
            groups.index(one.group) if one.group in groups else len(groups),
            one.group,
            _ORDER.index(one.path.rpartition(".")[2]),
            one.path,
        ),
    )


def _finished(name: str, stem: str, ending: str, size: int) -> Finished:
    called = stem.replace("-", " ").replace("_", " ").capitalize()
    if name.startswith(f"{_NOTEBOOKS}/"):
        return Finished(name, _GROUPS[_NOTEBOOKS], called, "run anew with every build", size)
    group = _GROUPS.get(stem, called)
    format_, what = _WHAT.get((stem, ending), _WHAT["", ending])
    return Finished(name, group, format_, what, size)
