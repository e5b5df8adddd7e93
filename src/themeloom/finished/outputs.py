"""The outputs that lie in the output folder: what each is, in words, and how large."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from themeloom.core.files import beside
from themeloom.core.written import Written
from themeloom.documents.configuration import metadata_for_quarto
from themeloom.documents.formats import FORMATS, formats_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from themeloom.core.project import Project
    from themeloom.documents.document import Document
    from themeloom.documents.formats import Format

#: The folder of the notebooks' pages.
_NOTEBOOKS = "analysis"
#: Pictures that a file beside them needs.
_PARTS = "_files/"
#: Written by the explorer itself.
_OWN = frozenset({"index.html", "evidence/index.html"})
_KILO = 1000


@cache
def _data() -> dict[str, dict[str, Any]]:
    return beside(__file__, "outputs.toml")


@dataclass(frozen=True)
class Finished:
    """One file of the output folder.

    Args:
        path: from the output folder.
        group: the document it belongs to, as people call it.
        format: what kind of file it is.
        what: what it is good for.
        size: in bytes.
        old: whether it is of an older store or document.
    """

    path: str
    group: str
    format: str
    what: str
    size: int
    old: bool = False

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


def list_finished(
    project: Project, documents: Iterable[Document], old: Sequence[str] = ()
) -> Iterator[Finished]:
    """The outputs, grouped by document, in the order in which people ask for them.

    Args:
        project: the compendium.
        documents: what its outputs are made from, which say in which formats.
        old: those that are of an older store or document, from the root.
    """
    groups, asked = list(_data()["groups"].values()), _asked(project, documents)
    usual = {suffix: one for one in reversed(FORMATS.values()) for suffix in one.suffixes}
    endings = list(dict.fromkeys(suffix for one in FORMATS.values() for suffix in one.suffixes))
    files = []
    for path in Written(project).files(project.output):
        name, ending = path.relative_to(project.output).as_posix(), path.suffix.lstrip(".")
        if name not in _OWN and _PARTS not in name and ending in usual:
            format_ = asked.get(name, usual[ending])
            size = len(project.bytes_of(path))
            one = _finished(name, path.stem, format_.files[ending], size)
            files.append(replace(one, old=project.name(path) in old))
    yield from sorted(
        files,
        key=lambda one: (
            groups.index(one.group) if one.group in groups else len(groups),
            one.group,
            endings.index(one.path.rpartition(".")[2]),
            one.path,
        ),
    )


def _asked(project: Project, documents: Iterable[Document]) -> dict[str, Format]:
    """The formats that documents ask for, by the names of the files that come of it."""
    return {
        PurePosixPath(document.path).with_suffix(f".{suffix}").as_posix(): FORMATS[name]
        for document in documents
        for name in formats_of(metadata_for_quarto(project, document))
        if name in FORMATS
        for suffix in FORMATS[name].suffixes
    }


def _finished(name: str, stem: str, told: tuple[str, str], size: int) -> Finished:
    called = stem.replace("-", " ").replace("_", " ").capitalize()
    groups, (format_, what) = _data()["groups"], told
    if name.startswith(f"{_NOTEBOOKS}/"):
        return Finished(name, groups[_NOTEBOOKS], called, "run anew with every build", size)
    what = _data()["for"].get(stem, {}).get(name.rpartition(".")[2], what)
    return Finished(name, groups.get(stem, called), format_, what, size)
