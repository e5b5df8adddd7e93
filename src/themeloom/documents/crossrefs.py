"""Whether what documents refer to is there: figures and the like, in this document or another.

A document may refer to what another one of its project labels (`@tbl-codes` of the supplement),
and link to that one by its source (`[supplement](supplement.qmd)`): readers get the number that
stands there, and the file that was made of it. A link to a notebook leads to its page.
"""

from __future__ import annotations

import os.path
import posixpath
import re
from functools import cached_property
from pathlib import PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import unquote

import msgspec
from msgspec.structs import replace

from themeloom.core.errors import ThemeloomError, did_you_mean
from themeloom.core.expressions import later
from themeloom.documents.cells_as_text import ENDINGS
from themeloom.documents.keys import KNOWN
from themeloom.documents.labels import custom_kinds, kinds_of, labels_of, numbers_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from themeloom.documents.document import Document
    from themeloom.documents.labels import Fragment, Label
    from themeloom.documents.plan import Output

_HINTS: dict[str, str] = KNOWN["cross-references"]["hints"]
_NO_NUMBER = "sec"
_LINK = later(r"(?<!\\)\]\((?P<target>[^()\s#]+)(?:#[^()\s]*)?(?:\s[^()]*)?\)")


class _Labelled(msgspec.Struct, frozen=True, dict=True):
    """A document with its labels, in the order of reading."""

    document: Document
    shared: Mapping[str, object]
    fragment: Fragment

    @cached_property
    def kinds(self) -> dict[str, str]:
        return kinds_of(self.shared, self.document.metadata)

    @cached_property
    def labels(self) -> list[Label]:
        return [*labels_of(self.document, self.fragment, self.kinds)]

    @cached_property
    def names(self) -> set[str]:
        return {one.name for one in self.labels}

    @cached_property
    def numbers(self) -> dict[str, str]:
        return numbers_of(self.document, self.labels)

    def references(self, kinds: Iterable[str]) -> Iterator[tuple[int, str]]:
        """Where a label is referred to, and which."""
        written = re.compile(rf"(?<![\w@\\.])@((?i:{'|'.join(kinds)})-[\w-]+)")
        for match in written.finditer(self.document.spliced.prose):
            name = match[1].rstrip("-_")
            yield match.start(), f"{name[0].lower()}{name[1:]}"

    def told(self, label: str) -> dict[str, object]:
        """What another document says of one of its labels: number, and words of its own."""
        kind = label.partition("-")[0]
        crossref = {**_crossref(self.shared), **_crossref(self.document.metadata)}
        own = {**custom_kinds(self.shared), **custom_kinds(self.document.metadata)}.get(kind, {})
        prefix = crossref.get(f"{kind}-prefix") or own.get("reference-prefix")
        return {
            "document": self.document.path,
            "number": self.numbers[label],
            **({"prefix": str(prefix)} if prefix else {}),
            **({"close": True} if own.get("space-before-numbering") is False else {}),
        }


def _crossref(metadata: Mapping[str, object]) -> Mapping[str, object]:
    found = metadata.get("crossref")
    return found if isinstance(found, dict) else {}


class CrossReferences:
    """All labels of a project's documents.

    Args:
        documents: those of the project, with what their cells gave, if that is known.
        shared: the metadata of the project.
        fragment: gives the text of an evidence fragment by its name, or nothing.
        pages: what is made of each notebook that is no document.
    """

    def __init__(
        self,
        documents: Iterable[Document],
        shared: Mapping[str, object],
        fragment: Fragment,
        pages: Mapping[str, str],
    ) -> None:
        self._all = {one.path: _Labelled(one, shared, fragment) for one in documents}
        self._pages = pages

    def mistakes(self, document: Document) -> Iterator[ThemeloomError]:
        """Yield references and links that lead nowhere, and labels that stand twice."""
        own, source = self._all[document.path], document.spliced
        seen = {one.name for one in own.labels if one.is_cited}
        for one in own.labels:
            if one.name in seen and not one.is_cited:
                yield source.place(one.offset).error(
                    f'the label "{one.name}" stands twice in this document',
                    "give one of them another name",
                )
            seen.add(one.name)
        for offset, label in own.references(own.kinds):
            if label not in own.names and not self._of(document, label):
                yield source.place(offset).error(*self._nowhere(own, label))
        for offset, _, target in _links(document):
            if target not in {*self._all, *self._pages}:
                yield source.place(offset).error(
                    f"the link to {target} leads to no document or notebook of the project",
                    did_you_mean(target, {*self._all, *self._pages}),
                )

    def _nowhere(self, own: _Labelled, label: str) -> tuple[str, str]:
        kind = label.partition("-")[0]
        there = [path for path, one in self._all.items() if label in one.names]
        what = f"@{label} points at no {own.kinds[kind]} of this document"
        if kind == _NO_NUMBER and there:
            return what, f"link to it: [the section](/{there[0]}#{label})"
        if len(there) > 1:
            return what, f"{' and '.join(there)} both have it: give one of them another name"
        same = {one for one in own.names if one.startswith(f"{kind}-")}
        return what, did_you_mean(label, same) if same else _HINTS.get(kind, _HINTS["other"])

    def _of(self, document: Document, label: str) -> _Labelled | None:
        """The one other document that has a label with a number."""
        others = [one for path, one in self._all.items() if path != document.path]
        found = [one for one in others if label in one.names]
        return found[0] if len(found) == 1 and not label.startswith(f"{_NO_NUMBER}-") else None

    def elsewhere(self, output: Output, made: Callable[[], Sequence[Output]]) -> Output:
        """The output, told of what its document means of other ones.

        Args:
            output: what is about to be made.
            made: gives every output of the project: the files that links can lead to.
        """
        document = output.document
        own = self._all[document.path]
        every = {kind for one in self._all.values() for kind in one.kinds}
        labels = {
            label: there.told(label)
            for _, label in own.references(every)
            if label not in own.names and (there := self._of(document, label))
        }
        wanted = {written: path for _, written, path in _links(document)}
        wanted |= {path: path for one in labels.values() for path in [str(one["document"])]}
        if not wanted:
            return output
        files = {key: self._file(output, path, made()) for key, path in sorted(wanted.items())}
        return replace(output, elsewhere={"labels": labels, "files": files})

    def _file(self, output: Output, path: str, made: Sequence[Output]) -> str:
        """What was made of another document in the same format, or else to be read in a browser."""
        its = [one for one in made if one.document.path == path]
        alike = [one for one in its if one.format.key == output.format.key]
        best = [one.name for one in alike or sorted(its, key=lambda one: not one.format.leads)]
        name = [*best, self._pages.get(path, "")][0]
        return os.path.relpath(name, posixpath.dirname(output.name)).replace(os.sep, "/")


def _links(document: Document) -> Iterator[tuple[int, str, str]]:
    """Where a document links to the source of another, as written and from the project's root."""
    folder = PurePosixPath(document.path).parent.as_posix()
    for match in _LINK.finditer(document.spliced.prose):
        target = unquote(match["target"])
        if target.endswith(ENDINGS) and "://" not in target:
            path = target[1:] if target.startswith("/") else posixpath.join(folder, target)
            yield match.start(), target, posixpath.normpath(path)
