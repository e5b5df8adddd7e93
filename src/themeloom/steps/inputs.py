"""What goes into an output: the files that it names, and all that is told to pandoc.

An output is made anew exactly when one of these changes: its text, its metadata, the
evidence and pictures it names, the bibliography, the extension, typefaces and styles,
the renderer's own source, and the versions of the programs that take part.
"""

from __future__ import annotations

import os.path
import re
from typing import TYPE_CHECKING
from urllib.parse import unquote

from themeloom.documents.formats import KEYS, STAGED
from themeloom.documents.references import fragment_names
from themeloom.engines.pandoc_input import build_data
from themeloom.formats.jats import folder_beside

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from themeloom.core.project import Project
    from themeloom.documents.plan import Output

_PICTURE = re.compile(
    r"""\]\((?:<(?P<wrapped>[^<>\n]+)>|(?P<link>[^()\s<>]+))[^()]*\)
    | (?:src|data)=["'](?P<source>[^"']+)["']""",
    re.VERBOSE,
)
_KINDS = r"(?:svg|png|pdf|jpe?g|gif|webp)"


class Inputs:
    """Tells what goes into the outputs of one project."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._root = project.root

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
        names = {*self.named(output), *map(self._project.name, self._of_extensions(output))}
        names |= set(map(self._project.name, self._project.typefaces))
        # Typefaces and styles are staged by the tools that are named, in the versions named.
        return tuple(sorted(name for name in names if not name.startswith(STAGED)))

    def beside(self, output: Output) -> tuple[str, ...]:
        """Patterns of the files that lie beside those that the output promises."""
        folder = folder_beside(output)
        return (f"{folder}/*",) if folder else ()

    def named(self, output: Output) -> Mapping[str, str]:
        """The project's files that an output names, with their hashes, sorted.

        They are the document with its includes, the configuration, the fragments that its
        shortcodes name, the pictures that either shows, bibliography, styles.
        """
        document = self._root / output.document.path
        fragments = [
            self._project.evidence / f"{name}.md"
            for one in output.shortcodes
            for name in fragment_names(one)
        ]
        texts = [output.document.body, *(self._text(path) for path in fragments)]
        paths = [
            *(self._root / name for name in (*output.document.files, *output.configuration)),
            *(path for path in fragments if self._project.has(path)),
            *(document.parent / name for name in _in_metadata(output.metadata)),
            *(path for text in texts for path in self._pictures(text, document.parent)),
        ]
        whole = {os.path.normpath(path): path for path in paths}
        found = {
            os.path.relpath(path, self._root).replace(os.sep, "/"): self._root / path
            for path in whole
        }
        return {name: self._project.digest(path) for name, path in sorted(found.items())}

    def _of_extensions(self, output: Output) -> Iterator[Path]:
        folders = {
            self._project.extensions / name for name in ("themeloom", output.format.extension)
        }
        for path in (path for folder in folders for path in self._project.below(folder)):
            # A reference document goes into its own format alone.
            if (
                f"/reference/{output.format.key}" in path.as_posix()
                or "reference" not in path.parts
            ):
                yield path

    def _text(self, path: Path) -> str:
        if not self._project.has(path):
            return ""
        return self._project.bytes_of(path).decode("utf-8", "replace")

    def _pictures(self, text: str, folder: Path) -> Iterator[Path]:
        """The pictures that a Markdown text may show, in every size that lies beside them."""
        for match in _PICTURE.finditer(text):
            link = match["wrapped"] or match["link"] or match["source"]
            if "://" not in link and not link.startswith(("#", "mailto:")):
                start = self._root if link.startswith("/") else folder
                path = start / link.lstrip("/")
                # A name may be written as it is, or as in an address: %20.
                if not self._project.has(path):
                    path = start / unquote(link.lstrip("/"))
                yield from self._in_all_sizes(path)

    def _in_all_sizes(self, path: Path) -> list[Path]:
        """A picture in every size and kind: which one is taken depends on format and options."""
        pattern = re.compile(rf"{re.escape(path.stem)}(?:-[a-z]+)?\.{_KINDS}")
        folder = self._root / os.path.normpath(path.parent)
        if not folder.is_relative_to(self._root):
            return [path]
        beside = (one for one in self._project.below(folder) if one.parent == folder)
        return [one for one in beside if pattern.fullmatch(one.name)] or [path]


def _in_metadata(metadata: Mapping[str, object]) -> Iterator[str]:
    """The files that metadata names, from the document's folder."""
    for key in KEYS:
        value = metadata.get(key)
        yield from (str(one) for one in (value if isinstance(value, list) else [value]) if one)
