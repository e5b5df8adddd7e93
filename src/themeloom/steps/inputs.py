"""What goes into an output: the files that it names, and all that is told to pandoc.

An output is made anew exactly when one of these changes: its text, its metadata, the
evidence and pictures it names, the bibliography, the extension, typefaces and styles,
the renderer's own source, and the versions of the programs that take part.
"""

from __future__ import annotations

import posixpath
import re
from functools import lru_cache
from typing import TYPE_CHECKING

from themeloom.documents.formats import KEYS, STAGED
from themeloom.documents.pictures import named_pictures
from themeloom.documents.references import fragment_names
from themeloom.engines.pandoc_input import build_data

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from themeloom.core.project import Project
    from themeloom.core.snapshot import Snapshot
    from themeloom.documents.plan import Output

_KINDS = r"(?:svg|png|pdf|jpe?g|gif|webp)"


class Inputs:
    """Tells what goes into the outputs of one project."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._evidence = project.name(project.evidence)
        self._extensions = project.name(project.extensions)
        self._texts: dict[str, str] = {}
        self._named: dict[tuple[str, str], Mapping[str, str]] = {}

    @classmethod
    def of(cls, project: Project) -> Inputs:
        """The same for all who ask of what was read at one moment."""
        return _of(project, project.read) if project.read else cls(project)

    def facts(self, output: Output) -> dict[str, object]:
        """All that is told to pandoc, by what it is called."""
        own = {key: value for key, value in output.metadata.items() if key != "colophon"}
        metadata = {f"{key}: of the metadata": value for key, value in own.items()}
        return {
            "the text": output.document.body,
            "the format": build_data(output),
            "the files": output.paths,
            **metadata,
        }

    def read(self, output: Output) -> tuple[str, ...]:
        """Every file of the project that an output is made from, sorted."""
        names = {*self.named(output), *self._of_extensions(output)}
        names |= set(map(self._project.name, self._project.typefaces))
        # Typefaces and styles are staged by the tools that are named, in the versions named.
        return tuple(sorted(name for name in names if not name.startswith(STAGED)))

    def beside(self, output: Output) -> tuple[str, ...]:
        """Patterns of the files that lie beside those that the output promises."""
        if not output.format.pictures_beside:
            return ()
        return (f"{output.paths[0].rpartition('.')[0]}_files/*",)

    def named(self, output: Output) -> Mapping[str, str]:
        """The project's files that an output names, with their hashes, sorted.

        They are the document with its includes, the configuration, the fragments that its
        shortcodes name, the pictures that either shows, bibliography, styles.
        """
        key = output.name, output.document.body
        if key not in self._named:
            names = sorted(map(posixpath.normpath, self._found(output)))
            self._named[key] = {name: self._project.digest_named(name) for name in names}
        return self._named[key]

    def _found(self, output: Output) -> set[str]:
        folder = posixpath.dirname(output.document.path)
        cited = [name for one in output.shortcodes for name in fragment_names(one)]
        fragments = [f"{self._evidence}/{name}.md" for name in cited]
        texts = [output.document.body, *map(self._text, fragments)]
        return {
            *(*output.document.files, *output.configuration),
            *((*output.brand.files, *output.brand.contents) if output.brand else ()),
            *(name for name in fragments if self._project.has(self._project.root / name)),
            *(posixpath.join(folder, name) for name in _in_metadata(output.metadata)),
            *(path for text in texts for path in self._pictures(text, folder)),
        }

    def _of_extensions(self, output: Output) -> Iterator[str]:
        """The extension's files; a reference document goes into its own format alone."""
        every = f"{self._extensions}/themeloom/reference/"
        own = f"{every}{output.format.key}"
        own_ones = filter(None, (output.format.extension, output.format.set_by))
        for extension in dict.fromkeys(("themeloom", *own_ones)):
            for name in self._project.names_below(f"{self._extensions}/{extension}"):
                if not name.startswith(every) or name.startswith(own):
                    yield name

    def _text(self, name: str) -> str:
        if name not in self._texts:
            path = self._project.root / name
            there = self._project.bytes_of(path) if self._project.has(path) else b""
            self._texts[name] = there.decode("utf-8", "replace")
        return self._texts[name]

    def _pictures(self, text: str, folder: str) -> Iterator[str]:
        """The pictures that a Markdown text may show, in every size that lies beside them."""
        root = self._project.root
        for path in named_pictures(text, folder, lambda name: self._project.has(root / name)):
            yield from self._in_all_sizes(path)

    def _in_all_sizes(self, picture: str) -> list[str]:
        """A picture in every size and kind: which one is taken depends on format and options."""
        folder, name = posixpath.split(posixpath.normpath(picture))
        if folder.startswith(".."):
            return [picture]
        stem = re.escape(posixpath.splitext(name)[0])
        pattern = re.compile(rf"{re.escape(folder)}/?{stem}(?:-[a-z]+)?\.{_KINDS}")
        beside = self._project.names_below(folder)
        return [one for one in beside if pattern.fullmatch(one)] or [picture]


@lru_cache(maxsize=2)
def _of(project: Project, snapshot: Snapshot) -> Inputs:  # noqa: ARG001 - by which it is known
    return Inputs(project)


def _in_metadata(metadata: Mapping[str, object]) -> Iterator[str]:
    """The files that metadata names, from the document's folder."""
    for key in KEYS:
        value = metadata.get(key)
        yield from (str(one) for one in (value if isinstance(value, list) else [value]) if one)
