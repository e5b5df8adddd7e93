"""Everything that goes into an output, as one hash.

An output is made anew exactly when this hash changes: its text, its metadata, the
evidence and pictures it names, the bibliography, the extension, typefaces and styles,
the renderer's own source, and the versions of the programs that take part.
"""

from __future__ import annotations

import os.path
import re
from functools import cache, cached_property
from typing import TYPE_CHECKING

from themeloom.core.errors import ThemeloomError
from themeloom.core.files import combined, digest_of, digests, files_below, package_digest
from themeloom.core.packages import packages, versions
from themeloom.documents.formats import KEYS
from themeloom.documents.plan import plan
from themeloom.documents.references import fragment_names
from themeloom.engines.pandoc_input import build_data

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from themeloom.core.project import Project
    from themeloom.documents.plan import Output

_PICTURE = re.compile(
    r"""\]\(<?(?P<link>[^()\s<>]+)>?[^()]*\) | (?:src|data)=["'](?P<source>[^"']+)["']""",
    re.VERBOSE,
)
#: The rooms whose code can change the bytes of an output.
_ROOMS = ("core", "documents", "engines", "finished", "formats", "look", "typefaces", "steps")
_KINDS = r"(?:svg|png|pdf|jpe?g|gif|webp)"


def planned(project: Project) -> list[Output] | None:
    """All outputs; None while a document has a mistake, for Quarto takes more than we do."""
    try:
        return plan(project)
    except ThemeloomError:
        return None


class Inputs:
    """Hashes what goes into the outputs of one project; each file is read once."""

    def __init__(self, project: Project, epoch: int) -> None:
        self._project = project
        self._root = project.root
        self._epoch = epoch
        self._digest = cache(digest_of)

    def key(self, output: Output) -> str:
        """The hash of everything that goes into one output."""
        return combined(
            {
                "everywhere": self._everywhere,
                "body": output.document.body,
                "metadata": output.metadata,
                "build": build_data(output),
                "paths": output.paths,
                "epoch": self._epoch,
                "files": self.named(output),
            }
        )

    def named(self, output: Output) -> Mapping[str, str]:
        """The project's files that an output is made from, with their hashes, sorted.

        They are the document with its includes, the configuration, the fragments that its
        shortcodes name, the pictures that either shows, bibliography, styles.
        """
        document = self._root / output.document.path
        fragments = [
            self._project.evidence / f"{name}.md"
            for one in output.shortcodes
            for name in fragment_names(one)
        ]
        texts = [output.document.body, *(_text(path) for path in fragments)]
        paths = [
            *(self._root / name for name in (*output.document.files, *output.configuration)),
            *(path for path in fragments if path.is_file()),
            *(document.parent / name for name in _in_metadata(output.metadata)),
            *(path for text in texts for path in self._pictures(text, document.parent)),
        ]
        found = {os.path.relpath(path, self._root).replace(os.sep, "/"): path for path in paths}
        return {name: self._digest(path) for name, path in sorted(found.items())}

    @cached_property
    def _everywhere(self) -> Mapping[str, object]:
        """What goes into every output: tools, styles, extensions, this package."""
        state = self._project.state
        trees = (self._project.extensions, state / "fonts", state / "styles")
        return {
            "versions": versions(packages("render")),
            "package": package_digest(*_ROOMS),
            "trees": [digests(files_below(tree), tree) for tree in trees],
        }

    def _pictures(self, text: str, folder: Path) -> Iterator[Path]:
        """The pictures that a Markdown text may show, in every size that lies beside them."""
        for match in _PICTURE.finditer(text):
            link = match["link"] or match["source"]
            if "://" not in link and not link.startswith(("#", "mailto:")):
                start = self._root if link.startswith("/") else folder
                yield from _in_all_sizes(start / link.lstrip("/"))


def _in_metadata(metadata: Mapping[str, object]) -> Iterator[str]:
    """The files that metadata names, from the document's folder."""
    for key in KEYS:
        value = metadata.get(key)
        yield from (str(one) for one in (value if isinstance(value, list) else [value]) if one)


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return ""


def _in_all_sizes(path: Path) -> list[Path]:
    """A picture in every size and kind: which one is taken depends on format and options."""
    pattern = re.compile(rf"{re.escape(path.stem)}(?:-[a-z]+)?\.{_KINDS}")
    if not path.parent.is_dir():
        return [path]
    beside = [one for one in path.parent.iterdir() if pattern.fullmatch(one.name)]
    return beside or [path]
