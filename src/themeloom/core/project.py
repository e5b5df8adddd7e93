"""Where everything lies: the only module that knows the names of the folders."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from themeloom.core import files
from themeloom.core.errors import ThemeloomError
from themeloom.core.files import ABSENT, digest

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from themeloom.core.snapshot import Snapshot


class _Place:
    """A path below the root of a project."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __get__(self, project: Project, _: type[Project]) -> Path:
        return project.root / self._name


class _Rooted(NamedTuple):
    root: Path
    read: Snapshot | None = None


class Project(_Rooted):
    """A compendium on disk: a folder with a `study.yml` in it.

    Args:
        root: the absolute path of that folder.
        read: what was read of it when a command began; without it each file is read when asked.
    """

    #: What was collected, anonymised and read-only.
    raw = _Place("data-raw")
    #: What the researchers made of it.
    study = _Place("study.yml")
    #: How the sources were coded: a file for each.
    coding = _Place("coding")
    #: The codes, a row each.
    codebook = _Place("coding/codebook.csv")
    #: Reporting guidelines of the study's own: a file for each.
    guidelines = _Place("guidelines")
    #: The JSON Schema of `study.yml`, for editors.
    schema = _Place("study.schema.json")
    #: Tables, figures, fragments: all that is computed.
    derived = _Place("data-derived")
    #: The Markdown fragments that documents cite.
    evidence = _Place("data-derived/evidence")
    #: The figures as .svg and .png.
    figures = _Place("data-derived/figures")
    #: Every number that a document may cite.
    values = _Place("data-derived/values.yml")
    #: Title, authors and the like, as Quarto wants them.
    metadata = _Place("data-derived/metadata.yml")
    #: The data dictionary of the derived tables.
    dictionary = _Place("data-derived/README.md")
    #: What every derived file and every output is made from.
    record = _Place("data-derived/provenance.json")
    #: The notebooks, with what lies beside them.
    analysis = _Place("analysis")
    #: The finished documents.
    output = _Place("_output")
    #: Which outputs lie there, with their hashes.
    output_record = _Place("_output/provenance.json")
    #: Working files that can be deleted at any time.
    state = _Place(".themeloom")
    #: What this build is made from, in its first line, for the foot of every output; what was
    #: not checked as usual, in the others.
    colophon = _Place(".themeloom/colophon.txt")
    #: What outputs of each brand are made with, once it is staged.
    looks = _Place(".themeloom/looks")
    #: The typefaces of pages, once they are staged.
    web_fonts = _Place(".themeloom/fonts/web")
    #: Quarto's folder of extensions.
    extensions = _Place("_extensions")
    #: Quarto's project file, which both renderers read.
    quarto = _Place("_quarto.yml")

    @classmethod
    def find(cls, start: Path) -> Project:
        """The project that `start` lies in: the nearest folder upwards with a study.yml.

        Raises:
            ThemeloomError: if there is none.
        """
        folder = start.resolve()
        for candidate in (folder, *folder.parents):
            if (candidate / "study.yml").exists():
                return cls(candidate)
        raise ThemeloomError(
            f"no study.yml in {start} or above it",
            "change to the folder of a study, or name it with --project FOLDER",
        )

    def now(self) -> Project:
        """The same project, everything in it read at this moment and never again.

        Raises:
            ThemeloomError: if a file lies in the place of one of its folders.
        """
        from themeloom.core.extensions import with_extensions
        from themeloom.core.snapshot import Snapshot

        for folder in (
            *(self.raw, self.coding, self.derived, self.output, self.analysis, self.state),
        ):
            # Unlike the methods of paths, these say no to a name that is too long.
            if os.path.exists(folder) and not os.path.isdir(folder):  # noqa: PTH110, PTH112
                raise ThemeloomError(
                    f"{self.name(folder)} is a file, and a folder is to be there",
                    "move it to another place, then run the command again",
                )
        for folder in (self.derived, self.output, self.state):
            if files.leads_out(folder, self.root):
                raise ThemeloomError(
                    f"{self.name(folder)} is a link to what lies outside the project",
                    "put a folder in its place; what is made can be copied from there",
                )
        read = Snapshot.take(self.root, self.state / "hashes.json", [self.output])
        return self._replace(read=with_extensions(read))

    @property
    def snapshot(self) -> Snapshot:
        """What was read of it when a command began."""
        if self.read is None:
            raise RuntimeError("a build needs a project that was read")
        return self.read

    def name(self, path: Path) -> str:
        """What the project calls a path: from the root, with slashes; a link stays what it is."""
        return self._within(path) or path.relative_to(self.root).as_posix()

    def _within(self, path: Path) -> str:
        """What the project calls a path below it, in short time; empty if it is elsewhere."""
        whole, start = path.as_posix(), f"{self.root.as_posix()}/"
        return whole[len(start) :] if whole.startswith(start) else ""

    def has(self, path: Path) -> bool:
        """Whether a file was there."""
        if self.read and (name := self._within(path)):
            # Working files are nobody's, and so in no snapshot.
            known = self.read.hashes.get(name, ABSENT) != ABSENT
            return known or (files.is_hidden(name) and path.is_file())
        return path.is_file()

    def bytes_of(self, path: Path, named: str = "") -> bytes:
        """What a file held.

        Raises:
            ThemeloomError: if it is missing or may not be read.
        """
        if self.read and (name := self._within(path)) in self.read.hashes:
            return self.read.read(name)
        return files.read_bytes(path, named or self.named(path))

    def text_of(self, path: Path, named: str = "") -> str:
        """What a UTF-8 file held."""
        named = named or self.named(path)
        return files.decode(self.bytes_of(path, named), named)

    def fragment(self, name: str) -> str | None:
        """What is written of some evidence, by its name; `None` if nothing is."""
        path = self.evidence / f"{name}.md"
        return self.text_of(path) if self.has(path) else None

    def digest(self, path: Path) -> str:
        """The digest of a file, or `absent`."""
        if self.read and (name := self._within(path)):
            return self.read.hashes.get(name) or (
                files.digest_of(path) if files.is_hidden(name) else ABSENT
            )
        return files.digest_of(path)

    def below(self, folder: Path) -> list[Path]:
        """Every file below a folder, sorted; those that are nobody's work left out."""
        if self.read and folder.is_relative_to(self.root) and not self._is_hidden(folder):
            found = self.read.below("" if folder == self.root else self.name(folder))
            return [self.root / name for name in found]
        return files.files_below(folder)

    def names_below(self, folder: str) -> Sequence[str]:
        """The names of all files below a folder, which is named from the root, sorted."""
        if self.read:
            return self.read.below(folder)
        return [self.name(path) for path in files.files_below(self.root / folder)]

    def digest_named(self, name: str) -> str:
        """The digest of a file by its path from the root, or `absent`."""
        if self.read and name in self.read.hashes:
            return self.read.hashes[name]
        return self.digest(self.root / name)

    def differing(self, made: Mapping[str, bytes]) -> dict[str, bytes]:
        """Of files as they are to be, by their paths from the root, those that are not so yet."""
        return {name: one for name, one in made.items() if self.digest_named(name) != digest(one)}

    def digests(self, paths: Iterable[Path]) -> dict[str, str]:
        """The digest of each file, by its path from the root, sorted."""
        return {self.name(path): self.digest(path) for path in sorted(paths)}

    def _is_hidden(self, path: Path) -> bool:
        return files.is_hidden(self.name(path))

    @property
    def typefaces(self) -> list[Path]:
        """The typefaces that the study brings for scripts which ours lack, by name."""
        folder = self.root / "fonts"
        return [
            path
            for path in self.below(folder)
            if path.parent == folder and path.suffix.lower() in {".otf", ".ttf"}
        ]

    @staticmethod
    def is_of_notebook(path: Path) -> bool:
        """Whether a derived file was woven from a notebook, and not by `derive`."""
        return path.name.startswith("notebook-")

    def named(self, path: Path) -> str:
        """A path as a person in this project would write it: from the root, with slashes."""
        # A link stays what the project calls it, wherever it leads.
        whole = Path(os.path.normpath(path))
        if whole.is_relative_to(self.root):
            return whole.relative_to(self.root).as_posix()
        try:
            return path.resolve().relative_to(self.root).as_posix()
        except ValueError:
            return str(path)
